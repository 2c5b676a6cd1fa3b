//! Refresh tokens, which are derived and not stored (specification §14.7).

use std::fmt;

use aws_lc_rs::hmac;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use cora_core::secret::{Secret, TokenHash};
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::KeyError;
use crate::handle::handle_hash;

/// Length of a key, in bytes.
const KEY_BYTES: usize = 32;
/// Length of the authentication code in a token, in bytes.
const TAG_BYTES: usize = 32;
/// Length of a token before base64url: the session, the generation, and the authentication code.
const TOKEN_BYTES: usize = 16 + 4 + TAG_BYTES;
/// Prefix of every refresh token, by which scanners of leaked secrets recognize one.
const PREFIX: &str = "cora_rt_";
/// Prefix of the derived message, so that the key serves no other purpose.
const CONTEXT: &[u8] = b"cora refresh token 1";

/// The secret that refresh tokens are derived with.
pub struct RefreshKey {
    bytes: Zeroizing<[u8; KEY_BYTES]>,
    key: hmac::Key,
}

/// A refresh token: an application session, a generation, and the proof that the issuer made it.
///
/// Shape: `cora_rt_` and 70 characters of base64url.
#[derive(Clone, PartialEq, Eq)]
pub struct RefreshToken {
    session: Uuid,
    generation: u32,
    text: Secret,
}

impl RefreshToken {
    /// Parses a presented token. Its form proves nothing: the store compares its hash.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(text.strip_prefix(PREFIX)?).ok().map(Zeroizing::new)?;
        let bytes: &[u8; TOKEN_BYTES] = bytes.as_slice().try_into().ok()?;
        let (session, rest) = bytes.split_first_chunk::<16>()?;
        let (generation, _) = rest.split_first_chunk::<4>()?;
        let (session, generation) = (Uuid::from_bytes(*session), u32::from_be_bytes(*generation));
        Some(Self { session, generation, text: Secret::new(text) })
    }

    /// Returns the identifier of the application session (`sid`).
    pub const fn session(&self) -> Uuid {
        self.session
    }

    /// Returns the generation; the first is 0.
    pub const fn generation(&self) -> u32 {
        self.generation
    }

    /// Returns the token, only for the answer to the application.
    pub fn expose(&self) -> &str {
        self.text.expose()
    }

    /// Returns the hash that the store keeps.
    pub fn hash(&self) -> TokenHash {
        handle_hash(self.text.expose()).expect("a refresh token is 78 bytes long")
    }
}

impl fmt::Debug for RefreshToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RefreshToken").field("generation", &self.generation).finish_non_exhaustive()
    }
}

impl RefreshKey {
    /// Draws a new key.
    ///
    /// # Errors
    ///
    /// Returns [`KeyError::SourceUnavailable`] if the system provides no random bytes.
    pub fn generate() -> Result<Self, KeyError> {
        let mut bytes = Zeroizing::new([0; KEY_BYTES]);
        getrandom::fill(bytes.as_mut_slice()).map_err(|_| KeyError::SourceUnavailable)?;
        Ok(Self::new(bytes))
    }

    /// Reads a stored key.
    ///
    /// # Errors
    ///
    /// Returns [`KeyError::Unreadable`] unless there are 32 bytes.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, KeyError> {
        <[u8; KEY_BYTES]>::try_from(bytes)
            .map(|bytes| Self::new(Zeroizing::new(bytes)))
            .map_err(|_| KeyError::Unreadable)
    }

    fn new(bytes: Zeroizing<[u8; KEY_BYTES]>) -> Self {
        let key = hmac::Key::new(hmac::HMAC_SHA256, bytes.as_slice());
        Self { bytes, key }
    }

    /// Returns the bytes of the key, only for sealing them.
    pub fn expose(&self) -> &[u8] {
        self.bytes.as_slice()
    }

    /// Returns the identifier of the key: base64url of a hash of it. It names the key and reveals
    /// nothing of it.
    pub fn key_id(&self) -> String {
        URL_SAFE_NO_PAD.encode(hmac::sign(&self.key, b"cora refresh key id 1"))
    }

    /// Derives the first token of an application session.
    pub fn first(&self, session: Uuid) -> RefreshToken {
        self.derive(session, 0, "")
    }

    /// Derives the successor of a token. The same token always has the same successor.
    pub fn successor(&self, token: &RefreshToken) -> RefreshToken {
        self.derive(token.session, token.generation.saturating_add(1), token.text.expose())
    }

    fn derive(&self, session: Uuid, generation: u32, predecessor: &str) -> RefreshToken {
        let mut message = hmac::Context::with_key(&self.key);
        let generation_bytes = generation.to_be_bytes();
        // Every part but the last has a fixed length, so no two inputs make the same message.
        for part in [CONTEXT, session.as_bytes().as_slice(), &generation_bytes, predecessor.as_bytes()] {
            message.update(part);
        }
        let tag = message.sign();
        let bytes = Zeroizing::new([session.as_bytes().as_slice(), &generation_bytes, tag.as_ref()].concat());
        let text = Secret::new(format!("{PREFIX}{}", URL_SAFE_NO_PAD.encode(bytes.as_slice())));
        RefreshToken { session, generation, text }
    }
}

impl fmt::Debug for RefreshKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RefreshKey(***)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SESSION: Uuid = Uuid::from_u128(0x5e55);

    #[test]
    fn c49_a_repeated_renewal_repeats_the_successor() {
        let key = RefreshKey::from_bytes(&[7; 32]).unwrap();
        let first = key.first(SESSION);
        let presented = RefreshToken::parse(first.expose()).unwrap();
        assert_eq!(presented, first);
        let [one, other] = [key.successor(&presented), key.successor(&presented)];
        assert_eq!(one, other);
        assert_eq!((one.session(), one.generation()), (SESSION, 1));
        assert_eq!(one.hash(), RefreshToken::parse(one.expose()).unwrap().hash());
    }

    #[test]
    fn no_two_tokens_are_alike() {
        let [key, other] = [[7; 32], [8; 32]].map(|bytes| RefreshKey::from_bytes(&bytes).unwrap());
        let first = key.first(SESSION);
        let mut tokens = vec![first.clone(), other.first(SESSION), key.first(Uuid::from_u128(1))];
        tokens.extend([key.successor(&first), other.successor(&first), key.successor(&key.successor(&first))]);
        let texts: std::collections::BTreeSet<&str> = tokens.iter().map(RefreshToken::expose).collect();
        assert_eq!(texts.len(), tokens.len());
        assert_ne!(key.key_id(), other.key_id());
    }

    #[test]
    fn only_the_form_of_a_refresh_token_is_read() {
        let token = RefreshKey::generate().unwrap().first(SESSION);
        let text = token.expose();
        assert_eq!(text.len(), 78);
        for other in ["", "cora_rt_", &text[8..], &text[..77], &format!("{text}A"), &text.replace("_rt_", "_at_")] {
            assert_eq!(RefreshToken::parse(other), None, "{other}");
        }
        assert!(!format!("{token:?}").contains(&text[8..]));
    }

    #[test]
    fn a_key_of_another_length_is_refused() {
        for length in [0, 16, 31, 33, 64] {
            assert_eq!(RefreshKey::from_bytes(&vec![1; length]).unwrap_err(), KeyError::Unreadable);
        }
    }
}
