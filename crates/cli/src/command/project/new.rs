//! `cora project new`: a new project.

mod setup;

use std::io::ErrorKind;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context as _;
use clap::Args;
use cora_project::code::ProjectCode;
use cora_project::file::PROJECT_FILE;
use cora_project::made::{self, NewProject};
use cora_project::name::{AccountId, ProjectName, ShownText};
use cora_project::plan::Choices;
use cora_project::setup::Given;
use setup::Carried;

use super::disk::Disk as _;
use super::opened::Where;
use super::{apply, folder, refuse};
use crate::command::document::BAD_INPUT;

/// Make a project in a new or empty folder: a project file, and an application of Next.js that
/// signs people in.
///
/// `--from` takes over the `setup.config.yaml` of the legacy CORA toolkit. Each setting that has no
/// place in a project is reported with its line. Secrets are not copied: set them afterwards by
/// `cora secret set`.
///
/// Exit codes: 0 done, 1 failed, or the folder holds files; 2 bad usage, or a file that cannot be
/// used.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cora project new acme-app
  cora project new ./web --name acme-app --display-name 'Acme'
  cora project new acme-app --from ../old-stack/setup.config.yaml --aws-account 111122223333")]
pub struct New {
    /// The folder, which is made.
    #[arg(value_name = "FOLDER")]
    folder: PathBuf,
    /// The name in packages and resources. If absent, that of the setup file, or else the name of
    /// the folder.
    #[arg(long, value_parser = name)]
    name: Option<ProjectName>,
    /// The name for people. If absent, that of the setup file, or else the name.
    #[arg(long, value_parser = shown)]
    display_name: Option<ShownText>,
    /// The setup file of a project of the legacy CORA toolkit.
    #[arg(long, value_name = "FILE")]
    from: Option<PathBuf>,
    /// The account of AWS, which a setup file does not have.
    #[arg(long, value_name = "ACCOUNT", value_parser = account, requires = "from")]
    aws_account: Option<AccountId>,
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

fn account(text: &str) -> Result<AccountId, &'static str> {
    AccountId::parse(text).ok_or("expected the twelve digits of an account")
}

/// Runs the command.
pub fn run(arguments: &New) -> anyhow::Result<ExitCode> {
    let path = &arguments.folder;
    let given = Given {
        name: arguments.name.clone(),
        display_name: arguments.display_name.clone(),
        account: arguments.aws_account.clone(),
    };
    let carried = match &arguments.from {
        None => Carried::nothing(given),
        Some(file) => match setup::read(file, given, arguments.json) {
            Ok(carried) => carried,
            Err(code) => return Ok(code),
        },
    };
    let of_folder = || path.file_name().and_then(|name| ProjectName::parse(name.to_str()?));
    let Some(name) = carried.name.clone().or_else(of_folder) else {
        eprintln!("error: the folder's name is not the name of a project; give one by `--name`");
        return Ok(ExitCode::from(BAD_INPUT));
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
    let mut folder = folder(path)?;
    for (file, text) in &carried.files {
        folder.write(file.as_str(), text.as_bytes())?;
    }
    let new = NewProject {
        name,
        display_name: carried.display_name,
        environment: carried.environment,
        url: carried.url,
        aws: carried.aws,
        connections: carried.files.into_iter().map(|(file, _)| file).collect(),
        secrets: carried.secrets,
        modules: carried.modules,
    };
    // The project file comes last: without it, the folder is not a project.
    folder.write(PROJECT_FILE, made::project_file(&new).as_bytes())?;
    let place = Where { project: path.clone(), json: arguments.json };
    apply::apply(&place, &Choices::default(), None, carried.findings)
}
