//! The return of a person from their provider: verified, decided, and answered to the application
//! (specification §14.4).

use axum::extract::{Path, RawQuery, Request};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use cora_core::id::{BrowserSessionId, ConnectionId, UserId};
use cora_core::issuer::authorization::FlowFacts;
use cora_core::json::Code as _;
use cora_core::provisioning::decision::Outcome;
use cora_core::secret::Secret;
use cora_core::session::{self, UnifiedSession};
use cora_core::time::UnixSeconds;
use cora_issuer::{handle_hash, random_handle};
use cora_oidc::{Callback, StoredFlow};
use cora_store::{ClaimedFlow, FlowClaim, NewBrowserSession, ProvisionError, Provisioned, StoredConnection};
use uuid::Uuid;

use super::answer::{Failure, failed, not_admitted};
use super::departure::provider_fault;
use super::form::form;
use super::page::Page;
use super::request::IssuerRequest;
use super::upstream::{Upstream, UpstreamFault, UpstreamLogin};
use super::{authorize, words};
use crate::app::App;
use crate::error::{ApiError, ServerCode};

/// Marks a callback that a page of the issuer has posted again, from its own origin.
const AGAIN: &str = "again=1";

/// `GET /auth/callback/{connection}`: the browser's return from the provider.
pub(super) async fn callback(
    request: IssuerRequest,
    Path(connection): Path<String>,
    RawQuery(query): RawQuery,
) -> Response {
    complete(request, &connection, query.unwrap_or_default()).await
}

/// `POST /auth/callback/{connection}`: the return by a form (OAuth 2.0 Form Post Response Mode).
///
/// A form that another site posts comes without cookies, so a page of the issuer posts it again
/// from its own origin (specification §14.4, pitfall C64).
pub(super) async fn posted_callback(
    request: IssuerRequest,
    Path(connection): Path<String>,
    RawQuery(query): RawQuery,
    body: Request,
) -> Response {
    let Ok(parameters) = form(body, &request.app).await else {
        return Page::new(words::FLOW_OVER).refusal(StatusCode::BAD_REQUEST, "callback_malformed").into_response();
    };
    if query.as_deref() == Some(AGAIN) {
        return complete(request, &connection, parameters.query()).await;
    }
    let Some(connection) = ConnectionId::parse(&connection) else { return flow_over("flow_unknown") };
    // Nothing but these is carried on, and nothing of them is shown.
    let known = ["code", "state", "iss", "error"];
    let fields: Vec<(&str, &str)> = parameters.0.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let fields: Vec<(&str, &str)> = fields.into_iter().filter(|(name, _)| known.contains(name)).collect();
    let action = format!("{}?{AGAIN}", request.issuer.callback(connection));
    Page::new(words::CONTINUE_PAGE).form(&action, &fields, words::CONTINUE, false).submits().into_response()
}

fn flow_over(code: &'static str) -> Response {
    Page::new(words::FLOW_OVER).refusal(StatusCode::BAD_REQUEST, code).into_response()
}

async fn complete(request: IssuerRequest, connection: &str, query: String) -> Response {
    let Some(connection_id) = ConnectionId::parse(connection) else { return flow_over("flow_unknown") };
    let Ok(callback) = Callback::parse(&query) else { return flow_over("callback_malformed") };
    // WHY a separate task: the callback uses up the flow, so its end is recorded even if the
    // browser disconnects or the request times out.
    let completing = tokio::spawn(async move { finish(&request, connection_id, callback).await });
    match completing.await {
        Ok(response) => response,
        Err(_) => failed(Failure::Internal),
    }
}

async fn finish(request: &IssuerRequest, connection_id: ConnectionId, callback: Callback) -> Response {
    let (app, issuer, now) = (&request.app, &request.issuer, request.now);
    let state_hash = callback.state_hash();
    let secret = issuer.cookies.flow(&request.headers, &state_hash);
    let secrets: Vec<_> = secret.iter().filter_map(|secret| handle_hash(secret.expose())).collect();
    let flow = match app.store.flow_of_callback(connection_id, &state_hash, &secrets, now).await {
        Ok(FlowClaim::Claimed(flow)) => flow,
        Ok(FlowClaim::Unknown) => return flow_over("flow_unknown"),
        Ok(FlowClaim::OtherBrowser) => return flow_over("flow_of_other_browser"),
        Err(error) => return failed(error.into()),
    };
    let mut response = match signed_in(request, *flow, callback).await {
        Ok(response) => response,
        Err(failure) => failed(failure),
    };
    response.headers_mut().append(header::SET_COOKIE, issuer.cookies.clear_flow(&state_hash));
    response
}

/// Completes a flow: the provider's answer, the decision on the login, the session, and the answer
/// to the application.
async fn signed_in(request: &IssuerRequest, flow: ClaimedFlow, callback: Callback) -> Result<Response, Failure> {
    let (app, issuer, now) = (&request.app, &request.issuer, request.now);
    let connection_id = flow.connection_id;
    let Some(stored) = app.store.active_connection(connection_id).await? else {
        return Ok(provider_fault(
            request,
            &flow.request,
            connection_id,
            &UpstreamFault::Unavailable("connection_not_active"),
        ));
    };
    let verifier = match &flow.code_verifier {
        Some(sealed) => app.flow_keys.open(sealed).map_err(|_| Failure::Internal)?,
        None => Secret::new(""),
    };
    let stored_flow = StoredFlow {
        state: callback.state_hash(),
        nonce: Secret::new(flow.nonce.as_str()),
        code_verifier: verifier,
        redirect_uri: issuer.callback(connection_id),
        binding: cora_oidc::FlowBinding { connection_id, version: flow.connection_version },
        // The store returns only flows that have not expired.
        expires_at: now.plus(1),
    };
    let upstream = match Upstream::reach(app, &issuer.endpoints, stored, now).await {
        Ok(upstream) => upstream,
        Err(fault) => return Ok(provider_fault(request, &flow.request, connection_id, &fault)),
    };
    let login = match upstream.login(app, &stored_flow, callback, now).await {
        Ok(login) => login,
        Err(fault) => return Ok(provider_fault(request, &flow.request, connection_id, &fault)),
    };
    let provisioned = provision(app, &upstream, &login, now).await?;
    let decision = &provisioned.decision;
    app.metrics.decided(decision.outcome.kind().name(), decision.reason.name());
    let kind = upstream.stored.connection.kind;
    let unified = session::of_decision(&provisioned.input.login, kind, decision, &provisioned.input.facts);
    match unified {
        UnifiedSession::Authenticated { session } => {
            let (cookie, browser_session_id) = begin_session(request, session.user_id, login).await?;
            let facts = FlowFacts {
                browser_session_id,
                began_at: flow.began_at,
                asked_login: flow.asked_login,
                asked_select_account: flow.asked_select_account,
            };
            let secret_hash = handle_hash(cookie.0.expose()).ok_or(Failure::Internal)?;
            let answer = authorize::answer(request, flow.request, &secret_hash, facts).await;
            // The session has begun, so the browser gets its secret whatever the answer is.
            let mut response = answer.unwrap_or_else(failed);
            response.headers_mut().append(header::SET_COOKIE, cookie.1);
            Ok(response)
        }
        UnifiedSession::Pending { message } => {
            let sso = match decision.outcome {
                Outcome::SsoRequired { connection_id } => Some(connection_id),
                _ => None,
            };
            tracing::info!(reason = decision.reason.name(), "a person was not admitted");
            Ok(not_admitted(&issuer.url, &flow.request, message.text(), sso))
        }
        _ => Ok(not_admitted(&issuer.url, &flow.request, words::NOT_ADMITTED_TEXT, None)),
    }
}

/// Decides and applies the login, if the connection is still the one that the tokens were verified
/// by.
async fn provision(
    app: &App,
    upstream: &Upstream,
    login: &UpstreamLogin,
    now: UnixSeconds,
) -> Result<Provisioned, Failure> {
    let connection = &upstream.stored.connection;
    let known = app.store.connections_for(Some(connection.issuer.as_str())).await?;
    let is_same = |stored: &StoredConnection| {
        stored.connection.id == connection.id && stored.connection.version == connection.version
    };
    if !known.iter().any(is_same) {
        return Err(Failure::Busy);
    }
    let of_issuer = known.iter().map(|stored| &stored.connection);
    match app.store.provision_verified(&login.login, of_issuer, now).await {
        Ok(provisioned) => Ok(provisioned),
        Err(ProvisionError::ConnectionChanged) => Err(Failure::Busy),
        Err(error) => Err(match ApiError::from(error) {
            ApiError::Server(ServerCode::TryAgain) => Failure::Busy,
            _ => Failure::Internal,
        }),
    }
}

/// Begins a browser session with a new identifier and a new secret, and ends the former one of this
/// browser (pitfall C42).
async fn begin_session(
    request: &IssuerRequest,
    user_id: UserId,
    login: UpstreamLogin,
) -> Result<((Secret, HeaderValue), BrowserSessionId), Failure> {
    let (app, issuer, now) = (&request.app, &request.issuer, request.now);
    let secret = random_handle()?;
    let id = BrowserSessionId::from_uuid(Uuid::new_v4());
    let former = match issuer.cookies.session(&request.headers).and_then(|secret| handle_hash(secret.expose())) {
        Some(hash) => app.store.browser_session_by_secret(&hash).await?.map(|session| session.facts.id),
        None => None,
    };
    let session = NewBrowserSession {
        id,
        secret_hash: handle_hash(secret.expose()).ok_or(Failure::Internal)?,
        user_id,
        login: login.login,
        auth_time: login.auth_time,
        acr: login.acr,
        amr: login.amr,
        device: request.device(),
        lengths: app.session_lengths,
    };
    app.store.begin_browser_session(&session, former, now).await?;
    let cookie = issuer.cookies.set_session(&secret, app.session_lengths.absolute.into());
    Ok(((secret, cookie), id))
}
