//! The upkeep of the record of logins: writes what this process has counted, and deletes what is
//! older than it is to be kept.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use cora_core::json::Code as _;
use cora_core::token::TokenErrorCode;
use cora_store::{RefusedToken, StoredConnection};

use crate::app::App;
use crate::envelope::RequestId;

/// Time between two writes.
const EVERY: Duration = Duration::from_secs(10);
/// Time between two deletions, in seconds.
const PRUNED_EVERY: u64 = 3600;
/// Maximum time that an answer or the end of the process waits for a write.
const LONGEST: Duration = Duration::from_secs(2);

/// The time of the last deletion.
#[derive(Debug, Default)]
pub(crate) struct Upkeep {
    pruned_at: AtomicU64,
}

/// Writes and deletes until the future is dropped.
pub(crate) async fn run(app: App) {
    let upkeep = Upkeep::default();
    loop {
        tokio::time::sleep(EVERY).await;
        once(&app, &upkeep).await;
    }
}

/// Does the same after a request, for a process that only runs while it answers.
pub(crate) async fn run_once(app: &App, upkeep: &Upkeep) {
    if tokio::time::timeout(LONGEST, once(app, upkeep)).await.is_err() {
        tracing::warn!("the counts of logins wait for the next request");
    }
}

/// Writes what waits before the process ends. A database that does not answer keeps no process.
pub(crate) async fn write_at_the_end(app: &App) {
    if tokio::time::timeout(LONGEST, write(app)).await.is_err() {
        tracing::warn!("the last counts of logins were not written");
    }
}

async fn write(app: &App) {
    if let Err(error) = app.store.write_login_counts().await {
        tracing::warn!(%error, "the counts of logins wait for the next try");
    }
}

async fn once(app: &App, upkeep: &Upkeep) {
    write(app).await;
    let now = (app.clock)();
    let before = upkeep.pruned_at.load(Ordering::Relaxed);
    if now.seconds().saturating_sub(before) < PRUNED_EVERY {
        return;
    }
    upkeep.pruned_at.store(now.seconds(), Ordering::Relaxed);
    match app.store.prune_logins(&app.login_retention, now).await {
        Ok(pruned) if pruned == Default::default() => {}
        Ok(pruned) => tracing::info!(
            samples = pruned.samples,
            details = pruned.details,
            refused_tokens = pruned.refused_tokens,
            "old records of logins were deleted"
        ),
        Err(error) => tracing::warn!(%error, "old records of logins were not deleted"),
    }
}

/// Notes a token that a connection refused.
pub(crate) fn refused(
    app: &App,
    stored: &StoredConnection,
    code: TokenErrorCode,
    subject: Option<&str>,
    request_id: Option<&RequestId>,
) {
    let (connection, request_id) = (&stored.connection, request_id.map(|id| id.0.as_str()));
    tracing::debug!(code = code.name(), connection_id = %connection.id, "a token was refused");
    app.store.refused_token(&RefusedToken { code, connection, subject, request_id }, (app.clock)());
}
