//! `cora project new`: a new project.

use std::io::ErrorKind;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context as _;
use clap::Args;
use cora_project::code::ProjectCode;
use cora_project::file::PROJECT_FILE;
use cora_project::made;
use cora_project::name::{ProjectName, ShownText};
use cora_project::plan::Choices;

use super::disk::Disk as _;
use super::opened::Where;
use super::{apply, folder, refuse};

/// Make a project in a new or empty folder: a project file, and an application of Next.js that
/// signs people in.
///
/// Exit codes: 0 done, 1 failed, or the folder holds files; 2 bad usage.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cora project new acme-app
  cora project new ./web --name acme-app --display-name 'Acme'")]
pub struct New {
    /// The folder, which is made.
    #[arg(value_name = "FOLDER")]
    folder: PathBuf,
    /// The name in packages and resources. If absent, the name of the folder.
    #[arg(long, value_parser = name)]
    name: Option<ProjectName>,
    /// The name for people. If absent, the name.
    #[arg(long, value_parser = shown)]
    display_name: Option<ShownText>,
    /// Print one JSON object instead of text.
    #[arg(long)]
    json: bool,
}

fn name(text: &str) -> Result<ProjectName, &'static str> {
    ProjectName::parse(text).ok_or(
        "expected a lower-case letter, then lower-case letters, digits and single hyphens; at most 40 characters",
    )
}

fn shown(text: &str) -> Result<ShownText, &'static str> {
    ShownText::parse(text).ok_or("expected one line of 1 to 200 bytes, without control characters")
}

/// Runs the command.
pub fn run(arguments: &New) -> anyhow::Result<ExitCode> {
    let path = &arguments.folder;
    let of_folder = || path.file_name().and_then(|name| ProjectName::parse(name.to_str()?));
    let Some(name) = arguments.name.clone().or_else(of_folder) else {
        eprintln!("error: the folder's name is not the name of a project; give one by `--name`");
        return Ok(ExitCode::from(crate::command::document::BAD_INPUT));
    };
    let is_empty = match std::fs::read_dir(path) {
        Ok(mut entries) => entries.all(|entry| entry.is_ok_and(|entry| entry.file_name() == ".git")),
        Err(error) if error.kind() == ErrorKind::NotFound => true,
        Err(error) => return Err(error).with_context(|| format!("`{}` cannot be used", path.display())),
    };
    if !is_empty {
        let message = format!("`{}` holds files already", path.display());
        return Ok(refuse(ProjectCode::ProjectExists, &message, ExitCode::FAILURE));
    }
    std::fs::create_dir_all(path).with_context(|| format!("`{}` cannot be made", path.display()))?;
    let shown = arguments.display_name.as_ref().map_or(name.as_str(), ShownText::as_str);
    folder(path)?.write(PROJECT_FILE, made::project_file(name.as_str(), shown).as_bytes())?;
    apply::apply(&Where { project: path.clone(), json: arguments.json }, &Choices::default(), None)
}
