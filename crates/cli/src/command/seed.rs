//! `cora seed`: imports a configuration.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use cora_core::connection::report::ConnectionIssue;
use cora_core::issue::{Issue, IssueCode, Report, Severity};
use cora_core::json::Code;
use cora_store::seed::{SeedError, SeedFile, SeedOptions};
use cora_store::{DatabaseLocation, DatabaseOptions};

use super::provider_hosts::ProviderHosts;
use super::{database, document, run_to_end};

/// Import a policy, organizations, connections, domain rules, users and invitations from a file.
///
/// Seeding again sets the configuration to the file's, and raises the version of everything that
/// changed. Later changes to users (accepted invitations, roles, removed memberships) are never
/// reverted. Either the whole file is imported or nothing is.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  cora seed --database cora.db seed.json\n  generate-seed | cora seed --database cora.db -"
)]
pub struct Seed {
    /// The database: an SQLite file, or a PostgreSQL URL (`postgresql://…`). It must exist.
    #[arg(long, value_name = "FILE|URL", env = "CORA_DATABASE", hide_env_values = true)]
    database: DatabaseLocation,
    #[command(flatten)]
    provider_hosts: ProviderHosts,
    /// The file to import; `-` for standard input.
    #[arg(value_name = "SEED.json")]
    file: PathBuf,
}

/// Runs the command.
pub fn run(arguments: &Seed) -> ExitCode {
    let file = match document::read(&arguments.file).and_then(|bytes| parse(&bytes)) {
        Ok(file) => file,
        Err(report) => return document::refuse(&report),
    };
    run_to_end(async {
        let store = database::open(&arguments.database, DatabaseOptions::default()).await?;
        let options = SeedOptions {
            allow_loopback: arguments.provider_hosts.allow_loopback_http,
            allowed_hosts: arguments.provider_hosts.allow_provider_networks.clone(),
        };
        let seeded = store.seed(&file, options, (cora_server::clock::system())()).await;
        store.close().await;
        match seeded {
            Ok(report) => {
                println!("{} rows changed", report.changed);
                Ok(ExitCode::SUCCESS)
            }
            Err(error) => refused(error),
        }
    })
}

/// Reports the faults of a file that was refused.
///
/// # Errors
///
/// Fails if the database failed.
pub fn refused(error: SeedError) -> anyhow::Result<ExitCode> {
    match error {
        SeedError::Store(error) => Err(error.into()),
        SeedError::Settings { issues, .. } => {
            Ok(document::refuse(&cora_wire::report(issues.into_iter().map(of_settings).collect())))
        }
        error => {
            let path = if let SeedError::Refused { path, .. } = &error { path.clone() } else { String::new() };
            Ok(document::refuse(&fault(IssueCode::InvalidValue, path, error.to_string())))
        }
    }
}

/// Parses a file.
///
/// # Errors
///
/// Fails with a report if the file is too long, or not one of this form.
pub fn parse(bytes: &[u8]) -> Result<SeedFile, Report> {
    if bytes.len() > cora_wire::MAX_INPUT_BYTES {
        return Err(cora_wire::input_too_large(bytes.len(), cora_wire::MAX_INPUT_BYTES));
    }
    SeedFile::parse(bytes).map_err(|error| {
        let code = if error.is_data() { IssueCode::InvalidValue } else { IssueCode::InvalidJson };
        fault(code, String::new(), error.to_string())
    })
}

fn fault(code: IssueCode, path: String, message: String) -> Report {
    cora_wire::report(vec![Issue { code, severity: Severity::Error, path, message, help: None }])
}

fn of_settings(issue: ConnectionIssue) -> Issue {
    let ConnectionIssue { code, severity, path, message, help } = issue;
    let message = format!("{message} ({})", code.name());
    Issue { code: IssueCode::InvalidValue, severity, path, message, help }
}
