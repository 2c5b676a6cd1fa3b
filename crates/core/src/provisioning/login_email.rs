//! The login's address, the evidence about it, and the words of identities about a person's address
//! (docs/specification.md §3, §6.3).
//!
//! SECURITY: a provider states at every login what the address is now. The old one may have been
//! given to somebody else, who must not come into the account by it.

use alloc::vec::Vec;

use super::code::ReasonCode;
use super::context::DecisionContext;
use super::facts::{IdentityFacts, LinkConfirmationFacts};
use super::known_users::{derived, presented, proven_holders};
use crate::email::{CanonicalEmail, EmailAddress, EmailError};
use crate::evidence::{EmailEvidence, VerifiedClaim};
use crate::model::domain_rule::DomainRuleFacts;
use crate::model::user::UserFacts;
use crate::text::RawEmail;
use crate::time::UnixSeconds;

/// The time for which a mailed code makes a login with the same address verified, in seconds: 30
/// days (our decision: a provider whose word does not count must not speak for ever for a mailbox
/// that may belong to somebody else by then).
const REMEMBERED_SECONDS: u64 = 30 * 86_400;

/// The word of an identity: the address that it states, and `true` if it vouches for it.
type Word<'a> = (Option<&'a CanonicalEmail>, bool);

/// The login's address and the evidence about it.
pub(super) struct LoginEmail<'a> {
    /// The parsed address; `None` if the login has none, or a blank one.
    parsed: Option<Result<EmailAddress, EmailError>>,
    /// The conclusion about the address.
    pub evidence: EmailEvidence,
    /// `true` if the provider's own word is at least `verified`, without any code.
    pub vouched: bool,
    /// The code that raised the evidence, if one did.
    pub confirmation: Option<&'a LinkConfirmationFacts>,
    /// `true` if a later token of this identity has said something else.
    pub outdated: bool,
    /// `true` if somebody acts on the person's behalf, who proves nothing for them.
    acted_for: bool,
    /// `true` if the provider claims that the address is verified, or is trusted without that
    /// claim.
    pub claimed: bool,
    /// `true` if the connection's own organization owns the domain of the address.
    pub owned: bool,
    /// `true` if an organization other than the connection's owns the domain of the address.
    pub foreign: bool,
    /// The rules that prove either kind of ownership.
    pub ownership: Vec<&'a DomainRuleFacts>,
    /// The rules that match the domain of the address.
    pub rules: Vec<&'a DomainRuleFacts>,
}

impl<'a> LoginEmail<'a> {
    /// Evaluates the address of a login.
    pub fn of(context: &DecisionContext<'a>) -> Self {
        let raw = context.login.email.as_ref().map(RawEmail::as_str);
        let parsed = raw.filter(|text| !text.chars().all(char::is_whitespace)).map(EmailAddress::parse);
        let claimed = context.connection.email_trust().believes(context.login.email_verified);
        let mut address = Self {
            parsed,
            evidence: EmailEvidence::Absent,
            vouched: false,
            confirmation: None,
            outdated: false,
            acted_for: context.is_acted_for(),
            claimed,
            owned: false,
            foreign: false,
            ownership: Vec::new(),
            rules: Vec::new(),
        };
        let Some(email) = address.email() else {
            address.outdated = is_outdated(context, &address);
            return address;
        };
        let rules = context.rules(email.domain());
        let evidence = match context.connection.organization_id {
            None if claimed => EmailEvidence::Verified,
            None => EmailEvidence::Unverified,
            // SECURITY: an organization's provider can write any address into its tokens. Its claim
            // counts for the domains that the organization owns and for no others (pitfall C04).
            Some(organization) => {
                let proofs = most_specific(&rules, DomainRuleFacts::proves_ownership);
                let foreign = proofs.iter().any(|rule| rule.organization_id != organization);
                let owned = !foreign && !proofs.is_empty();
                address.ownership = proofs;
                address.foreign = foreign;
                address.owned = owned;
                if owned && (claimed || context.login.email_verified == VerifiedClaim::Absent) {
                    EmailEvidence::OwnedDomain
                } else {
                    EmailEvidence::Unverified
                }
            }
        };
        address.evidence = evidence;
        address.vouched = evidence >= EmailEvidence::Verified;
        address.rules = rules;
        if is_outdated(context, &address) {
            address.outdated = true;
            address.vouched = false;
            address.evidence = EmailEvidence::Unverified;
        } else if !address.foreign && !address.vouched {
            address.confirmation = code(context, &address);
            if address.confirmation.is_some() || is_remembered(context, &address) {
                address.evidence = EmailEvidence::Verified;
            }
        }
        address
    }

    /// Returns the address, or `None` if it is absent or invalid.
    pub fn email(&self) -> Option<&EmailAddress> {
        self.parsed.as_ref().and_then(|parsed| parsed.as_ref().ok())
    }

    /// Returns `true` if the login asserts an address, readable or not. A blank one asserts none.
    pub const fn is_asserted(&self) -> bool {
        self.parsed.is_some()
    }

    /// Returns `true` if the address is proven to be the person's.
    pub fn is_verified(&self) -> bool {
        self.evidence >= EmailEvidence::Verified
    }

    /// Returns `true` if a code that is mailed to the address can raise its evidence.
    pub fn can_be_proven(&self) -> bool {
        self.evidence == EmailEvidence::Unverified && !self.foreign && !self.outdated && !self.acted_for
    }

    /// Returns the reason why the address does not count as verified, or `None` if it does.
    pub fn objection(&self) -> Option<ReasonCode> {
        match (&self.parsed, self.is_verified()) {
            (None, _) => Some(ReasonCode::NoEmail),
            (Some(Err(_)), _) => Some(ReasonCode::EmailInvalid),
            (Some(Ok(_)), false) => Some(ReasonCode::EmailUnverified),
            (Some(Ok(_)), true) => None,
        }
    }
}

/// Returns the most specific of the rules that meet a condition; all of `rules` match one domain.
pub(super) fn most_specific<'a>(
    rules: &[&'a DomainRuleFacts],
    condition: impl Fn(&DomainRuleFacts) -> bool,
) -> Vec<&'a DomainRuleFacts> {
    let mut best: Vec<&DomainRuleFacts> = Vec::new();
    for rule in rules.iter().copied().filter(|rule| condition(rule)) {
        match best.first().map(|first| rule.pattern.specificity(&first.pattern)) {
            Some(core::cmp::Ordering::Less) => {}
            Some(core::cmp::Ordering::Equal) => best.push(rule),
            Some(core::cmp::Ordering::Greater) | None => {
                best.clear();
                best.push(rule);
            }
        }
    }
    best
}

/// Returns the code that proves that the person reads the mail to the login's address, if they have
/// presented one.
///
/// SECURITY: it counts for the identity and the address that it was made for, once and for a
/// limited time (pitfall C23).
fn code<'a>(context: &DecisionContext<'a>, address: &LoginEmail<'_>) -> Option<&'a LinkConfirmationFacts> {
    let email = address.email()?.as_canonical();
    let facts = context.facts;
    let counts = |confirmation: &&LinkConfirmationFacts| {
        let of = |user: &UserFacts| confirmation.user_id == Some(user.id);
        let concerns = confirmation.user_id.is_none()
            || facts.linked_user.as_ref().is_some_and(of)
            || derived(context).is_some_and(of)
            || proven_holders(context, email).into_iter().any(of);
        confirmation.email == *email && concerns
    };
    presented(context, None).filter(counts).min()
}

/// Returns the word of this login, or `None` if it says nothing about an address.
pub(super) fn word<'a>(address: &'a LoginEmail<'_>) -> Option<Word<'a>> {
    address.is_asserted().then(|| (address.email().map(EmailAddress::as_canonical), address.vouched))
}

/// Returns what is stored of the login's own identity.
pub(super) fn own_identity<'a>(context: &DecisionContext<'a>, user: &UserFacts) -> Option<&'a IdentityFacts> {
    let facts = context.facts.identities.iter();
    facts.filter(|known| known.user_id == user.id && context.login.has_key(&known.identity)).min()
}

/// Returns the known word of the login's own identity. Where none is stored, it is the user's own
/// address, as strong as the login's word for it.
pub(super) fn known_word<'a>(own: Option<&'a IdentityFacts>, user: &'a UserFacts, said: Word<'_>) -> Word<'a> {
    match own {
        Some(own) => (own.email.as_ref(), own.email_verified),
        None => (user.email.as_ref(), said.1 && said.0 == user.email.as_ref()),
    }
}

/// Returns `true` if the login of a linked identity says something else than a later token of it.
pub(super) fn is_outdated(context: &DecisionContext<'_>, address: &LoginEmail<'_>) -> bool {
    let (Some(user), Some(said)) = (&context.facts.linked_user, word(address)) else { return false };
    let Some(own) = own_identity(context, user) else { return false };
    let earlier = |(issued, stated): (UnixSeconds, UnixSeconds)| issued < stated;
    context.login.issued_at.zip(own.stated_at).is_some_and(earlier) && said != known_word(Some(own), user, said)
}

/// Returns `true` if the known word had the address, and the new one has another, none, or lacks
/// the evidence that the known one had.
pub(super) fn contradicts(said: Word<'_>, known: Word<'_>, email: Option<&CanonicalEmail>) -> bool {
    email.is_some() && known.0 == email && (said.0 != email || (known.1 && !said.1))
}

/// Returns `true` if a code that was presented lately has proven the login's address for the linked
/// user, and the login does not contradict it.
pub(super) fn is_remembered(context: &DecisionContext<'_>, address: &LoginEmail<'_>) -> bool {
    let (Some(user), Some(said)) = (&context.facts.linked_user, word(address)) else { return false };
    let known = known_word(own_identity(context, user), user, said);
    let recent = |confirmed: UnixSeconds| context.now < confirmed.plus(REMEMBERED_SECONDS);
    user.email_verified
        && user.email.is_some()
        && user.email.as_ref() == said.0
        && user.email_confirmed_at.is_some_and(recent)
        && !contradicts(said, known, user.email.as_ref())
}
