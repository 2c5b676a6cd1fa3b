//! What can go wrong with the database.

use cora_core::provisioning::plan::Guard;

/// The database did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database refused a statement, or could not be reached.
    #[error("the database failed")]
    Database(#[from] sqlx::Error),
    /// What is stored is not what the types allow.
    #[error("the database holds a {what} that cannot be read")]
    Unreadable {
        /// What.
        what: &'static str,
        /// Why.
        #[source]
        source: serde_json::Error,
    },
    /// The connection that a login came by is not stored.
    #[error("the connection of the login is not stored")]
    ConnectionMissing,
}

impl StoreError {
    /// Whether another attempt may succeed: the database was locked by another process for longer than is waited for.
    pub fn is_busy(&self) -> bool {
        match self {
            // SQLITE_BUSY and SQLITE_LOCKED with their extended codes.
            Self::Database(sqlx::Error::Database(error)) => {
                let code = error.code().and_then(|code| code.parse::<i32>().ok());
                code.is_some_and(|code| matches!(code & 0xff, 5 | 6))
            }
            Self::Database(sqlx::Error::PoolTimedOut) => true,
            _ => false,
        }
    }
}

/// A plan was not applied. Nothing of it was written.
#[derive(Debug, thiserror::Error)]
pub enum ApplyError {
    /// What was true when the plan was made is not any more: load again, decide again.
    #[error("a guard failed")]
    GuardFailed(Box<Guard>),
    /// The identity is linked to another user, and the plan has no guard against it.
    #[error("the identity is linked to another user")]
    IdentityTaken,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<sqlx::Error> for ApplyError {
    fn from(error: sqlx::Error) -> Self {
        Self::Store(error.into())
    }
}
