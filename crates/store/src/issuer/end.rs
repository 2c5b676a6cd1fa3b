//! Ends of sessions. Each tells the applications that asked for it, through the outbox.

use const_format::formatcp;
use cora_core::id::{ApplicationId, ApplicationSessionId, BrowserSessionId, ConnectionId, UserId};
use cora_core::issuer::session::SessionEndReason;
use cora_core::json::Code as _;
use cora_core::time::UnixSeconds;
use cora_core::token::ProviderLogout;

use super::once::first_use;
use crate::database::Store;
use crate::error::StoreError;
use crate::sql::{Sql, seconds, sql};
use crate::transaction::{Transaction, in_transaction};

/// The reason and time of an end.
#[derive(Debug, Clone, Copy)]
pub(crate) struct EndedBy {
    pub reason: SessionEndReason,
    pub now: UnixSeconds,
}

// The application sessions that end, with the parameters `?1` and `?2`; `?3` is the time and `?4`
// the reason.
const OF_SESSION: &str = "session.id = @id(?1) AND (?2 IS NULL OR session.application_id = @id(?2))";
const OF_BROWSER: &str = "session.browser_session_id = @id(?1) AND (?2 IS NULL OR session.user_id = @id(?2))";
const OF_USER: &str = "session.user_id = @id(?1) AND ?2 IS NULL";

/// The rest of the statement that inserts the logout of each ending session of an application that
/// has a place to send it to. An application that revokes its own token is not told.
const TELL: &str = "logout_outbox (application_session_id, application_id, user_id, created_at, next_try_at)
    SELECT session.id, session.application_id, session.user_id, @time(?3), @time(?3)
    FROM application_sessions AS session JOIN applications ON applications.id = session.application_id
    WHERE session.ended_at IS NULL AND session.idle_ends_at > @time(?3) AND session.ends_at > @time(?3)
        AND ?4 <> 'revoked' AND applications.document ->> 'backChannelLogoutUri' IS NOT NULL";

/// The rest of the statement that updates the sessions that end.
const END: &str = "application_sessions AS session SET ended_at = @time(?3), ended_reason = ?4
    WHERE session.ended_at IS NULL";

/// The statements that end application sessions: tell, then end.
fn statements(tell: Sql, end: Sql, one: &str, other: Option<String>, by: EndedBy) -> [Sql; 2] {
    [tell, end].map(|statement| statement.bind(one).bind(other.clone()).bind(seconds(by.now)).bind(by.reason.name()))
}

/// Builds the statements that end all sessions of a user, and forget the provider's tokens.
pub(crate) fn end_of_user(user: UserId, by: EndedBy) -> Vec<Sql> {
    let [tell, end] = statements(
        sql!(formatcp!("INSERT INTO {TELL} AND {OF_USER}")),
        sql!(formatcp!("UPDATE {END} AND {OF_USER}")),
        &user.to_string(),
        None,
        by,
    );
    let browsers = sql!(
        "UPDATE browser_sessions SET ended_at = @time(?2), ended_reason = ?3 WHERE user_id = @id(?1) AND ended_at IS NULL"
    )
    .bind(user.to_string())
    .bind(seconds(by.now))
    .bind(by.reason.name());
    let tokens = sql!("DELETE FROM provider_tokens WHERE user_id = @id(?1)").bind(user.to_string());
    vec![tell, end, tokens, browsers]
}

/// Builds the statements that end a browser session with all its application sessions, and forget
/// the provider's tokens. With a user, only a session of that user. The last one changes a row if
/// the session was not over.
pub(crate) fn end_of_browser_session(id: BrowserSessionId, user: Option<UserId>, by: EndedBy) -> Vec<Sql> {
    let user = user.map(|user| user.to_string());
    let [tell, end] = statements(
        sql!(formatcp!("INSERT INTO {TELL} AND {OF_BROWSER}")),
        sql!(formatcp!("UPDATE {END} AND {OF_BROWSER}")),
        &id.to_string(),
        user.clone(),
        by,
    );
    let browser = sql!(
        "UPDATE browser_sessions SET ended_at = @time(?3), ended_reason = ?4
         WHERE id = @id(?1) AND (?2 IS NULL OR user_id = @id(?2)) AND ended_at IS NULL"
    )
    .bind(id.to_string())
    .bind(user.clone())
    .bind(seconds(by.now))
    .bind(by.reason.name());
    let tokens =
        sql!("DELETE FROM provider_tokens WHERE browser_session_id = @id(?1) AND (?2 IS NULL OR user_id = @id(?2))")
            .bind(id.to_string())
            .bind(user);
    vec![tell, end, tokens, browser]
}

/// Ends a browser session with all its application sessions. Returns `false` if it had ended.
pub(super) async fn end_browser_session(
    transaction: &mut Transaction,
    id: BrowserSessionId,
    by: EndedBy,
) -> Result<bool, StoreError> {
    let mut ended = 0;
    for end in end_of_browser_session(id, None, by) {
        ended = transaction.execute(end).await?;
    }
    Ok(ended == 1)
}

/// Ends an application session, and no other. With an application, only if it is that
/// application's. Returns `false` if nothing ended.
pub(super) async fn end_application_session(
    transaction: &mut Transaction,
    id: ApplicationSessionId,
    application: Option<ApplicationId>,
    by: EndedBy,
) -> Result<bool, StoreError> {
    let [tell, end] = statements(
        sql!(formatcp!("INSERT INTO {TELL} AND {OF_SESSION}")),
        sql!(formatcp!("UPDATE {END} AND {OF_SESSION}")),
        &id.to_string(),
        application.map(|id| id.to_string()),
        by,
    );
    transaction.execute(tell).await?;
    Ok(transaction.execute(end).await? == 1)
}

impl Store {
    /// Ends a browser session with all its application sessions, whose applications are told.
    /// Returns `false` if there is none, or it had ended.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails. Nothing was written then.
    pub async fn end_browser_session(
        &self,
        id: BrowserSessionId,
        reason: SessionEndReason,
        now: UnixSeconds,
    ) -> Result<bool, StoreError> {
        let by = EndedBy { reason, now };
        in_transaction!(self, |transaction| end_browser_session(transaction, id, by).await)
    }

    /// Ends an application session, and leaves its browser session alone. With an application, only
    /// a session of that application. Returns `false` if there is none, or it had ended.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails. Nothing was written then.
    pub async fn end_application_session(
        &self,
        id: ApplicationSessionId,
        application: Option<ApplicationId>,
        reason: SessionEndReason,
        now: UnixSeconds,
    ) -> Result<bool, StoreError> {
        let by = EndedBy { reason, now };
        in_transaction!(self, |transaction| end_application_session(transaction, id, application, by).await)
    }

    /// Ends all sessions of a user, and refuses each that began up to now, whatever its row says.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails. Nothing was written then.
    pub async fn end_all_sessions_of_user(
        &self,
        user: UserId,
        reason: SessionEndReason,
        now: UnixSeconds,
    ) -> Result<(), StoreError> {
        let mut ends = end_of_user(user, EndedBy { reason, now });
        ends.push(refuse_before(user, now));
        in_transaction!(self, |transaction| async {
            for end in &ends {
                transaction.execute(end.clone()).await?;
            }
            Ok::<_, StoreError>(())
        }
        .await)
    }

    /// Ends the browser sessions that a provider ended, in the transaction that records the token:
    /// those of a session at the provider, or all of a subject. A session of the subject of which
    /// the provider named no session ends in both cases. Returns the number of them, or `None` if
    /// the token was received before: it ends nothing then.
    ///
    /// SECURITY: the token is recorded with its effect, so that one whose effect was lost counts
    /// when the provider sends it again, and one that took effect never does (pitfall C46).
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails. Nothing was written then.
    pub async fn end_sessions_of_provider(
        &self,
        connection: ConnectionId,
        logout: &ProviderLogout,
        now: UnixSeconds,
    ) -> Result<Option<u64>, StoreError> {
        let find = sql!(
            "SELECT @text(id) FROM browser_sessions
             WHERE connection_id = @id(?1) AND (?2 IS NULL OR provider_subject = ?2)
                AND (?3 IS NULL OR provider_session = ?3 OR (?2 IS NOT NULL AND provider_session IS NULL))
                AND (?2 IS NOT NULL OR ?3 IS NOT NULL) AND ended_at IS NULL"
        )
        .bind(connection.to_string())
        .bind(logout.subject.as_ref().map(|subject| subject.as_str()))
        .bind(logout.session_id.as_ref().map(|session| session.as_str()));
        let record = first_use(connection.as_uuid(), &logout.id_hash, logout.expires_at);
        let by = EndedBy { reason: SessionEndReason::EndedByProvider, now };
        in_transaction!(self, |transaction| async {
            if transaction.execute(record.clone()).await? == 0 {
                return Ok(None);
            }
            let mut ended = 0;
            for id in transaction.texts(find.clone()).await?.iter().filter_map(|id| BrowserSessionId::parse(id)) {
                ended += u64::from(end_browser_session(transaction, id, by).await?);
            }
            Ok::<_, StoreError>(Some(ended))
        }
        .await)
    }
}

/// Builds the statement that refuses the sessions of a user that began up to a time.
pub(crate) fn refuse_before(user: UserId, now: UnixSeconds) -> Sql {
    // A session that begins in the same second is after the act, and must not be refused: the rows
    // of the earlier ones have ended, so the bound is for those that were not read yet.
    sql!(
        "INSERT INTO session_bounds (user_id, not_before) VALUES (@id(?1), @time(?2))
         ON CONFLICT (user_id) DO UPDATE SET not_before = excluded.not_before
            WHERE session_bounds.not_before < excluded.not_before"
    )
    .bind(user.to_string())
    .bind(seconds(now))
}
