//! §3: the addresses that a person has proven.

use std::collections::BTreeSet;

use cora_core::DecideInput;
use cora_core::email::CanonicalEmail;
use cora_core::id::OrganizationId;
use cora_core::provisioning::code::ReasonCode;
use cora_core::provisioning::facts::{IdentityFacts, UserFacts};
use cora_core::provisioning::plan::Guard;

use super::evidence::{Email, owning_rules};
use super::person::Person;
use super::word::Word;
use super::{address, stored};

/// An address of a person: the login's, or another proven one.
#[derive(Debug, Clone)]
pub struct Address {
    pub email: CanonicalEmail,
    pub unverified: Option<ReasonCode>,
    pub guards: Vec<Guard>,
}

/// Returns the login's address, proven or not, and the others that the person has proven.
pub fn addresses(input: &DecideInput, email: &Email, person: &Person) -> Vec<Address> {
    let login = email.address.as_ref().map(|address| address.as_canonical().clone());
    let others = match &person.user {
        // "A login whose address is foreign, or whose word is outdated, has proven none."
        Some(user) if !email.is_foreign && !email.is_outdated => others(input, email, user, login.as_ref()),
        _ => Vec::new(),
    };
    let mut all: Vec<Address> = Vec::new();
    let unverified = email.unverified();
    match login {
        Some(email) if unverified.is_some() && others.iter().any(|other| other.email == email) => {
            // Another identity proves what the login only states.
            all.extend(others.iter().find(|other| other.email == email).cloned());
        }
        Some(email) => all.push(Address { email, unverified, guards: Vec::new() }),
        None => {}
    }
    for other in others {
        if !all.iter().any(|known| known.email == other.email) {
            all.push(other);
        }
    }
    all
}

fn others(input: &DecideInput, email: &Email, user: &UserFacts, login: Option<&CanonicalEmail>) -> Vec<Address> {
    let key = input.login.key();
    let says_something = Word::of(input, email.vouches).is_some();
    let mut identities = stored::identities(input, user.id);
    identities.retain(|known| known.email_verified && known.email.is_some());
    let mut found = Vec::new();
    // "the user's own, if it is verified, this login does not state it, and this login does not
    // take its verification or replace it"
    if let Some(own) = user.email.clone().filter(|own| Some(own) != login && keeps_own(input, email, user)) {
        let mut vouching = identities.clone();
        vouching.retain(|known| known.email.as_ref() == Some(&own) && !(known.identity == key && says_something));
        // "Where identities of the user vouch for it, one of their words must count."
        let none = vouching.is_empty().then(Vec::new);
        let guards = none.or_else(|| vouching.iter().find_map(|known| counts(input, known)));
        found.extend(guards.map(|guards| (own, guards)));
    }
    // "those that the user's other identities vouch for, by issuer and subject, if the word counts"
    for known in identities.iter().filter(|known| known.identity != key) {
        found.extend(known.email.clone().zip(counts(input, known)));
    }
    // "No address of the points 2 and 3 counts while another user holds it proven."
    found.retain(|(email, _)| stored::proven_holders(input, email.as_str()).iter().all(|holder| holder.id == user.id));
    let guarded = |(email, mut guards): (CanonicalEmail, Vec<Guard>)| {
        // §7.2: "that the user has it (`email_verified`) or that nobody holds it
        // (`email_unclaimed`)"
        guards.push(if user.email_verified && user.email.as_ref() == Some(&email) {
            Guard::EmailVerified { user_id: user.id, email: email.clone() }
        } else {
            Guard::EmailUnclaimed { email: email.clone() }
        });
        Address { email, unverified: None, guards }
    };
    found.into_iter().map(guarded).collect()
}

/// Returns `true` if the own address is verified, and stays so by §6.3.
fn keeps_own(input: &DecideInput, email: &Email, user: &UserFacts) -> bool {
    let linked = input.facts.linked_user.as_ref().is_some_and(|linked| linked.id == user.id);
    user.email_verified && (!linked || !address::loses_own(input, email, user))
}

/// "The word of an identity of an organization's connection counts only while there are owning
/// rules for the domain and all of them belong to that organization."
fn counts(input: &DecideInput, known: &IdentityFacts) -> Option<Vec<Guard>> {
    let email = known.email.as_ref()?;
    let mut guards = vec![address::same_word(known)];
    if let Some(organization) = known.organization_id {
        let owning = owning_rules(input, email.domain());
        let owners: BTreeSet<OrganizationId> = owning.iter().map(|rule| rule.organization_id).collect();
        if owners != BTreeSet::from([organization]) {
            return None;
        }
        let rules = owning.iter().map(|rule| Guard::DomainRuleVersion { domain_id: rule.id, version: rule.version });
        guards.extend(rules);
    }
    Some(guards)
}
