//! The log and the outcome of a test login, for the administrator who started it.

use alloc::string::String;
use cora_wire_derive::{codes, record};

use crate::provisioning::code::ReasonCode;
use crate::provisioning::decision::{Decision, OutcomeKind};
use crate::provisioning::trace::Trace;
use crate::time::UnixSeconds;

/// A step of a test login. The steps run in this order.
#[codes]
pub enum TestStep {
    /// The settings are validated.
    Settings,
    /// The discovery document and the keys are fetched and checked.
    Discovery,
    /// The secret is read from the place that the settings refer to.
    Secret,
    /// The user is sent to the provider and returns.
    Authorization,
    /// The code is exchanged for tokens.
    TokenRequest,
    /// The ID token is verified.
    IdToken,
    /// The token that the application sends is verified.
    LoginToken,
    /// The userinfo endpoint is asked for what the token lacks.
    Userinfo,
    /// The decision that this login would get is computed.
    Decision,
}

/// One line of a test login's log.
#[record]
pub struct TestLogEntry {
    /// The time of the entry, in seconds since the epoch, UTC.
    pub at: UnixSeconds,
    /// The step that was done.
    pub step: TestStep,
    /// `true` if the step succeeded.
    pub ok: bool,
    /// The code of the failure, from one of the closed lists; null if the step succeeded.
    pub code: Option<String>,
    /// The message for people: lower case, no full stop. Never holds a secret or a full email
    /// address.
    pub message: String,
    /// The remedy, as a sentence; null if there is none.
    pub help: Option<String>,
}

/// The decision of a test login, as its administrator sees it. Its plan is not applied.
#[record]
pub struct TestRunDecision {
    /// The outcome of the decision.
    pub outcome: OutcomeKind,
    /// The reason for the outcome.
    pub reason: ReasonCode,
    /// The trace of the decision.
    pub trace: Trace,
}

impl From<&Decision> for TestRunDecision {
    fn from(decision: &Decision) -> Self {
        Self { outcome: decision.outcome.kind(), reason: decision.reason, trace: decision.trace.clone() }
    }
}
