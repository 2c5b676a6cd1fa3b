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

/// The extent to which an address counts as verified by the connection that asserts it, chosen by
/// the connection's administrator.
///
/// Also reads the booleans that earlier versions wrote: `false` is [`Self::Claim`], `true` is
/// [`Self::AbsentIsTrue`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
#[cfg_attr(
    feature = "tsify",
    derive(tsify::Tsify),
    tsify(type = "\"claim\" | \"absent_is_true\" | \"always\" | boolean")
)]
pub enum EmailTrust {
    /// The provider's claim decides. Without a claim, the address is not verified.
    #[default]
    Claim,
    /// An address that the provider makes no claim about counts as verified. An explicit claim that
    /// it is not verified stands.
    AbsentIsTrue,
    /// Every address counts as verified, whatever the provider claims. For a provider that gives
    /// out the addresses itself and claims `false` of everybody.
    Always,
}

impl EmailTrust {
    /// The names, in the order of the variants.
    pub const NAMES: [&str; 3] = ["claim", "absent_is_true", "always"];

    /// Returns the name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Claim => "claim",
            Self::AbsentIsTrue => "absent_is_true",
            Self::Always => "always",
        }
    }

    /// Returns the extent with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Claim, Self::AbsentIsTrue, Self::Always].into_iter().find(|trust| trust.name() == name)
    }

    /// Returns `true` if an address counts as verified under this claim.
    pub const fn believes(self, claim: VerifiedClaim) -> bool {
        match (claim, self) {
            (VerifiedClaim::True, _) | (_, Self::Always) | (VerifiedClaim::Absent, Self::AbsentIsTrue) => true,
            (VerifiedClaim::False | VerifiedClaim::Absent, _) => false,
        }
    }
}

impl From<bool> for EmailTrust {
    fn from(trusts: bool) -> Self {
        if trusts { Self::AbsentIsTrue } else { Self::Claim }
    }
}

impl<'de> Deserialize<'de> for EmailTrust {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let found = match serde_json::Value::deserialize(deserializer)? {
            serde_json::Value::Bool(trusts) => Some(trusts.into()),
            serde_json::Value::String(name) => Self::from_name(&name),
            _ => None,
        };
        found.ok_or_else(|| serde::de::Error::custom("expected `claim`, `absent_is_true` or `always`"))
    }
}

impl Serialize for EmailTrust {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl Encode for EmailTrust {
    fn encode(&self, encoder: &mut Encoder) {
        encoder.text(self.name());
    }
}

impl Decode for EmailTrust {
    fn decode(node: Option<&Node<'_>>, decoder: &mut Decoder) -> Self {
        match node {
            Some(Node::Boolean(trusts)) => (*trusts).into(),
            node => Self::from_name(decoder.text(node)).unwrap_or_else(|| {
                decoder.refuse();
                Self::Claim
            }),
        }
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for EmailTrust {
    fn schema_name() -> alloc::borrow::Cow<'static, str> {
        alloc::borrow::Cow::Borrowed("EmailTrust")
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "enum": ["claim", "absent_is_true", "always", false, true] })
    }
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

impl VerifiedClaim {
    /// Reads the claim with this name. Entra ID writes `xms_edov` as a boolean, a number or a text,
    /// depending on the token (Microsoft, "Optional claims reference", and its tokens): `1` and
    /// `"1"` are true there.
    pub fn of(name: &str, claim: &serde_json::Value) -> Self {
        let is_one = claim.as_u64() == Some(1) || claim.as_str() == Some("1");
        if is_one && name == "xms_edov" { Self::True } else { Self::from(claim) }
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
