//! The evidence of a login about its e-mail address.

use cora_wire_derive::codes;
use serde::{Deserialize, Deserializer, Serialize};

use crate::json::{Decode, Decoder, Encode, Encoder, Node};

/// The evidence about a login's e-mail address, ordered from none to the strongest.
#[codes]
pub enum EmailEvidence {
    /// The login has no usable address.
    Absent,
    /// The address is asserted, but not proven.
    Unverified,
    /// The identity provider, trusted for this address, claims that the person reads mail sent to
    /// it.
    Verified,
    /// The connection's organization has proven that it owns the domain of the address.
    OwnedDomain,
}

/// The provider's `email_verified` claim (`xms_edov` for Entra ID), reduced to the conclusion that
/// may be drawn from it.
///
/// Reads any JSON: `true` and the string `"true"` are true, everything else that is present is
/// false. OpenID Connect Core §5.1 makes it a boolean; some providers send the string.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
#[cfg_attr(feature = "tsify", derive(tsify::Tsify), tsify(type = "unknown"))]
pub enum VerifiedClaim {
    /// The claim is missing or null.
    #[default]
    Absent,
    /// The claim is anything other than true.
    False,
    /// The claim is `true` or `"true"`.
    True,
}

impl From<&serde_json::Value> for VerifiedClaim {
    fn from(claim: &serde_json::Value) -> Self {
        match claim {
            serde_json::Value::Null => Self::Absent,
            serde_json::Value::Bool(true) => Self::True,
            serde_json::Value::String(text) if text == "true" => Self::True,
            _ => Self::False,
        }
    }
}

impl<'de> Deserialize<'de> for VerifiedClaim {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        serde_json::Value::deserialize(deserializer).map(|claim| Self::from(&claim))
    }
}

impl Encode for VerifiedClaim {
    fn encode(&self, encoder: &mut Encoder) {
        match self {
            Self::Absent => None,
            Self::False => Some(false),
            Self::True => Some(true),
        }
        .encode(encoder);
    }
}

impl Decode for VerifiedClaim {
    fn decode(node: Option<&Node<'_>>, _: &mut Decoder) -> Self {
        match node {
            None | Some(Node::Null) => Self::Absent,
            Some(Node::Boolean(true)) => Self::True,
            Some(Node::Text(text)) if text == "true" => Self::True,
            _ => Self::False,
        }
    }
}

impl Serialize for VerifiedClaim {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Absent => serializer.serialize_none(),
            Self::False => serializer.serialize_bool(false),
            Self::True => serializer.serialize_bool(true),
        }
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for VerifiedClaim {
    fn schema_name() -> alloc::borrow::Cow<'static, str> {
        alloc::borrow::Cow::Borrowed("VerifiedClaim")
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!(true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{from_value, json};

    #[test]
    fn c02_only_true_and_the_text_true_say_that_an_address_is_verified() {
        for (claim, meaning) in [
            (json!(null), VerifiedClaim::Absent),
            (json!(true), VerifiedClaim::True),
            (json!("true"), VerifiedClaim::True),
            (json!(false), VerifiedClaim::False),
            (json!("TRUE"), VerifiedClaim::False),
            (json!(1), VerifiedClaim::False),
            (json!(["true"]), VerifiedClaim::False),
        ] {
            assert_eq!(from_value::<VerifiedClaim>(claim.clone()).ok(), Some(meaning), "{claim}");
        }
    }
}
