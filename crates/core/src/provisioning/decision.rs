//! The decision about a login.

pub use super::outcome::{Outcome, OutcomeKind};

use alloc::vec::Vec;
use cora_wire_derive::record;

use super::code::{ReasonCode, UserMessage};
use super::plan::Plan;
use super::trace::Trace;
use crate::evidence::EmailEvidence;
use crate::id::OrganizationId;
use crate::model::membership::MembershipSource;
use crate::policy::authentication::StepUp;
use crate::role::{OrganizationRole, PlatformRole};

/// An active membership of the user, as it is once the plan is applied.
#[record]
#[derive(Copy, PartialOrd, Ord)]
pub struct MembershipView {
    /// The organization.
    pub organization_id: OrganizationId,
    /// The user's role in the organization.
    pub role: OrganizationRole,
    /// The source of the membership.
    pub source: MembershipSource,
    /// `true` if this decision adds the membership or raises its role; not if it lowers the role.
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
    /// The proof that the client asks the provider for at the next sign-in; null unless the reason
    /// is `step_up_required` for the whole platform.
    pub step_up: Option<StepUp>,
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
        let Self { outcome, reason, user_message, step_up, email_evidence, platform_role, .. } = self;
        let Self { memberships, current_organization_id, .. } = self;
        DecisionSummary {
            outcome,
            reason,
            user_message,
            step_up,
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
    /// The proof that the client asks the provider for at the next sign-in; null unless the reason
    /// is `step_up_required` for the whole platform.
    pub step_up: Option<StepUp>,
    /// The evidence about the login's address.
    pub email_evidence: EmailEvidence,
    /// The user's role on the platform once the plan is applied.
    pub platform_role: PlatformRole,
    /// The user's active memberships once the plan is applied, ordered by organization.
    pub memberships: Vec<MembershipView>,
    /// The user's current organization once the plan is applied; null if they have none.
    pub current_organization_id: Option<OrganizationId>,
}
