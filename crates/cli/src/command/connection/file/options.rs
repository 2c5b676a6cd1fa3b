//! Validates the settings of a file, with the settings that the command line adds.

use clap::Args;
use cora_core::connection::ConnectionKind;
use serde_json::Value;

use super::*;
use crate::command::provider_hosts::ProviderHosts;

/// Options for reading files of connections.
#[derive(Debug, Default, Args)]
pub struct FileOptions {
    /// Add a setting or replace its value in the file: `--set okta.audiences=api://default`.
    /// `true`, `false` and JSON lists are parsed, anything else is a text. For secrets, give a
    /// reference.
    #[arg(long = "set", value_name = "KIND.NAME=VALUE", value_parser = parse)]
    added: Vec<Added>,
    #[command(flatten)]
    pub provider_hosts: ProviderHosts,
}

/// A setting that the command line adds.
#[derive(Debug, Clone)]
pub struct Added {
    kind: ConnectionKind,
    name: String,
    value: Value,
}

fn parse(text: &str) -> Result<Added, String> {
    // WHY the message quotes no part of it: a secret may have been written in a wrong place.
    let form = || "expected KIND.NAME=VALUE".to_owned();
    let (place, value) = text.split_once('=').ok_or_else(form)?;
    let (kind, name) = place.split_once('.').ok_or_else(form)?;
    let kind =
        ConnectionKind::from_name(kind).ok_or_else(|| format!("expected one of these kinds: {}", super::kinds()))?;
    let value = match value {
        "true" => Value::Bool(true),
        "false" => Value::Bool(false),
        list if list.starts_with('[') => {
            serde_json::from_str(list).map_err(|_| "this is not a JSON list".to_owned())?
        }
        text => Value::from(text),
    };
    Ok(Added { kind, name: name.to_owned(), value })
}

impl FileOptions {
    /// Adds the settings of the command line, validates all settings, and adds findings.
    pub(super) fn validate_settings(
        &self,
        connection: &mut FileConnection,
        positions: &Positions,
        found: &mut Vec<Diagnostic>,
    ) {
        let mut members = connection.settings.members().clone();
        for Added { name, value, .. } in self.added.iter().filter(|added| added.kind == connection.kind) {
            let canonical = canonical_name(connection.kind, name);
            members.retain(|known, _| canonical_name(connection.kind, known) != canonical);
            members.insert(name.clone(), value.clone());
        }
        connection.settings = Settings::new(members);
        connection.report = validate(&ConnectionSettings {
            kind: connection.kind,
            settings: connection.settings.clone(),
            organization_id: connection.organization_id,
            allow_loopback: self.provider_hosts.allow_loopback_http,
            allowed_hosts: self.provider_hosts.allow_provider_networks.clone(),
        });
        // Settings that nobody uses may be unfinished.
        let worst = if connection.use_by_logins == Use::Unused { Severity::Warning } else { Severity::Error };
        for issue in &connection.report.issues {
            let ConnectionIssue { code, severity, path, message, help } = issue.clone();
            let severity = if severity == Severity::Error { worst } else { severity };
            let path = match path.strip_prefix("/settings") {
                Some(below) => format!("{}{below}", connection.settings_path),
                None => connection.path.clone(),
            };
            found.push(finding(positions, code, severity, &path, message, help));
        }
        connection.secrets = written_secrets(connection.kind, &connection.settings);
        for name in &connection.secrets {
            let mut path = connection.settings_path.clone();
            push_pointer(&mut path, name);
            let message = format!("`{name}` contains a secret instead of a reference to it");
            let help = "Write a reference: `env:CORA_SECRET_…`, `file:/run/secrets/…` or `aws-secretsmanager:…`.";
            let (code, severity) = (FileFindingCode::SecretInFile, Severity::Warning);
            found.push(finding(positions, code, severity, &path, message, Some(help.to_owned())));
        }
    }
}

/// Returns the canonical name of a setting. A name that the kind does not have is its own canonical
/// name.
fn canonical_name(kind: ConnectionKind, name: &str) -> String {
    let alone = Settings::new([(name.to_owned(), Value::Null)].into_iter().collect());
    let canonical = canonical_settings(&alone, kind).into_members();
    canonical.into_iter().map(|(name, _)| name).next().unwrap_or_else(|| name.to_owned())
}

/// Returns the names of the settings that contain a secret itself, in the file's spelling.
fn written_secrets(kind: ConnectionKind, settings: &Settings) -> Vec<String> {
    let (left, written) = take_secrets(settings.clone(), kind);
    let taken = settings.members().keys().filter(|name| !left.members().contains_key(*name));
    if written.is_empty() { Vec::new() } else { taken.cloned().collect() }
}
