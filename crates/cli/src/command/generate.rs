//! `cora generate`: files that an application's build needs.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context as _;
use clap::{Args, Subcommand};
use cora_core::permission::ApplicationPermissions;

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
    let text = typescript(&defined);
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

/// The columns of a line that formatters of TypeScript leave as it is.
const COLUMNS: usize = 80;

/// Returns the module augmentation, as formatters write it. The names have neither quotes nor
/// backslashes: the file was checked.
fn typescript(defined: &ApplicationPermissions) -> String {
    let union = |member: &str, names: Vec<&str>| {
        let names: Vec<String> = names.iter().map(|name| format!("\"{name}\"")).collect();
        let line = format!(" {}", if names.is_empty() { "never".to_owned() } else { names.join(" | ") });
        let width = format!("    {member}:{line};").len();
        let lines = || names.iter().map(|name| format!("\n      | {name}")).collect();
        if width <= COLUMNS { line } else { lines() }
    };
    let permissions = union("permission", defined.permissions.iter().map(|one| one.id.as_str()).collect());
    let roles = union("role", defined.roles.iter().map(|one| one.id.as_str()).collect());
    format!(
        "// Written by `cora generate types`. Do not edit.\nimport \"@cora/auth\";\n\n\
         declare module \"@cora/auth\" {{\n  interface Register {{\n    permission:{permissions};\n    \
         role:{roles};\n  }}\n}}\n"
    )
}
