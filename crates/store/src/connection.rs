//! Connections that people log in through, and their life cycle.

mod apply;
mod change;
mod context;
pub(crate) mod facts;
mod secret;
mod test_run;
mod view;

pub(crate) use apply::write as write_effect;
pub(crate) use facts::load as load_facts;
pub(crate) use secret::referenced as referenced_secrets;

pub use context::{ChangeConnectionError, ChangeContext};
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

/// A connection that is or was in use, with what a host needs in addition to what the core reads.
/// The settings are those in use, or those last in use.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct StoredConnection {
    /// The connection as the core reads it, with its current status and version.
    pub connection: Connection,
    /// The display name.
    pub display_name: String,
    /// The settings, for hosts. `None` for a connection of an earlier schema whose settings have
    /// what is an error today: existing logins keep working, but no login can be begun through it.
    pub configuration: Option<ConnectionConfiguration>,
    /// The facts derived from the settings: the locations of the discovery document and the keys.
    pub derived: DerivedFacts,
}

impl Store {
    /// Returns the connection to verify a token by that claims to be from this issuer: the one with
    /// this issuer, preferring an active one, or else the platform's active one. It is read again
    /// at every login, so that a change takes effect at the next.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn connection_for(&self, issuer: Option<&str>) -> Result<Option<StoredConnection>, StoreError> {
        let by_issuer = sql!(
            "SELECT document FROM (
                SELECT document, 0 AS place, status = 'active' AS active FROM connection_documents WHERE issuer = ?1
                UNION ALL
                SELECT document, 1, true FROM connection_documents WHERE status = 'active' AND org_id IS NULL
            ) AS found ORDER BY place, active DESC LIMIT 1"
        );
        let document = self.read_text(by_issuer.bind(issuer)).await?;
        document.map(|document| read(&document)).transpose()
    }

    /// Returns the platform's active connection, or `None` if it has none.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn active_platform_connection(&self) -> Result<Option<StoredConnection>, StoreError> {
        let active = sql!("SELECT document FROM connection_documents WHERE status = 'active' AND org_id IS NULL");
        let document = self.read_text(active).await?;
        document.map(|document| read(&document)).transpose()
    }
}

/// Parses a JSON document that the database built.
pub(crate) fn read<T: for<'de> Deserialize<'de>>(document: &str) -> Result<T, StoreError> {
    serde_json::from_str(document).map_err(|source| StoreError::Unreadable { what: "connection", source })
}

/// Serializes a value as JSON text.
pub(crate) fn text(value: &impl Serialize) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|source| StoreError::Unreadable { what: "connection", source })
}
