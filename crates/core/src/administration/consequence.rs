//! The consequences of a command for people, as a dry run shows them before it is given.

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use cora_wire_derive::{codes, record};

use super::carry_over::CarryOverReport;
use super::effect::AdministrationEffect as Effect;
use super::facts::{AdministrationFacts, WaitlistStatus};
use super::{AdministerInput, AdministrationChange};
use crate::connection::lifecycle::{ConnectionChange, ConnectionReason};
use crate::deprovisioning::DeprovisionEffect;
use crate::issuer::application::ApplicationSettings;
use crate::model::domain_rule::{DomainRuleFacts, EnrollmentMode, VerificationState};
use crate::model::invitation::InvitationStatus;
use crate::model::membership::MembershipStatus;
use crate::model::organization::OrganizationStatus;
use crate::model::user::UserStatus;
use crate::permission::ApplicationPermissions;
use crate::policy::ProvisioningPolicy;
use crate::text::RoleName;

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

/// Returns `true` if the consequences of a command depend on [`ConsequenceFacts`].
pub fn needs_consequence_facts(change: &AdministrationChange) -> bool {
    change.effects.iter().any(|effect| {
        matches!(
            effect,
            Effect::SetOrganizationStatus { .. }
                | Effect::RevokeInvitations { .. }
                | Effect::DeleteDomains { .. }
                | Effect::ChangeDomain { .. }
                | Effect::SetDomainState { .. }
                | Effect::DeleteDomain { .. }
                | Effect::SetUserStatus { .. }
                | Effect::EndUser { .. }
                | Effect::UpdateApplication { .. }
                | Effect::SetApplicationPermissions { .. }
                | Effect::EndSessions { .. }
        )
    })
}

/// Returns the consequences of a command that was decided as `change`. A refused command has none.
pub fn consequences(
    input: &AdministerInput,
    change: &AdministrationChange,
    concerned: &ConsequenceFacts,
) -> Vec<Consequence> {
    let mut list = List { facts: &input.facts, concerned, consequences: Vec::new() };
    for effect in &change.effects {
        list.of_effect(effect);
    }
    list.consequences
}

struct List<'a> {
    facts: &'a AdministrationFacts,
    concerned: &'a ConsequenceFacts,
    consequences: Vec<Consequence>,
}

impl List<'_> {
    /// Adds a consequence, or its number to an earlier one of the same code.
    fn add(&mut self, code: ConsequenceCode, count: u32, names: impl IntoIterator<Item = String>) {
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
    fn add_all(&mut self, code: ConsequenceCode, concerned: &Concerned) {
        self.add_count(code, concerned.count, concerned.names.iter().cloned());
    }

    fn add_count(&mut self, code: ConsequenceCode, count: u32, names: impl IntoIterator<Item = String>) {
        if count > 0 {
            self.add(code, count, names);
        }
    }

    fn note(&mut self, code: ConsequenceCode) {
        self.consequences.push(Consequence::new(code, None));
    }

    /// Adds the consequences of an effect. A new effect does not compile until it states its own.
    fn of_effect(&mut self, effect: &Effect) {
        use ConsequenceCode as Code;
        let concerned = self.concerned;
        match effect {
            // The row says all of it, and nobody else notices.
            Effect::InsertOrganization { .. }
            | Effect::SetSeatLimit { .. }
            | Effect::RaiseRoleVersion { .. }
            | Effect::RaiseRoleVersions { .. }
            | Effect::SetCurrentOrganization { .. }
            | Effect::SettleMembershipRequest { .. }
            | Effect::ResolveIdentityConflict { .. }
            | Effect::InsertApplication { .. }
            | Effect::InsertApplicationSecret { .. }
            | Effect::SaveExpectations { .. }
            | Effect::IssueRecoveryToken { .. }
            | Effect::RevokeBootstrapToken { .. }
            | Effect::RecordAudit { .. } => {}
            Effect::UpdateOrganization { slug, .. } => {
                let former = self.facts.organization.as_ref().map(|organization| &organization.slug);
                if let Some(former) = former.filter(|former| *former != slug) {
                    let former = former.to_string();
                    self.add(Code::SlugReleased, 1, [former]);
                }
            }
            Effect::SetOrganizationStatus { status: OrganizationStatus::Inactive, .. } => {
                self.add_all(Code::AccessLost, &concerned.members);
            }
            Effect::SetOrganizationStatus { status: OrganizationStatus::Active, .. } => {
                self.add_all(Code::AccessGained, &concerned.members);
            }
            Effect::RevokeInvitations { .. } => {
                self.add_all(Code::InvitationsWithdrawn, &concerned.open_invitations);
            }
            Effect::DeleteDomains { .. } => self.add_all(Code::DomainsReleased, &concerned.domains),
            Effect::PutMembership { .. } => {
                // The founder of an organization takes no seat of an existing one.
                if let Some(name) = self.organization_name() {
                    self.add(Code::AccessGained, 1, [name]);
                    self.add(Code::SeatsUsed, 1, []);
                }
            }
            Effect::ChangeMembershipRole { user_id, role, .. } => {
                let memberships = [self.facts.user_membership.as_ref(), self.facts.actor_membership.as_ref()];
                let before = memberships.into_iter().flatten().find(|membership| membership.user_id == *user_id);
                self.role(before.is_some_and(|before| before.role > *role));
            }
            Effect::ReleaseMembershipRole { .. } => self.note(Code::RoleFollowsProvider),
            Effect::RemoveMembership { .. } => {
                let name = self.organization_name();
                self.add(Code::AccessLost, 1, name);
                self.add(Code::SeatsFreed, 1, []);
            }
            Effect::LinkIdentity { .. } => self.add(Code::IdentitiesLinked, 1, []),
            Effect::CarryIdentitiesOver { subjects, .. } => {
                self.add_count(Code::IdentitiesLinked, count(subjects), []);
            }
            Effect::UnlinkIdentity { .. } => self.add(Code::IdentitiesUnlinked, 1, []),
            Effect::JoinAccounts { join } => {
                self.note(Code::AccountsJoined);
                self.add_count(Code::IdentitiesLinked, count(&join.identities), []);
                self.add_count(Code::IdentitiesUnlinked, count(&join.unlinked), []);
                let gained = join.memberships.iter().filter(|one| one.status == MembershipStatus::Active);
                self.add_count(Code::AccessGained, count(&gained.collect::<Vec<_>>()), []);
            }
            Effect::ReleaseUserEmail { .. } => self.note(Code::AddressReleased),
            Effect::CreateInvitation { .. } | Effect::RenewInvitation { .. } => self.invitation(),
            Effect::SetInvitationStatus { status: InvitationStatus::Revoked, .. } => {
                self.add(Code::InvitationsWithdrawn, 1, []);
            }
            // The membership that it gives is an effect of its own.
            Effect::SetInvitationStatus {
                status: InvitationStatus::Accepted | InvitationStatus::Expired | InvitationStatus::Pending,
                ..
            } => {}
            Effect::CreateDomain { .. } => self.note(Code::DomainUnproven),
            Effect::ChangeDomain { enrollment_mode, .. } => {
                if self.facts.domain.as_ref().is_some_and(DomainRuleFacts::is_verified) {
                    self.enrollment(*enrollment_mode);
                }
            }
            Effect::SetDomainState { state: VerificationState::Verified, .. } => {
                if let Some(mode) = self.facts.domain.as_ref().map(|rule| rule.enrollment_mode) {
                    self.enrollment(mode);
                }
            }
            Effect::SetDomainState { .. } => self.note(Code::DomainUnproven),
            Effect::DeleteDomain { .. } => {
                let pattern = self.facts.domain.as_ref().map(|rule| rule.pattern.to_string());
                self.add(Code::DomainsReleased, 1, pattern);
                if self.facts.domain.as_ref().is_some_and(DomainRuleFacts::is_verified) {
                    self.add_all(Code::PeopleNeedInvitation, &concerned.domain_strangers);
                }
            }
            Effect::SetWaitlistStatus { status: WaitlistStatus::Approved, .. } => self.note(Code::AddressAdmitted),
            Effect::SetWaitlistStatus { status: WaitlistStatus::Pending | WaitlistStatus::Denied, .. } => {
                self.note(Code::AddressWaitsAgain);
            }
            Effect::SavePolicy { policy } => self.policy(policy),
            Effect::SetUserStatus { status: UserStatus::Active, .. } => {
                self.add_all(Code::AccessGained, &concerned.memberships);
            }
            Effect::SetUserStatus { status: UserStatus::Suspended | UserStatus::Deprovisioned, .. } => {
                self.add_all(Code::AccessLost, &concerned.memberships);
                self.add_count(Code::SessionsEnd, concerned.sessions, []);
            }
            Effect::SetPlatformRole { user_id, role } => {
                let users = [self.facts.user.as_ref(), self.facts.actor.as_ref()];
                let before = users.into_iter().flatten().find(|user| user.id == *user_id);
                self.role(before.is_some_and(|before| before.platform_role > *role));
            }
            Effect::EndUser { effects, .. } => self.end_of_user(effects),
            Effect::EraseUser { .. } => self.note(Code::PersonErased),
            Effect::UpdateApplication { settings, .. } => self.application(settings),
            Effect::SetApplicationPermissions { permissions, .. } => self.permissions(permissions),
            Effect::SetMemberApplicationRoles { roles, .. } => {
                let before = &self.facts.user_application_roles;
                let names = |of: &[RoleName], without: &[RoleName]| -> Vec<String> {
                    of.iter().filter(|role| !without.contains(role)).map(|role| role.as_str().to_string()).collect()
                };
                let (lost, gained) = (names(before, roles), names(roles, before));
                self.add_count(Code::ApplicationRolesLost, count(&lost), lost);
                self.add_count(Code::ApplicationRolesGained, count(&gained), gained);
            }
            Effect::DeleteApplicationSecret { .. } => self.add(Code::SecretsRefused, 1, []),
            Effect::EndSessions { .. } => {
                self.add_count(Code::SessionsEnd, concerned.sessions, []);
            }
        }
    }

    fn organization_name(&self) -> Option<String> {
        self.facts.organization.as_ref().map(|organization| organization.name.to_string())
    }

    fn role(&mut self, is_lower: bool) {
        self.note(if is_lower { ConsequenceCode::RoleLowered } else { ConsequenceCode::RoleRaised });
    }

    fn invitation(&mut self) {
        self.add(ConsequenceCode::InvitationsOpen, 1, []);
        let full =
            self.facts.organization.as_ref().is_some_and(|organization| {
                organization.seat_limit.is_some_and(|limit| organization.seats_used >= limit)
            });
        if full && self.facts.policy.enforce_seats {
            self.note(ConsequenceCode::NoSeatLeft);
        }
    }

    /// Adds the consequences of a verified domain for people who are not members.
    fn enrollment(&mut self, mode: EnrollmentMode) {
        let code = match mode {
            EnrollmentMode::EnterpriseSso => ConsequenceCode::PeopleBoundToConnection,
            EnrollmentMode::ManualInvitation => ConsequenceCode::PeopleNeedInvitation,
            EnrollmentMode::AutomaticInvitation => ConsequenceCode::PeopleAreInvited,
            EnrollmentMode::AutomaticSuggestion => ConsequenceCode::PeopleAsk,
            EnrollmentMode::AutomaticMembership => ConsequenceCode::PeopleBecomeMembers,
        };
        self.add_all(code, &self.concerned.domain_strangers);
    }

    fn policy(&mut self, policy: &ProvisioningPolicy) {
        self.note(ConsequenceCode::PolicyApplies);
        if policy.account_linking > self.facts.policy.account_linking {
            self.note(ConsequenceCode::LinkingLoosened);
        }
    }

    fn end_of_user(&mut self, effects: &[DeprovisionEffect]) {
        use ConsequenceCode as Code;
        for effect in effects {
            match effect {
                DeprovisionEffect::SwitchOff { .. } => {
                    self.add_all(Code::AccessLost, &self.concerned.memberships);
                    self.add_count(Code::SessionsEnd, self.concerned.sessions, []);
                }
                DeprovisionEffect::RemoveMembership { .. } => self.add(Code::SeatsFreed, 1, []),
                DeprovisionEffect::RevokeInvitation { .. } => self.add(Code::InvitationsWithdrawn, 1, []),
                DeprovisionEffect::WithdrawMembershipRequest { .. } => self.add(Code::RequestsWithdrawn, 1, []),
                DeprovisionEffect::KeepIdentityBarred { .. } => self.add(Code::IdentitiesBarred, 1, []),
                // Sessions at the provider are its own, and the rest concerns nobody else.
                DeprovisionEffect::EndSession { .. }
                | DeprovisionEffect::RevokeToken { .. }
                | DeprovisionEffect::RemoveFromWaitlist {}
                | DeprovisionEffect::RecordAudit { .. } => {}
            }
        }
    }

    fn application(&mut self, settings: &ApplicationSettings) {
        let Some(before) = self.facts.application.as_ref().map(|application| &application.settings) else { return };
        if before.enabled && !settings.enabled {
            self.add_count(ConsequenceCode::SessionsEnd, self.concerned.application_sessions, []);
        }
        let kept = |uri: &str| settings.redirect_uris.iter().any(|one| one.uri.as_str() == uri);
        let uris = before.redirect_uris.iter().map(|one| one.uri.as_str());
        let refused: Vec<String> = uris.filter(|uri| !kept(uri)).map(ToString::to_string).collect();
        self.add_count(ConsequenceCode::RedirectsRefused, count(&refused), refused);
    }

    fn permissions(&mut self, permissions: &ApplicationPermissions) {
        let before = self.facts.application.as_ref().map(|application| &application.permissions);
        let defined = before.map_or(&[][..], |before| &before.roles);
        let is_gone = |role: &RoleName| !permissions.has_role(role);
        if defined.iter().any(|role| is_gone(&role.id)) {
            self.add_all(ConsequenceCode::ApplicationRolesLost, &self.concerned.role_holders);
        }
    }
}

fn count<T>(items: &[T]) -> u32 {
    u32::try_from(items.len()).unwrap_or(u32::MAX)
}
