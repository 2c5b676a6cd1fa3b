//! `cora application permissions`: the permissions and roles that an application defines.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Subcommand};
use cora_core::administration::{AdministrationReason, ApplicationCommand};
use cora_core::json::Code as _;
use cora_core::permission::{ApplicationPermissions, PermissionIssue, check_permissions};
use cora_policy_file::{Document, Positions};
use cora_store::{ApplicationPermissionsRow, Store};
use serde_json::json;

use super::super::database::{operator, reason};
use super::super::diagnostic::{Diagnostic, Excerpt};
use super::super::document;
use super::super::policy::{Rejected, read_text, refuse};
use super::super::table::{ListFormat, cell, table};
use super::{Chosen, Why, refuse_for};

/// Define the permissions and roles of an application.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cora application permissions check permissions.yaml                      check a file
  cora application permissions apply --database cora.db ID permissions.yaml --dry-run
                                                                           say what would change
  cora application permissions apply --database cora.db ID permissions.yaml
                                                                           replace them by those of a file
  cora application permissions show --database cora.db ID                  show the stored ones

Exit codes: 0 done, 1 refused or failed, 2 bad input or usage.")]
pub struct Permissions {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Check(Check),
    Apply(Apply),
    Show(Show),
}

/// Check a file of permissions and roles. Reports all problems at once.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cora application permissions check permissions.yaml

Exit codes: 0 no errors, 2 errors.")]
struct Check {
    /// The file: JSON, YAML or TOML, by its extension.
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

/// Replace the permissions and roles of an application by those of a file. A role that the file
/// does not define is taken from everybody who has it.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cora application permissions apply --database cora.db ID permissions.yaml --dry-run
  cora application permissions apply --database cora.db ID permissions.yaml --reason 'as reviewed'

Exit codes: 0 done, 1 refused, 2 bad input or usage.")]
struct Apply {
    #[command(flatten)]
    chosen: Chosen,
    /// The file: JSON, YAML or TOML, by its extension.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Say what would change, and change nothing.
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    why: Why,
}

/// Show the permissions and roles that an application defines.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cora application permissions show --database cora.db ID
  cora application permissions show --database cora.db ID --format json | jq .defined > permissions.json")]
struct Show {
    #[command(flatten)]
    chosen: Chosen,
    /// The format.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: ListFormat,
}

/// Runs the command.
pub fn run(arguments: &Permissions) -> ExitCode {
    match &arguments.command {
        Command::Check(Check { file }) => match read(file) {
            Ok(defined) => {
                println!("{} permissions, {} roles", defined.permissions.len(), defined.roles.len());
                ExitCode::SUCCESS
            }
            Err(code) => code,
        },
        Command::Apply(arguments) => apply(arguments),
        Command::Show(arguments) => show(arguments),
    }
}

/// Reads a file of permissions. Warnings are reported on standard error.
///
/// # Errors
///
/// Fails with the exit code if the file has faults or errors, which are reported on standard error.
pub fn read(file: &Path) -> Result<ApplicationPermissions, ExitCode> {
    let (format, source) = read_text(file).map_err(|rejected| refuse(file, &rejected))?;
    let parsed = Document::parse(format, &source).and_then(Document::read::<ApplicationPermissions>);
    let (defined, positions) = match parsed {
        Ok(parsed) => parsed,
        Err(faults) => {
            let faults = faults.into_iter().map(Diagnostic::from).collect();
            return Err(refuse(file, &Rejected { source, faults }));
        }
    };
    let report = check_permissions(&defined);
    let diagnostics: Vec<Diagnostic> = report.issues.into_iter().map(|issue| diagnostic(issue, &positions)).collect();
    if !report.ok {
        return Err(refuse(file, &Rejected { source, faults: diagnostics }));
    }
    let mut text = String::new();
    let lines = super::super::diagnostic::lines(&source);
    diagnostics.iter().for_each(|found| found.write_text(&file.display().to_string(), &lines, &mut text));
    eprint!("{text}");
    Ok(defined)
}

fn diagnostic(PermissionIssue { code, severity, path, message, help }: PermissionIssue, at: &Positions) -> Diagnostic {
    let position = Some(at.locate(&path));
    Diagnostic { severity, code: code.name(), message, fix: help, path, position, excerpt: Excerpt::Line }
}

fn apply(arguments: &Apply) -> ExitCode {
    let (defined, reason) = match (read(&arguments.file), arguments.why.reason.as_deref().map(reason).transpose()) {
        (Ok(defined), Ok(reason)) => (defined, reason),
        (Err(code), _) | (_, Err(code)) => return code,
    };
    arguments.chosen.run(|store, row| async move {
        let Some(before) = store.application_permissions(row.id).await? else {
            return Ok(refuse_for(AdministrationReason::ApplicationNotFound));
        };
        let command = ApplicationCommand::SetApplicationPermissions {
            application_id: row.id,
            permissions: defined.clone(),
            version: Some(before.version),
        }
        .into();
        let context = operator(reason);
        let change = match arguments.dry_run {
            true => store.preview_administration(&command, &context).await?,
            false => store.administer(&command, &context).await?,
        };
        if !change.ok {
            return Ok(refuse_for(change.reason));
        }
        let would = if arguments.dry_run { "dry run, " } else { "" };
        let version = version(&store, &before).await?;
        println!("{would}{}: {} version {version}", change.reason.name(), row.id);
        print!("{}", differences(&before.defined, &defined));
        Ok(ExitCode::SUCCESS)
    })
}

async fn version(store: &Store, before: &ApplicationPermissionsRow) -> anyhow::Result<u32> {
    let after = store.application_permissions(before.application_id).await?;
    Ok(after.map_or(before.version, |after| after.version))
}

/// Lists what differs, a line each: a permission or role that is new, gone or other than before.
fn differences(before: &ApplicationPermissions, after: &ApplicationPermissions) -> String {
    let lines_of = |defined: &ApplicationPermissions| {
        let permissions = defined.permissions.iter().map(|one| {
            let to: Vec<&str> = one.granted_to.iter().map(|role| role.as_str()).collect();
            format!("{} to {} ({})", one.id, to.join(" "), cell(one.describe.as_str()))
        });
        let roles = defined.roles.iter().map(|one| format!("role {} ({})", one.id, cell(one.describe.as_str())));
        permissions.chain(roles).collect::<Vec<String>>()
    };
    let (before, after) = (lines_of(before), lines_of(after));
    let gone = before.iter().filter(|line| !after.contains(line)).map(|line| format!("  - {line}\n"));
    let new = after.iter().filter(|line| !before.contains(line)).map(|line| format!("  + {line}\n"));
    gone.chain(new).collect()
}

fn show(arguments: &Show) -> ExitCode {
    arguments.chosen.run(|store, row| async move {
        let Some(row) = store.application_permissions(row.id).await? else {
            return Ok(refuse_for(AdministrationReason::ApplicationNotFound));
        };
        Ok(document::print(&match arguments.format {
            ListFormat::Json => format!("{:#}\n", json!(row)),
            ListFormat::Text => text(&row),
        }))
    })
}

fn text(row: &ApplicationPermissionsRow) -> String {
    let defined = &row.defined;
    if defined.is_empty() {
        return format!("no permissions, version {}\n", row.version);
    }
    let permissions: Vec<[String; 3]> = defined
        .permissions
        .iter()
        .map(|one| {
            let to: Vec<&str> = one.granted_to.iter().map(|role| role.as_str()).collect();
            [one.id.to_string(), to.join(" "), cell(one.describe.as_str())]
        })
        .collect();
    let roles: Vec<[String; 2]> =
        defined.roles.iter().map(|one| [one.id.to_string(), cell(one.describe.as_str())]).collect();
    let mut text = table(["PERMISSION", "GRANTED TO", "DESCRIPTION"], &permissions);
    if !roles.is_empty() {
        text.push_str(&table(["ROLE", "DESCRIPTION"], &roles));
    }
    text.push_str(&format!("version {}\n", row.version));
    text
}
