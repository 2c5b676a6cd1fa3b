//! `cora domain lists`: the lists that are compiled in.

use std::fmt::Write as _;
use std::process::ExitCode;

use clap::Args;
use cora_domain_lists::{ListVersion, UNICODE_VERSION, list_versions};
use serde_json::{Value, json};

use super::super::document;

/// Print the compiled-in lists of domains, with their date and number of entries.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  cora domain lists\n  cora domain lists --json")]
pub struct Lists {
    /// Print one JSON object.
    #[arg(long)]
    json: bool,
}

/// Runs the command.
pub fn run(arguments: &Lists) -> ExitCode {
    document::print(&if arguments.json { as_json() } else { as_text() })
}

fn unicode() -> String {
    let (major, minor, update) = UNICODE_VERSION;
    format!("{major}.{minor}.{update}")
}

fn as_json() -> String {
    let lists: Vec<Value> = list_versions().iter().map(version).collect();
    format!("{:#}\n", json!({ "lists": lists, "unicode": unicode() }))
}

fn version(ListVersion { list, date, entries, source, licence }: &ListVersion) -> Value {
    json!({ "list": list, "date": date, "entries": entries, "source": source, "licence": licence })
}

fn as_text() -> String {
    let mut text = String::new();
    for ListVersion { list, date, entries, source, licence } in list_versions() {
        let _ = writeln!(text, "{list:<22}{date}  {entries:>7} entries  {source}, {licence}");
    }
    let _ = writeln!(text, "{:<22}Unicode {}", "look-alikes, scripts", unicode());
    text
}
