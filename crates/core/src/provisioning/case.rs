//! One login beside what it is decided by, wherever the parts are kept.

use alloc::vec::Vec;

use super::facts::{DecideInput, DomainRuleFacts, LoginFacts};
use crate::connection::Connection;
use crate::engine::DomainIndex;
use crate::id::OrganizationId;
use crate::identity::LoginIdentity;
use crate::policy::ProvisioningPolicy;
use crate::role::OrganizationRole;
use crate::sorted::sorted;
use crate::time::UnixSeconds;

/// What is wanted of a decision.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Detail {
    /// What becomes of the login. Nothing is written down that only a plan or a trace needs.
    Summary,
    /// That, with the plan and the trace.
    Whole,
}

/// What one decision is made of.
///
/// WHY references: a compiled configuration is shared by all its logins, and no decision copies any of it.
#[derive(Clone, Copy)]
pub(crate) struct Case<'a> {
    pub now: UnixSeconds,
    pub login: &'a LoginIdentity,
    pub connection: &'a Connection,
    pub policy: &'a ProvisioningPolicy,
    pub facts: &'a LoginFacts,
    /// The rules of a compiled configuration, which stand beside those of the facts.
    pub index: Option<&'a DomainIndex>,
    pub detail: Detail,
}

impl<'a> Case<'a> {
    /// The case of a document that holds everything.
    pub fn of(input: &'a DecideInput, detail: Detail) -> Self {
        let DecideInput { now, login, connection, policy, facts } = input;
        Self { now: *now, login, connection, policy, facts, index: None, detail }
    }

    /// Whether plan and trace are wanted.
    pub fn is_whole(&self) -> bool {
        self.detail == Detail::Whole
    }

    /// A list that only a trace needs.
    pub fn noted<T>(&self, list: impl FnOnce() -> Vec<T>) -> Vec<T> {
        if self.is_whole() { list() } else { Vec::new() }
    }

    /// The rules that match a domain, each once, in a fixed order.
    pub fn rules(&self, domain: &str) -> Vec<&'a DomainRuleFacts> {
        let facts = self.facts.domain_rules.iter().filter(|rule| rule.pattern.matches(domain));
        let indexed = self.index.into_iter().flat_map(|index| index.matching(domain));
        // Of two facts about one rule, which a sound store does not bring, the newer stands.
        let mut rules = sorted(indexed.chain(facts), |a, b| (a.id, b.version, a).cmp(&(b.id, a.version, b)));
        rules.dedup_by_key(|rule| rule.id);
        rules
    }

    /// The role that the groups of the login give in an organization: of the first mapping that matches, if one does.
    pub fn role_by_group(&self, organization: OrganizationId) -> Option<OrganizationRole> {
        let mut mappings = self.policy.group_roles.iter().filter(|mapping| mapping.organization_id == organization);
        mappings.find(|mapping| self.login.groups.contains(&mapping.group)).map(|mapping| mapping.role)
    }
}
