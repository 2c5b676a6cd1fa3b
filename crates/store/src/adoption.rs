//! Adopts the database of an existing project of the legacy CORA toolkit, in place.
//!
//! CORA's tables are moved, unchanged, to a neighboring schema (`public_before_cora`), where every
//! row stays. Cora's tables are created in their place by the usual migrations, and the rows are
//! copied. A fault of a row is reported, and is never a reason to guess in somebody's favor.
//! Everything happens in one transaction.

mod connection;
mod dependents;
mod faults;
mod parse;
mod source;

use std::collections::BTreeSet;

use cora_core::connection::ConnectionKind;
use cora_core::connection::host::allowed::AllowedHost;
use cora_core::connection::settings::Settings;
use cora_core::text::{DisplayName, PhoneNumber, PictureUrl, Slug, Subject};
use cora_core::time::UnixSeconds;
use serde::Serialize;
use tokio_postgres::Client;

use crate::database::{Backend, CONNECTIONS, DatabaseLocation, Store};
use crate::error::{DatabaseError, StoreError};
use crate::migration::OpenError;
use crate::session::Postgres;
use crate::sql::seconds;
use crate::transaction::Transaction;
use crate::{postgres, supabase};

pub use faults::{ADOPTION_FAULTS, AdoptionFault, AdoptionFaultKind};

const COPY: &str = include_str!("adoption/copy.sql");

/// The schema in which a dry run creates Cora's tables before it rolls back.
const DRY_RUN_SCHEMA: &str = "cora_adoption_dry_run";

/// Settings of the transaction: planner options for bulk statements, and time to wait until others
/// have finished with the tables before they are moved.
const SETTINGS: &str =
    "SET LOCAL plan_cache_mode = auto; SET LOCAL enable_seqscan = on; SET LOCAL enable_hashjoin = on;
    SET LOCAL enable_mergejoin = on; SET LOCAL lock_timeout = '30s'; SET LOCAL idle_in_transaction_session_timeout = 0;
    SET LOCAL client_min_messages = warning";

/// The operator's options for an adoption.
#[derive(Debug, Clone, Default)]
pub struct AdoptionOptions {
    /// Set if email addresses count as verified, which CORA did not check.
    pub trust_emails: bool,
    /// Set if domain claims count as proved, which CORA did not check. Claims made by several
    /// organizations, and claims of public domains, never do.
    pub trust_domains: bool,
    /// Set if the passwords of adopted people in `auth.users` are cleared (Supabase).
    pub clear_passwords: bool,
    /// Settings of identity providers that replace those in the table.
    pub settings: Vec<(ConnectionKind, Settings)>,
    /// Set if settings may name addresses of this machine.
    pub allow_loopback: bool,
    /// The networks and hosts at which the operator allows providers although they are not public.
    pub allowed_hosts: Vec<AllowedHost>,
}

/// The number of rows adopted from a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AdoptedTable {
    /// The name of the table.
    pub table: String,
    /// The number of rows in CORA's table.
    pub found: i64,
    /// The number of those rows that are in Cora's table.
    pub adopted: i64,
}

/// The report of an adoption, done or only tried.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AdoptionReport {
    /// `true` if the adoption was done. A dry run changes nothing.
    pub applied: bool,
    /// The schema in which CORA's tables are kept unchanged.
    pub kept_in: String,
    /// The counts for each table.
    pub tables: Vec<AdoptedTable>,
    /// The other database objects that refer to the tables, and refer to Cora's afterwards:
    /// `foreign key tasks_org_id_fkey on tasks`.
    pub dependents: Vec<String>,
    /// The faults of rows, in the order of code, table and row.
    pub faults: Vec<AdoptionFault>,
}

impl AdoptionReport {
    /// Returns the codes of the faults, each once.
    pub fn codes(&self) -> BTreeSet<&str> {
        self.faults.iter().map(|fault| fault.code.as_str()).collect()
    }
}

/// An error of an adoption. The database is unchanged.
#[derive(Debug, thiserror::Error)]
pub enum AdoptError {
    /// The location is not PostgreSQL. CORA's databases are always PostgreSQL.
    #[error("CORA's databases use PostgreSQL; this is an SQLite file")]
    NotPostgres,
    /// The database has been migrated to Cora already.
    #[error("this database already belongs to Cora")]
    Adopted,
    /// The schema for CORA's tables, named here, exists already.
    #[error("the schema `{0}`, which is to keep CORA's tables, already exists")]
    Kept(String),
    /// The database is not one of CORA. These tables and columns are missing.
    #[error("this is not a CORA database: it has no {}", .0.join(", no "))]
    NotCora(Vec<String>),
    /// The rows have faults that the operator did not accept.
    #[error("the rows have faults that are not accepted")]
    Faults(Box<AdoptionReport>),
    /// The database failed.
    #[error(transparent)]
    Open(#[from] OpenError),
}

impl From<StoreError> for AdoptError {
    fn from(error: StoreError) -> Self {
        Self::Open(error.into())
    }
}

impl From<tokio_postgres::Error> for AdoptError {
    fn from(error: tokio_postgres::Error) -> Self {
        Self::Open(error.into())
    }
}

/// The mode of a run: dry, or applied.
#[derive(Clone, Copy)]
enum Run<'a> {
    Dry,
    /// Applies the adoption if it has only faults with these codes.
    Accepting(&'a BTreeSet<String>),
}

impl Store {
    /// Reports the effect of an adoption without changing anything: runs all of it next to the
    /// tables, and rolls back.
    ///
    /// # Errors
    ///
    /// Returns any [`AdoptError`] except `Faults`.
    pub async fn adoption(
        location: impl Into<DatabaseLocation>,
        options: &AdoptionOptions,
        now: UnixSeconds,
    ) -> Result<AdoptionReport, AdoptError> {
        run(&location.into(), options, now, Run::Dry).await
    }

    /// Adopts a database of CORA if its rows have only faults with accepted codes. Other users of
    /// its tables wait meanwhile.
    ///
    /// # Errors
    ///
    /// Returns [`AdoptError`]. Nothing was changed then.
    pub async fn adopt(
        location: impl Into<DatabaseLocation>,
        options: &AdoptionOptions,
        accepted: &BTreeSet<String>,
        now: UnixSeconds,
    ) -> Result<AdoptionReport, AdoptError> {
        run(&location.into(), options, now, Run::Accepting(accepted)).await
    }
}

async fn run(
    location: &DatabaseLocation,
    options: &AdoptionOptions,
    now: UnixSeconds,
    run: Run<'_>,
) -> Result<AdoptionReport, AdoptError> {
    let DatabaseLocation::Postgres(url) = location else { return Err(AdoptError::NotPostgres) };
    let store = Store::over(Backend::Postgres(Postgres::connect(url, CONNECTIONS, false).await?));
    let outcome = within(&store, options, now, run).await;
    store.close().await;
    outcome
}

async fn within(
    store: &Store,
    options: &AdoptionOptions,
    now: UnixSeconds,
    run: Run<'_>,
) -> Result<AdoptionReport, AdoptError> {
    let mut transaction = Transaction::begin(store).await?;
    let place = Place::find(client(&transaction)?, run).await?;
    let report = steps(&mut transaction, &place, options, now).await?;
    match run {
        // Dropping the transaction rolls it back.
        Run::Dry => Ok(report),
        Run::Accepting(accepted) => {
            if report.faults.iter().any(|fault| !accepted.contains(&fault.code)) {
                return Err(AdoptError::Faults(Box::new(report)));
            }
            let report = AdoptionReport { applied: true, ..report };
            place.keep_report(client(&transaction)?, &report).await?;
            transaction.commit().await?;
            Ok(report)
        }
    }
}

fn client(transaction: &Transaction) -> Result<&Client, StoreError> {
    match transaction {
        Transaction::Postgres(transaction) => Ok(transaction.session()?.client()),
        Transaction::Sqlite(_) => Err(DatabaseError::reading("PostgreSQL's").into()),
    }
}

/// The schemas and columns that an adoption works with.
struct Place {
    /// The schema that CORA's tables are in at the start.
    schema: String,
    /// The schema that the tables are read from.
    old: String,
    /// The schema that the tables are kept in.
    kept_in: String,
    /// The columns of CORA's tables, each with its table.
    columns: Vec<(String, String)>,
}

impl Place {
    /// Inspects the database, and moves the tables unless the run is dry.
    async fn find(client: &Client, run: Run<'_>) -> Result<Self, AdoptError> {
        client.batch_execute(SETTINGS).await?;
        let schema: String = client.query_one("SELECT CAST(current_schema() AS text)", &[]).await?.try_get(0)?;
        let kept_in = format!("{schema}_before_cora");
        let found = "SELECT CAST(relname AS text), CAST(attname AS text) FROM pg_catalog.pg_class JOIN pg_catalog.pg_attribute ON attrelid = pg_class.oid
            WHERE relnamespace = CAST(quote_ident($1) AS regnamespace) AND relkind IN ('r', 'p') AND attnum > 0 AND NOT attisdropped
            ORDER BY relname, attnum";
        let found = client.query(found, &[&schema]).await?;
        let found: Vec<(String, String)> = found
            .iter()
            .map(|row| Ok((row.try_get(0)?, row.try_get(1)?)))
            .collect::<Result<_, tokio_postgres::Error>>()?;
        if found.iter().any(|(table, _)| table == "cora_migrations") {
            return Err(AdoptError::Adopted);
        }
        let missing = source::missing(&found);
        if !missing.is_empty() {
            return Err(AdoptError::NotCora(missing));
        }
        let is_kept = client.query_one("SELECT to_regnamespace(quote_ident($1)) IS NOT NULL", &[&kept_in]).await?;
        if is_kept.try_get(0)? {
            return Err(AdoptError::Kept(kept_in));
        }
        let columns =
            found.into_iter().filter(|(table, _)| source::TABLES.iter().any(|known| known.name == table)).collect();
        let old = match run {
            Run::Dry => {
                client
                    .batch_execute(&format!("CREATE SCHEMA {DRY_RUN_SCHEMA}; SET LOCAL search_path = {DRY_RUN_SCHEMA}"))
                    .await?;
                schema.clone()
            }
            Run::Accepting(_) => {
                let kept = source::quoted(&kept_in);
                client.batch_execute(&format!("CREATE SCHEMA {kept}; REVOKE ALL ON SCHEMA {kept} FROM PUBLIC")).await?;
                for table in &source::TABLES {
                    let name = format!("{}.{}", source::quoted(&schema), table.name);
                    client.batch_execute(&format!("ALTER TABLE {name} SET SCHEMA {kept}")).await?;
                }
                kept_in.clone()
            }
        };
        Ok(Self { schema, old, kept_in, columns })
    }

    /// Stores the report next to the tables that it is about.
    async fn keep_report(&self, client: &Client, report: &AdoptionReport) -> Result<(), AdoptError> {
        let text = serde_json::to_string(report).map_err(|source| StoreError::Unreadable { what: "report", source })?;
        let kept = source::quoted(&self.kept_in);
        client
            .batch_execute(&format!("CREATE TABLE {kept}.cora_adoption (adopted_at timestamptz NOT NULL DEFAULT now(), report jsonb NOT NULL)"))
            .await?;
        let keep = format!("INSERT INTO {kept}.cora_adoption (report) VALUES (CAST(CAST($1 AS text) AS jsonb))");
        client.execute(&keep, &[&text]).await?;
        Ok(())
    }
}

async fn steps(
    transaction: &mut Transaction,
    place: &Place,
    options: &AdoptionOptions,
    now: UnixSeconds,
) -> Result<AdoptionReport, AdoptError> {
    let dependents = {
        let client = client(transaction)?;
        let is_supabase = supabase::is_supabase(client).await?;
        client.batch_execute("CREATE TEMPORARY TABLE adoption_fault (code text NOT NULL, of_table text NOT NULL, of_row text NOT NULL) ON COMMIT DROP").await?;
        if is_supabase {
            faults_of_auth_users(client, place, options).await?;
        }
        postgres::make_schema(client).await?;
        for table in &source::TABLES {
            client.batch_execute(&table.view(&place.old, &place.columns)).await?;
        }
        parse::prepare(client).await?;
        dependents::Dependents::find(client, &place.old, &place.schema).await?
    };
    let records = connection::adopt(transaction, options, now).await?;
    let client = client(transaction)?;
    client.batch_execute(&copying(client, place, options, now).await?).await?;
    connection::record(transaction, &records).await?;
    let client = self::client(transaction)?;
    if place.old != place.schema {
        dependents.repoint(client, &place.schema).await?;
    }
    let tables = counts(client).await?;
    let faults =
        client.query("SELECT code, of_table, of_row FROM adoption_fault ORDER BY code, of_table, of_row", &[]).await?;
    let faults = faults
        .iter()
        .map(|row| Ok(AdoptionFault { code: row.try_get(0)?, table: row.try_get(1)?, row: row.try_get(2)? }))
        .collect::<Result<_, tokio_postgres::Error>>()?;
    let views: Vec<String> = source::TABLES.iter().map(|table| format!("old_{}", table.name)).collect();
    client.batch_execute(&format!("DROP VIEW {}", views.join(", "))).await?;
    Ok(AdoptionReport {
        applied: false,
        kept_in: place.kept_in.clone(),
        tables,
        dependents: dependents.shown(),
        faults,
    })
}

/// Records faults of the people's rows in Supabase's `auth.users`, which lets people sign in
/// without Cora.
async fn faults_of_auth_users(client: &Client, place: &Place, options: &AdoptionOptions) -> Result<(), AdoptError> {
    let old = source::quoted(&place.old);
    let faults = format!(
        "INSERT INTO adoption_fault
            SELECT 'profile_without_auth_user', 'profiles', CAST(user_id AS text) FROM {old}.profiles WHERE user_id NOT IN (SELECT id FROM auth.users)"
    );
    client.batch_execute(&faults).await?;
    let with_password =
        format!("auth.users WHERE encrypted_password <> '' AND id IN (SELECT user_id FROM {old}.profiles)");
    client
        .batch_execute(&if options.clear_passwords {
            format!("UPDATE auth.users SET encrypted_password = '' WHERE id IN (SELECT id FROM {with_password})")
        } else {
            format!("INSERT INTO adoption_fault SELECT 'password_login_possible', 'profiles', CAST(id AS text) FROM {with_password}")
        })
        .await?;
    Ok(())
}

/// Fills in the statements that copy the rows, and adds further columns to Cora's tables.
async fn copying(
    client: &Client,
    place: &Place,
    options: &AdoptionOptions,
    now: UnixSeconds,
) -> Result<String, AdoptError> {
    let mut text = COPY
        .replace("{now}", &format!("to_timestamp({})", seconds(now)))
        .replace("{trust_emails}", if options.trust_emails { "true" } else { "false" })
        .replace("{trust_domains}", if options.trust_domains { "true" } else { "false" });
    for (name, most) in [
        ("{max_name}", DisplayName::MAX_BYTES),
        ("{max_slug}", Slug::MAX_BYTES),
        ("{max_url}", PictureUrl::MAX_BYTES),
        ("{max_phone}", PhoneNumber::MAX_BYTES),
        ("{max_subject}", Subject::MAX_BYTES),
    ] {
        text = text.replace(name, &most.to_string());
    }
    // For the other tables the rows are created again, and further columns stay in the kept tables.
    for table in source::TABLES.iter().filter(|table| COPY.contains(&format!("{{{}}}", table.name))) {
        let (mut names, mut values) = (String::new(), String::new());
        for column in table.further(&place.columns) {
            let quoted = source::quoted(column);
            // WHY: the type is that of the view's column, because CORA's own table may be in either
            // schema.
            let of = "SELECT format_type(atttypid, atttypmod), EXISTS (SELECT 1 FROM pg_catalog.pg_attribute own
                    WHERE own.attrelid = to_regclass($1) AND own.attname = $2 AND NOT own.attisdropped)
                FROM pg_catalog.pg_attribute WHERE attrelid = to_regclass('old_' || $1) AND attname = $2";
            let row = client.query_one(of, &[&table.name, &column]).await?;
            let (of, is_own): (String, bool) = (row.try_get(0)?, row.try_get(1)?);
            // A column that Cora also has, and fills itself, stays in the kept table.
            if !is_own {
                client.batch_execute(&format!("ALTER TABLE {} ADD COLUMN {quoted} {of}", table.name)).await?;
                names.push_str(&format!(", {quoted}"));
                values.push_str(&format!(", old.{quoted}"));
            }
        }
        text =
            text.replace(&format!("{{{}}}", table.name), &names).replace(&format!("{{old.{}}}", table.name), &values);
    }
    Ok(text)
}

async fn counts(client: &Client) -> Result<Vec<AdoptedTable>, AdoptError> {
    let mut tables = Vec::new();
    for table in &source::TABLES {
        let name = table.name;
        let count = format!(
            "SELECT (SELECT count(*) FROM old_{name}), (SELECT count(*) FROM {name} JOIN old_{name} USING (id))"
        );
        let row = client.query_one(&count, &[]).await?;
        tables.push(AdoptedTable { table: name.to_owned(), found: row.try_get(0)?, adopted: row.try_get(1)? });
    }
    Ok(tables)
}
