//! Rows under the names of the legacy CORA toolkit, with additions that CORA did not have.

use cora_core::connection::ConnectionKind;
use cora_core::connection::settings::Settings;
use cora_core::connection::spelling::cora_settings;
use cora_store::{ConfigurationRow, ConnectionRow};
use serde::Serialize;
use serde_json::Value;

/// A connection.
#[derive(Serialize, schemars::JsonSchema)]
#[serde(transparent)]
#[schemars(inline)]
pub(super) struct Row(ConnectionRow);

impl Row {
    pub(super) const fn provider_type(&self) -> ConnectionKind {
        self.0.provider_type
    }

    pub(super) const fn is_active(&self) -> bool {
        self.0.is_active
    }
}

impl From<ConnectionRow> for Row {
    fn from(mut row: ConnectionRow) -> Self {
        row.config = cora_settings(&Settings::new(row.config), row.provider_type).into_members();
        Self(row)
    }
}

/// One numbered set of settings of a connection.
#[derive(Serialize, schemars::JsonSchema)]
#[schemars(rename = "ConnectionVersion")]
pub(super) struct Version {
    number: u32,
    config: Settings,
    stage: String,
    is_active: bool,
    test_outcome: Option<String>,
    tested_decision: Option<Value>,
    tested_at: Option<String>,
    created_by: Option<String>,
    created_at: String,
}

impl Version {
    pub(super) fn new(row: ConfigurationRow, kind: ConnectionKind) -> Self {
        Self {
            number: row.number,
            config: cora_settings(&Settings::new(row.settings), kind),
            stage: row.stage,
            is_active: row.is_active,
            test_outcome: row.test_outcome,
            tested_decision: row.tested_decision,
            tested_at: row.tested_at,
            created_by: row.created_by,
            created_at: row.created_at,
        }
    }
}
