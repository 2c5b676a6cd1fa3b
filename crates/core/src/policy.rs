//! The provisioning policy: versioned data that governs who is admitted at login.

pub mod authentication;
pub mod diff;
pub mod reference;

use alloc::vec::Vec;
use cora_wire_derive::{codes, record, union};
use serde::{Deserializer, de};

pub use authentication::{CapabilityAuthentication, OrganizationAuthentication};

use crate::domain::pattern::DomainPattern;
use crate::email::CanonicalEmail;
use crate::id::{ConnectionId, OrganizationId};
use crate::json::{Code, Decoder, Node};
use crate::role::OrganizationRole;
use crate::text::{AuthenticationContext, AuthenticationMethod, GroupName, ProviderOrganization};

/// The policy for a person whom no strategy admits.
#[codes]
#[derive(Default)]
pub enum AccessMode {
    /// The login is denied.
    #[default]
    Restricted,
    /// They become a user without an organization, or with a personal one (see
    /// `personalOrganization`).
    Public,
    /// Their address is put on the waitlist until an administrator decides.
    Waitlist,
}

/// A provisioning strategy: a way into an organization.
//
// INVARIANT: the order of declaration is the order in which a policy tries them by default.
#[codes]
pub enum Strategy {
    /// By an invitation to an address of the person.
    Invitation,
    /// By a connection that belongs to an organization, or by the organization at the provider
    /// (JIT provisioning).
    Connection,
    /// By a mapping of the login's groups to organizations.
    Group,
    /// By a domain rule for the domain of the login's address.
    Domain,
}

/// The policy for a new identity whose address already belongs to a user.
#[codes]
#[derive(Default)]
pub enum AccountLinking {
    /// The login is refused.
    Never,
    /// The person has to prove that the account is theirs.
    #[default]
    Confirm,
    /// The identity is linked if both sides have verified the address. Otherwise the person has to
    /// confirm.
    VerifiedEmail,
}

/// The policy for a new identity whose address belongs to a user with another subject at the same
/// issuer. Two subjects of one issuer are two people until somebody says otherwise
/// (OpenID Connect Core §5.7).
#[codes]
#[derive(Default)]
pub enum SecondSubject {
    /// The login is refused, and an administrator decides.
    #[default]
    AskAdministrator,
    /// The user loses the address, and the person is new.
    NewUser,
}

/// The selection among several usable invitations.
#[codes]
#[derive(Default)]
pub enum MultipleInvitations {
    /// Every usable invitation is accepted.
    #[default]
    AcceptAll,
    /// Only the invitation that was created last is accepted.
    Newest,
}

/// The policy for a person who opens an invitation to another address than the one that they sign
/// in with.
#[codes]
#[derive(Default)]
pub enum InvitationClaim {
    /// Only the person who proves the invited address accepts the invitation.
    Address,
    /// The person may accept it with a code that was mailed to the invited address.
    #[default]
    MailboxCode,
}

/// The policy for a new user whose address has a subaddress (`ana+news@…`). The subaddress is
/// never cut off: two addresses that differ in it are two addresses.
#[codes]
#[derive(Default)]
pub enum Subaddressing {
    /// The address is accepted.
    #[default]
    Allow,
    /// The address is refused.
    Refuse,
}

/// The policy for a new user whom no strategy admits, and whose address is at a provider of
/// disposable mailboxes ([`DomainClass::Disposable`](crate::domain::class::DomainClass)).
#[codes]
#[derive(Default)]
pub enum DisposableEmail {
    /// The address is accepted.
    Allow,
    /// The address is refused (our decision, because such a mailbox proves no person).
    #[default]
    Refuse,
}

/// The way in which the platform gets its first owner.
#[union(mode)]
pub enum Bootstrap {
    /// By a token that the operator holds.
    Token {},
    /// By a verified address on a list.
    AllowList {
        /// The canonical addresses; at most 100.
        #[serde(deserialize_with = "crate::text::at_most::<100, _, _>")]
        #[cfg_attr(feature = "schema", schemars(length(max = 100)))]
        emails: Vec<CanonicalEmail>,
    },
    /// The first person to sign in, without any proof. For trying things out.
    FirstUser {
        /// `true` if an administrator has confirmed that this is intended; otherwise lint reports
        /// an error.
        #[serde(default)]
        acknowledged: bool,
    },
    /// Bootstrap is disabled.
    Closed {},
}

impl Default for Bootstrap {
    fn default() -> Self {
        Self::Token {}
    }
}

/// The force of a group mapping.
#[codes]
#[derive(Default)]
pub enum GroupSync {
    /// The mapping admits people and raises roles.
    #[default]
    Add,
    /// The mapping also makes the organization follow the provider: a role that a mapping gave is
    /// lowered, or the membership ended, when the person loses the group.
    Authoritative,
}

/// The policy for a login whose list of groups is incomplete, because the person has too many.
#[codes]
#[derive(Default)]
pub enum IncompleteGroups {
    /// No group mapping reads the groups. A required group counts if it is listed.
    #[default]
    IgnoreMappings,
    /// The login is denied.
    Deny,
}

/// A mapping of a group at the identity provider to a role in an organization.
#[record]
pub struct GroupRole {
    /// The organization in which the role is given.
    pub organization_id: OrganizationId,
    /// The name or identifier of the group, compared exactly.
    pub group: GroupName,
    /// The role. A role above `org_admin` is reduced to `org_admin`.
    pub role: OrganizationRole,
    /// The force of the mapping. One `authoritative` mapping makes its whole organization follow
    /// the provider.
    #[serde(default)]
    pub sync: GroupSync,
    /// The connection whose groups the mapping reads; absent if it is every connection that speaks
    /// for the organization: its own, and those of the platform.
    #[serde(default)]
    pub connection_id: Option<ConnectionId>,
}

/// The groups of which a person must have one to come into an organization, or back.
#[record]
pub struct RequiredGroups {
    /// The organization.
    pub organization_id: OrganizationId,
    /// The groups, compared exactly; one suffices. At most 100. An empty list shuts everybody out.
    #[serde(deserialize_with = "crate::text::at_most::<100, _, _>")]
    #[cfg_attr(feature = "schema", schemars(length(max = 100)))]
    pub groups: Vec<GroupName>,
}

/// An organization at the identity provider that stands for one of the platform's organizations.
#[record]
pub struct IdpOrganization {
    /// The connection of the platform whose logins name the organization; absent if it is any.
    #[serde(default)]
    pub connection_id: Option<ConnectionId>,
    /// The identifier of the organization at the provider, compared exactly.
    pub idp_organization: ProviderOrganization,
    /// The organization that admits the people.
    pub organization_id: OrganizationId,
    /// The role of people who join; the organization's default role if absent. A role above
    /// `org_admin` is reduced to `org_admin`.
    #[serde(default)]
    pub role: Option<OrganizationRole>,
}

/// The default role of an organization's members who are admitted by connection or domain.
#[record]
pub struct DefaultRole {
    /// The organization in which the role is given.
    pub organization_id: OrganizationId,
    /// The role, reduced to the greatest that the strategy grants: `org_admin` for a connection,
    /// `org_user` for a domain rule.
    pub role: OrganizationRole,
}

/// The provisioning policy. Every field has a default, so `{}` is the strict default policy.
#[record]
pub struct ProvisioningPolicy {
    /// The version, incremented by every change. A plan made under another version is not applied.
    #[serde(default)]
    pub version: u32,
    /// The policy for a person whom no strategy admits.
    #[serde(default)]
    pub access_mode: AccessMode,
    /// The strategies in the order in which they are tried, each at most once.
    #[serde(default = "default_strategies", deserialize_with = "each_once")]
    #[cfg_attr(feature = "schema", schemars(length(max = STRATEGIES), extend("uniqueItems" = true)))]
    pub strategies: Vec<Strategy>,
    /// `true` if everything except a returning login requires a verified address.
    #[serde(default = "yes")]
    pub require_verified_email: bool,
    /// The policy for a new identity whose address already belongs to a user.
    #[serde(default)]
    pub account_linking: AccountLinking,
    /// The policy for a new identity whose address belongs to a user with another subject at the
    /// same issuer.
    #[serde(default)]
    pub second_subject: SecondSubject,
    /// The selection among several usable invitations.
    #[serde(default)]
    pub multiple_invitations: MultipleInvitations,
    /// The policy for a person who opens an invitation to another address.
    #[serde(default)]
    pub invitation_claim: InvitationClaim,
    /// `true` if the strategies may add memberships to returning users, and if those after the
    /// deciding one may add memberships to new users.
    #[serde(default = "yes")]
    pub reconcile_on_login: bool,
    /// The group mappings, in order; for each organization the first match decides. At most 1000.
    #[serde(default, deserialize_with = "crate::text::at_most::<1000, _, _>")]
    #[cfg_attr(feature = "schema", schemars(length(max = 1000)))]
    pub group_roles: Vec<GroupRole>,
    /// The groups that organizations require; every entry of an organization has to be met. At most
    /// 1000.
    #[serde(default, deserialize_with = "crate::text::at_most::<1000, _, _>")]
    #[cfg_attr(feature = "schema", schemars(length(max = 1000)))]
    pub required_groups: Vec<RequiredGroups>,
    /// The policy for a login whose list of groups is incomplete.
    #[serde(default)]
    pub incomplete_groups: IncompleteGroups,
    /// The classes of authentication (`acr`) of which every login must have one, compared exactly.
    /// None is required if empty. At most 20.
    #[serde(default, deserialize_with = "crate::text::at_most::<20, _, _>")]
    #[cfg_attr(feature = "schema", schemars(length(max = 20)))]
    pub required_acr: Vec<AuthenticationContext>,
    /// The methods of authentication (`amr`) of which every login must have one, compared exactly.
    /// None is required if empty. At most 20.
    #[serde(default, deserialize_with = "crate::text::at_most::<20, _, _>")]
    #[cfg_attr(feature = "schema", schemars(length(max = 20)))]
    pub required_amr: Vec<AuthenticationMethod>,
    /// The greatest age of the authentication of every login, in seconds; absent if any is
    /// accepted.
    #[serde(default)]
    pub max_auth_age: Option<u32>,
    /// The proofs that organizations require; every entry of an organization has to be met. At most
    /// 1000.
    #[serde(default, deserialize_with = "crate::text::at_most::<1000, _, _>")]
    #[cfg_attr(feature = "schema", schemars(length(max = 1000)))]
    pub organization_authentication: Vec<OrganizationAuthentication>,
    /// The proofs that capabilities require of the login in which they are used; every entry of a
    /// capability has to be met. At most 100.
    #[serde(default, deserialize_with = "crate::text::at_most::<100, _, _>")]
    #[cfg_attr(feature = "schema", schemars(length(max = 100)))]
    pub step_up: Vec<CapabilityAuthentication>,
    /// The organizations at providers that stand for organizations of the platform; the first entry
    /// that fits a login decides. At most 1000.
    #[serde(default, deserialize_with = "crate::text::at_most::<1000, _, _>")]
    #[cfg_attr(feature = "schema", schemars(length(max = 1000)))]
    pub idp_organizations: Vec<IdpOrganization>,
    /// The default roles of members who are admitted by connection or domain. An organization that
    /// is not listed gets `org_user`; if one is listed twice, the first entry counts. At most 1000.
    #[serde(default, deserialize_with = "crate::text::at_most::<1000, _, _>")]
    #[cfg_attr(feature = "schema", schemars(length(max = 1000)))]
    pub default_roles: Vec<DefaultRole>,
    /// The lifetime, in seconds, of an invitation that a domain rule issues.
    #[serde(default = "thirty_days")]
    pub invitation_lifetime_seconds: u32,
    /// The way in which the platform gets its first owner.
    #[serde(default)]
    pub bootstrap: Bootstrap,
    /// The policy for a new user whose address has a subaddress.
    #[serde(default)]
    pub subaddressing: Subaddressing,
    /// The policy for a new user whom no strategy admits, and whose address is disposable.
    #[serde(default)]
    pub disposable: DisposableEmail,
    /// The domains whose addresses no new user may have, even if invited. At most 1000.
    #[serde(default, deserialize_with = "crate::text::at_most::<1000, _, _>")]
    #[cfg_attr(feature = "schema", schemars(length(max = 1000)))]
    pub blocked_domains: Vec<DomainPattern>,
    /// `true` if an organization without a free seat admits nobody.
    #[serde(default = "yes")]
    pub enforce_seats: bool,
    /// `true` if a new user under `public` gets a personal organization.
    #[serde(default)]
    pub personal_organization: bool,
}

const fn yes() -> bool {
    true
}

/// Thirty days, as Clerk's invitations have.
const fn thirty_days() -> u32 {
    30 * 86_400
}

/// The number of strategies.
const STRATEGIES: usize = <Strategy as Code>::ALL.len();

fn default_strategies() -> Vec<Strategy> {
    Strategy::ALL.to_vec()
}

/// Reads a list of strategies, each at most once.
fn each_once<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Strategy>, D::Error> {
    let strategies = crate::text::at_most::<STRATEGIES, Strategy, D>(deserializer)?;
    if any_twice(&strategies) {
        return Err(de::Error::custom("a strategy occurs twice"));
    }
    Ok(strategies)
}

/// [`each_once`], from a tree.
fn each_once_from_node(node: Option<&Node<'_>>, decoder: &mut Decoder) -> Vec<Strategy> {
    let strategies = crate::json::list(node, STRATEGIES, decoder);
    if any_twice(&strategies) {
        decoder.refuse();
    }
    strategies
}

fn any_twice(strategies: &[Strategy]) -> bool {
    strategies.iter().enumerate().any(|(at, strategy)| strategies.iter().take(at).any(|s| s == strategy))
}

impl ProvisioningPolicy {
    /// Returns `true` if no new user may have an address of this domain.
    pub(crate) fn blocks(&self, domain: &str) -> bool {
        self.blocked_domains.iter().any(|pattern| pattern.matches(domain))
    }

    /// Returns the default role in an organization.
    pub fn default_role(&self, organization: OrganizationId) -> OrganizationRole {
        let listed = self.default_roles.iter().find(|default| default.organization_id == organization);
        listed.map(|default| default.role).unwrap_or_default()
    }
}

impl Default for ProvisioningPolicy {
    fn default() -> Self {
        Self {
            version: 0,
            access_mode: AccessMode::default(),
            strategies: default_strategies(),
            require_verified_email: true,
            account_linking: AccountLinking::default(),
            second_subject: SecondSubject::default(),
            multiple_invitations: MultipleInvitations::default(),
            invitation_claim: InvitationClaim::default(),
            reconcile_on_login: true,
            group_roles: Vec::new(),
            required_groups: Vec::new(),
            incomplete_groups: IncompleteGroups::default(),
            required_acr: Vec::new(),
            required_amr: Vec::new(),
            max_auth_age: None,
            organization_authentication: Vec::new(),
            step_up: Vec::new(),
            idp_organizations: Vec::new(),
            default_roles: Vec::new(),
            invitation_lifetime_seconds: thirty_days(),
            bootstrap: Bootstrap::default(),
            subaddressing: Subaddressing::default(),
            disposable: DisposableEmail::default(),
            blocked_domains: Vec::new(),
            enforce_seats: true,
            personal_organization: false,
        }
    }
}
