//! Carries out commands on stored connections, and reports refusals.

use std::process::ExitCode;

use clap::Args;
use cora_core::actor::Actor;
use cora_core::connection::lifecycle::{
    ConnectionChange, ConnectionCommand, ConnectionEffect, ConnectionReason, Force,
};
use cora_core::connection::report::ConnectionIssue;
use cora_core::id::ConnectionId;
use cora_core::json::Code as _;
use cora_store::{ChangeContext, ConnectionRow, Store};

use super::super::database::{self, refuse};
use super::super::provider_hosts::ProviderHosts;
use super::show::written;

/// Options that override safeguards, or guard against concurrent changes.
#[derive(Debug, Args)]
pub struct Safeguards {
    /// Proceed only if the connection has this version, so that nobody else has changed it
    /// meanwhile.
    #[arg(long, value_name = "VERSION")]
    pub expected_version: Option<u32>,
    /// Proceed although a safeguard prevents it: no test login has succeeded, or no administrator
    /// may be able to log in. Settings with errors cannot go live this way either.
    #[arg(long, requires = "reason")]
    force: bool,
    /// The reason, for the audit log.
    #[arg(long, value_name = "TEXT", requires = "force")]
    reason: Option<String>,
    /// Report the result, with the number of users who would have no way in any more, and write
    /// nothing.
    #[arg(long)]
    pub dry_run: bool,
}

impl Safeguards {
    /// Returns the request to override safeguards, if there is one.
    ///
    /// # Errors
    ///
    /// Fails with the exit code for a reason that cannot be recorded. The fault is reported on
    /// standard error.
    pub fn force(&self) -> Result<Option<Force>, ExitCode> {
        self.reason.as_deref().filter(|_| self.force).map(force).transpose()
    }
}

/// Builds a request to override safeguards.
///
/// # Errors
///
/// Fails with the exit code for a reason that cannot be recorded. The fault is reported on standard
/// error.
pub fn force(reason: &str) -> Result<Force, ExitCode> {
    database::reason(reason).map(|reason| Force { reason })
}

/// Returns the context of a command that the operator runs now on the command line.
pub fn operator(hosts: &ProviderHosts) -> ChangeContext {
    ChangeContext {
        now: (cora_server::clock::system())(),
        actor: Actor::Operator {},
        request_id: None,
        allow_loopback: hosts.allow_loopback_http,
        allowed_hosts: hosts.allow_provider_networks.clone(),
    }
}

/// Carries out a command, and reports the result: on standard output if it succeeded, or else on
/// standard error.
///
/// # Errors
///
/// Fails with the errors of the store.
pub async fn carry_out(
    store: &Store,
    row: &ConnectionRow,
    command: &ConnectionCommand,
    hosts: &ProviderHosts,
    dry_run: bool,
) -> anyhow::Result<ExitCode> {
    let context = operator(hosts);
    let change = if dry_run {
        store.preview_connection_change(row.id, command, &context).await?
    } else {
        store.change_connection(row.id, command, &context, &[]).await?
    };
    for issue in &change.issues {
        eprint!("{}", written(issue));
    }
    let users = change.users_without_way_in.filter(|users| *users > 0);
    if !change.ok {
        if let Some(users) = users {
            eprintln!("users without a way in: {users}");
        }
        return Ok(refuse_change(&change));
    }
    println!("{}{}", if dry_run { "would be " } else { "" }, done(&change, row));
    if let Some(id) = new_default(&change) {
        println!("default: {id}");
    }
    if let Some(users) = users {
        println!("users without a way in: {users}");
    }
    Ok(ExitCode::SUCCESS)
}

/// Formats a result: `activated: okta 0198…, settings 3, version 7`
fn done(change: &ConnectionChange, row: &ConnectionRow) -> String {
    let number = change.number.map(|number| format!(", settings {number}")).unwrap_or_default();
    let version = change.version.map(|version| format!(", version {version}")).unwrap_or_default();
    format!("{}: {} {}{number}{version}", change.reason.name(), row.provider_type.name(), row.id)
}

/// Returns the platform's default connection, if a command has changed it.
fn new_default(change: &ConnectionChange) -> Option<ConnectionId> {
    let made = |effect: &ConnectionEffect| match effect {
        ConnectionEffect::MakeDefault { connection_id } => *connection_id,
        _ => None,
    };
    change.plan.effects.iter().find_map(made)
}

/// Reports on standard error why a command was refused and how to fix it, and returns the exit
/// code.
pub fn refuse_change(change: &ConnectionChange) -> ExitCode {
    let (message, help) = explained(change);
    refuse(change.reason.name(), &message, help)
}

/// Returns the reason for which a command was refused, and how to fix it.
pub fn explained(change: &ConnectionChange) -> (String, &'static str) {
    let errors = change.issues.iter().filter(|issue: &&ConnectionIssue| issue.severity.name() == "error").count();
    let message = match change.reason {
        ConnectionReason::ConnectionNotFound => "the connection does not exist",
        ConnectionReason::ConnectionExists => "a connection with this identifier already exists",
        ConnectionReason::StaleVersion => {
            let version = change.version.map(|version| version.to_string()).unwrap_or_default();
            let message = format!("the connection has changed and now has version {version}");
            return (message, "Review it with `cora connection show`, and pass the version shown there.");
        }
        ConnectionReason::SettingsNotStorable => "the settings contain values that must not be stored",
        ConnectionReason::ConfigurationNotFound => "the connection has no settings with this number",
        ConnectionReason::NotValidated => {
            let message = format!("the settings have errors, {errors} in total");
            return (message, "Save settings without errors first; `--force` cannot activate settings with errors.");
        }
        ConnectionReason::NotTested => "these settings have no successful test login",
        ConnectionReason::IssuerInUse => {
            "another active connection has this issuer and nothing that tells their tokens apart"
        }
        ConnectionReason::WouldLockOutAdmins => "no owner or administrator of the platform could log in afterwards",
        ConnectionReason::ReasonMissing => "the reason is empty",
        ConnectionReason::NotActive => "the connection is not active",
        ConnectionReason::NotOfPlatform => "an organization's connection cannot be the platform's default",
        ConnectionReason::SecretMissing => "the settings refer to no secret",
        ConnectionReason::NotADraft => "the connection was in use or tried, so it stays on record",
        ConnectionReason::ConnectionReferenced => {
            "a domain rule, an invitation, an identity or the policy names the connection"
        }
        // These are not refusals.
        ConnectionReason::Created
        | ConnectionReason::Saved
        | ConnectionReason::Unchanged
        | ConnectionReason::TestRecorded
        | ConnectionReason::Activated
        | ConnectionReason::RolledBack
        | ConnectionReason::Disabled
        | ConnectionReason::MadeDefault
        | ConnectionReason::SecretExpirySet
        | ConnectionReason::Deleted => "done",
    };
    let help = match change.reason {
        ConnectionReason::SettingsNotStorable => "Remove the values that the issues name.",
        ConnectionReason::ConfigurationNotFound => "Run `cora connection show` to see the numbers.",
        ConnectionReason::NotTested => {
            "Run a test login, or pass `--force --reason TEXT` if you know that the settings are correct."
        }
        ConnectionReason::IssuerInUse => {
            "Change the settings of that connection, or pin different organizations or clients; else disable it first."
        }
        ConnectionReason::WouldLockOutAdmins => {
            "Have an administrator run a test login with the connection, or pass `--force --reason TEXT`."
        }
        ConnectionReason::ReasonMissing => "Give a reason for the audit log.",
        ConnectionReason::SecretMissing => "Save settings with a secret first.",
        ConnectionReason::NotADraft => "Run `cora connection disable` to take it out of use.",
        ConnectionReason::ConnectionReferenced => "Change what names it first.",
        ConnectionReason::NotActive => "Run `cora connection activate` to activate it.",
        _ => "Run `cora connection list` to see the connections.",
    };
    (message.to_owned(), help)
}
