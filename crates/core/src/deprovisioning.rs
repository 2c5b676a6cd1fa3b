//! The end of a user: what has to go with them, so that nothing is left by which they come back.
//!
//! What they leave behind is not deleted. The user stays, switched off, and the identities stay linked to them: that is how
//! a login by one of them is known and kept out, instead of making a new user (pitfalls C13 and C34).

use alloc::string::String;
use alloc::vec::Vec;
use cora_wire_derive::{record, union};

use crate::id::{AuditId, InvitationId, MembershipId, OrganizationId, UserId};
use crate::identity::IdentityKey;
use crate::provisioning::facts::{InvitationStatus, MembershipFacts, MembershipStatus, UserFacts, UserStatus};
use crate::role::{OrganizationRole, PlatformRole};
use crate::secret::TokenHash;
use crate::sorted::sorted;
use crate::text::SessionId;
use crate::time::UnixSeconds;

/// Everything that the end of a user depends on.
#[record]
pub struct DeprovisionInput {
    /// The time.
    pub now: UnixSeconds,
    /// The user.
    pub user: UserFacts,
    /// Who ends them. Whether they may is the host's to ask, by [`session::can`](crate::session::can).
    pub actor_id: UserId,
    /// What is stored that hangs on the user; nothing at all when absent.
    #[serde(default)]
    pub facts: DeprovisionFacts,
}

/// What is stored that hangs on a user. The order of the lists means nothing.
#[record]
#[derive(Default)]
pub struct DeprovisionFacts {
    /// The identities linked to them; at most 100.
    #[serde(default, deserialize_with = "crate::text::at_most::<100, _, _>")]
    #[cfg_attr(feature = "schema", schemars(length(max = 100)))]
    pub identities: Vec<IdentityKey>,
    /// Their memberships; at most 2000.
    #[serde(default, deserialize_with = "crate::text::at_most::<2000, _, _>")]
    #[cfg_attr(feature = "schema", schemars(length(max = 2000)))]
    pub memberships: Vec<MembershipFacts>,
    /// The organizations that nobody but them owns; at most 2000.
    #[serde(default, deserialize_with = "crate::text::at_most::<2000, _, _>")]
    #[cfg_attr(feature = "schema", schemars(length(max = 2000)))]
    pub sole_owner_of: Vec<OrganizationId>,
    /// Whether nobody but them owns the platform.
    #[serde(default)]
    pub sole_platform_owner: bool,
    /// The invitations that they made, and those to their address; at most 2000.
    #[serde(default, deserialize_with = "crate::text::at_most::<2000, _, _>")]
    #[cfg_attr(feature = "schema", schemars(length(max = 2000)))]
    pub invitations: Vec<HeldInvitation>,
    /// Their sessions, as far as the host keeps any; at most 1000.
    #[serde(default, deserialize_with = "crate::text::at_most::<1000, _, _>")]
    #[cfg_attr(feature = "schema", schemars(length(max = 1000)))]
    pub sessions: Vec<SessionId>,
    /// Tokens that act for them and were not used up: link confirmations, and what the host issues; at most 1000.
    #[serde(default, deserialize_with = "crate::text::at_most::<1000, _, _>")]
    #[cfg_attr(feature = "schema", schemars(length(max = 1000)))]
    pub tokens: Vec<TokenHash>,
    /// The organizations that they have asked to join; at most 1000.
    #[serde(default, deserialize_with = "crate::text::at_most::<1000, _, _>")]
    #[cfg_attr(feature = "schema", schemars(length(max = 1000)))]
    pub pending_membership_requests: Vec<OrganizationId>,
    /// Whether their address is on the waitlist.
    #[serde(default)]
    pub waitlisted: bool,
}

/// An invitation that a user made, or that is to their address.
#[record]
#[derive(PartialOrd, Ord)]
pub struct HeldInvitation {
    /// Which.
    pub id: InvitationId,
    /// What has become of it.
    pub status: InvitationStatus,
}

/// Why a user cannot go yet. All reasons at once.
#[record]
pub struct DeprovisionRefusal {
    /// Nobody but them owns the platform (`last_platform_owner`).
    pub last_platform_owner: bool,
    /// Nobody but them owns these organizations (`last_organization_owner`).
    pub last_owner_of: Vec<OrganizationId>,
}

/// What has to be true at the moment the plan is applied.
#[union(guard)]
pub enum DeprovisionGuard {
    /// The user is as they were.
    UserUnchanged {
        /// Which.
        user_id: UserId,
        /// Their status.
        status: UserStatus,
        /// Their role version.
        role_version: u32,
    },
    /// Somebody else owns the organization too.
    OtherOwner {
        /// Which.
        organization_id: OrganizationId,
    },
    /// Somebody else owns the platform too.
    OtherPlatformOwner {},
}

/// One change. Applying it a second time changes nothing.
#[union(effect)]
pub enum DeprovisionEffect {
    /// Switch the user off for good, without a role on the platform.
    SwitchOff {
        /// Which.
        user_id: UserId,
        /// Who.
        updated_by: UserId,
    },
    /// Keep the identity linked: so it is known and kept out.
    KeepIdentityBarred {
        /// Which.
        identity: IdentityKey,
    },
    /// End a session.
    EndSession {
        /// Which.
        session_id: SessionId,
    },
    /// Revoke a token.
    RevokeToken {
        /// Which.
        token_hash: TokenHash,
    },
    /// End a membership.
    RemoveMembership {
        /// Which.
        membership_id: MembershipId,
        /// In which organization.
        organization_id: OrganizationId,
        /// When.
        removed_at: UnixSeconds,
        /// Who.
        updated_by: UserId,
    },
    /// Withdraw an invitation.
    RevokeInvitation {
        /// Which.
        invitation_id: InvitationId,
        /// Who.
        updated_by: UserId,
    },
    /// Withdraw the question whether an organization takes the user in.
    WithdrawMembershipRequest {
        /// Which organization.
        organization_id: OrganizationId,
    },
    /// Take the user's address off the waitlist.
    RemoveFromWaitlist {},
    /// Write down what was done.
    RecordAudit {
        /// The record.
        audit_id: AuditId,
        /// When.
        at: UnixSeconds,
        /// Who.
        actor_id: UserId,
        /// To whom.
        user_id: UserId,
    },
}

/// What ends a user: all of it in one transaction with every guard true, or nothing.
#[record]
pub struct DeprovisionPlan {
    /// What has to be true.
    pub guards: Vec<DeprovisionGuard>,
    /// What to do, in this order; nothing for a user who has been ended before.
    pub effects: Vec<DeprovisionEffect>,
}

/// Plans the end of a user.
///
/// # Errors
///
/// [`DeprovisionRefusal`]: the last owner of anything cannot be lost.
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

    // First what lets them in, then what they have: a host that fails half-way in its own stores has shut the door.
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

/// The items in order, each once.
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
    fn who_has_gone_does_not_go_again() {
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
