//! The connections by which people sign in, for applications with a sign-in page of their own
//! (specification §14.4).

use axum::extract::RawQuery;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use cora_core::issuer::connection_choice::{connection_of_owners, domain_of_address};
use serde_json::json;

use super::form::Parameters;
use super::oauth_error::OauthError;
use super::request::IssuerRequest;
use crate::own_form::OwnForm;

/// `GET /auth/connections`: the connections of the platform, and that of the organization that owns
/// the domain of `address`. An address that nobody knows, one without an organization, and none at
/// all are answered alike.
pub(super) async fn connections(request: IssuerRequest, RawQuery(query): RawQuery) -> Response {
    match answer(&request, query.as_deref().unwrap_or_default()).await {
        Ok(response) => response,
        Err(error) => error.into_response(),
    }
}

async fn answer(request: &IssuerRequest, query: &str) -> Result<Response, OauthError> {
    let store = &request.app.store;
    let parameters = Parameters::of_query(query).map_err(|fault| OauthError::InvalidRequest(fault.description()))?;
    let domain = parameters.only("address").ok().flatten().and_then(domain_of_address);
    let facts = store.connection_choice_facts(None, domain.as_deref(), &[]).await?;
    let offered = store.active_platform_connections().await?;
    let offered = offered.iter().map(|stored| json!({ "id": stored.connection.id, "name": stored.display_name }));
    let body = json!({
        "connection": connection_of_owners(&facts.domain_owners), "connections": offered.collect::<Vec<_>>()
    });
    // It is the same for everybody, so pages of every origin may read it.
    let headers = [
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*")),
    ];
    let mut response = (headers, axum::Json(body)).into_response();
    response.extensions_mut().insert(OwnForm { code: None });
    Ok(response)
}
