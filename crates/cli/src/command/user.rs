//! `cora user`: people of the platform, for the operator.

mod change;
mod erase;
mod export;
mod show;

use std::future::Future;
use std::process::ExitCode;

use clap::{Args, Subcommand, ValueEnum};
use cora_core::administration::{AdministrationChange, AdministrationReason, UserCommand};
use cora_core::email::CanonicalEmail;
use cora_core::id::UserId;
use cora_core::json::Code as _;
use cora_core::role::PlatformRole;
use cora_store::{Store, UserRow};

use super::database::{Database, operator, reason, refuse};
use super::document::BAD_INPUT;

/// Show people of the platform, change their access, erase them, and export what is held about
/// them.
///
/// The operator of the host needs no account on the platform. Every change is in the audit log,
/// with the operator as the actor.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cora user show --database cora.db ada@acme.example      identities, memberships, sessions, last login
  cora user grant --database cora.db ada@acme.example --role platform_owner --reason 'the owners left'
  cora user suspend --database cora.db ada@acme.example   keep a person out, and end their sessions
  cora user resume --database cora.db ada@acme.example    let a suspended person in again
  cora user unlink --database cora.db ID --issuer URL --subject SUBJECT
  cora user export --database cora.db ID > person.json    everything that is held about a person
  cora user erase --database cora.db ID --dry-run         what an erasure would end

Exit codes: 0 done, 1 refused or failed, 2 bad input or usage.")]
pub struct User {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Show(show::Show),
    Grant(change::Grant),
    Suspend(change::Suspend),
    Resume(change::Resume),
    SignOut(change::SignOut),
    Unlink(change::Unlink),
    Erase(erase::Erase),
    Export(export::Export),
}

/// Runs the command.
pub fn run(arguments: &User) -> ExitCode {
    match &arguments.command {
        Command::Show(arguments) => show::run(arguments),
        Command::Grant(arguments) => change::grant(arguments),
        Command::Suspend(arguments) => change::suspend(arguments),
        Command::Resume(arguments) => change::resume(arguments),
        Command::SignOut(arguments) => change::sign_out(arguments),
        Command::Unlink(arguments) => change::unlink(arguments),
        Command::Erase(arguments) => erase::run(arguments),
        Command::Export(arguments) => export::run(arguments),
    }
}

/// A user in the database.
#[derive(Debug, Args)]
pub struct Chosen {
    #[command(flatten)]
    database: Database,
    /// The user: their identifier, or an email address that one user has.
    #[arg(value_name = "ID|EMAIL")]
    user: String,
}

impl Chosen {
    /// Runs a command with the user.
    pub fn run<F: Future<Output = anyhow::Result<ExitCode>>>(
        &self,
        command: impl FnOnce(Store, UserRow) -> F,
    ) -> ExitCode {
        let (id, email) = (UserId::parse(&self.user), CanonicalEmail::parse(&self.user));
        if id.is_none() && email.is_err() {
            refuse("invalid_id", "this is neither the identifier of a user nor an email address", LIST);
            return ExitCode::from(BAD_INPUT);
        }
        self.database.run(|store| async move {
            let mut found = match (id, email) {
                (Some(id), _) => store.user(id).await?.into_iter().collect(),
                (None, Ok(email)) => store.users_with_email(&email).await?,
                (None, Err(_)) => Vec::new(),
            };
            match (found.pop(), found.len()) {
                (Some(user), 0) => command(store, user).await,
                (Some(user), _) => {
                    let ids: Vec<String> = found.iter().chain([&user]).map(|user| user.user_id.to_string()).collect();
                    let help = format!("Pass one of these identifiers: {}.", ids.join(", "));
                    Ok(refuse("email_ambiguous", "several users have this address", &help))
                }
                (None, _) => Ok(refuse_for(AdministrationReason::UserNotFound)),
            }
        })
    }
}

/// The options of a change.
#[derive(Debug, Args)]
pub struct Why {
    /// The reason, for the audit log. At most 500 bytes.
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    /// Write nothing; report whether the change would be made.
    #[arg(long)]
    pub dry_run: bool,
}

/// The roles on the platform.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Role {
    #[value(name = "platform_user")]
    User,
    #[value(name = "platform_auditor")]
    Auditor,
    #[value(name = "platform_admin")]
    Admin,
    #[value(name = "platform_owner")]
    Owner,
}

impl From<Role> for PlatformRole {
    fn from(role: Role) -> Self {
        match role {
            Role::User => Self::PlatformUser,
            Role::Auditor => Self::PlatformAuditor,
            Role::Admin => Self::PlatformAdmin,
            Role::Owner => Self::PlatformOwner,
        }
    }
}

/// Gives a command as the operator, and reports a refusal.
///
/// # Errors
///
/// Fails with the errors of the store. A refusal is the inner error.
pub async fn administer(
    store: &Store,
    command: UserCommand,
    why: &Why,
) -> anyhow::Result<Result<AdministrationChange, ExitCode>> {
    let reason = match why.reason.as_deref().map(reason).transpose() {
        Ok(reason) => reason,
        Err(code) => return Ok(Err(code)),
    };
    let context = operator(reason);
    let command = command.into();
    let change = match why.dry_run {
        true => store.preview_administration(&command, &context).await?,
        false => store.administer(&command, &context).await?,
    };
    Ok(if change.ok { Ok(change) } else { Err(refuse_for(change.reason)) })
}

/// Gives a command about a user, and prints its result.
pub async fn change(store: &Store, user: &UserRow, command: UserCommand, why: &Why) -> anyhow::Result<ExitCode> {
    let change = match administer(store, command, why).await? {
        Ok(change) => change,
        Err(code) => return Ok(code),
    };
    let now = store.user(user.user_id).await?;
    let now = now.as_ref().unwrap_or(user);
    let would = if why.dry_run { "dry run, " } else { "" };
    println!("{would}{}: {} {} {}", change.reason.name(), now.user_id, now.status.name(), now.platform_role.name());
    Ok(ExitCode::SUCCESS)
}

const LIST: &str = "Pass the identifier of a user, as `cora user show` prints it, or their address.";

/// Reports the reason for a refusal, and returns the exit code.
pub fn refuse_for(reason: AdministrationReason) -> ExitCode {
    let help = match reason {
        AdministrationReason::UserNotActive => "Run `cora user resume` first.",
        AdministrationReason::LastPlatformOwner => {
            "Make another user an owner first, with `cora user grant --role platform_owner`."
        }
        AdministrationReason::LastOwner => {
            "Make another member an owner of the organization first; `cora user show` has the organizations."
        }
        _ => LIST,
    };
    refuse(reason.name(), reason.text(), help)
}
