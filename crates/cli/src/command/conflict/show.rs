//! `cora conflict show`: shows one conflict and its holder.

use std::fmt::Write as _;
use std::process::ExitCode;

use clap::Args;
use cora_core::json::Code as _;
use cora_core::model::identity_conflict::IdentityConflictStatus;
use cora_store::{IdentityConflictRow, UserRow};
use serde_json::json;

use super::super::document;
use super::super::table::{ListFormat, cell};
use super::answer::Chosen;

/// Show one conflict, and the user who holds the address.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cora conflict show --database cora.db 0198c0de-0000-7000-8000-0000000000f1
  cora conflict show --database cora.db 0198c0de-0000-7000-8000-0000000000f1 --format json")]
pub struct Show {
    #[command(flatten)]
    chosen: Chosen,
    /// The format.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: ListFormat,
}

/// Runs the command.
pub fn run(arguments: &Show) -> ExitCode {
    arguments.chosen.run(|store, row| async move {
        let holder = store.user(row.user_id).await?;
        Ok(document::print(&match arguments.format {
            ListFormat::Text => text(&row, holder.as_ref()),
            ListFormat::Json => {
                let mut shown = json!(row);
                shown["holder"] = json!(holder);
                format!("{shown:#}\n")
            }
        }))
    })
}

fn text(row: &IdentityConflictRow, holder: Option<&UserRow>) -> String {
    let dash = || "-".to_owned();
    let mut lines = vec![
        ("id", row.id.to_string()),
        ("kind", row.kind.name().to_owned()),
        ("status", row.status.name().to_owned()),
        ("address", row.email.as_deref().map_or_else(dash, cell)),
        ("issuer", cell(&row.issuer)),
        ("subject", cell(&row.subject)),
        ("connection", row.connection_id.to_string()),
        ("claimant", row.claimant_id.map_or_else(dash, |id| id.to_string())),
        ("holder", row.user_id.to_string()),
    ];
    if let Some(holder) = holder {
        lines.extend([
            ("  name", holder.full_name.as_deref().map_or_else(dash, cell)),
            ("  status", holder.status.name().to_owned()),
            ("  role", holder.platform_role.name().to_owned()),
        ]);
    }
    lines.push(("opened", row.opened_at.clone()));
    if row.status != IdentityConflictStatus::Open {
        lines.extend([
            ("decided", row.resolved_at.clone().unwrap_or_else(dash)),
            ("by", row.resolved_by.map_or_else(|| "operator".to_owned(), |id| id.to_string())),
            ("reason", row.reason.as_deref().map_or_else(dash, cell)),
        ]);
    }
    let mut text = String::new();
    for (name, value) in lines {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{name:<12}{value}");
    }
    text
}
