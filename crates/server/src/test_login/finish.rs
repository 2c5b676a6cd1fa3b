//! The end of a test login: its result is recorded with the settings that were tested.

use cora_core::actor::Actor;
use cora_core::connection::lifecycle::{TestOutcome, TestedDecision};
use cora_core::connection::test_login::claim_inspection::ClaimsInspection;
use cora_core::connection::test_login::run::TestRunDecision;
use cora_store::{ChangeContext, FinishTestRunError, TestRunResult};
use uuid::Uuid;

use super::log::Log;
use super::page;
use crate::app::App;
use crate::envelope::RequestId;
use crate::error::{ApiError, ServerCode};

/// The result of a test login.
pub(crate) struct TestLoginResult(TestRunResult);

impl TestLoginResult {
    /// Builds the result of a failed login. The log holds the reason.
    pub fn failed(log: &Log) -> Self {
        let (outcome, log) = (TestOutcome::Failed, log.to_json());
        Self(TestRunResult { outcome, tested: None, log, claims: None, decision: None })
    }

    /// Builds the result of a login whose token was accepted.
    pub fn succeeded(log: &Log, tested: TestedDecision, claims: &ClaimsInspection, decision: &TestRunDecision) -> Self {
        Self(TestRunResult {
            outcome: TestOutcome::Success,
            tested: Some(tested),
            log: log.to_json(),
            claims: serde_json::to_value(claims).ok(),
            decision: serde_json::to_value(decision).ok(),
        })
    }

    pub const fn outcome(&self) -> page::Outcome {
        match self.0.outcome {
            TestOutcome::Success => page::Outcome::Success,
            TestOutcome::Failed => page::Outcome::Failed,
        }
    }
}

/// Records the result and its audit record in one transaction.
pub(crate) async fn end(
    app: &App,
    run: Uuid,
    ended: TestLoginResult,
    actor: Actor,
    request_id: Option<&RequestId>,
) -> Result<(), ApiError> {
    let context = ChangeContext {
        now: (app.clock)(),
        actor,
        request_id: request_id.map(|id| id.0.clone()),
        allow_loopback: app.allow_loopback,
        allowed_hosts: app.allowed_hosts.clone(),
    };
    app.store.finish_test_run(run, &ended.0, &context).await.map(|_| ()).map_err(not_finished)
}

/// Ends a test login without a record for the settings, because they were not tried.
pub(crate) async fn abandon(app: &App, run: Uuid, log: &Log) -> Result<(), ApiError> {
    app.store.abandon_test_run(run, &log.to_json(), (app.clock)()).await.map_err(not_finished)
}

fn not_finished(error: FinishTestRunError) -> ApiError {
    match error {
        FinishTestRunError::NotPending => ApiError::Server(ServerCode::TestRunOver),
        FinishTestRunError::Change(error) => error.into(),
    }
}
