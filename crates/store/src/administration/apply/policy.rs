//! Writes effects on the policy.

use cora_core::administration::PolicyEffect as Effect;

use crate::administration::{AdministrationContext, text};
use crate::error::StoreError;
use crate::sql::{Sql, acting_user, seconds, sql};

/// Returns the statements that write an effect, in order.
pub(super) fn statements(effect: &Effect, context: &AdministrationContext) -> Result<Vec<Sql>, StoreError> {
    let (now, actor) = (seconds(context.now), acting_user(&context.actor));
    let statement = match effect {
        Effect::SavePolicy { policy } => sql!(
            "INSERT INTO provisioning_policy (id, version, document, updated_by, updated_at)
             VALUES (1, ?1, @json(?2), @id(?3), @time(?4))
             ON CONFLICT (id) DO UPDATE SET version = excluded.version, document = excluded.document,
                updated_by = excluded.updated_by, updated_at = excluded.updated_at",
        )
        .bind(policy.version)
        .bind(text(policy)?)
        .bind(actor)
        .bind(now),
        Effect::SaveExpectations { expectations } => {
            let mut statements = vec![sql!("DELETE FROM policy_expectations")];
            for (position, expectation) in (0_u32..).zip(expectations) {
                let insert =
                    sql!("INSERT INTO policy_expectations (name, position, document) VALUES (?1, ?2, @json(?3))");
                statements.push(insert.bind(expectation.name.as_str()).bind(position).bind(text(expectation)?));
            }
            return Ok(statements);
        }
    };
    Ok(vec![statement])
}
