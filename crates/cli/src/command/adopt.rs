//! `cora adopt`: take over the database of an existing CORA project.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use cora_store::{
    ADOPTION_FAULTS, AdoptError, AdoptionFault, AdoptionOptions, AdoptionReport, DatabaseLocation, Store,
};

use super::connection::file::{ConnectionFile, Reading};
use super::document::{self, BAD_INPUT};
use super::run_to_end;

/// How many rows of a fault are shown; `--json` has all.
const SHOWN_ROWS: usize = 5;

/// Take over the database of an existing CORA project, in place.
///
/// Without `--apply` nothing is changed: what would become of every table is said, and what is wrong with which rows. With it the tables of CORA are moved as
/// they are to a schema beside, where every row stays; Cora's are made in their place, and the rows are copied, in one transaction. Foreign keys, policies
/// and views of your own refer to the new tables then. Whoever uses the tables waits meanwhile.
///
/// Faults keep it from being applied until they are accepted by name. Nothing is guessed in somebody's favour: who had an unknown role gets the least, what
/// was never proved counts as unproved.
///
/// Exit codes: 0 done, or nothing speaks against it; 1 there are faults that were not accepted, or it failed; 2 bad usage.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  export CORA_DATABASE='postgresql://postgres:…@db.acme.example/postgres?sslmode=require'
  cora adopt
  cora adopt --settings setup.config.yaml --json > faults.json
  cora adopt --settings setup.config.yaml --trust-emails --accept domain_unverified,connection_not_tested --apply")]
pub struct Adopt {
    /// The database: the URL of a PostgreSQL. Its user has to own CORA's tables.
    #[arg(long, value_name = "URL", env = "CORA_DATABASE", hide_env_values = true)]
    database: DatabaseLocation,
    /// Do it.
    #[arg(long)]
    apply: bool,
    /// Codes of faults that are accepted, which says that you have seen what becomes of these rows.
    #[arg(long, value_name = "CODE,…", value_delimiter = ',', value_parser = code)]
    accept: Vec<String>,
    /// Count addresses as their people's, although CORA did not check: for providers that did.
    #[arg(long)]
    trust_emails: bool,
    /// Count claims of domains as proved, although CORA did not check; those of several organizations, and of domains that anybody has addresses of, never.
    #[arg(long)]
    trust_domains: bool,
    /// Clear the passwords that Supabase has of these people, by which it would let them in past Cora.
    #[arg(long)]
    clear_passwords: bool,
    /// A file with the settings of the identity providers, in the place of those in the database: CORA's `setup.config.yaml`, or any form of `cora connection import`.
    #[arg(long, value_name = "FILE")]
    settings: Option<PathBuf>,
    /// Print the report as JSON.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    reading: Reading,
}

fn code(text: &str) -> Result<String, String> {
    let is_known = ADOPTION_FAULTS.iter().any(|kind| kind.code == text);
    if is_known { Ok(text.to_owned()) } else { Err(String::from("there is no such fault")) }
}

/// Runs the command.
pub fn run(arguments: &Adopt) -> ExitCode {
    let mut options = AdoptionOptions {
        trust_emails: arguments.trust_emails,
        trust_domains: arguments.trust_domains,
        clear_passwords: arguments.clear_passwords,
        settings: Vec::new(),
        allow_loopback: arguments.reading.allow_loopback_http,
    };
    if let Some(path) = &arguments.settings {
        let file = ConnectionFile::read(path, &arguments.reading);
        eprint!("{}", file.findings.text());
        if !file.findings.is_valid {
            return ExitCode::from(BAD_INPUT);
        }
        options.settings =
            file.connections.into_iter().map(|connection| (connection.kind, connection.settings)).collect();
    }
    let accepted: BTreeSet<String> = arguments.accept.iter().cloned().collect();
    run_to_end(async {
        let now = (cora_server::clock::system())();
        let outcome = if arguments.apply {
            Store::adopt(&arguments.database, &options, &accepted, now).await
        } else {
            Store::adoption(&arguments.database, &options, now).await
        };
        let report = match outcome {
            Ok(report) => report,
            Err(AdoptError::Faults(report)) => *report,
            Err(error) => return Err(error.into()),
        };
        let open: Vec<&str> = report.codes().into_iter().filter(|code| !accepted.contains(*code)).collect();
        let text = if arguments.json {
            format!("{}\n", serde_json::to_string_pretty(&report)?)
        } else {
            shown(&report, &open)
        };
        let printed = document::print(&text);
        Ok(if open.is_empty() { printed } else { ExitCode::FAILURE })
    })
}

/// The report for people.
fn shown(report: &AdoptionReport, open: &[&str]) -> String {
    let mut text = String::new();
    for table in &report.tables {
        writeln!(text, "{}: {} of {} rows", table.table, table.adopted, table.found).ok();
    }
    for dependent in &report.dependents {
        writeln!(text, "refers to Cora's table: {dependent}").ok();
    }
    for kind in &ADOPTION_FAULTS {
        let rows: Vec<&AdoptionFault> = report.faults.iter().filter(|fault| fault.code == kind.code).collect();
        let Some(first) = rows.first() else { continue };
        let accepted = if open.contains(&kind.code) { "" } else { ", accepted" };
        writeln!(
            text,
            "\n{} ({} in {}{accepted}): {}\n  {}",
            kind.code,
            rows.len(),
            first.table,
            kind.message,
            kind.help
        )
        .ok();
        for fault in rows.iter().filter(|fault| !fault.row.is_empty()).take(SHOWN_ROWS) {
            writeln!(text, "  - {} {}", fault.table, fault.row).ok();
        }
        if rows.len() > SHOWN_ROWS {
            writeln!(text, "  - and {} more; `--json` has all", rows.len() - SHOWN_ROWS).ok();
        }
    }
    let kept = format!("CORA's tables are kept as they were in the schema `{}`.", report.kept_in);
    match (report.applied, open) {
        (true, _) => writeln!(text, "\nAdopted. {kept}"),
        (false, []) => writeln!(text, "\nNothing was changed. `--apply` does it."),
        (false, open) => writeln!(text, "\nNothing was changed. `--apply --accept {}` does it.", open.join(",")),
    }
    .ok();
    text
}
