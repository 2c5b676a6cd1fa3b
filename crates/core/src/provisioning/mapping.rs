//! The roles that a login's groups give, by the mappings of the policy.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;

use super::context::DecisionContext;
use crate::id::OrganizationId;
use crate::policy::GroupSync;
use crate::role::OrganizationRole;

/// The roles that a login's groups give, for all organizations at once.
pub(super) struct MappedRoles {
    /// The organizations in which the groups give a role, in the order of the policy.
    order: Vec<OrganizationId>,
    roles: BTreeMap<OrganizationId, OrganizationRole>,
    /// The organizations that follow the provider, if the login tells all groups.
    followed: BTreeSet<OrganizationId>,
}

impl MappedRoles {
    /// Reads the mappings that the login's groups may match.
    pub fn of(context: &DecisionContext<'_>) -> Self {
        let mut mapped = Self { order: Vec::new(), roles: BTreeMap::new(), followed: BTreeSet::new() };
        let Some(groups) = context.login.all_groups() else { return mapped };
        // WHY: a login has as many groups as the policy has mappings, up to a thousand each.
        let groups: BTreeSet<&str> = groups.iter().map(|group| group.as_str()).collect();
        for mapping in context.mappings() {
            let organization = mapping.organization_id;
            if mapping.sync == GroupSync::Authoritative {
                mapped.followed.insert(organization);
            }
            if groups.contains(mapping.group.as_str()) && !mapped.roles.contains_key(&organization) {
                mapped.roles.insert(organization, mapping.role);
                mapped.order.push(organization);
            }
        }
        mapped
    }

    /// Returns the role that the groups give in an organization, before it is capped.
    pub fn of_organization(&self, organization: OrganizationId) -> Option<OrganizationRole> {
        self.roles.get(&organization).copied()
    }

    /// Returns `true` if the organization follows the provider of the login.
    pub fn is_followed_by(&self, organization: OrganizationId) -> bool {
        self.followed.contains(&organization)
    }

    /// Returns the organizations in which the groups give a role, with the role, in the order of
    /// the policy.
    pub fn iter(&self) -> impl Iterator<Item = (OrganizationId, OrganizationRole)> {
        self.order.iter().filter_map(|organization| Some((*organization, self.of_organization(*organization)?)))
    }
}
