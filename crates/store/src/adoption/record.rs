//! The record of an adoption next to the kept tables: the report, what an undoing needs, and until
//! when the tables are kept.

use cora_core::time::UnixSeconds;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use tokio_postgres::Client;

use super::source::quoted;
use super::{AdoptError, AdoptionReport, SCHEMA};
use crate::error::StoreError;
use crate::sql::seconds;

/// The data that `cora adopt --undo` needs.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Record {
    /// The schema of CORA's tables before, and of the views after.
    pub schema: String,
    pub path: String,
    /// The names of Cora's tables, each with that of CORA's.
    pub relations: Vec<(String, String)>,
    pub views: Vec<String>,
    /// Trigger functions that were given a search path.
    pub functions: Vec<String>,
    /// Views of the session, which are gone with it.
    #[serde(skip)]
    pub old_views: Vec<String>,
}

/// A record that was read.
pub(super) struct Kept {
    pub kept_in: String,
    pub kept_until: String,
    pub record: Record,
    pub report: Value,
    pub fingerprint: Map<String, Value>,
}

impl Record {
    /// Stores the record and the report.
    pub async fn keep(&self, client: &Client, kept_in: &str, report: &AdoptionReport) -> Result<(), AdoptError> {
        client.batch_execute(&format!("DROP VIEW {}", self.old_views.join(", "))).await?;
        let fingerprint = Value::Object(fingerprint(client).await?);
        let texts = [serde_json::to_string(report), serde_json::to_string(self), serde_json::to_string(&fingerprint)];
        let [report_text, record, fingerprint] =
            texts.map(|text| text.map_err(|source| StoreError::Unreadable { what: "report", source }));
        let kept = quoted(kept_in);
        client
            .batch_execute(&format!(
                "CREATE TABLE {kept}.cora_adoption (adopted_at timestamptz NOT NULL DEFAULT now(), kept_until date NOT NULL, report jsonb NOT NULL,
                    record jsonb NOT NULL, fingerprint jsonb NOT NULL);
                 COMMENT ON SCHEMA {kept} IS 'CORA''s tables as they were before Cora. `cora adopt --drop-kept` drops them from {} on.'",
                report.kept_until
            ))
            .await?;
        let keep = format!(
            "INSERT INTO {kept}.cora_adoption (kept_until, report, record, fingerprint)
            VALUES (CAST(CAST($1 AS text) AS date), CAST(CAST($2 AS text) AS jsonb), CAST(CAST($3 AS text) AS jsonb), CAST(CAST($4 AS text) AS jsonb))"
        );
        client.execute(&keep, &[&report.kept_until, &report_text?, &record?, &fingerprint?]).await?;
        Ok(())
    }

    /// Reads the record of an adopted database.
    ///
    /// # Errors
    ///
    /// Returns [`AdoptError::NotAdopted`] if there is none.
    pub async fn read(client: &Client) -> Result<Kept, AdoptError> {
        let find = "SELECT CAST(nspname AS text) FROM pg_catalog.pg_class JOIN pg_catalog.pg_namespace ON pg_namespace.oid = relnamespace
            WHERE relname = 'cora_adoption' AND nspname LIKE '%\\_before\\_cora' AND EXISTS (SELECT 1 FROM pg_catalog.pg_attribute
                WHERE attrelid = pg_class.oid AND attname = 'record')";
        let Some(row) = client.query_opt(find, &[]).await? else { return Err(AdoptError::NotAdopted) };
        let kept_in: String = row.try_get(0)?;
        let read = format!(
            "SELECT CAST(kept_until AS text), CAST(report AS text), CAST(record AS text), CAST(fingerprint AS text) FROM {}.cora_adoption",
            quoted(&kept_in)
        );
        let row = client.query_one(&read, &[]).await?;
        let (report, record, fingerprint): (String, String, String) =
            (row.try_get(1)?, row.try_get(2)?, row.try_get(3)?);
        let unreadable = |source| AdoptError::from(StoreError::Unreadable { what: "record of its adoption", source });
        Ok(Kept {
            kept_in,
            kept_until: row.try_get(0)?,
            report: serde_json::from_str(&report).map_err(unreadable)?,
            record: serde_json::from_str(&record).map_err(unreadable)?,
            fingerprint: serde_json::from_str(&fingerprint).map_err(unreadable)?,
        })
    }
}

/// Returns a day, in UTC, this many days later: `2026-03-31`.
pub(super) async fn day(client: &Client, now: UnixSeconds, days: u32) -> Result<String, AdoptError> {
    let day = format!("SELECT to_char(to_timestamp({}) + interval '{days} days', 'YYYY-MM-DD')", seconds(now));
    Ok(client.query_one(&day, &[]).await?.try_get(0)?)
}

/// Returns a digest of the rows of each of Cora's tables.
pub(super) async fn fingerprint(client: &Client) -> Result<Map<String, Value>, AdoptError> {
    let tables = "SELECT CAST(tablename AS text) FROM pg_catalog.pg_tables WHERE schemaname = $1 ORDER BY 1";
    let mut found = Map::new();
    for row in client.query(tables, &[&SCHEMA]).await? {
        let table: String = row.try_get(0)?;
        let digest = format!(
            "SELECT coalesce(md5(string_agg(digest, '' ORDER BY digest)), '') FROM (SELECT md5(CAST(whole AS text)) AS digest FROM {SCHEMA}.{} whole) row",
            quoted(&table)
        );
        found.insert(table, Value::String(client.query_one(&digest, &[]).await?.try_get(0)?));
    }
    Ok(found)
}
