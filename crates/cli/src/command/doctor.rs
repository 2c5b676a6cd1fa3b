//! `cora doctor`: checks a database and everything that the service needs of it.

mod online;

use std::process::ExitCode;

use clap::Args;
use cora_core::issuer::signing_key::SigningKeyUse;
use cora_core::json::Code as _;
use cora_secrets::{KeyRing, SecretError};
use cora_store::{Drift, Store};
use serde_json::{Value, json};

use self::online::Contacts;
use super::database::Database;
use super::document;
use super::table::{ListFormat, cell};

/// Maximum difference between the clock of this machine and the database's, in seconds.
const MAX_SKEW_SECONDS: u64 = 5;
/// Time before its end at which a secret of an application is reported, in seconds: 30 days.
const SOON_SECONDS: u64 = 30 * 86_400;
/// Time after which rows that are over should have been removed, in seconds: an hour.
const MAX_OVERDUE_SECONDS: u64 = 3600;

/// Check a database: its schema against what the migrations make, what is open to others, whether
/// an owner can log in, seats, keys, secrets that end, clocks, the way to PostgreSQL and the
/// server's sweeps. With --online, check what the service contacts, too.
///
/// In PostgreSQL the expected schema is made in a transaction that is rolled back, for which the
/// role needs the privilege to create schemas.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cora doctor --database cora.db
  cora doctor --database cora.db --format json | jq '.findings[] | select(.severity == \"error\")'
  cora doctor --database cora.db --fix     mend what can be mended without a decision
  cora doctor --database cora.db --online --public-url https://cora.acme.example
                                           contact providers, mail server, name servers and service

Exit codes: 0 no errors, 1 errors, or something could not be checked; 2 bad usage.")]
pub struct Doctor {
    #[command(flatten)]
    database: Database,
    /// Mend what can be mended without a decision: missing indexes, triggers, constraints and
    /// functions, grants, row level security, policies, and counted seats.
    #[arg(long)]
    fix: bool,
    /// Contact the providers of active connections, the mail server, the name server and the
    /// service. Nothing is sent or written.
    #[arg(long)]
    online: bool,
    #[command(flatten)]
    contacts: Contacts,
    /// The format.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: ListFormat,
}

/// A finding.
#[derive(Debug)]
struct Finding {
    /// `error`, `warning`, `note` or `mended`.
    severity: &'static str,
    /// The code.
    code: &'static str,
    message: String,
    help: String,
}

impl Finding {
    fn new(severity: &'static str, code: &'static str, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { severity, code, message: message.into(), help: help.into() }
    }
}

/// Runs the command.
pub fn run(arguments: &Doctor) -> ExitCode {
    arguments.database.run(|store| async move {
        let mut findings = Vec::new();
        schema(&store, arguments.fix, &mut findings).await?;
        seats(&store, arguments.fix, &mut findings).await?;
        owners(&store, &mut findings).await?;
        keys(&store, &mut findings).await?;
        secrets(&store, &mut findings).await?;
        path(&store, &mut findings).await?;
        times(&store, &mut findings).await?;
        kept(&store, &mut findings).await?;
        if arguments.online {
            online::check(&store, &arguments.contacts, &mut findings).await?;
        }
        let failed = findings.iter().any(|finding| finding.severity == "error");
        let text = match arguments.format {
            ListFormat::Json => {
                let shown = |Finding { severity, code, message, help }: &Finding| {
                    json!({ "severity": severity, "code": code, "message": message, "help": help })
                };
                let findings: Vec<Value> = findings.iter().map(shown).collect();
                format!("{:#}\n", json!({ "findings": findings }))
            }
            ListFormat::Text if findings.is_empty() => "no findings\n".to_owned(),
            ListFormat::Text => findings
                .iter()
                .map(|finding| {
                    let Finding { severity, code, message, help } = finding;
                    format!("{severity}[{code}]: {}\n   = fix: {help}\n", cell(message))
                })
                .collect(),
        };
        document::print(&text);
        Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
    })
}

/// Compares the schema, and mends it if asked to.
async fn schema(store: &Store, fix: bool, findings: &mut Vec<Finding>) -> anyhow::Result<()> {
    let mut drift = match store.drift().await {
        Ok(drift) => drift,
        Err(error) => {
            let message = format!("the schema could not be compared: {error}");
            let help = "Run it as a role that may create schemas in this database.";
            findings.push(Finding::new("error", "schema_unchecked", message, help));
            store.openings().await?
        }
    };
    if fix {
        let mut mended = Vec::new();
        for one in &drift {
            match store.mend(one).await {
                Ok(true) => mended.push(format!("{}: {}", one.object, one.difference)),
                Ok(false) => {}
                Err(error) => {
                    let message = format!("{} could not be mended: {error}", one.object);
                    findings.push(Finding::new("error", "not_mended", message, "Remove the rows that are in its way."));
                }
            }
        }
        let left = store.drift().await.unwrap_or(drift);
        mended.retain(|one| !left.iter().any(|left| format!("{}: {}", left.object, left.difference) == *one));
        findings.extend(mended.into_iter().map(|one| Finding::new("mended", "schema_drift", one, "Nothing to do.")));
        drift = left;
    }
    findings.extend(drift.into_iter().map(|one| of_drift(&one)));
    Ok(())
}

fn of_drift(drift: &Drift) -> Finding {
    let message = format!("{}: {}", drift.object, drift.difference);
    let help = match &drift.mend {
        Some(_) => "Run `cora doctor --fix`.",
        None if drift.difference == "added" => "Remove it, unless you added it on purpose.",
        None => "Restore a backup, or make it as the migrations do.",
    };
    let (severity, code) = match (drift.opens, drift.difference.as_str()) {
        (true, _) => ("error", "database_open"),
        (false, "added") => ("warning", "schema_drift"),
        (false, _) => ("error", "schema_drift"),
    };
    Finding::new(severity, code, message, help)
}

/// Compares the counted seats and owners with the memberships.
async fn seats(store: &Store, fix: bool, findings: &mut Vec<Finding>) -> anyhow::Result<()> {
    let wrong = store.miscounted_organizations().await?;
    if wrong == 0 {
        return Ok(());
    }
    let message = format!("{wrong} organizations have other seats or owners than members");
    if fix {
        store.count_organizations_again().await?;
        findings.push(Finding::new("mended", "seats_miscounted", message, "Nothing to do."));
    } else {
        findings.push(Finding::new("error", "seats_miscounted", message, "Run `cora doctor --fix`."));
    }
    Ok(())
}

/// Looks for an owner who can log in.
async fn owners(store: &Store, findings: &mut Vec<Finding>) -> anyhow::Result<()> {
    let owners = store.owners().await?;
    if owners.active == 0 {
        let help = "Run `cora init`, and sign in with the token.";
        findings.push(Finding::new("error", "no_owner", "the platform has no active owner", help));
    } else if owners.reachable == 0 {
        let message = "no owner has an identity of a connection that is active";
        let help = "Run `cora connection activate`, `cora user grant`, or `cora recovery issue`.";
        findings.push(Finding::new("error", "no_owner_reachable", message, help));
    } else if owners.reachable == 1 {
        let message = "only one owner can log in";
        findings.push(Finding::new("warning", "one_owner", message, "Make a second owner with `cora user grant`."));
    }
    if owners.active_connections == 0 {
        let help = "Run `cora connection activate`.";
        findings.push(Finding::new("error", "no_connection", "no connection is active: nobody can log in", help));
    }
    Ok(())
}

/// Looks at the keys of the issuer, if it has any.
async fn keys(store: &Store, findings: &mut Vec<Finding>) -> anyhow::Result<()> {
    let now = (cora_server::clock::system())();
    let keys = store.signing_keys().await?;
    for key_use in SigningKeyUse::ALL {
        let of_use = || keys.iter().filter(|key| key.facts.key_use == key_use);
        let signs = of_use().any(|key| key.facts.state(now).name() == "active");
        if of_use().next().is_some() && !signs {
            let message = format!("no key signs for {} now", key_use.name());
            findings.push(Finding::new("error", "no_active_key", message, "Start the server, which makes keys."));
        }
    }
    Ok(())
}

/// Looks for secrets that end, and for keys that stored secrets need and this process lacks.
async fn secrets(store: &Store, findings: &mut Vec<Finding>) -> anyhow::Result<()> {
    let now = (cora_server::clock::system())();
    for secret in store.ending_application_secrets(now.plus(SOON_SECONDS)).await? {
        let help =
            format!("Run `cora application secret {}`, and give the application the new one.", secret.application_id);
        let name = &secret.application_name;
        findings.push(match secret.ends_at.checked_sub(now.seconds()) {
            Some(left) if left > 0 => {
                let message = format!("a secret of the application `{name}` ends in {} days", left / 86_400);
                Finding::new("warning", "secret_ending", message, help)
            }
            _ => {
                Finding::new("warning", "secret_ended", format!("a secret of the application `{name}` has ended"), help)
            }
        });
    }
    let sealing = store.sealing_keys().await?;
    let keys = match KeyRing::from_environment() {
        Ok(keys) => keys,
        Err(SecretError::KeysMissing) if sealing.is_empty() => return Ok(()),
        Err(SecretError::KeysMissing) => {
            let message = "the database has sealed secrets, and CORA_SECRET_KEYS is not set here";
            let help = "Run the doctor with the environment of the service.";
            findings.push(Finding::new("warning", "secret_keys_unchecked", message, help));
            return Ok(());
        }
        Err(error) => {
            let help = "Correct CORA_SECRET_KEYS in the environment.";
            findings.push(Finding::new("error", "secret_keys_invalid", error.to_string(), help));
            return Ok(());
        }
    };
    for name in sealing.iter().filter(|name| !keys.key_ids().any(|key| key == name.as_str())) {
        let message = format!("the key `{name}` seals secrets, and CORA_SECRET_KEYS does not have it");
        findings.push(Finding::new("error", "secret_key_missing", message, "Add the key to CORA_SECRET_KEYS again."));
    }
    Ok(())
}

/// Looks at the way to PostgreSQL.
async fn path(store: &Store, findings: &mut Vec<Finding>) -> anyhow::Result<()> {
    let Some(path) = store.database_path().await? else { return Ok(()) };
    if !path.is_encrypted && !path.is_local {
        let message = "the connection that reaches PostgreSQL is not encrypted";
        let help = "Add `sslmode=verify-full` to the URL; behind a pooler, have the pooler encrypt it.";
        findings.push(Finding::new("warning", "database_not_encrypted", message, help));
    }
    if path.is_pooled {
        let message = "a pooler in transaction mode is in front of PostgreSQL, which plans each statement again";
        let help = "Nothing, if it is meant so; otherwise connect directly, or by a pooler in session mode.";
        findings.push(Finding::new("note", "database_pooled", message, help));
    }
    Ok(())
}

/// Looks for tables that an adoption kept, and that are kept no longer.
async fn kept(store: &Store, findings: &mut Vec<Finding>) -> anyhow::Result<()> {
    let now = (cora_server::clock::system())();
    if let Some((schema, until)) = store.kept_past_end(now).await? {
        let message = format!("the tables of CORA in the schema `{schema}` were to be kept until {until}");
        findings.push(Finding::new("warning", "kept_tables_over", message, "Run `cora adopt --drop-kept`."));
    }
    Ok(())
}

/// Compares the clocks, and looks for rows that should have been removed.
async fn times(store: &Store, findings: &mut Vec<Finding>) -> anyhow::Result<()> {
    let now = (cora_server::clock::system())();
    let skew = store.database_time().await?.map(|theirs| theirs.seconds().abs_diff(now.seconds())).unwrap_or(0);
    if skew > MAX_SKEW_SECONDS {
        let message = format!("the clocks of this machine and of the database differ by {skew} s");
        findings.push(Finding::new("warning", "clock_skew", message, "Synchronize both clocks."));
    }
    if let Some(overdue) = store.oldest_overdue(now).await?.filter(|overdue| *overdue > MAX_OVERDUE_SECONDS) {
        let message = format!("rows that are over for {overdue} s were not removed");
        findings.push(Finding::new("warning", "sweep_overdue", message, "See whether the server runs."));
    }
    Ok(())
}
