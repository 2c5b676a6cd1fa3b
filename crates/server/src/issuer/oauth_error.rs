//! Errors of the endpoints that applications call, in OAuth's own form (RFC 6749 §5.2, RFC 6750
//! §3).

use axum::Json;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use cora_store::StoreError;
use serde_json::json;

use crate::error::{ApiError, ServerCode};
use crate::own_form::OwnForm;

/// A refusal of an application's request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OauthError {
    /// The request is malformed.
    InvalidRequest(&'static str),
    /// The application is unknown, or did not authenticate. `true` if it used the header.
    InvalidClient(bool),
    /// The code or the refresh token is not valid.
    InvalidGrant,
    /// The application may not use this grant.
    UnauthorizedClient,
    /// The person has to sign in again.
    LoginRequired,
    /// The grant type is not supported.
    UnsupportedGrantType,
    /// The scope exceeds the grant.
    InvalidScope,
    /// The access token is missing. No code is given (RFC 6750 §3.1).
    TokenMissing,
    /// The access token is not valid.
    InvalidToken,
    /// The access token lacks the scope.
    InsufficientScope,
    /// Too many requests; wait this many seconds.
    TooManyRequests(u64),
    /// The service cannot answer now.
    TemporarilyUnavailable,
    /// The service failed. The log has the details.
    ServerError,
}

impl OauthError {
    /// Returns the code of the error.
    pub const fn code(self) -> &'static str {
        match self {
            Self::InvalidRequest(_) => "invalid_request",
            Self::InvalidClient(_) => "invalid_client",
            Self::InvalidGrant => "invalid_grant",
            Self::UnauthorizedClient => "unauthorized_client",
            Self::LoginRequired => "login_required",
            Self::UnsupportedGrantType => "unsupported_grant_type",
            Self::InvalidScope => "invalid_scope",
            Self::TokenMissing | Self::InvalidToken => "invalid_token",
            Self::InsufficientScope => "insufficient_scope",
            Self::TooManyRequests(_) => "too_many_requests",
            Self::TemporarilyUnavailable => "temporarily_unavailable",
            Self::ServerError => "server_error",
        }
    }

    const fn status(self) -> StatusCode {
        match self {
            Self::InvalidClient(_) | Self::TokenMissing | Self::InvalidToken => StatusCode::UNAUTHORIZED,
            Self::InsufficientScope => StatusCode::FORBIDDEN,
            Self::TooManyRequests(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::TemporarilyUnavailable => StatusCode::SERVICE_UNAVAILABLE,
            Self::ServerError => StatusCode::INTERNAL_SERVER_ERROR,
            _ => StatusCode::BAD_REQUEST,
        }
    }

    /// Returns the explanation for developers: ASCII without quotes and backslashes.
    const fn description(self) -> &'static str {
        match self {
            Self::InvalidRequest(description) => description,
            Self::InvalidClient(_) => "the application is unknown or did not authenticate as registered",
            Self::InvalidGrant => "the code or the refresh token is not valid",
            Self::UnauthorizedClient => "the application may not use this grant",
            Self::LoginRequired => "no usable token of the provider is kept; have the person sign in again",
            Self::UnsupportedGrantType => "the grant types are authorization_code and refresh_token",
            Self::InvalidScope => "the scope exceeds what was granted",
            Self::TokenMissing => "there is no access token",
            Self::InvalidToken => "the access token is not valid",
            Self::InsufficientScope => "the access token does not have the scope openid",
            Self::TooManyRequests(_) => "too many requests",
            Self::TemporarilyUnavailable => "the service is busy; try again",
            Self::ServerError => "something went wrong",
        }
    }
}

impl IntoResponse for OauthError {
    fn into_response(self) -> Response {
        let body = json!({ "error": self.code(), "error_description": self.description() });
        let mut headers = HeaderMap::new();
        match self {
            // RFC 6749 §5.2: the scheme that the application used.
            Self::InvalidClient(true) => {
                headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Basic realm=\"cora\""));
            }
            Self::TokenMissing => {
                headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
            }
            Self::InvalidToken => {
                headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer error=\"invalid_token\""));
            }
            Self::InsufficientScope => {
                let value = "Bearer error=\"insufficient_scope\", scope=\"openid\"";
                headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static(value));
            }
            Self::TooManyRequests(seconds) => {
                headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
            }
            Self::TemporarilyUnavailable => {
                headers.insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
            }
            _ => {}
        }
        let mut response = (self.status(), headers, Json(body)).into_response();
        response.extensions_mut().insert(OwnForm { code: Some(self.code()) });
        response
    }
}

impl From<StoreError> for OauthError {
    fn from(error: StoreError) -> Self {
        ApiError::from(error).into()
    }
}

impl From<ApiError> for OauthError {
    fn from(error: ApiError) -> Self {
        match error {
            ApiError::Server(ServerCode::TryAgain) => Self::TemporarilyUnavailable,
            _ => Self::ServerError,
        }
    }
}
