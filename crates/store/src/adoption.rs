//! Adopts the database of an existing project of the legacy CORA toolkit, in place.
//!
//! CORA's tables are moved, unchanged, to a neighboring schema (`public_before_cora`), where every
//! row stays. Cora's tables are created in the schema `cora` by the usual migrations, and the rows
//! are copied. Views take the place of CORA's tables, so that its other modules and the application
//! go on. A fault of a row is reported, and is never a reason to guess in somebody's favor; an
//! object of the database that cannot follow is refused by its name. Everything happens in one
//! transaction, which a dry run takes back.

mod bounds;
mod connection;
mod dependents;
mod faults;
mod identities;
mod objects;
mod parse;
mod record;
mod source;
mod steps;
mod undo;
mod views;

use std::collections::BTreeSet;

use cora_core::connection::ConnectionKind;
use cora_core::connection::host::allowed::AllowedHost;
use cora_core::connection::settings::Settings;
use cora_core::identity::SubjectMapping;
use cora_core::text::{DisplayName, IconName, OrganizationDescription, PhoneNumber, PictureUrl, Slug};
use cora_core::time::UnixSeconds;
use serde::Serialize;
use tokio_postgres::Client;
use tokio_postgres::types::Oid;

use crate::database::{Backend, CONNECTIONS, DatabaseLocation, Store};
use crate::error::{DatabaseError, StoreError};
use crate::migration::OpenError;
use crate::session::Postgres;
use crate::sql::seconds;
use crate::transaction::Transaction;
use crate::{postgres, supabase};

pub use faults::{ADOPTION_FAULTS, AdoptionFault, AdoptionFaultKind};
pub use undo::WrittenSince;

const COPY: &str = include_str!("adoption/copy.sql");
const IDENTITIES: &str = include_str!("adoption/identities.sql");

/// The schema of Cora's tables in an adopted database. Cora looks here if the schema that its
/// database URL leads to has none.
pub(crate) const SCHEMA: &str = "cora";

/// Time for which CORA's tables are kept, in days.
const KEPT_DAYS: u32 = 90;

/// The advisory lock that an adoption holds.
const LOCK: i64 = 0x636f_7261;

/// Settings of the transaction: planner options for bulk statements, the form of values in
/// fingerprints, and time to wait until others have finished with the tables before they are moved.
const SETTINGS: &str = "SET LOCAL plan_cache_mode = auto; SET LOCAL enable_seqscan = on; SET LOCAL enable_hashjoin = on;
    SET LOCAL enable_mergejoin = on; SET LOCAL lock_timeout = '30s'; SET LOCAL idle_in_transaction_session_timeout = 0;
    SET LOCAL client_min_messages = warning; SET LOCAL TimeZone = 'UTC'; SET LOCAL DateStyle = 'ISO'; SET LOCAL IntervalStyle = 'postgres';
    SET LOCAL extra_float_digits = 1; SET LOCAL bytea_output = 'hex'; SET LOCAL check_function_bodies = off; SET LOCAL row_security = on";

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
    /// The subjects that CORA stored, each with the one that the provider writes in its tokens.
    pub subjects: Vec<SubjectMapping>,
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
    /// The name that the table had in this database.
    pub found_as: String,
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
    /// The day, in UTC, from which that schema may be dropped: `2026-03-31`. Until then the
    /// adoption
    /// can be undone, as long as nothing was written to Cora's tables.
    pub kept_until: String,
    /// The counts for each table.
    pub tables: Vec<AdoptedTable>,
    /// The other database objects that referred to the tables, and refer to Cora's or to the views
    /// afterwards: `foreign key tasks_org_id_fkey on tasks`.
    pub dependents: Vec<String>,
    /// The functions that go on with the views, and how that changes their answers.
    pub affected: Vec<String>,
    /// The `user_id` of each active person without an identity, who has no way in yet.
    pub without_login: Vec<String>,
    /// The faults of rows, in the order of code, table and row.
    pub faults: Vec<AdoptionFault>,
}

impl AdoptionReport {
    /// Returns the codes of the faults, each once.
    pub fn codes(&self) -> BTreeSet<&str> {
        self.faults.iter().map(|fault| fault.code.as_str()).collect()
    }
}

/// An object of the database that an adoption cannot carry over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RefusedObject {
    /// The object: `view public.people`.
    pub object: String,
    /// The reason.
    pub reason: String,
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
    /// The database is not one that `cora adopt` has adopted, or its kept tables are gone.
    #[error("this database has no kept tables of CORA")]
    NotAdopted,
    /// A schema that the adoption creates, named here, exists already.
    #[error("the schema `{0}`, which the adoption creates, already exists")]
    Kept(String),
    /// The database is not one of CORA.
    #[error(
        "this is not a CORA database: it has no {}; {}; supported are CORA's schemas of {}, in any mixture",
        .missing.join(", no "),
        if .recognized.is_empty() { String::from("nothing was recognized") } else { format!("recognized: {}", .recognized.join(", ")) },
        source::SUPPORTED
    )]
    NotCora {
        /// The tables and columns that are missing.
        missing: Vec<String>,
        /// The tables that were recognized.
        recognized: Vec<String>,
    },
    /// Another adoption of this database is under way.
    #[error("another adoption of this database is running; wait until it has ended")]
    Running,
    /// Somebody holds a lock on a table.
    #[error("somebody else uses the tables, and did not finish within 30 seconds; stop the application or try again")]
    Locked,
    /// The user of the URL may not do it.
    #[error("the database user may not do this; use the one that owns CORA's tables and may create schemas{0}")]
    NotOwner(String),
    /// Objects of the application cannot be carried over.
    #[error("these objects cannot be carried over; drop or change them first:{}", list(.0))]
    Refused(Vec<RefusedObject>),
    /// The rows have faults that the operator did not accept.
    #[error("the rows have faults that are not accepted")]
    Faults(Box<AdoptionReport>),
    /// The adoption cannot be undone, because these tables were written to since.
    #[error("the adoption cannot be undone: since then, rows of {} were written", .0.join(", "))]
    Written(Vec<String>),
    /// CORA's tables are kept until this day.
    #[error("CORA's tables are kept until {0}; they are dropped from that day on")]
    KeptUntil(String),
    /// The database failed.
    #[error(transparent)]
    Open(#[from] OpenError),
}

fn list(objects: &[RefusedObject]) -> String {
    objects.iter().map(|refused| format!("\n  - {}: {}", refused.object, refused.reason)).collect()
}

impl AdoptError {
    /// Builds the error for an object whose statement failed.
    fn of_object(shown: &str, error: tokio_postgres::Error) -> Self {
        match steps::reason(&error) {
            Some(reason) => Self::Refused(vec![RefusedObject { object: shown.to_owned(), reason }]),
            None => error.into(),
        }
    }
}

impl From<StoreError> for AdoptError {
    fn from(error: StoreError) -> Self {
        Self::Open(error.into())
    }
}

impl From<tokio_postgres::Error> for AdoptError {
    fn from(error: tokio_postgres::Error) -> Self {
        match error.as_db_error().map(|error| (error.code().code(), error.message())) {
            Some(("55P03", _)) => Self::Locked,
            // The message names an object: `must be owner of table profiles`.
            Some(("42501", message)) => Self::NotOwner(format!(": {message}")),
            _ => Self::Open(error.into()),
        }
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
    /// Reports the effect of an adoption without changing anything: does all of it, and rolls back.
    /// Other users of the tables wait meanwhile.
    ///
    /// # Errors
    ///
    /// Returns any [`AdoptError`] except `Faults`.
    pub async fn adoption(
        location: impl Into<DatabaseLocation>,
        options: &AdoptionOptions,
        now: UnixSeconds,
    ) -> Result<AdoptionReport, AdoptError> {
        let store = open(&location.into()).await?;
        let outcome = within(&store, options, now, Run::Dry).await;
        store.close().await;
        outcome
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
        let store = open(&location.into()).await?;
        let outcome = within(&store, options, now, Run::Accepting(accepted)).await;
        store.close().await;
        outcome
    }
}

async fn open(location: &DatabaseLocation) -> Result<Store, AdoptError> {
    let DatabaseLocation::Postgres(url) = location else { return Err(AdoptError::NotPostgres) };
    Ok(Store::over(Backend::Postgres(Postgres::connect(url, CONNECTIONS, false).await?)))
}

async fn within(
    store: &Store,
    options: &AdoptionOptions,
    now: UnixSeconds,
    run: Run<'_>,
) -> Result<AdoptionReport, AdoptError> {
    let mut transaction = Transaction::begin(store).await?;
    let place = Place::find(client(&transaction)?).await?;
    let (report, record) = steps(&mut transaction, &place, options, now).await?;
    match run {
        // Dropping the transaction rolls it back.
        Run::Dry => Ok(report),
        Run::Accepting(accepted) => {
            if report.faults.iter().any(|fault| !accepted.contains(&fault.code)) {
                return Err(AdoptError::Faults(Box::new(report)));
            }
            let report = AdoptionReport { applied: true, ..report };
            record.keep(client(&transaction)?, &place.kept_in, &report).await?;
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

/// Takes the lock of adoptions, and sets up the transaction.
async fn prepare(client: &Client) -> Result<(), AdoptError> {
    client.batch_execute(SETTINGS).await?;
    let is_free: bool = client.query_one("SELECT pg_try_advisory_xact_lock($1)", &[&LOCK]).await?.try_get(0)?;
    if is_free { Ok(()) } else { Err(AdoptError::Running) }
}

/// The schemas and tables that an adoption works with.
struct Place {
    /// The schema that CORA's tables are in at the start, and the views at the end.
    schema: String,
    /// The schema that the tables are kept in.
    kept_in: String,
    /// The search path of the database's users, with the schema first.
    path: String,
    found: Vec<source::Found>,
}

impl Place {
    /// Inspects the database, and moves CORA's tables aside.
    async fn find(client: &Client) -> Result<Self, AdoptError> {
        prepare(client).await?;
        let row =
            client.query_one("SELECT CAST(current_schema() AS text), current_setting('search_path')", &[]).await?;
        let (schema, path): (String, String) = (row.try_get(0)?, row.try_get(1)?);
        let found = source::recognize(client, &schema).await?;
        let kept_in = format!("{schema}_before_cora");
        for made in [kept_in.as_str(), SCHEMA, views::OWNER_SCHEMA] {
            let is_there = client.query_one("SELECT to_regnamespace(quote_ident($1)) IS NOT NULL", &[&made]).await?;
            if is_there.try_get(0)? {
                return Err(AdoptError::Kept(made.to_owned()));
            }
        }
        let path = format!("{}, {path}", source::quoted(&schema));
        let kept = source::quoted(&kept_in);
        let mut text = format!(
            "CREATE SCHEMA {kept}; REVOKE ALL ON SCHEMA {kept} FROM PUBLIC; CREATE SCHEMA {SCHEMA}; REVOKE ALL ON SCHEMA {SCHEMA} FROM PUBLIC"
        );
        for one in &found {
            let name = format!("{}.{}", source::quoted(&schema), source::quoted(&one.relation));
            text.push_str(&format!("; ALTER TABLE {name} SET SCHEMA {kept}"));
        }
        text.push_str(&format!("; SET LOCAL search_path = {SCHEMA}, {path}"));
        client.batch_execute(&text).await?;
        client.batch_execute(steps::GRANT_FUNCTIONS).await?;
        Ok(Self { schema, kept_in, path, found })
    }

    /// Returns to the names as Cora's connections find them.
    async fn look_at_cora(&self, client: &Client) -> Result<(), AdoptError> {
        Ok(client.batch_execute(&format!("SET LOCAL search_path = {SCHEMA}, {}", self.path)).await?)
    }

    /// Returns the kept tables, each with its object, its name and the name of Cora's.
    async fn kept(&self, client: &Client) -> Result<Vec<(Oid, String, String)>, AdoptError> {
        let mut kept = Vec::new();
        for found in &self.found {
            let oid = oid(client, &self.kept_in, &found.relation).await?;
            kept.push((oid, found.relation.clone(), found.table.name.to_owned()));
        }
        Ok(kept)
    }
}

/// Returns the object of a relation.
async fn oid(client: &Client, schema: &str, name: &str) -> Result<Oid, AdoptError> {
    let find = "SELECT pg_class.oid FROM pg_catalog.pg_class JOIN pg_catalog.pg_namespace ON pg_namespace.oid = relnamespace WHERE nspname = $1 AND relname = $2";
    Ok(client.query_one(find, &[&schema, &name]).await?.try_get(0)?)
}

async fn steps(
    transaction: &mut Transaction,
    place: &Place,
    options: &AdoptionOptions,
    now: UnixSeconds,
) -> Result<(AdoptionReport, record::Record), AdoptError> {
    let is_supabase = supabase::is_supabase(client(transaction)?).await?;
    let affected = functions(client(transaction)?, place).await?;
    let later = {
        let client = client(transaction)?;
        client.batch_execute("CREATE TEMPORARY TABLE adoption_fault (code text NOT NULL, of_table text NOT NULL, of_row text NOT NULL) ON COMMIT DROP").await?;
        postgres::make_schema(client).await?;
        read_views(client, place, now).await?;
        if is_supabase {
            faults_of_auth_users(client, options).await?;
        }
        parse::prepare(client).await?;
        identities::map(client, &options.subjects).await?;
        let mut owned = Vec::new();
        for found in &place.found {
            owned.push(views::own_columns(client, found.table.name).await?);
        }
        let roles = format!("ADD COLUMN {} text, ADD COLUMN {} text", views::ROLE, views::ROLE_MEANT);
        client.batch_execute(&format!("ALTER TABLE profiles {roles}; ALTER TABLE org_members {roles}")).await?;
        let (copied, later) = objects::columns(client, place, &owned).await?;
        (owned, copied, later)
    };
    let (owned, copied, later) = later;
    let records = connection::adopt(transaction, options, now).await?;
    client(transaction)?.batch_execute(&copying(place, &copied, options, now)).await?;
    connection::record(transaction, &records).await?;
    let client = client(transaction)?;
    let (carried, record) = carry(client, place, &owned, later, is_supabase).await?;
    place.look_at_cora(client).await?;
    let report = report(client, place, now, carried, affected).await?;
    Ok((report, record))
}

/// Creates the views that rows are read from, and records times that Cora cannot store.
async fn read_views(client: &Client, place: &Place, now: UnixSeconds) -> Result<(), AdoptError> {
    let now = format!("to_timestamp({})", seconds(now));
    for found in &place.found {
        let (table, old) =
            (found.table.name, format!("{}.{}", source::quoted(&place.kept_in), source::quoted(&found.relation)));
        let key = if table == "profiles" { "user_id" } else { "id" };
        let odd = found.odd_times();
        client
            .batch_execute(&format!(
                "{}; INSERT INTO adoption_fault SELECT 'time_out_of_range', '{table}', CAST({key} AS text) FROM {old} WHERE {odd}",
                found.view(&place.kept_in, &now)
            ))
            .await?;
    }
    Ok(())
}

/// Creates the views in the place of CORA's tables, and carries everything over that refers to them
/// or was added to them. Returns descriptions of what was carried over, and of functions.
async fn carry(
    client: &Client,
    place: &Place,
    owned: &[Vec<String>],
    later: Vec<steps::Step>,
    is_supabase: bool,
) -> Result<(Vec<String>, record::Record), AdoptError> {
    // PostgreSQL alters no table with rows that a deferred constraint has yet to check.
    client.batch_execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED").await?;
    place.look_at_cora(client).await?;
    let compatible = views::create(client, &place.schema, &place.found, owned).await?;
    let kept = place.kept(client).await?;
    let bounds = if is_supabase { bounds::statements(client, place, owned).await? } else { Vec::new() };
    let (access, replaced) = views::access(client, place, &compatible, bounds, is_supabase).await?;
    let mut all = later;
    let of_tables = objects::of_tables(client, place).await?;
    let (mut functions, mut dependents) = (Vec::new(), Vec::new());
    functions.extend(of_tables.iter().filter_map(|step| {
        step.statement
            .split_once("; ALTER FUNCTION ")?
            .1
            .split_once(" SET search_path")
            .map(|(name, _)| name.to_owned())
    }));
    let owner_path = format!("{}, {}", views::OWNER_SCHEMA, place.path);
    let moved = dependents::Move {
        from: kept.iter().map(|(oid, ..)| *oid).collect(),
        from_schema: &place.kept_in,
        to_path: &place.path,
        owner_path: &owner_path,
    };
    let own_path = format!("{SCHEMA}, {}", place.path);
    let moved_keys = dependents::KeyMove {
        tables: kept.clone(),
        from_schema: &place.kept_in,
        to_path: &own_path,
        except: [place.kept_in.as_str(), SCHEMA],
    };
    let referring = dependents::steps(client, &moved).await?;
    let keys = dependents::keys(client, &moved_keys).await?;
    let published: Vec<(Oid, String)> =
        kept.iter().map(|(oid, _, table)| (*oid, format!("{SCHEMA}.{table}"))).collect();
    let (publications, mut changed) = objects::publications(client, &published, &own_path).await?;
    changed.extend(objects::sweeping_publications(client, &place.schema).await?);
    dependents
        .extend([&of_tables, &keys, &referring, &publications].into_iter().flatten().map(|step| step.shown.clone()));
    for steps in [of_tables, access, keys, referring, publications] {
        all.extend(steps);
    }
    let mut refused = steps::run(client, &all).await?;
    let old_views: Vec<String> = source::TABLES.iter().map(|table| format!("pg_temp.old_{}", table.name)).collect();
    if refused.is_empty() {
        let left = dependents::left(client, &place.kept_in).await?.into_iter();
        refused
            .extend(left.map(|(object, of)| RefusedObject { object, reason: format!("it depends on {of} of CORA") }));
    }
    if !refused.is_empty() {
        return Err(AdoptError::Refused(refused));
    }
    place.look_at_cora(client).await?;
    let fault = "INSERT INTO adoption_fault VALUES ($1, $2, $3)";
    for (table, policy) in replaced {
        client.execute(fault, &[&"policy_replaced", &table, &policy]).await?;
    }
    changed.sort();
    changed.dedup();
    for publication in changed {
        client.execute(fault, &[&"publication_changed", &"publication", &publication]).await?;
    }
    if is_supabase {
        client.batch_execute(&format!("GRANT USAGE ON SCHEMA {SCHEMA} TO authenticated, service_role")).await?;
    }
    let record = record::Record {
        schema: place.schema.clone(),
        path: place.path.clone(),
        relations: place.found.iter().map(|found| (found.table.name.to_owned(), found.relation.clone())).collect(),
        views: compatible.into_iter().map(|view| view.name).collect(),
        functions,
        old_views,
    };
    Ok((dependents, record))
}

/// Describes the functions that go on with the views.
async fn functions(client: &Client, place: &Place) -> Result<Vec<String>, AdoptError> {
    let names = source::TABLES.iter().flat_map(|table| [Some(table.name), table.renamed]).flatten();
    let text = objects::by_text(client, &names.map(String::from).collect::<Vec<_>>()).await?;
    // A trigger on users would run for each row that this writes to `auth.users`.
    if !text.refused.is_empty() {
        return Err(AdoptError::Refused(text.refused));
    }
    let mut affected = text.affected;
    affected.extend(set_aside(client, place).await?);
    place.look_at_cora(client).await?;
    Ok(affected)
}

/// Moves a function of CORA's that everybody may call, and that reads past row-level security, to
/// the kept tables.
///
/// SECURITY: by the name of its table it would read Cora's.
async fn set_aside(client: &Client, place: &Place) -> Result<Vec<String>, AdoptError> {
    let name = format!("{}.get_active_idp_config()", source::quoted(&place.schema));
    let is_there = client.query_one("SELECT to_regprocedure($1) IS NOT NULL", &[&name]).await?;
    if !is_there.try_get::<_, bool>(0)? {
        return Ok(Vec::new());
    }
    client.batch_execute(&format!("ALTER FUNCTION {name} SET SCHEMA {}", source::quoted(&place.kept_in))).await?;
    Ok(vec![format!("function {name} is set aside: `GET /auth/active-connection` answers instead")])
}

async fn report(
    client: &Client,
    place: &Place,
    now: UnixSeconds,
    dependents: Vec<String>,
    affected: Vec<String>,
) -> Result<AdoptionReport, AdoptError> {
    let mut tables = Vec::new();
    for found in &place.found {
        let name = found.table.name;
        let count = format!(
            "SELECT (SELECT count(*) FROM old_{name}), (SELECT count(*) FROM {name} JOIN old_{name} USING (id))"
        );
        let row = client.query_one(&count, &[]).await?;
        let found_as = found.relation.clone();
        tables.push(AdoptedTable {
            table: name.to_owned(),
            found_as,
            found: row.try_get(0)?,
            adopted: row.try_get(1)?,
        });
    }
    Ok(AdoptionReport {
        applied: false,
        kept_in: place.kept_in.clone(),
        kept_until: record::day(client, now, KEPT_DAYS).await?,
        tables,
        dependents,
        affected,
        without_login: identities::missing(client).await?,
        faults: recorded_faults(client).await?,
    })
}

async fn recorded_faults(client: &Client) -> Result<Vec<AdoptionFault>, AdoptError> {
    let faults =
        client.query("SELECT code, of_table, of_row FROM adoption_fault ORDER BY code, of_table, of_row", &[]).await?;
    let fault = |row: &tokio_postgres::Row| {
        Ok(AdoptionFault { code: row.try_get(0)?, table: row.try_get(1)?, row: row.try_get(2)? })
    };
    Ok(faults.iter().map(fault).collect::<Result<_, tokio_postgres::Error>>()?)
}

/// Records faults of the people's rows in Supabase's `auth.users`, which lets people sign in
/// without Cora.
async fn faults_of_auth_users(client: &Client, options: &AdoptionOptions) -> Result<(), AdoptError> {
    client
        .batch_execute(
            "INSERT INTO adoption_fault
            SELECT 'profile_without_auth_user', 'profiles', CAST(user_id AS text) FROM old_profiles WHERE user_id NOT IN (SELECT id FROM auth.users)",
        )
        .await?;
    let with_password = "auth.users WHERE encrypted_password <> '' AND id IN (SELECT user_id FROM old_profiles)";
    client
        .batch_execute(&if options.clear_passwords {
            format!("UPDATE auth.users SET encrypted_password = '' WHERE id IN (SELECT id FROM {with_password})")
        } else {
            format!("INSERT INTO adoption_fault SELECT 'password_login_possible', 'profiles', CAST(id AS text) FROM {with_password}")
        })
        .await?;
    Ok(())
}

/// Fills in the statements that copy the rows.
fn copying(place: &Place, copied: &[Vec<(String, String)>], options: &AdoptionOptions, now: UnixSeconds) -> String {
    let mut text = COPY
        .replace("-- {identities}", IDENTITIES)
        .replace("{now}", &format!("to_timestamp({})", seconds(now)))
        .replace("{trust_emails}", if options.trust_emails { "true" } else { "false" })
        .replace("{trust_domains}", if options.trust_domains { "true" } else { "false" });
    for (name, most) in [
        ("{max_name}", DisplayName::MAX_BYTES),
        ("{max_slug}", Slug::MAX_BYTES),
        ("{max_url}", PictureUrl::MAX_BYTES),
        ("{max_description}", OrganizationDescription::MAX_BYTES),
        ("{max_icon}", IconName::MAX_BYTES),
        ("{max_phone}", PhoneNumber::MAX_BYTES),
    ] {
        text = text.replace(name, &most.to_string());
    }
    for (found, columns) in place.found.iter().zip(copied) {
        let (names, values) = further(columns);
        let table = found.table.name;
        text = text.replace(&format!("{{{table}}}"), &names).replace(&format!("{{old.{table}}}"), &values);
    }
    text
}

/// Returns the names and the values of further columns, each after a comma.
fn further(columns: &[(String, String)]) -> (String, String) {
    let names = columns.iter().map(|(_, new)| format!(", {}", source::quoted(new))).collect();
    (names, columns.iter().map(|(old, _)| format!(", old.{}", source::quoted(old))).collect())
}
