//! `cora evaluate`: one decision as JSON.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use super::document;

/// Decide on one login and print the decision as JSON.
///
/// CASE.json holds a decision input (login, connection, facts, policy, now; see `cora schema DecideInput`), or a conformance
/// case with that input in its `input`. Any decision, also a denial, ends with exit code 0. Bad input ends with exit code 2
/// and all its faults as JSON on standard error.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  cora evaluate case.json\n  cora evaluate case.json | jq .outcome\n  cat case.json | cora evaluate -"
)]
pub struct Evaluate {
    /// The file; `-` for standard input.
    #[arg(value_name = "CASE.json")]
    file: PathBuf,
}

/// Runs the command.
pub fn run(arguments: &Evaluate) -> ExitCode {
    let decided = document::read(&arguments.file).and_then(|bytes| cora_wire::operation::decide_document(&bytes));
    match decided {
        Ok(decision) => document::print(&format!("{}\n", cora_wire::encode(&decision))),
        Err(report) => document::refuse(&report),
    }
}
