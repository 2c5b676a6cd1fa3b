//! Capabilities as types, so that a handler's signature states the permission of its caller.

use cora_core::capability::Capability;

/// A type that represents a capability.
pub trait Named: Send + Sync + 'static {
    /// The capability that this type represents.
    const CAPABILITY: Capability;
}

/// A type that represents a capability of Cora or a permission of the application, so that a
/// handler's signature states what its caller needs. Every [`Named`] is one.
///
/// ```
/// struct ApproveInvoices;
///
/// impl cora_axum::Requires for ApproveInvoices {
///     const PERMISSION: &'static str = "invoices:approve";
/// }
/// ```
pub trait Requires: Send + Sync + 'static {
    /// The permission, as the application defines it (§15.1 of the specification). Nobody has one
    /// whose text is no permission.
    const PERMISSION: &'static str;
}

impl<C: Named> Requires for C {
    const PERMISSION: &'static str = C::CAPABILITY.as_str();
}

macro_rules! required {
    ($($name:ident),* $(,)?) => {
        /// The capabilities, each as a type without values: `Allowed<required::IdpWrite>`.
        pub mod required {
            $(
                #[doc = concat!("[`Capability::", stringify!($name), "`](cora_core::capability::Capability::", stringify!($name), ").")]
                pub enum $name {}

                impl super::Named for $name {
                    const CAPABILITY: cora_core::capability::Capability = cora_core::capability::Capability::$name;
                }
            )*
        }

        #[cfg(test)]
        const ALL: &[Capability] = &[$(<required::$name as Named>::CAPABILITY),*];
    };
}

required! {
    IdpRead, IdpWrite, IdpActivate, OrgRead, OrgUpdate, OrgDelete, MembersRead, MembersManage, InvitationsManage, DomainsManage, PolicyRead,
    PolicyWrite, AuditRead, ModulesManage, OrganizationsRead, OrganizationsManage, UsersRead, UsersManage, ApplicationRead, ApplicationWrite,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_capability_has_its_type() {
        assert_eq!(ALL, Capability::ALL);
    }
}
