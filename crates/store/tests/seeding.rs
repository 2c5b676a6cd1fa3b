//! Tests of seeding: idempotent for configuration, and never reverting people's data.

use crate::support::*;
use cora_core::administration::AdministrationAction;
use cora_core::connection::ConnectionStatus;
use cora_core::time::UnixSeconds;
use cora_store::seed::{SeedError, SeedFile, SeedOptions};
use cora_store::{AuditFilter, Page};
use serde_json::json;

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
        .execute("UPDATE org_members SET status = 'removed', removed_at = @time(5) WHERE role = 'org_admin'; UPDATE profiles SET full_name = 'Olga B'")
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
    assert_eq!(database.count("platform_idp_config WHERE version = 2 AND NOT is_active").await, 1);
    assert_eq!(database.count("org_email_domains WHERE version = 1").await, 1);
    assert_eq!(database.count("provisioning_policy WHERE version = 2").await, 1);
    assert_eq!(database.count("platform_idp_audit_log WHERE action = 'deactivated'").await, 1);
}

#[tokio::test]
async fn everything_that_a_file_writes_is_on_record_as_the_operators() {
    let seed = with(
        base(),
        json!({
            "domainRules": [domain_rule()], "invitations": [invitation("ada@partner.example")], "policy": {},
            "applications": [{ "id": "00000000-0000-7000-8000-0000000000f1", "settings": {
                "name": "Web", "kind": "web", "redirectUris": [{ "uri": "https://app.acme.example/cb" }]
            } }]
        }),
    );
    let database = Database::seeded(seed.clone()).await;
    let actions = [
        "organization_created",
        "user_seeded",
        "domain_added",
        "invitation_created",
        "application_registered",
        "policy_saved",
    ];
    for action in actions {
        let record = format!(
            "administration_audit_log WHERE actor_kind = 'operator' AND actor_id IS NULL AND reason = 'seeded' AND action = '{action}'"
        );
        assert_eq!(database.count(&record).await, 1, "{action}");
    }
    assert_eq!(database.count("administration_audit_log").await, 6);
    let records = database.store.administration_audit(None, &AuditFilter::default(), &Page::default()).await.unwrap();
    let person = records.iter().find(|record| record.action == AdministrationAction::UserSeeded).unwrap();
    let changes: Vec<(&str, &str)> =
        person.changes.iter().map(|change| (change.field.as_str(), change.after.as_deref().unwrap())).collect();
    let membership = format!("{ACME} org_owner");
    assert_eq!(
        changes,
        [
            ("status", "active"),
            ("platform_role", "platform_owner"),
            ("identity", CONNECTION),
            ("membership", &membership)
        ]
    );

    // Nothing changes, and nothing is recorded.
    database.seed(seed.clone()).await;
    assert_eq!(database.count("administration_audit_log").await, 6);
    // A second identity, and what else an existing row is given.
    let mut changed = seed;
    let second = json!({ "connectionId": CONNECTION, "subject": "olga-2" });
    changed["users"][0]["identities"].as_array_mut().unwrap().push(second);
    changed["organizations"][0]["description"] = json!("What we do");
    changed["domainRules"][0]["state"] = json!("expired");
    changed["invitations"][0]["role"] = json!("org_user");
    changed["applications"][0]["settings"]["name"] = json!("Web application");
    changed["policy"] = json!({ "accessMode": "public" });
    database.seed(changed).await;
    for action in [
        "organization_updated",
        "user_seeded",
        "domain_changed",
        "invitation_resent",
        "application_changed",
        "policy_saved",
    ] {
        let record = format!("administration_audit_log WHERE number > 6 AND action = '{action}'");
        assert_eq!(database.count(&record).await, 1, "{action}");
    }
    assert_eq!(database.count("administration_audit_log").await, 12);
}

#[tokio::test]
async fn two_connections_change_places() {
    let second = json!({
        "id": "00000000-0000-7000-8000-0000000000c2", "kind": "okta", "displayName": "Okta",
        "status": "tested",
        "settings": { "issuer": "https://acme.okta.com/oauth2/default", "client_id": "0oa1b2c3d4e5f6g7h8i9", "audiences": ["api://acme"] }
    });
    let mut seed = base();
    seed["connections"].as_array_mut().unwrap().push(second);
    let database = Database::seeded(seed.clone()).await;
    seed["connections"][0]["status"] = json!("disabled");
    seed["connections"][1]["status"] = json!("active");
    database.seed(seed).await;
    let active = database.store.connections_for(Some("https://nobody.example")).await.unwrap().remove(0);
    assert_eq!(active.display_name, "Okta");
    let first = database.store.connections_for(Some(ISSUER)).await.unwrap().remove(0);
    assert_eq!(first.connection.status, ConnectionStatus::Disabled);
    assert_eq!(first.derived.jwks_uri.as_ref().map(|uri| uri.as_str()), Some("https://login.acme.example/keys"));
}

#[tokio::test]
async fn a_seeded_connection_is_the_operators_act() {
    let database = Database::seeded(base()).await;
    let audit = database.store.connection_audit(connection_id(), 10).await.unwrap();
    assert_eq!(audit.len(), 1);
    assert_eq!((audit[0].action.as_str(), audit[0].actor_kind.as_str()), ("created", "operator"));
    assert!(audit[0].forced);
    assert_eq!(audit[0].reason.as_deref(), Some("seeded"));
    let versions = database.store.configuration_versions(connection_id()).await.unwrap();
    assert_eq!((versions[0].number, versions[0].stage.as_str(), versions[0].is_active), (1, "tested", true));
    let stored = database.store.active_platform_connection().await.unwrap().unwrap();
    assert_eq!(stored.configuration.unwrap().client_id().unwrap().as_str(), "web");
}

#[tokio::test]
async fn every_status_can_be_seeded_and_changed_to_every_other() {
    let statuses = ["draft", "validated", "tested", "active", "disabled"];
    for first in statuses {
        for second in statuses {
            let database = Database::empty().await;
            for (status, version) in [(first, 1), (second, if first == second { 1 } else { 2 })] {
                let mut seed = base();
                seed["connections"][0]["status"] = json!(status);
                database.seed(seed.clone()).await;
                let row = &database.store.connections().await.unwrap()[0];
                assert_eq!((row.status.as_str(), row.version), (status, version), "{first} {second}");
                assert_eq!(row.active_number.is_some(), status == "active", "{first} {second}");
                assert_eq!(row.latest_number, 1, "{first} {second}");
                assert_eq!(database.count("external_identities").await, 1, "{first} {second}");
            }
        }
    }
}

#[tokio::test]
async fn settings_are_seeded_in_either_place_and_spelling() {
    let database = Database::seeded(base()).await;
    let before = database.dump().await;
    let mut nested = base();
    nested["connections"][0] = json!({
        "id": CONNECTION, "kind": "oidc", "displayName": "Sign-in", "status": "active",
        "settings": { "issuer": ISSUER, "client_id": "web", "audiences": ["https://api.acme.example"],
            "token_use": "access_token", "jwks_uri": "https://login.acme.example/keys" }
    });
    database.seed(nested.clone()).await;
    assert_eq!(database.dump().await, before);

    nested["connections"][0]["issuer"] = json!(ISSUER);
    assert!(SeedFile::parse(nested.to_string().as_bytes()).is_err());
}

#[tokio::test]
async fn new_settings_get_the_next_number_and_earlier_ones_are_kept() {
    let database = Database::seeded(base()).await;
    let mut changed = base();
    changed["connections"][0]["clientId"] = json!("mobile");
    changed["connections"][0]["displayName"] = json!("Another name");
    database.seed(changed).await;
    let stored = database.store.active_platform_connection().await.unwrap().unwrap();
    assert_eq!(stored.configuration.unwrap().client_id().unwrap().as_str(), "mobile");
    assert_eq!((stored.display_name.as_str(), stored.connection.version), ("Another name", 2));
    assert_eq!(database.store.configuration_versions(connection_id()).await.unwrap().len(), 2);
    let audit = database.store.connection_audit(connection_id(), 1).await.unwrap();
    let paths: Vec<&str> = audit[0].changes.iter().map(|change| change["path"].as_str().unwrap()).collect();
    assert_eq!(paths, ["/clientId", "/displayName", "/activeNumber"]);
    // Returning to earlier settings stores another set: numbers are never reused.
    database.seed(base()).await;
    assert_eq!(database.store.configuration_versions(connection_id()).await.unwrap().len(), 3);
}

#[tokio::test]
async fn settings_with_errors_are_refused_with_all_errors_except_as_a_draft() {
    let database = Database::empty().await;
    let before = database.dump().await;
    let mut wrong = base();
    wrong["users"] = json!([]);
    wrong["connections"][0]["issuer"] = json!("http://login.acme.example");
    wrong["connections"][0].as_object_mut().unwrap().remove("clientId");
    let error = database.store.seed(&seed_file(wrong.clone()), SeedOptions::default(), now()).await.unwrap_err();
    let SeedError::Settings { issues, .. } = error else { panic!("{error}") };
    let mut paths: Vec<&str> = issues.iter().map(|issue| issue.path.as_str()).collect();
    paths.sort_unstable();
    assert_eq!(paths, ["/connections/0/clientId", "/connections/0/issuer"]);
    assert_eq!(database.dump().await, before);

    wrong["connections"][0]["status"] = json!("draft");
    database.seed(wrong.clone()).await;
    assert_eq!(database.store.configuration_versions(connection_id()).await.unwrap()[0].stage, "draft");
    // A secret is refused even in a draft.
    wrong["connections"][0] = json!({
        "id": CONNECTION, "kind": "oidc", "displayName": "Sign-in", "status": "draft",
        "settings": { "clientSecret": "GOCSPX-kB7qTn2vYw9LmR4sXz1cUe8d" }
    });
    let error = database.store.seed(&seed_file(wrong.clone()), SeedOptions::default(), now()).await.unwrap_err();
    assert!(error.to_string().contains("cannot store secrets"), "{error}");
    // A stored secret is refused too, because a file does not bring one.
    wrong["connections"][0]["settings"] = json!({ "clientSecret": format!("stored:{OWNER}") });
    let error = database.store.seed(&seed_file(wrong), SeedOptions::default(), now()).await.unwrap_err();
    assert!(error.to_string().contains("cannot store secrets"), "{error}");
}

#[tokio::test]
async fn a_policy_is_not_seeded_that_names_what_does_not_exist() {
    let database = Database::empty().await;
    let before = database.dump().await;
    let mapping = |organization: &str, connection: &str| {
        json!({ "groupRoles": [{ "organizationId": organization, "group": "staff", "role": "org_user",
            "connectionId": connection }] })
    };
    let unknown = "00000000-0000-7000-8000-0000000000ff";
    for (policy, place) in [
        (mapping(unknown, CONNECTION), "/policy/groupRoles/0/organizationId"),
        (mapping(ACME, unknown), "/policy/groupRoles/0/connectionId"),
    ] {
        let mut file = base();
        file["policy"] = policy;
        let error = database.store.seed(&seed_file(file), SeedOptions::default(), now()).await.unwrap_err();
        let SeedError::Refused { path, .. } = error else { panic!("{error}") };
        assert_eq!(path, place);
    }
    assert_eq!(database.dump().await, before);
    let mut file = base();
    file["policy"] = mapping(ACME, CONNECTION);
    database.seed(file).await;
}

#[tokio::test]
async fn addresses_of_this_machine_are_seeded_only_when_that_is_allowed() {
    let database = Database::empty().await;
    let mut local = base();
    local["connections"][0]["issuer"] = json!("http://127.0.0.1:9000");
    local["connections"][0]["jwksUri"] = json!("http://127.0.0.1:9000/jwks");
    let refused = database.store.seed(&seed_file(local.clone()), SeedOptions::default(), now()).await;
    assert!(matches!(refused, Err(SeedError::Settings { .. })));
    let allowed = SeedOptions { allow_loopback: true, ..SeedOptions::default() };
    assert!(database.store.seed(&seed_file(local.clone()), allowed.clone(), now()).await.unwrap().changed > 0);
    assert_eq!(database.store.seed(&seed_file(local), allowed, now()).await.unwrap().changed, 0);
}

#[tokio::test]
async fn a_connection_keeps_its_kind_and_organization() {
    let database = Database::seeded(base()).await;
    let before = database.dump().await;
    let mut kind = base();
    kind["connections"][0]["kind"] = json!("keycloak");
    let mut organization = base();
    organization["connections"][0]["organizationId"] = json!(ACME);
    for (seed, name) in [(kind, "kind"), (organization, "organizationId")] {
        let seeded = database.store.seed(&seed_file(seed), SeedOptions::default(), now()).await;
        let error = seeded.unwrap_err().to_string();
        assert_eq!(error, format!("`/connections/0` was refused: the `{name}` of a connection cannot be changed"));
        assert_eq!(database.dump().await, before);
    }
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
