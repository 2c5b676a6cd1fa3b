//! Migrations of the schema, as both databases have them.

use sqlx::migrate::MigrateError;

use crate::error::StoreError;

// `SQLITE_MIGRATIONS` and `POSTGRES_MIGRATIONS`: the version, the description and the text of each
// migration, in order, as `build.rs` finds them in `migrations`. A migration that was ever applied
// anywhere must not change.
//
// WHY not `sqlx::migrate!`: the macro compiles SQLite and sqlx a second time, for the compiler.
include!(concat!(env!("OUT_DIR"), "/migrations.rs"));

/// An error of creating or opening a database.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The file does not exist.
    #[error("no database exists at this path; create one with `cora migrate`")]
    Missing,
    /// The URL is not one of PostgreSQL, or has a parameter that is not known. The message contains
    /// nothing of the URL but the name of a parameter.
    #[error("this PostgreSQL URL cannot be used: {0}")]
    Url(String),
    /// The database has tables with Cora's names that Cora did not create; in SQLite, any tables.
    #[error(
        "this database has tables with Cora's names, but no record of Cora's migrations; if they belong to an existing CORA project, run `cora adopt`"
    )]
    UnknownSchema,
    /// A newer or different Cora created the schema.
    #[error("the schema of this database has version {found}, but this program only supports version {known}")]
    NewerSchema {
        /// The version that was found.
        found: i64,
        /// The newest version that this program knows.
        known: i64,
    },
    /// This migration was recorded with a different text than this program has.
    #[error("migration {0} of this database differs from this program's; another build applied it")]
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

/// Fails unless the applied migrations are exactly this program's.
pub(crate) fn compare(applied: &[AppliedMigration], all: &[Migration]) -> Result<(), OpenError> {
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
