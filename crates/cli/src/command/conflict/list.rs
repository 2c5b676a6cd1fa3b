//! `cora conflict list`: lists the conflicts about the owner of an address.

use std::process::ExitCode;

use clap::Args;
use cora_core::email::CanonicalEmail;
use cora_core::json::Code as _;
use cora_core::model::identity_conflict::IdentityConflictStatus;
use cora_core::redact::RedactedEmail;
use cora_store::{IdentityConflictRow, ListQuery};
use serde_json::{Value, json};

use super::super::database::Database;
use super::super::document;
use super::super::table::{ListFormat, table};

/// List the open conflicts, with addresses redacted. `cora conflict show` has the whole one.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cora conflict list --database cora.db
  cora conflict list --database cora.db --all --format json | jq '.conflicts[] | select(.reason != null)'")]
pub struct List {
    #[command(flatten)]
    database: Database,
    /// List the conflicts that were decided too.
    #[arg(long)]
    all: bool,
    /// The format of the list.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: ListFormat,
}

/// Runs the command.
pub fn run(arguments: &List) -> ExitCode {
    arguments.database.run(|store| async move {
        let status = if arguments.all { "all" } else { IdentityConflictStatus::Open.name() };
        let mut query = ListQuery::default().with("status", status);
        let mut rows: Vec<IdentityConflictRow> = Vec::new();
        loop {
            let page = store.identity_conflicts(&query).await?;
            rows.extend(page.items);
            if page.next.is_none() {
                break;
            }
            query.page.after = page.next;
        }
        let text = match arguments.format {
            ListFormat::Text if rows.is_empty() => "no conflicts\n".to_owned(),
            ListFormat::Text => text(&rows),
            ListFormat::Json => {
                let rows: Vec<Value> = rows.iter().map(listed).collect();
                format!("{:#}\n", json!({ "conflicts": rows }))
            }
        };
        Ok(document::print(&text))
    })
}

fn text(rows: &[IdentityConflictRow]) -> String {
    let row = |row: &IdentityConflictRow| {
        [
            row.id.to_string(),
            row.kind.name().to_owned(),
            row.status.name().to_owned(),
            redacted(row).unwrap_or_else(|| "-".to_owned()),
            row.user_id.to_string(),
            row.opened_at.clone(),
        ]
    };
    table(["id", "kind", "status", "address", "holder", "opened"], &rows.iter().map(row).collect::<Vec<_>>())
}

fn redacted(row: &IdentityConflictRow) -> Option<String> {
    let email = row.email.as_deref().and_then(|email| CanonicalEmail::parse(email).ok())?;
    Some(RedactedEmail::from(&email).as_str().to_owned())
}

/// Builds a conflict with its address redacted.
fn listed(row: &IdentityConflictRow) -> Value {
    let mut found = json!(row);
    found["email"] = json!(redacted(row));
    found
}
