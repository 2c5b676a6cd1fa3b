//! Tests that many concurrent logins leave the same rows as one.

use std::sync::Arc;

use crate::support::*;
use cora_core::identity::LoginIdentity;
use cora_core::provisioning::decision::OutcomeKind;
use cora_core::secret::PresentedToken;
use cora_store::{ProvisionError, Store};
use serde_json::json;

/// Provisions all logins at the same moment. On PostgreSQL it acts as two processes, because within
/// one the logins that join an organization are serialized.
async fn all_at_once(database: &Arc<Database>, logins: Vec<LoginIdentity>) -> Vec<Result<OutcomeKind, ProvisionError>> {
    let mut stores = vec![database.store.clone()];
    if Database::is_postgres() {
        stores.push(Store::open(&database.location()).await.unwrap());
    }
    let barrier = Arc::new(tokio::sync::Barrier::new(logins.len()));
    let mut tasks = tokio::task::JoinSet::new();
    for (login, store) in logins.into_iter().zip(stores.into_iter().cycle()) {
        let barrier = Arc::clone(&barrier);
        tasks.spawn(async move {
            barrier.wait().await;
            Ok(store.provision(&login, now()).await?.decision.outcome.kind())
        });
    }
    tasks.join_all().await
}

fn all_done(outcomes: Vec<Result<OutcomeKind, ProvisionError>>) -> Vec<OutcomeKind> {
    outcomes.into_iter().map(Result::unwrap).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_hundred_first_logins_of_one_person_make_one_user() {
    let seed = with(base(), json!({ "invitations": [invitation("ada@partner.example")] }));
    let database = Arc::new(Database::seeded(seed).await);
    let outcomes = all_done(all_at_once(&database, vec![login("ada", "ada@partner.example"); 200]).await);
    assert_eq!(outcomes.iter().filter(|outcome| **outcome == OutcomeKind::Provisioned).count(), 1);
    assert_eq!(outcomes.iter().filter(|outcome| **outcome == OutcomeKind::Returning).count(), 199);
    assert_eq!(database.count("profiles").await, 2);
    assert_eq!(database.count("external_identities").await, 2);
    assert_eq!(database.count("org_members").await, 2);
    assert_eq!(database.count("provisioning_audit_log").await, 1);
    assert_eq!(database.count("user_invites WHERE status = 'accepted'").await, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn c25_fifty_bootstraps_at_once_make_one_owner() {
    for policy in [json!({}), json!({ "bootstrap": { "mode": "first_user" } })] {
        let seed = with(base(), json!({ "users": [], "policy": policy }));
        let database = Arc::new(Database::seeded(seed).await);
        let token = PresentedToken::new("token").unwrap();
        database.store.issue_bootstrap_token(&token, now()).await.unwrap();
        let logins = (0..50)
            .map(|number| {
                let mut login = login(&format!("s{number}"), &format!("p{number}@acme.example"));
                login.bootstrap_token = Some(token.clone());
                login
            })
            .collect();
        let outcomes = all_done(all_at_once(&database, logins).await);
        assert_eq!(outcomes.iter().filter(|outcome| **outcome == OutcomeKind::Provisioned).count(), 1, "{policy}");
        assert_eq!(database.count("profiles WHERE global_role = 'platform_owner'").await, 1, "{policy}");
        assert_eq!(database.count("orgs").await, 2, "{policy}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn c26_seats_are_never_exceeded() {
    let seed = with(
        base(),
        json!({
            "organizations": [{ "id": ACME, "name": "Acme", "slug": "acme", "seatLimit": 5 }],
            "domainRules": [domain_rule()]
        }),
    );
    let database = Arc::new(Database::seeded(seed).await);
    let logins = (0..20).map(|number| login(&format!("s{number}"), &format!("p{number}@acme.example"))).collect();
    // Some may fail under contention. None may be admitted beyond the seats.
    let outcomes = all_at_once(&database, logins).await.into_iter().filter_map(Result::ok);
    assert_eq!(outcomes.filter(|outcome| *outcome == OutcomeKind::Provisioned).count(), 4);
    assert_eq!(database.count("org_members WHERE status = 'active'").await, 5);
    assert_eq!(database.count("orgs WHERE seats_used = 5").await, 1);
}

/// 50 organizations whose domains admit people, and nobody who has anything to do with others.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn first_logins_of_different_organizations_seldom_roll_each_other_back() {
    const ORGANIZATIONS: u32 = 50;
    const CLIENTS: u32 = 64;
    const LOGINS: u32 = 12;
    let id = |kind: char, number: u32| format!("00000000-0000-7000-8000-0000000{kind}{number:04}");
    let organizations: Vec<_> = (0..ORGANIZATIONS)
        .map(|number| json!({ "id": id('a', number), "name": "Acme", "slug": format!("organization-{number}") }))
        .collect();
    let rules: Vec<_> = (0..ORGANIZATIONS)
        .map(|number| {
            let pattern = json!(format!("organization{number}.example"));
            with(domain_rule(), json!({ "id": id('d', number), "organizationId": id('a', number), "pattern": pattern }))
        })
        .collect();
    let mut seed = base();
    seed["organizations"].as_array_mut().unwrap().extend(organizations);
    let database = Arc::new(Database::seeded(with(seed, json!({ "domainRules": rules }))).await);
    let mut tasks = tokio::task::JoinSet::new();
    for client in 0..CLIENTS {
        let store = database.store.clone();
        tasks.spawn(async move {
            for number in 0..LOGINS {
                let person = client * LOGINS + number;
                let address = format!("person{person}@organization{}.example", person % ORGANIZATIONS);
                let login = login(&format!("person{person}"), &address);
                let outcome = store.provision(&login, now()).await.unwrap().decision.outcome.kind();
                assert_eq!(outcome, OutcomeKind::Provisioned);
            }
        });
    }
    tasks.join_all().await;
    let (logins, conflicts) = (u64::from(CLIENTS * LOGINS), database.store.conflicts());
    println!("{conflicts} of {logins} first logins began again");
    assert!(conflicts * 25 <= logins, "{conflicts} of {logins} first logins began again");
    assert_eq!(database.count("external_identities").await, i64::try_from(logins).unwrap() + 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_owners_who_demote_each_other_at_once_leave_one() {
    let other = "00000000-0000-7000-8000-000000000002";
    let mut seed = base();
    seed["users"].as_array_mut().unwrap().push(json!({
        "id": other, "email": "oscar@acme.example", "emailVerified": true, "platformRole": "platform_owner",
        "memberships": [{ "organizationId": ACME, "role": "org_owner" }]
    }));
    let database = Arc::new(Database::seeded(seed).await);
    // The schema itself keeps one owner, also for statements that bypass Cora.
    for sql in [
        "UPDATE org_members SET role = 'org_admin' WHERE user_id = ",
        "UPDATE profiles SET global_role = 'platform_user' WHERE user_id = ",
    ] {
        let mut tasks = tokio::task::JoinSet::new();
        for user in [OWNER, other] {
            let database = Arc::clone(&database);
            tasks.spawn(async move { database.try_alone(&format!("{sql}'{user}'")).await });
        }
        let done: Vec<bool> = tasks.join_all().await.into_iter().map(|done| done.is_ok()).collect();
        assert_eq!(done.iter().filter(|done| **done).count(), 1, "{sql} {done:?}");
    }
    assert_eq!(database.count("org_members WHERE role = 'org_owner'").await, 1);
    assert_eq!(database.count("profiles WHERE global_role = 'platform_owner'").await, 1);
}
