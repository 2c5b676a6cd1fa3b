//! §6.3 and §6.4: the account of the login.

use cora_core::DecideInput;
use cora_core::policy::{AccountLinking, Subaddressing};
use cora_core::provisioning::code::ReasonCode;
use cora_core::provisioning::decision::Outcome;
use cora_core::provisioning::facts::{LinkConfirmationFacts, UserFacts, UserStatus};
use cora_core::provisioning::plan::{Effect, Guard};
use cora_core::provisioning::trace::Verdict;

use super::evidence::Email;
use super::person::Person;
use super::{OK, Said, stored};

/// The result of looking for the account.
pub enum Standing {
    Out(Outcome),
    In(Person, Outcome),
    Newcomer(Person),
}

pub struct Account {
    pub said: Said,
    pub standing: Standing,
}

fn out(code: ReasonCode) -> Account {
    Account { said: (Verdict::Denied, code), standing: Standing::Out(Outcome::Denied {}) }
}

pub fn account(input: &DecideInput, email: &Email) -> Account {
    match &input.facts.linked_user {
        Some(user) => linked(input, user),
        None => unlinked(input, email),
    }
}

/// §6.3: "a suspended user is denied: `user_suspended`"; "a deprovisioned user is denied:
/// `user_deprovisioned`. The user is never silently recreated"; "an active user returns".
fn linked(input: &DecideInput, user: &UserFacts) -> Account {
    if let Some(code) = inactive(user) {
        return out(code);
    }
    let standing = Standing::In(Person::known(input, user), Outcome::Returning { user_id: user.id });
    Account { said: (Verdict::Matched, ReasonCode::ReturningUser), standing }
}

fn inactive(user: &UserFacts) -> Option<ReasonCode> {
    match user.status {
        UserStatus::Active => None,
        UserStatus::Suspended => Some(ReasonCode::UserSuspended),
        UserStatus::Deprovisioned => Some(ReasonCode::UserDeprovisioned),
    }
}

/// §6.4: "A foreign address is denied". "If several users have the canonical address, the login is
/// denied: `email_ambiguous`."
fn unlinked(input: &DecideInput, email: &Email) -> Account {
    if email.is_foreign {
        return out(ReasonCode::DomainNotOwnedByConnection);
    }
    let derived = input.login.key().user_id();
    if let Some(user) = input.facts.derived_user.as_ref().filter(|user| user.id == derived) {
        return link_was_removed(input, email, user);
    }
    let users = email.canonical().map(|canonical| stored::users_with_email(input, canonical)).unwrap_or_default();
    match users.as_slice() {
        [] => newcomer(input, email),
        [user] => with_address(input, email, user),
        _ => out(ReasonCode::EmailAmbiguous),
    }
}

/// Our decision: an account whose link was removed is not revived by the identity that derives it.
fn link_was_removed(input: &DecideInput, email: &Email, user: &UserFacts) -> Account {
    if let Some(code) = inactive(user) {
        return out(code);
    }
    if input.policy.account_linking == AccountLinking::Never {
        return out(ReasonCode::AccountExists);
    }
    confirm(input, email, user)
}

fn confirmation(user: &UserFacts) -> Account {
    let outcome = Outcome::LinkConfirmationRequired { user_id: user.id };
    Account { said: (Verdict::Denied, ReasonCode::LinkConfirmationRequired), standing: Standing::Out(outcome) }
}

/// §6.4: "An account is never linked unless the evidence is at least `verified` **and** the user's
/// own address is verified". An unverified login learns nothing of the account.
fn with_address(input: &DecideInput, email: &Email, user: &UserFacts) -> Account {
    if let Some(code) = email.unverified() {
        return out(code);
    }
    if let Some(code) = inactive(user) {
        return out(code);
    }
    if input.policy.account_linking == AccountLinking::Never {
        return out(ReasonCode::AccountExists);
    }
    if input.policy.account_linking == AccountLinking::VerifiedEmail && user.email_verified {
        return link(input, user, ReasonCode::AccountLinked);
    }
    confirm(input, email, user)
}

/// Links by the presented proof, or asks for one.
fn confirm(input: &DecideInput, email: &Email, user: &UserFacts) -> Account {
    if input.login.link_proof.is_none() {
        return confirmation(user);
    }
    let verified = email.unverified().is_none() && user.email_verified;
    match proof(input, user).filter(|_| verified) {
        Some(confirmation) => confirmed(input, user, &confirmation),
        None => Account {
            said: (Verdict::Denied, ReasonCode::LinkProofInvalid),
            standing: Standing::Out(Outcome::LinkConfirmationRequired { user_id: user.id }),
        },
    }
}

/// §6.4: "a confirmation that was issued for the same identity key, the same user and the user's
/// present address; the confirmation is unused; `now < expiresAt`".
fn proof(input: &DecideInput, user: &UserFacts) -> Option<LinkConfirmationFacts> {
    let presented = input.login.link_proof.as_ref()?;
    let fits = |confirmation: &&LinkConfirmationFacts| {
        confirmation.token_hash.matches(presented)
            && !confirmation.used
            && input.now < confirmation.expires_at
            && confirmation.identity == input.login.key()
            && confirmation.user_id == user.id
            && Some(&confirmation.email) == user.email.as_ref()
    };
    input.facts.link_confirmations.iter().filter(fits).min().cloned()
}

fn confirmed(input: &DecideInput, user: &UserFacts, confirmation: &LinkConfirmationFacts) -> Account {
    let mut account = link(input, user, ReasonCode::LinkConfirmed);
    if let Standing::In(person, _) = &mut account.standing {
        let token_hash = confirmation.token_hash.clone();
        person.guards.push(Guard::LinkConfirmationPending { token_hash: token_hash.clone() });
        person.before_the_link =
            Some(Effect::ConsumeLinkConfirmation { token_hash, user_id: user.id, used_at: input.now });
    }
    account
}

fn link(input: &DecideInput, user: &UserFacts, code: ReasonCode) -> Account {
    let mut person = Person::known(input, user);
    if let Some(email) = user.email.clone() {
        person.guards.push(Guard::EmailVerified { user_id: user.id, email });
    }
    let standing = Standing::In(person, Outcome::Linked { user_id: user.id });
    Account { said: (Verdict::Matched, code), standing }
}

/// §6.4: "A subaddress is denied under `subaddressing: refuse`".
fn newcomer(input: &DecideInput, email: &Email) -> Account {
    let subaddressed = email.address.as_ref().is_some_and(|address| address.local().contains('+'));
    if subaddressed && input.policy.subaddressing == Subaddressing::Refuse {
        return out(ReasonCode::EmailSubaddressed);
    }
    Account { said: OK, standing: Standing::Newcomer(Person::new(input)) }
}
