//! Tests of the life cycle of connections in the database: the effects of a command, and what it
//! leaves unchanged.

use crate::support::connections::*;
use crate::support::*;
use cora_core::connection::ConnectionStatus;
use cora_core::connection::lifecycle::{ConnectionChange, ConnectionGuard, ConnectionPlan, ConnectionReason};
use cora_core::connection::{Connection, ConnectionKind};
use cora_core::json::Code;
use cora_store::ChangeConnectionError;
use serde_json::{Value, json};

fn guard(guard: Value) -> ConnectionGuard {
    serde_json::from_value(guard).unwrap()
}

#[tokio::test]
async fn a_connection_goes_through_its_life() {
    let database = Database::empty().await;
    let created = database.change(1, &create(1)).await;
    assert_eq!((created.reason, created.status), (ConnectionReason::Created, Some(ConnectionStatus::Validated)));
    assert_eq!(database.store.connections_for(Some(&issuer(1))).await.unwrap(), []);
    assert_eq!(database.refused(1, &activate()).await, ConnectionReason::NotTested);

    database.change(1, &tested(1)).await;
    let activated = database.change(1, &activate()).await;
    let in_use = database.store.active_platform_connection().await.unwrap().unwrap();
    assert_eq!(in_use.connection.id, id(1));
    assert_eq!(in_use.connection.status, ConnectionStatus::Active);
    assert_eq!(Some(in_use.connection.version), activated.version);
    assert_eq!(in_use.display_name, "Sign-in 1");
    assert_eq!(in_use.configuration.unwrap().client_id().unwrap().as_str(), "web");
    assert_eq!(in_use.derived.issuer.as_str(), issuer(1));

    // Other settings are stored in addition to those in use.
    let mut other = settings(&issuer(1));
    other["clientId"] = json!("mobile");
    let saved = database.change(1, &command(json!({ "command": "save", "settings": other }))).await;
    assert_eq!((saved.number, saved.status), (Some(2), Some(ConnectionStatus::Active)));
    let still = database.store.connections_for(Some(&issuer(1))).await.unwrap().remove(0);
    assert_eq!(still.configuration.unwrap().client_id().unwrap().as_str(), "web");
    assert_eq!(Some(still.connection.version), saved.version);

    database.change(1, &tested(2)).await;
    database.change(1, &activate()).await;
    let newer = database.store.connections_for(Some(&issuer(1))).await.unwrap().remove(0);
    assert_eq!(newer.configuration.unwrap().client_id().unwrap().as_str(), "mobile");
    database.change(1, &command(json!({ "command": "rollback", "number": 1 }))).await;
    let older = database.store.connections_for(Some(&issuer(1))).await.unwrap().remove(0);
    assert_eq!(older.configuration.unwrap().client_id().unwrap().as_str(), "web");

    database.change(1, &command(json!({ "command": "disable" }))).await;
    assert_eq!(database.store.active_platform_connection().await.unwrap(), None);
    let off = database.store.connections_for(Some(&issuer(1))).await.unwrap().remove(0);
    assert_eq!(off.connection.status, ConnectionStatus::Disabled);

    let audit = database.store.connection_audit(id(1), 100).await.unwrap();
    let actions: Vec<&str> = audit.iter().rev().map(|record| record.action.as_str()).collect();
    assert_eq!(
        actions,
        ["created", "tested", "activated", "updated", "tested", "activated", "rolled_back", "deactivated"]
    );
    let versions: Vec<Option<u32>> = audit.iter().rev().map(|record| record.version).collect();
    assert_eq!(versions, (1..=8).map(Some).collect::<Vec<_>>());
    assert!(audit.iter().all(|record| record.request_id.as_deref() == Some("request-1") && !record.forced));
}

#[tokio::test]
async fn administrators_see_connections_with_their_kind() {
    let database = Database::seeded(base()).await;
    database.change(1, &create(1)).await;
    let rows = database.store.connections().await.unwrap();
    assert_eq!(rows.iter().map(|row| row.display_name.as_str()).collect::<Vec<_>>(), ["Sign-in", "Sign-in 1"]);
    let row = serde_json::to_value(&rows[0]).unwrap();
    assert_eq!(row["providerType"], "oidc");
    assert_eq!(row["isActive"], true);
    assert_eq!(row["config"]["clientId"], "web");
    assert_eq!(row["activeNumber"], 1);
    assert_eq!(rows[1].config["issuer"], issuer(1));
    assert!(!rows[1].is_active && rows[1].is_configured && rows[1].issuer.is_none());
    let of_kind = |kind| database.store.connection_by_type(kind);
    assert_eq!(of_kind(ConnectionKind::Oidc).await.unwrap().len(), 2);
    assert_eq!(of_kind(ConnectionKind::Okta).await.unwrap(), []);
    assert_eq!(database.store.connection(id(1)).await.unwrap().unwrap(), rows[1]);
    assert_eq!(database.store.connection(id(2)).await.unwrap(), None);
    assert_eq!(database.store.connection_record(id(2)).await.unwrap(), None);
    let versions = database.store.configuration_versions(id(1)).await.unwrap();
    assert_eq!(versions.len(), 1);
    assert_eq!((versions[0].stage.as_str(), versions[0].is_active), ("validated", false));
    assert_eq!(versions[0].issuer.as_deref(), Some(issuer(1).as_str()));
}

/// Builds a plan that would change much, with these guards.
async fn plan(database: &Database, guards: Vec<ConnectionGuard>) -> ConnectionPlan {
    let change: ConnectionChange = database.try_change(id(9), &create(9), &[]).await.unwrap();
    ConnectionPlan { guards, ..change.plan }
}

#[tokio::test]
async fn a_failed_guard_leaves_the_database_as_it_was() {
    let mut seed = base();
    let suspended = "00000000-0000-7000-8000-000000000003";
    seed["users"].as_array_mut().unwrap().push(json!({
        "id": suspended, "email": "sam@acme.example", "status": "suspended", "platformRole": "platform_admin",
        "identities": [{ "connectionId": CONNECTION, "subject": "sam" }]
    }));
    let other = Database::empty().await;
    let plan_of = plan(&other, Vec::new()).await;
    let database = Database::seeded(seed).await;
    let before = database.dump().await;
    let administrator = |user: &str, issuer: Option<&str>| json!({ "guard": "administrator_unchanged", "userId": user, "issuer": issuer });
    for failing in [
        json!({ "guard": "connection_absent", "connectionId": CONNECTION }),
        json!({ "guard": "connection_version", "connectionId": CONNECTION, "version": 7 }),
        json!({ "guard": "connection_version", "connectionId": OWNER, "version": 1 }),
        json!({ "guard": "platform_connection", "connectionId": null }),
        json!({ "guard": "platform_connection", "connectionId": OWNER }),
        json!({ "guard": "issuer_unused", "issuer": ISSUER, "except": [] }),
        json!({ "guard": "issuer_unused", "issuer": ISSUER, "except": [OWNER] }),
        administrator(suspended, None),
        administrator(suspended, Some(ISSUER)),
        administrator(OWNER, Some("https://other.example")),
        administrator(ACME, None),
        json!({ "guard": "no_administrator" }),
    ] {
        let failing = guard(failing);
        let plan = ConnectionPlan { guards: vec![failing.clone()], ..plan_of.clone() };
        match database.store.apply_connection_plan(&plan, &context(), &[]).await {
            Err(ChangeConnectionError::GuardFailed(failed)) => assert_eq!(*failed, failing),
            other => panic!("{failing:?}: {other:?}"),
        }
        assert_eq!(database.dump().await, before, "{failing:?}");
    }
    let holding = [
        json!({ "guard": "connection_absent", "connectionId": OWNER }),
        json!({ "guard": "connection_version", "connectionId": CONNECTION, "version": 1 }),
        json!({ "guard": "platform_connection", "connectionId": CONNECTION }),
        json!({ "guard": "issuer_unused", "issuer": ISSUER, "except": [CONNECTION] }),
        json!({ "guard": "issuer_unused", "issuer": "https://other.example", "except": [] }),
        administrator(OWNER, None),
        administrator(OWNER, Some(ISSUER)),
    ];
    let plan = ConnectionPlan { guards: holding.map(guard).to_vec(), ..plan_of };
    database.store.apply_connection_plan(&plan, &context(), &[]).await.unwrap();
    assert_ne!(database.dump().await, before);

    let database = Database::empty().await;
    let plan = ConnectionPlan {
        guards: vec![
            guard(json!({ "guard": "no_administrator" })),
            guard(json!({ "guard": "platform_connection", "connectionId": null })),
        ],
        ..plan
    };
    database.store.apply_connection_plan(&plan, &context(), &[]).await.unwrap();
}

#[tokio::test]
async fn effects_applied_twice_are_applied_once() {
    let database = Database::empty().await;
    database.make_tested(2).await;
    database.change(2, &activate()).await;
    let mut other = settings(&issuer(1));
    other["clientId"] = json!("mobile");
    for step in [
        create(1),
        command(json!({ "command": "save", "displayName": "Another name", "settings": other })),
        command(json!({ "command": "record_test", "number": 2, "outcome": "failed" })),
        command(json!({ "command": "record_test", "number": 2, "outcome": "success",
            "decision": { "outcome": "returning", "reason": "returning_user", "userId": OWNER } })),
        tested(1),
        activate(),
        command(json!({ "command": "rollback", "number": 1 })),
        command(json!({ "command": "disable" })),
    ] {
        let change = database.change(1, &step).await;
        assert_ne!(change.plan.effects, [], "{step:?}");
        let once = database.dump().await;
        // Two hosts that raced past each other's guards would do this.
        let unguarded = ConnectionPlan { guards: Vec::new(), ..change.plan.clone() };
        database.store.apply_connection_plan(&unguarded, &context(), &[]).await.unwrap();
        assert_eq!(database.dump().await, once, "{step:?}");
        // With its guards, the plan is not applied at all.
        let again = database.store.apply_connection_plan(&change.plan, &context(), &[]).await;
        assert!(matches!(again, Err(ChangeConnectionError::GuardFailed(_))), "{step:?}");
        assert_eq!(database.dump().await, once, "{step:?}");
    }
}

#[tokio::test]
async fn a_failed_test_keeps_the_decision_of_the_last_successful_test() {
    let database = Database::seeded(base()).await;
    database.change(1, &create(1)).await;
    let success = json!({ "command": "record_test", "number": 1, "outcome": "success",
        "decision": { "outcome": "returning", "reason": "returning_user", "userId": OWNER } });
    database.change(1, &command(success)).await;
    database.change(1, &command(json!({ "command": "record_test", "number": 1, "outcome": "failed" }))).await;
    let versions = database.store.configuration_versions(id(1)).await.unwrap();
    assert_eq!(versions[0].test_outcome.as_deref(), Some("failed"));
    assert_eq!(versions[0].tested_decision.as_ref().unwrap()["userId"], OWNER);
}

#[tokio::test]
async fn a_stale_version_is_refused_and_nothing_is_lost() {
    let database = Database::empty().await;
    let seen = database.change(1, &create(1)).await.version;
    let save = |client: &str, expected| {
        let mut other = settings(&issuer(1));
        other["clientId"] = json!(client);
        command(json!({ "command": "save", "settings": other, "expectedVersion": expected }))
    };
    database.change(1, &save("first", seen)).await;
    assert_eq!(database.refused(1, &save("second", seen)).await, ConnectionReason::StaleVersion);
    let versions = database.store.configuration_versions(id(1)).await.unwrap();
    let clients: Vec<&Value> = versions.iter().map(|version| &version.config["clientId"]).collect();
    assert_eq!(clients, ["first", "web"]);
}

#[tokio::test]
async fn what_is_not_there_or_there_already_is_said() {
    let database = Database::empty().await;
    assert_eq!(database.refused(1, &activate()).await, ConnectionReason::ConnectionNotFound);
    database.change(1, &create(1)).await;
    assert_eq!(database.refused(1, &create(1)).await, ConnectionReason::ConnectionExists);
    let rollback = command(json!({ "command": "rollback", "number": 4 }));
    assert_eq!(database.refused(1, &rollback).await, ConnectionReason::ConfigurationNotFound);
}

#[tokio::test]
async fn whoever_administers_is_not_locked_out() {
    // Olga owns the platform, and only the seeded connection knows her.
    let database = Database::seeded(base()).await;
    database.make_tested(1).await;
    let seeded = connection_id();
    let disable = |force: Value| command(json!({ "command": "disable", "force": force }));
    let refused = database.try_change(seeded, &disable(Value::Null), &[]).await.unwrap();
    assert_eq!((refused.reason, refused.users_without_way_in), (ConnectionReason::WouldLockOutAdmins, Some(1)));
    // With both in use she can still come; without the seeded one nobody of the platform could.
    let change = database.change(1, &activate()).await;
    assert_eq!((change.default_connection, change.users_without_way_in), (Some(seeded), Some(0)));
    let refused = database.try_change(seeded, &disable(Value::Null), &[]).await.unwrap();
    assert_eq!((refused.reason, refused.users_without_way_in), (ConnectionReason::WouldLockOutAdmins, Some(1)));
    let change = database.try_change(seeded, &disable(json!({ "reason": "we know it" })), &[]).await.unwrap();
    assert_eq!((change.status, change.default_connection), (Some(ConnectionStatus::Disabled), Some(id(1))));
    assert_eq!(change.users_without_way_in, Some(1));
    let audit = database.store.connection_audit(seeded, 1).await.unwrap();
    assert!(audit[0].forced);
    assert_eq!(audit[0].reason.as_deref(), Some("we know it"));
    assert_eq!(audit[0].actor_kind, "operator");
}

#[tokio::test]
async fn whoever_administers_and_tested_the_login_may_activate_it() {
    let database = Database::seeded(base()).await;
    database.change(1, &create(1)).await;
    let success = json!({ "command": "record_test", "number": 1, "outcome": "success",
        "decision": { "outcome": "linked", "reason": "account_linked", "userId": OWNER } });
    database.change(1, &command(success)).await;
    database.change(1, &activate()).await;
    assert_eq!(database.status(1).await, ConnectionStatus::Active);
    assert_eq!(database.count("platform_idp_config WHERE is_active").await, 2);
}

#[tokio::test]
async fn a_preview_is_what_the_command_would_answer_and_writes_nothing() {
    let database = Database::seeded(base()).await;
    database.make_tested(1).await;
    let before = database.dump().await;
    let preview = database.store.preview_connection_change(id(1), &activate(), &context()).await.unwrap();
    assert_eq!(preview.reason, ConnectionReason::Activated);
    assert_eq!(database.dump().await, before);
    assert_eq!(database.change(1, &activate()).await, preview);
}

#[tokio::test]
async fn the_default_comes_first_and_goes_to_the_lowest_identifier_of_the_rest() {
    let database = Database::empty().await;
    for last in [3, 1, 2] {
        database.make_tested(last).await;
        database.change(last, &activate()).await;
    }
    let order = async || {
        let active = database.store.active_platform_connections().await.unwrap();
        active.iter().map(|stored| stored.connection.id).collect::<Vec<_>>()
    };
    assert_eq!(order().await, [id(3), id(1), id(2)]);
    assert_eq!(database.store.active_platform_connection().await.unwrap().unwrap().connection.id, id(3));
    let make_default = command(json!({ "command": "make_default" }));
    assert_eq!(database.change(2, &make_default).await.default_connection, Some(id(2)));
    assert_eq!(order().await, [id(2), id(1), id(3)]);
    let disable = command(json!({ "command": "disable" }));
    assert_eq!(database.change(2, &disable).await.default_connection, Some(id(1)));
    assert_eq!(order().await, [id(1), id(3)]);
    let rows = database.store.connections().await.unwrap();
    let default: Vec<_> = rows.iter().filter(|row| row.is_default).map(|row| row.id).collect();
    assert_eq!(default, [id(1)]);
    assert_eq!(database.refused(2, &make_default).await, ConnectionReason::NotActive);
}

#[tokio::test]
async fn two_connections_of_one_issuer_are_in_use_if_something_tells_their_tokens_apart() {
    let database = Database::seeded(base()).await;
    let create = |last: u8, client: &str| {
        let settings = json!({ "issuer": issuer(1), "clientId": client });
        command(json!({
            "command": "create", "connectionId": id(last), "kind": "oidc", "displayName": "Sign-in",
            "organizationId": ACME, "settings": settings
        }))
    };
    for (last, client) in [(1, "one"), (2, "two"), (3, "two")] {
        database.change(last, &create(last, client)).await;
        database.change(last, &tested(1)).await;
    }
    database.change(1, &activate()).await;
    database.change(2, &activate()).await;
    assert_eq!(database.refused(3, &activate()).await, ConnectionReason::IssuerInUse);
    let found = database.store.connections_for(Some(&issuer(1))).await.unwrap();
    assert_eq!(found.iter().map(|stored| stored.connection.id).collect::<Vec<_>>(), [id(1), id(2)]);
    // The index holds what the core decided.
    let same = format!(
        "UPDATE platform_idp_config SET login = (SELECT login FROM platform_idp_config WHERE id = '{}') WHERE id = '{}'",
        id(1),
        id(2)
    );
    assert!(database.try_execute(&same).await.is_err());
}

#[tokio::test]
async fn a_login_is_not_written_if_another_connection_of_its_issuer_went_live_since_it_was_verified() {
    let database = Database::seeded(with(base(), json!({ "domainRules": [domain_rule()] }))).await;
    let known = database.store.connections_for(Some(ISSUER)).await.unwrap();
    let settings = json!({ "issuer": ISSUER, "clientId": "web", "audiences": ["https://other.acme.example"] });
    let create = json!({ "command": "create", "connectionId": id(1), "kind": "oidc", "displayName": "Other",
        "organizationId": ACME, "settings": settings });
    database.change(1, &command(create)).await;
    database.change(1, &tested(1)).await;
    let ada = login("ada", "ada@acme.example");
    let of = |known: &[cora_store::StoredConnection]| {
        known.iter().map(|stored| stored.connection.clone()).collect::<Vec<_>>()
    };
    database.change(1, &activate()).await;
    let before = database.dump().await;
    let stale = database.store.provision_verified(&ada, of(&known).iter(), now()).await;
    assert!(matches!(stale, Err(cora_store::ProvisionError::ConnectionChanged)), "{stale:?}");
    assert_eq!(database.dump().await, before);
    let known = database.store.connections_for(Some(ISSUER)).await.unwrap();
    assert_eq!(known.len(), 2);
    database.store.provision_verified(&ada, of(&known).iter(), now()).await.unwrap();
}

#[tokio::test]
async fn c22_a_login_decided_before_the_connection_was_disabled_is_not_written() {
    let database = Database::seeded(with(base(), json!({ "domainRules": [domain_rule()] }))).await;
    let decision = cora_core::decide(&database.load(&login("ada", "ada@acme.example")).await);
    let disable = command(json!({ "command": "disable", "force": { "reason": "key lost" } }));
    database.store.change_connection(connection_id(), &disable, &context(), &[]).await.unwrap();
    let before = database.dump().await;
    assert!(database.store.apply(&decision.plan, now()).await.is_err());
    assert_eq!(database.dump().await, before);
}

#[tokio::test]
async fn a_draft_may_have_no_issuer_and_nobody_comes_by_it() {
    let database = Database::empty().await;
    let draft =
        json!({ "command": "create", "connectionId": id(1), "kind": "oidc", "displayName": "Later", "settings": {} });
    let change = database.change(1, &command(draft)).await;
    assert_eq!(change.status, Some(ConnectionStatus::Draft));
    assert_eq!(database.store.connections_for(None).await.unwrap(), []);
    assert_eq!(database.refused(1, &activate()).await, ConnectionReason::NotValidated);
    assert_eq!(database.refused(1, &forced_activation()).await, ConnectionReason::NotValidated);
}

#[tokio::test]
async fn settings_are_kept_as_they_were_stored() {
    let database = Database::empty().await;
    database.change(1, &create(1)).await;
    for sql in [
        "UPDATE platform_idp_config_versions SET settings = '{}'",
        "UPDATE platform_idp_config_versions SET number = 2",
        "DELETE FROM platform_idp_config_versions",
        "UPDATE platform_idp_config SET provider_type = 'okta'",
    ] {
        assert!(database.try_execute(sql).await.is_err(), "{sql}");
    }
    // Settings in use must exist.
    let dangling = "UPDATE platform_idp_config SET latest_number = 9, active_number = 9";
    assert!(database.try_execute(dangling).await.is_err());
}

#[tokio::test]
async fn evaluating_a_login_by_an_inactive_connection_writes_nothing() {
    let seed =
        with(base(), json!({ "domainRules": [domain_rule()], "invitations": [invitation("ada@partner.example")] }));
    let database = Database::seeded(seed).await;
    let candidate: Connection = serde_json::from_value(json!({
        "id": id(1), "kind": "oidc", "issuer": issuer(1), "status": "validated", "version": 1
    }))
    .unwrap();
    let before = database.dump().await;
    for (email, outcome) in [("ada@partner.example", "provisioned"), ("eve@evil.example", "denied")] {
        let mut ada = login("ada", email);
        ada.connection_id = id(1);
        ada.issuer = cora_core::text::Issuer::new(&issuer(1)).unwrap();
        let evaluated = database.store.evaluate_login(&candidate, ada, now()).await.unwrap();
        assert_eq!(evaluated.decision.outcome.kind().name(), outcome, "{email}");
        assert_eq!(evaluated.input.connection.status, ConnectionStatus::Active);
        assert_eq!(database.dump().await, before);
    }
}

#[tokio::test]
async fn an_organizations_connection_is_evaluated_with_its_organization() {
    let database = Database::seeded(with(base(), json!({ "users": [] }))).await;
    let candidate: Connection = serde_json::from_value(json!({
        "id": id(1), "kind": "oidc", "issuer": issuer(1), "status": "validated", "organizationId": ACME
    }))
    .unwrap();
    let mut ada = login("ada", "ada@acme.example");
    ada.connection_id = id(1);
    ada.issuer = cora_core::text::Issuer::new(&issuer(1)).unwrap();
    let evaluated = database.store.evaluate_login(&candidate, ada, now()).await.unwrap();
    assert_eq!(evaluated.input.facts.organizations.len(), 1);
}

#[tokio::test]
async fn an_identity_read_by_another_claim_is_no_administrator_access() {
    for (issuer, kind, client) in [
        ("https://acme.okta.com/oauth2/default", "okta", "0oa1a2b3c4d5e6f7g8h9"),
        (
            "https://login.microsoftonline.com/0198c0de-0000-7000-8000-0000000000c1/v2.0",
            "entra_id",
            "0198c0de-0000-7000-8000-0000000000c2",
        ),
    ] {
        // Olga is known by her `sub`. The kinds of Okta and Entra ID read `uid` and `oid`.
        let mut seed = base();
        seed["connections"][0]["issuer"] = json!(issuer);
        let database = Database::seeded(seed).await;
        let made = json!({
            "command": "create", "connectionId": id(1), "kind": kind, "displayName": "Ours",
            "settings": { "issuer": issuer, "clientId": client, "audiences": [client] }
        });
        database.change(1, &command(made)).await;
        database.change(1, &tested(1)).await;
        assert_eq!(database.refused(1, &activate()).await, ConnectionReason::WouldLockOutAdmins, "{kind}");
        let as_olga = json!({ "command": "record_test", "number": 1, "outcome": "success",
            "decision": { "outcome": "linked", "reason": "account_linked", "userId": OWNER } });
        database.change(1, &command(as_olga)).await;
        database.change(1, &activate()).await;
    }
}

#[tokio::test]
async fn a_test_login_under_an_earlier_policy_opens_no_door() {
    let mut seed = base();
    seed["policy"] = json!({ "accountLinking": "verified_email" });
    let database = Database::seeded(seed).await;
    database.change(1, &create(1)).await;
    let as_olga = json!({ "command": "record_test", "number": 1, "outcome": "success",
        "decision": { "outcome": "linked", "reason": "account_linked", "userId": OWNER } });
    database.change(1, &command(as_olga)).await;
    database.execute(&format!("UPDATE provisioning_policy SET updated_at = @time({})", NOW + 1)).await;
    // Nothing else is in use, so that the test login alone counts.
    let disable = command(json!({ "command": "disable", "force": { "reason": "key lost" } }));
    database.try_change(connection_id(), &disable, &[]).await.unwrap();
    assert_eq!(database.refused(1, &activate()).await, ConnectionReason::WouldLockOutAdmins);
    database.execute(&format!("UPDATE provisioning_policy SET updated_at = @time({NOW})")).await;
    database.change(1, &activate()).await;
}

#[tokio::test]
async fn one_administrator_who_can_log_in_is_found_among_many_who_cannot() {
    let mut seed = base();
    for number in 0..120 {
        seed["users"].as_array_mut().unwrap().push(json!({
            "id": format!("00000000-0000-4000-8000-{number:012x}"), "email": format!("admin-{number}@acme.example"),
            "platformRole": "platform_admin"
        }));
    }
    let database = Database::seeded(seed).await;
    // The other settings being prepared are at another issuer, where nobody is known.
    let save = command(json!({ "command": "save", "settings": settings(&issuer(1)) }));
    assert!(database.try_change(connection_id(), &save, &[]).await.unwrap().ok);
    let disable = command(json!({ "command": "disable" }));
    let change = database.try_change(connection_id(), &disable, &[]).await.unwrap();
    assert_eq!(change.reason, ConnectionReason::WouldLockOutAdmins);
}
