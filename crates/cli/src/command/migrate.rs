//! `cora migrate`: creates a database, or brings its schema up to date.

use std::process::ExitCode;

use anyhow::Context as _;
use clap::Args;
use cora_store::{DatabaseLocation, Store};

use super::{database, run_to_end};

/// Create the database if it does not exist, and bring its schema up to date.
///
/// Running it again changes nothing. A database with a newer or an unknown schema is refused and
/// left unchanged.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  cora migrate --database cora.db\n  cora migrate --database postgresql://cora@localhost/cora --check"
)]
pub struct Migrate {
    /// The database: an SQLite file, or a PostgreSQL URL (`postgresql://…`).
    #[arg(long, value_name = "FILE|URL", env = "CORA_DATABASE", hide_env_values = true)]
    database: DatabaseLocation,
    /// Change nothing; list the pending migrations, and exit with code 1 if there are any.
    #[arg(long)]
    check: bool,
}

/// Runs the command.
pub fn run(arguments: &Migrate) -> ExitCode {
    run_to_end(async {
        if arguments.check {
            let pending = Store::pending(&arguments.database).await;
            let pending = pending.with_context(|| database::unusable(&arguments.database))?;
            for migration in &pending {
                println!("to be applied: {} {}", migration.version, migration.description);
            }
            if pending.is_empty() {
                println!("up to date");
                return Ok(ExitCode::SUCCESS);
            }
            eprintln!("Run `cora migrate` without --check; the server does not start until then.");
            return Ok(ExitCode::FAILURE);
        }
        let store = database::migrate(&arguments.database).await?;
        let version = store.known_schema();
        store.close().await;
        println!("schema version {version}");
        Ok(ExitCode::SUCCESS)
    })
}
