//! Inputs of a decision.

use cora_core::DecideInput;
use cora_core::email::CanonicalEmail;
use cora_core::id::InvitationId;
use cora_core::policy::GroupSync;
use cora_core::provisioning::facts::{MembershipSource, RoleSource};
use cora_core::secret::PresentedToken;
use cora_core::text::{Issuer, RawEmail, Subject};
use proptest::prelude::*;
use proptest::sample::select;

use super::configuration::{connection, policy};
use super::facts::facts;
use super::login::login;
use super::platform::platform;
use super::values::{NOW, TOKEN, connection_id};

/// A mismatch between a login and its connection.
#[derive(Debug, Clone, Copy)]
enum Misfit {
    Nothing,
    Issuer,
    Connection,
    Subject(&'static str),
}

fn misfit() -> impl Strategy<Value = Misfit> {
    let subjects = select(vec!["", "a\u{7}b", "\u{85}"]).prop_map(Misfit::Subject);
    prop_oneof![120 => Just(Misfit::Nothing), 1 => Just(Misfit::Issuer), 1 => Just(Misfit::Connection), 1 => subjects]
}

/// The matches to make between facts that were drawn independently.
#[derive(Debug, Clone, Copy)]
struct Meeting {
    /// The login has the address of an invitation, a confirmation or a user.
    address: Option<u8>,
    /// All invitations are for the login's address.
    invited: bool,
    /// An invitation is the one that a rule issued.
    issued: bool,
    /// A confirmation is about the existing account.
    confirmed: bool,
    /// A confirmation is about the login's own address.
    mailed: bool,
    /// The login claims an invitation, mostly to another address and with the code for it.
    claimed: bool,
    /// The first identities are those of the people whom the login concerns.
    known: bool,
    /// A membership of the linked user is given by a group, and its organization follows the
    /// provider.
    followed: bool,
    /// The first fact of each list is repeated, as a careless join would do.
    doubled: bool,
}

fn meeting() -> impl Strategy<Value = Meeting> {
    let address = prop::option::weighted(0.5, 0_u8..4);
    let people =
        (prop::bool::weighted(0.3), prop::bool::weighted(0.15), prop::bool::weighted(0.15), prop::bool::weighted(0.6));
    let rare = (prop::bool::weighted(0.1), prop::bool::weighted(0.1));
    (address, prop::bool::weighted(0.4), any::<bool>(), people, rare).prop_map(
        |(address, invited, issued, (confirmed, mailed, claimed, known), (followed, doubled))| Meeting {
            address,
            invited,
            issued,
            confirmed,
            mailed,
            claimed,
            known,
            followed,
            doubled,
        },
    )
}

prop_compose! {
    /// Generates connection, policy, login and facts, each independently.
    fn apart()(
        connection in connection(), policy in policy().boxed(), login in login().boxed(), facts in facts().boxed(),
    ) -> DecideInput {
        DecideInput { now: NOW, login, connection, policy, facts }
    }
}

/// Generates any input of a decision: that of a platform, or facts that may be inconsistent, with a
/// login that usually fits its connection.
pub fn decide_input() -> impl Strategy<Value = DecideInput> {
    // Boxed, or the nested types outgrow a test thread's stack.
    let (platform, login) = (platform().boxed(), login().boxed());
    let stored = (platform, login).prop_map(|(platform, login)| platform.input(&login, NOW)).boxed();
    (prop_oneof![1 => stored, 2 => apart().boxed()], misfit(), meeting()).prop_map(|(mut input, misfit, meeting)| {
        meet(&mut input, meeting);
        match misfit {
            Misfit::Nothing => {}
            Misfit::Issuer => input.login.issuer = Issuer::shortened("https://login.acme.example/"),
            Misfit::Connection => input.login.connection_id = connection_id(2),
            Misfit::Subject(subject) => input.login.subject = Subject::shortened(subject),
        }
        input
    })
}

fn meet(input: &mut DecideInput, meeting: Meeting) {
    let facts = &mut input.facts;
    let address = match meeting.address {
        Some(0) => facts.link_confirmations.first().map(|confirmation| &confirmation.email),
        Some(1) => facts.users_with_email.first().and_then(|user| user.email.as_ref()),
        Some(_) => facts.invitations.first().map(|invitation| &invitation.email),
        None => None,
    };
    if let Some(address) = address.cloned() {
        input.login.email = Some(RawEmail::shortened(address.as_str()));
        if let Some(0 | 1) = meeting.address {
            facts.users_with_email.iter_mut().take(1).for_each(|user| user.email = Some(address.clone()));
        }
    }
    let login = input.login.email.as_ref().and_then(|email| CanonicalEmail::parse(email.as_str()).ok());
    if let (true, Some(address)) = (meeting.invited, login) {
        facts.invitations.iter_mut().for_each(|invitation| invitation.email = address.clone());
    }
    if let (true, Some(invitation), Some(rule)) =
        (meeting.issued, facts.invitations.first_mut(), facts.domain_rules.first())
    {
        invitation.id = InvitationId::derive(rule.id, invitation.email.as_str());
    }
    if let (true, Some(confirmation), Some(user)) = (
        meeting.confirmed,
        facts.link_confirmations.first_mut(),
        facts.users_with_email.first().or(facts.derived_user.as_ref()),
    ) {
        confirmation.user_id = confirmation.user_id.map(|_| user.id);
        if let Some(email) = &user.email {
            confirmation.email = email.clone();
        }
        input.login.link_proof = PresentedToken::new(TOKEN);
        confirmation.identity = input.login.key();
    }
    let login = input.login.email.as_ref().and_then(|email| CanonicalEmail::parse(email.as_str()).ok());
    if let (true, Some(confirmation), Some(address)) = (meeting.mailed, facts.link_confirmations.first_mut(), &login) {
        confirmation.user_id = confirmation.user_id.filter(|_| meeting.confirmed);
        confirmation.email = address.clone();
        confirmation.identity = input.login.key();
        input.login.link_proof = PresentedToken::new(TOKEN);
    }
    if let (true, Some(invitation), Some(confirmation)) =
        (meeting.claimed, facts.invitations.first(), facts.link_confirmations.first_mut())
    {
        (confirmation.user_id, confirmation.invitation_id) = (None, Some(invitation.id));
        confirmation.email = invitation.email.clone();
        confirmation.identity = input.login.key();
        input.login.invitation_id = Some(invitation.id);
        input.login.link_proof = PresentedToken::new(TOKEN).filter(|_| meeting.known);
    }
    if meeting.known {
        let people = facts.linked_user.iter().chain(facts.users_with_email.first()).chain(&facts.derived_user);
        for (identity, user) in facts.identities.iter_mut().zip(people.cycle()) {
            identity.user_id = user.id;
        }
        // The word of the login's own identity is often that of the user's own address.
        if let (Some(user), Some(first)) = (&facts.linked_user, facts.identities.first_mut()) {
            first.identity = input.login.key();
            if meeting.issued {
                (first.email, first.email_verified) = (user.email.clone(), user.email_verified);
            }
        }
        // Another identity often vouches for an invited address.
        if let (false, Some(user), Some(invitation), Some(other)) =
            (meeting.invited, &facts.linked_user, facts.invitations.last(), facts.identities.get_mut(1))
        {
            other.user_id = user.id;
            (other.email, other.email_verified) = (Some(invitation.email.clone()), true);
        }
    }
    if let (true, Some(user), Some(membership), Some(mapping)) =
        (meeting.followed, &facts.linked_user, facts.memberships.first_mut(), input.policy.group_roles.first_mut())
    {
        membership.user_id = user.id;
        (membership.source, membership.role_source) = (MembershipSource::Group, Some(RoleSource::Group));
        membership.base_role = None;
        (mapping.organization_id, mapping.sync) = (membership.organization_id, GroupSync::Authoritative);
        // They have one membership in an organization.
        let (key, mut is_kept) = ((membership.organization_id, user.id), false);
        facts
            .memberships
            .retain(|one| (one.organization_id, one.user_id) != key || !std::mem::replace(&mut is_kept, true));
    }
    if meeting.doubled {
        facts.identities.extend(facts.identities.first().cloned());
        facts.users_with_email.extend(facts.users_with_email.first().cloned());
        facts.invitations.extend(facts.invitations.first().cloned());
        facts.domain_rules.extend(facts.domain_rules.first().cloned());
        facts.organizations.extend(facts.organizations.first().cloned());
        facts.memberships.extend(facts.memberships.first().cloned());
        facts.bootstrap_tokens.extend(facts.bootstrap_tokens.first().cloned());
        facts.link_confirmations.extend(facts.link_confirmations.first().cloned());
    }
}
