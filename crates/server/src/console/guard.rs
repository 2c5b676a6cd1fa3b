//! The requests for which the cookie of the console counts (specification §16.2).

use axum::http::{HeaderMap, HeaderName, Method, header};

use super::Host;
use crate::error::{ApiError, ServerCode};

/// The header by which a page of the console marks its requests. No form can send it, and a page of
/// another origin only after a preflight request, which is never allowed.
pub(crate) const CONSOLE: HeaderName = HeaderName::from_static("x-cora-console");

const FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// Returns `true` if a request is marked as one of the console's pages.
pub(crate) fn is_marked(headers: &HeaderMap) -> bool {
    headers.contains_key(CONSOLE)
}

/// Checks that a marked request is one of the console's own pages.
///
/// # Errors
///
/// Fails with `invalid_input` for another mark than `1` and for a bearer token next to it, and with
/// `cross_site_request` for a request that another origin caused.
pub(crate) fn check(host: &Host, method: &Method, headers: &HeaderMap) -> Result<(), ApiError> {
    let only = |name: &HeaderName| {
        let mut values = headers.get_all(name).iter();
        let first = values.next().map(|value| value.to_str().unwrap_or_default());
        (first, values.next().is_some())
    };
    if only(&CONSOLE) != (Some("1"), false) {
        return Err(ApiError::header(CONSOLE.as_str(), "this is not `1`"));
    }
    if headers.contains_key(header::AUTHORIZATION) {
        return Err(ApiError::header(header::AUTHORIZATION.as_str(), "a page of the console sends no token"));
    }
    let foreign = ApiError::Server(ServerCode::CrossSiteRequest);
    if !matches!(only(&FETCH_SITE), (None | Some("same-origin"), false)) {
        return Err(foreign);
    }
    let is_safe = matches!(*method, Method::GET | Method::HEAD);
    match only(&header::ORIGIN) {
        (None, _) if is_safe => Ok(()),
        (Some(origin), false) if origin == host.origin => Ok(()),
        _ => Err(foreign),
    }
}
