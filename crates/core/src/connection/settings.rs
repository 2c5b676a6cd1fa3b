//! The settings of a connection as a JSON object, before validation.

use alloc::string::String;
use core::fmt;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Value};

use crate::json::{self, Decode, Decoder, Encode, Encoder, Node};

/// Settings as somebody wrote them, or as they are stored. A JSON object in which no name occurs
/// twice, at any depth.
///
/// `Debug` shows the names and no values, because a secret may be among them in the wrong place.
#[derive(Clone, PartialEq, Eq, Default, Serialize)]
#[cfg_attr(feature = "tsify", derive(tsify::Tsify), tsify(type = "Record<string, unknown>"))]
#[serde(transparent)]
pub struct Settings(Map<String, Value>);

impl Settings {
    /// Wraps the members of an object.
    pub const fn new(members: Map<String, Value>) -> Self {
        Self(members)
    }

    /// Returns the members.
    pub const fn members(&self) -> &Map<String, Value> {
        &self.0
    }

    /// Consumes the settings and returns the members.
    pub fn into_members(self) -> Map<String, Value> {
        self.0
    }
}

impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

impl<'de> Deserialize<'de> for Settings {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        json::object(deserializer).map(Self)
    }
}

impl Encode for Settings {
    fn encode(&self, encoder: &mut Encoder) {
        self.0.encode(encoder);
    }
}

impl Decode for Settings {
    fn decode(node: Option<&Node<'_>>, decoder: &mut Decoder) -> Self {
        Self(json::object_from_node(node, decoder))
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Settings {
    fn schema_name() -> alloc::borrow::Cow<'static, str> {
        alloc::borrow::Cow::Borrowed("Settings")
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "object", "additionalProperties": true })
    }
}
