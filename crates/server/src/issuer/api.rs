//! Access tokens of the issuer at Cora's own API (specification §14.8): the session is read, and
//! its login is decided as at a renewal.

use std::sync::Arc;

use cora_core::issuer::renewal::RenewalReason;
use cora_core::json::Code as _;
use cora_core::provisioning::code::UserMessage;
use cora_core::time::UnixSeconds;
use cora_core::token::TokenErrorCode;
use cora_store::{Grant, ProvisionError, Provisioned, SessionError, StoredApplicationSession, StoredConnection};

use super::Issuer;
use crate::app::App;
use crate::error::{ApiError, ServerCode};

/// Decides the login of the session that an access token of this issuer belongs to. Returns the
/// application's session with it.
pub(crate) async fn provision(
    app: &App,
    issuer: &Issuer,
    text: &str,
    now: UnixSeconds,
) -> Result<(Arc<StoredConnection>, Provisioned, StoredApplicationSession), ApiError> {
    let refused = |code: TokenErrorCode| ApiError::Token(code.into());
    let keys = issuer.keys.load(app, now).await.map_err(|error| {
        tracing::error!(code = error.code(), "the issuer's keys failed");
        ApiError::Server(ServerCode::InternalError)
    })?;
    let token = keys.access_token(text, now).ok_or_else(|| refused(TokenErrorCode::SignatureInvalid))?;
    let decided = app.store.decide_access(token.application_session_id, app.session_lengths, now).await;
    let grant = match decided? {
        Some(Ok(grant)) => grant,
        Some(Err(RenewalReason::NotAdmitted)) => {
            return Err(ApiError::NotAdmitted { message: UserMessage::AccessDenied, connection_id: None });
        }
        Some(Err(reason)) => {
            tracing::info!(reason = reason.name(), "the session of an access token is over");
            return Err(refused(TokenErrorCode::TokenExpired));
        }
        None => return Err(refused(TokenErrorCode::TokenExpired)),
    };
    let session = &grant.session;
    let (application, user) = (session.facts.application_id, session.browser_session.facts.user_id);
    if (application, user) != (token.application_id, token.user_id) || !session.application.api_access {
        return Err(refused(TokenErrorCode::AudienceMismatch));
    }
    let connection = session.browser_session.facts.connection_id;
    let stored = app.store.active_connection(connection).await?;
    let stored = stored.ok_or_else(|| refused(TokenErrorCode::ConnectionNotActive))?;
    let Grant { mut provisioned, session, .. } = *grant;
    // The times of the session are those of the presented token, not of the sign-in's.
    let login = &mut provisioned.input.login;
    (login.issued_at, login.expires_at) = (Some(token.issued_at), Some(token.expires_at));
    Ok((Arc::new(stored), provisioned, session))
}

impl From<SessionError> for ApiError {
    fn from(error: SessionError) -> Self {
        match error {
            SessionError::Contended | SessionError::Login(ProvisionError::ConnectionChanged) => {
                Self::Server(ServerCode::TryAgain)
            }
            SessionError::Store(error) => error.into(),
            SessionError::Login(error) => error.into(),
        }
    }
}
