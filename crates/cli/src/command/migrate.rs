//! `cora migrate`: make a database, or bring it up to date.

use std::process::ExitCode;

use clap::Args;
use cora_store::{DatabaseLocation, Store};

use super::run_to_end;

/// Make the database if there is none, and bring its schema up to date.
///
/// A second time changes nothing. A database of a newer or an unknown schema is refused and left as it is.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  cora migrate --database cora.db\n  cora migrate --database postgresql://cora@localhost/cora --check"
)]
pub struct Migrate {
    /// The database: a file of SQLite, or the URL of a PostgreSQL (`postgresql://…`).
    #[arg(long, value_name = "FILE|URL", env = "CORA_DATABASE", hide_env_values = true)]
    database: DatabaseLocation,
    /// Change nothing; say what is still to be done, with exit code 1 when there is something.
    #[arg(long)]
    check: bool,
}

/// Runs the command.
pub fn run(arguments: &Migrate) -> ExitCode {
    run_to_end(async {
        if arguments.check {
            let pending = Store::pending(&arguments.database).await?;
            for migration in &pending {
                println!("to be applied: {} {}", migration.version, migration.description);
            }
            if pending.is_empty() {
                println!("up to date");
                return Ok(ExitCode::SUCCESS);
            }
            eprintln!("Run `cora migrate` without --check; the server does not start before.");
            return Ok(ExitCode::FAILURE);
        }
        let store = Store::migrate(&arguments.database).await?;
        let version = store.known_schema();
        store.close().await;
        println!("schema version {version}");
        Ok(ExitCode::SUCCESS)
    })
}
