//! Proof Key for Code Exchange (RFC 7636), with S256 only.

use alloc::string::String;
use core::fmt;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::json::{Decode, Decoder, Encode, Encoder, Node};

/// A code challenge of the method S256: the SHA-256 of a verifier, as 43 characters of base64url
/// without padding (RFC 7636 §4.2).
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "tsify", derive(tsify::Tsify), tsify(type = "string"))]
pub struct CodeChallenge(String);

impl CodeChallenge {
    /// Returns the challenge, or `None` if it is not 43 characters of base64url.
    pub fn new(text: &str) -> Option<Self> {
        let is_of_alphabet = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        (text.len() == 43 && text.bytes().all(is_of_alphabet)).then(|| Self(String::from(text)))
    }

    /// Returns the text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Serialize for CodeChallenge {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for CodeChallenge {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl de::Visitor<'_> for Visitor {
            type Value = CodeChallenge;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("43 characters of base64url")
            }
            fn visit_str<E: de::Error>(self, text: &str) -> Result<CodeChallenge, E> {
                CodeChallenge::new(text).ok_or_else(|| E::custom("expected 43 characters of base64url"))
            }
        }
        deserializer.deserialize_str(Visitor)
    }
}

impl Encode for CodeChallenge {
    fn encode(&self, encoder: &mut Encoder) {
        encoder.plain(&self.0);
    }
}

impl Decode for CodeChallenge {
    fn decode(node: Option<&Node<'_>>, decoder: &mut Decoder) -> Self {
        Self::new(decoder.text(node)).unwrap_or_else(|| {
            decoder.refuse();
            Self(String::new())
        })
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for CodeChallenge {
    fn schema_name() -> alloc::borrow::Cow<'static, str> {
        alloc::borrow::Cow::Borrowed("CodeChallenge")
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "pattern": "^[A-Za-z0-9_-]{43}$" })
    }
}

/// A code verifier, as it is presented: well formed or not. `Debug` and JSON write `***`.
#[derive(Clone, PartialEq, Eq)]
#[cfg_attr(feature = "tsify", derive(tsify::Tsify), tsify(type = "string"))]
pub struct CodeVerifier(String);

impl CodeVerifier {
    /// Takes a verifier as it is presented. One that is longer than a verifier may be is cut, and
    /// stays malformed.
    pub fn new(text: &str) -> Self {
        Self(text.chars().take(Self::MAX_CHARACTERS.saturating_add(1)).collect())
    }

    /// The fewest characters of a verifier (RFC 7636 §4.1).
    pub const MIN_CHARACTERS: usize = 43;
    /// The most characters of a verifier (RFC 7636 §4.1).
    pub const MAX_CHARACTERS: usize = 128;
}

impl fmt::Debug for CodeVerifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

impl Serialize for CodeVerifier {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str("***")
    }
}

impl<'de> Deserialize<'de> for CodeVerifier {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl de::Visitor<'_> for Visitor {
            type Value = CodeVerifier;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a code verifier")
            }
            fn visit_str<E: de::Error>(self, text: &str) -> Result<CodeVerifier, E> {
                Ok(CodeVerifier::new(text))
            }
        }
        deserializer.deserialize_str(Visitor)
    }
}

impl Encode for CodeVerifier {
    fn encode(&self, encoder: &mut Encoder) {
        encoder.plain("***");
    }
}

impl Decode for CodeVerifier {
    fn decode(node: Option<&Node<'_>>, decoder: &mut Decoder) -> Self {
        Self::new(decoder.text(node))
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for CodeVerifier {
    fn schema_name() -> alloc::borrow::Cow<'static, str> {
        alloc::borrow::Cow::Borrowed("CodeVerifier")
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string" })
    }
}
