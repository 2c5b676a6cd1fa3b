//! The pages and files of the console.

use axum::body::Body;
use axum::extract::Path;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use cora_console::Asked;
use cora_issuer::random_handle;

use super::request::ConsoleRequest;
use crate::error::{ApiError, ServerCode};
use crate::issuer::page::Page;
use crate::issuer::words;
use crate::own_form::OwnForm;

/// `GET /console/{path}`.
pub(super) async fn file(request: ConsoleRequest, Path(path): Path<String>) -> Response {
    answer(&request, &path)
}

/// `GET /console/`.
pub(super) async fn first(request: ConsoleRequest) -> Response {
    answer(&request, "")
}

/// Returns an endpoint of the console that does not exist.
pub(super) async fn no_endpoint() -> ApiError {
    ApiError::Server(ServerCode::NotFound)
}

fn answer(request: &ConsoleRequest, path: &str) -> Response {
    let Some(files) = request.app.console.as_ref().filter(|files| files.exist()) else {
        return Page::new(words::CONSOLE_MISSING).into_response();
    };
    let Ok(nonce) = random_handle() else { return ApiError::Server(ServerCode::InternalError).into_response() };
    let text = |name: HeaderName| request.headers.get(name).and_then(|value| value.to_str().ok());
    let asked = Asked {
        path,
        accept_encoding: text(header::ACCEPT_ENCODING),
        if_none_match: text(header::IF_NONE_MATCH),
        base: &request.host.home(),
        nonce: nonce.expose(),
    };
    let Some(answer) = files.answer(&asked) else { return ApiError::Server(ServerCode::NotFound).into_response() };
    let value = |(name, value): (&'static str, String)| {
        HeaderValue::from_str(&value).ok().map(|value| (HeaderName::from_static(name), value))
    };
    let headers: HeaderMap = answer.headers.into_iter().filter_map(value).collect();
    let status = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = (status, headers, Body::from(answer.body)).into_response();
    response.extensions_mut().insert(OwnForm { code: None });
    response
}
