//! `cora conflict same-person`, `another-person` and `dismiss`: answer a conflict as the operator.

use std::future::Future;
use std::process::ExitCode;

use clap::Args;
use cora_core::administration::{AccountJoin, AdministrationReason, IdentityConflictCommand};
use cora_core::id::IdentityConflictId;
use cora_core::identity::IdentityKey;
use cora_core::json::Code as _;
use cora_store::{IdentityConflictRow, Store};

use super::super::database::{Database, operator, reason, refuse};
use super::super::document::BAD_INPUT;
use super::super::table::cell;

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

/// The options of the answer that it is the same person.
#[derive(Debug, Args)]
pub struct SamePerson {
    #[command(flatten)]
    answer: Answer,
    /// Write nothing; show what would move.
    #[arg(long)]
    dry_run: bool,
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

/// Answers that the identity is the holder's.
pub fn same_person(SamePerson { answer, dry_run }: &SamePerson) -> ExitCode {
    answered(answer, *dry_run, |conflict_id| IdentityConflictCommand::ResolveSamePerson { conflict_id })
}

/// Answers the conflict with a command.
pub fn run(arguments: &Answer, command: impl FnOnce(IdentityConflictId) -> IdentityConflictCommand) -> ExitCode {
    answered(arguments, false, command)
}

fn answered(
    arguments: &Answer,
    dry_run: bool,
    command: impl FnOnce(IdentityConflictId) -> IdentityConflictCommand,
) -> ExitCode {
    let reason = match arguments.reason.as_deref().map(reason).transpose() {
        Ok(reason) => reason,
        Err(code) => return code,
    };
    arguments.chosen.run(|store, row| async move {
        let (command, context) = (command(row.id).into(), operator(reason));
        let change = match dry_run {
            true => store.preview_administration(&command, &context).await?,
            false => store.administer(&command, &context).await?,
        };
        if !change.ok {
            return Ok(refuse_for(change.reason));
        }
        let now = store.identity_conflict(row.id).await?.unwrap_or(row);
        let would = if dry_run { "dry run, " } else { "" };
        println!("{would}{}: {} {}", change.reason.name(), now.status.name(), now.id);
        print!("{}", change.join().map(joined).unwrap_or_default());
        Ok(ExitCode::SUCCESS)
    })
}

/// Formats a join: the two accounts, and a line for each thing that moves.
fn joined(join: &AccountJoin) -> String {
    let mut lines = vec![format!("joined: {} to {}", join.joined_user_id, join.user_id)];
    let key =
        |identity: &IdentityKey| format!("{} at {}", cell(identity.subject.as_str()), cell(identity.issuer.as_str()));
    lines.extend(join.identities.iter().map(|identity| format!("  identity: {}", key(identity))));
    lines.extend(join.unlinked.iter().map(|identity| format!("  unlinked: {}", key(identity))));
    lines.extend(join.memberships.iter().map(|membership| {
        format!("  {}: {} in {}", membership.status.name(), membership.role.name(), membership.organization_id)
    }));
    lines.extend(join.membership_requests.iter().map(|organization| format!("  requested: {organization}")));
    lines.push(format!("  platform role: {}\n", join.platform_role.name()));
    lines.join("\n")
}

const LIST: &str = "Run `cora conflict list` to see the conflicts.";

/// Reports the reason for a refusal, and returns the exit code.
fn refuse_for(reason: AdministrationReason) -> ExitCode {
    let help = match reason {
        AdministrationReason::ConflictNotOpen => "Run `cora conflict show` to see the decision.",
        AdministrationReason::ConflictNotApplicable => {
            "Answer it the other way, or run `cora conflict dismiss` and change the accounts first."
        }
        AdministrationReason::UserNotActive => "Restore the suspended user first, or answer `another-person`.",
        AdministrationReason::SecondSubject => "Answer `another-person`, or run `cora conflict dismiss`.",
        AdministrationReason::MembershipRemoved => {
            "End the other membership too, or invite the person again, and answer then."
        }
        _ => LIST,
    };
    refuse(reason.name(), reason.text(), help)
}
