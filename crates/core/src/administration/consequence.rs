//! The consequences of a command for people, as a dry run shows them before it is given.

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use cora_wire_derive::{codes, record};

use super::carry_over::CarryOverReport;
use super::facts::AdministrationFacts;
use super::{AdministerInput, AdministrationChange};
use crate::connection::lifecycle::{ConnectionChange, ConnectionReason};

/// Maximum number of names of a consequence.
pub const MAX_NAMES: usize = 10;

/// A consequence of a command. A closed list.
#[codes]
pub enum ConsequenceCode {
    /// People lose their access to the organization, or a person to the organizations that are
    /// named.
    AccessLost,
    /// People get their access to the organization, or a person to the organizations that are
    /// named.
    AccessGained,
    /// Seats become free.
    SeatsFreed,
    /// Seats are taken.
    SeatsUsed,
    /// The invitation cannot be accepted, because no seat is free.
    NoSeatLeft,
    /// Sessions end.
    SessionsEnd,
    /// Invitations are withdrawn.
    InvitationsWithdrawn,
    /// Invitations can be accepted until they expire.
    InvitationsOpen,
    /// Membership requests are withdrawn.
    RequestsWithdrawn,
    /// Domains are free for other organizations.
    DomainsReleased,
    /// The domain admits nobody until its proof is found.
    DomainUnproven,
    /// People whose address matches become members at their next login.
    PeopleBecomeMembers,
    /// People whose address matches are invited at their next login.
    PeopleAreInvited,
    /// People whose address matches ask to join at their next login.
    PeopleAsk,
    /// People whose address matches have to use the connection of the domain.
    PeopleBoundToConnection,
    /// People whose address matches need an invitation.
    PeopleNeedInvitation,
    /// A person has a lower role.
    RoleLowered,
    /// A person has a higher role.
    RoleRaised,
    /// The next login of the person by a group mapping decides their role.
    RoleFollowsProvider,
    /// Roles of an application are taken from people.
    ApplicationRolesLost,
    /// Roles of an application are given to people.
    ApplicationRolesGained,
    /// An identity signs the person in from now on.
    IdentitiesLinked,
    /// An identity does not sign the person in any more.
    IdentitiesUnlinked,
    /// Logins by these identities are refused.
    IdentitiesBarred,
    /// Two accounts become one, and one of them ends.
    AccountsJoined,
    /// The person loses the address of their account.
    AddressReleased,
    /// Everything that says who the person is goes for good.
    PersonErased,
    /// The address is admitted at its next login.
    AddressAdmitted,
    /// The address waits again after its next login.
    AddressWaitsAgain,
    /// The next login is decided by the new policy.
    PolicyApplies,
    /// More logins are linked to existing accounts by their address.
    LinkingLoosened,
    /// Requests with the secret fail.
    SecretsRefused,
    /// Requests that name these redirect URIs fail.
    RedirectsRefused,
    /// Links with the former slug lead nowhere.
    SlugReleased,
    /// Identities of another issuer become those of the connection.
    IdentitiesCarriedOver,
    /// Logins by the connection are checked by these settings.
    SettingsApply,
    /// Logins by the connection are refused.
    ConnectionRefused,
    /// Another connection is offered first.
    DefaultChanges,
}

impl ConsequenceCode {
    /// Returns the message for people.
    pub const fn text(self) -> &'static str {
        match self {
            Self::AccessLost => "access is lost",
            Self::AccessGained => "access is gained",
            Self::SeatsFreed => "seats become free",
            Self::SeatsUsed => "seats are taken",
            Self::NoSeatLeft => "no seat is free, so the invitation cannot be accepted now",
            Self::SessionsEnd => "sessions end",
            Self::InvitationsWithdrawn => "open invitations are withdrawn",
            Self::InvitationsOpen => "the invitation can be accepted until it expires",
            Self::RequestsWithdrawn => "membership requests are withdrawn",
            Self::DomainsReleased => "domains are free for other organizations",
            Self::DomainUnproven => "nobody is admitted by the domain until its proof is found",
            Self::PeopleBecomeMembers => "people with this domain become members at their next login",
            Self::PeopleAreInvited => "people with this domain are invited at their next login",
            Self::PeopleAsk => "people with this domain ask to join at their next login",
            Self::PeopleBoundToConnection => "people with this domain have to sign in by its connection",
            Self::PeopleNeedInvitation => "people with this domain need an invitation",
            Self::RoleLowered => "the person may do less",
            Self::RoleRaised => "the person may do more",
            Self::RoleFollowsProvider => "the groups of the next login decide the role",
            Self::ApplicationRolesLost => "roles of the application are taken away",
            Self::ApplicationRolesGained => "roles of the application are given",
            Self::IdentitiesLinked => "the identity signs this person in",
            Self::IdentitiesUnlinked => "the identity does not sign this person in any more",
            Self::IdentitiesBarred => "logins by these identities are refused",
            Self::AccountsJoined => "two accounts become one; the other account ends",
            Self::AddressReleased => "the account loses its address",
            Self::PersonErased => "everything that says who the person is goes for good",
            Self::AddressAdmitted => "the address is admitted at its next login",
            Self::AddressWaitsAgain => "the address waits again after its next login",
            Self::PolicyApplies => "the next login is decided by the new policy",
            Self::LinkingLoosened => "more logins are linked to existing accounts by their address",
            Self::SecretsRefused => "requests with the secret fail",
            Self::RedirectsRefused => "requests with these redirect URIs fail",
            Self::SlugReleased => "links with the former slug lead nowhere",
            Self::IdentitiesCarriedOver => "identities of another issuer become those of the connection",
            Self::SettingsApply => "logins by the connection are checked by these settings",
            Self::ConnectionRefused => "logins by the connection are refused",
            Self::DefaultChanges => "this connection is offered first",
        }
    }
}

/// A consequence of a command, with the people or things that it concerns.
#[record]
pub struct Consequence {
    /// The code.
    pub code: ConsequenceCode,
    /// The number of people or things that are concerned; null if they are not counted.
    pub count: Option<u32>,
    /// Their names, as far as the actor may read them: at most [`MAX_NAMES`].
    pub names: Vec<String>,
    /// The message for people.
    pub message: String,
}

impl Consequence {
    fn new(code: ConsequenceCode, count: Option<u32>) -> Self {
        Self { code, count, names: Vec::new(), message: code.text().to_string() }
    }
}

/// Returns the consequences of a command on a connection. A refused or repeated command has none.
pub fn connection_consequences(change: &ConnectionChange) -> Vec<Consequence> {
    let code = match change.reason {
        ConnectionReason::Activated | ConnectionReason::RolledBack => Some(ConsequenceCode::SettingsApply),
        ConnectionReason::Disabled => Some(ConsequenceCode::ConnectionRefused),
        ConnectionReason::MadeDefault => Some(ConsequenceCode::DefaultChanges),
        // Stored settings are used by no login before they are activated.
        _ => None,
    };
    let lost = change.users_without_way_in.filter(|lost| change.ok && *lost > 0);
    let lost = lost.map(|lost| Consequence::new(ConsequenceCode::AccessLost, Some(lost)));
    code.map(|code| Consequence::new(code, None)).into_iter().chain(lost).collect()
}

/// Returns the consequences of a carry-over of identities.
pub fn carry_over_consequences(report: &CarryOverReport) -> Vec<Consequence> {
    let moved = Some(report.moved).filter(|moved| *moved > 0);
    moved.map(|moved| Consequence::new(ConsequenceCode::IdentitiesCarriedOver, Some(moved))).into_iter().collect()
}

/// People or things: their number, and the names of some of them.
#[record]
#[derive(Default)]
pub struct Concerned {
    /// Their number.
    pub count: u32,
    /// The names of some of them; at most [`MAX_NAMES`].
    #[serde(default, deserialize_with = "crate::text::at_most::<10, _, _>")]
    #[cfg_attr(feature = "schema", schemars(length(max = 10)))]
    pub names: Vec<String>,
}

/// The stored facts that only a dry run needs: who and what a command concerns in addition.
#[record]
#[derive(Default)]
pub struct ConsequenceFacts {
    /// The active members of the organization.
    #[serde(default)]
    pub members: Concerned,
    /// The open invitations to the organization; without names, which are addresses.
    #[serde(default)]
    pub open_invitations: Concerned,
    /// The domain rules of the organization.
    #[serde(default)]
    pub domains: Concerned,
    /// The active people whose proven address matches the domain, and who are not members.
    #[serde(default)]
    pub domain_strangers: Concerned,
    /// The sessions of the user that are alive; the one that is named, if one is.
    #[serde(default)]
    pub sessions: u32,
    /// The active organizations of which the user is an active member.
    #[serde(default)]
    pub memberships: Concerned,
    /// The sessions in the application that are alive.
    #[serde(default)]
    pub application_sessions: u32,
    /// The people who have a role of the application that it would not define any more; the names
    /// are those of the roles.
    #[serde(default)]
    pub role_holders: Concerned,
}

/// Returns the consequences of a command that was decided as `change`. A refused command has none.
pub fn consequences(
    input: &AdministerInput,
    change: &AdministrationChange,
    concerned: &ConsequenceFacts,
) -> Vec<Consequence> {
    let mut list = ConsequenceList { facts: &input.facts, concerned, consequences: Vec::new() };
    for effect in &change.effects {
        effect.consequences(&mut list);
    }
    list.consequences
}

/// The consequences so far. Each family of commands adds those of its effects.
pub(super) struct ConsequenceList<'a> {
    pub facts: &'a AdministrationFacts,
    pub concerned: &'a ConsequenceFacts,
    consequences: Vec<Consequence>,
}

impl ConsequenceList<'_> {
    /// Adds a consequence, or its number to an earlier one of the same code.
    pub fn add(&mut self, code: ConsequenceCode, count: u32, names: impl IntoIterator<Item = String>) {
        let names = names.into_iter();
        match self.consequences.iter_mut().find(|earlier| earlier.code == code) {
            Some(earlier) => {
                earlier.count = Some(earlier.count.unwrap_or(0).saturating_add(count));
                earlier.names.extend(names);
                earlier.names.truncate(MAX_NAMES);
            }
            None => self.consequences.push(Consequence {
                code,
                count: Some(count),
                names: names.take(MAX_NAMES).collect(),
                message: code.text().to_string(),
            }),
        }
    }

    /// Adds a consequence that concerns somebody. One that concerns nobody is none.
    pub fn add_all(&mut self, code: ConsequenceCode, concerned: &Concerned) {
        self.add_count(code, concerned.count, concerned.names.iter().cloned());
    }

    /// Adds a consequence that concerns a number of people or things. For none of them it is none.
    pub fn add_count(&mut self, code: ConsequenceCode, count: u32, names: impl IntoIterator<Item = String>) {
        if count > 0 {
            self.add(code, count, names);
        }
    }

    /// Adds a consequence that is not counted.
    pub fn note(&mut self, code: ConsequenceCode) {
        self.consequences.push(Consequence::new(code, None));
    }

    /// Returns the name of the organization.
    pub fn organization_name(&self) -> Option<String> {
        self.facts.organization.as_ref().map(|organization| organization.name.to_string())
    }

    /// Adds that a person may do less or more.
    pub fn role(&mut self, is_lower: bool) {
        self.note(if is_lower { ConsequenceCode::RoleLowered } else { ConsequenceCode::RoleRaised });
    }
}

/// Counts items.
pub(super) fn count<T>(items: &[T]) -> u32 {
    u32::try_from(items.len()).unwrap_or(u32::MAX)
}
