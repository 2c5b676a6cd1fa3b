//! Requests from pages of other origins (specification §14.11).
//!
//! The application is known only after the body of a request, so a preflight is answered for every
//! origin that any application has registered, and the answer itself for the origins of its own
//! application (pitfall C63). Credentials are never allowed.

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use cora_core::text::WebOrigin;

use crate::own_form::OwnForm;

/// Returns the origin of a request from a page, or `None` for none and for `null`.
pub(crate) fn origin(headers: &HeaderMap) -> Option<&str> {
    let mut values = headers.get_all(header::ORIGIN).iter();
    let origin = values.next().and_then(|value| value.to_str().ok()).filter(|origin| *origin != "null");
    if values.next().is_some() { None } else { origin }
}

/// Allows the answer to be read by a page of this request's origin if the application has
/// registered it.
pub(crate) fn allow(mut response: Response, headers: &HeaderMap, registered: &[WebOrigin]) -> Response {
    let origin = origin(headers).filter(|origin| registered.iter().any(|one| one.as_str() == *origin));
    let value = origin.and_then(|origin| HeaderValue::from_str(origin).ok());
    let answer = response.headers_mut();
    answer.append(header::VARY, HeaderValue::from_static("Origin"));
    if let Some(value) = value {
        answer.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, value);
        answer
            .insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static("WWW-Authenticate, x-request-id"));
    }
    response
}

/// Answers a preflight request. `is_registered` tells that an application has registered the
/// origin.
pub(crate) fn preflight(headers: &HeaderMap, is_registered: bool) -> Response {
    let mut answer = HeaderMap::new();
    answer.insert(header::VARY, HeaderValue::from_static("Origin, Access-Control-Request-Headers"));
    let value = origin(headers).filter(|_| is_registered).and_then(|origin| HeaderValue::from_str(origin).ok());
    if let Some(value) = value {
        answer.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, value);
        answer.insert(header::ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static("GET, POST"));
        let allowed = HeaderValue::from_static("Authorization, Content-Type");
        answer.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, allowed);
        answer.insert(header::ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("600"));
    }
    let mut response = (StatusCode::NO_CONTENT, answer).into_response();
    response.extensions_mut().insert(OwnForm { code: None });
    response
}
