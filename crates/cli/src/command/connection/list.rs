//! `cora connection list`: lists the connections in the database.

use std::process::ExitCode;

use clap::Args;
use cora_core::json::Code as _;
use cora_store::ConnectionRow;
use serde_json::{Value, json};

use super::super::database::Database;
use super::super::document;
use super::super::table::{ListFormat, cell, number, table};

/// List the connections, the platform's first.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cora connection list --database cora.db
  cora connection list --database cora.db --format json | jq '.connections[] | select(.status == \"active\")'")]
pub struct List {
    #[command(flatten)]
    database: Database,
    /// The format of the list.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: ListFormat,
}

/// Runs the command.
pub fn run(arguments: &List) -> ExitCode {
    arguments.database.run(|store| async move {
        let rows = store.connections().await?;
        let text = match arguments.format {
            ListFormat::Text if rows.is_empty() => "no connections\n".to_owned(),
            ListFormat::Text => text(&rows),
            ListFormat::Json => {
                let rows: Vec<Value> = rows.iter().map(json).collect();
                format!("{:#}\n", json!({ "connections": rows }))
            }
        };
        Ok(document::print(&text))
    })
}

fn text(rows: &[ConnectionRow]) -> String {
    let row = |row: &ConnectionRow| {
        [
            row.id.to_string(),
            row.provider_type.name().to_owned(),
            cell(&row.display_name),
            row.status.clone(),
            number(row.active_number),
            row.latest_number.to_string(),
            row.version.to_string(),
            row.organization_id.clone().unwrap_or_else(|| "-".to_owned()),
        ]
    };
    let headings = ["id", "kind", "name", "status", "active", "latest", "version", "organization"];
    table(headings, &rows.iter().map(row).collect::<Vec<_>>())
}

/// Builds a connection without its settings, which `cora connection show` adds.
pub fn json(row: &ConnectionRow) -> Value {
    json!({
        "id": row.id,
        "kind": row.provider_type.name(),
        "displayName": row.display_name,
        "organizationId": row.organization_id,
        "status": row.status,
        "version": row.version,
        "activeNumber": row.active_number,
        "latestNumber": row.latest_number,
        "issuer": row.issuer,
        "createdAt": row.created_at,
        "updatedAt": row.updated_at,
    })
}
