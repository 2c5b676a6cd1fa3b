//! Tests of PostgreSQL as people have it: read-only for a while, with few connections, behind a
//! pooler, behind a network that fails.

use std::num::NonZeroU16;
use std::time::Duration;

use crate::support::legacy_database::OwnDatabase;
use crate::support::network::{Fault, Network, Pooler};
use crate::support::*;
use cora_core::id::UserId;
use cora_core::provisioning::decision::OutcomeKind;
use cora_store::{DatabaseLocation, DatabaseOptions, OpenError, ProvisionError, Store};
use serde_json::json;

/// A database of its own with one organization that everybody of `acme.example` joins.
async fn own() -> Option<OwnDatabase> {
    let database = OwnDatabase::empty().await?;
    let store = Store::migrate(location(&database.url)).await.unwrap();
    let seed = with(base(), json!({ "domainRules": [domain_rule()] }));
    store.seed(&seed_file(seed), Default::default(), now()).await.unwrap();
    store.close().await;
    Some(database)
}

fn location(url: &str) -> DatabaseLocation {
    DatabaseLocation::Postgres(url.to_owned())
}

async fn log_in(store: &Store, name: &str) -> Result<(OutcomeKind, UserId), ProvisionError> {
    let login = login(name, &format!("{name}@acme.example"));
    let done = store.provision(&login, now()).await?;
    Ok((done.decision.outcome.kind(), user(&login)))
}

fn is_busy(error: &ProvisionError) -> bool {
    match error {
        ProvisionError::Store(error) | ProvisionError::Apply(cora_store::ApplyError::Store(error)) => error.is_busy(),
        ProvisionError::ConnectionChanged | ProvisionError::Contended(_) => true,
        _ => false,
    }
}

/// Runs many logins at once, and returns their results.
async fn crowd(stores: &[Store], prefix: &str, count: usize) -> Vec<Result<OutcomeKind, ProvisionError>> {
    let logins: Vec<_> = (0..count)
        .map(|number| {
            let (store, name) = (stores[number % stores.len()].clone(), format!("{prefix}{number}"));
            tokio::spawn(async move { log_in(&store, &name).await.map(|(outcome, _)| outcome) })
        })
        .collect();
    let mut results = Vec::new();
    for login in logins {
        results.push(login.await.unwrap());
    }
    results
}

/// Everybody who is there is there wholly: with the identity and the membership.
async fn nobody_is_half_written(database: &OwnDatabase) {
    let half = "SELECT count(*) FROM profiles WHERE user_id NOT IN (SELECT user_id FROM org_members)
        OR user_id NOT IN (SELECT user_id FROM external_identities)";
    assert_eq!(database.rows(half).await, ["0"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_read_only_database_is_busy_and_well_again_by_itself() {
    let Some(database) = own().await else { return };
    let store = Store::open(location(&database.url)).await.unwrap();
    log_in(&store, "ada").await.unwrap();
    store.check_writable().await.unwrap();
    let name = &database.rows("SELECT current_database()").await[0];
    database.run(&format!("ALTER DATABASE {name} SET default_transaction_read_only = on")).await;
    let read_only = Store::open(location(&database.url)).await.unwrap();
    for round in 0..2 {
        assert_eq!(log_in(&read_only, "ada").await.unwrap().0, OutcomeKind::Returning);
        let error = log_in(&read_only, &format!("eve{round}")).await.unwrap_err();
        assert!(is_busy(&error), "{error:?}");
        let error = read_only.check_writable().await.unwrap_err();
        assert!(error.is_busy(), "{error:?}");
    }
    let writable = format!("BEGIN READ WRITE; ALTER DATABASE {name} RESET ALL; COMMIT");
    database.run(&writable).await;
    // No connection to what was read-only is kept.
    let error = log_in(&read_only, "eve").await;
    assert!(error.as_ref().map_or_else(is_busy, |_| true), "{error:?}");
    read_only.check_writable().await.unwrap();
    assert_eq!(log_in(&read_only, "bob").await.unwrap().0, OutcomeKind::Provisioned);
    nobody_is_half_written(&database).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn cut_connections_lose_nothing_that_was_answered_and_write_nothing_by_half() {
    let Some(database) = own().await else { return };
    let network = Network::before(&database.url).await;
    let store = Store::open(location(&network.url)).await.unwrap();
    let mut admitted = Vec::new();
    for (round, bytes) in [2_000, 9_000, 15_000, 22_000, 40_000].into_iter().enumerate() {
        network.set(Fault::CutAfter(bytes));
        for (number, result) in
            crowd(std::slice::from_ref(&store), &format!("cut{round}-"), 12).await.into_iter().enumerate()
        {
            match result {
                Ok(_) => admitted.push(format!("cut{round}-{number}")),
                Err(error) => assert!(is_busy(&error), "{error:?}"),
            }
        }
        network.set(Fault::None);
        for result in crowd(std::slice::from_ref(&store), &format!("well{round}-"), 6).await {
            // A connection that was cut while nobody used it is found out when it is used.
            assert!(result.as_ref().map_or_else(is_busy, |_| true), "{result:?}");
        }
        assert!(log_in(&store, &format!("after{round}")).await.is_ok());
    }
    assert!(network.cuts() > 10, "{}", network.cuts());
    for name in admitted {
        assert_eq!(log_in(&store, &name).await.unwrap().0, OutcomeKind::Returning, "{name}");
    }
    nobody_is_half_written(&database).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn garbage_and_silence_end_in_time_and_leave_no_broken_connection() {
    let Some(database) = own().await else { return };
    let network = Network::before(&database.url).await;
    let store = Store::open(location(&network.url)).await.unwrap();
    network.set(Fault::Garbage);
    for result in crowd(std::slice::from_ref(&store), "garbage", 8).await {
        assert!(is_busy(&result.unwrap_err()));
    }
    network.set(Fault::None);
    assert_eq!(log_in(&store, "ada").await.unwrap().0, OutcomeKind::Provisioned);
    // All who have a connection wait for an answer; the others for a connection, for five seconds.
    network.set(Fault::Silence);
    let waiting = tokio::time::timeout(Duration::from_secs(8), log_in(&store, "ada")).await;
    assert!(waiting.map_or(true, |result| is_busy(&result.unwrap_err())));
    network.set(Fault::None);
    let back = tokio::time::timeout(Duration::from_secs(5), log_in(&store, "ada")).await.unwrap();
    assert_eq!(back.unwrap().0, OutcomeKind::Returning);
    nobody_is_half_written(&database).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ended_sessions_are_replaced() {
    let Some(database) = own().await else { return };
    let store = Store::open(location(&database.url)).await.unwrap();
    crowd(std::slice::from_ref(&store), "ada", 8).await;
    database
        .run(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
             WHERE datname = current_database() AND pid <> pg_backend_pid()",
        )
        .await;
    tokio::time::sleep(Duration::from_millis(100)).await;
    for result in crowd(std::slice::from_ref(&store), "ada", 8).await {
        assert_eq!(result.unwrap(), OutcomeKind::Returning);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_gives_five_connections_serves_a_crowd_without_a_refusal() {
    let Some(database) = own().await else { return };
    let name = &database.rows("SELECT current_database()").await[0];
    let role = format!("{name}_few");
    database
        .run(&format!(
            "CREATE ROLE {role} LOGIN PASSWORD 'few' CONNECTION LIMIT 5;
             GRANT ALL ON ALL TABLES IN SCHEMA public TO {role}; GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO {role}"
        ))
        .await;
    let config: tokio_postgres::Config = database.url.parse().unwrap();
    let at = database.url.rfind('@').map_or_else(|| database.url.find("://").unwrap() + 3, |at| at + 1);
    let url = format!("postgresql://{role}:few@{}", &database.url[at..]);
    assert!(!config.get_hosts().is_empty());
    let stores = [Store::open(location(&url)).await.unwrap(), Store::open(location(&url)).await.unwrap()];
    for round in 0..3 {
        for result in crowd(&stores, &format!("few{round}-"), 40).await {
            assert_eq!(result.unwrap(), OutcomeKind::Provisioned);
        }
    }
    for store in stores {
        store.close().await;
    }
    database.run(&format!("DROP OWNED BY {role}; DROP ROLE {role}")).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_more_connections_are_opened_than_the_options_say() {
    let Some(database) = own().await else { return };
    let options = DatabaseOptions { connections: NonZeroU16::new(2).unwrap(), is_pooled: false };
    let url = format!("{}{}application_name=narrow", database.url, if database.url.contains('?') { '&' } else { '?' });
    let store = Store::open_with(location(&url), options).await.unwrap();
    for result in crowd(std::slice::from_ref(&store), "two", 20).await {
        result.unwrap();
    }
    let open =
        "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'narrow' AND datname = current_database()";
    assert_eq!(database.rows(open).await, ["2"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn behind_a_pooler_in_transaction_mode_everything_works_and_nothing_is_left_on_a_connection() {
    let Some(database) = OwnDatabase::empty().await else { return };
    let pooler = Pooler::before(&database.url, 3).await;
    // Migrating at once takes a lock that ends with the transaction.
    let (first, second) = tokio::join!(Store::migrate(location(&pooler.url)), Store::migrate(location(&pooler.url)));
    first.unwrap().close().await;
    second.unwrap().close().await;
    let stores = [Store::open(location(&pooler.url)).await.unwrap(), Store::open(location(&pooler.url)).await.unwrap()];
    let seed = with(base(), json!({ "domainRules": [domain_rule()] }));
    stores[0].seed(&seed_file(seed), Default::default(), now()).await.unwrap();
    for (round, outcome) in
        [OutcomeKind::Provisioned, OutcomeKind::Returning, OutcomeKind::Returning].iter().enumerate()
    {
        for result in crowd(&stores, "pooled", 24).await {
            assert_eq!(&result.unwrap(), outcome, "{round}");
        }
    }
    stores[1].connections().await.unwrap();
    nobody_is_half_written(&database).await;
    for setting in ["enable_seqscan", "enable_hashjoin", "enable_mergejoin"] {
        let client = postgres::connect(&pooler.url).await;
        for _ in 0..6 {
            let shown = legacy_database::texts(&client, &format!("SHOW {setting}")).await.unwrap();
            assert_eq!(shown, ["on"], "{setting}");
        }
    }
}

/// The pooler of these tests is one: named statements fail behind it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_wrong_word_about_the_pooler_is_noticed_by_the_first_lost_statement() {
    let Some(database) = own().await else { return };
    let pooler = Pooler::before(&database.url, 3).await;
    let url = format!("{}&pgbouncer=false", pooler.url);
    let stores = [Store::open(location(&url)).await.unwrap(), Store::open(location(&url)).await.unwrap()];
    let first = crowd(&stores, "named", 24).await;
    assert!(first.iter().any(Result::is_err), "named statements work behind the pooler of the tests");
    assert!(first.iter().filter_map(|result| result.as_ref().err()).all(is_busy), "{first:?}");
    for _ in 0..3 {
        crowd(&stores, "named", 24).await;
    }
    for result in crowd(&stores, "named", 24).await {
        assert_eq!(result.unwrap(), OutcomeKind::Returning);
    }
}

#[tokio::test]
async fn what_is_wrong_with_the_database_is_said_in_words() {
    let Some(database) = own().await else { return };
    let at = database.url.rfind('@').map_or_else(|| database.url.find("://").unwrap() + 3, |at| at + 1);
    let place = &database.url[at..];
    let (host, _) = place.split_once('/').unwrap();
    let said = async |url: String| match Store::open(location(&url)).await {
        Err(error @ OpenError::Store(_)) => {
            let cause = std::error::Error::source(&error).map(ToString::to_string);
            format!("{error}: {}", cause.unwrap_or_default())
        }
        Err(error) => error.to_string(),
        Ok(_) => String::from("nothing"),
    };
    let separator = if database.url.contains('?') { '&' } else { '?' };
    for (url, words) in [
        (database.url.replace(&database.rows("SELECT current_database()").await[0], "nowhere"), "3D000: this database"),
        ("postgresql://cora:hunter2@127.0.0.1:1/cora".to_owned(), "Connection refused"),
        ("postgresql://cora:hunter2@nowhere.invalid/cora".to_owned(), "lookup"),
        (format!("postgresql://nobody:hunter2@{host}/cora"), "PostgreSQL reported 28"),
        (format!("{}{separator}sslmode=require", database.url), "TLS"),
        (format!("{}{separator}schema=hunter2", database.url), "`schema` is not supported"),
        (format!("{}{separator}sslmod=hunter2", database.url), "`sslmod` is not known"),
        (format!("{}{separator}sslrootcert=/nowhere/hunter2", database.url), "`sslrootcert`"),
        (format!("{}{separator}port=hunter2", database.url), "`port`"),
    ] {
        let said = said(url).await;
        assert!(said.contains(words) && !said.contains("hunter2"), "{words}: {said}");
    }
}
