//! Benchmarks verifying an RS256 access token. Compares Cora (form, header, key by id, signature,
//! all claim rules, the login) with `jsonwebtoken::decode` of the same token, with its checks of
//! issuer, audience, expiry and not-before switched on. Also measures the share of the claims.
//!
//! Prints one line of JSON for `cargo xtask bench`.

use std::hint::black_box;
use std::sync::Arc;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use aws_lc_rs::encoding::AsDer as _;
use aws_lc_rs::rsa::{KeyPair, KeySize};
use aws_lc_rs::signature::KeyPair as _;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use cora_core::connection::Connection;
use cora_core::secret::Secret;
use cora_core::time::UnixSeconds;
use cora_core::token;
use cora_jwt::{Answering, CompactToken, Fetch, Fetching, KeySource, Verifier};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde_json::{Value, json};

const ISSUER: &str = "https://login.acme.example";
const AUDIENCE: &str = "https://api.acme.example";
/// Number of alternating rounds, and of checks in each. The fastest round counts, because it is the
/// one least disturbed.
const ROUNDS: usize = 40;
const CHECKS: usize = 500;

struct Keys(Vec<u8>);

impl Fetch for Keys {
    fn fetch<'a>(&'a self, _: &'a str) -> Fetching<'a> {
        Box::pin(async { Ok(self.0.clone()) })
    }

    fn fetch_protected<'a>(&'a self, url: &'a str, _: &'a Secret) -> Answering<'a> {
        Box::pin(async move { panic!("nothing asks {url}") })
    }
}

fn main() {
    let pair = KeyPair::generate(KeySize::Rsa2048).expect("a key");
    let der = pair.as_der().expect("the key as PKCS#8");
    let public = pair.public_key();
    let part = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
    let (modulus, exponent) = (
        part(public.modulus().big_endian_without_leading_zero()),
        part(public.exponent().big_endian_without_leading_zero()),
    );
    let keys =
        json!({ "keys": [{ "kty": "RSA", "use": "sig", "alg": "RS256", "kid": "k1", "n": modulus, "e": exponent }] });

    let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("a time after 1970").as_secs();
    let claims = json!({
        "iss": ISSUER, "sub": "00u1", "aud": AUDIENCE, "iat": now, "nbf": now, "exp": now + 3600, "client_id": "web", "scope": "openid",
        "email": "ana@acme.example", "email_verified": true, "name": "Ana Acme"
    });
    let header = Header { kid: Some("k1".into()), typ: Some("at+jwt".into()), ..Header::new(Algorithm::RS256) };
    // `jsonwebtoken` reads PKCS#8 in its PEM form only.
    let base64 = base64::engine::general_purpose::STANDARD.encode(der.as_ref());
    let pem = format!("-----BEGIN PRIVATE KEY-----\n{base64}\n-----END PRIVATE KEY-----\n");
    let key = EncodingKey::from_rsa_pem(pem.as_bytes()).expect("the key is one");
    let token = jsonwebtoken::encode(&header, &claims, &key).expect("a token");

    let connection: Connection = serde_json::from_value(json!({
        "id": "0198c0de-0000-7000-8000-0000000000c1", "kind": "oidc", "issuer": ISSUER, "status": "active", "audiences": [AUDIENCE]
    }))
    .expect("a connection");
    let source = KeySource::new(&connection.issuer, Some("https://login.acme.example/keys"), None, None);
    let verifier = Verifier::new(Arc::new(Keys(keys.to_string().into_bytes())));
    let now = UnixSeconds::new(now).expect("a time before the year 10000");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let ours = || {
        runtime.block_on(async {
            for _ in 0..CHECKS {
                let parsed = CompactToken::parse(&token).expect("a token");
                black_box(verifier.verify(&parsed, &connection, &source, now).await.expect("a good token"));
            }
        });
    };

    let decoding = DecodingKey::from_rsa_components(&modulus, &exponent).expect("the key is one");
    let mut validation = Validation::new(Algorithm::RS256);
    validation.set_issuer(&[ISSUER]);
    validation.set_audience(&[AUDIENCE]);
    validation.validate_nbf = true;
    let peer = || {
        for _ in 0..CHECKS {
            black_box(jsonwebtoken::decode::<Value>(&token, &decoding, &validation).expect("a good token"));
        }
    };

    // This measures the part from claims with a verified signature to the login and the session.
    let parsed = CompactToken::parse(&token).expect("a token");
    let derive = || {
        for _ in 0..CHECKS {
            black_box(token::accept(&parsed.header, &parsed.claims, &connection, now).expect("a good token"));
        }
    };

    let (mut best_ours, mut best_peer, mut best_derived) = (f64::MAX, f64::MAX, f64::MAX);
    for _ in 0..ROUNDS {
        best_ours = best_ours.min(microseconds(ours));
        best_peer = best_peer.min(microseconds(peer));
        best_derived = best_derived.min(microseconds(derive));
    }
    let ratio = best_ours / best_peer;
    let row = json!({
        "id": "native_verify_rs256", "work": "native: verify RS256 token / jsonwebtoken", "ours": best_ours, "peer": best_peer,
        "unit": "µs", "ratio": ratio, "goal": 1.1, "met": ratio <= 1.1
    });
    let derived = best_derived / best_peer;
    let derivation = json!({
        "id": "native_derive_session", "work": "native: session of accepted claims / jsonwebtoken", "ours": best_derived,
        "peer": best_peer, "unit": "µs", "ratio": derived, "goal": 0.1, "met": derived <= 0.1
    });
    println!("{}", json!([row, derivation]));
}

fn microseconds(work: impl Fn()) -> f64 {
    let started = Instant::now();
    work();
    started.elapsed().as_secs_f64() * 1e6 / CHECKS as f64
}
