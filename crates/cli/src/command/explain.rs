//! `cora explain`: one decision as a readable tree, and what would change it.

use std::process::ExitCode;

use clap::Args;
use cora_core::provisioning::explain::{explain, explain_remedies};

use super::case::Question;
use super::document;

/// Decide one login and print the reasons, stage by stage, as a tree.
///
/// If the login is refused, what would let the person in follows: each change was tried. Reads the
/// same input as `cora evaluate`. Shows no full email address and no secret.
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
    match arguments.question.explanation() {
        Ok((decision, remedies)) => {
            let mut text = explain(&decision);
            if !remedies.is_empty() {
                text.push_str("\nWhat would let the person in:\n");
                text.push_str(&explain_remedies(&remedies));
            }
            document::print(&text)
        }
        Err(code) => code,
    }
}
