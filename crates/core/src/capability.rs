//! The permissions of roles: one table, used by one function.

use alloc::vec::Vec;

use crate::role::{OrganizationRole, PlatformRole};

macro_rules! capabilities {
    ($($(#[$doc:meta])* $name:ident = $text:literal;)*) => {
        /// A permission that a session may have. Written as `resource:action`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[derive(cora_wire_derive::Decode, cora_wire_derive::Encode)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[cfg_attr(feature = "tsify", derive(tsify::Tsify))]
        pub enum Capability {
            $($(#[$doc])* #[serde(rename = $text)] $name,)*
        }

        impl Capability {
            /// All capabilities, in the order of their declaration.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// Returns the capability's text.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text,)* }
            }
        }
    };
}

capabilities! {
    /// Read identity provider connections.
    IdpRead = "idp:read";
    /// Change identity provider connections, and take them out of use.
    IdpWrite = "idp:write";
    /// Put identity provider connections into use.
    IdpActivate = "idp:activate";
    /// Read the organization.
    OrgRead = "org:read";
    /// Change the organization's name, slug and logo.
    OrgUpdate = "org:update";
    /// Close the organization.
    OrgDelete = "org:delete";
    /// Read the organization's members.
    MembersRead = "members:read";
    /// Add, change and remove members, and answer membership requests.
    MembersManage = "members:manage";
    /// Create, resend and revoke invitations.
    InvitationsManage = "invitations:manage";
    /// Claim and verify domains, and set their enrollment.
    DomainsManage = "domains:manage";
    /// Read the provisioning policy, lint it, and simulate logins with it.
    PolicyRead = "policy:read";
    /// Change the provisioning policy.
    PolicyWrite = "policy:write";
    /// Read the audit log.
    AuditRead = "audit:read";
    /// Switch modules on and off.
    ModulesManage = "modules:manage";
    /// Read all organizations and the domain rules of all.
    OrganizationsRead = "organizations:read";
    /// Create organizations, close and reopen any, appoint an owner where none is active, and set
    /// seat limits.
    OrganizationsManage = "organizations:manage";
    /// Read users, requests, the waitlist and conflicts, and explain logins.
    UsersRead = "users:read";
    /// Answer the waitlist and conflicts, suspend, deprovision and restore users, and change
    /// platform roles.
    UsersManage = "users:manage";
    /// Read the applications that sign people in through the issuer.
    ApplicationRead = "application:read";
    /// Register and change applications, and their secrets.
    ApplicationWrite = "application:write";
}

/// Returns the capabilities of a platform role. They apply on the platform and never inside an
/// organization.
pub const fn of_platform_role(role: PlatformRole) -> &'static [Capability] {
    use Capability::{
        ApplicationRead, ApplicationWrite, AuditRead, IdpActivate, IdpRead, IdpWrite, ModulesManage,
        OrganizationsManage, OrganizationsRead, PolicyRead, PolicyWrite, UsersManage, UsersRead,
    };
    match role {
        PlatformRole::PlatformUser => &[],
        PlatformRole::PlatformAuditor => {
            &[IdpRead, PolicyRead, AuditRead, OrganizationsRead, UsersRead, ApplicationRead]
        }
        // SECURITY: a connection in use says who somebody is. An administrator who put one of their
        // own into use could come as an owner by it.
        PlatformRole::PlatformAdmin => &[
            IdpRead,
            IdpWrite,
            PolicyRead,
            PolicyWrite,
            AuditRead,
            ModulesManage,
            OrganizationsRead,
            OrganizationsManage,
            UsersRead,
            UsersManage,
            ApplicationRead,
            ApplicationWrite,
        ],
        PlatformRole::PlatformOwner => &[
            IdpRead,
            IdpWrite,
            IdpActivate,
            PolicyRead,
            PolicyWrite,
            AuditRead,
            ModulesManage,
            OrganizationsRead,
            OrganizationsManage,
            UsersRead,
            UsersManage,
            ApplicationRead,
            ApplicationWrite,
        ],
    }
}

/// Returns the capabilities of an organization role in its organization.
pub const fn of_organization_role(role: OrganizationRole) -> &'static [Capability] {
    use Capability::{
        AuditRead, DomainsManage, InvitationsManage, MembersManage, MembersRead, OrgDelete, OrgRead, OrgUpdate,
    };
    match role {
        OrganizationRole::OrgUser => &[OrgRead, MembersRead],
        OrganizationRole::OrgAdmin => {
            &[OrgRead, OrgUpdate, MembersRead, MembersManage, InvitationsManage, DomainsManage, AuditRead]
        }
        OrganizationRole::OrgOwner => {
            &[OrgRead, OrgUpdate, OrgDelete, MembersRead, MembersManage, InvitationsManage, DomainsManage, AuditRead]
        }
    }
}

/// Returns `true` if a capability is so far-reaching that it must not be used with roles that may
/// have changed since the session was opened (our decision: a caller who has it can take a platform
/// or an organization away from its owners).
pub const fn is_sensitive(capability: Capability) -> bool {
    use Capability::{
        ApplicationRead, ApplicationWrite, AuditRead, DomainsManage, IdpActivate, IdpRead, IdpWrite, InvitationsManage,
        MembersManage, MembersRead, ModulesManage, OrgDelete, OrgRead, OrgUpdate, OrganizationsManage,
        OrganizationsRead, PolicyRead, PolicyWrite, UsersManage, UsersRead,
    };
    match capability {
        IdpWrite | IdpActivate | OrgDelete | MembersManage | DomainsManage | PolicyWrite | UsersManage
        | ApplicationWrite => true,
        IdpRead | OrgRead | OrgUpdate | MembersRead | InvitationsManage | PolicyRead | AuditRead | ModulesManage
        | OrganizationsRead | OrganizationsManage | UsersRead | ApplicationRead => false,
    }
}

/// Returns `true` if either role has a capability.
pub fn has(platform: PlatformRole, organization: Option<OrganizationRole>, capability: Capability) -> bool {
    of_platform_role(platform).contains(&capability)
        || organization.is_some_and(|role| of_organization_role(role).contains(&capability))
}

/// Returns the capabilities of both roles together, each once, in the order of [`Capability::ALL`].
pub fn union(platform: PlatformRole, organization: Option<OrganizationRole>) -> Vec<Capability> {
    Capability::ALL.iter().copied().filter(|capability| has(platform, organization, *capability)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_greater_role_may_do_all_that_a_smaller_may() {
        use OrganizationRole::{OrgAdmin, OrgOwner, OrgUser};
        for (smaller, greater) in [(OrgUser, OrgAdmin), (OrgAdmin, OrgOwner)] {
            assert!(of_organization_role(smaller).iter().all(|c| of_organization_role(greater).contains(c)));
        }
        use PlatformRole::{PlatformAdmin, PlatformAuditor, PlatformOwner, PlatformUser};
        let pairs = [(PlatformUser, PlatformAuditor), (PlatformAuditor, PlatformAdmin), (PlatformAdmin, PlatformOwner)];
        for (smaller, greater) in pairs {
            assert!(of_platform_role(smaller).iter().all(|c| of_platform_role(greater).contains(c)));
        }
    }

    #[test]
    fn p4_only_an_owner_puts_a_connection_into_use() {
        assert!(!of_platform_role(PlatformRole::PlatformAdmin).contains(&Capability::IdpActivate));
        assert!(of_platform_role(PlatformRole::PlatformOwner).contains(&Capability::IdpActivate));
    }

    #[test]
    fn an_auditor_reads_and_does_nothing_else() {
        for capability in of_platform_role(PlatformRole::PlatformAuditor) {
            assert!(capability.as_str().ends_with(":read") && !is_sensitive(*capability), "{capability:?}");
        }
        let of_platform = of_platform_role(PlatformRole::PlatformOwner).iter();
        for capability in of_platform.filter(|capability| capability.as_str().ends_with(":read")) {
            assert!(of_platform_role(PlatformRole::PlatformAuditor).contains(capability), "{capability:?}");
        }
    }

    #[test]
    fn a_platform_role_gives_nothing_inside_an_organization() {
        use Capability::{DomainsManage, InvitationsManage, MembersManage, MembersRead, OrgDelete, OrgRead, OrgUpdate};
        for capability in [OrgRead, OrgUpdate, OrgDelete, MembersRead, MembersManage, InvitationsManage, DomainsManage]
        {
            assert!(!of_platform_role(PlatformRole::PlatformOwner).contains(&capability));
        }
    }

    #[test]
    fn the_five_older_administrator_names_keep_the_provider_configuration() {
        for name in ["super_admin", "platform_owner", "platform_admin", "global_owner", "global_admin"] {
            let role: PlatformRole = serde_json::from_value(serde_json::Value::from(name)).unwrap();
            assert!(of_platform_role(role).contains(&Capability::IdpWrite), "{name}");
        }
    }
}
