//! The return of a person from their provider: verified, decided, and answered to the application
//! (specification §14.4).

use axum::extract::{Path, RawQuery, Request};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use cora_core::id::ConnectionId;
use cora_core::secret::Secret;
use cora_issuer::handle_hash;
use cora_oidc::{Callback, StoredFlow};
use cora_store::{ClaimedFlow, FlowClaim, StoredConnection, VouchedLogin};

use super::answer::{Failure, failed};
use super::departure::provider_fault;
use super::form::form;
use super::page::Page;
use super::provider_token;
use super::request::IssuerRequest;
use super::settle::{Answer, FlowBrowser, flow_over, settle};
use super::upstream::{Upstream, UpstreamFault};
use super::words;

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
    Page::new(words::CONTINUE_PAGE).form(&action, &fields, words::CONTINUE, None).submits().into_response()
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
    let Some(secret) = issuer.cookies.flow(&request.headers, &state_hash) else {
        return flow_over("flow_of_other_browser");
    };
    let secrets: Vec<_> = handle_hash(secret.expose()).into_iter().collect();
    let flow = match app.store.flow_of_callback(connection_id, &state_hash, &secrets, now).await {
        Ok(FlowClaim::Claimed(flow)) => flow,
        Ok(FlowClaim::Unknown) => return flow_over("flow_unknown"),
        Ok(FlowClaim::OtherBrowser) => return flow_over("flow_of_other_browser"),
        Err(error) => return failed(error.into()),
    };
    let browser = FlowBrowser { state_hash, secret };
    match vouched(request, &flow, callback).await {
        Ok((stored, vouched)) => settle(request, &browser, &stored, *flow, vouched, Answer::None).await,
        Err(response) => browser.over(request, response),
    }
}

/// Completes the way to the provider: returns the connection and the login that the provider
/// vouches for, or the answer to its fault.
async fn vouched(
    request: &IssuerRequest,
    flow: &ClaimedFlow,
    callback: Callback,
) -> Result<(StoredConnection, VouchedLogin), Response> {
    let (app, issuer, now) = (&request.app, &request.issuer, request.now);
    let connection_id = flow.connection_id;
    let fault = |fault: UpstreamFault| provider_fault(request, &flow.request, connection_id, &fault);
    let stored = app.store.active_connection(connection_id).await.map_err(|error| failed(error.into()))?;
    let stored = stored.ok_or_else(|| fault(UpstreamFault::Unavailable("connection_not_active")))?;
    let verifier = match &flow.code_verifier {
        Some(sealed) => app.flow_keys.open(sealed).map_err(|_| failed(Failure::Internal))?,
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
    let upstream = Upstream::reach(app, &issuer.endpoints, stored, now).await.map_err(fault)?;
    let (mut vouched, tokens) = upstream.login(app, &stored_flow, callback, now).await.map_err(fault)?;
    let application = app.store.stored_application(flow.request.application_id).await;
    let application = application.map_err(|error| failed(error.into()))?;
    if application.is_some_and(|stored| provider_token::is_kept_for(&stored.application)) {
        vouched.provider_token = provider_token::kept(app, &tokens, now);
    }
    vouched.login.invitation_id = flow.invitation_id;
    Ok((upstream.stored, vouched))
}
