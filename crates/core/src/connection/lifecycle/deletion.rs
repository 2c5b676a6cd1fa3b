//! Deletes drafts.

use super::facts::ConnectionRecord;
use super::plan::{ConnectionAction, ConnectionEffect, ConnectionGuard};
use super::plan_builder::{Audit, PlanBuilder};
use super::result::{configuration, differs, refused};
use super::{ChangeConnectionInput, ConnectionChange, ConnectionReason};
use crate::connection::ConnectionStatus;

/// Deletes a connection that nobody can have come by. A connection that was in use, or tried, stays
/// on record: audit records and identities name it.
pub(super) fn delete(input: &ChangeConnectionInput, record: &ConnectionRecord) -> ConnectionChange {
    if !is_draft(record) {
        return refused(Some(record), ConnectionReason::NotADraft);
    }
    if input.facts.is_referenced {
        return refused(Some(record), ConnectionReason::ConnectionReferenced);
    }
    let connection_id = record.id;
    let mut builder = PlanBuilder::of(input, record);
    builder.guard(ConnectionGuard::ConnectionUnreferenced { connection_id });
    let name = differs("/displayName", record.display_name.as_str(), serde_json::Value::Null);
    builder.audit(Audit { changes: alloc::vec![name], ..Audit::of(ConnectionAction::Deleted) });
    // INVARIANT: the record comes first. The databases refuse to delete settings without it.
    builder.effect(ConnectionEffect::DeleteConnection { connection_id });
    let deleted = builder.finish(ConnectionReason::Deleted, record.status, None, alloc::vec::Vec::new());
    ConnectionChange { status: None, version: None, ..deleted }
}

/// Returns `true` if the connection was never in use, and no test login with its settings has come
/// to an end.
fn is_draft(record: &ConnectionRecord) -> bool {
    let untried = |number| configuration(record, number).is_some_and(|settings| settings.test_outcome.is_none());
    matches!(record.status, ConnectionStatus::Draft | ConnectionStatus::Validated)
        && record.configurations.iter().all(|settings| settings.test_outcome.is_none())
        && untried(record.latest_number)
}
