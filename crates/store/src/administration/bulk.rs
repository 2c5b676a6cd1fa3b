//! Requests with many commands: all of them in one transaction, and once for an idempotency key.

use cora_core::administration::{AdministrationCommand, AdministrationReason};
use cora_core::id::{AuditId, UserId};
use serde::{Deserialize, Serialize};

use super::change::{Administered, AdministrationContext, CommandOptions, decide_in, run_in};
use super::{read, text};
use crate::database::Store;
use crate::error::StoreError;
use crate::sql::{seconds, sql};
use crate::transaction::{Attempts, Transaction};

/// Time for which the results of a request with an idempotency key are kept, in seconds: a day.
pub const IDEMPOTENCY_SECONDS: u64 = 86_400;

/// The key of a request that may be repeated, and the request that it stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdempotencyKey {
    /// The actor.
    pub actor_id: UserId,
    /// The operation and what it concerns, such as `inviteAll 0192…`.
    pub operation: String,
    /// The SHA-256 of the key, 64 lower-case hexadecimal digits.
    pub key_hash: String,
    /// The SHA-256 of the body, 64 lower-case hexadecimal digits.
    pub body_hash: String,
}

/// A command of a request with many, and what identifies its result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BulkCommand {
    /// The identifier of the audit record, used once.
    pub audit_id: AuditId,
    /// The identifier of the row that the command creates, for a repeated request; null if it
    /// creates none.
    pub row_id: Option<String>,
    /// The command.
    pub command: AdministrationCommand,
}

/// The result of a request with many commands.
#[derive(Debug)]
pub enum BulkResult {
    /// The commands were decided, and carried out as far as they were accepted.
    Decided(Vec<Administered>),
    /// The request was carried out before. Nothing was written now.
    Repeated(Vec<BulkRecord>),
    /// The key was used for another request. Nothing was written.
    KeyReused,
    /// The actor may not give these commands. Nothing was written.
    NotAllowed,
}

/// The result of one command, as it is kept for a repeated request. It holds no address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct BulkRecord {
    /// The result.
    pub reason: AdministrationReason,
    /// The identifier of the row that the command created.
    pub row_id: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Kept {
    body_hash: String,
    results: Vec<BulkRecord>,
}

impl Store {
    /// Runs commands one after the other in one transaction. One that is refused changes nothing,
    /// and the others count. With a key, a request that was carried out before is answered with its
    /// results, although its program was killed before it answered.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails. Nothing was written then.
    pub async fn run_commands(
        &self,
        commands: &[BulkCommand],
        context: &AdministrationContext,
        options: CommandOptions,
        key: Option<&IdempotencyKey>,
    ) -> Result<BulkResult, StoreError> {
        let key = key.filter(|_| !options.dry_run);
        let mut attempts = Attempts::default();
        loop {
            let mut opened = attempts.begin(self).await?;
            let outcome = run_all(&mut opened, commands, context, options, key).await;
            if let Some(outcome) = attempts.settle_as(opened, outcome, options.dry_run).await {
                return outcome;
            }
        }
    }

    /// Removes the results of requests that are older than [`IDEMPOTENCY_SECONDS`].
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn sweep_idempotency_keys(&self, now: cora_core::time::UnixSeconds) -> Result<(), StoreError> {
        let since = now.seconds().saturating_sub(IDEMPOTENCY_SECONDS);
        let sweep = sql!("DELETE FROM idempotency_keys WHERE created_at <= @time(?1)");
        self.write_one(sweep.bind(i64::try_from(since).unwrap_or(i64::MAX))).await?;
        Ok(())
    }
}

async fn run_all(
    transaction: &mut Transaction,
    commands: &[BulkCommand],
    context: &AdministrationContext,
    options: CommandOptions,
    key: Option<&IdempotencyKey>,
) -> Result<BulkResult, StoreError> {
    // SECURITY: all commands ask for the same permission. Without it, not even results are told.
    if let Some(first) = commands.first()
        && decide_in(transaction, &first.command, context).await?.reason == AdministrationReason::NotAllowed
    {
        return Ok(BulkResult::NotAllowed);
    }
    if let Some(key) = key
        && let Some(kept) = kept(transaction, key, context).await?
    {
        return Ok(match kept.body_hash == key.body_hash {
            true => BulkResult::Repeated(kept.results),
            false => BulkResult::KeyReused,
        });
    }
    let mut results = Vec::new();
    for BulkCommand { audit_id, command, .. } in commands {
        let context = AdministrationContext { audit_id: *audit_id, ..context.clone() };
        results.push(run_in(transaction, command, &context, options).await?);
    }
    if let Some(key) = key {
        let results = results.iter().zip(commands).map(|(result, command)| BulkRecord {
            reason: result.change.reason,
            row_id: command.row_id.clone().filter(|_| result.change.ok),
        });
        keep(transaction, key, &results.collect::<Vec<_>>(), context).await?;
    }
    Ok(BulkResult::Decided(results))
}

/// Returns the results of an earlier request with the key, if they are still kept.
async fn kept(
    transaction: &mut Transaction,
    key: &IdempotencyKey,
    context: &AdministrationContext,
) -> Result<Option<Kept>, StoreError> {
    let since = context.now.seconds().saturating_sub(IDEMPOTENCY_SECONDS);
    let find = sql!(
        "SELECT @object('bodyHash', body_hash, 'results', @json(results)) FROM idempotency_keys
         WHERE actor_id = @id(?1) AND operation = ?2 AND key_hash = ?3 AND created_at > @time(?4)"
    );
    let find = find.bind(key.actor_id.to_string()).bind(&key.operation).bind(&key.key_hash);
    let found = transaction.text(find.bind(i64::try_from(since).unwrap_or(i64::MAX))).await?;
    found.map(|found| read(&found)).transpose()
}

async fn keep(
    transaction: &mut Transaction,
    key: &IdempotencyKey,
    results: &[BulkRecord],
    context: &AdministrationContext,
) -> Result<(), StoreError> {
    // Those that are older than a day go with the next one, also where nothing sweeps.
    let since = context.now.seconds().saturating_sub(IDEMPOTENCY_SECONDS);
    let former = sql!("DELETE FROM idempotency_keys WHERE actor_id = @id(?1) AND created_at <= @time(?2)");
    let former = former.bind(key.actor_id.to_string()).bind(i64::try_from(since).unwrap_or(i64::MAX));
    transaction.execute(former).await?;
    let keep = sql!(
        "INSERT INTO idempotency_keys (actor_id, operation, key_hash, body_hash, results, created_at)
         VALUES (@id(?1), ?2, ?3, ?4, @json(?5), @time(?6))"
    );
    let keep = keep.bind(key.actor_id.to_string()).bind(&key.operation).bind(&key.key_hash).bind(&key.body_hash);
    transaction.execute(keep.bind(text(&results)?).bind(seconds(context.now))).await?;
    Ok(())
}
