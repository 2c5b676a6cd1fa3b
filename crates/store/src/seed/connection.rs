//! Imports a connection of a seed file. The operator's file decides its status and settings.

use cora_core::actor::Actor;
use cora_core::connection::ConnectionStatus;
use cora_core::connection::lifecycle::{
    ConfigurationStage, ConfigurationVersion, ConnectionAction, ConnectionCommand, ConnectionEffect, ConnectionRecord,
    TestOutcome,
};
use cora_core::connection::report::{ConnectionIssue, ConnectionReport};
use cora_core::connection::secret::extraction::take_secrets;
use cora_core::connection::settings::diff::{SettingChange, diff_settings};
use cora_core::connection::settings::validate::validate;
use cora_core::connection::settings::{ConnectionSettings, Settings};
use cora_core::id::AuditId;
use cora_core::json::Code;
use cora_core::text::ChangeReason;
use cora_core::time::UnixSeconds;
use serde_json::json;

use super::error::{SeedError, SeedOptions, at};
use super::file::SeedConnection;
use super::record::REASON;
use crate::connection::{load_facts, referenced_secrets, write_effect};
use crate::transaction::Transaction;

/// Creates or changes a connection to match the file, with its audit record. Returns `true` if
/// anything changed. The operator may declare a connection active or tested without a test, but not
/// one whose settings have errors.
pub(super) async fn import(
    transaction: &mut Transaction,
    seed: &SeedConnection,
    path: &str,
    options: &SeedOptions,
    now: UnixSeconds,
) -> Result<bool, SeedError> {
    // This command names no settings, so it loads only the facts of the connection.
    let anything = ConnectionCommand::Disable { force: None, expected_version: None };
    let before = load_facts(transaction, seed.id, &anything).await?.connection;
    if let Some(name) = moved(before.as_ref(), seed) {
        let reason = format!("the `{name}` of a connection cannot be changed");
        return Err(SeedError::Refused { path: path.to_owned(), reason });
    }
    let report = validated(seed, path, options)?;
    let effects = effects(seed, &report, before.as_ref(), now);
    let mut changed = false;
    for effect in &effects {
        changed |= write_effect(transaction, effect, None).await.map_err(at(path.to_owned()))?;
    }
    Ok(changed)
}

/// Validates the settings, and returns the report if they are sufficient for the intended status.
fn validated(seed: &SeedConnection, path: &str, options: &SeedOptions) -> Result<ConnectionReport, SeedError> {
    let report = validate(&ConnectionSettings {
        kind: seed.kind,
        settings: seed.settings.clone(),
        organization_id: seed.organization_id,
        allow_loopback: options.allow_loopback,
        allowed_hosts: options.allowed_hosts.clone(),
    });
    let enough = if seed.status == ConnectionStatus::Draft { report.storable } else { report.configuration.is_some() };
    if !enough {
        let placed = report.issues.into_iter().map(|issue| {
            let below =
                if seed.flat { issue.path.strip_prefix("/settings").unwrap_or(&issue.path) } else { &issue.path };
            ConnectionIssue { path: format!("{path}{below}"), ..issue }
        });
        return Err(SeedError::Settings { path: path.to_owned(), issues: placed.collect() });
    }
    let (_, written) = take_secrets(seed.settings.clone(), seed.kind);
    if !written.is_empty() || !referenced_secrets(&report.settings).is_empty() {
        let reason = "a seed file cannot store secrets; refer to a variable, a file or a secrets manager";
        return Err(SeedError::Refused { path: path.to_owned(), reason: reason.to_owned() });
    }
    Ok(report)
}

/// Returns the field that the file would change although a stored connection keeps it.
fn moved(before: Option<&ConnectionRecord>, seed: &SeedConnection) -> Option<&'static str> {
    let before = before?;
    match () {
        () if before.kind != seed.kind => Some("kind"),
        () if before.organization_id != seed.organization_id => Some("organizationId"),
        () => None,
    }
}

/// Returns the effects to write. Empty if the connection already matches the file.
fn effects(
    seed: &SeedConnection,
    report: &ConnectionReport,
    before: Option<&ConnectionRecord>,
    at: UnixSeconds,
) -> Vec<ConnectionEffect> {
    let by = Actor::Operator {};
    let connection_id = seed.id;
    let mut effects = Vec::new();
    if before.is_none() {
        effects.push(ConnectionEffect::CreateConnection {
            connection_id,
            kind: seed.kind,
            display_name: seed.display_name.clone(),
            organization_id: seed.organization_id,
            at,
            by: by.clone(),
        });
    }
    if before.is_some_and(|before| before.display_name != seed.display_name) {
        effects.push(ConnectionEffect::RenameConnection { connection_id, display_name: seed.display_name.clone() });
    }
    let stored = before.and_then(|before| stored(before, &report.settings, seed.status));
    let number = stored.map_or_else(
        || before.map_or(0, |before| before.latest_number).saturating_add(1),
        |configuration| configuration.number,
    );
    if stored.is_none() {
        let (settings, by) = (report.settings.clone(), by.clone());
        let stage = if report.ok { ConfigurationStage::Validated } else { ConfigurationStage::Draft };
        effects.push(ConnectionEffect::AddConfiguration { connection_id, number, settings, stage, at, by });
    }
    let to_be_tested = matches!(seed.status, ConnectionStatus::Active | ConnectionStatus::Tested);
    if to_be_tested && !stored.is_some_and(is_tested) {
        let (outcome, decision, stage) = (TestOutcome::Success, None, ConfigurationStage::Tested);
        effects.push(ConnectionEffect::RecordTest { connection_id, number, outcome, decision, stage, at });
    }
    let version_before = before.map_or(0, |before| before.version);
    let version = version_before.saturating_add(1).max(seed.version);
    let active_before = before.and_then(|before| before.active_number);
    let usable = report.configuration.as_ref().zip(report.derived.as_ref());
    match usable.filter(|_| seed.status == ConnectionStatus::Active) {
        Some((configuration, derived)) if active_before != Some(number) => {
            let connection =
                configuration.connection(connection_id, ConnectionStatus::Active, version, seed.organization_id);
            effects.push(ConnectionEffect::UseConfiguration {
                connection_id,
                number,
                connection: Box::new(connection),
                configuration: Box::new(configuration.clone()),
                derived: Box::new(derived.clone()),
            });
        }
        None if active_before.is_some() => effects.push(ConnectionEffect::UseNone { connection_id }),
        _ => {}
    }
    let status_before = before.map(|before| before.status);
    if effects.is_empty() && status_before == Some(seed.status) && version_before >= seed.version {
        return Vec::new();
    }
    effects.push(ConnectionEffect::SetStatus { connection_id, status: seed.status, version, at, by: by.clone() });
    let (was, is) = (status_before == Some(ConnectionStatus::Active), seed.status == ConnectionStatus::Active);
    effects.push(ConnectionEffect::RecordAudit {
        audit_id: AuditId::derive(&[b"connection", connection_id.to_string().as_bytes(), &version.to_be_bytes()]),
        connection_id,
        action: match (before, was, is) {
            (None, ..) => ConnectionAction::Created,
            (Some(_), false, true) => ConnectionAction::Activated,
            (Some(_), true, false) => ConnectionAction::Deactivated,
            (Some(_), ..) => ConnectionAction::Updated,
        },
        version,
        number: Some(number),
        changes: changes(seed, report, before, number),
        forced: true,
        reason: Some(ChangeReason::shortened(REASON)),
        at,
        by,
    });
    effects
}

/// Returns the stored settings that equal those of the file: those in use if the connection is to
/// be active, or else the latest.
fn stored<'a>(
    before: &'a ConnectionRecord,
    settings: &Settings,
    status: ConnectionStatus,
) -> Option<&'a ConfigurationVersion> {
    let in_use = before.active_number.filter(|_| status == ConnectionStatus::Active);
    in_use.into_iter().chain([before.latest_number]).find_map(|number| {
        let mut configurations = before.configurations.iter();
        configurations.find(|stored| stored.number == number && stored.settings == *settings)
    })
}

/// Returns `true` if a test login has succeeded with the settings, or if the operator declared it.
fn is_tested(configuration: &ConfigurationVersion) -> bool {
    configuration.stage == ConfigurationStage::Tested && configuration.test_outcome == Some(TestOutcome::Success)
}

/// Returns the differences for the audit record, redacted.
fn changes(
    seed: &SeedConnection,
    report: &ConnectionReport,
    before: Option<&ConnectionRecord>,
    number: u32,
) -> Vec<SettingChange> {
    let stored = before.and_then(|before| {
        let number = before.active_number.unwrap_or(before.latest_number);
        before.configurations.iter().find(|stored| stored.number == number)
    });
    let settings = diff_settings(seed.kind, stored.map(|stored| &stored.settings), Some(&report.settings));
    let active = |status: ConnectionStatus| (status == ConnectionStatus::Active).then_some(number);
    let of_connection = [
        ("/displayName", json!(before.map(|before| before.display_name.as_str())), json!(seed.display_name.as_str())),
        ("/status", json!(before.map(|before| before.status.name())), json!(seed.status.name())),
        ("/activeNumber", json!(before.and_then(|before| before.active_number)), json!(active(seed.status))),
    ];
    let of_connection = of_connection.into_iter().filter(|(_, old, new)| old != new);
    let of_connection = of_connection.map(|(path, old, new)| SettingChange { path: path.to_owned(), old, new });
    settings.into_iter().chain(of_connection).collect()
}
