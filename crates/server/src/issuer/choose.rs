//! The page on which a person chooses how to sign in, and its answer (specification §14.4).

use axum::extract::Request;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use cora_core::issuer::authorization::AuthorizationRequest;
use cora_core::issuer::connection_choice::{connection_of_owners, domain_of_address};
use cora_store::StoredConnection;

use super::answer::{Failure, again_url, failed};
use super::form::{Parameters, form};
use super::page::{Field, Page, redirect};
use super::path::{AUTHORIZE, CHOOSE};
use super::request::IssuerRequest;
use super::words;

/// The field that carries the application's request. It is checked again when it comes back.
const REQUEST: &str = "request";

/// Shows the page: an address, which leads to the connection of its organization, and a button for
/// each connection of the platform.
pub(super) fn page(
    request: &IssuerRequest,
    authorization: &AuthorizationRequest,
    buttons: &[StoredConnection],
) -> Response {
    let issuer = &request.issuer.url;
    let again = again_url(issuer, authorization, &prompts(authorization));
    let query = again.split_once('?').map_or("", |(_, query)| query);
    let action = format!("{issuer}{CHOOSE}");
    let mut page = Page::new(words::SIGN_IN).form(&action, &[(REQUEST, query)], words::CONTINUE, Some(Field::Address));
    if !buttons.is_empty() {
        page = page.or();
    }
    for stored in buttons {
        let id = stored.connection.id.to_string();
        let changed: Vec<(&str, &str)> =
            prompts(authorization).into_iter().chain([("connection", id.as_str())]).collect();
        let url = again_url(issuer, authorization, &changed);
        page = page.link(&format!("{} {}", words::WITH, stored.display_name), &url);
    }
    page.into_response()
}

/// Returns the application's `prompt`, which the provider still has to be asked for.
fn prompts(authorization: &AuthorizationRequest) -> Vec<(&'static str, &'static str)> {
    use cora_core::issuer::authorization::Prompt;
    let asks = |prompt| authorization.prompt.contains(&prompt);
    match (asks(Prompt::Login), asks(Prompt::SelectAccount)) {
        (true, true) => vec![("prompt", "login select_account")],
        (true, false) => vec![("prompt", "login")],
        (false, true) => vec![("prompt", "select_account")],
        (false, false) => Vec::new(),
    }
}

/// `POST /auth/choose`: takes the address, and goes on with the application's request. An address
/// that nobody knows leads back to the page with the buttons, as one without an organization does.
pub(super) async fn choose(request: IssuerRequest, body: Request) -> Response {
    let outdated = || Page::new(words::FORM_OUTDATED).refusal(StatusCode::BAD_REQUEST, "form_outdated").into_response();
    let Ok(parameters) = form(body, &request.app).await else { return outdated() };
    let (Ok(Some(query)), Ok(address)) = (parameters.only(REQUEST), parameters.only(Field::Address.name())) else {
        return outdated();
    };
    let Ok(mut asked) = Parameters::of_query(query) else { return outdated() };
    asked.0.retain(|(name, _)| name != "connection" && name != "login_hint");
    if let Some(address) = address {
        match connection_of(&request, address).await {
            Ok(Some(connection)) => {
                asked.0.push(("connection".to_owned(), connection));
                asked.0.push(("login_hint".to_owned(), address.to_owned()));
            }
            Ok(None) => {}
            Err(failure) => return failed(failure),
        }
    }
    redirect(&format!("{}{AUTHORIZE}?{}", request.issuer.url, asked.query()))
}

/// Returns the connection of the organization that owns the domain of an address.
async fn connection_of(request: &IssuerRequest, address: &str) -> Result<Option<String>, Failure> {
    let Some(domain) = domain_of_address(address) else { return Ok(None) };
    let facts = request.app.store.connection_choice_facts(None, Some(&domain), &[]).await?;
    Ok(connection_of_owners(&facts.domain_owners).map(|connection| connection.to_string()))
}
