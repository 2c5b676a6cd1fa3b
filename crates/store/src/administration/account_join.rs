//! Writes the join of two accounts of one person, in the transaction in which it was decided.

use cora_core::administration::AccountJoin;
use cora_core::id::{MembershipRequestId, OrganizationId};
use cora_core::json::Code;
use cora_core::provisioning::facts::MembershipFacts;

use super::AdministrationContext;
use crate::sql::{Sql, acting_user, seconds, sql};

/// Returns the statements of a join. The account that stays gains before the other one loses, so
/// that no organization and not the platform is without an owner in between.
pub(super) fn statements(join: &AccountJoin, context: &AdministrationContext) -> Vec<Sql> {
    let (stays, ends) = (join.user_id.to_string(), join.joined_user_id.to_string());
    let (now, actor) = (seconds(context.now), acting_user(&context.actor));
    let of_both = |sql: Sql| sql.bind(stays.clone()).bind(ends.clone());
    let by_actor = |sql: Sql| of_both(sql).bind(actor.clone()).bind(now);
    let mut all: Vec<Sql> = join
        .unlinked
        .iter()
        .map(|identity| {
            sql!("DELETE FROM external_identities WHERE auth_user_id = @id(?1) AND issuer = ?2 AND external_id = ?3")
                .bind(stays.clone())
                .bind(identity.issuer.as_str())
                .bind(identity.subject.as_str())
        })
        .collect();
    all.push(of_both(sql!("UPDATE external_identities SET auth_user_id = @id(?1) WHERE auth_user_id = @id(?2)")));
    let profile = sql!(
        "UPDATE profiles SET full_name = coalesce(profiles.full_name, other.full_name),
            given_name = coalesce(profiles.given_name, other.given_name),
            family_name = coalesce(profiles.family_name, other.family_name),
            phone = coalesce(profiles.phone, other.phone), avatar_url = coalesce(profiles.avatar_url, other.avatar_url),
            current_org_id = coalesce(profiles.current_org_id, other.current_org_id), global_role = CASE WHEN ?5 = 'platform_auditor' THEN 'platform_user' ELSE ?5 END,
            is_auditor = (?5 = 'platform_auditor'),
            role_version = profiles.role_version + 1, updated_by = @id(?3), updated_at = @time(?4)
         FROM (SELECT * FROM profiles WHERE user_id = @id(?2)) AS other
         WHERE profiles.user_id = @id(?1)",
    );
    all.push(by_actor(profile).bind(join.platform_role.name()));
    all.extend(join.memberships.iter().map(|membership| put(membership, by_actor)));
    all.push(by_actor(sql!(
        "UPDATE org_members SET status = 'removed', removed_at = @time(?4), role_source = NULL, updated_by = @id(?3),
            updated_at = @time(?4)
         WHERE user_id = @id(?2) AND user_id <> @id(?1) AND status = 'active'",
    )));
    all.extend(join.membership_requests.iter().map(|organization| ask(*organization, join)));
    all.push(sql!("DELETE FROM membership_requests WHERE user_id = @id(?1) AND status = 'pending'").bind(ends.clone()));
    all.push(of_both(sql!("UPDATE user_invites SET accepted_by = @id(?1) WHERE accepted_by = @id(?2)")));
    all.push(of_both(sql!(
        "UPDATE user_invites SET invited_by = @id(?1) WHERE invited_by = @id(?2) AND status = 'pending'",
    )));
    all.push(sql!("DELETE FROM link_confirmations WHERE user_id = @id(?1) AND used_at IS NULL").bind(ends.clone()));
    // An identity that concerned the account that ends is in conflict with nobody, because nobody
    // has the address any more. It is opened again if it happens again.
    all.push(by_actor(sql!(
        "UPDATE identity_conflicts SET resolved_at = @time(?4), resolved_by = @id(?3),
            status = CASE WHEN EXISTS (SELECT 1 FROM external_identities WHERE auth_user_id = @id(?1)
                AND external_identities.issuer = identity_conflicts.issuer
                AND external_identities.external_id = identity_conflicts.external_id)
                THEN 'same_person' ELSE 'dismissed' END
         WHERE status = 'open' AND (user_id = @id(?2) OR (user_id = @id(?1) AND claimant_id = @id(?2)))",
    )));
    all.push(of_both(sql!(
        "UPDATE identity_conflicts SET claimant_id = @id(?1) WHERE claimant_id = @id(?2) AND status = 'open'",
    )));
    all.push(by_actor(sql!(
        "UPDATE profiles SET status = 'deprovisioned', global_role = 'platform_user', is_auditor = false, current_org_id = NULL,
            role_version = role_version + 1, updated_by = @id(?3), updated_at = @time(?4)
         WHERE user_id = @id(?2) AND user_id <> @id(?1)",
    )));
    all
}

/// Returns the statement that makes a membership that of the account that stays. A new one was
/// joined when the other account's was.
fn put(membership: &MembershipFacts, by_actor: impl Fn(Sql) -> Sql) -> Sql {
    let MembershipFacts { id, organization_id, role, status, source, role_source, base_role, .. } = membership;
    by_actor(sql!(
        "INSERT INTO org_members (id, org_id, user_id, role, status, source, role_source, base_role, role_as_of, added_by,
            joined_at, removed_at, created_by, updated_by, created_at, updated_at)
         SELECT @id(?5), org_id, @id(?1), ?7, ?8, ?9, ?10, ?11, @time(?12), added_by, joined_at, @time(?13), created_by,
            @id(?3), created_at, @time(?4)
         FROM org_members WHERE user_id = @id(?2) AND org_id = @id(?6)
         ON CONFLICT (org_id, user_id) DO UPDATE SET
            role = excluded.role, status = excluded.status, source = excluded.source,
            role_source = excluded.role_source, base_role = excluded.base_role, role_as_of = excluded.role_as_of,
            removed_at = excluded.removed_at, updated_by = excluded.updated_by, updated_at = excluded.updated_at",
    ))
    .bind(id.to_string())
    .bind(organization_id.to_string())
    .bind(role.name())
    .bind(status.name())
    .bind(source.name())
    .bind(role_source.as_ref().map(Code::name))
    .bind(base_role.as_ref().map(Code::name))
    .bind(membership.role_as_of.map(seconds))
    .bind(membership.removed_at.map(seconds))
}

/// Returns the statement that makes a membership request that of the account that stays.
fn ask(organization: OrganizationId, join: &AccountJoin) -> Sql {
    sql!(
        "INSERT INTO membership_requests (id, org_id, user_id, role, requested_at)
         SELECT @id(?3), org_id, @id(?1), role, requested_at FROM membership_requests
         WHERE user_id = @id(?2) AND org_id = @id(?4) AND status = 'pending'
         ON CONFLICT (org_id, user_id) DO UPDATE SET
            role = excluded.role, status = 'pending', requested_at = excluded.requested_at,
            answered_at = NULL, answered_by = NULL",
    )
    .bind(join.user_id.to_string())
    .bind(join.joined_user_id.to_string())
    .bind(MembershipRequestId::derive(organization, join.user_id).to_string())
    .bind(organization.to_string())
}
