//! `cora project own`: keeps a file for good.

use std::process::ExitCode;

use clap::Args;
use cora_project::code::ProjectCode;
use cora_project::lock::{LOCK_FILE, Locked, OWN_FOLDER, Owner};
use cora_project::name::RelativePath;

use super::apply::path;
use super::disk::Disk as _;
use super::opened::{self, Opened, Where};
use super::workspace::Workspace;
use super::{folder, journal, refuse};
use crate::command::document::BAD_INPUT;

/// Keep a file for good: Cora never writes, merges or removes it again.
///
/// `cora project apply --restore PATH` gives it back.
///
/// Exit codes: 0 done, 1 failed, 2 Cora neither makes nor starts the file, or a file cannot be
/// used.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  cora project own next.config.ts")]
pub struct Own {
    /// The file, as a path from the top of the project.
    #[arg(value_name = "PATH", value_parser = path)]
    path: RelativePath,
    #[command(flatten)]
    place: Where,
}

/// Runs the command.
pub fn run(arguments: &Own) -> anyhow::Result<ExitCode> {
    let (place, path) = (&arguments.place, &arguments.path);
    let opened = Opened::read(&place.project);
    if opened.is_missing() {
        return Ok(opened::end(place.json, &opened.files(), "", serde_json::json!({})));
    }
    let mut folder = folder(&place.project)?;
    let Some(_running) = folder.lock(&format!("{OWN_FOLDER}/running"))? else {
        return Ok(refuse(ProjectCode::ApplyRunning, "another process is writing to the project", ExitCode::FAILURE));
    };
    journal::finish(&mut folder)?;
    let workspace = Workspace::read(&folder, Opened::read(&place.project))?;
    if workspace.is_unusable {
        return Ok(opened::end(place.json, &workspace.opened.files(), "", serde_json::json!({})));
    }
    let is_known = workspace.wanted.contains_key(path) || workspace.lock.files.contains_key(path);
    if !is_known {
        eprintln!("error: `{path}` is not a file that Cora makes or starts, so it is yours already");
        return Ok(ExitCode::from(BAD_INPUT));
    }
    let mut lock = workspace.lock.clone();
    lock.files.insert(path.clone(), Locked { owner: Owner::Yours, from: String::new(), base: String::new() });
    let staged = format!("{OWN_FOLDER}/staged/lock");
    folder.write(&staged, lock.text()?.as_bytes())?;
    folder.rename(&staged, LOCK_FILE)?;
    let text = format!("`{path}` is yours. Cora leaves it as it is.\n");
    let answer = serde_json::json!({ "owner": Owner::Yours.name(), "path": path.as_str() });
    Ok(opened::end(place.json, &[], &text, answer))
}
