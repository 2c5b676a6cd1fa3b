//! The errors of the database.

use std::error::Error as _;
use std::fmt;

use cora_core::provisioning::plan::Guard;
use tokio_postgres::error::SqlState;
use tokio_postgres::types::{WasNull, WrongType};

/// An error that the database returned.
pub struct DatabaseError(Cause);

enum Cause {
    Sqlite(sqlx::Error),
    Postgres(tokio_postgres::Error),
    Pool(deadpool_postgres::PoolError),
    Reading(&'static str),
    /// No connection became free in time.
    NoConnection,
    /// A text that PostgreSQL cannot store, found before it was sent.
    TextWithNul,
    /// The database takes no writes.
    ReadOnly,
}

/// The reason of a refusal, as far as it decides how to go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// Another transaction was faster. A retry may succeed.
    Conflict,
    /// A row with the same key exists, which another transaction may have just created. A retry
    /// sees it.
    Duplicate,
    /// The database is overloaded, takes no writes for now, or cannot be reached. A later retry may
    /// succeed.
    Busy,
    /// The input has a character that the database cannot store.
    Text,
    /// Any other reason.
    Other,
}

impl DatabaseError {
    /// Builds the error for a result that is not what the statement reads.
    pub(crate) const fn reading(what: &'static str) -> Self {
        Self(Cause::Reading(what))
    }

    /// Builds the error for a pool of which no connection became free in time.
    pub(crate) const fn no_connection() -> Self {
        Self(Cause::NoConnection)
    }

    /// Builds the error for a text with U+0000, which PostgreSQL cannot store.
    pub(crate) const fn text_with_nul() -> Self {
        Self(Cause::TextWithNul)
    }

    /// Builds the error for a database that takes no writes, as a replica does.
    pub(crate) const fn read_only() -> Self {
        Self(Cause::ReadOnly)
    }

    /// Returns `true` if the server refuses another connection, because it has as many as it, the
    /// database or the role may have.
    pub(crate) fn is_full(error: &tokio_postgres::Error) -> bool {
        error.code() == Some(&SqlState::TOO_MANY_CONNECTIONS)
    }

    /// Returns `true` if a named statement was not on the connection where it was prepared, or one
    /// of the same name was: a pooler has exchanged the connection.
    pub(crate) fn is_lost_statement(error: &tokio_postgres::Error) -> bool {
        let lost = [SqlState::INVALID_SQL_STATEMENT_NAME, SqlState::DUPLICATE_PSTATEMENT];
        error.code().is_some_and(|code| lost.contains(code))
    }

    /// Returns `true` if SQLite could not write to its file: the disk is full or fails, or the file
    /// may only be read.
    pub(crate) fn is_storage(&self) -> bool {
        sqlite_code(&self.0).is_some_and(|code| STORAGE_CODES.contains(&code))
    }

    /// Returns the database's message about its input, or `None` if it sent none, for example if it
    /// could not be reached.
    pub(crate) fn message(&self) -> Option<&str> {
        match &self.0 {
            Cause::Sqlite(sqlx::Error::Database(error)) => Some(error.message()),
            Cause::Postgres(error) => error.as_db_error().map(tokio_postgres::error::DbError::message),
            _ => None,
        }
    }

    pub(crate) fn refusal(&self) -> Refusal {
        match &self.0 {
            Cause::Sqlite(sqlx::Error::Database(_)) => match sqlite_code(&self.0) {
                Some(code) if LOCK_CODES.contains(&code) || STORAGE_CODES.contains(&code) => Refusal::Busy,
                _ => Refusal::Other,
            },
            Cause::Sqlite(sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::Io(_))
            | Cause::Pool(_)
            | Cause::NoConnection
            | Cause::ReadOnly => Refusal::Busy,
            Cause::Postgres(error) => match error.code() {
                Some(code) => postgres_refusal(code),
                // A value is of another type than the statement's reader takes, which no retry
                // changes.
                None if is_misread(error) => Refusal::Other,
                // A broken connection.
                None => Refusal::Busy,
            },
            Cause::TextWithNul => Refusal::Text,
            Cause::Sqlite(_) | Cause::Reading(_) => Refusal::Other,
        }
    }
}

/// SQLite's primary result codes for a lock that another connection holds: `SQLITE_BUSY`,
/// `SQLITE_LOCKED`, and `SQLITE_PROTOCOL`, a race for the lock of the write-ahead log
/// (<https://www.sqlite.org/rescode.html>).
const LOCK_CODES: [i32; 3] = [5, 6, 15];

/// SQLite's primary result codes for storage that takes no writes for now: `SQLITE_NOMEM`,
/// `SQLITE_READONLY`, `SQLITE_IOERR`, `SQLITE_FULL`, `SQLITE_CANTOPEN`.
const STORAGE_CODES: [i32; 5] = [7, 8, 10, 13, 14];

/// Returns SQLite's primary result code. The extended ones have it in their lowest byte.
fn sqlite_code(cause: &Cause) -> Option<i32> {
    let Cause::Sqlite(sqlx::Error::Database(error)) = cause else { return None };
    let code: i32 = error.code()?.parse().ok()?;
    Some(code & 0xff)
}

/// Returns `true` if a value was bound or read as another type than it has.
fn is_misread(error: &tokio_postgres::Error) -> bool {
    error.source().is_some_and(|source| source.is::<WrongType>() || source.is::<WasNull>())
}

/// Returns the reason of a refusal by its SQLSTATE (PostgreSQL, Appendix A).
fn postgres_refusal(code: &SqlState) -> Refusal {
    match code.code() {
        // Serialization failure and deadlock.
        "40001" | "40P01" => Refusal::Conflict,
        "23505" => Refusal::Duplicate,
        // A character that is not in the database's encoding, as U+0000 is in none; the second is
        // one in JSON.
        "22021" | "22P05" => Refusal::Text,
        // A read-only database, a lock not available, a session or transaction that was idle for
        // too long, and a statement that a pooler lost.
        "25006" | "55P03" | "25P03" | "25P04" | "26000" | "42P05" => Refusal::Busy,
        // The connection, resources, an operator's intervention, the system around the database.
        code if ["08", "53", "57", "58"].iter().any(|class| code.starts_with(class)) => Refusal::Busy,
        _ => Refusal::Other,
    }
}

/// Returns an SQLSTATE in words, with what to do, if an operator meets it.
fn words(code: &SqlState) -> Option<&'static str> {
    Some(match code.code() {
        "08P01" => {
            "the server, or a pooler in front, refused the protocol; PgBouncer does not take `options` and knows no \
             other databases than it is configured for"
        }
        "25006" => "the database is read-only, as a replica is, or a primary without space",
        "28000" => "the user may not connect in this way; see pg_hba.conf and the server's `sslmode`",
        "28P01" => "the user or the password is wrong",
        "3D000" => "this database does not exist",
        "3F000" => "this schema does not exist",
        "42501" => "the user lacks a permission; the tables have to belong to the user who migrates",
        "53100" => "the server's disk is full",
        "53200" => "the server is out of memory",
        "53300" => "the server, the database or the user has as many connections as it may have",
        "55P03" => "somebody else holds a lock on the tables",
        "57P01" | "57P02" => "the server is shutting down, or an administrator ended the connection",
        "57P03" => "the server is starting, or does not take connections now",
        _ => return None,
    })
}

impl fmt::Debug for DatabaseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for DatabaseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Cause::Sqlite(error) => error.fmt(f),
            // SECURITY: the message and detail may show the refused values, and with them people's
            // names.
            Cause::Postgres(error) => match error.as_db_error() {
                Some(database) => {
                    write!(f, "PostgreSQL reported {}", database.code().code())?;
                    if let Some(words) = words(database.code()) {
                        write!(f, ": {words}")?;
                    }
                    database.constraint().map_or(Ok(()), |constraint| write!(f, " ({constraint})"))
                }
                // Errors of the connection: of the system, of the name server, of TLS.
                None => chained(error, f),
            },
            Cause::Pool(error) => chained(error, f),
            Cause::Reading(what) => write!(f, "the answer is not {what}"),
            Cause::NoConnection => f.write_str("no connection became free in time"),
            Cause::TextWithNul => f.write_str("a text contains U+0000"),
            Cause::ReadOnly => f.write_str("the database is read-only, as a replica is, or a primary without space"),
        }
    }
}

/// Writes an error with its causes.
fn chained(error: &dyn std::error::Error, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(f, "{error}")?;
    let mut cause = error.source();
    while let Some(error) = cause {
        write!(f, ": {error}")?;
        cause = error.source();
    }
    Ok(())
}

impl std::error::Error for DatabaseError {}

impl From<sqlx::Error> for DatabaseError {
    fn from(error: sqlx::Error) -> Self {
        Self(Cause::Sqlite(error))
    }
}

impl From<tokio_postgres::Error> for DatabaseError {
    fn from(error: tokio_postgres::Error) -> Self {
        Self(Cause::Postgres(error))
    }
}

impl From<deadpool_postgres::PoolError> for DatabaseError {
    fn from(error: deadpool_postgres::PoolError) -> Self {
        match error {
            deadpool_postgres::PoolError::Backend(error) => error.into(),
            error => Self(Cause::Pool(error)),
        }
    }
}

/// A parameter of a query that a list does not take, or a value that is not one of the parameter's.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the parameter `{parameter}` of a list: {message}")]
pub struct ListFault {
    /// The name of the parameter.
    pub parameter: String,
    /// The fault.
    pub message: std::borrow::Cow<'static, str>,
}

impl ListFault {
    pub(crate) fn new(parameter: &str, message: impl Into<std::borrow::Cow<'static, str>>) -> Self {
        Self { parameter: parameter.to_owned(), message: message.into() }
    }
}

/// An error of the store.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database refused a statement, or could not be reached.
    #[error("the database failed")]
    Database(#[source] DatabaseError),
    /// Stored data does not match its type.
    #[error("the database contains a {what} that cannot be read")]
    Unreadable {
        /// The kind of data.
        what: &'static str,
        /// The error of parsing it.
        #[source]
        source: serde_json::Error,
    },
    /// The connection that a login came through is not stored.
    #[error("the login's connection is not stored")]
    ConnectionMissing,
    /// A list does not take a parameter of a query, or its value. Nothing was read.
    #[error(transparent)]
    List(#[from] ListFault),
}

impl StoreError {
    /// Returns `true` if another attempt may succeed: the database was locked by another process
    /// for longer than the timeout, was in conflict with another transaction, takes no writes for
    /// now, or could not be reached.
    pub fn is_busy(&self) -> bool {
        matches!(self.refusal(), Refusal::Busy | Refusal::Conflict)
    }

    /// Returns `true` if the input has a character that the database cannot store, such as U+0000.
    pub fn is_text_refused(&self) -> bool {
        self.refusal() == Refusal::Text
    }

    /// Returns the reason that the database refused for.
    pub(crate) fn refusal(&self) -> Refusal {
        match self {
            Self::Database(error) => error.refusal(),
            _ => Refusal::Other,
        }
    }
}

macro_rules! database_errors {
    ($($error:ty),*) => {
        $(impl From<$error> for StoreError {
            fn from(error: $error) -> Self {
                Self::Database(error.into())
            }
        })*
    };
}
database_errors!(sqlx::Error, tokio_postgres::Error, deadpool_postgres::PoolError);

impl From<DatabaseError> for StoreError {
    fn from(error: DatabaseError) -> Self {
        Self::Database(error)
    }
}

/// An error of work done in one transaction.
pub(crate) trait InTransaction: From<StoreError> {
    /// Returns the database's error, if it caused this one.
    fn store(&self) -> Option<&StoreError>;
}

impl InTransaction for StoreError {
    fn store(&self) -> Option<&StoreError> {
        Some(self)
    }
}

macro_rules! in_transaction_by {
    ($($error:ty: $($variant:path),+;)*) => {
        $(impl $crate::error::InTransaction for $error {
            fn store(&self) -> Option<&$crate::error::StoreError> {
                match self {
                    $($variant(error) => $crate::error::InTransaction::store(error),)+
                    _ => None,
                }
            }
        })*
    };
}
pub(crate) use in_transaction_by;

/// An error of applying a plan. Nothing of it was written.
#[derive(Debug, thiserror::Error)]
pub enum ApplyError {
    /// A fact that the plan relies on has changed: load and decide again.
    #[error("a guard failed")]
    GuardFailed(Box<Guard>),
    /// The identity is linked to another user, and the plan has no guard against it.
    #[error("the identity is linked to another user")]
    IdentityTaken,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

in_transaction_by! {
    ApplyError: ApplyError::Store;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_value_of_another_type_is_not_taken_for_a_broken_connection() {
        // SQLite's values are checked by another library.
        let Ok(url) = std::env::var("CORA_TEST_POSTGRES") else { return };
        let (client, connection) = tokio_postgres::connect(&url, tokio_postgres::NoTls).await.unwrap();
        let driver = tokio::spawn(connection);
        for statement in ["SELECT 1::bigint", "SELECT NULL::text"] {
            let row = client.query_one(statement, &[]).await.unwrap();
            let error = DatabaseError::from(row.try_get::<_, String>(0).unwrap_err());
            assert_eq!(error.refusal(), Refusal::Other, "{statement}");
        }
        driver.abort();
        assert!(driver.await.unwrap_err().is_cancelled());
        let error = DatabaseError::from(client.query_one("SELECT 1", &[]).await.unwrap_err());
        assert_eq!(error.refusal(), Refusal::Busy);
    }
}
