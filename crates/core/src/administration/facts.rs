//! The stored data that a command names, and the facts about it that the command depends on.

use alloc::string::String;
use alloc::vec::Vec;
use cora_wire_derive::{codes, record};

use crate::deprovisioning::DeprovisionFacts;
use crate::email::CanonicalEmail;
use crate::expectation::PolicyExpectation;
use crate::id::{
    ApplicationId, ApplicationSecretId, ConnectionId, DomainId, IdentityConflictId, InvitationId, OrganizationId,
    UserId,
};
use crate::identity::IdentityKey;
use crate::issuer::application::ApplicationSettings;
use crate::model::domain_rule::DomainRuleFacts;
use crate::model::identity_conflict::{IdentityConflictKind, IdentityConflictStatus};
use crate::model::invitation::InvitationFacts;
use crate::model::membership::MembershipFacts;
use crate::model::organization::{OrganizationAbout, OrganizationFacts};
use crate::model::user::UserFacts;
use crate::permission::ApplicationPermissions;
use crate::policy::ProvisioningPolicy;
use crate::role::OrganizationRole;
use crate::text::{PictureUrl, RoleName, Slug};
use crate::time::UnixSeconds;

/// The stored data that a command needs in order to be decided.
#[record]
#[derive(Default)]
pub struct Subjects {
    /// An organization, and the actor's membership of it.
    pub organization: Option<OrganizationId>,
    /// A user, and their membership of the organization.
    pub user: Option<UserId>,
    /// An invitation. It determines the organization if none is named.
    pub invitation: Option<InvitationId>,
    /// A conflict. It determines the user if none is named.
    pub identity_conflict: Option<IdentityConflictId>,
    /// A domain rule.
    pub domain: Option<DomainId>,
    /// A domain name, for all rules with that name.
    pub domain_name: Option<String>,
    /// An address, for its open invitations and its place on the waitlist.
    pub email: Option<CanonicalEmail>,
    /// A slug, for its owner and for the slugs that begin with it.
    pub slug: Option<Slug>,
    /// A connection.
    pub connection: Option<ConnectionId>,
    /// A version of the policy.
    pub policy_version: Option<u32>,
    /// `true` if the expectations of the policy are needed.
    pub expectations: bool,
    /// An application, and its secrets.
    pub application: Option<ApplicationId>,
    /// `true` if everything that belongs to the user is needed.
    pub whole_user: bool,
}

/// The stored facts that one command depends on, as they are now.
#[record]
#[derive(Default)]
pub struct AdministrationFacts {
    /// The actor; absent if they do not exist.
    #[serde(default)]
    pub actor: Option<UserFacts>,
    /// The actor's membership of the organization, including an ended one.
    #[serde(default)]
    pub actor_membership: Option<MembershipFacts>,
    /// The organization; absent if it does not exist.
    #[serde(default)]
    pub organization: Option<OrganizationFacts>,
    /// The URL of the organization's logo.
    #[serde(default)]
    pub logo_url: Option<PictureUrl>,
    /// The organization's presentation; absent if it does not exist.
    #[serde(default)]
    pub about: Option<OrganizationAbout>,
    /// The slugs of other organizations that begin with the requested one; at most 1000.
    #[serde(default, deserialize_with = "crate::text::at_most::<1000, _, _>")]
    #[cfg_attr(feature = "schema", schemars(length(max = 1000)))]
    pub taken_slugs: Vec<Slug>,
    /// The user concerned; absent if they do not exist.
    #[serde(default)]
    pub user: Option<UserFacts>,
    /// `true` if another user, who is not deprovisioned, has the user's address.
    #[serde(default)]
    pub email_held_by_another: bool,
    /// The organizations without a free seat that the user is an active member of; at most 1000.
    #[serde(default, deserialize_with = "crate::text::at_most::<1000, _, _>")]
    #[cfg_attr(feature = "schema", schemars(length(max = 1000)))]
    pub full_organizations: Vec<OrganizationId>,
    /// The user's membership of the organization, including an ended one.
    #[serde(default)]
    pub user_membership: Option<MembershipFacts>,
    /// The number of owners of the organization whose account is active; unknown when absent.
    #[serde(default)]
    pub active_owner_count: Option<u32>,
    /// The user's request to join the organization.
    #[serde(default)]
    pub membership_request: Option<MembershipRequestFacts>,
    /// The data that belongs to the user, if it was requested.
    #[serde(default)]
    pub held: DeprovisionFacts,
    /// The conflict, whose holder is the user concerned; absent if it does not exist.
    #[serde(default)]
    pub identity_conflict: Option<IdentityConflictFacts>,
    /// The invitation; absent if it does not exist.
    #[serde(default)]
    pub invitation: Option<InvitationFacts>,
    /// `true` if the address has an open invitation to the organization.
    #[serde(default)]
    pub already_invited: bool,
    /// `true` if an active member of the organization has the address, proven to be theirs.
    #[serde(default)]
    pub already_member: bool,
    /// The domain rule; absent if it does not exist. It may belong to another organization.
    #[serde(default)]
    pub domain: Option<DomainRuleFacts>,
    /// The rules with the domain's name, of every organization; at most 1000.
    #[serde(default, deserialize_with = "crate::text::at_most::<1000, _, _>")]
    #[cfg_attr(feature = "schema", schemars(length(max = 1000)))]
    pub domain_rules: Vec<DomainRuleFacts>,
    /// The address's status on the waitlist; absent if it is not on it.
    #[serde(default)]
    pub waitlist: Option<WaitlistStatus>,
    /// The named connection; absent if it does not exist.
    #[serde(default)]
    pub connection: Option<ConnectionOwner>,
    /// The policy in force; the default policy when none is stored.
    #[serde(default)]
    pub policy: ProvisioningPolicy,
    /// The named version of the policy; absent if it does not exist.
    #[serde(default)]
    pub earlier_policy: Option<ProvisioningPolicy>,
    /// The expectations of the policy in force, if they were requested; at most 100.
    #[serde(default, deserialize_with = "crate::text::at_most::<100, _, _>")]
    #[cfg_attr(feature = "schema", schemars(length(max = 100)))]
    pub expectations: Vec<PolicyExpectation>,
    /// The number of active owners of the platform.
    #[serde(default)]
    pub platform_owner_count: u32,
    /// The application; absent if it does not exist.
    #[serde(default)]
    pub application: Option<RegisteredApplication>,
    /// The versions of the rows that the command may change.
    #[serde(default)]
    pub versions: RowVersions,
    /// The application's roles that the actor has in the organization; at most 50.
    #[serde(default, deserialize_with = "crate::text::at_most::<50, _, _>")]
    #[cfg_attr(feature = "schema", schemars(length(max = 50)))]
    pub actor_application_roles: Vec<RoleName>,
    /// The application's roles that the user has in the organization; at most 50.
    #[serde(default, deserialize_with = "crate::text::at_most::<50, _, _>")]
    #[cfg_attr(feature = "schema", schemars(length(max = 50)))]
    pub user_application_roles: Vec<RoleName>,
}

/// The versions of the rows that a command may change, raised by each change; absent for a row that
/// does not exist. Those of a domain rule, an application and the policy are part of their facts.
#[record]
#[derive(Default)]
pub struct RowVersions {
    /// The version of the organization.
    #[serde(default)]
    pub organization: Option<u32>,
    /// The version of the user's membership of the organization.
    #[serde(default)]
    pub member: Option<u32>,
    /// The version of the invitation.
    #[serde(default)]
    pub invitation: Option<u32>,
    /// The version of the user.
    #[serde(default)]
    pub user: Option<u32>,
}

/// An application, as it is registered.
#[record]
pub struct RegisteredApplication {
    /// The identifier of the application.
    pub id: ApplicationId,
    /// The version, raised by each change.
    pub version: u32,
    /// The settings.
    pub settings: ApplicationSettings,
    /// The secrets, also those that have expired; at most 100.
    #[serde(default, deserialize_with = "crate::text::at_most::<100, _, _>")]
    #[cfg_attr(feature = "schema", schemars(length(max = 100)))]
    pub secrets: Vec<ApplicationSecretFacts>,
    /// The permissions and roles that it defines.
    #[serde(default)]
    pub permissions: ApplicationPermissions,
    /// The version of the permissions, raised by each change; 0 if none were ever defined.
    #[serde(default)]
    pub permissions_version: u32,
}

impl RegisteredApplication {
    /// Returns `true` if the application has this secret, valid or not.
    pub fn has_secret(&self, id: ApplicationSecretId) -> bool {
        self.secrets.iter().any(|secret| secret.id == id)
    }
}

/// A secret of an application. Its content is not stored.
#[record]
pub struct ApplicationSecretFacts {
    /// The identifier of the secret.
    pub id: ApplicationSecretId,
    /// The first moment at which it is no longer valid; absent if it does not expire.
    #[serde(default)]
    pub expires_at: Option<UnixSeconds>,
}

/// A conflict about the owner of an address.
#[record]
pub struct IdentityConflictFacts {
    /// The identifier of the conflict.
    pub id: IdentityConflictId,
    /// The kind of the conflict.
    pub kind: IdentityConflictKind,
    /// The status of the conflict.
    pub status: IdentityConflictStatus,
    /// The identity of the login.
    pub identity: IdentityKey,
    /// The connection of the login.
    pub connection_id: ConnectionId,
    /// The address in question; absent if the login had none.
    #[serde(default)]
    pub email: Option<CanonicalEmail>,
    /// The user to whom the identity is linked; absent if to nobody.
    #[serde(default)]
    pub linked_user_id: Option<UserId>,
    /// The account to which the identity is linked, if it is another user's than the holder's.
    #[serde(default)]
    pub joining: Option<AccountJoinFacts>,
    /// The holder's identities of other subjects at the issuer; at most 100.
    #[serde(default, deserialize_with = "crate::text::at_most::<100, _, _>")]
    #[cfg_attr(feature = "schema", schemars(length(max = 100)))]
    pub other_subjects: Vec<IdentityKey>,
}

/// The status of a membership request.
#[codes]
pub enum RequestStatus {
    /// The request is not answered yet.
    Pending,
    /// The request was approved.
    Approved,
    /// The request was denied.
    Rejected,
}

/// A request to join an organization.
#[record]
pub struct MembershipRequestFacts {
    /// The status of the request.
    pub status: RequestStatus,
    /// The role that the user would get.
    pub role: OrganizationRole,
}

/// The status of an address on the waitlist.
#[codes]
pub enum WaitlistStatus {
    /// Nobody has decided yet.
    Pending,
    /// The address is approved and is admitted at its next login.
    Approved,
    /// The address was denied. It stays on the list, so that its logins do not ask again.
    Denied,
}

/// The owner of a connection.
#[record]
pub struct ConnectionOwner {
    /// The connection.
    pub id: ConnectionId,
    /// The organization that owns it; absent if the platform does.
    #[serde(default)]
    pub organization_id: Option<OrganizationId>,
}

/// The stored facts about two accounts that may be joined. The order of the lists has no meaning.
#[record]
pub struct AccountJoinFacts {
    /// The user to whom the identity of the conflict is linked, other than the holder.
    pub claimant: UserFacts,
    /// The identities of both users; at most 200.
    #[serde(default, deserialize_with = "crate::text::at_most::<200, _, _>")]
    #[cfg_attr(feature = "schema", schemars(length(max = 200)))]
    pub identities: Vec<OwnedIdentity>,
    /// The memberships of both users, ended ones included; at most 4000.
    #[serde(default, deserialize_with = "crate::text::at_most::<4000, _, _>")]
    #[cfg_attr(feature = "schema", schemars(length(max = 4000)))]
    pub memberships: Vec<MembershipFacts>,
    /// The actor's memberships of these organizations; at most 4000.
    #[serde(default, deserialize_with = "crate::text::at_most::<4000, _, _>")]
    #[cfg_attr(feature = "schema", schemars(length(max = 4000)))]
    pub actor_memberships: Vec<MembershipFacts>,
    /// The membership requests of both users that nobody has answered; at most 2000.
    #[serde(default, deserialize_with = "crate::text::at_most::<2000, _, _>")]
    #[cfg_attr(feature = "schema", schemars(length(max = 2000)))]
    pub membership_requests: Vec<OwnedRequest>,
}

/// An identity and the user to whom it is linked.
#[record]
pub struct OwnedIdentity {
    /// The user.
    pub user_id: UserId,
    /// The identity.
    pub identity: IdentityKey,
}

/// A membership request and the user who made it.
#[record]
pub struct OwnedRequest {
    /// The user.
    pub user_id: UserId,
    /// The organization.
    pub organization_id: OrganizationId,
}
