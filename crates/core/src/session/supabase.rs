//! Tokens for Supabase (§10.8): their claims, and the proof that a login needs to get one.

use alloc::string::{String, ToString as _};
use serde_json::{Map, Value};

use super::AuthenticatedSession;
use crate::capability::{Capability, of_organization_role, of_platform_role};
use crate::identity::LoginIdentity;
use crate::model::organization::OrganizationStatus;
use crate::policy::ProvisioningPolicy;
use crate::policy::authentication::StepUp;
use crate::provisioning::decision::Decision;
use crate::provisioning::facts::{LoginFacts, MembershipFacts, MembershipStatus};
use crate::provisioning::plan::Effect;
use crate::time::UnixSeconds;

/// The greatest life of a token for Supabase, in seconds.
pub const SUPABASE_TOKEN_SECONDS: u64 = 300;

/// The capabilities by which row-level security of Cora's tables shows rows of others.
pub const SUPABASE_CAPABILITIES: [Capability; 9] = [
    Capability::OrgRead,
    Capability::MembersRead,
    Capability::MembersManage,
    Capability::InvitationsManage,
    Capability::DomainsManage,
    Capability::AuditRead,
    Capability::IdpRead,
    Capability::OrganizationsRead,
    Capability::UsersRead,
];

/// Returns the claims of a token by which Supabase knows the session's user, and its end: that of
/// the session, or [`SUPABASE_TOKEN_SECONDS`] from now if that is sooner. `None` if the session is
/// over.
pub fn supabase_claims(session: &AuthenticatedSession, now: UnixSeconds) -> Option<(Map<String, Value>, UnixSeconds)> {
    let latest = now.plus(SUPABASE_TOKEN_SECONDS);
    let ends_at = session.expires_at.map_or(latest, |ends_at| ends_at.min(latest));
    if ends_at <= now {
        return None;
    }
    let claims = [
        ("sub", Value::from(session.user_id.to_string())),
        ("role", Value::from("authenticated")),
        ("aud", Value::from("authenticated")),
        ("iat", Value::from(now.seconds())),
        ("exp", Value::from(ends_at.seconds())),
    ];
    Some((claims.into_iter().map(|(name, value)| (name.into(), value)).collect(), ends_at))
}

/// Returns the proof that the login lacks for a token for Supabase: that of each capability by
/// which row-level security shows the user rows of others. `None` if it has all of it.
///
/// SECURITY: the token says who the user is and not how they signed in, so the database cannot ask
/// for a proof later.
pub fn proof_for_supabase(
    session: &AuthenticatedSession,
    policy: &ProvisioningPolicy,
    login: &LoginIdentity,
    now: UnixSeconds,
) -> Option<StepUp> {
    let is_held = |capability: &Capability| {
        of_platform_role(session.platform_role).contains(capability)
            || session.organizations.iter().any(|one| of_organization_role(one.role).contains(capability))
    };
    let held = SUPABASE_CAPABILITIES.iter().filter(|capability| is_held(capability));
    held.filter_map(|capability| policy.step_up_for(*capability, login, now)).next()
}

/// Returns `true` if the session has every open organization of which its user is a member once
/// the plan is applied. It lacks those that the login does not reach: one that requires a group,
/// for example.
///
/// SECURITY: row-level security shows the rows of all of them.
pub fn reaches_every_organization(session: &AuthenticatedSession, decision: &Decision, facts: &LoginFacts) -> bool {
    let is_ended = |membership: &MembershipFacts| {
        let ends = |effect: &Effect| matches!(effect, Effect::EndMembership { membership_id, .. } if *membership_id == membership.id);
        membership.status != MembershipStatus::Active || decision.plan.effects.iter().any(ends)
    };
    let theirs = facts.memberships.iter().filter(|one| one.user_id == session.user_id && !is_ended(one));
    let is_closed = |membership: &MembershipFacts| {
        let known = facts.organizations.iter().filter(|known| known.id == membership.organization_id).min();
        known.is_some_and(|known| known.status != OrganizationStatus::Active)
    };
    let mut open = theirs.filter(|membership| !is_closed(membership));
    open.all(|membership| session.organizations.iter().any(|reached| reached.id == membership.organization_id))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn session(expires_at: Option<u64>, platform_role: &str, role: &str) -> AuthenticatedSession {
        serde_json::from_value(json!({
            "provider": "oidc", "userId": "0198c0de-0000-7000-8000-0000000000e1",
            "identity": { "issuer": "https://login.acme.example", "subject": "olga" }, "sessionId": null,
            "email": "olga@acme.example", "emailEvidence": "verified", "platformRole": platform_role,
            "organizations": [{
                "id": "0198c0de-0000-7000-8000-0000000000a1", "name": "Acme", "slug": "acme", "role": role
            }],
            "currentOrganizationId": null, "capabilities": [], "issuedAt": null, "expiresAt": expires_at,
            "roleVersion": 3, "actor": null
        }))
        .unwrap()
    }

    fn at(seconds: u64) -> UnixSeconds {
        UnixSeconds::new(seconds).unwrap()
    }

    #[test]
    fn a_token_ends_with_the_session_and_after_five_minutes_at_most() {
        let ends = [(None, Some(1300)), (Some(9000), Some(1300)), (Some(1010), Some(1010)), (Some(1000), None)];
        for (ends_at, expected) in ends {
            let claims = supabase_claims(&session(ends_at, "platform_user", "org_user"), at(1000));
            assert_eq!(claims.as_ref().map(|(_, ends_at)| ends_at.seconds()), expected, "{ends_at:?}");
            let Some((claims, _)) = claims else { continue };
            let all = json!({
                "sub": "0198c0de-0000-7000-8000-0000000000e1", "role": "authenticated", "aud": "authenticated",
                "iat": 1000, "exp": expected
            });
            assert_eq!(Value::from(claims), all);
        }
    }

    #[test]
    fn a_login_needs_the_proof_of_every_capability_that_shows_rows() {
        let login = |amr: &[&str]| -> LoginIdentity {
            let login = json!({
                "connectionId": "0198c0de-0000-7000-8000-0000000000c1", "issuer": "https://login.acme.example",
                "subject": "olga", "amr": amr
            });
            serde_json::from_value(login).unwrap()
        };
        let policy = |capability: Capability| -> ProvisioningPolicy {
            let required = json!([{ "capabilities": [capability], "requiredAmr": ["mfa"] }]);
            serde_json::from_value(json!({ "stepUp": required })).unwrap()
        };
        let lacks = |capability, platform: &str, role: &str, amr: &[&str]| {
            proof_for_supabase(&session(None, platform, role), &policy(capability), &login(amr), at(1000)).is_some()
        };
        assert!(lacks(Capability::MembersRead, "platform_user", "org_user", &["pwd"]));
        assert!(!lacks(Capability::MembersRead, "platform_user", "org_user", &["mfa"]));
        assert!(lacks(Capability::IdpRead, "platform_owner", "org_user", &["pwd"]));
        // Rows that the person's roles do not show need no proof, nor do commands.
        assert!(!lacks(Capability::IdpRead, "platform_user", "org_owner", &["pwd"]));
        assert!(!lacks(Capability::IdpWrite, "platform_owner", "org_owner", &["pwd"]));
    }
}
