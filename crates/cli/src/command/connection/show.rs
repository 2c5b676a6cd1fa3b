//! `cora connection show`: shows one connection and its history.

use std::fmt::Write as _;
use std::process::ExitCode;

use clap::Args;
use cora_core::connection::ConnectionKind;
use cora_core::connection::report::{ConnectionIssue, ConnectionReport};
use cora_core::connection::settings::diff::redacted;
use cora_core::connection::settings::validate::validate;
use cora_core::connection::settings::{ConnectionSettings, Settings};
use cora_core::id::OrganizationId;
use cora_core::json::Code as _;
use cora_store::{ConfigurationRow, ConnectionAuditRow, ConnectionRow};
use serde_json::{Value, json};

use super::super::database::refuse;
use super::super::document;
use super::super::provider_hosts::ProviderHosts;
use super::super::table::{ListFormat, cell, number, table};
use super::list;
use super::stored::Chosen;

/// Show a connection: its settings, issues, numbered settings, tests and latest audit records.
///
/// Only values of settings that are known to be public are shown; secrets are shown as references.
/// The settings are those in use, or else the latest.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cora connection show --database cora.db okta
  cora connection show --database cora.db okta --number 3
  cora connection show --database cora.db 0198c0de-0000-7000-8000-0000000000c1 --format json")]
pub struct Show {
    #[command(flatten)]
    chosen: Chosen,
    /// Show the settings of this number.
    #[arg(long, value_name = "N")]
    number: Option<u32>,
    /// Maximum records of the audit log to show.
    #[arg(long, value_name = "N", default_value_t = 10)]
    audit: u32,
    #[command(flatten)]
    provider_hosts: ProviderHosts,
    /// The format of the output.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: ListFormat,
}

/// The data that the command shows.
struct Shown {
    row: ConnectionRow,
    number: u32,
    settings: Settings,
    report: ConnectionReport,
    versions: Vec<ConfigurationRow>,
    audit: Vec<ConnectionAuditRow>,
}

/// Runs the command.
pub fn run(arguments: &Show) -> ExitCode {
    arguments.chosen.run(|store, row| async move {
        let versions = store.configuration_versions(row.id).await?;
        let audit = store.connection_audit(row.id, arguments.audit).await?;
        let number = arguments.number.or(row.active_number).unwrap_or(row.latest_number);
        let Some(version) = versions.iter().find(|version| version.number == number) else {
            let message = format!("the connection has no settings with number {number}");
            return Ok(refuse("configuration_not_found", &message, "Omit `--number` to see the existing numbers."));
        };
        let settings = Settings::new(version.config.clone());
        let report = validate(&ConnectionSettings {
            kind: row.provider_type,
            settings: settings.clone(),
            organization_id: row.organization_id.as_deref().and_then(OrganizationId::parse),
            allow_loopback: arguments.provider_hosts.allow_loopback_http,
            allowed_hosts: arguments.provider_hosts.allow_provider_networks.clone(),
        });
        let settings = redacted(row.provider_type, &settings);
        let shown = Shown { row, number, settings, report, versions, audit };
        let text = match arguments.format {
            ListFormat::Text => text(&shown),
            ListFormat::Json => format!("{:#}\n", json(&shown)),
        };
        Ok(document::print(&text))
    })
}

fn text(shown: &Shown) -> String {
    let Shown { row, number: shown_number, settings, report, versions, audit } = shown;
    let mut text = String::new();
    let mut line = |name: &str, value: &str| {
        let _ = writeln!(text, "{name:<14}{}", cell(value));
    };
    line("id", &row.id.to_string());
    line("kind", row.provider_type.name());
    line("name", &row.display_name);
    line("organization", row.organization_id.as_deref().unwrap_or("-"));
    line("status", &row.status);
    line("version", &row.version.to_string());
    line("settings", &format!("{shown_number} of {}, in use {}", row.latest_number, number(row.active_number)));
    for (name, value) in settings.members() {
        line("", &format!("{name}: {}", plain(value)));
    }
    if let Some(derived) = &report.derived {
        line("issuer", derived.issuer.as_str());
        let place = derived.discovery_uri.as_ref().map_or("-", |place| place.as_str());
        line("discovery", place);
    }
    text.push('\n');
    report.issues.iter().for_each(|issue| text.push_str(&written(issue)));
    text.push_str(&numbers(versions));
    if !audit.is_empty() {
        text.push('\n');
        text.push_str(&records(audit));
    }
    text
}

/// Formats an issue of settings or documents that have no source lines.
pub fn written(issue: &ConnectionIssue) -> String {
    let ConnectionIssue { code, severity, path, message, help } = issue;
    let fix = help.as_ref().map(|help| format!("   = fix: {help}\n")).unwrap_or_default();
    format!("{}[{}]: {message}\n  --> {path}\n{fix}\n", severity.name(), code.name())
}

fn numbers(versions: &[ConfigurationRow]) -> String {
    let row = |version: &ConfigurationRow| {
        let decision = version.tested_decision.as_ref();
        let part = |name: &str| decision.and_then(|decision| decision.get(name)).and_then(Value::as_str);
        let outcome = version.test_outcome.clone().unwrap_or_else(|| "-".to_owned());
        let tested = match (part("outcome"), part("reason")) {
            (Some(decided), Some(reason)) => format!("{outcome} ({decided}, {reason})"),
            _ => outcome,
        };
        [
            version.number.to_string(),
            version.stage.clone(),
            if version.is_active { "yes" } else { "-" }.to_owned(),
            tested,
            version.tested_at.clone().unwrap_or_else(|| "-".to_owned()),
            version.created_by.clone().unwrap_or_else(|| "operator".to_owned()),
            version.created_at.clone(),
        ]
    };
    let headings = ["number", "stage", "in use", "test login", "tested at", "stored by", "stored at"];
    table(headings, &versions.iter().map(row).collect::<Vec<_>>())
}

fn records(audit: &[ConnectionAuditRow]) -> String {
    let row = |record: &ConnectionAuditRow| {
        let by = record.performed_by.clone().unwrap_or_else(|| record.actor_kind.clone());
        let forced = if record.forced { "forced: " } else { "" };
        let reason = record.reason.as_deref().unwrap_or_default();
        [
            record.performed_at.clone(),
            record.action.clone(),
            number(record.version),
            number(record.number),
            by,
            cell(&format!("{forced}{reason}")),
        ]
    };
    let headings = ["at", "action", "version", "number", "by", "reason"];
    table(headings, &audit.iter().map(row).collect::<Vec<_>>())
}

/// Formats a text as it is, and any other value as JSON.
fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn json(shown: &Shown) -> Value {
    let Shown { row, number, settings, report, versions, audit } = shown;
    let kind = row.provider_type;
    let mut found = list::json(row);
    found["number"] = (*number).into();
    found["settings"] = json!(settings);
    found["issues"] = json!(report.issues);
    found["derived"] = json!(report.derived);
    found["numbers"] = versions.iter().map(|version| number_json(kind, version)).collect();
    found["audit"] = audit.iter().map(record_json).collect();
    found
}

fn number_json(kind: ConnectionKind, version: &ConfigurationRow) -> Value {
    json!({
        "number": version.number,
        "stage": version.stage,
        "isActive": version.is_active,
        "settings": redacted(kind, &Settings::new(version.config.clone())),
        "testOutcome": version.test_outcome,
        "testedDecision": version.tested_decision,
        "testedAt": version.tested_at,
        "createdBy": version.created_by,
        "createdAt": version.created_at,
    })
}

/// Builds a record without the columns of the earlier schema, which were redacted less strictly.
fn record_json(record: &ConnectionAuditRow) -> Value {
    json!({
        "id": record.id,
        "action": record.action,
        "version": record.version,
        "number": record.number,
        "changes": record.changes,
        "forced": record.forced,
        "reason": record.reason,
        "actor": record.actor_kind,
        "userId": record.performed_by,
        "at": record.performed_at,
    })
}
