//! The provisioning policy: versioned data that says who may come in.

use alloc::vec;
use alloc::vec::Vec;
use cora_wire_derive::{codes, record, union};
use serde::{Deserializer, de};

use crate::email::CanonicalEmail;
use crate::id::OrganizationId;
use crate::json::{Node, Reading};
use crate::role::OrganizationRole;
use crate::text::GroupName;

/// What happens to a person whom no strategy admits.
#[codes]
#[derive(Default)]
pub enum AccessMode {
    /// They stay out.
    #[default]
    Restricted,
    /// They become a user without an organization, or with one of their own.
    Public,
    /// They are put on a list for somebody to decide.
    Waitlist,
}

/// A way into an organization.
#[codes]
pub enum Strategy {
    /// By an invitation to one's address.
    Invitation,
    /// By a connection that belongs to an organization (JIT provisioning).
    Connection,
    /// By the domain of one's address.
    Domain,
}

/// What happens when the address of a new identity is that of a user there is.
#[codes]
#[derive(Default)]
pub enum AccountLinking {
    /// It is refused.
    Never,
    /// The person has to prove that the account is theirs.
    #[default]
    Confirm,
    /// It is linked when both sides have verified the address, else confirmed.
    VerifiedEmail,
}

/// Which of several usable invitations are accepted.
#[codes]
#[derive(Default)]
pub enum MultipleInvitations {
    /// All of them.
    #[default]
    AcceptAll,
    /// The one created last.
    Newest,
}

/// Whether an address with a subaddress (`ana+news@…`) may be used by a new user. It is never cut off: two addresses that
/// differ in it are two addresses.
#[codes]
#[derive(Default)]
pub enum Subaddressing {
    /// It may.
    #[default]
    Allow,
    /// It may not.
    Refuse,
}

/// How the first platform owner comes to be.
#[union(mode)]
pub enum Bootstrap {
    /// By a token that the operator has.
    Token {},
    /// By a verified address on a list.
    AllowList {
        /// The addresses; at most 100.
        #[serde(deserialize_with = "crate::text::at_most::<100, _, _>")]
        #[cfg_attr(feature = "schema", schemars(length(max = 100)))]
        emails: Vec<CanonicalEmail>,
    },
    /// The first person to come, without any proof. For trying things out.
    FirstUser {
        /// Whether somebody has said that this is what they want; otherwise the lint calls it an error.
        #[serde(default)]
        acknowledged: bool,
    },
    /// Not at all.
    Closed {},
}

impl Default for Bootstrap {
    fn default() -> Self {
        Self::Token {}
    }
}

/// Maps a group at the identity provider to a role in an organization.
#[record]
pub struct GroupRole {
    /// The organization.
    pub organization_id: OrganizationId,
    /// The group, compared exactly.
    pub group: GroupName,
    /// The role; more than `org_admin` is reduced to it.
    pub role: OrganizationRole,
}

/// The role of an organization's members who come by connection or domain.
#[record]
pub struct DefaultRole {
    /// The organization.
    pub organization_id: OrganizationId,
    /// The role; reduced to the greatest that the way of coming grants.
    pub role: OrganizationRole,
}

/// The policy. Every field has a default, so `{}` is the strict default policy.
#[record]
pub struct ProvisioningPolicy {
    /// Counts its changes; a plan made under another version is not applied.
    #[serde(default)]
    pub version: u32,
    /// What happens to a person whom no strategy admits.
    #[serde(default)]
    pub access_mode: AccessMode,
    /// The strategies in the order they are tried, each at most once.
    #[serde(default = "default_strategies", deserialize_with = "each_once")]
    #[cfg_attr(feature = "schema", schemars(length(max = 3), extend("uniqueItems" = true)))]
    pub strategies: Vec<Strategy>,
    /// Whether everything but returning needs a verified address.
    #[serde(default = "yes")]
    pub require_verified_email: bool,
    /// What happens when the address is that of a user there is.
    #[serde(default)]
    pub account_linking: AccountLinking,
    /// Which of several usable invitations are accepted.
    #[serde(default)]
    pub multiple_invitations: MultipleInvitations,
    /// Whether the strategies may add memberships to users who return.
    #[serde(default = "yes")]
    pub reconcile_on_login: bool,
    /// Group mappings in order; for each organization the first that matches decides. At most 1000.
    #[serde(default, deserialize_with = "crate::text::at_most::<1000, _, _>")]
    #[cfg_attr(feature = "schema", schemars(length(max = 1000)))]
    pub group_roles: Vec<GroupRole>,
    /// The roles of members who come by connection or domain; `org_user` in an organization that is not listed, the first
    /// where one is listed twice. At most 1000.
    #[serde(default, deserialize_with = "crate::text::at_most::<1000, _, _>")]
    #[cfg_attr(feature = "schema", schemars(length(max = 1000)))]
    pub default_roles: Vec<DefaultRole>,
    /// For how many seconds an invitation counts that a domain rule issues.
    #[serde(default = "thirty_days")]
    pub invitation_lifetime_seconds: u32,
    /// How the first platform owner comes to be.
    #[serde(default)]
    pub bootstrap: Bootstrap,
    /// Whether a new user's address may have a subaddress.
    #[serde(default)]
    pub subaddressing: Subaddressing,
    /// Whether an organization without a free seat takes nobody in.
    #[serde(default = "yes")]
    pub enforce_seats: bool,
    /// Whether a new user under `public` gets an organization of their own.
    #[serde(default)]
    pub personal_organization: bool,
}

const fn yes() -> bool {
    true
}

/// As Clerk's invitations do.
const fn thirty_days() -> u32 {
    30 * 86_400
}

fn default_strategies() -> Vec<Strategy> {
    vec![Strategy::Invitation, Strategy::Connection, Strategy::Domain]
}

/// A list in which nothing stands twice.
fn each_once<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Strategy>, D::Error> {
    let strategies = crate::text::at_most::<3, Strategy, D>(deserializer)?;
    if any_twice(&strategies) {
        return Err(de::Error::custom("a strategy stands twice"));
    }
    Ok(strategies)
}

/// [`each_once`], from a tree.
fn each_once_from_node(node: Option<&Node<'_>>, reading: &mut Reading) -> Vec<Strategy> {
    let strategies = crate::json::list(node, 3, reading);
    if any_twice(&strategies) {
        reading.refuse();
    }
    strategies
}

fn any_twice(strategies: &[Strategy]) -> bool {
    strategies.iter().enumerate().any(|(at, strategy)| strategies.iter().take(at).any(|s| s == strategy))
}

impl ProvisioningPolicy {
    /// The default role in an organization.
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
            multiple_invitations: MultipleInvitations::default(),
            reconcile_on_login: true,
            group_roles: Vec::new(),
            default_roles: Vec::new(),
            invitation_lifetime_seconds: thirty_days(),
            bootstrap: Bootstrap::default(),
            subaddressing: Subaddressing::default(),
            enforce_seats: true,
            personal_organization: false,
        }
    }
}
