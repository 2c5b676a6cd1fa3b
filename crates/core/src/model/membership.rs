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
    /// By a group mapping alone.
    Group,
    /// By directory sync. Reserved: Cora does not create such memberships.
    Scim,
}

/// The source of a role that is not the one by which the person is a member otherwise.
#[codes]
pub enum RoleSource {
    /// A group mapping gave the role. Of a removed membership: a group mapping ended it, so that it
    /// counts as if it had never been.
    Group,
    /// An administrator gave the role to a member. Group mappings leave it alone.
    Manual,
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
    /// The source of the role; absent if it is the role by which the person is a member otherwise.
    #[serde(default)]
    pub role_source: Option<RoleSource>,
    /// The role by which the person is a member without any group mapping. If it is absent, it
    /// follows from the source: see [`MembershipFacts::base`].
    #[serde(default)]
    pub base_role: Option<OrganizationRole>,
    /// The time at which the token was issued whose groups last set the role or ended the
    /// membership; absent if no groups did, or if the token did not state the time.
    #[serde(default)]
    pub role_as_of: Option<UnixSeconds>,
}

impl MembershipFacts {
    /// Returns the role by which the person is a member without any group mapping, or `None` if
    /// they are a member by a mapping alone. `default` is the organization's default role.
    ///
    /// If no base role is stored, a membership by a connection has at most the default role, and
    /// one by any other way than `group` has the role itself (our decision, because a role must not
    /// be lowered unless a mapping is known to have given it).
    pub fn base(&self, default: OrganizationRole) -> Option<OrganizationRole> {
        match (self.base_role, self.source, self.role_source) {
            (Some(base), ..) => Some(base.min(self.role)),
            (None, MembershipSource::Group, _) => None,
            (None, MembershipSource::Connection, _) => {
                Some(default.min(OrganizationRole::CONNECTION_CAP).min(self.role))
            }
            (None, _, Some(RoleSource::Group)) => Some(OrganizationRole::OrgUser),
            (None, ..) => Some(self.role),
        }
    }
}
