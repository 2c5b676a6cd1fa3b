//! Keys that sign tokens, and their public halves.

use std::fmt;

use aws_lc_rs::encoding::{AsDer, Pkcs8V1Der};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _, RSA_PKCS1_SHA256, RsaKeyPair};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Serialize;
use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use crate::KeyError;

/// The algorithm of a signing key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyAlgorithm {
    /// ECDSA on P-256 with SHA-256 (RFC 7518 §3.4): access tokens.
    Es256,
    /// RSASSA-PKCS1-v1_5 with SHA-256 and 2048 bits (RFC 7518 §3.3): ID and logout tokens.
    Rs256,
}

impl KeyAlgorithm {
    /// Returns the name of the algorithm as tokens have it (`alg`).
    pub const fn name(self) -> &'static str {
        match self {
            Self::Es256 => "ES256",
            Self::Rs256 => "RS256",
        }
    }
}

/// A private key that signs tokens.
pub struct SigningKey {
    pair: Pair,
    jwk: Map<String, Value>,
    key_id: String,
}

/// A private key with its public half.
pub(crate) enum Pair {
    Ec(EcdsaKeyPair),
    Rsa(Box<RsaKeyPair>),
}

/// The header of a signed token.
#[derive(Serialize)]
struct Header<'a> {
    typ: &'a str,
    alg: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    kid: Option<&'a str>,
}

impl Pair {
    pub(crate) const fn algorithm(&self) -> KeyAlgorithm {
        match self {
            Self::Ec(_) => KeyAlgorithm::Es256,
            Self::Rsa(_) => KeyAlgorithm::Rs256,
        }
    }

    pub(crate) fn sign(&self, message: &[u8]) -> Result<Vec<u8>, KeyError> {
        let random = SystemRandom::new();
        match self {
            Self::Ec(pair) => Ok(pair.sign(&random, message).map_err(|_| KeyError::NotSigned)?.as_ref().to_vec()),
            Self::Rsa(pair) => {
                let mut signature = vec![0; pair.public_modulus_len()];
                pair.sign(&RSA_PKCS1_SHA256, &random, message, &mut signature).map_err(|_| KeyError::NotSigned)?;
                Ok(signature)
            }
        }
    }
}

/// Signs claims in the compact form (RFC 7515 §7.1).
///
/// # Errors
///
/// Returns [`KeyError::NotSigned`] if the claims are not a JSON object, or `sign` fails.
pub(crate) fn compact(
    [typ, alg]: [&str; 2],
    kid: Option<&str>,
    claims: &impl Serialize,
    sign: impl FnOnce(&[u8]) -> Result<Vec<u8>, KeyError>,
) -> Result<String, KeyError> {
    let [header, claims] = [serde_json::to_string(&Header { typ, alg, kid }), serde_json::to_string(claims)];
    let (header, claims) = header.ok().zip(claims.ok()).ok_or(KeyError::NotSigned)?;
    if !claims.starts_with('{') {
        return Err(KeyError::NotSigned);
    }
    let signed = format!("{}.{}", base64(header), base64(claims));
    let signature = sign(signed.as_bytes())?;
    Ok(format!("{signed}.{}", base64(signature)))
}

impl SigningKey {
    /// Generates a key. RSA takes some hundred milliseconds of computing time.
    ///
    /// # Errors
    ///
    /// Returns [`KeyError::SourceUnavailable`] if the system provides no random bytes.
    pub fn generate(algorithm: KeyAlgorithm) -> Result<Self, KeyError> {
        let unavailable = |_| KeyError::SourceUnavailable;
        Self::of(match algorithm {
            KeyAlgorithm::Es256 => {
                Pair::Ec(EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).map_err(unavailable)?)
            }
            KeyAlgorithm::Rs256 => Pair::Rsa(Box::new(RsaKeyPair::generate(KeySize::Rsa2048).map_err(unavailable)?)),
        })
    }

    /// Reads a stored private key (PKCS #8, RFC 5208).
    ///
    /// # Errors
    ///
    /// Returns [`KeyError::Unreadable`] if the bytes are not a private key of this algorithm.
    pub fn from_pkcs8(algorithm: KeyAlgorithm, der: &[u8]) -> Result<Self, KeyError> {
        Self::of(match algorithm {
            KeyAlgorithm::Es256 => {
                let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, der);
                Pair::Ec(pair.map_err(|_| KeyError::Unreadable)?)
            }
            KeyAlgorithm::Rs256 => Pair::Rsa(Box::new(RsaKeyPair::from_pkcs8(der).map_err(|_| KeyError::Unreadable)?)),
        })
    }

    fn of(pair: Pair) -> Result<Self, KeyError> {
        let mut jwk = match &pair {
            Pair::Ec(pair) => {
                // An uncompressed point (SEC 1 §2.3.3): 4, x, y.
                let point = pair.public_key().as_ref().get(1..).ok_or(KeyError::Unreadable)?;
                let (x, y) = point.split_at(point.len() / 2);
                json!({ "kty": "EC", "crv": "P-256", "x": base64(x), "y": base64(y) })
            }
            Pair::Rsa(pair) => {
                let (n, e) = (pair.public_key().modulus(), pair.public_key().exponent());
                let [n, e] = [n, e].map(|number| base64(number.big_endian_without_leading_zero()));
                json!({ "kty": "RSA", "n": n, "e": e })
            }
        };
        let jwk = std::mem::take(jwk.as_object_mut().ok_or(KeyError::Unreadable)?);
        let key_id = thumbprint(&jwk).ok_or(KeyError::Unreadable)?;
        Ok(Self { pair, jwk, key_id })
    }

    /// Returns the private key as PKCS #8, only for sealing it.
    ///
    /// # Errors
    ///
    /// Returns [`KeyError::Unreadable`] if the key cannot be written.
    pub fn pkcs8(&self) -> Result<Zeroizing<Vec<u8>>, KeyError> {
        match &self.pair {
            Pair::Ec(pair) => pair.to_pkcs8v1().map(|der| Zeroizing::new(der.as_ref().to_vec())),
            Pair::Rsa(pair) => {
                AsDer::<Pkcs8V1Der<'_>>::as_der(&**pair).map(|der| Zeroizing::new(der.as_ref().to_vec()))
            }
        }
        .map_err(|_| KeyError::Unreadable)
    }

    /// Returns the algorithm.
    pub const fn algorithm(&self) -> KeyAlgorithm {
        self.pair.algorithm()
    }

    /// Returns the key ID, which is the thumbprint (RFC 7638).
    pub fn key_id(&self) -> &str {
        &self.key_id
    }

    /// Returns the public half as it is published: with key ID, use and algorithm (RFC 7517 §4).
    pub fn public_jwk(&self) -> Map<String, Value> {
        let mut jwk = self.jwk.clone();
        for (name, value) in [("kid", self.key_id()), ("use", "sig"), ("alg", self.algorithm().name())] {
            jwk.insert(name.to_owned(), value.into());
        }
        jwk
    }

    /// Signs claims as a token of this type (`typ`), in the compact form (RFC 7515 §7.1).
    ///
    /// # Errors
    ///
    /// Returns [`KeyError::NotSigned`] if the claims are not a JSON object, or cannot be signed.
    pub fn sign(&self, token_type: &str, claims: &impl Serialize) -> Result<String, KeyError> {
        let names = [token_type, self.algorithm().name()];
        compact(names, Some(&self.key_id), claims, |message| self.pair.sign(message))
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SigningKey").field("key_id", &self.key_id).finish_non_exhaustive()
    }
}

/// Returns the SHA-256 thumbprint of a public key (RFC 7638 §3), or `None` if it is of another type
/// than EC, RSA and OKP, or lacks a required member.
pub fn thumbprint(jwk: &Map<String, Value>) -> Option<String> {
    let text = |name: &str| jwk.get(name).and_then(Value::as_str);
    let members: &[&str] = match text("kty")? {
        "EC" => &["crv", "kty", "x", "y"],
        "RSA" => &["e", "kty", "n"],
        "OKP" => &["crv", "kty", "x"],
        _ => return None,
    };
    let members: Option<Vec<String>> =
        members.iter().map(|name| text(name).map(|value| format!("\"{name}\":{}", Value::from(value)))).collect();
    Some(base64(Sha256::digest(format!("{{{}}}", members?.join(",")))))
}

fn base64(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

#[cfg(test)]
mod tests {
    use cora_jwt::KeySet;
    use jsonwebtoken::jwk::Jwk;
    use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header};

    use super::*;

    const ALGORITHMS: [(KeyAlgorithm, Algorithm); 2] =
        [(KeyAlgorithm::Es256, Algorithm::ES256), (KeyAlgorithm::Rs256, Algorithm::RS256)];

    /// Verifies a token with `jsonwebtoken` and the published key, and returns its claims.
    fn verified(token: &str, key: &SigningKey, algorithm: Algorithm) -> Option<Value> {
        let jwk: Jwk = serde_json::from_value(Value::Object(key.public_jwk())).unwrap();
        let mut validation = Validation::new(algorithm);
        validation.validate_exp = false;
        validation.required_spec_claims.clear();
        decode(token, &DecodingKey::from_jwk(&jwk).unwrap(), &validation).ok().map(|token| token.claims)
    }

    #[test]
    fn another_library_verifies_the_tokens_with_the_published_keys() {
        for (algorithm, theirs) in ALGORITHMS {
            let key = SigningKey::generate(algorithm).unwrap();
            let claims = json!({ "iss": "https://cora.acme.example", "sub": "ä" });
            let token = key.sign("at+jwt", &claims).unwrap();
            assert_eq!(verified(&token, &key, theirs), Some(claims));
            let header = decode_header(&token).unwrap();
            assert_eq!((header.alg, header.typ.as_deref()), (theirs, Some("at+jwt")));
            assert_eq!(header.kid.as_deref(), Some(key.key_id()));
            let other = SigningKey::generate(algorithm).unwrap();
            assert_eq!(verified(&token, &other, theirs), None);
            let set = json!({ "keys": [key.public_jwk()] }).to_string();
            assert!(KeySet::parse(set.as_bytes()).is_ok());
        }
    }

    #[test]
    fn a_stored_key_is_the_same_key() {
        for (algorithm, theirs) in ALGORITHMS {
            let key = SigningKey::generate(algorithm).unwrap();
            let stored = SigningKey::from_pkcs8(algorithm, &key.pkcs8().unwrap()).unwrap();
            assert_eq!(stored.public_jwk(), key.public_jwk());
            let token = stored.sign("JWT", &json!({})).unwrap();
            assert!(verified(&token, &key, theirs).is_some());
        }
    }

    #[test]
    fn a_key_of_another_algorithm_is_not_read() {
        let ec = SigningKey::generate(KeyAlgorithm::Es256).unwrap().pkcs8().unwrap();
        for (algorithm, der) in
            [(KeyAlgorithm::Rs256, &ec[..]), (KeyAlgorithm::Es256, &[]), (KeyAlgorithm::Es256, &ec[1..])]
        {
            assert_eq!(SigningKey::from_pkcs8(algorithm, der).unwrap_err(), KeyError::Unreadable);
        }
    }

    #[test]
    fn c56_the_key_id_is_the_thumbprint_of_the_public_half() {
        // RFC 7638 §3.1.
        let n = "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw";
        let key = json!({ "kty": "RSA", "n": n, "e": "AQAB", "alg": "RS256", "kid": "2011-04-29" });
        let thumbprint = |key: &Value| super::thumbprint(key.as_object().unwrap());
        assert_eq!(thumbprint(&key).as_deref(), Some("NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs"));
        // RFC 8037, appendix A.3.
        let key = json!({ "kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo" });
        assert_eq!(thumbprint(&key).as_deref(), Some("kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"));
        assert_eq!(thumbprint(&json!({ "kty": "EC", "crv": "P-256", "x": "a" })), None);
        assert_eq!(thumbprint(&json!({ "kty": "oct", "k": "a" })), None);
        let [one, other] = [0, 1].map(|_| SigningKey::generate(KeyAlgorithm::Es256).unwrap());
        assert_ne!(one.key_id(), other.key_id());
    }

    #[test]
    fn claims_are_an_object() {
        let key = SigningKey::generate(KeyAlgorithm::Es256).unwrap();
        for claims in [json!([]), json!("text"), json!(1), Value::Null] {
            assert_eq!(key.sign("JWT", &claims), Err(KeyError::NotSigned));
        }
    }

    #[test]
    fn a_private_key_is_never_shown() {
        let key = SigningKey::generate(KeyAlgorithm::Es256).unwrap();
        assert_eq!(format!("{key:?}"), format!("SigningKey {{ key_id: {:?}, .. }}", key.key_id()));
        let members: Vec<String> = key.public_jwk().keys().cloned().collect();
        assert_eq!(members, ["alg", "crv", "kid", "kty", "use", "x", "y"]);
    }
}
