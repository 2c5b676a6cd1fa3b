//! Views of connections for administrators. They hold no secrets: settings refer to secrets.

use const_format::formatcp;
use cora_core::connection::ConnectionKind;
use cora_core::connection::lifecycle::ConnectionRecord;
use cora_core::id::ConnectionId;
use cora_core::json::Code;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::read;
use crate::database::Store;
use crate::error::StoreError;
use crate::sql::sql;

/// Maximum number of connections in a list.
pub const MAX_CONNECTION_ROWS: u32 = 1000;

/// A connection. Times are UTC in RFC 3339.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ConnectionRow {
    /// The connection's identifier.
    pub id: ConnectionId,
    /// The kind of provider.
    pub provider_type: ConnectionKind,
    /// The display name.
    pub display_name: String,
    /// The identifier of the organization that the connection belongs to, or null for the platform.
    pub organization_id: Option<String>,
    /// The settings in use, or the latest ones if none are in use. Secrets are references.
    pub config: Map<String, Value>,
    /// `true` if the connection is in use.
    pub is_active: bool,
    /// `true` if the connection is the platform's default: the one that people are offered first.
    pub is_default: bool,
    /// `true` if the connection is more than a draft.
    pub is_configured: bool,
    /// The status: `draft`, `validated`, `tested`, `active` or `disabled`.
    pub status: String,
    /// The version, raised by each change.
    pub version: u32,
    /// The number of the settings in use, or null if none are.
    pub active_number: Option<u32>,
    /// The greatest number of the connection's settings, or 0 if there are none.
    pub latest_number: u32,
    /// The issuer of the settings in use, or of those last in use.
    pub issuer: Option<String>,
    /// The identifier of the user who created the connection, or null for the operator.
    pub created_by: Option<String>,
    /// The identifier of the user who last changed the connection, or null for the operator.
    pub updated_by: Option<String>,
    /// The time of creation.
    pub created_at: String,
    /// The time of the last change.
    pub updated_at: String,
}

/// One set of a connection's settings. Times are UTC in RFC 3339.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ConfigurationRow {
    /// The number of the settings.
    pub number: u32,
    /// The settings under their canonical names. Secrets are references.
    pub config: Map<String, Value>,
    /// The issuer that follows from the settings, or null if they do not determine one yet.
    pub issuer: Option<String>,
    /// The stage: `draft` (with errors), `validated` (without errors) or `tested` (a login
    /// succeeded).
    pub stage: String,
    /// `true` if the settings are in use.
    pub is_active: bool,
    /// The outcome of the last test login: `success` or `failed`. Null if there was none.
    pub test_outcome: Option<String>,
    /// The decision that the last successful test login would have got.
    pub tested_decision: Option<Value>,
    /// The time of the last test login, or null if there was none.
    pub tested_at: Option<String>,
    /// The identifier of the user who stored the settings, or null for the operator.
    pub created_by: Option<String>,
    /// The time at which the settings were stored.
    pub created_at: String,
}

/// An audit record of a connection. Times are UTC in RFC 3339.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ConnectionAuditRow {
    /// The record's identifier.
    pub id: String,
    /// The connection.
    pub connection_id: ConnectionId,
    /// The action: `created`, `updated`, `tested`, `activated`, `deactivated`, `rolled_back` or
    /// `made_default`.
    pub action: String,
    /// The version of the connection after the action. Null in records of an earlier schema.
    pub version: Option<u32>,
    /// The number of the settings concerned.
    pub number: Option<u32>,
    /// The differences, redacted.
    pub changes: Vec<Value>,
    /// `true` if a safeguard was overridden.
    pub forced: bool,
    /// The reason given.
    pub reason: Option<String>,
    /// The kind of the actor: `user` or `operator`.
    pub actor_kind: String,
    /// The identifier of the acting user, or null for the operator.
    pub performed_by: Option<String>,
    /// The time of the action.
    pub performed_at: String,
    /// The identifier of the HTTP request.
    pub request_id: Option<String>,
    /// The settings before the action, in records of an earlier schema.
    pub old_config: Option<Value>,
    /// The settings after the action, in records of an earlier schema.
    pub new_config: Option<Value>,
}

const ROW: &str = "
@object('id', id, 'providerType', provider_type, 'displayName', display_name, 'organizationId', org_id,
    'config', @json(config), 'isActive', @flag(is_active), 'isDefault', @flag(is_default AND is_active),
    'isConfigured', @flag(is_configured), 'status', status, 'version', version,
    'activeNumber', active_number, 'latestNumber', latest_number, 'issuer', issuer, 'createdBy', created_by,
    'updatedBy', updated_by, 'createdAt', @iso(created_at),
    'updatedAt', @iso(updated_at))";

const RECORD: &str = "
SELECT @object('id', id, 'kind', provider_type, 'displayName', display_name, 'organizationId', org_id,
    'version', version, 'status', status, 'activeNumber', active_number,
    'activeIssuer', CASE WHEN active_number IS NULL THEN NULL ELSE issuer END, 'latestNumber', latest_number,
    'configurations', @json((SELECT @array(@object('number', number, 'settings', @json(settings),
        'stage', stage, 'testOutcome', test_outcome, 'testedDecision', @json(tested_decision)))
        FROM (SELECT * FROM platform_idp_config_versions WHERE idp_config_id = @id(?1) ORDER BY number DESC LIMIT 1000) AS latest)))
FROM platform_idp_config WHERE id = @id(?1)";

const CONFIGURATIONS: &str = "
SELECT @object('number', number, 'config', @json(settings), 'issuer', platform_idp_config_versions.issuer,
    'stage', stage, 'isActive', @flag(number IS NOT DISTINCT FROM active_number), 'testOutcome', test_outcome,
    'testedDecision', @json(tested_decision), 'testedAt', @iso(tested_at),
    'createdBy', platform_idp_config_versions.created_by,
    'createdAt', @iso(platform_idp_config_versions.created_at))
FROM platform_idp_config_versions JOIN platform_idp_config ON platform_idp_config.id = idp_config_id
WHERE idp_config_id = @id(?1) ORDER BY number DESC LIMIT 1000";

const AUDIT: &str = "
SELECT @object('id', id, 'connectionId', idp_config_id, 'action', action, 'version', version, 'number', number,
    'changes', @json(changes), 'forced', @flag(forced), 'reason', reason, 'actorKind', actor_kind,
    'performedBy', performed_by, 'performedAt', @iso(performed_at),
    'requestId', request_id, 'oldConfig', @json(old_config), 'newConfig', @json(new_config))
FROM platform_idp_audit_log WHERE idp_config_id = @id(?1) ORDER BY performed_at DESC, version DESC, @sequence DESC LIMIT ?2";

impl Store {
    /// Lists all connections, the platform's first, by name, at most [`MAX_CONNECTION_ROWS`].
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn connections(&self) -> Result<Vec<ConnectionRow>, StoreError> {
        let all = sql!(formatcp!(
            "SELECT {ROW} FROM platform_idp_config ORDER BY org_id IS NOT NULL, display_name, id LIMIT {MAX_CONNECTION_ROWS}"
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
        let one = sql!(formatcp!("SELECT {ROW} FROM platform_idp_config WHERE id = @id(?1)"));
        let row = self.read_text(one.bind(id.to_string())).await?;
        row.map(|row| read(&row)).transpose()
    }

    /// Lists the platform's connections of a kind of provider, those in use first.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn connection_by_type(&self, kind: ConnectionKind) -> Result<Vec<ConnectionRow>, StoreError> {
        let of_kind = sql!(formatcp!(
            "SELECT {ROW} FROM platform_idp_config WHERE provider_type = ?1 AND org_id IS NULL
             ORDER BY is_active DESC, created_at, id LIMIT {MAX_CONNECTION_ROWS}"
        ));
        let rows = self.read_texts(of_kind.bind(kind.name())).await?;
        rows.iter().map(|row| read(row)).collect()
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

    /// Lists the settings of a connection, newest first, at most 1,000. Empty if the connection
    /// does not exist.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn configuration_versions(&self, id: ConnectionId) -> Result<Vec<ConfigurationRow>, StoreError> {
        let rows = self.read_texts(sql!(CONFIGURATIONS).bind(id.to_string())).await?;
        rows.iter().map(|row| read(row)).collect()
    }

    /// Lists the audit records of a connection, newest first, at most `limit`.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn connection_audit(&self, id: ConnectionId, limit: u32) -> Result<Vec<ConnectionAuditRow>, StoreError> {
        let rows = self.read_texts(sql!(AUDIT).bind(id.to_string()).bind(limit)).await?;
        rows.iter().map(|row| read(row)).collect()
    }
}
