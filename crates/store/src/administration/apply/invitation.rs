//! Writes effects on invitations.

use cora_core::administration::InvitationEffect as Effect;
use cora_core::json::Code;

use crate::administration::AdministrationContext;
use crate::error::StoreError;
use crate::sql::{Sql, acting_user, seconds, sql};

/// Returns the statements that write an effect, in order.
pub(super) fn statements(effect: &Effect, context: &AdministrationContext) -> Result<Vec<Sql>, StoreError> {
    let (now, actor) = (seconds(context.now), acting_user(&context.actor));
    let statement = match effect {
        Effect::RevokeInvitations { organization_id } => sql!(
            "UPDATE user_invites SET status = 'revoked', updated_by = @id(?2), updated_at = @time(?3)
             WHERE org_id = @id(?1) AND status = 'pending'",
        )
        .bind(organization_id.to_string())
        .bind(actor)
        .bind(now),
        Effect::CreateInvitation {
            invitation_id,
            organization_id,
            email,
            role,
            platform_role,
            connection_id,
            expires_at,
        } => sql!(
            "INSERT INTO user_invites (id, email, org_id, role, platform_role, invited_by, connection_id, expires_at,
                created_by, updated_by, created_at, updated_at)
             VALUES (@id(?1), ?2, @id(?3), ?4, ?5, @id(?6), @id(?7), @time(?8), @id(?6), @id(?6), @time(?9), @time(?9))",
        )
        .bind(invitation_id.to_string())
        .bind(email.as_str())
        .bind(organization_id.to_string())
        .bind(role.name())
        .bind(platform_role.name())
        .bind(actor)
        .bind(connection_id.map(|connection| connection.to_string()))
        .bind(seconds(*expires_at))
        .bind(now),
        Effect::RenewInvitation { invitation_id, expires_at } => sql!(
            "UPDATE user_invites SET status = 'pending', invited_by = @id(?2), created_at = @time(?4),
                expires_at = @time(?3), codes_sent = 0, next_code_at = NULL, updated_by = @id(?2), updated_at = @time(?4)
             WHERE id = @id(?1)",
        )
        .bind(invitation_id.to_string())
        .bind(actor)
        .bind(seconds(*expires_at))
        .bind(now),
        Effect::SetInvitationStatus { invitation_id, status } => sql!(
            "UPDATE user_invites SET status = ?2, updated_by = @id(?3), updated_at = @time(?4),
                accepted_by = CASE WHEN ?2 = 'accepted' THEN @id(?3) END,
                accepted_at = CASE WHEN ?2 = 'accepted' THEN @time(?4) END
             WHERE id = @id(?1)",
        )
        .bind(invitation_id.to_string())
        .bind(status.name())
        .bind(actor)
        .bind(now),
    };
    Ok(vec![statement])
}
