//! The organizations at the provider that a connection pins.

use alloc::vec::Vec;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::connection::settings::field::MAX_ITEMS;
use crate::json::{Decode, Decoder, Encode, Encoder, Node, list};
use crate::text::ProviderOrganization;

/// The organizations at the provider of which tokens must name one; at most 20. Empty if any is
/// accepted.
///
/// Written as null, as one text, or as a list of several, because earlier versions know one only.
/// Reads all three forms.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
#[cfg_attr(
    feature = "tsify",
    derive(tsify::Tsify),
    tsify(type = "ProviderOrganization | ProviderOrganization[] | null")
)]
pub struct ProviderOrganizations(Vec<ProviderOrganization>);

impl ProviderOrganizations {
    /// Returns the organizations.
    pub fn as_slice(&self) -> &[ProviderOrganization] {
        &self.0
    }

    /// Returns `true` if any organization is accepted.
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns `true` if the organization is one of these. Compared exactly.
    pub fn has(&self, organization: &str) -> bool {
        self.0.iter().any(|one| one.as_str() == organization)
    }
}

impl FromIterator<ProviderOrganization> for ProviderOrganizations {
    fn from_iter<I: IntoIterator<Item = ProviderOrganization>>(organizations: I) -> Self {
        Self(organizations.into_iter().collect())
    }
}

impl Serialize for ProviderOrganizations {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0.as_slice() {
            [] => serializer.serialize_none(),
            [only] => only.serialize(serializer),
            several => several.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for ProviderOrganizations {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let node = Node::deserialize(deserializer)?;
        crate::json::read(&node).ok_or_else(|| serde::de::Error::custom("expected a text, or a list of at most 20"))
    }
}

impl Encode for ProviderOrganizations {
    fn encode(&self, encoder: &mut Encoder) {
        match self.0.as_slice() {
            [] => None::<ProviderOrganization>.encode(encoder),
            [only] => only.encode(encoder),
            _ => self.0.encode(encoder),
        }
    }
}

impl Decode for ProviderOrganizations {
    fn decode(node: Option<&Node<'_>>, decoder: &mut Decoder) -> Self {
        match node {
            None | Some(Node::Null) => Self::default(),
            Some(Node::List(_)) => Self(list(node, MAX_ITEMS, decoder)),
            one => Self(alloc::vec![ProviderOrganization::decode(one, decoder)]),
        }
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for ProviderOrganizations {
    fn schema_name() -> alloc::borrow::Cow<'static, str> {
        alloc::borrow::Cow::Borrowed("ProviderOrganizations")
    }
    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": ["string", "array", "null"],
            "x-maxBytes": ProviderOrganization::MAX_BYTES,
            "items": generator.subschema_for::<ProviderOrganization>(),
            "maxItems": MAX_ITEMS,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_organization_is_a_text_and_several_are_a_list() {
        for (text, count) in [("null", 0), ("\"acme.example\"", 1), ("[\"acme.example\",\"acme.example.org\"]", 2)] {
            let read: ProviderOrganizations = serde_json::from_str(text).unwrap();
            assert_eq!(read.as_slice().len(), count);
            assert_eq!(serde_json::to_string(&read).unwrap(), text);
            assert_eq!(crate::json::write(&read), text);
        }
        let one: ProviderOrganizations = serde_json::from_str("[\"acme.example\"]").unwrap();
        assert_eq!(serde_json::to_string(&one).unwrap(), "\"acme.example\"");
        for text in ["7", "{}", "[7]", "[null]"] {
            assert!(serde_json::from_str::<ProviderOrganizations>(text).is_err(), "{text}");
        }
    }
}
