//! Sessions of the console (§16), and links by which the operator comes to it. Rows that are over
//! are removed; the audit log of the issuer keeps their beginning and end.

use const_format::formatcp;
use cora_core::console::{ConsoleSessionFacts, ConsoleSessionKind, LINK_SECONDS, MAX_SESSIONS_OF_USER};
use cora_core::id::{ApplicationId, ApplicationSessionId, ConnectionId, ConsoleSessionId, UserId};
use cora_core::issuer::application::{Application, ApplicationSettings, RegisteredRedirectUri};
use cora_core::issuer::renewal::WRITE_SECONDS;
use cora_core::issuer::session::{SessionEndReason, SessionTimes};
use cora_core::json::Code as _;
use cora_core::secret::TokenHash;
use cora_core::time::UnixSeconds;
use serde::{Deserialize, Serialize};

use super::application::application_in;
use super::audit::{Event, IssuerEvent, record};
use super::end::{EndedBy, end_application_session};
use super::{read, text};
use crate::database::Store;
use crate::error::StoreError;
use crate::sql::{Sql, seconds, sql};
use crate::transaction::{Transaction, in_transaction};

/// The person of a session of the console.
#[derive(Debug, Clone)]
pub struct ConsolePerson {
    /// The session of the console as an application of the issuer.
    pub application_session_id: ApplicationSessionId,
    /// The user.
    pub user_id: UserId,
    /// The connection of the sign-in.
    pub connection_id: ConnectionId,
}

/// A session of the console that is about to begin.
#[derive(Debug, Clone)]
pub struct NewConsoleSession {
    /// The identifier, which the host draws at random.
    pub id: ConsoleSessionId,
    /// The hash of the secret in the browser's cookie.
    pub secret_hash: TokenHash,
    /// The kind. A person's has a person, and a setup session a token.
    pub kind: ConsoleSessionKind,
    /// The person.
    pub person: Option<ConsolePerson>,
    /// The bootstrap token, sealed by the host.
    pub sealed_token: Option<String>,
    /// A coarse name of the device.
    pub device: Option<String>,
    /// The identifier of the HTTP request, for the audit log.
    pub request_id: Option<String>,
}

/// A session of the console, with the facts of now that it depends on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredConsoleSession {
    /// The identifier.
    pub id: ConsoleSessionId,
    /// The facts.
    pub facts: ConsoleSessionFacts,
    /// The session of the console as an application of the issuer; `None` without a person.
    pub application_session_id: Option<ApplicationSessionId>,
    /// The user; `None` without a person.
    pub user_id: Option<UserId>,
    /// The bootstrap token of a setup session, sealed by the host.
    pub sealed_token: Option<String>,
}

/// A row of `console_sessions` with the facts of now.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Stored {
    id: ConsoleSessionId,
    kind: ConsoleSessionKind,
    times: SessionTimes,
    number: Option<u32>,
    active_number: Option<u32>,
    has_owner: bool,
    application_session_id: Option<ApplicationSessionId>,
    user_id: Option<UserId>,
    sealed_token: Option<String>,
}

impl From<Stored> for StoredConsoleSession {
    fn from(stored: Stored) -> Self {
        let Stored { id, kind, times, number, active_number, has_owner, .. } = stored;
        let Stored { application_session_id, user_id, sealed_token, .. } = stored;
        let facts = ConsoleSessionFacts { kind, times, number, active_number, has_owner };
        Self { id, facts, application_session_id, user_id, sealed_token }
    }
}

/// A session of the console, for its user and for owners of the platform. Times are UTC in RFC
/// 3339.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ConsoleSessionRow {
    /// The identifier.
    pub id: ConsoleSessionId,
    /// The kind.
    pub kind: ConsoleSessionKind,
    /// The user, or null without a person.
    pub user_id: Option<UserId>,
    /// The user's full name, else their address, or null without a person.
    pub user_name: Option<String>,
    /// A coarse name of the device, or null if it is not known.
    pub device: Option<String>,
    /// The time of the beginning.
    pub began_at: String,
    /// The time of the last use, accurate to a minute.
    pub used_at: String,
    /// The first moment at which the session is over if it is not used before.
    pub idle_ends_at: String,
    /// The first moment at which the session is over in any case.
    pub ends_at: String,
}

const HAS_OWNER: &str = "EXISTS (SELECT 1 FROM profiles WHERE global_role = 'platform_owner')";

const STORED: &str = formatcp!(
    "SELECT @object('id', console.id, 'kind', console.kind,
        'times', @object('beganAt', @seconds(console.began_at), 'usedAt', @seconds(console.used_at),
            'idleEndsAt', @seconds(console.idle_ends_at), 'absoluteEndsAt', @seconds(console.ends_at)),
        'number', console.active_number,
        'activeNumber', (SELECT active_number FROM platform_idp_config
            WHERE id = console.connection_id AND status = 'active'),
        'hasOwner', @flag({HAS_OWNER}), 'applicationSessionId', console.application_session_id,
        'userId', console.user_id, 'sealedToken', console.sealed_token)
     FROM console_sessions AS console"
);

/// A session that ends, as far as its end concerns others.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Ending {
    id: ConsoleSessionId,
    kind: ConsoleSessionKind,
    application_session_id: Option<ApplicationSessionId>,
    user_id: Option<UserId>,
}

/// Builds the statement that reads an [`Ending`] by its identifier, if it is the user's where one
/// is given.
fn ending(id: ConsoleSessionId, user: Option<UserId>) -> Sql {
    sql!(
        "SELECT @object('id', id, 'kind', kind, 'applicationSessionId', application_session_id, 'userId', user_id)
         FROM console_sessions WHERE id = @id(?1) AND (?2 IS NULL OR user_id = @id(?2))"
    )
    .bind(id.to_string())
    .bind(user.map(|user| user.to_string()))
}

/// The end of sessions of the console.
struct End<'a> {
    reason: SessionEndReason,
    request_id: Option<&'a str>,
    now: UnixSeconds,
}

impl End<'_> {
    /// Ends a session, and its part in the issuer.
    async fn of(&self, transaction: &mut Transaction, ending: &Ending) -> Result<(), StoreError> {
        let Self { reason, request_id, now } = *self;
        if let Some(id) = ending.application_session_id {
            end_application_session(transaction, id, None, EndedBy { reason, now }).await?;
        }
        let delete = sql!("DELETE FROM console_sessions WHERE id = @id(?1)");
        transaction.execute(delete.bind(ending.id.to_string())).await?;
        let event = Event {
            now,
            event: IssuerEvent::ConsoleSessionEnded,
            reason: reason.name(),
            application_id: application_of(ending.kind),
            user_id: ending.user_id,
            session_id: ending.application_session_id,
            request_id,
        };
        record(transaction, &event).await
    }
}

/// Returns the console as the application of a record. Only people come to it through the issuer.
fn application_of(kind: ConsoleSessionKind) -> Option<ApplicationId> {
    (kind == ConsoleSessionKind::Person).then(ApplicationId::of_console)
}

impl Store {
    /// Begins a session of the console, and ends the former one of the same browser. The sessions
    /// of a user beyond [`MAX_SESSIONS_OF_USER`] end, the earliest first. Returns `false` if the
    /// person's connection is not active: nothing was written then.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails. Nothing was written then.
    pub async fn begin_console_session(
        &self,
        session: &NewConsoleSession,
        former: Option<ConsoleSessionId>,
        now: UnixSeconds,
    ) -> Result<bool, StoreError> {
        let insert = insertion(session, now);
        let request_id = session.request_id.as_deref();
        let end = End { reason: SessionEndReason::ReplacedBySignIn, request_id, now };
        let user = session.person.as_ref().map(|person| person.user_id);
        in_transaction!(self, |transaction| async {
            if transaction.execute(insert.clone()).await? == 0 {
                return Ok(false);
            }
            if let Some(former) = former
                && let Some(row) = transaction.text(ending(former, None)).await?
            {
                end.of(transaction, &read(&row)?).await?;
            }
            for row in transaction.texts(surplus(user)).await? {
                end.of(transaction, &read(&row)?).await?;
            }
            let event = Event {
                now,
                event: IssuerEvent::ConsoleSessionBegun,
                reason: session.kind.name(),
                application_id: application_of(session.kind),
                user_id: user,
                session_id: session.person.as_ref().map(|person| person.application_session_id),
                request_id,
            };
            record(transaction, &event).await?;
            Ok::<_, StoreError>(true)
        }
        .await)
    }

    /// Returns the session of a cookie's secret, over or not, or `None` if there is none.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn console_session(&self, secret_hash: &TokenHash) -> Result<Option<StoredConsoleSession>, StoreError> {
        let by_secret = sql!(formatcp!("{STORED} WHERE console.secret_hash = ?1"));
        let row = self.read_text(by_secret.bind(secret_hash.to_string())).await?;
        Ok(row.map(|row| read::<Stored>(&row)).transpose()?.map(Into::into))
    }

    /// Returns a session by its identifier, over or not, or `None` if there is none.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn console_session_by_id(
        &self,
        id: ConsoleSessionId,
    ) -> Result<Option<StoredConsoleSession>, StoreError> {
        let by_id = sql!(formatcp!("{STORED} WHERE console.id = @id(?1)"));
        let row = self.read_text(by_id.bind(id.to_string())).await?;
        Ok(row.map(|row| read::<Stored>(&row)).transpose()?.map(Into::into))
    }

    /// Notes a use of a session, at most once a minute.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn use_console_session(
        &self,
        session: &StoredConsoleSession,
        now: UnixSeconds,
    ) -> Result<(), StoreError> {
        let ConsoleSessionFacts { kind, times, .. } = session.facts;
        if now < times.used_at.plus(WRITE_SECONDS) {
            return Ok(());
        }
        let used = times.used(now, kind.lengths());
        let write = sql!(
            "UPDATE console_sessions SET used_at = @time(?2), idle_ends_at = @time(?3)
             WHERE id = @id(?1) AND used_at < @time(?2)"
        );
        let write = write.bind(session.id.to_string()).bind(seconds(used.used_at)).bind(seconds(used.idle_ends_at));
        self.write_one(write).await?;
        Ok(())
    }

    /// Ends a session of the console with its part in the issuer. With a user, only a session of
    /// that user. Returns `false` if there is none.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails. Nothing was written then.
    pub async fn end_console_session(
        &self,
        id: ConsoleSessionId,
        user: Option<UserId>,
        reason: SessionEndReason,
        request_id: Option<&str>,
        now: UnixSeconds,
    ) -> Result<bool, StoreError> {
        let end = End { reason, request_id, now };
        in_transaction!(self, |transaction| async {
            let Some(row) = transaction.text(ending(id, user)).await? else { return Ok(false) };
            end.of(transaction, &read(&row)?).await?;
            Ok::<_, StoreError>(true)
        }
        .await)
    }

    /// Lists the sessions of the console that are alive, the latest first, at most 200: those of a
    /// user, or all.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn console_sessions(
        &self,
        user: Option<UserId>,
        now: UnixSeconds,
    ) -> Result<Vec<ConsoleSessionRow>, StoreError> {
        let list = sql!(
            "SELECT @object('id', console.id, 'kind', console.kind, 'userId', console.user_id,
                'userName', (SELECT coalesce(full_name, email) FROM profiles WHERE profiles.user_id = console.user_id),
                'device', console.device, 'beganAt', @iso(console.began_at), 'usedAt', @iso(console.used_at),
                'idleEndsAt', @iso(console.idle_ends_at), 'endsAt', @iso(console.ends_at))
             FROM console_sessions AS console
             LEFT JOIN application_sessions AS session ON session.id = console.application_session_id
             WHERE (?1 IS NULL OR console.user_id = @id(?1)) AND console.idle_ends_at > @time(?2)
                AND console.ends_at > @time(?2) AND session.ended_at IS NULL
             ORDER BY console.began_at DESC, console.id LIMIT 200"
        );
        let rows = self.read_texts(list.bind(user.map(|user| user.to_string())).bind(seconds(now))).await?;
        rows.iter().map(|row| read(row)).collect()
    }

    /// Stores the hash of a link for the operator. It lives for [`LINK_SECONDS`].
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn issue_console_link(&self, token_hash: &TokenHash, now: UnixSeconds) -> Result<(), StoreError> {
        let insert =
            sql!("INSERT INTO console_links (token_hash, created_at, expires_at) VALUES (?1, @time(?2), @time(?3))")
                .bind(token_hash.to_string())
                .bind(seconds(now))
                .bind(seconds(now.plus(LINK_SECONDS)));
        let event = Event {
            now,
            event: IssuerEvent::ConsoleLinkIssued,
            reason: ConsoleSessionKind::Operator.name(),
            application_id: None,
            user_id: None,
            session_id: None,
            request_id: None,
        };
        in_transaction!(self, |transaction| async {
            transaction.execute(insert.clone()).await?;
            record(transaction, &event).await
        }
        .await)
    }

    /// Uses a link up. Returns `false` if there is none, it was used, or its time is over.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails. The link is not used up then.
    pub async fn use_console_link(&self, token_hash: &TokenHash, now: UnixSeconds) -> Result<bool, StoreError> {
        let delete = sql!("DELETE FROM console_links WHERE token_hash = ?1 AND expires_at > @time(?2)");
        Ok(self.write_one(delete.bind(token_hash.to_string()).bind(seconds(now))).await? == 1)
    }

    /// Returns `true` if the platform has an owner.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn has_platform_owner(&self) -> Result<bool, StoreError> {
        self.read_flag(sql!(formatcp!("SELECT {HAS_OWNER}"))).await
    }

    /// Returns `true` if a bootstrap token is issued, unused and in time.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn bootstrap_token_counts(&self, token_hash: &TokenHash, now: UnixSeconds) -> Result<bool, StoreError> {
        let counts = sql!(
            "SELECT EXISTS (SELECT 1 FROM bootstrap_tokens
                WHERE token_hash = ?1 AND used_at IS NULL AND expires_at > @time(?2))"
        );
        self.read_flag(counts.bind(token_hash.to_string()).bind(seconds(now))).await
    }

    /// Registers the console as an application of the issuer, or adds its redirect URI to the
    /// registered one. Everything else of a registered one stays as administrators set it.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails. Nothing was written then.
    pub async fn register_console(
        &self,
        settings: &ApplicationSettings,
        now: UnixSeconds,
    ) -> Result<Application, StoreError> {
        let id = ApplicationId::of_console();
        in_transaction!(self, |transaction| async {
            let Some(application) = application_in(transaction, id).await? else {
                let insert = sql!(
                    "INSERT INTO applications (id, document, created_at, updated_at)
                     VALUES (@id(?1), @json(?2), @time(?3), @time(?3))"
                );
                let insert = insert.bind(id.to_string()).bind(text(settings)?).bind(seconds(now));
                transaction.execute(insert).await?;
                return Ok(settings.clone().into_application(id));
            };
            let has = |uri: &RegisteredRedirectUri| application.redirect_uris.contains(uri);
            let missing: Vec<_> = settings.redirect_uris.iter().filter(|uri| !has(uri)).cloned().collect();
            if missing.is_empty() {
                return Ok(application);
            }
            let redirect_uris = missing.into_iter().chain(application.redirect_uris).take(100).collect();
            let changed = Application { redirect_uris, ..application };
            let write = sql!(
                "UPDATE applications SET document = @json(?2), version = version + 1, updated_by = NULL,
                    updated_at = @time(?3) WHERE id = @id(?1)"
            );
            let document = text(&ApplicationSettings::from(changed.clone()))?;
            transaction.execute(write.bind(id.to_string()).bind(document).bind(seconds(now))).await?;
            Ok::<_, StoreError>(changed)
        }
        .await)
    }
}

/// Builds the statement that inserts a session. It inserts nothing for a person whose connection is
/// not active.
fn insertion(session: &NewConsoleSession, now: UnixSeconds) -> Sql {
    let times = SessionTimes::begun(now, session.kind.lengths());
    let person = session.person.as_ref();
    sql!(
        "INSERT INTO console_sessions (id, secret_hash, kind, application_session_id, user_id, connection_id,
            active_number, sealed_token, device, began_at, used_at, idle_ends_at, ends_at)
         SELECT @id(?1), ?2, ?3, @id(?4), @id(?5), @id(?6), (SELECT active_number FROM platform_idp_config
                WHERE id = @id(?6) AND status = 'active'), ?7, ?8, @time(?9), @time(?9), @time(?10), @time(?11)
         WHERE ?6 IS NULL OR EXISTS (SELECT 1 FROM platform_idp_config WHERE id = @id(?6) AND status = 'active')"
    )
    .bind(session.id.to_string())
    .bind(session.secret_hash.to_string())
    .bind(session.kind.name())
    .bind(person.map(|person| person.application_session_id.to_string()))
    .bind(person.map(|person| person.user_id.to_string()))
    .bind(person.map(|person| person.connection_id.to_string()))
    .bind(session.sealed_token.as_deref())
    .bind(session.device.as_deref())
    .bind(seconds(times.began_at))
    .bind(seconds(times.idle_ends_at))
    .bind(seconds(times.absolute_ends_at))
}

/// Builds the statement that finds the sessions of a user beyond the most that they may have.
fn surplus(user: Option<UserId>) -> Sql {
    sql!(
        "SELECT @object('id', id, 'kind', kind, 'applicationSessionId', application_session_id, 'userId', user_id)
         FROM console_sessions WHERE user_id = @id(?1) AND id NOT IN (SELECT id FROM console_sessions
            WHERE user_id = @id(?1) ORDER BY began_at DESC, id LIMIT ?2)"
    )
    .bind(user.map(|user| user.to_string()))
    .bind(MAX_SESSIONS_OF_USER)
}
