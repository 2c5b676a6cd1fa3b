//! The decision about a login.

use alloc::vec::Vec;
use cora_wire_derive::{codes, record, union};

use super::code::{ReasonCode, UserMessage};
use super::facts::MembershipSource;
use super::plan::Plan;
use super::trace::Trace;
use crate::evidence::EmailEvidence;
use crate::id::{ConnectionId, OrganizationId, UserId};
use crate::role::{OrganizationRole, PlatformRole};

/// The kinds of outcome. A closed list.
#[codes]
pub enum OutcomeKind {
    /// A known user has returned.
    Returning,
    /// A new user is created.
    Provisioned,
    /// The identity is linked to an existing user.
    Linked,
    /// The person has to confirm that an account is theirs.
    LinkConfirmationRequired,
    /// A new user is created, and an organization has to approve their membership.
    ApprovalRequired,
    /// The person's address is on the waitlist.
    Waitlisted,
    /// The person has to sign in through another connection.
    SsoRequired,
    /// The login is denied.
    Denied,
}

/// The outcome of a login.
#[union(kind)]
pub enum Outcome {
    /// A known user has returned, possibly with memberships added.
    Returning {
        /// The user.
        user_id: UserId,
    },
    /// A new user is created.
    Provisioned {
        /// The new user.
        user_id: UserId,
    },
    /// The identity is linked to an existing user, possibly with memberships added.
    Linked {
        /// The user to whom the identity is linked.
        user_id: UserId,
    },
    /// The person has to confirm that an account is theirs.
    LinkConfirmationRequired {
        /// The user whose account would be linked. Must not be shown to the person before they have
        /// confirmed.
        user_id: UserId,
    },
    /// A new user is created, and an organization has to approve their membership.
    ApprovalRequired {
        /// The new user.
        user_id: UserId,
        /// The organization that has to approve. Must not be shown to the person.
        organization_id: OrganizationId,
    },
    /// The person's address is on the waitlist.
    Waitlisted {},
    /// The person has to sign in through another connection.
    SsoRequired {
        /// The connection that they have to use.
        connection_id: ConnectionId,
    },
    /// The login is denied.
    Denied {},
}

impl Outcome {
    /// Returns the kind of the outcome.
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

    /// Returns the user as whom the person is signed in, or `None` if they are not.
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

/// An active membership of the user, as it is once the plan is applied.
#[record]
#[derive(PartialOrd, Ord)]
pub struct MembershipView {
    /// The organization.
    pub organization_id: OrganizationId,
    /// The user's role in the organization.
    pub role: OrganizationRole,
    /// The source of the membership.
    pub source: MembershipSource,
    /// `true` if this decision adds the membership or raises its role.
    pub added: bool,
}

/// A decision about a login: its outcome, the reason, the message for the person, and the changes
/// to write.
#[record]
pub struct Decision {
    /// The outcome of the login.
    pub outcome: Outcome,
    /// The code of the deciding verdict in the trace.
    pub reason: ReasonCode,
    /// The message for the person; null if they are admitted and there is nothing to tell them.
    pub user_message: Option<UserMessage>,
    /// The evidence about the login's address.
    pub email_evidence: EmailEvidence,
    /// The user's role on the platform once the plan is applied.
    pub platform_role: PlatformRole,
    /// The user's active memberships once the plan is applied, ordered by organization.
    pub memberships: Vec<MembershipView>,
    /// The user's current organization once the plan is applied; null if they have none.
    pub current_organization_id: Option<OrganizationId>,
    /// The changes to write.
    pub plan: Plan,
    /// The verdict of every stage, for administrators.
    pub trace: Trace,
}

impl Decision {
    /// Returns the decision without its plan and its trace.
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
    /// The outcome of the login.
    pub outcome: Outcome,
    /// The code of the deciding verdict.
    pub reason: ReasonCode,
    /// The message for the person; null if they are admitted and there is nothing to tell them.
    pub user_message: Option<UserMessage>,
    /// The evidence about the login's address.
    pub email_evidence: EmailEvidence,
    /// The user's role on the platform once the plan is applied.
    pub platform_role: PlatformRole,
    /// The user's active memberships once the plan is applied, ordered by organization.
    pub memberships: Vec<MembershipView>,
    /// The user's current organization once the plan is applied; null if they have none.
    pub current_organization_id: Option<OrganizationId>,
}
