//! The location of a database, and an open one.

use std::fmt;
use std::num::NonZeroU16;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use sqlx::SqlitePool;

use crate::lines::Lines;
use crate::login_record::{Ledger, LoginRecording};
use crate::pace::Pace;
use crate::session::Postgres;

/// The location of a database.
#[derive(Clone, PartialEq, Eq)]
pub enum DatabaseLocation {
    /// SQLite, in this file.
    File(PathBuf),
    /// PostgreSQL, or a database that speaks its protocol, at this URL (libpq's
    /// `postgresql://user:password@host:port/name?sslmode=…`).
    Postgres(String),
}

/// An error of a text that does not locate a database. It contains nothing of the text, which may
/// hold a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LocationError {
    /// The text is empty.
    #[error("the database is the path of a file, or a URL that begins with postgresql://")]
    Empty,
    /// The text is a URL, but not of PostgreSQL.
    #[error("this is a URL of something else than PostgreSQL; it begins with postgresql://, or is the path of a file")]
    OtherScheme,
    /// The text names an SQLite file by a scheme.
    #[error("an SQLite file is named by its path alone, without `sqlite:` or `file:`")]
    SqliteScheme,
    /// The text is a list of keywords and values, as libpq takes it.
    #[error("keywords and values are not read; use the form postgresql://user:password@host:port/name?sslmode=require")]
    Keywords,
    /// The text has a character that no path should have.
    #[error("the path contains a control character")]
    ControlCharacter,
}

impl FromStr for DatabaseLocation {
    type Err = LocationError;

    /// Parses a location: a text that begins with `postgresql://` or `postgres://` is a URL, and
    /// any other is the path of a file, unless it looks like the location of something else.
    fn from_str(text: &str) -> Result<Self, LocationError> {
        if text.starts_with("postgresql://") || text.starts_with("postgres://") {
            return Ok(Self::Postgres(text.to_owned()));
        }
        let lowercase = text.trim_start().to_ascii_lowercase();
        if lowercase.is_empty() {
            return Err(LocationError::Empty);
        }
        if ["sqlite:", "sqlite3:", "file:", ":memory:"].iter().any(|scheme| lowercase.starts_with(scheme)) {
            return Err(LocationError::SqliteScheme);
        }
        let is_scheme = ["postgresql:", "postgres:", "jdbc:", "mysql:"].iter().any(|one| lowercase.starts_with(one));
        if is_scheme || lowercase.contains("://") {
            return Err(LocationError::OtherScheme);
        }
        let keywords = ["host", "hostaddr", "port", "dbname", "user", "password", "sslmode", "service"];
        let is_keyword = |word: &str| word.split_once('=').is_some_and(|(name, _)| keywords.contains(&name));
        if lowercase.split_whitespace().any(is_keyword) {
            return Err(LocationError::Keywords);
        }
        if text.chars().any(char::is_control) {
            return Err(LocationError::ControlCharacter);
        }
        Ok(Self::File(PathBuf::from(text)))
    }
}

/// The use that a process makes of a database. SQLite has no such choices.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DatabaseOptions {
    /// Maximum number of connections to PostgreSQL.
    pub connections: NonZeroU16,
    /// `true` if a pooler in transaction mode, such as PgBouncer, is in front of PostgreSQL:
    /// nothing is left on a connection. `false` if that is to be found out. `pgbouncer=true` or
    /// `pgbouncer=false` in the URL takes precedence.
    pub is_pooled: bool,
}

/// Default of the maximum number of connections to PostgreSQL.
pub(crate) const CONNECTIONS: NonZeroU16 = NonZeroU16::new(20).unwrap();

impl Default for DatabaseOptions {
    fn default() -> Self {
        Self { connections: CONNECTIONS, is_pooled: false }
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
    /// The plans that are written at a time.
    pub(crate) pace: Pace,
    /// The lines of renewals. Others than those of seats, because a renewal may take one.
    pub(crate) session_lines: Lines,
    /// The identifier of the request that the store is used for.
    pub(crate) request_id: Option<Arc<str>>,
    /// The use of the record of logins.
    pub(crate) recording: Arc<LoginRecording>,
    /// The counts of logins that are not written yet.
    pub(crate) ledger: Ledger,
}

/// The kind of a database.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DatabaseKind {
    /// SQLite.
    Sqlite,
    /// PostgreSQL, or a database that speaks its protocol.
    Postgresql,
}

/// The database behind a store.
#[derive(Clone)]
pub(crate) enum Backend {
    /// Reads use several connections, and writes use one. SQLite accepts one writer at a time, and
    /// a queue in the process is fair, unlike SQLite's lock.
    Sqlite { reader: SqlitePool, writer: SqliteWriter },
    /// Every connection both reads and writes.
    Postgres(Postgres),
}

/// The connection that writes to SQLite.
#[derive(Clone)]
pub(crate) struct SqliteWriter {
    /// A pool of one connection.
    pub pool: SqlitePool,
    /// Set while the storage takes no writes: the last one that reached it failed.
    pub is_failing: Arc<AtomicBool>,
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
        Self {
            backend,
            seat_lines: Lines::new(),
            pace: Pace::new(),
            session_lines: Lines::new(),
            request_id: None,
            recording: Arc::default(),
            ledger: Ledger::default(),
        }
    }

    /// Returns the number of plans that this process had to begin again, because transactions of
    /// others were faster.
    pub fn conflicts(&self) -> u64 {
        self.pace.conflicts()
    }

    /// Returns the kind of the database.
    pub const fn kind(&self) -> DatabaseKind {
        match &self.backend {
            Backend::Sqlite { .. } => DatabaseKind::Sqlite,
            Backend::Postgres(_) => DatabaseKind::Postgresql,
        }
    }

    /// Returns the same store for one request: the audit records of its logins have the request's
    /// identifier.
    #[must_use]
    pub fn for_request(&self, request_id: &str) -> Self {
        Self { request_id: Some(request_id.into()), ..self.clone() }
    }

    /// Returns the same store with this use of the record of logins.
    #[must_use]
    pub fn recording(&self, recording: LoginRecording) -> Self {
        Self { recording: Arc::new(recording), ..self.clone() }
    }

    /// Closes all connections after their statements have finished.
    pub async fn close(&self) {
        match &self.backend {
            Backend::Sqlite { reader, writer } => {
                reader.close().await;
                writer.pool.close().await;
            }
            Backend::Postgres(postgres) => postgres.close(),
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
            let location: DatabaseLocation = url.parse().unwrap();
            let shown = format!("{location} {location:?}");
            assert!(!shown.contains("cora:hun") && !shown.contains("?"), "{shown}");
            if let Err(error) = Store::open(&location).await {
                assert!(!format!("{error} {error:?}").contains("hunter2"), "{error:?}");
            }
        }
        let url: DatabaseLocation =
            "postgresql://cora:hunter2@db.acme.example:5432/cora?sslmode=require".parse().unwrap();
        assert_eq!(url.to_string(), "postgresql://db.acme.example:5432/cora");
    }

    #[test]
    fn no_location_of_something_else_becomes_the_name_of_a_file() {
        for (text, error) in [
            ("", LocationError::Empty),
            (" ", LocationError::Empty),
            ("sqlite:cora.db", LocationError::SqliteScheme),
            ("sqlite://cora.db", LocationError::SqliteScheme),
            ("file:cora.db?mode=ro", LocationError::SqliteScheme),
            (":memory:", LocationError::SqliteScheme),
            ("foo://hunter2", LocationError::OtherScheme),
            ("POSTGRESQL://cora:hunter2@db/cora", LocationError::OtherScheme),
            ("postgresql:cora", LocationError::OtherScheme),
            ("jdbc:postgresql://db/cora?password=hunter2", LocationError::OtherScheme),
            ("host=db.acme.example password=hunter2", LocationError::Keywords),
            ("password=hunter2", LocationError::Keywords),
            ("dbname=cora", LocationError::Keywords),
            ("cora\0.db", LocationError::ControlCharacter),
        ] {
            assert_eq!(text.parse::<DatabaseLocation>(), Err(error), "{text:?}");
            assert!(!error.to_string().contains("hunter2"));
        }
        for path in ["cora.sqlite", "/var/lib/cora/cora.db", "./a=b.db", "a:b.db", "../cora data.db"] {
            assert_eq!(path.parse(), Ok(DatabaseLocation::File(path.into())));
        }
    }
}
