//! Adopts identities, with the tables or later: once the provider's settings are known, or once it
//! is known which subjects stand for the addresses that CORA stored.

use std::collections::BTreeSet;

use cora_core::connection::secret::extraction::take_secrets;
use cora_core::identity::SubjectMapping;
use cora_core::json::Code as _;
use cora_core::time::UnixSeconds;
use tokio_postgres::Client;

use super::record::Record;
use super::{
    AdoptError, AdoptedTable, AdoptionOptions, AdoptionReport, IDENTITIES, SCHEMA, client, connection, further, open,
    prepare, recorded_faults, source, views,
};
use crate::database::{DatabaseLocation, Store};
use crate::sql::seconds;
use crate::transaction::Transaction;

/// Creates the table that maps the subjects that CORA stored to those of the provider.
pub(super) async fn map(client: &Client, subjects: &[SubjectMapping]) -> Result<(), AdoptError> {
    client
        .batch_execute(
            "CREATE TEMPORARY TABLE adoption_subject (original text PRIMARY KEY, subject text NOT NULL) ON COMMIT DROP",
        )
        .await?;
    let (from, to): (Vec<&str>, Vec<&str>) =
        subjects.iter().map(|SubjectMapping { from, to }| (from.as_str(), to.as_str())).unzip();
    client.execute("INSERT INTO adoption_subject SELECT * FROM unnest($1::text[], $2::text[])", &[&from, &to]).await?;
    Ok(())
}

/// Lists the active people without an identity.
pub(super) async fn missing(client: &Client) -> Result<Vec<String>, AdoptError> {
    let find = "SELECT CAST(user_id AS text) FROM profiles WHERE status = 'active'
        AND NOT EXISTS (SELECT 1 FROM external_identities WHERE auth_user_id = profiles.user_id) ORDER BY 1";
    Ok(client.query(find, &[]).await?.iter().map(|row| row.try_get(0)).collect::<Result<_, _>>()?)
}

impl Store {
    /// Adopts the identities of an adopted database that were left out, from the kept table.
    /// Without `accepted`, it reports the effect and changes nothing.
    ///
    /// # Errors
    ///
    /// Returns [`AdoptError`]. Nothing was changed then.
    pub async fn adopt_identities(
        location: impl Into<DatabaseLocation>,
        options: &AdoptionOptions,
        accepted: Option<&BTreeSet<String>>,
        now: UnixSeconds,
    ) -> Result<AdoptionReport, AdoptError> {
        let store = open(&location.into()).await?;
        let outcome = within(&store, options, accepted, now).await;
        store.close().await;
        outcome
    }
}

async fn within(
    store: &Store,
    options: &AdoptionOptions,
    accepted: Option<&BTreeSet<String>>,
    now: UnixSeconds,
) -> Result<AdoptionReport, AdoptError> {
    let transaction = Transaction::begin(store).await?;
    let report = late(client(&transaction)?, options, now).await?;
    let Some(accepted) = accepted else { return Ok(report) };
    if report.faults.iter().any(|fault| !accepted.contains(&fault.code)) {
        return Err(AdoptError::Faults(Box::new(report)));
    }
    transaction.commit().await?;
    Ok(AdoptionReport { applied: true, ..report })
}

async fn late(client: &Client, options: &AdoptionOptions, now: UnixSeconds) -> Result<AdoptionReport, AdoptError> {
    prepare(client).await?;
    let kept = Record::read(client).await?;
    client.batch_execute(&format!("SET LOCAL search_path = {SCHEMA}, {}", kept.record.path)).await?;
    client.batch_execute("CREATE TEMPORARY TABLE adoption_fault (code text NOT NULL, of_table text NOT NULL, of_row text NOT NULL) ON COMMIT DROP;
        CREATE TEMPORARY TABLE adoption_provider ON COMMIT DROP AS
            SELECT DISTINCT ON (provider_type) provider_type AS provider, id AS connection_id, issuer FROM platform_idp_config
            WHERE org_id IS NULL ORDER BY provider_type, issuer IS NULL, is_default DESC, created_at, id").await?;
    for (kind, settings) in &options.settings {
        let (settings, _) = take_secrets(settings.clone(), *kind);
        let report = connection::checked(*kind, settings, options);
        // The issuer of a connection that has been in use is the connection's.
        if let Some(issuer) = connection::issuer(*kind, &report, options) {
            let named = "UPDATE adoption_provider SET issuer = $2 WHERE provider = $1 AND issuer IS NULL";
            client.execute(named, &[&kind.name(), &issuer]).await?;
        }
    }
    client.batch_execute("DELETE FROM adoption_provider WHERE issuer IS NULL").await?;
    map(client, &options.subjects).await?;
    let relation = kept.record.relations.iter().find(|(table, _)| table == "external_identities");
    let relation = relation.map_or("external_identities", |(_, relation)| relation.as_str());
    let found = source::found(client, &kept.kept_in, relation, "external_identities").await?;
    client.batch_execute(&found.view(&kept.kept_in, &format!("to_timestamp({})", seconds(now)))).await?;
    let own = views::own_columns(client, "external_identities").await?;
    let columns: Vec<(String, String)> = found
        .further()
        .filter(|column| own.contains(&column.name))
        .map(|column| (column.name.clone(), column.name.clone()))
        .collect();
    let (names, values) = further(&columns);
    let text = IDENTITIES.replace("{external_identities}", &names).replace("{old.external_identities}", &values);
    client.batch_execute(&text).await?;
    let count = "SELECT (SELECT count(*) FROM old_external_identities), (SELECT count(*) FROM external_identities JOIN old_external_identities USING (id))";
    let row = client.query_one(count, &[]).await?;
    let tables = vec![AdoptedTable {
        table: String::from("external_identities"),
        found_as: relation.to_owned(),
        found: row.try_get(0)?,
        adopted: row.try_get(1)?,
    }];
    let (without_login, faults) = (missing(client).await?, recorded_faults(client).await?);
    client.batch_execute("DROP VIEW pg_temp.old_external_identities").await?;
    Ok(AdoptionReport {
        applied: false,
        kept_in: kept.kept_in,
        kept_until: kept.kept_until,
        tables,
        dependents: Vec::new(),
        affected: Vec::new(),
        without_login,
        faults,
    })
}
