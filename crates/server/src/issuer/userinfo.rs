//! The userinfo endpoint (OpenID Connect Core §5.3), introspection (RFC 7662) and revocation
//! (RFC 7009). All read the session, so that an ended one is dead at once.

use axum::Json;
use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use cora_core::id::ApplicationSessionId;
use cora_core::issuer::claims::{
    IntrospectedKind, IntrospectedToken, SessionFacts, introspection_claims, userinfo_claims,
};
use cora_core::issuer::own_token::AccessToken;
use cora_core::issuer::scope::Scope;
use cora_core::issuer::session::SessionEndReason;
use cora_core::text::WebOrigin;
use cora_issuer::RefreshToken;
use cora_jwt::authorization;
use cora_store::Grant;

use super::form::{Parameters, form, is_form};
use super::oauth_error::OauthError;
use super::request::IssuerRequest;
use super::session_facts::session_facts;
use super::{client, cross_origin};
use crate::issuer::cross_origin::origin;
use crate::own_form::OwnForm;

/// `GET` and `POST /oauth2/userinfo`. The token is in the header, or in the form (RFC 6750 §2.1,
/// §2.2), never in the query.
pub(super) async fn userinfo(request: IssuerRequest, body: Request) -> Response {
    let (answer, origins) = match claims(&request, body).await {
        Ok((facts, origins)) => (json(&userinfo_claims(&facts)), origins),
        Err(error) => (refused(&request, error).into_response(), Vec::new()),
    };
    cross_origin::allow(answer, &request.headers, &origins)
}

/// Counts a refusal by the address.
fn refused(request: &IssuerRequest, error: OauthError) -> OauthError {
    match error {
        OauthError::InvalidToken | OauthError::TokenMissing => {
            request.too_many_of_address().map_or(error, OauthError::TooManyRequests)
        }
        error => error,
    }
}

async fn claims(request: &IssuerRequest, body: Request) -> Result<(SessionFacts, Vec<WebOrigin>), OauthError> {
    let text = presented(request, body).await?;
    let keys = request.issuer.keys.load(&request.app, request.now).await?;
    let token = keys.access_token(&text, request.now).ok_or(OauthError::InvalidToken)?;
    if !token.scopes.contains(&Scope::Openid) {
        return Err(OauthError::InsufficientScope);
    }
    if let Some(seconds) = request.issuer.limits.of_application(token.application_id) {
        return Err(OauthError::TooManyRequests(seconds));
    }
    let grant = alive(request, &token).await?.ok_or(OauthError::InvalidToken)?;
    let mut facts = session_facts(&request.issuer.url, &grant).ok_or(OauthError::InvalidToken)?;
    facts.scopes.retain(|scope| token.scopes.contains(scope));
    Ok((facts, grant.session.application.origins.clone()))
}

/// Returns the access token that a request presents, in one way only.
async fn presented(request: &IssuerRequest, body: Request) -> Result<String, OauthError> {
    let values = request.headers.get_all(header::AUTHORIZATION).iter().map(HeaderValue::as_bytes);
    let in_header = match request.headers.contains_key(header::AUTHORIZATION) {
        true => Some(authorization::only_bearer(values).map_err(|_| OauthError::InvalidToken)?.to_owned()),
        false => None,
    };
    let in_form = match *body.method() == Method::POST && is_form(&request.headers) {
        true => {
            let parameters = form(body, &request.app).await;
            let parameters = parameters.map_err(OauthError::from)?;
            let token = parameters.only("access_token");
            token.map_err(|_| OauthError::InvalidRequest("a parameter occurs twice"))?.map(str::to_owned)
        }
        false => None,
    };
    match (in_header, in_form) {
        (Some(_), Some(_)) => Err(OauthError::InvalidRequest("the access token is presented twice")),
        (Some(token), None) | (None, Some(token)) => Ok(token),
        (None, None) => Err(OauthError::TokenMissing),
    }
}

/// Returns the session of an access token, if it is alive and its login still admits the user.
pub(super) async fn alive(request: &IssuerRequest, token: &AccessToken) -> Result<Option<Box<Grant>>, OauthError> {
    let (store, lengths) = (&request.app.store, request.app.session_lengths);
    let decided = store.decide_access(token.application_session_id, lengths, request.now).await?;
    let grant = decided.and_then(Result::ok);
    // SECURITY: the token and the session are of one application and one user.
    Ok(grant.filter(|grant| {
        grant.session.facts.application_id == token.application_id
            && grant.session.browser_session.facts.user_id == token.user_id
    }))
}

fn json(claims: &impl serde::Serialize) -> Response {
    let mut response = Json(claims).into_response();
    response.extensions_mut().insert(OwnForm { code: None });
    response
}

/// `POST /oauth2/introspect`.
pub(super) async fn introspect(request: IssuerRequest, body: Request) -> Response {
    match introspected(&request, body).await {
        Ok(response) => response,
        Err(error) => error.into_response(),
    }
}

async fn introspected(request: &IssuerRequest, body: Request) -> Result<Response, OauthError> {
    let parameters = read(request, body).await?;
    let application = client::authenticate(request, &parameters).await?;
    let text = token(&parameters)?;
    let now = request.now;
    let keys = request.issuer.keys.load(&request.app, now).await?;
    let caller = (application.application.id, application.application.kind);
    let (found, grant) = if let Some(token) = keys.access_token(text, now) {
        let grant = alive(request, &token).await?;
        let found = IntrospectedToken {
            application_id: token.application_id,
            scopes: token.scopes,
            issued_at: token.issued_at,
            expires_at: token.expires_at,
            token_id: Some(token.token_id),
            kind: IntrospectedKind::AccessToken,
        };
        (Some(found), grant)
    } else if let Some(token) = RefreshToken::parse(text).filter(|token| keys.made(token, now)) {
        let id = ApplicationSessionId::from_uuid(token.session());
        let decided = request.app.store.decide_access(id, request.app.session_lengths, now).await?;
        // Only the head is a token that would be answered with another.
        let grant = decided.and_then(Result::ok).filter(|grant| grant.session.head_hash == Some(token.hash()));
        let found = grant.as_ref().map(|grant| IntrospectedToken {
            application_id: grant.session.facts.application_id,
            scopes: grant.session.scopes.clone(),
            issued_at: grant.session.facts.times.used_at,
            expires_at: grant.ends_at,
            token_id: None,
            kind: IntrospectedKind::RefreshToken,
        });
        (found, grant)
    } else {
        (None, None)
    };
    let facts = grant.and_then(|grant| session_facts(&request.issuer.url, &grant));
    Ok(json(&introspection_claims(caller, found.as_ref(), facts.as_ref(), now)))
}

/// `POST /oauth2/revoke`.
pub(super) async fn revoke(request: IssuerRequest, body: Request) -> Response {
    let parameters = match read(&request, body).await {
        Ok(parameters) => parameters,
        Err(error) => return error.into_response(),
    };
    let application = match client::authenticate(&request, &parameters).await {
        Ok(application) => application,
        Err(error) => return error.into_response(),
    };
    let response = match revoked(&request, application.application.id, &parameters).await {
        Ok(()) => {
            let mut response = StatusCode::OK.into_response();
            response.extensions_mut().insert(OwnForm { code: None });
            response
        }
        Err(error) => error.into_response(),
    };
    cross_origin::allow(response, &request.headers, &application.application.origins)
}

async fn revoked(
    request: &IssuerRequest,
    application: cora_core::id::ApplicationId,
    parameters: &Parameters,
) -> Result<(), OauthError> {
    let (text, now) = (token(parameters)?, request.now);
    let keys = request.issuer.keys.load(&request.app, now).await?;
    let session = match RefreshToken::parse(text).filter(|token| keys.made(token, now)) {
        Some(token) => Some(ApplicationSessionId::from_uuid(token.session())),
        None => keys
            .access_token(text, now)
            .filter(|token| token.application_id == application)
            .map(|token| token.application_session_id),
    };
    // An unknown token, and one of another application, are answered alike (RFC 7009 §2.2).
    if let Some(session) = session {
        request.app.store.end_application_session(session, Some(application), SessionEndReason::Revoked, now).await?;
    }
    Ok(())
}

pub(super) async fn read(request: &IssuerRequest, body: Request<Body>) -> Result<Parameters, OauthError> {
    form(body, &request.app).await.map_err(OauthError::from)
}

pub(super) fn token(parameters: &Parameters) -> Result<&str, OauthError> {
    let token = parameters.only("token").map_err(|_| OauthError::InvalidRequest("a parameter occurs twice"))?;
    token.ok_or(OauthError::InvalidRequest("token is missing"))
}

/// `OPTIONS` of the endpoints that pages of other origins may call.
pub(super) async fn preflight(request: IssuerRequest) -> Response {
    let registered = match origin(&request.headers).and_then(WebOrigin::new) {
        Some(origin) => request.app.store.is_registered_origin(&origin).await.unwrap_or(false),
        None => false,
    };
    cross_origin::preflight(&request.headers, registered)
}
