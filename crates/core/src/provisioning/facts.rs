//! What a decision reads: loaded for one login, in one round trip, by the host.

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

/// Everything that one decision depends on. The same input gives the same decision, byte for byte, on every host.
#[record]
pub struct DecideInput {
    /// The time of the decision.
    pub now: UnixSeconds,
    /// The login.
    pub login: LoginIdentity,
    /// The connection it came by.
    pub connection: Connection,
    /// The policy in force; the strict default policy when absent.
    #[serde(default)]
    pub policy: ProvisioningPolicy,
    /// What is stored that concerns this login; nothing at all when absent.
    #[serde(default)]
    pub facts: LoginFacts,
}

/// What is stored that concerns one login. The order of the lists means nothing.
#[record]
#[derive(Default)]
pub struct LoginFacts {
    /// The user to whom this identity key is linked.
    #[serde(default)]
    pub linked_user: Option<UserFacts>,
    /// The user whose identifier this identity derives, if there is one although no identity is linked to them: an account
    /// whose link was taken away.
    #[serde(default)]
    pub derived_user: Option<UserFacts>,
    /// The users whose canonical address equals the login's; at most 100.
    #[serde(default, deserialize_with = "crate::text::at_most::<100, _, _>")]
    #[cfg_attr(feature = "schema", schemars(length(max = 100)))]
    pub users_with_email: Vec<UserFacts>,
    /// The invitations to the login's canonical address, in every state; at most 1000.
    #[serde(default, deserialize_with = "crate::text::at_most::<1000, _, _>")]
    #[cfg_attr(feature = "schema", schemars(length(max = 1000)))]
    pub invitations: Vec<InvitationFacts>,
    /// The rules for the domain of the login's address and for its parent domains; at most 1000.
    #[serde(default, deserialize_with = "crate::text::at_most::<1000, _, _>")]
    #[cfg_attr(feature = "schema", schemars(length(max = 1000)))]
    pub domain_rules: Vec<DomainRuleFacts>,
    /// The organizations that any other fact, or the connection, names; at most 2000.
    #[serde(default, deserialize_with = "crate::text::at_most::<2000, _, _>")]
    #[cfg_attr(feature = "schema", schemars(length(max = 2000)))]
    pub organizations: Vec<OrganizationFacts>,
    /// The memberships of the linked user, the derived user and the users with the address, removed ones too; at most 2000.
    #[serde(default, deserialize_with = "crate::text::at_most::<2000, _, _>")]
    #[cfg_attr(feature = "schema", schemars(length(max = 2000)))]
    pub memberships: Vec<MembershipFacts>,
    /// The organizations that the linked user has asked to join and that have not answered yet; at most 1000.
    #[serde(default, deserialize_with = "crate::text::at_most::<1000, _, _>")]
    #[cfg_attr(feature = "schema", schemars(length(max = 1000)))]
    pub pending_membership_requests: Vec<OrganizationId>,
    /// Whether the login's canonical address is on the waitlist.
    #[serde(default)]
    pub waitlisted: bool,
    /// Whether an administrator has let that address in.
    #[serde(default)]
    pub waitlist_approved: bool,
    /// Whether the platform has an owner.
    #[serde(default)]
    pub platform_owner_exists: bool,
    /// The bootstrap tokens that have been issued; at most 10.
    #[serde(default, deserialize_with = "crate::text::at_most::<10, _, _>")]
    #[cfg_attr(feature = "schema", schemars(length(max = 10)))]
    pub bootstrap_tokens: Vec<BootstrapTokenFacts>,
    /// The confirmations of links that have been asked for this identity; at most 10.
    #[serde(default, deserialize_with = "crate::text::at_most::<10, _, _>")]
    #[cfg_attr(feature = "schema", schemars(length(max = 10)))]
    pub link_confirmations: Vec<LinkConfirmationFacts>,
    /// The slugs in use that begin with the slug an organization of this person would get; at most 1000.
    #[serde(default, deserialize_with = "crate::text::at_most::<1000, _, _>")]
    #[cfg_attr(feature = "schema", schemars(length(max = 1000)))]
    pub taken_slugs: Vec<Slug>,
}

/// Whether a user may use the platform.
#[codes]
pub enum UserStatus {
    /// Switched off for good; never silently made again.
    Deprovisioned,
    /// Switched off for a time.
    Suspended,
    /// May use it.
    Active,
}

/// A user there is.
#[record]
#[derive(PartialOrd, Ord)]
pub struct UserFacts {
    /// The user.
    pub id: UserId,
    /// Whether they may use the platform.
    pub status: UserStatus,
    /// Their address.
    #[serde(default)]
    pub email: Option<CanonicalEmail>,
    /// Whether the address was proven to be theirs.
    #[serde(default)]
    pub email_verified: bool,
    /// Their role on the platform.
    #[serde(default, deserialize_with = "crate::role::or_user")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<PlatformRole>"))]
    pub platform_role: PlatformRole,
    /// Counts the changes of their roles.
    #[serde(default)]
    pub role_version: u32,
    /// The organization they work in.
    #[serde(default)]
    pub current_organization_id: Option<OrganizationId>,
    /// What is known of the person.
    #[serde(default)]
    pub profile: Profile,
}

/// What is known of a person; each part may be unknown.
#[record]
#[derive(Default, PartialOrd, Ord)]
pub struct Profile {
    /// Full name.
    #[serde(default)]
    pub name: Option<DisplayName>,
    /// Given name.
    #[serde(default)]
    pub given_name: Option<DisplayName>,
    /// Family name.
    #[serde(default)]
    pub family_name: Option<DisplayName>,
    /// Picture.
    #[serde(default)]
    pub picture: Option<PictureUrl>,
    /// Phone number.
    #[serde(default)]
    pub phone_number: Option<PhoneNumber>,
}

/// What has become of an invitation.
#[codes]
pub enum InvitationStatus {
    /// Withdrawn.
    Revoked,
    /// Marked as expired. One that is pending and past its time counts as expired without the mark.
    Expired,
    /// Used.
    Accepted,
    /// Open.
    Pending,
}

/// What it takes to accept an invitation.
#[codes]
#[derive(Default)]
pub enum InvitationAcceptance {
    /// An act of the person beyond logging in: an invitation that a domain rule issued proves nobody's consent.
    Explicit,
    /// Logging in with the invited address.
    #[default]
    OnLogin,
}

/// An invitation of an address into an organization.
#[record]
#[derive(PartialOrd, Ord)]
pub struct InvitationFacts {
    /// The invitation.
    pub id: InvitationId,
    /// What has become of it.
    pub status: InvitationStatus,
    /// The address it invites.
    pub email: CanonicalEmail,
    /// The organization it invites to.
    pub organization_id: OrganizationId,
    /// The role it gives there.
    #[serde(default)]
    pub role: OrganizationRole,
    /// The role it gives on the platform, if more than a user's.
    #[serde(default, deserialize_with = "crate::role::or_user")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<PlatformRole>"))]
    pub platform_role: PlatformRole,
    /// When it was made.
    #[serde(default)]
    pub created_at: UnixSeconds,
    /// The first moment at which it does not count any more.
    pub expires_at: UnixSeconds,
    /// Who made it, as they are now; absent when they are gone.
    #[serde(default)]
    pub inviter: Option<InviterFacts>,
    /// The connection it must be accepted by, if one is named.
    #[serde(default)]
    pub connection_id: Option<ConnectionId>,
    /// What it takes to accept it.
    #[serde(default)]
    pub acceptance: InvitationAcceptance,
}

impl InvitationFacts {
    /// Whether who made the invitation may make it now.
    pub(crate) fn is_authorized(&self, invited: UserId) -> bool {
        self.inviter.as_ref().is_some_and(|inviter| {
            // SECURITY: nobody gives what they do not hold themselves, now, not at the time they wrote the invitation.
            let holds =
                inviter.organization_role.is_some_and(|role| role >= OrganizationRole::OrgAdmin && role >= self.role);
            let platform =
                self.platform_role == PlatformRole::PlatformUser || inviter.platform_role >= self.platform_role;
            // Nobody answers for themselves: an invitation to one's own address would begin to count with what one gains
            // elsewhere.
            inviter.user_id != invited && inviter.status == UserStatus::Active && holds && platform
        })
    }
}

/// Who made an invitation, as they are now.
#[record]
#[derive(PartialOrd, Ord)]
pub struct InviterFacts {
    /// The user.
    pub user_id: UserId,
    /// Whether they may use the platform.
    pub status: UserStatus,
    /// Their role in the organization the invitation is for, if they are an active member of it.
    #[serde(default)]
    pub organization_role: Option<OrganizationRole>,
    /// Their role on the platform.
    #[serde(default, deserialize_with = "crate::role::or_user")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<PlatformRole>"))]
    pub platform_role: PlatformRole,
}

/// What was proven about a domain.
#[codes]
pub enum VerificationLevel {
    /// Somebody of the organization reads mail at an address of the domain.
    Affiliation,
    /// The organization controls the domain's DNS.
    Ownership,
}

/// Where a proof stands.
#[codes]
pub enum VerificationState {
    /// Tried, and not found.
    Failed,
    /// Found once, too long ago.
    Expired,
    /// Not found yet.
    Pending,
    /// Found.
    Verified,
}

/// What a domain rule does for a person whose address it matches; from the strictest to the most generous.
#[codes]
pub enum EnrollmentMode {
    /// They have to come by the organization's connection. Needs proof of ownership.
    EnterpriseSso,
    /// Nothing: people are invited one by one.
    ManualInvitation,
    /// It invites them; they have to accept.
    AutomaticInvitation,
    /// It asks the organization to take them in.
    AutomaticSuggestion,
    /// They are members. Needs proof of ownership.
    AutomaticMembership,
}

/// A domain rule of an organization.
#[record]
#[derive(PartialOrd, Ord)]
pub struct DomainRuleFacts {
    /// The rule.
    pub id: DomainId,
    /// The organization whose rule it is.
    pub organization_id: OrganizationId,
    /// What it matches.
    pub pattern: DomainPattern,
    /// The kind of domain, by the complete lists at the time it was verified.
    #[serde(default)]
    pub class: DomainClass,
    /// What was to be proven.
    pub verification: VerificationLevel,
    /// Where the proof stands.
    pub state: VerificationState,
    /// What it does.
    pub enrollment_mode: EnrollmentMode,
    /// The role it gives; more than `org_user` is reduced to it.
    #[serde(default)]
    pub role: Option<OrganizationRole>,
    /// For `enterprise_sso`: the connection that people have to come by.
    #[serde(default)]
    pub connection_id: Option<ConnectionId>,
    /// Counts its changes; a plan made under another version is not applied.
    #[serde(default)]
    pub version: u32,
}

impl DomainRuleFacts {
    /// What has to hold for a plan that relies on the rule.
    pub(super) fn version_guard(&self) -> Guard {
        Guard::DomainRuleVersion { domain_id: self.id, version: self.version }
    }

    /// Whether the proof stands.
    pub fn is_verified(&self) -> bool {
        self.state == VerificationState::Verified
    }

    /// Whether the domain can belong to an organization at all: it is no public provider, disposable or suffix.
    pub fn is_of_a_company(&self) -> bool {
        self.class == DomainClass::Company && self.pattern.class() == DomainClass::Company
    }

    /// Whether it is proven that the organization owns the domain.
    pub fn proves_ownership(&self) -> bool {
        self.is_verified() && self.verification == VerificationLevel::Ownership && self.is_of_a_company()
    }
}

/// Whether an organization takes people in.
#[codes]
pub enum OrganizationStatus {
    /// It does not.
    Inactive,
    /// It does.
    Active,
}

/// An organization.
#[record]
#[derive(PartialOrd, Ord)]
pub struct OrganizationFacts {
    /// The organization.
    pub id: OrganizationId,
    /// Whether it takes people in.
    pub status: OrganizationStatus,
    /// Its name.
    pub name: DisplayName,
    /// Its slug.
    pub slug: Slug,
    /// How many members it may have; unlimited when absent.
    #[serde(default)]
    pub seat_limit: Option<u32>,
    /// How many active members it has.
    #[serde(default)]
    pub seats_used: u32,
    /// How many of them own it.
    #[serde(default)]
    pub owner_count: u32,
}

/// Whether a membership stands.
#[codes]
pub enum MembershipStatus {
    /// It was ended; it keeps domain and connection from starting it again.
    Removed,
    /// It stands.
    Active,
}

/// How a membership came to be, and so who looks after its end.
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
    /// By directory sync.
    Scim,
}

/// A membership, active or removed.
#[record]
#[derive(PartialOrd, Ord)]
pub struct MembershipFacts {
    /// The membership.
    pub id: MembershipId,
    /// Whether it stands.
    pub status: MembershipStatus,
    /// The organization.
    pub organization_id: OrganizationId,
    /// The member.
    pub user_id: UserId,
    /// Their role there.
    pub role: OrganizationRole,
    /// How it came to be.
    pub source: MembershipSource,
    /// When it was ended, if it was.
    #[serde(default)]
    pub removed_at: Option<UnixSeconds>,
}

/// A bootstrap token that has been issued.
#[record]
#[derive(PartialOrd, Ord)]
pub struct BootstrapTokenFacts {
    /// The SHA-256 of the token.
    pub token_hash: TokenHash,
    /// The first moment at which it does not count any more.
    pub expires_at: UnixSeconds,
    /// Whether it has been used.
    #[serde(default)]
    pub used: bool,
}

/// A confirmation that was asked of a person: a token was sent to the account's own address, and whoever presents it has
/// confirmed that the account is theirs.
///
/// It is bound to all that it confirms: a token made for one identity, account or address proves nothing about another.
#[record]
#[derive(PartialOrd, Ord)]
pub struct LinkConfirmationFacts {
    /// The SHA-256 of the token.
    pub token_hash: TokenHash,
    /// The identity that is to be linked.
    pub identity: IdentityKey,
    /// The user to whom.
    pub user_id: UserId,
    /// The address of the account when it was asked; the token was sent to it.
    pub email: CanonicalEmail,
    /// The first moment at which it does not count any more.
    pub expires_at: UnixSeconds,
    /// Whether it has been used.
    #[serde(default)]
    pub used: bool,
}
