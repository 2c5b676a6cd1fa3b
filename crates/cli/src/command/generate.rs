//! `cora generate`: files that an application's build needs.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context as _;
use clap::{Args, Subcommand};

use super::application::permissions;
use super::document;

/// Generate files for an application.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cora generate types permissions.yaml --output src/cora.d.ts   make permissions known to TypeScript

Exit codes: 0 done, 1 the file could not be written, 2 bad input or usage.")]
pub struct Generate {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Types(Types),
}

/// Write the TypeScript declarations of an application's permissions and roles, so that a
/// misspelled one does not compile.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cora generate types permissions.yaml                          print the declarations
  cora generate types permissions.yaml --output src/cora.d.ts   write them to a file
  cora generate types permissions.yaml --output src/cora.d.ts --check
                                                                fail if the file is not up to date

Exit codes: 0 done, 1 the file is not up to date or cannot be written, 2 bad input or usage.")]
struct Types {
    /// The file of the permissions: JSON, YAML or TOML, by its extension.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The file to write. Printed if absent.
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Compare the file with what would be written, and write nothing.
    #[arg(long, requires = "output")]
    check: bool,
}

/// Runs the command.
pub fn run(arguments: &Generate) -> ExitCode {
    let Command::Types(arguments) = &arguments.command;
    let defined = match permissions::read(&arguments.file) {
        Ok(defined) => defined,
        Err(code) => return code,
    };
    let text =
        format!("// Written by `cora generate types`. Do not edit.\n{}", cora_project::made::declarations(&defined));
    let Some(output) = &arguments.output else { return document::print(&text) };
    let shown = output.display();
    if arguments.check {
        if std::fs::read_to_string(output).is_ok_and(|found| found == text) {
            return ExitCode::SUCCESS;
        }
        let message = format!("`{shown}` does not fit `{}`", arguments.file.display());
        let help = "Run `cora generate types` again, and commit the result.";
        return super::database::refuse("types_outdated", &message, help);
    }
    match std::fs::write(output, text).with_context(|| format!("`{shown}` cannot be written")) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
