//! What was decided.

use alloc::vec::Vec;
use cora_wire_derive::{codes, record, union};

use super::code::{ReasonCode, UserMessage};
use super::facts::MembershipSource;
use super::plan::Plan;
use super::trace::Trace;
use crate::evidence::EmailEvidence;
use crate::id::{ConnectionId, OrganizationId, UserId};
use crate::role::{OrganizationRole, PlatformRole};

/// The kinds of outcome; a closed list.
#[codes]
pub enum OutcomeKind {
    /// A known user is back.
    Returning,
    /// A new user is made.
    Provisioned,
    /// The identity is linked to a user there is.
    Linked,
    /// The person has to confirm that an account is theirs.
    LinkConfirmationRequired,
    /// A new user is made, and somebody has to take them in.
    ApprovalRequired,
    /// The person is on a list.
    Waitlisted,
    /// The person has to come by another connection.
    SsoRequired,
    /// The person stays out.
    Denied,
}

/// What becomes of the login.
#[union(kind)]
pub enum Outcome {
    /// A known user is back, perhaps with memberships added.
    Returning {
        /// The user.
        user_id: UserId,
    },
    /// A new user is made.
    Provisioned {
        /// The user.
        user_id: UserId,
    },
    /// The identity is linked to a user there is, perhaps with memberships added.
    Linked {
        /// The user.
        user_id: UserId,
    },
    /// The person has to confirm that an account is theirs.
    LinkConfirmationRequired {
        /// The user whose account it would be. Not for the person's eyes before they have confirmed.
        user_id: UserId,
    },
    /// A new user is made, and somebody has to take them in.
    ApprovalRequired {
        /// The user.
        user_id: UserId,
        /// The organization that is asked. Not for the person's eyes.
        organization_id: OrganizationId,
    },
    /// The person is on a list.
    Waitlisted {},
    /// The person has to come by another connection.
    SsoRequired {
        /// Which.
        connection_id: ConnectionId,
    },
    /// The person stays out.
    Denied {},
}

impl Outcome {
    /// The kind.
    pub const fn kind(&self) -> OutcomeKind {
        match self {
            Self::Returning { .. } => OutcomeKind::Returning,
            Self::Provisioned { .. } => OutcomeKind::Provisioned,
            Self::Linked { .. } => OutcomeKind::Linked,
            Self::LinkConfirmationRequired { .. } => OutcomeKind::LinkConfirmationRequired,
            Self::ApprovalRequired { .. } => OutcomeKind::ApprovalRequired,
            Self::Waitlisted {} => OutcomeKind::Waitlisted,
            Self::SsoRequired { .. } => OutcomeKind::SsoRequired,
            Self::Denied {} => OutcomeKind::Denied,
        }
    }

    /// The user that the person is signed in as, if they are.
    pub const fn signed_in_user(&self) -> Option<UserId> {
        match self {
            Self::Returning { user_id }
            | Self::Provisioned { user_id }
            | Self::Linked { user_id }
            | Self::ApprovalRequired { user_id, .. } => Some(*user_id),
            Self::LinkConfirmationRequired { .. }
            | Self::Waitlisted {}
            | Self::SsoRequired { .. }
            | Self::Denied {} => None,
        }
    }
}

/// An active membership of the person once the plan is applied.
#[record]
#[derive(PartialOrd, Ord)]
pub struct MembershipView {
    /// The organization.
    pub organization_id: OrganizationId,
    /// The role there.
    pub role: OrganizationRole,
    /// How it came to be.
    pub source: MembershipSource,
    /// Whether this decision adds it, or raises its role.
    pub added: bool,
}

/// A decision: what becomes of the login, why, what the person is told, and what has to be written.
#[record]
pub struct Decision {
    /// What becomes of the login.
    pub outcome: Outcome,
    /// Why: the code of the deciding verdict in the trace.
    pub reason: ReasonCode,
    /// What the person is told; null when they are in and there is nothing to say.
    pub user_message: Option<UserMessage>,
    /// What is known of the login's address.
    pub email_evidence: EmailEvidence,
    /// The role on the platform once the plan is applied.
    pub platform_role: PlatformRole,
    /// The active memberships once the plan is applied, by organization.
    pub memberships: Vec<MembershipView>,
    /// The organization that the person works in once the plan is applied.
    pub current_organization_id: Option<OrganizationId>,
    /// What has to be written.
    pub plan: Plan,
    /// Why, stage by stage. For administrators.
    pub trace: Trace,
}

impl Decision {
    /// What becomes of the login, without plan and trace.
    pub fn into_summary(self) -> DecisionSummary {
        let Self { outcome, reason, user_message, email_evidence, platform_role, .. } = self;
        let Self { memberships, current_organization_id, .. } = self;
        DecisionSummary {
            outcome,
            reason,
            user_message,
            email_evidence,
            platform_role,
            memberships,
            current_organization_id,
        }
    }
}

/// A [`Decision`] without its plan and its trace.
#[record]
pub struct DecisionSummary {
    /// What becomes of the login.
    pub outcome: Outcome,
    /// Why: the code of the deciding verdict.
    pub reason: ReasonCode,
    /// What the person is told; null when they are in and there is nothing to say.
    pub user_message: Option<UserMessage>,
    /// What is known of the login's address.
    pub email_evidence: EmailEvidence,
    /// The role on the platform once the plan is applied.
    pub platform_role: PlatformRole,
    /// The active memberships once the plan is applied, by organization.
    pub memberships: Vec<MembershipView>,
    /// The organization that the person works in once the plan is applied.
    pub current_organization_id: Option<OrganizationId>,
}
