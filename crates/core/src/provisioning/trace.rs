//! The explanation of a decision: every stage exactly once, with its verdict and redacted evidence.

use alloc::string::String;
use alloc::vec::Vec;
use cora_wire_derive::{codes, record, union};

use super::code::ReasonCode;
use crate::connection::ConnectionStatus;
use crate::evidence::EmailEvidence;
use crate::id::{ConnectionId, DomainId, InvitationId, OrganizationId, UserId};
use crate::identity::UnreadClaim;
use crate::model::user::UserStatus;
use crate::policy::Strategy;
use crate::policy::authentication::AuthenticationLack;
use crate::redact::RedactedEmail;
use crate::role::OrganizationRole;
use crate::text::Issuer;

/// A stage of the evaluation, in order. The policy orders the strategies.
#[codes]
pub enum Stage {
    /// Checks that the login is well-formed and a person's.
    Identity,
    /// Checks that the connection is active, and that the login has the groups that it requires and
    /// the proof that the policy requires.
    ConnectionStatus,
    /// Finds the account that the login belongs to.
    Account,
    /// Checks whether the person becomes the first platform owner.
    Bootstrap,
    /// Strategy: an invitation.
    Invitation,
    /// Strategy: an organization's connection.
    Connection,
    /// Strategy: a group mapping. Reports the roles that follow their groups too.
    Group,
    /// Strategy: the domain of the address.
    Domain,
    /// Applies the access mode if nothing has matched.
    Access,
}

impl Stage {
    /// Returns the stage that evaluates a strategy.
    pub(super) const fn of(strategy: Strategy) -> Self {
        match strategy {
            Strategy::Invitation => Self::Invitation,
            Strategy::Connection => Self::Connection,
            Strategy::Group => Self::Group,
            Strategy::Domain => Self::Domain,
        }
    }
}

/// The result of a stage.
#[codes]
pub enum Verdict {
    /// The stage was not evaluated.
    NotEvaluated,
    /// The stage has no objection and settles nothing.
    Passed,
    /// The stage has nothing to offer this person.
    NotMatched,
    /// The stage admits the person, or adds to what a known user has.
    Matched,
    /// The stage keeps the person out.
    Denied,
}

impl Verdict {
    /// Returns the verdict for a person who is already admitted: a denial, which is meant for
    /// newcomers, counts as `NotMatched`.
    #[must_use]
    pub(super) const fn without_denial(self) -> Self {
        match self {
            Self::Denied => Self::NotMatched,
            other => other,
        }
    }
}

/// A fact that a stage evaluated.
#[union(kind)]
#[derive(PartialOrd, Ord)]
pub enum Evidence {
    /// The login's address and the evidence about it.
    Email {
        /// The address, redacted; null if the login has none that could be parsed.
        address: Option<RedactedEmail>,
        /// The evidence about the address.
        evidence: EmailEvidence,
    },
    /// Another user who has proven the login's address.
    EmailHolder {
        /// The user.
        id: UserId,
        /// The result: `email_conflict` if theirs stays.
        code: ReasonCode,
    },
    /// The login's connection.
    Connection {
        /// The connection.
        id: ConnectionId,
        /// The connection's status.
        status: ConnectionStatus,
    },
    /// A user.
    User {
        /// The user.
        id: UserId,
        /// The user's status.
        status: UserStatus,
    },
    /// An invitation.
    Invitation {
        /// The invitation.
        id: InvitationId,
        /// The organization to which it invites.
        organization_id: OrganizationId,
        /// The result for this invitation.
        code: ReasonCode,
    },
    /// A domain rule.
    DomainRule {
        /// The rule.
        id: DomainId,
        /// The organization whose rule it is.
        organization_id: OrganizationId,
        /// The pattern of domain names that the rule matches.
        pattern: String,
        /// The result for this rule.
        code: ReasonCode,
    },
    /// The identity that acts on the person's behalf.
    Actor {
        /// The issuer.
        issuer: Issuer,
        /// `sha256:` and the hash of the subject.
        subject: String,
    },
    /// A claim that was left out because it could not be read.
    ClaimUnread {
        /// The part of the token.
        claim: UnreadClaim,
    },
    /// A role that was reduced.
    RoleCapped {
        /// The organization in which the role is given.
        organization_id: OrganizationId,
        /// The configured role.
        from: OrganizationRole,
        /// The role that was given instead.
        to: OrganizationRole,
    },
    /// An organization in which the login's groups matter.
    Group {
        /// The organization.
        organization_id: OrganizationId,
        /// The role that the mappings give; of a membership that is out of reach or ended, the
        /// member's role.
        role: OrganizationRole,
        /// The result for this organization.
        code: ReasonCode,
    },
    /// A required proof of which the login falls short.
    Authentication {
        /// The organization that requires it; null if the platform does.
        organization_id: Option<OrganizationId>,
        /// The claims by which the login falls short; empty if its connection does not speak for
        /// the organization.
        lacks: Vec<AuthenticationLack>,
        /// The result: `step_up_required`.
        code: ReasonCode,
    },
}

/// The verdict of one stage.
#[record]
pub struct StageVerdict {
    /// The stage.
    pub stage: Stage,
    /// The result of the stage.
    pub verdict: Verdict,
    /// The reason code of the verdict.
    pub code: ReasonCode,
    /// The facts that the stage evaluated, in a fixed order.
    pub evidence: Vec<Evidence>,
}

/// The verdicts of all stages, in the order of evaluation, each stage exactly once.
#[record]
pub struct Trace {
    /// The stage whose verdict is the decision's reason.
    pub decided_by: Stage,
    /// The verdicts, in the order of evaluation.
    pub stages: Vec<StageVerdict>,
}
