//! `cora project register`: makes a project known to Cora: its connections as drafts, and its
//! application.

use std::process::ExitCode;

use anyhow::Context as _;
use clap::Args;
use cora_core::id::ApplicationId;
use cora_project::name::SecretName;
use cora_secrets::random_secret;
use cora_store::{DatabaseLocation, DatabaseOptions, Store};
use serde_json::json;
use uuid::Uuid;

use super::opened::{self, Opened};
use crate::command::application::registered::Registration;
use crate::command::connection;
use crate::command::secret::kept::Kept;
use crate::command::secret::{self, Place};
use crate::command::{database, run_to_end};

/// The secret of the application, by which it authenticates to Cora.
const CLIENT_SECRET: &str = "CORA_CLIENT_SECRET";

/// The namespace of the identifiers of projects' applications. Our own choice.
const NAMESPACE: Uuid = Uuid::from_u128(0x6b0f_2c1e_8d5a_4f37_9a51_c0a7_30d4_18be);

/// Make a project known to Cora, for one of its environments.
///
/// Each connection of the project becomes a draft, which goes live only after a test login. The web
/// application is registered with the permissions of the modules. If the project has the secret
/// `CORA_CLIENT_SECRET`, the application's is drawn, sealed with those of the environment, and
/// shown nowhere. Running it again changes nothing.
///
/// Exit codes: 0 done, 1 refused or failed; 2 a file cannot be used.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cora project register --environment dev --database cora.db
  cora project register -e prd --database postgresql://cora@localhost/acme --dry-run")]
pub struct Register {
    #[command(flatten)]
    place: Place,
    /// The database of Cora: an SQLite file, or a PostgreSQL URL (`postgresql://…`).
    #[arg(long, value_name = "FILE|URL", env = "CORA_DATABASE", hide_env_values = true)]
    database: DatabaseLocation,
    /// Say what would be done, and do nothing.
    #[arg(long)]
    dry_run: bool,
}

/// Runs the command.
pub fn run(arguments: &Register) -> anyhow::Result<ExitCode> {
    let (opened, kept) = match secret::open(&arguments.place)? {
        Ok(found) => found,
        Err(code) => return Ok(code),
    };
    eprint!("{}", opened::text(&opened.files()));
    Ok(run_to_end(async {
        let store = database::open(&arguments.database, DatabaseOptions::default()).await?;
        let ended = register(arguments, &opened, kept, &store).await;
        store.close().await;
        ended
    }))
}

async fn register(arguments: &Register, opened: &Opened, kept: Kept, store: &Store) -> anyhow::Result<ExitCode> {
    for connection in &opened.connections {
        if !connection::import_drafts(store, connection, arguments.dry_run).await? {
            return Ok(ExitCode::FAILURE);
        }
    }
    match registration(arguments, opened)? {
        Some(registration) => application(arguments, opened, kept, store, registration).await,
        None => Ok(ExitCode::SUCCESS),
    }
}

/// Returns the application of the environment. `None` if the project has none.
fn registration(arguments: &Register, opened: &Opened) -> anyhow::Result<Option<Registration>> {
    let name = &arguments.place.environment;
    let project = opened.project.as_ref().filter(|project| project.web.is_some());
    let Some((project, environment)) = project.and_then(|one| one.environments.get(name).map(|at| (one, at))) else {
        return Ok(None);
    };
    let url = environment.url.as_str();
    // Derived, so that the same environment is always the same application.
    let text = format!("application of {} in {name}", project.project.name);
    let settings = json!({
        "name": project.project.display_name.as_str(),
        "kind": "web",
        "development": url.starts_with("http://"),
        "redirectUris": [{ "uri": format!("{url}/api/auth/callback") }],
        "postLogoutRedirectUris": [{ "uri": format!("{url}/") }],
    });
    Ok(Some(Registration {
        id: ApplicationId::from_uuid(Uuid::new_v5(&NAMESPACE, text.as_bytes())),
        settings: serde_json::from_value(settings).context("the settings of the application")?,
        permissions: opened.resolution.permissions.clone(),
    }))
}

async fn application(
    arguments: &Register,
    opened: &Opened,
    mut kept: Kept,
    store: &Store,
    registration: Registration,
) -> anyhow::Result<ExitCode> {
    let name = SecretName::parse(CLIENT_SECRET).filter(|name| opened.secrets.contains_key(name));
    let registered = match registration.carry_out(store, arguments.dry_run).await? {
        Ok(registered) => registered,
        Err(code) => return Ok(code),
    };
    let would = if arguments.dry_run { "would be " } else { "" };
    for (state, about) in &registered.done {
        println!("{would}{state}: {about}");
    }
    match name {
        None if registered.is_new => {
            println!("The project has no secret `{CLIENT_SECRET}`: run `cora application secret {}`.", registration.id);
        }
        Some(name) if !(arguments.dry_run || kept.has(&name) && registered.has_secret) => {
            let drawn = random_secret()?;
            // The value is kept first: one that is lost would be of no use to anybody.
            kept.set(&name, &drawn)?;
            if let Err(code) = registration.add_secret(store, &drawn).await? {
                kept.remove(&name)?;
                return Ok(code);
            }
            println!("set: the secret `{name}` in `{}`", kept.environment());
        }
        _ => {}
    }
    Ok(ExitCode::SUCCESS)
}
