//! Counts and sightings of a process that are not written yet.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use cora_core::connection::Connection;
use cora_core::email::EmailAddress;
use cora_core::evidence::VerifiedClaim;
use cora_core::id::{AuditId, ConnectionId, UserId};
use cora_core::identity::LoginIdentity;
use cora_core::json::Code as _;
use cora_core::provisioning::decision::Decision;
use cora_core::text::Subject;
use cora_core::time::UnixSeconds;
use cora_core::token::TokenErrorCode;

use super::LoginKey;
use crate::database::Store;
use crate::error::{ApplyError, DatabaseError, StoreError};
use crate::sql::{Sql, kept_request_id, seconds, sql};
use crate::step::Step;
use crate::transaction::Attempts;

const HOUR: u64 = 3600;
const DAY: u64 = 86_400;
/// Maximum number of identities, and of refused tokens, that wait to be written. Further ones are
/// counted only (our decision: they are written every few seconds).
const MAX_WAITING: usize = 5_000;
/// Maximum number of identities that are known to be written down today. Beyond it, some are
/// written again.
const MAX_WRITTEN: usize = 50_000;

/// The outcome of a refused token among the counts.
pub(crate) const TOKEN_REFUSED: &str = "token_refused";

/// A token of a known issuer that was refused.
#[derive(Debug, Clone)]
pub struct RefusedToken<'a> {
    /// The reason for the refusal.
    pub code: TokenErrorCode,
    /// The connection that the token was verified by.
    pub connection: &'a Connection,
    /// The subject that the token names. It is kept only of a token whose signature is valid.
    pub subject: Option<&'a str>,
    /// The identifier of the request.
    pub request_id: Option<&'a str>,
}

/// The hour, the connection or an empty text, the outcome and the reason.
type CountKey = (u64, String, &'static str, &'static str);
/// The issuer, and the hash of the subject.
type IdentitySeen = (String, String);

/// The identity that a token named.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Seen {
    user: UserId,
    connection: ConnectionId,
    day: u64,
    email_verified: bool,
    groups: Option<String>,
}

/// A refused token that waits to be written.
#[derive(Debug, Clone)]
struct Refused {
    at: UnixSeconds,
    code: &'static str,
    connection: ConnectionId,
    connection_version: u32,
    subject: Option<String>,
    request_id: Option<String>,
}

#[derive(Debug, Default)]
struct Waiting {
    counts: BTreeMap<CountKey, u64>,
    seen: BTreeMap<IdentitySeen, Seen>,
    refused: BTreeMap<AuditId, Refused>,
    written: HashMap<IdentitySeen, Seen>,
}

/// The counts and identities that a process has not written yet. Clones share them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Ledger(Arc<Mutex<Waiting>>);

impl Ledger {
    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Counts a decision, and notes the identity of the person whom it signs in.
    pub fn decided(&self, login: &LoginIdentity, decision: &Decision, key: Option<&LoginKey>, now: UnixSeconds) {
        let (outcome, reason) = (decision.outcome.kind().name(), decision.reason.name());
        // The hash is made before the lock is taken.
        let seen = decision.outcome.signed_in_user().zip(key).map(|(user, key)| {
            let groups = login.groups.as_ref().filter(|groups| !groups.is_empty());
            let groups = groups.map(|groups| key.of_groups(groups.iter().map(|group| group.as_str()).collect()));
            let has_address = login.email.as_ref().is_some_and(|email| EmailAddress::parse(email.as_str()).is_ok());
            let email_verified = has_address && login.email_verified == VerifiedClaim::True;
            let day = now.seconds() - now.seconds() % DAY;
            let identity = (login.issuer.to_string(), key.of_subject(&login.subject));
            (identity, Seen { user, connection: login.connection_id, day, email_verified, groups })
        });
        let mut waiting = self.lock();
        waiting.count(now, login.connection_id, outcome, reason);
        let Some((identity, seen)) = seen else { return };
        let is_known = waiting.written.get(&identity) == Some(&seen);
        if !is_known && (waiting.seen.len() < MAX_WAITING || waiting.seen.contains_key(&identity)) {
            waiting.seen.insert(identity, seen);
        }
    }

    fn refused(&self, token: &RefusedToken<'_>, key: Option<&LoginKey>, now: UnixSeconds) {
        let (code, connection) = (token.code.name(), token.connection.id);
        let subject = token.subject.filter(|_| token.code.is_of_signed_token()).zip(key);
        let subject = subject.map(|(subject, key)| key.of_subject(&Subject::shortened(subject)));
        let day = now.seconds() / DAY;
        let parts: [&[u8]; 5] = [
            b"refused_token",
            code.as_bytes(),
            &connection.as_uuid().into_bytes(),
            subject.as_deref().unwrap_or_default().as_bytes(),
            &day.to_be_bytes(),
        ];
        let mut waiting = self.lock();
        waiting.count(now, connection, TOKEN_REFUSED, code);
        if waiting.refused.len() < MAX_WAITING {
            waiting.refused.entry(AuditId::derive(&parts)).or_insert(Refused {
                at: now,
                code,
                connection,
                connection_version: token.connection.version,
                subject,
                request_id: kept_request_id(token.request_id).map(str::to_owned),
            });
        }
    }

    /// Takes everything that waits.
    fn take(&self) -> Waiting {
        let mut waiting = self.lock();
        let written = std::mem::take(&mut waiting.written);
        std::mem::replace(&mut *waiting, Waiting { written, ..Waiting::default() })
    }

    /// Puts back what could not be written.
    fn put_back(&self, unwritten: Waiting) {
        let mut waiting = self.lock();
        for (key, number) in unwritten.counts {
            *waiting.counts.entry(key).or_default() += number;
        }
        for (identity, seen) in unwritten.seen {
            waiting.seen.entry(identity).or_insert(seen);
        }
        for (id, refused) in unwritten.refused {
            waiting.refused.entry(id).or_insert(refused);
        }
    }

    /// Notes which identities are written down.
    fn written(&self, seen: BTreeMap<IdentitySeen, Seen>) {
        let mut waiting = self.lock();
        if waiting.written.len() > MAX_WRITTEN {
            waiting.written.clear();
        }
        waiting.written.extend(seen);
    }
}

impl Waiting {
    fn count(&mut self, now: UnixSeconds, connection: ConnectionId, outcome: &'static str, reason: &'static str) {
        let hour = now.seconds() - now.seconds() % HOUR;
        *self.counts.entry((hour, connection.to_string(), outcome, reason)).or_default() += 1;
    }

    /// Builds the statements, in a fixed order, so that several processes do not wait for each
    /// other in a circle.
    fn statements(&self) -> Vec<Sql> {
        let counts = self.counts.iter().map(|((hour, connection, outcome, reason), number)| {
            sql!(
                "INSERT INTO login_counts (hour, connection_id, outcome, reason, logins)
                 VALUES (@time(?1), ?2, ?3, ?4, ?5)
                 ON CONFLICT (hour, connection_id, outcome, reason) DO UPDATE SET
                    logins = login_counts.logins + excluded.logins"
            )
            .bind(i64::try_from(*hour).unwrap_or(i64::MAX))
            .bind(connection)
            .bind(*outcome)
            .bind(*reason)
            .bind(i64::try_from(*number).unwrap_or(i64::MAX))
        });
        let seen = self.seen.iter().map(|((issuer, subject), seen)| {
            sql!(
                "INSERT INTO identities_seen (issuer, subject_key, user_id, connection_id, day, email_verified, groups_key)
                 SELECT @text(?1), @text(?2), @id(?3), @id(?4), @time(?5), ?6, @text(?7)
                 FROM profiles WHERE profiles.user_id = @id(?3) AND profiles.status <> 'deprovisioned'
                 ON CONFLICT (issuer, subject_key) DO UPDATE SET
                    user_id = excluded.user_id, connection_id = excluded.connection_id, day = excluded.day,
                    email_verified = excluded.email_verified, groups_key = excluded.groups_key
                 WHERE identities_seen.day <= excluded.day"
            )
            .bind(issuer)
            .bind(subject)
            .bind(seen.user.to_string())
            .bind(seen.connection.to_string())
            .bind(i64::try_from(seen.day).unwrap_or(i64::MAX))
            .bind(seen.email_verified)
            .bind(seen.groups.clone())
        });
        let refused = self.refused.iter().map(|(id, refused)| {
            sql!(
                "INSERT INTO refused_tokens (id, at, code, connection_id, connection_version, subject_key, request_id)
                 VALUES (@id(?1), @time(?2), ?3, @id(?4), ?5, ?6, ?7) ON CONFLICT (id) DO NOTHING"
            )
            .bind(id.to_string())
            .bind(seconds(refused.at))
            .bind(refused.code)
            .bind(refused.connection.to_string())
            .bind(refused.connection_version)
            .bind(refused.subject.clone())
            .bind(refused.request_id.clone())
        });
        counts.chain(seen).chain(refused).collect()
    }
}

impl Store {
    /// Counts a token that was refused, and notes it once per code, connection, subject and day. It
    /// is written with [`Self::write_login_counts`].
    pub fn refused_token(&self, token: &RefusedToken<'_>, now: UnixSeconds) {
        self.ledger.refused(token, self.recording.key.as_ref(), now);
    }

    /// Writes what this process has counted and seen since it was written last, in one transaction.
    /// Nothing is lost if it fails: the next call writes it.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn write_login_counts(&self) -> Result<(), StoreError> {
        let waiting = self.ledger.take();
        let steps: Vec<Step> = waiting.statements().into_iter().map(Step::part).collect();
        if steps.is_empty() {
            return Ok(());
        }
        let mut attempts = Attempts::default();
        let outcome = loop {
            attempts.count();
            let outcome = self.carry_out(&steps, None).await;
            if let Some(outcome) = attempts.settle(outcome).await {
                break outcome;
            }
        };
        match outcome {
            Ok(_) => {
                self.ledger.written(waiting.seen);
                Ok(())
            }
            Err(error) => {
                self.ledger.put_back(waiting);
                Err(match error {
                    ApplyError::Store(error) => error,
                    // These statements have no guards, and link no identity.
                    ApplyError::GuardFailed(_) | ApplyError::IdentityTaken => {
                        DatabaseError::reading("the counts of logins").into()
                    }
                })
            }
        }
    }
}
