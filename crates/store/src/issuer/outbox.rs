//! Logout tokens to send to applications (OpenID Connect Back-Channel Logout 1.0).

use cora_core::id::{ApplicationId, ApplicationSessionId, UserId};
use cora_core::text::EndpointUrl;
use cora_core::time::UnixSeconds;
use serde::Deserialize;

use super::read;
use crate::database::Store;
use crate::error::StoreError;
use crate::sql::{seconds, sql};
use crate::transaction::in_transaction;

/// The most times that a logout token is sent: at once, and 30 seconds, 2 minutes, 10 minutes and
/// 45 minutes after the try before.
pub const LOGOUT_TRIES: u32 = 5;

/// A logout token to send.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LogoutToSend {
    /// The session that has ended (`sid`). It ends once, so it is the token's `jti` too.
    pub application_session_id: ApplicationSessionId,
    /// The application (`aud`).
    pub application_id: ApplicationId,
    /// The user (`sub`).
    pub user_id: UserId,
    /// The place to send it to, as it is registered now.
    pub uri: EndpointUrl,
    /// The number of this try, from 1 to [`LOGOUT_TRIES`].
    pub tries: u32,
}

impl Store {
    /// Takes logouts that are due, at most `limit`, for a try each. A try that is not reported as
    /// sent, because it failed or its program was killed, is followed by the next one.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails. Nothing was taken then.
    pub async fn take_logouts(&self, limit: u32, now: UnixSeconds) -> Result<Vec<LogoutToSend>, StoreError> {
        let is_due = sql!("SELECT EXISTS (SELECT 1 FROM logout_outbox WHERE next_try_at <= @time(?1))");
        if !self.read_flag(is_due.bind(seconds(now))).await? {
            return Ok(Vec::new());
        }
        // An application that no longer has a place for them is not told.
        let forget = sql!(
            "DELETE FROM logout_outbox WHERE next_try_at <= @time(?1) AND application_id IN (
                SELECT id FROM applications WHERE document ->> 'backChannelLogoutUri' IS NULL)"
        )
        .bind(seconds(now));
        let take = sql!(
            "UPDATE logout_outbox SET tries = tries + 1, next_try_at = @time(?1 + CASE tries WHEN 0 THEN 30 WHEN 1 THEN 120
                WHEN 2 THEN 600 WHEN 3 THEN 2700 END)
             WHERE application_session_id IN (SELECT application_session_id FROM logout_outbox
                WHERE next_try_at <= @time(?1) ORDER BY next_try_at LIMIT ?2 @skip_locked)
             RETURNING @object('applicationSessionId', application_session_id, 'applicationId', application_id,
                'userId', user_id, 'tries', tries, 'uri', (SELECT document ->> 'backChannelLogoutUri' FROM applications
                    WHERE applications.id = logout_outbox.application_id))"
        )
        .bind(seconds(now))
        .bind(limit);
        let rows = in_transaction!(self, |transaction| async {
            transaction.execute(forget.clone()).await?;
            transaction.texts(take.clone()).await
        }
        .await)?;
        rows.iter().map(|row| read(row)).collect()
    }

    /// Forgets a logout that the application has received.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails. It is sent again then.
    pub async fn logout_sent(&self, session: ApplicationSessionId) -> Result<(), StoreError> {
        let sent = sql!("DELETE FROM logout_outbox WHERE application_session_id = @id(?1)");
        self.write_one(sent.bind(session.to_string())).await?;
        Ok(())
    }

    /// Records the error of a try. The next try, if one is left, is already set.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn logout_failed(&self, session: ApplicationSessionId, error: &str) -> Result<(), StoreError> {
        let failed = sql!("UPDATE logout_outbox SET last_error = ?2 WHERE application_session_id = @id(?1)");
        self.write_one(failed.bind(session.to_string()).bind(error)).await?;
        Ok(())
    }
}
