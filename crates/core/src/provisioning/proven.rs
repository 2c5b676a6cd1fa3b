//! The addresses that a person has proven (docs/specification.md §3, "Proven addresses").
//!
//! SECURITY: a word may be old. An address counts only while nobody else holds it proven, and while
//! the provider that vouched for it may speak for its domain (pitfall C13).

use alloc::vec::Vec;

use super::code::ReasonCode;
use super::context::{DecisionContext, Detail};
use super::decision::Decision;
use super::facts::{DecideInput, IdentityFacts};
use super::known_users::{identities, proven_holders};
use super::login_email::{LoginEmail, most_specific, word};
use super::plan::Guard;
use super::vouching;
use crate::email::{CanonicalEmail, EmailAddress};
use crate::id::UserId;
use crate::model::domain_rule::DomainRuleFacts;
use crate::model::user::UserFacts;

/// The addresses by which a person may be invited or enrolled.
pub(super) struct PersonAddresses<'a> {
    /// The login's address.
    pub login: &'a LoginEmail<'a>,
    /// The login's address, if it can be read.
    own: Option<PersonAddress<'a>>,
    /// The other proven addresses, each once.
    others: Vec<PersonAddress<'a>>,
}

/// An address by which a person may be invited or enrolled.
pub(super) struct PersonAddress<'a> {
    pub email: &'a CanonicalEmail,
    /// The reason why it does not count as proven. Only the login's has one.
    pub objection: Option<ReasonCode>,
    /// The guards of a plan that rests on it. The login's needs none besides those of every plan.
    pub guards: Vec<Guard>,
}

impl<'a> PersonAddresses<'a> {
    /// Returns those of a person without an account.
    pub fn of_newcomer(login: &'a LoginEmail<'a>) -> Self {
        let own = login.email().map(|email| PersonAddress {
            email: email.as_canonical(),
            objection: login.objection(),
            guards: Vec::new(),
        });
        Self { login, own, others: Vec::new() }
    }

    /// Returns those of a person with an account. `stands` is `true` if the user's own address is
    /// verified and the login leaves it so.
    pub fn of_user(
        context: &DecisionContext<'a>,
        login: &'a LoginEmail<'a>,
        user: &'a UserFacts,
        stands: bool,
    ) -> Self {
        let mut addresses = Self::of_newcomer(login);
        if login.foreign || login.outdated {
            return addresses;
        }
        let stated = login.email().map(EmailAddress::as_canonical);
        let is_silent = word(login).is_none();
        let is_another = |known: &IdentityFacts| !context.login.has_key(&known.identity);
        let mut words = identities(context, user.id);
        words.retain(|known| known.email_verified && (is_another(known) || is_silent));
        if let Some(own) = user.email.as_ref().filter(|own| stands && Some(*own) != stated) {
            let mut vouching = words.iter().filter(|known| known.email.as_ref() == Some(own)).peekable();
            let reasons = if vouching.peek().is_none() {
                Some(Vec::new())
            } else {
                vouching.find_map(|known| reasons(context, known, own))
            };
            addresses.add(context, user, own, reasons);
        }
        for known in words.iter().filter(|known| is_another(known)) {
            if let Some(email) = &known.email {
                addresses.add(context, user, email, reasons(context, known, email));
            }
        }
        addresses
    }

    /// Adds an address that counts for these reasons, unless it is there, or another user holds it
    /// proven.
    fn add(
        &mut self,
        context: &DecisionContext<'a>,
        user: &UserFacts,
        email: &'a CanonicalEmail,
        reasons: Option<Vec<Guard>>,
    ) {
        let Some(mut guards) = reasons else { return };
        if proven_holders(context, email).into_iter().any(|holder| holder.id != user.id) {
            return;
        }
        let (user_id, claimed) = (user.id, email.clone());
        // Nobody else can prove the address while this user has it.
        let is_held = user.email_verified && user.email.as_ref() == Some(email);
        guards.push(match is_held {
            true => Guard::EmailVerified { user_id, email: claimed },
            false => Guard::EmailUnclaimed { email: claimed },
        });
        match self.own.iter_mut().chain(&mut self.others).find(|known| known.email == email) {
            None => self.others.push(PersonAddress { email, objection: None, guards }),
            // The login states it too, but proves nothing.
            Some(known) if known.objection.is_some() => (known.objection, known.guards) = (None, guards),
            Some(_) => {}
        }
    }

    /// Returns the login's address, if it can be read, and the other proven ones, each once.
    pub fn all(&self) -> impl Iterator<Item = &PersonAddress<'a>> {
        self.own.iter().chain(&self.others)
    }

    /// Returns `true` if the person has other proven addresses than the login's.
    pub fn has_others(&self) -> bool {
        !self.others.is_empty()
    }

    /// Returns the entry for an address that is one of the person's. With one address, it is that.
    pub fn of(&self, email: &CanonicalEmail) -> Option<&PersonAddress<'a>> {
        if self.has_others() { self.get(email) } else { self.own.as_ref() }
    }

    /// Returns the entry for an address, if it is one of the person's.
    pub fn get(&self, email: &CanonicalEmail) -> Option<&PersonAddress<'a>> {
        self.all().find(|known| known.email == email)
    }
}

/// Returns the guards under which a word counts, or `None` if it does not.
fn reasons(context: &DecisionContext<'_>, known: &IdentityFacts, email: &CanonicalEmail) -> Option<Vec<Guard>> {
    let mut guards = alloc::vec![vouching::unchanged(known)];
    if let Some(organization) = known.organization_id {
        let owning = most_specific(&context.rules(email.domain()), DomainRuleFacts::proves_ownership);
        if owning.is_empty() || owning.iter().any(|rule| rule.organization_id != organization) {
            return None;
        }
        guards.extend(owning.into_iter().map(Guard::rule_version));
    }
    Some(guards)
}

/// Returns the canonical addresses that the person whom a decision signs in has proven, the login's
/// first. `input` is that of the decision.
///
/// Invitations are listed and accepted by them (docs/specification.md §12).
pub fn proven_emails(input: &DecideInput, decision: &Decision) -> Vec<CanonicalEmail> {
    let context = DecisionContext::of(input, Detail::Summary);
    let login = LoginEmail::of(&context);
    let Some(user_id) = decision.outcome.signed_in_user() else { return Vec::new() };
    let addresses = match (&input.facts.linked_user, known_user(input, user_id)) {
        (Some(user), _) => PersonAddresses::of_user(&context, &login, user, vouching::stands(&context, &login, user)),
        (None, Some(user)) => PersonAddresses::of_user(&context, &login, user, user.email_verified),
        (None, None) => PersonAddresses::of_newcomer(&login),
    };
    let proven = addresses.all().filter(|address| address.objection.is_none());
    proven.map(|address| address.email.clone()).collect()
}

/// Returns the user to whom a login was linked just now, if there was one.
fn known_user(input: &DecideInput, id: UserId) -> Option<&UserFacts> {
    let known = input.facts.derived_user.iter().chain(&input.facts.users_with_email);
    known.filter(|user| user.id == id).min()
}
