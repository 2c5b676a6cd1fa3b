//! Copies a whole database: into lines of JSON, and from them into an empty database of either
//! kind.
//!
//! The first line names the format and the schema, each further line is a row, and the last line
//! has the number of rows of each table and the SHA-256 of everything before it. Members of objects
//! are sorted and rows are ordered by key, so that two exports of the same data are the same bytes,
//! whichever database they come from. Sealed secrets stay sealed.

use std::collections::BTreeMap;
use std::io::{BufRead, Write};

use serde::Serialize;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::rows::{Times, object, order, sorted};
use super::tables::{Kind, TABLES, Table};
use crate::database::Store;
use crate::error::StoreError;
use crate::hex::hex;
use crate::migrate::sqlite_version;
use crate::postgres;
use crate::sql::Dialect;
use crate::transaction::Transaction;

/// The name of the format.
const FORMAT: &str = "cora-export-1";
/// Maximum number of rows, and of bytes, that are inserted by one statement.
const MAX_ROWS: usize = 500;
const MAX_BYTES: usize = 1024 * 1024;
/// Maximum length of a line, in bytes.
const MAX_LINE_BYTES: usize = 16 * 1024 * 1024;

/// An error of copying a database. Nothing was imported then.
#[derive(Debug, thiserror::Error)]
pub enum CopyError {
    /// The database has rows already.
    #[error("the database is not empty: `{0}` has rows")]
    NotEmpty(&'static str),
    /// The file is not an export.
    #[error("this is not an export of Cora")]
    NotAnExport,
    /// The export has another schema than this program.
    #[error("the export has the schema {found}, but this program has {known}")]
    OtherSchema {
        /// The schema of the export.
        found: String,
        /// The schema of this program.
        known: String,
    },
    /// A line is not a row of a table, or not in its place.
    #[error("line {0} is not a row of a table, or not in its place")]
    Line(u64),
    /// The file ends before its last line.
    #[error("the file is cut short")]
    CutShort,
    /// The file was changed since it was written.
    #[error("the file was changed since it was written: its checksum differs")]
    Checksum,
    /// Another number of rows was written than the file has.
    #[error("`{0}` has another number of rows than the file")]
    Count(&'static str),
    /// The file could not be read or written.
    #[error(transparent)]
    Io(#[from] std::io::Error),
    /// The database failed, or refused a row.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The copied rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CopyReport {
    /// The number of rows of each table that has any.
    pub rows: BTreeMap<String, u64>,
    /// The SHA-256 of the export without its last line, 64 lower-case hexadecimal digits.
    pub sha256: String,
}

/// Returns the name of this program's schema: the newest migrations of both databases.
fn schema() -> String {
    format!("sqlite-{} postgres-{}", sqlite_version(), postgres::version())
}

impl Store {
    /// Writes all rows of all tables, from one state of the database. Others may write meanwhile.
    ///
    /// # Errors
    ///
    /// Returns [`CopyError`] if the database or the output fails.
    pub async fn export(&self, output: &mut (impl Write + Send)) -> Result<CopyReport, CopyError> {
        let mut snapshot = Transaction::snapshot(self).await?;
        let mut digest = Sha256::new();
        let mut rows: BTreeMap<String, u64> = BTreeMap::new();
        let mut line = |value: &Value, output: &mut dyn Write| -> Result<(), CopyError> {
            let text = format!("{value}\n");
            digest.update(text.as_bytes());
            Ok(output.write_all(text.as_bytes())?)
        };
        line(&sorted(json!({ "format": FORMAT, "schema": schema() })), output)?;
        for table in &TABLES {
            let dialect = snapshot.dialect();
            let row = object(table.columns.iter(), dialect, Times::Seconds);
            let select = format!("SELECT {row} FROM {} ORDER BY {}", table.name, order(table, dialect));
            let mut count = 0;
            snapshot
                .each_text(select, &[], |row| {
                    count += 1;
                    line(&sorted(json!({ "table": table.name, "row": parsed(&row)? })), output)
                })
                .await?;
            if count > 0 {
                rows.insert(table.name.to_owned(), count);
            }
        }
        let sha256 = hex(&digest.finalize());
        writeln!(output, "{}", sorted(json!({ "rows": rows, "sha256": sha256 })))?;
        output.flush()?;
        Ok(CopyReport { rows, sha256 })
    }

    /// Writes the rows of an export into this database, which must be empty, in one transaction.
    /// Seats and owners of organizations are counted again.
    ///
    /// # Errors
    ///
    /// Returns [`CopyError`]. Nothing was written then.
    pub async fn import(&self, mut input: impl BufRead + Send) -> Result<CopyReport, CopyError> {
        let mut transaction = Transaction::begin(self).await?;
        for table in &TABLES {
            if count(&mut transaction, table).await? > 0 {
                return Err(CopyError::NotEmpty(table.name));
            }
        }
        let mut digest = Sha256::new();
        let header = next_line(&mut input)?.ok_or(CopyError::NotAnExport)?;
        let found: Value = serde_json::from_str(&header).map_err(|_| CopyError::NotAnExport)?;
        if found["format"] != FORMAT {
            return Err(CopyError::NotAnExport);
        }
        if found["schema"] != schema() {
            let found = found["schema"].as_str().unwrap_or_default().chars().take(60).collect();
            return Err(CopyError::OtherSchema { found, known: schema() });
        }
        digest.update(header.as_bytes());
        let mut import = Import { at: 0, rows: Vec::new(), bytes: 0, owners: Vec::new(), counts: BTreeMap::new() };
        let mut number = 1;
        let footer = loop {
            number += 1;
            let line = next_line(&mut input)?.ok_or(CopyError::CutShort)?;
            let mut found: Value = serde_json::from_str(&line).map_err(|_| CopyError::Line(number))?;
            if found["sha256"].is_string() {
                break found;
            }
            digest.update(line.as_bytes());
            let row = found["row"].take();
            let table = found["table"].as_str().ok_or(CopyError::Line(number))?;
            let at = TABLES.iter().position(|known| known.name == table).ok_or(CopyError::Line(number))?;
            if at < import.at || !fits(&TABLES[at], &row) {
                return Err(CopyError::Line(number));
            }
            import.add(&mut transaction, at, row, line.len()).await?;
        };
        import.write(&mut transaction).await?;
        if next_line(&mut input)?.is_some() {
            return Err(CopyError::Line(number + 1));
        }
        let sha256 = hex(&digest.finalize());
        if footer["sha256"] != sha256.as_str() || footer["rows"] != json!(import.counts) {
            return Err(CopyError::Checksum);
        }
        import.finish(&mut transaction).await?;
        let rows = import.counts;
        transaction.commit().await?;
        Ok(CopyReport { rows, sha256 })
    }
}

/// Rows that wait to be inserted, and those that were.
struct Import {
    /// The table, as a position in the list.
    at: usize,
    rows: Vec<Value>,
    bytes: usize,
    /// The founders of organizations, who are written once people are.
    owners: Vec<Value>,
    counts: BTreeMap<String, u64>,
}

impl Import {
    async fn add(
        &mut self,
        transaction: &mut Transaction,
        at: usize,
        mut row: Value,
        bytes: usize,
    ) -> Result<(), CopyError> {
        if at != self.at || self.rows.len() >= MAX_ROWS || self.bytes + bytes > MAX_BYTES {
            self.write(transaction).await?;
        }
        self.at = at;
        let table = &TABLES[at];
        *self.counts.entry(table.name.to_owned()).or_default() += 1;
        if table.name == "orgs" {
            if !row["owner_id"].is_null() {
                self.owners.push(json!({ "id": row["id"], "owner_id": row["owner_id"].take() }));
            }
            // Triggers count them as members are inserted.
            (row["seats_used"], row["owner_count"]) = (json!(0), json!(0));
        }
        self.rows.push(row);
        self.bytes += bytes;
        Ok(())
    }

    /// Inserts the rows that wait.
    async fn write(&mut self, transaction: &mut Transaction) -> Result<(), CopyError> {
        if self.rows.is_empty() {
            return Ok(());
        }
        let rows = Value::Array(std::mem::take(&mut self.rows)).to_string();
        self.bytes = 0;
        transaction.execute_text(insert(&TABLES[self.at], transaction.dialect()), &rows).await?;
        Ok(())
    }

    /// Writes what depends on all rows, and checks the numbers of rows.
    async fn finish(&self, transaction: &mut Transaction) -> Result<(), CopyError> {
        let owners = match transaction.dialect() {
            Dialect::Sqlite => {
                "UPDATE orgs SET owner_id = rows.value ->> 'owner_id' FROM json_each(?1) AS rows
                 WHERE orgs.id = rows.value ->> 'id'"
            }
            Dialect::Postgres => {
                "UPDATE orgs SET owner_id = CAST(rows.value ->> 'owner_id' AS uuid)
                 FROM jsonb_array_elements(CAST($1 AS jsonb)) AS rows(value)
                 WHERE orgs.id = CAST(rows.value ->> 'id' AS uuid)"
            }
        };
        for owned in self.owners.chunks(MAX_ROWS) {
            transaction.execute_text(owners.to_owned(), &Value::from(owned).to_string()).await?;
        }
        for table in &TABLES {
            if count(transaction, table).await? != self.counts.get(table.name).copied().unwrap_or_default() {
                return Err(CopyError::Count(table.name));
            }
            if let (Dialect::Postgres, Some(counter), true) =
                (transaction.dialect(), table.counter, self.counts.contains_key(table.name))
            {
                let next = format!(
                    "SELECT CAST(setval(pg_get_serial_sequence('{0}', '{counter}'), max(\"{counter}\")) AS text) FROM {0}",
                    table.name
                );
                transaction.dynamic_texts(next, &[]).await?;
            }
        }
        Ok(())
    }
}

/// Builds the statement that inserts a JSON list of rows.
pub(super) fn insert(table: &Table, dialect: Dialect) -> String {
    let names: Vec<String> = table.columns.iter().map(|(name, _)| format!("\"{name}\"")).collect();
    let values: Vec<String> = table.columns.iter().map(|(name, kind)| stored(name, *kind, dialect)).collect();
    let (name, names, values) = (table.name, names.join(", "), values.join(", "));
    match dialect {
        Dialect::Sqlite => {
            format!("INSERT INTO {name} ({names}) SELECT {values} FROM json_each(?1) AS rows ORDER BY rows.key")
        }
        Dialect::Postgres => format!(
            "INSERT INTO {name} ({names}) OVERRIDING SYSTEM VALUE SELECT {values}
             FROM jsonb_array_elements(CAST($1 AS jsonb)) WITH ORDINALITY AS rows(value, key) ORDER BY rows.key"
        ),
    }
}

/// Builds the value of a column from a row.
fn stored(name: &str, kind: Kind, dialect: Dialect) -> String {
    let text = format!("rows.value ->> '{name}'");
    match (kind, dialect) {
        (Kind::Json, Dialect::Sqlite) => format!("nullif(rows.value -> '{name}', 'null')"),
        (Kind::Json, Dialect::Postgres) => format!("nullif(rows.value -> '{name}', 'null')"),
        (Kind::Bytes, Dialect::Sqlite) => format!("unhex({text})"),
        (Kind::Bytes, Dialect::Postgres) => format!("decode({text}, 'hex')"),
        (_, Dialect::Sqlite) | (Kind::Text, Dialect::Postgres) => text,
        (Kind::Integer, Dialect::Postgres) => format!("CAST({text} AS bigint)"),
        (Kind::Flag, Dialect::Postgres) => format!("CAST({text} AS boolean)"),
        (Kind::Time, Dialect::Postgres) => format!("to_timestamp(CAST({text} AS bigint))"),
        (Kind::Id, Dialect::Postgres) => format!("CAST({text} AS uuid)"),
    }
}

/// Returns `true` if a row has exactly the columns of its table.
fn fits(table: &Table, row: &Value) -> bool {
    row.as_object().is_some_and(|members| {
        members.len() == table.columns.len() && table.columns.iter().all(|(name, _)| members.contains_key(*name))
    })
}

async fn count(transaction: &mut Transaction, table: &Table) -> Result<u64, StoreError> {
    let count = format!("SELECT CAST(count(*) AS text) FROM {}", table.name);
    transaction.dynamic_count(count).await
}

/// Reads the next line with its end, or `None` at the end of the input.
fn next_line(input: &mut impl BufRead) -> Result<Option<String>, CopyError> {
    use std::io::Read as _;
    let mut line = String::new();
    let limit = u64::try_from(MAX_LINE_BYTES).unwrap_or(u64::MAX);
    let read = input.take(limit).read_line(&mut line)?;
    match (read, line.ends_with('\n')) {
        (0, _) => Ok(None),
        (_, true) => Ok(Some(line)),
        (_, false) => Err(CopyError::CutShort),
    }
}

fn parsed(row: &str) -> Result<Value, StoreError> {
    serde_json::from_str(row).map_err(|source| StoreError::Unreadable { what: "row", source })
}
