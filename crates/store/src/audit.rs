//! Exports audit records, and deletes old ones.

use const_format::formatcp;
use cora_core::text::ChangeReason;
use cora_core::time::UnixSeconds;
use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::{Digest as _, Sha256};

use crate::database::Store;
use crate::error::{DatabaseError, StoreError};
use crate::hex::hex;
use crate::list::{
    AdministrationAuditRow, AuditFilter, IssuerAuditRow, ProvisioningAuditRow, oldest_commands, oldest_events,
    oldest_logins,
};
use crate::row::rows;
use crate::sql::{Sql, seconds, sql};
use crate::transaction::in_transaction;

/// Maximum number of records that are read at once.
const PAGE: u32 = 1_000;

/// A log of audit records that are exported and pruned. The log of connections is short, and the
/// only record of who changed a connection, so that it is kept whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AuditLog {
    /// Decisions about logins: first ones, and denied ones.
    Logins,
    /// Administrators' commands.
    Commands,
    /// Events of the issuer.
    Issuer,
}

impl AuditLog {
    const fn table(self) -> &'static str {
        match self {
            Self::Logins => "provisioning_audit_log",
            Self::Commands => "administration_audit_log",
            Self::Issuer => "issuer_audit_log",
        }
    }

    /// Builds the statement that reads records, oldest first.
    fn oldest(self, after: Option<&str>, filter: &AuditFilter) -> Sql {
        let number = after.and_then(|after| after.parse().ok()).unwrap_or(i64::MIN);
        match self {
            Self::Logins => oldest_logins(after, filter, PAGE),
            Self::Commands => oldest_commands(number, filter, PAGE),
            Self::Issuer => oldest_events(number, filter, PAGE),
        }
    }

    /// Builds the statement that deletes records from before a time.
    fn delete(self) -> Sql {
        match self {
            Self::Logins => sql!("DELETE FROM provisioning_audit_log WHERE at < @time(?1)"),
            Self::Commands => sql!("DELETE FROM administration_audit_log WHERE at < @time(?1)"),
            Self::Issuer => sql!("DELETE FROM issuer_audit_log WHERE at < @time(?1)"),
        }
    }

    /// Reads a page of records: each as a line of JSON, and the key of the last one.
    fn page(self, documents: &[String]) -> Result<AuditPage, StoreError> {
        match self {
            Self::Logins => lines(documents, |row: &ProvisioningAuditRow| row.id.clone()),
            Self::Commands => lines(documents, |row: &AdministrationAuditRow| row.number.to_string()),
            Self::Issuer => lines(documents, |row: &IssuerAuditRow| row.number.to_string()),
        }
    }
}

/// A page of exported records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditPage {
    /// The records, each as one line of JSON without its end.
    pub lines: Vec<String>,
    /// The key to continue after; `None` after the last page.
    pub next: Option<String>,
}

fn lines<T: DeserializeOwned + Serialize>(
    documents: &[String],
    key: impl Fn(&T) -> String,
) -> Result<AuditPage, StoreError> {
    let unreadable = |source| StoreError::Unreadable { what: "record of an audit log", source };
    let (mut lines, mut last) = (Vec::with_capacity(documents.len()), None);
    for document in documents {
        let row: T = serde_json::from_str(document).map_err(unreadable)?;
        lines.push(serde_json::to_string(&row).map_err(unreadable)?);
        last = Some(key(&row));
    }
    let is_full = usize::try_from(PAGE).is_ok_and(|page| lines.len() >= page);
    Ok(AuditPage { lines, next: last.filter(|_| is_full) })
}

rows! {
    /// The record of audit records that were deleted.
    AuditPruningRow {
        /// The number of the pruning, ascending in the order of writing.
        number: i64 = "number",
        /// The time of the pruning, UTC in RFC 3339.
        at: String = "@iso(at)",
        /// The table of the log.
        log: String = "log",
        /// The time that the deleted records were from before, UTC in RFC 3339.
        before: String = "@iso(before)",
        /// The number of deleted records.
        records: i64 = "records",
        /// The SHA-256 of the deleted records as they are exported, each with a line feed, in
        /// hexadecimal digits.
        digest: String = "digest",
        /// The reason given for the pruning, or null.
        reason: Option<String> = "reason",
    }
}

impl Store {
    /// Exports audit records, oldest first, a page at a time. `after` is the `next` of the page
    /// before.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn export_audit(
        &self,
        log: AuditLog,
        filter: &AuditFilter,
        after: Option<&str>,
    ) -> Result<AuditPage, StoreError> {
        log.page(&self.read_texts(log.oldest(after, filter)).await?)
    }

    /// Deletes the audit records of a log from before a time, and records their number and digest
    /// for good, in one transaction. `None` if there are none.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails. It refuses a time after `now`.
    pub async fn prune_audit(
        &self,
        log: AuditLog,
        before: UnixSeconds,
        reason: Option<&ChangeReason>,
        now: UnixSeconds,
    ) -> Result<Option<AuditPruningRow>, StoreError> {
        let filter = AuditFilter { until: Some(before), ..AuditFilter::default() };
        in_transaction!(self, |transaction| async {
            let (mut digest, mut records, mut after) = (Sha256::new(), 0_i64, None);
            loop {
                let page = log.page(&transaction.texts(log.oldest(after.as_deref(), &filter)).await?)?;
                for line in &page.lines {
                    digest.update(line.as_bytes());
                    digest.update(b"\n");
                    records += 1;
                }
                after = page.next;
                if after.is_none() {
                    break;
                }
            }
            if records == 0 {
                return Ok(None);
            }
            let record = sql!(
                "INSERT INTO audit_prunings (at, log, before, records, digest, reason)
                 VALUES (@time(?1), ?2, @time(?3), ?4, ?5, ?6)"
            );
            let record = record.bind(seconds(now)).bind(log.table()).bind(seconds(before)).bind(records);
            transaction.execute(record.bind(hex(&digest.finalize())).bind(reason.map(ChangeReason::as_str))).await?;
            let deleted = transaction.execute(log.delete().bind(seconds(before))).await?;
            if i64::try_from(deleted) != Ok(records) {
                return Err(DatabaseError::reading("the records that were read").into());
            }
            let last = sql!(formatcp!(
                "SELECT {row} FROM audit_prunings ORDER BY number DESC LIMIT 1",
                row = AuditPruningRow::OBJECT
            ));
            let row = transaction.text(last).await?;
            row.as_deref().map(read).transpose()
        }
        .await)
    }

    /// Lists the prunings of audit logs, oldest first.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn audit_prunings(&self) -> Result<Vec<AuditPruningRow>, StoreError> {
        let list = sql!(formatcp!("SELECT {row} FROM audit_prunings ORDER BY number", row = AuditPruningRow::OBJECT));
        self.read_texts(list).await?.iter().map(|row| read(row)).collect()
    }
}

fn read(document: &str) -> Result<AuditPruningRow, StoreError> {
    let unreadable = |source| StoreError::Unreadable { what: "pruning of an audit log", source };
    serde_json::from_str(document).map_err(unreadable)
}
