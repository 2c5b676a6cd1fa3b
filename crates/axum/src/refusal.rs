//! The answer to a request that is refused.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use cora_core::json::Code;
use cora_core::jwks::RETRY_SECONDS;
use cora_core::token::{TokenError, TokenErrorCode};
use cora_wire_derive::Encode;
use serde::Serialize;

/// The reason for which a request is refused, other than its token. A closed list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Encode)]
#[serde(rename_all = "snake_case")]
pub enum RefusalCode {
    /// The session lacks the capability, or the user is not admitted.
    AccessDenied,
    /// The user's roles have changed since the session was opened. Load the session again.
    SessionStale,
    /// The session could not be loaded.
    SessionUnavailable,
    /// The path does not name an organization to check the session for.
    OrganizationMissing,
    /// A layer that the handler needs is missing. This is a bug in the application.
    LayerMissing,
}

/// A request that is refused.
///
/// The response is `{"success": false, "code": …, "error": …}`. Its status is 401 with a challenge
/// (RFC 6750 §3) for a rejected token, 403 for a missing capability, 409 for a stale session, 404
/// without an organization, 500 for a missing layer, and 503 if the session could not be loaded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// The token was rejected.
    Token(TokenError),
    /// The request was refused for another reason.
    Request(RefusalCode),
}

impl From<TokenError> for Refusal {
    fn from(error: TokenError) -> Self {
        Self::Token(error)
    }
}

impl From<RefusalCode> for Refusal {
    fn from(code: RefusalCode) -> Self {
        Self::Request(code)
    }
}

impl Refusal {
    /// Returns the code of the answer.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Token(error) => error.code.name(),
            Self::Request(code) => code.name(),
        }
    }

    /// Returns the HTTP status of the answer.
    pub const fn status(&self) -> StatusCode {
        match self {
            Self::Token(error) if error.code.is_temporary() => StatusCode::SERVICE_UNAVAILABLE,
            Self::Token(_) => StatusCode::UNAUTHORIZED,
            Self::Request(RefusalCode::AccessDenied) => StatusCode::FORBIDDEN,
            Self::Request(RefusalCode::SessionStale) => StatusCode::CONFLICT,
            Self::Request(RefusalCode::SessionUnavailable) => StatusCode::SERVICE_UNAVAILABLE,
            Self::Request(RefusalCode::OrganizationMissing) => StatusCode::NOT_FOUND,
            Self::Request(RefusalCode::LayerMissing) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// Returns a sentence for the user. It does not reveal what would have been accepted.
    const fn sentence(&self) -> &'static str {
        match self {
            Self::Token(_) => "You are not signed in, or your session has ended. Please sign in.",
            Self::Request(RefusalCode::AccessDenied) => "You do not have access.",
            Self::Request(RefusalCode::SessionStale) => "Your roles have changed. Please try again.",
            Self::Request(RefusalCode::SessionUnavailable) => "Your session could not be verified. Please try again.",
            Self::Request(RefusalCode::OrganizationMissing) => "The organization does not exist.",
            Self::Request(RefusalCode::LayerMissing) => "Something went wrong. Please try again.",
        }
    }
}

#[derive(Serialize)]
struct Body {
    success: bool,
    code: &'static str,
    error: &'static str,
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let body = Body { success: false, code: self.code(), error: self.sentence() };
        let mut response = (self.status(), Json(body)).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if self.status() == StatusCode::SERVICE_UNAVAILABLE {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(RETRY_SECONDS));
        } else if let Self::Token(error) = self {
            // RFC 6750 §3.1: a request without a token gets no error code.
            let missing = error.code == TokenErrorCode::TokenMissing;
            let challenge = if missing { "Bearer" } else { r#"Bearer error="invalid_token""# };
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static(challenge));
        }
        response
    }
}
