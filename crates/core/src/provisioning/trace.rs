//! Why a decision is as it is: every stage exactly once, with its verdict and redacted evidence.

use alloc::string::String;
use alloc::vec::Vec;
use cora_wire_derive::{codes, record, union};

use super::code::ReasonCode;
use super::facts::UserStatus;
use crate::connection::ConnectionStatus;
use crate::evidence::EmailEvidence;
use crate::id::{ConnectionId, DomainId, InvitationId, OrganizationId, UserId};
use crate::redact::RedactedEmail;
use crate::role::OrganizationRole;

/// A stage of the evaluation, in its order; the three strategies stand in the policy's order.
#[codes]
pub enum Stage {
    /// Is the login well-formed, and a person's?
    Identity,
    /// Is its connection active?
    ConnectionStatus,
    /// Is there an account that it belongs to?
    Account,
    /// Does it found the platform?
    Bootstrap,
    /// Strategy: an invitation.
    Invitation,
    /// Strategy: an organization's connection.
    Connection,
    /// Strategy: the domain of the address.
    Domain,
    /// What remains when nothing matched.
    Access,
}

/// What a stage says.
#[codes]
pub enum Verdict {
    /// It was not asked.
    NotEvaluated,
    /// It has nothing to object, and settles nothing.
    Passed,
    /// It has nothing to offer this person.
    NotMatched,
    /// It admits, or adds to, the person.
    Matched,
    /// It keeps the person out.
    Denied,
}

impl Verdict {
    /// The verdict about somebody who is in: a rule for those who come does not put them out.
    #[must_use]
    pub(super) const fn without_denial(self) -> Self {
        match self {
            Self::Denied => Self::NotMatched,
            other => other,
        }
    }
}

/// Something that a stage looked at.
#[union(kind)]
#[derive(PartialOrd, Ord)]
pub enum Evidence {
    /// The login's address and what is known of it.
    Email {
        /// The address, redacted; null when there is none that could be read.
        address: Option<RedactedEmail>,
        /// What is known of it.
        evidence: EmailEvidence,
    },
    /// The connection.
    Connection {
        /// Which.
        id: ConnectionId,
        /// Where it stands in its life.
        status: ConnectionStatus,
    },
    /// A user.
    User {
        /// Which.
        id: UserId,
        /// Whether they may use the platform.
        status: UserStatus,
    },
    /// An invitation.
    Invitation {
        /// Which.
        id: InvitationId,
        /// Into which organization.
        organization_id: OrganizationId,
        /// What came of it.
        code: ReasonCode,
    },
    /// A domain rule.
    DomainRule {
        /// Which.
        id: DomainId,
        /// Of which organization.
        organization_id: OrganizationId,
        /// What it matches.
        pattern: String,
        /// What came of it.
        code: ReasonCode,
    },
    /// A role that was reduced.
    RoleCapped {
        /// In which organization.
        organization_id: OrganizationId,
        /// The role that was configured.
        from: OrganizationRole,
        /// The role that was given.
        to: OrganizationRole,
    },
}

/// The verdict of one stage.
#[record]
pub struct StageVerdict {
    /// Which stage.
    pub stage: Stage,
    /// What it says.
    pub verdict: Verdict,
    /// Why.
    pub code: ReasonCode,
    /// What it looked at, in a fixed order.
    pub evidence: Vec<Evidence>,
}

/// The verdicts of all stages, in the order of evaluation, each stage exactly once.
#[record]
pub struct Trace {
    /// The stage whose verdict is the decision's reason.
    pub decided_by: Stage,
    /// The verdicts.
    pub stages: Vec<StageVerdict>,
}
