//! The changes of a decision: ordered effects, and the guards under which they may be applied, in
//! one transaction.

use alloc::string::String;
use alloc::vec::Vec;
use cora_wire_derive::{record, union};

use super::code::ReasonCode;
use super::outcome::OutcomeKind;
use crate::email::{CanonicalEmail, EmailAddress};
use crate::id::{
    AuditId, ConnectionId, DomainId, IdentityConflictId, InvitationId, MembershipId, MembershipRequestId,
    OrganizationId, UserId,
};
use crate::identity::IdentityKey;
use crate::model::domain_rule::DomainRuleFacts;
use crate::model::identity_conflict::IdentityConflictKind;
use crate::model::invitation::InvitationAcceptance;
use crate::model::membership::{MembershipSource, MembershipStatus, RoleSource};
use crate::model::user::Profile;
use crate::redact::RedactedEmail;
use crate::role::{OrganizationRole, PlatformRole};
use crate::secret::TokenHash;
use crate::text::{DisplayName, Slug};
use crate::time::UnixSeconds;

/// A condition that must hold when a plan is applied. If one fails, nothing is written; load the
/// facts again and decide again.
#[union(guard)]
pub enum Guard {
    /// No user is linked to this identity.
    IdentityUnlinked {
        /// The identity.
        identity: IdentityKey,
    },
    /// No user has this address and has proven it. Deprovisioned users hold no address.
    EmailUnclaimed {
        /// The canonical address.
        email: CanonicalEmail,
    },
    /// The user's address is as it was loaded.
    EmailUnchanged {
        /// The user.
        user_id: UserId,
        /// The canonical address; null if the user has none.
        email: Option<CanonicalEmail>,
        /// `true` if it is verified.
        email_verified: bool,
        /// The time of the code that proved it; null if none did.
        email_confirmed_at: Option<UnixSeconds>,
    },
    /// The identity is linked to the user, and its word is as it was loaded.
    IdentityEmailUnchanged {
        /// The identity.
        identity: IdentityKey,
        /// The user.
        user_id: UserId,
        /// The canonical address that it said; null if none.
        email: Option<CanonicalEmail>,
        /// `true` if the identity vouches for it.
        email_verified: bool,
        /// The time of the token that said it; null if it stated none. Without it, a login that
        /// is applied late would follow its own outdated word, if the identity has gone back to the
        /// same one by a newer token.
        stated_at: Option<UnixSeconds>,
    },
    /// The user has no identity of another subject at the identity's issuer.
    NoOtherSubject {
        /// The user.
        user_id: UserId,
        /// The identity.
        identity: IdentityKey,
    },
    /// No user has this identifier.
    UserAbsent {
        /// The identifier of the user.
        user_id: UserId,
    },
    /// The user is active.
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
        /// The canonical address.
        email: CanonicalEmail,
    },
    /// The link confirmation has not been used.
    LinkConfirmationPending {
        /// The SHA-256 of the confirmation's token.
        token_hash: TokenHash,
    },
    /// The invitation is pending and unchanged.
    InvitationPending {
        /// The invitation.
        invitation_id: InvitationId,
        /// The role that it gives in the organization.
        role: OrganizationRole,
        /// The first moment at which it no longer counts.
        expires_at: UnixSeconds,
    },
    /// The inviter is active, holds at least these roles, and is an administrator or owner of the
    /// organization.
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
    /// The membership is unchanged: it has this status, and this role of this source and token, or
    /// does not exist.
    MembershipUnchanged {
        /// The organization.
        organization_id: OrganizationId,
        /// The user.
        user_id: UserId,
        /// The status; null if the membership does not exist.
        status: Option<MembershipStatus>,
        /// The role; null if the membership does not exist.
        role: Option<OrganizationRole>,
        /// The source of the role; null if it has none of its own, or there is no membership.
        role_source: Option<RoleSource>,
        /// The time of the token whose groups last set the role; null if there is none. Without it,
        /// a login that is applied late could follow outdated groups, if the role has come back by
        /// a newer token meanwhile.
        role_as_of: Option<UnixSeconds>,
    },
    /// The organization is active.
    OrganizationActive {
        /// The organization.
        organization_id: OrganizationId,
    },
    /// No organization has this identifier.
    OrganizationAbsent {
        /// The identifier of the organization.
        organization_id: OrganizationId,
    },
    /// The platform has no owner.
    NoPlatformOwner {},
    /// The bootstrap token has been neither used nor withdrawn.
    BootstrapTokenUnused {
        /// The SHA-256 of the token.
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
    /// An administrator has approved the address on the waitlist.
    WaitlistApproved {
        /// The canonical address.
        email: CanonicalEmail,
    },
    /// The policy has this version.
    PolicyVersion {
        /// The version of the policy.
        version: u32,
    },
    /// The connection has this version and is active.
    ConnectionVersion {
        /// The connection.
        connection_id: ConnectionId,
        /// The version of the connection.
        version: u32,
    },
    /// The domain rule has this version.
    DomainRuleVersion {
        /// The rule.
        domain_id: DomainId,
        /// The version of the rule.
        version: u32,
    },
}

/// One change. Applying it a second time changes nothing.
#[union(effect)]
pub enum Effect {
    /// Create a user. A verified address is taken from every user who holds it unproven.
    CreateUser {
        /// The identifier of the user.
        user_id: UserId,
        /// The user's address; null if the login has none.
        email: Option<EmailAddress>,
        /// `true` if the address is proven to be the user's.
        email_verified: bool,
        /// The profile that the claims assert.
        profile: Profile,
        /// The author of the row: the user.
        created_by: UserId,
        /// The last editor of the row: the user.
        updated_by: UserId,
    },
    /// Link an identity to a user.
    LinkIdentity {
        /// The user.
        user_id: UserId,
        /// The connection of the login.
        connection_id: ConnectionId,
        /// The identity.
        identity: IdentityKey,
        /// The canonical address that the provider asserts; null if it asserts none that can be
        /// read.
        email: Option<CanonicalEmail>,
        /// `true` if the provider's word for it is at least `verified`.
        email_verified: bool,
        /// The time at which the token was issued; null if unknown.
        stated_at: Option<UnixSeconds>,
        /// The author of the row: the user.
        created_by: UserId,
    },
    /// Record the word of a linked identity: the address that its provider asserts now.
    RecordIdentityEmail {
        /// The user.
        user_id: UserId,
        /// The identity.
        identity: IdentityKey,
        /// The canonical address; null if it cannot be read.
        email: Option<CanonicalEmail>,
        /// `true` if the provider's word for it is at least `verified`.
        email_verified: bool,
        /// The time at which the token was issued; null if unknown.
        stated_at: Option<UnixSeconds>,
    },
    /// Give the user another address, which the login proves. It is taken from every user who holds
    /// it unproven.
    SetEmail {
        /// The user.
        user_id: UserId,
        /// The address.
        email: EmailAddress,
        /// The last editor of the row: the user.
        updated_by: UserId,
    },
    /// Mark the user's address as proven. It is taken from every other user who holds it unproven.
    VerifyEmail {
        /// The user.
        user_id: UserId,
        /// The canonical address.
        email: CanonicalEmail,
        /// The last editor of the row: the user.
        updated_by: UserId,
    },
    /// Mark the user's address as proven by a mailed code. It is taken from every other user who
    /// holds it unproven.
    ConfirmEmail {
        /// The user.
        user_id: UserId,
        /// The canonical address, to which the code was sent.
        email: CanonicalEmail,
        /// The time at which the code was presented.
        confirmed_at: UnixSeconds,
        /// The last editor of the row: the user.
        updated_by: UserId,
    },
    /// Mark the user's address as not proven any more, and forget the code that proved it.
    UnverifyEmail {
        /// The user.
        user_id: UserId,
        /// The canonical address.
        email: CanonicalEmail,
        /// The last editor of the row: the user.
        updated_by: UserId,
    },
    /// Forget the code that proved the user's address. The address stays verified, because an
    /// identity vouches for it.
    ForgetEmailConfirmation {
        /// The user.
        user_id: UserId,
        /// The canonical address.
        email: CanonicalEmail,
        /// The last editor of the row: the user.
        updated_by: UserId,
    },
    /// Take the address from a user.
    ReleaseEmail {
        /// The user.
        user_id: UserId,
        /// The canonical address.
        email: CanonicalEmail,
        /// The last editor of the row: the user to whom the address goes.
        updated_by: UserId,
    },
    /// Enter a conflict in the administrators' queue. One that was resolved is opened again; one
    /// that is open stays as it is.
    OpenIdentityConflict {
        /// The identifier of the entry.
        conflict_id: IdentityConflictId,
        /// The kind of the conflict.
        kind: IdentityConflictKind,
        /// The identity of the login.
        identity: IdentityKey,
        /// The connection of the login.
        connection_id: ConnectionId,
        /// The user who holds the address, or to whom the identity was linked once.
        user_id: UserId,
        /// The returning user who proves the address too; null if nobody is linked to the identity.
        claimant_id: Option<UserId>,
        /// The canonical address; null if the login has none.
        email: Option<CanonicalEmail>,
        /// The time of the login.
        opened_at: UnixSeconds,
    },
    /// Mark a link confirmation as used.
    ConsumeLinkConfirmation {
        /// The SHA-256 of the confirmation's token.
        token_hash: TokenHash,
        /// The user whose account or mailbox was confirmed.
        user_id: UserId,
        /// The time at which it was used.
        used_at: UnixSeconds,
    },
    /// Fill in unknown fields of a user's profile. Known fields are not overwritten.
    UpdateProfile {
        /// The user.
        user_id: UserId,
        /// The fields to fill in; the others are null.
        profile: Profile,
        /// The last editor of the row: the user.
        updated_by: UserId,
    },
    /// Create an organization.
    CreateOrganization {
        /// The identifier of the organization.
        organization_id: OrganizationId,
        /// The display name.
        name: DisplayName,
        /// The slug.
        slug: Slug,
        /// The founder, who owns the organization.
        created_by: UserId,
        /// The last editor of the row: the founder.
        updated_by: UserId,
    },
    /// Add a membership, or activate a removed one.
    AddMembership {
        /// The membership.
        membership_id: MembershipId,
        /// The organization.
        organization_id: OrganizationId,
        /// The user.
        user_id: UserId,
        /// The user's role in the organization.
        role: OrganizationRole,
        /// The source of the membership.
        source: MembershipSource,
        /// The source of the role, if a group mapping gave it.
        role_source: Option<RoleSource>,
        /// The role by which they are a member without any group mapping; null if there is none.
        base_role: Option<OrganizationRole>,
        /// The time at which the token was issued whose groups gave the role; null if no groups
        /// did, or the token does not state it.
        role_as_of: Option<UnixSeconds>,
        /// The user accountable for it: the inviter, or else the user themselves.
        created_by: UserId,
        /// The last editor of the row, as in `createdBy`.
        updated_by: UserId,
    },
    /// Raise a member's role, or the role by which they are a member without group mappings. Never
    /// lowers either.
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
        /// The source of the role after.
        role_source: Option<RoleSource>,
        /// The role by which they are a member without any group mapping; null if there is none.
        base_role: Option<OrganizationRole>,
        /// The time at which the token was issued whose groups gave the role; null if no groups
        /// did, or the token does not state it.
        role_as_of: Option<UnixSeconds>,
        /// The user accountable for it: the inviter, or else the user themselves.
        updated_by: UserId,
    },
    /// Lower a member's role, because they lost the group that gave it. Never raises it.
    LowerRole {
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
        /// The source of the role after.
        role_source: Option<RoleSource>,
        /// The role by which they are a member without any group mapping; null if there is none.
        base_role: Option<OrganizationRole>,
        /// The time at which the token was issued whose groups lack the group; null if the token
        /// does not state it.
        role_as_of: Option<UnixSeconds>,
        /// The last editor of the row: the user themselves.
        updated_by: UserId,
    },
    /// End a membership, because the member lost the group that made them one. A strategy may start
    /// it again. If the organization is the user's current one, they have none afterwards.
    EndMembership {
        /// The membership.
        membership_id: MembershipId,
        /// The organization.
        organization_id: OrganizationId,
        /// The user.
        user_id: UserId,
        /// The role before.
        role: OrganizationRole,
        /// The time at which the token was issued whose groups lack the group; null if the token
        /// does not state it.
        role_as_of: Option<UnixSeconds>,
        /// The time at which the membership ends.
        ended_at: UnixSeconds,
        /// The last editor of the row: the user themselves.
        updated_by: UserId,
    },
    /// Mark an invitation as used.
    AcceptInvitation {
        /// The invitation.
        invitation_id: InvitationId,
        /// The user who accepts it.
        user_id: UserId,
        /// The time at which it is accepted.
        accepted_at: UnixSeconds,
        /// The login's address, redacted, if the person has claimed an invitation to another one;
        /// else null.
        claimed_as: Option<RedactedEmail>,
    },
    /// Create an invitation.
    CreateInvitation {
        /// The identifier of the invitation.
        invitation_id: InvitationId,
        /// The organization to which it invites.
        organization_id: OrganizationId,
        /// The canonical address that is invited.
        email: CanonicalEmail,
        /// The role that it gives in the organization.
        role: OrganizationRole,
        /// The way in which it has to be accepted.
        acceptance: InvitationAcceptance,
        /// The time at which it is created.
        created_at: UnixSeconds,
        /// The first moment at which it no longer counts.
        expires_at: UnixSeconds,
        /// The user who is invited.
        created_by: UserId,
    },
    /// Request membership of an organization on behalf of a user.
    RequestMembership {
        /// The identifier of the request.
        request_id: MembershipRequestId,
        /// The organization.
        organization_id: OrganizationId,
        /// The user.
        user_id: UserId,
        /// The requested role.
        role: OrganizationRole,
        /// The time of the request.
        requested_at: UnixSeconds,
    },
    /// Add an address to the waitlist.
    AddToWaitlist {
        /// The canonical address.
        email: CanonicalEmail,
        /// The time at which it is added.
        added_at: UnixSeconds,
    },
    /// Set the user's current organization, unless it has been changed in the meantime: the
    /// person's own choice is kept.
    SetCurrentOrganization {
        /// The user.
        user_id: UserId,
        /// The current organization before; null if the user had none.
        from: Option<OrganizationId>,
        /// The new current organization.
        organization_id: OrganizationId,
    },
    /// Grant a user a role on the platform.
    GrantPlatformRole {
        /// The user.
        user_id: UserId,
        /// The role.
        role: PlatformRole,
        /// The user accountable for it: the inviter, or else the user themselves.
        updated_by: UserId,
    },
    /// Mark a bootstrap token as used.
    ConsumeBootstrapToken {
        /// The SHA-256 of the token.
        token_hash: TokenHash,
        /// The user who used it.
        user_id: UserId,
        /// The time at which it is used.
        used_at: UnixSeconds,
    },
    /// Record the decision in the audit log.
    RecordAudit {
        /// The record. A person who is refused for one reason has one record a day; a person who is
        /// admitted has one per plan.
        audit_id: AuditId,
        /// The time of the decision.
        at: UnixSeconds,
        /// The outcome of the decision.
        outcome: OutcomeKind,
        /// The reason of the decision.
        reason: ReasonCode,
        /// The connection of the login.
        connection_id: ConnectionId,
        /// The user, if the person is signed in.
        user_id: Option<UserId>,
        /// The login's address, redacted.
        email: Option<RedactedEmail>,
        /// The invitation to another address that the person has claimed; null if there is none.
        claimed_invitation_id: Option<InvitationId>,
    },
}

/// The changes of a decision. Either all of them are applied, in one transaction and with every
/// guard true, or none.
///
/// A plan that [changes roles](Plan::changes_roles) raises the user's role version by one.
#[record]
#[derive(Default)]
pub struct Plan {
    /// The key of a login under one version of the connection and of the policy: 64 lower-case
    /// hexadecimal digits. The same login has the same key.
    pub idempotency_key: String,
    /// The conditions that must hold.
    pub guards: Vec<Guard>,
    /// The changes to apply, in this order.
    pub effects: Vec<Effect>,
}

impl Guard {
    /// Returns the guard of every plan that relies on a domain rule.
    pub(super) const fn rule_version(rule: &DomainRuleFacts) -> Self {
        Self::DomainRuleVersion { domain_id: rule.id, version: rule.version }
    }
}

impl Effect {
    /// Returns the invitation to another address that the effect accepts, or `None` if it accepts
    /// none.
    pub(super) const fn claimed_invitation(&self) -> Option<InvitationId> {
        match self {
            Self::AcceptInvitation { invitation_id, claimed_as: Some(_), .. } => Some(*invitation_id),
            _ => None,
        }
    }

    /// Returns the user whose roles the effect changes, or `None` if it changes nobody's.
    pub fn changed_roles_of(&self) -> Option<UserId> {
        match self {
            // Only the base is raised.
            Self::RaiseRole { from, to, .. } if from == to => None,
            Self::AddMembership { user_id, .. }
            | Self::RaiseRole { user_id, .. }
            | Self::LowerRole { user_id, .. }
            | Self::EndMembership { user_id, .. }
            | Self::GrantPlatformRole { user_id, .. } => Some(*user_id),
            _ => None,
        }
    }
}

impl Plan {
    /// Returns `true` if the plan gives, raises, lowers or takes a role, so that sessions that
    /// carry the older role version are stale.
    pub fn changes_roles(&self) -> bool {
        self.effects.iter().any(|effect| effect.changed_roles_of().is_some())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plan_changes_roles_when_it_gives_or_takes_one_and_else_not() {
        let (id, role) = (uuid::Uuid::nil(), OrganizationRole::OrgUser);
        let (user_id, organization_id) = (UserId::from_uuid(id), OrganizationId::from_uuid(id));
        let membership_id = MembershipId::from_uuid(id);
        let raise = |to| Effect::RaiseRole {
            membership_id,
            organization_id,
            user_id,
            from: role,
            to,
            role_source: None,
            base_role: Some(to),
            role_as_of: None,
            updated_by: user_id,
        };
        let plan = |effect: Effect| Plan { effects: alloc::vec![effect], ..Plan::default() };
        for changing in [
            Effect::AddMembership {
                membership_id,
                organization_id,
                user_id,
                role,
                source: MembershipSource::Invitation,
                role_source: None,
                base_role: Some(role),
                role_as_of: None,
                created_by: user_id,
                updated_by: user_id,
            },
            raise(OrganizationRole::OrgAdmin),
            Effect::LowerRole {
                membership_id,
                organization_id,
                user_id,
                from: OrganizationRole::OrgAdmin,
                to: role,
                role_source: None,
                base_role: Some(role),
                role_as_of: None,
                updated_by: user_id,
            },
            Effect::EndMembership {
                membership_id,
                organization_id,
                user_id,
                role,
                role_as_of: None,
                ended_at: UnixSeconds::MAX,
                updated_by: user_id,
            },
            Effect::GrantPlatformRole { user_id, role: PlatformRole::PlatformOwner, updated_by: user_id },
        ] {
            assert!(plan(changing.clone()).changes_roles(), "{changing:?}");
        }
        let other = Effect::SetCurrentOrganization { user_id, from: None, organization_id };
        assert!(!plan(raise(role)).changes_roles(), "only the base is raised");
        assert!(!plan(other).changes_roles() && !Plan::default().changes_roles());
    }
}
