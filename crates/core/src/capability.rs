//! What a role may do: one table, asked by one function.

use alloc::vec::Vec;

use crate::role::{OrganizationRole, PlatformRole};

macro_rules! capabilities {
    ($($(#[$doc:meta])* $name:ident = $text:literal;)*) => {
        /// Something that a session may be allowed to do. Written as `resource:action`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[derive(cora_wire_derive::Decode, cora_wire_derive::Encode)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[cfg_attr(feature = "tsify", derive(tsify::Tsify))]
        pub enum Capability {
            $($(#[$doc])* #[serde(rename = $text)] $name,)*
        }

        impl Capability {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// The capability's text.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text,)* }
            }
        }
    };
}

capabilities! {
    /// See identity provider connections.
    IdpRead = "idp:read";
    /// Change them.
    IdpWrite = "idp:write";
    /// Activate and disable them.
    IdpActivate = "idp:activate";
    /// See the organization.
    OrgRead = "org:read";
    /// Change it.
    OrgUpdate = "org:update";
    /// Delete it.
    OrgDelete = "org:delete";
    /// See its members.
    MembersRead = "members:read";
    /// Add, change and remove members.
    MembersManage = "members:manage";
    /// Invite, resend, revoke.
    InvitationsManage = "invitations:manage";
    /// Claim and verify domains, set their enrollment.
    DomainsManage = "domains:manage";
    /// See the provisioning policy, lint it, simulate with it.
    PolicyRead = "policy:read";
    /// Change it.
    PolicyWrite = "policy:write";
    /// See the audit log.
    AuditRead = "audit:read";
    /// Switch modules on and off.
    ModulesManage = "modules:manage";
    /// Found organizations, open closed ones again, set their seats.
    OrganizationsManage = "organizations:manage";
    /// See users and the waitlist, suspend, end and restore users, give platform roles.
    UsersManage = "users:manage";
}

/// What a platform role may do on the platform. Nothing in it reaches into an organization.
pub const fn of_platform_role(role: PlatformRole) -> &'static [Capability] {
    use Capability::{
        AuditRead, IdpActivate, IdpRead, IdpWrite, ModulesManage, OrganizationsManage, PolicyRead, PolicyWrite,
        UsersManage,
    };
    match role {
        PlatformRole::PlatformUser => &[],
        PlatformRole::PlatformAdmin | PlatformRole::PlatformOwner => &[
            IdpRead,
            IdpWrite,
            IdpActivate,
            PolicyRead,
            PolicyWrite,
            AuditRead,
            ModulesManage,
            OrganizationsManage,
            UsersManage,
        ],
    }
}

/// What an organization role may do in its organization.
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

/// Whether something is so far-reaching that it is not done with roles that may have changed since the session was opened
/// (our decision: whoever can do it can take a platform or an organization away from its owners).
pub const fn is_sensitive(capability: Capability) -> bool {
    use Capability::{
        AuditRead, DomainsManage, IdpActivate, IdpRead, IdpWrite, InvitationsManage, MembersManage, MembersRead,
        ModulesManage, OrgDelete, OrgRead, OrgUpdate, OrganizationsManage, PolicyRead, PolicyWrite, UsersManage,
    };
    match capability {
        IdpWrite | IdpActivate | OrgDelete | MembersManage | DomainsManage | PolicyWrite | UsersManage => true,
        IdpRead | OrgRead | OrgUpdate | MembersRead | InvitationsManage | PolicyRead | AuditRead | ModulesManage
        | OrganizationsManage => false,
    }
}

/// Whether either role may do something.
pub fn has(platform: PlatformRole, organization: Option<OrganizationRole>, capability: Capability) -> bool {
    of_platform_role(platform).contains(&capability)
        || organization.is_some_and(|role| of_organization_role(role).contains(&capability))
}

/// The capabilities of both roles together, each once, in the order of [`Capability::ALL`].
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
