//! Deprovisioning: everything that has to end with a user, so that they cannot return through
//! anything that is left.
//!
//! Nothing is deleted. The user is switched off and kept, and the identities stay linked to them,
//! so that a login by one of them is recognized and refused instead of creating a new user
//! (pitfalls C13 and C34).

mod facts;
mod plan;

pub use facts::{DeprovisionFacts, HeldInvitation};
pub use plan::{DeprovisionEffect, DeprovisionGuard, DeprovisionPlan};

use alloc::string::String;
use alloc::vec::Vec;
use cora_wire_derive::record;

use crate::id::{AuditId, OrganizationId, UserId};
use crate::model::invitation::InvitationStatus;
use crate::model::membership::MembershipStatus;
use crate::model::user::{UserFacts, UserStatus};
use crate::role::{OrganizationRole, PlatformRole};
use crate::small_sort::sorted;
use crate::time::UnixSeconds;

/// The input of [`deprovision`].
#[record]
pub struct DeprovisionInput {
    /// The time of the deprovisioning.
    pub now: UnixSeconds,
    /// The user.
    pub user: UserFacts,
    /// The user who deprovisions them; absent for the operator of the host. The host checks the
    /// permission, by [`session::can`](crate::session::can).
    #[serde(default)]
    pub actor_id: Option<UserId>,
    /// The stored data that belongs to the user; empty when absent.
    #[serde(default)]
    pub facts: DeprovisionFacts,
}

/// The reasons why a user cannot be deprovisioned yet, all at once.
#[record]
pub struct DeprovisionRefusal {
    /// `true` if the platform has no other owner (`last_platform_owner`).
    pub last_platform_owner: bool,
    /// The organizations that have no other owner (`last_organization_owner`).
    pub last_owner_of: Vec<OrganizationId>,
}

/// Plans the deprovisioning of a user.
///
/// # Errors
///
/// Fails with [`DeprovisionRefusal`] if the user is the last owner of the platform or of an
/// organization.
pub fn deprovision(input: &DeprovisionInput) -> Result<DeprovisionPlan, DeprovisionRefusal> {
    let DeprovisionInput { now, user, actor_id, facts } = input;
    let (user_id, removed_at, updated_by) = (user.id, *now, *actor_id);
    if user.status == UserStatus::Deprovisioned {
        return Ok(DeprovisionPlan { guards: Vec::new(), effects: Vec::new() });
    }
    let mut memberships = sorted(
        facts.memberships.iter().filter(|m| m.user_id == user_id && m.status == MembershipStatus::Active),
        Ord::cmp,
    );
    memberships.dedup_by_key(|membership| membership.organization_id);
    let owned = || memberships.iter().filter(|membership| membership.role == OrganizationRole::OrgOwner);
    let owns_platform = user.platform_role == PlatformRole::PlatformOwner;

    let last_owner_of: Vec<OrganizationId> =
        owned().map(|membership| membership.organization_id).filter(|id| facts.sole_owner_of.contains(id)).collect();
    let last_platform_owner = owns_platform && facts.sole_platform_owner;
    if last_platform_owner || !last_owner_of.is_empty() {
        return Err(DeprovisionRefusal { last_platform_owner, last_owner_of });
    }

    let (status, role_version) = (user.status, user.role_version);
    let mut guards = alloc::vec![DeprovisionGuard::UserUnchanged { user_id, status, role_version }];
    guards
        .extend(owned().map(|membership| DeprovisionGuard::OtherOwner { organization_id: membership.organization_id }));
    guards.extend(owns_platform.then_some(DeprovisionGuard::OtherPlatformOwner {}));

    // Access is removed first, then everything else, so that a host that fails halfway in its own
    // stores has already excluded the user.
    let mut effects = alloc::vec![DeprovisionEffect::SwitchOff { user_id, updated_by }];
    let sessions = once(&facts.sessions).into_iter().cloned();
    effects.extend(sessions.map(|session_id| DeprovisionEffect::EndSession { session_id }));
    let tokens = once(&facts.tokens).into_iter().cloned();
    effects.extend(tokens.map(|token_hash| DeprovisionEffect::RevokeToken { token_hash }));
    let identities = once(&facts.identities).into_iter().cloned();
    effects.extend(identities.map(|identity| DeprovisionEffect::KeepIdentityBarred { identity }));
    effects.extend(memberships.iter().map(|membership| DeprovisionEffect::RemoveMembership {
        membership_id: membership.id,
        organization_id: membership.organization_id,
        removed_at,
        updated_by,
    }));
    let open = |invitation: &&HeldInvitation| invitation.status == InvitationStatus::Pending;
    effects.extend(
        once(&facts.invitations)
            .into_iter()
            .filter(open)
            .map(|invitation| DeprovisionEffect::RevokeInvitation { invitation_id: invitation.id, updated_by }),
    );
    let requests = once(&facts.pending_membership_requests).into_iter().copied();
    effects.extend(requests.map(|organization_id| DeprovisionEffect::WithdrawMembershipRequest { organization_id }));
    effects.extend(facts.waitlisted.then_some(DeprovisionEffect::RemoveFromWaitlist {}));
    let plan: String = crate::json::write(&effects);
    let audit_id = AuditId::derive(&[
        b"deprovision",
        user_id.as_uuid().as_bytes(),
        &role_version.to_be_bytes(),
        &now.seconds().to_be_bytes(),
        plan.as_bytes(),
    ]);
    effects.push(DeprovisionEffect::RecordAudit { audit_id, at: *now, actor_id: *actor_id, user_id });
    Ok(DeprovisionPlan { guards, effects })
}

/// Returns the items in order, each once.
fn once<T: Ord>(items: &[T]) -> Vec<&T> {
    let mut items = sorted(items, Ord::cmp);
    items.dedup();
    items
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::format;

    const USER: &str = "0198c0de-0000-7000-8000-0000000000b1";
    const ACTOR: &str = "0198c0de-0000-7000-8000-0000000000b2";
    const ACME: &str = "0198c0de-0000-7000-8000-0000000000a1";
    const BETA: &str = "0198c0de-0000-7000-8000-0000000000a2";

    fn input(user: &str, facts: &str) -> DeprovisionInput {
        let text = format!(
            r#"{{ "now": 1767225600, "actorId": "{ACTOR}", "user": {{ "id": "{USER}", "status": "active", {user} "roleVersion": 4 }}, "facts": {facts} }}"#
        );
        serde_json::from_str(&text).unwrap()
    }

    fn membership(organization: &str, role: &str, status: &str) -> String {
        let id = organization.replace("00a", "00f");
        format!(
            r#"{{ "id": "{id}", "organizationId": "{organization}", "userId": "{USER}", "role": "{role}", "status": "{status}", "source": "manual" }}"#
        )
    }

    fn kinds(plan: &DeprovisionPlan) -> Vec<String> {
        let name = |effect: &DeprovisionEffect| {
            let value: serde_json::Value = serde_json::from_str(&crate::json::write(effect)).unwrap();
            String::from(value["effect"].as_str().unwrap())
        };
        plan.effects.iter().map(name).collect()
    }

    #[test]
    fn c34_sessions_links_invitations_and_tokens_go_with_the_user() {
        let facts = format!(
            r#"{{ "identities": [{{ "issuer": "https://login.acme.example", "subject": "00u1" }}],
                "memberships": [{}, {}],
                "invitations": [{{ "id": "0198c0de-0000-7000-8000-0000000000e1", "status": "pending" }},
                    {{ "id": "0198c0de-0000-7000-8000-0000000000e2", "status": "accepted" }}],
                "sessions": ["sess_2", "sess_1", "sess_1"], "tokens": ["{}"],
                "pendingMembershipRequests": ["{BETA}"], "waitlisted": true }}"#,
            membership(ACME, "org_user", "active"),
            membership(BETA, "org_admin", "removed"),
            "0".repeat(64)
        );
        let plan = deprovision(&input("", &facts)).unwrap();
        assert_eq!(
            kinds(&plan),
            [
                "switch_off",
                "end_session",
                "end_session",
                "revoke_token",
                "keep_identity_barred",
                "remove_membership",
                "revoke_invitation",
                "withdraw_membership_request",
                "remove_from_waitlist",
                "record_audit"
            ]
        );
        assert_eq!(plan.guards.len(), 1);
    }

    #[test]
    fn the_last_owner_of_anything_cannot_go() {
        let facts = |alone: &str| {
            let memberships =
                [membership(ACME, "org_owner", "active"), membership(BETA, "org_owner", "active")].join(",");
            format!(r#"{{ "memberships": [{memberships}], {alone} }}"#)
        };
        let owner = r#""platformRole": "platform_owner","#;
        let alone = facts(&format!(r#""soleOwnerOf": ["{BETA}"], "solePlatformOwner": true"#));
        let refusal = deprovision(&input(owner, &alone)).unwrap_err();
        assert!(refusal.last_platform_owner);
        assert_eq!(refusal.last_owner_of, [OrganizationId::parse(BETA).unwrap()]);

        let plan = deprovision(&input(owner, &facts(r#""soleOwnerOf": []"#))).unwrap();
        assert!(plan.guards.contains(&DeprovisionGuard::OtherPlatformOwner {}));
        for organization in [ACME, BETA] {
            let organization_id = OrganizationId::parse(organization).unwrap();
            assert!(plan.guards.contains(&DeprovisionGuard::OtherOwner { organization_id }));
        }
    }

    #[test]
    fn deprovisioned_user_is_not_deprovisioned_again() {
        let mut input = input("", "{}");
        input.user.status = UserStatus::Deprovisioned;
        let plan = deprovision(&input).unwrap();
        assert!(plan.effects.is_empty() && plan.guards.is_empty());
    }

    #[test]
    fn p2_the_order_of_the_facts_does_not_matter() {
        let memberships = [membership(ACME, "org_user", "active"), membership(BETA, "org_owner", "active")];
        let facts = |memberships: &[String]| format!(r#"{{ "memberships": [{}] }}"#, memberships.join(","));
        let turned = [memberships[1].clone(), memberships[0].clone()];
        assert_eq!(deprovision(&input("", &facts(&memberships))), deprovision(&input("", &facts(&turned))));
    }
}
