//! `cora explain`: one decision as a readable tree.

use std::process::ExitCode;

use clap::Args;

use super::case::Question;
use super::document;

/// Decide one login and print the reasons, stage by stage, as a tree.
///
/// Reads the same input as `cora evaluate`. Shows no full email address and no secret.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  cora explain case.json\n  cora explain case.json --policy cora.policy.yaml\n  cat case.json | cora explain -"
)]
pub struct Explain {
    #[command(flatten)]
    question: Question,
}

/// Runs the command.
pub fn run(arguments: &Explain) -> ExitCode {
    match arguments.question.decision() {
        Ok(decision) => document::print(&cora_core::provisioning::explain::explain(&decision)),
        Err(code) => code,
    }
}
