//! Test logins: begun once, called back once, finished once.

use cora_core::connection::life_cycle::{
    ConnectionActor, ConnectionChange, ConnectionCommand, TestOutcome, TestedDecision,
};
use cora_core::id::{ConnectionId, UserId};
use cora_core::issue::code_text;
use cora_core::secret::TokenHash;
use cora_core::time::UnixSeconds;
use cora_secrets::{SealedSecret, SecretBinding};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use super::apply::user;
use super::change::{ChangeConnectionError, ChangeContext, change_in};
use super::read;
use super::secret::bytes;
use crate::apply::seconds;
use crate::database::Store;
use crate::error::{StoreError, in_transaction_by};
use crate::session::in_transaction;
use crate::sql::sql;

/// How long the callback of a test login is waited for, in seconds: ten minutes (our decision, because whoever tests is at the
/// keyboard, and may have to find their second factor).
pub const TEST_RUN_SECONDS: u64 = 600;

/// How many test logins of a connection are kept; of those that are older, the audit log alone says that they were (our
/// decision, because anybody who may test may begin one each second).
const KEPT_TEST_RUNS: u32 = 50;

/// A test login to begin.
#[derive(Debug, Clone)]
pub struct NewTestRun {
    /// Its identifier, which the host mints.
    pub id: Uuid,
    /// The connection.
    pub connection_id: ConnectionId,
    /// The number of the settings that are tested.
    pub number: u32,
    /// The version of the connection that was seen.
    pub version: u32,
    /// The hash of the `state` that goes to the provider (RFC 6749 §10.12).
    pub state_hash: TokenHash,
    /// The `nonce` that the ID token has to repeat (OpenID Connect Core §3.1.2.1).
    pub nonce: String,
    /// The PKCE code verifier (RFC 7636 §4.1), sealed under the run's own identifier; `None` where no code is exchanged.
    pub code_verifier: Option<SealedSecret>,
    /// Who tests.
    pub created_by: ConnectionActor,
}

/// A test login was not begun.
#[derive(Debug, thiserror::Error)]
pub enum BeginTestRunError {
    /// There is no such connection of this version with settings of this number.
    #[error("the connection was changed, or has no settings of this number")]
    ConnectionChanged,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Where a test login stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TestRunStatus {
    /// The callback, or the end, is still to come.
    Pending,
    /// Its token was accepted.
    Success,
    /// It was not.
    Failed,
}

/// A test login as administrators see it. Times are UTC in RFC 3339.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TestRunRow {
    /// Its identifier.
    pub id: String,
    /// The connection.
    pub idp_config_id: ConnectionId,
    /// The number of the settings that are tested.
    pub number: u32,
    /// The version of the connection when it began.
    pub version: u32,
    /// Where it stands.
    pub status: TestRunStatus,
    /// Who tests; null for the operator.
    pub created_by: Option<String>,
    /// When it began.
    pub created_at: String,
    /// The first moment at which the callback does not count any more.
    pub expires_at: String,
    /// When it ended.
    pub finished_at: Option<String>,
    /// What was done, step by step.
    pub log: Option<Value>,
    /// The claims that were seen, redacted.
    pub claims: Option<Value>,
    /// The decision that this login would get.
    pub decision: Option<Value>,
}

/// A test login whose callback came, with what proves that it belongs to it. It is given out once.
#[derive(Debug, Clone)]
pub struct ClaimedTestRun {
    /// Its identifier.
    pub id: Uuid,
    /// The connection.
    pub connection_id: ConnectionId,
    /// The number of the settings that are tested.
    pub number: u32,
    /// The version of the connection when it began.
    pub version: u32,
    /// The `nonce` that the ID token has to repeat.
    pub nonce: String,
    /// The PKCE code verifier, sealed.
    pub code_verifier: Option<SealedSecret>,
    /// The user who began it; `None` for the operator.
    pub created_by: Option<String>,
}

/// How a test login went.
#[derive(Debug, Clone)]
pub struct TestRunResult {
    /// Whether its token was accepted.
    pub outcome: TestOutcome,
    /// The decision that this login would get, for the connection's record.
    pub tested: Option<TestedDecision>,
    /// What was done, step by step. Holds no secret, token or whole address.
    pub log: Value,
    /// The claims that were seen, redacted.
    pub claims: Option<Value>,
    /// The decision with its trace, for administrators.
    pub decision: Option<Value>,
}

/// A test login was not finished.
#[derive(Debug, thiserror::Error)]
pub enum FinishTestRunError {
    /// There is none of this identifier, or it is finished.
    #[error("there is no such test login that is not finished")]
    NotPending,
    /// Its result could not be recorded.
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

/// What a run's code verifier is sealed as.
const CODE_VERIFIER: &str = "codeVerifier";

impl NewTestRun {
    /// The place that a run's code verifier is sealed for.
    pub fn code_verifier_binding(id: Uuid, connection_id: ConnectionId) -> SecretBinding {
        SecretBinding { connection_id, secret_id: id, name: CODE_VERIFIER.to_owned() }
    }
}

impl Store {
    /// Stores a test login that is about to begin. Its callback counts for [`TEST_RUN_SECONDS`].
    ///
    /// # Errors
    ///
    /// [`BeginTestRunError`].
    pub async fn start_test_run(&self, run: &NewTestRun, now: UnixSeconds) -> Result<(), BeginTestRunError> {
        let verifier = run.code_verifier.as_ref();
        let begin = sql(
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
        .bind(user(&run.created_by))
        .bind(seconds(now))
        .bind(seconds(now.plus(TEST_RUN_SECONDS)));
        let forget = sql(
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

    /// Whether a user administers the platform and may come in, as far as is stored now.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn administers(&self, user: UserId) -> Result<bool, StoreError> {
        let found = sql(
            "SELECT EXISTS (SELECT 1 FROM profiles
                WHERE user_id = @id(?1) AND global_role IN ('platform_admin', 'platform_owner') AND status = 'active')",
        );
        self.read_flag(found.bind(user.to_string())).await
    }

    /// A test login, for whoever waits for its end.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn test_run(&self, id: Uuid) -> Result<Option<TestRunRow>, StoreError> {
        let run = sql(
            "SELECT @object('id', id, 'idp_config_id', idp_config_id, 'number', number, 'version', version,
                'status', status, 'created_by', created_by, 'created_at', @iso(created_at), 'expires_at', @iso(expires_at),
                'finished_at', @iso(finished_at), 'log', @json(log), 'claims', @json(claims), 'decision', @json(decision))
             FROM connection_test_runs WHERE id = @id(?1)",
        );
        let row = self.read_text(run.bind(id.to_string())).await?;
        row.map(|row| read(&row)).transpose()
    }

    /// The test login that a callback's `state` belongs to, once: a second callback, one that comes too late, or one of a run
    /// that is finished finds nothing. The code verifier is gone from the store afterwards.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn test_run_by_state(
        &self,
        state_hash: &TokenHash,
        now: UnixSeconds,
    ) -> Result<Option<ClaimedTestRun>, StoreError> {
        // WHY before: anybody can call back, and the one lock is for those who have something to write.
        let is_known = sql("SELECT EXISTS (SELECT 1 FROM connection_test_runs WHERE state_hash = ?1)");
        if !self.read_flag(is_known.bind(state_hash.to_string())).await? {
            return Ok(None);
        }
        let pending = sql(
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
            let take = sql(
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

    /// Takes a test login for whoever brings its token by hand, as a callback would: once, and in time. `false` when it is over.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn claim_test_run(&self, id: Uuid, now: UnixSeconds) -> Result<bool, StoreError> {
        let claim =
            sql("UPDATE connection_test_runs SET used_at = @time(?2), verifier_key_id = NULL, verifier_nonce = NULL,
                verifier_ciphertext = NULL
             WHERE id = @id(?1) AND used_at IS NULL AND status = 'pending' AND expires_at > @time(?2)");
        Ok(self.write_one(claim.bind(id.to_string()).bind(seconds(now))).await? == 1)
    }

    /// Ends a test login that did not come to trying its settings. Nothing is recorded at them: it says nothing of them.
    ///
    /// # Errors
    ///
    /// [`FinishTestRunError::NotPending`], [`FinishTestRunError::Change`] when the database fails.
    pub async fn abandon_test_run(&self, id: Uuid, log: &Value, now: UnixSeconds) -> Result<(), FinishTestRunError> {
        let end = sql("UPDATE connection_test_runs SET status = 'failed', finished_at = @time(?2), log = @json(?3),
                verifier_key_id = NULL, verifier_nonce = NULL, verifier_ciphertext = NULL
             WHERE id = @id(?1) AND status = 'pending'");
        let ended = self.write_one(end.bind(id.to_string()).bind(seconds(now)).bind(log.to_string())).await?;
        if ended == 0 { Err(FinishTestRunError::NotPending) } else { Ok(()) }
    }

    /// Ends a test login and records its outcome at the settings that were tested, in one transaction.
    ///
    /// # Errors
    ///
    /// [`FinishTestRunError`]; nothing was written then.
    pub async fn finish_test_run(
        &self,
        id: Uuid,
        result: &TestRunResult,
        context: &ChangeContext,
    ) -> Result<ConnectionChange, FinishTestRunError> {
        let finish = sql(
            "UPDATE connection_test_runs SET status = ?2, finished_at = @time(?3), log = @json(?4), claims = @json(?5),
                decision = @json(?6), verifier_key_id = NULL, verifier_nonce = NULL, verifier_ciphertext = NULL
             WHERE id = @id(?1) AND status = 'pending' RETURNING @object('connection', idp_config_id, 'number', number)",
        )
        .bind(id.to_string())
        .bind(code_text(&result.outcome))
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

/// What a finished test login was of.
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
