//! `cora connection validate`: what is wrong with the settings of connections in files.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use cora_core::connection::report::ConnectionReport;
use cora_core::issue::Severity;
use cora_core::json::Code;
use serde_json::{Value, json};

use super::super::findings::{self, FileFindings, ReportFormat, Reporting};
use super::file::{ConnectionFile, FileConnection, Reading, Use};

/// Look the settings of connections over, without a network.
///
/// A file is JSON, YAML or TOML; the ending of its name tells which. It holds one connection, `kind` and `settings` (where
/// wanted also `displayName` and `organizationId`), a list of such, rows of CORA's table `platform_idp_config`, or it is
/// CORA's `setup.config.yaml`, of which `auth_provider`, `okta` and `clerk` are read. What of a file is not read is said.
///
/// Reported is whatever keeps a connection from going live, with line, column and what to do, and what will hardly be meant.
/// No value of a setting is shown but in messages, and no secret anywhere.
///
/// Exit codes: 0 nothing, or warnings that are allowed; 1 findings that are not; 2 a file that cannot be read.
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
    audiences: [api://default]")]
pub struct Validate {
    /// The files.
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    #[command(flatten)]
    reading: Reading,
    #[command(flatten)]
    reporting: Reporting,
}

/// Runs the command.
pub fn run(arguments: &Validate) -> ExitCode {
    let files: Vec<ConnectionFile> =
        arguments.files.iter().map(|path| ConnectionFile::read(path, &arguments.reading)).collect();
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

/// What the file is: how much was found, what was read of it and what was not.
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
        Use::Unused => ", not in use, so that its errors are warnings",
        Use::Unsaid => "",
    };
    let ConnectionReport { derived, .. } = report;
    let issuer = derived.as_ref().map(|derived| format!(", issuer {}", derived.issuer.as_str())).unwrap_or_default();
    format!("{place}{}{used}{issuer}", kind.name())
}

/// What was found in a file, with its connections and what was not read.
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
