//! Findings about domain rules.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::{DomainKnowledge, FindingCode, LintReport};
use crate::connection::{Connection, ConnectionStatus};
use crate::domain::class::DomainClass;
use crate::domain::pattern::DomainPattern;
use crate::engine::Configuration;
use crate::id::{ConnectionId, OrganizationId};
use crate::model::domain_rule::{DomainRuleFacts, EnrollmentMode, VerificationLevel};
use crate::role::OrganizationRole;

pub(super) fn lint(configuration: &Configuration, domains: &impl DomainKnowledge, report: &mut LintReport) {
    let rules = &configuration.domain_rules;
    let connections: BTreeMap<ConnectionId, &Connection> =
        configuration.connections.iter().map(|connection| (connection.id, connection)).collect();
    let claims = ClaimedDomains::of(rules);
    let lookalikes = Lookalikes::of(rules, domains);
    for (at, rule) in rules.iter().enumerate() {
        let path = format!("/domainRules/{at}");
        let class = match domains.class(rule.pattern.name().as_str()) {
            DomainClass::Company => rule.class,
            known => known,
        };
        if class == DomainClass::Company {
            proof(rule, &path, report);
            sso(rule, &path, &connections, report);
            claims.lint(rule, &path, report);
        } else {
            unownable(rule, class, &path, report);
        }
        if rule.role.is_some_and(|role| role > OrganizationRole::DOMAIN_CAP) {
            report.error(
                FindingCode::ReservedRole,
                format!("{path}/role"),
                "a domain never grants a role above `org_user`",
                "Remove the role, and invite administrators.",
            );
        }
        lookalikes.lint(rule, &path, domains, report);
    }
}

/// Reports a domain that no organization can own.
fn unownable(rule: &DomainRuleFacts, class: DomainClass, path: &str, report: &mut LintReport) {
    let path = format!("{path}/pattern");
    if class != DomainClass::PublicSuffix {
        report.error(
            FindingCode::PublicDomain,
            path,
            "anyone can get a mailbox in this domain, so it does not identify an organization",
            "Remove the rule, and invite people individually.",
        );
    } else if rule.pattern.is_wildcard() {
        report.error(
            FindingCode::WildcardTooWide,
            path,
            "names below this suffix belong to different owners",
            "Write the domain that the organization registered.",
        );
    } else {
        report.error(
            FindingCode::SuffixDomain,
            path,
            "other owners register names below this one, so no organization owns it",
            "Write the domain that the organization registered.",
        );
    }
}

fn proof(rule: &DomainRuleFacts, path: &str, report: &mut LintReport) {
    let needs_ownership =
        matches!(rule.enrollment_mode, EnrollmentMode::AutomaticMembership | EnrollmentMode::EnterpriseSso);
    if needs_ownership && rule.verification < VerificationLevel::Ownership {
        report.error(
            FindingCode::SilentJoinWithoutOwnership,
            format!("{path}/verification"),
            "access to one mailbox does not prove that the organization owns the domain",
            "Verify the domain by DNS (`ownership`), or choose the mode `automatic_suggestion`.",
        );
    } else if !rule.is_verified() && rule.enrollment_mode != EnrollmentMode::ManualInvitation {
        report.warning(
            FindingCode::DomainNotVerified,
            format!("{path}/state"),
            "the domain is not verified, so the rule has no effect yet",
            "Verify the domain.",
        );
    }
}

fn sso(rule: &DomainRuleFacts, path: &str, connections: &BTreeMap<ConnectionId, &Connection>, report: &mut LintReport) {
    if rule.enrollment_mode != EnrollmentMode::EnterpriseSso {
        return;
    }
    let fault = match rule.connection_id.map(|id| connections.get(&id)) {
        None => "`enterprise_sso` requires a connection, and none is set",
        // If no connections are given, they are stored elsewhere.
        Some(None) if connections.is_empty() => return,
        Some(None) => "the required connection does not exist",
        Some(Some(connection)) if connection.status != ConnectionStatus::Active => {
            "the required connection is not active"
        }
        Some(Some(connection)) if connection.organization_id.is_some_and(|id| id != rule.organization_id) => {
            "the required connection belongs to another organization"
        }
        Some(Some(_)) => return,
    };
    let fix = "Set `connectionId` to an active connection of the organization.";
    report.error(FindingCode::SsoConnectionUnusable, format!("{path}/connectionId"), fault, fix);
}

/// The organizations that have verified each pattern, with the highest level of verification among
/// them.
struct ClaimedDomains<'a>(BTreeMap<&'a DomainPattern, (VerificationLevel, Vec<OrganizationId>)>);

impl<'a> ClaimedDomains<'a> {
    fn of(rules: &'a [DomainRuleFacts]) -> Self {
        let mut claims = BTreeMap::new();
        for rule in rules.iter().filter(|rule| rule.is_verified() && rule.is_of_a_company()) {
            let (level, organizations) = claims.entry(&rule.pattern).or_insert((rule.verification, Vec::new()));
            if *level < rule.verification {
                *level = rule.verification;
                organizations.clear();
            }
            // Two are enough to be ambiguous.
            if *level == rule.verification && organizations.len() < 2 && !organizations.contains(&rule.organization_id)
            {
                organizations.push(rule.organization_id);
            }
        }
        Self(claims)
    }

    fn lint(&self, rule: &DomainRuleFacts, path: &str, report: &mut LintReport) {
        let claim = self.0.get(&rule.pattern).filter(|_| rule.is_verified());
        if claim.is_some_and(|(level, organizations)| *level == rule.verification && organizations.len() > 1) {
            report.error(
                FindingCode::AmbiguousDomain,
                format!("{path}/pattern"),
                "two organizations have verified this pattern, so neither rule applies",
                "Find out which organization owns the domain, and remove the other rule.",
            );
        }
    }
}

/// The organizations whose names have the same skeleton.
struct Lookalikes(BTreeMap<String, Vec<OrganizationId>>);

impl Lookalikes {
    fn of(rules: &[DomainRuleFacts], domains: &impl DomainKnowledge) -> Self {
        let mut lookalikes: BTreeMap<String, Vec<OrganizationId>> = BTreeMap::new();
        for rule in rules {
            let organizations = lookalikes.entry(domains.skeleton(rule.pattern.name().as_str())).or_default();
            if organizations.len() < 2 && !organizations.contains(&rule.organization_id) {
                organizations.push(rule.organization_id);
            }
        }
        Self(lookalikes)
    }

    fn lint(&self, rule: &DomainRuleFacts, path: &str, domains: &impl DomainKnowledge, report: &mut LintReport) {
        let name = rule.pattern.name().as_str();
        // A name in another script is an A-label, and only such a name can imitate another (pitfall
        // C10).
        if !name.split('.').any(|label| label.starts_with("xn--")) {
            return;
        }
        let alike = self.0.get(&domains.skeleton(name)).is_some_and(|organizations| organizations.len() > 1);
        if alike {
            report.warning(
                FindingCode::ConfusableDomain,
                format!("{path}/pattern"),
                "this name looks like a name in another organization's rule",
                "Check the name letter by letter.",
            );
        } else if domains.is_mixed_script(name) {
            report.warning(
                FindingCode::MixedScriptDomain,
                format!("{path}/pattern"),
                "a label of this name mixes scripts, which is common in look-alike names",
                "Check the name letter by letter.",
            );
        }
    }
}
