//! Logins that a policy has to decide as an administrator expects: a change of the policy that
//! decides one otherwise is not put in force.

use alloc::string::String;
use alloc::vec::Vec;
use cora_wire_derive::record;

use crate::engine::{Configuration, Engine, EngineLogin};
use crate::id::OrganizationId;
use crate::json::Code;
use crate::model::organization::{OrganizationFacts, OrganizationStatus};
use crate::provisioning::code::ReasonCode;
use crate::provisioning::decision::OutcomeKind;
use crate::role::OrganizationRole;
use crate::text::{DisplayName, Slug};

/// Maximum number of expectations of a policy.
pub const MAX_EXPECTATIONS: usize = 100;

/// A login, and the outcome that every policy has to give it.
#[record]
pub struct PolicyExpectation {
    /// The name: `a stranger stays out`. Unique among the expectations.
    pub name: DisplayName,
    /// The login with the stored facts that concern it, as they would be.
    pub login: EngineLogin,
    /// The expected outcome.
    pub outcome: OutcomeKind,
    /// The organization of which the person has to be a member; not checked when absent.
    #[serde(default)]
    pub organization: Option<OrganizationId>,
    /// The role in that organization; not checked when absent.
    #[serde(default)]
    pub role: Option<OrganizationRole>,
}

/// An expectation that a policy does not meet.
#[record]
pub struct ExpectationFailure {
    /// The name of the expectation.
    pub name: DisplayName,
    /// The expected outcome.
    pub expected: OutcomeKind,
    /// The outcome under the policy.
    pub found: OutcomeKind,
    /// The reason of the decision.
    pub reason: ReasonCode,
    /// The role in the expected organization under the policy; null if the person is not a member.
    pub role: Option<OrganizationRole>,
    /// The message for people.
    pub message: String,
}

/// Returns the expectations that a configuration does not meet, in their order.
pub fn failed_expectations(
    configuration: Configuration,
    expectations: &[PolicyExpectation],
) -> Vec<ExpectationFailure> {
    if expectations.is_empty() {
        return Vec::new();
    }
    let engine = Engine::compile(configuration);
    expectations.iter().filter_map(|expectation| failure(&engine, expectation)).collect()
}

fn failure(engine: &Engine, expectation: &PolicyExpectation) -> Option<ExpectationFailure> {
    let summary = engine.summarize(&with_organization(&expectation.login, expectation.organization));
    let (expected, found) = (expectation.outcome, summary.outcome.kind());
    let membership = expectation
        .organization
        .and_then(|organization| summary.memberships.iter().find(|held| held.organization_id == organization));
    let role = membership.map(|membership| membership.role);
    let name = expectation.name.as_str();
    let message = if found != expected {
        alloc::format!("`{name}` would become `{}` instead of `{}`", found.name(), expected.name())
    } else if expectation.organization.is_some() && role.is_none() {
        alloc::format!("`{name}` would be no member of the organization")
    } else if expectation.organization.is_some() && expectation.role.is_some() && role != expectation.role {
        alloc::format!("`{name}` would have another role in the organization")
    } else {
        return None;
    };
    Some(ExpectationFailure { name: expectation.name.clone(), expected, found, reason: summary.reason, role, message })
}

/// Returns the login with the organization among its facts: one that the expectation names is
/// active unless the facts say otherwise.
fn with_organization(login: &EngineLogin, named: Option<OrganizationId>) -> EngineLogin {
    let mut login = login.clone();
    if let Some(id) = named
        && !login.facts.organizations.iter().any(|organization| organization.id == id)
    {
        login.facts.organizations.push(OrganizationFacts {
            id,
            status: OrganizationStatus::Active,
            name: DisplayName::shortened("organization"),
            slug: Slug::shortened("organization"),
            seat_limit: None,
            seats_used: 0,
            owner_count: 1,
        });
    }
    login
}
