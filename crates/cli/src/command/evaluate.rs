//! `cora evaluate`: one decision as JSON.

use std::process::ExitCode;

use clap::Args;

use super::case::Question;
use super::document;

/// Decide on one login and print the decision as JSON.
///
/// CASE.json holds a decision input (login, connection, facts, policy, now; see `cora schema DecideInput`), or a conformance
/// case with that input in its `input`. Any decision, also a denial, ends with exit code 0. Bad input ends with exit code 2
/// and all its faults as JSON on standard error.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  cora evaluate case.json\n  cora evaluate case.json | jq .outcome\n  cora evaluate case.json --policy cora.policy.yaml\n  cat case.json | cora evaluate -"
)]
pub struct Evaluate {
    #[command(flatten)]
    question: Question,
}

/// Runs the command.
pub fn run(arguments: &Evaluate) -> ExitCode {
    match arguments.question.decision() {
        Ok(decision) => document::print(&format!("{}\n", cora_wire::encode(&decision))),
        Err(code) => code,
    }
}
