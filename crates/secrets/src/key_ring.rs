//! Seals secrets for the store with the host's keys.

mod text;

use std::fmt;

use aws_lc_rs::hmac;
use base64::Engine;
use base64::alphabet::{STANDARD, URL_SAFE};
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use chacha20poly1305::aead::{Aead, Generate, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use cora_core::id::ConnectionId;
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::MAX_SECRET_BYTES;
use crate::error::SecretError;
use cora_core::secret::Secret;

/// The environment variable that holds the keys.
pub const KEYS_VARIABLE: &str = "CORA_SECRET_KEYS";

/// Length of a nonce, in bytes.
pub const NONCE_BYTES: usize = 24;

/// Length of a key, in bytes.
const KEY_BYTES: usize = 32;

/// Maximum length of a key's name, in bytes.
const MAX_KEY_ID_BYTES: usize = 64;

/// Prefix of the authenticated data. It prevents a ciphertext made for another use of a key from
/// opening here.
const CONTEXT: &[u8] = b"cora connection secret 1";

/// The host's keys. The first one seals. All of them open, so that a key can be replaced while
/// secrets sealed with the old one are still stored.
#[derive(Clone)]
pub struct KeyRing(Vec<Key>);

#[derive(Clone)]
struct Key {
    id: String,
    bytes: Zeroizing<[u8; KEY_BYTES]>,
}

/// The place that a secret is sealed for: a row of the store. The secret does not open in another
/// place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecretBinding {
    /// The connection that the secret belongs to.
    pub connection_id: ConnectionId,
    /// The secret's identifier, which the host generates: that of a `stored:` reference, or that of
    /// the row that holds the secret.
    pub secret_id: Uuid,
    /// The name of the setting (`clientSecret`).
    pub name: String,
}

/// A secret in its stored form.
#[derive(Clone, PartialEq, Eq)]
pub struct SealedSecret {
    /// The place that the secret is sealed for.
    pub binding: SecretBinding,
    /// The name of the key that sealed the secret.
    pub key_id: String,
    /// The nonce, drawn at random for this ciphertext.
    pub nonce: [u8; NONCE_BYTES],
    /// The ciphertext and its tag.
    pub ciphertext: Vec<u8>,
}

/// Draws a secret of 256 random bits, as 43 characters of base64url without padding: for an
/// application, which is shown it once.
///
/// # Errors
///
/// Returns [`SecretError::SourceUnavailable`] if the system provides no random bytes.
pub fn random_secret() -> Result<Secret, SecretError> {
    let bytes = chacha20poly1305::Key::try_generate().map_err(|_| SecretError::SourceUnavailable)?;
    let bytes: Zeroizing<[u8; 32]> = Zeroizing::new(bytes.into());
    Ok(Secret::new(base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(bytes)))
}

impl KeyRing {
    /// Parses keys of the form `id:key,id:key`. A name is letters, digits, `.`, `_` or `-`, at most
    /// 64 bytes. A key is 32 bytes as base64, in either alphabet, padded or not. White space around
    /// a pair is ignored.
    ///
    /// # Errors
    ///
    /// Returns `secret_keys_missing` if the text is empty, and `secret_keys_malformed` if it is not
    /// of this form or if a name occurs twice.
    pub fn parse(text: &str) -> Result<Self, SecretError> {
        if text.trim().is_empty() {
            return Err(SecretError::KeysMissing);
        }
        let mut keys: Vec<Key> = Vec::new();
        for pair in text.split(',') {
            let (id, key) = pair.trim().split_once(':').ok_or(SecretError::KeysMalformed)?;
            let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"._-".contains(&byte);
            let named = !id.is_empty() && id.len() <= MAX_KEY_ID_BYTES && id.bytes().all(plain);
            if !named || keys.iter().any(|other| other.id == id) {
                return Err(SecretError::KeysMalformed);
            }
            let bytes = key_bytes(key).ok_or(SecretError::KeysMalformed)?;
            keys.push(Key { id: id.to_owned(), bytes });
        }
        Ok(Self(keys))
    }

    /// Parses the keys in `CORA_SECRET_KEYS`.
    ///
    /// # Errors
    ///
    /// Fails as [`Self::parse`] does, and returns `secret_keys_missing` also if the variable is not
    /// set.
    pub fn from_environment() -> Result<Self, SecretError> {
        let text = std::env::var(KEYS_VARIABLE).map(Zeroizing::new).map_err(|_| SecretError::KeysMissing)?;
        Self::parse(&text)
    }

    /// Generates a random key that lasts only as long as the process, for secrets that do not
    /// outlive it.
    ///
    /// # Errors
    ///
    /// Returns `secret_source_unavailable` if the system provides no randomness.
    pub fn ephemeral() -> Result<Self, SecretError> {
        let key = chacha20poly1305::Key::try_generate().map_err(|_| SecretError::SourceUnavailable)?;
        Ok(Self(vec![Key { id: "ephemeral".to_owned(), bytes: Zeroizing::new(key.into()) }]))
    }

    /// Returns the name of the key that seals.
    pub fn sealing_key_id(&self) -> &str {
        self.0.first().map_or("", |key| &key.id)
    }

    /// Returns the names of the keys, that of the one that seals first.
    pub fn key_ids(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|key| key.id.as_str())
    }

    /// Derives a key for keyed hashes from each key of the ring, the first one first.
    pub fn hash_keys(&self, purpose: &str) -> Vec<HashKey> {
        let derived = |key: &Key| HashKey::of(hmac::sign(&hmac_key(&key.bytes[..]), purpose.as_bytes()).as_ref());
        self.0.iter().map(derived).collect()
    }

    /// Seals a secret for a place, with the first key and a fresh nonce.
    ///
    /// # Errors
    ///
    /// Returns `secret_unreadable` if the secret is longer than [`MAX_SECRET_BYTES`], and
    /// `secret_source_unavailable` if the system provides no randomness.
    pub fn seal(&self, binding: SecretBinding, secret: &str) -> Result<SealedSecret, SecretError> {
        if secret.len() > MAX_SECRET_BYTES {
            return Err(SecretError::Unreadable);
        }
        let key = self.0.first().ok_or(SecretError::KeysMissing)?;
        let nonce = XNonce::try_generate().map_err(|_| SecretError::SourceUnavailable)?;
        let payload = Payload { msg: secret.as_bytes(), aad: &binding.authenticated() };
        let ciphertext = cipher(key).encrypt(&nonce, payload).map_err(|_| SecretError::Unreadable)?;
        Ok(SealedSecret { binding, key_id: key.id.clone(), nonce: nonce.into(), ciphertext })
    }

    /// Opens a sealed secret.
    ///
    /// # Errors
    ///
    /// Returns `secret_key_unknown` if its key is not in the ring, and `secret_unreadable` if it
    /// was sealed for another place or with another key of that name, or was changed.
    pub fn open(&self, sealed: &SealedSecret) -> Result<Secret, SecretError> {
        let key = self.0.iter().find(|key| key.id == sealed.key_id).ok_or(SecretError::KeyUnknown)?;
        let payload = Payload { msg: &sealed.ciphertext, aad: &sealed.binding.authenticated() };
        let text = cipher(key).decrypt(&XNonce::from(sealed.nonce), payload).map_err(|_| SecretError::Unreadable)?;
        match String::from_utf8(text) {
            Ok(text) => Ok(Secret::new(text)),
            Err(error) => {
                drop(Zeroizing::new(error.into_bytes()));
                Err(SecretError::Unreadable)
            }
        }
    }

    /// Seals the secret again with the first key, or returns `None` if it already is sealed with
    /// it.
    ///
    /// # Errors
    ///
    /// Fails as [`Self::open`] and [`Self::seal`] do.
    pub fn reseal(&self, sealed: &SealedSecret) -> Result<Option<SealedSecret>, SecretError> {
        if sealed.key_id == self.sealing_key_id() {
            return Ok(None);
        }
        self.seal(sealed.binding.clone(), self.open(sealed)?.expose()).map(Some)
    }
}

/// A key for keyed hashes (HMAC-SHA-256, RFC 2104). It opens no secret.
#[derive(Clone)]
pub struct HashKey(hmac::Key);

impl HashKey {
    fn of(bytes: &[u8]) -> Self {
        Self(hmac_key(bytes))
    }

    /// Returns the hash of a text of some kind. Equal texts of two kinds have different hashes.
    pub fn hash(&self, kind: &str, text: &str) -> [u8; 32] {
        let mut context = hmac::Context::with_key(&self.0);
        context.update(&u64::try_from(kind.len()).unwrap_or(u64::MAX).to_be_bytes());
        context.update(kind.as_bytes());
        context.update(text.as_bytes());
        let mut hash = [0; 32];
        hash.copy_from_slice(context.sign().as_ref());
        hash
    }
}

impl fmt::Debug for HashKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("HashKey(***)")
    }
}

fn hmac_key(bytes: &[u8]) -> hmac::Key {
    hmac::Key::new(hmac::HMAC_SHA256, bytes)
}

fn cipher(key: &Key) -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new((&*key.bytes).into())
}

fn key_bytes(text: &str) -> Option<Zeroizing<[u8; KEY_BYTES]>> {
    let config = GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
    let alphabet = if text.contains(['-', '_']) { URL_SAFE } else { STANDARD };
    let bytes = GeneralPurpose::new(&alphabet, config).decode(text).ok().map(Zeroizing::new)?;
    <[u8; KEY_BYTES]>::try_from(bytes.as_slice()).ok().map(Zeroizing::new)
}

impl SecretBinding {
    /// Returns the data that is authenticated with the ciphertext: the parts of fixed length, then
    /// the name.
    fn authenticated(&self) -> Vec<u8> {
        [CONTEXT, self.connection_id.as_uuid().as_bytes(), self.secret_id.as_bytes(), self.name.as_bytes()].concat()
    }
}

impl fmt::Debug for KeyRing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.0.iter().map(|key| &key.id)).finish()
    }
}

impl fmt::Debug for SealedSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SealedSecret")
            .field("binding", &self.binding)
            .field("key_id", &self.key_id)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OLD: &str = "old:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
    const NEW: &str = "new:AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=";

    fn binding(last: u8, name: &str) -> SecretBinding {
        SecretBinding {
            connection_id: ConnectionId::from_uuid(Uuid::from_u128(0xc0)),
            secret_id: Uuid::from_u128(u128::from(last)),
            name: name.to_owned(),
        }
    }

    #[test]
    fn what_is_sealed_opens_again() {
        let ring = KeyRing::parse(OLD).unwrap();
        for text in ["", "hush", "päss wörd\n"] {
            let sealed = ring.seal(binding(1, "clientSecret"), text).unwrap();
            assert_eq!(ring.open(&sealed).unwrap().expose(), text);
        }
    }

    #[test]
    fn two_seals_of_one_secret_have_nothing_in_common() {
        let ring = KeyRing::parse(OLD).unwrap();
        let [one, two] = [0, 1].map(|_| ring.seal(binding(1, "clientSecret"), "hush").unwrap());
        assert_ne!(one.nonce, two.nonce);
        assert_ne!(one.ciphertext, two.ciphertext);
    }

    #[test]
    fn a_sealed_secret_opens_in_no_other_place() {
        let ring = KeyRing::parse(OLD).unwrap();
        let sealed = ring.seal(binding(1, "clientSecret"), "hush").unwrap();
        let mut other_connection = binding(1, "clientSecret");
        other_connection.connection_id = ConnectionId::from_uuid(Uuid::from_u128(0xc1));
        for place in
            [other_connection, binding(2, "clientSecret"), binding(1, "secretKey"), binding(1, "clientSecret ")]
        {
            let moved = SealedSecret { binding: place, ..sealed.clone() };
            assert_eq!(ring.open(&moved), Err(SecretError::Unreadable), "{moved:?}");
        }
    }

    #[test]
    fn a_changed_ciphertext_does_not_open() {
        let ring = KeyRing::parse(OLD).unwrap();
        let sealed = ring.seal(binding(1, "clientSecret"), "hush").unwrap();
        for index in 0..sealed.ciphertext.len() {
            let mut changed = sealed.clone();
            changed.ciphertext[index] ^= 1;
            assert_eq!(ring.open(&changed), Err(SecretError::Unreadable));
        }
        let mut nonce = sealed.clone();
        nonce.nonce[0] ^= 1;
        assert_eq!(ring.open(&nonce), Err(SecretError::Unreadable));
        for length in 0..sealed.ciphertext.len() {
            let cut = SealedSecret { ciphertext: sealed.ciphertext[..length].to_vec(), ..sealed.clone() };
            assert_eq!(ring.open(&cut), Err(SecretError::Unreadable));
        }
    }

    #[test]
    fn keys_are_replaced_without_losing_a_secret() {
        let sealed = KeyRing::parse(OLD).unwrap().seal(binding(1, "clientSecret"), "hush").unwrap();
        let both = KeyRing::parse(&format!("{NEW}, {OLD}")).unwrap();
        assert_eq!(both.open(&sealed).unwrap().expose(), "hush");
        let resealed = both.reseal(&sealed).unwrap().unwrap();
        assert_eq!(both.reseal(&resealed), Ok(None));
        let new = KeyRing::parse(NEW).unwrap();
        assert_eq!(new.open(&resealed).unwrap().expose(), "hush");
        assert_eq!(new.open(&sealed), Err(SecretError::KeyUnknown));
    }

    #[test]
    fn another_key_of_the_same_name_does_not_open() {
        let sealed = KeyRing::parse(OLD).unwrap().seal(binding(1, "clientSecret"), "hush").unwrap();
        let other = KeyRing::parse(&NEW.replace("new:", "old:")).unwrap();
        assert_eq!(other.open(&sealed), Err(SecretError::Unreadable));
    }

    #[test]
    fn keys_are_read_strictly() {
        for text in ["", "  "] {
            assert_eq!(KeyRing::parse(text).unwrap_err(), SecretError::KeysMissing, "{text:?}");
        }
        let key = OLD.split_once(':').unwrap().1;
        for text in [
            key.to_owned(),
            "old:".to_owned(),
            "old:AAAA".to_owned(),
            format!(":{key}"),
            format!("o ld:{key}"),
            format!("{OLD},"),
            format!("{OLD},{OLD}"),
            format!("{OLD}AA"),
            format!("{}:{key}", "x".repeat(65)),
        ] {
            assert_eq!(KeyRing::parse(&text).unwrap_err(), SecretError::KeysMalformed, "{text}");
        }
        for text in [OLD.trim_end_matches('='), "url:-_-_-_-_-_-_-_-_-_-_-_-_-_-_-_-_-_-_-_-_-_A"] {
            assert!(KeyRing::parse(text).is_ok(), "{text}");
        }
    }

    #[test]
    fn what_is_too_long_is_not_sealed() {
        let ring = KeyRing::parse(OLD).unwrap();
        let long = "x".repeat(MAX_SECRET_BYTES + 1);
        assert_eq!(ring.seal(binding(1, "clientSecret"), &long), Err(SecretError::Unreadable));
    }

    #[test]
    fn neither_keys_nor_ciphertexts_are_shown() {
        let ring = KeyRing::parse(OLD).unwrap();
        assert_eq!(format!("{ring:?}"), r#"["old"]"#);
        let sealed = ring.seal(binding(1, "clientSecret"), "hush").unwrap();
        assert!(!format!("{sealed:?}").contains("nonce"));
    }
}
