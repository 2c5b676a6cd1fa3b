//! Applying a plan: every guard checked and every effect written in one transaction, or nothing.

use cora_core::email::EmailAddress;
use cora_core::issue::code_text;
use cora_core::provisioning::plan::{Effect, Guard, Plan};
use cora_core::time::UnixSeconds;
use sqlx::{Sqlite, SqliteConnection, Transaction};

use crate::database::Store;
use crate::error::ApplyError;

/// What applying a plan changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Applied {
    /// How many effects changed something. One that was applied before changes nothing.
    pub effects_changed: usize,
    /// Whether the user's role version was raised.
    pub role_version_raised: bool,
}

/// The least to the greatest role of both kinds, for comparing in SQL.
const ROLES: &str =
    r#"{"platform_user":0,"platform_admin":1,"platform_owner":2,"org_user":0,"org_admin":1,"org_owner":2}"#;

/// A time as SQLite stores it.
pub(crate) fn seconds(time: UnixSeconds) -> i64 {
    i64::try_from(time.seconds()).unwrap_or(i64::MAX)
}

impl Store {
    /// Applies a plan. `now` is when the rows that it makes are said to have been made.
    ///
    /// # Errors
    ///
    /// [`ApplyError`]; nothing was written then.
    pub async fn apply(&self, plan: &Plan, now: UnixSeconds) -> Result<Applied, ApplyError> {
        if plan.guards.is_empty() && plan.effects.is_empty() {
            return Ok(Applied::default());
        }
        // WHY immediate: the guards must be read under the lock that the effects are written under.
        let mut transaction: Transaction<'_, Sqlite> = self.writer.begin_with("BEGIN IMMEDIATE").await?;
        for guard in &plan.guards {
            if !holds(&mut transaction, guard).await? {
                return Err(ApplyError::GuardFailed(Box::new(guard.clone())));
            }
        }
        let mut applied = Applied::default();
        let mut whose_roles = None;
        for effect in &plan.effects {
            if write(&mut transaction, effect, seconds(now)).await? {
                applied.effects_changed += 1;
                whose_roles = whose_roles.or(match effect {
                    Effect::AddMembership { user_id, .. }
                    | Effect::RaiseRole { user_id, .. }
                    | Effect::GrantPlatformRole { user_id, .. } => Some(*user_id),
                    _ => None,
                });
            }
        }
        // WHY not by the plan alone: one that was applied before changes no role again.
        if let Some(user) = whose_roles.filter(|_| plan.changes_roles()) {
            sqlx::query("UPDATE profiles SET role_version = role_version + 1 WHERE user_id = ?1")
                .bind(user.to_string())
                .execute(&mut *transaction)
                .await?;
            applied.role_version_raised = true;
        }
        transaction.commit().await?;
        Ok(applied)
    }
}

/// Whether a guard holds now.
async fn holds(connection: &mut SqliteConnection, guard: &Guard) -> Result<bool, sqlx::Error> {
    let query = match guard {
        Guard::IdentityUnlinked { identity } => sqlx::query_scalar(
            "SELECT NOT EXISTS (SELECT 1 FROM external_identities WHERE issuer = ?1 AND external_id = ?2)",
        )
        .bind(identity.issuer.as_str().to_owned())
        .bind(identity.subject.as_str().to_owned()),
        Guard::EmailUnclaimed { email } => {
            sqlx::query_scalar("SELECT NOT EXISTS (SELECT 1 FROM profiles WHERE email_canonical = ?1)")
                .bind(email.to_string())
        }
        Guard::UserAbsent { user_id } => {
            sqlx::query_scalar("SELECT NOT EXISTS (SELECT 1 FROM profiles WHERE user_id = ?1)")
                .bind(user_id.to_string())
        }
        Guard::UserActive { user_id } => {
            sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM profiles WHERE user_id = ?1 AND status = 'active')")
                .bind(user_id.to_string())
        }
        Guard::IdentityLinked { identity, user_id } => sqlx::query_scalar(
            "SELECT EXISTS (SELECT 1 FROM external_identities
                WHERE issuer = ?1 AND external_id = ?2 AND auth_user_id = ?3)",
        )
        .bind(identity.issuer.as_str().to_owned())
        .bind(identity.subject.as_str().to_owned())
        .bind(user_id.to_string()),
        Guard::EmailVerified { user_id, email } => sqlx::query_scalar(
            "SELECT EXISTS (SELECT 1 FROM profiles WHERE user_id = ?1 AND email_canonical = ?2 AND email_verified)",
        )
        .bind(user_id.to_string())
        .bind(email.to_string()),
        Guard::LinkConfirmationPending { token_hash } => sqlx::query_scalar(
            "SELECT EXISTS (SELECT 1 FROM link_confirmations WHERE token_hash = ?1 AND used_at IS NULL)",
        )
        .bind(token_hash.to_string()),
        Guard::InvitationPending { invitation_id, role, expires_at } => sqlx::query_scalar(
            "SELECT EXISTS (SELECT 1 FROM user_invites
                WHERE id = ?1 AND status = 'pending' AND role = ?2 AND expires_at = ?3)",
        )
        .bind(invitation_id.to_string())
        .bind(code_text(role))
        .bind(seconds(*expires_at)),
        Guard::InviterAuthorized { user_id, organization_id, role, platform_role } => sqlx::query_scalar(
            "SELECT EXISTS (SELECT 1 FROM profiles JOIN org_members USING (user_id)
                WHERE user_id = ?1 AND profiles.status = 'active' AND org_id = ?2 AND org_members.status = 'active'
                    AND ?5 ->> role >= max(?5 ->> 'org_admin', ?5 ->> ?3) AND ?5 ->> global_role >= ?5 ->> ?4)",
        )
        .bind(user_id.to_string())
        .bind(organization_id.to_string())
        .bind(code_text(role))
        .bind(code_text(platform_role))
        .bind(ROLES),
        Guard::MembershipUnchanged { organization_id, user_id, status, role } => sqlx::query_scalar(
            "SELECT (SELECT status FROM org_members WHERE org_id = ?1 AND user_id = ?2) IS ?3
                AND (SELECT role FROM org_members WHERE org_id = ?1 AND user_id = ?2) IS ?4",
        )
        .bind(organization_id.to_string())
        .bind(user_id.to_string())
        .bind(status.as_ref().map(code_text))
        .bind(role.as_ref().map(code_text)),
        Guard::OrganizationActive { organization_id } => {
            sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM orgs WHERE id = ?1 AND status = 'active')")
                .bind(organization_id.to_string())
        }
        Guard::OrganizationAbsent { organization_id } => {
            sqlx::query_scalar("SELECT NOT EXISTS (SELECT 1 FROM orgs WHERE id = ?1)").bind(organization_id.to_string())
        }
        Guard::NoPlatformOwner {} => {
            sqlx::query_scalar("SELECT NOT EXISTS (SELECT 1 FROM profiles WHERE global_role = 'platform_owner')")
        }
        Guard::BootstrapTokenUnused { token_hash } => sqlx::query_scalar(
            "SELECT EXISTS (SELECT 1 FROM bootstrap_tokens WHERE token_hash = ?1 AND used_at IS NULL)",
        )
        .bind(token_hash.to_string()),
        Guard::SeatAvailable { organization_id } => sqlx::query_scalar(
            "SELECT EXISTS (SELECT 1 FROM orgs WHERE id = ?1 AND (seat_limit IS NULL OR seats_used < seat_limit))",
        )
        .bind(organization_id.to_string()),
        Guard::SlugFree { slug } => {
            sqlx::query_scalar("SELECT NOT EXISTS (SELECT 1 FROM orgs WHERE slug = ?1)").bind(slug.to_string())
        }
        Guard::PolicyVersion { version } => {
            sqlx::query_scalar("SELECT coalesce((SELECT version FROM provisioning_policy WHERE id = 1), 0) = ?1")
                .bind(*version)
        }
        Guard::ConnectionVersion { connection_id, version } => sqlx::query_scalar(
            "SELECT EXISTS (SELECT 1 FROM platform_idp_config WHERE id = ?1 AND version = ?2 AND status = 'active')",
        )
        .bind(connection_id.to_string())
        .bind(*version),
        Guard::DomainRuleVersion { domain_id, version } => {
            sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM org_email_domains WHERE id = ?1 AND version = ?2)")
                .bind(domain_id.to_string())
                .bind(*version)
        }
    };
    query.fetch_one(connection).await
}

/// Writes an effect; whether that changed anything.
async fn write(connection: &mut SqliteConnection, effect: &Effect, now: i64) -> Result<bool, ApplyError> {
    let query = match effect {
        Effect::CreateUser { user_id, email, email_verified, profile, created_by, updated_by } => sqlx::query(
            "INSERT INTO profiles (user_id, full_name, given_name, family_name, email, email_canonical, email_verified,
                phone, avatar_url, created_by, updated_by, created_at, updated_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?12)
             ON CONFLICT (user_id) DO NOTHING",
        )
        .bind(user_id.to_string())
        .bind(profile.name.as_ref().map(ToString::to_string))
        .bind(profile.given_name.as_ref().map(ToString::to_string))
        .bind(profile.family_name.as_ref().map(ToString::to_string))
        .bind(email.as_ref().map(EmailAddress::original))
        .bind(email.as_ref().map(EmailAddress::canonical))
        .bind(*email_verified)
        .bind(profile.phone_number.as_ref().map(ToString::to_string))
        .bind(profile.picture.as_ref().map(ToString::to_string))
        .bind(created_by.to_string())
        .bind(updated_by.to_string())
        .bind(now),
        Effect::LinkIdentity { user_id, connection_id, identity, created_by } => {
            let holder: Option<String> = sqlx::query_scalar(
                "SELECT auth_user_id FROM external_identities WHERE issuer = ?1 AND external_id = ?2",
            )
            .bind(identity.issuer.as_str())
            .bind(identity.subject.as_str())
            .fetch_optional(&mut *connection)
            .await?;
            if let Some(holder) = holder {
                return if holder == user_id.to_string() { Ok(false) } else { Err(ApplyError::IdentityTaken) };
            }
            sqlx::query(
                "INSERT INTO external_identities (auth_user_id, issuer, external_id, provider_name, connection_id,
                    created_by, created_at)
                 VALUES (?1, ?2, ?3, (SELECT provider_type FROM platform_idp_config WHERE id = ?4), ?4, ?5, ?6)",
            )
            .bind(user_id.to_string())
            .bind(identity.issuer.as_str())
            .bind(identity.subject.as_str())
            .bind(connection_id.to_string())
            .bind(created_by.to_string())
            .bind(now)
        }
        Effect::ConsumeLinkConfirmation { token_hash, user_id, used_at } => sqlx::query(
            "UPDATE link_confirmations SET used_at = ?2 WHERE token_hash = ?1 AND user_id = ?3 AND used_at IS NULL",
        )
        .bind(token_hash.to_string())
        .bind(seconds(*used_at))
        .bind(user_id.to_string()),
        Effect::UpdateProfile { user_id, profile, updated_by } => sqlx::query(
            "UPDATE profiles SET
                full_name = coalesce(full_name, ?2), given_name = coalesce(given_name, ?3),
                family_name = coalesce(family_name, ?4), avatar_url = coalesce(avatar_url, ?5),
                phone = coalesce(phone, ?6), updated_by = ?7, updated_at = ?8
             WHERE user_id = ?1 AND ((full_name IS NULL AND ?2 IS NOT NULL) OR (given_name IS NULL AND ?3 IS NOT NULL)
                OR (family_name IS NULL AND ?4 IS NOT NULL) OR (avatar_url IS NULL AND ?5 IS NOT NULL)
                OR (phone IS NULL AND ?6 IS NOT NULL))",
        )
        .bind(user_id.to_string())
        .bind(profile.name.as_ref().map(ToString::to_string))
        .bind(profile.given_name.as_ref().map(ToString::to_string))
        .bind(profile.family_name.as_ref().map(ToString::to_string))
        .bind(profile.picture.as_ref().map(ToString::to_string))
        .bind(profile.phone_number.as_ref().map(ToString::to_string))
        .bind(updated_by.to_string())
        .bind(now),
        Effect::CreateOrganization { organization_id, name, slug, created_by, updated_by } => sqlx::query(
            "INSERT INTO orgs (id, name, slug, owner_id, created_by, updated_by, created_at, updated_at)
             VALUES (?1, ?2, ?3, ?4, ?4, ?5, ?6, ?6)
             ON CONFLICT (id) DO NOTHING",
        )
        .bind(organization_id.to_string())
        .bind(name.as_str())
        .bind(slug.as_str())
        .bind(created_by.to_string())
        .bind(updated_by.to_string())
        .bind(now),
        Effect::AddMembership { membership_id, organization_id, user_id, role, source, created_by, updated_by } => {
            sqlx::query(
                "INSERT INTO org_members (id, org_id, user_id, role, source, added_by, joined_at, created_by, updated_by,
                    created_at, updated_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?8, ?6, ?7, ?8, ?8)
                 ON CONFLICT (org_id, user_id) DO UPDATE SET
                    role = excluded.role, status = 'active', source = excluded.source, added_by = excluded.added_by,
                    joined_at = excluded.joined_at, removed_at = NULL, updated_by = excluded.updated_by,
                    updated_at = excluded.updated_at
                 WHERE status = 'removed'",
            )
            .bind(membership_id.to_string())
            .bind(organization_id.to_string())
            .bind(user_id.to_string())
            .bind(code_text(role))
            .bind(code_text(source))
            .bind(created_by.to_string())
            .bind(updated_by.to_string())
            .bind(now)
        }
        Effect::RaiseRole { membership_id, organization_id, user_id, from: _, to, updated_by } => sqlx::query(
            "UPDATE org_members SET role = ?4, updated_by = ?5, updated_at = ?6
             WHERE id = ?1 AND org_id = ?2 AND user_id = ?3 AND status = 'active' AND ?7 ->> role < ?7 ->> ?4",
        )
        .bind(membership_id.to_string())
        .bind(organization_id.to_string())
        .bind(user_id.to_string())
        .bind(code_text(to))
        .bind(updated_by.to_string())
        .bind(now)
        .bind(ROLES),
        Effect::AcceptInvitation { invitation_id, user_id, accepted_at } => sqlx::query(
            "UPDATE user_invites
             SET status = 'accepted', accepted_by = ?2, accepted_at = ?3, updated_by = ?2, updated_at = ?3
             WHERE id = ?1 AND status = 'pending'",
        )
        .bind(invitation_id.to_string())
        .bind(user_id.to_string())
        .bind(seconds(*accepted_at)),
        Effect::CreateInvitation {
            invitation_id,
            organization_id,
            email,
            role,
            acceptance,
            created_at,
            expires_at,
            created_by,
        } => sqlx::query(
            "INSERT INTO user_invites (id, email, org_id, role, acceptance, expires_at, created_by, updated_by,
                created_at, updated_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7, ?8, ?8)
             ON CONFLICT (id) DO NOTHING",
        )
        .bind(invitation_id.to_string())
        .bind(email.to_string())
        .bind(organization_id.to_string())
        .bind(code_text(role))
        .bind(code_text(acceptance))
        .bind(seconds(*expires_at))
        .bind(created_by.to_string())
        .bind(seconds(*created_at)),
        Effect::RequestMembership { request_id, organization_id, user_id, role, requested_at } => sqlx::query(
            // A request that was answered may be made again.
            "INSERT INTO membership_requests (id, org_id, user_id, role, requested_at) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT (org_id, user_id) DO UPDATE SET
                role = excluded.role, status = 'pending', requested_at = excluded.requested_at
             WHERE status <> 'pending'",
        )
        .bind(request_id.to_string())
        .bind(organization_id.to_string())
        .bind(user_id.to_string())
        .bind(code_text(role))
        .bind(seconds(*requested_at)),
        Effect::AddToWaitlist { email, added_at } => {
            sqlx::query("INSERT INTO waitlist (email, added_at) VALUES (?1, ?2) ON CONFLICT (email) DO NOTHING")
                .bind(email.to_string())
                .bind(seconds(*added_at))
        }
        Effect::SetCurrentOrganization { user_id, from, organization_id } => sqlx::query(
            "UPDATE profiles SET current_org_id = ?2, updated_at = ?3
             WHERE user_id = ?1 AND current_org_id IS ?4 AND current_org_id IS NOT ?2",
        )
        .bind(user_id.to_string())
        .bind(organization_id.to_string())
        .bind(now)
        .bind(from.map(|organization| organization.to_string())),
        Effect::GrantPlatformRole { user_id, role, updated_by } => sqlx::query(
            "UPDATE profiles SET global_role = ?2, updated_by = ?3, updated_at = ?4
             WHERE user_id = ?1 AND ?5 ->> global_role < ?5 ->> ?2",
        )
        .bind(user_id.to_string())
        .bind(code_text(role))
        .bind(updated_by.to_string())
        .bind(now)
        .bind(ROLES),
        Effect::ConsumeBootstrapToken { token_hash, user_id, used_at } => sqlx::query(
            "UPDATE bootstrap_tokens SET used_at = ?2, used_by = ?3 WHERE token_hash = ?1 AND used_at IS NULL",
        )
        .bind(token_hash.to_string())
        .bind(seconds(*used_at))
        .bind(user_id.to_string()),
        Effect::RecordAudit { audit_id, at, outcome, reason, connection_id, user_id, email } => sqlx::query(
            "INSERT INTO provisioning_audit_log (id, at, outcome, reason, connection_id, user_id, email)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
             ON CONFLICT (id) DO NOTHING",
        )
        .bind(audit_id.to_string())
        .bind(seconds(*at))
        .bind(code_text(outcome))
        .bind(code_text(reason))
        .bind(connection_id.to_string())
        .bind(user_id.map(|user| user.to_string()))
        .bind(email.as_ref().map(|email| email.as_str().to_owned())),
    };
    Ok(query.execute(connection).await?.rows_affected() > 0)
}
