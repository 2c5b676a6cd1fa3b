//! Findings about groups and organizations at the provider.

use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::String;

use super::{FindingCode, LintReport};
use crate::connection::{Connection, ConnectionStatus};
use crate::engine::Configuration;
use crate::id::OrganizationId;
use crate::policy::{GroupSync, Strategy};
use crate::role::OrganizationRole;
use crate::text::GroupName;

pub(super) fn lint(configuration: &Configuration, report: &mut LintReport) {
    let connections = Connections::of(configuration);
    mappings(configuration, &connections, report);
    requirements(configuration, &connections, report);
    idp_organizations(configuration, &connections, report);
}

/// The connections of a configuration. Nothing is reported about connections that the host stores
/// elsewhere.
struct Connections<'a>(Option<&'a [Connection]>);

impl<'a> Connections<'a> {
    fn of(configuration: &'a Configuration) -> Self {
        let connections = configuration.connections.as_slice();
        Self((!connections.is_empty()).then_some(connections))
    }

    /// Returns `true` if no connection in use meets the condition.
    fn none(&self, condition: impl Fn(&Connection) -> bool) -> bool {
        let in_use = |connection: &&Connection| connection.status == ConnectionStatus::Active;
        self.0.is_some_and(|connections| !connections.iter().filter(in_use).any(condition))
    }
}

/// Returns `true` if tokens of the connection can carry groups.
fn sends_groups(connection: &Connection) -> bool {
    connection.kind.texts().missing_groups.is_some() || !connection.groups_claim.is_empty()
}

fn speaks_for(connection: &Connection, organization: OrganizationId) -> bool {
    connection.organization_id.is_none_or(|own| own == organization)
}

fn mappings(configuration: &Configuration, connections: &Connections<'_>, report: &mut LintReport) {
    let policy = &configuration.policy;
    let [by_group, by_connection] =
        [Strategy::Group, Strategy::Connection].map(|strategy| policy.strategies.contains(&strategy));
    for (at, mapping) in policy.group_roles.iter().enumerate() {
        let path = format!("/policy/groupRoles/{at}");
        let serves = |connection: &Connection| {
            sends_groups(connection)
                && speaks_for(connection, mapping.organization_id)
                && mapping.connection_id.is_none_or(|id| id == connection.id)
                && (by_group || connection.organization_id.is_some())
        };
        if !by_group && !by_connection {
            report.warning(
                FindingCode::GroupMappingUnreachable,
                path.clone(),
                "no strategy looks at groups, so this mapping never matches",
                "Add the strategy `group`.",
            );
        } else if connections.none(serves) {
            let (message, fix) = if by_group {
                (
                    "no active connection that speaks for the organization can send groups, so this mapping never matches",
                    "Name a connection whose provider sends groups, or remove the mapping.",
                )
            } else {
                (
                    "without the strategy `group` only the organization's own connection reads this mapping, and none can send groups",
                    "Add the strategy `group`, or remove the mapping.",
                )
            };
            report.warning(FindingCode::GroupMappingUnreachable, path.clone(), message, fix);
        }
        if mapping.sync == GroupSync::Authoritative && !(by_group && policy.reconcile_on_login) {
            report.warning(
                FindingCode::GroupSyncUnused,
                format!("{path}/sync"),
                "roles follow their groups only with the strategy `group` and with `reconcileOnLogin`",
                "Add the strategy `group`, and leave `reconcileOnLogin` out.",
            );
        }
    }
}

fn requirements(configuration: &Configuration, connections: &Connections<'_>, report: &mut LintReport) {
    let mut check = |path: String, groups: &[GroupName], is_served: &dyn Fn(&Connection) -> bool| {
        let message = if groups.is_empty() {
            "no group is named, so that nobody can come in"
        } else if connections.none(|connection| sends_groups(connection) && is_served(connection)) {
            "no active connection can send these groups, so that nobody can come in"
        } else {
            return;
        };
        let fix =
            "Name groups that a connection of the platform or of the organization sends, or remove the requirement.";
        report.error(FindingCode::RequiredGroupsUnreachable, path, message, fix);
    };
    for (at, required) in configuration.policy.required_groups.iter().enumerate() {
        let path = format!("/policy/requiredGroups/{at}/groups");
        check(path, &required.groups, &|connection| speaks_for(connection, required.organization_id));
    }
    for (at, connection) in configuration.connections.iter().enumerate() {
        if !connection.required_groups.is_empty() && connection.status == ConnectionStatus::Active {
            let path = format!("/connections/{at}/requiredGroups");
            check(path, &connection.required_groups, &|other| other.id == connection.id);
        }
    }
    for (at, rule) in configuration.domain_rules.iter().enumerate() {
        if !rule.required_groups.is_empty() {
            let path = format!("/domainRules/{at}/requiredGroups");
            check(path, &rule.required_groups, &|connection| speaks_for(connection, rule.organization_id));
        }
    }
}

fn idp_organizations(configuration: &Configuration, connections: &Connections<'_>, report: &mut LintReport) {
    let policy = &configuration.policy;
    let mut seen = BTreeSet::new();
    for (at, entry) in policy.idp_organizations.iter().enumerate() {
        let path = format!("/policy/idpOrganizations/{at}");
        if entry.role.is_some_and(|role| role > OrganizationRole::CONNECTION_CAP) {
            report.error(
                FindingCode::ReservedRole,
                format!("{path}/role"),
                "no organization at a provider makes an owner; its people become administrators",
                "Use `org_admin`, and invite owners.",
            );
        }
        let fits = |connection: &Connection| {
            connection.organization_id.is_none() && entry.connection_id.is_none_or(|id| id == connection.id)
        };
        if !policy.strategies.contains(&Strategy::Connection) {
            report.warning(
                FindingCode::IdpOrganizationUnreachable,
                path.clone(),
                "the policy does not name the strategy `connection`, so this entry never matches",
                "Add the strategy `connection`.",
            );
        } else if connections.none(fits) {
            report.warning(
                FindingCode::IdpOrganizationUnreachable,
                path.clone(),
                "no active connection of the platform fits, so this entry never matches",
                "Name an active connection that belongs to no organization, or remove the entry.",
            );
        }
        let shadowed = seen.contains(&(None, &entry.idp_organization))
            || !seen.insert((entry.connection_id, &entry.idp_organization));
        if shadowed {
            let message = "an earlier entry of the same organization at the provider decides";
            report.warning(FindingCode::ShadowedEntry, path, message, "Remove one of the two.");
        }
    }
}
