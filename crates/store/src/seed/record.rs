//! The audit records of a seed file: one for each organization, person, domain rule, invitation,
//! application and policy that it creates or changes. Connections have their own.

use cora_core::administration::{AdministrationAction, FieldChange};
use cora_core::id::{AuditId, OrganizationId, UserId};
use cora_core::json::Code;
use uuid::Uuid;

use crate::error::StoreError;
use crate::sql::{Sql, sql};

/// The reason in the audit record of a seeded change.
pub(super) const REASON: &str = "seeded";

/// A change by the operator's file.
pub(super) struct SeedRecord {
    pub action: AdministrationAction,
    pub organization_id: Option<OrganizationId>,
    pub user_id: Option<UserId>,
    /// The target other than a user, as the action's commands record it.
    pub target: Option<String>,
    pub changes: Vec<FieldChange>,
}

impl SeedRecord {
    pub fn new(action: AdministrationAction) -> Self {
        Self { action, organization_id: None, user_id: None, target: None, changes: Vec::new() }
    }

    /// Adds a value that the file has given.
    pub fn given(mut self, field: &str, value: impl ToString) -> Self {
        self.changes.push(FieldChange { field: field.to_owned(), before: None, after: Some(value.to_string()) });
        self
    }

    /// Builds the statement that writes the record. `place` is the number of the last record before
    /// the file and the record's own number in the file, so that no identifier occurs twice.
    pub fn statement(&self, place: &str, now: i64) -> Result<Sql, StoreError> {
        let id = AuditId::from_uuid(Uuid::new_v5(&Uuid::NAMESPACE_OID, format!("seed {place} {now}").as_bytes()));
        let changes = serde_json::to_string(&self.changes)
            .map_err(|source| StoreError::Unreadable { what: "audit record", source })?;
        Ok(sql!(
            "INSERT INTO administration_audit_log (id, at, actor_kind, action, org_id, user_id, target, changes, reason)
             VALUES (@id(?1), @time(?2), 'operator', ?3, @id(?4), @id(?5), ?6, @json(?7), ?8)",
        )
        .bind(id.to_string())
        .bind(now)
        .bind(self.action.name())
        .bind(self.organization_id.map(|id| id.to_string()))
        .bind(self.user_id.map(|id| id.to_string()))
        .bind(self.target.clone())
        .bind(changes)
        .bind(REASON))
    }
}
