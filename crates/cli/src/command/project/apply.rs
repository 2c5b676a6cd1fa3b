//! `cora project apply`: writes what a plan says.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context as _;
use clap::Args;
use cora_project::code::ProjectCode;
use cora_project::lock::OWN_FOLDER;
use cora_project::name::RelativePath;
use cora_project::plan::Choices;
use serde_json::{Value, json};

use super::disk::{Disk as _, Folder};
use super::opened::{self, Opened, Where};
use super::workspace::Workspace;
use super::{folder, journal, plan, refuse};
use crate::command::document::BAD_INPUT;
use crate::command::findings::FileFindings;

/// Write the files that follow from the project file and the manifests.
///
/// A started file that you edited is merged with the change of its template. If they touch each
/// other, the file stays as it is, a proposal is written next to it, and nothing else is written.
/// A process that is interrupted leaves a project that the next apply brings to its end.
///
/// Exit codes: 0 done, 1 refused, with all reasons, or failed; 2 a file cannot be used.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cora project apply
  cora project apply plan.json                         only if nothing changed since the plan
  cora project apply --restore cora.generated/project.ts
                                                       give a file Cora's text again
  cora project apply --keep app/page.tsx               a conflict is settled: the file stays as it is")]
pub struct Apply {
    /// The plan to apply, as `cora project plan --output` wrote it.
    #[arg(value_name = "PLAN")]
    plan: Option<PathBuf>,
    #[command(flatten)]
    place: Where,
    /// Give this file Cora's text again. Your text in it is lost.
    #[arg(long, value_name = "PATH", value_parser = path, conflicts_with = "plan")]
    restore: Vec<RelativePath>,
    /// Keep this started file as it is, as the merge with its template.
    #[arg(long, value_name = "PATH", value_parser = path, conflicts_with = "plan")]
    keep: Vec<RelativePath>,
}

/// Reads the path of a file in a project.
pub fn path(text: &str) -> Result<RelativePath, &'static str> {
    RelativePath::parse(text.strip_prefix("./").unwrap_or(text)).ok_or("expected a path from the top of the project")
}

/// Runs the command.
pub fn run(arguments: &Apply) -> anyhow::Result<ExitCode> {
    let choices = Choices {
        restored: arguments.restore.iter().cloned().collect(),
        kept: arguments.keep.iter().cloned().collect(),
    };
    let expected = match &arguments.plan {
        None => None,
        Some(file) => match digest(file)? {
            Some(digest) => Some(digest),
            None => {
                let message = format!("`{}` is not a plan", file.display());
                return Ok(refuse(ProjectCode::PlanStale, &message, ExitCode::from(BAD_INPUT)));
            }
        },
    };
    apply(&arguments.place, &choices, expected.as_deref(), Vec::new())
}

/// Applies the plan of a project: that with the expected digest, if one is given. The findings in
/// other files are reported before those of the project.
pub fn apply(
    place: &Where,
    choices: &Choices,
    expected: Option<&str>,
    others: Vec<FileFindings>,
) -> anyhow::Result<ExitCode> {
    let opened = Opened::read(&place.project);
    if opened.is_missing() {
        return Ok(opened::end(place.json, &opened.files(), "", json!({ "steps": [] })));
    }
    let mut folder = folder(&place.project)?;
    let Some(_running) = folder.lock(&format!("{OWN_FOLDER}/running"))? else {
        return Ok(refuse(ProjectCode::ApplyRunning, "another process is writing to the project", ExitCode::FAILURE));
    };
    journal::finish(&mut folder)?;
    // WHY again: the files may have changed before the lock was taken.
    let workspace = Workspace::read(&folder, Opened::read(&place.project))?;
    for path in choices.restored.iter().chain(&choices.kept).filter(|path| !workspace.wanted.contains_key(*path)) {
        if !workspace.is_unusable {
            eprintln!("error: `{path}` is not a file that Cora makes or starts");
            return Ok(ExitCode::from(BAD_INPUT));
        }
    }
    let plan = workspace.plan(choices)?;
    let digest = plan.digest()?;
    if expected.is_some_and(|expected| expected != digest) {
        return Ok(refuse(ProjectCode::PlanStale, "the project changed since the plan was made", ExitCode::FAILURE));
    }
    let skipped = journal::apply(&mut folder, &plan)?;
    if !workspace.is_unusable {
        write_proposals(&mut folder, &plan)?;
    }
    let mut text = plan::text(&workspace, &plan, false)?;
    if !workspace.is_unusable && !plan.is_refused() && !plan.is_nothing()? {
        text.push_str("Done.\n");
    }
    for path in &skipped {
        eprintln!("`{path}` changed meanwhile, and was left as it is; run `cora project plan`");
    }
    let answer = plan::json(&workspace, &plan)?;
    let code = plan::end(place.json, workspace, &plan, &text, answer, others);
    Ok(if skipped.is_empty() { code } else { ExitCode::FAILURE })
}

/// Writes the merges with conflicts, and removes those of earlier runs.
fn write_proposals(folder: &mut Folder, plan: &cora_project::plan::Plan) -> anyhow::Result<()> {
    for (path, text) in &plan.proposals {
        folder.write(&format!("{OWN_FOLDER}/proposals/{path}"), text)?;
    }
    for path in plan.lock.files.keys().filter(|path| !plan.proposals.contains_key(*path)) {
        folder.remove(&format!("{OWN_FOLDER}/proposals/{path}"))?;
    }
    Ok(())
}

/// Reads the digest of a plan. `None` if the file is not one.
fn digest(file: &std::path::Path) -> anyhow::Result<Option<String>> {
    let text = std::fs::read(file).with_context(|| format!("`{}` cannot be read", file.display()))?;
    let plan: Option<Value> = serde_json::from_slice(&text).ok();
    Ok(plan.and_then(|plan| plan["digest"].as_str().map(str::to_owned)))
}
