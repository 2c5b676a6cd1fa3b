//! `cora connection import`: imports connections from a file into the database.

mod apply;
mod preparation;
mod secret;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use cora_core::issue::Severity;
use cora_secrets::KeyRing;
use cora_store::Store;

use super::super::database::{Database, refuse};
use super::super::document::BAD_INPUT;
use super::change::force;
use super::file::{ConnectionFile, FileOptions};
use crate::command::provider_hosts::ProviderHosts;
use preparation::Preparation;

/// Import connections from a file into the database.
///
/// The file has Cora's own form, contains rows of the legacy CORA toolkit, or is CORA's
/// `setup.config.yaml`. A connection that exists already, with the same identifier or else the same
/// kind and organization, gets the settings as an additional version. If nothing differs, nothing
/// is done, so an import can be repeated. Imported settings are not in use until they are tested
/// and activated. To migrate a running system, pass `--activate --reason TEXT`: what the file says
/// is in use then goes live untested. Settings with errors are kept as a draft and never go live; a
/// provider without settings is skipped.
///
/// All objections are reported before anything is written. Each connection is written separately
/// and then reported. A secret in the file is only imported with `--store-secrets`, which stores it
/// encrypted with `CORA_SECRET_KEYS`.
///
/// Exit codes: 0 done, all without errors; 1 refused, or something was skipped or is a draft; 2 a
/// file cannot be read.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cora connection import --database cora.db okta.yaml
  cora connection import --database cora.db --dry-run setup.config.yaml
  cora connection import --database cora.db --set okta.clientSecret=env:OKTA_CLIENT_SECRET \\
    --set okta.audiences=api://default --activate --reason 'the system goes on with its provider' setup.config.yaml
  psql -Atc 'SELECT json_agg(c) FROM platform_idp_config c' > rows.json
  cora connection import --database cora.db rows.json")]
pub struct Import {
    #[command(flatten)]
    database: Database,
    /// The file to import. See `cora connection validate --help` for its forms.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Print what would be done, and write nothing.
    #[arg(long)]
    dry_run: bool,
    /// Activate what the file says is in use, although no test login has succeeded.
    #[arg(long, requires = "reason")]
    activate: bool,
    /// The reason, for the audit log.
    #[arg(long, value_name = "TEXT", requires = "activate")]
    reason: Option<String>,
    /// Store secrets that are in the file, encrypted with the first key of `CORA_SECRET_KEYS`.
    #[arg(long)]
    store_secrets: bool,
    #[command(flatten)]
    file_options: FileOptions,
}

/// Runs the command.
pub fn run(arguments: &Import) -> ExitCode {
    let file = ConnectionFile::read(&arguments.file, &arguments.file_options);
    eprint!("{}", file.findings.text());
    if !file.findings.is_valid {
        eprintln!("{}: {}; nothing is imported", file.findings.name, file.findings.summary());
        return ExitCode::from(BAD_INPUT);
    }
    let activate = match arguments.reason.as_deref().filter(|_| arguments.activate).map(force).transpose() {
        Ok(activate) => activate,
        Err(code) => return code,
    };
    let keys = match arguments.store_secrets.then(KeyRing::from_environment).transpose() {
        Ok(keys) => keys,
        Err(error) => {
            refuse(error.code(), &error.to_string(), error.help());
            return ExitCode::from(BAD_INPUT);
        }
    };
    let preparation = Preparation { activate, keys, provider_hosts: arguments.file_options.provider_hosts.clone() };
    arguments.database.run(|store| async move {
        for part in &file.not_read {
            println!("not imported: {}, {}", part.part, part.why);
        }
        let steps = match preparation.steps(&store, &file.connections).await? {
            Ok(steps) => steps,
            Err(objections) => {
                eprintln!("{}{}: nothing is imported", rendered(&objections), file.findings.name);
                return Ok(ExitCode::FAILURE);
            }
        };
        let written = if arguments.dry_run {
            steps.iter().for_each(|step| println!("would be {}", step.preview()));
            true
        } else {
            apply::write(&store, steps, &preparation).await?
        };
        // WHY check the findings: settings with errors were imported as a draft, or skipped.
        let is_clean = file.findings.diagnostics.iter().all(|found| found.severity != Severity::Error);
        Ok(if written && is_clean { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    })
}

/// Imports the connections of a file as drafts, and reports each. Secrets in it are not stored.
/// Returns `false` if something was refused.
///
/// # Errors
///
/// Fails with the errors of the store.
pub async fn import_drafts(store: &Store, file: &ConnectionFile, dry_run: bool) -> anyhow::Result<bool> {
    let preparation = Preparation { activate: None, keys: None, provider_hosts: ProviderHosts::default() };
    let steps = match preparation.steps(store, &file.connections).await? {
        Ok(steps) => steps,
        Err(objections) => {
            eprint!("{}", rendered(&objections));
            return Ok(false);
        }
    };
    if dry_run {
        steps.iter().for_each(|step| println!("would be {}", step.preview()));
        return Ok(true);
    }
    apply::write(store, steps, &preparation).await
}

/// Renders objections for people.
fn rendered(objections: &[Objection]) -> String {
    let one = |Objection { code, at, message, help }: &Objection| {
        format!("error[{code}]: {message}\n  --> {at}\n   = fix: {help}\n\n")
    };
    objections.iter().map(one).collect()
}

/// An objection that prevents the import of the whole file.
struct Objection {
    code: &'static str,
    /// The connection that it is about.
    at: String,
    message: String,
    help: String,
}

impl Objection {
    fn new(code: impl cora_core::json::Code, at: &str, message: &str, help: &str) -> Self {
        let at = if at.is_empty() { "/" } else { at }.to_owned();
        Self { code: code.name(), at, message: message.to_owned(), help: help.to_owned() }
    }
}
