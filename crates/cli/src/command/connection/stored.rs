//! A connection in the database, as the command line names it.

use std::future::Future;
use std::process::ExitCode;

use anyhow::Context as _;
use clap::Args;
use cora_core::id::ConnectionId;
use cora_core::json::Code as _;
use cora_store::{ConnectionRow, DatabaseLocation, Store};

use super::super::document::BAD_INPUT;
use super::super::run_to_end;
use super::file::kind_of;

/// The database that a command works with.
#[derive(Debug, Args)]
pub struct Database {
    /// The database: a file of SQLite, or the URL of a PostgreSQL (`postgresql://…`). It has to be there and up to date.
    #[arg(long, value_name = "FILE|URL", env = "CORA_DATABASE", hide_env_values = true)]
    database: DatabaseLocation,
}

/// A connection in the database.
#[derive(Debug, Args)]
pub struct Chosen {
    #[command(flatten)]
    pub database: Database,
    /// The connection: its identifier, or the kind of provider where the platform has one connection of it.
    #[arg(value_name = "CONNECTION")]
    pub connection: String,
}

impl Database {
    /// Runs a command with the database, and says on standard error why it failed.
    pub fn run<F: Future<Output = anyhow::Result<ExitCode>>>(&self, command: impl FnOnce(Store) -> F) -> ExitCode {
        run_with(&self.database, command)
    }
}

/// Runs a command with a database, and says on standard error why it failed.
pub fn run_with<F: Future<Output = anyhow::Result<ExitCode>>>(
    database: &DatabaseLocation,
    command: impl FnOnce(Store) -> F,
) -> ExitCode {
    run_to_end(async {
        let opened = Store::open(database).await;
        let store = opened.with_context(|| format!("`{}` cannot be used", database))?;
        let ended = command(store.clone()).await;
        store.close().await;
        ended
    })
}

impl Chosen {
    /// Runs a command with the connection.
    pub fn run<F: Future<Output = anyhow::Result<ExitCode>>>(
        &self,
        command: impl FnOnce(Store, ConnectionRow) -> F,
    ) -> ExitCode {
        self.database.run(|store| async move {
            match find(&store, &self.connection).await? {
                Ok(row) => command(store, row).await,
                Err(code) => Ok(code),
            }
        })
    }
}

/// The connection of a name. That there is none is said on standard error, and the exit code for it is the answer.
pub async fn find(store: &Store, name: &str) -> anyhow::Result<Result<ConnectionRow, ExitCode>> {
    if let Some(id) = ConnectionId::parse(name) {
        let absent = || refuse("connection_not_found", "there is no connection of this identifier", LIST);
        return Ok(store.connection(id).await?.ok_or_else(absent));
    }
    let Some(kind) = kind_of(name) else {
        let message = "a connection is named by its identifier or by the kind of provider";
        refuse("unknown_value", message, LIST);
        return Ok(Err(ExitCode::from(BAD_INPUT)));
    };
    let mut rows = store.connection_by_type(kind).await?;
    Ok(match (rows.pop(), rows.is_empty()) {
        (Some(row), true) => Ok(row),
        (None, _) => {
            let message = format!("the platform has no connection to {}", kind.name());
            Err(refuse("connection_not_found", &message, LIST))
        }
        (Some(_), false) => {
            let message = format!("the platform has several connections to {}", kind.name());
            refuse("connection_ambiguous", &message, "Name one by its identifier; `cora connection list` has them.");
            Err(ExitCode::from(BAD_INPUT))
        }
    })
}

const LIST: &str = "`cora connection list` has those there are.";

/// Says on standard error why something is not done, and what to do.
pub fn refuse(code: &str, message: &str, help: &str) -> ExitCode {
    eprintln!("error[{code}]: {message}\n   = fix: {help}");
    ExitCode::FAILURE
}
