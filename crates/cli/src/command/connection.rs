//! `cora connection`: the identity providers that users log in with, in files and in the database.

mod activate;
mod carry_over;
mod change;
pub(super) mod check;
mod delete;
mod diff;
mod disable;
pub mod file;
mod import;
mod list;
mod make_default;
mod reseal;
mod rollback;
mod secret_expiry;
mod show;
mod stored;
mod validate;

use std::process::ExitCode;

use clap::{Args, Subcommand};

pub(super) use carry_over::read_subjects;
pub use file::FileFindingCode;
pub(super) use import::import_drafts;

/// Check, import, activate and disable connections to identity providers.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cora connection validate okta.yaml                      check whether the settings can go live
  cora connection check okta.yaml                         check the settings against the provider
  cora connection import --database cora.db okta.yaml     import it into the database
  cora connection list --database cora.db                 list all connections
  cora connection show --database cora.db okta            show one connection and its history
  cora connection diff --database cora.db okta okta.yaml  compare it with a file
  cora connection activate --database cora.db okta        use it for logins
  cora connection rollback --database cora.db okta --number 2
                                                          use earlier settings for logins again
  cora connection disable --database cora.db okta         stop logins with it
  cora connection delete --database cora.db okta          delete a draft that nobody has tried
  cora connection secret-expiry --database cora.db okta --at 2027-06-30
                                                          note when its secret ends
  cora connection carry-over --database cora.db https://auth.acme.example okta --dry-run
                                                          keep its people after the issuer was renamed
  cora connection make-default --database cora.db okta    offer it first
  cora connection reseal --database cora.db               encrypt its secrets with the current key

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
    Delete(delete::Delete),
    SecretExpiry(secret_expiry::SecretExpiry),
    CarryOver(carry_over::CarryIdentitiesOver),
    MakeDefault(make_default::MakeDefault),
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
        Command::Delete(arguments) => delete::run(arguments),
        Command::SecretExpiry(arguments) => secret_expiry::run(arguments),
        Command::CarryOver(arguments) => carry_over::run(arguments),
        Command::MakeDefault(arguments) => make_default::run(arguments),
        Command::Reseal(arguments) => reseal::run(arguments),
    }
}
