//! Parses a public key in PEM (RFC 7468 §13), the form in which a provider shows the key of one
//! instance.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use pkcs1::RsaPublicKeyRef;
use spki::der::Decode as _;
use spki::{ObjectIdentifier, SubjectPublicKeyInfoRef};

use super::{Material, ed25519, p256, p384, rsa};

/// Maximum length of a text, in bytes. An RSA key of 8192 bits needs about 1500.
const MAX_BYTES: usize = 8192;

const BEGIN: &str = "-----BEGIN PUBLIC KEY-----";
const END: &str = "-----END PUBLIC KEY-----";

/// `rsaEncryption`, RFC 8017 appendix A.1.
const RSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");
/// `id-ecPublicKey` and its curves, RFC 5480 §2.1.1.
const EC: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.2.1");
const P256: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.3.1.7");
const P384: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.132.0.34");
/// `id-Ed25519`, RFC 8410 §3.
const ED25519: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.101.112");

/// Parses a text that holds exactly one `PUBLIC KEY`, and not a private key, a certificate or a
/// bare RSA key.
///
/// Line breaks are ignored, because a text that went through an environment variable or a form has
/// often lost them.
pub(super) fn material(text: &str) -> Option<Material> {
    (text.len() <= MAX_BYTES).then_some(())?;
    let body = text.trim().strip_prefix(BEGIN)?.strip_suffix(END)?;
    let body: String = body.split_ascii_whitespace().collect();
    let der = STANDARD.decode(body).ok()?;
    let info = SubjectPublicKeyInfoRef::from_der(&der).ok()?;
    let key = info.subject_public_key.as_bytes()?;
    let parameters = info.algorithm.parameters;
    match info.algorithm.oid {
        RSA => {
            // RFC 3279 §2.3.1: the parameters are NULL.
            parameters?.is_null().then_some(())?;
            let key = RsaPublicKeyRef::from_der(key).ok()?;
            rsa(key.modulus.as_bytes(), key.public_exponent.as_bytes())
        }
        EC => match parameters?.decode_as::<ObjectIdentifier>().ok()? {
            P256 => p256(key),
            P384 => p384(key),
            _ => None,
        },
        ED25519 if parameters.is_none() => ed25519(key),
        _ => None,
    }
}
