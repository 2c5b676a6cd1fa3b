//! Tests of a database that takes no writes for a while: every later write works by itself.

use crate::support::*;
use cora_core::provisioning::decision::OutcomeKind;

/// SQLite rolls back by itself when the disk is full, or fails. So does a trigger that says so.
#[tokio::test]
async fn a_transaction_that_sqlite_rolled_back_itself_stops_no_later_one() {
    if Database::is_postgres() {
        return;
    }
    let database = Database::seeded(with(base(), serde_json::json!({ "domainRules": [domain_rule()] }))).await;
    database
        .execute("CREATE TRIGGER no_room BEFORE INSERT ON profiles BEGIN SELECT RAISE(ROLLBACK, 'no room'); END")
        .await;
    let ada = login("ada", "ada@acme.example");
    for _ in 0..3 {
        database.store.provision(&ada, now()).await.unwrap_err();
        database.store.check_writable().await.unwrap();
    }
    database.execute("DROP TRIGGER no_room").await;
    let admitted = database.store.provision(&ada, now()).await.unwrap();
    assert_eq!(admitted.decision.outcome.kind(), OutcomeKind::Provisioned);
}

#[tokio::test]
async fn a_locked_sqlite_file_is_busy_and_writable_again_without_a_restart() {
    let database = Database::seeded(with(base(), serde_json::json!({ "domainRules": [domain_rule()] }))).await;
    let Some(lock) = database.locked().await else { return };
    let error = database.store.check_writable().await.unwrap_err();
    assert!(error.is_busy(), "{error:?}");
    drop(lock);
    database.store.check_writable().await.unwrap();
    database.store.provision(&login("ada", "ada@acme.example"), now()).await.unwrap();
}

#[tokio::test]
async fn a_text_that_postgres_cannot_store_is_the_inputs_fault_on_both_databases() {
    let database = Database::seeded(base()).await;
    let error = database.store.connections_for(Some("https://id.acme.example/\0")).await.unwrap_err();
    assert!(error.is_text_refused() && !error.is_busy(), "{error:?}");
}
