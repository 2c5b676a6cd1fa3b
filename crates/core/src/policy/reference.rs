//! The organizations and connections that a policy names.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::ProvisioningPolicy;
use crate::id::{ConnectionId, OrganizationId};

/// A row outside the policy that one of its members names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PolicyReference {
    /// An organization.
    Organization(OrganizationId),
    /// A connection.
    Connection(ConnectionId),
}

impl PolicyReference {
    /// Returns the fault of a reference to a row that does not exist: lower case, no full stop.
    pub const fn unknown(self) -> &'static str {
        match self {
            Self::Organization(_) => "the organization does not exist",
            Self::Connection(_) => "the connection does not exist",
        }
    }

    /// Returns the remedy for a reference to a row that does not exist: a sentence.
    pub const fn remedy(self) -> &'static str {
        match self {
            Self::Organization(_) => "Name an organization of this platform, or remove the entry.",
            Self::Connection(_) => "Name a connection of this platform, or leave `connectionId` out.",
        }
    }
}

impl ProvisioningPolicy {
    /// Returns all references, in the order of the policy, each with its place: a JSON Pointer into
    /// the policy (RFC 6901).
    pub fn references(&self) -> Vec<(String, PolicyReference)> {
        let mut all = References(Vec::new());
        for (at, mapping) in self.group_roles.iter().enumerate() {
            all.entry("groupRoles", at, mapping.organization_id, mapping.connection_id);
        }
        for (at, required) in self.required_groups.iter().enumerate() {
            all.entry("requiredGroups", at, required.organization_id, None);
        }
        for (at, entry) in self.idp_organizations.iter().enumerate() {
            all.entry("idpOrganizations", at, entry.organization_id, entry.connection_id);
        }
        for (at, role) in self.default_roles.iter().enumerate() {
            all.entry("defaultRoles", at, role.organization_id, None);
        }
        all.0
    }
}

struct References(Vec<(String, PolicyReference)>);

impl References {
    fn entry(&mut self, list: &str, at: usize, organization: OrganizationId, connection: Option<ConnectionId>) {
        self.0.push((format!("/{list}/{at}/organizationId"), PolicyReference::Organization(organization)));
        if let Some(connection) = connection {
            self.0.push((format!("/{list}/{at}/connectionId"), PolicyReference::Connection(connection)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;
    use serde_json::json;

    #[test]
    fn all_references_are_listed_in_the_order_of_the_policy() {
        let (acme, okta) = ("00000000-0000-7000-8000-0000000000a1", "00000000-0000-7000-8000-0000000000c1");
        let policy: ProvisioningPolicy = serde_json::from_value(json!({
            "groupRoles": [
                { "organizationId": acme, "group": "a", "role": "org_user" },
                { "organizationId": acme, "group": "b", "role": "org_user", "connectionId": okta },
            ],
            "requiredGroups": [{ "organizationId": acme, "groups": ["a"] }],
            "idpOrganizations": [{ "idpOrganization": "o", "organizationId": acme, "connectionId": okta }],
            "defaultRoles": [{ "organizationId": acme, "role": "org_user" }],
        }))
        .unwrap();
        let listed: Vec<(String, String)> = policy
            .references()
            .into_iter()
            .map(|(path, reference)| match reference {
                PolicyReference::Organization(id) => (path, id.to_string()),
                PolicyReference::Connection(id) => (path, id.to_string()),
            })
            .collect();
        let expected = [
            ("/groupRoles/0/organizationId", acme),
            ("/groupRoles/1/organizationId", acme),
            ("/groupRoles/1/connectionId", okta),
            ("/requiredGroups/0/organizationId", acme),
            ("/idpOrganizations/0/organizationId", acme),
            ("/idpOrganizations/0/connectionId", okta),
            ("/defaultRoles/0/organizationId", acme),
        ];
        assert_eq!(listed, expected.map(|(path, id)| (path.to_string(), id.to_string())));
    }
}
