//! `cora connection`: the identity providers that users log in with, in files and in the database.

mod activate;
mod change;
mod check;
mod diff;
mod disable;
pub mod file;
mod import;
mod list;
mod reseal;
mod rollback;
mod show;
mod stored;
mod table;
mod validate;

use std::process::ExitCode;

use clap::{Args, Subcommand};

pub use file::FileFindingCode;

/// Check, import, activate and disable connections to identity providers.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cora connection validate okta.yaml                      find what keeps it from going live
  cora connection check okta.yaml                         ask the provider whether it fits
  cora connection import --database cora.db okta.yaml     take it over into the database
  cora connection list --database cora.db                 see the connections there are
  cora connection show --database cora.db okta            see one, and what was done to it
  cora connection diff --database cora.db okta okta.yaml  see how a file differs from it
  cora connection activate --database cora.db okta        have logins use it
  cora connection rollback --database cora.db okta --number 2
                                                          have logins use earlier settings again
  cora connection disable --database cora.db okta         have nobody log in by it
  cora connection reseal --database cora.db               encrypt its secrets with another key

Exit codes: 0 done or nothing found, 1 findings, refused or failed, 2 bad input or usage.")]
pub struct Connection {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Validate(validate::Validate),
    Check(check::Check),
    Import(import::Import),
    List(list::List),
    Show(show::Show),
    Diff(diff::Diff),
    Activate(activate::Activate),
    Rollback(rollback::Rollback),
    Disable(disable::Disable),
    Reseal(reseal::Reseal),
}

/// Runs the command.
pub fn run(arguments: &Connection) -> ExitCode {
    match &arguments.command {
        Command::Validate(arguments) => validate::run(arguments),
        Command::Check(arguments) => check::run(arguments),
        Command::Import(arguments) => import::run(arguments),
        Command::List(arguments) => list::run(arguments),
        Command::Show(arguments) => show::run(arguments),
        Command::Diff(arguments) => diff::run(arguments),
        Command::Activate(arguments) => activate::run(arguments),
        Command::Rollback(arguments) => rollback::run(arguments),
        Command::Disable(arguments) => disable::run(arguments),
        Command::Reseal(arguments) => reseal::run(arguments),
    }
}
