//! Tests of verification from a token's text to a login: every error, in the order of the checks.

mod support;

use std::sync::Arc;

use cora_core::connection::{Connection, ConnectionStatus};
use cora_core::identity::LoginIdentity;
use cora_core::time::UnixSeconds;
use cora_core::token::TokenErrorCode;
use cora_jwt::{CompactToken, KeySource, Verifier};
use cora_testkit::acme::{ISSUER, KEYS, NOW};
use serde_json::{Value, json};
use support::*;

/// The leeway of a connection that sets none.
const LEEWAY_SECONDS: u64 = 30;

struct Setup {
    documents: Arc<Documents>,
    verifier: Verifier,
    connection: Connection,
}

fn connection(more: Value) -> Connection {
    let mut connection = json!({
        "id": "00000000-0000-7000-8000-0000000000c1", "kind": "oidc", "issuer": ISSUER, "status": "active",
        "audiences": ["https://api.acme.example"]
    });
    for (name, value) in more.as_object().unwrap() {
        connection[name] = value.clone();
    }
    serde_json::from_value(connection).unwrap()
}

fn claims() -> Value {
    json!({
        "iss": ISSUER, "sub": "00u1", "aud": "https://api.acme.example", "scope": "openid", "exp": NOW + 300, "iat": NOW,
        "email": "ada@acme.example", "email_verified": true
    })
}

fn claims_with(name: &str, value: Value) -> Value {
    let mut claims = claims();
    claims[name] = value;
    claims
}

impl Setup {
    fn new(keys: &Value) -> Self {
        let documents = Arc::new(Documents::default());
        documents.set(KEYS, keys);
        let verifier = Verifier::new(Arc::clone(&documents) as _);
        Self { documents, verifier, connection: connection(json!({})) }
    }

    fn with(mut self, more: Value) -> Self {
        self.connection = connection(more);
        self
    }

    async fn at(&self, token: &str, now: u64) -> Result<LoginIdentity, TokenErrorCode> {
        let source = KeySource::new(&self.connection.issuer, Some(KEYS), None, None);
        let now = UnixSeconds::new(now).unwrap();
        let token = CompactToken::parse(token)?;
        let verified = self.verifier.verify(&token, &self.connection, &source, now).await;
        verified.map(|accepted| accepted.login).map_err(|error| error.code)
    }

    async fn verify(&self, token: &str) -> Result<LoginIdentity, TokenErrorCode> {
        self.at(token, NOW).await
    }

    async fn refused(&self, token: &str) -> TokenErrorCode {
        self.verify(token).await.expect_err("the token was accepted")
    }
}

#[tokio::test]
async fn a_token_of_each_algorithm_is_accepted() {
    let signers = [Signer::rsa("r"), Signer::p256("e"), Signer::p384("f"), Signer::ed25519("o")];
    let all = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA"];
    let setup = Setup::new(&jwks(&signers.each_ref())).with(json!({ "algorithms": all }));
    for algorithm in all {
        let signer = match algorithm {
            "ES256" => &signers[1],
            "ES384" => &signers[2],
            "EdDSA" => &signers[3],
            _ => &signers[0],
        };
        let header = json!({ "alg": algorithm, "typ": "at+jwt", "kid": signer.kid });
        let token = signer.sign(&header.to_string(), &claims().to_string());
        let login = setup.verify(&token).await.unwrap_or_else(|code| panic!("{algorithm}: {code:?}"));
        assert_eq!(login.subject.as_str(), "00u1");
        let other = signer.sign(&header.to_string(), &claims_with("sub", json!("root")).to_string());
        let (head, _) = other.rsplit_once('.').unwrap();
        let (_, signature) = token.rsplit_once('.').unwrap();
        let forged = format!("{head}.{signature}");
        assert_eq!(setup.refused(&forged).await, TokenErrorCode::SignatureInvalid, "{algorithm}");
    }
    assert_eq!(setup.documents.count(), 1);
}

#[tokio::test]
async fn c14_only_pinned_asymmetric_algorithms_are_taken() {
    let signer = Signer::rsa("k");
    let setup = Setup::new(&jwks(&[&signer]));
    for algorithm in ["none", "None", "HS256", "HS512", "rs256", "RS512", "ES256", ""] {
        let header = json!({ "alg": algorithm, "typ": "at+jwt", "kid": "k" }).to_string();
        let token = signer.sign(&header, &claims().to_string());
        assert_eq!(setup.refused(&token).await, TokenErrorCode::AlgorithmNotAllowed, "{algorithm}");
    }
    // The classic confusion: HMAC with the public key as its secret.
    let signed =
        format!("{}.{}", base64(json!({ "alg": "HS256", "kid": "k" }).to_string()), base64(claims().to_string()));
    let secret =
        aws_lc_rs::hmac::Key::new(aws_lc_rs::hmac::HMAC_SHA256, signer.jwk()["n"].as_str().unwrap().as_bytes());
    let token = format!("{signed}.{}", base64(aws_lc_rs::hmac::sign(&secret, signed.as_bytes())));
    assert_eq!(setup.refused(&token).await, TokenErrorCode::AlgorithmNotAllowed);
    assert_eq!(setup.documents.count(), 0, "the header is checked before any key is fetched");
}

#[tokio::test]
async fn c14_a_key_must_agree_with_the_algorithm() {
    let signer = Signer::rsa("k");
    let ec = Signer::p256("k");
    let mut short = signer.jwk();
    short["n"] = json!(base64([0xff; 128]));
    let mut keys =
        vec![ec.jwk(), short, json!({ "kty": "oct", "kid": "k", "k": base64("secret") }), json!({ "kid": "k" })];
    for (name, value) in [
        ("use", json!("enc")),
        ("use", json!(1)),
        ("alg", json!("RS512")),
        ("alg", json!(7)),
        ("key_ops", json!(["sign"])),
        ("key_ops", json!("verify")),
        ("kty", json!("EC")),
        ("n", json!("not base64!")),
        ("e", Value::Null),
    ] {
        let mut jwk = signer.jwk();
        jwk[name] = value;
        keys.push(jwk);
    }
    for key in keys {
        let setup = Setup::new(&json!({ "keys": [key] }));
        assert_eq!(setup.refused(&signer.token(&claims())).await, TokenErrorCode::KeyMismatch, "{key}");
    }
    let mut right = signer.jwk();
    right["alg"] = json!("RS256");
    right["key_ops"] = json!(["verify"]);
    assert!(Setup::new(&json!({ "keys": [right] })).verify(&signer.token(&claims())).await.is_ok());
}

#[tokio::test]
async fn c14_a_token_cannot_bring_its_own_key() {
    let (ours, theirs) = (Signer::rsa("k"), Signer::rsa("k"));
    let setup = Setup::new(&jwks(&[&ours]));
    for (name, value) in [
        ("jwk", theirs.jwk()),
        ("jku", json!("https://evil.example/keys")),
        ("x5u", json!("https://evil.example/cert")),
        ("x5c", json!(["AAAA"])),
    ] {
        let mut header = theirs.header();
        header[name] = value;
        let token = theirs.sign(&header.to_string(), &claims().to_string());
        assert_eq!(setup.refused(&token).await, TokenErrorCode::SignatureInvalid, "{name}");
    }
    let mut header = ours.header();
    header["crit"] = json!(["b64"]);
    let token = ours.sign(&header.to_string(), &claims().to_string());
    assert_eq!(setup.refused(&token).await, TokenErrorCode::CriticalHeader);
}

#[tokio::test]
async fn c15_claims_of_a_wrong_type_are_refused() {
    let signer = Signer::p256("k");
    let setup = Setup::new(&jwks(&[&signer])).with(json!({ "algorithms": ["ES256"] }));
    for (name, value) in [
        ("nbf", json!("99999999999")),
        ("exp", json!("1")),
        ("exp", json!(-1)),
        ("exp", json!(NOW as f64 + 300.5)),
        ("exp", json!([NOW + 300])),
        ("iat", json!(true)),
        ("sub", json!(7)),
        ("aud", json!({ "a": 1 })),
        ("aud", json!([1])),
        ("email", json!(["ada@acme.example", "eva@acme.example"])),
        ("act", json!("admin")),
    ] {
        let token = signer.token(&claims_with(name, value.clone()));
        assert_eq!(setup.refused(&token).await, TokenErrorCode::ClaimInvalid, "{name} {value}");
    }
    for name in ["exp", "iat", "iss", "sub"] {
        let mut claims = claims();
        claims.as_object_mut().unwrap().remove(name);
        assert_eq!(setup.refused(&signer.token(&claims)).await, TokenErrorCode::ClaimMissing, "{name}");
    }
    for claims in [r#"{"exp":1e400}"#, r#"{"exp":1,"exp":99999999999}"#, "[]", "\"x\"", "{", ""] {
        let token = signer.sign(&signer.header().to_string(), claims);
        assert_eq!(setup.refused(&token).await, TokenErrorCode::TokenMalformed, "{claims}");
    }
}

#[tokio::test]
async fn c16_the_issuer_is_compared_exactly() {
    let signer = Signer::p256("k");
    let setup = Setup::new(&jwks(&[&signer])).with(json!({ "algorithms": ["ES256"] }));
    for issuer in [
        "https://login.acme.example/",
        "https://login.acme.example.evil.example",
        "https://LOGIN.acme.example",
        "http://login.acme.example",
        "https://login.acme.example/oauth2/default",
        " https://login.acme.example",
    ] {
        let token = signer.token(&claims_with("iss", json!(issuer)));
        assert_eq!(setup.refused(&token).await, TokenErrorCode::IssuerMismatch, "{issuer}");
    }
}

#[tokio::test]
async fn c17_a_token_for_others_or_of_another_kind_is_refused() {
    use TokenErrorCode::{AudienceMismatch, AuthorizedPartyMismatch, TokenKindMismatch};
    let signer = Signer::p256("k");
    let keys = jwks(&[&signer]);
    let setup = Setup::new(&keys).with(json!({ "algorithms": ["ES256"], "authorizedParties": ["web"] }));
    for (name, value, expected) in [
        ("aud", json!("https://api.other.example"), AudienceMismatch),
        ("aud", json!(["a", "b"]), AudienceMismatch),
        ("aud", Value::Null, AudienceMismatch),
        ("azp", json!("mobile"), AuthorizedPartyMismatch),
        ("client_id", json!("mobile"), AuthorizedPartyMismatch),
    ] {
        assert_eq!(setup.refused(&signer.token(&claims_with(name, value.clone()))).await, expected, "{name} {value}");
    }
    // An ID token is used where an access token is required, and the other way round.
    let mut id_token = claims_with("nonce", json!("n"));
    id_token.as_object_mut().unwrap().remove("scope");
    let header = json!({ "alg": "ES256", "typ": "JWT", "kid": "k" }).to_string();
    assert_eq!(setup.refused(&signer.sign(&header, &id_token.to_string())).await, TokenKindMismatch);
    let setup = Setup::new(&keys).with(json!({ "algorithms": ["ES256"], "tokenUse": "id_token" }));
    assert_eq!(setup.refused(&signer.token(&claims())).await, TokenKindMismatch);
    // A connection without audiences accepts no token.
    let setup = Setup::new(&keys).with(json!({ "algorithms": ["ES256"], "audiences": [] }));
    assert_eq!(setup.refused(&signer.token(&claims())).await, AudienceMismatch);
}

#[tokio::test]
async fn c19_times_count_to_the_second() {
    let signer = Signer::p256("k");
    let setup = Setup::new(&jwks(&[&signer])).with(json!({ "algorithms": ["ES256"] }));
    let token = signer.token(&claims());
    let expiry = NOW + 300;
    assert!(setup.at(&token, expiry + LEEWAY_SECONDS - 1).await.is_ok());
    assert_eq!(setup.at(&token, expiry + LEEWAY_SECONDS).await, Err(TokenErrorCode::TokenExpired));
    assert!(setup.at(&token, NOW - LEEWAY_SECONDS).await.is_ok());
    assert_eq!(setup.at(&token, NOW - LEEWAY_SECONDS - 1).await, Err(TokenErrorCode::TokenIssuedInFuture));
    let token = signer.token(&claims_with("nbf", json!(NOW + 100)));
    assert!(setup.at(&token, NOW + 100 - LEEWAY_SECONDS).await.is_ok());
    assert_eq!(setup.at(&token, NOW + 99 - LEEWAY_SECONDS).await, Err(TokenErrorCode::TokenNotYetValid));
}

#[tokio::test]
async fn c19_the_clock_of_the_machine_plays_no_part() {
    let signer = Signer::p256("k");
    let setup = Setup::new(&jwks(&[&signer])).with(json!({ "algorithms": ["ES256"] }));
    let mut claims = claims();
    for name in ["exp", "iat"] {
        claims[name] = json!(claims[name].as_u64().unwrap() - 1_000_000_000);
    }
    assert!(setup.at(&signer.token(&claims), NOW - 1_000_000_000).await.is_ok());
}

#[tokio::test]
async fn c22_a_connection_that_is_not_active_mints_no_trust() {
    let signer = Signer::p256("k");
    let mut setup = Setup::new(&jwks(&[&signer])).with(json!({ "algorithms": ["ES256"] }));
    let token = signer.token(&claims());
    assert!(setup.verify(&token).await.is_ok());
    for status in
        [ConnectionStatus::Disabled, ConnectionStatus::Draft, ConnectionStatus::Validated, ConnectionStatus::Tested]
    {
        setup.connection.status = status;
        assert_eq!(setup.refused(&token).await, TokenErrorCode::ConnectionNotActive, "{status:?}");
    }
}

#[tokio::test]
async fn c30_a_token_of_random_bytes_is_refused() {
    use proptest::strategy::{Strategy, ValueTree};
    let signer = Signer::p256("k");
    let setup = Setup::new(&jwks(&[&signer])).with(json!({ "algorithms": ["ES256"] }));
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let bytes = proptest::collection::vec(proptest::prelude::any::<u8>(), 0..60);
    let mut draw = || bytes.new_tree(&mut runner).unwrap().current();
    let header = signer.header().to_string();
    for _ in 0..500 {
        let (claims, signature) = (draw(), draw());
        let token = format!("{}.{}.{}", base64(&header), base64(&claims), base64(&signature));
        assert!(setup.verify(&token).await.is_err());
        let token = format!("{}.{}.{}", base64(&header), base64("{}"), base64(&signature));
        assert!(setup.verify(&token).await.is_err());
    }
}
