//! `cora schema`: the JSON Schemas of the wire types.

use std::process::ExitCode;

use clap::Args;

use super::document::{self, BAD_INPUT};

/// Print the JSON Schema (draft 2020-12) of one wire type, or of all.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  cora schema > cora.schema.json\n  cora schema DecideInput\n  cora schema --list")]
pub struct Schema {
    /// The type; all of them when none is named.
    name: Option<String>,
    /// Print the names of the types that are documents of their own.
    #[arg(long, conflicts_with = "name")]
    list: bool,
}

/// Runs the command.
pub fn run(arguments: &Schema) -> ExitCode {
    use cora_wire::schema;
    if arguments.list {
        return document::print(&format!("{}\n", schema::DOCUMENTS.join("\n")));
    }
    let found = match &arguments.name {
        None => Some(schema::all()),
        Some(name) => schema::of(name),
    };
    match found {
        Some(schema) => document::print(&format!("{schema:#}\n")),
        None => {
            let name = arguments.name.as_deref().unwrap_or_default();
            eprintln!("there is no wire type `{name}`; `cora schema --list` names those there are");
            ExitCode::from(BAD_INPUT)
        }
    }
}
