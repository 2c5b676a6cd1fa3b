//! Permissions that applications define, next to Cora's own capabilities (§15).
//!
//! Capabilities are a closed list and decide what may be done in Cora. An application's permissions
//! decide what may be done in that application, and nothing in Cora.

use alloc::borrow::Cow;
use alloc::vec::Vec;
use cora_wire_derive::record;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::capability::Capability;
use crate::id::OrganizationId;
use crate::json::{Code, Decode, Decoder, Encode, Encoder, Node};
use crate::role::{OrganizationRole, PlatformRole};
use crate::text::{DisplayName, PermissionId, RoleName};

mod check;

pub use check::{PermissionIssue, PermissionIssueCode, PermissionReport, check_permissions};

/// The resources that no permission of an application names, in addition to those of the
/// capabilities: they are kept for Cora.
const RESERVED_RESOURCES: [&str; 3] = ["cora", "org", "platform"];

/// Returns `true` for two to four parts with colons between them. A part begins with a lower-case
/// ASCII letter, and has lower-case ASCII letters, digits, `_` and `-`.
fn is_permission(text: &str) -> bool {
    (2..=4).contains(&text.split(':').count()) && text.split(':').all(is_name)
}

/// Returns `true` for a lower-case ASCII letter and lower-case ASCII letters, digits, `_` and `-`
/// after it.
fn is_name(text: &str) -> bool {
    let is_inner = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'_' | b'-');
    text.bytes().next().is_some_and(|first| first.is_ascii_lowercase()) && text.bytes().all(is_inner)
}

/// Returns the part before the first colon.
fn resource(text: &str) -> &str {
    text.split(':').next().unwrap_or_default()
}

impl PermissionId {
    /// Returns `true` if an application may define a permission of this form.
    pub fn is_well_formed(&self) -> bool {
        is_permission(self.as_str())
    }

    /// Returns `true` if the resource is one of Cora's, so that no application defines it.
    pub fn is_reserved(&self) -> bool {
        is_reserved(self.as_str())
    }
}

fn is_reserved(text: &str) -> bool {
    let named = resource(text);
    RESERVED_RESOURCES.contains(&named) || Capability::ALL.iter().any(|known| resource(known.as_str()) == named)
}

impl RoleName {
    /// Returns `true` if an application may define a role of this form.
    pub fn is_well_formed(&self) -> bool {
        is_name(self.as_str())
    }

    /// Returns `true` for the names of Cora's roles, older ones included, and for names that begin
    /// as they do.
    pub fn is_reserved(&self) -> bool {
        ["org_", "platform_", "global_", "sys_", "super_"].iter().any(|start| self.as_str().starts_with(start))
    }

    fn is_of<T: Code>(&self, role: &T) -> bool {
        self.as_str() == role.name()
    }
}

/// Something that a session may be asked for: a capability of Cora, or a permission that an
/// application defines. The text says which: an application defines no permission with a resource
/// of Cora's, so a text with one that is not a capability is refused.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(
    feature = "tsify",
    derive(tsify::Tsify),
    tsify(type = "Capability | import(\"../register.js\").ApplicationPermission")
)]
pub enum Permission {
    /// A capability of Cora.
    Capability(Capability),
    /// A permission of the application that the session is in.
    Application(PermissionId),
}

impl Permission {
    /// Parses a permission. `None` for a text that is neither a capability nor of the form of an
    /// application's permission.
    pub fn parse(text: &str) -> Option<Self> {
        if let Some(known) = Capability::ALL.iter().find(|known| known.as_str() == text) {
            return Some(Self::Capability(*known));
        }
        let id = PermissionId::new(text)?;
        (id.is_well_formed() && !id.is_reserved()).then_some(Self::Application(id))
    }

    /// Returns the permission's text.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Capability(capability) => capability.as_str(),
            Self::Application(id) => id.as_str(),
        }
    }
}

impl From<Capability> for Permission {
    fn from(capability: Capability) -> Self {
        Self::Capability(capability)
    }
}

impl From<PermissionId> for Permission {
    fn from(id: PermissionId) -> Self {
        Self::Application(id)
    }
}

impl Serialize for Permission {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Permission {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<'_, str>::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| de::Error::custom("expected a capability, or an application's permission"))
    }
}

impl Encode for Permission {
    fn encode(&self, encoder: &mut Encoder) {
        encoder.text(self.as_str());
    }
}

impl Decode for Permission {
    fn decode(node: Option<&Node<'_>>, decoder: &mut Decoder) -> Self {
        Self::parse(decoder.text(node)).unwrap_or_else(|| {
            decoder.refuse();
            Self::Capability(Capability::OrgRead)
        })
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Permission {
    fn schema_name() -> Cow<'static, str> {
        Cow::Borrowed("Permission")
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "format": "permission" })
    }
}

/// A permission that an application defines.
#[record]
pub struct PermissionDefinition {
    /// The identifier: two to four parts with colons between them, such as `invoices:approve`. Each
    /// begins with a lower-case letter and has lower-case letters, digits, `_` and `-`.
    pub id: PermissionId,
    /// A sentence for administrators: what holders may do.
    pub describe: DisplayName,
    /// The roles that have it, each named: Cora's roles and those of the application; at most 60.
    #[serde(deserialize_with = "crate::text::at_most::<60, _, _>")]
    #[cfg_attr(feature = "schema", schemars(length(max = 60)))]
    pub granted_to: Vec<RoleName>,
}

/// A role that an application defines. Members of organizations have it in addition to their role
/// in the organization.
#[record]
pub struct RoleDefinition {
    /// The name: a lower-case letter, then lower-case letters, digits, `_` and `-`.
    pub id: RoleName,
    /// A sentence for administrators: whom the role is for.
    pub describe: DisplayName,
}

/// The permissions and roles that an application defines.
#[record]
#[derive(Default)]
pub struct ApplicationPermissions {
    /// The permissions; at most 200.
    #[serde(default, deserialize_with = "crate::text::at_most::<200, _, _>")]
    #[cfg_attr(feature = "schema", schemars(length(max = 200)))]
    pub permissions: Vec<PermissionDefinition>,
    /// The application's own roles; at most 50.
    #[serde(default, deserialize_with = "crate::text::at_most::<50, _, _>")]
    #[cfg_attr(feature = "schema", schemars(length(max = 50)))]
    pub roles: Vec<RoleDefinition>,
}

impl ApplicationPermissions {
    /// Returns `true` if the application defines neither a permission nor a role.
    pub fn is_empty(&self) -> bool {
        self.permissions.is_empty() && self.roles.is_empty()
    }

    /// Returns `true` if the application defines this role.
    pub fn has_role(&self, name: &RoleName) -> bool {
        self.roles.iter().any(|role| role.id == *name)
    }

    /// Returns the permissions of a member of an organization in that organization: those of their
    /// role there, and those of the application's roles that they have there. A role that the
    /// application does not define gives nothing.
    pub fn in_organization(&self, role: OrganizationRole, own: &[RoleName]) -> Vec<PermissionId> {
        self.granted(|grantee| grantee.is_of(&role) || (own.contains(grantee) && self.has_role(grantee)))
    }

    /// Returns the permissions of a role on the platform. They apply on the platform and never
    /// inside an organization. An auditor has those of a user too.
    pub fn on_platform(&self, role: PlatformRole) -> Vec<PermissionId> {
        let is_user = role == PlatformRole::PlatformAuditor;
        self.granted(|grantee| grantee.is_of(&role) || (is_user && grantee.is_of(&PlatformRole::PlatformUser)))
    }

    /// Returns the permissions that one of the application's roles gives.
    pub fn of_role(&self, name: &RoleName) -> Vec<PermissionId> {
        self.granted(|grantee| grantee == name)
    }

    /// Returns the permissions of which a grantee fits, in the order of their definition.
    fn granted(&self, fits: impl Fn(&RoleName) -> bool) -> Vec<PermissionId> {
        let has = |definition: &&PermissionDefinition| definition.granted_to.iter().any(&fits);
        self.permissions.iter().filter(has).map(|definition| definition.id.clone()).collect()
    }
}

/// The application's roles that a user has in one organization.
#[record]
pub struct OwnRoles {
    /// The organization.
    pub organization_id: OrganizationId,
    /// The roles; at most 50.
    #[serde(deserialize_with = "crate::text::at_most::<50, _, _>")]
    #[cfg_attr(feature = "schema", schemars(length(max = 50)))]
    pub roles: Vec<RoleName>,
}

#[cfg(test)]
mod tests;
