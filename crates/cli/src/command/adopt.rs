//! `cora adopt`: takes over the database of a project that uses the legacy CORA toolkit.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use cora_store::{
    ADOPTION_FAULTS, AdoptError, AdoptionFault, AdoptionOptions, AdoptionReport, DatabaseLocation, Store,
};

use super::connection::file::{ConnectionFile, FileOptions};
use super::document::{self, BAD_INPUT};
use super::run_to_end;

/// Maximum rows shown per fault. `--json` prints all of them.
const SHOWN_ROWS: usize = 5;

/// Take over the database of an existing CORA project, in place.
///
/// CORA is the legacy toolkit that Cora replaces. Without `--apply` nothing is changed: the command
/// reports what it would do with every table, and which rows have which faults. With `--apply`,
/// CORA's tables are moved unchanged to another schema, where every row is kept. Cora's tables are
/// created in their place, and the rows are copied, all in one transaction. Your own foreign keys,
/// policies and views then refer to the new tables. Meanwhile, other users of the tables have to
/// wait.
///
/// Faults prevent `--apply` until they are accepted by name. No fault is resolved in a user's
/// favor: an unknown role becomes the lowest role, and anything that was never proved counts as
/// unproved.
///
/// Exit codes: 0 done, or nothing prevents it; 1 there are faults that were not accepted, or it
/// failed; 2 bad usage.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  export CORA_DATABASE='postgresql://postgres:…@db.acme.example/postgres?sslmode=require'
  cora adopt
  cora adopt --settings setup.config.yaml --json > faults.json
  cora adopt --settings setup.config.yaml --trust-emails --accept domain_unverified,connection_not_tested --apply")]
pub struct Adopt {
    /// The database: a PostgreSQL URL. Its user must own CORA's tables.
    #[arg(long, value_name = "URL", env = "CORA_DATABASE", hide_env_values = true,
        value_parser = super::database::location)]
    database: DatabaseLocation,
    /// Apply the adoption instead of only reporting it.
    #[arg(long)]
    apply: bool,
    /// Accept the faults with these codes. This confirms that you have seen what happens to the
    /// rows.
    #[arg(long, value_name = "CODE,…", value_delimiter = ',', value_parser = code)]
    accept: Vec<String>,
    /// Treat email addresses as verified, although CORA did not verify them. For providers that
    /// did.
    #[arg(long)]
    trust_emails: bool,
    /// Treat domain claims as proved, although CORA did not verify them. This never applies to
    /// domains that several organizations claim, or in which anyone can get an address.
    #[arg(long)]
    trust_domains: bool,
    /// Clear these users' passwords in Supabase, which would let them in past Cora.
    #[arg(long)]
    clear_passwords: bool,
    /// Read the settings of the identity providers from this file instead of the database: CORA's
    /// `setup.config.yaml`, or any form that `cora connection import` reads.
    #[arg(long, value_name = "FILE")]
    settings: Option<PathBuf>,
    /// Print the report as JSON.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    file_options: FileOptions,
}

fn code(text: &str) -> Result<String, String> {
    let is_known = ADOPTION_FAULTS.iter().any(|kind| kind.code == text);
    if is_known { Ok(text.to_owned()) } else { Err(String::from("the fault code is unknown")) }
}

/// Runs the command.
pub fn run(arguments: &Adopt) -> ExitCode {
    let mut options = AdoptionOptions {
        trust_emails: arguments.trust_emails,
        trust_domains: arguments.trust_domains,
        clear_passwords: arguments.clear_passwords,
        settings: Vec::new(),
        allow_loopback: arguments.file_options.provider_hosts.allow_loopback_http,
        allowed_hosts: arguments.file_options.provider_hosts.allow_provider_networks.clone(),
    };
    if let Some(path) = &arguments.settings {
        let file = ConnectionFile::read(path, &arguments.file_options);
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

/// Renders the report as text.
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
            writeln!(text, "  - and {} more; `--json` shows all", rows.len() - SHOWN_ROWS).ok();
        }
    }
    let kept = format!("CORA's tables are kept unchanged in the schema `{}`.", report.kept_in);
    match (report.applied, open) {
        (true, _) => writeln!(text, "\nAdopted. {kept}"),
        (false, []) => writeln!(text, "\nNothing was changed. Use `--apply` to adopt the database."),
        (false, open) => {
            writeln!(text, "\nNothing was changed. Use `--apply --accept {}` to adopt the database.", open.join(","))
        }
    }
    .ok();
    text
}
