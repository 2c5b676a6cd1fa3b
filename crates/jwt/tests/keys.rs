//! Tests of signing keys over time: their source, when they are fetched again, and their issuer.

mod support;

use std::sync::Arc;
use std::time::{Duration, Instant};

use cora_core::connection::Connection;
use cora_core::jwks::{MAX_AGE_SECONDS, REFRESH_SECONDS, RENEW_SECONDS, RETRY_SECONDS};
use cora_core::secret::Secret;
use cora_core::text::Issuer;
use cora_core::time::UnixSeconds;
use cora_core::token::TokenErrorCode;
use cora_jwt::{Answering, CompactToken, Fetch, Fetching, KeySource, Verifier};
use cora_testkit::acme::{KEYS, NOW};
use serde_json::{Value, json};
use support::*;

struct Issuers {
    documents: Arc<Documents>,
    verifier: Verifier,
}

impl Issuers {
    fn new() -> Self {
        let documents = Arc::new(Documents::default());
        let verifier = Verifier::new(Arc::clone(&documents) as _);
        Self { documents, verifier }
    }

    async fn verify(
        &self,
        signer: &Signer,
        issuer: &str,
        jwks_uri: Option<&str>,
        now: u64,
    ) -> Result<(), TokenErrorCode> {
        let connection: Connection = serde_json::from_value(json!({
            "id": "00000000-0000-7000-8000-0000000000c1", "kind": "oidc", "issuer": issuer, "status": "active",
            "audiences": ["api"], "algorithms": ["ES256", "EdDSA"]
        }))
        .unwrap();
        let claims =
            json!({ "iss": issuer, "sub": "s", "aud": "api", "scope": "x", "exp": NOW * 2, "iat": NOW - 1_000_000 });
        let token = signer.token(&claims);
        let token = CompactToken::parse(&token).unwrap();
        let source = KeySource::new(&Issuer::new(issuer).unwrap(), jwks_uri, None, None);
        let now = UnixSeconds::new(now).unwrap();
        self.verifier.verify(&token, &connection, &source, now).await.map(drop).map_err(|error| error.code)
    }

    async fn acme(&self, signer: &Signer, now: u64) -> Result<(), TokenErrorCode> {
        self.verify(signer, "https://login.acme.example", Some(KEYS), now).await
    }
}

#[tokio::test]
async fn c18_two_issuers_with_one_key_id_do_not_share_a_key() {
    let issuers = Issuers::new();
    let (acme, evil) = (Signer::p256("same"), Signer::p256("same"));
    let evil_keys = "https://login.evil.example/keys";
    issuers.documents.set(KEYS, &jwks(&[&acme]));
    issuers.documents.set(evil_keys, &jwks(&[&evil]));
    assert_eq!(issuers.verify(&evil, "https://login.evil.example", Some(evil_keys), NOW).await, Ok(()));
    assert_eq!(issuers.acme(&acme, NOW).await, Ok(()));
    assert_eq!(issuers.acme(&evil, NOW).await, Err(TokenErrorCode::SignatureInvalid));
    // After an issuer's keys have moved, those of the old location are not used.
    assert_eq!(
        issuers.verify(&acme, "https://login.acme.example", Some(evil_keys), NOW).await,
        Err(TokenErrorCode::SignatureInvalid)
    );
}

#[tokio::test]
async fn c20_a_rotated_key_is_found_by_one_refresh() {
    let issuers = Issuers::new();
    let (old, new) = (Signer::p256("old"), Signer::p256("new"));
    issuers.documents.set(KEYS, &jwks(&[&old]));
    assert_eq!(issuers.acme(&old, NOW).await, Ok(()));
    issuers.documents.set(KEYS, &jwks(&[&old, &new]));
    assert_eq!(issuers.acme(&new, NOW + REFRESH_SECONDS - 1).await, Err(TokenErrorCode::KeyUnknown));
    assert_eq!(issuers.acme(&new, NOW + REFRESH_SECONDS).await, Ok(()));
    assert_eq!(issuers.acme(&old, NOW + REFRESH_SECONDS).await, Ok(()));
    assert_eq!(issuers.documents.count(), 2);
    // A revoked key is no longer accepted once the set has expired.
    issuers.documents.set(KEYS, &jwks(&[&new]));
    let later = NOW + REFRESH_SECONDS + MAX_AGE_SECONDS;
    assert_eq!(issuers.acme(&old, later - 1).await, Ok(()));
    assert_eq!(issuers.acme(&old, later).await, Err(TokenErrorCode::KeyUnknown));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn c20_a_flood_of_unknown_keys_costs_one_fetch_in_each_window() {
    let issuers = Arc::new(Issuers::new());
    let signer = Signer::p256("known");
    issuers.documents.set(KEYS, &jwks(&[&signer]));
    assert_eq!(issuers.acme(&signer, NOW).await, Ok(()));
    for window in 1..=3 {
        let mut tasks = tokio::task::JoinSet::new();
        for number in 0..40 {
            let issuers = Arc::clone(&issuers);
            let now = NOW + window * REFRESH_SECONDS + number % 2;
            tasks.spawn(async move { issuers.acme(&Signer::p256(&format!("made-up-{number}")), now).await });
        }
        assert!(tasks.join_all().await.iter().all(|result| *result == Err(TokenErrorCode::KeyUnknown)));
        assert_eq!(issuers.documents.count(), 1 + window as usize);
    }
}

#[tokio::test]
async fn c20_a_clock_that_is_set_back_does_not_stop_fetching() {
    let issuers = Issuers::new();
    let (old, new) = (Signer::p256("old"), Signer::p256("new"));
    issuers.documents.set(KEYS, &jwks(&[&old]));
    assert_eq!(issuers.acme(&old, NOW).await, Ok(()));
    issuers.documents.set(KEYS, &jwks(&[&new]));
    // This request read the clock a moment before the one that fetched.
    assert_eq!(issuers.acme(&new, NOW - REFRESH_SECONDS).await, Err(TokenErrorCode::KeyUnknown));
    assert_eq!(issuers.acme(&new, NOW - REFRESH_SECONDS - 1).await, Ok(()));
    assert_eq!(issuers.documents.count(), 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn c20_all_who_come_at_first_share_one_fetch() {
    let issuers = Arc::new(Issuers::new());
    let signer = Arc::new(Signer::p256("k"));
    issuers.documents.set(KEYS, &jwks(&[&signer]));
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..40 {
        let (issuers, signer) = (Arc::clone(&issuers), Arc::clone(&signer));
        tasks.spawn(async move { issuers.acme(&signer, NOW).await });
    }
    assert!(tasks.join_all().await.iter().all(Result::is_ok));
    assert_eq!(issuers.documents.count(), 1);
}

#[tokio::test]
async fn c20_the_last_good_keys_are_kept_when_fetching_fails() {
    let issuers = Issuers::new();
    let signer = Signer::p256("k");
    assert_eq!(issuers.acme(&signer, NOW).await, Err(TokenErrorCode::KeysUnavailable));
    issuers.documents.set(KEYS, &jwks(&[&signer]));
    assert_eq!(issuers.acme(&signer, NOW + RETRY_SECONDS - 1).await, Err(TokenErrorCode::KeysUnavailable));
    assert_eq!(issuers.acme(&signer, NOW + RETRY_SECONDS).await, Ok(()));
    issuers.documents.remove(KEYS);
    assert_eq!(issuers.acme(&signer, NOW + 10 * MAX_AGE_SECONDS).await, Ok(()));
    issuers.documents.set(KEYS, &json!({ "keys": "none" }));
    assert_eq!(issuers.acme(&signer, NOW + 20 * MAX_AGE_SECONDS).await, Ok(()));
}

#[tokio::test]
async fn c20_an_empty_set_replaces_no_keys() {
    let issuers = Issuers::new();
    let signer = Signer::p256("k");
    issuers.documents.set(KEYS, &json!({ "keys": [] }));
    assert_eq!(issuers.acme(&signer, NOW).await, Err(TokenErrorCode::KeysUnavailable));
    assert_eq!((issuers.verifier.sources_without_keys(), issuers.verifier.sources_with_old_keys()), (1, 0));
    issuers.documents.set(KEYS, &jwks(&[&signer]));
    assert_eq!(issuers.acme(&signer, NOW + RETRY_SECONDS).await, Ok(()));
    assert_eq!((issuers.verifier.sources_without_keys(), issuers.verifier.sources_with_old_keys()), (0, 0));
    issuers.documents.set(KEYS, &json!({ "keys": [] }));
    assert_eq!(issuers.acme(&signer, NOW + 2 * MAX_AGE_SECONDS).await, Ok(()));
    assert_eq!((issuers.verifier.sources_without_keys(), issuers.verifier.sources_with_old_keys()), (0, 1));
}

/// A provider whose documents come after a while.
struct Slow {
    documents: Arc<Documents>,
    delay: std::sync::Mutex<Duration>,
}

impl Fetch for Slow {
    fn fetch<'a>(&'a self, url: &'a str) -> Fetching<'a> {
        Box::pin(async move {
            let delay = *self.delay.lock().unwrap();
            tokio::time::sleep(delay).await;
            self.documents.fetch(url).await
        })
    }

    fn fetch_protected<'a>(&'a self, url: &'a str, token: &'a Secret) -> Answering<'a> {
        self.documents.fetch_protected(url, token)
    }
}

#[tokio::test]
async fn c20_nobody_waits_long_for_a_provider_whose_keys_are_at_hand() {
    const DELAY: Duration = Duration::from_millis(2500);
    /// Time in which the answer of a provider is not waited for.
    const AT_ONCE: Duration = Duration::from_millis(700);
    let signer = Signer::p256("k");
    let documents = Arc::new(Documents::default());
    documents.set(KEYS, &jwks(&[&signer]));
    let slow = Arc::new(Slow { documents: Arc::clone(&documents), delay: std::sync::Mutex::default() });
    let issuers = Issuers { documents, verifier: Verifier::new(Arc::clone(&slow) as _) };
    assert_eq!(issuers.acme(&signer, NOW).await, Ok(()));
    *slow.delay.lock().unwrap() = DELAY;

    // The set is renewed long before it is too old, next to the requests.
    let began = Instant::now();
    assert_eq!(issuers.acme(&signer, NOW + RENEW_SECONDS).await, Ok(()));
    assert_eq!(issuers.acme(&signer, NOW + RENEW_SECONDS).await, Ok(()));
    assert!(began.elapsed() < AT_ONCE);
    tokio::time::sleep(DELAY + AT_ONCE).await;
    assert_eq!(issuers.documents.count(), 2);

    // After a pause it is too old: one short wait, and none while the fetch goes on.
    let later = NOW + RENEW_SECONDS + MAX_AGE_SECONDS;
    let began = Instant::now();
    assert_eq!(issuers.acme(&signer, later).await, Ok(()));
    assert!((AT_ONCE..DELAY).contains(&began.elapsed()));
    let began = Instant::now();
    assert_eq!(issuers.acme(&signer, later + 1).await, Ok(()));
    assert!(began.elapsed() < AT_ONCE);
    assert_eq!(issuers.verifier.sources_with_old_keys(), 1);
    tokio::time::sleep(DELAY + AT_ONCE).await;
    assert_eq!((issuers.documents.count(), issuers.verifier.sources_with_old_keys()), (3, 0));

    // While the provider fails, old keys go on without any wait.
    issuers.documents.remove(KEYS);
    assert_eq!(issuers.acme(&signer, later + MAX_AGE_SECONDS).await, Ok(()));
    tokio::time::sleep(DELAY).await;
    let began = Instant::now();
    for minute in 1..5 {
        assert_eq!(issuers.acme(&signer, later + MAX_AGE_SECONDS + 60 * minute).await, Ok(()));
    }
    assert!(began.elapsed() < AT_ONCE);
    assert_eq!(issuers.verifier.sources_with_old_keys(), 1);
}

#[tokio::test]
async fn c20_the_keys_that_fit_a_token_without_key_id_are_tried() {
    let (first, second, other) = (Signer::p256("a"), Signer::p256("b"), Signer::ed25519("c"));
    let anonymous = |signer: &Signer| {
        let claims = json!({
            "iss": "https://login.acme.example", "sub": "s", "aud": "api", "scope": "x", "exp": NOW + 9, "iat": NOW
        });
        signer.sign(&json!({ "alg": "ES256", "typ": "at+jwt" }).to_string(), &claims.to_string())
    };
    for (keys, expected) in [
        (jwks(&[&first, &other]), Ok(())),
        (jwks(&[&first, &second]), Ok(())),
        (jwks(&[&second, &first]), Ok(())),
        (jwks(&[&second, &second]), Err(TokenErrorCode::SignatureInvalid)),
        (jwks(&[&first, &second, &second, &second, &second]), Err(TokenErrorCode::KeyUnknown)),
        (jwks(&[&other]), Err(TokenErrorCode::KeyUnknown)),
        (jwks(&[&second]), Err(TokenErrorCode::SignatureInvalid)),
    ] {
        let issuers = Issuers::new();
        issuers.documents.set(KEYS, &keys);
        let connection: Connection = serde_json::from_value(json!({
            "id": "00000000-0000-7000-8000-0000000000c1", "kind": "oidc", "issuer": "https://login.acme.example",
            "status": "active", "audiences": ["api"], "algorithms": ["ES256"]
        }))
        .unwrap();
        let text = anonymous(&first);
        let token = CompactToken::parse(&text).unwrap();
        let source = KeySource::new(&connection.issuer, Some(KEYS), None, None);
        let result = issuers.verifier.verify(&token, &connection, &source, UnixSeconds::new(NOW).unwrap()).await;
        assert_eq!(result.map(drop).map_err(|error| error.code), expected, "{keys}");
    }
}

#[tokio::test]
async fn c20_two_keys_of_one_id_are_none() {
    let issuers = Issuers::new();
    let (first, second) = (Signer::p256("k"), Signer::p256("k"));
    issuers.documents.set(KEYS, &jwks(&[&first, &second]));
    assert_eq!(issuers.acme(&first, NOW).await, Err(TokenErrorCode::KeyMismatch));
}

#[tokio::test]
async fn c20_a_key_that_is_published_with_its_private_part_is_none() {
    let (issuers, signer) = (Issuers::new(), Signer::ed25519("k1"));
    let mut published = signer.jwk();
    issuers.documents.set(KEYS, &json!({ "keys": [published] }));
    assert_eq!(issuers.verify(&signer, "https://login.acme.example", Some(KEYS), NOW).await, Ok(()));
    let issuers = Issuers::new();
    published["d"] = json!("AAAA");
    issuers.documents.set(KEYS, &json!({ "keys": [published] }));
    let refused = issuers.verify(&signer, "https://login.acme.example", Some(KEYS), NOW).await;
    assert_eq!(refused, Err(TokenErrorCode::KeyMismatch));
}

#[tokio::test]
async fn keys_are_discovered_under_the_issuer() {
    let signer = Signer::p256("k");
    for issuer in ["https://login.acme.example", "https://login.acme.example/", "https://login.acme.example/realms/a"] {
        let issuers = Issuers::new();
        let base = issuer.trim_end_matches('/');
        let document = json!({ "issuer": issuer, "jwks_uri": KEYS });
        issuers.documents.set(&format!("{base}/.well-known/openid-configuration"), &document);
        issuers.documents.set(KEYS, &jwks(&[&signer]));
        assert_eq!(issuers.verify(&signer, issuer, None, NOW).await, Ok(()), "{issuer}");
    }
}

#[tokio::test]
async fn c21_a_discovery_document_of_another_issuer_is_refused() {
    let signer = Signer::p256("k");
    let issuer = "https://login.acme.example";
    let documents: [Value; 5] = [
        json!({ "issuer": "https://login.acme.example/", "jwks_uri": KEYS }),
        json!({ "issuer": "https://login.evil.example", "jwks_uri": KEYS }),
        json!({ "jwks_uri": KEYS }),
        json!({ "issuer": issuer }),
        json!([issuer]),
    ];
    for document in documents {
        let issuers = Issuers::new();
        issuers.documents.set(&format!("{issuer}/.well-known/openid-configuration"), &document);
        issuers.documents.set(KEYS, &jwks(&[&signer]));
        let result = issuers.verify(&signer, issuer, None, NOW).await;
        assert_eq!(result, Err(TokenErrorCode::KeysUnavailable), "{document}");
    }
}
