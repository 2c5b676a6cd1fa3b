//! `cora init`: a database and the token of its first owner.

use std::process::ExitCode;

use anyhow::Context as _;
use clap::Args;
use cora_core::secret::PresentedToken;
use cora_store::{BOOTSTRAP_TOKEN_SECONDS, DatabaseLocation, Store};
use uuid::Uuid;

use super::run_to_end;

/// Make the database and print a fresh bootstrap token.
///
/// The token is the only line on standard output. It is shown once; the database keeps its SHA-256. It counts for one day,
/// for one use, in the place of any token that was not used. Whoever sends it as `X-Cora-Bootstrap-Token` at their login
/// becomes the platform's owner. When the platform has an owner, this command refuses.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  cora init --database cora.db\n  TOKEN=$(cora init --database cora.db)")]
pub struct Init {
    /// The database: a file of SQLite, or the URL of a PostgreSQL (`postgresql://…`).
    #[arg(long, value_name = "FILE|URL", env = "CORA_DATABASE", hide_env_values = true)]
    database: DatabaseLocation,
}

/// Runs the command.
pub fn run(arguments: &Init) -> ExitCode {
    run_to_end(async {
        let store = Store::migrate(&arguments.database).await?;
        // Two random UUIDs hold 244 random bits.
        let text = format!("{}{}", Uuid::new_v4().simple(), Uuid::new_v4().simple());
        let token = PresentedToken::new(&text).context("the token is too long")?;
        store.issue_bootstrap_token(&token, (cora_server::clock::system())()).await?;
        store.close().await;
        println!("{text}");
        let hours = BOOTSTRAP_TOKEN_SECONDS / 3600;
        eprintln!(
            "Send this token as X-Cora-Bootstrap-Token at your first login, within {hours} hours. It is not shown again."
        );
        Ok(ExitCode::SUCCESS)
    })
}
