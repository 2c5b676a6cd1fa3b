//! `cora run`: a program with the secrets of a project in its environment.

use std::ffi::OsString;
use std::os::unix::process::CommandExt as _;
use std::process::{Command, ExitCode};

use clap::Args;
use cora_project::code::ProjectCode;

use super::project::refuse;
use super::secret::{Place, open};

/// Run a program with the secrets of an environment, in place of this one.
///
/// Every secret that the project and its modules declare is a variable of the program's
/// environment. If one has no value, nothing is run.
///
/// Exit codes: that of the program; 1 refused, or it cannot be run; 2 a file cannot be used.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cora run --environment dev -- npm run dev
  cora run -e dev -- node scripts/import.mjs")]
pub struct Run {
    #[command(flatten)]
    place: Place,
    /// The program and its arguments.
    #[arg(value_name = "PROGRAM", required = true, last = true)]
    program: Vec<OsString>,
}

/// Runs the command.
pub fn run(arguments: &Run) -> ExitCode {
    given(arguments).unwrap_or_else(|error| {
        eprintln!("error: {error:#}");
        ExitCode::FAILURE
    })
}

fn given(arguments: &Run) -> anyhow::Result<ExitCode> {
    let (opened, kept) = match open(&arguments.place)? {
        Ok(found) => found,
        Err(code) => return Ok(code),
    };
    let missing: Vec<String> =
        opened.secrets.keys().filter(|name| !kept.has(name)).map(|name| format!("`{name}`")).collect();
    if !missing.is_empty() {
        let message = format!("{} without a value in `{}`", missing.join(", "), kept.environment());
        return Ok(refuse(ProjectCode::SecretMissing, &message, ExitCode::FAILURE));
    }
    let Some((program, rest)) = arguments.program.split_first() else { return Ok(ExitCode::FAILURE) };
    let mut command = Command::new(program);
    command.args(rest);
    for name in opened.secrets.keys() {
        if let Some(value) = kept.get(name)? {
            command.env(name.as_str(), value.expose());
        }
    }
    // The program takes this process's place, so that signals and the exit code are its own.
    let error = command.exec();
    eprintln!("error: `{}` cannot be run: {error}", program.to_string_lossy());
    Ok(ExitCode::FAILURE)
}
