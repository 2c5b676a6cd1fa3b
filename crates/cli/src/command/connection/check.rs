//! `cora connection check`: whether a provider's documents are those that a connection needs.

mod fetching;
mod report;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use cora_jwt::HttpFetch;

use super::super::document::{self, BAD_INPUT};
use super::super::run_to_end;
use super::file::{ConnectionFile, Reading};
use fetching::Checked;

/// Fetch a provider's discovery document and keys, and look over whether a connection can work with them.
///
/// The settings are looked over first; of a connection whose settings have errors nothing is fetched. Only public addresses
/// are fetched from, without redirects, and at most 256 KiB each. Nothing is stored and no secret is used.
///
/// Exit codes: 0 no errors; 1 errors, or a document that cannot be had; 2 a file that cannot be read.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cora connection check okta.yaml
  cora connection check --format json okta.yaml
  cora connection check --allow-loopback-http keycloak.yaml    try a provider on this machine")]
pub struct Check {
    /// The file of connections; see `cora connection validate --help` for its forms.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[command(flatten)]
    reading: Reading,
    /// How the report is written.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: CheckFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum CheckFormat {
    /// For people.
    Text,
    /// One JSON object.
    Json,
}

/// Runs the command.
pub fn run(arguments: &Check) -> ExitCode {
    let file = ConnectionFile::read(&arguments.file, &arguments.reading);
    let allow_loopback = arguments.reading.allow_loopback_http;
    run_to_end(async {
        let fetch = HttpFetch::new(allow_loopback)?;
        let mut checked = Vec::new();
        for connection in &file.connections {
            let (name, path) = (file.findings.name.clone(), connection.path.clone());
            let title = if path.is_empty() { name } else { format!("{name}, {path}") };
            checked.push(Checked::of(&fetch, title, connection.kind, connection.report.clone(), allow_loopback).await);
        }
        let report = match arguments.format {
            CheckFormat::Text => file.findings.text() + &checked.iter().map(report::text).collect::<String>(),
            CheckFormat::Json => report::json(&checked, Some(&file.findings)),
        };
        let printed = document::print(&report);
        if !file.findings.is_valid {
            return Ok(ExitCode::from(BAD_INPUT));
        }
        Ok(if checked.iter().all(Checked::is_ok) { printed } else { ExitCode::FAILURE })
    })
}
