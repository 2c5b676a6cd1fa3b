//! Test logins: begun by an administrator, made at the provider, and judged here before a
//! connection goes live.

use axum::body::Bytes;
use axum::extract::{Extension, Path, RawQuery, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use cora_core::capability::Capability;
use cora_core::connection::lifecycle::{ConnectionActor, ConnectionReason};
use cora_core::connection::test_run::TestStep;
use cora_core::token::TokenErrorCode;
use cora_jwt::authorization;
use cora_oidc::{Callback, CallbackError, Entropy, FlowBinding, begin as begin_flow};
use cora_secrets::Secret;
use cora_store::{BeginTestRunError, NewTestRun, TestRunRow};
use serde::Serialize;
use uuid::Uuid;

use super::{find, not_found, record};
use crate::app::App;
use crate::authenticate::require_capability;
use crate::envelope::{RequestId, Success};
use crate::error::{ApiError, ServerCode};
use crate::test_login::candidate::Candidate;
use crate::test_login::evaluate;
use crate::test_login::finish::{TestLoginResult, abandon, end};
use crate::test_login::log::Log;
use crate::test_login::page;
use crate::test_login::provider::{self, ProviderDocuments};

/// A test login that was begun.
#[derive(Serialize, schemars::JsonSchema)]
#[schemars(rename = "TestLoginBegun")]
pub(super) struct Begun {
    test_run_id: String,
    /// The URL at which to log in with a browser. Null if the test has already ended, or if the
    /// provider gives tokens only to the application: then present such a token to the test.
    authorization_url: Option<String>,
    #[serde(flatten)]
    run: TestRunRow,
}

/// The result of checking the provider's documents.
#[derive(Serialize, schemars::JsonSchema)]
#[schemars(rename = "ConnectionChecked")]
pub(super) struct Checked {
    ok: bool,
    derived: cora_core::connection::configuration::DerivedFacts,
    report: Option<cora_core::connection::report::DiscoveryReport>,
    log: Log,
}

/// Fetches the provider's documents and validates them. Records nothing.
pub(super) async fn check(
    State(app): State<App>,
    Path(named): Path<String>,
    headers: HeaderMap,
) -> Result<impl IntoResponse, ApiError> {
    require_capability(&app, &headers, Capability::IdpRead).await?;
    let candidate = Candidate::of(&app, record(&app, &named).await?, None)?;
    let mut log = Log::new(&app);
    let reached = provider::reach(&app, &candidate, &mut log).await;
    let ok = reached.is_some() && log.is_good();
    Ok(Success::new(Checked { ok, derived: candidate.derived, report: reached.map(|reached| reached.report), log }))
}

/// Begins a test login with the latest settings.
pub(super) async fn begin(
    State(app): State<App>,
    Extension(request_id): Extension<RequestId>,
    Path(named): Path<String>,
    headers: HeaderMap,
) -> Result<impl IntoResponse, ApiError> {
    let signed_in = require_capability(&app, &headers, Capability::IdpWrite).await?;
    let actor = ConnectionActor::User { user_id: signed_in.authenticated()?.user_id };
    let candidate = Candidate::of(&app, record(&app, &named).await?, None)?;
    let mut log = Log::new(&app);
    log.good(TestStep::Settings, "the settings have no errors");
    let reached = provider::reach(&app, &candidate, &mut log).await;
    let client = match &reached {
        Some(reached) => provider::client(&app, &candidate, reached, &mut log).await,
        None => None,
    };

    let entropy = Entropy::from_system().map_err(|_| ApiError::Server(ServerCode::InternalError))?;
    let flow = match (reached.as_ref().and_then(ProviderDocuments::endpoints), &client, app.redirect_uri()) {
        (Some(endpoints), Some(client), Some(redirect_uri)) => {
            let scopes: Vec<&str> = candidate.configuration.scopes().iter().map(|scope| scope.as_str()).collect();
            let parameters = candidate.parameters();
            let parameters: Vec<(&str, &str)> =
                parameters.iter().map(|(name, value)| (*name, value.as_str())).collect();
            match begin_flow(client, endpoints, &redirect_uri, &scopes, &parameters, entropy) {
                Ok(flow) => Some(flow),
                Err(error) => {
                    log.bad(TestStep::Authorization, error.code(), &error.to_string(), None);
                    None
                }
            }
        }
        (Some(_), Some(_), None) => {
            let help = "Start the service with its public URL, or submit a token of the provider to this test.";
            log.note(TestStep::Authorization, "this service does not know its public URL", help);
            None
        }
        _ => None,
    };

    let id = Uuid::new_v4();
    // A run without a login in a browser is found by its identifier only.
    let (state, nonce, verifier) = match &flow {
        Some(flow) => {
            (flow.state.expose().to_owned(), flow.nonce.expose().to_owned(), Some(flow.code_verifier.clone()))
        }
        None => (Uuid::new_v4().to_string() + &Uuid::new_v4().to_string(), Uuid::new_v4().to_string(), None),
    };
    let binding = NewTestRun::code_verifier_binding(id, candidate.id);
    let seal = |verifier: &Secret| app.flow_keys.seal(binding.clone(), verifier.expose());
    let code_verifier = verifier.as_ref().map(seal).transpose();
    let state_hash =
        cora_core::secret::PresentedToken::new(&state).map(|state| cora_core::secret::TokenHash::of(&state));
    let (Ok(code_verifier), Some(state_hash)) = (code_verifier, state_hash) else {
        return Err(ApiError::Server(ServerCode::InternalError));
    };
    let run = NewTestRun {
        id,
        connection_id: candidate.id,
        number: candidate.number,
        version: candidate.version,
        state_hash,
        nonce,
        code_verifier,
        created_by: actor.clone(),
    };
    let now = (app.clock)();
    app.store.start_test_run(&run, now).await.map_err(|error| match error {
        BeginTestRunError::ConnectionChanged => {
            ApiError::Connection { reason: ConnectionReason::StaleVersion, issues: Vec::new() }
        }
        BeginTestRunError::Store(error) => error.into(),
    })?;
    if !log.is_good() {
        end(&app, id, TestLoginResult::failed(&log), actor, Some(&request_id)).await?;
    }
    let row = app.store.test_run(id).await?.ok_or_else(not_found)?;
    let authorization_url = flow.filter(|_| log.is_good()).map(|flow| flow.url);
    Ok(Success::new(Begun { test_run_id: id.to_string(), authorization_url, run: with_log(row, log) }))
}

/// Adds the log so far to a run. The log is stored only when the run ends.
fn with_log(mut row: TestRunRow, log: Log) -> TestRunRow {
    row.log = row.log.or_else(|| Some(log.to_json()));
    row
}

/// Returns a test login, for a client that polls for its end.
pub(super) async fn show(
    State(app): State<App>,
    Path((named, run)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<impl IntoResponse, ApiError> {
    require_capability(&app, &headers, Capability::IdpRead).await?;
    let id = find(&app, &named).await?;
    let run = Uuid::try_parse(&run).map_err(|_| ApiError::Server(ServerCode::NotFound))?;
    let row = app.store.test_run(run).await?.filter(|row| row.idp_config_id == id);
    Ok(Success::new(row.ok_or(ApiError::Server(ServerCode::NotFound))?))
}

/// Takes a token of the provider as the application would send it. This is the only way to test
/// providers for which Cora cannot obtain a token (Clerk), and an alternative for all others. The
/// body is the token (`application/jwt`, RFC 7519 §10.3.1).
pub(super) async fn present(
    State(app): State<App>,
    Extension(request_id): Extension<RequestId>,
    Path((named, run)): Path<(String, String)>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<impl IntoResponse, ApiError> {
    let signed_in = require_capability(&app, &headers, Capability::IdpWrite).await?;
    let actor = ConnectionActor::User { user_id: signed_in.authenticated()?.user_id };
    let id = find(&app, &named).await?;
    let run = Uuid::try_parse(&run).map_err(|_| ApiError::Server(ServerCode::NotFound))?;
    let over = ApiError::Server(ServerCode::TestRunOver);
    let row = app.store.test_run(run).await?.filter(|row| row.idp_config_id == id);
    let row = row.ok_or(ApiError::Server(ServerCode::NotFound))?;
    let now = (app.clock)();
    let record = app.store.connection_record(id).await?.ok_or_else(not_found)?;
    if row.version != record.version {
        return Err(over);
    }
    // WHY first: settings that cannot be tried must not use up the run.
    let candidate = Candidate::of(&app, record, Some(row.number))?;
    if !app.store.claim_test_run(run, now).await? {
        return Err(over);
    }
    let mut log = Log::new(&app);
    log.good(TestStep::Settings, "the settings have no errors");
    let text = [b"Bearer ", body.trim_ascii()].concat();
    let ended = match authorization::bearer(Some(&text)) {
        Ok(token) => evaluate::of_login_token(&app, &candidate, token, &mut log, now).await?,
        Err(code) => {
            let code = if body.trim_ascii().is_empty() { TokenErrorCode::TokenMissing } else { code };
            log.token(TestStep::LoginToken, &code.into());
            TestLoginResult::failed(&log)
        }
    };
    end(&app, run, ended, actor, Some(&request_id)).await?;
    let row = app.store.test_run(run).await?.ok_or(ApiError::Server(ServerCode::NotFound))?;
    Ok(Success::new(row))
}

/// Handles the browser's return from the provider. The result is shown to the administrator in the
/// application. The page only says how the test login ended.
pub(super) async fn callback(
    State(app): State<App>,
    Extension(request_id): Extension<RequestId>,
    RawQuery(query): RawQuery,
) -> Response {
    // WHY a separate task: the callback uses up the run, so its end is recorded even if the browser
    // disconnects or the request times out.
    let answering = tokio::spawn(async move { answer(&app, &request_id, query.as_deref().unwrap_or_default()).await });
    match answering.await {
        Ok(Ok(outcome)) => page::render(outcome),
        Ok(Err(error)) => error.into_response(),
        Err(_) => ApiError::Server(ServerCode::InternalError).into_response(),
    }
}

async fn answer(app: &App, request_id: &RequestId, query: &str) -> Result<page::Outcome, ApiError> {
    let over = || ApiError::Server(ServerCode::TestRunOver);
    let callback = Callback::parse(query).map_err(|_| ApiError::Server(ServerCode::InvalidInput))?;
    let now = (app.clock)();
    // WHY first: every callback uses up its run, even if it is invalid.
    let run = app.store.test_run_by_state(&callback.state_hash(), now).await?.ok_or_else(over)?;
    let actor = run.created_by.as_deref().and_then(cora_core::id::UserId::parse);
    let actor = actor.map_or(ConnectionActor::Operator {}, |user_id| ConnectionActor::User { user_id });
    let mut log = Log::new(app);
    if let ConnectionActor::User { user_id } = &actor
        && !app.store.administers(*user_id).await?
    {
        let help = Some("Ask an administrator of the platform to start another.");
        log.bad(
            TestStep::Authorization,
            "access_denied",
            "the user who started the test is no longer an administrator of the platform",
            help,
        );
        abandon(app, run.id, &log).await?;
        return Ok(page::Outcome::Failed);
    }
    let record = app.store.connection_record(run.connection_id).await?.ok_or_else(over)?;
    // Another test that ended first has changed the version too. Settings that were not tried have
    // not failed.
    if record.version != run.version {
        let error = CallbackError::VersionMismatch;
        let help = "The connection has changed since the test started: start another.";
        log.bad(TestStep::Authorization, error.code(), &error.to_string(), Some(help));
        abandon(app, run.id, &log).await?;
        return Ok(page::Outcome::Failed);
    }
    let binding = FlowBinding { connection_id: record.id, version: record.version };
    let ended = match Candidate::of(app, record, Some(run.number)) {
        Ok(candidate) => evaluate::of_callback(app, &candidate, &run, callback, &binding, &mut log, now).await?,
        Err(_) => {
            log.bad(TestStep::Settings, "not_validated", "the settings have errors", None);
            TestLoginResult::failed(&log)
        }
    };
    let outcome = ended.outcome();
    end(app, run.id, ended, actor, Some(request_id)).await?;
    Ok(outcome)
}
