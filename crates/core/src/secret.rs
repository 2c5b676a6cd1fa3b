//! Secrets that a decision reads and that must never be shown.

use alloc::string::String;
use core::fmt;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::json::{Decode, Decoder, Encode, Encoder, Node};

macro_rules! presented_texts {
    ($($(#[$doc:meta])* $name:ident, $max:literal, $what:literal;)*) => {$(
        $(#[$doc])*
        ///
        /// It can be read, but never shown: `Debug` and JSON both write `***`.
        #[derive(Clone, PartialEq, Eq)]
        #[cfg_attr(feature = "tsify", derive(tsify::Tsify), tsify(type = "string"))]
        pub struct $name(String);

        impl $name {
            /// The maximum length in bytes.
            pub const MAX_BYTES: usize = $max;

            /// Returns the text, or `None` if it is longer than [`Self::MAX_BYTES`].
            pub fn new(text: &str) -> Option<Self> {
                (text.len() <= Self::MAX_BYTES).then(|| Self(String::from(text)))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("***")
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str("***")
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct Visitor;
                impl de::Visitor<'_> for Visitor {
                    type Value = $name;
                    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                        write!(f, concat!($what, " of at most {} bytes"), $name::MAX_BYTES)
                    }
                    fn visit_str<E: de::Error>(self, text: &str) -> Result<$name, E> {
                        // The text itself must not get into the error.
                        $name::new(text).ok_or_else(|| E::invalid_length(text.len(), &self))
                    }
                }
                deserializer.deserialize_str(Visitor)
            }
        }

        impl Encode for $name {
            fn encode(&self, encoder: &mut Encoder) {
                encoder.plain("***");
            }
        }

        impl Decode for $name {
            fn decode(node: Option<&Node<'_>>, decoder: &mut Decoder) -> Self {
                Self(decoder.bounded_text(node, Self::MAX_BYTES))
            }
        }

        #[cfg(feature = "schema")]
        impl schemars::JsonSchema for $name {
            fn schema_name() -> alloc::borrow::Cow<'static, str> {
                alloc::borrow::Cow::Borrowed(stringify!($name))
            }
            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({ "type": "string", "x-maxBytes": $max })
            }
        }
    )*};
}

presented_texts! {
    /// A token for bootstrap or for confirming a link, as its bearer presents it. At most 512
    /// bytes. Compared with a [`TokenHash`].
    PresentedToken, 512, "a token";
    /// A token of an identity provider, as an administrator pastes it to have it explained. At most
    /// 16384 bytes.
    PastedToken, 16384, "a token";
    /// A text about a provider, as an administrator pastes it: an address, a document, or settings
    /// of another program, in which a secret may be. At most 65536 bytes.
    PastedText, 65536, "a text";
}

impl PastedToken {
    /// Returns the token, only for verifying it.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl PastedText {
    /// Returns the text, only for reading settings out of it.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

/// A secret in memory: one that was written to Cora, one on its way to its provider, or a token.
///
/// `Debug` writes `***`. It has no JSON form, and is overwritten when it is dropped.
/// [`Secret::expose`] is the only access to the text.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// Wraps a text as a secret.
    pub fn new(text: impl Into<String>) -> Self {
        Self(Zeroizing::new(text.into()))
    }

    /// Returns the text, only for encrypting it or presenting it to the provider.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

/// The SHA-256 of a token, which stores keep instead of the token.
///
/// Shape: 64 lower-case hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "tsify", derive(tsify::Tsify), tsify(type = "string"))]
pub struct TokenHash([u8; 32]);

impl TokenHash {
    /// Returns the hash of a token.
    pub fn of(token: &PresentedToken) -> Self {
        Self(Sha256::digest(token.0.as_bytes()).into())
    }

    /// Parses a text of 64 lower-case hexadecimal digits, or returns `None` if it has another form.
    pub fn parse(text: &str) -> Option<Self> {
        let nibble = |digit: u8| match digit {
            b'0'..=b'9' => Some(digit.wrapping_sub(b'0')),
            b'a'..=b'f' => Some(digit.wrapping_sub(b'a').wrapping_add(10)),
            _ => None,
        };
        let (pairs, rest) = text.as_bytes().as_chunks::<2>();
        let mut hash = [0; 32];
        if pairs.len() != hash.len() || !rest.is_empty() {
            return None;
        }
        for (byte, [high, low]) in hash.iter_mut().zip(pairs) {
            *byte = nibble(*high).zip(nibble(*low)).map(|(h, l)| (h << 4) | l)?;
        }
        Some(Self(hash))
    }

    /// Returns `true` if this is the hash of the token. The comparison takes constant time.
    pub fn matches(&self, token: &PresentedToken) -> bool {
        let presented = Self::of(token);
        self.0.iter().zip(presented.0).fold(0, |difference, (a, b)| difference | (a ^ b)) == 0
    }
}

/// Returns the lower-case hexadecimal digits of bytes.
pub(crate) fn hex(bytes: &[u8]) -> String {
    const DIGITS: [char; 16] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'];
    let mut text = String::with_capacity(bytes.len().saturating_mul(2));
    let nibbles = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    text.extend(nibbles.filter_map(|nibble| DIGITS.get(usize::from(nibble)).copied()));
    text
}

impl fmt::Display for TokenHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex(&self.0))
    }
}

impl Serialize for TokenHash {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for TokenHash {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl de::Visitor<'_> for Visitor {
            type Value = TokenHash;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("64 lowercase hexadecimal digits")
            }
            fn visit_str<E: de::Error>(self, text: &str) -> Result<TokenHash, E> {
                // The text itself must not get into the error: it may be the token, entered in the
                // wrong place.
                TokenHash::parse(text).ok_or_else(|| E::custom("expected 64 lowercase hexadecimal digits"))
            }
        }
        deserializer.deserialize_str(Visitor)
    }
}

impl Encode for TokenHash {
    fn encode(&self, encoder: &mut Encoder) {
        encoder.plain(&hex(&self.0));
    }
}

impl Decode for TokenHash {
    fn decode(node: Option<&Node<'_>>, decoder: &mut Decoder) -> Self {
        Self::parse(decoder.text(node)).unwrap_or_else(|| {
            decoder.refuse();
            Self([0; 32])
        })
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for TokenHash {
    fn schema_name() -> alloc::borrow::Cow<'static, str> {
        alloc::borrow::Cow::Borrowed("TokenHash")
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "format": "sha256-hex" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::format;

    #[test]
    fn a_presented_token_is_never_shown() {
        let token = PresentedToken::new("very-secret").unwrap();
        assert_eq!(format!("{token:?}"), "***");
        assert_eq!(serde_json::to_string(&token).unwrap(), "\"***\"");
    }

    #[test]
    fn a_written_secret_is_never_shown() {
        let secret = Secret::new("very-secret");
        assert_eq!((format!("{secret:?}").as_str(), secret.expose()), ("***", "very-secret"));
    }

    #[test]
    fn a_hash_matches_its_own_token_only() {
        let token = PresentedToken::new("abc").unwrap();
        let hash = TokenHash::of(&token);
        assert_eq!(format!("{hash}"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert!(hash.matches(&token));
        assert!(!hash.matches(&PresentedToken::new("abd").unwrap()));
        let again: TokenHash = serde_json::from_str(&serde_json::to_string(&hash).unwrap()).unwrap();
        assert_eq!(again, hash);
    }
}
