//! `cora connection validate`: finds faults in the settings of connections in files.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use cora_core::connection::report::ConnectionReport;
use cora_core::issue::Severity;
use cora_core::json::Code;
use serde_json::{Value, json};

use super::super::findings::{self, FileFindings, ReportFormat, Reporting};
use super::file::{ConnectionFile, FileConnection, FileOptions, Use};

/// Check the settings of connections for mistakes, without a network.
///
/// A file is JSON, YAML or TOML, which its name's extension tells. It contains one connection with
/// `kind` and `settings` (and optionally `displayName` and `organizationId`), a list of
/// connections, rows of the table `platform_idp_config` of the legacy CORA toolkit, or CORA's
/// `setup.config.yaml`, of which `auth_provider`, `okta` and `clerk` are read. Parts that are not
/// read are listed.
///
/// The command reports everything that prevents a connection from going live, and settings that are
/// probably unintended, with line, column and a fix. Values of settings are shown only in messages,
/// and secrets nowhere.
///
/// Exit codes: 0 no findings, or only allowed warnings; 1 other findings; 2 a file cannot be read.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cora connection validate okta.yaml
  cora connection validate --deny warnings connections/*.toml
  cora connection validate --set clerk.authorizedParties=https://app.acme.example setup.config.yaml
  cora connection validate --format sarif --output connections.sarif rows.json

A connection as YAML:
  kind: okta
  displayName: Okta
  settings:
    issuer: https://acme.okta.com/oauth2/default
    clientId: 0oa1b2c3d4e5f6g7h8i9
    clientSecret: env:CORA_SECRET_OKTA
    audiences: [api://default]

For each kind of provider, docs/providers has the settings to paste and what to click there.")]
pub struct Validate {
    /// The files to check.
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    #[command(flatten)]
    file_options: FileOptions,
    #[command(flatten)]
    reporting: Reporting,
}

/// Runs the command.
pub fn run(arguments: &Validate) -> ExitCode {
    let files: Vec<ConnectionFile> =
        arguments.files.iter().map(|path| ConnectionFile::read(path, &arguments.file_options)).collect();
    let findings: Vec<&FileFindings> = files.iter().map(|file| &file.findings).collect();
    let report = match arguments.reporting.format {
        ReportFormat::Text => text(&files),
        ReportFormat::Json => findings::json::report(files.iter().map(json)),
        ReportFormat::Sarif => findings::sarif(&findings),
    };
    arguments.reporting.end(&report, &findings)
}

fn text(files: &[ConnectionFile]) -> String {
    let findings = files.iter().map(|file| file.findings.text());
    findings.chain(files.iter().map(summary)).collect()
}

/// Summarizes a file: the number of findings, the connections that were read, and the parts that
/// were not.
fn summary(file: &ConnectionFile) -> String {
    let mut text = format!("{}: {}\n", file.findings.name, file.findings.summary());
    for connection in &file.connections {
        text.push_str(&format!("  read: {}\n", read(connection)));
    }
    for part in &file.not_read {
        text.push_str(&format!("  not read: {}, {}\n", part.part, part.why));
    }
    text
}

fn read(connection: &FileConnection) -> String {
    let FileConnection { path, kind, report, use_by_logins, .. } = connection;
    let place = if path.is_empty() { String::new() } else { format!("{path}, ") };
    let used = match use_by_logins {
        Use::Active => ", in use",
        Use::Configured => ", not in use",
        Use::Unused => ", not in use, so its errors are warnings",
        Use::Unsaid => "",
    };
    let ConnectionReport { derived, .. } = report;
    let issuer = derived.as_ref().map(|derived| format!(", issuer {}", derived.issuer.as_str())).unwrap_or_default();
    format!("{place}{}{used}{issuer}", kind.name())
}

/// Builds the findings in a file, with its connections and the parts that were not read.
fn json(file: &ConnectionFile) -> Value {
    let mut found = findings::json::file(&file.findings);
    found["connections"] = file.connections.iter().map(connection).collect();
    found["notRead"] = file.not_read.iter().map(|part| json!({ "part": part.part, "reason": part.why })).collect();
    found
}

fn connection(connection: &FileConnection) -> Value {
    let errors = connection.report.issues.iter().filter(|issue| issue.severity == Severity::Error);
    json!({
        "path": connection.path,
        "kind": connection.kind.name(),
        "displayName": connection.name(),
        "organizationId": connection.organization_id,
        "use": match connection.use_by_logins {
            Use::Unsaid => Value::Null,
            Use::Active => "active".into(),
            Use::Configured => "configured".into(),
            Use::Unused => "unused".into(),
        },
        "errors": errors.count(),
        "derived": connection.report.derived,
    })
}
