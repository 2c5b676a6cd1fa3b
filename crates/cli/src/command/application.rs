//! `cora application`: the applications that sign people in through the issuer, for the operator.

mod add;
mod change;
mod fields;
mod list;
pub mod permissions;
pub mod registered;
mod secret;
mod show;

use std::future::Future;
use std::process::ExitCode;

use clap::{Args, Subcommand};
use cora_core::administration::{AdministrationReason, ApplicationCommand};
use cora_core::id::ApplicationId;
use cora_core::issuer::application::{ApplicationContext, ApplicationReport, ApplicationSettings, check_application};
use cora_core::json::Code as _;
use cora_store::{ApplicationRow, Store};

use super::database::{Database, operator, reason, refuse};
use super::document::BAD_INPUT;

/// Register applications that sign people in through Cora's issuer, and give them secrets.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cora application add --database cora.db --name Web --kind web --redirect-uri https://app.acme.example/cb
                                                          register an application, print its secret
  cora application list --database cora.db                list the applications
  cora application show --database cora.db ID             show one application
  cora application change --database cora.db ID --idle 1d change some settings of one
  cora application secret --database cora.db ID           add a secret, to replace the other one
  cora application add-redirect --database cora.db ID https://pr-7.acme.example/cb --expires 7d
                                                          register the redirect URI of a preview
  cora application permissions apply --database cora.db ID permissions.yaml
                                                          define what its users may do in it
  cora application disable --database cora.db ID          switch one off

Exit codes: 0 done, 1 refused or failed, 2 bad input or usage.")]
pub struct Application {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Add(Box<add::Add>),
    List(list::List),
    Show(show::Show),
    Change(Box<change::Change>),
    Secret(secret::Secret),
    AddRedirect(change::AddRedirect),
    Permissions(permissions::Permissions),
    /// Switch an application on.
    Enable(change::Switch),
    /// Switch an application off. Nobody signs in to it, and no session of it is renewed.
    Disable(change::Switch),
}

/// Runs the command.
pub fn run(arguments: &Application) -> ExitCode {
    match &arguments.command {
        Command::Add(arguments) => add::run(arguments),
        Command::List(arguments) => list::run(arguments),
        Command::Show(arguments) => show::run(arguments),
        Command::Change(arguments) => change::run(arguments),
        Command::Secret(arguments) => secret::run(arguments),
        Command::AddRedirect(arguments) => change::add_redirect(arguments),
        Command::Permissions(arguments) => permissions::run(arguments),
        Command::Enable(arguments) => change::switch(arguments, true),
        Command::Disable(arguments) => change::switch(arguments, false),
    }
}

/// An application in the database.
#[derive(Debug, Args)]
struct Chosen {
    #[command(flatten)]
    database: Database,
    /// The application: its identifier, which is its `client_id`.
    #[arg(value_name = "ID")]
    application: String,
}

impl Chosen {
    /// Runs a command with the application.
    fn run<F: Future<Output = anyhow::Result<ExitCode>>>(
        &self,
        command: impl FnOnce(Store, ApplicationRow) -> F,
    ) -> ExitCode {
        let Some(id) = ApplicationId::parse(&self.application) else {
            refuse("invalid_id", "the identifier of the application is not a UUID", LIST);
            return ExitCode::from(BAD_INPUT);
        };
        self.database.run(|store| async move {
            match store.application(id).await? {
                Some(row) => command(store, row).await,
                None => Ok(refuse_for(AdministrationReason::ApplicationNotFound)),
            }
        })
    }
}

/// The reason of a command.
#[derive(Debug, Args)]
struct Why {
    /// The reason, for the audit log. At most 500 bytes.
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
}

/// Carries out a command as the operator. Returns the exit code of a refusal.
async fn administer(store: &Store, command: ApplicationCommand, why: &Why) -> anyhow::Result<Result<(), ExitCode>> {
    let reason = match why.reason.as_deref().map(reason).transpose() {
        Ok(reason) => reason,
        Err(code) => return Ok(Err(code)),
    };
    let change = store.administer(&command.into(), &operator(reason)).await?;
    Ok(if change.ok { Ok(()) } else { Err(refuse_for(change.reason)) })
}

/// Checks settings with the stored connections.
async fn report(store: &Store, settings: &ApplicationSettings) -> anyhow::Result<ApplicationReport> {
    let connections = store.stored_connections(&settings.connections).await?;
    Ok(check_application(settings, &ApplicationContext { connections, ..ApplicationContext::default() }))
}

/// Reports all problems of settings on standard error, and returns the exit code.
fn refuse_settings(report: &ApplicationReport) -> ExitCode {
    for issue in &report.issues {
        let help = issue.help.as_deref().unwrap_or("Change the setting.");
        refuse(issue.code.name(), &format!("{}: {}", issue.path, issue.message), help);
    }
    ExitCode::FAILURE
}

const LIST: &str = "Run `cora application list` to see the applications.";

/// Reports the reason for a refusal, and returns the exit code.
fn refuse_for(reason: AdministrationReason) -> ExitCode {
    let help = match reason {
        AdministrationReason::SecretLimitReached => {
            "Run `cora application secret --remove` with the identifier of the one that is no longer used."
        }
        AdministrationReason::SecretNotUsed => "Change the authentication to `secret` first.",
        AdministrationReason::SecretNotFound => "Run `cora application show` to see the secrets.",
        AdministrationReason::StaleVersion => "Run the command again.",
        _ => LIST,
    };
    refuse(reason.name(), reason.text(), help)
}
