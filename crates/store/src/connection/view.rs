//! Connections as administrators see them, in CORA's names. There is no secret in any of it: settings refer to secrets.

use cora_core::connection::ConnectionKind;
use cora_core::connection::life_cycle::ConnectionRecord;
use cora_core::id::ConnectionId;
use cora_core::issue::code_text;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::read;
use crate::database::Store;
use crate::error::StoreError;
use crate::sql::sql;

/// How many connections are listed at most.
pub const MAX_CONNECTION_ROWS: u32 = 1000;

/// A connection. Times are UTC in RFC 3339.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ConnectionRow {
    /// Its identifier.
    pub id: ConnectionId,
    /// The kind of provider.
    pub provider_type: ConnectionKind,
    /// Its name for people.
    pub display_name: String,
    /// The organization whose connection it is; null for the platform's.
    pub org_id: Option<String>,
    /// The settings in use, else the latest; secrets as references.
    pub config: Map<String, Value>,
    /// Whether it is in use.
    pub is_active: bool,
    /// Whether it is more than a draft.
    pub is_configured: bool,
    /// Where it stands in its life.
    pub status: String,
    /// Counts its changes.
    pub version: u32,
    /// The number of the settings in use.
    pub active_number: Option<u32>,
    /// The greatest number of its settings; 0 when there are none.
    pub latest_number: u32,
    /// The issuer of the settings in use, or of those that were in use last.
    pub issuer: Option<String>,
    /// Who made it; null for the operator.
    pub created_by: Option<String>,
    /// Who changed it last; null for the operator.
    pub updated_by: Option<String>,
    /// When it was made.
    pub created_at: String,
    /// When it was changed last.
    pub updated_at: String,
}

/// One set of settings of a connection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ConfigurationRow {
    /// Its number.
    pub number: u32,
    /// The settings under their canonical names; secrets as references.
    pub settings: Map<String, Value>,
    /// The issuer that follows from them; null while they do not say.
    pub issuer: Option<String>,
    /// How far it has come.
    pub stage: String,
    /// Whether it is in use.
    pub is_active: bool,
    /// How its last test login went.
    pub test_outcome: Option<String>,
    /// The decision that the last successful test login would have got.
    pub tested_decision: Option<Value>,
    /// When it was tested last.
    pub tested_at: Option<String>,
    /// Who stored it; null for the operator.
    pub created_by: Option<String>,
    /// When it was stored.
    pub created_at: String,
}

/// A record of the audit log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ConnectionAuditRow {
    /// Its identifier.
    pub id: String,
    /// The connection.
    pub idp_config_id: ConnectionId,
    /// What was done.
    pub action: String,
    /// The version that the connection had afterwards; null in records of an earlier schema.
    pub version: Option<u32>,
    /// The number of the settings that it is about.
    pub number: Option<u32>,
    /// What differs, redacted.
    pub changes: Vec<Value>,
    /// Whether a safeguard was passed over.
    pub forced: bool,
    /// Why.
    pub reason: Option<String>,
    /// `user` or `operator`.
    pub actor_kind: String,
    /// The user; null for the operator.
    pub performed_by: Option<String>,
    /// When.
    pub performed_at: String,
    /// The HTTP request.
    pub request_id: Option<String>,
    /// What it was before; of records of an earlier schema.
    pub old_config: Option<Value>,
    /// What it was afterwards; of records of an earlier schema.
    pub new_config: Option<Value>,
}

const ROW: &str = "
@object('id', id, 'provider_type', provider_type, 'display_name', display_name, 'org_id', org_id,
    'config', @json(config), 'is_active', @flag(is_active),
    'is_configured', @flag(is_configured), 'status', status, 'version', version,
    'active_number', active_number, 'latest_number', latest_number, 'issuer', issuer, 'created_by', created_by,
    'updated_by', updated_by, 'created_at', @iso(created_at),
    'updated_at', @iso(updated_at))";

const RECORD: &str = "
SELECT @object('id', id, 'kind', provider_type, 'displayName', display_name, 'organizationId', org_id,
    'version', version, 'status', status, 'activeNumber', active_number,
    'activeIssuer', CASE WHEN active_number IS NULL THEN NULL ELSE issuer END, 'latestNumber', latest_number,
    'configurations', @json((SELECT @array(@object('number', number, 'settings', @json(settings),
        'stage', stage, 'testOutcome', test_outcome, 'testedDecision', @json(tested_decision)))
        FROM (SELECT * FROM platform_idp_config_versions WHERE idp_config_id = @id(?1) ORDER BY number DESC LIMIT 1000) AS latest)))
FROM platform_idp_config WHERE id = @id(?1)";

const CONFIGURATIONS: &str = "
SELECT @object('number', number, 'settings', @json(settings), 'issuer', platform_idp_config_versions.issuer,
    'stage', stage, 'is_active', @flag(number IS NOT DISTINCT FROM active_number), 'test_outcome', test_outcome,
    'tested_decision', @json(tested_decision), 'tested_at', @iso(tested_at),
    'created_by', platform_idp_config_versions.created_by,
    'created_at', @iso(platform_idp_config_versions.created_at))
FROM platform_idp_config_versions JOIN platform_idp_config ON platform_idp_config.id = idp_config_id
WHERE idp_config_id = @id(?1) ORDER BY number DESC LIMIT 1000";

const AUDIT: &str = "
SELECT @object('id', id, 'idp_config_id', idp_config_id, 'action', action, 'version', version, 'number', number,
    'changes', @json(changes), 'forced', @flag(forced), 'reason', reason, 'actor_kind', actor_kind,
    'performed_by', performed_by, 'performed_at', @iso(performed_at),
    'request_id', request_id, 'old_config', @json(old_config), 'new_config', @json(new_config))
FROM platform_idp_audit_log WHERE idp_config_id = @id(?1) ORDER BY performed_at DESC, version DESC, @sequence DESC LIMIT ?2";

impl Store {
    /// All connections, the platform's first, by name; at most [`MAX_CONNECTION_ROWS`].
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn connections(&self) -> Result<Vec<ConnectionRow>, StoreError> {
        let all = format!(
            "SELECT {ROW} FROM platform_idp_config ORDER BY org_id IS NOT NULL, display_name, id LIMIT {MAX_CONNECTION_ROWS}"
        );
        let rows = self.read_texts(sql(all)).await?;
        rows.iter().map(|row| read(row)).collect()
    }

    /// One connection.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn connection(&self, id: ConnectionId) -> Result<Option<ConnectionRow>, StoreError> {
        let one = format!("SELECT {ROW} FROM platform_idp_config WHERE id = @id(?1)");
        let row = self.read_text(sql(one).bind(id.to_string())).await?;
        row.map(|row| read(&row)).transpose()
    }

    /// The platform's connections of a kind of provider, those in use first.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn connection_by_type(&self, kind: ConnectionKind) -> Result<Vec<ConnectionRow>, StoreError> {
        let of_kind = format!(
            "SELECT {ROW} FROM platform_idp_config WHERE provider_type = ?1 AND org_id IS NULL
             ORDER BY is_active DESC, created_at, id LIMIT {MAX_CONNECTION_ROWS}"
        );
        let rows = self.read_texts(sql(of_kind).bind(code_text(&kind))).await?;
        rows.iter().map(|row| read(row)).collect()
    }

    /// One connection as the core reads it for a command, with its latest 1000 sets of settings.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn connection_record(&self, id: ConnectionId) -> Result<Option<ConnectionRecord>, StoreError> {
        let record = self.read_text(sql(RECORD).bind(id.to_string())).await?;
        record.map(|record| read(&record)).transpose()
    }

    /// The settings of a connection, the latest first; at most 1000. Empty when there is no such connection.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn configuration_versions(&self, id: ConnectionId) -> Result<Vec<ConfigurationRow>, StoreError> {
        let rows = self.read_texts(sql(CONFIGURATIONS).bind(id.to_string())).await?;
        rows.iter().map(|row| read(row)).collect()
    }

    /// The audit records of a connection, the latest first; at most `limit`.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn connection_audit(&self, id: ConnectionId, limit: u32) -> Result<Vec<ConnectionAuditRow>, StoreError> {
        let rows = self.read_texts(sql(AUDIT).bind(id.to_string()).bind(limit)).await?;
        rows.iter().map(|row| read(row)).collect()
    }
}
