//! The SQL of a project's modules, in PostgreSQL: migrations with a record of each, and the access
//! to their tables.
//!
//! Each migration is one transaction with its record. In a project of Supabase, whose API lets
//! browsers at every table, a new table, view or function is closed in that transaction, and the
//! access that the module declares is opened afterwards.

mod access;

use std::collections::BTreeSet;

use cora_core::role::OrganizationRole;
use sha2::{Digest as _, Sha384};
use tokio_postgres::Client;
use tokio_postgres::error::ErrorPosition;
use tokio_postgres::types::Type;

use crate::database::{Backend, Store};
use crate::error::StoreError;
use crate::migration::OpenError;
use crate::postgres;
use crate::session::{OpenTransaction, Postgres};
use crate::supabase;

/// A migration of a module.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModuleMigration {
    /// The number in its module, from 1.
    pub number: i32,
    /// The file, for reports.
    pub file: String,
    /// The SQL: any number of statements, none of which begins or ends a transaction.
    pub text: String,
}

/// A table of a module that people may reach through Supabase's API.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModuleTable {
    /// The name.
    pub name: String,
    /// The access of members. `None` for a table that only the module's functions use.
    pub members: Option<MemberAccess>,
}

/// The access of an organization's members to its rows of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemberAccess {
    /// The column with the organization.
    pub column: String,
    /// The roles that read its rows.
    pub readers: Vec<OrganizationRole>,
    /// The roles that add, change and delete its rows.
    pub writers: Vec<OrganizationRole>,
}

/// The SQL of a module.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModuleSchema {
    /// The name of the module, with which its tables begin.
    pub module: String,
    /// The migrations, by number.
    pub migrations: Vec<ModuleMigration>,
    /// The declared tables.
    pub tables: Vec<ModuleTable>,
}

/// A step that a database needs, or that was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ModuleStep {
    /// A migration, by its file.
    Migration(String),
    /// The access to the tables of a module.
    Access(String),
}

/// The extent of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ModuleRun {
    /// Apply everything. Each migration is a transaction.
    Apply,
    /// Apply everything in one transaction, and roll it back.
    Try,
    /// Only list what would be applied.
    List,
}

/// An error of the SQL of modules.
#[derive(Debug, thiserror::Error)]
pub enum ModuleSchemaError {
    /// The database is not a PostgreSQL.
    #[error("migrations of modules need a PostgreSQL")]
    NotPostgres,
    /// A migration was applied with another text.
    #[error("`{file}` was applied with another text")]
    Changed {
        /// The file.
        file: String,
    },
    /// A migration was applied whose file is gone.
    #[error("migration {number} of `{module}` was applied, and has no file")]
    Gone {
        /// The module.
        module: String,
        /// The number.
        number: i32,
    },
    /// A later migration of the module was applied already.
    #[error("`{file}` comes before a migration that was applied")]
    Late {
        /// The file.
        file: String,
    },
    /// The database refused a migration.
    #[error("the database refused the migration (SQLSTATE {sqlstate}){reason}")]
    Failed {
        /// The file.
        file: String,
        /// The line of the statement, if the database names it.
        line: Option<u32>,
        /// The code of the database.
        sqlstate: String,
        /// A colon and the reason, if it cannot have a value of a row.
        reason: String,
    },
    /// A migration made a table whose name does not begin with the module's, or the module declares
    /// one of Cora's own tables.
    #[error("`{table}` is not a table of the module `{module}`")]
    Foreign {
        /// The file of the migration. `None` for a declared table.
        file: Option<String>,
        /// The module.
        module: String,
        /// The table.
        table: String,
    },
    /// The migrations of a module do not make a table, or a column of it, that the module declares.
    #[error("the migrations of `{module}` make no `{name}`")]
    Absent {
        /// The module.
        module: String,
        /// The table, or `table.column`.
        name: String,
    },
    /// The database failed.
    #[error(transparent)]
    Open(#[from] OpenError),
}

impl From<tokio_postgres::Error> for ModuleSchemaError {
    fn from(error: tokio_postgres::Error) -> Self {
        Self::Open(error.into())
    }
}

impl From<StoreError> for ModuleSchemaError {
    fn from(error: StoreError) -> Self {
        Self::Open(error.into())
    }
}

/// The table of applied migrations. Number 0 of a module is the access to its tables.
const MAKE_LEDGER: &str = "CREATE TABLE IF NOT EXISTS cora_module_migrations (
    module text NOT NULL, number integer NOT NULL, checksum bytea NOT NULL, applied_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (module, number));
    REVOKE ALL ON cora_module_migrations FROM PUBLIC;
    ALTER TABLE cora_module_migrations ENABLE ROW LEVEL SECURITY";

/// Runs a text that is no part of a function.
///
/// WHY a function: it refuses a statement that ends the transaction, so that a migration and its
/// record are written together or not at all.
const MAKE_RUNNER: &str =
    "CREATE OR REPLACE FUNCTION pg_temp.cora_run(statements text) RETURNS void LANGUAGE plpgsql AS $$
    BEGIN EXECUTE statements; END $$";

/// A row of the ledger.
struct Recorded {
    module: String,
    number: i32,
    checksum: Vec<u8>,
}

impl Store {
    /// Brings the tables of modules up to date: those of each module after those of the modules
    /// that come before it. Returns the steps that were taken.
    ///
    /// # Errors
    ///
    /// Returns [`ModuleSchemaError`]. Migrations before the one that failed stay applied.
    pub async fn migrate_modules(
        &self,
        modules: &[ModuleSchema],
        run: ModuleRun,
    ) -> Result<Vec<ModuleStep>, ModuleSchemaError> {
        let postgres = match &self.backend {
            Backend::Postgres(postgres) => postgres,
            Backend::Sqlite { .. } if modules.iter().all(|module| module.migrations.is_empty()) => {
                return Ok(Vec::new());
            }
            Backend::Sqlite { .. } => return Err(ModuleSchemaError::NotPostgres),
        };
        let (is_supabase, steps) = pending(postgres, modules).await?;
        if run == ModuleRun::List || steps.is_empty() {
            return Ok(steps.iter().map(Step::described).collect());
        }
        let mut taken = Vec::new();
        let mut transaction = begin(postgres).await?;
        for step in &steps {
            if step.apply(transaction.session()?.client(), is_supabase).await? {
                taken.push(step.described());
            }
            if run == ModuleRun::Apply {
                transaction.commit().await?;
                transaction = begin(postgres).await?;
            }
        }
        // A transaction that is dropped is rolled back: all of it for a trial, else an empty one.
        Ok(taken)
    }
}

/// Begins a transaction that no other run of migrations is in.
async fn begin(postgres: &Postgres) -> Result<OpenTransaction, ModuleSchemaError> {
    let transaction = OpenTransaction::begin_read_committed(postgres).await?;
    let client = transaction.session()?.client();
    client
        .batch_execute("SET LOCAL lock_timeout = '1min'; SET LOCAL idle_in_transaction_session_timeout = '10min'")
        .await?;
    // The number is Cora's own. Each schema is a database of its own.
    client.query_typed("SELECT pg_advisory_xact_lock(1668248162, hashtext(current_schema()))", &[]).await?;
    Ok(transaction)
}

enum Step<'m> {
    Migration(&'m ModuleSchema, &'m ModuleMigration),
    /// The access to the tables of a module, one of all these.
    Access(&'m ModuleSchema, &'m [ModuleSchema]),
}

/// Returns the steps that a database needs.
async fn pending<'m>(
    postgres: &Postgres,
    modules: &'m [ModuleSchema],
) -> Result<(bool, Vec<Step<'m>>), ModuleSchemaError> {
    let session = postgres.get().await?;
    let client = session.client();
    let is_supabase = session.answered(supabase::is_supabase(client)).await?;
    let recorded = session.answered(recorded(client)).await?;
    let mut steps = Vec::new();
    for module in modules {
        let of_module = |number| recorded.iter().find(|row| row.module == module.module && row.number == number);
        let newest = recorded.iter().filter(|row| row.module == module.module).map(|row| row.number).max();
        let gone = recorded.iter().find(|row| {
            row.module == module.module
                && row.number > 0
                && !module.migrations.iter().any(|migration| migration.number == row.number)
        });
        if let Some(Recorded { module, number, .. }) = gone {
            return Err(ModuleSchemaError::Gone { module: module.clone(), number: *number });
        }
        for migration in &module.migrations {
            let file = migration.file.clone();
            match of_module(migration.number) {
                Some(row) if row.checksum != checksum(&migration.text) => {
                    return Err(ModuleSchemaError::Changed { file });
                }
                Some(_) => {}
                None if newest.is_some_and(|newest| newest > migration.number) => {
                    return Err(ModuleSchemaError::Late { file });
                }
                None => steps.push(Step::Migration(module, migration)),
            }
        }
        let access = checksum(&access::text(module, is_supabase, ""));
        // A migration may have made a table again, which is closed then.
        let is_migrated = matches!(steps.last(), Some(Step::Migration(last, _)) if last.module == module.module);
        let is_open = of_module(0).is_some_and(|row| row.checksum == access) && !is_migrated;
        if !(is_open || module.tables.is_empty() && of_module(0).is_none()) {
            steps.push(Step::Access(module, modules));
        }
    }
    Ok((is_supabase, steps))
}

async fn recorded(client: &Client) -> Result<Vec<Recorded>, ModuleSchemaError> {
    let ledger = "SELECT to_regclass('cora_module_migrations') IS NOT NULL";
    if !client.query_typed_one(ledger, &[]).await?.try_get::<_, bool>(0)? {
        return Ok(Vec::new());
    }
    let rows = client.query_typed("SELECT module, number, checksum FROM cora_module_migrations", &[]).await?;
    let read = |row: &tokio_postgres::Row| -> Result<Recorded, tokio_postgres::Error> {
        Ok(Recorded { module: row.try_get(0)?, number: row.try_get(1)?, checksum: row.try_get(2)? })
    };
    Ok(rows.iter().map(read).collect::<Result<Vec<_>, _>>()?)
}

fn checksum(text: &str) -> Vec<u8> {
    Sha384::digest(text.as_bytes()).to_vec()
}

impl Step<'_> {
    fn described(&self) -> ModuleStep {
        match self {
            Self::Migration(_, migration) => ModuleStep::Migration(migration.file.clone()),
            Self::Access(module, _) => ModuleStep::Access(module.module.clone()),
        }
    }

    /// Takes the step in the client's open transaction. Returns `false` if another process was
    /// faster.
    async fn apply(&self, client: &Client, is_supabase: bool) -> Result<bool, ModuleSchemaError> {
        client.batch_execute(MAKE_LEDGER).await?;
        if is_supabase {
            let close = "REVOKE ALL ON cora_module_migrations FROM anon, authenticated, service_role";
            client.batch_execute(close).await?;
        }
        match self {
            Self::Migration(module, migration) => migrate(client, module, migration, is_supabase).await,
            Self::Access(module, modules) => open(client, module, modules, is_supabase).await,
        }
    }
}

async fn migrate(
    client: &Client,
    module: &ModuleSchema,
    migration: &ModuleMigration,
    is_supabase: bool,
) -> Result<bool, ModuleSchemaError> {
    let ModuleMigration { number, file, text } = migration;
    let record = "INSERT INTO cora_module_migrations (module, number, checksum) VALUES ($1, $2, $3)
        ON CONFLICT (module, number) DO NOTHING";
    let checksum = checksum(text);
    let values: [(&(dyn tokio_postgres::types::ToSql + Sync), Type); 3] =
        [(&module.module, Type::TEXT), (number, Type::INT4), (&checksum, Type::BYTEA)];
    if client.execute_typed(record, &values).await? == 0 {
        return Ok(false);
    }
    let before = access::objects(client).await?;
    client.batch_execute(MAKE_RUNNER).await?;
    let ran = client.query_typed("SELECT pg_temp.cora_run($1)", &[(text, Type::TEXT)]).await;
    ran.map_err(|error| failed(error, file, text))?;
    client.batch_execute("DROP FUNCTION pg_temp.cora_run(text)").await?;
    let known: BTreeSet<u32> = before.iter().map(|object| object.oid).collect();
    for object in access::objects(client).await?.iter().filter(|object| !known.contains(&object.oid)) {
        if object.is_relation() && !object.name.starts_with(&format!("{}_", module.module)) {
            let (module, table) = (module.module.clone(), object.name.clone());
            return Err(ModuleSchemaError::Foreign { file: Some(file.clone()), module, table });
        }
        client.batch_execute(&object.closed(is_supabase)).await?;
    }
    Ok(true)
}

/// Opens the tables of a module as it declares, and closes those that no module declares any more.
async fn open(
    client: &Client,
    module: &ModuleSchema,
    modules: &[ModuleSchema],
    is_supabase: bool,
) -> Result<bool, ModuleSchemaError> {
    let absent = |name: String| ModuleSchemaError::Absent { module: module.module.clone(), name };
    let is_declared = |name: &str| modules.iter().flat_map(|module| &module.tables).any(|table| table.name == name);
    let of_cora = postgres::tables();
    for object in access::objects(client).await? {
        let name = object.name.as_str();
        let is_own = object.is_table() && name.starts_with(&format!("{}_", module.module)) && !of_cora.contains(&name);
        if is_own && !is_declared(name) {
            client.batch_execute(&object.without_policies()).await?;
            client.batch_execute(&object.closed(is_supabase)).await?;
        }
    }
    for table in &module.tables {
        if of_cora.contains(&table.name.as_str()) {
            let (module, table) = (module.module.clone(), table.name.clone());
            return Err(ModuleSchemaError::Foreign { file: None, module, table });
        }
        if !access::has_column(client, &table.name, None).await? {
            return Err(absent(table.name.clone()));
        }
        if let Some(members) = &table.members
            && !access::has_column(client, &table.name, Some(&members.column)).await?
        {
            return Err(absent(format!("{}.{}", table.name, members.column)));
        }
    }
    let schema: String = client.query_typed_one("SELECT quote_ident(current_schema())", &[]).await?.try_get(0)?;
    client.batch_execute(&access::text(module, is_supabase, &schema)).await?;
    let record = "INSERT INTO cora_module_migrations (module, number, checksum) VALUES ($1, 0, $2)
        ON CONFLICT (module, number) DO UPDATE SET checksum = excluded.checksum, applied_at = now()";
    // WHY without the schema: the checksum says what was declared, wherever the tables are.
    let checksum = checksum(&access::text(module, is_supabase, ""));
    client.execute_typed(record, &[(&module.module, Type::TEXT), (&checksum, Type::BYTEA)]).await?;
    Ok(true)
}

/// Converts the error of a migration.
///
/// SECURITY: a message may quote a value of a row. Those about the text of the statements (class 42
/// of the SQL standard, and 0A) quote only the text.
fn failed(error: tokio_postgres::Error, file: &str, text: &str) -> ModuleSchemaError {
    let Some(found) = error.as_db_error() else { return error.into() };
    let sqlstate = found.code().code().to_owned();
    let is_about_text = sqlstate.starts_with("42") || sqlstate.starts_with("0A");
    let reason = if is_about_text { format!(": {}", found.message()) } else { String::new() };
    let position = match found.position() {
        Some(ErrorPosition::Internal { position, query }) if query == text => Some(*position),
        _ => None,
    };
    let line = position.map(|position| {
        let before = text.chars().take(position.saturating_sub(1) as usize);
        u32::try_from(before.filter(|character| *character == '\n').count()).unwrap_or(u32::MAX).saturating_add(1)
    });
    ModuleSchemaError::Failed { file: file.to_owned(), line, sqlstate, reason }
}
