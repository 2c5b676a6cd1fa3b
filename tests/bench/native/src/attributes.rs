//! The attributes of a login's facts, by name, for a peer that takes values of its own. Whatever
//! names a type of Cora's is here, so that it compiles without the peer.

use cora_core::email::EmailAddress;
use cora_core::engine::EngineLogin;
use cora_core::evidence::VerifiedClaim;
use cora_core::id::OrganizationId;
use cora_core::json::Code;
use cora_core::provisioning::facts::{DomainRuleFacts, InvitationFacts, OrganizationFacts};

use crate::logins::Answer;

/// The values of a peer.
pub trait Values {
    type Value;

    fn text(&self, text: &str) -> Self::Value;
    fn flag(&self, flag: bool) -> Self::Value;
    fn number(&self, number: u64) -> Self::Value;
    fn set(&self, values: impl Iterator<Item = Self::Value>) -> Self::Value;
    fn organization(&self, id: OrganizationId) -> Self::Value;
}

/// An attribute with its name.
type Attribute<V> = (&'static str, <V as Values>::Value);

/// Returns the attributes of the person.
pub fn person<V: Values>(values: &V, login: &EngineLogin, email: &EmailAddress) -> [Attribute<V>; 4] {
    let parents = email.domain().match_indices('.').map(|(at, _)| values.text(&email.domain()[at + 1..]));
    [
        ("email", values.text(email.as_canonical().as_str())),
        ("emailVerified", values.flag(login.login.email_verified == VerifiedClaim::True)),
        ("domain", values.text(email.domain())),
        ("parentDomains", values.set(parents)),
    ]
}

/// Returns the attributes of an organization.
pub fn organization<V: Values>(values: &V, one: &OrganizationFacts) -> impl Iterator<Item = Attribute<V>> {
    let limit = one.seat_limit.map(|limit| ("seatLimit", values.number(limit.into())));
    let used = ("seatsUsed", values.number(one.seats_used.into()));
    [("status", values.text(one.status.name())), used].into_iter().chain(limit)
}

/// Returns the attributes of an invitation.
pub fn invitation<V: Values>(values: &V, one: &InvitationFacts) -> [Attribute<V>; 7] {
    let inviter = one.inviter.as_ref();
    let status = inviter.map_or("", |inviter| inviter.status.name());
    let role = inviter.and_then(|inviter| inviter.organization_role).map_or("", |role| role.name());
    [
        ("status", values.text(one.status.name())),
        ("email", values.text(one.email.as_str())),
        ("role", values.text(one.role.name())),
        ("expiresAt", values.number(one.expires_at.seconds())),
        ("inviterStatus", values.text(status)),
        ("inviterRole", values.text(role)),
        ("organization", values.organization(one.organization_id)),
    ]
}

/// Returns the attributes of a domain rule.
pub fn rule<V: Values>(values: &V, one: &DomainRuleFacts) -> [Attribute<V>; 7] {
    [
        ("name", values.text(one.pattern.name().as_str())),
        ("wildcard", values.flag(one.pattern.is_wildcard())),
        ("class", values.text(one.class.name())),
        ("verification", values.text(one.verification.name())),
        ("state", values.text(one.state.name())),
        ("enrollmentMode", values.text(one.enrollment_mode.name())),
        ("organization", values.organization(one.organization_id)),
    ]
}

/// Builds the answer of a peer that grants invitations and rules by their numbers, from 1, and
/// says whether it grants anything.
pub fn answer(login: &EngineLogin, grants: impl Fn(&str, usize) -> bool, grants_any: bool) -> Answer {
    let (invitations, rules) = (&login.facts.invitations, &login.facts.domain_rules);
    let invited =
        (0..invitations.len()).filter(|at| grants("invitation", at + 1)).map(|at| invitations[at].organization_id);
    let joined = (0..rules.len()).filter(|at| grants("rule", at + 1)).map(|at| rules[at].organization_id);
    let reason = if invited.clone().count() > 0 {
        "invitation_accepted"
    } else if grants_any {
        "domain_admits"
    } else {
        "no_matching_strategy"
    };
    let mut memberships: Vec<String> = invited.chain(joined).map(|id| id.to_string()).collect();
    memberships.sort();
    Answer { reason: reason.to_owned(), memberships }
}
