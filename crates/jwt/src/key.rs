//! A set of signing keys (RFC 7517), and which of them fits a token.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use cora_core::connection::SignatureAlgorithm;
use cora_core::text::KeyId;
use cora_core::token::{TokenErrorCode, TokenHeader};
use jsonwebtoken::{Algorithm, DecodingKey};
use serde_json::{Map, Value};

use crate::{object, pem};

/// The keys that one issuer publishes.
#[derive(Debug, Clone)]
pub struct KeySet {
    keys: Vec<Key>,
}

/// The text is not a public key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is not a PEM public key: RSA of 2048 to 8192 bits, P-256, P-384 or Ed25519")]
pub struct PemError;

/// The text is not a set of keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is not a JSON Web Key Set of at most {} keys", KeySet::MAX_KEYS)]
pub struct KeySetError;

#[derive(Debug, Clone)]
struct Key {
    name: KeyName,
    /// The algorithms that it may be used with, by type, `alg`, `use` and `key_ops` together.
    algorithms: Vec<SignatureAlgorithm>,
    material: Option<DecodingKey>,
}

/// Which key ids of tokens mean a key.
#[derive(Debug, Clone)]
enum KeyName {
    /// This one.
    Id(String),
    /// None; a token that names its key does not mean this one.
    Missing,
    /// All: it is the only key there is, and was given without a name.
    Any,
}

/// A key itself, and the algorithms that keys of its type are for.
pub(crate) type Material = (&'static [SignatureAlgorithm], DecodingKey);

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

    /// The set of one key that was given as PEM (`SubjectPublicKeyInfo`, RFC 7468 §13) and is the token's whatever key id that
    /// has.
    ///
    /// # Errors
    ///
    /// [`PemError`] when it is not exactly one public key of a type and size that are taken.
    pub fn from_pem(text: &str) -> Result<Self, PemError> {
        let (algorithms, material) = pem::material(text).ok_or(PemError)?;
        Ok(Self { keys: vec![Key { name: KeyName::Any, algorithms: algorithms.into(), material: Some(material) }] })
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
        let mut named = self.keys.iter().filter(|key| id.is_none_or(|id| key.name.means(id))).peekable();
        let other = match (id, named.peek()) {
            (_, Some(Key { name: KeyName::Any, .. })) | (Some(_), Some(_)) => TokenErrorCode::KeyMismatch,
            (None, _) | (_, None) => TokenErrorCode::KeyUnknown,
        };
        let mut fitting =
            named.filter(|key| key.algorithms.contains(&header.algorithm)).filter_map(|key| key.material.as_ref());
        match (fitting.next(), fitting.next()) {
            (Some(key), None) => Ok(key),
            _ => Err(other),
        }
    }
}

impl KeyName {
    fn means(&self, id: &str) -> bool {
        match self {
            Self::Id(own) => own == id,
            Self::Missing => false,
            Self::Any => true,
        }
    }
}

impl Key {
    fn read(jwk: &Map<String, Value>) -> Self {
        let text = |name: &str| jwk.get(name).and_then(Value::as_str);
        let name = text("kid").map_or(KeyName::Missing, |id| KeyName::Id(id.into()));
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
        Self { name, algorithms, material }
    }

    /// The key itself. Symmetric keys are none (RFC 8725 §3.1), nor is one whose private part everybody can read and sign with
    /// (RFC 7518 §6.2.2, §6.3.2, §6.4).
    fn material(jwk: &Map<String, Value>) -> Option<Material> {
        if ["d", "p", "q", "dp", "dq", "qi", "oth", "k"].iter().any(|part| jwk.contains_key(*part)) {
            return None;
        }
        let text = |name: &str| jwk.get(name).and_then(Value::as_str);
        let bytes = |name: &str| text(name).and_then(|part| URL_SAFE_NO_PAD.decode(part).ok());
        match (text("kty")?, text("crv")) {
            ("RSA", _) => rsa(&bytes("n")?, &bytes("e")?),
            ("EC", Some(curve)) => {
                let (x, y) = (bytes("x")?, bytes("y")?);
                (x.len() == y.len()).then_some(())?;
                let point = [&[4], x.as_slice(), &y].concat();
                match curve {
                    "P-256" => p256(&point),
                    "P-384" => p384(&point),
                    _ => None,
                }
            }
            ("OKP", Some("Ed25519")) => ed25519(&bytes("x")?),
            _ => None,
        }
    }
}

/// The RSA key of this modulus and exponent, big-endian, if its size is right.
pub(crate) fn rsa(modulus: &[u8], exponent: &[u8]) -> Option<Material> {
    use SignatureAlgorithm::{PS256, PS384, PS512, RS256, RS384, RS512};
    // RFC 7518 §3.3: at least 2048 bits. The upper bound keeps the work of one check small.
    let size = modulus.iter().skip_while(|byte| **byte == 0).count();
    (256..=1024).contains(&size).then_some(())?;
    Some((&[RS256, RS384, RS512, PS256, PS384, PS512], DecodingKey::from_rsa_raw_components(modulus, exponent)))
}

/// The key on P-256 at this uncompressed point (SEC 1 §2.3.3), if it has the right length.
pub(crate) fn p256(point: &[u8]) -> Option<Material> {
    ec(&[SignatureAlgorithm::ES256], 32, point)
}

/// The key on P-384 at this uncompressed point (SEC 1 §2.3.3), if it has the right length.
pub(crate) fn p384(point: &[u8]) -> Option<Material> {
    ec(&[SignatureAlgorithm::ES384], 48, point)
}

fn ec(algorithms: &'static [SignatureAlgorithm], size: usize, point: &[u8]) -> Option<Material> {
    (point.len() == 1 + 2 * size && point.first() == Some(&4)).then(|| (algorithms, DecodingKey::from_ec_der(point)))
}

/// The Ed25519 key of these bytes (RFC 8032 §5.1.5), if they are 32.
pub(crate) fn ed25519(bytes: &[u8]) -> Option<Material> {
    (bytes.len() == 32).then(|| (&[SignatureAlgorithm::EdDSA] as &'static [_], DecodingKey::from_ed_der(bytes)))
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
