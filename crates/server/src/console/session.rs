//! The session of a browser, and the lists of sessions (specification §16.3).

use axum::extract::Path;
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use cora_core::capability::Capability;
use cora_core::console::{ConsoleSessionKind, PROOF_SECONDS};
use cora_core::id::{ConsoleSessionId, UserId};
use cora_core::issuer::session::SessionEndReason;
use cora_core::role::PlatformRole;
use cora_core::session::{self, AuthenticatedSession, UnifiedSession};
use cora_core::time::UnixSeconds;
use cora_store::{ConsoleSessionRow, StoredConsoleSession};
use serde::Serialize;

use super::authority::{ConsoleAuthority, authority, stored};
use super::request::{ConsoleRequest, OwnPage};
use crate::envelope::Success;
use crate::error::{ApiError, ServerCode};

const CLEAR_SITE_DATA: HeaderName = HeaderName::from_static("clear-site-data");

/// The state of a browser at the console: what it shows.
#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
enum State {
    /// The sign-in.
    SignedOut,
    /// Everything that the person may do.
    SignedIn,
    /// Connections alone: to the operator, and to a setup session until people can sign in.
    Operator,
    /// The question for the setup token: the platform has no owner, and the browser no session.
    Setup,
}

/// The way in which people sign in to the console.
#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum SignIn {
    /// The browser goes to the issuer.
    #[serde(rename_all = "camelCase")]
    Redirect {
        /// The name of the only connection of the platform; null if there are several.
        display_name: Option<String>,
    },
    /// The providers in use give their tokens to the application alone.
    ApplicationOnly,
    /// No connection of the platform is in use.
    NoConnection,
    /// The service lacks a setting.
    Unavailable { missing: &'static str },
}

/// The console as a browser meets it. A stranger learns the first members alone.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct View {
    state: State,
    /// `true` while the platform has no owner.
    needs_setup: bool,
    sign_in: SignIn,
    /// The code of the reason why a session does not go on.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<ConsoleSessionId>,
    /// The kind of the session.
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<ConsoleSessionKind>,
    /// The session of the person.
    #[serde(skip_serializing_if = "Option::is_none")]
    session: Option<Box<AuthenticatedSession>>,
    /// The person's full name.
    #[serde(skip_serializing_if = "Option::is_none")]
    full_name: Option<String>,
    /// The capabilities of a session without a person.
    #[serde(skip_serializing_if = "Option::is_none")]
    capabilities: Option<Vec<Capability>>,
    /// The first moment at which the session is over if it is not used before, in seconds since
    /// 1970-01-01T00:00:00Z.
    #[serde(skip_serializing_if = "Option::is_none")]
    expires_at: Option<UnixSeconds>,
    /// The first moment at which a sensitive command needs a new proof.
    #[serde(skip_serializing_if = "Option::is_none")]
    proven_until: Option<UnixSeconds>,
}

/// `GET /console/api/session`: the state of the browser.
pub(super) async fn show(OwnPage(request): OwnPage) -> Result<Response, ApiError> {
    let needs_setup = !request.app.store.has_platform_owner().await?;
    let mut view = View {
        state: if needs_setup { State::Setup } else { State::SignedOut },
        needs_setup,
        sign_in: sign_in(&request).await?,
        reason: None,
        id: None,
        kind: None,
        session: None,
        full_name: None,
        capabilities: None,
        expires_at: None,
        proven_until: None,
    };
    let (app, now) = (&request.app, request.now);
    let Some(secret) = request.secret() else { return Ok(Success::new(view).into_response()) };
    let Some(session) = stored(app, &secret).await? else {
        view.reason = Some(ApiError::Server(ServerCode::ConsoleSessionOver).code());
        let cookie = request.host.cookies.clear_session();
        return Ok(([(header::SET_COOKIE, cookie)], Success::new(view)).into_response());
    };
    match authority(app, &session, now).await {
        Ok(ConsoleAuthority::Person(login)) => {
            let (input, decision) = (&login.provisioned.input, &login.provisioned.decision);
            let known = session::of_decision(&input.login, login.stored.connection.kind, decision, &input.facts);
            let UnifiedSession::Authenticated { session: known } = known else { return Err(ApiError::FORBIDDEN) };
            let profile = login.provisioned.profile.as_ref().map(|view| &view.profile);
            view.state = State::SignedIn;
            view.session = Some(known);
            view.full_name = profile.and_then(|profile| profile.full_name.clone());
            view.expires_at = Some(login.ends_at);
            view.proven_until = Some(login.proven_at.plus(PROOF_SECONDS + 1));
            (view.id, view.kind) = (Some(session.id), Some(session.facts.kind));
        }
        Ok(ConsoleAuthority::WithoutPerson(kind)) => {
            let signs_in = kind == ConsoleSessionKind::Setup && matches!(view.sign_in, SignIn::Redirect { .. });
            view.state = if signs_in { State::SignedOut } else { State::Operator };
            let reached = Capability::ALL.iter().copied().filter(|capability| kind.reaches(Some(*capability)));
            view.capabilities = Some(reached.collect());
            view.expires_at = Some(session.facts.times.ends_at());
            (view.id, view.kind) = (Some(session.id), Some(kind));
        }
        Err(
            error @ (ApiError::NotAdmitted { .. }
            | ApiError::Server(ServerCode::ConsoleSessionOver | ServerCode::SessionSuperseded)),
        ) => {
            view.reason = Some(error.code());
        }
        Err(error) => return Err(error),
    }
    Ok(Success::new(view).into_response())
}

async fn sign_in(request: &ConsoleRequest) -> Result<SignIn, ApiError> {
    if let Some(objection) = request.app.issuer_objection() {
        return Ok(SignIn::Unavailable { missing: objection.setting() });
    }
    let connections = request.app.store.active_platform_connections().await?;
    Ok(if connections.is_empty() {
        SignIn::NoConnection
    } else if connections.iter().all(|stored| stored.connection.kind.login().is_none()) {
        SignIn::ApplicationOnly
    } else {
        let only = connections.first().filter(|_| connections.len() == 1);
        SignIn::Redirect { display_name: only.map(|stored| stored.display_name.clone()) }
    })
}

/// `DELETE /console/api/session`: signs out of the console, and of the browser's session with it,
/// so that nobody comes back without a sign-in.
pub(super) async fn sign_out(OwnPage(request): OwnPage) -> Result<Response, ApiError> {
    let (app, now) = (&request.app, request.now);
    let session = match request.secret() {
        Some(secret) => stored(app, &secret).await?,
        None => None,
    };
    if let Some(session) = session {
        end_browser(&request, &session).await?;
        let request_id = Some(request.request_id.0.as_str());
        app.store.end_console_session(session.id, None, SessionEndReason::SignedOut, request_id, now).await?;
    }
    let mut response = Success::new(Ended {}).into_response();
    let headers = response.headers_mut();
    headers.append(header::SET_COOKIE, request.host.cookies.clear_session());
    if let Some(issuer) = &request.issuer {
        headers.append(header::SET_COOKIE, issuer.cookies.clear_session());
    }
    // Below a path, the origin has other applications.
    if request.host.prefix.is_empty() {
        headers.insert(CLEAR_SITE_DATA, HeaderValue::from_static("\"cache\", \"storage\""));
    }
    Ok(response)
}

/// Ends the browser session of a session of the console, with all its applications.
async fn end_browser(request: &ConsoleRequest, session: &StoredConsoleSession) -> Result<(), ApiError> {
    let (store, now) = (&request.app.store, request.now);
    let Some(id) = session.application_session_id else { return Ok(()) };
    let Some(part) = store.application_session(id).await? else { return Ok(()) };
    store.end_browser_session(part.facts.browser_session_id, SessionEndReason::SignedOut, now).await?;
    if let Some(issuer) = &request.issuer {
        issuer.outbox.wake();
    }
    Ok(())
}

/// A session that was ended.
#[derive(Serialize)]
pub(super) struct Ended {}

/// Sessions of the console.
#[derive(Serialize)]
pub(super) struct Sessions {
    items: Vec<ConsoleSessionRow>,
    /// The session that asks.
    current: ConsoleSessionId,
}

/// The session of the person who asks, and its row.
async fn person(request: &ConsoleRequest) -> Result<(StoredConsoleSession, AuthenticatedSession), ApiError> {
    let over = || ApiError::Server(ServerCode::ConsoleSessionOver);
    let secret = request.secret().ok_or_else(over)?;
    let session = stored(&request.app, &secret).await?.ok_or_else(over)?;
    let ConsoleAuthority::Person(login) = authority(&request.app, &session, request.now).await? else {
        return Err(ApiError::FORBIDDEN);
    };
    let (input, decision) = (&login.provisioned.input, &login.provisioned.decision);
    match session::of_decision(&input.login, login.stored.connection.kind, decision, &input.facts) {
        UnifiedSession::Authenticated { session: known } => Ok((session, *known)),
        _ => Err(ApiError::FORBIDDEN),
    }
}

/// Returns the user whose sessions alone a person sees: an owner of the platform sees all.
fn own_alone(person: &AuthenticatedSession) -> Option<UserId> {
    (person.platform_role != PlatformRole::PlatformOwner).then_some(person.user_id)
}

/// `GET /console/api/sessions`: the sessions of the person, and all of them for an owner of the
/// platform.
pub(super) async fn list(OwnPage(request): OwnPage) -> Result<Success<Sessions>, ApiError> {
    let (session, person) = person(&request).await?;
    let items = request.app.store.console_sessions(own_alone(&person), request.now).await?;
    Ok(Success::new(Sessions { items, current: session.id }))
}

/// `DELETE /console/api/sessions/{session}`: ends a session of the person, or any one for an owner
/// of the platform.
pub(super) async fn end(OwnPage(request): OwnPage, Path(id): Path<String>) -> Result<Success<Ended>, ApiError> {
    let (_, person) = person(&request).await?;
    let not_found = || ApiError::Server(ServerCode::NotFound);
    let id = ConsoleSessionId::parse(&id).ok_or_else(not_found)?;
    let (reason, request_id) = (SessionEndReason::EndedByAdministrator, Some(request.request_id.0.as_str()));
    match request.app.store.end_console_session(id, own_alone(&person), reason, request_id, request.now).await? {
        true => Ok(Success::new(Ended {})),
        false => Err(not_found()),
    }
}
