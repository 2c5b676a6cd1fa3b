//! Writes effects on users and the waitlist.

use cora_core::administration::UserEffect as Effect;
use cora_core::deprovisioning::DeprovisionEffect;
use cora_core::id::UserId;
use cora_core::issuer::session::SessionEndReason;
use cora_core::json::Code;
use cora_core::provisioning::facts::UserStatus;

use crate::administration::AdministrationContext;
use crate::error::StoreError;
use crate::issuer::{EndedBy, end_of_browser_session, end_of_user};
use crate::login_record::forget::forget;
use crate::sql::{Sql, acting_user, seconds, sql};

/// Returns the statements that write an effect, in order.
pub(super) fn statements(effect: &Effect, context: &AdministrationContext) -> Result<Vec<Sql>, StoreError> {
    let (now, actor) = (seconds(context.now), acting_user(&context.actor));
    let statement = match effect {
        Effect::ReleaseUserEmail { user_id } => sql!(
            "UPDATE profiles SET email = NULL, email_canonical = NULL, email_verified = ?2, email_confirmed_at = NULL,
                updated_by = @id(?3), updated_at = @time(?4)
             WHERE user_id = @id(?1)",
        )
        .bind(user_id.to_string())
        .bind(false)
        .bind(actor)
        .bind(now),
        Effect::SetWaitlistStatus { email, status } => {
            sql!("UPDATE waitlist SET status = ?2, updated_by = @id(?3), updated_at = @time(?4) WHERE email = ?1")
                .bind(email.as_str())
                .bind(status.name())
                .bind(actor)
                .bind(now)
        }
        Effect::SetUserStatus { user_id, status } => {
            let set = sql!(
                "UPDATE profiles SET status = ?2, updated_by = @id(?3), updated_at = @time(?4) WHERE user_id = @id(?1)"
            );
            let set = set.bind(user_id.to_string()).bind(status.name()).bind(actor).bind(now);
            return Ok(match status {
                UserStatus::Active => vec![set],
                UserStatus::Suspended | UserStatus::Deprovisioned => ended_with_user(set, *user_id, context),
            });
        }
        Effect::SetPlatformRole { user_id, role } => sql!(
            // An auditor is a user to the program of the version before.
            "UPDATE profiles SET global_role = CASE WHEN ?2 = 'platform_auditor' THEN 'platform_user' ELSE ?2 END,
                is_auditor = (?2 = 'platform_auditor'), updated_by = @id(?3), updated_at = @time(?4)
             WHERE user_id = @id(?1)",
        )
        .bind(user_id.to_string())
        .bind(role.name())
        .bind(actor)
        .bind(now),
        Effect::EndUser { user_id, effects } => {
            let of_effect = |effect| deprovision_statement(effect, *user_id, context);
            return Ok(effects.iter().filter_map(of_effect).flatten().collect());
        }
        // Written by `erase`, which reads first.
        Effect::EraseUser { .. } => return Ok(Vec::new()),
        Effect::IssueRecoveryToken { token_hash, expires_at } => sql!(
            "INSERT INTO bootstrap_tokens (token_hash, created_at, expires_at, recovery)
             VALUES (?1, @time(?2), @time(?3), ?4)",
        )
        .bind(token_hash.to_string())
        .bind(now)
        .bind(seconds(*expires_at))
        .bind(true),
        Effect::RevokeBootstrapToken { token_hash } => {
            sql!("DELETE FROM bootstrap_tokens WHERE token_hash = ?1 AND used_at IS NULL").bind(token_hash.to_string())
        }
        Effect::EndSessions { user_id, browser_session_id } => {
            let by = EndedBy { reason: SessionEndReason::EndedByAdministrator, now: context.now };
            return Ok(match browser_session_id {
                Some(session) => end_of_browser_session(*session, Some(*user_id), by),
                None => end_of_user(*user_id, by),
            });
        }
    };
    Ok(vec![statement])
}

/// Returns the statements of an act that shuts a user out, followed by the end of all their
/// sessions.
fn ended_with_user(act: Sql, user: UserId, context: &AdministrationContext) -> Vec<Sql> {
    let by = EndedBy { reason: SessionEndReason::SignedOutEverywhere, now: context.now };
    let mut statements = vec![act];
    statements.extend(end_of_user(user, by));
    statements
}

/// Returns the statements for an effect that deprovisions a user, or `None` for an effect that
/// writes nothing here: sessions at the identity provider are its own, and identities stay linked.
fn deprovision_statement(
    effect: &DeprovisionEffect,
    user: UserId,
    context: &AdministrationContext,
) -> Option<Vec<Sql>> {
    let now = seconds(context.now);
    let by = |actor: &Option<UserId>| actor.map(|actor| actor.to_string());
    Some(vec![match effect {
        DeprovisionEffect::SwitchOff { user_id, updated_by } => {
            let switch_off = sql!(
                "UPDATE profiles SET status = 'deprovisioned', global_role = 'platform_user', is_auditor = false,
                    current_org_id = NULL,
                    updated_by = @id(?2), updated_at = @time(?3)
                 WHERE user_id = @id(?1)"
            );
            let switch_off = switch_off.bind(user_id.to_string()).bind(by(updated_by)).bind(now);
            let mut statements = ended_with_user(switch_off, *user_id, context);
            statements.extend(forget(*user_id));
            return Some(statements);
        }
        DeprovisionEffect::RevokeToken { token_hash } => {
            sql!("DELETE FROM link_confirmations WHERE token_hash = ?1 AND used_at IS NULL")
                .bind(token_hash.to_string())
        }
        DeprovisionEffect::RemoveMembership { membership_id, removed_at, updated_by, .. } => sql!(
            "UPDATE org_members SET status = 'removed', removed_at = @time(?2), role_source = NULL, updated_by = @id(?3),
                updated_at = @time(?4)
             WHERE id = @id(?1) AND status = 'active'"
        )
        .bind(membership_id.to_string())
        .bind(seconds(*removed_at))
        .bind(by(updated_by))
        .bind(now),
        DeprovisionEffect::RevokeInvitation { invitation_id, updated_by } => sql!(
            "UPDATE user_invites SET status = 'revoked', updated_by = @id(?2), updated_at = @time(?3)
             WHERE id = @id(?1) AND status = 'pending'"
        )
        .bind(invitation_id.to_string())
        .bind(by(updated_by))
        .bind(now),
        DeprovisionEffect::WithdrawMembershipRequest { organization_id } => {
            sql!("DELETE FROM membership_requests WHERE org_id = @id(?1) AND user_id = @id(?2) AND status = 'pending'")
                .bind(organization_id.to_string())
                .bind(user.to_string())
        }
        DeprovisionEffect::RemoveFromWaitlist {} => {
            sql!("DELETE FROM waitlist WHERE email = (SELECT email_canonical FROM profiles WHERE user_id = @id(?1))")
                .bind(user.to_string())
        }
        DeprovisionEffect::EndSession { .. }
        | DeprovisionEffect::KeepIdentityBarred { .. }
        | DeprovisionEffect::RecordAudit { .. } => return None,
    }])
}
