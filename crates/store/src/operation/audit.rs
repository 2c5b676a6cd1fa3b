//! The chain over the audit logs: each record is hashed together with the hash of the record
//! before, so that a record that is changed, removed or put elsewhere shows.
//!
//! Records are added after they were written, many at a time, so that no login waits for the chain.
//! Personal data of a record goes in as a salted hash. An erasure removes the salt and the
//! texts, and the chain still holds.

use std::collections::BTreeMap;

use cora_core::time::UnixSeconds;
use serde::Serialize;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::copy::insert;
use super::rows::{Times, object, sorted};
use super::tables::{TABLES, Table};
use crate::database::Store;
use crate::error::{DatabaseError, StoreError};
use crate::hex::hex;
use crate::sql::{Dialect, seconds};
use crate::transaction::Transaction;

/// Maximum number of records of a log that are added at once.
const MAX_ADDED: usize = 500;
/// Number of records, and of seconds, before the last one of a log that are looked through for
/// records that were committed later.
const LATE_RECORDS: u64 = 10_000;
const LATE_SECONDS: u64 = 3600;
/// The hash before the first record.
const BEGINNING: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// An audit log.
struct Log {
    name: &'static str,
    key: &'static str,
    time: &'static str,
    /// The columns that may say who a person is.
    personal: &'static [&'static str],
}

const LOGS: [Log; 4] = [
    Log { name: "administration_audit_log", key: "number", time: "at", personal: &["target", "changes", "reason"] },
    Log { name: "issuer_audit_log", key: "number", time: "at", personal: &[] },
    Log {
        name: "platform_idp_audit_log",
        key: "id",
        time: "performed_at",
        personal: &["changes", "reason", "old_config", "new_config"],
    },
    Log { name: "provisioning_audit_log", key: "id", time: "at", personal: &["email"] },
];

/// A fault of the chain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AuditFault {
    /// `record_changed`, `record_removed`, `chain_broken`, `record_unchained`,
    /// `erasure_unrecorded` or `head_differs`.
    pub code: &'static str,
    /// The log, or null if the fault concerns no single record.
    pub log: Option<String>,
    /// The number or identifier of the record.
    pub record: Option<String>,
    /// The position in the chain.
    pub position: Option<u64>,
}

/// The result of checking the chain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AuditReport {
    /// The position of the last record in the chain; 0 if there is none.
    pub position: u64,
    /// The hash of the last record: noted elsewhere, it proves later that nothing before it was
    /// replaced.
    pub head: String,
    /// The number of records of which an erasure removed what they said about people. That part is
    /// no longer proven.
    pub erased: u64,
    /// The number of records that were deleted by age, with a record of it. They are no longer
    /// proven.
    pub pruned: u64,
    /// The number of records that are not in the chain yet.
    pub unchained: u64,
    /// The faults, in the order of the chain.
    pub faults: Vec<AuditFault>,
}

/// A row of the chain.
#[derive(Debug, serde::Deserialize)]
struct Link {
    position: u64,
    log: String,
    record: String,
    /// Seconds since the epoch.
    added_at: u64,
    salt: Option<String>,
    commitment: String,
    hash: String,
}

impl Store {
    /// Adds records of the audit logs to the chain: at most 500 of each log. Returns their number.
    /// Any number of programs may do it at once.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails. Nothing was added then.
    pub async fn chain_audit(&self, now: UnixSeconds) -> Result<u64, StoreError> {
        let mut transaction = Transaction::begin_alone(self).await?;
        let dialect = transaction.dialect();
        let head = "SELECT CAST(position AS text) || ' ' || hash FROM audit_chain ORDER BY position DESC LIMIT 1";
        let head = transaction.dynamic_texts(head.to_owned(), &[]).await?;
        let (mut position, mut hash) = match head.first().and_then(|head| head.split_once(' ')) {
            Some((position, hash)) => (numbered(position)?, hash.to_owned()),
            None => (0, BEGINNING.to_owned()),
        };
        let chain = TABLES.iter().find(|table| table.name == "audit_chain");
        let chain = chain.ok_or_else(|| StoreError::from(DatabaseError::reading("the table of the chain")))?;
        let mut added = 0;
        for log in &LOGS {
            let mut rows = Vec::new();
            let unchained = unchained(&mut transaction, log).await?;
            for record in transaction.dynamic_texts(unchained, &[]).await? {
                let parts = Parts::of(log, &record)?;
                let random = cora_secrets::random_secret()
                    .map_err(|_| StoreError::from(DatabaseError::reading("random bytes")))?;
                let salt = sha256(&[random.expose()]);
                let commitment = sha256(&[&salt, &parts.personal]);
                position += 1;
                hash = next(&hash, position, log.name, &parts, &commitment);
                rows.push(json!({
                    "position": position, "log": log.name, "record": parts.record, "added_at": seconds(now),
                    "salt": salt, "commitment": commitment, "hash": hash,
                }));
            }
            if !rows.is_empty() {
                added += u64::try_from(rows.len()).unwrap_or_default();
                transaction.execute_text(insert(chain, dialect), &Value::Array(rows).to_string()).await?;
            }
        }
        transaction.commit().await?;
        Ok(added)
    }

    /// Checks every record of the chain against the logs. With an expected head, noted earlier, the
    /// record at that position must still have that hash.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn verify_audit(&self, expected: Option<(u64, &str)>) -> Result<AuditReport, StoreError> {
        let mut snapshot = Transaction::snapshot(self).await?;
        let dialect = snapshot.dialect();
        let mut report = AuditReport {
            position: 0,
            head: BEGINNING.to_owned(),
            erased: 0,
            pruned: 0,
            unchained: 0,
            faults: Vec::new(),
        };
        let pruned_before = pruned_before(&mut snapshot).await?;
        let mut expected_seen = expected.is_none();
        loop {
            let page = format!(
                "SELECT {} FROM audit_chain WHERE position > {} ORDER BY position LIMIT {MAX_ADDED}",
                match dialect {
                    Dialect::Sqlite => LINK_OF_SQLITE,
                    Dialect::Postgres => LINK_OF_POSTGRES,
                },
                report.position
            );
            let page = snapshot.dynamic_texts(page, &[]).await?;
            if page.is_empty() {
                break;
            }
            let links: Vec<Link> = page.iter().map(|link| parsed(link)).collect::<Result<_, _>>()?;
            let mut records: BTreeMap<(&str, String), Parts> = BTreeMap::new();
            for log in &LOGS {
                let keys: Vec<&str> =
                    links.iter().filter(|link| link.log == log.name).map(|link| link.record.as_str()).collect();
                let keys = Value::from(keys).to_string();
                for record in snapshot.dynamic_texts(by_keys(log, dialect)?, &[&keys]).await? {
                    let parts = Parts::of(log, &record)?;
                    records.insert((log.name, parts.record.clone()), parts);
                }
            }
            for link in links {
                let fault = |code| AuditFault {
                    code,
                    log: Some(link.log.clone()),
                    record: Some(link.record.clone()),
                    position: Some(link.position),
                };
                let found = records.get(&(link.log.as_str(), link.record.clone()));
                report.erased += u64::from(link.salt.is_none());
                match found {
                    // A record is added soon after it was written.
                    None if pruned_before
                        .get(&link.log)
                        .is_some_and(|before| link.added_at < before + LATE_SECONDS) =>
                    {
                        report.pruned += 1;
                    }
                    None => report.faults.push(fault("record_removed")),
                    Some(parts) => {
                        let is_same =
                            link.salt.as_ref().is_none_or(|salt| sha256(&[salt, &parts.personal]) == link.commitment);
                        let follows =
                            next(&report.head, link.position, &link.log, parts, &link.commitment) == link.hash;
                        if !is_same || !follows {
                            report.faults.push(fault(if is_same { "chain_broken" } else { "record_changed" }));
                        }
                    }
                }
                if link.position != report.position + 1 {
                    report.faults.push(fault("chain_broken"));
                }
                if expected.is_some_and(|(position, _)| position == link.position) {
                    expected_seen = expected.is_some_and(|(_, head)| head == link.hash);
                }
                report.position = link.position;
                report.head = link.hash;
            }
        }
        if !expected_seen {
            let position = expected.map(|(position, _)| position);
            report.faults.push(AuditFault { code: "head_differs", log: None, record: None, position });
        }
        unproven(&mut snapshot, &mut report).await?;
        Ok(report)
    }
}

/// Returns the time before which the records of each log were deleted, in seconds since the epoch.
async fn pruned_before(snapshot: &mut Transaction) -> Result<BTreeMap<String, u64>, StoreError> {
    let before = match snapshot.dialect() {
        Dialect::Sqlite => "before",
        Dialect::Postgres => "CAST(extract(epoch FROM before) AS bigint)",
    };
    let prunings = format!("SELECT CAST(max({before}) AS text) || ' ' || log FROM audit_prunings GROUP BY log");
    let prunings = snapshot.dynamic_texts(prunings, &[]).await?;
    let of = |pruning: &String| {
        let (before, log) = pruning.split_once(' ')?;
        Some((log.to_owned(), before.parse().ok()?))
    };
    Ok(prunings.iter().filter_map(of).collect())
}

/// Builds the statement that reads the records of a log that are not in the chain.
async fn unchained(transaction: &mut Transaction, log: &Log) -> Result<String, StoreError> {
    let dialect = transaction.dialect();
    let last = format!("SELECT record FROM audit_chain WHERE log = '{}' ORDER BY position DESC LIMIT 1", log.name);
    let last = transaction.dynamic_texts(last, &[]).await?;
    // WHY a bound: the log grows for ever, and records are added every minute.
    let bound = match (last.first(), log.key, dialect) {
        (None, ..) => "1 = 1".to_owned(),
        (Some(last), "number", _) => {
            format!("log.number > {}", numbered(last)?.saturating_sub(LATE_RECORDS))
        }
        (Some(last), ..) => {
            let last = uuid::Uuid::parse_str(last).map_err(|_| DatabaseError::reading("a record of the chain"))?;
            let since = format!("(SELECT {} FROM {} WHERE id = '{last}')", log.time, log.name);
            match dialect {
                Dialect::Sqlite => format!("log.{} >= coalesce({since}, 0) - {LATE_SECONDS}", log.time),
                Dialect::Postgres => format!(
                    "log.{} >= coalesce({since}, to_timestamp(0)) - make_interval(secs => {LATE_SECONDS})",
                    log.time
                ),
            }
        }
    };
    Ok(format!(
        "SELECT {row} FROM {name} AS log WHERE {bound} AND NOT EXISTS (SELECT 1 FROM audit_chain
            WHERE audit_chain.log = '{name}' AND audit_chain.record = CAST(log.{key} AS text))
         ORDER BY log.{time}, log.{key} LIMIT {MAX_ADDED}",
        row = object(table_of(log)?.columns.iter(), dialect, Times::Seconds),
        name = log.name,
        key = log.key,
        time = log.time,
    ))
}

/// Counts the records that are not in the chain, and finds those that should be.
async fn unproven(snapshot: &mut Transaction, report: &mut AuditReport) -> Result<(), StoreError> {
    for log in &LOGS {
        let (name, key, time) = (log.name, log.key, log.time);
        let absent = format!(
            "NOT EXISTS (SELECT 1 FROM audit_chain WHERE audit_chain.log = '{name}'
                AND audit_chain.record = CAST(log.{key} AS text))"
        );
        let count = format!("SELECT CAST(count(*) AS text) FROM {name} AS log WHERE {absent}");
        report.unchained += snapshot.dynamic_count(count).await?;
        // A record that claims to be older than what was added hours later was not written then.
        let chained = format!("(SELECT max(added_at) FROM audit_chain WHERE log = '{name}')");
        let before = match snapshot.dialect() {
            Dialect::Sqlite => format!("log.{time} < {chained} - {}", 2 * LATE_SECONDS),
            Dialect::Postgres => {
                format!("log.{time} < {chained} - make_interval(secs => {})", 2 * LATE_SECONDS)
            }
        };
        let late = format!("SELECT CAST(log.{key} AS text) FROM {name} AS log WHERE {absent} AND {before} LIMIT 100");
        for record in snapshot.dynamic_texts(late, &[]).await? {
            let (log, record) = (Some(name.to_owned()), Some(record));
            report.faults.push(AuditFault { code: "record_unchained", log, record, position: None });
        }
    }
    let erasures = "SELECT CAST(count(*) AS text) FROM administration_audit_log WHERE action = 'user_erased'";
    if report.erased > 0 && snapshot.dynamic_count(erasures.to_owned()).await? == 0 {
        let code = "erasure_unrecorded";
        report.faults.push(AuditFault { code, log: None, record: None, position: None });
    }
    Ok(())
}

const LINK_OF_SQLITE: &str =
    "json_object('position', position, 'log', log, 'record', record, 'added_at', added_at, 'salt', salt,
    'commitment', commitment, 'hash', hash)";
const LINK_OF_POSTGRES: &str = "CAST(json_build_object('position', position, 'log', log, 'record', record,
    'added_at', CAST(extract(epoch FROM added_at) AS bigint), 'salt', salt,
    'commitment', commitment, 'hash', hash) AS text)";

/// A record as the chain takes it in.
struct Parts {
    record: String,
    /// Everything that says nothing about people, as canonical JSON.
    public: String,
    /// The rest, as canonical JSON.
    personal: String,
}

impl Parts {
    fn of(log: &Log, record: &str) -> Result<Self, StoreError> {
        let Value::Object(mut members) = sorted(parsed(record)?) else {
            return Err(DatabaseError::reading("an audit record").into());
        };
        let missing = || StoreError::from(DatabaseError::reading("a column of an audit record"));
        let personal = log.personal.iter().map(|name| members.remove(*name).ok_or_else(missing));
        let personal: Vec<Value> = personal.collect::<Result<_, _>>()?;
        let record = members.get(log.key).map(|key| key.as_str().map_or_else(|| key.to_string(), str::to_owned));
        Ok(Self {
            record: record.ok_or_else(missing)?,
            public: sorted(Value::Object(members)).to_string(),
            personal: Value::Array(personal).to_string(),
        })
    }
}

/// Reads a position of the chain, or the number of a record.
fn numbered(text: &str) -> Result<u64, StoreError> {
    text.parse().map_err(|_| DatabaseError::reading("a number of the chain").into())
}

/// Returns the hash of a record in its place.
fn next(before: &str, position: u64, log: &str, parts: &Parts, commitment: &str) -> String {
    sha256(&[before, &position.to_string(), log, &parts.record, &parts.public, commitment])
}

/// Returns the SHA-256 of texts, each with its length before it.
fn sha256(texts: &[&str]) -> String {
    let mut digest = Sha256::new();
    for text in texts {
        digest.update(text.len().to_string());
        digest.update(":");
        digest.update(text);
    }
    hex(&digest.finalize())
}

fn table_of(log: &Log) -> Result<&'static Table, StoreError> {
    let table = TABLES.iter().find(|table| table.name == log.name);
    table.ok_or_else(|| DatabaseError::reading("the table of a log").into())
}

/// Builds the statement that reads the records with these keys.
fn by_keys(log: &Log, dialect: Dialect) -> Result<String, StoreError> {
    let row = object(table_of(log)?.columns.iter(), dialect, Times::Seconds);
    let keys = match (log.key, dialect) {
        ("number", Dialect::Sqlite) => "SELECT CAST(value AS integer) FROM json_each(?1)",
        (_, Dialect::Sqlite) => "SELECT value FROM json_each(?1)",
        ("number", Dialect::Postgres) => {
            "SELECT CAST(value AS bigint) FROM json_array_elements_text(CAST($1 AS json)) AS keys(value)"
        }
        (_, Dialect::Postgres) => {
            "SELECT CAST(value AS uuid) FROM json_array_elements_text(CAST($1 AS json)) AS keys(value)"
        }
    };
    Ok(format!("SELECT {row} FROM {} WHERE {} IN ({keys})", log.name, log.key))
}

fn parsed<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|source| StoreError::Unreadable { what: "audit record", source })
}
