//! A set of signing keys (RFC 7517), and the choice of the key that fits a token.

mod pem;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use cora_core::connection::SignatureAlgorithm;
use cora_core::jwks::{self, KeySetError};
use cora_core::text::KeyId;
use cora_core::token::{TokenErrorCode, TokenHeader};
use cora_wire::compact_jws::{CompactToken, object};
use jsonwebtoken::{Algorithm, DecodingKey};
use serde_json::{Map, Value};

/// The keys that one issuer publishes. The core's rules decide which key fits a token; the key
/// material is kept here.
#[derive(Debug, Clone)]
pub struct KeySet {
    rules: jwks::KeySet,
    material: Vec<Option<DecodingKey>>,
}

/// An error for a text that is not a public key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is not a PEM public key: RSA of 2048 to 8192 bits, P-256, P-384 or Ed25519")]
pub struct PemError;

/// The key material, and the algorithms that keys of its type are for.
pub(crate) type Material = (&'static [SignatureAlgorithm], DecodingKey);

impl KeySet {
    /// Parses a key set. See [`jwks::KeySet::read`].
    ///
    /// # Errors
    ///
    /// Returns [`KeySetError`] if the text is not a key set.
    pub fn parse(text: &[u8]) -> Result<Self, KeySetError> {
        let document = object(text).ok_or(KeySetError)?;
        let rules = jwks::KeySet::read(&document)?;
        let items = document.get("keys").and_then(Value::as_array).into_iter().flatten();
        let material = items.map(|item| item.as_object().and_then(material)).collect();
        Ok(Self { rules, material })
    }

    /// Returns `true` if the set has no keys.
    pub fn is_empty(&self) -> bool {
        self.rules.is_empty()
    }

    /// Builds a set of one key that was given as PEM (`SubjectPublicKeyInfo`, RFC 7468 §13). The
    /// key is used for every token, regardless of the token's key id.
    ///
    /// # Errors
    ///
    /// Returns [`PemError`] if the text is not exactly one public key of an accepted type and size.
    pub fn from_pem(text: &str) -> Result<Self, PemError> {
        let (algorithms, material) = pem::material(text).ok_or(PemError)?;
        Ok(Self { rules: jwks::KeySet::of_algorithms(algorithms), material: vec![Some(material)] })
    }

    /// Returns `true` if one of the keys signed a token with one of these algorithms. Nothing of
    /// the claims is read.
    pub fn has_signed(&self, token: &CompactToken<'_>, algorithms: &[SignatureAlgorithm]) -> bool {
        let member = |name: &str| token.header.get(name);
        let named = member("alg").and_then(|name| serde_json::from_value::<SignatureAlgorithm>(name.clone()).ok());
        let Some(algorithm) = named.filter(|algorithm| algorithms.contains(algorithm)) else { return false };
        let key_id = member("kid").map(|key_id| key_id.as_str().and_then(KeyId::new));
        // RFC 7515 §4.1.11: no extension is understood. A key ID that cannot be read names no key.
        if member("crit").is_some() || key_id == Some(None) {
            return false;
        }
        let header = TokenHeader {
            algorithm,
            key_id: key_id.flatten(),
            certificate_thumbprint: None,
            certificate_thumbprint_s256: None,
        };
        let (signed, algorithm) = (token.signed.as_bytes(), self::algorithm(algorithm));
        let keys = self.find(&header).unwrap_or_default().into_iter().filter_map(|at| self.key(at).ok());
        keys.map(|key| jsonwebtoken::crypto::verify(token.signature, signed, &key, algorithm))
            .any(|verified| verified.unwrap_or(false))
    }

    /// Returns the indexes of the keys that a token with this header can have been signed with. See
    /// [`jwks::KeySet::find`].
    pub(crate) fn find(&self, header: &TokenHeader) -> Result<Vec<usize>, TokenErrorCode> {
        self.rules.find(header)
    }

    /// Returns the key at this index.
    pub(crate) fn key(&self, at: usize) -> Result<DecodingKey, TokenErrorCode> {
        self.material.get(at).and_then(Option::as_ref).cloned().ok_or(TokenErrorCode::KeyMismatch)
    }
}

/// Returns the key material of a JWK.
fn material(jwk: &Map<String, Value>) -> Option<DecodingKey> {
    let text = |name: &str| jwk.get(name).and_then(Value::as_str);
    let bytes = |name: &str| text(name).and_then(|part| URL_SAFE_NO_PAD.decode(part).ok());
    let material = match (text("kty")?, text("crv")) {
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
    };
    material.map(|(_, key)| key)
}

/// Returns the RSA key with this big-endian modulus and exponent if its size is allowed.
pub(crate) fn rsa(modulus: &[u8], exponent: &[u8]) -> Option<Material> {
    use SignatureAlgorithm::{PS256, PS384, PS512, RS256, RS384, RS512};
    // RFC 7518 §6.3.1.1 warns of leading zero bytes; the library would take them for the size.
    let [modulus, exponent] = [modulus, exponent].map(significant);
    // RFC 7518 §3.3: at least 2048 bits. The upper bound limits the cost of one verification.
    let bits = 8 * modulus.len() - modulus.first()?.leading_zeros() as usize;
    (2048..=8192).contains(&bits).then_some(())?;
    Some((&[RS256, RS384, RS512, PS256, PS384, PS512], DecodingKey::from_rsa_raw_components(modulus, exponent)))
}

/// Returns a big-endian number without its leading zero bytes.
fn significant(number: &[u8]) -> &[u8] {
    let zeros = number.iter().take_while(|byte| **byte == 0).count();
    number.split_at(zeros).1
}

/// Returns the P-256 key at this uncompressed point (SEC 1 §2.3.3) if it has the right length.
pub(crate) fn p256(point: &[u8]) -> Option<Material> {
    ec(&[SignatureAlgorithm::ES256], 32, point)
}

/// Returns the P-384 key at this uncompressed point (SEC 1 §2.3.3) if it has the right length.
pub(crate) fn p384(point: &[u8]) -> Option<Material> {
    ec(&[SignatureAlgorithm::ES384], 48, point)
}

fn ec(algorithms: &'static [SignatureAlgorithm], size: usize, point: &[u8]) -> Option<Material> {
    (point.len() == 1 + 2 * size && point.first() == Some(&4)).then(|| (algorithms, DecodingKey::from_ec_der(point)))
}

/// Returns the Ed25519 key of these bytes (RFC 8032 §5.1.5) if there are 32 of them.
pub(crate) fn ed25519(bytes: &[u8]) -> Option<Material> {
    (bytes.len() == 32).then(|| (&[SignatureAlgorithm::EdDSA] as &'static [_], DecodingKey::from_ed_der(bytes)))
}

/// Returns the name that `jsonwebtoken` has for an algorithm.
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
mod tests;
