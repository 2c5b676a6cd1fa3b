//! `cora project explain`: why a file exists, and who edits it.

use std::process::ExitCode;

use clap::Args;
use cora_project::lock::Owner;
use cora_project::merge::is_same;
use cora_project::name::RelativePath;
use serde_json::json;

use super::apply::path;
use super::folder;
use super::opened::{self, Opened, Where};
use super::workspace::Workspace;

/// Show why a file exists, who edits it, and whether it is as Cora wrote it.
///
/// Exit codes: 0 shown, 1 modules do not fit each other, 2 a file cannot be used.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  cora project explain app/page.tsx\n  cora project explain proxy.ts --json")]
pub struct Explain {
    /// The file, as a path from the top of the project.
    #[arg(value_name = "PATH", value_parser = path)]
    path: RelativePath,
    #[command(flatten)]
    place: Where,
}

/// Runs the command.
pub fn run(arguments: &Explain) -> anyhow::Result<ExitCode> {
    let (place, path) = (&arguments.place, &arguments.path);
    let opened = Opened::read(&place.project);
    if opened.is_missing() {
        return Ok(opened::end(place.json, &opened.files(), "", json!({})));
    }
    let workspace = Workspace::read(&folder(&place.project)?, opened)?;
    let wanted = workspace.wanted.get(path);
    let owner = match (workspace.lock.files.get(path), wanted) {
        (Some(locked), _) => locked.owner,
        (None, Some(wanted)) => wanted.owner,
        (None, None) => Owner::Yours,
    };
    let sentence = match owner {
        Owner::Made => "made: wholly Cora's, and replaced when what it follows from changes",
        Owner::Started => "started: yours to edit; changes of its template are merged in",
        Owner::Declined => "declined: you deleted it, and Cora does not write it again",
        Owner::Yours => "yours: Cora never touches it",
    };
    let state = match (workspace.bytes(path), wanted) {
        (None, _) => "missing",
        (Some(found), Some(wanted)) if is_same(found, wanted.text.as_bytes()) => "as Cora would write it",
        (Some(_), Some(_)) => "with other text than Cora would write",
        (Some(_), None) => "not written by this Cora",
    };
    let why = workspace.why(path);
    let because = why.as_ref().map(|why| format!("because of {why}\n")).unwrap_or_default();
    let text = format!("{path}\n{sentence}\n{because}on disk: {state}\n");
    let from = wanted.map(|wanted| wanted.from.as_str());
    let answer = json!({ "from": from, "owner": owner.name(), "path": path.as_str(), "state": state, "why": why });
    Ok(opened::end(place.json, &workspace.opened.files(), &text, answer))
}
