//! Tests of applying plans: guards, idempotence and the rows written.

use crate::support::*;
use cora_core::decide;
use cora_core::id::InvitationId;
use cora_core::identity::LoginIdentity;
use cora_core::provisioning::decision::{Decision, OutcomeKind};
use cora_core::provisioning::plan::{Effect, Guard, Plan};
use cora_core::secret::PresentedToken;
use cora_store::ApplyError;
use serde_json::json;

const SUSPENDED: &str = "00000000-0000-7000-8000-000000000003";
const INACTIVE: &str = "00000000-0000-7000-8000-0000000000a3";

fn inviter(user: &str, organization: &str, role: &str, platform_role: &str) -> serde_json::Value {
    json!({ "guard": "inviter_authorized", "userId": user, "organizationId": organization, "role": role,
            "platformRole": platform_role })
}

fn guard(guard: serde_json::Value) -> Guard {
    serde_json::from_value(guard).unwrap()
}

/// Builds a plan that would change much, guarded by one guard.
fn plan(guard: Guard, decision: &Decision) -> Plan {
    Plan { guards: vec![guard], ..decision.plan.clone() }
}

#[tokio::test]
async fn a_failed_guard_leaves_the_database_as_it_was() {
    let seed = with(
        base(),
        json!({
            "organizations": [
                { "id": ACME, "name": "Acme", "slug": "acme", "seatLimit": 1 },
                { "id": INACTIVE, "name": "Gone", "slug": "gone", "status": "inactive" }
            ],
            "invitations": [invitation("ada@partner.example"), invitation("bob@partner.example")],
            "domainRules": [domain_rule()],
            "policy": { "enforceSeats": false }
        }),
    );
    let database = Database::seeded(seed).await;
    let suspended = json!({ "id": SUSPENDED, "email": "sam@acme.example", "status": "suspended" });
    database.seed(json!({ "users": [suspended] })).await;
    let bob = login("bob", "bob@partner.example");
    database.store.provision(&bob, now()).await.unwrap();
    database
        .execute("INSERT INTO bootstrap_tokens (token_hash, created_at, expires_at) VALUES ('0000000000000000000000000000000000000000000000000000000000000000', @time(1), @time(2))")
        .await;
    let [used, open] =
        ["accepted", "pending"].map(|status| format!("SELECT id FROM user_invites WHERE status = '{status}'"));
    let (used, open) = (database.texts(&used).await.concat(), database.texts(&open).await.concat());
    let bob_id = user(&bob).to_string();
    let decision = decide(&database.load(&login("ada", "ada@partner.example")).await);
    assert_eq!(decision.outcome.kind(), OutcomeKind::Provisioned);
    let before = database.dump().await;
    for failing in [
        json!({ "guard": "identity_unlinked", "identity": { "issuer": ISSUER, "subject": "olga" } }),
        json!({ "guard": "email_unclaimed", "email": "OLGA@Acme.example" }),
        json!({ "guard": "user_absent", "userId": OWNER }),
        json!({ "guard": "user_active", "userId": ACME }),
        json!({ "guard": "user_active", "userId": SUSPENDED }),
        json!({ "guard": "identity_linked", "userId": SUSPENDED, "identity": { "issuer": ISSUER, "subject": "olga" } }),
        json!({ "guard": "identity_linked", "userId": OWNER, "identity": { "issuer": ISSUER, "subject": "nobody" } }),
        json!({ "guard": "email_verified", "userId": OWNER, "email": "otto@acme.example" }),
        json!({ "guard": "email_verified", "userId": SUSPENDED, "email": "sam@acme.example" }),
        json!({ "guard": "bootstrap_token_unused", "tokenHash": "1".repeat(64) }),
        json!({ "guard": "link_confirmation_pending", "tokenHash": "0".repeat(64) }),
        json!({ "guard": "invitation_pending", "invitationId": used, "role": "org_admin", "expiresAt": NOW + 60 }),
        json!({ "guard": "invitation_pending", "invitationId": open, "role": "org_user", "expiresAt": NOW + 60 }),
        json!({ "guard": "invitation_pending", "invitationId": open, "role": "org_admin", "expiresAt": NOW + 61 }),
        json!({ "guard": "invitation_pending", "invitationId": OWNER, "role": "org_admin", "expiresAt": NOW + 60 }),
        inviter(SUSPENDED, ACME, "org_user", "platform_user"),
        inviter(&bob_id, ACME, "org_owner", "platform_user"),
        inviter(&bob_id, ACME, "org_user", "platform_admin"),
        inviter(OWNER, OWNER, "org_user", "platform_user"),
        json!({ "guard": "membership_unchanged", "organizationId": ACME, "userId": OWNER, "status": null, "role": null, "roleSource": null, "roleAsOf": null }),
        json!({ "guard": "membership_unchanged", "organizationId": ACME, "userId": OWNER, "status": "removed", "role": "org_owner", "roleSource": null, "roleAsOf": null }),
        json!({ "guard": "membership_unchanged", "organizationId": ACME, "userId": OWNER, "status": "active", "role": "org_user", "roleSource": null, "roleAsOf": null }),
        json!({ "guard": "membership_unchanged", "organizationId": ACME, "userId": ACME, "status": "active", "role": "org_user", "roleSource": null, "roleAsOf": null }),
        json!({ "guard": "membership_unchanged", "organizationId": ACME, "userId": OWNER, "status": "active", "role": "org_owner", "roleSource": "manual", "roleAsOf": null }),
        json!({ "guard": "membership_unchanged", "organizationId": ACME, "userId": OWNER, "status": "active", "role": "org_owner", "roleSource": null, "roleAsOf": NOW }),
        json!({ "guard": "organization_active", "organizationId": OWNER }),
        json!({ "guard": "organization_active", "organizationId": INACTIVE }),
        json!({ "guard": "organization_absent", "organizationId": ACME }),
        json!({ "guard": "no_platform_owner" }),
        json!({ "guard": "seat_available", "organizationId": ACME }),
        json!({ "guard": "seat_available", "organizationId": OWNER }),
        json!({ "guard": "slug_free", "slug": "acme" }),
        json!({ "guard": "policy_version", "version": 7 }),
        json!({ "guard": "connection_version", "connectionId": CONNECTION, "version": 7 }),
        json!({ "guard": "connection_version", "connectionId": OWNER, "version": 0 }),
        json!({ "guard": "domain_rule_version", "domainId": DOMAIN, "version": 7 }),
        json!({ "guard": "domain_rule_version", "domainId": OWNER, "version": 0 }),
    ] {
        let failing = guard(failing);
        match database.store.apply(&plan(failing.clone(), &decision), now()).await {
            Err(ApplyError::GuardFailed(failed)) => assert_eq!(*failed, failing),
            other => panic!("{failing:?}: {other:?}"),
        }
        assert_eq!(database.dump().await, before, "{failing:?}");
    }
    let holding = [
        json!({ "guard": "identity_unlinked", "identity": { "issuer": "https://other.example", "subject": "olga" } }),
        json!({ "guard": "email_unclaimed", "email": "nobody@acme.example" }),
        json!({ "guard": "slug_free", "slug": "acm" }),
        json!({ "guard": "user_absent", "userId": ACME }),
        json!({ "guard": "user_active", "userId": OWNER }),
        json!({ "guard": "identity_linked", "userId": OWNER, "identity": { "issuer": ISSUER, "subject": "olga" } }),
        json!({ "guard": "email_verified", "userId": OWNER, "email": "OLGA@Acme.example" }),
        json!({ "guard": "invitation_pending", "invitationId": open, "role": "org_admin", "expiresAt": NOW + 60 }),
        inviter(OWNER, ACME, "org_owner", "platform_owner"),
        inviter(&bob_id, ACME, "org_admin", "platform_user"),
        json!({ "guard": "membership_unchanged", "organizationId": ACME, "userId": OWNER, "status": "active", "role": "org_owner", "roleSource": null, "roleAsOf": null }),
        json!({ "guard": "membership_unchanged", "organizationId": ACME, "userId": ACME, "status": null, "role": null, "roleSource": null, "roleAsOf": null }),
        json!({ "guard": "organization_active", "organizationId": ACME }),
        json!({ "guard": "organization_absent", "organizationId": OWNER }),
        json!({ "guard": "policy_version", "version": 1 }),
        json!({ "guard": "connection_version", "connectionId": CONNECTION, "version": 1 }),
        json!({ "guard": "domain_rule_version", "domainId": DOMAIN, "version": 0 }),
    ];
    let guards = holding.map(guard).to_vec();
    database.store.apply(&Plan { guards, ..decision.plan.clone() }, now()).await.unwrap();
    assert_ne!(database.dump().await, before);
}

#[tokio::test]
async fn c22_a_plan_under_a_connection_that_was_disabled_is_not_applied() {
    let database = Database::seeded(with(base(), json!({ "invitations": [invitation("ada@partner.example")] }))).await;
    let decision = decide(&database.load(&login("ada", "ada@partner.example")).await);
    database.execute("UPDATE platform_idp_config SET status = 'disabled'").await;
    let before = database.dump().await;
    assert!(matches!(database.store.apply(&decision.plan, now()).await, Err(ApplyError::GuardFailed(_))));
    assert_eq!(database.dump().await, before);
}

#[tokio::test]
async fn applying_a_plan_twice_leaves_the_rows_of_once() {
    let suggestion =
        with(json!({ "rule": domain_rule() })["rule"].clone(), json!({ "enrollmentMode": "automatic_suggestion" }));
    let inviting = with(domain_rule(), json!({ "enrollmentMode": "automatic_invitation" }));
    for (name, more, email) in [
        ("invitation", json!({ "invitations": [invitation("ada@partner.example")] }), "ada@partner.example"),
        ("domain", json!({ "domainRules": [domain_rule()] }), "ada@acme.example"),
        ("suggestion", json!({ "domainRules": [suggestion] }), "ada@acme.example"),
        ("domain invitation", json!({ "domainRules": [inviting] }), "ada@acme.example"),
        ("waitlist", json!({ "policy": { "accessMode": "waitlist" } }), "ada@partner.example"),
        (
            "public",
            json!({ "policy": { "accessMode": "public", "personalOrganization": true } }),
            "ada@partner.example",
        ),
        ("denied", json!({}), "ada@partner.example"),
    ] {
        let database = Database::seeded(with(base(), more)).await;
        let decision = decide(&database.load(&login("ada", email)).await);
        database.store.apply(&decision.plan, now()).await.unwrap();
        let once = database.dump().await;
        // Two hosts that raced past each other's guards would do this.
        let unguarded = Plan { guards: Vec::new(), ..decision.plan.clone() };
        let again = database.store.apply(&unguarded, now()).await.unwrap();
        assert_eq!(again.effects_changed, 0, "{name}");
        assert_eq!(database.dump().await, once, "{name}");
        // With its guards, the plan is not applied at all, or changes nothing.
        let _ = database.store.apply(&decision.plan, now()).await;
        assert_eq!(database.dump().await, once, "{name}");
        let returning = decide(&database.load(&login("ada", email)).await);
        if decision.outcome.signed_in_user().is_some() {
            assert_eq!(returning.outcome.kind(), OutcomeKind::Returning, "{name}");
            assert_eq!(returning.plan.effects, [], "{name}");
        }
    }
}

#[tokio::test]
async fn a_newer_invitation_restores_a_removed_member_and_raises_the_role_version() {
    let database = Database::seeded(with(base(), json!({ "domainRules": [domain_rule()] }))).await;
    let ada = login("ada", "ada@acme.example");
    let first = database.store.provision(&ada, now()).await.unwrap();
    assert!(first.applied.role_version_raised);
    let whole =
        "profiles WHERE email_canonical = 'ada@acme.example' AND role_version = 1 AND current_org_id IS NOT NULL";
    assert_eq!(database.count(whole).await, 1);
    database
        .execute(&format!(
            "UPDATE org_members SET status = 'removed', removed_at = @time({}) WHERE role = 'org_user'",
            NOW - 10
        ))
        .await;
    let blocked = database.store.provision(&ada, now()).await.unwrap();
    assert_eq!(blocked.decision.memberships, []);
    assert!(!blocked.applied.role_version_raised);

    database.seed(json!({ "invitations": [invitation("ada@acme.example")] })).await;
    let unasked = database.store.provision(&ada, now()).await.unwrap();
    assert_eq!(unasked.decision.memberships, []);
    let opened = database.texts("SELECT CAST(id AS text) FROM user_invites WHERE email = 'ada@acme.example'").await;
    let ada = LoginIdentity { invitation_id: InvitationId::parse(&opened[0]), ..ada };
    let back = database.store.provision(&ada, now()).await.unwrap();
    assert!(back.applied.role_version_raised);
    assert_eq!(
        database.count("org_members WHERE status = 'active' AND role = 'org_admin' AND removed_at IS NULL").await,
        1
    );
    assert_eq!(database.count("org_members").await, 2);
    assert_eq!(database.count("profiles WHERE role_version = 2").await, 1);
    assert_eq!(database.count("orgs WHERE seats_used = 2 AND owner_count = 1").await, 1);
}

#[tokio::test]
async fn a_role_is_raised_once_and_never_lowered() {
    let database = Database::seeded(with(base(), json!({ "domainRules": [domain_rule()] }))).await;
    let ada = login("ada", "ada@acme.example");
    database.store.provision(&ada, now()).await.unwrap();
    let membership = database.load(&ada).await.facts.memberships[0].clone();
    let raise = |from, to| {
        let effect: Effect = serde_json::from_value(json!({
            "effect": "raise_role", "membershipId": membership.id, "organizationId": ACME, "userId": user(&ada),
            "from": from, "to": to, "updatedBy": OWNER
        }))
        .unwrap();
        Plan { effects: vec![effect], ..Plan::default() }
    };
    assert!(database.store.apply(&raise("org_user", "org_admin"), now()).await.unwrap().role_version_raised);
    assert!(!database.store.apply(&raise("org_user", "org_admin"), now()).await.unwrap().role_version_raised);
    assert!(!database.store.apply(&raise("org_admin", "org_user"), now()).await.unwrap().role_version_raised);
    assert_eq!(database.count("org_members WHERE role = 'org_admin'").await, 1);
}

#[tokio::test]
async fn an_identity_is_never_moved_to_another_user() {
    let database = Database::seeded(base()).await;
    let before = database.dump().await;
    let effect: Effect = serde_json::from_value(json!({
        "effect": "link_identity", "userId": CONNECTION, "connectionId": CONNECTION, "createdBy": CONNECTION,
        "identity": { "issuer": ISSUER, "subject": "olga" }, "email": null, "emailVerified": false, "statedAt": null
    }))
    .unwrap();
    let plan = Plan { effects: vec![effect], ..Plan::default() };
    assert!(matches!(database.store.apply(&plan, now()).await, Err(ApplyError::IdentityTaken)));
    assert_eq!(database.dump().await, before);
}

#[tokio::test]
async fn a_bootstrap_token_makes_one_owner_and_is_used_up() {
    let seed = with(base(), json!({ "users": [] }));
    let database = Database::seeded(seed).await;
    let token = PresentedToken::new("a-fresh-token").unwrap();
    database.store.issue_bootstrap_token(&token, now()).await.unwrap();
    assert!(!database.dump().await.contains("a-fresh-token"));

    let mut ada = login("ada", "ada@acme.example");
    ada.bootstrap_token = Some(token.clone());
    let first = database.store.provision(&ada, now()).await.unwrap();
    assert_eq!(first.decision.outcome.kind(), OutcomeKind::Provisioned);
    assert_eq!(database.count("profiles WHERE global_role = 'platform_owner'").await, 1);
    assert_eq!(database.count("bootstrap_tokens WHERE used_at IS NOT NULL").await, 1);
    assert_eq!(database.count("orgs WHERE owner_id IS NOT NULL AND slug = 'ada-king-org'").await, 1);

    let mut bob = login("bob", "bob@acme.example");
    bob.bootstrap_token = Some(token.clone());
    let second = database.store.provision(&bob, now()).await.unwrap();
    assert_eq!(second.decision.outcome.kind(), OutcomeKind::Denied);
    assert!(matches!(
        database.store.issue_bootstrap_token(&token, now()).await,
        Err(cora_store::IssueTokenError::OwnerExists)
    ));
}

/// Returns a policy by which the organization follows its provider.
fn following() -> serde_json::Value {
    let mapping = |group: &str, role: &str| json!({ "organizationId": ACME, "group": group, "role": role, "sync": "authoritative" });
    json!({ "groupRoles": [mapping("admins", "org_admin"), mapping("staff", "org_user")] })
}

fn in_groups(groups: &[&str], issued: u64) -> cora_core::identity::LoginIdentity {
    let mut login = login("ada", "ada@partner.example");
    login.groups = Some(groups.iter().map(|group| cora_core::text::GroupName::new(group).unwrap()).collect());
    login.issued_at = cora_core::time::UnixSeconds::new(issued);
    login
}

#[tokio::test]
async fn a_role_follows_the_groups_and_its_membership_comes_back_with_them() {
    let database = Database::seeded(with(base(), json!({ "policy": following() }))).await;
    let provision = async |groups: &[&str], issued: u64| {
        let login = in_groups(groups, issued);
        let done = database.store.provision(&login, now()).await.unwrap();
        // Nothing is left to do, and the facts say what was written.
        let again = database.store.provision(&login, now()).await.unwrap();
        assert_eq!(again.decision.plan.effects, [], "{groups:?}");
        assert_eq!(again.decision.memberships.len(), done.decision.memberships.len());
        done
    };
    let member = "SELECT role || ' ' || status || ' ' || coalesce(role_source, '-') || ' ' || coalesce(base_role, '-')
        FROM org_members WHERE source = 'group'";
    let versions = "SELECT CAST(role_version AS text) FROM profiles WHERE email_canonical = 'ada@partner.example'";

    provision(&["admins"], NOW - 50).await;
    assert_eq!(database.texts(member).await, ["org_admin active group -"]);
    let lowered = provision(&["staff"], NOW - 40).await;
    assert!(lowered.applied.role_version_raised);
    assert_eq!(database.texts(member).await, ["org_user active group -"]);
    assert_eq!(database.texts(versions).await, ["2"]);

    let ended = provision(&[], NOW - 30).await;
    assert!(ended.applied.role_version_raised);
    assert_eq!(database.texts(member).await, ["org_user removed group -"]);
    assert_eq!(database.count("profiles WHERE current_org_id IS NULL AND role_version = 3").await, 1);
    assert_eq!(database.count("orgs WHERE seats_used = 1 AND owner_count = 1").await, 1);

    // A token from before says nothing about the membership that ended.
    let stale = provision(&["admins"], NOW - 35).await;
    assert_eq!(stale.decision.memberships, []);
    provision(&["admins"], NOW - 20).await;
    assert_eq!(database.texts(member).await, ["org_admin active group -"]);
    assert_eq!(database.count("org_members").await, 2);
    assert_eq!(database.count("profiles WHERE current_org_id IS NOT NULL AND role_version = 4").await, 1);
}

#[tokio::test]
async fn nobody_works_in_an_organization_that_they_were_removed_from_meanwhile() {
    let database = Database::seeded(with(base(), json!({ "policy": following() }))).await;
    database.store.provision(&in_groups(&["staff"], NOW - 50), now()).await.unwrap();
    let works = "profiles WHERE current_org_id IS NOT NULL AND email_canonical = 'ada@partner.example'";
    assert_eq!(database.count(works).await, 1);
    database.execute("UPDATE profiles SET current_org_id = NULL").await;
    let decision = decide(&database.load(&in_groups(&["staff"], NOW - 40)).await);
    assert!(decision.plan.effects.iter().any(|effect| matches!(effect, Effect::SetCurrentOrganization { .. })));
    database.execute("UPDATE org_members SET status = 'removed', removed_at = @time(7) WHERE source = 'group'").await;
    database.store.apply(&decision.plan, now()).await.unwrap();
    assert_eq!(database.count(works).await, 0);
}

#[tokio::test]
async fn a_role_that_an_administrator_gave_is_not_lowered_meanwhile() {
    let database = Database::seeded(with(base(), json!({ "policy": following() }))).await;
    database.store.provision(&in_groups(&["admins"], NOW - 50), now()).await.unwrap();
    let decision = decide(&database.load(&in_groups(&["staff"], NOW - 40)).await);
    assert!(decision.plan.effects.iter().any(|effect| matches!(effect, Effect::LowerRole { .. })));
    database.execute("UPDATE org_members SET role_source = 'manual' WHERE source = 'group'").await;
    let before = database.dump().await;
    let refused = database.store.apply(&decision.plan, now()).await.unwrap_err();
    assert!(matches!(refused, ApplyError::GuardFailed(guard) if matches!(*guard, Guard::MembershipUnchanged { .. })));
    assert_eq!(database.dump().await, before);
    let kept = database.store.provision(&in_groups(&["staff"], NOW - 40), now()).await.unwrap();
    assert_eq!(kept.decision.plan.effects, []);
    assert_eq!(database.count("org_members WHERE source = 'group' AND role = 'org_admin'").await, 1);
}
