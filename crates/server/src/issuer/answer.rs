//! Answers to authorization requests: back to the application, or with a page.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use cora_core::id::ConnectionId;
use cora_core::issuer::authorization::{AuthorizationErrorCode, AuthorizationRequest};
use cora_core::issuer::redirect_uri::with_parameters;
use cora_core::issuer::scope::Scope;
use cora_core::json::Code as _;
use cora_core::secret::Secret;
use cora_core::text::RedirectUri;
use cora_issuer::KeyError;
use cora_store::{SessionError, StoreError};

use super::page::{Page, redirect};
use super::path::AUTHORIZE;
use super::words;
use crate::error::{ApiError, ServerCode};

/// A request that failed on this side. The log has the details.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Failure {
    /// A concurrent change, or a busy database: the person tries again.
    Busy,
    /// Anything else.
    Internal,
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        ApiError::from(error).into()
    }
}

impl From<ApiError> for Failure {
    fn from(error: ApiError) -> Self {
        match error {
            ApiError::Server(ServerCode::TryAgain) => Self::Busy,
            _ => Self::Internal,
        }
    }
}

impl From<SessionError> for Failure {
    fn from(error: SessionError) -> Self {
        ApiError::from(error).into()
    }
}

impl From<KeyError> for Failure {
    fn from(error: KeyError) -> Self {
        tracing::error!(code = error.code(), "the issuer's keys failed");
        Self::Internal
    }
}

/// Shows a person that their request failed.
pub(crate) fn failed(failure: Failure) -> Response {
    let (words, status, code) = match failure {
        Failure::Busy => (words::BUSY, StatusCode::SERVICE_UNAVAILABLE, "try_again"),
        Failure::Internal => (words::FAILED, StatusCode::INTERNAL_SERVER_ERROR, "internal_error"),
    };
    Page::new(words).refusal(status, code).into_response()
}

/// Returns the URL by which a person goes back to the application with an error.
pub(crate) fn back_url(issuer: &str, request: &AuthorizationRequest, error: AuthorizationErrorCode) -> String {
    let state = request.state.as_ref().map(|state| state.as_str());
    error_url(issuer, &request.redirect_uri, state, error, None)
}

/// Returns the URL of an error for an application (RFC 6749 §4.1.2.1, RFC 9207 §2).
pub(crate) fn error_url(
    issuer: &str,
    redirect_uri: &RedirectUri,
    state: Option<&str>,
    error: AuthorizationErrorCode,
    description: Option<&str>,
) -> String {
    let parameters =
        [("error", Some(error.name())), ("error_description", description), ("state", state), ("iss", Some(issuer))];
    let parameters: Vec<(&str, &str)> =
        parameters.into_iter().filter_map(|(name, value)| value.map(|value| (name, value))).collect();
    with_parameters(redirect_uri, &parameters)
}

/// Sends the browser back to the application with an error.
pub(crate) fn answer_error(issuer: &str, request: &AuthorizationRequest, error: AuthorizationErrorCode) -> Response {
    tracing::info!(code = error.name(), "an application is answered with an error");
    redirect(&back_url(issuer, request, error))
}

/// Sends the browser back to the application with a code.
pub(crate) fn answer_code(issuer: &str, request: &AuthorizationRequest, code: &Secret) -> Response {
    let state = request.state.as_ref().map(|state| ("state", state.as_str()));
    let parameters: Vec<(&str, &str)> =
        [("code", code.expose())].into_iter().chain(state).chain([("iss", issuer)]).collect();
    redirect(&with_parameters(&request.redirect_uri, &parameters))
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

/// Shows a person who is not admitted the reason in words, and the ways on.
pub(super) fn not_admitted(
    issuer: &str,
    request: &AuthorizationRequest,
    message: &str,
    sso: Option<ConnectionId>,
) -> Response {
    let page = ways_on(Page::with_text(words::NOT_ADMITTED, message), issuer, request, sso);
    page.refusal(StatusCode::FORBIDDEN, "access_denied").into_response()
}

/// Adds the ways on of a person who is not admitted.
pub(super) fn ways_on(page: Page, issuer: &str, request: &AuthorizationRequest, sso: Option<ConnectionId>) -> Page {
    let page = match sso {
        Some(id) => page.link(words::SSO, &again_url(issuer, request, &[("connection", &id.to_string())])),
        None => page,
    };
    // Another account is chosen by the person, so the provider has to ask.
    let another = again_url(issuer, request, &[("prompt", "select_account")]);
    let back = back_url(issuer, request, AuthorizationErrorCode::AccessDenied);
    page.link(words::ANOTHER_ACCOUNT, &another).link(words::BACK_TO_APPLICATION, &back)
}
