//! Deletes records of logins by age, and keeps a record of what was deleted.

use cora_core::time::UnixSeconds;

use crate::database::Store;
use crate::error::StoreError;
use crate::sql::{Sql, seconds, sql};
use crate::transaction::in_transaction;

/// The time for which records of logins are kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoginRetention {
    /// The age at which samples are deleted, in seconds. `None` deletes all of them.
    pub samples: Option<u64>,
    /// Maximum number of samples. The oldest ones are deleted first.
    pub most_samples: u32,
    /// The age at which details, refused tokens, counts and what identities said are deleted, in
    /// seconds. The audit records themselves stay until `cora audit prune`.
    pub log: u64,
}

impl Default for LoginRetention {
    /// Returns 90 days and 100,000 samples, and 400 days for everything else.
    fn default() -> Self {
        Self { samples: Some(90 * 86_400), most_samples: 100_000, log: 400 * 86_400 }
    }
}

/// The number of deleted rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PrunedLogins {
    /// The number of samples.
    pub samples: u64,
    /// The number of details of decisions.
    pub details: u64,
    /// The number of refused tokens.
    pub refused_tokens: u64,
    /// The number of counts and identities.
    pub others: u64,
}

/// The tables from which records are deleted with a record of it.
#[derive(Clone, Copy)]
enum Pruned {
    Details,
    Samples,
    RefusedTokens,
}

impl Pruned {
    const fn name(self) -> &'static str {
        match self {
            Self::Details => "login_details",
            Self::Samples => "login_samples",
            Self::RefusedTokens => "refused_tokens",
        }
    }

    fn number(self) -> Sql {
        match self {
            Self::Details => sql!("SELECT @text(count(*)) FROM login_details WHERE at < @time(?1)"),
            Self::Samples => sql!("SELECT @text(count(*)) FROM login_samples WHERE at < @time(?1)"),
            Self::RefusedTokens => sql!("SELECT @text(count(*)) FROM refused_tokens WHERE at < @time(?1)"),
        }
    }

    fn delete(self) -> Sql {
        match self {
            Self::Details => sql!("DELETE FROM login_details WHERE at < @time(?1)"),
            Self::Samples => sql!("DELETE FROM login_samples WHERE at < @time(?1)"),
            Self::RefusedTokens => sql!("DELETE FROM refused_tokens WHERE at < @time(?1)"),
        }
    }
}

impl Store {
    /// Deletes records of logins that are older than they are to be kept, and samples beyond their
    /// number. Any number of programs may do so at once.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails. The tables before are pruned then.
    pub async fn prune_logins(&self, retention: &LoginRetention, now: UnixSeconds) -> Result<PrunedLogins, StoreError> {
        let old = seconds(now).saturating_sub(i64::try_from(retention.log).unwrap_or(i64::MAX)).max(0);
        let samples = match retention.samples {
            Some(age) => seconds(now).saturating_sub(i64::try_from(age).unwrap_or(i64::MAX)).max(0),
            None => seconds(now),
        };
        let mut pruned = PrunedLogins {
            samples: self.prune_before(Pruned::Samples, samples, "age", now).await?,
            ..PrunedLogins::default()
        };
        let surplus =
            sql!("SELECT @text(@seconds(at)) FROM login_samples ORDER BY at DESC, audit_id DESC LIMIT 1 OFFSET ?1");
        let newest_surplus = self.read_text(surplus.bind(retention.most_samples)).await?;
        if let Some(time) = newest_surplus.and_then(|time| time.parse::<i64>().ok()) {
            // Those of the same second go with it, because records are deleted by age alone.
            let before = time.saturating_add(1).min(seconds(now));
            pruned.samples += self.prune_before(Pruned::Samples, before, "number", now).await?;
        }
        pruned.details = self.prune_before(Pruned::Details, old, "age", now).await?;
        pruned.refused_tokens = self.prune_before(Pruned::RefusedTokens, old, "age", now).await?;
        for others in [
            sql!("DELETE FROM login_counts WHERE hour < @time(?1)"),
            sql!("DELETE FROM identities_seen WHERE day < @time(?1)"),
        ] {
            pruned.others += self.write_one(others.bind(old)).await?;
        }
        Ok(pruned)
    }

    async fn prune_before(
        &self,
        pruned: Pruned,
        before: i64,
        cause: &str,
        now: UnixSeconds,
    ) -> Result<u64, StoreError> {
        // Most times there is nothing to delete, and no transaction is needed to see that.
        if self.read_text(pruned.number().bind(before)).await?.is_none_or(|number| number == "0") {
            return Ok(0);
        }
        in_transaction!(self, |transaction| async {
            let number = transaction.text(pruned.number().bind(before)).await?;
            let number = number.and_then(|number| number.parse::<i64>().ok()).unwrap_or(0);
            if number == 0 {
                return Ok::<u64, StoreError>(0);
            }
            let record = sql!(
                "INSERT INTO login_prunings (at, pruned, before, records, cause)
                 VALUES (@time(?1), ?2, @time(?3), ?4, ?5)"
            );
            let record = record.bind(seconds(now)).bind(pruned.name()).bind(before).bind(number).bind(cause);
            transaction.execute(record).await?;
            transaction.execute(pruned.delete().bind(before)).await
        }
        .await)
    }
}
