//! The options of an import, and its errors.

use cora_core::connection::host::allowed::AllowedHost;
use cora_core::connection::report::ConnectionIssue;

use crate::error::{StoreError, in_transaction_by};

/// An error of importing a file. Nothing of it was written.
#[derive(Debug, thiserror::Error)]
pub enum SeedError {
    /// An item of the file was refused.
    #[error("`{path}` was refused: {reason}")]
    Refused {
        /// The location of the item in the file, as a JSON Pointer.
        path: String,
        /// The reason, which may be the database's message.
        reason: String,
    },
    /// The settings of a connection have errors that its status does not allow.
    #[error("the settings of `{path}` were refused")]
    Settings {
        /// The location of the settings in the file, as a JSON Pointer.
        path: String,
        /// The errors and warnings. Their paths are below that location.
        issues: Vec<ConnectionIssue>,
    },
    /// The file gives an organization more members than it has seats.
    #[error("organization {0} has more members in the file than seats")]
    SeatsExceeded(String),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Options of an import.
#[derive(Debug, Clone, Default)]
pub struct SeedOptions {
    /// Set if connections may be at addresses of this machine, by plain http too. For trying things
    /// out.
    pub allow_loopback: bool,
    /// The networks and hosts at which the operator allows providers although they are not public.
    pub allowed_hosts: Vec<AllowedHost>,
}

in_transaction_by! {
    SeedError: SeedError::Store;
}

/// Adds the location of a refused item to an error.
pub(super) fn at(path: String) -> impl FnOnce(StoreError) -> SeedError {
    move |error| match &error {
        StoreError::Database(database) => match database.message() {
            Some(message) if !error.is_busy() => SeedError::Refused { path, reason: message.to_owned() },
            _ => SeedError::Store(error),
        },
        _ => SeedError::Store(error),
    }
}
