//! The errors of the database.

use std::fmt;

use cora_core::provisioning::plan::Guard;

/// An error that the database returned.
pub struct DatabaseError(Cause);

enum Cause {
    Sqlite(sqlx::Error),
    Postgres(tokio_postgres::Error),
    Pool(deadpool_postgres::PoolError),
    Reading(&'static str),
}

/// The reason of a refusal, as far as it decides how to go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// Another transaction was faster. A retry may succeed.
    Conflict,
    /// A row with the same key exists, which another transaction may have just created. A retry
    /// sees it.
    Duplicate,
    /// The database is overloaded or cannot be reached. A later retry may succeed.
    Busy,
    /// Any other reason.
    Other,
}

impl DatabaseError {
    /// Builds the error for a result that is not what the statement reads.
    pub(crate) const fn reading(what: &'static str) -> Self {
        Self(Cause::Reading(what))
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
            // SQLITE_BUSY and SQLITE_LOCKED, with their extended codes.
            Cause::Sqlite(sqlx::Error::Database(error)) => {
                let code = error.code().and_then(|code| code.parse::<i32>().ok());
                if code.is_some_and(|code| matches!(code & 0xff, 5 | 6)) { Refusal::Busy } else { Refusal::Other }
            }
            Cause::Sqlite(sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed) | Cause::Pool(_) => Refusal::Busy,
            Cause::Postgres(error) => match error.code().map(tokio_postgres::error::SqlState::code) {
                // Serialization failure and deadlock.
                Some("40001" | "40P01") => Refusal::Conflict,
                Some("23505") => Refusal::Duplicate,
                // Shutting down, starting, too many connections, a lock not available. `None` is a
                // broken connection.
                Some("57P01" | "57P02" | "57P03" | "53300" | "55P03") => Refusal::Busy,
                None => Refusal::Busy,
                Some(_) => Refusal::Other,
            },
            Cause::Sqlite(_) | Cause::Reading(_) => Refusal::Other,
        }
    }
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
                    database.constraint().map_or(Ok(()), |constraint| write!(f, " ({constraint})"))
                }
                None => error.fmt(f),
            },
            Cause::Pool(error) => error.fmt(f),
            Cause::Reading(what) => write!(f, "the answer is not {what}"),
        }
    }
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
}

impl StoreError {
    /// Returns `true` if another attempt may succeed: the database was locked by another process
    /// for longer than the timeout, was in conflict with another transaction, or could not be
    /// reached.
    pub fn is_busy(&self) -> bool {
        matches!(self.refusal(), Refusal::Busy | Refusal::Conflict)
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
