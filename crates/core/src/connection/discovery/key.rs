//! One key of a set: what it is for, and whether a verifier takes it (RFC 7517 §4, RFC 7518 §6, RFC 8037 §2, RFC 8725 §3.1).
//!
//! Certificates (`x5c`, `x5t`, `x5u`) are not looked at: the key counts as it stands in the set.

use alloc::string::String;
use alloc::vec::Vec;
use serde_json::{Map, Value};

use crate::connection::SignatureAlgorithm;
use crate::jwks::key::{Objection, private_member, verifying};

/// A key.
pub(super) struct Key<'a> {
    /// Its identifier.
    pub(super) id: Option<&'a str>,
    /// Whether it can be used.
    pub(super) standing: Standing,
    /// A member that only the owner of the key may know.
    pub(super) private_member: Option<&'static str>,
}

/// Whether a key can be used.
pub(super) enum Standing {
    /// A token can be verified with it, by these of the connection's algorithms.
    Usable(Vec<SignatureAlgorithm>),
    /// It is well made, and for other algorithms than the connection's: these.
    OtherAlgorithm(Vec<SignatureAlgorithm>),
    /// It is for encryption.
    Encryption,
    /// It cannot be used.
    Unusable {
        /// Because of which member.
        member: &'static str,
        /// Why.
        why: String,
    },
}

impl<'a> Key<'a> {
    /// Looks a key over.
    pub(super) fn read(jwk: &'a Map<String, Value>, pinned: &[SignatureAlgorithm]) -> Self {
        let id = jwk.get("kid").and_then(Value::as_str);
        Self { id, standing: standing(jwk, pinned), private_member: private_member(jwk) }
    }

    /// Whether a verifier takes it for tokens of the connection.
    pub(super) const fn fits(&self) -> bool {
        matches!(self.standing, Standing::Usable(_))
    }

    /// The algorithms that it can be used with.
    pub(super) fn algorithms(&self) -> &[SignatureAlgorithm] {
        match &self.standing {
            Standing::Usable(algorithms) | Standing::OtherAlgorithm(algorithms) => algorithms,
            Standing::Encryption | Standing::Unusable { .. } => &[],
        }
    }
}

fn standing(jwk: &Map<String, Value>, pinned: &[SignatureAlgorithm]) -> Standing {
    if is_for_encryption(jwk) {
        return Standing::Encryption;
    }
    let algorithms = match verifying(jwk) {
        Ok(algorithms) => algorithms,
        Err(Objection(member, why)) => return Standing::Unusable { member, why },
    };
    let accepted: Vec<SignatureAlgorithm> =
        algorithms.iter().copied().filter(|algorithm| pinned.contains(algorithm)).collect();
    if accepted.is_empty() { Standing::OtherAlgorithm(algorithms) } else { Standing::Usable(accepted) }
}

/// Keys for encryption stand in many sets beside those for signatures, and are none of a verifier's business.
fn is_for_encryption(jwk: &Map<String, Value>) -> bool {
    let text = |name: &str| jwk.get(name).and_then(Value::as_str);
    text("use") == Some("enc")
        || (!jwk.contains_key("use")
            && text("alg")
                .is_some_and(|alg| ["RSA-OAEP", "RSA1_5", "ECDH-ES"].iter().any(|start| alg.starts_with(start))))
}
