//! Connections in the database, as the command line names them.

use std::future::Future;
use std::process::ExitCode;

use clap::Args;
use cora_core::connection::ConnectionKind;
use cora_core::id::ConnectionId;
use cora_core::json::Code as _;
use cora_store::{ConnectionRow, Store};

use super::super::database::{Database, refuse};
use super::super::document::BAD_INPUT;

/// A connection in the database.
#[derive(Debug, Args)]
pub struct Chosen {
    #[command(flatten)]
    pub database: Database,
    /// The connection: its identifier, or its kind of provider if the platform has one connection
    /// of that kind.
    #[arg(value_name = "CONNECTION")]
    pub connection: String,
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

/// Finds a connection by its identifier or kind. If there is not exactly one, reports this on
/// standard error and returns the exit code.
pub async fn find(store: &Store, name: &str) -> anyhow::Result<Result<ConnectionRow, ExitCode>> {
    if let Some(id) = ConnectionId::parse(name) {
        let absent = || refuse("connection_not_found", "no connection has this identifier", LIST);
        return Ok(store.connection(id).await?.ok_or_else(absent));
    }
    let Some(kind) = ConnectionKind::from_name(name) else {
        let message = "the name is neither a connection identifier nor a kind of provider";
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
            refuse("connection_ambiguous", &message, "Pass an identifier; run `cora connection list` to see them.");
            Err(ExitCode::from(BAD_INPUT))
        }
    })
}

const LIST: &str = "Run `cora connection list` to see the connections.";
