//! The steps of a test login, for the administrator who made it.

use cora_core::connection::report::ConnectionIssue;
use cora_core::connection::test_login::run::{TestLogEntry, TestStep};
use cora_core::issue::Severity;
use cora_core::json::Code;
use cora_core::time::UnixSeconds;
use cora_core::token::TokenError;
use cora_store::Store;
use serde::Serialize;
use serde_json::Value;
use uuid::Uuid;

use crate::app::App;
use crate::clock::Clock;

/// The entries so far, kept with a test login while it is pending. No entry holds a secret, a token
/// or a full email address.
#[derive(Clone, Serialize, schemars::JsonSchema)]
#[serde(transparent)]
pub(crate) struct Log {
    entries: Vec<TestLogEntry>,
    #[serde(skip)]
    clock: Clock,
    /// The pending test login that the entries are of, and the store that keeps them.
    #[serde(skip)]
    kept: Option<(Store, Uuid)>,
}

impl Log {
    pub fn new(app: &App) -> Self {
        Self { entries: Vec::new(), clock: Clock::clone(&app.clock), kept: None }
    }

    /// Continues the log of a pending test login, whose administrator reads it meanwhile.
    pub fn of_run(app: &App, run: Uuid, earlier: Option<&Value>) -> Self {
        // The entries are ours, so that they can be read.
        let entries = earlier.cloned().and_then(|entries| serde_json::from_value(entries).ok()).unwrap_or_default();
        Self { entries, clock: Clock::clone(&app.clock), kept: Some((app.store.clone(), run)) }
    }

    /// Keeps the entries so far with the pending test login. They are stored again at its end, so
    /// that a failure is only noted.
    pub async fn keep(&self) {
        let Some((store, run)) = &self.kept else { return };
        if let Err(error) = store.log_test_run(*run, &self.to_json()).await {
            tracing::warn!(%error, "the log of a pending test login was not stored");
        }
    }

    /// Returns `true` if no step has failed.
    pub fn is_good(&self) -> bool {
        self.entries.iter().all(|entry| entry.ok)
    }

    pub fn to_json(&self) -> Value {
        serde_json::to_value(&self.entries).unwrap_or(Value::Null)
    }

    fn now(&self) -> UnixSeconds {
        (self.clock)()
    }

    pub fn good(&mut self, step: TestStep, message: &str) {
        let at = self.now();
        self.entries.push(TestLogEntry { at, step, ok: true, code: None, message: message.into(), help: None });
    }

    /// Adds a hint that is not a failure.
    pub fn note(&mut self, step: TestStep, message: &str, help: &str) {
        let (at, help) = (self.now(), Some(help.into()));
        self.entries.push(TestLogEntry { at, step, ok: true, code: None, message: message.into(), help });
    }

    pub fn bad(&mut self, step: TestStep, code: &str, message: &str, help: Option<&str>) {
        let (at, code, help) = (self.now(), Some(code.into()), help.map(str::to_owned));
        self.entries.push(TestLogEntry { at, step, ok: false, code, message: message.into(), help });
    }

    /// Adds the issues of a document: errors as failures, warnings as hints.
    pub fn issues(&mut self, step: TestStep, issues: &[ConnectionIssue]) {
        for issue in issues {
            let (at, code, help) = (self.now(), Some(issue.code.name().to_owned()), issue.help.clone());
            let ok = issue.severity != Severity::Error;
            self.entries.push(TestLogEntry { at, step, ok, code, message: issue.message.clone(), help });
        }
    }

    /// Adds the reason for which a token was rejected.
    pub fn token(&mut self, step: TestStep, error: &TokenError) {
        self.bad(step, error.code.name(), &error.to_string(), None);
    }
}
