//! `cora project plan`: what would be written, and why.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context as _;
use clap::Args;
use cora_project::merge::diff;
use cora_project::plan::{Action, Choices, Plan as Planned, Step};
use serde_json::{Value, json};

use super::opened::{self, Opened, Where};
use super::workspace::Workspace;
use super::{folder, journal};
use crate::command::diagnostic::counted;
use crate::command::findings::FileFindings;

/// Show what `cora project apply` would write, and why. Writes nothing.
///
/// Exit codes: 0 shown, 1 something keeps the plan from being applied, or, with `--check`, there is
/// something to do; 2 a file cannot be used.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cora project plan
  cora project plan --diff
  cora project plan --check                            for CI
  cora project plan --output plan.json                 for `cora project apply plan.json`")]
pub struct Plan {
    #[command(flatten)]
    place: Where,
    /// Show the changes of texts.
    #[arg(long)]
    diff: bool,
    /// End with 1 if there is something to do.
    #[arg(long)]
    check: bool,
    /// Write the plan to this file too. It holds no text of a file, only SHA-256 values.
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// Runs the command.
pub fn run(arguments: &Plan) -> anyhow::Result<ExitCode> {
    let place = &arguments.place;
    let opened = Opened::read(&place.project);
    if opened.is_missing() {
        return Ok(opened::end(place.json, &opened.files(), "", json!({ "steps": [] })));
    }
    let folder = folder(&place.project)?;
    let is_unfinished = journal::is_unfinished(&folder)?;
    let workspace = Workspace::read(&folder, opened)?;
    let plan = workspace.plan(&Choices::default())?;
    let answer = json(&workspace, &plan)?;
    if let Some(file) = &arguments.output {
        std::fs::write(file, format!("{answer:#}\n")).with_context(|| format!("`{}`", file.display()))?;
    }
    let mut shown = text(&workspace, &plan, arguments.diff)?;
    if is_unfinished {
        shown.push_str("An apply was interrupted. The next `cora project apply` brings it to its end.\n");
    }
    let code = end(place.json, workspace, &plan, &shown, answer, Vec::new());
    let is_due = arguments.check && (is_unfinished || !plan.is_nothing()?);
    Ok(if is_due && code == ExitCode::SUCCESS { ExitCode::FAILURE } else { code })
}

/// Prints a plan, with the findings in other files and those of the whole project.
pub fn end(
    is_json: bool,
    mut workspace: Workspace,
    plan: &Planned,
    text: &str,
    answer: Value,
    mut files: Vec<FileFindings>,
) -> ExitCode {
    workspace.opened.resolution.findings.clone_from(&plan.findings);
    files.extend(workspace.opened.files());
    opened::end(is_json, &files, text, answer)
}

/// Renders the steps for people.
pub fn text(workspace: &Workspace, plan: &Planned, has_diff: bool) -> serde_json::Result<String> {
    let mut text = String::new();
    for step in &plan.steps {
        let why = workspace.why(&step.path).map(|why| format!("  ({why})")).unwrap_or_default();
        let _ = writeln!(text, "{:8} {}{why}", step.action.name(), step.path);
        if has_diff && let Some(change) = change(step) {
            text.push_str(&change);
        }
    }
    if plan.is_refused() || workspace.is_unusable {
        text.push_str("Nothing is written until the errors are settled.\n");
    } else if plan.is_nothing()? {
        text.push_str("Nothing to do.\n");
    } else {
        let _ = writeln!(text, "{} to do.", counted(plan.steps.len(), "step"));
    }
    Ok(text)
}

/// Returns the change of a file's text, if it is text.
fn change(step: &Step) -> Option<String> {
    let text = |bytes: &Option<Vec<u8>>| match bytes {
        Some(bytes) => String::from_utf8(bytes.clone()).ok(),
        None => Some(String::new()),
    };
    let is_shown = step.after.is_some() || step.action == Action::Remove;
    is_shown.then(|| Some(diff(step.path.as_str(), &text(&step.before)?, &text(&step.after)?))).flatten()
}

/// Renders the plan: `digest`, `lock` (the SHA-256 of the lock before it) and `steps`, each with
/// `path`, `action`, `from`, `why`, and `before` and `after` as SHA-256 or null.
pub fn json(workspace: &Workspace, plan: &Planned) -> serde_json::Result<Value> {
    let hash = |bytes: &Option<Vec<u8>>| bytes.as_deref().map(cora_project::lock::sha256);
    let step = |step: &Step| {
        json!({
            "action": step.action.name(),
            "after": hash(&step.after),
            "before": hash(&step.before),
            "from": workspace.wanted.get(&step.path).map(|wanted| wanted.from.as_str()),
            "path": step.path.as_str(),
            "why": workspace.why(&step.path),
        })
    };
    Ok(json!({
        "digest": plan.digest()?,
        "lock": plan.lock_before,
        "refused": plan.is_refused() || workspace.is_unusable,
        "steps": plan.steps.iter().map(step).collect::<Vec<_>>(),
    }))
}
