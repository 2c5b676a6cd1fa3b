//! Values that are sealed for a named place: private keys of the issuer, and what it keeps of a
//! login on its way to a provider.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chacha20poly1305::aead::{Aead as _, Generate as _, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use zeroize::Zeroizing;

use crate::MAX_SECRET_BYTES;
use crate::error::SecretError;
use crate::key_ring::{KeyRing, NONCE_BYTES};

/// Prefix of the authenticated data. It prevents a ciphertext made for another use of a key from
/// opening here.
const CONTEXT: &[u8] = b"cora sealed value 1 ";

/// A value in its stored form.
///
/// Shape: the name of the host's key, `:`, and the nonce and the ciphertext in base64url.
#[derive(Clone, PartialEq, Eq)]
pub struct SealedValue(String);

impl SealedValue {
    /// Reads a stored value. Its form proves nothing: opening does.
    pub fn from_stored(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// Returns the text to store.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for SealedValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SealedValue(***)")
    }
}

impl KeyRing {
    /// Seals a value for a place, such as `signing key` with its identifier. It opens in no other
    /// place.
    ///
    /// # Errors
    ///
    /// Returns `secret_unreadable` if the value is longer than [`MAX_SECRET_BYTES`], and
    /// `secret_source_unavailable` if the system provides no randomness.
    pub fn seal_value(&self, place: &str, value: &[u8]) -> Result<SealedValue, SecretError> {
        if value.len() > MAX_SECRET_BYTES {
            return Err(SecretError::Unreadable);
        }
        let (id, cipher) = self.sealing().ok_or(SecretError::KeysMissing)?;
        let nonce = XNonce::try_generate().map_err(|_| SecretError::SourceUnavailable)?;
        let payload = Payload { msg: value, aad: &authenticated(place) };
        let ciphertext = cipher.encrypt(&nonce, payload).map_err(|_| SecretError::Unreadable)?;
        let bytes = [nonce.as_slice(), &ciphertext].concat();
        Ok(SealedValue(format!("{id}:{}", URL_SAFE_NO_PAD.encode(bytes))))
    }

    /// Opens a sealed value.
    ///
    /// # Errors
    ///
    /// Returns `secret_key_unknown` if its key is not in the ring, and `secret_unreadable` if it
    /// was sealed for another place or with another key of that name, or was changed.
    pub fn open_value(&self, place: &str, sealed: &SealedValue) -> Result<Zeroizing<Vec<u8>>, SecretError> {
        let (id, bytes) = sealed.0.split_once(':').ok_or(SecretError::Unreadable)?;
        let cipher: XChaCha20Poly1305 = self.cipher_of(id).ok_or(SecretError::KeyUnknown)?;
        let bytes = URL_SAFE_NO_PAD.decode(bytes).map_err(|_| SecretError::Unreadable)?;
        let (nonce, ciphertext) = bytes.split_first_chunk::<NONCE_BYTES>().ok_or(SecretError::Unreadable)?;
        let payload = Payload { msg: ciphertext, aad: &authenticated(place) };
        cipher.decrypt(&XNonce::from(*nonce), payload).map(Zeroizing::new).map_err(|_| SecretError::Unreadable)
    }

    /// Seals a value again with the first key, or returns `None` if it already is sealed with it.
    ///
    /// # Errors
    ///
    /// Fails as [`Self::open_value`] and [`Self::seal_value`] do.
    pub fn reseal_value(&self, place: &str, sealed: &SealedValue) -> Result<Option<SealedValue>, SecretError> {
        if sealed.0.split_once(':').is_some_and(|(id, _)| id == self.sealing_key_id()) {
            return Ok(None);
        }
        self.seal_value(place, &self.open_value(place, sealed)?).map(Some)
    }
}

fn authenticated(place: &str) -> Vec<u8> {
    [CONTEXT, place.as_bytes()].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    const OLD: &str = "old:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
    const NEW: &str = "new:AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=";

    #[test]
    fn a_value_opens_in_its_place_alone() {
        let ring = KeyRing::parse(OLD).unwrap();
        for value in [&b""[..], b"hush", &[0, 255, 10]] {
            let sealed = ring.seal_value("signing key a", value).unwrap();
            let stored = SealedValue::from_stored(sealed.as_str());
            assert_eq!(ring.open_value("signing key a", &stored).unwrap().as_slice(), value);
            assert_eq!(ring.open_value("signing key b", &stored), Err(SecretError::Unreadable));
        }
    }

    #[test]
    fn a_changed_value_does_not_open() {
        let ring = KeyRing::parse(OLD).unwrap();
        let sealed = ring.seal_value("place", b"hush").unwrap();
        let text = sealed.as_str();
        let flipped = if text.ends_with('A') { "Q" } else { "A" };
        for changed in ["", "old:", "old", &text[..text.len() - 1], &format!("{}{flipped}", &text[..text.len() - 1])] {
            let opened = ring.open_value("place", &SealedValue::from_stored(changed));
            assert_eq!(opened, Err(SecretError::Unreadable), "{changed}");
        }
        assert!(!format!("{sealed:?}").contains(text));
    }

    #[test]
    fn keys_are_replaced_without_losing_a_value() {
        let sealed = KeyRing::parse(OLD).unwrap().seal_value("place", b"hush").unwrap();
        let both = KeyRing::parse(&format!("{NEW},{OLD}")).unwrap();
        let resealed = both.reseal_value("place", &sealed).unwrap().unwrap();
        assert_eq!(both.reseal_value("place", &resealed), Ok(None));
        let new = KeyRing::parse(NEW).unwrap();
        assert_eq!(new.open_value("place", &resealed).unwrap().as_slice(), b"hush");
        assert_eq!(new.open_value("place", &sealed), Err(SecretError::KeyUnknown));
    }
}
