//! What a request is answered with that is not let through.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use cora_core::issue::code_text;
use cora_core::token::{TokenError, TokenErrorCode};
use serde::Serialize;

/// Why a request is not let through, besides what is wrong with its token. A closed list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RefusalCode {
    /// The session may not do this, or is of nobody who may come in.
    AccessDenied,
    /// The roles have changed since the session was opened; it has to be asked for again.
    SessionStale,
    /// The session could not be had.
    SessionUnavailable,
    /// The request names no organization that the session could be asked about.
    OrganizationMissing,
    /// A handler asks for what no layer has put there: a mistake of the application's.
    LayerMissing,
}

/// A request that is not let through.
///
/// As a response: `{"success": false, "code": …, "error": …}`, with 401 and a challenge (RFC 6750 §3) for what is wrong with the token,
/// 403 for what the session may not do, 409 for a stale one, 404 without an organization, 500 and 503 for what the application owes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// The token is not believed.
    Token(TokenError),
    /// Anything else.
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
    /// The code, as it is answered.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Token(error) => code_text(&error.code),
            Self::Request(code) => code_text(code),
        }
    }

    /// The status.
    pub const fn status(&self) -> StatusCode {
        match self {
            Self::Token(_) => StatusCode::UNAUTHORIZED,
            Self::Request(RefusalCode::AccessDenied) => StatusCode::FORBIDDEN,
            Self::Request(RefusalCode::SessionStale) => StatusCode::CONFLICT,
            Self::Request(RefusalCode::SessionUnavailable) => StatusCode::SERVICE_UNAVAILABLE,
            Self::Request(RefusalCode::OrganizationMissing) => StatusCode::NOT_FOUND,
            Self::Request(RefusalCode::LayerMissing) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// A sentence for the person. It says nothing of what would have been believed.
    const fn sentence(&self) -> &'static str {
        match self {
            Self::Token(_) => "You are not signed in, or your session has ended. Please sign in.",
            Self::Request(RefusalCode::AccessDenied) => "You do not have access.",
            Self::Request(RefusalCode::SessionStale) => "Your roles have changed. Please try again.",
            Self::Request(RefusalCode::SessionUnavailable) => {
                "It could not be found out who you are. Please try again."
            }
            Self::Request(RefusalCode::OrganizationMissing) => "There is no such organization.",
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
        if let Self::Token(error) = self {
            // RFC 6750 §3.1: who brought no token is told no error.
            let missing = error.code == TokenErrorCode::TokenMissing;
            let challenge = if missing { "Bearer" } else { r#"Bearer error="invalid_token""# };
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static(challenge));
        }
        response
    }
}
