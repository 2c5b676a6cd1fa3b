//! Writes effects on applications.

use cora_core::administration::ApplicationEffect as Effect;

use crate::administration::{AdministrationContext, text};
use crate::error::StoreError;
use crate::sql::{Sql, acting_user, seconds, sql};

/// Returns the statements that write an effect, in order.
pub(super) fn statements(effect: &Effect, context: &AdministrationContext) -> Result<Vec<Sql>, StoreError> {
    let (now, actor) = (seconds(context.now), acting_user(&context.actor));
    let statement = match effect {
        Effect::InsertApplication { application_id, settings } => sql!(
            "INSERT INTO applications (id, document, created_by, updated_by, created_at, updated_at)
             VALUES (@id(?1), @json(?2), @id(?3), @id(?3), @time(?4), @time(?4))",
        )
        .bind(application_id.to_string())
        .bind(text(settings)?)
        .bind(actor)
        .bind(now),
        Effect::UpdateApplication { application_id, settings } => sql!(
            "UPDATE applications SET document = @json(?2), version = version + 1, updated_by = @id(?3),
                updated_at = @time(?4)
             WHERE id = @id(?1)",
        )
        .bind(application_id.to_string())
        .bind(text(settings)?)
        .bind(actor)
        .bind(now),
        Effect::InsertApplicationSecret { application_id, secret_id, secret_hash, expires_at } => {
            let expired =
                sql!("DELETE FROM application_secrets WHERE application_id = @id(?1) AND expires_at <= @time(?2)");
            let insert = sql!(
                "INSERT INTO application_secrets (id, application_id, secret_hash, created_by, created_at, expires_at)
                 VALUES (@id(?1), @id(?2), ?3, @id(?4), @time(?5), @time(?6))",
            )
            .bind(secret_id.to_string())
            .bind(application_id.to_string())
            .bind(secret_hash.to_string())
            .bind(actor)
            .bind(now)
            .bind(expires_at.map(seconds));
            return Ok(vec![expired.bind(application_id.to_string()).bind(now), insert]);
        }
        Effect::SetApplicationPermissions { application_id, permissions } => {
            let defined: Vec<&str> = permissions.roles.iter().map(|role| role.id.as_str()).collect();
            let taken = sql!(
                "DELETE FROM member_application_roles
                 WHERE application_id = @id(?1) AND role NOT IN (SELECT defined.value FROM @each(?2, defined))",
            )
            .bind(application_id.to_string())
            .bind(text(&defined)?);
            let set = sql!(
                "UPDATE applications SET permissions = @json(?2), permissions_version = permissions_version + 1,
                    updated_by = @id(?3), updated_at = @time(?4)
                 WHERE id = @id(?1)",
            )
            .bind(application_id.to_string())
            .bind(text(permissions)?)
            .bind(actor)
            .bind(now);
            return Ok(vec![taken, set]);
        }
        Effect::DeleteApplicationSecret { secret_id } => {
            sql!("DELETE FROM application_secrets WHERE id = @id(?1)").bind(secret_id.to_string())
        }
    };
    Ok(vec![statement])
}
