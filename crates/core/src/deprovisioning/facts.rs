//! The facts that a deprovisioning depends on.

use alloc::vec::Vec;
use cora_wire_derive::record;

use crate::id::{InvitationId, OrganizationId};
use crate::identity::IdentityKey;
use crate::model::invitation::InvitationStatus;
use crate::model::membership::MembershipFacts;
use crate::secret::TokenHash;
use crate::text::SessionId;

/// The stored data that belongs to a user. The order of the lists has no meaning.
#[record]
#[derive(Default)]
pub struct DeprovisionFacts {
    /// The identities linked to the user; at most 100.
    #[serde(default, deserialize_with = "crate::text::at_most::<100, _, _>")]
    #[cfg_attr(feature = "schema", schemars(length(max = 100)))]
    pub identities: Vec<IdentityKey>,
    /// The user's memberships; at most 2000.
    #[serde(default, deserialize_with = "crate::text::at_most::<2000, _, _>")]
    #[cfg_attr(feature = "schema", schemars(length(max = 2000)))]
    pub memberships: Vec<MembershipFacts>,
    /// The organizations of which the user is the only owner; at most 2000.
    #[serde(default, deserialize_with = "crate::text::at_most::<2000, _, _>")]
    #[cfg_attr(feature = "schema", schemars(length(max = 2000)))]
    pub sole_owner_of: Vec<OrganizationId>,
    /// `true` if the user is the only owner of the platform.
    #[serde(default)]
    pub sole_platform_owner: bool,
    /// The invitations that the user made, and those to their address; at most 2000.
    #[serde(default, deserialize_with = "crate::text::at_most::<2000, _, _>")]
    #[cfg_attr(feature = "schema", schemars(length(max = 2000)))]
    pub invitations: Vec<HeldInvitation>,
    /// The user's sessions, as far as the host stores any; at most 1000.
    #[serde(default, deserialize_with = "crate::text::at_most::<1000, _, _>")]
    #[cfg_attr(feature = "schema", schemars(length(max = 1000)))]
    pub sessions: Vec<SessionId>,
    /// The unused tokens that act for the user: link confirmations, and those that the host issues;
    /// at most 1000.
    #[serde(default, deserialize_with = "crate::text::at_most::<1000, _, _>")]
    #[cfg_attr(feature = "schema", schemars(length(max = 1000)))]
    pub tokens: Vec<TokenHash>,
    /// The organizations that the user has asked to join; at most 1000.
    #[serde(default, deserialize_with = "crate::text::at_most::<1000, _, _>")]
    #[cfg_attr(feature = "schema", schemars(length(max = 1000)))]
    pub pending_membership_requests: Vec<OrganizationId>,
    /// `true` if the user's address is on the waitlist.
    #[serde(default)]
    pub waitlisted: bool,
}

/// An invitation that a user made, or that is to their address.
#[record]
#[derive(PartialOrd, Ord)]
pub struct HeldInvitation {
    /// The identifier of the invitation.
    pub id: InvitationId,
    /// The status of the invitation.
    pub status: InvitationStatus,
}
