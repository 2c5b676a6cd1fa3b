//! The users and identities among the facts that a login may belong to.

use alloc::vec::Vec;

use super::context::DecisionContext;
use super::facts::{IdentityFacts, LinkConfirmationFacts};
use super::plan::Guard;
use crate::email::CanonicalEmail;
use crate::id::{InvitationId, UserId};
use crate::model::user::{UserFacts, UserStatus};
use crate::small_sort::sorted;

/// Returns the identities of a user, each once, in a fixed order.
pub(super) fn identities<'a>(context: &DecisionContext<'a>, user: UserId) -> Vec<&'a IdentityFacts> {
    let of_user = context.facts.identities.iter().filter(|known| known.user_id == user);
    let mut identities = sorted(of_user, Ord::cmp);
    identities.dedup_by(|one, other| one.identity == other.identity);
    identities
}

/// Returns the user's identity of another subject at the login's issuer, if they have one.
pub(super) fn other_subject<'a>(context: &DecisionContext<'a>, user: &UserFacts) -> Option<&'a IdentityFacts> {
    let login = context.login;
    identities(context, user.id)
        .into_iter()
        .find(|known| known.identity.issuer == login.issuer && known.identity.subject != login.subject)
}

/// Returns the guard of a plan that rests on the user's having another subject at the issuer.
pub(super) fn other_subject_guard(context: &DecisionContext<'_>, user: &UserFacts) -> Option<Guard> {
    let known = other_subject(context, user)?;
    Some(Guard::IdentityLinked { identity: known.identity.clone(), user_id: known.user_id })
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
pub(super) fn derived<'a>(context: &DecisionContext<'a>) -> Option<&'a UserFacts> {
    context.facts.derived_user.as_ref().filter(|user| user.id == context.login.derived_user())
}

/// Returns the confirmations that the login presents the token of and that still count for its
/// identity: those that claim the invitation, or else those that claim none.
///
/// SECURITY: a code counts for what it was sent for, and for nothing else (pitfall C23).
pub(super) fn presented<'a>(
    context: &DecisionContext<'a>,
    invitation: Option<InvitationId>,
) -> impl Iterator<Item = &'a LinkConfirmationFacts> {
    let (login, now) = (context.login, context.now);
    let confirmations = context.facts.link_confirmations.iter();
    confirmations.filter(move |confirmation| {
        login.link_proof.as_ref().is_some_and(|proof| confirmation.token_hash.matches(proof))
            && login.has_key(&confirmation.identity)
            && confirmation.invitation_id == invitation
            && !confirmation.used
            && now < confirmation.expires_at
    })
}
