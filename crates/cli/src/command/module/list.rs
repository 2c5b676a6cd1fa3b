//! `cora module list`: the modules of a project, in their order.

use std::process::ExitCode;

use clap::Args;
use cora_project::name::ModuleName;
use cora_project::resolution::Resolved;
use serde_json::{Value, json};

use crate::command::project::opened::{self, Opened, Where};
use crate::command::table::{cell, table};

/// List the modules of a project in their order: each after those that it needs.
///
/// Reads the project file and the manifest of each module, and reports all their faults at once,
/// each with its line and column.
///
/// Exit codes: 0 done, 1 modules do not fit each other, 2 a file cannot be used.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  cora module list\n  cora module list --project ../acme-app --json")]
pub struct List {
    #[command(flatten)]
    place: Where,
}

/// Runs the command.
pub fn run(arguments: &List) -> ExitCode {
    let opened = Opened::read(&arguments.place.project);
    let modules = &opened.resolution.modules;
    let rows: Vec<[String; 5]> = modules.iter().map(row).collect();
    let text = match rows.as_slice() {
        [] => String::new(),
        rows => table(["MODULE", "VERSION", "NEEDS", "ROUTES", "FROM"], rows),
    };
    let answer = json!({ "modules": modules.iter().map(module).collect::<Vec<_>>() });
    opened::end(arguments.place.json, &opened.files(), &text, answer)
}

fn names(names: &[ModuleName]) -> Vec<&str> {
    names.iter().map(ModuleName::as_str).collect()
}

fn row(module: &Resolved) -> [String; 5] {
    let needs = match module.needs.as_slice() {
        [] => "-".to_owned(),
        needs => names(needs).join(", "),
    };
    let routes = module.manifest.as_ref().map_or(0, |manifest| manifest.routes.len());
    let from = if module.manifest.is_some() { cell(&module.file) } else { "builtin".to_owned() };
    [module.name.to_string(), module.version.to_string(), needs, routes.to_string(), from]
}

/// Builds a module: `name`, `version`, `file` (null for a builtin one), `needs`, `absent`,
/// `permissions` and `routes`.
fn module(module: &Resolved) -> Value {
    let manifest = module.manifest.as_ref();
    let routes = manifest.into_iter().flat_map(|manifest| &manifest.routes);
    json!({
        "absent": names(&module.absent),
        "displayName": manifest.map(|manifest| manifest.module.display_name.as_str()),
        "file": manifest.map(|_| module.file.as_str()),
        "name": module.name.as_str(),
        "needs": names(&module.needs),
        "permissions": manifest.into_iter().flat_map(|manifest| manifest.capabilities.keys()).collect::<Vec<_>>(),
        "routes": routes.map(|route| format!("{} {}", route.method.name(), route.path)).collect::<Vec<_>>(),
        "version": module.version.to_string(),
    })
}
