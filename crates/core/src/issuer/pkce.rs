//! Proof Key for Code Exchange (RFC 7636), with S256 only.

use alloc::string::String;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use core::fmt;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use sha2::{Digest, Sha256};

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

    /// Returns `true` if the verifier is well formed and of this challenge. The comparison takes
    /// constant time.
    pub fn is_of(&self, verifier: &CodeVerifier) -> bool {
        let of_verifier = URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.0.as_bytes()));
        let difference = of_verifier.bytes().zip(self.0.bytes()).fold(0, |difference, (a, b)| difference | (a ^ b));
        verifier.is_well_formed() && of_verifier.len() == self.0.len() && difference == 0
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

    /// Returns `true` for 43 to 128 unreserved characters (RFC 7636 §4.1).
    fn is_well_formed(&self) -> bool {
        let is_unreserved = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~');
        (Self::MIN_CHARACTERS..=Self::MAX_CHARACTERS).contains(&self.0.len()) && self.0.bytes().all(is_unreserved)
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

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::format;

    /// The example of RFC 7636 appendix B.
    const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    #[test]
    fn the_example_of_the_rfc_verifies() {
        let challenge = CodeChallenge::new(CHALLENGE).unwrap();
        assert!(challenge.is_of(&CodeVerifier::new(VERIFIER)));
        assert!(!challenge.is_of(&CodeVerifier::new(CHALLENGE)));
    }

    #[test]
    fn c40_malformed_challenges_and_verifiers_are_refused() {
        for text in
            ["", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-c", &format!("{CHALLENGE}="), &CHALLENGE.replace('-', "+")]
        {
            assert_eq!(CodeChallenge::new(text), None, "{text}");
        }
        for length in [0, 1, 42, 129, 4096] {
            let verifier = "a".repeat(length);
            let challenge = CodeChallenge(URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.as_bytes())));
            assert!(!challenge.is_of(&CodeVerifier::new(&verifier)), "{length}");
        }
        for length in [43, 128] {
            let verifier = "a".repeat(length);
            let challenge = CodeChallenge(URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.as_bytes())));
            assert!(challenge.is_of(&CodeVerifier::new(&verifier)), "{length}");
        }
        let reserved = format!("{VERIFIER} ");
        let challenge = CodeChallenge(URL_SAFE_NO_PAD.encode(Sha256::digest(reserved.as_bytes())));
        assert!(!challenge.is_of(&CodeVerifier::new(&reserved)));
    }

    #[test]
    fn a_verifier_is_never_shown() {
        let verifier = CodeVerifier::new(VERIFIER);
        assert_eq!(format!("{verifier:?}"), "***");
        assert_eq!(serde_json::to_string(&verifier).unwrap(), "\"***\"");
    }
}
