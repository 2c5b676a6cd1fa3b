//! `cora console`: a way to the console for the operator of the host.

use std::process::ExitCode;

use clap::{Args, Subcommand};
use cora_core::console::LINK_SECONDS;
use cora_core::secret::{PresentedToken, TokenHash};
use cora_secrets::random_secret;

use super::database::Database;
use super::serve::service::web_address;

/// Open the console of a running service when nobody can sign in to it.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cora console link --database cora.db --public-url https://cora.acme.example

Exit codes: 0 done, 1 refused or failed, 2 bad input or usage.")]
pub struct Console {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Link(Link),
}

/// Print a link to the console, for one use within 10 minutes. Its session lasts 30 minutes, and
/// may read and repair connections and read their records. The database keeps only the link's
/// SHA-256.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cora console link --database cora.db --public-url https://cora.acme.example
  CORA_DATABASE=cora.db CORA_PUBLIC_URL=http://localhost:4455 cora console link")]
struct Link {
    #[command(flatten)]
    database: Database,
    /// The URL at which browsers reach the service, as `cora serve` has it.
    #[arg(long, value_name = "URL", env = "CORA_PUBLIC_URL", value_parser = web_address)]
    public_url: String,
}

/// Runs the command.
pub fn run(arguments: &Console) -> ExitCode {
    match &arguments.command {
        Command::Link(arguments) => link(arguments),
    }
}

fn link(arguments: &Link) -> ExitCode {
    arguments.database.run(|store| async move {
        let secret = random_secret()?;
        let token = PresentedToken::new(secret.expose()).ok_or_else(|| anyhow::anyhow!("the token is too long"))?;
        store.issue_console_link(&TokenHash::of(&token), (cora_server::clock::system())()).await?;
        // In the fragment, which browsers send to no server.
        println!("{}/console/#operator={}", arguments.public_url.trim_end_matches('/'), secret.expose());
        eprintln!("Open it once within {} minutes. It is not shown again.", LINK_SECONDS / 60);
        Ok(ExitCode::SUCCESS)
    })
}
