//! The results that commands share, and the settings that they read.

use alloc::vec::Vec;
use serde_json::Value;

use super::facts::{ConfigurationVersion, ConnectionRecord};
use super::plan::ConnectionPlan;
use super::{ChangeConnectionInput, ConnectionChange, ConnectionReason};
use crate::connection::ConnectionKind;
use crate::connection::report::ConnectionReport;
use crate::connection::settings::diff::SettingChange;
use crate::connection::settings::validate::validate;
use crate::connection::settings::{ConnectionSettings, Settings};
use crate::id::OrganizationId;

/// Builds a refusal. Nothing is written.
pub(super) fn refused(record: Option<&ConnectionRecord>, reason: ConnectionReason) -> ConnectionChange {
    ConnectionChange {
        ok: false,
        reason,
        issues: Vec::new(),
        status: record.map(|record| record.status),
        version: record.map(|record| record.version),
        number: None,
        default_connection: None,
        users_without_way_in: None,
        plan: ConnectionPlan::default(),
    }
}

/// Builds the result of a command that changes nothing.
pub(super) fn unchanged(record: &ConnectionRecord, number: Option<u32>) -> ConnectionChange {
    ConnectionChange { ok: true, number, ..refused(Some(record), ConnectionReason::Unchanged) }
}

/// Returns the settings with this number, if the facts have them.
pub(super) fn configuration(record: &ConnectionRecord, number: u32) -> Option<&ConfigurationVersion> {
    record.configurations.iter().find(|configuration| configuration.number == number)
}

/// Validates settings of a connection.
pub(super) fn validate_settings(
    input: &ChangeConnectionInput,
    kind: ConnectionKind,
    organization_id: Option<OrganizationId>,
    settings: &Settings,
) -> ConnectionReport {
    let (settings, allowed_hosts) = (settings.clone(), input.allowed_hosts.clone());
    validate(&ConnectionSettings {
        kind,
        settings,
        organization_id,
        allow_loopback: input.allow_loopback,
        allowed_hosts,
    })
}

/// Builds the change of a value of the connection itself.
pub(super) fn differs(path: &str, old: impl Into<Value>, new: impl Into<Value>) -> SettingChange {
    SettingChange { path: path.into(), old: old.into(), new: new.into() }
}
