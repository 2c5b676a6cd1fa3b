//! Writes effects on members and membership requests.

use cora_core::administration::MemberEffect as Effect;
use cora_core::json::Code;

use crate::administration::{AdministrationContext, text};
use crate::error::StoreError;
use crate::sql::{Sql, acting_user, seconds, sql};

/// Returns the statements that write an effect, in order.
pub(super) fn statements(effect: &Effect, context: &AdministrationContext) -> Result<Vec<Sql>, StoreError> {
    let (now, actor) = (seconds(context.now), acting_user(&context.actor));
    let statement = match effect {
        Effect::PutMembership { membership_id, organization_id, user_id, role, source } => sql!(
            "INSERT INTO org_members (id, org_id, user_id, role, source, base_role, added_by, joined_at, created_by,
                updated_by, created_at, updated_at)
             VALUES (@id(?1), @id(?2), @id(?3), ?4, ?5, ?4, @id(?6), @time(?7), @id(?6), @id(?6), @time(?7), @time(?7))
             ON CONFLICT (org_id, user_id) DO UPDATE SET
                role = excluded.role, status = 'active', source = excluded.source, role_source = NULL,
                base_role = excluded.base_role, role_as_of = NULL, added_by = excluded.added_by,
                joined_at = excluded.joined_at, removed_at = NULL, updated_by = excluded.updated_by,
                updated_at = excluded.updated_at",
        )
        .bind(membership_id.to_string())
        .bind(organization_id.to_string())
        .bind(user_id.to_string())
        .bind(role.name())
        .bind(source.name())
        .bind(actor)
        .bind(now),
        Effect::ChangeMembershipRole { organization_id, user_id, role } => sql!(
            "UPDATE org_members SET role = ?3, role_source = 'manual', updated_by = @id(?4), updated_at = @time(?5)
             WHERE org_id = @id(?1) AND user_id = @id(?2) AND status = 'active'",
        )
        .bind(organization_id.to_string())
        .bind(user_id.to_string())
        .bind(role.name())
        .bind(actor)
        .bind(now),
        Effect::ReleaseMembershipRole { organization_id, user_id, role_source } => sql!(
            "UPDATE org_members SET role_source = ?3, updated_by = @id(?4), updated_at = @time(?5)
             WHERE org_id = @id(?1) AND user_id = @id(?2) AND status = 'active'",
        )
        .bind(organization_id.to_string())
        .bind(user_id.to_string())
        .bind(role_source.as_ref().map(Code::name))
        .bind(actor)
        .bind(now),
        Effect::RemoveMembership { organization_id, user_id } => {
            let member = sql!(
                "UPDATE org_members SET status = 'removed', removed_at = @time(?4), role_source = NULL,
                    updated_by = @id(?3), updated_at = @time(?4)
                 WHERE org_id = @id(?1) AND user_id = @id(?2) AND status = 'active'",
            )
            .bind(organization_id.to_string())
            .bind(user_id.to_string())
            .bind(actor)
            .bind(now);
            let nowhere =
                sql!("UPDATE profiles SET current_org_id = NULL WHERE user_id = @id(?2) AND current_org_id = @id(?1)",)
                    .bind(organization_id.to_string())
                    .bind(user_id.to_string());
            return Ok(vec![member, nowhere]);
        }
        Effect::RaiseRoleVersion { user_id } => {
            sql!("UPDATE profiles SET role_version = role_version + 1 WHERE user_id = @id(?1)")
                .bind(user_id.to_string())
        }
        Effect::RaiseRoleVersions { organization_id } => sql!(
            "UPDATE profiles SET role_version = role_version + 1, current_org_id = nullif(current_org_id, @id(?1))
             WHERE user_id IN (SELECT user_id FROM org_members WHERE org_id = @id(?1) AND status = 'active')",
        )
        .bind(organization_id.to_string()),
        Effect::SetCurrentOrganization { user_id, organization_id } => {
            sql!("UPDATE profiles SET current_org_id = @id(?2) WHERE user_id = @id(?1) AND current_org_id IS NULL")
                .bind(user_id.to_string())
                .bind(organization_id.to_string())
        }
        Effect::SettleMembershipRequest { organization_id, user_id, status } => sql!(
            "UPDATE membership_requests SET status = ?3, answered_by = @id(?4), answered_at = @time(?5)
             WHERE org_id = @id(?1) AND user_id = @id(?2)",
        )
        .bind(organization_id.to_string())
        .bind(user_id.to_string())
        .bind(status.name())
        .bind(actor)
        .bind(now),
        Effect::SetMemberApplicationRoles { organization_id, user_id, application_id, roles } => {
            let taken = sql!(
                "DELETE FROM member_application_roles WHERE org_id = @id(?1) AND user_id = @id(?2)
                    AND application_id = @id(?3) AND role NOT IN (SELECT kept.value FROM @each(?4, kept))",
            )
            .bind(organization_id.to_string())
            .bind(user_id.to_string())
            .bind(application_id.to_string())
            .bind(text(roles)?);
            let given = sql!(
                "INSERT INTO member_application_roles (org_id, user_id, application_id, role, given_by, given_at)
                 SELECT @id(?1), @id(?2), @id(?3), given.value, @id(?5), @time(?6) FROM @each(?4, given)
                 WHERE true
                 ON CONFLICT (org_id, user_id, application_id, role) DO NOTHING",
            )
            .bind(organization_id.to_string())
            .bind(user_id.to_string())
            .bind(application_id.to_string())
            .bind(text(roles)?)
            .bind(actor)
            .bind(now);
            return Ok(vec![taken, given]);
        }
    };
    Ok(vec![statement])
}
