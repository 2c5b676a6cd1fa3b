//! Memberships of users in organizations.

use cora_wire_derive::{codes, record};

use crate::id::{MembershipId, OrganizationId, UserId};
use crate::role::OrganizationRole;
use crate::time::UnixSeconds;

/// The status of a membership.
#[codes]
pub enum MembershipStatus {
    /// The membership was ended. A domain or connection does not start it again.
    Removed,
    /// The membership is active.
    Active,
}

/// The source of a membership, which determines what manages its end.
#[codes]
pub enum MembershipSource {
    /// By accepting an invitation.
    Invitation,
    /// By the domain of the member's address.
    Domain,
    /// By an organization's connection.
    Connection,
    /// By founding the organization at bootstrap.
    Bootstrap,
    /// By an administrator, or by founding the organization at open sign-up.
    Manual,
    /// By directory sync. Reserved: Cora does not create such memberships.
    Scim,
}

/// A membership, active or removed.
#[record]
#[derive(PartialOrd, Ord)]
pub struct MembershipFacts {
    /// The identifier of the membership.
    pub id: MembershipId,
    /// The status of the membership.
    pub status: MembershipStatus,
    /// The organization.
    pub organization_id: OrganizationId,
    /// The user who is the member.
    pub user_id: UserId,
    /// The member's role in the organization.
    pub role: OrganizationRole,
    /// The source of the membership.
    pub source: MembershipSource,
    /// The time at which it was ended; absent if it was not.
    #[serde(default)]
    pub removed_at: Option<UnixSeconds>,
}
