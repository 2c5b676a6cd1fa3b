//! Writes effects on the audit record.

use cora_core::administration::{AuditEffect as Effect, FieldChange};
use cora_core::json::Code;

use crate::administration::{AdministrationContext, text};
use crate::error::StoreError;
use crate::sql::{Sql, acting_user, kept_request_id, seconds, sql};

/// Returns the statements that write an effect, in order.
pub(super) fn statements(effect: &Effect, context: &AdministrationContext) -> Result<Vec<Sql>, StoreError> {
    let (now, actor) = (seconds(context.now), acting_user(&context.actor));
    let statement = match effect {
        Effect::RecordAudit { audit_id, action, organization_id, user_id, target, changes, reason } => sql!(
            "INSERT INTO administration_audit_log (id, at, actor_id, action, org_id, user_id, target, changes, reason,
                    request_id, actor_kind)
                 VALUES (@id(?1), @time(?2), @id(?3), ?4, @id(?5), @id(?6), ?7, @json(?8), ?9, ?10, ?11)",
        )
        .bind(audit_id.to_string())
        .bind(now)
        .bind(actor)
        .bind(action.name())
        .bind(organization_id.map(|organization| organization.to_string()))
        .bind(user_id.map(|user| user.to_string()))
        .bind(target.clone())
        .bind(text(&with_acting(changes, context))?)
        .bind(reason.as_ref().map(|reason| reason.as_str().to_owned()).filter(|reason| !reason.is_empty()))
        .bind(kept_request_id(context.request_id.as_deref()).map(str::to_owned))
        .bind(context.actor.name()),
    };
    Ok(vec![statement])
}

/// Returns the changes of a record, and the identity that acts on the actor's behalf: its issuer,
/// and the hash of its subject, as tokens name it (specification §14.8).
fn with_acting(changes: &[FieldChange], context: &AdministrationContext) -> Vec<FieldChange> {
    let named = context.acting.as_ref().map(|acting| FieldChange {
        field: "acting".to_owned(),
        before: None,
        after: Some(format!("{} {}", acting.issuer.as_str(), acting.subject.hashed())),
    });
    changes.iter().cloned().chain(named).collect()
}
