//! Writes effects on domain rules.

use cora_core::administration::DomainEffect as Effect;
use cora_core::json::Code;
use cora_core::provisioning::facts::VerificationState;

use crate::administration::{AdministrationContext, text};
use crate::error::StoreError;
use crate::sql::{Sql, acting_user, seconds, sql};

/// Returns the statements that write an effect, in order.
pub(super) fn statements(effect: &Effect, context: &AdministrationContext) -> Result<Vec<Sql>, StoreError> {
    let (now, actor) = (seconds(context.now), acting_user(&context.actor));
    let statement = match effect {
        Effect::DeleteDomains { organization_id } => {
            sql!("DELETE FROM org_email_domains WHERE org_id = @id(?1)").bind(organization_id.to_string())
        }
        Effect::CreateDomain {
            domain_id,
            organization_id,
            pattern,
            class,
            verification,
            enrollment_mode,
            connection_id,
            required_groups,
        } => sql!(
            "INSERT INTO org_email_domains (id, org_id, domain, is_wildcard, class, verification, state,
                enrollment_mode, connection_id, created_by, updated_by, created_at, updated_at, required_groups)
             VALUES (@id(?1), @id(?2), ?3, ?4, ?5, ?6, 'pending', ?7, @id(?8), @id(?9), @id(?9), @time(?10), @time(?10),
                @json(?11))",
        )
        .bind(domain_id.to_string())
        .bind(organization_id.to_string())
        .bind(pattern.name().as_str())
        .bind(pattern.is_wildcard())
        .bind(class.name())
        .bind(verification.name())
        .bind(enrollment_mode.name())
        .bind(connection_id.map(|connection| connection.to_string()))
        .bind(actor)
        .bind(now)
        .bind(text(required_groups)?),
        Effect::ChangeDomain { domain_id, enrollment_mode, connection_id, required_groups } => sql!(
            "UPDATE org_email_domains SET enrollment_mode = ?2, connection_id = @id(?3), version = version + 1,
                updated_by = @id(?4), updated_at = @time(?5), required_groups = @json(?6)
             WHERE id = @id(?1)",
        )
        .bind(domain_id.to_string())
        .bind(enrollment_mode.name())
        .bind(connection_id.map(|connection| connection.to_string()))
        .bind(actor)
        .bind(now)
        .bind(text(required_groups)?),
        Effect::SetDomainState { domain_id, state } => sql!(
            "UPDATE org_email_domains SET state = ?2, version = version + 1, updated_by = @id(?3), updated_at = @time(?4),
                checked_at = @time(?4), verified_at = CASE WHEN ?5 THEN @time(?4) ELSE verified_at END
             WHERE id = @id(?1)",
        )
        .bind(domain_id.to_string())
        .bind(state.name())
        .bind(actor)
        .bind(now)
        .bind(*state == VerificationState::Verified),
        Effect::DeleteDomain { domain_id } => {
            sql!("DELETE FROM org_email_domains WHERE id = @id(?1)").bind(domain_id.to_string())
        }
    };
    Ok(vec![statement])
}
