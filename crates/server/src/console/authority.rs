//! The session of the console that a request presents: who acts by it now (specification §16.3).

use std::sync::Arc;

use axum::http::request::Parts;
use cora_core::console::{ConsoleSessionKind, ConsoleSessionObjection, proven_at, session_objection};
use cora_core::id::ApplicationId;
use cora_core::issuer::renewal::RenewalReason;
use cora_core::provisioning::code::UserMessage;
use cora_core::secret::Secret;
use cora_core::time::UnixSeconds;
use cora_issuer::handle_hash;
use cora_store::{Grant, Provisioned, StoredConnection, StoredConsoleSession};

use super::{Host, guard};
use crate::app::App;
use crate::error::{ApiError, ServerCode};

/// A login that a session of the console stands for, decided with the facts of now.
pub(crate) struct ConsoleLogin {
    pub stored: Arc<StoredConnection>,
    pub provisioned: Provisioned,
    /// The time of the proof that the browser is the user's.
    pub proven_at: UnixSeconds,
    /// The first moment at which the session is over if it is not used before.
    pub ends_at: UnixSeconds,
}

/// The one who acts by a session of the console.
pub(crate) enum ConsoleAuthority {
    /// A person.
    Person(Box<ConsoleLogin>),
    /// The operator of the host, or somebody who sets the platform up.
    WithoutPerson(ConsoleSessionKind),
}

impl From<ConsoleSessionObjection> for ApiError {
    fn from(objection: ConsoleSessionObjection) -> Self {
        Self::Server(match objection {
            ConsoleSessionObjection::ConsoleSessionOver => ServerCode::ConsoleSessionOver,
            ConsoleSessionObjection::SessionSuperseded => ServerCode::SessionSuperseded,
        })
    }
}

const OVER: ApiError = ApiError::Server(ServerCode::ConsoleSessionOver);

/// Returns the one who acts by the session of a request that is marked as one of the console's
/// pages. `None` for any other request: the cookie does not count for it.
pub(crate) async fn of_request(
    app: &App,
    parts: &Parts,
    now: UnixSeconds,
) -> Result<Option<ConsoleAuthority>, ApiError> {
    let Some(host) = Host::of_request(parts).filter(|_| guard::is_marked(&parts.headers)) else { return Ok(None) };
    guard::check(host, &parts.method, &parts.headers)?;
    let secret = host.cookies.session(&parts.headers).ok_or(OVER)?;
    let session = stored(app, &secret).await?.ok_or(OVER)?;
    authority(app, &session, now).await.map(Some)
}

/// Returns the stored session of a cookie's secret.
pub(super) async fn stored(app: &App, secret: &Secret) -> Result<Option<StoredConsoleSession>, ApiError> {
    let Some(hash) = handle_hash(secret.expose()) else { return Ok(None) };
    Ok(app.store.console_session(&hash).await?)
}

/// Returns the one who acts by a stored session now. Nothing is taken from the session but whose it
/// is: the login behind it is decided again.
pub(super) async fn authority(
    app: &App,
    session: &StoredConsoleSession,
    now: UnixSeconds,
) -> Result<ConsoleAuthority, ApiError> {
    if let Some(objection) = session_objection(&session.facts, now) {
        return Err(objection.into());
    }
    let authority = match session.application_session_id {
        None => ConsoleAuthority::WithoutPerson(session.facts.kind),
        Some(id) => {
            let grant = match app.store.decide_access(id, app.session_lengths, now).await? {
                Some(Ok(grant)) => grant,
                Some(Err(RenewalReason::NotAdmitted)) => {
                    return Err(ApiError::NotAdmitted { message: UserMessage::AccessDenied, connection_id: None });
                }
                Some(Err(RenewalReason::ConnectionNotActive | RenewalReason::ConnectionNotAllowed)) => {
                    return Err(ConsoleSessionObjection::SessionSuperseded.into());
                }
                Some(Err(_)) | None => return Err(OVER),
            };
            ConsoleAuthority::Person(Box::new(login(app, session, *grant).await?))
        }
    };
    app.store.use_console_session(session, now).await?;
    Ok(authority)
}

async fn login(app: &App, session: &StoredConsoleSession, grant: Grant) -> Result<ConsoleLogin, ApiError> {
    let Grant { session: part, mut provisioned, ends_at, .. } = grant;
    let browser = &part.browser_session.facts;
    // SECURITY: the row names both, and a mix-up must not make one user another.
    if part.facts.application_id != ApplicationId::of_console() || session.user_id != Some(browser.user_id) {
        return Err(OVER);
    }
    let stored = app.store.active_connection(browser.connection_id).await?;
    let stored = stored.ok_or(ApiError::from(ConsoleSessionObjection::SessionSuperseded))?;
    let times = session.facts.times;
    let ends_at = ends_at.min(times.ends_at());
    // The times of the session are the console's, not those of the token at the sign-in.
    let login = &mut provisioned.input.login;
    (login.issued_at, login.expires_at) = (Some(times.began_at), Some(ends_at));
    Ok(ConsoleLogin { stored: Arc::new(stored), provisioned, proven_at: proven_at(browser), ends_at })
}
