//! Seeding: idempotent for what is configured, and never setting people back.

mod support;

use cora_core::connection::ConnectionStatus;
use cora_core::time::UnixSeconds;
use cora_store::seed::{SeedFile, SeedOptions};
use serde_json::json;
use support::*;

#[tokio::test]
async fn seeding_twice_changes_nothing() {
    let seed = with(
        base(),
        json!({
            "domainRules": [domain_rule()], "invitations": [invitation("ada@partner.example")],
            "policy": { "accessMode": "waitlist", "version": 4 }
        }),
    );
    let database = Database::seeded(seed.clone()).await;
    let before = database.dump().await;
    let later = UnixSeconds::new(NOW + 1000).unwrap();
    let report = database.store.seed(&seed_file(seed), SeedOptions::default(), later).await.unwrap();
    assert_eq!(report.changed, 0);
    assert_eq!(database.dump().await, before);
}

#[tokio::test]
async fn what_has_become_of_people_is_not_set_back() {
    let seed = with(base(), json!({ "invitations": [invitation("ada@partner.example")] }));
    let database = Database::seeded(seed.clone()).await;
    let ada = login("ada", "ada@partner.example");
    database.store.provision(&ada, now()).await.unwrap();
    database
        .execute("UPDATE org_members SET status = 'removed', removed_at = 5 WHERE role = 'org_admin'; UPDATE profiles SET full_name = 'Olga B'")
        .await;
    let before = database.dump().await;
    let mut changed = seed;
    changed["invitations"][0]["expiresAt"] = json!(NOW + 9000);
    changed["invitations"][0]["role"] = json!("org_user");
    changed["users"][0]["platformRole"] = json!("platform_user");
    database.seed(changed).await;
    assert_eq!(database.dump().await, before);
}

#[tokio::test]
async fn a_change_raises_the_version_and_is_audited() {
    let database = Database::seeded(with(base(), json!({ "domainRules": [domain_rule()], "policy": {} }))).await;
    let mut changed = with(base(), json!({ "domainRules": [domain_rule()], "policy": { "accessMode": "public" } }));
    changed["connections"][0]["status"] = json!("disabled");
    changed["domainRules"][0]["state"] = json!("expired");
    database.seed(changed).await;
    assert_eq!(database.count("platform_idp_config WHERE version = 1 AND NOT is_active").await, 1);
    assert_eq!(database.count("org_email_domains WHERE version = 1").await, 1);
    assert_eq!(database.count("provisioning_policy WHERE version = 2").await, 1);
    assert_eq!(database.count("platform_idp_audit_log WHERE action = 'deactivated'").await, 1);
}

#[tokio::test]
async fn two_connections_change_places() {
    let second = json!({
        "id": "00000000-0000-7000-8000-0000000000c2", "kind": "okta", "displayName": "Okta",
        "issuer": "https://acme.okta.example", "status": "tested", "authorizedParties": ["web"]
    });
    let mut seed = base();
    seed["connections"].as_array_mut().unwrap().push(second);
    let database = Database::seeded(seed.clone()).await;
    seed["connections"][0]["status"] = json!("disabled");
    seed["connections"][1]["status"] = json!("active");
    database.seed(seed).await;
    let active = database.store.connection_for(Some("https://nobody.example")).await.unwrap().unwrap();
    assert_eq!(active.display_name, "Okta");
    let first = database.store.connection_for(Some(ISSUER)).await.unwrap().unwrap();
    assert_eq!(first.connection.status, ConnectionStatus::Disabled);
    assert_eq!(first.derived.jwks_uri.as_ref().map(|uri| uri.as_str()), Some("https://login.acme.example/keys"));
}

#[tokio::test]
async fn what_is_refused_is_named_and_nothing_is_written() {
    let database = Database::empty().await;
    let before = database.dump().await;
    let mut unknown = base();
    unknown["users"][0]["memberships"][0]["organizationId"] = json!(OWNER);
    let mut twice = base();
    let mut again = twice["connections"][0].clone();
    again["id"] = json!(DOMAIN);
    twice["connections"].as_array_mut().unwrap().push(again);
    let mut slug = base();
    slug["organizations"][0]["slug"] = json!("Not A Slug");
    for (seed, place) in [(unknown, "/users/0"), (twice, "/connections/1"), (slug, "/organizations/0")] {
        let error = database.store.seed(&seed_file(seed), SeedOptions::default(), now()).await.unwrap_err().to_string();
        assert!(error.starts_with(&format!("`{place}")), "{error}");
        assert_eq!(database.dump().await, before);
    }
}

#[tokio::test]
async fn c26_a_file_cannot_give_more_members_than_seats() {
    let seed =
        with(base(), json!({ "organizations": [{ "id": ACME, "name": "Acme", "slug": "acme", "seatLimit": 0 }] }));
    let database = Database::empty().await;
    assert!(database.store.seed(&seed_file(seed), SeedOptions::default(), now()).await.is_err());
}

#[test]
fn unknown_fields_and_bad_addresses_are_refused() {
    for text in [
        r#"{ "organisations": [] }"#,
        r#"{ "users": [], "users": [] }"#,
        "[]",
        "",
        r#"{ "users": [{ "id": "00000000-0000-7000-8000-000000000001", "email": "a@b@c.example" }] }"#,
        r#"{ "users": [{ "id": "1", "email": "a@c.example" }] }"#,
    ] {
        assert!(SeedFile::parse(text.as_bytes()).is_err(), "{text}");
    }
}
