//! `cora application secret`: adds and removes secrets.

use std::process::ExitCode;

use clap::Args;
use cora_core::administration::ApplicationCommand;
use cora_core::id::{ApplicationId, ApplicationSecretId};
use cora_core::secret::{PresentedToken, TokenHash};
use cora_secrets::random_secret;
use cora_store::Store;
use uuid::Uuid;

use super::super::database::refuse;
use super::super::document::BAD_INPUT;
use super::fields::Length;
use super::{Chosen, Why, administer};

/// Add a secret to an application, and print it this once; or remove one.
///
/// An application has at most two valid secrets: add the new one, give it to the application, and
/// remove the old one.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cora application secret --database cora.db ID
  cora application secret --database cora.db ID --expires 90d
  cora application secret --database cora.db ID --remove SECRET

Exit codes: 0 done, 1 refused, with the reason; 2 bad usage.")]
pub struct Secret {
    #[command(flatten)]
    chosen: Chosen,
    /// The lifetime of the new secret: seconds, or `30m`, `12h`, `90d`. It does not expire if
    /// absent.
    #[arg(long, value_name = "LENGTH", conflicts_with = "remove")]
    expires: Option<Length>,
    /// Remove this secret: its identifier, as `cora application show` prints it.
    #[arg(long, value_name = "SECRET")]
    remove: Option<String>,
    #[command(flatten)]
    why: Why,
}

/// Runs the command.
pub fn run(arguments: &Secret) -> ExitCode {
    arguments.chosen.run(|store, row| async move {
        let Some(remove) = &arguments.remove else {
            return add_secret(&store, row.id, arguments.expires, &arguments.why).await;
        };
        let Some(secret_id) = ApplicationSecretId::parse(remove) else {
            refuse("invalid_id", "the identifier of the secret is not a UUID", "Run `cora application show`.");
            return Ok(ExitCode::from(BAD_INPUT));
        };
        let command = ApplicationCommand::RemoveApplicationSecret { application_id: row.id, secret_id };
        if let Err(code) = administer(&store, command, &arguments.why).await? {
            return Ok(code);
        }
        println!("removed {secret_id}");
        Ok(ExitCode::SUCCESS)
    })
}

/// Adds a secret, and prints it.
pub async fn add_secret(
    store: &Store,
    application_id: ApplicationId,
    expires: Option<Length>,
    why: &Why,
) -> anyhow::Result<ExitCode> {
    let secret = random_secret()?;
    let presented = PresentedToken::new(secret.expose()).ok_or_else(|| anyhow::anyhow!("the secret is too long"))?;
    let secret_id = ApplicationSecretId::from_uuid(Uuid::new_v4());
    let now = (cora_server::clock::system())();
    let command = ApplicationCommand::AddApplicationSecret {
        application_id,
        secret_id,
        secret_hash: TokenHash::of(&presented),
        expires_at: expires.map(|Length(seconds)| now.plus(seconds.into())),
    };
    if let Err(code) = administer(store, command, why).await? {
        return Ok(code);
    }
    println!("client_secret  {}", secret.expose());
    println!("secret         {secret_id}");
    Ok(ExitCode::SUCCESS)
}
