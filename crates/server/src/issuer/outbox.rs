//! Logout tokens for applications (OpenID Connect Back-Channel Logout 1.0). Sending never delays a
//! person: it happens after the answer, and again if it fails (specification §14.9).

use std::sync::Arc;
use std::time::Duration;

use cora_core::issuer::claims::{LOGOUT_TOKEN_TYPE, logout_token_claims};
use cora_core::issuer::signing_key::SigningKeyUse;
use cora_core::text::Issuer as IssuerName;
use cora_core::time::UnixSeconds;
use cora_jwt::Form;
use cora_store::LogoutToSend;
use tokio::task::JoinSet;

use super::Issuer;
use crate::app::App;

/// The number of logout tokens that are sent at once.
const AT_ONCE: u32 = 16;
/// Time between two looks for logouts to send, without a reason to look earlier.
const EVERY: Duration = Duration::from_secs(5);
/// Maximum time for one application to answer (pitfall C47).
const TIMEOUT: Duration = Duration::from_secs(5);
/// Maximum time that a request waits for the work after it, where nothing runs between requests.
const LONGEST: Duration = Duration::from_secs(6);

/// Sends logout tokens, rotates keys and removes rows that are over, until the process ends.
pub(crate) async fn run(app: App, issuer: Arc<Issuer>) {
    loop {
        let now = (app.clock)();
        send_due(&app, &issuer, now).await;
        sweep(&app, &issuer, now).await;
        // Woken, or in time: both lead to another look.
        let _ = tokio::time::timeout(EVERY, issuer.outbox.woken()).await;
    }
}

/// Does the same after a request, for a process that only runs while it answers: if the request
/// ended sessions, and otherwise once a minute.
pub(crate) async fn run_once(app: &App, issuer: &Arc<Issuer>) {
    let now = (app.clock)();
    let is_waiting = issuer.outbox.take_waiting();
    let is_due = issuer.outbox.is_look_due(now);
    let work = async {
        if is_waiting || is_due {
            send_due(app, issuer, now).await;
        }
        if is_due {
            swept(app, issuer, now).await;
        }
    };
    // What was not done is done after a later request.
    if tokio::time::timeout(LONGEST, work).await.is_err() {
        tracing::info!("logouts to send wait for the next request");
        issuer.outbox.wait_again();
    }
}

/// Rotates keys and removes rows that are over, once a minute.
async fn sweep(app: &App, issuer: &Issuer, now: UnixSeconds) {
    if issuer.outbox.is_look_due(now) {
        swept(app, issuer, now).await;
    }
}

async fn swept(app: &App, issuer: &Issuer, now: UnixSeconds) {
    if let Err(error) = issuer.keys.load(app, now).await {
        tracing::error!(code = error.code(), "the issuer's keys cannot be loaded");
    }
    if let Err(error) = app.store.sweep_issuer(now).await {
        tracing::warn!(%error, "rows that are over were not removed");
    }
    match app.store.oldest_overdue(now).await {
        Ok(seconds) => app.metrics.overdue(seconds.unwrap_or(0)),
        Err(error) => tracing::warn!(%error, "the sweeps could not be measured"),
    }
}

/// Sends the logout tokens that are due, side by side.
pub(crate) async fn send_due(app: &App, issuer: &Arc<Issuer>, now: UnixSeconds) {
    loop {
        let due = match app.store.take_logouts(AT_ONCE, now).await {
            Ok(due) => due,
            Err(error) => {
                tracing::warn!(%error, "logouts to send could not be read");
                return;
            }
        };
        if due.is_empty() {
            return;
        }
        let mut sending = JoinSet::new();
        for logout in due {
            let (app, issuer) = (app.clone(), Arc::clone(issuer));
            sending.spawn(async move { send(&app, &issuer, &logout, now).await });
        }
        while sending.join_next().await.is_some() {}
    }
}

async fn send(app: &App, issuer: &Issuer, logout: &LogoutToSend, now: UnixSeconds) {
    let session = logout.application_session_id;
    let sent = match deliver(app, issuer, logout, now).await {
        Ok(()) => app.store.logout_sent(session).await,
        Err(error) => {
            tracing::info!(code = error, tries = logout.tries, application = %logout.application_id, "a logout was not received");
            app.store.logout_failed(session, error).await
        }
    };
    if let Err(error) = sent {
        tracing::warn!(%error, "the result of sending a logout was not recorded");
    }
}

/// Sends one logout token. The host is checked at each try, by the client that all exchanges with
/// providers use (pitfall C47). No part of the answer but its status is read.
async fn deliver(app: &App, issuer: &Issuer, logout: &LogoutToSend, now: UnixSeconds) -> Result<(), &'static str> {
    let name = IssuerName::new(&issuer.url).ok_or("issuer_invalid")?;
    let session = logout.application_session_id;
    // A session ends once, so its identifier is that of the token at every try.
    let (application, user) = (logout.application_id, logout.user_id);
    let claims = logout_token_claims(&name, application, user, session, now, &session.to_string());
    let keys = issuer.keys.load(app, now).await.map_err(|error| error.code())?;
    let token = keys.sign(SigningKeyUse::IdToken, LOGOUT_TOKEN_TYPE, &claims, now).map_err(|error| error.code())?;
    let body = url::form_urlencoded::Serializer::new(String::new()).append_pair("logout_token", &token).finish();
    let form = Form { url: logout.uri.as_str(), authorization: None, body: body.into_bytes() };
    let answer = tokio::time::timeout(TIMEOUT, app.post.post(form)).await.map_err(|_| "timeout")?;
    match answer.map_err(|error| error.code())?.status {
        200 | 204 => Ok(()),
        _ => Err("unexpected_status"),
    }
}
