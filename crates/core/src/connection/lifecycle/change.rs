//! Decides commands to a connection, and plans what to write.

use alloc::vec::Vec;
use serde_json::Value;

use super::command::{ConnectionCommand, TestOutcome, TestedDecision};
use super::facts::{ConfigurationStage, ConnectionRecord};
use super::plan::{ConnectionAction, ConnectionEffect, ConnectionGuard};
use super::plan_builder::{Audit, PlanBuilder};
use super::result::{configuration, differs, refused, unchanged, validate_settings};
use super::{ChangeConnectionInput, ConnectionChange, ConnectionReason};
use super::{activation, deletion, secret_expiry};
use crate::connection::report::{ConnectionIssue, ConnectionReport};
use crate::connection::settings::Settings;
use crate::connection::settings::diff::diff_settings;
use crate::connection::{ConnectionKind, ConnectionStatus};
use crate::id::{ConnectionId, OrganizationId};
use crate::json::Code;
use crate::text::DisplayName;

/// Decides a command and plans what to write.
///
/// Never fails: a refused command is a result. The first objection is the reason, in this order:
/// whether the connection exists and has the expected version, whether the settings can be stored
/// or exist, whether they have errors, whether a forced change gives a reason, whether the settings
/// were tested, whether their tokens can be told apart from those of other connections in use, and
/// whether someone who administers the platform can still log in.
pub fn change(input: &ChangeConnectionInput) -> ConnectionChange {
    let stored = input.facts.connection.as_ref();
    if let (Some(record), Some(seen)) = (stored, input.command.expected_version())
        && seen != record.version
    {
        return refused(stored, ConnectionReason::StaleVersion);
    }
    match (&input.command, stored) {
        (ConnectionCommand::Create { .. }, None) if input.facts.was_deleted => {
            refused(None, ConnectionReason::ConnectionExists)
        }
        (ConnectionCommand::Create { connection_id, kind, display_name, organization_id, settings }, None) => {
            create(input, *connection_id, *kind, display_name, *organization_id, settings)
        }
        (ConnectionCommand::Create { .. }, Some(_)) => refused(stored, ConnectionReason::ConnectionExists),
        (_, None) => refused(None, ConnectionReason::ConnectionNotFound),
        (ConnectionCommand::Save { display_name, settings, .. }, Some(record)) => {
            save(input, record, display_name.as_ref(), settings.as_ref())
        }
        (ConnectionCommand::RecordTest { number, outcome, decision }, Some(record)) => {
            record_test(input, record, *number, *outcome, decision.as_ref())
        }
        (ConnectionCommand::Activate { number, force, .. }, Some(record)) => {
            let number = number.unwrap_or(record.latest_number);
            activation::activate(input, record, number, force.as_ref(), ConnectionAction::Activated)
        }
        (ConnectionCommand::Rollback { number, force, .. }, Some(record)) => {
            activation::activate(input, record, *number, force.as_ref(), ConnectionAction::RolledBack)
        }
        (ConnectionCommand::Disable { force, .. }, Some(record)) => activation::disable(input, record, force.as_ref()),
        (ConnectionCommand::MakeDefault { .. }, Some(record)) => activation::make_default(input, record),
        (ConnectionCommand::SetSecretExpiry { number, expires_at, .. }, Some(record)) => {
            secret_expiry::set(input, record, *number, *expires_at)
        }
        (ConnectionCommand::Delete { .. }, Some(record)) => deletion::delete(input, record),
    }
}

const fn stage_of(report: &ConnectionReport) -> ConfigurationStage {
    if report.ok { ConfigurationStage::Validated } else { ConfigurationStage::Draft }
}

/// Returns the status of a connection, given the stage of its latest settings.
const fn status_of(present: ConnectionStatus, stage: ConfigurationStage) -> ConnectionStatus {
    match (present, stage) {
        // An active connection stays active and a disabled one stays disabled while other settings
        // are prepared.
        (ConnectionStatus::Active | ConnectionStatus::Disabled, _) => present,
        (_, ConfigurationStage::Draft) => ConnectionStatus::Draft,
        (_, ConfigurationStage::Validated) => ConnectionStatus::Validated,
        (_, ConfigurationStage::Tested) => ConnectionStatus::Tested,
    }
}

fn create(
    input: &ChangeConnectionInput,
    connection_id: ConnectionId,
    kind: ConnectionKind,
    display_name: &DisplayName,
    organization_id: Option<OrganizationId>,
    settings: &Settings,
) -> ConnectionChange {
    let report = validate_settings(input, kind, organization_id, settings);
    if !report.storable {
        return ConnectionChange { issues: report.issues, ..refused(None, ConnectionReason::SettingsNotStorable) };
    }
    let stage = stage_of(&report);
    let status = status_of(ConnectionStatus::Draft, stage);
    let mut changes = alloc::vec![differs("/displayName", Value::Null, display_name.as_str())];
    changes.extend(diff_settings(kind, None, Some(&report.settings)));
    let mut builder = PlanBuilder::new(input, connection_id, 0);
    builder.guard(ConnectionGuard::ConnectionAbsent { connection_id });
    let display_name = display_name.clone();
    let (at, by) = (input.now, input.actor.clone());
    builder.effect(ConnectionEffect::CreateConnection { connection_id, kind, display_name, organization_id, at, by });
    builder.add_configuration(1, report.settings, stage);
    builder.set_status(status);
    builder.audit(Audit { number: Some(1), changes, ..Audit::of(ConnectionAction::Created) });
    builder.finish(ConnectionReason::Created, status, Some(1), report.issues)
}

fn save(
    input: &ChangeConnectionInput,
    record: &ConnectionRecord,
    display_name: Option<&DisplayName>,
    settings: Option<&Settings>,
) -> ConnectionChange {
    let Some(latest) = configuration(record, record.latest_number) else {
        return refused(Some(record), ConnectionReason::ConfigurationNotFound);
    };
    let report = validate_settings(input, record.kind, record.organization_id, settings.unwrap_or(&latest.settings));
    let issues = report.issues.clone();
    if settings.is_some() && !report.storable {
        return ConnectionChange { issues, ..refused(Some(record), ConnectionReason::SettingsNotStorable) };
    }
    let name = display_name.filter(|name| **name != record.display_name);
    let settings = settings.map(|_| &report.settings).filter(|settings| **settings != latest.settings);
    if name.is_none() && settings.is_none() {
        return ConnectionChange { issues, ..unchanged(record, Some(latest.number)) };
    }
    let mut builder = PlanBuilder::of(input, record);
    let mut changes = Vec::new();
    if let Some(name) = name {
        changes.push(differs("/displayName", record.display_name.as_str(), name.as_str()));
        let (connection_id, display_name) = (record.id, name.clone());
        builder.effect(ConnectionEffect::RenameConnection { connection_id, display_name });
    }
    let (mut number, mut stage) = (latest.number, latest.stage);
    if let Some(settings) = settings {
        changes.extend(diff_settings(record.kind, Some(&latest.settings), Some(settings)));
        (number, stage) = (record.latest_number.saturating_add(1), stage_of(&report));
        builder.add_configuration(number, settings.clone(), stage);
        if let Some(expires_at) = secret_expiry::kept(record.kind, latest, settings) {
            let (connection_id, expires_at) = (record.id, Some(expires_at));
            builder.effect(ConnectionEffect::SetSecretExpiry { connection_id, number, expires_at });
        }
    }
    let status = status_of(record.status, stage);
    builder.set_status(status);
    builder.audit(Audit { number: Some(number), changes, ..Audit::of(ConnectionAction::Updated) });
    builder.finish(ConnectionReason::Saved, status, Some(number), issues)
}

fn record_test(
    input: &ChangeConnectionInput,
    record: &ConnectionRecord,
    number: u32,
    outcome: TestOutcome,
    decision: Option<&TestedDecision>,
) -> ConnectionChange {
    let Some(tested) = configuration(record, number) else {
        return refused(Some(record), ConnectionReason::ConfigurationNotFound);
    };
    let issues: Vec<ConnectionIssue> = match outcome {
        TestOutcome::Failed => Vec::new(),
        TestOutcome::Success => {
            let report = validate_settings(input, record.kind, record.organization_id, &tested.settings);
            if !report.ok {
                let issues = report.issues;
                return ConnectionChange { issues, ..refused(Some(record), ConnectionReason::NotValidated) };
            }
            report.issues
        }
    };
    let stage = match outcome {
        TestOutcome::Success => ConfigurationStage::Tested,
        TestOutcome::Failed => tested.stage,
    };
    let status = match configuration(record, record.latest_number) {
        Some(latest) if latest.number != number => status_of(record.status, latest.stage),
        _ => status_of(record.status, stage),
    };
    let mut changes =
        alloc::vec![differs("/testOutcome", tested.test_outcome.map(|outcome| outcome.name()), outcome.name())];
    if let Some(decision) = decision {
        changes.push(differs("/testedDecision", Value::Null, decision.reason.name()));
    }
    let mut builder = PlanBuilder::of(input, record);
    let (connection_id, decision, at) = (record.id, decision.cloned(), input.now);
    builder.effect(ConnectionEffect::RecordTest { connection_id, number, outcome, decision, stage, at });
    builder.set_status(status);
    builder.audit(Audit { number: Some(number), changes, ..Audit::of(ConnectionAction::Tested) });
    builder.finish(ConnectionReason::TestRecorded, status, Some(number), issues)
}
