//! Roles on the platform and in an organization, the greatest role that each strategy grants, and
//! older names of the platform roles.

use cora_wire_derive::codes;
use serde::{Deserialize, Deserializer};

use crate::json::{Decode, Decoder, Node};

/// A role on the platform as a whole. It grants nothing inside an organization by itself.
///
/// Older names are read and mapped: `super_admin`, `global_owner` and `sys_owner` to owners,
/// `global_admin` and `sys_admin` to administrators, `global_user` and `sys_user` to users. Only
/// the names below are written.
#[codes]
#[derive(Default)]
#[cfg_attr(feature = "schema", schemars(transform = with_older_names))]
pub enum PlatformRole {
    /// Allowed to use the platform.
    #[default]
    #[serde(alias = "global_user", alias = "sys_user")]
    PlatformUser,
    /// Reads what administers the platform, and changes nothing. Granted by an administrator's
    /// command alone.
    PlatformAuditor,
    /// Administers the platform.
    #[serde(alias = "global_admin", alias = "sys_admin")]
    PlatformAdmin,
    /// Owns the platform. Granted only by bootstrap or by another owner, through an invitation or a
    /// change of role.
    #[serde(alias = "super_admin", alias = "global_owner", alias = "sys_owner")]
    PlatformOwner,
}

/// A role in one organization, ordered from the least to the greatest.
#[codes]
#[derive(Default)]
pub enum OrganizationRole {
    /// A member.
    #[default]
    OrgUser,
    /// Administers the organization, its members, invitations and domains, and reads its audit log.
    OrgAdmin,
    /// Owns the organization. Granted only by creating it or by another owner, through an
    /// invitation or a change of role.
    OrgOwner,
}

impl OrganizationRole {
    /// The greatest role that a domain rule grants (our decision: a mailbox does not prove
    /// authority).
    pub const DOMAIN_CAP: Self = Self::OrgUser;
    /// The greatest role that a connection or a group mapping grants: only an owner makes another
    /// owner.
    pub const CONNECTION_CAP: Self = Self::OrgAdmin;
}

/// Reads a platform role. Null, which older rows contain, is read as `platform_user`.
///
/// # Errors
///
/// Fails if the value is neither null nor a role.
pub fn or_user<'de, D: Deserializer<'de>>(deserializer: D) -> Result<PlatformRole, D::Error> {
    Option::deserialize(deserializer).map(Option::unwrap_or_default)
}

/// Reads the same as [`or_user`], from a tree.
pub fn or_user_from_node(node: Option<&Node<'_>>, decoder: &mut Decoder) -> PlatformRole {
    Option::decode(node, decoder).unwrap_or_default()
}

#[cfg(feature = "schema")]
fn with_older_names(schema: &mut schemars::Schema) {
    let names = ["global_user", "sys_user", "global_admin", "sys_admin", "super_admin", "global_owner", "sys_owner"];
    if let Some(serde_json::Value::Array(choices)) = schema.get_mut("oneOf") {
        choices.push(serde_json::json!({ "type": "string", "enum": names, "description": "An older name." }));
    }
}
