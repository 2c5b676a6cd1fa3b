//! Tests of a connection whose single key is written in its settings.

mod support;

use std::sync::Arc;

use cora_core::connection::Connection;
use cora_core::jwks::{MAX_AGE_SECONDS, RETRY_SECONDS};
use cora_core::time::UnixSeconds;
use cora_core::token::TokenErrorCode;
use cora_jwt::{CompactToken, KeySet, KeySource, Verifier};
use cora_testkit::acme::{ISSUER, NOW};
use serde_json::{Value, json};
use support::*;

struct Setup {
    documents: Arc<Documents>,
    verifier: Verifier,
    connection: Connection,
}

impl Setup {
    fn pinned(algorithms: &[&str]) -> Self {
        let documents = Arc::new(Documents::default());
        let verifier = Verifier::new(Arc::clone(&documents) as _);
        let connection = json!({
            "id": "00000000-0000-7000-8000-0000000000c1", "kind": "oidc", "issuer": ISSUER, "status": "active",
            "audiences": ["api"], "algorithms": algorithms
        });
        Self { documents, verifier, connection: serde_json::from_value(connection).unwrap() }
    }

    async fn at(&self, pem: &str, token: &str, now: u64) -> Result<(), TokenErrorCode> {
        let source = KeySource::new(&self.connection.issuer, Some("https://login.acme.example/keys"), None, Some(pem));
        assert!(!format!("{source:?}").contains("BEGIN"), "what is in the key's place is not shown");
        let token = CompactToken::parse(token).unwrap();
        let now = UnixSeconds::new(now).unwrap();
        self.verifier.verify(&token, &self.connection, &source, now).await.map(drop).map_err(|error| error.code)
    }

    async fn verify(&self, pem: &str, token: &str) -> Result<(), TokenErrorCode> {
        self.at(pem, token, NOW).await
    }
}

fn claims() -> Value {
    json!({ "iss": ISSUER, "sub": "s", "aud": "api", "scope": "x", "exp": NOW + 86_400, "iat": NOW - 1_000_000 })
}

fn public(signer: &Signer) -> String {
    pem("PUBLIC KEY", &signer.spki())
}

fn token(signer: &Signer, algorithm: &str, key_id: Value) -> String {
    let header = json!({ "alg": algorithm, "typ": "at+jwt", "kid": key_id });
    signer.sign(&header.to_string(), &claims().to_string())
}

#[tokio::test]
async fn a_key_of_each_type_verifies_offline_with_any_key_id() {
    let setup = Setup::pinned(&["RS256", "RS512", "PS256", "ES256", "ES384", "EdDSA"]);
    let (rsa, p256, p384, ed) = (Signer::rsa("k"), Signer::p256("k"), Signer::p384("k"), Signer::ed25519("k"));
    for (signer, algorithm) in
        [(&rsa, "RS256"), (&rsa, "RS512"), (&rsa, "PS256"), (&p256, "ES256"), (&p384, "ES384"), (&ed, "EdDSA")]
    {
        let pem = public(signer);
        for token in [
            token(signer, algorithm, json!("k")),
            token(signer, algorithm, json!("ins_1")),
            signer.sign(&json!({ "alg": algorithm, "typ": "at+jwt" }).to_string(), &claims().to_string()),
        ] {
            assert_eq!(setup.verify(&pem, &token).await, Ok(()), "{algorithm}");
            // The key stays valid at once and long after: there is nothing to fetch.
            assert_eq!(setup.at(&pem, &token, NOW + MAX_AGE_SECONDS).await, Ok(()), "{algorithm}");
        }
    }
    assert_eq!(setup.documents.count(), 0);
}

#[tokio::test]
async fn a_key_that_went_through_a_form_is_read() {
    let (setup, signer) = (Setup::pinned(&["ES256"]), Signer::p256("k"));
    let (pem, token) = (public(&signer), token(&signer, "ES256", json!("k")));
    for text in [
        pem.replace('\n', "\r\n"),
        pem.replace('\n', " "),
        pem.replace('\n', ""),
        pem.replace('\n', "\n\n    "),
        format!("\n  {pem}  \n"),
    ] {
        assert_eq!(setup.verify(&text, &token).await, Ok(()), "{text}");
    }
}

#[tokio::test]
async fn c14_a_token_of_another_key_or_algorithm_is_refused() {
    let setup = Setup::pinned(&["RS256", "ES256", "ES384", "EdDSA"]);
    let (rsa, p256, other) = (Signer::rsa("k"), Signer::p256("k"), Signer::p256("k"));
    let es256 = token(&other, "ES256", json!("k"));
    assert_eq!(setup.verify(&public(&p256), &es256).await, Err(TokenErrorCode::SignatureInvalid));
    for wrong in [public(&rsa), public(&Signer::p384("k")), public(&Signer::ed25519("k"))] {
        assert_eq!(setup.verify(&wrong, &es256).await, Err(TokenErrorCode::KeyMismatch));
        let nameless = other.sign(r#"{"alg":"ES256","typ":"at+jwt"}"#, &claims().to_string());
        assert_eq!(setup.verify(&wrong, &nameless).await, Err(TokenErrorCode::KeyMismatch));
    }
    // The classic confusion: the text of the public key is used as the secret of an HMAC.
    let pem = public(&rsa);
    let signed = format!("{}.{}", base64(json!({ "alg": "HS256" }).to_string()), base64(claims().to_string()));
    let secret = aws_lc_rs::hmac::Key::new(aws_lc_rs::hmac::HMAC_SHA256, pem.as_bytes());
    let token = format!("{signed}.{}", base64(aws_lc_rs::hmac::sign(&secret, signed.as_bytes())));
    assert_eq!(setup.verify(&pem, &token).await, Err(TokenErrorCode::AlgorithmNotAllowed));
}

#[tokio::test]
async fn c14_pem_other_than_public_key_is_refused() {
    let setup = Setup::pinned(&["RS256", "ES256", "ES384", "EdDSA"]);
    let (rsa, p256, ed) = (Signer::rsa("k"), Signer::p256("k"), Signer::ed25519("k"));
    let spki = p256.spki();
    let pem_of = public(&p256);
    let changed = |at: usize, byte: u8| {
        let mut spki = spki.clone();
        spki[at] = byte;
        pem("PUBLIC KEY", &spki)
    };
    for (row, text) in [
        ("private RSA key", pem("PRIVATE KEY", &rsa.pkcs8())),
        ("private EC key", pem("PRIVATE KEY", &p256.pkcs8())),
        ("private Ed25519 key", pem("PRIVATE KEY", &ed.pkcs8())),
        ("private key under another label", pem("PUBLIC KEY", &rsa.pkcs8())),
        ("public key under another label", pem("PRIVATE KEY", &spki)),
        ("certificate", pem("CERTIFICATE", &spki)),
        ("bare RSA key", pem("RSA PUBLIC KEY", &spki)),
        ("two keys", format!("{pem_of}{pem_of}")),
        ("a private key and a public one", format!("{}{pem_of}", pem("PRIVATE KEY", &p256.pkcs8()))),
        ("text before", format!("key: {pem_of}")),
        ("text after", format!("{pem_of}.")),
        ("headers", pem_of.replacen('\n', "\nProc-Type: 4,ENCRYPTED\n\n", 1)),
        ("without an end", pem_of.replace("-----END PUBLIC KEY-----", "")),
        ("labels alone", "-----BEGIN PUBLIC KEY----------END PUBLIC KEY-----".into()),
        ("not base64", pem_of.replace("MF", "*F")),
        ("one byte more", pem("PUBLIC KEY", &[&spki[..], &[0]].concat())),
        ("one byte less", pem("PUBLIC KEY", &spki[..spki.len() - 1])),
        ("compressed point", changed(26, 2)),
        ("another curve", changed(22, 8)),
        ("another type of key", changed(12, 9)),
        ("unused bits", changed(25, 1)),
        ("a key set", jwks(&[&p256]).to_string()),
        ("a URL", "https://login.acme.example/keys".into()),
        ("nothing", String::new()),
        ("too long", format!("{}{pem_of}", " ".repeat(9000))),
    ] {
        assert!(KeySet::from_pem(&text).is_err(), "{row}");
        let found = setup.verify(&text, &token(&p256, "ES256", json!("k"))).await;
        assert_eq!(found, Err(TokenErrorCode::KeysUnavailable), "{row}");
        let found = setup.at(&text, &token(&p256, "ES256", json!("k")), NOW + RETRY_SECONDS).await;
        assert_eq!(found, Err(TokenErrorCode::KeysUnavailable), "{row}");
    }
    assert!(KeySet::from_pem(&pem_of).is_ok());
    assert_eq!(setup.documents.count(), 0, "nor is a key looked for elsewhere");
}

#[test]
fn c14_an_rsa_key_of_the_wrong_size_is_no_key() {
    for (bytes, taken) in [(128, false), (255, false), (256, true), (512, true), (1024, true), (1025, false)] {
        // A number whose first bit is set has a zero byte before it (X.690 §8.3).
        let spki = rsa_spki(&[vec![0], vec![0xff; bytes]].concat());
        assert_eq!(KeySet::from_pem(&pem("PUBLIC KEY", &spki)).is_ok(), taken, "{bytes}");
    }
    let of_2047_bits = rsa_spki(&vec![0x7f; 256]);
    assert!(KeySet::from_pem(&pem("PUBLIC KEY", &of_2047_bits)).is_err());
}

/// Returns the `SubjectPublicKeyInfo` of an RSA key with this modulus and the exponent 65537.
fn rsa_spki(modulus: &[u8]) -> Vec<u8> {
    let value = |tag: u8, parts: &[&[u8]]| {
        let content = parts.concat();
        let length = u16::try_from(content.len()).unwrap().to_be_bytes();
        let mut value = match content.len() {
            0..128 => vec![tag, length[1]],
            128..256 => vec![tag, 0x81, length[1]],
            _ => vec![tag, 0x82, length[0], length[1]],
        };
        value.extend(content);
        value
    };
    let rsa_encryption = [0x06, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 1];
    let algorithm = value(0x30, &[&rsa_encryption, &[5, 0]]);
    let key = value(0x30, &[&value(2, &[modulus]), &[2, 3, 1, 0, 1]]);
    value(0x30, &[&algorithm, &value(3, &[&[0], &key])])
}
