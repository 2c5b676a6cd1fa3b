//! Findings about the policy.

use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::String;

use super::{FindingCode, LintReport};
use crate::connection::{Connection, ConnectionStatus};
use crate::engine::Configuration;
use crate::json::Code;
use crate::model::domain_rule::EnrollmentMode;
use crate::policy::{AccessMode, AccountLinking, Bootstrap, ProvisioningPolicy, SecondSubject, Strategy};
use crate::role::OrganizationRole;

/// Maximum recommended lifetime of an invitation, in seconds: 30 days, as Clerk's invitations have.
const LONGEST_INVITATION: u32 = 30 * 86_400;
/// Minimum recommended lifetime of an invitation, in seconds: mail takes a while to arrive and to
/// be read.
const SHORTEST_INVITATION: u32 = 3_600;

pub(super) fn lint(configuration: &Configuration, report: &mut LintReport) {
    let policy = &configuration.policy;
    entry(policy, report);
    strategies(configuration, report);
    bootstrap(policy, report);
    evidence(policy, report);
    roles(policy, report);
    rest(policy, report);
}

fn entry(policy: &ProvisioningPolicy, report: &mut LintReport) {
    if !policy.strategies.is_empty() || policy.access_mode != AccessMode::Restricted {
        return;
    }
    let path = String::from("/policy/strategies");
    let fix = "Add a strategy, such as `invitation`, or choose another access mode.";
    if matches!(policy.bootstrap, Bootstrap::Closed {}) {
        let message = "new users are never admitted: no strategy, restricted access, bootstrap closed";
        report.error(FindingCode::EntryClosed, path, message, fix);
    } else if policy.account_linking == AccountLinking::Never {
        let message = "after the first owner, new users are never admitted and accounts are never linked";
        report.error(FindingCode::NeitherCreatesNorLinks, path, message, fix);
    }
}

fn strategies(configuration: &Configuration, report: &mut LintReport) {
    let Configuration { policy, connections, domain_rules } = configuration;
    // The organization at the provider makes a connection of the platform admit as well.
    let stands_for_one = |connection: &Connection| {
        let entries = &policy.idp_organizations;
        entries.iter().any(|entry| entry.connection_id.is_none_or(|id| id == connection.id))
    };
    let bound = connections
        .iter()
        .filter(|connection| connection.status == ConnectionStatus::Active)
        .any(|connection| connection.organization_id.is_some() || stands_for_one(connection));
    let enrolling = domain_rules.iter().any(|rule| {
        rule.enrollment_mode != EnrollmentMode::ManualInvitation && rule.is_verified() && rule.is_of_a_company()
    });
    for strategy in Strategy::ALL.iter().copied() {
        let (can_match, has_any, unreachable, missing) = match strategy {
            // Anybody can be invited at any time. Group mappings have findings of their own.
            Strategy::Invitation | Strategy::Group => continue,
            Strategy::Connection => (
                bound,
                !connections.is_empty(),
                (
                    "no active connection belongs to an organization, so this strategy never matches",
                    "Remove the strategy, or bind a connection to its organization with `organizationId`.",
                ),
                (
                    "a connection belongs to an organization, but no strategy admits its users",
                    "Add the strategy `connection`.",
                ),
            ),
            Strategy::Domain => (
                enrolling,
                !domain_rules.is_empty(),
                (
                    "no verified domain rule enrolls users, so this strategy never matches",
                    "Remove the strategy, or verify a domain.",
                ),
                ("domain rules exist, but no strategy uses them", "Add the strategy `domain`."),
            ),
        };
        match policy.strategies.iter().position(|other| *other == strategy) {
            Some(at) if !can_match && has_any => {
                let (message, fix) = unreachable;
                report.warning(FindingCode::UnreachableStrategy, format!("/policy/strategies/{at}"), message, fix);
            }
            None if can_match => {
                let (message, fix) = missing;
                report.warning(FindingCode::StrategyMissing, String::from("/policy/strategies"), message, fix);
            }
            _ => {}
        }
    }
}

fn bootstrap(policy: &ProvisioningPolicy, report: &mut LintReport) {
    let path = String::from("/policy/bootstrap");
    match &policy.bootstrap {
        Bootstrap::FirstUser { acknowledged: false } => report.error(
            FindingCode::BootstrapFirstUser,
            path,
            "the first user to sign in owns the platform without any proof",
            "Use the mode `token` or `allow_list`; for a trial, set `acknowledged` to true.",
        ),
        Bootstrap::AllowList { emails } if emails.is_empty() => report.error(
            FindingCode::BootstrapListEmpty,
            format!("{path}/emails"),
            "the list is empty, so nobody can become the owner of the platform",
            "Add the first owner's address, or use the mode `token`.",
        ),
        _ => {}
    }
}

fn evidence(policy: &ProvisioningPolicy, report: &mut LintReport) {
    if policy.second_subject == SecondSubject::NewUser {
        report.warning(
            FindingCode::SecondSubjectUnasked,
            String::from("/policy/secondSubject"),
            "a user loses their address to another subject of the same issuer, and no administrator looks",
            "Leave it out, unless the provider gives addresses to other people often.",
        );
    }
    if policy.require_verified_email {
        return;
    }
    let path = String::from("/policy/requireVerifiedEmail");
    let fix = "Remove it: the default requires verified addresses.";
    if policy.access_mode == AccessMode::Public {
        let message = "anyone can sign in with another person's address";
        report.error(FindingCode::UnverifiedEmailAccepted, path, message, fix);
    } else {
        let message = "anyone who claims an invited address can accept its invitation";
        report.warning(FindingCode::UnverifiedEmailAccepted, path, message, fix);
    }
}

fn roles(policy: &ProvisioningPolicy, report: &mut LintReport) {
    let mut groups = BTreeSet::new();
    for (at, mapping) in policy.group_roles.iter().enumerate() {
        let path = format!("/policy/groupRoles/{at}");
        if mapping.role > OrganizationRole::CONNECTION_CAP {
            report.error(
                FindingCode::ReservedRole,
                format!("{path}/role"),
                "a group never grants ownership; its members become administrators",
                "Use `org_admin`, and invite owners.",
            );
        }
        let shadowed = groups.contains(&(mapping.organization_id, &mapping.group, None))
            || !groups.insert((mapping.organization_id, &mapping.group, mapping.connection_id));
        if shadowed {
            report.warning(
                FindingCode::ShadowedEntry,
                path,
                "an earlier mapping of the same group and organization applies",
                "Remove one of the two.",
            );
        }
    }
    let mut organizations = BTreeSet::new();
    for (at, default) in policy.default_roles.iter().enumerate() {
        let path = format!("/policy/defaultRoles/{at}");
        if default.role > OrganizationRole::CONNECTION_CAP {
            report.error(
                FindingCode::ReservedRole,
                format!("{path}/role"),
                "a default role never grants ownership",
                "Use `org_user`, and invite owners.",
            );
        } else if default.role > OrganizationRole::DOMAIN_CAP {
            report.warning(
                FindingCode::RoleCapped,
                format!("{path}/role"),
                "everyone who signs in through the organization's connection becomes an administrator; a domain grants only `org_user`",
                "Use `org_user`, and map a group to `org_admin`.",
            );
        }
        if !organizations.insert(default.organization_id) {
            let message = "an earlier default of the same organization applies";
            report.warning(FindingCode::ShadowedEntry, path, message, "Remove one of the two.");
        }
    }
}

fn rest(policy: &ProvisioningPolicy, report: &mut LintReport) {
    if !policy.enforce_seats {
        report.warning(
            FindingCode::SeatsNotEnforced,
            String::from("/policy/enforceSeats"),
            "organizations can have more members than seats",
            "Remove it: the default enforces the limit.",
        );
    }
    let path = || String::from("/policy/invitationLifetimeSeconds");
    if policy.invitation_lifetime_seconds > LONGEST_INVITATION {
        let message = "an invitation stays open for more than 30 days";
        let fix = "Use at most 2592000, and invite people again later.";
        report.warning(FindingCode::InvitationLifetimeTooLong, path(), message, fix);
    }
    if policy.invitation_lifetime_seconds < SHORTEST_INVITATION {
        let message = "an invitation expires in less than an hour";
        report.warning(FindingCode::InvitationLifetimeTooShort, path(), message, "Use at least 3600.");
    }
    if policy.personal_organization && policy.access_mode != AccessMode::Public {
        report.warning(
            FindingCode::PersonalOrganizationUnused,
            String::from("/policy/personalOrganization"),
            "only users admitted by public access get a personal organization, and access is not public",
            "Remove it, or choose the access mode `public`.",
        );
    }
}
