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
        let mut names = [schema::documents(), cora_project::read::schemas().map(|(name, _)| name).to_vec()].concat();
        names.sort_unstable();
        return document::print(&format!("{}\n", names.join("\n")));
    }
    let found = match &arguments.name {
        None => Some(schema::all()),
        Some(name) => schema::of(name).or_else(|| cora_project::read::schema(name)),
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

/// Adds `$schema` to the schemas of files that people write. Editors read that field of the file,
/// but the value parsed from the file does not contain it.
fn with_schema_member(mut schema: Value) -> Value {
    for file in ["Configuration", "Module", "Project"] {
        if let Some(properties) = schema.pointer_mut(&format!("/$defs/{file}/properties")) {
            properties["$schema"] = json!({ "type": "string", "description": "The location of this schema, for editors; Cora ignores it." });
        }
    }
    schema
}
