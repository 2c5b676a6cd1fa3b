//! `cora connection carry-over`: makes identities of one issuer those of another.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use cora_core::administration::{CarryOver, CarryOverConflict, CarryOverReason, SubjectMappings, mapping_faults};
use cora_core::identity::SubjectMapping;
use cora_core::issue::Report;
use cora_core::json::Code as _;
use cora_core::redact::RedactedSubject;
use cora_core::text::Issuer;
use cora_store::{CarryOverCommand, FormerIssuer, Store};
use cora_wire::Document as _;
use serde_json::json;

use super::super::database::{Database, operator, reason, refuse};
use super::super::document::{self, BAD_INPUT};
use super::super::table::{ListFormat, cell};
use super::stored::find;

/// Make the identities of one issuer those of another, after a provider was renamed or replaced.
///
/// A person is an issuer and a subject. So at a new issuer nobody is known, although the people and
/// their subjects are the same. This moves their identities, with the addresses that they vouch
/// for. All move, or none does: an identity that is somebody's already at the new issuer is a
/// conflict, and no accounts are joined.
///
/// Exit codes: 0 done, nothing to do, or a dry run without objection; 1 refused, with the reason; 2
/// bad usage or a bad file.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cora connection carry-over --database cora.db https://auth.acme.example/realms/acme keycloak --dry-run
  cora connection carry-over --database cora.db okta entra_id --mapping subjects.json --reason 'moved to Entra ID'

The file has the former and the new subject of each person:
  { \"subjects\": [{ \"from\": \"00u1\", \"to\": \"6a1f0c3e-…\" }] }")]
pub struct CarryIdentitiesOver {
    #[command(flatten)]
    database: Database,
    /// The former issuer: its URL, or a connection that uses it or last used it.
    #[arg(value_name = "FROM")]
    from: String,
    /// The connection whose issuer is the new one: its identifier, or its kind of provider.
    #[arg(value_name = "TO")]
    to: String,
    /// The number of the connection's settings that determine the new issuer. If omitted, the
    /// latest.
    #[arg(long, value_name = "N")]
    number: Option<u32>,
    /// A JSON file with the subjects to carry over, or `-` for standard input. If omitted, all are,
    /// each to the same subject.
    #[arg(long, value_name = "FILE")]
    mapping: Option<PathBuf>,
    /// Report what would be done, and write nothing.
    #[arg(long)]
    dry_run: bool,
    /// Proceed even if no administrator of the platform could log in afterwards.
    #[arg(long, requires = "reason")]
    force: bool,
    /// The reason, for the audit log. At most 500 bytes.
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    /// The format of the report.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: ListFormat,
}

/// Runs the command.
pub fn run(arguments: &CarryIdentitiesOver) -> ExitCode {
    let CarryIdentitiesOver { database, from, to, number, mapping, dry_run, force, reason: why, format } = arguments;
    let (number, force, dry_run) = (*number, *force, *dry_run);
    let reason = match why.as_deref().map(reason).transpose() {
        Ok(reason) => reason,
        Err(code) => return code,
    };
    let subjects = match mapping.as_deref().map(read_subjects).transpose() {
        Ok(subjects) => subjects,
        Err(report) => return document::refuse(&report),
    };
    database.run(|store| async move {
        let (from, to) = match (former(&store, from).await?, find(&store, to).await?) {
            (Ok(from), Ok(to)) => (from, to.id),
            (Err(code), _) | (_, Err(code)) => return Ok(code),
        };
        let command = CarryOverCommand { from, to, number, subjects, force, dry_run };
        let result = store.carry_identities_over(&command, &operator(reason)).await?;
        if *format == ListFormat::Json {
            let mut shown = json!(result.report);
            shown["outcome"] = json!(result.reason);
            shown["dryRun"] = json!(dry_run);
            document::print(&format!("{shown:#}\n"));
        } else if result.ok {
            document::print(&done(&result, dry_run));
        }
        Ok(if result.ok { ExitCode::SUCCESS } else { refused(&result) })
    })
}

/// Reads the file with the subjects.
pub fn read_subjects(path: &Path) -> Result<Vec<SubjectMapping>, Report> {
    let bytes = document::read_at_most(path, SubjectMappings::MAX_BYTES);
    let bytes = bytes.map_err(|error| document::unreadable(path, &error))?;
    let SubjectMappings { subjects } = cora_wire::decode(&bytes)?;
    let faults = mapping_faults(&subjects);
    if faults.is_empty() { Ok(subjects) } else { Err(cora_wire::report(faults)) }
}

/// Finds the former issuer: a URL, or a connection by its identifier or kind.
async fn former(store: &Store, name: &str) -> anyhow::Result<Result<FormerIssuer, ExitCode>> {
    if !name.contains("://") {
        return Ok(find(store, name).await?.map(|row| FormerIssuer::Connection(row.id)));
    }
    Ok(Issuer::new(name).map(FormerIssuer::Issuer).ok_or_else(|| {
        refuse("out_of_bounds", "the issuer is longer than 2048 bytes", "Pass the issuer of the former provider.");
        ExitCode::from(BAD_INPUT)
    }))
}

/// Formats a result: `carried_over: 12 identities from https://… to https://…`
fn done(result: &CarryOver, dry_run: bool) -> String {
    let report = &result.report;
    let shown = |issuer: &Option<Issuer>| issuer.as_ref().map(|issuer| cell(issuer.as_str())).unwrap_or_default();
    let would = if dry_run { "dry run, " } else { "" };
    let mut text = format!(
        "{would}{}: {} from {} to {}\n",
        result.reason.name(),
        identities(report.moved),
        shown(&report.from),
        shown(&report.to)
    );
    // Writing to a string cannot fail.
    if report.already_linked > 0 {
        let _ = writeln!(text, "linked already: {}", identities(report.already_linked));
    }
    if report.left > 0 {
        let _ = writeln!(text, "left: {}{}", identities(report.left), listed(&report.left_subjects));
    }
    text
}

/// Reports on standard error why nothing was carried over, and returns the exit code.
fn refused(result: &CarryOver) -> ExitCode {
    for CarryOverConflict { kind, count, subjects } in &result.report.conflicts {
        eprintln!("conflict[{}]: {}{}", kind.name(), identities(*count), listed(subjects));
    }
    let help = match result.reason {
        CarryOverReason::WouldLockOutAdmins => {
            "Activate the connection first, or pass `--force --reason TEXT` and activate it right after."
        }
        reason => reason.help(),
    };
    refuse(result.reason.name(), result.reason.text(), help)
}

fn identities(count: u32) -> String {
    if count == 1 { "1 identity".to_owned() } else { format!("{count} identities") }
}

/// Lists redacted subjects behind a space, or nothing.
fn listed(subjects: &[RedactedSubject]) -> String {
    let subjects: Vec<String> = subjects.iter().map(|subject| cell(subject.as_str())).collect();
    if subjects.is_empty() { String::new() } else { format!(" ({})", subjects.join(", ")) }
}
