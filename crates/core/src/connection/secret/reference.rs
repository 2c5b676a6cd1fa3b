//! References to secrets. The secret itself is never part of a configuration.

use alloc::format;
use alloc::string::String;
use core::fmt;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::json::{Decode, Decoder, Encode, Encoder, Node};

/// A reference to the place where a secret is kept.
///
/// Shape: `env:NAME` (an environment variable of the host; letters, digits, underscores),
/// `file:/absolute/path`, `aws-secretsmanager:NAME-OR-ARN`, or `stored:ID` (a value that was
/// written to Cora and is stored encrypted; the ID is a hyphenated UUID). At most 512 bytes. A host
/// may restrict the references that it resolves.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "tsify", derive(tsify::Tsify), tsify(type = "string"))]
pub struct SecretReference(String);

/// The place where a secret is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SecretLocation<'a> {
    /// An environment variable of the host.
    Environment(&'a str),
    /// A file of the host.
    File(&'a str),
    /// A secret of AWS Secrets Manager, by name or ARN.
    AwsSecretsManager(&'a str),
    /// A value that Cora stores encrypted, by its identifier.
    Stored(&'a str),
}

/// Maximum length in bytes.
const MAX_BYTES: usize = 512;

impl SecretReference {
    /// Parses a reference. Returns `None` if the text is not a valid reference.
    pub fn parse(text: &str) -> Option<Self> {
        (text.len() <= MAX_BYTES).then_some(())?;
        location(text).map(|_| Self(String::from(text)))
    }

    /// Returns the reference to a value that Cora stores under an identifier, or `None` if the
    /// identifier is not a hyphenated UUID.
    pub fn stored(id: &str) -> Option<Self> {
        Self::parse(&format!("stored:{id}"))
    }

    /// Returns the reference as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the place where the secret is kept. Never `None` for a reference that was parsed.
    pub fn location(&self) -> Option<SecretLocation<'_>> {
        location(&self.0)
    }
}

/// Returns `true` if a text begins with the scheme of a reference, in any case. Such a text is
/// meant as a reference even if it is malformed.
pub(crate) fn looks_like_reference(text: &str) -> bool {
    let scheme = text.split_once(':').map_or("", |(scheme, _)| scheme);
    ["env", "file", "aws-secretsmanager", "stored"].iter().any(|known| known.eq_ignore_ascii_case(scheme))
}

fn location(text: &str) -> Option<SecretLocation<'_>> {
    let (scheme, rest) = text.split_once(':')?;
    match scheme {
        "env" => {
            let mut bytes = rest.bytes();
            let first = bytes.next().is_some_and(|byte| byte.is_ascii_alphabetic() || byte == b'_');
            let name = first && bytes.all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
            name.then_some(SecretLocation::Environment(rest))
        }
        "file" => {
            let plain = rest.starts_with('/') && rest.len() > 1 && !rest.chars().any(char::is_control);
            let climbs = rest.split('/').any(|part| part == "..");
            (plain && !climbs).then_some(SecretLocation::File(rest))
        }
        // AWS, "CreateSecret": letters, digits and /_+=.@- ; an ARN has colons too.
        "aws-secretsmanager" => {
            let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/_+=.@-:".contains(&byte);
            (!rest.is_empty() && rest.bytes().all(plain)).then_some(SecretLocation::AwsSecretsManager(rest))
        }
        "stored" => {
            let id = rest.len() == 36 && uuid::Uuid::try_parse(rest).is_ok();
            id.then_some(SecretLocation::Stored(rest))
        }
        _ => None,
    }
}

impl fmt::Display for SecretReference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Serialize for SecretReference {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for SecretReference {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl de::Visitor<'_> for Visitor {
            type Value = SecretReference;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a reference to a secret")
            }
            fn visit_str<E: de::Error>(self, text: &str) -> Result<SecretReference, E> {
                // The text must not appear in the error: it may be the secret itself, in the wrong
                // place.
                SecretReference::parse(text).ok_or_else(|| E::custom("expected a reference to a secret"))
            }
        }
        deserializer.deserialize_str(Visitor)
    }
}

impl Encode for SecretReference {
    fn encode(&self, encoder: &mut Encoder) {
        encoder.text(&self.0);
    }
}

impl Decode for SecretReference {
    fn decode(node: Option<&Node<'_>>, decoder: &mut Decoder) -> Self {
        Self::parse(decoder.text(node)).unwrap_or_else(|| {
            decoder.refuse();
            Self(String::new())
        })
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for SecretReference {
    fn schema_name() -> alloc::borrow::Cow<'static, str> {
        alloc::borrow::Cow::Borrowed("SecretReference")
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "format": "secret-reference" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_says_where_the_secret_is() {
        use SecretLocation::{AwsSecretsManager, Environment, File, Stored};
        let id = "0198c0de-0000-7000-8000-0000000000c1";
        for (text, location) in [
            ("env:OKTA_CLIENT_SECRET", Environment("OKTA_CLIENT_SECRET")),
            ("file:/run/secrets/okta", File("/run/secrets/okta")),
            ("aws-secretsmanager:prod/okta", AwsSecretsManager("prod/okta")),
            (&std::format!("stored:{id}"), Stored(id)),
        ] {
            let reference = SecretReference::parse(text);
            assert_eq!(reference.as_ref().and_then(SecretReference::location), Some(location), "{text}");
        }
    }

    #[test]
    fn invalid_reference_is_refused() {
        for text in [
            "",
            "env:",
            "env:A B",
            "env:1A",
            "file:relative",
            "file:/a/../b",
            "file:/",
            "stored:x",
            "vault:a",
            "GOCSPX-1",
        ] {
            assert_eq!(SecretReference::parse(text), None, "{text}");
        }
    }
}
