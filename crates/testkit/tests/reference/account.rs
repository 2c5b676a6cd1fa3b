//! §6.3 and §6.4: the account of the login.

use cora_core::DecideInput;
use cora_core::email::CanonicalEmail;
use cora_core::identity::IdentityKey;
use cora_core::model::identity_conflict::IdentityConflictKind;
use cora_core::policy::{AccountLinking, SecondSubject, Subaddressing};
use cora_core::provisioning::code::ReasonCode;
use cora_core::provisioning::decision::Outcome;
use cora_core::provisioning::facts::{LinkConfirmationFacts, UserFacts, UserStatus};
use cora_core::provisioning::plan::{Effect, Guard};
use cora_core::provisioning::trace::Verdict;

use super::evidence::Email;
use super::person::{Person, versions};
use super::{OK, Said, address, stored, word};

/// The result of looking for the account.
pub enum Standing {
    Out(Outcome),
    In(Person, Outcome),
    Newcomer(Person),
}

pub struct Account {
    pub said: Said,
    pub standing: Standing,
    /// The entry of the administrators' queue, and its guards.
    pub queued: Option<Effect>,
    pub guards: Vec<Guard>,
}

impl Account {
    fn new(said: Said, standing: Standing) -> Self {
        Self { said, standing, queued: None, guards: Vec::new() }
    }
}

fn out(code: ReasonCode) -> Account {
    Account::new((Verdict::Denied, code), Standing::Out(Outcome::Denied {}))
}

pub fn account(input: &DecideInput, email: &Email) -> Account {
    match &input.facts.linked_user {
        Some(user) => linked(input, email, user),
        None => match unlinked(input, email) {
            // §6.3: "Any other login with an actor is denied with `acted_for`, where it would
            // otherwise make a user, a link, a conflict or a confirmation."
            account if input.login.actor.is_none() || is_plainly_refused(&account) => account,
            _ => out(ReasonCode::ActedFor),
        },
    }
}

fn is_plainly_refused(account: &Account) -> bool {
    matches!(account.standing, Standing::Out(Outcome::Denied {})) && account.queued.is_none()
}

/// §6.3: "a suspended user is denied: `user_suspended`"; "a deprovisioned user is denied:
/// `user_deprovisioned`. The user is never silently recreated"; "an active user returns".
fn linked(input: &DecideInput, email: &Email, user: &UserFacts) -> Account {
    if let Some(code) = inactive(user) {
        return out(code);
    }
    let mut person = Person::known(input, user);
    // §6.3: "nothing is written: no step of the list, no address, no current organization".
    let changes = match input.login.actor {
        None => address::of_returning(input, email, user),
        Some(_) => address::Changes::default(),
    };
    person.of_the_address = changes.effects;
    person.guards.extend(changes.guards);
    let standing = Standing::In(person, Outcome::Returning { user_id: user.id });
    Account::new((Verdict::Matched, ReasonCode::ReturningUser), standing)
}

fn inactive(user: &UserFacts) -> Option<ReasonCode> {
    match user.status {
        UserStatus::Active => None,
        UserStatus::Suspended => Some(ReasonCode::UserSuspended),
        UserStatus::Deprovisioned => Some(ReasonCode::UserDeprovisioned),
    }
}

/// §6.4: "A foreign address is denied". "evidence below `verified` is denied: `email_unverified`."
/// "If several users hold it proven, the login is denied: `email_ambiguous`."
fn unlinked(input: &DecideInput, email: &Email) -> Account {
    if email.is_foreign {
        return out(ReasonCode::DomainNotOwnedByConnection);
    }
    let derived = input.login.key().user_id();
    if let Some(user) = input.facts.derived_user.as_ref().filter(|user| user.id == derived) {
        return link_was_removed(input, email, user);
    }
    let holders = email.canonical().map(|canonical| stored::proven_holders(input, canonical)).unwrap_or_default();
    match (holders.as_slice(), email.unverified()) {
        ([], _) => newcomer(input, email, None),
        (_, Some(code)) => out(code),
        ([user], None) => with_address(input, email, user),
        (_, None) => out(ReasonCode::EmailAmbiguous),
    }
}

/// Our decision: an account whose link was removed is not revived by the identity that derives it.
fn link_was_removed(input: &DecideInput, email: &Email, user: &UserFacts) -> Account {
    if let Some(code) = inactive(user) {
        return out(code);
    }
    // "With another identity of that user at the login's issuer it is a second subject: the login
    // is denied, `identity_conflict`, under either policy."
    if is_second_subject(input, user) {
        return in_conflict(input, email, user);
    }
    if input.policy.account_linking == AccountLinking::Never {
        return out(ReasonCode::AccountExists);
    }
    confirm(input, email, user)
}

/// "Two subjects of one issuer are two people until an administrator says otherwise".
fn is_second_subject(input: &DecideInput, user: &UserFacts) -> bool {
    first_subject(input, user).is_some()
}

/// Returns the identity next to which the login's is a second subject.
pub fn first_subject(input: &DecideInput, user: &UserFacts) -> Option<IdentityKey> {
    let key = input.login.key();
    let mut identities = stored::identities(input, user.id);
    identities.retain(|other| other.identity != key);
    identities.into_iter().map(|other| other.identity).find(|other| other.issuer == key.issuer)
}

/// "A login that is denied for it is entered in the administrators' queue".
fn in_conflict(input: &DecideInput, email: &Email, user: &UserFacts) -> Account {
    let mut account = out(ReasonCode::IdentityConflict);
    account.queued = Some(address::queued(input, email, IdentityConflictKind::SecondSubject, user.id, None));
    let is_theirs = |held: &CanonicalEmail| user.email_verified && email.canonical() == Some(held.as_str());
    let held = user.email.clone().filter(is_theirs);
    account.guards = held.map(|email| Guard::EmailVerified { user_id: user.id, email }).into_iter().collect();
    account.guards.push(Guard::IdentityUnlinked { identity: input.login.key() });
    let first = first_subject(input, user);
    account.guards.extend(first.map(|identity| Guard::IdentityLinked { identity, user_id: user.id }));
    account.guards.extend(versions(input));
    account
}

fn confirmation(user: &UserFacts) -> Account {
    let outcome = Outcome::LinkConfirmationRequired { user_id: user.id };
    Account::new((Verdict::Denied, ReasonCode::LinkConfirmationRequired), Standing::Out(outcome))
}

/// "If one user holds it proven".
fn with_address(input: &DecideInput, email: &Email, user: &UserFacts) -> Account {
    if user.status == UserStatus::Suspended {
        return out(ReasonCode::UserSuspended);
    }
    if is_second_subject(input, user) {
        return match input.policy.second_subject {
            SecondSubject::AskAdministrator => in_conflict(input, email, user),
            SecondSubject::NewUser => newcomer(input, email, Some(user)),
        };
    }
    match input.policy.account_linking {
        AccountLinking::Never => out(ReasonCode::AccountExists),
        AccountLinking::VerifiedEmail => link(input, user, ReasonCode::AccountLinked, email.code.as_ref()),
        AccountLinking::Confirm => confirm(input, email, user),
    }
}

/// Links by the presented proof, or asks for one.
fn confirm(input: &DecideInput, email: &Email, user: &UserFacts) -> Account {
    if input.login.link_proof.is_none() {
        return confirmation(user);
    }
    let verified = email.unverified().is_none() && user.email_verified;
    match proof(input, user).filter(|_| verified) {
        Some(confirmation) => link(input, user, ReasonCode::LinkConfirmed, Some(&confirmation)),
        None => Account::new(
            (Verdict::Denied, ReasonCode::LinkProofInvalid),
            Standing::Out(Outcome::LinkConfirmationRequired { user_id: user.id }),
        ),
    }
}

/// §6.4: "a confirmation that was issued for the same identity key, the same user or nobody, and
/// the user's present address, and of no invitation; the confirmation is unused; `now <
/// expiresAt`".
fn proof(input: &DecideInput, user: &UserFacts) -> Option<LinkConfirmationFacts> {
    let mut codes = word::usable_codes(input, None);
    codes.retain(|code| code.user_id.is_none_or(|id| id == user.id) && Some(&code.email) == user.email.as_ref());
    codes.into_iter().min()
}

fn link(input: &DecideInput, user: &UserFacts, code: ReasonCode, used: Option<&LinkConfirmationFacts>) -> Account {
    let mut person = Person::known(input, user);
    if let Some(email) = user.email.clone() {
        person.guards.push(Guard::EmailVerified { user_id: user.id, email });
    }
    // "Neither an address nor a code links them."
    person.guards.push(Guard::NoOtherSubject { user_id: user.id, identity: input.login.key() });
    person.rest_on(used);
    let standing = Standing::In(person, Outcome::Linked { user_id: user.id });
    Account::new((Verdict::Matched, code), standing)
}

/// §6.4: "A subaddress is denied under `subaddressing: refuse`", and "an address in a domain of
/// `blockedDomains` is denied".
fn newcomer(input: &DecideInput, email: &Email, displaced: Option<&UserFacts>) -> Account {
    let subaddressed = email.address.as_ref().is_some_and(|address| address.local().contains('+'));
    if subaddressed && input.policy.subaddressing == Subaddressing::Refuse {
        return out(ReasonCode::EmailSubaddressed);
    }
    let domain = email.address.as_ref().map(|address| address.domain());
    if domain.is_some_and(|domain| input.policy.blocked_domains.iter().any(|pattern| pattern.matches(domain))) {
        return out(ReasonCode::EmailDomainRefused);
    }
    let mut person = Person::new(input);
    person.displaced = displaced.cloned();
    person.rest_on(email.code.as_ref());
    Account::new(OK, Standing::Newcomer(person))
}
