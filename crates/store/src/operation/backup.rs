//! Copies an SQLite database while it is in use.

use std::path::Path;

use sqlx::sqlite::{SqliteConnectOptions, SqlitePoolOptions};

use crate::database::{Backend, Store};
use crate::error::{DatabaseError, StoreError};

impl Store {
    /// Returns `true` if the database is an SQLite file.
    pub const fn is_sqlite(&self) -> bool {
        matches!(self.backend, Backend::Sqlite { .. })
    }

    /// Writes one state of an SQLite database into a file, which must be new or empty. Others may
    /// write meanwhile: what they commit after the beginning is not in the copy.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails, or is not SQLite.
    pub async fn copy_file(&self, to: &Path) -> Result<(), StoreError> {
        let Backend::Sqlite { writer, .. } = &self.backend else {
            return Err(DatabaseError::reading("a file of SQLite").into());
        };
        let to = to.to_str().ok_or_else(|| StoreError::from(DatabaseError::reading("a path of UTF-8")))?;
        sqlx::query("VACUUM INTO ?1").bind(to).execute(&writer.pool).await?;
        Ok(())
    }

    /// Checks a file of SQLite as a whole: its pages, constraints and references. Returns what is
    /// wrong, in SQLite's words.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the file cannot be read.
    pub async fn check_file(path: &Path) -> Result<Vec<String>, StoreError> {
        let options = SqliteConnectOptions::new().filename(path).read_only(true);
        let pool = SqlitePoolOptions::new().max_connections(1).connect_with(options).await?;
        let mut faults: Vec<String> = sqlx::query_scalar("PRAGMA integrity_check").fetch_all(&pool).await?;
        faults.retain(|fault| fault != "ok");
        let references = "SELECT \"table\" || ' has a reference to a row of ' || \"parent\" || ' that does not exist'
            FROM pragma_foreign_key_check";
        faults.extend(sqlx::query_scalar::<_, String>(references).fetch_all(&pool).await?);
        pool.close().await;
        Ok(faults)
    }
}
