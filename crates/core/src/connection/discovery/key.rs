//! Reads one key of a set: its purpose, and whether a verifier accepts it (RFC 7517 §4,
//! RFC 7518 §6, RFC 8037 §2, RFC 8725 §3.1).
//!
//! Certificates (`x5c`, `x5t`, `x5u`) are ignored; only the key in the set counts.

use alloc::string::String;
use alloc::vec::Vec;
use serde_json::{Map, Value};

use crate::connection::SignatureAlgorithm;
use crate::jwks::key::{Objection, private_member, verifying};

/// A key of a set.
pub(super) struct Key<'a> {
    /// The key's identifier (`kid`).
    pub(super) id: Option<&'a str>,
    /// The usability of the key.
    pub(super) standing: Standing,
    /// A member that only the owner of the key may know, if the set publishes one.
    pub(super) private_member: Option<&'static str>,
}

/// The usability of a key.
pub(super) enum Standing {
    /// A token can be verified with the key, under these of the connection's algorithms.
    Usable(Vec<SignatureAlgorithm>),
    /// The key is well formed, but only for these algorithms, which the connection does not accept.
    OtherAlgorithm(Vec<SignatureAlgorithm>),
    /// The key is for encryption.
    Encryption,
    /// The key cannot be used.
    Unusable {
        /// The member at fault.
        member: &'static str,
        /// The reason, for people.
        why: String,
    },
}

impl<'a> Key<'a> {
    /// Reads a key and decides whether it can be used.
    pub(super) fn read(jwk: &'a Map<String, Value>, pinned: &[SignatureAlgorithm]) -> Self {
        let id = jwk.get("kid").and_then(Value::as_str);
        Self { id, standing: standing(jwk, pinned), private_member: private_member(jwk) }
    }

    /// Returns `true` if a verifier can use the key for tokens of the connection.
    pub(super) const fn fits(&self) -> bool {
        matches!(self.standing, Standing::Usable(_))
    }

    /// Returns the algorithms that the key can be used with.
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

/// Many sets hold keys for encryption next to those for signatures. A verifier ignores them.
fn is_for_encryption(jwk: &Map<String, Value>) -> bool {
    let text = |name: &str| jwk.get(name).and_then(Value::as_str);
    text("use") == Some("enc")
        || (!jwk.contains_key("use")
            && text("alg")
                .is_some_and(|alg| ["RSA-OAEP", "RSA1_5", "ECDH-ES"].iter().any(|start| alg.starts_with(start))))
}
