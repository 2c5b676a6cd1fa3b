//! Writes effects on identities and their conflicts.

use cora_core::administration::IdentityConflictEffect as Effect;
use cora_core::json::Code;

use crate::administration::{AdministrationContext, account_join, text};
use crate::error::StoreError;
use crate::sql::{Sql, acting_user, seconds, sql};

/// Returns the statements that write an effect, in order.
pub(super) fn statements(effect: &Effect, context: &AdministrationContext) -> Result<Vec<Sql>, StoreError> {
    let (now, actor) = (seconds(context.now), acting_user(&context.actor));
    let statement = match effect {
        Effect::LinkIdentity { user_id, connection_id, identity, email } => sql!(
            "INSERT INTO external_identities (auth_user_id, issuer, external_id, provider_name, connection_id,
                created_by, created_at, email, email_verified)
             VALUES (@id(?1), ?2, ?3, (SELECT provider_type FROM platform_idp_config WHERE id = @id(?4)), @id(?4),
                coalesce(@id(?5), @id(?1)), @time(?6), ?7, ?8)",
        )
        .bind(user_id.to_string())
        .bind(identity.issuer.as_str())
        .bind(identity.subject.as_str())
        .bind(connection_id.to_string())
        .bind(actor)
        .bind(now)
        .bind(email.as_ref().map(ToString::to_string))
        .bind(email.is_some()),
        // The other columns stay, as the address that the identity vouches for.
        Effect::CarryIdentitiesOver { connection_id, from, to, subjects } => sql!(
            "UPDATE external_identities SET issuer = ?2, external_id = carried.new_subject, connection_id = @id(?3),
                provider_name = (SELECT provider_type FROM platform_idp_config WHERE platform_idp_config.id = @id(?3))
             FROM (SELECT @json(pairs.value) ->> 'from' AS old_subject, @json(pairs.value) ->> 'to' AS new_subject
                FROM @each(?4, pairs)) AS carried
             WHERE external_identities.issuer = ?1 AND external_identities.external_id = carried.old_subject",
        )
        .bind(from.as_str())
        .bind(to.as_str())
        .bind(connection_id.to_string())
        .bind(text(subjects)?),
        Effect::UnlinkIdentity { user_id, identity } => {
            sql!("DELETE FROM external_identities WHERE auth_user_id = @id(?1) AND issuer = ?2 AND external_id = ?3",)
                .bind(user_id.to_string())
                .bind(identity.issuer.as_str())
                .bind(identity.subject.as_str())
        }
        Effect::JoinAccounts { join } => return Ok(account_join::statements(join, context)),
        Effect::ResolveIdentityConflict { conflict_id, status, reason } => sql!(
            "UPDATE identity_conflicts SET status = ?2, resolved_at = @time(?3), resolved_by = @id(?4), reason = ?5
             WHERE id = @id(?1)",
        )
        .bind(conflict_id.to_string())
        .bind(status.name())
        .bind(now)
        .bind(actor)
        .bind(reason.as_ref().map(|reason| reason.as_str().to_owned()).filter(|reason| !reason.is_empty())),
    };
    Ok(vec![statement])
}
