//! Invitations to an organization.

use cora_wire_derive::{codes, record};

use super::user::UserStatus;
use crate::email::CanonicalEmail;
use crate::id::{ConnectionId, InvitationId, OrganizationId, UserId};
use crate::role::{OrganizationRole, PlatformRole};
use crate::time::UnixSeconds;

/// The status of an invitation.
#[codes]
pub enum InvitationStatus {
    /// The invitation was withdrawn.
    Revoked,
    /// The invitation was marked as expired. A pending invitation past its expiry counts as expired
    /// without the mark.
    Expired,
    /// The invitation was used.
    Accepted,
    /// The invitation is open, until it expires.
    Pending,
}

/// The way in which an invitation has to be accepted.
#[codes]
#[derive(Default)]
pub enum InvitationAcceptance {
    /// The person has to accept explicitly, beyond signing in: an invitation that a domain rule
    /// issued does not prove anybody's consent.
    Explicit,
    /// Signing in with the invited address accepts it; if the person has an account, only a login
    /// that names it does.
    #[default]
    OnLogin,
}

/// An invitation of an address to an organization.
#[record]
#[derive(PartialOrd, Ord)]
pub struct InvitationFacts {
    /// The identifier of the invitation.
    pub id: InvitationId,
    /// The status of the invitation.
    pub status: InvitationStatus,
    /// The canonical address that is invited.
    pub email: CanonicalEmail,
    /// The organization to which it invites.
    pub organization_id: OrganizationId,
    /// The role that it gives in the organization.
    #[serde(default)]
    pub role: OrganizationRole,
    /// The role that it gives on the platform; `platform_user` when absent or null.
    #[serde(default, deserialize_with = "crate::role::or_user")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<PlatformRole>"))]
    pub platform_role: PlatformRole,
    /// The time at which it was created.
    #[serde(default)]
    pub created_at: UnixSeconds,
    /// The first moment at which it no longer counts.
    pub expires_at: UnixSeconds,
    /// The inviter, as they are now; absent if they no longer exist.
    #[serde(default)]
    pub inviter: Option<InviterFacts>,
    /// The connection through which it must be accepted; any connection when absent.
    #[serde(default)]
    pub connection_id: Option<ConnectionId>,
    /// The way in which it has to be accepted.
    #[serde(default)]
    pub acceptance: InvitationAcceptance,
}

impl InvitationFacts {
    /// Returns `true` if the inviter may make this invitation now.
    pub(crate) fn is_authorized(&self, invited: UserId) -> bool {
        self.inviter.as_ref().is_some_and(|inviter| {
            // SECURITY: nobody gives what they do not hold themselves, now, not at the time they
            // made the invitation.
            let holds =
                inviter.organization_role.is_some_and(|role| role >= OrganizationRole::OrgAdmin && role >= self.role);
            let platform =
                self.platform_role == PlatformRole::PlatformUser || inviter.platform_role >= self.platform_role;
            // Nobody vouches for themselves: an invitation to the inviter's own address would begin
            // to count once they gain a role elsewhere.
            inviter.user_id != invited && inviter.status == UserStatus::Active && holds && platform
        })
    }
}

/// The inviter of an invitation, as they are now.
#[record]
#[derive(PartialOrd, Ord)]
pub struct InviterFacts {
    /// The inviter's user identifier.
    pub user_id: UserId,
    /// The inviter's status on the platform.
    pub status: UserStatus,
    /// Their role in the organization of the invitation; absent if they are not an active member of
    /// it.
    #[serde(default)]
    pub organization_role: Option<OrganizationRole>,
    /// Their role on the platform; `platform_user` when absent or null.
    #[serde(default, deserialize_with = "crate::role::or_user")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<PlatformRole>"))]
    pub platform_role: PlatformRole,
}
