//! Roles of the platform and of an organization, who may grant them, and the older names they are read under.

use cora_wire_derive::codes;
use serde::{Deserialize, Deserializer};

use crate::json::{Decode, Node, Reading};

/// A role on the platform as a whole. It gives no right inside an organization by itself.
///
/// Older names are read and mapped: `super_admin`, `global_owner`, `sys_owner` are owners; `global_admin`, `sys_admin`
/// administrators; `global_user`, `sys_user` users. Only the names below are written.
#[codes]
#[derive(Default)]
#[cfg_attr(feature = "schema", schemars(transform = with_older_names))]
pub enum PlatformRole {
    /// May use the platform.
    #[default]
    #[serde(alias = "global_user", alias = "sys_user")]
    PlatformUser,
    /// Administers the platform.
    #[serde(alias = "global_admin", alias = "sys_admin")]
    PlatformAdmin,
    /// Owns the platform. Granted by bootstrap or by another owner's invitation, nothing else.
    #[serde(alias = "super_admin", alias = "global_owner", alias = "sys_owner")]
    PlatformOwner,
}

/// A role in one organization, from the least to the greatest.
#[codes]
#[derive(Default)]
pub enum OrganizationRole {
    /// A member.
    #[default]
    OrgUser,
    /// Administers members, invitations, domains and policy.
    OrgAdmin,
    /// Owns the organization. Granted by an owner's invitation or by founding it, nothing else.
    OrgOwner,
}

impl OrganizationRole {
    /// The greatest role that a domain rule grants (our decision: a mailbox proves no authority).
    pub const DOMAIN_CAP: Self = Self::OrgUser;
    /// The greatest role that a connection or a group mapping grants: an owner is made by an owner only.
    pub const CONNECTION_CAP: Self = Self::OrgAdmin;
}

/// Reads a platform role; null, which older rows hold, is a user's.
///
/// # Errors
///
/// What is neither null nor a role.
pub fn or_user<'de, D: Deserializer<'de>>(deserializer: D) -> Result<PlatformRole, D::Error> {
    Option::deserialize(deserializer).map(Option::unwrap_or_default)
}

/// [`or_user`], from a tree.
pub fn or_user_from_node(node: Option<&Node<'_>>, reading: &mut Reading) -> PlatformRole {
    Option::decode(node, reading).unwrap_or_default()
}

#[cfg(feature = "schema")]
fn with_older_names(schema: &mut schemars::Schema) {
    let names = ["global_user", "sys_user", "global_admin", "sys_admin", "super_admin", "global_owner", "sys_owner"];
    if let Some(serde_json::Value::Array(choices)) = schema.get_mut("oneOf") {
        choices.push(serde_json::json!({ "type": "string", "enum": names, "description": "An older name." }));
    }
}
