//! §6.7: nothing matched.

use cora_core::DecideInput;
use cora_core::domain::class::{DomainClass, classify};
use cora_core::email::EmailAddress;
use cora_core::policy::{AccessMode, DisposableEmail};
use cora_core::provisioning::code::ReasonCode;
use cora_core::provisioning::decision::Outcome;
use cora_core::provisioning::facts::MembershipSource;
use cora_core::provisioning::plan::{Effect, Guard};
use cora_core::provisioning::trace::Verdict;

use super::evidence::Email;
use super::person::{Person, versions};
use super::{Expected, Said, as_set};

/// "`restricted`: denied. The code is the objection that came furthest over all strategies", which
/// the caller fills in. `public`: "the person becomes a user without an
/// organization". `waitlist`: "then they wait: `waitlisted`".
pub fn access(input: &DecideInput, email: &Email, person: &mut Person) -> (Said, Outcome) {
    let denied = |code| ((Verdict::Denied, code), Outcome::Denied {});
    match input.policy.access_mode {
        AccessMode::Restricted => denied(ReasonCode::NoMatchingStrategy),
        AccessMode::Public => match email.insufficient(input).or(disposable(input, email)) {
            Some(code) => denied(code),
            None => let_in(input, person, ReasonCode::PublicAccess),
        },
        // Our decision: a user whom an administrator has approved is admitted as if access were
        // public, but only with a verified address.
        AccessMode::Waitlist if input.facts.waitlist_approved && email.unverified().is_none() => {
            let address = email.address.as_ref().map(EmailAddress::as_canonical);
            person.guards.extend(address.map(|email| Guard::WaitlistApproved { email: email.clone() }));
            let_in(input, person, ReasonCode::WaitlistApproved)
        }
        // A list of addresses needs an address.
        AccessMode::Waitlist => match email.fault.or(email.insufficient(input)).or(disposable(input, email)) {
            Some(code) => denied(code),
            None => ((Verdict::Matched, ReasonCode::Waitlisted), Outcome::Waitlisted {}),
        },
    }
}

/// "Under `disposable: refuse` a disposable address denies the login".
fn disposable(input: &DecideInput, email: &Email) -> Option<ReasonCode> {
    let domain = email.address.as_ref().map(EmailAddress::domain)?;
    let refused = input.policy.disposable == DisposableEmail::Refuse && classify(domain) == DomainClass::Disposable;
    refused.then_some(ReasonCode::EmailDomainRefused)
}

fn let_in(input: &DecideInput, person: &mut Person, code: ReasonCode) -> (Said, Outcome) {
    if input.policy.personal_organization {
        person.found(input, "personal", MembershipSource::Manual);
    }
    ((Verdict::Matched, code), Outcome::Provisioned { user_id: person.id })
}

/// Puts an address on the waitlist, once.
pub fn waiting(input: &DecideInput, email: &Email, of_the_address: &[Guard], expected: &mut Expected) {
    let address = email.address.as_ref().map(EmailAddress::as_canonical);
    if let (Outcome::Waitlisted {}, false, Some(email)) = (&expected.outcome, input.facts.waitlisted, address) {
        expected.effects.push(Effect::AddToWaitlist { email: email.clone(), added_at: input.now });
        // Our decision: a user who is admitted meanwhile by another way does not wait.
        let mut guards = vec![Guard::IdentityUnlinked { identity: input.login.key() }];
        guards.extend_from_slice(of_the_address);
        guards.extend(versions(input));
        expected.guards = as_set(&guards);
    }
}
