//! `cora user show`: shows a user with everything that decides about their access.

use std::fmt::Write as _;
use std::process::ExitCode;

use clap::Args;
use cora_core::json::Code as _;
use cora_store::{BrowserSessionRow, Store, UserIdentityRow, UserMembershipRow, UserRow};
use serde_json::json;

use super::super::document;
use super::super::table::{ListFormat, cell};
use super::Chosen;

/// Show a user: status and role, identities, memberships, sessions, and the last login on record.
///
/// A login that changes nothing is recorded by its session alone, so that the last login may be
/// older than the last visit of somebody who uses no application of the issuer.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cora user show --database cora.db ada@acme.example
  cora user show --database cora.db 0198c0de-0000-7000-8000-0000000000b1 --format json")]
pub struct Show {
    #[command(flatten)]
    chosen: Chosen,
    /// The format.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: ListFormat,
}

struct Shown {
    user: UserRow,
    identities: Vec<UserIdentityRow>,
    memberships: Vec<UserMembershipRow>,
    sessions: Vec<BrowserSessionRow>,
    last_login: Option<String>,
}

/// Runs the command.
pub fn run(arguments: &Show) -> ExitCode {
    arguments.chosen.run(|store, user| async move {
        let shown = load(&store, user).await?;
        Ok(document::print(&match arguments.format {
            ListFormat::Text => text(&shown),
            ListFormat::Json => {
                let mut object = json!(shown.user);
                object["identities"] = json!(shown.identities);
                object["memberships"] = json!(shown.memberships);
                object["sessions"] = json!(shown.sessions);
                object["lastLogin"] = json!(shown.last_login);
                format!("{object:#}\n")
            }
        }))
    })
}

async fn load(store: &Store, user: UserRow) -> anyhow::Result<Shown> {
    let id = user.user_id;
    Ok(Shown {
        identities: store.identities_of_user(id).await?,
        memberships: store.memberships_of_user(id).await?,
        sessions: store.sessions_of_user(id, (cora_server::clock::system())()).await?,
        last_login: store.last_login_of_user(id).await?,
        user,
    })
}

fn text(Shown { user, identities, memberships, sessions, last_login }: &Shown) -> String {
    let dash = || "-".to_owned();
    let verified = if user.email_verified { "" } else { " (unverified)" };
    let mut lines = vec![
        ("id", user.user_id.to_string()),
        ("name", user.full_name.as_deref().map_or_else(dash, cell)),
        ("address", user.email.as_deref().map_or_else(dash, |email| format!("{}{verified}", cell(email)))),
        ("status", user.status.name().to_owned()),
        ("role", user.platform_role.name().to_owned()),
        ("created", user.created_at.clone()),
        ("last login", last_login.clone().unwrap_or_else(dash)),
    ];
    lines.extend(identities.iter().map(|one| ("identity", format!("{} at {}", cell(&one.subject), cell(&one.issuer)))));
    lines.extend(memberships.iter().map(|one| {
        let ended = one.removed_at.as_ref().map(|at| format!(", ended {at}")).unwrap_or_default();
        let name = cell(&one.organization_name);
        ("membership", format!("{} in {name} ({}){ended}", one.role.name(), one.organization_id))
    }));
    lines.extend(sessions.iter().map(|session| {
        let names: Vec<String> = session.applications.iter().map(|one| cell(&one.application_name)).collect();
        let device = session.device.as_deref().map_or_else(dash, cell);
        ("session", format!("{} since {}, {device}, {}", session.id, session.began_at, names.join(", ")))
    }));
    let mut text = String::new();
    for (name, value) in lines {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{name:<12}{value}");
    }
    text
}
