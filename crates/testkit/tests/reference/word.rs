//! §3: the words of identities, and the codes that prove an address.

use cora_core::DecideInput;
use cora_core::email::{CanonicalEmail, EmailAddress};
use cora_core::id::InvitationId;
use cora_core::provisioning::facts::{IdentityFacts, LinkConfirmationFacts, UserFacts};

use super::stored;

/// The word of an identity "is the address and the evidence of its last login".
#[derive(Debug, Clone, PartialEq)]
pub struct Word {
    pub email: Option<CanonicalEmail>,
    /// Set if "evidence of at least `verified`".
    pub vouches: bool,
}

impl Word {
    /// "A login without an address, or with a blank one, says nothing. One with an address that
    /// cannot be read says that the person has no address."
    pub fn of(input: &DecideInput, vouches: bool) -> Option<Self> {
        let written = input.login.email.as_ref()?.as_str();
        if written.trim().is_empty() {
            return None;
        }
        let email = EmailAddress::parse(written).ok().map(|email| email.as_canonical().clone());
        Some(Self { vouches: vouches && email.is_some(), email })
    }

    /// "Where no word is known, it is the user's own address, with the evidence that the login has
    /// if it states that address, else without any."
    pub fn known(input: &DecideInput, user: &UserFacts, now: &Self) -> Self {
        match own_identity(input, user) {
            Some(known) => Self { email: known.email, vouches: known.email_verified },
            None => Self { email: user.email.clone(), vouches: user.email == now.email && now.vouches },
        }
    }

    /// "A word *contradicts* the user's own address if the known word had this address, and the new
    /// one has another, none, or lacks the evidence that the known one had."
    pub fn contradicts(&self, known: &Self, user: &UserFacts) -> bool {
        let lacks = known.vouches && !self.vouches;
        user.email.is_some() && known.email == user.email && (self.email != known.email || lacks)
    }
}

/// Returns the identity of the login, if it is known.
pub fn own_identity(input: &DecideInput, user: &UserFacts) -> Option<IdentityFacts> {
    stored::identities(input, user.id).into_iter().find(|known| known.identity == input.login.key())
}

/// "A login of a linked identity whose token was issued before the token of the known word, and
/// which says something else, says nothing".
pub fn is_outdated(input: &DecideInput, vouches: bool) -> bool {
    let Some(user) = &input.facts.linked_user else { return false };
    let (Some(now), Some(own)) = (Word::of(input, vouches), own_identity(input, user)) else { return false };
    let before = matches!((input.login.issued_at, own.stated_at), (Some(issued), Some(stated)) if issued < stated);
    before && now != Word::known(input, user, &now)
}

/// "A presented link proof raises the evidence from `unverified` to `verified` if it is that of a
/// confirmation which was issued for the same identity key and the login's own address, for nobody
/// or for the linked user, the derived user or a proven holder; which is unused; and if `now <
/// expiresAt`."
pub fn code(input: &DecideInput, email: &CanonicalEmail) -> Option<LinkConfirmationFacts> {
    let mut people: Vec<_> = stored::proven_holders(input, email.as_str()).iter().map(|user| user.id).collect();
    people.extend(input.facts.linked_user.as_ref().map(|user| user.id));
    people
        .extend(input.facts.derived_user.as_ref().map(|user| user.id).filter(|id| *id == input.login.key().user_id()));
    let mut codes: Vec<_> = usable_codes(input, None);
    codes.retain(|code| code.email == *email && code.user_id.is_none_or(|user| people.contains(&user)));
    codes.into_iter().min()
}

/// Returns the confirmations that were issued for the identity and the invitation, or for none,
/// whose proof is presented, and that are unused and not expired.
pub fn usable_codes(input: &DecideInput, invitation: Option<InvitationId>) -> Vec<LinkConfirmationFacts> {
    let Some(presented) = &input.login.link_proof else { return Vec::new() };
    let mut codes = input.facts.link_confirmations.clone();
    codes.retain(|code| code.token_hash.matches(presented) && code.identity == input.login.key());
    codes.retain(|code| !code.used && input.now < code.expires_at && code.invitation_id == invitation);
    codes
}

/// "For 30 days the code is remembered: a login of the linked user that states this address and
/// does not contradict it is `verified` too."
pub fn is_remembered(input: &DecideInput, vouches: bool) -> bool {
    let Some(user) = &input.facts.linked_user else { return false };
    let (Some(now), Some(at)) = (Word::of(input, vouches), user.email_confirmed_at) else { return false };
    let recent = input.now.seconds() < at.seconds() + 30 * 24 * 60 * 60;
    let states = now.email.is_some() && now.email == user.email && user.email_verified;
    states && recent && !now.contradicts(&Word::known(input, user, &now), user)
}
