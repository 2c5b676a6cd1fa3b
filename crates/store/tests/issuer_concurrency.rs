//! Acts that must have one winner, done by many at once.

use std::future::poll_fn;
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;

use crate::support::issuer::*;
use crate::support::*;
use cora_core::issuer::redemption::RedemptionReason;
use cora_core::issuer::renewal::RenewalReason;
use cora_core::issuer::session::SessionEndReason;
use cora_store::{IssuedCode, RenewalOutcome, Store};

/// Returns the stores of two processes, or one for SQLite, which has one writer.
async fn stores(database: &Database) -> Vec<Store> {
    let mut stores = vec![database.store.clone()];
    if Database::is_postgres() {
        stores.push(Store::open(&database.location()).await.unwrap());
    }
    stores
}

/// Runs tasks that begin at the same moment.
async fn at_once<T: Send + 'static, F: Future<Output = T> + Send + 'static>(
    database: &Database,
    count: usize,
    task: impl Fn(Store, usize) -> F,
) -> Vec<T> {
    let stores = stores(database).await;
    let barrier = Arc::new(tokio::sync::Barrier::new(count));
    let mut tasks = tokio::task::JoinSet::new();
    for (number, store) in stores.into_iter().cycle().take(count).enumerate() {
        let (barrier, work) = (Arc::clone(&barrier), task(store, number));
        tasks.spawn(async move {
            barrier.wait().await;
            work.await
        });
    }
    tasks.join_all().await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn c39_of_64_redemptions_at_once_one_gets_the_session() {
    let database = signed_in().await;
    let store = &database.store;
    let mut code = code(1, 1);
    code.connection_version = version(store).await;
    assert_eq!(store.issue_code(&code, at(0)).await.unwrap(), IssuedCode::Stored);
    let reasons = at_once(&database, 64, |store, _| async move {
        store.redeem_code(&redemption(1), |id| refresh_token(id, 0), at(1)).await.unwrap().reason
    })
    .await;
    let winners = reasons.iter().filter(|reason| **reason == RedemptionReason::Redeemed).count();
    let losers = reasons.iter().filter(|reason| **reason == RedemptionReason::CodeUsed).count();
    assert_eq!((winners, losers), (1, 63));
    // A second redemption ends the session that came of the first one.
    let ended = store.application_session(session_id(1)).await.unwrap().unwrap().ended_reason;
    assert_eq!(ended, Some(SessionEndReason::CodeReused));
    assert_eq!(database.count("application_sessions").await, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn c48_64_renewals_at_once_give_one_successor() {
    let database = signed_in().await;
    session(&database.store, 1, at(0)).await;
    let outcomes = at_once(&database, 64, |store, _| async move { renew(&store, 1, 0, at(1)).await }).await;
    let mut answered = 0;
    for outcome in outcomes {
        match outcome {
            RenewalOutcome::Renewed { grant, .. } => {
                assert_eq!(grant.session.rotation.generation, 1);
                assert_eq!(grant.session.head_hash, Some(refresh_token(session_id(1), 1)));
                answered += 1;
            }
            // More than ten repetitions are a reuse, which ends the session.
            RenewalOutcome::TokenRefused(_) | RenewalOutcome::Refused(RenewalReason::SessionEnded) => {}
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(answered, 11);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn c48_eleven_renewals_at_once_leave_the_session_alive() {
    let database = signed_in().await;
    session(&database.store, 1, at(0)).await;
    let outcomes = at_once(&database, 11, |store, _| async move { given(renew(&store, 1, 0, at(1)).await) }).await;
    assert_eq!(outcomes, vec![Ok(1); 11]);
    assert_eq!(given(renew(&database.store, 1, 1, at(2)).await), Ok(2));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn c48_nothing_is_alive_after_a_logout_among_renewals() {
    let database = signed_in().await;
    for round in 1..=40_u128 {
        session(&database.store, round, at(0)).await;
        at_once(&database, 4, |store, number| async move {
            match number {
                0 => {
                    let reason = SessionEndReason::SignedOut;
                    assert!(store.end_application_session(session_id(round), None, reason, at(1)).await.unwrap());
                }
                _ => drop(renew(&store, round, 0, at(1)).await),
            }
        })
        .await;
        let stored = database.store.application_session(session_id(round)).await.unwrap().unwrap();
        assert_eq!(stored.ended_reason, Some(SessionEndReason::SignedOut));
        for generation in 0..=stored.rotation.generation {
            let refused = renew(&database.store, round, generation, at(1)).await;
            assert!(matches!(refused, RenewalOutcome::Refused(RenewalReason::SessionEnded)), "{refused:?}");
        }
    }
    assert_eq!(database.count("logout_outbox").await, 40);
}

/// Returns what a future gives within a number of polls. After these it is dropped, as that of a
/// request whose client has gone.
async fn within_polls<F: Future>(future: F, polls: u32) -> Option<F::Output> {
    let (mut future, mut left) = (pin!(future), polls);
    poll_fn(|context| match left.checked_sub(1) {
        None => Poll::Ready(None),
        Some(less) => {
            left = less;
            future.as_mut().poll(context).map(Some)
        }
    })
    .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn c48_a_renewal_that_is_broken_off_anywhere_can_be_repeated() {
    let database = signed_in().await;
    session(&database.store, 1, at(0)).await;
    let mut broken = 0;
    for polls in 0.. {
        match within_polls(renew(&database.store, 1, broken, at(1)), polls).await {
            Some(outcome) => {
                assert_eq!(given(outcome), Ok(broken + 1));
                break;
            }
            None => {
                // The answer was lost, wherever the renewal was: the same successor is given again.
                assert_eq!(given(renew(&database.store, 1, broken, at(1)).await), Ok(broken + 1));
                broken += 1;
            }
        }
    }
    assert!(broken > 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn c42_two_sign_ins_in_one_browser_leave_one_session() {
    let database = signed_in().await;
    at_once(&database, 2, |store, number| async move {
        let next = u128::try_from(number).unwrap() + 2;
        store.begin_browser_session(&browser(next), Some(browser_id(1)), at(1)).await.unwrap();
    })
    .await;
    let former = database.store.browser_session(browser_id(1)).await.unwrap().unwrap();
    assert_eq!(former.facts.times.ended_at, Some(at(1)));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_assertion_counts_once_and_a_logout_is_taken_once() {
    let database = signed_in().await;
    session(&database.store, 1, at(0)).await;
    let owner = application_id(1).as_uuid();
    let first =
        at_once(
            &database,
            16,
            move |store, _| async move { store.first_use(owner, &hash("jti"), at(100)).await.unwrap() },
        )
        .await;
    assert_eq!(first.into_iter().filter(|first| *first).count(), 1);
    database.store.end_browser_session(browser_id(1), SessionEndReason::SignedOut, at(1)).await.unwrap();
    let taken =
        at_once(&database, 8, |store, _| async move { store.take_logouts(10, at(1)).await.unwrap().len() }).await;
    assert_eq!(taken.into_iter().sum::<usize>(), 1);
}
