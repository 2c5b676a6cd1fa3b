//! The settings of a connection as a JSON object, before validation.
//!
//! The submodules describe their fields, read and validate them, and compute differences.

pub mod diff;
pub(super) mod field;
pub mod form;
mod placeholder;
pub(super) mod reader;
pub mod spelling;
pub mod validate;
pub(super) mod value;

use alloc::string::String;
use alloc::vec::Vec;
use cora_wire_derive::record;
use core::fmt;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Value};

use super::ConnectionKind;
use crate::connection::host::allowed::AllowedHost;
use crate::id::OrganizationId;
use crate::json::{self, Decode, Decoder, Encode, Encoder, Node};

/// The settings of a connection, as somebody wrote them.
#[record]
pub struct ConnectionSettings {
    /// The kind of provider.
    pub kind: ConnectionKind,
    /// The settings, under camelCase names or the snake_case names of the legacy CORA toolkit
    /// (`client_id`, `jwks_uri`, `publishable_key`).
    pub settings: Settings,
    /// The organization that owns the connection; absent for a connection of the platform.
    #[serde(default)]
    pub organization_id: Option<OrganizationId>,
    /// `true` to allow addresses of this machine, over plain http too. For local testing.
    #[serde(default)]
    pub allow_loopback: bool,
    /// The networks and hosts at which the operator allows providers although they are not public;
    /// empty for none.
    #[serde(default)]
    pub allowed_hosts: Vec<AllowedHost>,
}

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
