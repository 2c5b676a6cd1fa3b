//! The location of a database, and an open one.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use deadpool_postgres::Pool;
use sqlx::SqlitePool;

use crate::lines::Lines;

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
            Self::Postgres(url) => f.write_str(&without_password(url)),
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

/// Removes the user, the password and the parameters from a URL, to show it.
fn without_password(url: &str) -> String {
    let shown = || {
        let (scheme, rest) = url.split_once("://")?;
        let (authority, rest) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
        let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
        // Parameters may hold the password too.
        Some(format!("{scheme}://{host}{}", rest.split('?').next().unwrap_or_default()))
    };
    shown().unwrap_or_else(|| String::from("postgresql://"))
}

/// An open database.
#[derive(Debug, Clone)]
pub struct Store {
    pub(crate) backend: Backend,
    /// The lines of logins that take a seat.
    pub(crate) seat_lines: Lines,
    /// The lines of renewals. Others than those of seats, because a renewal may take one.
    pub(crate) session_lines: Lines,
    /// The identifier of the request that the store is used for.
    pub(crate) request_id: Option<Arc<str>>,
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

impl Store {
    pub(crate) fn over(backend: Backend) -> Self {
        Self { backend, seat_lines: Lines::new(), session_lines: Lines::new(), request_id: None }
    }

    /// Returns the same store for one request: the audit records of its logins have the request's
    /// identifier.
    #[must_use]
    pub fn for_request(&self, request_id: &str) -> Self {
        Self { request_id: Some(request_id.into()), ..self.clone() }
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
