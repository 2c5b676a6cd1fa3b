//! The way of a person to their provider: begun for an application's request, and completed by the
//! callback (specification §14.4).

use axum::extract::{Path, RawQuery, Request};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use cora_core::id::{BrowserSessionId, ConnectionId, SignInFlowId};
use cora_core::issuer::authorization::{
    AuthorizationErrorCode, AuthorizationRequest, FlowFacts, Prompt, of_provider_error,
};
use cora_core::issuer::scope::Scope;
use cora_core::json::Code as _;
use cora_core::provisioning::decision::Outcome;
use cora_core::secret::Secret;
use cora_core::session::{self, UnifiedSession};
use cora_core::time::UnixSeconds;
use cora_issuer::{handle_hash, random_handle};
use cora_oidc::{Callback, StoredFlow};
use cora_store::{ClaimedFlow, FlowClaim, NewBrowserSession, NewFlow, ProvisionError, Provisioned, StoredConnection};
use uuid::Uuid;

use super::answer::{Failure, answer_error, back_url, failed};
use super::authorize;
use super::form::form;
use super::page::{Page, redirect};
use super::request::IssuerRequest;
use super::upstream::{Upstream, UpstreamFault, UpstreamLogin};
use super::{AUTHORIZE, words};
use crate::app::App;
use crate::error::{ApiError, ServerCode};

/// Marks a callback that a page of the issuer has posted again, from its own origin.
const AGAIN: &str = "again=1";

/// What the provider is asked to have the person do again.
#[derive(Clone, Copy)]
pub(super) struct Asked {
    pub login: bool,
    pub select_account: bool,
}

impl Asked {
    fn prompt(self) -> Option<String> {
        let values = [(self.login, "login"), (self.select_account, "select_account")];
        let values: Vec<&str> = values.into_iter().filter_map(|(asked, value)| asked.then_some(value)).collect();
        (!values.is_empty()).then(|| values.join(" "))
    }
}

/// Sends a person to the provider of a connection.
pub(super) async fn begin(
    request: &IssuerRequest,
    authorization: AuthorizationRequest,
    stored: StoredConnection,
    asked: Asked,
) -> Result<Response, Failure> {
    let (app, issuer, now) = (&request.app, &request.issuer, request.now);
    let connection_id = stored.connection.id;
    let upstream = match Upstream::reach(app, &issuer.endpoints, stored, now).await {
        Ok(upstream) => upstream,
        Err(fault) => return Ok(provider_fault(request, &authorization, connection_id, &fault)),
    };
    let parameters = request_parameters(&authorization, asked);
    let parameters: Vec<(&str, &str)> = parameters.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let redirect_uri = issuer.callback(connection_id);
    let begun = match upstream.begin(&redirect_uri, &parameters) {
        Ok(begun) => begun,
        Err(fault) => return Ok(provider_fault(request, &authorization, connection_id, &fault)),
    };
    let binding = upstream.binding();
    let stored_flow = begun.stored(binding, now);
    let (id, secret) = (SignInFlowId::from_uuid(Uuid::new_v4()), random_handle()?);
    let sealed = app.flow_keys.seal(NewFlow::code_verifier_binding(id, connection_id), begun.code_verifier.expose());
    let flow = NewFlow {
        id,
        secret_hash: handle_hash(secret.expose()).ok_or(Failure::Internal)?,
        state_hash: stored_flow.state.clone(),
        nonce: begun.nonce.expose().to_owned(),
        code_verifier: Some(sealed.map_err(|_| Failure::Internal)?),
        request: authorization,
        connection_id,
        connection_version: binding.version,
        asked_login: asked.login,
        asked_select_account: asked.select_account,
    };
    if !app.store.begin_flow(&flow, now).await? {
        // The connection was changed in this moment.
        return Err(Failure::Busy);
    }
    let mut response = redirect(&begun.url);
    for cookie in issuer.cookies.set_flow(&request.headers, &stored_flow.state, &secret) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    Ok(response)
}

/// Returns the parameters of the application's request that the provider gets.
fn request_parameters(request: &AuthorizationRequest, asked: Asked) -> Vec<(&'static str, String)> {
    let acr_values: Vec<&str> = request.acr_values.iter().map(|acr| acr.as_str()).collect();
    let parameters = [
        ("prompt", asked.prompt()),
        ("max_age", request.max_age.map(|age| age.to_string())),
        ("login_hint", request.login_hint.as_ref().map(|hint| hint.as_str().to_owned())),
        ("ui_locales", request.ui_locales.as_ref().map(|locales| locales.as_str().to_owned())),
        ("acr_values", (!acr_values.is_empty()).then(|| acr_values.join(" "))),
    ];
    parameters.into_iter().filter_map(|(name, value)| value.map(|value| (name, value))).collect()
}

/// Returns the URL that asks again what a request asked for, with another connection or none.
/// `prompt` is left out: the person has just been asked.
pub(super) fn again_url(issuer: &str, request: &AuthorizationRequest, changed: &[(&str, &str)]) -> String {
    let scope = Scope::list(&request.scopes);
    let acr_values: Vec<&str> = request.acr_values.iter().map(|acr| acr.as_str()).collect();
    let (client_id, acr_values) = (request.application_id.to_string(), acr_values.join(" "));
    let (connection, organization) =
        (request.connection_id.map(|id| id.to_string()), request.organization_id.map(|id| id.to_string()));
    let max_age = request.max_age.map(|age| age.to_string());
    let own = [
        ("client_id", Some(client_id.as_str())),
        ("redirect_uri", Some(request.redirect_uri.as_str())),
        ("response_type", Some("code")),
        ("scope", Some(scope.as_str())),
        ("state", request.state.as_ref().map(|state| state.as_str())),
        ("nonce", request.nonce.as_ref().map(|nonce| nonce.as_str())),
        ("code_challenge", request.code_challenge.as_ref().map(|challenge| challenge.as_str())),
        ("code_challenge_method", request.code_challenge.as_ref().map(|_| "S256")),
        ("max_age", max_age.as_deref()),
        ("acr_values", Some(acr_values.as_str()).filter(|values| !values.is_empty())),
        ("ui_locales", request.ui_locales.as_ref().map(|locales| locales.as_str())),
        ("connection", connection.as_deref()),
        ("organization", organization.as_deref()),
    ];
    let own = own.into_iter().filter(|(name, _)| changed.iter().all(|(other, _)| other != name));
    let own = own.filter_map(|(name, value)| value.map(|value| (name, value)));
    let all = own.chain(changed.iter().copied().filter(|(_, value)| !value.is_empty()));
    let query = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(all).finish();
    format!("{issuer}{AUTHORIZE}?{query}")
}

/// Answers a fault of a provider: with the application's error, or with a page that leads on.
fn provider_fault(
    request: &IssuerRequest,
    authorization: &AuthorizationRequest,
    connection_id: ConnectionId,
    fault: &UpstreamFault,
) -> Response {
    tracing::warn!(code = fault.code(), %connection_id, "a provider did not sign a person in");
    let issuer = &request.issuer.url;
    if let UpstreamFault::Refused(code) = fault
        && let Some(error) = of_provider_error(code.as_str())
    {
        return answer_error(issuer, authorization, error);
    }
    let (words, error, status) = match fault {
        UpstreamFault::Unavailable(_) => {
            (words::PROVIDER_UNAVAILABLE, AuthorizationErrorCode::TemporarilyUnavailable, StatusCode::BAD_GATEWAY)
        }
        UpstreamFault::Refused(_) | UpstreamFault::Rejected(_) => {
            (words::PROVIDER_FAILED, AuthorizationErrorCode::AccessDenied, StatusCode::FORBIDDEN)
        }
    };
    if authorization.prompt.contains(&Prompt::None) {
        return answer_error(issuer, authorization, error);
    }
    let another = again_url(issuer, authorization, &[]);
    let page = Page::new(words).link(words::ANOTHER_WAY, &another);
    let page = page.link(words::BACK_TO_APPLICATION, &back_url(issuer, authorization, error));
    page.refusal(status, fault.code()).into_response()
}

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

/// Shows a person who is not admitted the reason in words, and the ways on.
pub(super) fn not_admitted(
    issuer: &str,
    request: &AuthorizationRequest,
    message: &str,
    sso: Option<ConnectionId>,
) -> Response {
    let page = Page::with_text(words::NOT_ADMITTED, message);
    let page = match sso {
        Some(id) => page.link(words::SSO, &again_url(issuer, request, &[("connection", &id.to_string())])),
        None => page,
    };
    // Another account is chosen by the person, so the provider has to ask.
    let another = again_url(issuer, request, &[("prompt", "select_account")]);
    let back = back_url(issuer, request, AuthorizationErrorCode::AccessDenied);
    let page = page.link(words::ANOTHER_ACCOUNT, &another).link(words::BACK_TO_APPLICATION, &back);
    page.refusal(StatusCode::FORBIDDEN, "access_denied").into_response()
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
    user_id: cora_core::id::UserId,
    login: UpstreamLogin,
) -> Result<((Secret, axum::http::HeaderValue), BrowserSessionId), Failure> {
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
