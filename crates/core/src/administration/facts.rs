//! What is stored that a command depends on.

use alloc::vec::Vec;
use cora_wire_derive::{codes, record};

use crate::deprovisioning::DeprovisionFacts;
use crate::id::{ConnectionId, OrganizationId};
use crate::policy::ProvisioningPolicy;
use crate::provisioning::facts::{DomainRuleFacts, InvitationFacts, MembershipFacts, OrganizationFacts, UserFacts};
use crate::role::OrganizationRole;
use crate::text::{PictureUrl, Slug};

/// Everything that one command depends on, as it is stored now.
#[record]
#[derive(Default)]
pub struct AdministrationFacts {
    /// Who commands; absent when they are not there.
    #[serde(default)]
    pub actor: Option<UserFacts>,
    /// Their membership of the organization, an ended one too.
    #[serde(default)]
    pub actor_membership: Option<MembershipFacts>,
    /// The organization, if there is one.
    #[serde(default)]
    pub organization: Option<OrganizationFacts>,
    /// Its logo.
    #[serde(default)]
    pub logo_url: Option<PictureUrl>,
    /// The slugs of other organizations that begin with the one in question; at most 1000.
    #[serde(default, deserialize_with = "crate::text::at_most::<1000, _, _>")]
    #[cfg_attr(feature = "schema", schemars(length(max = 1000)))]
    pub taken_slugs: Vec<Slug>,
    /// The user concerned, if there is one.
    #[serde(default)]
    pub user: Option<UserFacts>,
    /// Their membership of the organization, an ended one too.
    #[serde(default)]
    pub user_membership: Option<MembershipFacts>,
    /// Their request to be taken in by the organization.
    #[serde(default)]
    pub membership_request: Option<MembershipRequestFacts>,
    /// What hangs on them, where it was asked for.
    #[serde(default)]
    pub held: DeprovisionFacts,
    /// The invitation, if there is one.
    #[serde(default)]
    pub invitation: Option<InvitationFacts>,
    /// Whether the organization has an invitation open of the address.
    #[serde(default)]
    pub already_invited: bool,
    /// Whether an active member of the organization has the address, proven to be theirs.
    #[serde(default)]
    pub already_member: bool,
    /// The domain rule, if there is one; it may be another organization's.
    #[serde(default)]
    pub domain: Option<DomainRuleFacts>,
    /// The rules of the domain's name, of whatever organization; at most 1000.
    #[serde(default, deserialize_with = "crate::text::at_most::<1000, _, _>")]
    #[cfg_attr(feature = "schema", schemars(length(max = 1000)))]
    pub domain_rules: Vec<DomainRuleFacts>,
    /// Where the address stands on the waitlist, if it is on it.
    #[serde(default)]
    pub waitlist: Option<WaitlistStatus>,
    /// The connection that is named, if there is one.
    #[serde(default)]
    pub connection: Option<ConnectionOwner>,
    /// The policy in force; the default policy when none is stored.
    #[serde(default)]
    pub policy: ProvisioningPolicy,
    /// The version of the policy that is named, if there is one.
    #[serde(default)]
    pub earlier_policy: Option<ProvisioningPolicy>,
    /// How many active owners the platform has.
    #[serde(default)]
    pub platform_owner_count: u32,
}

/// What has become of a request to be taken in.
#[codes]
pub enum RequestStatus {
    /// Not answered.
    Pending,
    /// Answered with yes.
    Approved,
    /// Answered with no.
    Rejected,
}

/// A request to be taken in.
#[record]
pub struct MembershipRequestFacts {
    /// What has become of it.
    pub status: RequestStatus,
    /// The role that they would get.
    pub role: OrganizationRole,
}

/// Where an address stands on the waitlist.
#[codes]
pub enum WaitlistStatus {
    /// Nobody has decided.
    Pending,
    /// It is let in at its next login.
    Approved,
}

/// Whose a connection is.
#[record]
pub struct ConnectionOwner {
    /// The connection.
    pub id: ConnectionId,
    /// The organization; absent when it is the platform's.
    #[serde(default)]
    pub organization_id: Option<OrganizationId>,
}
