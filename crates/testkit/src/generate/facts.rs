//! Facts that may be inconsistent.

use std::collections::BTreeSet;

use cora_core::provisioning::facts::{InvitationFacts, LoginFacts, MembershipFacts};
use cora_core::text::Slug;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use super::stored::*;
use super::values::*;

/// Slugs close to those of the organizations that generated people create.
const SLUGS: [&str; 6] = ["ana-org", "ana-org-2", "ana-org-3", "ana-acme-org", "ben-org", "ana-x-org"];

prop_compose! {
    /// Generates facts that are drawn independently: a user may occur twice with two statuses, an
    /// organization may be missing, a membership may belong to another user, a seat count may be
    /// wrong. Only two rules are kept, because they are the keys of every store: a user has one
    /// membership in an organization, and an identifier has one invitation.
    pub fn facts()(
        linked_user in prop::option::weighted(0.34, user().boxed()),
        derived_user in prop::option::weighted(0.05, user().boxed()),
        users_with_email in prop_oneof![4 => Just(Vec::new()), 2 => vec(user().boxed(), 1..3), 1 => vec(user().boxed(), 3..8)],
        identities in prop_oneof![1 => Just(Vec::new()), 2 => vec(known_identity(any_user_id().boxed()), 0..6)],
        invitations in prop_oneof![1 => Just(Vec::new()), 2 => vec(invitation().boxed(), 1..7)],
        domain_rules in prop_oneof![1 => Just(Vec::new()), 2 => vec(domain_rule().boxed(), 1..6)],
        organizations in prop_oneof![
            12 => (organization(0), organization(1), organization(2)).prop_map(|(a, b, c)| vec![a, b, c]),
            1 => vec((0_u8..3).prop_flat_map(organization), 0..5),
        ],
        memberships in vec(membership(any_user_id().boxed()), 0..8),
        pending in vec((0_u8..4).prop_map(organization_id), 0..3),
        (waitlisted, waitlist_approved) in (any::<bool>(), any::<bool>()).prop_map(|(on, approved)| (on, on && approved)),
        platform_owner_exists in any::<bool>(),
        bootstrap_tokens in vec(bootstrap_token(), 0..3),
        link_confirmations in vec(link_confirmation(), 0..3),
        taken_slugs in vec(select(&SLUGS).prop_map(Slug::shortened), 0..4),
    ) -> LoginFacts {
        let (mut members, mut memberships) = (BTreeSet::new(), memberships);
        memberships.retain(|membership: &MembershipFacts| members.insert((membership.organization_id, membership.user_id)));
        let (mut invited, mut invitations) = (BTreeSet::new(), invitations);
        invitations.retain(|invitation: &InvitationFacts| invited.insert(invitation.id));
        LoginFacts {
            linked_user, derived_user, users_with_email, identities, invitations, domain_rules, organizations, memberships,
            pending_membership_requests: pending, waitlisted, waitlist_approved, platform_owner_exists, bootstrap_tokens, link_confirmations, taken_slugs,
        }
    }
}
