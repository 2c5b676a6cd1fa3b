//! Refusals of limits, time-outs and the router, in the form of the issuer's endpoints
//! (specification §14.11): OAuth's errors for applications, and pages for people.

use axum::extract::Request;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::oauth_error::OauthError;
use super::page::Page;
use super::{path, words};
use crate::envelope::by_status;
use crate::error::{ApiError, ServerCode};
use crate::own_form::OwnForm;

/// Puts a refusal that another layer made into the form of its endpoint.
pub(crate) async fn in_own_form(request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    let response = next.run(request).await;
    if response.extensions().get::<OwnForm>().is_some() {
        return response;
    }
    let error = response.extensions().get::<ApiError>().cloned().or_else(|| by_status(&response));
    let refusal = error.and_then(|error| if path::is_page(&path) { page(&error) } else { oauth(&error) });
    let Some(mut refusal) = refusal else { return response };
    let allowed = response.headers().get(header::ALLOW).cloned();
    refusal.headers_mut().extend(allowed.map(|allowed| (header::ALLOW, allowed)));
    refusal
}

/// Returns a refusal as applications read it. Without its settings there is no issuer, so its
/// absence stays in the envelope, which names them.
fn oauth(error: &ApiError) -> Option<Response> {
    let refusal = match error {
        ApiError::TooManyRequests { seconds } => OauthError::TooManyRequests(*seconds),
        ApiError::Server(ServerCode::IssuerNotConfigured | ServerCode::NotFound) => return None,
        ApiError::Server(ServerCode::TryAgain | ServerCode::NotReady) => OauthError::TemporarilyUnavailable,
        ApiError::Server(ServerCode::MethodNotAllowed) => {
            OauthError::InvalidRequest("the endpoint does not support this method")
        }
        error => match error.status() {
            StatusCode::PAYLOAD_TOO_LARGE => OauthError::InvalidRequest("the request is longer than 8 KiB"),
            StatusCode::REQUEST_TIMEOUT => OauthError::InvalidRequest("the body did not come within 5 seconds"),
            status if status.is_client_error() => OauthError::InvalidRequest("the request cannot be read"),
            _ => OauthError::ServerError,
        },
    };
    let mut response = refusal.into_response();
    if error.status() == StatusCode::METHOD_NOT_ALLOWED {
        *response.status_mut() = StatusCode::METHOD_NOT_ALLOWED;
    }
    Some(response)
}

/// Returns a refusal as people see it. A request that no browser of a person makes has no page.
fn page(error: &ApiError) -> Option<Response> {
    let (words, seconds) = match error {
        ApiError::TooManyRequests { seconds } => (words::TOO_MANY, Some(*seconds)),
        ApiError::Server(ServerCode::TryAgain | ServerCode::NotReady | ServerCode::BodyTooSlow) => {
            (words::BUSY, Some(1))
        }
        ApiError::Server(ServerCode::InternalError) => (words::FAILED, None),
        _ => return None,
    };
    let page = Page::new(words).refusal(error.status(), error.code());
    let mut response = page.into_response();
    response.headers_mut().extend(seconds.map(|seconds| (header::RETRY_AFTER, HeaderValue::from(seconds))));
    Some(response)
}
