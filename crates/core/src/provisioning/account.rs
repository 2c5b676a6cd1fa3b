//! The account that a login belongs to.

use super::code::ReasonCode;
use super::context::DecisionContext;
use super::facts::LinkConfirmationFacts;
use super::known_users::{derived, other_subject, presented, proven_holders};
use super::login_email::LoginEmail;
use crate::model::user::{UserFacts, UserStatus};
use crate::policy::{AccountLinking, SecondSubject, Subaddressing};

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
///
/// SECURITY: somebody who acts on a person's behalf makes no account and no link for them.
pub(super) fn find<'a>(context: &DecisionContext<'a>, address: &LoginEmail<'a>) -> Account<'a> {
    match found(context, address) {
        account @ (Account::Linked(_) | Account::Refused(..)) => account,
        Account::New(_) | Account::ToLink(..) | Account::ToConfirm(..) | Account::Conflict(_)
            if context.is_acted_for() =>
        {
            Account::Refused(ReasonCode::ActedFor, None)
        }
        account => account,
    }
}

fn found<'a>(context: &DecisionContext<'a>, address: &LoginEmail<'a>) -> Account<'a> {
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
            None if other_subject(context, user).is_some() => Account::Conflict(user),
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
        } else if context.policy.blocks(email.domain()) {
            Account::Refused(ReasonCode::EmailDomainRefused, None)
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
            if other_subject(context, user).is_some() {
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
    match presented(context, None).filter(counts).min() {
        Some(confirmation) if proven => Account::ToLink(user, Some(confirmation)),
        _ => Account::ToConfirm(user, ReasonCode::LinkProofInvalid),
    }
}
