//! The audit record of a command.

use alloc::string::String;
use alloc::vec::Vec;
use cora_wire_derive::{codes, record, union};

use crate::id::{AuditId, OrganizationId, UserId};
use crate::text::ChangeReason;

/// The record of a command.
#[union(effect)]
pub enum AuditEffect {
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
