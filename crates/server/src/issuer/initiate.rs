//! A sign-in that begins at a provider (specification §14.4, OpenID Connect Core §4): the browser
//! keeps the connection until the next sign-in, and goes on to the application.

use axum::extract::{RawQuery, Request};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use cora_core::connection::ConnectionStatus;
use cora_core::id::ConnectionId;
use cora_core::issuer::connection_choice::{connection_of_owners, domain_of_address};
use cora_core::text::WebOrigin;
use url::Url;

use super::answer::{Failure, failed};
use super::form::{Parameters, form};
use super::page::{Page, redirect};
use super::request::IssuerRequest;
use super::words;

/// `GET /auth/initiate`.
pub(super) async fn initiate(request: IssuerRequest, RawQuery(query): RawQuery) -> Response {
    match Parameters::of_query(query.as_deref().unwrap_or_default()) {
        Ok(parameters) => begun(&request, &parameters).await.unwrap_or_else(failed),
        Err(_) => refused(),
    }
}

/// `POST /auth/initiate`.
pub(super) async fn posted_initiate(request: IssuerRequest, body: Request) -> Response {
    match form(body, &request.app).await {
        Ok(parameters) => begun(&request, &parameters).await.unwrap_or_else(failed),
        Err(_) => refused(),
    }
}

fn refused() -> Response {
    Page::new(words::INITIATION_REFUSED).refusal(StatusCode::BAD_REQUEST, "initiation_refused").into_response()
}

async fn begun(request: &IssuerRequest, parameters: &Parameters) -> Result<Response, Failure> {
    let (Ok(Some(issuer)), Ok(hint), Ok(target)) =
        (parameters.only("iss"), parameters.only("login_hint"), parameters.only("target_link_uri"))
    else {
        return Ok(refused());
    };
    let mut response = match (target, request.app.sign_in_url()) {
        (Some(target), _) => match registered(request, target).await? {
            Some(place) => redirect(&place),
            None => return Ok(refused()),
        },
        (None, Some(place)) => redirect(place),
        (None, None) => Page::new(words::INITIATED).into_response(),
    };
    // One that is not in use leads on all the same, so that nobody finds out which are.
    if let Some(connection) = connection_of(request, issuer, hint).await? {
        let cookie = request.issuer.cookies.set_begun(connection, hint);
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    Ok(response)
}

/// Returns the URL, as a browser reads it, if its origin is one of an application's pages.
///
/// SECURITY: anybody can send a browser here, so it goes on to no other place (OpenID Connect Core
/// §4).
async fn registered(request: &IssuerRequest, target: &str) -> Result<Option<String>, Failure> {
    let Ok(url) = Url::parse(target) else { return Ok(None) };
    if !url.username().is_empty() || url.password().is_some() {
        return Ok(None);
    }
    let Some(origin) = WebOrigin::new(&url.origin().ascii_serialization()) else { return Ok(None) };
    let is_registered = request.app.store.is_registered_origin(&origin).await?;
    Ok(is_registered.then(|| url.into()))
}

/// Returns the connection of an issuer: the only one in use, or of several that of the organization
/// that owns the domain of the hint.
async fn connection_of(
    request: &IssuerRequest,
    issuer: &str,
    hint: Option<&str>,
) -> Result<Option<ConnectionId>, Failure> {
    let store = &request.app.store;
    let known = store.connections_for(Some(issuer)).await?;
    let active = known
        .iter()
        .map(|stored| &stored.connection)
        .filter(|connection| connection.status == ConnectionStatus::Active && connection.issuer.as_str() == issuer);
    let active: Vec<ConnectionId> = active.map(|connection| connection.id).collect();
    if let [only] = active.as_slice() {
        return Ok(Some(*only));
    }
    let Some(domain) = hint.and_then(domain_of_address) else { return Ok(None) };
    let facts = store.connection_choice_facts(None, Some(&domain), &[]).await?;
    Ok(connection_of_owners(&facts.domain_owners).filter(|connection| active.contains(connection)))
}
