//! Codes against tokens, and the person behind an access token.

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use cora_issuer::VerifyingKey;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use url::form_urlencoded;

use crate::clock::now;
use crate::form::{MAX_FORM_BYTES, Parameters};
use crate::provider::{Client, DevelopmentProvider, TOKEN_SECONDS};

const NO_STORE: (header::HeaderName, HeaderValue) = (header::CACHE_CONTROL, HeaderValue::from_static("no-store"));

/// Answers with an error of RFC 6749 §5.2.
fn refused(status: StatusCode, error: &str, text: &str) -> Response {
    let body = Json(json!({ "error": error, "error_description": text }));
    let mut response = (status, [NO_STORE], body).into_response();
    if status == StatusCode::UNAUTHORIZED {
        let basic = HeaderValue::from_static("Basic realm=\"development\"");
        response.headers_mut().insert(header::WWW_AUTHENTICATE, basic);
    }
    response
}

/// `POST /token` (OpenID Connect Core §3.1.3).
pub(crate) async fn exchange(State(provider): State<DevelopmentProvider>, headers: HeaderMap, body: Bytes) -> Response {
    let invalid = |text| refused(StatusCode::BAD_REQUEST, "invalid_request", text);
    let form = if body.len() <= MAX_FORM_BYTES { Parameters::parse(&body).ok() } else { None };
    let Some(form) = form else { return invalid("the form cannot be read") };
    if !is_client(provider.client(), &headers, &form) {
        return refused(StatusCode::UNAUTHORIZED, "invalid_client", "the client or its secret is wrong");
    }
    if form.get("grant_type") != Some("authorization_code") {
        return refused(StatusCode::BAD_REQUEST, "unsupported_grant_type", "the grant is authorization_code");
    }
    let (Some(code), Some(verifier)) = (form.get("code"), form.get("code_verifier")) else {
        return invalid("a code and its verifier are required");
    };
    let wrong = || refused(StatusCode::BAD_REQUEST, "invalid_grant", "the code is over, or not for this request");
    let Some(grant) = provider.take_code(code) else { return wrong() };
    let is_verified = URL_SAFE_NO_PAD.encode(Sha256::digest(verifier)) == grant.challenge;
    if !is_verified || form.get("redirect_uri") != Some(&grant.redirect_uri) {
        return wrong();
    }
    let id_token = provider.id_token(&grant.person, grant.nonce.as_deref(), grant.authenticated_at);
    let (Ok(id_token), Ok(access_token)) = (id_token, provider.access_token(&grant.person, &grant.scope)) else {
        return refused(StatusCode::INTERNAL_SERVER_ERROR, "server_error", "the tokens cannot be signed");
    };
    let tokens = json!({
        "access_token": access_token,
        "token_type": "Bearer",
        "expires_in": TOKEN_SECONDS,
        "id_token": id_token,
        "scope": grant.scope,
    });
    ([NO_STORE], Json(tokens)).into_response()
}

/// Returns `true` if the request is the client's, by a header or in the form, and not by both (RFC
/// 6749 §2.3).
fn is_client(client: &Client, headers: &HeaderMap, form: &Parameters) -> bool {
    let basic = headers.get(header::AUTHORIZATION).map(|value| value.to_str().unwrap_or_default());
    let (id, secret) = match (basic, form.get("client_secret")) {
        (Some(basic), None) => {
            let pair = basic.strip_prefix("Basic ").and_then(|text| STANDARD.decode(text).ok());
            let pair = pair.and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default();
            let (id, secret) = pair.split_once(':').unwrap_or_default();
            (decoded(id), decoded(secret))
        }
        (None, Some(secret)) => (form.get("client_id").unwrap_or_default().to_owned(), secret.to_owned()),
        _ => return false,
    };
    // Hashes of equal length, so that the time tells nothing about the secret.
    id == client.id && Sha256::digest(secret) == Sha256::digest(client.secret.expose())
}

fn decoded(text: &str) -> String {
    let pair = format!("x={text}");
    form_urlencoded::parse(pair.as_bytes()).next().map(|(_, value)| value.into_owned()).unwrap_or_default()
}

/// `GET` and `POST /userinfo` (OpenID Connect Core §5.3).
pub(crate) async fn userinfo(State(provider): State<DevelopmentProvider>, headers: HeaderMap) -> Response {
    let bearer = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let subject = bearer.and_then(|value| value.strip_prefix("Bearer ")).and_then(|token| subject(&provider, token));
    let person = subject.and_then(|subject| provider.people().find(&subject).cloned());
    let Some(person) = person else {
        let bearer = HeaderValue::from_static("Bearer error=\"invalid_token\"");
        return (StatusCode::UNAUTHORIZED, [(header::WWW_AUTHENTICATE, bearer)]).into_response();
    };
    let mut claims = person.claims();
    claims.insert(crate::DEVELOPMENT_CLAIM.to_owned(), json!(true));
    ([NO_STORE], Json(Value::Object(claims))).into_response()
}

/// Returns the subject of an access token of this provider that has not expired.
fn subject(provider: &DevelopmentProvider, token: &str) -> Option<String> {
    let (signed, signature) = token.rsplit_once('.')?;
    if !VerifyingKey::of_jwk(&provider.key().public_jwk())?.has_signed(signed, signature) {
        return None;
    }
    let (_, claims) = signed.split_once('.')?;
    let claims: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(claims).ok()?).ok()?;
    // An ID token has the client as its audience.
    let is_access_token = claims.get("aud")?.as_str()? == provider.issuer();
    let is_valid = is_access_token && now() < claims.get("exp")?.as_u64()?;
    claims.get("sub")?.as_str().filter(|_| is_valid).map(str::to_owned)
}
