//! `cora application list`: lists the applications.

use std::process::ExitCode;

use clap::Args;
use cora_core::json::Code as _;
use cora_store::{ApplicationRow, MAX_PAGE, Page};
use serde_json::json;

use super::super::database::Database;
use super::super::document;
use super::super::table::{ListFormat, cell, table};

/// List the applications.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cora application list --database cora.db
  cora application list --database cora.db --format json | jq '.applications[].id'")]
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
        let mut rows: Vec<ApplicationRow> = Vec::new();
        loop {
            let after = rows.last().map(|row| row.id.to_string());
            let page = store.applications(&Page { limit: None, after }).await?;
            let is_last = page.len() < usize::try_from(MAX_PAGE)?;
            rows.extend(page);
            if is_last {
                break;
            }
        }
        Ok(document::print(&match arguments.format {
            ListFormat::Text if rows.is_empty() => "no applications\n".to_owned(),
            ListFormat::Text => text(&rows),
            ListFormat::Json => format!("{:#}\n", json!({ "applications": rows })),
        }))
    })
}

fn text(rows: &[ApplicationRow]) -> String {
    let row = |row: &ApplicationRow| {
        [
            row.id.to_string(),
            cell(row.settings.name.as_str()),
            row.settings.kind.name().to_owned(),
            if row.settings.enabled { "on" } else { "off" }.to_owned(),
            row.settings.redirect_uris.len().to_string(),
            row.secrets.len().to_string(),
            row.updated_at.clone(),
        ]
    };
    let headings = ["id", "name", "kind", "state", "redirect URIs", "secrets", "changed"];
    table(headings, &rows.iter().map(row).collect::<Vec<_>>())
}
