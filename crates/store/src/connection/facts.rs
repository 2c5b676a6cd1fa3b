//! Loads the facts that a command on a connection depends on.

use cora_core::connection::ConnectionKind;
use cora_core::connection::lifecycle::{ConnectionCommand, ConnectionFacts};
use cora_core::id::ConnectionId;
use cora_core::json::Code;

use crate::error::{DatabaseError, StoreError};
use crate::sql::sql;
use crate::transaction::Transaction;

const FACTS: &str = include_str!("facts.sql");

/// Loads the facts that a command depends on: one statement, one snapshot, one JSON document.
pub(crate) async fn load(
    transaction: &mut Transaction,
    connection: ConnectionId,
    command: &ConnectionCommand,
) -> Result<ConnectionFacts, StoreError> {
    let number = match command {
        ConnectionCommand::RecordTest { number, .. } | ConnectionCommand::Rollback { number, .. } => Some(*number),
        ConnectionCommand::Activate { number, .. } => *number,
        ConnectionCommand::Create { .. } | ConnectionCommand::Save { .. } | ConnectionCommand::Disable { .. } => None,
    };
    let puts_to_use = matches!(command, ConnectionCommand::Activate { .. } | ConnectionCommand::Rollback { .. });
    let facts = sql(statement()).bind(connection.to_string()).bind(number).bind(puts_to_use);
    let document = transaction.text(facts).await?;
    super::read(&document.ok_or(DatabaseError::reading("a connection's facts"))?)
}

/// Returns the statement, with the names of the kinds whose tokens identify people by a claim of
/// their own.
pub(crate) fn statement() -> String {
    let kinds = ConnectionKind::ALL.into_iter().filter(|kind| kind.has_own_subject());
    let names: Vec<String> = kinds.map(|kind| format!("'{}'", kind.name())).collect();
    FACTS.replace("@kinds_with_own_subject", &names.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identities_of_okta_and_entra_id_are_theirs_alone() {
        let statement = statement();
        assert_eq!(statement.matches("IN ('okta', 'entra_id')").count(), 2);
        assert!(!statement.contains("@kinds"));
    }
}
