//! The sign-in of a person to the console, through the issuer (specification §16.3).

use axum::extract::RawQuery;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use cora_core::console::{ConsoleSessionKind, SESSION_LENGTHS, SIGN_IN_SECONDS};
use cora_core::id::{ApplicationId, ConnectionId, ConsoleSessionId};
use cora_core::issuer::application::{
    ApplicationKind, ApplicationSettings, Pkce, RegisteredRedirectUri, UpstreamTokens,
};
use cora_core::issuer::authorization::AuthorizationErrorCode;
use cora_core::issuer::pkce::CodeVerifier;
use cora_core::issuer::redemption::RedemptionReason;
use cora_core::json::Code as _;
use cora_core::redirect::{RedirectInput, safe_redirect};
use cora_core::text::{DisplayName, RedirectUri};
use cora_issuer::{handle_hash, random_handle};
use cora_store::{CodeRedemption, ConsolePerson, NewConsoleSession};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use url::Url;
use uuid::Uuid;

use super::authority::stored;
use super::flow::Flow;
use super::request::{ConsoleRequest, OwnBody, OwnPage};
use crate::envelope::Success;
use crate::error::{ApiError, ServerCode};
use crate::issuer::answer::{Failure, failed};
use crate::issuer::form::Parameters;
use crate::issuer::page::{Page, redirect};
use crate::issuer::path::AUTHORIZE;
use crate::issuer::words;

/// The name of the console among the applications.
const NAME: &str = "Cora console";

/// A sign-in to begin.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Begin {
    /// The path of the console to return to.
    return_to: Option<String>,
    /// Set if the person has to authenticate again at the provider.
    #[serde(default)]
    fresh: bool,
    /// The connection to sign in by; if absent, the issuer chooses.
    connection_id: Option<ConnectionId>,
}

/// The way to the issuer.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Begun {
    /// The URL to which the browser goes.
    authorization_url: String,
}

/// `POST /console/api/session`: begins a sign-in.
pub(super) async fn begin(OwnPage(request): OwnPage, OwnBody(asked): OwnBody<Begin>) -> Result<Response, ApiError> {
    request.count_try()?;
    let (app, host, now) = (&request.app, &request.host, request.now);
    let issuer = request.issuer()?;
    let return_to = return_to(&request, asked.return_to)?;
    let former = match request.secret() {
        Some(secret) => stored(app, &secret).await?.map(|session| session.id),
        None => None,
    };
    let registered = app.store.stored_application(ApplicationId::of_console()).await?;
    // Anybody can begin, so nothing is written without need.
    if registered.is_none_or(|stored| stored.application.redirect_uri(&host.callback(), now).is_none()) {
        app.store.register_console(&settings(&host.callback())?, now).await?;
    }
    let [state, verifier] = [random()?, random()?];
    let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(&verifier));
    let (client_id, redirect_uri) = (ApplicationId::of_console().to_string(), host.callback());
    let connection = asked.connection_id.map(|id| id.to_string());
    let own = [
        ("client_id", Some(client_id.as_str())),
        ("redirect_uri", Some(redirect_uri.as_str())),
        ("response_type", Some("code")),
        ("scope", Some("openid")),
        ("state", Some(state.as_str())),
        ("code_challenge", Some(challenge.as_str())),
        ("code_challenge_method", Some("S256")),
        ("prompt", asked.fresh.then_some("login")),
        ("connection", connection.as_deref()),
    ];
    let own = own.into_iter().filter_map(|(name, value)| value.map(|value| (name, value)));
    let query = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(own).finish();
    let flow = Flow { state, verifier, return_to, expires_at: now.plus(SIGN_IN_SECONDS), former };
    let cookie = host.cookies.set_flow(&flow.seal(&app.flow_keys)?);
    let authorization_url = format!("{}{AUTHORIZE}?{query}", issuer.url);
    Ok(([(header::SET_COOKIE, cookie)], Success::new(Begun { authorization_url })).into_response())
}

fn random() -> Result<String, ApiError> {
    random_handle().map(|handle| handle.expose().to_owned()).map_err(|_| ApiError::Server(ServerCode::InternalError))
}

/// Returns the path of the console that a sign-in returns to.
fn return_to(request: &ConsoleRequest, asked: Option<String>) -> Result<String, ApiError> {
    let host = &request.host;
    let Some(target) = asked else { return Ok(host.home()) };
    let refused = || ApiError::input("/returnTo", "this is not a path of the console");
    let input = RedirectInput { target, origin: host.origin.clone(), allowed_origins: Vec::new() };
    let target = safe_redirect(&input).map_err(|_| refused())?.target;
    // As browsers read it: `/console/../admin` is no path of the console.
    let url = Url::parse(&host.origin).and_then(|origin| origin.join(&target)).map_err(|_| refused())?;
    let below = url.path().strip_prefix(&host.prefix).and_then(|path| path.strip_prefix("/console"));
    if below.is_some_and(|rest| rest.is_empty() || rest.starts_with('/')) { Ok(target) } else { Err(refused()) }
}

/// Returns the console as an application of the issuer. No token of it reaches the API, and nobody
/// can authenticate as it: its codes are redeemed in this process.
fn settings(callback: &str) -> Result<ApplicationSettings, ApiError> {
    let internal = || ApiError::Server(ServerCode::InternalError);
    let uri = RedirectUri::new(callback).ok_or_else(internal)?;
    Ok(ApplicationSettings {
        name: DisplayName::new(NAME).ok_or_else(internal)?,
        kind: ApplicationKind::Web,
        enabled: true,
        development: callback.starts_with("http://"),
        redirect_uris: vec![RegisteredRedirectUri { uri, expires_at: None }],
        post_logout_redirect_uris: Vec::new(),
        origins: Vec::new(),
        connections: Vec::new(),
        authentication: None,
        keys: None,
        pkce: Pkce::Required,
        session: cora_core::issuer::session::SessionLengths {
            idle: SESSION_LENGTHS.absolute,
            absolute: SESSION_LENGTHS.absolute,
        },
        back_channel_logout_uri: None,
        api_access: false,
        upstream: UpstreamTokens::Forget,
    })
}

/// `GET /console/callback`: the return of the browser from the issuer.
pub(super) async fn callback(request: ConsoleRequest, RawQuery(query): RawQuery) -> Response {
    if let Err(error) = request.count_try() {
        return error.into_response();
    }
    let query = query.unwrap_or_default();
    // WHY a separate task: the callback uses the code up, so the session begins even if the browser
    // disconnects or the request times out.
    match tokio::spawn(async move { returned(&request, &query).await }).await {
        Ok(Ok(response)) => response,
        Ok(Err(failure)) => failed(failure),
        Err(_) => failed(Failure::Internal),
    }
}

/// Shows that a sign-in is over, or was begun elsewhere.
fn over(request: &ConsoleRequest) -> Response {
    let page = Page::new(words::FLOW_OVER).link(words::BACK_TO_CONSOLE, &request.host.home());
    page.refusal(StatusCode::BAD_REQUEST, "flow_unknown").into_response()
}

async fn returned(request: &ConsoleRequest, query: &str) -> Result<Response, Failure> {
    let ConsoleRequest { app, host, now, .. } = request;
    let flow = Flow::open(&app.flow_keys, &host.cookies, &request.headers, *now);
    let (Some(flow), Ok(parameters)) = (flow, Parameters::of_query(query)) else { return Ok(over(request)) };
    let only = |name| parameters.only(name).ok().flatten();
    // The browser that began the sign-in has its state (pitfall C38), and the answer is ours (C43).
    let issuer = request.issuer()?;
    if only("state") != Some(flow.state.as_str()) || only("iss") != Some(issuer.url.as_str()) {
        return Ok(over(request));
    }
    let mut response = match (only("code"), only("error")) {
        (Some(code), None) => match begun(request, &flow, code).await? {
            Some(cookie) => {
                // WHY a page: a cookie for the same site alone does not go with a redirect that
                // began at another site.
                let page = Page::new(words::CONTINUE_PAGE).link(words::CONTINUE, &flow.return_to);
                let mut response = page.into_response();
                let headers = response.headers_mut();
                headers.extend(
                    HeaderValue::from_str(&format!("0; url={}", flow.return_to)).map(|to| (header::REFRESH, to)),
                );
                headers.append(header::SET_COOKIE, cookie);
                response
            }
            None => over(request),
        },
        (None, Some(error)) => {
            let code = serde_json::from_value::<AuthorizationErrorCode>(error.into());
            let code = code.map_or("server_error", |code| code.name());
            redirect(&format!("{}?signIn={code}", host.home()))
        }
        _ => over(request),
    };
    response.headers_mut().append(header::SET_COOKIE, host.cookies.clear_flow());
    Ok(response)
}

/// Redeems the code and begins the session. Returns its cookie, or `None` if the code is refused.
async fn begun(request: &ConsoleRequest, flow: &Flow, code: &str) -> Result<Option<HeaderValue>, Failure> {
    let ConsoleRequest { app, host, now, .. } = request;
    let Some(code_hash) = handle_hash(code) else { return Ok(None) };
    let redemption = CodeRedemption {
        code_hash: code_hash.clone(),
        application_id: ApplicationId::of_console(),
        redirect_uri: RedirectUri::new(&host.callback()),
        code_verifier: Some(CodeVerifier::new(&flow.verifier)),
        browser_lengths: app.session_lengths,
        request_id: Some(request.request_id.0.clone()),
    };
    // The session asks for no refresh token, so no hash of one is needed.
    let redeemed = app.store.redeem_code(&redemption, |_| code_hash.clone(), *now).await?;
    let Some(grant) = redeemed.grant.filter(|_| redeemed.reason == RedemptionReason::Redeemed) else {
        tracing::info!(reason = redeemed.reason.name(), "a sign-in to the console is refused");
        if redeemed.reason == RedemptionReason::CodeUsed {
            request.issuer()?.outbox.wake();
        }
        return Ok(None);
    };
    let secret = random_handle()?;
    let browser = &grant.session.browser_session.facts;
    let session = NewConsoleSession {
        id: ConsoleSessionId::from_uuid(Uuid::new_v4()),
        secret_hash: handle_hash(secret.expose()).ok_or(Failure::Internal)?,
        kind: ConsoleSessionKind::Person,
        person: Some(ConsolePerson {
            application_session_id: grant.session.facts.id,
            user_id: browser.user_id,
            connection_id: browser.connection_id,
        }),
        sealed_token: None,
        device: request.device(),
        request_id: Some(request.request_id.0.clone()),
    };
    if !app.store.begin_console_session(&session, flow.former, *now).await? {
        return Err(Failure::Busy);
    }
    Ok(Some(host.cookies.set_session(&secret, session.kind.lengths().absolute)))
}
