//! `cora schema`: the JSON Schemas of the wire types.

use std::process::ExitCode;

use clap::Args;
use serde_json::{Value, json};

use super::document::{self, BAD_INPUT};

/// Print the JSON Schema (draft 2020-12) of one wire type, or of all.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cora schema > all.schema.json
  cora schema DecideInput
  cora schema --list

An editor completes and checks a policy file by its schema:
  cora schema Configuration > cora.schema.json
  # yaml-language-server: $schema=cora.schema.json       first line of a YAML file
  \"$schema\": \"./cora.schema.json\"                      first member of a JSON file
  #:schema ./cora.schema.json                            first line of a TOML file")]
pub struct Schema {
    /// The name of the type. If omitted, all types.
    name: Option<String>,
    /// List the types that are documents of their own.
    #[arg(long, conflicts_with = "name")]
    list: bool,
}

/// Runs the command.
pub fn run(arguments: &Schema) -> ExitCode {
    use cora_wire::schema;
    if arguments.list {
        return document::print(&format!("{}\n", schema::documents().join("\n")));
    }
    let found = match &arguments.name {
        None => Some(schema::all()),
        Some(name) => schema::of(name),
    };
    let found = found.map(with_schema_member);
    match found {
        Some(schema) => document::print(&format!("{schema:#}\n")),
        None => {
            let name = arguments.name.as_deref().unwrap_or_default();
            eprintln!("no wire type is named `{name}`; run `cora schema --list` to see all");
            ExitCode::from(BAD_INPUT)
        }
    }
}

/// Adds `$schema` to a policy file's schema. Editors read that field of the file, but the
/// configuration parsed from the file does not contain it.
fn with_schema_member(mut schema: Value) -> Value {
    if let Some(properties) = schema.pointer_mut("/$defs/Configuration/properties") {
        properties["$schema"] =
            json!({ "type": "string", "description": "The location of this schema, for editors; Cora ignores it." });
    }
    schema
}
