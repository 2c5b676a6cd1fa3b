//! Writes effects on organizations.

use cora_core::administration::OrganizationEffect as Effect;
use cora_core::json::Code;

use crate::administration::AdministrationContext;
use crate::error::StoreError;
use crate::organization::about::write_about;
use crate::sql::{Sql, acting_user, seconds, sql};

/// Returns the statements that write an effect, in order.
pub(super) fn statements(effect: &Effect, context: &AdministrationContext) -> Result<Vec<Sql>, StoreError> {
    let (now, actor) = (seconds(context.now), acting_user(&context.actor));
    let statement = match effect {
        Effect::InsertOrganization { organization_id, name, slug, logo_url, about } => {
            let insert = sql!(
                "INSERT INTO orgs (id, name, slug, logo_url, owner_id, created_by, updated_by, created_at, updated_at)
                 VALUES (@id(?1), ?2, ?3, ?4, @id(?5), @id(?5), @id(?5), @time(?6), @time(?6))",
            );
            let insert = insert
                .bind(organization_id.to_string())
                .bind(name.as_str())
                .bind(slug.as_str())
                .bind(logo_url.as_ref().map(ToString::to_string))
                .bind(actor)
                .bind(now);
            return Ok(vec![insert, write_about(*organization_id, about, now)]);
        }
        Effect::UpdateOrganization { organization_id, name, slug, logo_url, about } => {
            let update = sql!(
                "UPDATE orgs SET name = ?2, slug = ?3, logo_url = ?4, updated_by = @id(?5), updated_at = @time(?6)
                 WHERE id = @id(?1)",
            );
            let update = update
                .bind(organization_id.to_string())
                .bind(name.as_str())
                .bind(slug.as_str())
                .bind(logo_url.as_ref().map(ToString::to_string))
                .bind(actor)
                .bind(now);
            return Ok(vec![update, write_about(*organization_id, about, now)]);
        }
        Effect::SetOrganizationStatus { organization_id, status } => {
            sql!("UPDATE orgs SET status = ?2, updated_by = @id(?3), updated_at = @time(?4) WHERE id = @id(?1)")
                .bind(organization_id.to_string())
                .bind(status.name())
                .bind(actor)
                .bind(now)
        }
        Effect::SetSeatLimit { organization_id, seat_limit } => {
            sql!("UPDATE orgs SET seat_limit = ?2, updated_by = @id(?3), updated_at = @time(?4) WHERE id = @id(?1)")
                .bind(organization_id.to_string())
                .bind(*seat_limit)
                .bind(actor)
                .bind(now)
        }
    };
    Ok(vec![statement])
}
