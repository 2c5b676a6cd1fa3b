//! Loading what a command to a connection depends on.

use cora_core::connection::life_cycle::{ConnectionCommand, ConnectionFacts};
use cora_core::id::ConnectionId;
use sqlx::SqliteConnection;

use crate::error::StoreError;

const FACTS: &str = include_str!("facts.sql");

/// Loads what a command depends on: one statement, one snapshot, one JSON document.
pub(crate) async fn load(
    database: &mut SqliteConnection,
    connection: ConnectionId,
    command: &ConnectionCommand,
) -> Result<ConnectionFacts, StoreError> {
    let number = match command {
        ConnectionCommand::RecordTest { number, .. } | ConnectionCommand::Rollback { number, .. } => Some(*number),
        ConnectionCommand::Activate { number, .. } => *number,
        ConnectionCommand::Create { .. } | ConnectionCommand::Save { .. } | ConnectionCommand::Disable { .. } => None,
    };
    let puts_to_use = matches!(command, ConnectionCommand::Activate { .. } | ConnectionCommand::Rollback { .. });
    let document: String = sqlx::query_scalar(FACTS)
        .bind(connection.to_string())
        .bind(number)
        .bind(puts_to_use)
        .fetch_one(database)
        .await?;
    super::read(&document)
}
