//! `cora domain`: information on domain names before an organization claims them.

mod inspect;
mod lists;

use std::process::ExitCode;

use clap::{Args, Subcommand};

/// Inspect domain names before a rule for them goes live.
#[derive(Debug, Args)]
pub struct Domain {
    #[command(subcommand)]
    question: Question,
}

#[derive(Debug, Subcommand)]
enum Question {
    Inspect(inspect::Inspect),
    Lists(lists::Lists),
}

/// Runs the command.
pub fn run(arguments: &Domain) -> ExitCode {
    match &arguments.question {
        Question::Inspect(arguments) => inspect::run(arguments),
        Question::Lists(arguments) => lists::run(arguments),
    }
}
