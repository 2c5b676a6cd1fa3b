//! Test logins. Each begins once, is called back once, and finishes once.

use const_format::formatcp;
use cora_core::actor::Actor;
use cora_core::connection::lifecycle::{ConnectionChange, ConnectionCommand, TestOutcome, TestedDecision};
use cora_core::id::{ConnectionId, UserId};
use cora_core::json::Code;
use cora_core::secret::TokenHash;
use cora_core::time::UnixSeconds;
use cora_secrets::{SealedSecret, SecretBinding};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use super::change::change_in;
use super::context::{ChangeConnectionError, ChangeContext};
use super::read;
use super::secret::bytes;
use crate::database::Store;
use crate::error::{StoreError, in_transaction_by};
use crate::row::rows;
use crate::sql::{acting_user, seconds, sql};
use crate::transaction::in_transaction;

/// Time to wait for the callback of a test login, in seconds: ten minutes (our decision, because
/// the tester is at the keyboard, and may have to find their second factor).
pub const TEST_RUN_SECONDS: u64 = 600;

/// Number of test logins kept for a connection. Only the audit log mentions older ones (our
/// decision, because anyone who may test may begin one each second).
const KEPT_TEST_RUNS: u32 = 50;

/// A test login to begin.
#[derive(Debug, Clone)]
pub struct NewTestRun {
    /// The test login's identifier, which the host generates.
    pub id: Uuid,
    /// The connection to test.
    pub connection_id: ConnectionId,
    /// The number of the settings to test.
    pub number: u32,
    /// The version of the connection that the tester saw.
    pub version: u32,
    /// The hash of the `state` that goes to the provider (RFC 6749 §10.12).
    pub state_hash: TokenHash,
    /// The `nonce` that the ID token has to repeat (OpenID Connect Core §3.1.2.1).
    pub nonce: String,
    /// The PKCE code verifier (RFC 7636 §4.1), sealed under the test login's own identifier. `None`
    /// if no code is exchanged.
    pub code_verifier: Option<SealedSecret>,
    /// The actor who tests.
    pub created_by: Actor,
}

/// An error of beginning a test login.
#[derive(Debug, thiserror::Error)]
pub enum BeginTestRunError {
    /// The connection does not exist with this version and with settings of this number.
    #[error("the connection has changed, or has no settings with this number")]
    ConnectionChanged,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The status of a test login.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TestRunStatus {
    /// The test login has not ended yet. It may still wait for its callback.
    Pending,
    /// The token was accepted.
    Success,
    /// The token was not accepted, or the test login ended without one.
    Failed,
}

rows! {
    /// A test login, for administrators. Times are UTC in RFC 3339.
    TestRunRow {
        /// The test login's identifier.
        id: String = "id",
        /// The connection.
        connection_id: ConnectionId = "idp_config_id",
        /// The number of the settings that are tested.
        number: u32 = "number",
        /// The version of the connection when the test login began.
        version: u32 = "version",
        /// The status.
        status: TestRunStatus = "status",
        /// The identifier of the user who tests, or null for the operator.
        created_by: Option<String> = "created_by",
        /// The time at which the test login began.
        created_at: String = "@iso(created_at)",
        /// The first moment at which a callback is no longer accepted.
        expires_at: String = "@iso(expires_at)",
        /// The time at which the test login ended, or null if it has not.
        finished_at: Option<String> = "@iso(finished_at)",
        /// The steps that were done, in order.
        log: Option<Value> = "@json(log)",
        /// The claims that were received, redacted.
        claims: Option<Value> = "@json(claims)",
        /// The decision that this login would get.
        decision: Option<Value> = "@json(decision)",
    }
}

/// A test login whose callback came, with the secrets that prove that a token belongs to it. It is
/// returned only once.
#[derive(Debug, Clone)]
pub struct ClaimedTestRun {
    /// The test login's identifier.
    pub id: Uuid,
    /// The connection.
    pub connection_id: ConnectionId,
    /// The number of the settings that are tested.
    pub number: u32,
    /// The version of the connection when the test login began.
    pub version: u32,
    /// The `nonce` that the ID token has to repeat.
    pub nonce: String,
    /// The PKCE code verifier, sealed.
    pub code_verifier: Option<SealedSecret>,
    /// The identifier of the user who began the test login, or `None` for the operator.
    pub created_by: Option<String>,
}

/// The result of a test login.
#[derive(Debug, Clone)]
pub struct TestRunResult {
    /// The outcome, which is a success if the token was accepted.
    pub outcome: TestOutcome,
    /// The decision that this login would get, for the connection's record.
    pub tested: Option<TestedDecision>,
    /// The steps that were done, in order. Holds no secret, token or whole address.
    pub log: Value,
    /// The claims that were received, redacted.
    pub claims: Option<Value>,
    /// The decision with its trace, for administrators.
    pub decision: Option<Value>,
}

/// An error of finishing a test login.
#[derive(Debug, thiserror::Error)]
pub enum FinishTestRunError {
    /// No test login has this identifier, or it is finished.
    #[error("the test login does not exist or is already finished")]
    NotPending,
    /// The result could not be recorded.
    #[error(transparent)]
    Change(#[from] ChangeConnectionError),
}

in_transaction_by! {
    BeginTestRunError: BeginTestRunError::Store;
    FinishTestRunError: FinishTestRunError::Change;
}

impl From<StoreError> for FinishTestRunError {
    fn from(error: StoreError) -> Self {
        Self::Change(error.into())
    }
}

#[derive(Deserialize)]
struct Claim {
    id: String,
    idp_config_id: String,
    number: u32,
    version: u32,
    nonce: String,
    verifier_key_id: Option<String>,
    verifier_nonce: Option<String>,
    verifier_ciphertext: Option<String>,
    created_by: Option<String>,
}

/// The name that a code verifier is sealed under.
const CODE_VERIFIER: &str = "codeVerifier";

impl NewTestRun {
    /// Returns the place that a test login's code verifier is sealed for.
    pub fn code_verifier_binding(id: Uuid, connection_id: ConnectionId) -> SecretBinding {
        SecretBinding { connection_id, secret_id: id, name: CODE_VERIFIER.to_owned() }
    }
}

impl Store {
    /// Stores a test login that is about to begin. Its callback is accepted for
    /// [`TEST_RUN_SECONDS`].
    ///
    /// # Errors
    ///
    /// Returns [`BeginTestRunError`] if the connection was changed or the database fails.
    pub async fn start_test_run(&self, run: &NewTestRun, now: UnixSeconds) -> Result<(), BeginTestRunError> {
        let verifier = run.code_verifier.as_ref();
        let begin = sql!(
            "INSERT INTO connection_test_runs (id, idp_config_id, number, version, state_hash, nonce, verifier_key_id,
                verifier_nonce, verifier_ciphertext, created_by, created_at, expires_at)
             SELECT @id(?1), id, ?3, ?4, ?5, ?6, ?7, ?8, ?9, @id(?10), @time(?11), @time(?12) FROM platform_idp_config
             WHERE id = @id(?2) AND version = ?4 AND EXISTS (
                SELECT 1 FROM platform_idp_config_versions WHERE idp_config_id = @id(?2) AND number = ?3)",
        )
        .bind(run.id.to_string())
        .bind(run.connection_id.to_string())
        .bind(run.number)
        .bind(run.version)
        .bind(run.state_hash.to_string())
        .bind(&run.nonce)
        .bind(verifier.map(|sealed| sealed.key_id.as_str()))
        .bind(verifier.map(|sealed| sealed.nonce.as_slice()))
        .bind(verifier.map(|sealed| sealed.ciphertext.as_slice()))
        .bind(acting_user(&run.created_by))
        .bind(seconds(now))
        .bind(seconds(now.plus(TEST_RUN_SECONDS)));
        let forget = sql!(
            "DELETE FROM connection_test_runs WHERE idp_config_id = @id(?1) AND id NOT IN (
                SELECT id FROM connection_test_runs WHERE idp_config_id = @id(?1) ORDER BY created_at DESC, @sequence DESC LIMIT ?2)",
        )
        .bind(run.connection_id.to_string())
        .bind(KEPT_TEST_RUNS);
        in_transaction!(self, |transaction| async {
            if transaction.execute(begin.clone()).await? == 0 {
                return Err(BeginTestRunError::ConnectionChanged);
            }
            transaction.execute(forget.clone()).await?;
            Ok(())
        }
        .await)
    }

    /// Returns `true` if a user is stored as an active administrator of the platform.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn administers(&self, user: UserId) -> Result<bool, StoreError> {
        let found = sql!(
            "SELECT EXISTS (SELECT 1 FROM profiles
                WHERE user_id = @id(?1) AND global_role IN ('platform_admin', 'platform_owner') AND status = 'active')",
        );
        self.read_flag(found.bind(user.to_string())).await
    }

    /// Lists the test logins of a connection that are kept, newest first.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn test_runs(&self, connection: ConnectionId) -> Result<Vec<TestRunRow>, StoreError> {
        let list = sql!(formatcp!(
            "SELECT {row} FROM connection_test_runs WHERE idp_config_id = @id(?1)
             ORDER BY created_at DESC, @sequence DESC LIMIT {KEPT_TEST_RUNS}",
            row = TestRunRow::OBJECT
        ));
        self.read_texts(list.bind(connection.to_string())).await?.iter().map(|row| read(row)).collect()
    }

    /// Stores the steps that a pending test login has done so far. A test login that has ended
    /// keeps its steps.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn log_test_run(&self, id: Uuid, log: &Value) -> Result<(), StoreError> {
        let keep = sql!("UPDATE connection_test_runs SET log = @json(?2) WHERE id = @id(?1) AND status = 'pending'");
        self.write_one(keep.bind(id.to_string()).bind(log.to_string())).await?;
        Ok(())
    }

    /// Returns a test login, for the tester who waits for its end.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn test_run(&self, id: Uuid) -> Result<Option<TestRunRow>, StoreError> {
        let run =
            sql!(formatcp!("SELECT {row} FROM connection_test_runs WHERE id = @id(?1)", row = TestRunRow::OBJECT));
        let row = self.read_text(run.bind(id.to_string())).await?;
        row.map(|row| read(&row)).transpose()
    }

    /// Returns the test login that a callback's `state` belongs to, only once. A second callback, a
    /// late one, or one of a finished test login returns `None`. The code verifier is removed from
    /// the store.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn test_run_by_state(
        &self,
        state_hash: &TokenHash,
        now: UnixSeconds,
    ) -> Result<Option<ClaimedTestRun>, StoreError> {
        // WHY: anyone can send a callback, so the state is looked up first. The single write lock
        // is for callers that have something to write.
        let is_known = sql!("SELECT EXISTS (SELECT 1 FROM connection_test_runs WHERE state_hash = ?1)");
        if !self.read_flag(is_known.bind(state_hash.to_string())).await? {
            return Ok(None);
        }
        let pending = sql!(
            "SELECT @object('id', id, 'idp_config_id', idp_config_id, 'number', number, 'version', version, 'nonce', nonce,
                'verifier_key_id', verifier_key_id, 'verifier_nonce', @hex(verifier_nonce),
                'verifier_ciphertext', @hex(verifier_ciphertext), 'created_by', created_by)
             FROM connection_test_runs
             WHERE state_hash = ?1 AND used_at IS NULL AND status = 'pending' AND expires_at > @time(?2)",
        )
        .bind(state_hash.to_string())
        .bind(seconds(now));
        let claim: Option<Claim> = in_transaction!(self, |transaction| async {
            let Some(claim) = transaction.text(pending.clone()).await? else { return Ok(None) };
            let claim: Claim = read(&claim)?;
            let take = sql!(
                "UPDATE connection_test_runs SET used_at = @time(?2), verifier_key_id = NULL, verifier_nonce = NULL,
                    verifier_ciphertext = NULL
                 WHERE id = @id(?1)",
            );
            transaction.execute(take.bind(&claim.id).bind(seconds(now))).await?;
            Ok::<_, StoreError>(Some(claim))
        }
        .await)?;
        let Some(claim) = claim else { return Ok(None) };
        Ok(claim.run())
    }

    /// Claims a test login for a tester who brings its token by hand, as a callback would: once,
    /// and in time. Returns `false` if the test login is over.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn claim_test_run(&self, id: Uuid, now: UnixSeconds) -> Result<bool, StoreError> {
        let claim = sql!(
            "UPDATE connection_test_runs SET used_at = @time(?2), verifier_key_id = NULL, verifier_nonce = NULL,
                verifier_ciphertext = NULL
             WHERE id = @id(?1) AND used_at IS NULL AND status = 'pending' AND expires_at > @time(?2)"
        );
        Ok(self.write_one(claim.bind(id.to_string()).bind(seconds(now))).await? == 1)
    }

    /// Ends a test login that did not get as far as trying its settings. No outcome is recorded for
    /// the settings, because it says nothing about them.
    ///
    /// # Errors
    ///
    /// Returns [`FinishTestRunError::NotPending`] if the test login is not pending, and
    /// [`FinishTestRunError::Change`] if the database fails.
    pub async fn abandon_test_run(&self, id: Uuid, log: &Value, now: UnixSeconds) -> Result<(), FinishTestRunError> {
        let end = sql!(
            "UPDATE connection_test_runs SET status = 'failed', finished_at = @time(?2), log = @json(?3),
                verifier_key_id = NULL, verifier_nonce = NULL, verifier_ciphertext = NULL
             WHERE id = @id(?1) AND status = 'pending'"
        );
        let ended = self.write_one(end.bind(id.to_string()).bind(seconds(now)).bind(log.to_string())).await?;
        if ended == 0 { Err(FinishTestRunError::NotPending) } else { Ok(()) }
    }

    /// Ends a test login, and records its outcome for the tested settings, in one transaction.
    ///
    /// # Errors
    ///
    /// Returns [`FinishTestRunError`]. Nothing was written then.
    pub async fn finish_test_run(
        &self,
        id: Uuid,
        result: &TestRunResult,
        context: &ChangeContext,
    ) -> Result<ConnectionChange, FinishTestRunError> {
        let finish = sql!(
            "UPDATE connection_test_runs SET status = ?2, finished_at = @time(?3), log = @json(?4), claims = @json(?5),
                decision = @json(?6), verifier_key_id = NULL, verifier_nonce = NULL, verifier_ciphertext = NULL
             WHERE id = @id(?1) AND status = 'pending' RETURNING @object('connection', idp_config_id, 'number', number)",
        )
        .bind(id.to_string())
        .bind(result.outcome.name())
        .bind(seconds(context.now))
        .bind(result.log.to_string())
        .bind(result.claims.as_ref().map(Value::to_string))
        .bind(result.decision.as_ref().map(Value::to_string));
        in_transaction!(self, |transaction| async {
            let run = transaction.text(finish.clone()).await?.ok_or(FinishTestRunError::NotPending)?;
            let Finished { connection, number } = read(&run)?;
            let command =
                ConnectionCommand::RecordTest { number, outcome: result.outcome, decision: result.tested.clone() };
            Ok(change_in(transaction, connection, &command, context, &[]).await?)
        }
        .await)
    }
}

/// The connection and settings of a finished test login.
#[derive(Deserialize)]
struct Finished {
    connection: ConnectionId,
    number: u32,
}

impl Claim {
    fn run(self) -> Option<ClaimedTestRun> {
        let id = Uuid::try_parse(&self.id).ok()?;
        let connection_id = ConnectionId::parse(&self.idp_config_id)?;
        let code_verifier = match (self.verifier_key_id, self.verifier_nonce, self.verifier_ciphertext) {
            (Some(key_id), Some(nonce), Some(ciphertext)) => Some(SealedSecret {
                binding: NewTestRun::code_verifier_binding(id, connection_id),
                key_id,
                nonce: bytes(&nonce)?.try_into().ok()?,
                ciphertext: bytes(&ciphertext)?,
            }),
            _ => None,
        };
        Some(ClaimedTestRun {
            id,
            connection_id,
            number: self.number,
            version: self.version,
            nonce: self.nonce,
            code_verifier,
            created_by: self.created_by,
        })
    }
}
