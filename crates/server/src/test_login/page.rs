//! The page that ends a test login in a browser.

use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};

/// The result that the page shows.
#[derive(Clone, Copy)]
pub(crate) enum Outcome {
    /// The token was accepted.
    Success,
    /// The token was not accepted.
    Failed,
}

const SUCCESS: &str = include_str!("page/success.html");
const FAILED: &str = include_str!("page/failed.html");

/// Headers that forbid loading, scripts and framing, and suppress the referrer, because the page's
/// address contains the authorization code.
const HEADERS: [(HeaderName, HeaderValue); 3] = [
    (
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(
            "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
        ),
    ),
    (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
    (header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
];

/// Renders the page. It shows no details, because its visitor may not be the administrator. They
/// are shown where the test was begun.
pub(crate) fn render(outcome: Outcome) -> Response {
    let page = match outcome {
        Outcome::Success => SUCCESS,
        Outcome::Failed => FAILED,
    };
    (StatusCode::OK, HEADERS, Html(page)).into_response()
}
