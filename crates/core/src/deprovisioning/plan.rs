//! The plan of a deprovisioning: ordered effects, and the guards under which they may be applied.

use alloc::vec::Vec;
use cora_wire_derive::{record, union};

use crate::id::{AuditId, InvitationId, MembershipId, OrganizationId, UserId};
use crate::identity::IdentityKey;
use crate::model::user::UserStatus;
use crate::secret::TokenHash;
use crate::text::SessionId;
use crate::time::UnixSeconds;

/// A condition that must hold when the plan is applied.
#[union(guard)]
pub enum DeprovisionGuard {
    /// The user is unchanged.
    UserUnchanged {
        /// The user.
        user_id: UserId,
        /// The user's status.
        status: UserStatus,
        /// The user's role version.
        role_version: u32,
    },
    /// The organization has another owner.
    OtherOwner {
        /// The organization.
        organization_id: OrganizationId,
    },
    /// The platform has another owner.
    OtherPlatformOwner {},
}

/// One change. Applying it a second time changes nothing.
#[union(effect)]
pub enum DeprovisionEffect {
    /// Deactivate the user for good and remove their role on the platform.
    SwitchOff {
        /// The user.
        user_id: UserId,
        /// The user who deprovisions them; null for the operator.
        updated_by: Option<UserId>,
    },
    /// Keep the identity linked, so that it is recognized and refused.
    KeepIdentityBarred {
        /// The identity.
        identity: IdentityKey,
    },
    /// End a session.
    EndSession {
        /// The session at the identity provider.
        session_id: SessionId,
    },
    /// Revoke a token.
    RevokeToken {
        /// The SHA-256 of the token.
        token_hash: TokenHash,
    },
    /// End a membership.
    RemoveMembership {
        /// The membership.
        membership_id: MembershipId,
        /// The organization.
        organization_id: OrganizationId,
        /// The time at which it ends.
        removed_at: UnixSeconds,
        /// The user who deprovisions the member; null for the operator.
        updated_by: Option<UserId>,
    },
    /// Withdraw an invitation.
    RevokeInvitation {
        /// The invitation.
        invitation_id: InvitationId,
        /// The user who deprovisions the inviter or the invited person; null for the operator.
        updated_by: Option<UserId>,
    },
    /// Withdraw a membership request.
    WithdrawMembershipRequest {
        /// The organization.
        organization_id: OrganizationId,
    },
    /// Remove the user's address from the waitlist.
    RemoveFromWaitlist {},
    /// Record the deprovisioning in the audit log.
    RecordAudit {
        /// The identifier of the record.
        audit_id: AuditId,
        /// The time of the deprovisioning.
        at: UnixSeconds,
        /// The user who deprovisions; null for the operator.
        actor_id: Option<UserId>,
        /// The user who is deprovisioned.
        user_id: UserId,
    },
}

/// The plan that deprovisions a user. Either all of it is applied, in one transaction and with
/// every guard true, or none.
#[record]
pub struct DeprovisionPlan {
    /// The conditions that must hold.
    pub guards: Vec<DeprovisionGuard>,
    /// The changes to apply, in this order; empty if the user was already deprovisioned.
    pub effects: Vec<DeprovisionEffect>,
}
