//! Connections that people log in through, and their life cycle.

mod apply;
mod change;
mod context;
pub(crate) mod facts;
mod secret;
pub(crate) mod test_run;
pub(crate) mod view;

pub(crate) use apply::write as write_effect;
pub(crate) use facts::load as load_facts;
pub(crate) use secret::bytes;
pub(crate) use secret::referenced as referenced_secrets;

pub use context::{ChangeConnectionError, ChangeContext};
pub use secret::ResealError;
pub use test_run::{
    BeginTestRunError, ClaimedTestRun, FinishTestRunError, NewTestRun, TEST_RUN_SECONDS, TestRunResult, TestRunRow,
    TestRunStatus,
};
pub use view::{ConnectionRow, MAX_CONNECTION_ROWS};

use const_format::formatcp;
use cora_core::connection::configuration::{ConnectionConfiguration, DerivedFacts};
use cora_core::connection::{Connection, ConnectionStatus};
use cora_core::id::ConnectionId;
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
    /// Returns the connections to verify a token by that claims to be from this issuer: the active
    /// ones with this issuer, or else another one with it, or else the platform's default. Empty if
    /// there is none at all. The default comes first, then those with the lowest identifiers.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn connections_for(&self, issuer: Option<&str>) -> Result<Vec<StoredConnection>, StoreError> {
        let by_issuer = sql!(
            "SELECT document FROM connection_documents WHERE issuer = ?1 ORDER BY status = 'active' DESC, is_default DESC, id"
        );
        let documents = self.read_texts(by_issuer.bind(issuer)).await?;
        let mut found = read_all(&documents)?;
        if found.is_empty() {
            return Ok(self.active_platform_connection().await?.into_iter().collect());
        }
        let active = found.iter().filter(|stored| stored.connection.status == ConnectionStatus::Active).count();
        found.truncate(active.max(1));
        Ok(found)
    }

    /// Returns the platform's default connection, or `None` if the platform has no connection in
    /// use.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn active_platform_connection(&self) -> Result<Option<StoredConnection>, StoreError> {
        let document = self.read_text(sql!(formatcp!("{OF_PLATFORM} LIMIT 1"))).await?;
        document.map(|document| read(&document)).transpose()
    }

    /// Returns a connection in use, of the platform or of an organization, or `None` if it is not
    /// in use.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn active_connection(&self, id: ConnectionId) -> Result<Option<StoredConnection>, StoreError> {
        let by_id = sql!("SELECT document FROM connection_documents WHERE id = @id(?1) AND status = 'active'");
        let document = self.read_text(by_id.bind(id.to_string())).await?;
        document.map(|document| read(&document)).transpose()
    }

    /// Lists the platform's connections in use, the default first.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn active_platform_connections(&self) -> Result<Vec<StoredConnection>, StoreError> {
        read_all(&self.read_texts(sql!(OF_PLATFORM)).await?)
    }
}

/// The platform's connections in use, the default first.
const OF_PLATFORM: &str =
    "SELECT document FROM connection_documents WHERE status = 'active' AND org_id IS NULL ORDER BY is_default DESC, id";

fn read_all(documents: &[String]) -> Result<Vec<StoredConnection>, StoreError> {
    documents.iter().map(|document| read(document)).collect()
}

/// Parses a JSON document that the database built.
pub(crate) fn read<T: for<'de> Deserialize<'de>>(document: &str) -> Result<T, StoreError> {
    serde_json::from_str(document).map_err(|source| StoreError::Unreadable { what: "connection", source })
}

/// Serializes a value as JSON text.
pub(crate) fn text(value: &impl Serialize) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|source| StoreError::Unreadable { what: "connection", source })
}
