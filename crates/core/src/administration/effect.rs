//! What a command does: changes in order, and the record of them.

use alloc::string::String;
use alloc::vec::Vec;
use cora_wire_derive::{codes, record, union};

use crate::deprovisioning::DeprovisionEffect;
use crate::domain::class::DomainClass;
use crate::domain::pattern::DomainPattern;
use crate::email::CanonicalEmail;
use crate::id::{AuditId, ConnectionId, DomainId, InvitationId, MembershipId, OrganizationId, UserId};
use crate::policy::ProvisioningPolicy;
use crate::provisioning::facts::{
    EnrollmentMode, InvitationStatus, MembershipSource, OrganizationStatus, UserStatus, VerificationLevel,
    VerificationState,
};
use crate::role::{OrganizationRole, PlatformRole};
use crate::text::{ChangeReason, DisplayName, PictureUrl, Slug};
use crate::time::UnixSeconds;

use super::facts::{RequestStatus, WaitlistStatus};

/// One change. Who changes is who commands; when is the time of the command.
#[union(effect)]
pub enum AdministrationEffect {
    /// Found an organization.
    InsertOrganization {
        /// Which.
        organization_id: OrganizationId,
        /// Its name.
        name: DisplayName,
        /// Its slug.
        slug: Slug,
        /// Its logo.
        logo_url: Option<PictureUrl>,
    },
    /// Write an organization's name, slug and logo.
    UpdateOrganization {
        /// Which.
        organization_id: OrganizationId,
        /// Its name.
        name: DisplayName,
        /// Its slug.
        slug: Slug,
        /// Its logo.
        logo_url: Option<PictureUrl>,
    },
    /// Close or open an organization.
    SetOrganizationStatus {
        /// Which.
        organization_id: OrganizationId,
        /// What it is from now on.
        status: OrganizationStatus,
    },
    /// Say how many members an organization may have.
    SetSeatLimit {
        /// Which.
        organization_id: OrganizationId,
        /// How many; unlimited when absent.
        seat_limit: Option<u32>,
    },
    /// Withdraw all open invitations to an organization.
    RevokeInvitations {
        /// Which.
        organization_id: OrganizationId,
    },
    /// Take all domain rules of an organization away.
    DeleteDomains {
        /// Which.
        organization_id: OrganizationId,
    },
    /// Make somebody a member, or a member again.
    PutMembership {
        /// The membership; where there is one of this user already, that one.
        membership_id: MembershipId,
        /// Where.
        organization_id: OrganizationId,
        /// Who.
        user_id: UserId,
        /// As what.
        role: OrganizationRole,
        /// How it came to be.
        source: MembershipSource,
    },
    /// Give a member another role.
    ChangeMembershipRole {
        /// Where.
        organization_id: OrganizationId,
        /// Who.
        user_id: UserId,
        /// Which role.
        role: OrganizationRole,
    },
    /// End a membership; who works in the organization works in none then.
    RemoveMembership {
        /// Where.
        organization_id: OrganizationId,
        /// Who.
        user_id: UserId,
    },
    /// Have the user's sessions find that their roles have changed.
    RaiseRoleVersion {
        /// Who.
        user_id: UserId,
    },
    /// Have all members' sessions find that their roles have changed; who works in the organization works in none.
    RaiseRoleVersions {
        /// Of which organization.
        organization_id: OrganizationId,
    },
    /// Have the user work in an organization, if they work in none.
    SetCurrentOrganization {
        /// Who.
        user_id: UserId,
        /// Where.
        organization_id: OrganizationId,
    },
    /// Write an invitation down.
    CreateInvitation {
        /// Which.
        invitation_id: InvitationId,
        /// To which organization.
        organization_id: OrganizationId,
        /// Whom.
        email: CanonicalEmail,
        /// As what.
        role: OrganizationRole,
        /// As what on the platform.
        platform_role: PlatformRole,
        /// The connection that it has to be accepted by.
        connection_id: Option<ConnectionId>,
        /// The first moment at which it does not count any more.
        expires_at: UnixSeconds,
    },
    /// Open an invitation for another while, answered for by who commands.
    RenewInvitation {
        /// Which.
        invitation_id: InvitationId,
        /// The first moment at which it does not count any more.
        expires_at: UnixSeconds,
    },
    /// Say what has become of an invitation.
    SetInvitationStatus {
        /// Which.
        invitation_id: InvitationId,
        /// What.
        status: InvitationStatus,
    },
    /// Write a domain rule down.
    CreateDomain {
        /// Which.
        domain_id: DomainId,
        /// Whose.
        organization_id: OrganizationId,
        /// What it matches.
        pattern: DomainPattern,
        /// The kind of domain.
        class: DomainClass,
        /// What is to be proven.
        verification: VerificationLevel,
        /// What it does.
        enrollment_mode: EnrollmentMode,
        /// The connection that people have to come by.
        connection_id: Option<ConnectionId>,
    },
    /// Change what a domain rule does.
    ChangeDomain {
        /// Which.
        domain_id: DomainId,
        /// What it does.
        enrollment_mode: EnrollmentMode,
        /// The connection that people have to come by.
        connection_id: Option<ConnectionId>,
    },
    /// Say where the proof of a domain stands.
    SetDomainState {
        /// Which.
        domain_id: DomainId,
        /// Where.
        state: VerificationState,
    },
    /// Take a domain rule away.
    DeleteDomain {
        /// Which.
        domain_id: DomainId,
    },
    /// Answer a request to be taken in.
    SettleMembershipRequest {
        /// By which organization.
        organization_id: OrganizationId,
        /// Who asked.
        user_id: UserId,
        /// The answer.
        status: RequestStatus,
    },
    /// Say where an address stands on the waitlist.
    SetWaitlistStatus {
        /// Which.
        email: CanonicalEmail,
        /// Where.
        status: WaitlistStatus,
    },
    /// Take an address off the waitlist.
    RemoveFromWaitlist {
        /// Which.
        email: CanonicalEmail,
    },
    /// Put a policy in force, and keep it as a version.
    SavePolicy {
        /// The policy, with its version.
        policy: ProvisioningPolicy,
    },
    /// Let a user in, or keep them out.
    SetUserStatus {
        /// Whom.
        user_id: UserId,
        /// What they are from now on.
        status: UserStatus,
    },
    /// Give a user another role on the platform.
    SetPlatformRole {
        /// Whom.
        user_id: UserId,
        /// Which.
        role: PlatformRole,
    },
    /// End a user.
    EndUser {
        /// Whom.
        user_id: UserId,
        /// What that takes, in this order.
        effects: Vec<DeprovisionEffect>,
    },
    /// Write down what was done.
    RecordAudit {
        /// The record.
        audit_id: AuditId,
        /// What was done.
        action: AdministrationAction,
        /// In which organization.
        organization_id: Option<OrganizationId>,
        /// To whom.
        user_id: Option<UserId>,
        /// To what else: the identifier of an invitation or a domain rule, a redacted address, a version.
        target: Option<String>,
        /// What is different.
        changes: Vec<FieldChange>,
        /// Why, in the words of who commands.
        reason: Option<ChangeReason>,
    },
}

/// What was done. A closed list.
#[codes]
pub enum AdministrationAction {
    /// An organization was founded.
    OrganizationCreated,
    /// Its name, slug or logo was changed.
    OrganizationUpdated,
    /// It was closed.
    OrganizationClosed,
    /// It was opened again.
    OrganizationReopened,
    /// The number of its seats was changed.
    SeatLimitChanged,
    /// Somebody was taken in again.
    MemberAdded,
    /// A member's role was changed.
    MemberRoleChanged,
    /// A membership was ended.
    MemberRemoved,
    /// An address was invited.
    InvitationCreated,
    /// An invitation was opened for another while.
    InvitationResent,
    /// An invitation was withdrawn.
    InvitationRevoked,
    /// An invitation was accepted.
    InvitationAccepted,
    /// A domain rule was added.
    DomainAdded,
    /// What a domain rule does was changed.
    DomainChanged,
    /// The proof of a domain was looked for.
    DomainProofRecorded,
    /// A domain rule was taken away.
    DomainRemoved,
    /// A request to be taken in was answered with yes.
    MembershipRequestApproved,
    /// A request to be taken in was answered with no.
    MembershipRequestDenied,
    /// An address on the waitlist was let in.
    WaitlistApproved,
    /// An address was taken off the waitlist.
    WaitlistDenied,
    /// Another policy was put in force.
    PolicySaved,
    /// An earlier policy was put in force again.
    PolicyRolledBack,
    /// A user was kept out.
    UserSuspended,
    /// A user was let in again.
    UserRestored,
    /// A user's role on the platform was changed.
    PlatformRoleChanged,
    /// A user was ended.
    UserDeprovisioned,
    /// A user changed their own profile, or the organization that they work in. No command: everybody may.
    ProfileUpdated,
}

/// What a field was and is.
#[record]
pub struct FieldChange {
    /// The field.
    pub field: String,
    /// What it was; null where there was nothing.
    pub before: Option<String>,
    /// What it is; null where there is nothing.
    pub after: Option<String>,
}
