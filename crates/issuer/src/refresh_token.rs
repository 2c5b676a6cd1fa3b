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
    tag: Zeroizing<[u8; TAG_BYTES]>,
    text: Secret,
}

impl RefreshToken {
    /// Parses a presented token. Its form proves nothing: [`RefreshKey::made`] does.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(text.strip_prefix(PREFIX)?).ok().map(Zeroizing::new)?;
        let bytes: &[u8; TOKEN_BYTES] = bytes.as_slice().try_into().ok()?;
        let (session, rest) = bytes.split_first_chunk::<16>()?;
        let (generation, tag) = rest.split_first_chunk::<4>()?;
        let tag = Zeroizing::new(<[u8; TAG_BYTES]>::try_from(tag).ok()?);
        let (session, generation) = (Uuid::from_bytes(*session), u32::from_be_bytes(*generation));
        Some(Self { session, generation, tag, text: Secret::new(text) })
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

    /// Derives the token of an application session and a generation. The same two always have the
    /// same token, so a repeated answer repeats it.
    pub fn token(&self, session: Uuid, generation: u32) -> RefreshToken {
        let generation_bytes = generation.to_be_bytes();
        let signed = hmac::sign(&self.key, &message(session, generation));
        let mut tag = Zeroizing::new([0; TAG_BYTES]);
        tag.copy_from_slice(signed.as_ref());
        let bytes = Zeroizing::new([session.as_bytes().as_slice(), &generation_bytes, tag.as_slice()].concat());
        let text = Secret::new(format!("{PREFIX}{}", URL_SAFE_NO_PAD.encode(bytes.as_slice())));
        RefreshToken { session, generation, tag, text }
    }

    /// Returns `true` if this key made the token. The comparison takes constant time.
    pub fn made(&self, token: &RefreshToken) -> bool {
        hmac::verify(&self.key, &message(token.session, token.generation), token.tag.as_slice()).is_ok()
    }
}

/// Returns the message that a token authenticates. Every part has a fixed length.
fn message(session: Uuid, generation: u32) -> Vec<u8> {
    [CONTEXT, session.as_bytes().as_slice(), &generation.to_be_bytes()].concat()
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
        let [one, other] = [key.token(SESSION, 1), key.token(SESSION, 1)];
        assert_eq!(one.expose(), other.expose());
        let presented = RefreshToken::parse(one.expose()).unwrap();
        assert_eq!((presented.session(), presented.generation()), (SESSION, 1));
        assert!(key.made(&presented));
        assert_eq!(presented.hash(), one.hash());
    }

    #[test]
    fn only_the_key_makes_a_token_of_a_session_and_a_generation() {
        let [key, other] = [[7; 32], [8; 32]].map(|bytes| RefreshKey::from_bytes(&bytes).unwrap());
        assert!(!other.made(&key.token(SESSION, 0)));
        assert_ne!(key.key_id(), other.key_id());
        // A token of another session or generation, with the proof of this one.
        let mut bytes = URL_SAFE_NO_PAD.decode(&key.token(SESSION, 0).expose()[PREFIX.len()..]).unwrap();
        for at in 0..bytes.len() {
            bytes[at] ^= 1;
            let forged = RefreshToken::parse(&format!("{PREFIX}{}", URL_SAFE_NO_PAD.encode(&bytes))).unwrap();
            assert!(!key.made(&forged), "byte {at}");
            bytes[at] ^= 1;
        }
    }

    #[test]
    fn only_the_form_of_a_refresh_token_is_read() {
        let token = RefreshKey::generate().unwrap().token(SESSION, 0);
        let text = token.expose();
        assert_eq!(text.len(), 78);
        for other in ["", PREFIX, &text[8..], &text[..77], &format!("{text}A"), &text.replace("_rt_", "_at_")] {
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
