//! The database file: making it, opening it, knowing its schema.

use std::path::Path;
use std::time::Duration;

use sqlx::SqlitePool;
use sqlx::migrate::{MigrateError, Migrator};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};

use crate::connection::carry_over;
use crate::error::StoreError;

static MIGRATIONS: Migrator = sqlx::migrate!("./migrations");

/// How long a statement waits for a lock that another process holds.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// An open database.
///
/// Reads go by several connections, writes by one: SQLite takes one writer at a time, and a queue in the process is fair
/// where its lock is not.
#[derive(Debug, Clone)]
pub struct Store {
    pub(crate) reader: SqlitePool,
    pub(crate) writer: SqlitePool,
}

/// A database could not be made or opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// There is no file.
    #[error("there is no database at this path; `cora migrate` makes one")]
    Missing,
    /// It holds tables that Cora did not make.
    #[error("this database is not Cora's: it has tables, and no record of Cora's migrations")]
    UnknownSchema,
    /// A newer or different Cora made it.
    #[error("the schema of this database has version {found}, which this program does not know; its own is {known}")]
    NewerSchema {
        /// The version that was found.
        found: i64,
        /// The newest that is known.
        known: i64,
    },
    /// Its migrations were recorded with other text than this program has.
    #[error("migration {0} of this database differs from this program's; it was made by another build")]
    ChangedSchema(i64),
    /// It is older than this program.
    #[error("the schema of this database is older than this program; run `cora migrate`")]
    OlderSchema,
    /// A migration did not succeed.
    #[error("a migration failed")]
    Migration(#[source] MigrateError),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<sqlx::Error> for OpenError {
    fn from(error: sqlx::Error) -> Self {
        Self::Store(error.into())
    }
}

impl Store {
    /// Makes the database if there is none, and brings its schema up to date. A second time changes nothing.
    ///
    /// # Errors
    ///
    /// [`OpenError`]; a database of a newer or an unknown schema is left as it is.
    pub async fn migrate(path: &Path) -> Result<Self, OpenError> {
        let store = Self::connect(path, true).await?;
        match store.check_schema().await {
            Ok(()) => {}
            Err(OpenError::OlderSchema) => {
                MIGRATIONS.run(&store.writer).await.map_err(|error| match error {
                    MigrateError::VersionMismatch(version) => OpenError::ChangedSchema(version),
                    error => OpenError::Migration(error),
                })?;
                carry_over(&store.writer).await?;
            }
            Err(error) => return Err(error),
        }
        Ok(store)
    }

    /// Opens a database whose schema is this program's.
    ///
    /// # Errors
    ///
    /// [`OpenError`].
    pub async fn open(path: &Path) -> Result<Self, OpenError> {
        if !path.is_file() {
            return Err(OpenError::Missing);
        }
        let store = Self::connect(path, false).await?;
        store.check_schema().await?;
        Ok(store)
    }

    async fn connect(path: &Path, create: bool) -> Result<Self, sqlx::Error> {
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(create)
            .foreign_keys(true)
            .busy_timeout(BUSY_TIMEOUT)
            .journal_mode(SqliteJournalMode::Wal)
            // An answer that let somebody in must outlive a loss of power.
            .synchronous(SqliteSynchronous::Full);
        let writer = SqlitePoolOptions::new().max_connections(1).connect_with(options.clone()).await?;
        let reader =
            SqlitePoolOptions::new().max_connections(8).connect_with(options.pragma("query_only", "on")).await?;
        Ok(Self { reader, writer })
    }

    /// The schema version that this program knows.
    pub fn known_schema() -> i64 {
        MIGRATIONS.iter().map(|migration| migration.version).max().unwrap_or(0)
    }

    /// Checks that the database answers and has exactly this program's schema.
    ///
    /// # Errors
    ///
    /// `UnknownSchema`, `NewerSchema`, `ChangedSchema`, `OlderSchema` (also for an empty database), or that it fails.
    pub async fn check_schema(&self) -> Result<(), OpenError> {
        let tables: Vec<String> = sqlx::query_scalar(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite~_%' ESCAPE '~'",
        )
        .fetch_all(&self.reader)
        .await?;
        if !tables.iter().any(|table| table == "_sqlx_migrations") {
            return Err(if tables.is_empty() { OpenError::OlderSchema } else { OpenError::UnknownSchema });
        }
        let applied: Vec<(i64, Vec<u8>)> =
            sqlx::query_as("SELECT version, checksum FROM _sqlx_migrations WHERE success ORDER BY version")
                .fetch_all(&self.reader)
                .await?;
        let known = Self::known_schema();
        for (version, checksum) in &applied {
            match MIGRATIONS.iter().find(|migration| migration.version == *version) {
                None => return Err(OpenError::NewerSchema { found: *version, known }),
                Some(migration) if *migration.checksum != **checksum => return Err(OpenError::ChangedSchema(*version)),
                Some(_) => {}
            }
        }
        if applied.len() < MIGRATIONS.iter().count() { Err(OpenError::OlderSchema) } else { Ok(()) }
    }

    /// Closes all connections, once their statements are done.
    pub async fn close(&self) {
        self.reader.close().await;
        self.writer.close().await;
    }
}
