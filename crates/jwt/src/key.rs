//! A set of signing keys (RFC 7517), and which of them fits a token.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use cora_core::connection::SignatureAlgorithm;
use cora_core::text::KeyId;
use cora_core::token::{TokenErrorCode, TokenHeader};
use jsonwebtoken::{Algorithm, DecodingKey};
use serde_json::{Map, Value};

use crate::object;

/// The keys that one issuer publishes.
#[derive(Debug, Clone)]
pub struct KeySet {
    keys: Vec<Key>,
}

/// The text is not a set of keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is not a JSON Web Key Set of at most {} keys", KeySet::MAX_KEYS)]
pub struct KeySetError;

#[derive(Debug, Clone)]
struct Key {
    id: Option<String>,
    /// The algorithms that it may be used with, by type, `alg`, `use` and `key_ops` together.
    algorithms: Vec<SignatureAlgorithm>,
    material: Option<DecodingKey>,
}

impl KeySet {
    /// The greatest number of keys that are looked at.
    pub const MAX_KEYS: usize = 100;

    /// Reads a set. A key of a type that is not known, for another use or without its parts stays in the set as one that
    /// fits nothing, so that a token which names it is told apart from one that names no key at all.
    ///
    /// # Errors
    ///
    /// [`KeySetError`] when it is not a JSON object with a list `keys` of objects.
    pub fn parse(text: &[u8]) -> Result<Self, KeySetError> {
        let object = object::parse(text).ok_or(KeySetError)?;
        let Some(Value::Array(items)) = object.get("keys") else { return Err(KeySetError) };
        if items.len() > Self::MAX_KEYS {
            return Err(KeySetError);
        }
        let keys = items.iter().map(|item| item.as_object().map(Key::read).ok_or(KeySetError));
        Ok(Self { keys: keys.collect::<Result<_, _>>()? })
    }

    /// The one key that a token with this header can have been signed with. Never a guess: where two keys are possible
    /// there is none.
    ///
    /// # Errors
    ///
    /// `key_unknown` when no key has the key id (or, without one, not exactly one key fits), `key_mismatch` when the key
    /// that has it does not fit the algorithm.
    pub(crate) fn find(&self, header: &TokenHeader) -> Result<&DecodingKey, TokenErrorCode> {
        let id = header.key_id.as_ref().map(KeyId::as_str);
        let mut named = self.keys.iter().filter(|key| id.is_none() || key.id.as_deref() == id).peekable();
        let other = match (id, named.peek()) {
            (None, _) | (_, None) => TokenErrorCode::KeyUnknown,
            (Some(_), Some(_)) => TokenErrorCode::KeyMismatch,
        };
        let mut fitting =
            named.filter(|key| key.algorithms.contains(&header.algorithm)).filter_map(|key| key.material.as_ref());
        match (fitting.next(), fitting.next()) {
            (Some(key), None) => Ok(key),
            _ => Err(other),
        }
    }
}

impl Key {
    fn read(jwk: &Map<String, Value>) -> Self {
        let text = |name: &str| jwk.get(name).and_then(Value::as_str);
        let id = text("kid").map(String::from);
        let (by_type, material) = Self::material(jwk).unzip();
        let for_signatures = match (jwk.get("use"), jwk.get("key_ops")) {
            (Some(r#use), _) if r#use != "sig" => false,
            (_, Some(Value::Array(operations))) => operations.iter().any(|operation| operation == "verify"),
            (_, Some(_)) => false,
            (_, None) => true,
        };
        let pinned = jwk.get("alg");
        let agrees = |algorithm: &SignatureAlgorithm| {
            for_signatures && pinned.is_none_or(|pinned| serde_json::to_value(algorithm).ok().as_ref() == Some(pinned))
        };
        let algorithms = by_type.unwrap_or_default().iter().copied().filter(agrees).collect();
        Self { id, algorithms, material }
    }

    /// The key itself, and the algorithms that keys of its type are for. Symmetric keys are none (RFC 8725 §3.1).
    fn material(jwk: &Map<String, Value>) -> Option<(&'static [SignatureAlgorithm], DecodingKey)> {
        use SignatureAlgorithm::{ES256, ES384, EdDSA, PS256, PS384, PS512, RS256, RS384, RS512};
        let text = |name: &str| jwk.get(name).and_then(Value::as_str);
        let bytes = |name: &str| text(name).and_then(|part| URL_SAFE_NO_PAD.decode(part).ok());
        match (text("kty")?, text("crv")) {
            ("RSA", _) => {
                let (modulus, exponent) = (bytes("n")?, bytes("e")?);
                // RFC 7518 §3.3: at least 2048 bits. The upper bound keeps the work of one check small.
                let size = modulus.iter().skip_while(|byte| **byte == 0).count();
                (256..=1024).contains(&size).then_some(())?;
                let key = DecodingKey::from_rsa_raw_components(&modulus, &exponent);
                Some((&[RS256, RS384, RS512, PS256, PS384, PS512], key))
            }
            ("EC", Some(curve)) => {
                let (algorithms, size): (&'static [_], _) = match curve {
                    "P-256" => (&[ES256], 32),
                    "P-384" => (&[ES384], 48),
                    _ => return None,
                };
                let (x, y) = (bytes("x")?, bytes("y")?);
                (x.len() == size && y.len() == size).then_some(())?;
                Some((algorithms, DecodingKey::from_ec_der(&[&[4], x.as_slice(), &y].concat())))
            }
            ("OKP", Some("Ed25519")) => {
                let x = bytes("x").filter(|x| x.len() == 32)?;
                Some((&[EdDSA], DecodingKey::from_ed_der(&x)))
            }
            _ => None,
        }
    }
}

/// The name that `jsonwebtoken` has for an algorithm.
pub(crate) const fn algorithm(algorithm: SignatureAlgorithm) -> Algorithm {
    match algorithm {
        SignatureAlgorithm::RS256 => Algorithm::RS256,
        SignatureAlgorithm::RS384 => Algorithm::RS384,
        SignatureAlgorithm::RS512 => Algorithm::RS512,
        SignatureAlgorithm::PS256 => Algorithm::PS256,
        SignatureAlgorithm::PS384 => Algorithm::PS384,
        SignatureAlgorithm::PS512 => Algorithm::PS512,
        SignatureAlgorithm::ES256 => Algorithm::ES256,
        SignatureAlgorithm::ES384 => Algorithm::ES384,
        SignatureAlgorithm::EdDSA => Algorithm::EdDSA,
    }
}

#[cfg(test)]
mod agreement;
