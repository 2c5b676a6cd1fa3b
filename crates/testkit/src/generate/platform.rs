//! Platforms in consistent states.

use std::collections::BTreeMap;

use cora_core::id::DomainId;
use cora_core::provisioning::facts::*;
use proptest::collection::vec;
use proptest::prelude::*;

use super::configuration::{connection, policy};
use super::stored::*;
use super::values::*;
use crate::interpreter::Platform;

prop_compose! {
    /// Generates a platform with users, organizations, invitations, rules, memberships, requests
    /// and tokens that are consistent.
    pub fn platform()(
        connection in connection(),
        policy in policy().boxed(),
        users in vec(user().boxed(), 0..4),
        organizations in (organization(0), organization(1), organization(2)),
        invitations in vec(invitation().boxed(), 0..5),
        rules in vec(domain_rule().boxed(), 0..5),
        memberships in vec(membership((0_u8..4).prop_map(user_id).boxed()), 0..8),
        requests in vec((0_u8..3, any_user_id()), 0..3),
        waiting in vec(address(), 0..3),
        linked in vec(known_identity(any_user_id().boxed()), 0..5),
        fits in vec(any::<bool>(), 5),
        bootstrap_tokens in vec(bootstrap_token(), 0..3),
        confirmations in vec(link_confirmation(), 0..3),
    ) -> Platform {
        let (first, second, third) = organizations;
        let mut platform = Platform::new(connection, policy);
        platform.users = users.into_iter().map(|user| (user.id, user)).collect();
        platform.organizations = [first, second, third].map(|organization| (organization.id, organization)).into();
        // Renumbered, so that no two of them are equal by chance.
        platform.invitations = (0..).zip(invitations).map(|(number, invitation)| {
            let id = invitation_id(number);
            (id, InvitationFacts { id, ..invitation })
        }).collect();
        platform.domain_rules = (0..).zip(rules).map(|(number, rule)| {
            let id = DomainId::from_uuid(numbered(0xd, number));
            (id, DomainRuleFacts { id, ..rule })
        }).collect();
        let there = memberships.into_iter().filter(|membership| platform.users.contains_key(&membership.user_id));
        let by_key: BTreeMap<_, _> = there.map(|m| ((m.organization_id, m.user_id), m)).collect();
        platform.memberships = by_key;
        let asked = requests.into_iter().map(|(number, user)| (organization_id(number), user));
        platform.requests = asked.filter(|(_, user)| platform.users.contains_key(user)).collect();
        platform.waitlist = waiting.into_iter().collect();
        platform.waitlist_approved = platform.waitlist.iter().skip(1).cloned().collect();
        for (identity, fits) in linked.into_iter().zip(fits) {
            let Some(user) = platform.users.get(&identity.user_id) else { continue };
            // Usually the word is that of the user's own address, as a login leaves it.
            let word = if fits { (user.email.clone(), user.email_verified) } else { (identity.email.clone(), identity.email_verified) };
            let identity = IdentityFacts { email: word.0, email_verified: word.1, ..identity };
            platform.identities.insert(identity.identity.clone(), identity);
        }
        platform.bootstrap_tokens = bootstrap_tokens;
        platform.link_confirmations = confirmations;
        for confirmation in &mut platform.link_confirmations {
            let named = confirmation.invitation_id.and_then(|named| platform.invitations.get(&named));
            if let Some(invitation) = named {
                confirmation.email = invitation.email.clone();
            }
        }
        platform
    }
}
