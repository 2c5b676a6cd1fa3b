//! `cora conflict same-person`, `another-person` and `dismiss`: answer a conflict as the operator.

use std::future::Future;
use std::process::ExitCode;

use clap::Args;
use cora_core::administration::{AdministrationReason, IdentityConflictCommand};
use cora_core::id::IdentityConflictId;
use cora_core::json::Code as _;
use cora_store::{IdentityConflictRow, Store};

use super::super::database::{Database, operator, reason, refuse};
use super::super::document::BAD_INPUT;

/// A conflict in the database.
#[derive(Debug, Args)]
pub struct Chosen {
    #[command(flatten)]
    database: Database,
    /// The conflict: its identifier, as `cora conflict list` shows it.
    #[arg(value_name = "ID")]
    conflict: String,
}

/// The options of an answer.
#[derive(Debug, Args)]
pub struct Answer {
    #[command(flatten)]
    chosen: Chosen,
    /// The reason, for the audit log. At most 500 bytes.
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
}

impl Chosen {
    /// Runs a command with the conflict.
    pub fn run<F: Future<Output = anyhow::Result<ExitCode>>>(
        &self,
        command: impl FnOnce(Store, IdentityConflictRow) -> F,
    ) -> ExitCode {
        let Some(id) = IdentityConflictId::parse(&self.conflict) else {
            refuse("invalid_id", "the identifier of the conflict is not a UUID", LIST);
            return ExitCode::from(BAD_INPUT);
        };
        self.database.run(|store| async move {
            match store.identity_conflict(id).await? {
                Some(row) => command(store, row).await,
                None => Ok(refuse_for(AdministrationReason::ConflictNotFound)),
            }
        })
    }
}

/// Answers the conflict with a command.
pub fn run(arguments: &Answer, command: impl FnOnce(IdentityConflictId) -> IdentityConflictCommand) -> ExitCode {
    let reason = match arguments.reason.as_deref().map(reason).transpose() {
        Ok(reason) => reason,
        Err(code) => return code,
    };
    arguments.chosen.run(|store, row| async move {
        let change = store.administer(&command(row.id).into(), &operator(reason)).await?;
        if !change.ok {
            return Ok(refuse_for(change.reason));
        }
        let now = store.identity_conflict(row.id).await?.unwrap_or(row);
        println!("{}: {} {}", change.reason.name(), now.status.name(), now.id);
        Ok(ExitCode::SUCCESS)
    })
}

const LIST: &str = "Run `cora conflict list` to see the conflicts.";

/// Reports the reason for a refusal, and returns the exit code.
fn refuse_for(reason: AdministrationReason) -> ExitCode {
    let help = match reason {
        AdministrationReason::ConflictNotOpen => "Run `cora conflict show` to see the decision.",
        AdministrationReason::ConflictNotApplicable => {
            "Answer it the other way, or run `cora conflict dismiss` and change the accounts first."
        }
        AdministrationReason::UserNotActive => "Restore the holder first, or answer `another-person`.",
        _ => LIST,
    };
    refuse(reason.name(), reason.text(), help)
}
