//! The page on which a test login by browser ends.

use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};

/// How it ended.
#[derive(Clone, Copy)]
pub(crate) enum Outcome {
    /// The token was accepted.
    Success,
    /// It was not.
    Failed,
}

const SUCCESS: &str = include_str!("page/success.html");
const FAILED: &str = include_str!("page/failed.html");

/// Nothing is loaded, run or framed, and nobody is told where the browser comes from: the address holds the code.
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

/// It is over. Details are for the administrator, where the test was begun: who comes here may be somebody else.
pub(crate) fn over(outcome: Outcome) -> Response {
    let page = match outcome {
        Outcome::Success => SUCCESS,
        Outcome::Failed => FAILED,
    };
    (StatusCode::OK, HEADERS, Html(page)).into_response()
}
