//! The choice of a connection, and the beginning of the way to its provider (specification §14.4).

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use cora_core::issuer::application::Application;
use cora_core::issuer::authorization::{AuthorizationErrorCode, AuthorizationRequest, Prompt};
use cora_core::issuer::connection_choice::{ConnectionChoice, choose_connection, hinted_domain};
use cora_core::json::Code as _;
use cora_core::text::LoginHint;

use super::answer::{Failure, answer_error, back_url};
use super::departure::{self, Asked};
use super::page::Page;
use super::request::IssuerRequest;
use super::{choose, words};

/// Sends a person to the provider of the chosen connection, or lets them choose.
pub(super) async fn sign_in(
    request: &IssuerRequest,
    authorization: AuthorizationRequest,
    application: &Application,
    asked: Asked,
) -> Result<Response, Failure> {
    let store = &request.app.store;
    let authorization = begun_at_provider(request, authorization, application).await?;
    let domain = hinted_domain(&authorization);
    let facts = store
        .connection_choice_facts(authorization.organization_id, domain.as_deref(), &application.connections)
        .await?;
    match choose_connection(&authorization, application, &facts) {
        ConnectionChoice::Connection { connection_id, reason } => {
            tracing::debug!(reason = reason.name(), "a connection is chosen");
            match store.active_connection(connection_id).await? {
                Some(stored) => departure::begin(request, authorization, stored, asked).await,
                // It was disabled in this moment.
                None => Err(Failure::Busy),
            }
        }
        ConnectionChoice::Page { connections } => {
            let mut buttons = Vec::with_capacity(connections.len());
            for id in connections {
                buttons.extend(store.active_connection(id).await?);
            }
            Ok(choose::page(request, &authorization, &buttons))
        }
        ConnectionChoice::Unavailable {} => {
            let issuer = &request.issuer.url;
            let error = AuthorizationErrorCode::TemporarilyUnavailable;
            if authorization.prompt.contains(&Prompt::None) {
                return Ok(answer_error(issuer, &authorization, error));
            }
            let back = back_url(issuer, &authorization, error);
            let page = Page::new(words::NO_CONNECTION).link(words::BACK_TO_APPLICATION, &back);
            Ok(page.refusal(StatusCode::SERVICE_UNAVAILABLE, "connection_unavailable").into_response())
        }
    }
}

/// Completes a request that asks for no connection by the one at whose provider the sign-in began
/// in this browser, if it is in use and the application allows it.
async fn begun_at_provider(
    request: &IssuerRequest,
    mut authorization: AuthorizationRequest,
    application: &Application,
) -> Result<AuthorizationRequest, Failure> {
    let asks = authorization.connection_id.is_some()
        || authorization.organization_id.is_some()
        || authorization.login_hint.is_some()
        || authorization.domain_hint.is_some();
    let begun = request.issuer.cookies.begun(&request.headers).filter(|_| !asks);
    let Some((connection, hint)) = begun.filter(|(connection, _)| application.allows(*connection)) else {
        return Ok(authorization);
    };
    if request.app.store.active_connection(connection).await?.is_some() {
        authorization.connection_id = Some(connection);
        authorization.login_hint = hint.as_deref().and_then(LoginHint::new);
    }
    Ok(authorization)
}
