//! §6.3: the address of a person who returns.

use cora_core::DecideInput;
use cora_core::email::EmailAddress;
use cora_core::id::{IdentityConflictId, UserId};
use cora_core::model::identity_conflict::IdentityConflictKind;
use cora_core::provisioning::facts::{IdentityFacts, UserFacts};
use cora_core::provisioning::plan::{Effect, Guard};

use super::evidence::Email;
use super::stored;
use super::word::{Word, own_identity};

/// The changes of the address of a user who returns.
#[derive(Default)]
pub struct Changes {
    pub effects: Vec<Effect>,
    pub guards: Vec<Guard>,
    /// The user who has the address.
    conflict: Option<UserFacts>,
}

pub fn of_returning(input: &DecideInput, email: &Email, user: &UserFacts) -> Changes {
    let mut changes = Changes::default();
    if email.is_outdated {
        return changes;
    }
    let Some(now) = Word::of(input, email.vouches) else { return changes };
    let known = Word::known(input, user, &now);
    // "A word that differs from the known one is recorded, always as the provider says it".
    if now != known {
        changes.effects.push(Effect::RecordIdentityEmail {
            user_id: user.id,
            identity: input.login.key(),
            email: now.email.clone(),
            email_verified: now.vouches,
            stated_at: input.login.issued_at,
        });
    }
    if let Some(code) = &email.code {
        let token_hash = code.token_hash.clone();
        changes.guards.push(Guard::LinkConfirmationPending { token_hash: token_hash.clone() });
        changes.effects.push(Effect::ConsumeLinkConfirmation { token_hash, user_id: user.id, used_at: input.now });
    }
    let contradicts = now.contradicts(&known, user);
    match email.address.as_ref().filter(|_| email.unverified().is_none()) {
        Some(address) if user.email.as_ref() == Some(address.as_canonical()) => own(input, email, user, &mut changes),
        Some(address) => another(input, email, address, user, contradicts, &mut changes),
        None => weaker(input, user, contradicts, &mut changes),
    }
    conclude(input, email, user, changes)
}

/// "The evidence is at least `verified`, and the address is the user's own".
fn own(input: &DecideInput, email: &Email, user: &UserFacts, changes: &mut Changes) {
    let Some(address) = user.email.clone() else { return };
    if !user.email_verified {
        changes.conflict = somebody_else(input, user, address.as_str());
        if changes.conflict.is_some() {
            return;
        }
        changes.guards.push(Guard::EmailUnclaimed { email: address.clone() });
    }
    let (user_id, updated_by) = (user.id, user.id);
    if email.code.is_some() {
        changes.effects.push(Effect::ConfirmEmail { user_id, email: address, confirmed_at: input.now, updated_by });
    } else if !user.email_verified {
        changes.effects.push(Effect::VerifyEmail { user_id, email: address, updated_by });
    }
}

/// "The evidence is at least `verified`, and the address is not the user's own".
fn another(
    input: &DecideInput,
    email: &Email,
    address: &EmailAddress,
    user: &UserFacts,
    contradicts: bool,
    changes: &mut Changes,
) {
    let (user_id, updated_by, canonical) = (user.id, user.id, address.as_canonical().clone());
    let verified = user.email_verified && user.email.is_some();
    let by_code = user.email_confirmed_at.is_some() && !contradicts;
    if verified && (by_code || vouched(input, user).is_some()) {
        if !by_code {
            stays(input, user, contradicts, changes);
        }
        return;
    }
    changes.conflict = somebody_else(input, user, canonical.as_str());
    if changes.conflict.is_some() {
        loses_verification(user, changes);
        return;
    }
    changes.guards.push(Guard::EmailUnclaimed { email: canonical.clone() });
    changes.effects.push(Effect::SetEmail { user_id, email: address.clone(), updated_by });
    if email.code.is_some() {
        changes.effects.push(Effect::ConfirmEmail { user_id, email: canonical, confirmed_at: input.now, updated_by });
    }
}

/// "The evidence is below `verified`, and the word contradicts an own address that is verified".
fn weaker(input: &DecideInput, user: &UserFacts, contradicts: bool, changes: &mut Changes) {
    if !contradicts || !user.email_verified {
        return;
    }
    match vouched(input, user) {
        Some(_) => stays(input, user, contradicts, changes),
        None => loses_verification(user, changes),
    }
}

/// "it stays, and the time of the code is forgotten".
fn stays(input: &DecideInput, user: &UserFacts, contradicts: bool, changes: &mut Changes) {
    changes.guards.extend(vouched(input, user).map(|identity| same_word(&identity)));
    if let (true, Some(_), Some(email)) = (contradicts, user.email_confirmed_at, user.email.clone()) {
        changes.effects.push(Effect::ForgetEmailConfirmation { user_id: user.id, email, updated_by: user.id });
    }
}

fn loses_verification(user: &UserFacts, changes: &mut Changes) {
    if let Some(email) = user.email.clone().filter(|_| user.email_verified) {
        changes.effects.push(Effect::UnverifyEmail { user_id: user.id, email, updated_by: user.id });
    }
}

/// Returns another identity of the user that vouches for the own address.
fn vouched(input: &DecideInput, user: &UserFacts) -> Option<IdentityFacts> {
    let mut others = stored::identities(input, user.id);
    others.retain(|other| other.identity != input.login.key());
    others.into_iter().find(|other| other.email_verified && other.email.is_some() && other.email == user.email)
}

fn somebody_else(input: &DecideInput, user: &UserFacts, canonical: &str) -> Option<UserFacts> {
    stored::proven_holders(input, canonical).into_iter().find(|holder| holder.id != user.id)
}

pub fn same_word(known: &IdentityFacts) -> Guard {
    Guard::IdentityEmailUnchanged {
        identity: known.identity.clone(),
        user_id: known.user_id,
        email: known.email.clone(),
        email_verified: known.email_verified,
        stated_at: known.stated_at,
    }
}

/// Returns `true` if the login replaces the own address, or takes its verification. Nothing that
/// the other users hold makes a difference.
pub fn loses_own(input: &DecideInput, email: &Email, user: &UserFacts) -> bool {
    let changes = of_returning(input, email, user).effects;
    changes.iter().any(|effect| matches!(effect, Effect::SetEmail { .. } | Effect::UnverifyEmail { .. }))
}

/// "if the login changes something else of the above, so once". §7:
/// "A plan guards everything that its effects rest on."
fn conclude(input: &DecideInput, email: &Email, user: &UserFacts, mut changes: Changes) -> Changes {
    let nothing = changes.effects.is_empty();
    if nothing {
        changes.guards.clear();
    }
    let remembered = email.unverified().is_none() && !email.vouches;
    if !nothing || remembered {
        changes.guards.push(Guard::EmailUnchanged {
            user_id: user.id,
            email: user.email.clone(),
            email_verified: user.email_verified,
            email_confirmed_at: user.email_confirmed_at,
        });
    }
    changes.guards.extend(own_identity(input, user).map(|known| same_word(&known)));
    if nothing {
        return changes;
    }
    if let (Some(holder), Some(address)) = (&changes.conflict, &email.address) {
        changes.guards.push(Guard::EmailVerified { user_id: holder.id, email: address.as_canonical().clone() });
        changes.effects.push(queued(input, email, IdentityConflictKind::EmailConflict, holder.id, Some(user.id)));
    }
    changes
}

/// §12: an entry of the administrators' queue.
pub fn queued(
    input: &DecideInput,
    email: &Email,
    kind: IdentityConflictKind,
    user_id: UserId,
    claimant_id: Option<UserId>,
) -> Effect {
    let identity = input.login.key();
    Effect::OpenIdentityConflict {
        conflict_id: IdentityConflictId::of(kind, &identity.issuer, &identity.subject, user_id, email.canonical()),
        kind,
        identity,
        connection_id: input.connection.id,
        user_id,
        claimant_id,
        email: email.address.as_ref().map(|address| address.as_canonical().clone()),
        opened_at: input.now,
    }
}
