//! The facts that a decision reads: loaded for one login, in one round trip, by the host.

use alloc::vec::Vec;
use cora_wire_derive::{codes, record};

use super::plan::Guard;
use crate::connection::Connection;
use crate::domain::class::DomainClass;
use crate::domain::pattern::DomainPattern;
use crate::email::CanonicalEmail;
use crate::id::{ConnectionId, DomainId, InvitationId, MembershipId, OrganizationId, UserId};
use crate::identity::{IdentityKey, LoginIdentity};
use crate::policy::ProvisioningPolicy;
use crate::role::{OrganizationRole, PlatformRole};
use crate::secret::TokenHash;
use crate::text::{DisplayName, PhoneNumber, PictureUrl, Slug};
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
    /// The users whose canonical address equals the login's; at most 100.
    #[serde(default, deserialize_with = "crate::text::at_most::<100, _, _>")]
    #[cfg_attr(feature = "schema", schemars(length(max = 100)))]
    pub users_with_email: Vec<UserFacts>,
    /// The invitations to the login's canonical address, in every status; at most 1000.
    #[serde(default, deserialize_with = "crate::text::at_most::<1000, _, _>")]
    #[cfg_attr(feature = "schema", schemars(length(max = 1000)))]
    pub invitations: Vec<InvitationFacts>,
    /// The rules for the domain of the login's address and for its parent domains; at most 1000.
    #[serde(default, deserialize_with = "crate::text::at_most::<1000, _, _>")]
    #[cfg_attr(feature = "schema", schemars(length(max = 1000)))]
    pub domain_rules: Vec<DomainRuleFacts>,
    /// The organizations that the connection or any other fact refers to; at most 2000.
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

/// The status of a user on the platform.
#[codes]
pub enum UserStatus {
    /// Deactivated for good. The user is never silently created again.
    Deprovisioned,
    /// Deactivated for a time.
    Suspended,
    /// Allowed to use the platform.
    Active,
}

/// An existing user.
#[record]
#[derive(PartialOrd, Ord)]
pub struct UserFacts {
    /// The identifier of the user.
    pub id: UserId,
    /// The user's status on the platform.
    pub status: UserStatus,
    /// The user's canonical e-mail address.
    #[serde(default)]
    pub email: Option<CanonicalEmail>,
    /// `true` if the address was proven to be the user's.
    #[serde(default)]
    pub email_verified: bool,
    /// The user's role on the platform; `platform_user` when absent or null.
    #[serde(default, deserialize_with = "crate::role::or_user")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<PlatformRole>"))]
    pub platform_role: PlatformRole,
    /// The version of the user's roles, incremented when they change.
    #[serde(default)]
    pub role_version: u32,
    /// The user's current organization.
    #[serde(default)]
    pub current_organization_id: Option<OrganizationId>,
    /// The user's profile.
    #[serde(default)]
    pub profile: Profile,
}

/// The known profile of a person; each field may be unknown.
#[record]
#[derive(Default, PartialOrd, Ord)]
pub struct Profile {
    /// The full name.
    #[serde(default)]
    pub name: Option<DisplayName>,
    /// The given name.
    #[serde(default)]
    pub given_name: Option<DisplayName>,
    /// The family name.
    #[serde(default)]
    pub family_name: Option<DisplayName>,
    /// The URL of a picture.
    #[serde(default)]
    pub picture: Option<PictureUrl>,
    /// The phone number.
    #[serde(default)]
    pub phone_number: Option<PhoneNumber>,
}

/// The status of an invitation.
#[codes]
pub enum InvitationStatus {
    /// The invitation was withdrawn.
    Revoked,
    /// The invitation was marked as expired. A pending invitation past its expiry counts as expired
    /// without the mark.
    Expired,
    /// The invitation was used.
    Accepted,
    /// The invitation is open, until it expires.
    Pending,
}

/// The way in which an invitation has to be accepted.
#[codes]
#[derive(Default)]
pub enum InvitationAcceptance {
    /// The person has to accept explicitly, beyond signing in: an invitation that a domain rule
    /// issued does not prove anybody's consent.
    Explicit,
    /// Signing in with the invited address accepts it.
    #[default]
    OnLogin,
}

/// An invitation of an address to an organization.
#[record]
#[derive(PartialOrd, Ord)]
pub struct InvitationFacts {
    /// The identifier of the invitation.
    pub id: InvitationId,
    /// The status of the invitation.
    pub status: InvitationStatus,
    /// The canonical address that is invited.
    pub email: CanonicalEmail,
    /// The organization to which it invites.
    pub organization_id: OrganizationId,
    /// The role that it gives in the organization.
    #[serde(default)]
    pub role: OrganizationRole,
    /// The role that it gives on the platform; `platform_user` when absent or null.
    #[serde(default, deserialize_with = "crate::role::or_user")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<PlatformRole>"))]
    pub platform_role: PlatformRole,
    /// The time at which it was created.
    #[serde(default)]
    pub created_at: UnixSeconds,
    /// The first moment at which it no longer counts.
    pub expires_at: UnixSeconds,
    /// The inviter, as they are now; absent if they no longer exist.
    #[serde(default)]
    pub inviter: Option<InviterFacts>,
    /// The connection through which it must be accepted; any connection when absent.
    #[serde(default)]
    pub connection_id: Option<ConnectionId>,
    /// The way in which it has to be accepted.
    #[serde(default)]
    pub acceptance: InvitationAcceptance,
}

impl InvitationFacts {
    /// Returns `true` if the inviter may make this invitation now.
    pub(crate) fn is_authorized(&self, invited: UserId) -> bool {
        self.inviter.as_ref().is_some_and(|inviter| {
            // SECURITY: nobody gives what they do not hold themselves, now, not at the time they
            // made the invitation.
            let holds =
                inviter.organization_role.is_some_and(|role| role >= OrganizationRole::OrgAdmin && role >= self.role);
            let platform =
                self.platform_role == PlatformRole::PlatformUser || inviter.platform_role >= self.platform_role;
            // Nobody vouches for themselves: an invitation to the inviter's own address would begin
            // to count once they gain a role elsewhere.
            inviter.user_id != invited && inviter.status == UserStatus::Active && holds && platform
        })
    }
}

/// The inviter of an invitation, as they are now.
#[record]
#[derive(PartialOrd, Ord)]
pub struct InviterFacts {
    /// The inviter's user identifier.
    pub user_id: UserId,
    /// The inviter's status on the platform.
    pub status: UserStatus,
    /// Their role in the organization of the invitation; absent if they are not an active member of
    /// it.
    #[serde(default)]
    pub organization_role: Option<OrganizationRole>,
    /// Their role on the platform; `platform_user` when absent or null.
    #[serde(default, deserialize_with = "crate::role::or_user")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<PlatformRole>"))]
    pub platform_role: PlatformRole,
}

/// The level of proof for a domain.
#[codes]
pub enum VerificationLevel {
    /// Somebody of the organization reads mail at an address of the domain.
    Affiliation,
    /// The organization controls the domain's DNS.
    Ownership,
}

/// The state of a domain's proof.
#[codes]
pub enum VerificationState {
    /// The proof was looked for and not found.
    Failed,
    /// The proof was found once, too long ago.
    Expired,
    /// The proof has not been found yet.
    Pending,
    /// The proof was found.
    Verified,
}

/// The enrollment of a person whose address matches a domain rule, ordered from the strictest mode
/// to the most generous.
#[codes]
pub enum EnrollmentMode {
    /// They have to sign in through the organization's connection. Needs proof of ownership.
    EnterpriseSso,
    /// They are not enrolled. Members are invited one by one.
    ManualInvitation,
    /// They are invited, and have to accept.
    AutomaticInvitation,
    /// A membership request is sent to the organization.
    AutomaticSuggestion,
    /// They become members. Needs proof of ownership.
    AutomaticMembership,
}

/// A domain rule of an organization.
#[record]
#[derive(PartialOrd, Ord)]
pub struct DomainRuleFacts {
    /// The identifier of the rule.
    pub id: DomainId,
    /// The organization whose rule it is.
    pub organization_id: OrganizationId,
    /// The pattern of domain names that the rule matches.
    pub pattern: DomainPattern,
    /// The class of the domain, by the complete lists at the time it was verified.
    #[serde(default)]
    pub class: DomainClass,
    /// The level of proof that was required.
    pub verification: VerificationLevel,
    /// The state of the proof.
    pub state: VerificationState,
    /// The enrollment of people whose address matches.
    pub enrollment_mode: EnrollmentMode,
    /// The role that the rule gives. A role above `org_user` is reduced to it; when absent, the
    /// policy's default role applies.
    #[serde(default)]
    pub role: Option<OrganizationRole>,
    /// The connection that `enterprise_sso` requires. Unused in the other modes.
    #[serde(default)]
    pub connection_id: Option<ConnectionId>,
    /// The version, incremented by every change. A plan made under another version is not applied.
    #[serde(default)]
    pub version: u32,
}

impl DomainRuleFacts {
    /// Returns the guard of every plan that relies on the rule.
    pub(super) fn version_guard(&self) -> Guard {
        Guard::DomainRuleVersion { domain_id: self.id, version: self.version }
    }

    /// Returns `true` if the domain is verified.
    pub fn is_verified(&self) -> bool {
        self.state == VerificationState::Verified
    }

    /// Returns `true` if an organization can own the domain: it is not a public provider, a
    /// disposable domain or a public suffix.
    pub fn is_of_a_company(&self) -> bool {
        self.class == DomainClass::Company && self.pattern.class() == DomainClass::Company
    }

    /// Returns `true` if it is proven that the organization owns the domain.
    pub fn proves_ownership(&self) -> bool {
        self.is_verified() && self.verification == VerificationLevel::Ownership && self.is_of_a_company()
    }
}

/// The status of an organization.
#[codes]
pub enum OrganizationStatus {
    /// The organization admits nobody.
    Inactive,
    /// The organization admits people.
    Active,
}

/// An organization.
#[record]
#[derive(PartialOrd, Ord)]
pub struct OrganizationFacts {
    /// The identifier of the organization.
    pub id: OrganizationId,
    /// The organization's status.
    pub status: OrganizationStatus,
    /// The organization's display name.
    pub name: DisplayName,
    /// The organization's slug.
    pub slug: Slug,
    /// The maximum number of members; unlimited when absent.
    #[serde(default)]
    pub seat_limit: Option<u32>,
    /// The number of active members.
    #[serde(default)]
    pub seats_used: u32,
    /// The number of active members who own the organization.
    #[serde(default)]
    pub owner_count: u32,
}

/// The status of a membership.
#[codes]
pub enum MembershipStatus {
    /// The membership was ended. A domain or connection does not start it again.
    Removed,
    /// The membership is active.
    Active,
}

/// The source of a membership, which determines what manages its end.
#[codes]
pub enum MembershipSource {
    /// By accepting an invitation.
    Invitation,
    /// By the domain of the member's address.
    Domain,
    /// By an organization's connection.
    Connection,
    /// By founding the organization at bootstrap.
    Bootstrap,
    /// By an administrator, or by founding the organization at open sign-up.
    Manual,
    /// By directory sync. Reserved: Cora does not create such memberships.
    Scim,
}

/// A membership, active or removed.
#[record]
#[derive(PartialOrd, Ord)]
pub struct MembershipFacts {
    /// The identifier of the membership.
    pub id: MembershipId,
    /// The status of the membership.
    pub status: MembershipStatus,
    /// The organization.
    pub organization_id: OrganizationId,
    /// The user who is the member.
    pub user_id: UserId,
    /// The member's role in the organization.
    pub role: OrganizationRole,
    /// The source of the membership.
    pub source: MembershipSource,
    /// The time at which it was ended; absent if it was not.
    #[serde(default)]
    pub removed_at: Option<UnixSeconds>,
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
}

/// A request to confirm a link: a token was sent to the account's own address, and presenting it
/// confirms that the account is theirs.
///
/// It is bound to everything that it confirms: a token made for one identity, account or address
/// proves nothing about another.
#[record]
#[derive(PartialOrd, Ord)]
pub struct LinkConfirmationFacts {
    /// The SHA-256 of the token.
    pub token_hash: TokenHash,
    /// The identity that is to be linked.
    pub identity: IdentityKey,
    /// The user to whom the identity is to be linked.
    pub user_id: UserId,
    /// The address of the account at the time of the request. The token was sent to it.
    pub email: CanonicalEmail,
    /// The first moment at which it no longer counts.
    pub expires_at: UnixSeconds,
    /// `true` if it has been used.
    #[serde(default)]
    pub used: bool,
}
