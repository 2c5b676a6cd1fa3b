//! `cora evaluate`: one decision as JSON.

use std::process::ExitCode;

use clap::Args;

use super::case::Question;
use super::document;

/// Decide one login and print the decision as JSON.
///
/// CASE.json contains a decision input (login, connection, facts, policy, now; see
/// `cora schema DecideInput`), or a conformance case with that input in its `input`. Every
/// decision, including a denial, exits with code 0. Bad input exits with code 2 and writes all its
/// faults to standard error as JSON.
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
