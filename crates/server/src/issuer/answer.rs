//! Answers to authorization requests: back to the application, or with a page.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use cora_core::issuer::authorization::{AuthorizationErrorCode, AuthorizationRequest};
use cora_core::json::Code as _;
use cora_core::secret::Secret;
use cora_issuer::KeyError;
use cora_store::{SessionError, StoreError};

use super::form::with_parameters;
use super::page::{Page, redirect};
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
    error_url(issuer, request.redirect_uri.as_str(), state, error, None)
}

/// Returns the URL of an error for an application (RFC 6749 §4.1.2.1, RFC 9207 §2).
pub(crate) fn error_url(
    issuer: &str,
    redirect_uri: &str,
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
    redirect(&with_parameters(request.redirect_uri.as_str(), &parameters))
}
