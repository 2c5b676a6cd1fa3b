//! What a decision changes: ordered effects, and the guards under which they may be applied, in one transaction.

use alloc::string::String;
use alloc::vec::Vec;
use cora_wire_derive::{record, union};

use super::code::ReasonCode;
use super::decision::OutcomeKind;
use super::facts::{InvitationAcceptance, MembershipSource, MembershipStatus, Profile};
use crate::email::{CanonicalEmail, EmailAddress};
use crate::id::{
    AuditId, ConnectionId, DomainId, InvitationId, MembershipId, MembershipRequestId, OrganizationId, UserId,
};
use crate::identity::IdentityKey;
use crate::redact::RedactedEmail;
use crate::role::{OrganizationRole, PlatformRole};
use crate::secret::TokenHash;
use crate::text::{DisplayName, Slug};
use crate::time::UnixSeconds;

/// What has to be true at the moment a plan is applied. When one fails nothing is written; load again, decide again.
#[union(guard)]
pub enum Guard {
    /// No user is linked to this identity.
    IdentityUnlinked {
        /// The identity.
        identity: IdentityKey,
    },
    /// No user has this address.
    EmailUnclaimed {
        /// The address.
        email: CanonicalEmail,
    },
    /// There is no user of this identifier.
    UserAbsent {
        /// The user.
        user_id: UserId,
    },
    /// The user may use the platform.
    UserActive {
        /// The user.
        user_id: UserId,
    },
    /// The identity is linked to the user.
    IdentityLinked {
        /// The identity.
        identity: IdentityKey,
        /// The user.
        user_id: UserId,
    },
    /// The user has this address, and it is proven to be theirs.
    EmailVerified {
        /// The user.
        user_id: UserId,
        /// The address.
        email: CanonicalEmail,
    },
    /// The confirmation has not been used.
    LinkConfirmationPending {
        /// Which.
        token_hash: TokenHash,
    },
    /// The invitation is pending, and says what it said.
    InvitationPending {
        /// The invitation.
        invitation_id: InvitationId,
        /// The role it gives.
        role: OrganizationRole,
        /// The first moment at which it does not count any more.
        expires_at: UnixSeconds,
    },
    /// The inviter is active and holds at least these roles, in the organization as an administrator or more.
    InviterAuthorized {
        /// The inviter.
        user_id: UserId,
        /// The organization.
        organization_id: OrganizationId,
        /// The role in the organization that the invitation gives.
        role: OrganizationRole,
        /// The role on the platform that the invitation gives.
        platform_role: PlatformRole,
    },
    /// The membership is as it was: of this status and role, or not there.
    MembershipUnchanged {
        /// The organization.
        organization_id: OrganizationId,
        /// The user.
        user_id: UserId,
        /// The status; null when there is no membership.
        status: Option<MembershipStatus>,
        /// The role; null when there is no membership.
        role: Option<OrganizationRole>,
    },
    /// The organization takes people in.
    OrganizationActive {
        /// The organization.
        organization_id: OrganizationId,
    },
    /// There is no organization of this identifier.
    OrganizationAbsent {
        /// The organization.
        organization_id: OrganizationId,
    },
    /// Nobody owns the platform.
    NoPlatformOwner {},
    /// The bootstrap token has been neither used nor withdrawn.
    BootstrapTokenUnused {
        /// Which.
        token_hash: TokenHash,
    },
    /// The organization has a free seat.
    SeatAvailable {
        /// The organization.
        organization_id: OrganizationId,
    },
    /// No organization has this slug.
    SlugFree {
        /// The slug.
        slug: Slug,
    },
    /// The address on the waitlist is let in.
    WaitlistApproved {
        /// The address.
        email: CanonicalEmail,
    },
    /// The policy is of this version.
    PolicyVersion {
        /// The version.
        version: u32,
    },
    /// The connection is of this version, and active.
    ConnectionVersion {
        /// The connection.
        connection_id: ConnectionId,
        /// The version.
        version: u32,
    },
    /// The domain rule is of this version.
    DomainRuleVersion {
        /// The rule.
        domain_id: DomainId,
        /// The version.
        version: u32,
    },
}

/// One change. Applying it a second time changes nothing.
#[union(effect)]
pub enum Effect {
    /// Make a user.
    CreateUser {
        /// The user.
        user_id: UserId,
        /// Their address.
        email: Option<EmailAddress>,
        /// Whether it is proven to be theirs.
        email_verified: bool,
        /// What is known of them.
        profile: Profile,
        /// Who makes the row: the user.
        created_by: UserId,
        /// Who changed it last: the user.
        updated_by: UserId,
    },
    /// Link an identity to a user.
    LinkIdentity {
        /// The user.
        user_id: UserId,
        /// The connection it came by.
        connection_id: ConnectionId,
        /// The identity.
        identity: IdentityKey,
        /// Who makes the row.
        created_by: UserId,
    },
    /// Mark the confirmation of a link as used.
    ConsumeLinkConfirmation {
        /// Which.
        token_hash: TokenHash,
        /// Whose account it was for.
        user_id: UserId,
        /// When.
        used_at: UnixSeconds,
    },
    /// Fill in what was not known of a user; nothing known is overwritten.
    UpdateProfile {
        /// The user.
        user_id: UserId,
        /// The parts to fill in; the others are null.
        profile: Profile,
        /// Who changes the row.
        updated_by: UserId,
    },
    /// Make an organization.
    CreateOrganization {
        /// The organization.
        organization_id: OrganizationId,
        /// Its name.
        name: DisplayName,
        /// Its slug.
        slug: Slug,
        /// Who founds it, and owns it.
        created_by: UserId,
        /// Who changed it last.
        updated_by: UserId,
    },
    /// Make a user a member, or one again who was removed.
    AddMembership {
        /// The membership.
        membership_id: MembershipId,
        /// The organization.
        organization_id: OrganizationId,
        /// The user.
        user_id: UserId,
        /// Their role there.
        role: OrganizationRole,
        /// How it came to be.
        source: MembershipSource,
        /// Who made it so: the inviter, else the user.
        created_by: UserId,
        /// Who changed it last.
        updated_by: UserId,
    },
    /// Raise a member's role. Never lowers one.
    RaiseRole {
        /// The membership.
        membership_id: MembershipId,
        /// The organization.
        organization_id: OrganizationId,
        /// The user.
        user_id: UserId,
        /// The role before.
        from: OrganizationRole,
        /// The role after.
        to: OrganizationRole,
        /// Who made it so.
        updated_by: UserId,
    },
    /// Mark an invitation as used.
    AcceptInvitation {
        /// The invitation.
        invitation_id: InvitationId,
        /// By whom.
        user_id: UserId,
        /// When.
        accepted_at: UnixSeconds,
    },
    /// Invite an address.
    CreateInvitation {
        /// The invitation.
        invitation_id: InvitationId,
        /// The organization.
        organization_id: OrganizationId,
        /// The address.
        email: CanonicalEmail,
        /// The role.
        role: OrganizationRole,
        /// What it takes to accept it.
        acceptance: InvitationAcceptance,
        /// When it was made.
        created_at: UnixSeconds,
        /// The first moment at which it does not count any more.
        expires_at: UnixSeconds,
        /// For whom it was made.
        created_by: UserId,
    },
    /// Ask an organization to take a user in.
    RequestMembership {
        /// The request.
        request_id: MembershipRequestId,
        /// The organization.
        organization_id: OrganizationId,
        /// The user.
        user_id: UserId,
        /// The role asked for.
        role: OrganizationRole,
        /// When.
        requested_at: UnixSeconds,
    },
    /// Put an address on the waitlist.
    AddToWaitlist {
        /// The address.
        email: CanonicalEmail,
        /// When.
        added_at: UnixSeconds,
    },
    /// Set the organization that a user works in, unless it has been changed meanwhile: what a person has chosen stands.
    SetCurrentOrganization {
        /// The user.
        user_id: UserId,
        /// The organization before; null when there was none.
        from: Option<OrganizationId>,
        /// The organization.
        organization_id: OrganizationId,
    },
    /// Give a user a role on the platform.
    GrantPlatformRole {
        /// The user.
        user_id: UserId,
        /// The role.
        role: PlatformRole,
        /// Who made it so.
        updated_by: UserId,
    },
    /// Mark a bootstrap token as used.
    ConsumeBootstrapToken {
        /// Which.
        token_hash: TokenHash,
        /// By whom.
        user_id: UserId,
        /// When.
        used_at: UnixSeconds,
    },
    /// Write down what was decided.
    RecordAudit {
        /// The record. Somebody who is kept out for one reason has one record a day; whoever is let in has one a plan.
        audit_id: AuditId,
        /// When.
        at: UnixSeconds,
        /// What.
        outcome: OutcomeKind,
        /// Why.
        reason: ReasonCode,
        /// By which connection.
        connection_id: ConnectionId,
        /// The user, if there is one.
        user_id: Option<UserId>,
        /// The address, redacted.
        email: Option<RedactedEmail>,
    },
}

/// What a decision changes. Either all of it happens, in one transaction and with every guard true, or nothing.
///
/// A plan that [changes roles](Plan::changes_roles) raises the user's role version by one.
#[record]
#[derive(Default)]
pub struct Plan {
    /// The same login under the same connection and policy versions has the same key: 64 lower-case hexadecimal digits.
    pub idempotency_key: String,
    /// What has to be true.
    pub guards: Vec<Guard>,
    /// What to do, in this order.
    pub effects: Vec<Effect>,
}

impl Plan {
    /// Whether the plan gives or raises a role, so that sessions which carry the older role version are stale.
    pub fn changes_roles(&self) -> bool {
        self.effects.iter().any(|effect| {
            matches!(effect, Effect::AddMembership { .. } | Effect::RaiseRole { .. } | Effect::GrantPlatformRole { .. })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plan_changes_roles_when_it_gives_or_raises_one_and_else_not() {
        let (id, role) = (uuid::Uuid::nil(), OrganizationRole::OrgUser);
        let (user_id, organization_id) = (UserId::from_uuid(id), OrganizationId::from_uuid(id));
        let membership_id = MembershipId::from_uuid(id);
        let plan = |effect: Effect| Plan { effects: alloc::vec![effect], ..Plan::default() };
        for changing in [
            Effect::AddMembership {
                membership_id,
                organization_id,
                user_id,
                role,
                source: MembershipSource::Invitation,
                created_by: user_id,
                updated_by: user_id,
            },
            Effect::RaiseRole {
                membership_id,
                organization_id,
                user_id,
                from: role,
                to: OrganizationRole::OrgAdmin,
                updated_by: user_id,
            },
            Effect::GrantPlatformRole { user_id, role: PlatformRole::PlatformOwner, updated_by: user_id },
        ] {
            assert!(plan(changing.clone()).changes_roles(), "{changing:?}");
        }
        let other = Effect::SetCurrentOrganization { user_id, from: None, organization_id };
        assert!(!plan(other).changes_roles() && !Plan::default().changes_roles());
    }
}
