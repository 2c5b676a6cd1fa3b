//! Tests of asking userinfo endpoints: what is asked, and for how long an answer is kept.

mod support;

use std::sync::Arc;
use std::sync::atomic::Ordering;

use cora_core::connection::Connection;
use cora_core::secret::Secret;
use cora_core::time::UnixSeconds;
use cora_core::token::TokenErrorCode;
use cora_jwt::{KeySource, MAX_KEPT_SECONDS, UserinfoQuestion, Verifier};
use cora_testkit::acme::{ISSUER, NOW};
use serde_json::{Value, json};
use support::*;

const DISCOVERY: &str = "https://login.acme.example/.well-known/openid-configuration";
const USERINFO: &str = "https://login.acme.example/userinfo";

struct Setup {
    documents: Arc<Documents>,
    verifier: Verifier,
    connection: Connection,
    source: KeySource,
}

impl Setup {
    fn new() -> Self {
        let documents = Arc::new(Documents::default());
        documents.set(DISCOVERY, &json!({ "issuer": ISSUER, "userinfo_endpoint": USERINFO }));
        let connection: Connection = serde_json::from_value(json!({
            "id": "00000000-0000-7000-8000-0000000000c1", "kind": "oidc", "issuer": ISSUER, "status": "active",
            "audiences": ["web"], "tokenUse": "id_token", "userinfo": "when_missing"
        }))
        .unwrap();
        let source = KeySource::new(&connection.issuer, None, Some(DISCOVERY), None);
        let verifier = Verifier::new(Arc::clone(&documents) as _);
        Self { documents, verifier, connection, source }
    }

    async fn ask(&self, access_token: &str, now: u64) -> Result<Value, TokenErrorCode> {
        let question = UserinfoQuestion {
            connection: &self.connection,
            source: &self.source,
            discovery_uri: Some(DISCOVERY),
            access_token: &Secret::new(access_token),
        };
        let answer = self.verifier.userinfo(&question, UnixSeconds::new(now).unwrap()).await;
        let answer = answer.map_err(|error| {
            assert!(!format!("{error} {error:?}").contains(access_token), "{error:?}");
            error.error.code
        })?;
        Ok(Value::Object(answer.as_ref().clone()))
    }

    /// Returns the numbers of documents that were fetched, and of questions to the endpoint.
    fn counts(&self) -> (usize, usize) {
        (self.documents.count(), self.documents.asked.load(Ordering::SeqCst))
    }
}

#[tokio::test]
async fn an_answer_is_kept_for_its_access_token_and_for_a_while() {
    let setup = Setup::new();
    let (first, second) = (json!({ "sub": "1", "email": "a@acme.example" }), json!({ "sub": "2" }));
    setup.documents.set_protected(USERINFO, "first-token", &first);
    setup.documents.set_protected(USERINFO, "second-token", &second);
    assert_eq!(setup.ask("first-token", NOW).await, Ok(first.clone()));
    assert_eq!(setup.ask("first-token", NOW + MAX_KEPT_SECONDS - 1).await, Ok(first.clone()));
    assert_eq!(setup.counts(), (1, 1));
    assert_eq!(setup.ask("second-token", NOW).await, Ok(second));
    assert_eq!(setup.counts(), (1, 2), "the endpoint is known");
    let changed = json!({ "sub": "1" });
    setup.documents.set_protected(USERINFO, "first-token", &changed);
    assert_eq!(setup.ask("first-token", NOW + MAX_KEPT_SECONDS).await, Ok(changed.clone()));
    assert_eq!(setup.counts(), (2, 3));
    // A clock that is set back trusts nothing of the future.
    assert_eq!(setup.ask("first-token", NOW).await, Ok(changed));
    assert_eq!(setup.counts(), (3, 4));
}

#[tokio::test]
async fn a_failure_and_a_long_answer_are_not_kept() {
    let setup = Setup::new();
    for _ in 0..2 {
        assert_eq!(setup.ask("a-token", NOW).await, Err(TokenErrorCode::UserinfoRefused));
    }
    let long = json!({ "sub": "1", "groups": ["x".repeat(16 * 1024)] });
    setup.documents.set_protected(USERINFO, "a-token", &long);
    for _ in 0..2 {
        assert_eq!(setup.ask("a-token", NOW).await, Ok(long.clone()));
    }
    assert_eq!(setup.counts(), (1, 4));
    setup.documents.remove(DISCOVERY);
    let later = NOW + MAX_KEPT_SECONDS;
    assert_eq!(setup.ask("a-token", later).await, Err(TokenErrorCode::UserinfoUnavailable));
}

#[tokio::test]
async fn a_connection_without_a_discovery_document_has_no_endpoint() {
    let Setup { documents, verifier, connection, source } = Setup::new();
    let access_token = Secret::new("a-token");
    let question =
        UserinfoQuestion { connection: &connection, source: &source, discovery_uri: None, access_token: &access_token };
    let error = verifier.userinfo(&question, UnixSeconds::new(NOW).unwrap()).await.unwrap_err();
    assert_eq!((error.error.code, documents.count()), (TokenErrorCode::UserinfoUnavailable, 0));
}
