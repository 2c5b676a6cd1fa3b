//! What a test login has to say: step by step, for the administrator who made it.

use alloc::string::String;
use cora_wire_derive::{codes, record};

use crate::provisioning::code::ReasonCode;
use crate::provisioning::decision::{Decision, OutcomeKind};
use crate::provisioning::trace::Trace;
use crate::time::UnixSeconds;

/// What is done in a test login, in this order.
#[codes]
pub enum TestStep {
    /// The settings are looked over.
    Settings,
    /// The discovery document is fetched and looked over, with the keys.
    Discovery,
    /// The secret is looked up where the settings say it is.
    Secret,
    /// The person is sent to the provider, and comes back.
    Authorization,
    /// The code is exchanged for tokens.
    TokenRequest,
    /// The ID token is verified.
    IdToken,
    /// The token that the application sends is verified.
    LoginToken,
    /// The decision that this login would get is made.
    Decision,
}

/// One line of a test login's log.
#[record]
pub struct TestLogEntry {
    /// When.
    pub at: UnixSeconds,
    /// What was done.
    pub step: TestStep,
    /// Whether it went well.
    pub ok: bool,
    /// The code of what went wrong, of one of the closed lists; null when nothing did.
    pub code: Option<String>,
    /// What happened, for people: lower case, no full stop. Holds no secret and no whole e-mail address.
    pub message: String,
    /// What to do about it: a sentence.
    pub help: Option<String>,
}

/// A decision as the administrator of a test login sees it: nothing of its plan is carried out.
#[record]
pub struct TestRunDecision {
    /// The outcome.
    pub outcome: OutcomeKind,
    /// The reason.
    pub reason: ReasonCode,
    /// The trace.
    pub trace: Trace,
}

impl From<&Decision> for TestRunDecision {
    fn from(decision: &Decision) -> Self {
        Self { outcome: decision.outcome.kind(), reason: decision.reason, trace: decision.trace.clone() }
    }
}
