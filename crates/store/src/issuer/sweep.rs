//! Removes rows that are over (pitfall C60).

use cora_core::time::UnixSeconds;

use crate::database::Store;
use crate::error::StoreError;
use crate::sql::{Sql, seconds, sql};

/// Maximum number of rows of a table that are removed at once.
pub const SWEPT_AT_ONCE: u32 = 1000;

/// Time for which a session that is over is kept, in seconds: one day (our decision, so that a late
/// request learns that it has ended, and administrators can see why).
const KEPT_SECONDS: u64 = 86_400;

impl Store {
    /// Removes rows that are over: at most [`SWEPT_AT_ONCE`] of each table, in a transaction of
    /// each table. Returns `true` if there may be more. Any number of programs may sweep at once.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails. The tables before are swept then.
    pub async fn sweep_issuer(&self, now: UnixSeconds) -> Result<bool, StoreError> {
        let mut has_more = false;
        for sweep in sweeps(now) {
            has_more |= self.write_one(sweep).await? >= u64::from(SWEPT_AT_ONCE);
        }
        Ok(has_more)
    }

    /// Returns the number of seconds for which the oldest flow that is over has been kept: a
    /// measure of the sweeps. `None` if none is over.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn oldest_overdue(&self, now: UnixSeconds) -> Result<Option<u64>, StoreError> {
        let oldest = sql!(
            "SELECT @text(@seconds(min(expires_at))) FROM sign_in_flows WHERE expires_at <= @time(?1) HAVING count(*) > 0"
        );
        let oldest = self.read_text(oldest.bind(seconds(now))).await?;
        let oldest = oldest.and_then(|oldest| oldest.parse::<u64>().ok());
        Ok(oldest.map(|oldest| now.seconds().saturating_sub(oldest)))
    }
}

/// Builds the statements. `?1` is the time up to which rows are over, and `?2` the limit.
fn sweeps(now: UnixSeconds) -> [Sql; 9] {
    let kept = UnixSeconds::new(now.seconds().saturating_sub(KEPT_SECONDS)).unwrap_or_default();
    [
        (
            sql!("DELETE FROM sign_in_flows WHERE id IN (SELECT id FROM sign_in_flows
                WHERE expires_at <= @time(?1) ORDER BY expires_at LIMIT ?2 @skip_locked)"),
            now,
        ),
        // They end with their session, which is kept longer than they are.
        (
            sql!("DELETE FROM provider_tokens WHERE id IN (SELECT provider_tokens.id FROM browser_sessions
                JOIN provider_tokens ON provider_tokens.browser_session_id = browser_sessions.id
                WHERE browser_sessions.ended_at <= @time(?1) OR browser_sessions.idle_ends_at <= @time(?1)
                    OR browser_sessions.ends_at <= @time(?1) LIMIT ?2)"),
            now,
        ),
        // The expiry of a redeemed code is the end of its session.
        (
            sql!("DELETE FROM authorization_codes WHERE code_hash IN (SELECT code_hash FROM authorization_codes
                WHERE expires_at <= @time(?1) ORDER BY expires_at LIMIT ?2 @skip_locked)"),
            now,
        ),
        (
            sql!("DELETE FROM assertion_ids WHERE (owner_id, id_hash) IN (SELECT owner_id, id_hash FROM assertion_ids
                WHERE expires_at <= @time(?1) ORDER BY expires_at LIMIT ?2 @skip_locked)"),
            now,
        ),
        (
            sql!("DELETE FROM application_sessions WHERE id IN (SELECT id FROM application_sessions
                WHERE ended_at <= @time(?1) OR idle_ends_at <= @time(?1) OR ends_at <= @time(?1) LIMIT ?2 @skip_locked)"),
            kept,
        ),
        (
            sql!("DELETE FROM browser_sessions WHERE id IN (SELECT id FROM browser_sessions
                WHERE ended_at <= @time(?1) OR idle_ends_at <= @time(?1) OR ends_at <= @time(?1) LIMIT ?2 @skip_locked)"),
            kept,
        ),
        (
            sql!("DELETE FROM logout_outbox WHERE application_session_id IN (SELECT application_session_id FROM logout_outbox
                WHERE created_at <= @time(?1) ORDER BY created_at LIMIT ?2 @skip_locked)"),
            kept,
        ),
        (
            sql!("DELETE FROM console_sessions WHERE id IN (SELECT id FROM console_sessions
                WHERE idle_ends_at <= @time(?1) OR ends_at <= @time(?1) LIMIT ?2 @skip_locked)"),
            now,
        ),
        (
            sql!("DELETE FROM console_links WHERE token_hash IN (SELECT token_hash FROM console_links
                WHERE expires_at <= @time(?1) ORDER BY expires_at LIMIT ?2 @skip_locked)"),
            now,
        ),
    ]
    .map(|(sweep, before)| sweep.bind(seconds(before)).bind(SWEPT_AT_ONCE))
}
