//! The end of a session, which the provider does not keep.

use axum::extract::{RawQuery, State};
use axum::response::{IntoResponse as _, Response};

use crate::form::{Parameters, with_parameters};
use crate::page::{Page, redirect};
use crate::provider::DevelopmentProvider;

/// `GET` and `POST /end_session` (OpenID Connect RP-Initiated Logout §2). The browser goes on only
/// to the origin of a redirect URI.
pub(crate) async fn end_session(State(provider): State<DevelopmentProvider>, RawQuery(query): RawQuery) -> Response {
    let parameters = Parameters::parse(query.unwrap_or_default().as_bytes()).ok();
    let value = |name| parameters.as_ref().and_then(|parameters| parameters.get(name));
    let origin = |url: &str| url::Url::parse(url).ok().map(|url| url.origin());
    let is_known = |uri: &&str| {
        let to = origin(uri);
        to.is_some() && provider.client().redirect_uris.iter().any(|one| origin(one) == to)
    };
    match value("post_logout_redirect_uri").filter(is_known) {
        Some(uri) => redirect(&with_parameters(uri, &[("state", value("state"))])),
        None => Page::new("You are signed out", "You can close this page.").into_response(),
    }
}
