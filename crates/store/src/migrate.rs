//! Opens and migrates the database.

mod backfill_configuration;

use std::sync::Arc;
use std::time::Duration;

use sqlx::migrate::{MigrateError, MigrationType, Migrator};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{SqlSafeStr, SqlitePool};

use crate::database::{Backend, DatabaseLocation, DatabaseOptions, SqliteWriter, Store};
use crate::migration::{AppliedMigration, Migration, OpenError, PendingMigration, SQLITE_MIGRATIONS, compare};
use crate::postgres;
use crate::session::Postgres;
use backfill_configuration::backfill_configuration;

/// Time that a statement waits for a lock that another process holds.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// Returns the version of the newest migration of SQLite.
pub(crate) fn sqlite_version() -> i64 {
    SQLITE_MIGRATIONS.iter().map(|(version, ..)| *version).max().unwrap_or(0)
}

/// Makes the schema of this program in memory, and returns its objects: type, name, table and text.
pub(crate) async fn expected_sqlite() -> Result<Vec<(String, String, String, String)>, OpenError> {
    let options = SqliteConnectOptions::new().in_memory(true).foreign_keys(true);
    let pool = SqlitePoolOptions::new().max_connections(1).connect_with(options).await?;
    migrate_sqlite(&pool).await?;
    let objects = sqlx::query_as(SQLITE_OBJECTS).fetch_all(&pool).await?;
    pool.close().await;
    Ok(objects)
}

/// The statement that lists the objects of a schema of SQLite.
pub(crate) const SQLITE_OBJECTS: &str = "SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_schema
    WHERE name NOT LIKE 'sqlite~_%' ESCAPE '~' ORDER BY type, name";

/// Returns the migrations of SQLite as sqlx applies them.
fn sqlite_migrator() -> Migrator {
    let migrations = SQLITE_MIGRATIONS.map(|(version, description, text)| {
        let kind = MigrationType::Simple;
        sqlx::migrate::Migration::new(version, description.into(), kind, text.into_sql_str(), false)
    });
    Migrator::with_migrations(migrations.into())
}

/// Brings a database up to date in one transaction, all or nothing.
///
/// WHY one transaction: sqlx takes no lock on SQLite. Of two processes that migrate at once, each
/// would find migrations of the other's half-way, and both would fail.
async fn migrate_sqlite(writer: &SqlitePool) -> Result<(), OpenError> {
    let mut transaction = writer.begin_with("BEGIN IMMEDIATE").await?;
    sqlite_migrator().run(&mut *transaction).await.map_err(|error| match error {
        MigrateError::VersionMismatch(version) => OpenError::ChangedSchema(version),
        error => OpenError::Migration(error),
    })?;
    backfill_configuration(&mut transaction).await?;
    transaction.commit().await?;
    Ok(())
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

impl Store {
    /// Creates the schema if there is none (for SQLite also the file), and brings it up to date.
    /// Idempotent.
    ///
    /// # Errors
    ///
    /// Returns [`OpenError`]. A database with a newer or unknown schema is left unchanged.
    pub async fn migrate(location: impl Into<DatabaseLocation>) -> Result<Self, OpenError> {
        let store = Self::connect(&location.into(), DatabaseOptions::default(), true).await?;
        match (store.check_schema().await, &store.backend) {
            (Ok(()), _) => {}
            (Err(OpenError::OlderSchema), Backend::Sqlite { writer, .. }) => migrate_sqlite(&writer.pool).await?,
            (Err(OpenError::OlderSchema), Backend::Postgres(postgres)) => postgres::migrate(postgres).await?,
            (Err(error), _) => return Err(error),
        }
        // Another build may have been faster.
        store.check_schema().await?;
        Ok(store)
    }

    /// Opens a database whose schema is this program's.
    ///
    /// # Errors
    ///
    /// Returns [`OpenError`] if the database is missing, has another schema or fails.
    pub async fn open(location: impl Into<DatabaseLocation>) -> Result<Self, OpenError> {
        Self::open_with(location, DatabaseOptions::default()).await
    }

    /// Opens a database whose schema is this program's, for a use with options.
    ///
    /// # Errors
    ///
    /// Returns [`OpenError`] if the database is missing, has another schema or fails.
    pub async fn open_with(location: impl Into<DatabaseLocation>, options: DatabaseOptions) -> Result<Self, OpenError> {
        let location = location.into();
        if matches!(&location, DatabaseLocation::File(path) if !path.is_file()) {
            return Err(OpenError::Missing);
        }
        let store = Self::connect(&location, options, false).await?;
        store.check_schema().await?;
        Ok(store)
    }

    async fn connect(location: &DatabaseLocation, options: DatabaseOptions, create: bool) -> Result<Self, OpenError> {
        let path = match location {
            DatabaseLocation::File(path) => path,
            DatabaseLocation::Postgres(url) => {
                return Ok(Self::over(Backend::Postgres(
                    Postgres::connect(url, options.connections, options.is_pooled).await?,
                )));
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
        let pool = SqlitePoolOptions::new().max_connections(1).connect_with(options.clone()).await?;
        let writer = SqliteWriter { pool, is_failing: Arc::default() };
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

    /// Checks that the database answers, and that this program can go on serving it: it has this
    /// program's schema, or one migration more. A migration leaves the program of the version
    /// before it working, so that a service can be upgraded process by process.
    ///
    /// # Errors
    ///
    /// Fails as [`Self::check_schema`] does.
    pub async fn check_serving(&self) -> Result<(), OpenError> {
        let (mut applied, all) = (self.applied().await?, self.all());
        let known = self.known_schema();
        let newer = |applied: &AppliedMigration| applied.version > known;
        if applied.iter().filter(|applied| newer(applied)).count() == 1 {
            applied.retain(|applied| !newer(applied));
            // What accompanies the migrations is that of the newer program.
            return compare(&applied, &all);
        }
        compare(&applied, &all)?;
        if self.is_complete().await? { Ok(()) } else { Err(OpenError::OlderSchema) }
    }

    /// Returns `true` if everything that accompanies the migrations is applied.
    async fn is_complete(&self) -> Result<bool, OpenError> {
        match &self.backend {
            Backend::Sqlite { .. } => Ok(true),
            Backend::Postgres(postgres) => postgres::is_complete(postgres).await,
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
        let store = Self::connect(&location, DatabaseOptions::default(), false).await?;
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
            Backend::Postgres(postgres) => return postgres::applied(postgres).await,
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
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

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
