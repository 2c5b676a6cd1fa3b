//! Reads the record of logins.

use const_format::formatcp;
use cora_core::email::CanonicalEmail;
use cora_core::engine::EngineLogin;
use cora_core::id::{AuditId, ConnectionId, UserId};
use cora_core::provisioning::trace::Trace;
use cora_core::time::UnixSeconds;
use serde::{Deserialize, Serialize};

use crate::database::Store;
use crate::error::{ListFault, StoreError};
use crate::list::ListPage;
use crate::list::cursor::{Cursor, Position, digest};
use crate::row::rows;
use crate::sql::{Sql, seconds, sql};

/// Maximum number of samples that are read at once.
const SAMPLES: u32 = 500;

rows! {
    /// A decided login that is on record, or a refused token.
    LoginRow {
        /// The identifier: that of the audit record, or of the refused token.
        id: String = "logins.id",
        /// The time of the login, UTC in RFC 3339. Retries of the same day are the first one.
        at: String = "@iso(logins.at)",
        /// The time in seconds since 1970-01-01T00:00:00Z.
        seconds: u64 = "@seconds(logins.at)",
        /// The outcome of the decision, or `token_refused`.
        outcome: String = "logins.outcome",
        /// The reason of the decision, or the code of the refused token.
        reason: String = "logins.reason",
        /// The connection.
        connection_id: ConnectionId = "logins.connection_id",
        /// The display name of the connection, or null if it is gone.
        connection_name: Option<String> = "platform_idp_config.display_name",
        /// The version of the connection; null for a decision of an earlier version of Cora.
        connection_version: Option<u32> = "logins.connection_version",
        /// The version of the policy; null for a refused token, or a decision of an earlier version
        /// of Cora.
        policy_version: Option<u32> = "logins.policy_version",
        /// The user who was signed in, or null.
        user_id: Option<UserId> = "logins.user_id",
        /// The user's full name, or else their address; null if nobody was signed in or the user
        /// was erased.
        user_name: Option<String> = "coalesce(profiles.full_name, profiles.email)",
        /// The address, redacted, or null.
        email: Option<String> = "logins.email",
        /// The identifier of the first request with this login, or null.
        request_id: Option<String> = "logins.request_id",
        /// Set if the verdicts of all stages are on record.
        has_trace: bool = "@flag(logins.has_trace)",
        /// Set if a sample of the login is kept.
        has_sample: bool = "@flag(logins.has_sample)",
    }

    /// The number of logins in a time.
    LoginCountRow {
        /// The begin of the time, in seconds since 1970-01-01T00:00:00Z.
        begin: u64 = "counts.begin",
        /// The connection, or an empty text.
        connection_id: String = "counts.connection_id",
        /// The outcome, or `token_refused`.
        outcome: String = "counts.outcome",
        /// The reason, or the code of the refused token.
        reason: String = "counts.reason",
        /// The number of logins.
        logins: u64 = "counts.logins",
    }

    /// The record of deleted records of logins.
    LoginPruningRow {
        /// The number of the deletion, ascending in the order of writing.
        number: i64 = "number",
        /// The time of the deletion, UTC in RFC 3339.
        at: String = "@iso(at)",
        /// The table from which records were deleted.
        pruned: String = "pruned",
        /// The time that the deleted records were from before, UTC in RFC 3339.
        before: String = "@iso(before)",
        /// The number of deleted records.
        records: i64 = "records",
        /// The cause: `age`, or `number` where there were more than may be kept.
        cause: String = "cause",
    }
}

/// The logins that are wanted. The default is all.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct LoginFilter {
    /// Only logins from this time on.
    pub from: Option<UnixSeconds>,
    /// Only logins from before this time.
    pub until: Option<UnixSeconds>,
    /// Only logins with this outcome; `token_refused` for refused tokens.
    pub outcome: Option<String>,
    /// Only logins with this reason.
    pub reason: Option<String>,
    /// Only logins by this connection.
    pub connection_id: Option<ConnectionId>,
    /// Only logins that signed this user in.
    pub user_id: Option<UserId>,
    /// Only logins of the request with this identifier.
    pub request_id: Option<String>,
    /// Only logins with this address. None is found without the key that they were kept with.
    pub email: Option<CanonicalEmail>,
}

/// The place of a login in the list of the newest first: its time and identifier.
#[derive(Clone, Copy)]
struct LoginPlace {
    at: UnixSeconds,
    id: uuid::Uuid,
}

impl LoginPlace {
    /// Returns the cursor to this place of the query with a digest.
    fn seal(self, digest: &str) -> String {
        let at = Some(Position::Number(seconds(self.at)));
        Cursor { at, key: Position::Text(self.id.to_string()) }.seal(digest)
    }

    /// Reads the cursor of the query with a digest.
    fn open(text: &str, digest: &str) -> Result<Self, ListFault> {
        let Cursor { at, key } = Cursor::open(text, digest)?;
        let at = at.and_then(|at| if let Position::Number(at) = at { u64::try_from(at).ok() } else { None });
        let id = if let Position::Text(id) = key { uuid::Uuid::parse_str(&id).ok() } else { None };
        let place = at.and_then(UnixSeconds::new).zip(id).map(|(at, id)| Self { at, id });
        place.ok_or_else(|| ListFault::new("after", "it is not the `next` of a page of this list"))
    }
}

/// The decisions of a page, each with its details. They are named as [`TOKENS`] are.
const DECISIONS: &str = "audit.id AS id, audit.at AS at, audit.outcome AS outcome, audit.reason AS reason,
        audit.connection_id AS connection_id, details.connection_version AS connection_version,
        details.policy_version AS policy_version, audit.user_id AS user_id, audit.email AS email,
        audit.request_id AS request_id, details.trace IS NOT NULL AS has_trace,
        EXISTS (SELECT 1 FROM login_samples WHERE login_samples.audit_id = audit.id AND login_samples.document IS NOT NULL)
            AS has_sample
    FROM provisioning_audit_log AS audit LEFT JOIN login_details AS details ON details.audit_id = audit.id
    WHERE audit.at >= @time(?1) AND audit.at < @time(?2) AND (audit.at, audit.id) < (@time(?3), @id(?4))
        AND (@text(?6) IS NULL OR audit.outcome = @text(?6)) AND (@text(?7) IS NULL OR audit.reason = @text(?7))
        AND (@text(?8) IS NULL OR audit.connection_id = @id(?8)) AND (@text(?9) IS NULL OR audit.user_id = @id(?9))
        AND (@text(?10) IS NULL OR audit.request_id = @text(?10))";

/// The refused tokens of a page.
const TOKENS: &str = "tokens.id AS id, tokens.at AS at, 'token_refused' AS outcome, tokens.code AS reason,
        tokens.connection_id AS connection_id, tokens.connection_version AS connection_version,
        CAST(NULL AS bigint) AS policy_version, @id(NULL) AS user_id, CAST(NULL AS text) AS email, tokens.request_id AS request_id,
        1 = 0 AS has_trace, 1 = 0 AS has_sample
    FROM refused_tokens AS tokens
    WHERE tokens.at >= @time(?1) AND tokens.at < @time(?2) AND (tokens.at, tokens.id) < (@time(?3), @id(?4))
        AND (@text(?6) IS NULL OR @text(?6) = 'token_refused') AND (@text(?7) IS NULL OR tokens.code = @text(?7))
        AND (@text(?8) IS NULL OR tokens.connection_id = @id(?8)) AND @text(?9) IS NULL
        AND (@text(?10) IS NULL OR tokens.request_id = @text(?10))";

/// The names of a login's connection and user.
const NAMED: &str = "LEFT JOIN platform_idp_config ON platform_idp_config.id = logins.connection_id
    LEFT JOIN profiles ON profiles.user_id = logins.user_id";

/// A pseudonymous login.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LoginSample {
    /// The audit record of the decision.
    pub audit_id: AuditId,
    /// The time of the decision, in seconds since 1970-01-01T00:00:00Z.
    pub at: UnixSeconds,
    /// The login, without texts by which a person is known.
    pub login: EngineLogin,
}

impl LoginFilter {
    fn bind_to(&self, list: Sql, after: Option<LoginPlace>, limit: u32, keys: Option<String>) -> Sql {
        // The end of the year 9999, the limit for PostgreSQL's times.
        const END: i64 = 253_402_300_799;
        let within = |time: UnixSeconds| seconds(time).min(END);
        let list = list.bind(self.from.map_or(0, within)).bind(self.until.map_or(END, within));
        let (at, id) = after.map_or((END, uuid::Uuid::max()), |place| (within(place.at), place.id));
        let list = list.bind(at).bind(id.to_string()).bind(limit).bind(self.outcome.clone()).bind(self.reason.clone());
        let list = list.bind(self.connection_id.map(|id| id.to_string())).bind(self.user_id.map(|id| id.to_string()));
        let list = list.bind(self.request_id.clone());
        match keys {
            Some(keys) => list.bind(keys),
            None => list,
        }
    }
}

impl Store {
    /// Lists decided logins that are on record, and refused tokens, newest first. `after` is the
    /// `next` of the previous page of the same filter.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if `after` is not one of the same filter, or if the database fails.
    pub async fn logins(
        &self,
        filter: &LoginFilter,
        after: Option<&str>,
        limit: u32,
    ) -> Result<ListPage<LoginRow>, StoreError> {
        let digest = digest(&("decided_logins", filter));
        let after = after.map(|after| LoginPlace::open(after, &digest)).transpose()?;
        let items = self.logins_after(filter, after, limit).await?;
        let is_full = usize::try_from(limit).is_ok_and(|limit| items.len() >= limit);
        let place = |row: &LoginRow| {
            Some(LoginPlace { at: UnixSeconds::new(row.seconds)?, id: uuid::Uuid::parse_str(&row.id).ok()? })
        };
        let next = items.last().filter(|_| is_full).and_then(place).map(|place| place.seal(&digest));
        Ok(ListPage { items, next, count: None })
    }

    async fn logins_after(
        &self,
        filter: &LoginFilter,
        after: Option<LoginPlace>,
        limit: u32,
    ) -> Result<Vec<LoginRow>, StoreError> {
        // WHY two statements: with the comparison alone in it, the index of addresses is used. A
        // refused token has no address.
        let list = match &filter.email {
            Some(email) => {
                let keys = self.recording.key.as_ref().map(|key| key.of_address(email)).unwrap_or_default();
                let list = sql!(formatcp!(
                    "SELECT {row} FROM (SELECT {DECISIONS}
                            AND details.address_key IN (SELECT wanted.value FROM @each(?11, wanted))
                        ORDER BY audit.at DESC, audit.id DESC LIMIT ?5) AS logins {NAMED}
                     ORDER BY logins.at DESC, logins.id DESC",
                    row = LoginRow::OBJECT
                ));
                filter.bind_to(list, after, limit, Some(serde_json::Value::from(keys).to_string()))
            }
            None => {
                let list = sql!(formatcp!(
                    "SELECT {row} FROM (
                        SELECT * FROM (SELECT {DECISIONS} ORDER BY audit.at DESC, audit.id DESC LIMIT ?5) AS decisions
                        UNION ALL
                        SELECT * FROM (SELECT {TOKENS} ORDER BY tokens.at DESC, tokens.id DESC LIMIT ?5) AS refused
                     ) AS logins {NAMED}
                     ORDER BY logins.at DESC, logins.id DESC LIMIT ?5",
                    row = LoginRow::OBJECT
                ));
                filter.bind_to(list, after, limit, None)
            }
        };
        let unreadable = |source| StoreError::Unreadable { what: "login on record", source };
        self.read_texts(list).await?.iter().map(|row| serde_json::from_str(row).map_err(unreadable)).collect()
    }

    /// Returns a login that is on record, and its trace, if that is on record too.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn login(&self, id: uuid::Uuid) -> Result<Option<(LoginRow, Option<Trace>)>, StoreError> {
        let time = sql!(
            "SELECT @text(@seconds(logins.at)) FROM (SELECT id, at FROM provisioning_audit_log WHERE id = @id(?1)
                UNION ALL SELECT id, at FROM refused_tokens WHERE id = @id(?1)) AS logins"
        );
        let time = self.read_text(time.bind(id.to_string())).await?.and_then(|time| time.parse::<u64>().ok());
        let Some(at) = time.and_then(UnixSeconds::new) else { return Ok(None) };
        // The login comes right after the greatest place that is not greater than its own.
        let filter = LoginFilter { from: Some(at), until: Some(at.plus(1)), ..LoginFilter::default() };
        let after = id.as_u128().checked_add(1).map(|next| LoginPlace { at, id: uuid::Uuid::from_u128(next) });
        let row = self.logins_after(&filter, after, 1).await?.into_iter().find(|row| row.id == id.to_string());
        let Some(row) = row else { return Ok(None) };
        let trace = sql!("SELECT @text(trace) FROM login_details WHERE audit_id = @id(?1)");
        let trace = self.read_text(trace.bind(id.to_string())).await?;
        let unreadable = |source| StoreError::Unreadable { what: "trace of a decision", source };
        let trace = trace.map(|trace| serde_json::from_str(&trace).map_err(unreadable)).transpose()?;
        Ok(Some((row, trace)))
    }

    /// Returns the numbers of logins from a time on, in steps of `step` seconds, a multiple of an
    /// hour: those of one connection, or of all.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn login_counts(
        &self,
        from: UnixSeconds,
        step: u32,
        connection: Option<ConnectionId>,
    ) -> Result<Vec<LoginCountRow>, StoreError> {
        let list = sql!(formatcp!(
            "SELECT {row} FROM (
                SELECT @seconds(hour) - @seconds(hour) % ?2 AS begin, connection_id, outcome, reason,
                    CAST(sum(logins) AS bigint) AS logins
                FROM login_counts WHERE hour >= @time(?1) AND (@text(?3) IS NULL OR connection_id = @text(?3))
                GROUP BY @seconds(hour) - @seconds(hour) % ?2, connection_id, outcome, reason) AS counts
             ORDER BY counts.begin, counts.connection_id, counts.outcome, counts.reason",
            row = LoginCountRow::OBJECT
        ));
        let list = list.bind(seconds(from)).bind(step.max(3600)).bind(connection.map(|id| id.to_string()));
        let unreadable = |source| StoreError::Unreadable { what: "count of logins", source };
        self.read_texts(list).await?.iter().map(|row| serde_json::from_str(row).map_err(unreadable)).collect()
    }

    /// Reads samples from a time on, oldest first, a page at a time. `after` is the last sample of
    /// the page before. The last page is empty.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn login_samples(
        &self,
        from: UnixSeconds,
        after: Option<&LoginSample>,
    ) -> Result<Vec<LoginSample>, StoreError> {
        let page = sql!(
            "SELECT @object('auditId', audit_id, 'at', @seconds(at), 'login', @json(document)) FROM login_samples
             WHERE document IS NOT NULL AND at >= @time(?1) AND (at, audit_id) > (@time(?2), @id(?3))
             ORDER BY at, audit_id LIMIT ?4"
        );
        let (at, id) = after.map_or((-1, uuid::Uuid::nil()), |last| (seconds(last.at), last.audit_id.as_uuid()));
        let page = page.bind(seconds(from)).bind(at).bind(id.to_string()).bind(SAMPLES);
        let unreadable = |source| StoreError::Unreadable { what: "sample of a login", source };
        let read = |sample: &String| serde_json::from_str(sample).map_err(unreadable);
        self.read_texts(page).await?.iter().map(read).collect()
    }

    /// Returns the sample of a decision, or `None` if none was kept.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn login_sample(&self, id: AuditId) -> Result<Option<LoginSample>, StoreError> {
        let one = sql!(
            "SELECT @object('auditId', audit_id, 'at', @seconds(at), 'login', @json(document)) FROM login_samples
             WHERE document IS NOT NULL AND audit_id = @id(?1)"
        );
        let unreadable = |source| StoreError::Unreadable { what: "sample of a login", source };
        let sample = self.read_text(one.bind(id.to_string())).await?;
        sample.map(|sample| serde_json::from_str(&sample).map_err(unreadable)).transpose()
    }

    /// Lists the deletions of records of logins, oldest first.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn login_prunings(&self) -> Result<Vec<LoginPruningRow>, StoreError> {
        let list = sql!(formatcp!("SELECT {row} FROM login_prunings ORDER BY number", row = LoginPruningRow::OBJECT));
        let unreadable = |source| StoreError::Unreadable { what: "deletion of records of logins", source };
        self.read_texts(list).await?.iter().map(|row| serde_json::from_str(row).map_err(unreadable)).collect()
    }
}
