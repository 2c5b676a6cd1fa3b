//! The ways to the console without a person: the link of the operator, and the bootstrap token
//! (specification §16.4, §16.5).

use axum::http::header;
use axum::response::{IntoResponse, Response};
use cora_core::console::ConsoleSessionKind;
use cora_core::id::ConsoleSessionId;
use cora_core::secret::{PresentedToken, TokenHash};
use cora_issuer::{handle_hash, random_handle};
use cora_store::NewConsoleSession;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::authority::stored;
use super::flow::seal_token;
use super::request::{ConsoleRequest, OwnBody, OwnPage};
use crate::envelope::Success;
use crate::error::{ApiError, ServerCode};

/// A token that opens a session.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Presented {
    token: String,
}

/// The session that has begun.
#[derive(Serialize)]
struct Begun {
    state: ConsoleSessionKind,
}

/// `POST /console/api/setup`: begins a session for the setup by the bootstrap token, while the
/// platform has no owner. The token is not used up: the first sign-in presents it.
pub(super) async fn setup(OwnPage(request): OwnPage, OwnBody(body): OwnBody<Presented>) -> Result<Response, ApiError> {
    request.count_try()?;
    let store = &request.app.store;
    if store.has_platform_owner().await? {
        return Err(ApiError::Server(ServerCode::OwnerExists));
    }
    let refused = || ApiError::Server(ServerCode::SetupTokenInvalid);
    let token = PresentedToken::new(body.token.trim()).ok_or_else(refused)?;
    if !store.bootstrap_token_counts(&TokenHash::of(&token), request.now).await? {
        return Err(refused());
    }
    begin(&request, ConsoleSessionKind::Setup, Some(body.token.trim())).await
}

/// `POST /console/api/operator`: begins a session of the operator by a link that was made on the
/// host.
pub(super) async fn operator(
    OwnPage(request): OwnPage,
    OwnBody(body): OwnBody<Presented>,
) -> Result<Response, ApiError> {
    request.count_try()?;
    let refused = || ApiError::Server(ServerCode::ConsoleLinkInvalid);
    let token = PresentedToken::new(body.token.trim()).ok_or_else(refused)?;
    if !request.app.store.use_console_link(&TokenHash::of(&token), request.now).await? {
        return Err(refused());
    }
    begin(&request, ConsoleSessionKind::Operator, None).await
}

async fn begin(
    request: &ConsoleRequest,
    kind: ConsoleSessionKind,
    bootstrap_token: Option<&str>,
) -> Result<Response, ApiError> {
    let ConsoleRequest { app, host, now, .. } = request;
    let internal = || ApiError::Server(ServerCode::InternalError);
    let id = ConsoleSessionId::from_uuid(Uuid::new_v4());
    let secret = random_handle().map_err(|_| internal())?;
    let former = match request.secret() {
        Some(secret) => stored(app, &secret).await?.map(|session| session.id),
        None => None,
    };
    let session = NewConsoleSession {
        id,
        secret_hash: handle_hash(secret.expose()).ok_or_else(internal)?,
        kind,
        person: None,
        sealed_token: bootstrap_token.map(|token| seal_token(&app.flow_keys, id, token)).transpose()?,
        device: request.device(),
        request_id: Some(request.request_id.0.clone()),
    };
    app.store.begin_console_session(&session, former, *now).await?;
    let cookie = host.cookies.set_session(&secret, kind.lengths().absolute);
    Ok(([(header::SET_COOKIE, cookie)], Success::new(Begun { state: kind })).into_response())
}
