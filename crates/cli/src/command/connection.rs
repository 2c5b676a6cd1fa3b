//! `cora connection`: the identity providers that people log in by, from files and in the database.

pub mod file;
mod validate;

use std::process::ExitCode;

use clap::{Args, Subcommand};

pub use file::FileFindingCode;

/// Look connections to identity providers over, bring them into use and out of it.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cora connection validate okta.yaml")]
pub struct Connection {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Validate(validate::Validate),
}

/// Runs the command.
pub fn run(arguments: &Connection) -> ExitCode {
    match &arguments.command {
        Command::Validate(arguments) => validate::run(arguments),
    }
}
