//! Tests of the number of round trips to PostgreSQL for a login. Everything that is sent before an
//! answer is awaited is one round trip.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::support::*;
use cora_core::provisioning::decision::OutcomeKind;
use cora_core::provisioning::mailbox::CodeRecipient;
use cora_core::secret::PresentedToken;
use cora_store::{DatabaseLocation, Store};
use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

/// The simulated network delay to PostgreSQL.
const DISTANCE: std::time::Duration = std::time::Duration::from_millis(20);

/// A proxy between the store and PostgreSQL that counts the messages the store sends after an
/// answer.
#[derive(Clone, Default)]
struct Counter {
    asked: Arc<AtomicU64>,
}

impl Counter {
    /// Starts the proxy, and returns the URL of the same database through it.
    async fn before(&self, url: &str) -> String {
        let config: tokio_postgres::Config = url.parse().unwrap();
        let tokio_postgres::config::Host::Tcp(host) = &config.get_hosts()[0] else { panic!("{url}") };
        let (host, port) = (host.clone(), config.get_ports()[0]);
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let own = listener.local_addr().unwrap();
        let counter = self.clone();
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let server = TcpStream::connect((host.as_str(), port)).await.unwrap();
                tokio::spawn(counter.clone().pass(client, server));
            }
        });
        url.replace(&format!("{}:{port}", config_host(&config)), &own.to_string())
    }

    async fn pass(self, mut client: TcpStream, mut server: TcpStream) {
        let (mut asking, mut answer) = ([0; 65536], [0; 65536]);
        loop {
            tokio::select! {
                read = client.read(&mut asking) => {
                    let Ok(read @ 1..) = read else { return };
                    let mut asked = asking[..read].to_vec();
                    // As on a slow network, everything that is sent without waiting for an answer
                    // arrives together.
                    while let Ok(Ok(read @ 1..)) = tokio::time::timeout(DISTANCE, client.read(&mut asking)).await {
                        asked.extend_from_slice(&asking[..read]);
                    }
                    self.asked.fetch_add(1, Ordering::Relaxed);
                    server.write_all(&asked).await.unwrap();
                }
                read = server.read(&mut answer) => {
                    let Ok(read @ 1..) = read else { return };
                    client.write_all(&answer[..read]).await.unwrap();
                }
            }
        }
    }

    /// Returns the number of round trips since the last call.
    fn count(&self) -> u64 {
        self.asked.swap(0, Ordering::Relaxed)
    }
}

fn config_host(config: &tokio_postgres::Config) -> String {
    match &config.get_hosts()[0] {
        tokio_postgres::config::Host::Tcp(host) => host.clone(),
        other => panic!("{other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_first_login_takes_two_round_trips_and_a_returning_one_takes_one() {
    if !Database::is_postgres() {
        // SQLite runs in the process.
        return;
    }
    let seed = with(
        base(),
        json!({ "domainRules": [domain_rule()], "invitations": [invitation("ivan@partner.example"), invitation("iris@partner.example")] }),
    );
    let database = Database::seeded(seed).await;
    let counter = Counter::default();
    let cora_store::DatabaseLocation::Postgres(url) = database.location() else { unreachable!() };
    let far = counter.before(&url).await;
    let store = Store::open(DatabaseLocation::Postgres(far.clone())).await.unwrap().recording(recording());

    // A connection prepares each statement when it first meets it. That one-time cost is not part
    // of a login.
    let logins = |number: u32| {
        [
            (login(&format!("ada{number}"), &format!("ada{number}@acme.example")), OutcomeKind::Provisioned),
            (login(&format!("eve{number}"), "eve@evil.example"), OutcomeKind::Denied),
        ]
    };
    for (login, _) in logins(0) {
        store.provision(&login, now()).await.unwrap();
    }
    store.provision(&login("ivan", "ivan@partner.example"), now()).await.unwrap();

    for (login, outcome) in logins(1) {
        counter.count();
        let first = store.provision(&login, now()).await.unwrap();
        assert_eq!(first.decision.outcome.kind(), outcome);
        assert_eq!(counter.count(), 2, "{outcome:?}");
        assert_eq!(first.profile.is_some(), outcome == OutcomeKind::Provisioned);
    }
    counter.count();
    let invited = store.provision(&login("iris", "iris@partner.example"), now()).await.unwrap();
    assert_eq!((invited.decision.outcome.kind(), counter.count()), (OutcomeKind::Provisioned, 2));
    // The profile that is returned is the one that is stored.
    assert_eq!(invited.profile, Some(database.store.profile(user(&login("iris", ""))).await.unwrap()));

    let back = store.provision(&login("ada1", "ada1@acme.example"), now()).await.unwrap();
    assert_eq!((back.decision.outcome.kind(), counter.count()), (OutcomeKind::Returning, 1));
    assert_eq!(back.profile, Some(database.store.profile(user(&login("ada1", ""))).await.unwrap()));

    // Behind a pooler nothing is prepared, so that the first of a kind takes no more.
    let separator = if far.contains('?') { '&' } else { '?' };
    let pooled = Store::open(DatabaseLocation::Postgres(format!("{far}{separator}pgbouncer=true"))).await.unwrap();
    let pooled = pooled.recording(recording());
    for (login, outcome) in logins(2) {
        counter.count();
        let first = pooled.provision(&login, now()).await.unwrap();
        assert_eq!((first.decision.outcome.kind(), counter.count()), (outcome, 2));
    }
    let back = pooled.provision(&login("ada2", "ada2@acme.example"), now()).await.unwrap();
    assert_eq!((back.decision.outcome.kind(), counter.count()), (OutcomeKind::Returning, 1));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_confirmed_link_takes_three_round_trips_with_the_question() {
    if !Database::is_postgres() {
        return;
    }
    let database = Database::seeded(base()).await;
    let counter = Counter::default();
    let cora_store::DatabaseLocation::Postgres(url) = database.location() else { unreachable!() };
    let store =
        Store::open(DatabaseLocation::Postgres(counter.before(&url).await)).await.unwrap().recording(recording());
    let stranger = login("olga-elsewhere", "olga@acme.example");
    let token = PresentedToken::new("proof").unwrap();
    let owner = CodeRecipient::Account(serde_json::from_value(json!(OWNER)).unwrap());
    // The first login prepares all statements. The next one, for a third identity, is counted.
    for subject in ["olga-elsewhere", "olga-at-home"] {
        let mut login = login(subject, "olga@acme.example");
        // Olga's other identities are at another issuer, or this one would be somebody else's.
        database.execute("UPDATE external_identities SET issuer = 'https://elsewhere.example'").await;
        store.provision(&login, now()).await.unwrap();
        store.ask_link_confirmation(&token, &login.key(), &owner, now()).await.unwrap();
        login.link_proof = Some(token.clone());
        counter.count();
        let linked = store.provision(&login, now()).await.unwrap();
        assert_eq!(linked.decision.outcome.kind(), OutcomeKind::Linked);
        database.execute("DELETE FROM link_confirmations").await;
        if subject != stranger.subject.as_str() {
            assert_eq!(counter.count(), 2);
        }
    }
}
