//! One login together with everything that its decision depends on, from an input document or a
//! compiled configuration.

use alloc::vec::Vec;

use super::code::ReasonCode;
use super::domain_index::DomainIndex;
use super::facts::{DecideInput, LoginFacts};
use crate::connection::Connection;
use crate::id::OrganizationId;
use crate::identity::LoginIdentity;
use crate::model::domain_rule::DomainRuleFacts;
use crate::policy::authentication::AuthenticationLack;
use crate::policy::{GroupRole, ProvisioningPolicy};
use crate::role::OrganizationRole;
use crate::small_sort::sorted;
use crate::text::GroupName;
use crate::time::UnixSeconds;

/// The parts of a decision that the caller wants.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Detail {
    /// The outcome only. Nothing is recorded that only a plan or a trace needs.
    Summary,
    /// The outcome, the plan and the trace.
    Full,
}

/// The inputs of one decision.
///
/// WHY references: all logins share one compiled configuration, and no decision copies any part of
/// it.
#[derive(Clone, Copy)]
pub(crate) struct DecisionContext<'a> {
    pub now: UnixSeconds,
    pub login: &'a LoginIdentity,
    pub connection: &'a Connection,
    pub policy: &'a ProvisioningPolicy,
    pub facts: &'a LoginFacts,
    /// The domain rules of a compiled configuration, in addition to those of the facts.
    pub index: Option<&'a DomainIndex>,
    pub detail: Detail,
}

impl<'a> DecisionContext<'a> {
    /// Builds the context from a document that holds everything.
    pub fn of(input: &'a DecideInput, detail: Detail) -> Self {
        let DecideInput { now, login, connection, policy, facts } = input;
        Self { now: *now, login, connection, policy, facts, index: None, detail }
    }

    /// Returns `true` if plan and trace are wanted.
    pub fn is_full(&self) -> bool {
        self.detail == Detail::Full
    }

    /// Returns `true` if somebody acts on the person's behalf in the login.
    pub fn is_acted_for(&self) -> bool {
        self.login.actor.is_some()
    }

    /// Builds a list that only a trace needs; empty if no trace is wanted.
    pub fn if_traced<T>(&self, list: impl FnOnce() -> Vec<T>) -> Vec<T> {
        if self.is_full() { list() } else { Vec::new() }
    }

    /// Returns the rules that match a domain, each once, in a fixed order.
    pub fn rules(&self, domain: &str) -> Vec<&'a DomainRuleFacts> {
        let facts = self.facts.domain_rules.iter().filter(|rule| rule.pattern.matches(domain));
        let indexed = self.index.into_iter().flat_map(|index| index.matching(domain));
        // If two facts describe one rule, which a sound store does not return, the newer one
        // counts.
        let mut rules = sorted(indexed.chain(facts), |a, b| (a.id, b.version, a).cmp(&(b.id, a.version, b)));
        rules.dedup_by_key(|rule| rule.id);
        rules
    }

    /// Returns `true` if the login's groups count for an organization.
    ///
    /// SECURITY: the provider of one organization must neither give nor take roles in another.
    pub fn speaks_for(&self, organization: OrganizationId) -> bool {
        self.connection.organization_id.is_none_or(|own| own == organization)
    }

    /// Returns the group mappings that the login's groups may match, in the order of the policy.
    pub fn mappings(&self) -> impl Iterator<Item = &'a GroupRole> {
        let (connection, mappings) = (self.connection, &self.policy.group_roles);
        mappings.iter().filter(|mapping| {
            mapping.connection_id.is_none_or(|id| id == connection.id)
                && connection.organization_id.is_none_or(|own| own == mapping.organization_id)
        })
    }

    /// Returns the role that the login's groups give in an organization: that of the first mapping
    /// that matches, or `None` if no mapping does or the login does not tell all groups.
    pub fn role_by_group(&self, organization: OrganizationId) -> Option<OrganizationRole> {
        let groups = self.login.all_groups()?;
        let mut mappings = self.mappings().filter(|mapping| mapping.organization_id == organization);
        mappings.find(|mapping| groups.contains(&mapping.group)).map(|mapping| mapping.role)
    }

    /// Returns `true` if the login lacks a group that an organization requires.
    pub fn lacks_group_of(&self, organization: OrganizationId) -> bool {
        let mut required = self.policy.required_groups.iter().filter(|entry| entry.organization_id == organization);
        required.any(|entry| !self.has_any(organization, &entry.groups))
    }

    /// Returns the claims by which the login falls short of the proof that the platform requires.
    /// `None` if it meets it.
    pub fn lacks_authentication(&self) -> Option<Vec<AuthenticationLack>> {
        let lacks = self.policy.required_authentication().lacks(self.login, self.now);
        (!lacks.is_empty()).then_some(lacks)
    }

    /// Returns the claims by which the login falls short of an organization's proof. `None` if it
    /// meets it; empty if its connection does not speak for the organization.
    ///
    /// SECURITY: the provider of one organization must not prove anything to another.
    pub fn lacks_authentication_of(&self, organization: OrganizationId) -> Option<Vec<AuthenticationLack>> {
        let mut required = self.policy.authentication_of(organization).peekable();
        required.peek()?;
        if !self.speaks_for(organization) {
            return Some(Vec::new());
        }
        let mut lacks: Vec<AuthenticationLack> =
            required.flat_map(|required| required.lacks(self.login, self.now)).collect();
        lacks.sort_unstable();
        lacks.dedup();
        (!lacks.is_empty()).then_some(lacks)
    }

    /// Returns the objection of an organization to everybody who comes by this login: a group or a
    /// proof that it requires.
    pub fn objection_of(&self, organization: OrganizationId) -> Option<ReasonCode> {
        if self.lacks_group_of(organization) {
            Some(ReasonCode::GroupMissing)
        } else {
            self.lacks_authentication_of(organization).map(|_| ReasonCode::StepUpRequired)
        }
    }

    /// Returns `true` if the login has one of the groups, and its groups count for the
    /// organization.
    pub fn has_any(&self, organization: OrganizationId, groups: &[GroupName]) -> bool {
        self.speaks_for(organization) && groups.iter().any(|group| self.login.has_group(group))
    }
}
