//! Views of connections for administrators. They hold no secrets: settings refer to secrets.

use const_format::formatcp;
use cora_core::connection::ConnectionKind;
use cora_core::connection::lifecycle::ConnectionRecord;
use cora_core::id::ConnectionId;
use cora_core::json::Code;
use serde_json::{Map, Value};

use super::read;
use crate::database::Store;
use crate::error::StoreError;
use crate::row::rows;
use crate::sql::{Sql, sql};

/// Maximum number of connections in a list.
pub const MAX_CONNECTION_ROWS: u32 = 1000;

rows! {
/// A connection. Times are UTC in RFC 3339.
ConnectionRow {
    /// The connection's identifier.
    id: ConnectionId = "id",
    /// The kind of provider.
    provider_type: ConnectionKind = "provider_type",
    /// The display name.
    display_name: String = "display_name",
    /// The identifier of the organization that the connection belongs to, or null for the platform.
    organization_id: Option<String> = "org_id",
    /// The settings in use, or the latest ones if none are in use. Secrets are references.
    config: Map<String, Value> = "@json(config)",
    /// `true` if the connection is in use.
    is_active: bool = "@flag(is_active)",
    /// `true` if the connection is the platform's default: the one that people are offered first.
    is_default: bool = "@flag(is_default AND is_active)",
    /// `true` if the connection is more than a draft.
    is_configured: bool = "@flag(is_configured)",
    /// The status: `draft`, `validated`, `tested`, `active` or `disabled`.
    status: String = "status",
    /// The version, raised by each change.
    version: u32 = "version",
    /// The number of the settings in use, or null if none are.
    active_number: Option<u32> = "active_number",
    /// The greatest number of the connection's settings, or 0 if there are none.
    latest_number: u32 = "latest_number",
    /// The time at which the provider ends the secret of these settings, in seconds since the
    /// epoch; null if nobody has stated it.
    secret_expires_at: Option<u64> = "@seconds((SELECT secret_expires_at FROM platform_idp_config_versions
        WHERE idp_config_id = platform_idp_config.id AND number = coalesce(active_number, latest_number)))",
    /// The issuer of the settings in use, or of those last in use.
    issuer: Option<String> = "issuer",
    /// The identifier of the user who created the connection, or null for the operator.
    created_by: Option<String> = "created_by",
    /// The identifier of the user who last changed the connection, or null for the operator.
    updated_by: Option<String> = "updated_by",
    /// The time of creation.
    created_at: String = "@iso(created_at)",
    /// The time of the last change.
    updated_at: String = "@iso(updated_at)",
}
}

const RECORD: &str = "
SELECT @object('id', id, 'kind', provider_type, 'displayName', display_name, 'organizationId', org_id,
    'version', version, 'status', status, 'activeNumber', active_number,
    'activeIssuer', CASE WHEN active_number IS NULL THEN NULL ELSE issuer END, 'latestNumber', latest_number,
    'configurations', @json((SELECT @array(@object('number', number, 'settings', @json(settings),
        'stage', stage, 'testOutcome', test_outcome, 'testedDecision', @json(tested_decision),
        'secretExpiresAt', @seconds(secret_expires_at)))
        FROM (SELECT * FROM platform_idp_config_versions WHERE idp_config_id = @id(?1) ORDER BY number DESC LIMIT 1000) AS latest)))
FROM platform_idp_config WHERE id = @id(?1)";

/// Builds the statement that reads a connection.
pub(super) fn connection_row(id: ConnectionId) -> Sql {
    sql!(formatcp!("SELECT {row} FROM platform_idp_config WHERE id = @id(?1)", row = ConnectionRow::OBJECT))
        .bind(id.to_string())
}

impl Store {
    /// Lists all connections, the platform's first, by name, at most [`MAX_CONNECTION_ROWS`].
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn connections(&self) -> Result<Vec<ConnectionRow>, StoreError> {
        let all = sql!(formatcp!(
            "SELECT {row} FROM platform_idp_config ORDER BY org_id IS NOT NULL, display_name, id LIMIT {MAX_CONNECTION_ROWS}",
            row = ConnectionRow::OBJECT
        ));
        let rows = self.read_texts(all).await?;
        rows.iter().map(|row| read(row)).collect()
    }

    /// Returns a connection, or `None` if it does not exist.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn connection(&self, id: ConnectionId) -> Result<Option<ConnectionRow>, StoreError> {
        let row = self.read_text(connection_row(id)).await?;
        row.map(|row| read(&row)).transpose()
    }

    /// Lists the platform's connections of a kind of provider, those in use first.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn connection_by_type(&self, kind: ConnectionKind) -> Result<Vec<ConnectionRow>, StoreError> {
        let of_kind = sql!(formatcp!(
            "SELECT {row} FROM platform_idp_config WHERE provider_type = ?1 AND org_id IS NULL
             ORDER BY is_active DESC, created_at, id LIMIT {MAX_CONNECTION_ROWS}",
            row = ConnectionRow::OBJECT
        ));
        let rows = self.read_texts(of_kind.bind(kind.name())).await?;
        rows.iter().map(|row| read(row)).collect()
    }

    /// Returns `true` if a connection of this identifier was deleted. The identifier is not used
    /// again.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn connection_was_deleted(&self, id: ConnectionId) -> Result<bool, StoreError> {
        let deleted = sql!(
            "SELECT action FROM platform_idp_audit_log
             WHERE idp_config_id = @id(?1) AND action = 'deleted' LIMIT 1"
        );
        Ok(self.read_text(deleted.bind(id.to_string())).await?.is_some())
    }

    /// Returns a connection as the core reads it for a command, with its latest 1,000 sets of
    /// settings.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn connection_record(&self, id: ConnectionId) -> Result<Option<ConnectionRecord>, StoreError> {
        let record = self.read_text(sql!(RECORD).bind(id.to_string())).await?;
        record.map(|record| read(&record)).transpose()
    }
}
