//! The login's address, and the account that the login belongs to.

use alloc::vec::Vec;

use super::code::ReasonCode;
use super::facts::{DecideInput, DomainRuleFacts, UserFacts, UserStatus};
use super::plan::Guard;
use crate::email::{EmailAddress, EmailError};
use crate::evidence::{EmailEvidence, VerifiedClaim};
use crate::id::UserId;
use crate::policy::{AccountLinking, Subaddressing};
use crate::sorted::sorted;

/// The login's address and what is known of it.
pub(super) struct Address {
    /// The address; `None` when there is none.
    parsed: Option<Result<EmailAddress, EmailError>>,
    /// What may be concluded about it.
    pub evidence: EmailEvidence,
    /// The provider says that it is verified, or is trusted without saying so.
    pub claimed: bool,
    /// The connection's own organization owns its domain.
    pub owned: bool,
    /// An organization other than the connection's owns its domain.
    pub foreign: bool,
    /// The rules that prove so, or prove that the connection's own does.
    pub ownership: Vec<Guard>,
}

impl Address {
    /// Weighs the address of a login.
    pub fn of(input: &DecideInput) -> Self {
        let parsed = input.login.email.as_ref().map(|email| EmailAddress::parse(email.as_str()));
        let claimed = match input.login.email_verified {
            VerifiedClaim::True => true,
            VerifiedClaim::False => false,
            VerifiedClaim::Absent => input.connection.trust_email,
        };
        let mut address = Self {
            parsed,
            evidence: EmailEvidence::Absent,
            claimed,
            owned: false,
            foreign: false,
            ownership: Vec::new(),
        };
        let Some(email) = address.email() else { return address };
        let evidence = match input.connection.organization_id {
            None if claimed => EmailEvidence::Verified,
            None => EmailEvidence::Unverified,
            // SECURITY: an organization's provider can write any address into its tokens. It is believed about the domains
            // that the organization owns and about no others, whatever it claims (pitfall C04).
            Some(organization) => {
                let proofs =
                    most_specific(&input.facts.domain_rules, email.domain(), DomainRuleFacts::proves_ownership);
                let foreign = proofs.iter().any(|rule| rule.organization_id != organization);
                let owned = !foreign && !proofs.is_empty();
                let ownership = proofs.iter().map(|rule| rule.version_guard()).collect();
                address.ownership = ownership;
                address.foreign = foreign;
                address.owned = owned;
                if owned && input.login.email_verified != VerifiedClaim::False {
                    EmailEvidence::OwnedDomain
                } else {
                    EmailEvidence::Unverified
                }
            }
        };
        address.evidence = evidence;
        address
    }

    /// The address, if it is one.
    pub fn email(&self) -> Option<&EmailAddress> {
        self.parsed.as_ref().and_then(|parsed| parsed.as_ref().ok())
    }

    /// Whether the address is proven to be the person's.
    pub fn is_verified(&self) -> bool {
        self.evidence >= EmailEvidence::Verified
    }

    /// Why the address is not good enough, if a verified one is needed.
    pub fn objection(&self) -> Option<ReasonCode> {
        match (&self.parsed, self.is_verified()) {
            (None, _) => Some(ReasonCode::NoEmail),
            (Some(Err(_)), _) => Some(ReasonCode::EmailInvalid),
            (Some(Ok(_)), false) => Some(ReasonCode::EmailUnverified),
            (Some(Ok(_)), true) => None,
        }
    }
}

/// The rules that match a domain, fulfil a condition, and are the most specific to do so.
pub(super) fn most_specific<'a>(
    rules: &'a [DomainRuleFacts],
    domain: &str,
    condition: impl Fn(&DomainRuleFacts) -> bool,
) -> Vec<&'a DomainRuleFacts> {
    let mut best: Vec<&DomainRuleFacts> = Vec::new();
    for rule in rules.iter().filter(|rule| rule.pattern.matches(domain) && condition(rule)) {
        match best.first().map(|first| rule.pattern.specificity(&first.pattern)) {
            Some(core::cmp::Ordering::Less) => {}
            Some(core::cmp::Ordering::Equal) => best.push(rule),
            Some(core::cmp::Ordering::Greater) | None => best = alloc::vec![rule],
        }
    }
    sorted(best, Ord::cmp)
}

/// Where a login belongs.
pub(super) enum Account<'a> {
    /// To nobody yet.
    New,
    /// To a user to whom its identity is linked.
    Linked(&'a UserFacts),
    /// To a user to whom its identity is to be linked now.
    ToLink(&'a UserFacts),
    /// To a user who has to confirm it.
    ToConfirm(&'a UserFacts),
    /// It goes no further.
    Refused(ReasonCode, Option<&'a UserFacts>),
}

/// Finds the account that a login belongs to.
pub(super) fn find<'a>(input: &'a DecideInput, address: &Address) -> Account<'a> {
    let out_of_use = |user: &UserFacts| match user.status {
        UserStatus::Active => None,
        UserStatus::Suspended => Some(ReasonCode::UserSuspended),
        UserStatus::Deprovisioned => Some(ReasonCode::UserDeprovisioned),
    };
    if let Some(user) = &input.facts.linked_user {
        return match out_of_use(user) {
            Some(code) => Account::Refused(code, Some(user)),
            None => Account::Linked(user),
        };
    }
    if address.foreign {
        return Account::Refused(ReasonCode::DomainNotOwnedByConnection, None);
    }
    let derived = UserId::derive(&input.login.key());
    if let Some(user) = input.facts.derived_user.as_ref().filter(|user| user.id == derived) {
        // Somebody took this identity's link away. It does not come back by coming back.
        return match out_of_use(user) {
            Some(code) => Account::Refused(code, Some(user)),
            None if input.policy.account_linking == AccountLinking::Never => {
                Account::Refused(ReasonCode::AccountExists, Some(user))
            }
            None => Account::ToConfirm(user),
        };
    }
    let Some(email) = address.email() else { return Account::New };
    let with_email =
        input.facts.users_with_email.iter().filter(|user| user.email.as_ref() == Some(email.as_canonical()));
    let mut users = sorted(with_email, Ord::cmp);
    users.dedup_by_key(|user| user.id);
    match users.as_slice() {
        [] if input.policy.subaddressing == Subaddressing::Refuse && email.local().contains('+') => {
            Account::Refused(ReasonCode::EmailSubaddressed, None)
        }
        [] => Account::New,
        // WHY before anything else: whoever only writes an address down must not learn whether it has an account.
        [user] if !address.is_verified() => Account::Refused(ReasonCode::EmailUnverified, Some(user)),
        [user] => {
            if let Some(code) = out_of_use(user) {
                Account::Refused(code, Some(user))
            } else if input.policy.account_linking == AccountLinking::Never {
                Account::Refused(ReasonCode::AccountExists, Some(user))
            } else if input.policy.account_linking == AccountLinking::VerifiedEmail && user.email_verified {
                Account::ToLink(user)
            } else {
                Account::ToConfirm(user)
            }
        }
        [_, _, ..] => Account::Refused(ReasonCode::EmailAmbiguous, None),
    }
}
