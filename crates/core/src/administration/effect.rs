//! The effects of a command: ordered changes, and their audit record.

use alloc::string::String;
use alloc::vec::Vec;
use cora_wire_derive::{codes, record, union};

use crate::deprovisioning::DeprovisionEffect;
use crate::domain::class::DomainClass;
use crate::domain::pattern::DomainPattern;
use crate::email::CanonicalEmail;
use crate::expectation::PolicyExpectation;
use crate::id::{
    ApplicationId, ApplicationSecretId, AuditId, BrowserSessionId, ConnectionId, DomainId, IdentityConflictId,
    InvitationId, MembershipId, OrganizationId, UserId,
};
use crate::identity::{IdentityKey, SubjectMapping};
use crate::issuer::application::ApplicationSettings;
use crate::model::domain_rule::{EnrollmentMode, VerificationLevel, VerificationState};
use crate::model::identity_conflict::IdentityConflictStatus;
use crate::model::invitation::InvitationStatus;
use crate::model::membership::{MembershipFacts, MembershipSource, RoleSource};
use crate::model::organization::{OrganizationAbout, OrganizationStatus};
use crate::model::user::UserStatus;
use crate::permission::ApplicationPermissions;
use crate::policy::ProvisioningPolicy;
use crate::role::{OrganizationRole, PlatformRole};
use crate::secret::TokenHash;
use crate::text::{ChangeReason, DisplayName, GroupName, Issuer, PictureUrl, RoleName, Slug};
use crate::time::UnixSeconds;

use super::facts::{RequestStatus, WaitlistStatus};

/// One change. Its author is the actor, if a user, and its time is the time of the command.
#[union(effect)]
pub enum AdministrationEffect {
    /// Create an organization.
    InsertOrganization {
        /// The identifier of the organization.
        organization_id: OrganizationId,
        /// The display name.
        name: DisplayName,
        /// The slug.
        slug: Slug,
        /// The URL of the logo.
        logo_url: Option<PictureUrl>,
        /// The presentation.
        about: OrganizationAbout,
    },
    /// Write an organization's name, slug, logo and presentation.
    UpdateOrganization {
        /// The organization.
        organization_id: OrganizationId,
        /// The display name.
        name: DisplayName,
        /// The slug.
        slug: Slug,
        /// The URL of the logo; null removes it.
        logo_url: Option<PictureUrl>,
        /// The presentation; null removes a text.
        about: OrganizationAbout,
    },
    /// Close or reopen an organization.
    SetOrganizationStatus {
        /// The organization.
        organization_id: OrganizationId,
        /// The new status.
        status: OrganizationStatus,
    },
    /// Set the maximum number of members of an organization.
    SetSeatLimit {
        /// The organization.
        organization_id: OrganizationId,
        /// The maximum number of members; unlimited when absent.
        seat_limit: Option<u32>,
    },
    /// Withdraw all open invitations to an organization.
    RevokeInvitations {
        /// The organization.
        organization_id: OrganizationId,
    },
    /// Delete all domain rules of an organization.
    DeleteDomains {
        /// The organization.
        organization_id: OrganizationId,
    },
    /// Create a membership, or activate an ended one.
    PutMembership {
        /// The identifier of a new membership. An existing membership of this user keeps its own.
        membership_id: MembershipId,
        /// The organization.
        organization_id: OrganizationId,
        /// The user.
        user_id: UserId,
        /// The user's role in the organization.
        role: OrganizationRole,
        /// The source of the membership.
        source: MembershipSource,
    },
    /// Change a member's role. It is the administrator's from then on: group mappings leave it
    /// alone.
    ChangeMembershipRole {
        /// The organization.
        organization_id: OrganizationId,
        /// The member.
        user_id: UserId,
        /// The new role.
        role: OrganizationRole,
    },
    /// Give a member's role back to the group mappings.
    ReleaseMembershipRole {
        /// The organization.
        organization_id: OrganizationId,
        /// The member.
        user_id: UserId,
        /// The source of the role from then on: `group` if it is above the base.
        role_source: Option<RoleSource>,
    },
    /// End a membership. If the organization is the user's current one, they have none afterwards.
    RemoveMembership {
        /// The organization.
        organization_id: OrganizationId,
        /// The member.
        user_id: UserId,
    },
    /// Link an identity to a user.
    LinkIdentity {
        /// The user.
        user_id: UserId,
        /// The connection of the identity's login.
        connection_id: ConnectionId,
        /// The identity.
        identity: IdentityKey,
        /// The canonical address that it vouched for; null if none.
        email: Option<CanonicalEmail>,
    },
    /// Make identities of one issuer those of another, with all that they remember. They are
    /// identities of the connection from then on.
    CarryIdentitiesOver {
        /// The connection.
        connection_id: ConnectionId,
        /// The former issuer.
        from: Issuer,
        /// The new issuer.
        to: Issuer,
        /// The subjects.
        subjects: Vec<SubjectMapping>,
    },
    /// Remove the link of an identity.
    UnlinkIdentity {
        /// The user.
        user_id: UserId,
        /// The identity.
        identity: IdentityKey,
    },
    /// Join two accounts of one person. The identities, memberships and requests become those of
    /// the account that stays, so do invitations that were accepted or are open by the other, and
    /// its unknown profile fields are filled in. The other account is deprovisioned. Open conflicts
    /// between the two are closed.
    JoinAccounts {
        /// The accounts, and what moves.
        join: AccountJoin,
    },
    /// Close a conflict.
    ResolveIdentityConflict {
        /// The conflict.
        conflict_id: IdentityConflictId,
        /// The status.
        status: IdentityConflictStatus,
        /// The actor's reason, in their own words.
        reason: Option<ChangeReason>,
    },
    /// Take the address from a user.
    ReleaseUserEmail {
        /// The user.
        user_id: UserId,
    },
    /// Increment a user's role version, so that their sessions become stale.
    RaiseRoleVersion {
        /// The user.
        user_id: UserId,
    },
    /// Increment the role version of every member, so that their sessions become stale. Members
    /// whose current organization this is have none afterwards.
    RaiseRoleVersions {
        /// The organization.
        organization_id: OrganizationId,
    },
    /// Set a user's current organization, if they have none.
    SetCurrentOrganization {
        /// The user.
        user_id: UserId,
        /// The organization.
        organization_id: OrganizationId,
    },
    /// Create an invitation.
    CreateInvitation {
        /// The identifier of the invitation.
        invitation_id: InvitationId,
        /// The organization.
        organization_id: OrganizationId,
        /// The canonical address to invite.
        email: CanonicalEmail,
        /// The role in the organization.
        role: OrganizationRole,
        /// The role on the platform.
        platform_role: PlatformRole,
        /// The connection through which the invitation must be accepted; any connection when null.
        connection_id: Option<ConnectionId>,
        /// The first moment at which it no longer counts.
        expires_at: UnixSeconds,
    },
    /// Renew an invitation. The actor becomes its inviter.
    RenewInvitation {
        /// The invitation.
        invitation_id: InvitationId,
        /// The first moment at which it no longer counts.
        expires_at: UnixSeconds,
    },
    /// Set the status of an invitation.
    SetInvitationStatus {
        /// The invitation.
        invitation_id: InvitationId,
        /// The new status.
        status: InvitationStatus,
    },
    /// Create a domain rule.
    CreateDomain {
        /// The identifier of the rule.
        domain_id: DomainId,
        /// The organization.
        organization_id: OrganizationId,
        /// The pattern of domain names that the rule matches.
        pattern: DomainPattern,
        /// The class of the domain.
        class: DomainClass,
        /// The level of proof that the rule requires.
        verification: VerificationLevel,
        /// The enrollment of people whose address matches.
        enrollment_mode: EnrollmentMode,
        /// The connection that `enterprise_sso` requires; null in the other modes.
        connection_id: Option<ConnectionId>,
        /// The groups of which a person must have one to be enrolled.
        required_groups: Vec<GroupName>,
    },
    /// Change the enrollment mode and the required groups of a domain rule.
    ChangeDomain {
        /// The domain rule.
        domain_id: DomainId,
        /// The new enrollment of people whose address matches.
        enrollment_mode: EnrollmentMode,
        /// The connection that `enterprise_sso` requires; null in the other modes.
        connection_id: Option<ConnectionId>,
        /// The groups of which a person must have one to be enrolled.
        required_groups: Vec<GroupName>,
    },
    /// Set the state of a domain's proof.
    SetDomainState {
        /// The domain rule.
        domain_id: DomainId,
        /// The new state.
        state: VerificationState,
    },
    /// Delete a domain rule.
    DeleteDomain {
        /// The domain rule.
        domain_id: DomainId,
    },
    /// Answer a membership request.
    SettleMembershipRequest {
        /// The organization.
        organization_id: OrganizationId,
        /// The user who made the request.
        user_id: UserId,
        /// The answer.
        status: RequestStatus,
    },
    /// Set the status of an address on the waitlist.
    SetWaitlistStatus {
        /// The canonical address.
        email: CanonicalEmail,
        /// The new status.
        status: WaitlistStatus,
    },
    /// Put a policy in force, and keep it as a version.
    SavePolicy {
        /// The policy, with its new version.
        policy: ProvisioningPolicy,
    },
    /// Replace the expectations of the policy.
    SaveExpectations {
        /// The expectations, complete.
        expectations: Vec<PolicyExpectation>,
    },
    /// Set the status of a user.
    SetUserStatus {
        /// The user.
        user_id: UserId,
        /// The new status.
        status: UserStatus,
    },
    /// Change a user's role on the platform.
    SetPlatformRole {
        /// The user.
        user_id: UserId,
        /// The new role.
        role: PlatformRole,
    },
    /// Deprovision a user.
    EndUser {
        /// The user.
        user_id: UserId,
        /// The changes that this takes, in this order.
        effects: Vec<DeprovisionEffect>,
    },
    /// Erase everything that says who a deprovisioned user is: profile, addresses, subjects, and
    /// what logs and invitations quote of them. The rows stay.
    EraseUser {
        /// The user.
        user_id: UserId,
    },
    /// Store the hash of a recovery token.
    IssueRecoveryToken {
        /// The SHA-256 of the token.
        token_hash: TokenHash,
        /// The first moment at which it no longer counts.
        expires_at: UnixSeconds,
    },
    /// Delete a bootstrap or recovery token that is not used.
    RevokeBootstrapToken {
        /// The SHA-256 of the token.
        token_hash: TokenHash,
    },
    /// Register an application.
    InsertApplication {
        /// The identifier of the application.
        application_id: ApplicationId,
        /// The settings.
        settings: ApplicationSettings,
    },
    /// Write an application's settings, and raise its version.
    UpdateApplication {
        /// The application.
        application_id: ApplicationId,
        /// The settings.
        settings: ApplicationSettings,
    },
    /// Store the hash of an application's secret, and delete those that have expired.
    InsertApplicationSecret {
        /// The application.
        application_id: ApplicationId,
        /// The identifier of the secret.
        secret_id: ApplicationSecretId,
        /// The SHA-256 of the secret.
        secret_hash: TokenHash,
        /// The first moment at which it is no longer valid; null if it does not expire.
        expires_at: Option<UnixSeconds>,
    },
    /// Write the permissions and roles that an application defines, raise their version, and take
    /// roles that are no longer defined from everybody.
    SetApplicationPermissions {
        /// The application.
        application_id: ApplicationId,
        /// The permissions and roles.
        permissions: ApplicationPermissions,
    },
    /// Write the roles of an application that a member of an organization has there.
    SetMemberApplicationRoles {
        /// The organization.
        organization_id: OrganizationId,
        /// The member.
        user_id: UserId,
        /// The application.
        application_id: ApplicationId,
        /// The roles; none to take all of them.
        roles: Vec<RoleName>,
    },
    /// Delete a secret of an application.
    DeleteApplicationSecret {
        /// The secret.
        secret_id: ApplicationSecretId,
    },
    /// End a user's sessions of the issuer.
    EndSessions {
        /// The user.
        user_id: UserId,
        /// The browser session to end; all of them when null.
        browser_session_id: Option<BrowserSessionId>,
    },
    /// Record the command in the audit log.
    RecordAudit {
        /// The identifier of the record.
        audit_id: AuditId,
        /// The action.
        action: AdministrationAction,
        /// The organization concerned.
        organization_id: Option<OrganizationId>,
        /// The user concerned.
        user_id: Option<UserId>,
        /// The target other than a user: the identifier of an invitation or a domain rule, a
        /// redacted address, or a policy version.
        target: Option<String>,
        /// The fields that changed.
        changes: Vec<FieldChange>,
        /// The actor's reason, in their own words.
        reason: Option<ChangeReason>,
    },
}

/// An action, as recorded in the audit log. A closed list.
#[codes]
pub enum AdministrationAction {
    /// An organization was created.
    OrganizationCreated,
    /// An organization's name, slug or logo was changed.
    OrganizationUpdated,
    /// An organization was closed.
    OrganizationClosed,
    /// An organization was reopened.
    OrganizationReopened,
    /// The seat limit of an organization was changed.
    SeatLimitChanged,
    /// The membership of a former member was restored.
    MemberAdded,
    /// A member's role was changed.
    MemberRoleChanged,
    /// A member's role was given back to the group mappings.
    MemberRoleReleased,
    /// A membership was ended.
    MemberRemoved,
    /// An address was invited.
    InvitationCreated,
    /// An invitation was renewed.
    InvitationResent,
    /// An invitation was withdrawn.
    InvitationRevoked,
    /// An invitation was accepted.
    InvitationAccepted,
    /// A domain rule was added.
    DomainAdded,
    /// The enrollment mode of a domain rule was changed.
    DomainChanged,
    /// The state of a domain's proof changed.
    DomainProofRecorded,
    /// A domain rule was removed.
    DomainRemoved,
    /// A membership request was approved.
    MembershipRequestApproved,
    /// A membership request was denied.
    MembershipRequestDenied,
    /// An address on the waitlist was approved.
    WaitlistApproved,
    /// An address on the waitlist was denied.
    WaitlistDenied,
    /// A conflict about an address or an identity was decided.
    IdentityConflictResolved,
    /// Identities of one issuer became those of another.
    IdentitiesCarriedOver,
    /// Another policy was put in force.
    PolicySaved,
    /// An earlier policy was put back in force.
    PolicyRolledBack,
    /// A user was suspended.
    UserSuspended,
    /// A user was restored.
    UserRestored,
    /// A user's role on the platform was changed.
    PlatformRoleChanged,
    /// A user was deprovisioned.
    UserDeprovisioned,
    /// Sessions of a user were ended.
    UserSessionsEnded,
    /// A user of the operator's seed file was created, or given identities or memberships.
    UserSeeded,
    /// The link of an identity to a user was removed.
    IdentityUnlinked,
    /// A user was erased.
    UserErased,
    /// A token was issued by which a person becomes an owner although the platform has one.
    RecoveryTokenIssued,
    /// A bootstrap or recovery token was withdrawn.
    BootstrapTokenRevoked,
    /// An application was registered.
    ApplicationRegistered,
    /// The settings of an application were changed.
    ApplicationChanged,
    /// A secret was added to an application.
    ApplicationSecretAdded,
    /// A secret of an application was removed.
    ApplicationSecretRemoved,
    /// The permissions that an application defines were changed.
    ApplicationPermissionsChanged,
    /// The roles of an application that a member has were changed.
    MemberApplicationRolesChanged,
    /// A user changed their own profile or current organization. Not the action of a command: every
    /// user may do this.
    ProfileUpdated,
}

/// A field's value before and after a command.
#[record]
pub struct FieldChange {
    /// The name of the field.
    pub field: String,
    /// The value before; null if there was none.
    pub before: Option<String>,
    /// The value after; null if there is none.
    pub after: Option<String>,
}

/// Two accounts of one person that become one, and what moves.
#[record]
pub struct AccountJoin {
    /// The account that stays: the holder's.
    pub user_id: UserId,
    /// The account that ends. It is deprovisioned, and has no identity.
    pub joined_user_id: UserId,
    /// The identities that become those of the account that stays, with all that they remember.
    pub identities: Vec<IdentityKey>,
    /// The identities whose link to the account that stays is removed: its other subjects at the
    /// issuer of the conflict.
    pub unlinked: Vec<IdentityKey>,
    /// The memberships of the account that stays, as far as they are new or change. An ended one
    /// keeps the person out.
    pub memberships: Vec<MembershipFacts>,
    /// The organizations whose membership requests become those of the account that stays.
    pub membership_requests: Vec<OrganizationId>,
    /// The role on the platform that the account that stays has afterwards.
    pub platform_role: PlatformRole,
}
