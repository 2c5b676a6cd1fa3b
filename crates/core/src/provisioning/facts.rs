//! The facts that a decision reads: loaded for one login, in one round trip, by the host.

pub use crate::model::domain_rule::{DomainRuleFacts, EnrollmentMode, VerificationLevel, VerificationState};
pub use crate::model::invitation::{InvitationAcceptance, InvitationFacts, InvitationStatus, InviterFacts};
pub use crate::model::membership::{MembershipFacts, MembershipSource, MembershipStatus, RoleSource};
pub use crate::model::organization::{OrganizationFacts, OrganizationStatus};
pub use crate::model::user::{Profile, UserFacts, UserStatus};

use alloc::vec::Vec;
use cora_wire_derive::record;

use crate::connection::Connection;
use crate::email::CanonicalEmail;
use crate::id::{InvitationId, OrganizationId, UserId};
use crate::identity::{IdentityKey, LoginIdentity};
use crate::policy::ProvisioningPolicy;
use crate::secret::TokenHash;
use crate::text::Slug;
use crate::time::UnixSeconds;

/// Everything that one decision depends on. The same input gives the same decision, byte for byte,
/// on every host.
#[record]
pub struct DecideInput {
    /// The time of the decision.
    pub now: UnixSeconds,
    /// The login.
    pub login: LoginIdentity,
    /// The connection of the login.
    pub connection: Connection,
    /// The policy in force; the strict default policy when absent.
    #[serde(default)]
    pub policy: ProvisioningPolicy,
    /// The stored facts that concern this login; empty when absent.
    #[serde(default)]
    pub facts: LoginFacts,
}

/// The stored facts that concern one login. The order of the lists has no meaning.
#[record]
#[derive(Default)]
pub struct LoginFacts {
    /// The user to whom this identity key is linked.
    #[serde(default)]
    pub linked_user: Option<UserFacts>,
    /// The user whose identifier is derived from this identity, if they exist although the identity
    /// is not linked to them: an account whose link was removed.
    #[serde(default)]
    pub derived_user: Option<UserFacts>,
    /// The users whose canonical address equals the login's, those who have proven it first, and
    /// those who have proven another address of the person; at most 200. Another address is the own
    /// one of the linked user or, where there is none, of those to whom the identity may be linked,
    /// or one that their identities vouch for. Deprovisioned users hold no address and do not
    /// count.
    #[serde(default, deserialize_with = "crate::text::at_most::<200, _, _>")]
    #[cfg_attr(feature = "schema", schemars(length(max = 200)))]
    pub users_with_email: Vec<UserFacts>,
    /// The identities of the linked user, of the derived user and of those users with the login's
    /// address who have proven it; at most 1000.
    #[serde(default, deserialize_with = "crate::text::at_most::<1000, _, _>")]
    #[cfg_attr(feature = "schema", schemars(length(max = 1000)))]
    pub identities: Vec<IdentityFacts>,
    /// The invitations to the login's canonical address and to the person's other ones, and the one
    /// that the login names, in every status; at most 1000.
    #[serde(default, deserialize_with = "crate::text::at_most::<1000, _, _>")]
    #[cfg_attr(feature = "schema", schemars(length(max = 1000)))]
    pub invitations: Vec<InvitationFacts>,
    /// The rules for the domains of the login's address, of the person's other ones and of the
    /// address to which the named invitation is, and for their parent domains; at most 1000.
    #[serde(default, deserialize_with = "crate::text::at_most::<1000, _, _>")]
    #[cfg_attr(feature = "schema", schemars(length(max = 1000)))]
    pub domain_rules: Vec<DomainRuleFacts>,
    /// The organizations that the connection or any other fact refers to, and those of the group
    /// mappings and entries of `idpOrganizations` that the login matches; at most 2000.
    #[serde(default, deserialize_with = "crate::text::at_most::<2000, _, _>")]
    #[cfg_attr(feature = "schema", schemars(length(max = 2000)))]
    pub organizations: Vec<OrganizationFacts>,
    /// The memberships of the linked user, the derived user and the users with the address,
    /// including removed ones; at most 2000.
    #[serde(default, deserialize_with = "crate::text::at_most::<2000, _, _>")]
    #[cfg_attr(feature = "schema", schemars(length(max = 2000)))]
    pub memberships: Vec<MembershipFacts>,
    /// The organizations that the linked user has asked to join and that have not answered yet; at
    /// most 1000.
    #[serde(default, deserialize_with = "crate::text::at_most::<1000, _, _>")]
    #[cfg_attr(feature = "schema", schemars(length(max = 1000)))]
    pub pending_membership_requests: Vec<OrganizationId>,
    /// `true` if the login's canonical address is on the waitlist.
    #[serde(default)]
    pub waitlisted: bool,
    /// `true` if an administrator has approved that address on the waitlist.
    #[serde(default)]
    pub waitlist_approved: bool,
    /// `true` if the platform has an owner.
    #[serde(default)]
    pub platform_owner_exists: bool,
    /// The bootstrap tokens that have been issued; at most 10.
    #[serde(default, deserialize_with = "crate::text::at_most::<10, _, _>")]
    #[cfg_attr(feature = "schema", schemars(length(max = 10)))]
    pub bootstrap_tokens: Vec<BootstrapTokenFacts>,
    /// The link confirmations that have been requested for this identity; at most 10.
    #[serde(default, deserialize_with = "crate::text::at_most::<10, _, _>")]
    #[cfg_attr(feature = "schema", schemars(length(max = 10)))]
    pub link_confirmations: Vec<LinkConfirmationFacts>,
    /// The slugs in use that begin with the slug that a personal organization would get; at most
    /// 1000.
    #[serde(default, deserialize_with = "crate::text::at_most::<1000, _, _>")]
    #[cfg_attr(feature = "schema", schemars(length(max = 1000)))]
    pub taken_slugs: Vec<Slug>,
}

/// An identity that is linked to a user, and its word: the address and the evidence of its last
/// login.
#[record]
#[derive(PartialOrd, Ord)]
pub struct IdentityFacts {
    /// The user to whom the identity is linked.
    pub user_id: UserId,
    /// The identity.
    pub identity: IdentityKey,
    /// The canonical address that the provider asserted; absent if it asserted none that can be
    /// read.
    #[serde(default)]
    pub email: Option<CanonicalEmail>,
    /// `true` if the evidence of that login was at least `verified`: the identity vouches for the
    /// address. A mailed code does not count here.
    #[serde(default)]
    pub email_verified: bool,
    /// The time at which the token that said so was issued (`iat`); absent if unknown.
    #[serde(default)]
    pub stated_at: Option<UnixSeconds>,
    /// The organization of the connection by which the identity is linked; absent if that is a
    /// connection of the platform. The word of an organization's connection counts for the domains
    /// that the organization owns.
    #[serde(default)]
    pub organization_id: Option<OrganizationId>,
}

/// A bootstrap token that has been issued.
#[record]
#[derive(PartialOrd, Ord)]
pub struct BootstrapTokenFacts {
    /// The SHA-256 of the token.
    pub token_hash: TokenHash,
    /// The first moment at which it no longer counts.
    pub expires_at: UnixSeconds,
    /// `true` if it has been used.
    #[serde(default)]
    pub used: bool,
    /// `true` if it counts although the platform has an owner: the operator's way in when no owner
    /// can sign in any more.
    #[serde(default)]
    pub recovery: bool,
}

/// A request to confirm a link or an address: a token was sent to the address, and presenting it
/// proves that the person reads its mail.
///
/// It is bound to everything that it confirms: a token made for one identity, account or address
/// proves nothing about another.
#[record]
#[derive(PartialOrd, Ord)]
pub struct LinkConfirmationFacts {
    /// The SHA-256 of the token.
    pub token_hash: TokenHash,
    /// The identity that asked for it.
    pub identity: IdentityKey,
    /// The user to whom the identity is to be linked; absent if the token only proves the address.
    #[serde(default)]
    pub user_id: Option<UserId>,
    /// The invitation that the token claims; absent if it is for none. A token for an invitation
    /// proves nothing else.
    #[serde(default)]
    pub invitation_id: Option<InvitationId>,
    /// The address to which the token was sent: that of the account at the time of the request, the
    /// login's, or the invited one.
    pub email: CanonicalEmail,
    /// The first moment at which it no longer counts.
    pub expires_at: UnixSeconds,
    /// `true` if it has been used.
    #[serde(default)]
    pub used: bool,
}
