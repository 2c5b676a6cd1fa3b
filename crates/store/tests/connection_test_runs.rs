//! Tests of test logins. Each begins once, is called back once, and finishes once.

use crate::support::connections::*;
use crate::support::*;
use cora_core::connection::ConnectionStatus;
use cora_core::connection::lifecycle::TestOutcome;
use cora_core::id::UserId;
use cora_core::secret::{PresentedToken, TokenHash};
use cora_core::time::UnixSeconds;
use cora_secrets::KeyRing;
use cora_store::{BeginTestRunError, FinishTestRunError, NewTestRun, TEST_RUN_SECONDS, TestRunResult, TestRunStatus};
use serde_json::json;
use uuid::Uuid;

const RUN: Uuid = Uuid::from_u128(0x7e57_0000_7000_8000_0000_0000_0001);

fn ring() -> KeyRing {
    KeyRing::parse("k1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=").unwrap()
}

fn state(text: &str) -> TokenHash {
    TokenHash::of(&PresentedToken::new(text).unwrap())
}

fn run() -> NewTestRun {
    NewTestRun {
        id: RUN,
        connection_id: id(1),
        number: 1,
        version: 1,
        state_hash: state("state"),
        nonce: "nonce".into(),
        code_verifier: Some(ring().seal(NewTestRun::code_verifier_binding(RUN, id(1)), "verifier").unwrap()),
        created_by: context().actor,
    }
}

fn result(outcome: TestOutcome) -> TestRunResult {
    TestRunResult {
        outcome,
        tested: Some(
            serde_json::from_value(json!({ "outcome": "denied", "reason": "no_matching_strategy", "userId": null }))
                .unwrap(),
        )
        .filter(|_| outcome == TestOutcome::Success),
        log: json!([{ "step": "token_verified" }]),
        claims: Some(json!({ "sub": "00u1" })),
        decision: None,
    }
}

async fn begun() -> Database {
    let database = Database::empty().await;
    database.change(1, &create(1)).await;
    database.store.start_test_run(&run(), now()).await.unwrap();
    database
}

#[tokio::test]
async fn who_was_demoted_or_suspended_does_not_administer_any_more() {
    let database = begun().await;
    let user_id = UserId::from_uuid(Uuid::from_u128(9));
    let profile = |role: &str, status: &str| {
        format!(
            "INSERT INTO profiles (user_id, email, email_canonical, global_role, status, created_at, updated_at)
             VALUES ('{user_id}', 'a', 'a', '{role}', '{status}', @time(0), @time(0))
             ON CONFLICT (user_id) DO UPDATE SET global_role = excluded.global_role, status = excluded.status"
        )
    };
    for (role, status, expected) in [
        ("platform_admin", "active", true),
        ("platform_user", "active", false),
        ("platform_admin", "suspended", false),
        ("platform_owner", "active", true),
    ] {
        database.execute(&profile(role, status)).await;
        assert_eq!(database.store.administers(user_id).await.unwrap(), expected, "{role} {status}");
    }
}

#[tokio::test]
async fn a_connections_last_fifty_test_logins_are_kept() {
    let database = begun().await;
    for at in 0..60 {
        let (id, state_hash) = (Uuid::from_u128(1000 + at), state(&format!("state {at}")));
        database.store.start_test_run(&NewTestRun { id, state_hash, ..run() }, now().plus(1)).await.unwrap();
    }
    assert_eq!(database.count("connection_test_runs").await, 50);
    assert!(database.store.test_run(RUN).await.unwrap().is_none(), "the oldest is gone");
    assert!(database.store.test_run(Uuid::from_u128(1059)).await.unwrap().is_some(), "the latest is there");
}

#[tokio::test]
async fn a_test_login_that_succeeds_lets_the_connection_be_activated() {
    let database = begun().await;
    let pending = database.store.test_run(RUN).await.unwrap().unwrap();
    assert_eq!((pending.status, pending.finished_at), (TestRunStatus::Pending, None));
    let claimed = database.store.test_run_by_state(&state("state"), now()).await.unwrap().unwrap();
    assert_eq!((claimed.id, claimed.nonce.as_str(), claimed.number), (RUN, "nonce", 1));
    assert_eq!(ring().open(&claimed.code_verifier.unwrap()).unwrap().expose(), "verifier");
    assert_eq!(database.count("connection_test_runs WHERE verifier_ciphertext IS NULL").await, 1);

    let change = database.store.finish_test_run(RUN, &result(TestOutcome::Success), &context()).await.unwrap();
    assert_eq!((change.ok, change.status), (true, Some(ConnectionStatus::Tested)));
    let finished = database.store.test_run(RUN).await.unwrap().unwrap();
    assert_eq!(finished.status, TestRunStatus::Success);
    assert_eq!(finished.log.unwrap()[0]["step"], "token_verified");
    database.change(1, &activate()).await;
}

#[tokio::test]
async fn a_failed_test_login_is_recorded_and_changes_nothing() {
    let database = begun().await;
    let change = database.store.finish_test_run(RUN, &result(TestOutcome::Failed), &context()).await.unwrap();
    assert!(change.ok);
    assert_eq!(database.status(1).await, ConnectionStatus::Validated);
    assert_eq!(database.store.test_run(RUN).await.unwrap().unwrap().status, TestRunStatus::Failed);
    assert_eq!(database.count("platform_idp_audit_log WHERE action = 'tested'").await, 1);
}

#[tokio::test]
async fn c29_a_state_counts_once_and_not_too_late() {
    let database = begun().await;
    let at = |seconds| UnixSeconds::new(NOW + seconds).unwrap();
    let claim = |text: &'static str, seconds| {
        let store = database.store.clone();
        async move { store.test_run_by_state(&state(text), at(seconds)).await.unwrap().is_some() }
    };
    assert!(!claim("another", 0).await);
    assert!(!claim("state", TEST_RUN_SECONDS).await);
    assert!(claim("state", TEST_RUN_SECONDS - 1).await);
    assert!(!claim("state", TEST_RUN_SECONDS - 1).await);
}

#[tokio::test]
async fn a_test_login_ends_once() {
    let database = begun().await;
    database.store.finish_test_run(RUN, &result(TestOutcome::Failed), &context()).await.unwrap();
    let before = database.dump().await;
    let again = database.store.finish_test_run(RUN, &result(TestOutcome::Success), &context()).await;
    assert!(matches!(again, Err(FinishTestRunError::NotPending)));
    let unknown = database.store.finish_test_run(Uuid::nil(), &result(TestOutcome::Success), &context()).await;
    assert!(matches!(unknown, Err(FinishTestRunError::NotPending)));
    assert_eq!(database.dump().await, before);
    assert!(database.store.test_run_by_state(&state("state"), now()).await.unwrap().is_none());
}

#[tokio::test]
async fn a_test_login_begins_with_settings_that_there_are() {
    let database = Database::empty().await;
    database.change(1, &create(1)).await;
    for wrong in [
        NewTestRun { version: 2, ..run() },
        NewTestRun { number: 2, ..run() },
        NewTestRun { connection_id: id(2), ..run() },
    ] {
        let refused = database.store.start_test_run(&wrong, now()).await;
        assert!(matches!(refused, Err(BeginTestRunError::ConnectionChanged)));
    }
    assert_eq!(database.count("connection_test_runs").await, 0);
}

#[tokio::test]
async fn c29_a_made_up_state_waits_for_nobody_and_keeps_nobody_waiting() {
    let database = begun().await;
    // In PostgreSQL, reading waits for no lock.
    let _busy = database.locked().await;
    let state = state("made-up");
    let found = database.store.test_run_by_state(&state, now());
    let found = tokio::time::timeout(std::time::Duration::from_secs(1), found).await.unwrap();
    assert!(found.unwrap().is_none());
}
