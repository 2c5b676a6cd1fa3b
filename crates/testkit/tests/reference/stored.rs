//! §4: the stored facts about one thing. If there are two about it, the stricter or the newer
//! counts.

use std::cmp::Reverse;

use cora_core::DecideInput;
use cora_core::id::{OrganizationId, UserId};
use cora_core::provisioning::facts::{
    DomainRuleFacts, IdentityFacts, MembershipFacts, OrganizationFacts, UserFacts, UserStatus,
};

/// Returns one fact about each thing: the first in order of those with the same key.
fn each_once<T: Ord + Clone, K: PartialEq>(facts: impl Iterator<Item = T>, key: impl Fn(&T) -> K) -> Vec<T> {
    let mut sorted: Vec<T> = facts.collect();
    sorted.sort();
    let mut once: Vec<T> = Vec::new();
    for fact in sorted {
        if !once.iter().any(|known| key(known) == key(&fact)) {
            once.push(fact);
        }
    }
    once
}

/// §3: "A user *holds* an address if it is their own and they are not deprovisioned. A holder is
/// *proven* if the address is verified."
pub fn proven_holders(input: &DecideInput, canonical: &str) -> Vec<UserFacts> {
    let has = |user: &&UserFacts| user.email.as_ref().is_some_and(|email| email.as_str() == canonical);
    let mut users = each_once(input.facts.users_with_email.iter().filter(has).cloned(), |user| user.id);
    users.retain(|user| user.status != UserStatus::Deprovisioned && user.email_verified);
    users
}

/// Returns the identities of a user, each once.
pub fn identities(input: &DecideInput, user: UserId) -> Vec<IdentityFacts> {
    let theirs = input.facts.identities.iter().filter(|identity| identity.user_id == user);
    each_once(theirs.cloned(), |known| known.identity.clone())
}

/// Returns an organization, if anything is known of it.
pub fn organization(input: &DecideInput, id: OrganizationId) -> Option<OrganizationFacts> {
    let those = input.facts.organizations.iter().filter(|organization| organization.id == id);
    each_once(those.cloned(), |organization| organization.id).into_iter().next()
}

/// Returns the memberships of a user, active and removed, one per organization.
pub fn memberships(input: &DecideInput, user: UserId) -> Vec<MembershipFacts> {
    let theirs = input.facts.memberships.iter().filter(|membership| membership.user_id == user);
    each_once(theirs.cloned(), |membership| membership.organization_id)
}

/// Returns the rules that match a domain, each once in its newest version.
pub fn rules(input: &DecideInput, domain: &str) -> Vec<DomainRuleFacts> {
    let mut matching: Vec<DomainRuleFacts> =
        input.facts.domain_rules.iter().filter(|rule| matches(&rule.pattern.to_string(), domain)).cloned().collect();
    matching.sort_by_key(|rule| (rule.id, Reverse(rule.version), rule.clone()));
    matching.dedup_by_key(|rule| rule.id);
    matching
}

/// §1.2: "Matching respects label boundaries."
fn matches(pattern: &str, domain: &str) -> bool {
    match pattern.strip_prefix("*.") {
        Some(name) => domain.strip_suffix(name).is_some_and(|below| below.len() > 1 && below.ends_with('.')),
        None => pattern == domain,
    }
}

/// §1.2: "the one with more labels is more specific; with equally many labels, the exact one is".
pub fn specificity(rule: &DomainRuleFacts) -> (usize, bool) {
    let pattern = rule.pattern.to_string();
    (pattern.split('.').count(), !pattern.starts_with("*."))
}
