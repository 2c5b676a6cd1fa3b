//! Undoes an adoption, and drops CORA's tables when they are kept no longer.

use cora_core::time::UnixSeconds;
use tokio_postgres::Client;

use super::record::{Kept, Record, day, fingerprint};
use super::source::quoted;
use super::views::OWNER_SCHEMA;
use super::{AdoptError, RefusedObject, SCHEMA, client, dependents, objects, oid, open, prepare, steps};
use crate::database::{Backend, DatabaseLocation, Store};
use crate::migration::OpenError;
use crate::transaction::Transaction;

/// The schema that holds the views while what refers to them is pointed at CORA's tables again.
const ASIDE: &str = "cora_adoption_undone";

/// The meaning of rows that were written to Cora's tables since the adoption, for undoing it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WrittenSince {
    /// They refuse it.
    Refuses,
    /// They are discarded. The operator has copied back the rows that are to stay.
    Discarded,
}

impl Store {
    /// Undoes an adoption: CORA's tables are back in their place, and everything that refers to the
    /// views refers to them. Rows that were written to Cora's tables since refuse it, or are
    /// discarded.
    ///
    /// # Errors
    ///
    /// Returns [`AdoptError`]: `Written` if rows were written since, `NotAdopted` if there is
    /// nothing
    /// to undo. Nothing was changed then.
    pub async fn undo_adoption(location: impl Into<DatabaseLocation>, written: WrittenSince) -> Result<(), AdoptError> {
        let store = open(&location.into()).await?;
        let outcome = async {
            let transaction = Transaction::begin(&store).await?;
            undo(client(&transaction)?, written).await?;
            Ok(transaction.commit().await?)
        }
        .await;
        store.close().await;
        outcome
    }

    /// Drops the schema of CORA's tables, from the day on until which they are kept. Returns its
    /// name.
    ///
    /// # Errors
    ///
    /// Returns [`AdoptError`]: `KeptUntil` before that day. Nothing was changed then.
    pub async fn drop_kept_tables(
        location: impl Into<DatabaseLocation>,
        now: UnixSeconds,
    ) -> Result<String, AdoptError> {
        let store = open(&location.into()).await?;
        let outcome = async {
            let transaction = Transaction::begin(&store).await?;
            let client = client(&transaction)?;
            prepare(client).await?;
            let kept = Record::read(client).await?;
            if day(client, now, 0).await? < kept.kept_until {
                return Err(AdoptError::KeptUntil(kept.kept_until));
            }
            free(client, &kept.kept_in).await?;
            client.batch_execute(&format!("DROP SCHEMA {} CASCADE", quoted(&kept.kept_in))).await?;
            transaction.commit().await?;
            Ok(kept.kept_in)
        }
        .await;
        store.close().await;
        outcome
    }
}

impl Store {
    /// Returns the schema that an adoption keeps CORA's tables in, and the day from which it may be
    /// dropped, once that day has come. `None` as well if this connection may not read the record.
    ///
    /// # Errors
    ///
    /// Returns [`AdoptError`] if the database fails.
    pub async fn kept_past_end(&self, now: UnixSeconds) -> Result<Option<(String, String)>, AdoptError> {
        let Backend::Postgres(postgres) = &self.backend else { return Ok(None) };
        let session = postgres.get().await.map_err(OpenError::from)?;
        let kept = match Record::read(session.client()).await {
            Ok(kept) => kept,
            Err(AdoptError::NotAdopted | AdoptError::NotOwner(_)) => return Ok(None),
            Err(error) => return Err(error),
        };
        let is_over = day(session.client(), now, 0).await? >= kept.kept_until;
        Ok(is_over.then_some((kept.kept_in, kept.kept_until)))
    }
}

/// Checks that nothing outside of a schema depends on what is in it.
async fn free(client: &Client, schema: &str) -> Result<(), AdoptError> {
    let left = dependents::left(client, schema).await?;
    if left.is_empty() {
        return Ok(());
    }
    let refused = |(object, of)| RefusedObject { object, reason: format!("it depends on {of}") };
    Err(AdoptError::Refused(left.into_iter().map(refused).collect()))
}

async fn undo(client: &Client, since: WrittenSince) -> Result<(), AdoptError> {
    prepare(client).await?;
    let Kept { kept_in, record, report, fingerprint: before, .. } = Record::read(client).await?;
    let written: Vec<String> = fingerprint(client)
        .await?
        .into_iter()
        .filter(|(table, now)| before.get(table) != Some(now))
        .map(|(table, _)| table)
        .collect();
    if !written.is_empty() && since == WrittenSince::Refuses {
        return Err(AdoptError::Written(written));
    }
    client.batch_execute(steps::GRANT_FUNCTIONS).await?;
    let (schema, kept) = (quoted(&record.schema), quoted(&kept_in));
    let mut tables = Vec::new();
    for (table, relation) in &record.relations {
        tables.push((oid(client, SCHEMA, table).await?, table.clone(), relation.clone()));
    }
    let mut from = Vec::new();
    let mut text = format!("CREATE SCHEMA {ASIDE}");
    for view in &record.views {
        from.push(oid(client, &record.schema, view).await?);
        text.push_str(&format!("; ALTER VIEW {schema}.{} SET SCHEMA {ASIDE}", quoted(view)));
    }
    for (_, relation) in &record.relations {
        text.push_str(&format!("; ALTER TABLE {kept}.{} SET SCHEMA {schema}", quoted(relation)));
    }
    let function = format!("{kept}.get_active_idp_config()");
    let is_aside: bool = client.query_one("SELECT to_regprocedure($1) IS NOT NULL", &[&function]).await?.try_get(0)?;
    if is_aside {
        text.push_str(&format!("; ALTER FUNCTION {function} SET SCHEMA {schema}"));
    }
    for function in &record.functions {
        text.push_str(&format!(
            "; SET LOCAL search_path = {}; ALTER FUNCTION {function} RESET search_path",
            record.path
        ));
    }
    client.batch_execute(&text).await?;

    let published: Vec<_> =
        tables.iter().map(|(oid, _, relation)| (*oid, format!("{schema}.{}", quoted(relation)))).collect();
    let keys =
        dependents::KeyMove { tables, from_schema: SCHEMA, to_path: &record.path, except: [kept_in.as_str(), SCHEMA] };
    let moved = dependents::Move { from, from_schema: ASIDE, to_path: &record.path, owner_path: &record.path };
    let mut owned = Vec::new();
    for (_, relation) in &record.relations {
        owned.push(oid(client, OWNER_SCHEMA, relation).await?);
    }
    let owned =
        dependents::Move { from: owned, from_schema: OWNER_SCHEMA, to_path: &record.path, owner_path: &record.path };
    let mut all = dependents::keys(client, &keys).await?;
    all.extend(dependents::steps(client, &moved).await?);
    all.extend(dependents::steps(client, &owned).await?);
    all.extend(objects::publications(client, &published, &record.path).await?.0);
    let refused = steps::run(client, &all).await?;
    if !refused.is_empty() {
        return Err(AdoptError::Refused(refused));
    }
    free(client, ASIDE).await?;
    free(client, OWNER_SCHEMA).await?;
    client.batch_execute(&format!("DROP SCHEMA {ASIDE} CASCADE; DROP SCHEMA {OWNER_SCHEMA} CASCADE")).await?;
    free(client, SCHEMA).await?;
    client
        .batch_execute(&format!("DROP SCHEMA {SCHEMA} CASCADE; DROP TABLE {kept}.cora_adoption; DROP SCHEMA {kept}"))
        .await?;
    remove_auth_users(client, &report).await
}

/// Removes the rows of `auth.users` that the adoption made for people without one.
async fn remove_auth_users(client: &Client, report: &serde_json::Value) -> Result<(), AdoptError> {
    let faults = report.get("faults").and_then(serde_json::Value::as_array).into_iter().flatten();
    let made = faults.filter(|fault| fault.get("code").is_some_and(|code| code == "profile_without_auth_user"));
    let made: Vec<&str> = made.filter_map(|fault| fault.get("row")?.as_str()).collect();
    if !made.is_empty() {
        let remove =
            "DELETE FROM auth.users WHERE CAST(id AS text) = ANY ($1) AND raw_app_meta_data ->> 'provider' = 'cora'";
        client.execute(remove, &[&made]).await?;
    }
    Ok(())
}
