//! `cora explain`: one decision as a tree for people.

use std::process::ExitCode;

use clap::Args;

use super::case::Question;
use super::document;

/// Decide on one login and print why, stage by stage, as a tree.
///
/// Reads what `cora evaluate` reads. Shows no whole e-mail address and no secret.
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
