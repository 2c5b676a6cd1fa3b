//! Locates, opens and migrates the database.

use std::fmt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use deadpool_postgres::Pool;
use sqlx::migrate::{MigrateError, MigrationType, Migrator};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{SqlSafeStr, SqlitePool};

use crate::connection::carry_over;
use crate::error::StoreError;
use crate::joining::Joining;
use crate::postgres;

/// The migrations of SQLite, in order. A migration that was ever applied anywhere must not change.
///
/// WHY not `sqlx::migrate!`: the macro compiles SQLite and sqlx a second time, for the compiler.
const SQLITE_MIGRATIONS: [(i64, &str, &str); 5] = [
    (1, "identity", include_str!("../migrations/sqlite/0001_identity.sql")),
    (2, "provisioning", include_str!("../migrations/sqlite/0002_provisioning.sql")),
    (3, "link confirmation", include_str!("../migrations/sqlite/0003_link_confirmation.sql")),
    (4, "connection life cycle", include_str!("../migrations/sqlite/0004_connection_life_cycle.sql")),
    (5, "administration", include_str!("../migrations/sqlite/0005_administration.sql")),
];

/// Time that a statement waits for a lock that another process holds.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// The location of a database.
#[derive(Clone, PartialEq, Eq)]
pub enum DatabaseLocation {
    /// SQLite, in this file.
    File(PathBuf),
    /// PostgreSQL, or a database that speaks its protocol, at this URL (libpq's
    /// `postgresql://user:password@host:port/name?sslmode=…`).
    Postgres(String),
}

impl DatabaseLocation {
    /// Parses a location: a text that begins with `postgresql://` or `postgres://` is a URL, and
    /// any other is the path of a file.
    pub fn new(text: &str) -> Self {
        if text.starts_with("postgresql://") || text.starts_with("postgres://") {
            Self::Postgres(text.to_owned())
        } else {
            Self::File(PathBuf::from(text))
        }
    }
}

// SECURITY: the URL holds the password, so it is never shown as it is.
impl fmt::Debug for DatabaseLocation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for DatabaseLocation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path) => path.display().fmt(f),
            Self::Postgres(url) => f.write_str(&postgres::without_password(url)),
        }
    }
}

impl From<&str> for DatabaseLocation {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl From<&Path> for DatabaseLocation {
    fn from(path: &Path) -> Self {
        Self::File(path.to_owned())
    }
}

impl From<&PathBuf> for DatabaseLocation {
    fn from(path: &PathBuf) -> Self {
        Self::File(path.clone())
    }
}

impl From<&DatabaseLocation> for DatabaseLocation {
    fn from(location: &Self) -> Self {
        location.clone()
    }
}

/// An open database.
#[derive(Debug, Clone)]
pub struct Store {
    pub(crate) backend: Backend,
    pub(crate) joining: Joining,
}

/// The database behind a store.
#[derive(Clone)]
pub(crate) enum Backend {
    /// Reads use several connections, and writes use one. SQLite accepts one writer at a time, and
    /// a queue in the process is fair, unlike SQLite's lock.
    Sqlite { reader: SqlitePool, writer: SqlitePool },
    /// Every connection both reads and writes.
    Postgres(Pool),
}

impl fmt::Debug for Backend {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Sqlite { .. } => "Sqlite",
            Self::Postgres(_) => "Postgres",
        })
    }
}

/// An error of creating or opening a database.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The file does not exist.
    #[error("there is no database at this path; `cora migrate` makes one")]
    Missing,
    /// The URL is not one of PostgreSQL, or names something unknown. The message contains nothing
    /// of the URL.
    #[error("this is no URL of a PostgreSQL: {0}")]
    Url(String),
    /// The database has tables with Cora's names that Cora did not create; in SQLite, any tables.
    #[error(
        "this database has tables of Cora's names, and no record of Cora's migrations; if they are those of an existing CORA project, `cora adopt` takes them over"
    )]
    UnknownSchema,
    /// A newer or different Cora created the schema.
    #[error("the schema of this database has version {found}, which this program does not know; its own is {known}")]
    NewerSchema {
        /// The version that was found.
        found: i64,
        /// The newest version that this program knows.
        known: i64,
    },
    /// This migration was recorded with a different text than this program has.
    #[error("migration {0} of this database differs from this program's; it was made by another build")]
    ChangedSchema(i64),
    /// The schema is older than this program's.
    #[error("the schema of this database is older than this program; run `cora migrate`")]
    OlderSchema,
    /// A migration failed.
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

impl From<tokio_postgres::Error> for OpenError {
    fn from(error: tokio_postgres::Error) -> Self {
        Self::Store(error.into())
    }
}

/// A migration that was applied.
pub(crate) struct AppliedMigration {
    pub version: i64,
    pub checksum: Vec<u8>,
}

/// A migration of this program.
pub(crate) struct Migration {
    pub version: i64,
    pub description: String,
    pub checksum: Vec<u8>,
}

/// A migration that is still to be applied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PendingMigration {
    /// The number of the migration. Migrations are applied in order.
    pub version: i64,
    /// A short description.
    pub description: String,
}

impl From<Migration> for PendingMigration {
    fn from(Migration { version, description, .. }: Migration) -> Self {
        Self { version, description }
    }
}

/// Returns the migrations of SQLite as sqlx applies them.
fn sqlite_migrator() -> Migrator {
    let migrations = SQLITE_MIGRATIONS.map(|(version, description, text)| {
        let kind = MigrationType::Simple;
        sqlx::migrate::Migration::new(version, description.into(), kind, text.into_sql_str(), false)
    });
    Migrator::with_migrations(migrations.into())
}

fn sqlite_migrations() -> Vec<Migration> {
    sqlite_migrator()
        .iter()
        .map(|migration| Migration {
            version: migration.version,
            description: migration.description.to_string(),
            checksum: migration.checksum.to_vec(),
        })
        .collect()
}

/// Fails unless the applied migrations are exactly this program's.
fn compare(applied: &[AppliedMigration], all: &[Migration]) -> Result<(), OpenError> {
    let known = all.iter().map(|migration| migration.version).max().unwrap_or(0);
    for AppliedMigration { version, checksum } in applied {
        match all.iter().find(|migration| migration.version == *version) {
            None => return Err(OpenError::NewerSchema { found: *version, known }),
            Some(migration) if migration.checksum != *checksum => return Err(OpenError::ChangedSchema(*version)),
            Some(_) => {}
        }
    }
    if applied.len() < all.len() { Err(OpenError::OlderSchema) } else { Ok(()) }
}

impl Store {
    pub(crate) fn over(backend: Backend) -> Self {
        Self { backend, joining: Joining::new() }
    }

    /// Creates the schema if there is none (for SQLite also the file), and brings it up to date.
    /// Idempotent.
    ///
    /// # Errors
    ///
    /// Returns [`OpenError`]. A database with a newer or unknown schema is left unchanged.
    pub async fn migrate(location: impl Into<DatabaseLocation>) -> Result<Self, OpenError> {
        let store = Self::connect(&location.into(), true).await?;
        match (store.check_schema().await, &store.backend) {
            (Ok(()), _) => {}
            (Err(OpenError::OlderSchema), Backend::Sqlite { writer, .. }) => {
                sqlite_migrator().run(writer).await.map_err(|error| match error {
                    MigrateError::VersionMismatch(version) => OpenError::ChangedSchema(version),
                    error => OpenError::Migration(error),
                })?;
                carry_over(writer).await?;
            }
            (Err(OpenError::OlderSchema), Backend::Postgres(pool)) => postgres::migrate(pool).await?,
            (Err(error), _) => return Err(error),
        }
        Ok(store)
    }

    /// Opens a database whose schema is this program's.
    ///
    /// # Errors
    ///
    /// Returns [`OpenError`] if the database is missing, has another schema or fails.
    pub async fn open(location: impl Into<DatabaseLocation>) -> Result<Self, OpenError> {
        let location = location.into();
        if matches!(&location, DatabaseLocation::File(path) if !path.is_file()) {
            return Err(OpenError::Missing);
        }
        let store = Self::connect(&location, false).await?;
        store.check_schema().await?;
        Ok(store)
    }

    async fn connect(location: &DatabaseLocation, create: bool) -> Result<Self, OpenError> {
        let path = match location {
            DatabaseLocation::File(path) => path,
            DatabaseLocation::Postgres(url) => {
                return Ok(Self::over(Backend::Postgres(postgres::connect(url)?)));
            }
        };
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(create)
            .foreign_keys(true)
            .busy_timeout(BUSY_TIMEOUT)
            .journal_mode(SqliteJournalMode::Wal)
            // A login that was admitted must survive a power loss.
            .synchronous(SqliteSynchronous::Full);
        let writer = SqlitePoolOptions::new().max_connections(1).connect_with(options.clone()).await?;
        let reader =
            SqlitePoolOptions::new().max_connections(8).connect_with(options.pragma("query_only", "on")).await?;
        Ok(Self::over(Backend::Sqlite { reader, writer }))
    }

    /// Returns the schema version that this program knows for this kind of database.
    pub fn known_schema(&self) -> i64 {
        self.all().iter().map(|migration| migration.version).max().unwrap_or(0)
    }

    /// Checks that the database answers and has exactly this program's schema.
    ///
    /// # Errors
    ///
    /// Returns `UnknownSchema`, `NewerSchema`, `ChangedSchema` or `OlderSchema` (also for an empty
    /// database), or the error of the database.
    pub async fn check_schema(&self) -> Result<(), OpenError> {
        compare(&self.applied().await?, &self.all())?;
        if self.is_complete().await? { Ok(()) } else { Err(OpenError::OlderSchema) }
    }

    /// Returns `true` if everything that accompanies the migrations is applied.
    async fn is_complete(&self) -> Result<bool, OpenError> {
        match &self.backend {
            Backend::Sqlite { .. } => Ok(true),
            Backend::Postgres(pool) => postgres::is_complete(pool).await,
        }
    }

    /// Lists the migrations still to be applied, in order. Changes nothing, and creates no file.
    ///
    /// # Errors
    ///
    /// Returns [`OpenError`], but neither `Missing` nor `OlderSchema`.
    pub async fn pending(location: impl Into<DatabaseLocation>) -> Result<Vec<PendingMigration>, OpenError> {
        let location = location.into();
        if matches!(&location, DatabaseLocation::File(path) if !path.is_file()) {
            return Ok(sqlite_migrations().into_iter().map(PendingMigration::from).collect());
        }
        let store = Self::connect(&location, false).await?;
        let (applied, all, is_complete) = (store.applied().await, store.all(), store.is_complete().await);
        let known = store.known_schema();
        store.close().await;
        let applied = applied?;
        match compare(&applied, &all) {
            Ok(()) | Err(OpenError::OlderSchema) => {}
            Err(error) => return Err(error),
        }
        let is_applied = |migration: &Migration| applied.iter().any(|applied| applied.version == migration.version);
        let mut pending: Vec<_> =
            all.into_iter().filter(|migration| !is_applied(migration)).map(PendingMigration::from).collect();
        if !is_complete? {
            pending.push(PendingMigration { version: known, description: String::from("access by way of Supabase") });
        }
        Ok(pending)
    }

    /// Returns the migrations of this program.
    fn all(&self) -> Vec<Migration> {
        match &self.backend {
            Backend::Sqlite { .. } => sqlite_migrations(),
            Backend::Postgres(_) => postgres::migrations(),
        }
    }

    /// Returns the applied migrations. Empty if the database has no tables.
    async fn applied(&self) -> Result<Vec<AppliedMigration>, OpenError> {
        let reader = match &self.backend {
            Backend::Sqlite { reader, .. } => reader,
            Backend::Postgres(pool) => return postgres::applied(pool).await,
        };
        let tables: Vec<String> = sqlx::query_scalar(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite~_%' ESCAPE '~'",
        )
        .fetch_all(reader)
        .await?;
        if !tables.iter().any(|table| table == "_sqlx_migrations") {
            return if tables.is_empty() { Ok(Vec::new()) } else { Err(OpenError::UnknownSchema) };
        }
        let applied: Vec<(i64, Vec<u8>)> =
            sqlx::query_as("SELECT version, checksum FROM _sqlx_migrations WHERE success ORDER BY version")
                .fetch_all(reader)
                .await?;
        Ok(applied.into_iter().map(|(version, checksum)| AppliedMigration { version, checksum }).collect())
    }

    /// Closes all connections after their statements have finished.
    pub async fn close(&self) {
        match &self.backend {
            Backend::Sqlite { reader, writer } => {
                reader.close().await;
                writer.close().await;
            }
            Backend::Postgres(pool) => pool.close(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn no_password_is_shown() {
        for url in [
            "postgresql://cora:hunter2@db.acme.example:5432/cora?sslmode=require",
            "postgres://cora:hunter2@db.acme.example?password=hunter2",
            "postgresql://hunter2",
            "postgresql://cora:hun@ter2/hunter2?hunter2=hunter2@host",
            "postgresql://cora:hunter2@db.acme.example:port/cora",
        ] {
            let location = DatabaseLocation::new(url);
            let shown = format!("{location} {location:?}");
            assert!(!shown.contains("cora:hun") && !shown.contains("?"), "{shown}");
            if let Err(error) = Store::open(&location).await {
                assert!(!format!("{error} {error:?}").contains("hunter2"), "{error:?}");
            }
        }
        assert_eq!(
            DatabaseLocation::new("postgresql://cora:hunter2@db.acme.example:5432/cora?sslmode=require").to_string(),
            "postgresql://db.acme.example:5432/cora"
        );
        assert_eq!(DatabaseLocation::new("cora.sqlite"), DatabaseLocation::File("cora.sqlite".into()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Lists the files of a folder of migrations: number, description and checksum, in order.
    async fn in_folder(folder: &str) -> Vec<(i64, String, Vec<u8>)> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations").join(folder);
        let files = std::fs::read_dir(&folder).unwrap().count();
        let migrator = Migrator::new(folder).await.unwrap();
        let found = migrator.iter().map(|one| (one.version, one.description.to_string(), one.checksum.to_vec()));
        let found: Vec<_> = found.collect();
        assert_eq!(found.len(), files, "a file that is no migration");
        found
    }

    fn listed(migrations: Vec<Migration>) -> Vec<(i64, String, Vec<u8>)> {
        migrations.into_iter().map(|one| (one.version, one.description, one.checksum)).collect()
    }

    #[tokio::test]
    async fn every_file_of_a_migration_is_listed() {
        assert_eq!(listed(sqlite_migrations()), in_folder("sqlite").await);
        assert_eq!(listed(postgres::migrations()), in_folder("postgres").await);
    }
}
