//! `cora migrate`: make a database, or bring it up to date.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use cora_store::Store;

use super::run_to_end;

/// Make the database if there is none, and bring its schema up to date.
///
/// A second time changes nothing. A database of a newer or an unknown schema is refused and left as it is.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  cora migrate --database cora.db")]
pub struct Migrate {
    /// The database file.
    #[arg(long, value_name = "FILE", env = "CORA_DATABASE")]
    database: PathBuf,
}

/// Runs the command.
pub fn run(arguments: &Migrate) -> ExitCode {
    run_to_end(async {
        let store = Store::migrate(&arguments.database).await?;
        store.close().await;
        println!("schema version {}", Store::known_schema());
        Ok(ExitCode::SUCCESS)
    })
}
