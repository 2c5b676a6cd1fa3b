//! Roles of the platform and of an organization, who may grant them, and the older names they are read under.

use cora_wire_derive::codes;

/// A role on the platform as a whole. It gives no right inside an organization by itself.
///
/// Older names are read and mapped: `super_admin`, `global_owner`, `sys_owner` are owners; `global_admin`, `sys_admin`
/// administrators; `global_user`, `sys_user` users. Only the names below are written.
#[codes]
#[derive(Default)]
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
