//! `cora adopt`: takes over the database of a project that uses the legacy CORA toolkit.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use cora_store::{
    ADOPTION_FAULTS, AdoptError, AdoptionFault, AdoptionOptions, AdoptionReport, DatabaseLocation, Store, WrittenSince,
};

use super::connection::file::{ConnectionFile, FileOptions};
use super::connection::read_subjects;
use super::document::{self, BAD_INPUT};
use super::run_to_end;

/// Maximum rows shown per fault. `--json` prints all of them.
const SHOWN_ROWS: usize = 5;

/// Take over the database of an existing CORA project, in place.
///
/// CORA is the legacy toolkit that Cora replaces. Without `--apply` nothing is changed: the command
/// does all of it in a transaction, takes it back, and reports what became of every table, object
/// and row. With `--apply`, CORA's tables are moved unchanged to another schema, where every row is
/// kept for 90 days. Cora's tables are created in the schema `cora`, the rows are copied, and views
/// take the place of CORA's tables, so that its other modules and your own functions, policies and
/// views go on. An object that cannot follow is refused by its name. Meanwhile, other users of the
/// tables have to wait.
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
  cora adopt --settings setup.config.yaml --trust-emails --accept domain_unverified,connection_not_tested --apply
  cora adopt --identities --settings setup.config.yaml --subjects subjects.json --apply
  cora adopt --undo")]
pub struct Adopt {
    /// The database: a PostgreSQL URL. Its user must own CORA's tables.
    #[arg(long, value_name = "URL", env = "CORA_DATABASE", hide_env_values = true)]
    database: DatabaseLocation,
    /// Apply the adoption instead of only reporting it.
    #[arg(long)]
    apply: bool,
    /// Adopt the identities that were left out, in a database that is adopted already. Nothing is
    /// changed without `--apply`.
    #[arg(long, conflicts_with_all = ["trust_emails", "trust_domains", "clear_passwords"])]
    identities: bool,
    /// Undo an adoption, as long as nothing was written to Cora's tables since. Passwords that were
    /// cleared stay cleared.
    #[arg(long, conflicts_with_all = ["apply", "accept", "identities", "drop_kept", "trust_emails", "trust_domains", "clear_passwords", "settings", "subjects", "json"])]
    undo: bool,
    /// Undo the adoption although rows were written since. They are discarded: copy back those that
    /// are to stay before.
    #[arg(long, requires = "undo")]
    discard_written: bool,
    /// Drop the schema that CORA's tables are kept in, once it is kept no longer.
    #[arg(long, conflicts_with_all = ["apply", "accept", "identities", "trust_emails", "trust_domains", "clear_passwords", "settings", "subjects", "json"])]
    drop_kept: bool,
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
    /// Read which subjects of the provider stand for those that CORA stored, such as addresses:
    /// `{"subjects": [{"from": "ada@acme.example", "to": "00u1a2b3c4d5e6f7g8h9"}]}`.
    #[arg(long, value_name = "FILE")]
    subjects: Option<PathBuf>,
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
        subjects: Vec::new(),
        allow_loopback: arguments.file_options.provider_hosts.allow_loopback_http,
        allowed_hosts: arguments.file_options.provider_hosts.allow_provider_networks.clone(),
    };
    if let Some(path) = &arguments.settings {
        let file = ConnectionFile::read(path, &arguments.file_options);
        // What a connection still lacks for going live is said when it is imported.
        if !file.findings.is_valid {
            eprint!("{}", file.findings.text());
            return ExitCode::from(BAD_INPUT);
        }
        options.settings =
            file.connections.into_iter().map(|connection| (connection.kind, connection.settings)).collect();
    }
    match arguments.subjects.as_deref().map(read_subjects).transpose() {
        Ok(subjects) => options.subjects = subjects.unwrap_or_default(),
        Err(report) => return document::refuse(&report),
    }
    if arguments.undo || arguments.drop_kept {
        return end(arguments);
    }
    let accepted: BTreeSet<String> = arguments.accept.iter().cloned().collect();
    run_to_end(async {
        let now = (cora_server::clock::system())();
        let outcome = if arguments.identities {
            let accepted = arguments.apply.then_some(&accepted);
            Store::adopt_identities(&arguments.database, &options, accepted, now).await
        } else if arguments.apply {
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

/// Undoes an adoption, or drops what is kept of it no longer.
fn end(arguments: &Adopt) -> ExitCode {
    run_to_end(async {
        let text = if arguments.undo {
            let since = if arguments.discard_written { WrittenSince::Discarded } else { WrittenSince::Refuses };
            Store::undo_adoption(&arguments.database, since).await?;
            String::from("Undone. CORA's tables are in their place again.\n")
        } else {
            let now = (cora_server::clock::system())();
            let schema = Store::drop_kept_tables(&arguments.database, now).await?;
            format!("The schema `{schema}` is dropped.\n")
        };
        Ok(document::print(&text))
    })
}

/// Renders the report as text.
fn shown(report: &AdoptionReport, open: &[&str]) -> String {
    let mut text = String::new();
    for table in &report.tables {
        let found_as = if table.found_as == table.table { String::new() } else { format!(" ({})", table.found_as) };
        writeln!(text, "{}{found_as}: {} of {} rows", table.table, table.adopted, table.found).ok();
    }
    for dependent in &report.dependents {
        writeln!(text, "carried over: {dependent}").ok();
    }
    for affected in &report.affected {
        writeln!(text, "{affected}").ok();
    }
    if let Some(first) = report.without_login.first() {
        let (people, more) = (report.without_login.len(), if report.without_login.len() > 1 { ", …" } else { "" });
        writeln!(text, "without a way in until they link a login: {people} ({first}{more}); `--json` lists them").ok();
    }
    for kind in &ADOPTION_FAULTS {
        let rows: Vec<&AdoptionFault> = report.faults.iter().filter(|fault| fault.code == kind.code).collect();
        if rows.is_empty() {
            continue;
        }
        let mut tables: BTreeMap<&str, usize> = BTreeMap::new();
        for row in &rows {
            *tables.entry(&row.table).or_default() += 1;
        }
        let counts: Vec<String> = tables.iter().map(|(table, rows)| format!("{rows} in {table}")).collect();
        let accepted = if open.contains(&kind.code) { "" } else { ", accepted" };
        writeln!(text, "\n{} ({}{accepted}): {}\n  {}", kind.code, counts.join(", "), kind.message, kind.help).ok();
        for fault in rows.iter().filter(|fault| !fault.row.is_empty()).take(SHOWN_ROWS) {
            writeln!(text, "  - {} {}", fault.table, fault.row).ok();
        }
        if rows.len() > SHOWN_ROWS {
            writeln!(text, "  - and {} more; `--json` shows all", rows.len() - SHOWN_ROWS).ok();
        }
    }
    let kept = format!(
        "CORA's tables are kept unchanged in the schema `{}`, until {}; `cora adopt --drop-kept` drops them then.",
        report.kept_in, report.kept_until
    );
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
