//! The guards of a plan, as conditions on the stored rows.

use cora_core::json::Code;
use cora_core::provisioning::plan::Guard;

use crate::sql::{Sql, seconds, sql};

/// Builds the query that returns true if a guard holds.
pub(crate) fn condition(guard: &Guard) -> Sql {
    match guard {
        Guard::IdentityUnlinked { identity } => sql!(
            "SELECT NOT EXISTS (SELECT 1 FROM external_identities WHERE issuer = ?1 AND external_id = ?2)",
        )
        .bind(identity.issuer.as_str().to_owned())
        .bind(identity.subject.as_str().to_owned()),
        Guard::EmailUnclaimed { email } => {
            sql!("SELECT NOT EXISTS (SELECT 1 FROM profiles
                WHERE email_canonical = ?1 AND email_verified AND status <> 'deprovisioned')")
                .bind(email.to_string())
        }
        Guard::EmailUnchanged { user_id, email, email_verified, email_confirmed_at } => sql!(
            "SELECT EXISTS (SELECT 1 FROM profiles
                WHERE user_id = @id(?1) AND email_canonical IS NOT DISTINCT FROM ?2 AND email_verified = ?3
                    AND email_confirmed_at IS NOT DISTINCT FROM @time(?4))",
        )
        .bind(user_id.to_string())
        .bind(email.as_ref().map(ToString::to_string))
        .bind(*email_verified)
        .bind(email_confirmed_at.map(seconds)),
        Guard::IdentityEmailUnchanged { identity, user_id, email, email_verified, stated_at } => sql!(
            "SELECT EXISTS (SELECT 1 FROM external_identities
                WHERE issuer = ?1 AND external_id = ?2 AND auth_user_id = @id(?3)
                    AND email IS NOT DISTINCT FROM ?4 AND email_verified = ?5
                    AND email_stated_at IS NOT DISTINCT FROM @time(?6))",
        )
        .bind(identity.issuer.as_str().to_owned())
        .bind(identity.subject.as_str().to_owned())
        .bind(user_id.to_string())
        .bind(email.as_ref().map(ToString::to_string))
        .bind(*email_verified)
        .bind(stated_at.map(seconds)),
        Guard::NoOtherSubject { user_id, identity } => sql!(
            "SELECT NOT EXISTS (SELECT 1 FROM external_identities
                WHERE auth_user_id = @id(?1) AND issuer = ?2 AND external_id <> ?3)",
        )
        .bind(user_id.to_string())
        .bind(identity.issuer.as_str().to_owned())
        .bind(identity.subject.as_str().to_owned()),
        Guard::UserAbsent { user_id } => {
            sql!("SELECT NOT EXISTS (SELECT 1 FROM profiles WHERE user_id = @id(?1))")
                .bind(user_id.to_string())
        }
        Guard::UserActive { user_id } => {
            sql!("SELECT EXISTS (SELECT 1 FROM profiles WHERE user_id = @id(?1) AND status = 'active')")
                .bind(user_id.to_string())
        }
        Guard::IdentityLinked { identity, user_id } => sql!(
            "SELECT EXISTS (SELECT 1 FROM external_identities
                WHERE issuer = ?1 AND external_id = ?2 AND auth_user_id = @id(?3))",
        )
        .bind(identity.issuer.as_str().to_owned())
        .bind(identity.subject.as_str().to_owned())
        .bind(user_id.to_string()),
        Guard::EmailVerified { user_id, email } => sql!(
            "SELECT EXISTS (SELECT 1 FROM profiles WHERE user_id = @id(?1) AND email_canonical = ?2 AND email_verified)",
        )
        .bind(user_id.to_string())
        .bind(email.to_string()),
        Guard::LinkConfirmationPending { token_hash } => sql!(
            "SELECT EXISTS (SELECT 1 FROM link_confirmations WHERE token_hash = ?1 AND used_at IS NULL)",
        )
        .bind(token_hash.to_string()),
        Guard::InvitationPending { invitation_id, role, expires_at } => sql!(
            "SELECT EXISTS (SELECT 1 FROM user_invites
                WHERE id = @id(?1) AND status = 'pending' AND role = ?2 AND expires_at = @time(?3))",
        )
        .bind(invitation_id.to_string())
        .bind(role.name())
        .bind(seconds(*expires_at)),
        Guard::InviterAuthorized { user_id, organization_id, role, platform_role } => sql!(
            "SELECT EXISTS (SELECT 1 FROM profiles JOIN org_members USING (user_id)
                WHERE user_id = @id(?1) AND profiles.status = 'active' AND org_id = @id(?2) AND org_members.status = 'active'
                    AND @rank(role) >= @greatest(1, @rank(?3)) AND @rank(global_role) >= @rank(?4))",
        )
        .bind(user_id.to_string())
        .bind(organization_id.to_string())
        .bind(role.name())
        .bind(platform_role.name()),
        Guard::MembershipUnchanged { organization_id, user_id, status: Some(status), role, role_source, role_as_of } => {
            sql!(
                "SELECT EXISTS (SELECT 1 FROM org_members
                    WHERE org_id = @id(?1) AND user_id = @id(?2) AND status = ?3 AND role IS NOT DISTINCT FROM ?4
                        AND role_source IS NOT DISTINCT FROM ?5 AND role_as_of IS NOT DISTINCT FROM @time(?6))",
            )
            .bind(organization_id.to_string())
            .bind(user_id.to_string())
            .bind(status.name())
            .bind(role.as_ref().map(Code::name))
            .bind(role_source.as_ref().map(Code::name))
            .bind(role_as_of.map(seconds))
        }
        Guard::MembershipUnchanged { organization_id, user_id, status: None, .. } => sql!(
            "SELECT NOT EXISTS (SELECT 1 FROM org_members WHERE org_id = @id(?1) AND user_id = @id(?2))",
        )
        .bind(organization_id.to_string())
        .bind(user_id.to_string()),
        Guard::OrganizationActive { organization_id } => {
            sql!("SELECT EXISTS (SELECT 1 FROM orgs WHERE id = @id(?1) AND status = 'active')")
                .bind(organization_id.to_string())
        }
        Guard::OrganizationAbsent { organization_id } => {
            sql!("SELECT NOT EXISTS (SELECT 1 FROM orgs WHERE id = @id(?1))").bind(organization_id.to_string())
        }
        Guard::NoPlatformOwner {} => {
            sql!("SELECT NOT EXISTS (SELECT 1 FROM profiles WHERE global_role = 'platform_owner')")
        }
        Guard::BootstrapTokenUnused { token_hash } => sql!(
            "SELECT EXISTS (SELECT 1 FROM bootstrap_tokens WHERE token_hash = ?1 AND used_at IS NULL)",
        )
        .bind(token_hash.to_string()),
        Guard::SeatAvailable { organization_id } => sql!(
            "SELECT EXISTS (SELECT 1 FROM orgs WHERE id = @id(?1) AND (seat_limit IS NULL OR seats_used < seat_limit))",
        )
        .bind(organization_id.to_string()),
        Guard::SlugFree { slug } => {
            sql!("SELECT NOT EXISTS (SELECT 1 FROM orgs WHERE slug = ?1)").bind(slug.to_string())
        }
        Guard::WaitlistApproved { email } => {
            sql!("SELECT EXISTS (SELECT 1 FROM waitlist WHERE email = ?1 AND status = 'approved')").bind(email.as_str())
        }
        Guard::PolicyVersion { version } => {
            sql!("SELECT coalesce((SELECT version FROM provisioning_policy WHERE id = 1), 0) = ?1")
                .bind(*version)
        }
        Guard::ConnectionVersion { connection_id, version } => sql!(
            "SELECT EXISTS (SELECT 1 FROM platform_idp_config WHERE id = @id(?1) AND version = ?2 AND status = 'active')",
        )
        .bind(connection_id.to_string())
        .bind(*version),
        Guard::DomainRuleVersion { domain_id, version } => {
            sql!("SELECT EXISTS (SELECT 1 FROM org_email_domains WHERE id = @id(?1) AND version = ?2)")
                .bind(domain_id.to_string())
                .bind(*version)
        }
    }
}
