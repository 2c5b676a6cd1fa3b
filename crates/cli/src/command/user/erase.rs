//! `cora user erase`: erases a person.

use std::process::ExitCode;

use clap::Args;
use cora_core::administration::UserCommand;
use cora_core::json::Code as _;
use cora_store::{FoundText, Store, UserRow};

use super::{Chosen, Why, administer};

/// Erase a person: end their account and all that belongs to it, and remove everything that says
/// who they are.
///
/// Names, addresses, subjects, number and picture are emptied, or replaced by an alias, in every
/// table and in the audit logs. The rows and the user's identifier stay, so that what was done is
/// still known to be one person's. Sessions end at once. The last owner of the platform or of an
/// organization cannot be erased. It cannot be taken back: run `cora user export` before.
///
/// Afterwards every column of every table is searched for the person's texts. What is left is
/// printed, and the exit code is 1: it is in tables or texts that are not Cora's to change.
///
/// Do not name the person in the reason. The erasure needs the owner of the tables, because it
/// rewrites logs that nobody else may.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cora user erase --database cora.db ada@acme.example --dry-run
  cora user erase --database cora.db 0198c0de-0000-7000-8000-0000000000b1 --reason 'request 4711'

Exit codes: 0 erased, 1 refused, or something is left; 2 bad usage.")]
pub struct Erase {
    #[command(flatten)]
    chosen: Chosen,
    #[command(flatten)]
    why: Why,
}

/// Runs the command.
pub fn run(Erase { chosen, why }: &Erase) -> ExitCode {
    chosen.run(|store, user| async move { erase(&store, &user, why).await })
}

async fn erase(store: &Store, user: &UserRow, why: &Why) -> anyhow::Result<ExitCode> {
    let held = store.held_about(user.user_id).await?;
    let texts = held.map(|held| held.sought()).unwrap_or_default();
    let change = match administer(store, UserCommand::EraseUser { user_id: user.user_id }, why).await? {
        Ok(change) => change,
        Err(code) => return Ok(code),
    };
    if why.dry_run {
        println!("dry run, {}: {}", change.reason.name(), user.user_id);
        print!("{}", listed("held in", &store.find_texts(&texts).await?));
        return Ok(ExitCode::SUCCESS);
    }
    // WHY here: the table of users is Supabase's, whose owner may refuse. Cora's own tables are
    // erased then all the same.
    match store.erase_auth_user(user.user_id).await {
        Ok(true) => println!("erased in auth.users"),
        Ok(false) => {}
        Err(error) => eprintln!("auth.users could not be changed: {error}"),
    }
    println!("{}: {}", change.reason.name(), user.user_id);
    let left = store.find_texts(&texts).await?;
    eprint!("{}", listed("still held in", &left));
    Ok(if left.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn listed(head: &str, found: &[FoundText]) -> String {
    found.iter().map(|one| format!("{head} {}.{}: {} rows\n", one.table, one.column, one.rows)).collect()
}
