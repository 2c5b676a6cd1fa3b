//! The connections that logins come by.

use cora_core::connection::Connection;
use serde::{Deserialize, Serialize};

use crate::database::Store;
use crate::error::StoreError;

/// A connection as it is stored: what the core reads, and what a host needs beside it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct StoredConnection {
    /// What the core reads.
    pub connection: Connection,
    /// Its name for people.
    pub display_name: String,
    /// The identifier of our client at the provider; public.
    pub client_id: Option<String>,
    /// Where the provider's keys are, when its discovery document is not to be asked.
    pub jwks_uri: Option<String>,
    /// Where the discovery document is, when it is not under the issuer.
    pub discovery_uri: Option<String>,
}

impl Store {
    /// The connection to verify a token by that claims to be from this issuer: the one with this issuer, an active one
    /// before others, else the platform's active one. Read anew at every login, so that a change counts at the next.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn connection_for(&self, issuer: Option<&str>) -> Result<Option<StoredConnection>, StoreError> {
        let document: Option<String> = sqlx::query_scalar(
            "SELECT document FROM (
                SELECT document, 0 AS place, status = 'active' AS active FROM connection_documents WHERE issuer = ?1
                UNION ALL
                SELECT document, 1, 1 FROM connection_documents WHERE status = 'active' AND org_id IS NULL
            ) ORDER BY place, active DESC LIMIT 1",
        )
        .bind(issuer)
        .fetch_optional(&self.reader)
        .await?;
        document
            .map(|document| serde_json::from_str(&document))
            .transpose()
            .map_err(|source| StoreError::Unreadable { what: "connection", source })
    }
}
