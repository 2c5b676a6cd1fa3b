//! The random secrets of a flow, which only the provider may see, and the entropy they are made
//! from.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use cora_core::secret::Secret;

/// The random bytes for the secrets of one flow: 32 bytes each for state, nonce and code verifier.
/// Use it for one flow only.
#[derive(Clone)]
pub struct Entropy([[u8; 32]; 3]);

/// An error for a system that provides no random bytes.
#[derive(Debug, Clone, thiserror::Error)]
#[error("the system provides no random bytes")]
pub struct EntropyError(#[source] getrandom::Error);

impl Entropy {
    /// Reads random bytes from the system.
    ///
    /// # Errors
    ///
    /// Returns [`EntropyError`] if the system provides none.
    pub fn from_system() -> Result<Self, EntropyError> {
        let mut bytes = [[0; 32]; 3];
        getrandom::fill(bytes.as_flattened_mut()).map_err(EntropyError)?;
        Ok(Self(bytes))
    }

    /// Uses these bytes, for tests. Anyone who knows them can finish the flow in another's place.
    pub const fn from_bytes(bytes: [[u8; 32]; 3]) -> Self {
        Self(bytes)
    }

    /// Returns state, nonce and code verifier, 43 characters each: the shortest allowed code
    /// verifier (RFC 7636 §4.1).
    pub(crate) fn secrets(self) -> [Secret; 3] {
        self.0.map(|bytes| Secret::new(URL_SAFE_NO_PAD.encode(bytes)))
    }
}

impl fmt::Debug for Entropy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_never_shown() {
        assert_eq!(format!("{:?}", Secret::new("very-secret")), "***");
        assert_eq!(format!("{:?}", Entropy::from_bytes([[7; 32]; 3])), "***");
    }

    #[test]
    fn no_two_secrets_are_alike() {
        let mut all: Vec<Secret> = (0..100).flat_map(|_| Entropy::from_system().unwrap().secrets()).collect();
        all.sort_by(|a, b| a.expose().cmp(b.expose()));
        all.dedup();
        assert_eq!(all.len(), 300);
        assert!(all.iter().all(|secret| secret.expose().len() == 43));
    }
}
