//! `cora conflict`: the queue of conflicts about the owner of an address, for the operator.

mod answer;
mod list;
mod show;

use std::process::ExitCode;

use clap::{Args, Subcommand};
use cora_core::administration::IdentityConflictCommand;
use cora_core::id::IdentityConflictId;

use answer::{Answer, SamePerson};

/// Answer the conflicts about the owner of an address that logins have opened.
///
/// The operator of the host needs no account on the platform. So the only administrator of a
/// platform gets an answer too when they are the person concerned.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cora conflict list --database cora.db                   list the open conflicts
  cora conflict show --database cora.db ID                show one conflict and its holder
  cora conflict same-person --database cora.db ID --reason 'made again at the provider, says HR'
                                                          link the identity to the holder
  cora conflict same-person --database cora.db ID --dry-run
                                                          show the account that would be joined
  cora conflict another-person --database cora.db ID      take the address from the holder
  cora conflict dismiss --database cora.db ID             close it without a change

Exit codes: 0 done, 1 refused or failed, 2 bad input or usage.")]
pub struct Conflict {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    List(list::List),
    Show(show::Show),
    /// Decide that the identity is the holder's: link it to them, in place of their other subjects
    /// at the issuer. An account that the identity has is joined to the holder's.
    ///
    /// Do this only if it is known from elsewhere, such as the personnel office. An e-mail is not a
    /// proof of it. A join cannot be taken back: look at `--dry-run` first.
    ///
    /// Exit codes: 0 done, or decided so already; 1 refused, with the reason; 2 bad usage.
    SamePerson(SamePerson),
    /// Decide that the identity is another person's: the holder loses the address, and keeps
    /// account and memberships.
    ///
    /// The other person gets the address at their next login.
    ///
    /// Exit codes: 0 done, or decided so already; 1 refused, with the reason; 2 bad usage.
    AnotherPerson(Answer),
    /// Close a conflict without a change. It is opened again if it happens again.
    ///
    /// Exit codes: 0 done, or decided so already; 1 refused, with the reason; 2 bad usage.
    Dismiss(Answer),
}

/// Runs the command.
pub fn run(arguments: &Conflict) -> ExitCode {
    let another = |conflict_id: IdentityConflictId| IdentityConflictCommand::ResolveAnotherPerson { conflict_id };
    let dismiss = |conflict_id: IdentityConflictId| IdentityConflictCommand::DismissIdentityConflict { conflict_id };
    match &arguments.command {
        Command::List(arguments) => list::run(arguments),
        Command::Show(arguments) => show::run(arguments),
        Command::SamePerson(arguments) => answer::same_person(arguments),
        Command::AnotherPerson(arguments) => answer::run(arguments, another),
        Command::Dismiss(arguments) => answer::run(arguments, dismiss),
    }
}
