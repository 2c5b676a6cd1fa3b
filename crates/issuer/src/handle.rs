//! Random handles: codes, secrets of browsers and applications, and states.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use cora_core::secret::{PresentedToken, Secret, TokenHash};
use zeroize::Zeroizing;

use crate::KeyError;

/// Draws a handle of 256 random bits, as 43 characters of base64url.
///
/// # Errors
///
/// Returns [`KeyError::SourceUnavailable`] if the system provides no random bytes.
pub fn random_handle() -> Result<Secret, KeyError> {
    let mut bytes = Zeroizing::new([0; 32]);
    getrandom::fill(bytes.as_mut_slice()).map_err(|_| KeyError::SourceUnavailable)?;
    Ok(Secret::new(URL_SAFE_NO_PAD.encode(bytes.as_slice())))
}

/// Returns the hash by which the store knows a handle, or `None` for a text longer than any handle.
pub fn handle_hash(text: &str) -> Option<TokenHash> {
    PresentedToken::new(text).map(|token| TokenHash::of(&token))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn no_two_handles_are_alike() {
        let handles: BTreeSet<String> = (0..200).map(|_| random_handle().unwrap().expose().to_owned()).collect();
        assert_eq!(handles.len(), 200);
        assert!(handles.iter().all(|handle| handle.len() == 43));
    }

    #[test]
    fn a_handle_is_known_by_its_hash_alone() {
        let handle = random_handle().unwrap();
        let hash = handle_hash(handle.expose()).unwrap();
        assert!(hash.matches(&PresentedToken::new(handle.expose()).unwrap()));
        assert!(!format!("{handle:?} {hash:?}").contains(handle.expose()));
        assert_eq!(handle_hash(&"x".repeat(513)), None);
    }
}
