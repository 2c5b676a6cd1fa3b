//! The connections that logins come by, and the life cycle that they are under.

mod apply;
mod carry_over;
mod change;
mod facts;
mod secret;
mod test_run;
mod view;

pub(crate) use apply::write as write_effect;
pub(crate) use carry_over::carry_over;
pub(crate) use facts::load as load_facts;
pub(crate) use secret::referenced as referenced_secrets;

pub use change::{ChangeConnectionError, ChangeContext};
pub use secret::ResealError;
pub use test_run::{
    BeginTestRunError, ClaimedTestRun, FinishTestRunError, NewTestRun, TEST_RUN_SECONDS, TestRunResult, TestRunRow,
    TestRunStatus,
};
pub use view::{ConfigurationRow, ConnectionAuditRow, ConnectionRow, MAX_CONNECTION_ROWS};

use cora_core::connection::Connection;
use cora_core::connection::configuration::{ConnectionConfiguration, DerivedFacts};
use serde::{Deserialize, Serialize};

use crate::database::Store;
use crate::error::StoreError;
use crate::sql::sql;

/// A connection that is in use, or was: what the core reads, and what a host needs beside it. The settings are those in use,
/// or those that were in use last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct StoredConnection {
    /// What the core reads, with the status and version of now.
    pub connection: Connection,
    /// Its name for people.
    pub display_name: String,
    /// The settings, for hosts; `None` for a connection of an earlier schema whose settings have what today is an error. Its
    /// logins go on; a login cannot be begun by it.
    pub configuration: Option<ConnectionConfiguration>,
    /// What follows from the settings: where the discovery document and the keys are.
    pub derived: DerivedFacts,
}

impl Store {
    /// The connection to verify a token by that claims to be from this issuer: the one with this issuer, an active one
    /// before others, else the platform's active one. Read anew at every login, so that a change counts at the next.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn connection_for(&self, issuer: Option<&str>) -> Result<Option<StoredConnection>, StoreError> {
        let by_issuer = sql("SELECT document FROM (
                SELECT document, 0 AS place, status = 'active' AS active FROM connection_documents WHERE issuer = ?1
                UNION ALL
                SELECT document, 1, true FROM connection_documents WHERE status = 'active' AND org_id IS NULL
            ) AS found ORDER BY place, active DESC LIMIT 1");
        let document = self.read_text(by_issuer.bind(issuer)).await?;
        document.map(|document| read(&document)).transpose()
    }

    /// The platform's connection in use.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn active_platform_connection(&self) -> Result<Option<StoredConnection>, StoreError> {
        let active = sql("SELECT document FROM connection_documents WHERE status = 'active' AND org_id IS NULL");
        let document = self.read_text(active).await?;
        document.map(|document| read(&document)).transpose()
    }
}

/// Reads a document that the database made.
pub(crate) fn read<T: for<'de> Deserialize<'de>>(document: &str) -> Result<T, StoreError> {
    serde_json::from_str(document).map_err(|source| StoreError::Unreadable { what: "connection", source })
}

/// Writes a value as JSON text.
pub(crate) fn text(value: &impl Serialize) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|source| StoreError::Unreadable { what: "connection", source })
}
