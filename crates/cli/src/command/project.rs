//! `cora project`: a project that Cora makes and keeps up to date.

mod apply;
mod build;
pub mod disk;
mod explain;
mod journal;
mod migrate;
mod new;
pub mod opened;
mod own;
mod plan;
mod register;
mod workspace;

use std::path::Path;
use std::process::ExitCode;

use anyhow::Context as _;
use clap::{Args, Subcommand};
use cora_project::code::ProjectCode;

use disk::Folder;

/// Make a project, and keep the files up to date that follow from its project file.
///
/// `cora.project.yaml` and the manifests of the modules say what the project is. Some files follow
/// from them and are wholly Cora's; others are started by Cora and yours from then on. Nothing that
/// you wrote is overwritten.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cora project new acme-app        make a project with an application of Next.js
  cora project plan                show what would be written, and why
  cora project plan --check        fail if something would be written, for CI
  cora project apply               write it
  cora project build               build the zips of functions
  cora project migrate             apply the migrations of Cora and the modules to a database
  cora project register            import connections as drafts, register the application
  cora project own next.config.ts  keep a file for good, so that Cora never writes it again
  cora project explain proxy.ts    show why a file exists and who edits it

Exit codes: 0 done, 1 refused or failed, 2 a file cannot be used or bad usage.")]
pub struct Project {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    New(new::New),
    Plan(plan::Plan),
    Apply(apply::Apply),
    Build(build::Build),
    Migrate(migrate::Migrate),
    Register(register::Register),
    Own(own::Own),
    Explain(explain::Explain),
}

/// Runs the command.
pub fn run(arguments: &Project) -> ExitCode {
    let result = match &arguments.command {
        Command::New(arguments) => new::run(arguments),
        Command::Plan(arguments) => plan::run(arguments),
        Command::Apply(arguments) => apply::run(arguments),
        Command::Build(arguments) => build::run(arguments),
        Command::Migrate(arguments) => migrate::run(arguments),
        Command::Register(arguments) => register::run(arguments),
        Command::Own(arguments) => own::run(arguments),
        Command::Explain(arguments) => explain::run(arguments),
    };
    result.unwrap_or_else(|error| {
        eprintln!("error: {error:#}");
        ExitCode::FAILURE
    })
}

/// Opens the folder of a project.
fn folder(path: &Path) -> anyhow::Result<Folder> {
    Folder::open(path).with_context(|| format!("the folder `{}` cannot be used", path.display()))
}

/// Reports a fault that is not at a place of a file, and returns the exit code.
pub fn refuse(code: ProjectCode, message: &str, exit: ExitCode) -> ExitCode {
    eprintln!("error[{}]: {message}\n   = fix: {}", code.name(), code.remedy());
    exit
}
