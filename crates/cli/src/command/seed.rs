//! `cora seed`: import a configuration.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use cora_core::issue::{Issue, IssueCode, Report, Severity};
use cora_store::Store;
use cora_store::seed::{SeedError, SeedFile};

use super::{document, run_to_end};

/// Import policy, organizations, connections, domain rules, people and invitations from a file.
///
/// Seeding again makes the configuration as the file says and raises the version of what changed. What has become of people
/// since (accepted invitations, roles, removed memberships) is never set back. Either all of the file is imported or nothing.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  cora seed --database cora.db seed.json\n  generate-seed | cora seed --database cora.db -"
)]
pub struct Seed {
    /// The database file; it has to be there.
    #[arg(long, value_name = "FILE", env = "CORA_DATABASE")]
    database: PathBuf,
    /// The file; `-` for standard input.
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
        let store = Store::open(&arguments.database).await?;
        let seeded = store.seed(&file, (cora_server::clock::system())()).await;
        store.close().await;
        match seeded {
            Ok(report) => {
                println!("{} rows changed", report.changed);
                Ok(ExitCode::SUCCESS)
            }
            Err(SeedError::Store(error)) => Err(error.into()),
            Err(error) => {
                let path = if let SeedError::Refused { path, .. } = &error { path.clone() } else { String::new() };
                Ok(document::refuse(&fault(IssueCode::InvalidValue, path, error.to_string())))
            }
        }
    })
}

fn parse(bytes: &[u8]) -> Result<SeedFile, Report> {
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
