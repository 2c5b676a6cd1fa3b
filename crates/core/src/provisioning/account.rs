//! The login's address, and the account that the login belongs to.

use alloc::vec::Vec;

use super::code::ReasonCode;
use super::context::DecisionContext;
use super::facts::LinkConfirmationFacts;
use super::vouching;
use crate::email::{CanonicalEmail, EmailAddress, EmailError};
use crate::evidence::{EmailEvidence, VerifiedClaim};
use crate::model::domain_rule::DomainRuleFacts;
use crate::model::user::{UserFacts, UserStatus};
use crate::policy::{AccountLinking, SecondSubject, Subaddressing};
use crate::small_sort::sorted;

/// The login's address and the evidence about it.
pub(super) struct LoginEmail<'a> {
    /// The parsed address; `None` if the login has none.
    parsed: Option<Result<EmailAddress, EmailError>>,
    /// `true` if the login asserts an address, readable or not. A blank one asserts nothing.
    pub is_asserted: bool,
    /// The conclusion about the address.
    pub evidence: EmailEvidence,
    /// `true` if the provider's own word is at least `verified`, without any code.
    pub vouched: bool,
    /// The code that raised the evidence, if one did.
    pub confirmation: Option<&'a LinkConfirmationFacts>,
    /// `true` if a later token of this identity has said something else.
    pub outdated: bool,
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
        let raw = context.login.email.as_ref();
        let parsed = raw.map(|email| EmailAddress::parse(email.as_str()));
        let claimed = context.connection.email_trust().believes(context.login.email_verified);
        let mut address = Self {
            parsed,
            is_asserted: raw.is_some_and(|email| !email.as_str().trim().is_empty()),
            evidence: EmailEvidence::Absent,
            vouched: false,
            confirmation: None,
            outdated: false,
            claimed,
            owned: false,
            foreign: false,
            ownership: Vec::new(),
            rules: Vec::new(),
        };
        let Some(email) = address.email() else {
            address.outdated = vouching::is_outdated(context, &address);
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
        if vouching::is_outdated(context, &address) {
            address.outdated = true;
            address.vouched = false;
            address.evidence = EmailEvidence::Unverified;
        } else if !address.foreign && !address.vouched {
            address.confirmation = code(context, &address);
            if address.confirmation.is_some() || vouching::is_remembered(context, &address) {
                address.evidence = EmailEvidence::Verified;
            }
        }
        address
    }

    /// Returns the address, or `None` if it is absent or invalid.
    pub fn email(&self) -> Option<&EmailAddress> {
        self.parsed.as_ref().and_then(|parsed| parsed.as_ref().ok())
    }

    /// Returns `true` if the address is proven to be the person's.
    pub fn is_verified(&self) -> bool {
        self.evidence >= EmailEvidence::Verified
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
    presented(context).filter(counts).min()
}

/// Returns the confirmations that the login presents the token of and that still count for its
/// identity.
fn presented<'a>(context: &DecisionContext<'a>) -> impl Iterator<Item = &'a LinkConfirmationFacts> {
    let (login, now) = (context.login, context.now);
    let confirmations = context.facts.link_confirmations.iter();
    confirmations.filter(move |confirmation| {
        login.link_proof.as_ref().is_some_and(|proof| confirmation.token_hash.matches(proof))
            && confirmation.identity == login.key()
            && !confirmation.used
            && now < confirmation.expires_at
    })
}

/// Returns the users who have an address and have proven it, each once. Deprovisioned users hold no
/// address, and an unproven holder claims nothing.
pub(super) fn proven_holders<'a>(context: &DecisionContext<'a>, email: &CanonicalEmail) -> Vec<&'a UserFacts> {
    let with_email = context.facts.users_with_email.iter().filter(|user| user.email.as_ref() == Some(email));
    let mut users = sorted(with_email, Ord::cmp);
    users.dedup_by_key(|user| user.id);
    users.retain(|user| user.email_verified && user.status != UserStatus::Deprovisioned);
    users
}

/// Returns the user whose identifier the identity derives.
fn derived<'a>(context: &DecisionContext<'a>) -> Option<&'a UserFacts> {
    context.facts.derived_user.as_ref().filter(|user| user.id == context.login.derived_user())
}

/// The account that a login belongs to.
pub(super) enum Account<'a> {
    /// The login belongs to nobody yet. The address is taken from this user, if any.
    New(Option<&'a UserFacts>),
    /// The identity is linked to this user.
    Linked(&'a UserFacts),
    /// The identity is to be linked to this user now, by the given confirmation if one is needed.
    ToLink(&'a UserFacts, Option<&'a LinkConfirmationFacts>),
    /// The user has to confirm the link, with the reason: there is no proof yet, or none that
    /// counts.
    ToConfirm(&'a UserFacts, ReasonCode),
    /// This user has another subject at the login's issuer, and an administrator has to decide.
    Conflict(&'a UserFacts),
    /// The login is refused for a reason, possibly because of a user.
    Refused(ReasonCode, Option<&'a UserFacts>),
}

/// Finds the account that a login belongs to.
pub(super) fn find<'a>(context: &DecisionContext<'a>, address: &LoginEmail<'a>) -> Account<'a> {
    let out_of_use = |user: &UserFacts| match user.status {
        UserStatus::Active => None,
        UserStatus::Suspended => Some(ReasonCode::UserSuspended),
        UserStatus::Deprovisioned => Some(ReasonCode::UserDeprovisioned),
    };
    if let Some(user) = &context.facts.linked_user {
        return match out_of_use(user) {
            Some(code) => Account::Refused(code, Some(user)),
            None => Account::Linked(user),
        };
    }
    if address.foreign {
        return Account::Refused(ReasonCode::DomainNotOwnedByConnection, None);
    }
    if let Some(user) = derived(context) {
        // This identity's link was removed. A new login does not restore it.
        return match out_of_use(user) {
            Some(code) => Account::Refused(code, Some(user)),
            None if vouching::other_subject(context, user).is_some() => Account::Conflict(user),
            None if context.policy.account_linking == AccountLinking::Never => {
                Account::Refused(ReasonCode::AccountExists, Some(user))
            }
            None => confirmed(context, address, user),
        };
    }
    let Some(email) = address.email() else { return Account::New(None) };
    let new = |displaced| {
        if context.policy.subaddressing == Subaddressing::Refuse && email.local().contains('+') {
            Account::Refused(ReasonCode::EmailSubaddressed, None)
        } else {
            Account::New(displaced)
        }
    };
    let holders = proven_holders(context, email.as_canonical());
    match holders.as_slice() {
        [] => new(None),
        // WHY before anything else: a caller who merely asserts an address must not learn whether
        // it has an account.
        [first, rest @ ..] if !address.is_verified() => {
            Account::Refused(ReasonCode::EmailUnverified, rest.is_empty().then_some(*first))
        }
        [user] => {
            if let Some(code) = out_of_use(user) {
                return Account::Refused(code, Some(user));
            }
            // SECURITY: an issuer has one subject for a person. Another one is another person, to
            // whom the provider may have given the address (OpenID Connect Core §5.7).
            if vouching::other_subject(context, user).is_some() {
                return match context.policy.second_subject {
                    SecondSubject::AskAdministrator => Account::Conflict(user),
                    SecondSubject::NewUser => new(Some(*user)),
                };
            }
            match context.policy.account_linking {
                AccountLinking::Never => Account::Refused(ReasonCode::AccountExists, Some(user)),
                AccountLinking::VerifiedEmail => Account::ToLink(user, None),
                AccountLinking::Confirm => confirmed(context, address, user),
            }
        }
        [_, _, ..] => Account::Refused(ReasonCode::EmailAmbiguous, None),
    }
}

/// Checks for the person's confirmation that an account is theirs.
///
/// SECURITY: a proof counts for the identity, the user and the address that it was made for, once
/// and for a limited time (pitfall C23). Both sides must have verified their address, so that
/// nobody can prepare an account for somebody else to sign in to (pitfall C03).
fn confirmed<'a>(context: &DecisionContext<'a>, address: &LoginEmail<'a>, user: &'a UserFacts) -> Account<'a> {
    if context.login.link_proof.is_none() {
        return Account::ToConfirm(user, ReasonCode::LinkConfirmationRequired);
    }
    let counts = |confirmation: &&LinkConfirmationFacts| {
        confirmation.user_id.is_none_or(|id| id == user.id) && Some(&confirmation.email) == user.email.as_ref()
    };
    let proven = address.is_verified() && user.email_verified;
    match presented(context).filter(counts).min() {
        Some(confirmation) if proven => Account::ToLink(user, Some(confirmation)),
        _ => Account::ToConfirm(user, ReasonCode::LinkProofInvalid),
    }
}
