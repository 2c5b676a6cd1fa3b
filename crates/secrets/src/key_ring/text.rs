//! Secrets that are sealed into a text: for files of a host, where no row holds nonce and
//! ciphertext.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chacha20poly1305::XNonce;
use chacha20poly1305::aead::{Aead as _, Generate as _, Payload};
use zeroize::Zeroizing;

use super::{KeyRing, NONCE_BYTES, cipher};
use crate::MAX_SECRET_BYTES;
use crate::error::SecretError;
use cora_core::secret::Secret;

/// Prefix of the authenticated data, other than that of the secrets of connections.
const CONTEXT: &[u8] = b"cora text secret 1\0";

impl KeyRing {
    /// Seals a secret for a place, with the first key and a fresh nonce. The result is the key's
    /// name, a dot, and nonce and ciphertext as base64url without padding.
    ///
    /// # Errors
    ///
    /// Fails as [`Self::seal`] does.
    pub fn seal_text(&self, place: &str, secret: &str) -> Result<String, SecretError> {
        if secret.len() > MAX_SECRET_BYTES {
            return Err(SecretError::Unreadable);
        }
        let key = self.0.first().ok_or(SecretError::KeysMissing)?;
        let nonce = XNonce::try_generate().map_err(|_| SecretError::SourceUnavailable)?;
        let payload = Payload { msg: secret.as_bytes(), aad: &[CONTEXT, place.as_bytes()].concat() };
        let ciphertext = cipher(key).encrypt(&nonce, payload).map_err(|_| SecretError::Unreadable)?;
        let bytes = [nonce.as_slice(), &ciphertext].concat();
        Ok(format!("{}.{}", key.id, URL_SAFE_NO_PAD.encode(bytes)))
    }

    /// Opens a text that was sealed for a place.
    ///
    /// # Errors
    ///
    /// Fails as [`Self::open`] does.
    pub fn open_text(&self, place: &str, sealed: &str) -> Result<Secret, SecretError> {
        let (id, encoded) = sealed.rsplit_once('.').ok_or(SecretError::Unreadable)?;
        let key = self.0.iter().find(|key| key.id == id).ok_or(SecretError::KeyUnknown)?;
        let bytes = URL_SAFE_NO_PAD.decode(encoded).map_err(|_| SecretError::Unreadable)?;
        let (nonce, ciphertext) = bytes.split_at_checked(NONCE_BYTES).ok_or(SecretError::Unreadable)?;
        let nonce = <[u8; NONCE_BYTES]>::try_from(nonce).map_err(|_| SecretError::Unreadable)?;
        let payload = Payload { msg: ciphertext, aad: &[CONTEXT, place.as_bytes()].concat() };
        let text = cipher(key).decrypt(&XNonce::from(nonce), payload).map_err(|_| SecretError::Unreadable)?;
        match String::from_utf8(text) {
            Ok(text) => Ok(Secret::new(text)),
            Err(error) => {
                drop(Zeroizing::new(error.into_bytes()));
                Err(SecretError::Unreadable)
            }
        }
    }

    /// Seals a text again with the first key, or returns `None` if it already is sealed with it.
    ///
    /// # Errors
    ///
    /// Fails as [`Self::open_text`] and [`Self::seal_text`] do.
    pub fn reseal_text(&self, place: &str, sealed: &str) -> Result<Option<String>, SecretError> {
        if sealed.rsplit_once('.').is_some_and(|(id, _)| id == self.sealing_key_id()) {
            return Ok(None);
        }
        self.seal_text(place, self.open_text(place, sealed)?.expose()).map(Some)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEYS: &str = "a.b:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

    #[test]
    fn a_text_opens_in_its_place_alone() {
        let ring = KeyRing::parse(KEYS).unwrap();
        let sealed = ring.seal_text("acme/dev/TOKEN", "hush").unwrap();
        assert!(sealed.starts_with("a.b.") && !sealed.contains("hush"));
        assert_ne!(sealed, ring.seal_text("acme/dev/TOKEN", "hush").unwrap());
        assert_eq!(ring.open_text("acme/dev/TOKEN", &sealed).unwrap().expose(), "hush");
        assert_eq!(ring.open_text("acme/prd/TOKEN", &sealed), Err(SecretError::Unreadable));
        let both = KeyRing::parse(&format!("new:AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=,{KEYS}")).unwrap();
        let resealed = both.reseal_text("acme/dev/TOKEN", &sealed).unwrap().unwrap();
        assert!(resealed.starts_with("new."));
        assert_eq!(both.reseal_text("acme/dev/TOKEN", &resealed), Ok(None));
        assert_eq!(both.open_text("acme/dev/TOKEN", &resealed).unwrap().expose(), "hush");
        for changed in [sealed.replace("a.b", "c"), "a.b.".to_owned(), "x".to_owned(), format!("{sealed}A")] {
            assert!(ring.open_text("acme/dev/TOKEN", &changed).is_err(), "{changed}");
        }
    }
}
