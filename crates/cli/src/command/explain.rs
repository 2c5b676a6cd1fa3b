//! `cora explain`: one decision as a tree for people.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use super::document;

/// Decide on one login and print why, stage by stage, as a tree.
///
/// Reads what `cora evaluate` reads. Shows no whole e-mail address and no secret.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  cora explain case.json\n  cat case.json | cora explain -")]
pub struct Explain {
    /// The file; `-` for standard input.
    #[arg(value_name = "CASE.json")]
    file: PathBuf,
}

/// Runs the command.
pub fn run(arguments: &Explain) -> ExitCode {
    let decided = document::read(&arguments.file).and_then(|bytes| cora_wire::operation::decide_document(&bytes));
    match decided {
        Ok(decision) => document::print(&cora_core::provisioning::explain::explain(&decision)),
        Err(report) => document::refuse(&report),
    }
}
