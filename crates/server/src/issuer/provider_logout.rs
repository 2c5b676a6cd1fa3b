//! Logouts of providers (specification §14.9, OpenID Connect Back-Channel Logout 1.0 §2.5 to §2.8).

use axum::extract::{Path, Request};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use cora_core::connection::configuration::ConnectionConfiguration;
use cora_core::id::ConnectionId;
use cora_core::json::Code as _;
use cora_core::token::{TokenError, TokenErrorCode};
use cora_jwt::CompactToken;

use super::form::form;
use super::oauth_error::OauthError;
use super::request::IssuerRequest;
use crate::authenticate::key_source;
use crate::own_form::OwnForm;

/// `POST /auth/backchannel-logout/{connection}`: ends the sessions that the provider ended.
///
/// The answer is 200 whether or not a session ended, and for a token that was received before, so
/// that a provider that lost the answer is content. It is 400 for a token that does not count, and
/// 503 if nothing could be verified or written, so that the provider sends it again.
pub(super) async fn provider_logout(request: IssuerRequest, Path(connection): Path<String>, body: Request) -> Response {
    let mut response = match ended(&request, &connection, body).await {
        Ok(()) => {
            let mut response = StatusCode::OK.into_response();
            response.extensions_mut().insert(OwnForm { code: None });
            response
        }
        Err(error) => error.into_response(),
    };
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

async fn ended(request: &IssuerRequest, connection: &str, body: Request) -> Result<(), OauthError> {
    const REFUSED: OauthError = OauthError::InvalidRequest("the logout token is not valid for this connection");
    let (app, now) = (&request.app, request.now);
    let parameters = form(body, app).await.map_err(|fault| OauthError::InvalidRequest(fault.description()))?;
    let text = match parameters.only("logout_token") {
        Ok(Some(text)) => text,
        Ok(None) | Err(_) => return Err(OauthError::InvalidRequest("there is not one logout_token")),
    };
    let connection_id = ConnectionId::parse(connection).ok_or(REFUSED)?;
    let stored = app.store.active_connection(connection_id).await?.ok_or(REFUSED)?;
    let client_id = stored.configuration.as_ref().and_then(ConnectionConfiguration::client_id);
    // The audience is the client at the provider, as it is of an ID token.
    let for_id_token = stored.connection.for_id_token(client_id);
    let source = key_source(&stored.connection.issuer, stored.configuration.as_ref(), &stored.derived);
    let verified = async {
        let token = CompactToken::parse(text).map_err(TokenError::from)?;
        app.verifier.verify_logout(&token, &for_id_token, &source, now).await
    };
    let logout = verified.await.map_err(|error| {
        tracing::warn!(code = error.code.name(), claim = error.claim, %connection_id, "a logout token is refused");
        if error.code == TokenErrorCode::KeysUnavailable { OauthError::TemporarilyUnavailable } else { REFUSED }
    })?;
    match app.store.end_sessions_of_provider(connection_id, &logout, now).await? {
        Some(sessions) => tracing::info!(sessions, %connection_id, "a provider ended sessions"),
        None => tracing::info!(%connection_id, "a logout token was received before"),
    }
    request.issuer.outbox.wake();
    Ok(())
}
