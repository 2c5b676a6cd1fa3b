//! Public keys of the issuer, by which it knows its own tokens again.

use std::fmt;

use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED, RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents, UnparsedPublicKey,
};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value};

use crate::signing_key::KeyAlgorithm;

/// The public half of a signing key.
#[derive(Clone)]
pub struct VerifyingKey {
    algorithm: KeyAlgorithm,
    parts: Parts,
}

#[derive(Clone)]
enum Parts {
    Ec(Vec<u8>),
    Rsa { modulus: Vec<u8>, exponent: Vec<u8> },
}

impl VerifyingKey {
    /// Reads a public key as the issuer publishes it. `None` for any other.
    pub fn of_jwk(jwk: &Map<String, Value>) -> Option<Self> {
        let text = |name: &str| jwk.get(name).and_then(Value::as_str);
        let bytes = |name: &str| URL_SAFE_NO_PAD.decode(text(name)?).ok();
        match (text("alg")?, text("kty")?) {
            ("ES256", "EC") if text("crv") == Some("P-256") => {
                let point = [vec![4], bytes("x")?, bytes("y")?].concat();
                Some(Self { algorithm: KeyAlgorithm::Es256, parts: Parts::Ec(point) })
            }
            ("RS256", "RSA") => {
                let parts = Parts::Rsa { modulus: bytes("n")?, exponent: bytes("e")? };
                Some(Self { algorithm: KeyAlgorithm::Rs256, parts })
            }
            _ => None,
        }
    }

    /// Returns the algorithm.
    pub const fn algorithm(&self) -> KeyAlgorithm {
        self.algorithm
    }

    /// Returns `true` if the key signed a token. `signed` are its first two parts with the dot, and
    /// `signature` is its third part.
    pub fn has_signed(&self, signed: &str, signature: &str) -> bool {
        let Ok(signature) = URL_SAFE_NO_PAD.decode(signature) else { return false };
        let message = signed.as_bytes();
        match &self.parts {
            Parts::Ec(point) => UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point).verify(message, &signature),
            Parts::Rsa { modulus, exponent } => RsaPublicKeyComponents { n: modulus, e: exponent }.verify(
                &RSA_PKCS1_2048_8192_SHA256,
                message,
                &signature,
            ),
        }
        .is_ok()
    }
}

impl fmt::Debug for VerifyingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("VerifyingKey").field("algorithm", &self.algorithm).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::SigningKey;

    #[test]
    fn a_token_is_known_by_the_key_that_signed_it_alone() {
        for algorithm in [KeyAlgorithm::Es256, KeyAlgorithm::Rs256] {
            let [key, other] = [0, 1].map(|_| SigningKey::generate(algorithm).unwrap());
            let [public, stranger] = [&key, &other].map(|key| VerifyingKey::of_jwk(&key.public_jwk()).unwrap());
            let token = key.sign("at+jwt", &json!({ "sub": "a" })).unwrap();
            let (signed, signature) = token.rsplit_once('.').unwrap();
            assert_eq!(public.algorithm(), algorithm);
            assert!(public.has_signed(signed, signature));
            assert!(!stranger.has_signed(signed, signature));
            assert!(!public.has_signed(&signed.replacen('e', "f", 1), signature));
            for changed in ["", "!", &signature[1..]] {
                assert!(!public.has_signed(signed, changed), "{changed}");
            }
        }
    }

    #[test]
    fn another_kind_of_key_is_not_read() {
        for jwk in [
            json!({}),
            json!({ "alg": "HS256", "kty": "oct", "k": "AAAA" }),
            json!({ "alg": "RS256", "kty": "EC", "crv": "P-256", "x": "AA", "y": "AA" }),
            json!({ "alg": "none", "kty": "RSA", "n": "AA", "e": "AQAB" }),
        ] {
            assert!(VerifyingKey::of_jwk(jwk.as_object().unwrap()).is_none(), "{jwk}");
        }
    }
}
