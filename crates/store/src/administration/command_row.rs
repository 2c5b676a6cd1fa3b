//! Reads the row that a command changes, in the transaction of the command.

use cora_core::administration::CommandRow;
use cora_core::id::UserId;
use cora_core::time::UnixSeconds;

use super::view::{conflict_row, domain_row, invitation_row, member_row, permissions_row, policy_row, user_row};
use crate::error::StoreError;
use crate::issuer::application_row;
use crate::organization::organization_row;
use crate::sql::Sql;
use crate::transaction::Transaction;

/// Returns the document of a row as the actor sees it, or `None` if it does not exist.
pub(super) async fn load(
    transaction: &mut Transaction,
    row: CommandRow,
    actor: Option<UserId>,
    now: UnixSeconds,
) -> Result<Option<String>, StoreError> {
    transaction.text(statement(row, actor, now)).await
}

fn statement(row: CommandRow, actor: Option<UserId>, now: UnixSeconds) -> Sql {
    match row {
        CommandRow::Organization(id) => organization_row(actor, id),
        CommandRow::Member(organization, user) => member_row(organization, user),
        CommandRow::Invitation(id) => invitation_row(id, now),
        CommandRow::Domain(organization, id) => domain_row(organization, id),
        CommandRow::User(id) => user_row(id),
        CommandRow::IdentityConflict(id) => conflict_row(id),
        CommandRow::Application(id) => application_row(id),
        CommandRow::Permissions(id) => permissions_row(id),
        CommandRow::Policy => policy_row(),
    }
}
