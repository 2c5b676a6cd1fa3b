//! `cora user grant`, `suspend`, `resume`, `sign-out` and `unlink`: change a person's access.

use std::process::ExitCode;

use clap::Args;
use cora_core::administration::UserCommand;
use cora_core::identity::IdentityKey;
use cora_core::text::{Issuer, Subject};

use super::super::database::refuse;
use super::super::document::BAD_INPUT;
use super::{Chosen, Role, Why, change};

/// Give a user a role on the platform: the way in when no owner can act any more.
///
/// The user must be active. Somebody who has no account gets in by `cora recovery issue`. The last
/// owner keeps the role until another user has it.
///
/// Exit codes: 0 done, or they have the role already; 1 refused, with the reason; 2 bad usage.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cora user grant --database cora.db ada@acme.example --role platform_owner --reason 'the owners left'
  cora user grant --database cora.db ID --role platform_user --dry-run")]
pub struct Grant {
    #[command(flatten)]
    chosen: Chosen,
    /// The role on the platform.
    #[arg(long, value_name = "ROLE")]
    role: Role,
    #[command(flatten)]
    why: Why,
}

/// Suspend a user: keep them out, and end their sessions at once.
///
/// Exit codes: 0 done, or suspended already; 1 refused, with the reason; 2 bad usage.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cora user suspend --database cora.db ada@acme.example --reason 'a lost device'")]
pub struct Suspend {
    #[command(flatten)]
    chosen: Chosen,
    #[command(flatten)]
    why: Why,
}

/// Let a suspended or deprovisioned user in again. Memberships that ended do not come back.
///
/// Exit codes: 0 done, or active already; 1 refused, with the reason; 2 bad usage.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cora user resume --database cora.db ada@acme.example")]
pub struct Resume {
    #[command(flatten)]
    chosen: Chosen,
    #[command(flatten)]
    why: Why,
}

/// End the sessions of a user. They may sign in again.
///
/// Exit codes: 0 done; 1 refused, with the reason; 2 bad usage.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cora user sign-out --database cora.db ada@acme.example")]
pub struct SignOut {
    #[command(flatten)]
    chosen: Chosen,
    #[command(flatten)]
    why: Why,
}

/// Remove the link of an identity, and end the user's sessions. A login by it does not restore it.
///
/// Exit codes: 0 done, or not linked; 1 refused, with the reason; 2 bad usage.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cora user unlink --database cora.db ID --issuer https://acme.okta.com --subject 00u1a2b3")]
pub struct Unlink {
    #[command(flatten)]
    chosen: Chosen,
    /// The issuer of the identity, as `cora user show` prints it.
    #[arg(long, value_name = "URL")]
    issuer: String,
    /// The subject of the identity at the issuer.
    #[arg(long, value_name = "SUBJECT")]
    subject: String,
    #[command(flatten)]
    why: Why,
}

/// Runs `grant`.
pub fn grant(Grant { chosen, role, why }: &Grant) -> ExitCode {
    chosen.run(|store, user| async move {
        let command = UserCommand::SetPlatformRole { user_id: user.user_id, role: (*role).into() };
        change(&store, &user, command, why).await
    })
}

/// Runs `suspend`.
pub fn suspend(Suspend { chosen, why }: &Suspend) -> ExitCode {
    chosen.run(|store, user| async move {
        change(&store, &user, UserCommand::SuspendUser { user_id: user.user_id }, why).await
    })
}

/// Runs `resume`.
pub fn resume(Resume { chosen, why }: &Resume) -> ExitCode {
    chosen.run(|store, user| async move {
        change(&store, &user, UserCommand::RestoreUser { user_id: user.user_id }, why).await
    })
}

/// Runs `sign-out`.
pub fn sign_out(SignOut { chosen, why }: &SignOut) -> ExitCode {
    chosen.run(|store, user| async move {
        let command = UserCommand::EndUserSessions { user_id: user.user_id, browser_session_id: None };
        change(&store, &user, command, why).await
    })
}

/// Runs `unlink`.
pub fn unlink(Unlink { chosen, issuer, subject, why }: &Unlink) -> ExitCode {
    let (Some(issuer), Some(subject)) = (Issuer::new(issuer), Subject::new(subject)) else {
        refuse("out_of_bounds", "the issuer or the subject is too long", "Copy both from `cora user show`.");
        return ExitCode::from(BAD_INPUT);
    };
    let identity = IdentityKey { issuer, subject };
    chosen.run(|store, user| async move {
        change(&store, &user, UserCommand::UnlinkUserIdentity { user_id: user.user_id, identity }, why).await
    })
}
