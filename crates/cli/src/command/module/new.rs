//! `cora module new`: a module of the project's own.

use std::process::ExitCode;

use clap::Args;
use cora_project::addition;
use cora_project::file::PROJECT_FILE;
use cora_project::name::ModuleName;
use serde_json::json;

use crate::command::document::BAD_INPUT;
use crate::command::project::disk::{Disk as _, Folder};
use crate::command::project::opened::{self, Opened, Where};

/// Make a module in the folder `modules`, and add it to the project file.
///
/// It has a permission, a function in Python with two routes, and tests, all of them yours. Then
/// run `cora project apply`, which makes what follows from them.
///
/// Exit codes: 0 done, 1 failed, or the folder exists; 2 the project file cannot be used.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cora module new kb
  cora project apply
  python3 -m unittest discover modules/kb/backend/items")]
pub struct New {
    /// The name: a lower-case letter, then lower-case letters, digits and underscores.
    #[arg(value_name = "NAME", value_parser = name)]
    name: ModuleName,
    #[command(flatten)]
    place: Where,
}

fn name(text: &str) -> Result<ModuleName, &'static str> {
    ModuleName::parse(text).ok_or(
        "expected a lower-case letter, then lower-case letters, digits and underscores; at most 30 characters, \
         and no word of Python",
    )
}

/// Runs the command.
pub fn run(arguments: &New) -> anyhow::Result<ExitCode> {
    let (place, name) = (&arguments.place, &arguments.name);
    let opened = Opened::read(&place.project);
    let Some(text) = opened.text() else {
        return Ok(opened::end(place.json, &opened.files(), "", json!({})));
    };
    let mut folder = Folder::open(&place.project)?;
    let files = addition::files(name);
    for (path, _) in &files {
        if folder.read(path)?.is_some() || folder.obstacle(path).is_some() {
            eprintln!("error[path_taken]: `{path}` exists\n   = fix: Choose another name, or remove the file.");
            return Ok(ExitCode::FAILURE);
        }
    }
    let Some(added) = addition::added(text, name) else {
        eprintln!(
            "error[module_source]: the module cannot be added to `{PROJECT_FILE}` as it is written\n   = fix: Write \
             `modules` as a block, one module a line, without another `{name}`; or add `{name}: {{ path: {} }}` yourself.",
            addition::folder(name)
        );
        return Ok(ExitCode::from(BAD_INPUT));
    };
    for (path, text) in &files {
        folder.write(path, text.as_bytes())?;
    }
    // The entry comes last: a module without it is only files.
    let staged = format!("{PROJECT_FILE}.new");
    folder.write(&staged, added.as_bytes())?;
    folder.rename(&staged, PROJECT_FILE)?;
    let paths: Vec<&str> = files.iter().map(|(path, _)| path.as_str()).collect();
    let listed: String = paths.iter().map(|path| format!("create   {path}\n")).collect();
    let text = format!("{listed}update   {PROJECT_FILE}\nNow run `cora project apply`.\n");
    let opened = Opened::read(&place.project);
    Ok(opened::end(place.json, &opened.files(), &text, json!({ "created": paths, "name": name.as_str() })))
}
