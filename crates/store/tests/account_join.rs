//! Tests of the join of two accounts of one person, in both databases.

use crate::support::*;
use cora_core::actor::Actor;
use cora_core::administration::{AdministrationChange, AdministrationReason as Reason, IdentityConflictCommand};
use cora_core::decide;
use cora_core::id::{AuditId, IdentityConflictId, UserId};
use cora_core::identity::LoginIdentity;
use cora_core::provisioning::decision::OutcomeKind;
use cora_core::text::ChangeReason;
use cora_store::{AdministrationContext, ApplyError, AuditFilter, Page};
use serde_json::json;
use uuid::Uuid;

const BETA: &str = "00000000-0000-7000-8000-0000000000a2";
const GAMMA: &str = "00000000-0000-7000-8000-0000000000a3";
/// The account that stays, and the one that ends.
const KIM: &str = "00000000-0000-7000-8000-0000000000b5";
const KIM_OF_BETA: &str = "00000000-0000-7000-8000-0000000000b6";
const BETAS: &str = "00000000-0000-7000-8000-0000000000c2";
const CONFLICT: &str = "00000000-0000-7000-8000-0000000000f5";
const OTHER_CONFLICT: &str = "00000000-0000-7000-8000-0000000000f6";

/// Creates a platform on which Kim has two accounts, which prove one address.
async fn database() -> Database {
    let mut seed = base();
    for (id, slug) in [(BETA, "beta"), (GAMMA, "gamma")] {
        seed["organizations"].as_array_mut().unwrap().push(json!({ "id": id, "name": slug, "slug": slug }));
    }
    let mut connection = seed["connections"][0].clone();
    for (name, value) in [("id", BETAS), ("issuer", "https://sso.beta.example"), ("organizationId", BETA)] {
        connection[name] = json!(value);
    }
    seed["connections"].as_array_mut().unwrap().push(connection);
    seed["users"].as_array_mut().unwrap().extend([
        json!({ "id": KIM, "email": "kim@consulting.example", "emailVerified": true, "name": "Kim",
            "identities": [{ "connectionId": CONNECTION, "subject": "kim" }],
            "memberships": [{ "organizationId": ACME, "role": "org_user" }] }),
        json!({ "id": KIM_OF_BETA, "email": "kim.lee@beta.example", "name": "Kim Lee",
            "identities": [{ "connectionId": BETAS, "subject": "kim-b" }],
            "memberships": [{ "organizationId": BETA, "role": "org_owner" }, { "organizationId": ACME, "role": "org_user" }] }),
    ]);
    let database = Database::seeded(seed).await;
    for (id, user, claimant, subject) in
        [(CONFLICT, KIM, KIM_OF_BETA, "kim-b"), (OTHER_CONFLICT, KIM_OF_BETA, KIM, "kim")]
    {
        database
            .execute(&format!(
                "INSERT INTO identity_conflicts (id, kind, issuer, external_id, connection_id, user_id, claimant_id, email,
                    opened_at)
                 SELECT '{id}', 'email_conflict', issuer, external_id, connection_id, '{user}', '{claimant}',
                    'kim@consulting.example', @time(5) FROM external_identities WHERE external_id = '{subject}'"
            ))
            .await;
    }
    for statement in [
        format!("UPDATE org_members SET role_source = 'group', role_as_of = @time(7) WHERE org_id = '{BETA}'"),
        format!("UPDATE profiles SET phone = '1', current_org_id = '{BETA}' WHERE user_id = '{KIM_OF_BETA}'"),
        format!(
            "INSERT INTO membership_requests (id, org_id, user_id, role, requested_at)
             VALUES ('{CONFLICT}', '{GAMMA}', '{KIM_OF_BETA}', 'org_user', @time(5))"
        ),
        format!(
            "INSERT INTO user_invites (id, email, org_id, role, invited_by, expires_at, created_at, updated_at)
             VALUES ('{CONFLICT}', 'eve@acme.example', '{BETA}', 'org_user', '{KIM_OF_BETA}', @time(9), @time(5), @time(5))"
        ),
        format!(
            "INSERT INTO user_invites (id, email, org_id, role, invited_by, expires_at, created_at, updated_at, status,
                accepted_by, accepted_at)
             VALUES ('{OTHER_CONFLICT}', 'kim.lee@acme.example', '{BETA}', 'org_user', '{OWNER}', @time(9), @time(5),
                @time(5), 'accepted', '{KIM_OF_BETA}', @time(5))"
        ),
    ] {
        database.execute(&statement).await;
    }
    database
}

fn by_beta() -> LoginIdentity {
    serde_json::from_value(json!({ "connectionId": BETAS, "issuer": "https://sso.beta.example", "subject": "kim-b",
        "email": "kim@consulting.example", "emailVerified": true, "givenName": "Kim" }))
    .unwrap()
}

fn context(actor: Actor) -> AdministrationContext {
    AdministrationContext {
        now: now(),
        audit_id: AuditId::from_uuid(Uuid::new_v4()),
        actor,
        reason: ChangeReason::new("they told us"),
        request_id: None,
        out_of_reach: Vec::new(),
        acting: None,
    }
}

async fn same_person(database: &Database, actor: Actor) -> AdministrationChange {
    let conflict_id = IdentityConflictId::parse(CONFLICT).unwrap();
    let command = IdentityConflictCommand::ResolveSamePerson { conflict_id }.into();
    database.store.administer(&command, &context(actor)).await.unwrap()
}

#[tokio::test]
async fn everything_of_the_account_that_ends_becomes_that_of_the_other() {
    let database = database().await;
    assert_eq!(same_person(&database, Actor::Operator {}).await.reason, Reason::Done);
    let rows = async |sql: &str| database.texts(sql).await;
    let of = "SELECT external_id FROM external_identities WHERE auth_user_id =";
    assert_eq!(rows(&format!("{of} '{KIM}' ORDER BY external_id")).await, ["kim", "kim-b"]);
    assert!(rows(&format!("{of} '{KIM_OF_BETA}'")).await.is_empty());
    let members = "SELECT role || ' ' || status || ' ' || coalesce(role_source, '-') FROM org_members WHERE user_id =";
    let order = "ORDER BY org_id";
    assert_eq!(rows(&format!("{members} '{KIM}' {order}")).await, ["org_user active -", "org_owner active group"]);
    assert_eq!(
        rows(&format!("{members} '{KIM_OF_BETA}' {order}")).await,
        ["org_user removed -", "org_owner removed -"]
    );
    assert_eq!(database.count("org_members WHERE role_as_of IS NOT NULL AND status = 'active'").await, 1);
    assert_eq!(rows("SELECT slug FROM orgs WHERE seats_used = 1 AND owner_count = 1 ORDER BY slug").await, ["beta"]);
    assert_eq!(rows("SELECT slug FROM orgs WHERE seats_used = 2 AND owner_count = 1").await, ["acme"]);
    let profile = format!(
        "SELECT full_name || ' ' || phone || ' ' || status || ' ' || CAST(current_org_id AS text) FROM profiles
         WHERE user_id = '{KIM}' AND role_version > 0"
    );
    assert_eq!(rows(&profile).await, [format!("Kim 1 active {ACME}")], "the holder works in Acme");
    let ended =
        format!("profiles WHERE user_id = '{KIM_OF_BETA}' AND status = 'deprovisioned' AND current_org_id IS NULL");
    assert_eq!(database.count(&ended).await, 1);
    assert_eq!(database.count(&format!("membership_requests WHERE user_id = '{KIM}'")).await, 1);
    assert_eq!(database.count("membership_requests").await, 1);
    assert_eq!(database.count(&format!("user_invites WHERE invited_by = '{KIM}' AND status = 'pending'")).await, 1);
    assert_eq!(database.count(&format!("user_invites WHERE accepted_by = '{KIM}'")).await, 1);
    assert_eq!(database.count("identity_conflicts WHERE status = 'same_person'").await, 2);

    let record =
        &database.store.administration_audit(None, &AuditFilter::default(), &Page::default()).await.unwrap()[0];
    let changed = |field: &str| record.changes.iter().find(|change| change.field == field).cloned().unwrap();
    assert_eq!(record.user_id, UserId::parse(KIM));
    let account = changed("account");
    assert_eq!((account.before.as_deref(), account.after.as_deref()), (Some(KIM_OF_BETA), Some(KIM)));
    assert_eq!(changed(&format!("role in {BETA}")).after.as_deref(), Some("org_owner"));

    // The identity comes to the account that stays, and the next login changes nothing any more.
    let mut provisioned = database.store.provision(&by_beta(), now()).await.unwrap();
    assert_eq!(provisioned.decision.outcome.signed_in_user(), UserId::parse(KIM));
    provisioned = database.store.provision(&by_beta(), now()).await.unwrap();
    assert!(provisioned.decision.plan.effects.is_empty(), "{:?}", provisioned.decision.plan);
    assert_eq!(same_person(&database, Actor::Operator {}).await.reason, Reason::Unchanged);
}

#[tokio::test]
async fn a_join_that_is_refused_or_shown_changes_nothing() {
    let database = database().await;
    let before = database.dump().await;
    let olga = Actor::User { user_id: UserId::parse(OWNER).unwrap() };
    // Olga owns the platform, and nothing of Beta.
    assert_eq!(same_person(&database, olga).await.reason, Reason::RoleAboveOwn);
    let conflict_id = IdentityConflictId::parse(CONFLICT).unwrap();
    let command = IdentityConflictCommand::ResolveSamePerson { conflict_id }.into();
    let shown = database.store.preview_administration(&command, &context(Actor::Operator {})).await.unwrap();
    assert_eq!((shown.reason, shown.join().unwrap().memberships.len()), (Reason::Done, 1));
    assert_eq!(database.dump().await, before);
    database.execute(&format!("UPDATE profiles SET status = 'suspended' WHERE user_id = '{KIM_OF_BETA}'")).await;
    assert_eq!(same_person(&database, Actor::Operator {}).await.reason, Reason::UserNotActive);
}

#[tokio::test]
async fn the_only_owner_of_the_platform_keeps_owning_it_by_the_account_that_stays() {
    let database = database().await;
    let owns = |user: &str, role: &str| format!("UPDATE profiles SET global_role = '{role}' WHERE user_id = '{user}'");
    database.execute(&owns(KIM_OF_BETA, "platform_owner")).await;
    database.execute(&owns(OWNER, "platform_user")).await;
    assert_eq!(same_person(&database, Actor::Operator {}).await.reason, Reason::Done);
    let owner = "SELECT CAST(user_id AS text) FROM profiles WHERE global_role = 'platform_owner'";
    assert_eq!(database.texts(owner).await, [KIM]);
}

#[tokio::test]
async fn a_login_that_was_decided_before_the_join_is_decided_again() {
    let database = database().await;
    let decision = decide(&database.load(&by_beta()).await);
    assert_eq!(decision.outcome.kind(), OutcomeKind::Returning);
    assert!(!decision.plan.effects.is_empty(), "the login has something to write");
    assert_eq!(same_person(&database, Actor::Operator {}).await.reason, Reason::Done);
    let before = database.dump().await;
    let refused = database.store.apply(&decision.plan, now()).await.unwrap_err();
    assert!(matches!(refused, ApplyError::GuardFailed(_)), "{refused:?}");
    assert_eq!(database.dump().await, before);
}

#[tokio::test]
async fn joins_and_logins_at_once_leave_one_account() {
    let database = database().await;
    let logins = async || {
        for _ in 0..5 {
            database.store.provision(&by_beta(), now()).await.unwrap();
        }
    };
    let (one, other, ()) =
        tokio::join!(same_person(&database, Actor::Operator {}), same_person(&database, Actor::Operator {}), logins());
    let mut reasons = [one.reason, other.reason];
    reasons.sort_by_key(|reason| *reason != Reason::Done);
    assert_eq!(reasons, [Reason::Done, Reason::Unchanged]);
    assert_eq!(database.count(&format!("external_identities WHERE auth_user_id = '{KIM_OF_BETA}'")).await, 0);
    assert_eq!(database.count(&format!("org_members WHERE user_id = '{KIM_OF_BETA}' AND status = 'active'")).await, 0);
    assert_eq!(database.count("orgs WHERE owner_count = 1").await, 2);
}
