//! Test logins: begun by an administrator, made at the provider, and judged here before a
//! connection goes live.

use std::convert::Infallible;

use axum::extract::{FromRequestParts, RawQuery};
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use cora_axum::required;
use cora_core::actor::Actor;
use cora_core::connection::lifecycle::ConnectionReason;
use cora_core::connection::test_login::run::TestStep;
use cora_core::token::TokenErrorCode;
use cora_jwt::authorization;
use cora_oidc::{Callback, CallbackError, Entropy, FlowBinding, begin as begin_flow};
use cora_secrets::Secret;
use cora_store::{BeginTestRunError, NewTestRun, TestRunRow};
use serde::Serialize;
use uuid::Uuid;

use super::{ConnectionName, not_found, row};
use crate::app::{App, TEST_CALLBACK};
use crate::body::TokenBody;
use crate::caller::{ConnectionCaller, Open, parse_query};
use crate::endpoint::{Answer, Argument, Description, Endpoint, Routes, delete, get, post};
use crate::envelope::{RequestId, Success};
use crate::error::{ApiError, ServerCode};
use crate::test_login::candidate::Candidate;
use crate::test_login::evaluate;
use crate::test_login::finish::{TestLoginResult, abandon, end};
use crate::test_login::log::Log;
use crate::test_login::page;
use crate::test_login::provider::{self, ProviderDocuments};

pub(super) fn routes() -> Routes {
    Routes::new()
        .on(CALLBACK, callback)
        .on(CHECK, check)
        .on(BEGIN, begin)
        .on(LIST, list)
        .on(ONE, show)
        .on(STOP, stop)
        .on(PRESENT, present)
}

/// A test login that was begun.
#[derive(Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
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

const CHECK: Endpoint =
    post("/admin/idp-config/{providerType}/check", "checkConnection", "Fetch and check the provider's documents.")
        .refuses(&[409]);

/// Fetches the provider's documents and validates them. Records nothing.
async fn check(caller: ConnectionCaller<required::IdpRead, ConnectionName>) -> Result<Success<Checked>, ApiError> {
    let app = &caller.app;
    let candidate = Candidate::of(app, caller.path.record(app).await?, None)?;
    let log = Log::new(app);
    Ok(Success::new(Checked::of(app, candidate, log).await))
}

impl Checked {
    /// Fetches the provider's documents for the settings and validates them.
    pub(super) async fn of(app: &App, candidate: Candidate, mut log: Log) -> Self {
        let reached = provider::reach(app, &candidate, &mut log).await;
        let ok = reached.is_some() && log.is_good();
        Self { ok, derived: candidate.derived, report: reached.map(|reached| reached.report), log }
    }
}

const BEGIN: Endpoint =
    post("/admin/idp-config/{providerType}/test", "beginTestLogin", "Start a test login.").refuses(&[409]);

/// Begins a test login with the latest settings.
async fn begin(caller: ConnectionCaller<required::IdpWrite, ConnectionName>) -> Result<Success<Begun>, ApiError> {
    let app = &caller.app;
    let actor = caller.actor()?;
    let candidate = Candidate::of(app, caller.path.record(app).await?, None)?;
    let mut log = Log::new(app);
    log.good(TestStep::Settings, "the settings have no errors");
    let reached = provider::reach(app, &candidate, &mut log).await;
    let client = match &reached {
        Some(reached) => provider::client(app, &candidate, reached, &mut log).await,
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
    if log.is_good() {
        app.store.log_test_run(id, &log.to_json()).await?;
    } else {
        end(app, id, TestLoginResult::failed(&log), actor, Some(&caller.request_id)).await?;
    }
    let run = app.store.test_run(id).await?.ok_or_else(not_found)?;
    let authorization_url = flow.filter(|_| log.is_good()).map(|flow| flow.url);
    Ok(Success::new(Begun { test_run_id: id.to_string(), authorization_url, run }))
}

const LIST: Endpoint = get(
    "/admin/idp-config/{providerType}/tests",
    "testLogins",
    "List the last test logins of a connection, newest first.",
)
.refuses(&[409]);

async fn list(
    caller: ConnectionCaller<required::IdpRead, ConnectionName>,
) -> Result<Success<Vec<TestRunRow>>, ApiError> {
    let id = caller.path.find(&caller.app).await?;
    row(&caller.app, id).await?;
    Ok(Success::new(caller.app.store.test_runs(id).await?))
}

/// A test login, and the number of entries that its log has.
#[derive(Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "TestLogin")]
pub(super) struct ReadRun {
    #[serde(flatten)]
    run: TestRunRow,
    /// The `after` of the next request: the number of entries that the log has so far.
    next_entry: usize,
}

impl ReadRun {
    /// Leaves out the entries that a client has.
    fn after(mut run: TestRunRow, after: usize) -> Self {
        let entries = run.log.as_mut().and_then(serde_json::Value::as_array_mut);
        let next_entry = entries.map_or(0, |entries| {
            let count = entries.len();
            entries.drain(..after.min(count));
            count
        });
        Self { run, next_entry }
    }
}

/// The entries of a log that a client has.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct LogQuery {
    after: Option<usize>,
}

impl FromRequestParts<App> for LogQuery {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        parse_query(parts, app, "`after` must be a number; other parameters are not allowed").await
    }
}

impl Argument for LogQuery {
    fn describe(description: &mut Description) {
        description.query = &[("after", "The number of log entries to leave out: the `nextEntry` of the last answer.")];
    }
}

const ONE: Endpoint =
    get("/admin/idp-config/{providerType}/tests/{testRun}", "testLogin", "Get a test login.").refuses(&[409]);

/// Returns a test login, for a client that polls for its end and reads its log meanwhile.
async fn show(
    caller: ConnectionCaller<required::IdpRead, (ConnectionName, Uuid)>,
    LogQuery { after }: LogQuery,
) -> Result<Success<ReadRun>, ApiError> {
    let run = of_path(&caller.app, &caller.path).await?;
    Ok(Success::new(ReadRun::after(run, after.unwrap_or_default())))
}

/// Loads the test login of a path. Fails with `not_found` if it is another connection's.
async fn of_path(app: &App, (name, run): &(ConnectionName, Uuid)) -> Result<TestRunRow, ApiError> {
    let id = name.find(app).await?;
    let row = app.store.test_run(*run).await?.filter(|row| row.connection_id == id);
    row.ok_or(ApiError::Server(ServerCode::NotFound))
}

const STOP: Endpoint =
    delete("/admin/idp-config/{providerType}/tests/{testRun}", "stopTestLogin", "Stop a test login that is pending.")
        .refuses(&[409]);

/// Ends a pending test login. Its settings count as neither tested nor failed.
async fn stop(
    caller: ConnectionCaller<required::IdpWrite, (ConnectionName, Uuid)>,
) -> Result<Success<TestRunRow>, ApiError> {
    let (app, (_, run)) = (&caller.app, &caller.path);
    let row = of_path(app, &caller.path).await?;
    let mut log = Log::of_run(app, *run, row.log.as_ref());
    log.bad(TestStep::Authorization, "test_stopped", "an administrator stopped the test login", None);
    abandon(app, *run, &log).await?;
    Ok(Success::new(of_path(app, &caller.path).await?))
}

const PRESENT: Endpoint = post(
    "/admin/idp-config/{providerType}/tests/{testRun}/token",
    "presentTestToken",
    "Submit a provider's token to a test login.",
)
.refuses(&[409]);

/// Takes a token of the provider as the application would send it. This is the only way to test
/// providers for which Cora cannot obtain a token (Clerk), and an alternative for all others.
async fn present(
    caller: ConnectionCaller<required::IdpWrite, (ConnectionName, Uuid)>,
    TokenBody(body): TokenBody,
) -> Result<Success<TestRunRow>, ApiError> {
    let actor = caller.actor()?;
    let (app, (name, run)) = (&caller.app, &caller.path);
    let (id, run) = (name.find(app).await?, *run);
    let over = ApiError::Server(ServerCode::TestRunOver);
    let row = app.store.test_run(run).await?.filter(|row| row.connection_id == id);
    let row = row.ok_or(ApiError::Server(ServerCode::NotFound))?;
    let now = (app.clock)();
    let record = app.store.connection_record(id).await?.ok_or_else(not_found)?;
    if row.version != record.version {
        return Err(over);
    }
    // WHY first: settings that cannot be tried must not use up the run.
    let candidate = Candidate::of(app, record, Some(row.number))?;
    if !app.store.claim_test_run(run, now).await? {
        return Err(over);
    }
    let mut log = Log::of_run(app, run, row.log.as_ref());
    let text = [b"Bearer ", body.trim_ascii()].concat();
    let ended = match authorization::bearer(Some(&text)) {
        Ok(token) => evaluate::of_login_token(app, &candidate, token, None, &mut log, now).await?,
        Err(code) => {
            let code = if body.trim_ascii().is_empty() { TokenErrorCode::TokenMissing } else { code };
            log.token(TestStep::LoginToken, &code.into());
            TestLoginResult::failed(&log)
        }
    };
    end(app, run, ended, actor, Some(&caller.request_id)).await?;
    let row = app.store.test_run(run).await?.ok_or(ApiError::Server(ServerCode::NotFound))?;
    Ok(Success::new(row))
}

/// The parameters that a provider sends back (RFC 6749 §4.1.2).
struct CallbackQuery(String);

impl FromRequestParts<App> for CallbackQuery {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        let RawQuery(query) = RawQuery::from_request_parts(parts, app).await?;
        Ok(Self(query.unwrap_or_default()))
    }
}

impl Argument for CallbackQuery {
    fn describe(description: &mut Description) {
        description.query = &[
            ("state", "The state of the test login that was started."),
            ("code", "The authorization code."),
            ("error", "The provider's error code, if there is no authorization code."),
        ];
    }
}

/// A page for a browser.
struct Page(page::Outcome);

impl IntoResponse for Page {
    fn into_response(self) -> Response {
        page::render(self.0)
    }
}

impl Answer for Page {
    fn describe(description: &mut Description) {
        description.is_page = true;
    }
}

const CALLBACK: Endpoint = get(TEST_CALLBACK, "testCallback", "Receive the callback of a test login.").refuses(&[409]);

/// Handles the browser's return from the provider. The result is shown to the administrator in the
/// application. The page only says how the test login ended.
async fn callback(request: Open, CallbackQuery(query): CallbackQuery) -> Result<Page, ApiError> {
    // WHY a separate task: the callback uses up the run, so its end is recorded even if the browser
    // disconnects or the request times out.
    let answering = tokio::spawn(async move { answer(&request.app, &request.request_id, &query).await });
    match answering.await {
        Ok(ended) => ended.map(Page),
        Err(_) => Err(ApiError::Server(ServerCode::InternalError)),
    }
}

async fn answer(app: &App, request_id: &RequestId, query: &str) -> Result<page::Outcome, ApiError> {
    let over = || ApiError::Server(ServerCode::TestRunOver);
    let callback = Callback::parse(query).map_err(|_| ApiError::Server(ServerCode::InvalidInput))?;
    let now = (app.clock)();
    // WHY first: every callback uses up its run, even if it is invalid.
    let run = app.store.test_run_by_state(&callback.state_hash(), now).await?.ok_or_else(over)?;
    let actor = run.created_by.as_deref().and_then(cora_core::id::UserId::parse);
    let actor = actor.map_or(Actor::Operator {}, |user_id| Actor::User { user_id });
    let begun = app.store.test_run(run.id).await?.and_then(|row| row.log);
    let mut log = Log::of_run(app, run.id, begun.as_ref());
    if let Actor::User { user_id } = &actor
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
