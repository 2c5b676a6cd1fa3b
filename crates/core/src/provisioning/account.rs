//! The login's address, and the account that the login belongs to.

use alloc::vec::Vec;

use super::code::ReasonCode;
use super::context::DecisionContext;
use super::facts::LinkConfirmationFacts;
use crate::email::{EmailAddress, EmailError};
use crate::evidence::{EmailEvidence, VerifiedClaim};
use crate::model::domain_rule::DomainRuleFacts;
use crate::model::user::{UserFacts, UserStatus};
use crate::policy::{AccountLinking, Subaddressing};
use crate::small_sort::sorted;

/// The login's address and the evidence about it.
pub(super) struct LoginEmail<'a> {
    /// The parsed address; `None` if the login has none.
    parsed: Option<Result<EmailAddress, EmailError>>,
    /// The conclusion about the address.
    pub evidence: EmailEvidence,
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
        let parsed = context.login.email.as_ref().map(|email| EmailAddress::parse(email.as_str()));
        let claimed = match context.login.email_verified {
            VerifiedClaim::True => true,
            VerifiedClaim::False => false,
            VerifiedClaim::Absent => context.connection.trust_email,
        };
        let mut address = Self {
            parsed,
            evidence: EmailEvidence::Absent,
            claimed,
            owned: false,
            foreign: false,
            ownership: Vec::new(),
            rules: Vec::new(),
        };
        let Some(email) = address.email() else { return address };
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
                if owned && context.login.email_verified != VerifiedClaim::False {
                    EmailEvidence::OwnedDomain
                } else {
                    EmailEvidence::Unverified
                }
            }
        };
        address.evidence = evidence;
        address.rules = rules;
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

/// The account that a login belongs to.
pub(super) enum Account<'a> {
    /// The login belongs to nobody yet.
    New,
    /// The identity is linked to this user.
    Linked(&'a UserFacts),
    /// The identity is to be linked to this user now, by the given confirmation if one is needed.
    ToLink(&'a UserFacts, Option<&'a LinkConfirmationFacts>),
    /// The user has to confirm the link, with the reason: there is no proof yet, or none that
    /// counts.
    ToConfirm(&'a UserFacts, ReasonCode),
    /// The login is refused for a reason, possibly because of a user.
    Refused(ReasonCode, Option<&'a UserFacts>),
}

/// Finds the account that a login belongs to.
pub(super) fn find<'a>(context: &DecisionContext<'a>, address: &LoginEmail<'_>) -> Account<'a> {
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
    let derived = context.facts.derived_user.as_ref().filter(|user| user.id == context.login.derived_user());
    if let Some(user) = derived {
        // This identity's link was removed. A new login does not restore it.
        return match out_of_use(user) {
            Some(code) => Account::Refused(code, Some(user)),
            None if context.policy.account_linking == AccountLinking::Never => {
                Account::Refused(ReasonCode::AccountExists, Some(user))
            }
            None => confirmed(context, address, user),
        };
    }
    let Some(email) = address.email() else { return Account::New };
    let with_email =
        context.facts.users_with_email.iter().filter(|user| user.email.as_ref() == Some(email.as_canonical()));
    let mut users = sorted(with_email, Ord::cmp);
    users.dedup_by_key(|user| user.id);
    match users.as_slice() {
        [] if context.policy.subaddressing == Subaddressing::Refuse && email.local().contains('+') => {
            Account::Refused(ReasonCode::EmailSubaddressed, None)
        }
        [] => Account::New,
        // WHY before anything else: a caller who merely asserts an address must not learn whether
        // it has an account.
        [user] if !address.is_verified() => Account::Refused(ReasonCode::EmailUnverified, Some(user)),
        [user] => {
            if let Some(code) = out_of_use(user) {
                Account::Refused(code, Some(user))
            } else if context.policy.account_linking == AccountLinking::Never {
                Account::Refused(ReasonCode::AccountExists, Some(user))
            } else if context.policy.account_linking == AccountLinking::VerifiedEmail && user.email_verified {
                Account::ToLink(user, None)
            } else {
                confirmed(context, address, user)
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
fn confirmed<'a>(context: &DecisionContext<'a>, address: &LoginEmail<'_>, user: &'a UserFacts) -> Account<'a> {
    let Some(presented) = &context.login.link_proof else {
        return Account::ToConfirm(user, ReasonCode::LinkConfirmationRequired);
    };
    let key = context.login.key();
    let counts = |confirmation: &&LinkConfirmationFacts| {
        confirmation.identity == key
            && confirmation.user_id == user.id
            && Some(&confirmation.email) == user.email.as_ref()
            && !confirmation.used
            && context.now < confirmation.expires_at
            && confirmation.token_hash.matches(presented)
    };
    let proven = address.is_verified() && user.email_verified;
    match context.facts.link_confirmations.iter().filter(counts).min() {
        Some(confirmation) if proven => Account::ToLink(user, Some(confirmation)),
        _ => Account::ToConfirm(user, ReasonCode::LinkProofInvalid),
    }
}
