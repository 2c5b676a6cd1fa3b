//! Tests that many concurrent commands leave the result of some order of them.

use std::sync::Arc;

use crate::support::connections::*;
use crate::support::*;
use cora_core::connection::lifecycle::{ConnectionCommand, ConnectionReason};
use serde_json::json;

/// Gives each connection its command at the same moment.
async fn all_at_once(database: &Arc<Database>, commands: Vec<(u8, ConnectionCommand)>) -> Vec<ConnectionReason> {
    let barrier = Arc::new(tokio::sync::Barrier::new(commands.len()));
    let mut tasks = tokio::task::JoinSet::new();
    for (last, command) in commands {
        let (database, barrier) = (Arc::clone(database), Arc::clone(&barrier));
        tasks.spawn(async move {
            barrier.wait().await;
            database.try_change(id(last), &command, &[]).await.unwrap().reason
        });
    }
    tasks.join_all().await
}

fn count(reasons: &[ConnectionReason], reason: ConnectionReason) -> usize {
    reasons.iter().filter(|other| **other == reason).count()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn twenty_activations_at_once_leave_one_default() {
    let database = Arc::new(Database::empty().await);
    for last in 0..20 {
        database.make_tested(last).await;
    }
    let reasons = all_at_once(&database, (0..20).map(|last| (last, activate())).collect()).await;
    assert_eq!(count(&reasons, ConnectionReason::Activated), 20);
    assert_eq!(database.count("platform_idp_config WHERE is_active").await, 20);
    assert_eq!(database.count("platform_idp_config WHERE active_number IS NOT NULL").await, 20);
    // Each came into use once, and the first of them is the default.
    assert_eq!(database.count("platform_idp_config WHERE is_default").await, 1);
    assert_eq!(database.count("platform_idp_audit_log WHERE action = 'activated'").await, 20);
    assert_eq!(database.count("platform_idp_audit_log WHERE action = 'deactivated'").await, 0);
    // Every version of every connection has its audit record.
    let unrecorded = "platform_idp_config WHERE version <>
        (SELECT count(DISTINCT version) FROM platform_idp_audit_log WHERE idp_config_id = platform_idp_config.id)";
    assert_eq!(database.count(unrecorded).await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_that_saw_one_version_one_saves() {
    let database = Arc::new(Database::empty().await);
    let seen = database.change(1, &create(1)).await.version;
    let save = |number: u8| {
        let mut other = settings(&issuer(1));
        other["clientId"] = json!(format!("client-{number}"));
        (1, command(json!({ "command": "save", "settings": other, "expectedVersion": seen })))
    };
    let reasons = all_at_once(&database, (0..20).map(save).collect()).await;
    assert_eq!(count(&reasons, ConnectionReason::Saved), 1);
    assert_eq!(count(&reasons, ConnectionReason::StaleVersion), 19);
    assert_eq!(database.count("platform_idp_config_versions").await, 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_that_make_one_connection_one_does() {
    let database = Arc::new(Database::empty().await);
    let reasons = all_at_once(&database, (0..20).map(|_| (1, create(1))).collect()).await;
    assert_eq!(count(&reasons, ConnectionReason::Created), 1);
    assert_eq!(count(&reasons, ConnectionReason::ConnectionExists), 19);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_that_switch_off_each_others_last_way_in_do_not_both() {
    // Olga is known at the platform's connection and at her organization's.
    let second = json!({
        "id": id(1), "kind": "oidc", "displayName": "Of Acme", "status": "active", "organizationId": ACME,
        "settings": settings(&issuer(1))
    });
    let mut seed = base();
    seed["connections"].as_array_mut().unwrap().push(second);
    seed["users"][0]["identities"].as_array_mut().unwrap().push(json!({ "connectionId": id(1), "subject": "olga" }));
    let database = Arc::new(Database::seeded(seed).await);
    let barrier = Arc::new(tokio::sync::Barrier::new(2));
    let mut tasks = tokio::task::JoinSet::new();
    for connection in [connection_id(), id(1)] {
        let (database, barrier) = (Arc::clone(&database), Arc::clone(&barrier));
        tasks.spawn(async move {
            barrier.wait().await;
            let disable = command(json!({ "command": "disable" }));
            database.try_change(connection, &disable, &[]).await.unwrap().reason
        });
    }
    let reasons = tasks.join_all().await;
    assert_eq!(count(&reasons, ConnectionReason::Disabled), 1, "{reasons:?}");
    assert_eq!(count(&reasons, ConnectionReason::WouldLockOutAdmins), 1, "{reasons:?}");
}
