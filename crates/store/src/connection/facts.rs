//! Loads the facts that a command on a connection depends on.

use cora_core::connection::lifecycle::{ConnectionCommand, ConnectionFacts};
use cora_core::id::ConnectionId;

use crate::error::{DatabaseError, StoreError};
use crate::sql::sql;
use crate::transaction::Transaction;

/// The condition that something outside of the connection `?1` names it.
pub(crate) const REFERENCED: &str = "(EXISTS (SELECT 1 FROM org_email_domains WHERE connection_id = @id(?1))
    OR EXISTS (SELECT 1 FROM user_invites WHERE connection_id = @id(?1))
    OR EXISTS (SELECT 1 FROM external_identities WHERE connection_id = @id(?1))
    OR EXISTS (SELECT 1 FROM identity_conflicts WHERE connection_id = @id(?1))
    OR EXISTS (SELECT 1 FROM provisioning_policy WHERE @contains(document, @text(?1))))";

const FACTS: &str = const_format::str_replace!(include_str!("facts.sql"), "{REFERENCED}", REFERENCED);

/// Loads the facts that a command depends on: one statement, one snapshot, one JSON document.
pub(crate) async fn load(
    transaction: &mut Transaction,
    connection: ConnectionId,
    command: &ConnectionCommand,
) -> Result<ConnectionFacts, StoreError> {
    let number = match command {
        ConnectionCommand::RecordTest { number, .. } | ConnectionCommand::Rollback { number, .. } => Some(*number),
        ConnectionCommand::Activate { number, .. } | ConnectionCommand::SetSecretExpiry { number, .. } => *number,
        ConnectionCommand::Create { .. }
        | ConnectionCommand::Save { .. }
        | ConnectionCommand::Disable { .. }
        | ConnectionCommand::MakeDefault { .. }
        | ConnectionCommand::Delete { .. } => None,
    };
    let puts_to_use = matches!(command, ConnectionCommand::Activate { .. } | ConnectionCommand::Rollback { .. });
    let changes_use = puts_to_use || matches!(command, ConnectionCommand::Disable { .. });
    let deletes = matches!(command, ConnectionCommand::Delete { .. });
    let facts = sql!(FACTS).bind(connection.to_string()).bind(number).bind(puts_to_use).bind(changes_use).bind(deletes);
    let document = transaction.text(facts).await?;
    super::read(&document.ok_or(DatabaseError::reading("a connection's facts"))?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sql::Dialect;

    #[test]
    fn identities_of_okta_and_entra_id_are_theirs_alone() {
        let statement = sql!(FACTS);
        for dialect in [Dialect::Sqlite, Dialect::Postgres] {
            let text = statement.text(dialect);
            assert_eq!(text.matches("IN ('okta', 'entra_id')").count(), 2, "{text}");
        }
    }
}
