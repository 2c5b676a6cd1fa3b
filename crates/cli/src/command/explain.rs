//! `cora explain`: one decision as a readable tree, and what would change it; or one code.

use std::process::ExitCode;

use clap::Args;
use cora_core::provisioning::code::ReasonCode;
use cora_core::provisioning::explain::{explain, explain_remedies};
use cora_project::code::ProjectCode;

use super::case::Question;
use super::document;

/// Decide one login and print the reasons, stage by stage, as a tree.
///
/// If the login is refused, what would let the person in follows: each change was tried. Reads the
/// same input as `cora evaluate`. Shows no full email address and no secret.
///
/// In place of a file, the code of a reason or of a finding about a project: its meaning, and what
/// to do.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  cora explain case.json\n  cora explain case.json --policy cora.policy.yaml\n  cat case.json | cora explain -\n  cora explain no_invitation\n  cora explain file_edited"
)]
pub struct Explain {
    #[command(flatten)]
    question: Question,
}

/// Runs the command.
pub fn run(arguments: &Explain) -> ExitCode {
    if let Some(entry) = arguments.question.code().and_then(entry) {
        return document::print(&entry);
    }
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

/// Returns the entry of a code: the code, its meaning, and what to do.
fn entry(code: &str) -> Option<String> {
    let (meaning, remedy) = match ProjectCode::of(code) {
        Some(found) => (found.meaning(), Some(found.remedy())),
        None => {
            let found = ReasonCode::ALL.iter().find(|known| known.as_str() == code)?;
            (found.documentation(), found.remedy())
        }
    };
    let remedy = remedy.map(|remedy| format!("\nWhat to do: {remedy}\n")).unwrap_or_default();
    Some(format!("{code}: {meaning}\n{remedy}"))
}
