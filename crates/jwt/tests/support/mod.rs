//! Keys that sign tokens, and a source that serves their public halves without a network.

#![allow(dead_code, reason = "each test file uses a part of it")]

use std::collections::HashMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use aws_lc_rs::encoding::{AsDer, Pkcs8V1Der, PublicKeyX509Der};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{
    self, ECDSA_P256_SHA256_FIXED_SIGNING, ECDSA_P384_SHA384_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair,
    RsaKeyPair,
};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use cora_core::secret::Secret;
use cora_jwt::{Answer, Answering, Fetch, FetchError, Fetching, HeaderValue};
use serde_json::{Value, json};

/// A private key and its key id.
pub struct Signer {
    pub kid: String,
    key: Key,
}

enum Key {
    Rsa(RsaKeyPair),
    Ec(EcdsaKeyPair, &'static str),
    Ed(Ed25519KeyPair),
}

pub fn base64(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// Encodes in the alphabet of publishable keys.
pub fn base64_standard(bytes: impl AsRef<[u8]>) -> String {
    STANDARD.encode(bytes)
}

impl Signer {
    pub fn rsa(kid: &str) -> Self {
        Self { kid: kid.into(), key: Key::Rsa(RsaKeyPair::generate(KeySize::Rsa2048).unwrap()) }
    }

    pub fn p256(kid: &str) -> Self {
        let key = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).unwrap();
        Self { kid: kid.into(), key: Key::Ec(key, "P-256") }
    }

    pub fn p384(kid: &str) -> Self {
        let key = EcdsaKeyPair::generate(&ECDSA_P384_SHA384_FIXED_SIGNING).unwrap();
        Self { kid: kid.into(), key: Key::Ec(key, "P-384") }
    }

    pub fn ed25519(kid: &str) -> Self {
        Self { kid: kid.into(), key: Key::Ed(Ed25519KeyPair::generate().unwrap()) }
    }

    /// Returns the public half as a JWK.
    pub fn jwk(&self) -> Value {
        let mut jwk = match &self.key {
            Key::Rsa(key) => {
                let public = key.public_key();
                let (n, e) = (public.modulus(), public.exponent());
                json!({
                    "kty": "RSA",
                    "n": base64(n.big_endian_without_leading_zero()), "e": base64(e.big_endian_without_leading_zero())
                })
            }
            Key::Ec(key, curve) => {
                let (x, y) = key.public_key().as_ref()[1..].split_at(key.public_key().as_ref().len() / 2);
                json!({ "kty": "EC", "crv": curve, "x": base64(x), "y": base64(y) })
            }
            Key::Ed(key) => json!({ "kty": "OKP", "crv": "Ed25519", "x": base64(key.public_key()) }),
        };
        jwk["kid"] = json!(self.kid);
        jwk["use"] = json!("sig");
        jwk
    }

    /// Returns the public half as `SubjectPublicKeyInfo`.
    pub fn spki(&self) -> Vec<u8> {
        let der: PublicKeyX509Der<'_> = match &self.key {
            Key::Rsa(key) => key.public_key().as_der().unwrap(),
            Key::Ec(key, _) => key.public_key().as_der().unwrap(),
            Key::Ed(key) => key.public_key().as_der().unwrap(),
        };
        der.as_ref().to_vec()
    }

    /// Returns the private key as PKCS #8.
    pub fn pkcs8(&self) -> Vec<u8> {
        match &self.key {
            Key::Rsa(key) => AsDer::<Pkcs8V1Der<'_>>::as_der(key).unwrap().as_ref().to_vec(),
            Key::Ec(key, _) => key.to_pkcs8v1().unwrap().as_ref().to_vec(),
            Key::Ed(key) => key.to_pkcs8v1().unwrap().as_ref().to_vec(),
        }
    }

    /// Returns the algorithm that the key is usually used with.
    pub fn algorithm(&self) -> &'static str {
        match &self.key {
            Key::Rsa(_) => "RS256",
            Key::Ec(_, "P-256") => "ES256",
            Key::Ec(..) => "ES384",
            Key::Ed(_) => "EdDSA",
        }
    }

    pub fn header(&self) -> Value {
        json!({ "alg": self.algorithm(), "typ": "at+jwt", "kid": self.kid })
    }

    /// Signs a token with the usual header.
    pub fn token(&self, claims: &Value) -> String {
        self.sign(&self.header().to_string(), &claims.to_string())
    }

    /// Signs a token whose header has the type `JWT`, as ID tokens and session tokens do.
    pub fn plain_token(&self, claims: &Value) -> String {
        let mut header = self.header();
        header["typ"] = json!("JWT");
        self.sign(&header.to_string(), &claims.to_string())
    }

    /// Signs a token of this exact header and these exact claims, with the algorithm of the
    /// header's `alg`.
    pub fn sign(&self, header: &str, claims: &str) -> String {
        let signed = format!("{}.{}", base64(header), base64(claims));
        let algorithm = serde_json::from_str::<Value>(header).map(|header| header["alg"].clone()).unwrap_or_default();
        let signature = match &self.key {
            Key::Rsa(key) => {
                let padding: &dyn signature::RsaEncoding = match algorithm.as_str() {
                    Some("RS384") => &signature::RSA_PKCS1_SHA384,
                    Some("RS512") => &signature::RSA_PKCS1_SHA512,
                    Some("PS256") => &signature::RSA_PSS_SHA256,
                    Some("PS384") => &signature::RSA_PSS_SHA384,
                    Some("PS512") => &signature::RSA_PSS_SHA512,
                    _ => &signature::RSA_PKCS1_SHA256,
                };
                let mut signature = vec![0; key.public_modulus_len()];
                key.sign(padding, &SystemRandom::new(), signed.as_bytes(), &mut signature).unwrap();
                signature
            }
            Key::Ec(key, _) => key.sign(&SystemRandom::new(), signed.as_bytes()).unwrap().as_ref().to_vec(),
            Key::Ed(key) => key.sign(signed.as_bytes()).as_ref().to_vec(),
        };
        format!("{signed}.{}", base64(signature))
    }
}

/// Encodes bytes as PEM, in lines of 64 characters.
pub fn pem(label: &str, bytes: &[u8]) -> String {
    let text = STANDARD.encode(bytes);
    let lines: Vec<&str> = text.as_bytes().chunks(64).map(|line| std::str::from_utf8(line).unwrap()).collect();
    format!("-----BEGIN {label}-----\n{}\n-----END {label}-----\n", lines.join("\n"))
}

/// Builds a key set of public halves.
pub fn jwks(signers: &[&Signer]) -> Value {
    json!({ "keys": signers.iter().map(|signer| signer.jwk()).collect::<Vec<_>>() })
}

/// Documents by URL. Any other URL fails with status 404. Counts the fetches.
#[derive(Default)]
pub struct Documents {
    documents: Mutex<HashMap<String, Vec<u8>>>,
    /// The answers of protected resources, by URL and access token.
    answers: Mutex<HashMap<(String, String), Answer>>,
    pub fetches: AtomicUsize,
    /// The number of times that a protected resource was asked.
    pub asked: AtomicUsize,
}

impl Documents {
    pub fn set(&self, url: &str, document: &Value) {
        self.documents.lock().unwrap().insert(url.into(), document.to_string().into_bytes());
    }

    /// Sets the JSON that a protected resource answers to an access token.
    pub fn set_protected(&self, url: &str, access_token: &str, document: &Value) {
        self.set_answer(url, access_token, 200, "application/json", document.to_string());
    }

    /// Sets the answer of a protected resource to an access token.
    pub fn set_answer(&self, url: &str, access_token: &str, status: u16, content_type: &'static str, body: String) {
        let content_type = Some(HeaderValue::from_static(content_type));
        let answer = Answer { status, content_type, body: body.into_bytes() };
        self.answers.lock().unwrap().insert((url.into(), access_token.into()), answer);
    }

    pub fn remove(&self, url: &str) {
        self.documents.lock().unwrap().remove(url);
    }

    pub fn count(&self) -> usize {
        self.fetches.load(Ordering::SeqCst)
    }
}

impl Fetch for Documents {
    fn fetch<'a>(&'a self, url: &'a str) -> Fetching<'a> {
        Box::pin(async move {
            self.fetches.fetch_add(1, Ordering::SeqCst);
            tokio::task::yield_now().await;
            self.documents.lock().unwrap().get(url).cloned().ok_or(FetchError::Status(404))
        })
    }

    /// Answers 401 to an access token that it does not know.
    fn fetch_protected<'a>(&'a self, url: &'a str, access_token: &'a Secret) -> Answering<'a> {
        Box::pin(async move {
            self.asked.fetch_add(1, Ordering::SeqCst);
            tokio::task::yield_now().await;
            let key = (url.to_owned(), access_token.expose().to_owned());
            let refused = || Answer { status: 401, content_type: None, body: Vec::new() };
            Ok(self.answers.lock().unwrap().get(&key).cloned().unwrap_or_else(refused))
        })
    }
}
