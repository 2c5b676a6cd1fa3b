//! The changes of a user's address when they return (docs/specification.md §6.3).
//!
//! SECURITY: a provider states at every login what the address is now. The old one may have been
//! given to somebody else, who must not come into the account by it.

use alloc::vec::Vec;

use super::context::DecisionContext;
use super::facts::{IdentityFacts, LinkConfirmationFacts};
use super::known_users::{identities, proven_holders};
use super::login_email::{LoginEmail, contradicts, known_word, own_identity, word};
use super::plan::{Effect, Guard};
use crate::email::{CanonicalEmail, EmailAddress};
use crate::id::{IdentityConflictId, UserId};
use crate::model::identity_conflict::IdentityConflictKind;
use crate::model::user::UserFacts;

/// The guards and effects of a change, and the other user in the way of it.
#[derive(Default)]
pub(super) struct Change<'a> {
    pub guards: Vec<Guard>,
    pub effects: Vec<Effect>,
    /// The user who holds the address that the login proves for another user.
    pub conflict: Option<&'a UserFacts>,
}

/// Returns the changes of the address of a user who returns. They have no influence on the outcome.
pub(super) fn of_returning<'a>(
    context: &DecisionContext<'a>,
    address: &LoginEmail<'a>,
    user: &'a UserFacts,
) -> Change<'a> {
    let mut change = Change::default();
    let Some(said) = word(address).filter(|_| context.is_full() && !address.outdated) else { return change };
    let own = own_identity(context, user);
    let known = known_word(own, user, said);
    if said != known {
        change.effects.push(Effect::RecordIdentityEmail {
            user_id: user.id,
            identity: context.login.key(),
            email: said.0.cloned(),
            email_verified: said.1,
            stated_at: context.login.issued_at,
        });
    }
    if let Some(confirmation) = address.confirmation {
        change.use_code(context, confirmation, user.id);
    }
    match address.email().filter(|_| address.is_verified()) {
        Some(email) if user.email.as_ref() == Some(email.as_canonical()) => {
            change.prove(context, address, user, email.as_canonical());
        }
        Some(email) => change.replace(context, address, user, email, contradicts(said, known, user.email.as_ref())),
        None if user.email_verified && contradicts(said, known, user.email.as_ref()) => {
            change.withdraw(context, user);
        }
        None => {}
    }
    // Whatever else the login gains rests on its being the latest word, and on a remembered code.
    let nothing = change.effects.is_empty();
    if nothing {
        change.guards.clear();
    }
    if !nothing || (address.is_verified() && !address.vouched) {
        let guard = Guard::EmailUnchanged {
            user_id: user.id,
            email: user.email.clone(),
            email_verified: user.email_verified,
            email_confirmed_at: user.email_confirmed_at,
        };
        change.guards.insert(0, guard);
    }
    change.guards.extend(own.map(unchanged));
    if let (false, Some(holder), Some(email)) = (nothing, change.conflict, address.email()) {
        let (holder_id, email) = (holder.id, email.as_canonical().clone());
        change.guards.push(Guard::EmailVerified { user_id: holder_id, email });
        change.effects.push(open(context, address, IdentityConflictKind::EmailConflict, holder_id, Some(user.id)));
    }
    change
}

/// Returns the effect that enters a conflict in the administrators' queue.
pub(super) fn open(
    context: &DecisionContext<'_>,
    address: &LoginEmail<'_>,
    kind: IdentityConflictKind,
    user_id: UserId,
    claimant_id: Option<UserId>,
) -> Effect {
    let (login, email) = (context.login, address.email().map(EmailAddress::as_canonical));
    let address = email.map(CanonicalEmail::as_str);
    let conflict_id = IdentityConflictId::of(kind, &login.issuer, &login.subject, user_id, address);
    Effect::OpenIdentityConflict {
        conflict_id,
        kind,
        identity: login.key(),
        connection_id: context.connection.id,
        user_id,
        claimant_id,
        email: email.cloned(),
        opened_at: context.now,
    }
}

/// Returns `true` if the address of a user who returns is verified, and this login leaves it so.
pub(super) fn stands(context: &DecisionContext<'_>, address: &LoginEmail<'_>, user: &UserFacts) -> bool {
    if !user.email_verified || user.email.is_none() {
        return false;
    }
    let Some(said) = word(address).filter(|_| !address.outdated) else { return true };
    if said.0 == user.email.as_ref() && address.is_verified() {
        return true;
    }
    let known = known_word(own_identity(context, user), user, said);
    let contradicted = contradicts(said, known, user.email.as_ref());
    let by_code = user.email_confirmed_at.is_some() || !address.is_verified();
    (!contradicted && by_code) || voucher(context, user).is_some()
}

/// Returns the guard of a plan that rests on the word of an identity.
pub(super) fn unchanged(known: &IdentityFacts) -> Guard {
    Guard::IdentityEmailUnchanged {
        identity: known.identity.clone(),
        user_id: known.user_id,
        email: known.email.clone(),
        email_verified: known.email_verified,
        stated_at: known.stated_at,
    }
}

/// Returns another identity of the user that vouches for the user's own address.
fn voucher<'a>(context: &DecisionContext<'a>, user: &UserFacts) -> Option<&'a IdentityFacts> {
    let vouches = |known: &&IdentityFacts| {
        !context.login.has_key(&known.identity)
            && known.email_verified
            && known.email.is_some()
            && known.email == user.email
    };
    identities(context, user.id).into_iter().find(vouches)
}

impl<'a> Change<'a> {
    /// Uses up a code.
    fn use_code(&mut self, context: &DecisionContext<'_>, confirmation: &LinkConfirmationFacts, user_id: UserId) {
        let token_hash = confirmation.token_hash.clone();
        self.guards.push(Guard::LinkConfirmationPending { token_hash: token_hash.clone() });
        self.effects.push(Effect::ConsumeLinkConfirmation { token_hash, user_id, used_at: context.now });
    }

    /// The login proves the user's own address.
    fn prove(
        &mut self,
        context: &DecisionContext<'a>,
        address: &LoginEmail<'_>,
        user: &UserFacts,
        email: &CanonicalEmail,
    ) {
        let (user_id, updated_by) = (user.id, user.id);
        if !user.email_verified {
            self.conflict = other_holder(context, user, email);
            if self.conflict.is_some() {
                return;
            }
            self.guards.push(Guard::EmailUnclaimed { email: email.clone() });
        }
        let email = email.clone();
        if address.confirmation.is_some() {
            self.effects.push(Effect::ConfirmEmail { user_id, email, confirmed_at: context.now, updated_by });
        } else if !user.email_verified {
            self.effects.push(Effect::VerifyEmail { user_id, email, updated_by });
        }
    }

    /// The login proves an address that is not the user's own.
    fn replace(
        &mut self,
        context: &DecisionContext<'a>,
        address: &LoginEmail<'_>,
        user: &UserFacts,
        email: &EmailAddress,
        contradicted: bool,
    ) {
        let (user_id, updated_by) = (user.id, user.id);
        let standing = user.email.as_ref().filter(|_| user.email_verified);
        if let Some(own) = standing {
            if !contradicted && user.email_confirmed_at.is_some() {
                return;
            }
            if voucher(context, user).is_some() {
                return self.keep(context, user, own, contradicted);
            }
        }
        self.conflict = other_holder(context, user, email.as_canonical());
        if self.conflict.is_some() {
            if let Some(own) = standing {
                self.effects.push(Effect::UnverifyEmail { user_id, email: own.clone(), updated_by });
            }
            return;
        }
        self.guards.push(Guard::EmailUnclaimed { email: email.as_canonical().clone() });
        self.effects.push(Effect::SetEmail { user_id, email: email.clone(), updated_by });
        if address.confirmation.is_some() {
            let email = email.as_canonical().clone();
            self.effects.push(Effect::ConfirmEmail { user_id, email, confirmed_at: context.now, updated_by });
        }
    }

    /// The login contradicts the user's verified address without proving another one.
    fn withdraw(&mut self, context: &DecisionContext<'_>, user: &UserFacts) {
        let Some(own) = &user.email else { return };
        if voucher(context, user).is_some() {
            return self.keep(context, user, own, true);
        }
        self.effects.push(Effect::UnverifyEmail { user_id: user.id, email: own.clone(), updated_by: user.id });
    }

    /// Keeps the user's own address, because another identity vouches for it.
    fn keep(&mut self, context: &DecisionContext<'_>, user: &UserFacts, own: &CanonicalEmail, contradicted: bool) {
        self.guards.extend(voucher(context, user).map(unchanged));
        if contradicted && user.email_confirmed_at.is_some() {
            let (user_id, email, updated_by) = (user.id, own.clone(), user.id);
            self.effects.push(Effect::ForgetEmailConfirmation { user_id, email, updated_by });
        }
    }
}

/// Returns another user who holds the address proven.
fn other_holder<'a>(context: &DecisionContext<'a>, user: &UserFacts, email: &CanonicalEmail) -> Option<&'a UserFacts> {
    proven_holders(context, email).into_iter().find(|holder| holder.id != user.id)
}
