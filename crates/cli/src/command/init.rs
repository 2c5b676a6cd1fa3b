//! `cora init`: creates a database and the token of its first owner.

use std::process::ExitCode;

use anyhow::Context as _;
use clap::Args;
use cora_core::secret::PresentedToken;
use cora_store::{BOOTSTRAP_TOKEN_SECONDS, DatabaseLocation};
use uuid::Uuid;

use super::{database, run_to_end};

/// Create the database and print a new bootstrap token.
///
/// The token is the only line on standard output. It is shown once, and the database keeps only its
/// SHA-256. It is valid for one day and one use, and replaces an earlier token that was not used.
/// The user who sends it as `X-Cora-Bootstrap-Token` at their login becomes the owner of the
/// platform. If the platform has an owner, the command fails.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  cora init --database cora.db\n  TOKEN=$(cora init --database cora.db)")]
pub struct Init {
    /// The database: an SQLite file, or a PostgreSQL URL (`postgresql://…`).
    #[arg(long, value_name = "FILE|URL", env = "CORA_DATABASE", hide_env_values = true)]
    database: DatabaseLocation,
}

/// Runs the command.
pub fn run(arguments: &Init) -> ExitCode {
    run_to_end(async {
        let store = database::migrate(&arguments.database).await?;
        // Two random UUIDs contain 244 random bits.
        let text = format!("{}{}", Uuid::new_v4().simple(), Uuid::new_v4().simple());
        let token = PresentedToken::new(&text).context("the token is too long")?;
        store.issue_bootstrap_token(&token, (cora_server::clock::system())()).await?;
        store.close().await;
        println!("{text}");
        let hours = BOOTSTRAP_TOKEN_SECONDS / 3600;
        eprintln!(
            "Send this token as X-Cora-Bootstrap-Token at your first login. It expires in {hours} hours and is not shown again."
        );
        Ok(ExitCode::SUCCESS)
    })
}
