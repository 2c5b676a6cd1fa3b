//! Invitations.

use alloc::string::ToString;

use super::AdministrationReason as Reason;
use super::command::AdministrationCommand as Command;
use super::effect::{AdministrationAction as Action, AdministrationEffect as Effect};
use super::ruling::{Ruling, Verdict, active};
use crate::email::CanonicalEmail;
use crate::id::{ConnectionId, InvitationId, OrganizationId};
use crate::provisioning::facts::{
    InvitationAcceptance, InvitationFacts, InvitationStatus, MembershipSource, OrganizationStatus,
};
use crate::redact::RedactedEmail;
use crate::role::{OrganizationRole, PlatformRole};
use crate::time::UnixSeconds;

/// Minimum lifetime of an invitation, in seconds: mail takes a while to arrive and to be read (our
/// decision).
pub const MIN_LIFETIME_SECONDS: u32 = 3_600;
/// Maximum lifetime of an invitation, in seconds: a forgotten invitation would admit anyone who
/// gets access to an old mailbox (our decision).
pub const MAX_LIFETIME_SECONDS: u32 = 90 * 86_400;

impl<'a> Ruling<'a> {
    pub(super) fn invitation(&mut self, command: &'a Command) -> Verdict {
        match command {
            Command::CreateInvitation {
                invitation_id,
                email,
                role,
                platform_role,
                connection_id,
                lifetime_seconds,
                ..
            } => self.invite(*invitation_id, email, (*role, *platform_role), *connection_id, *lifetime_seconds),
            Command::ResendInvitation { organization_id, lifetime_seconds, .. } => {
                self.resend(*organization_id, *lifetime_seconds)
            }
            Command::RevokeInvitation { organization_id, .. } => self.revoke(*organization_id),
            Command::AcceptInvitation { connection_id, .. } => self.accept(*connection_id),
            _ => Ok(()),
        }
    }

    fn invite(
        &mut self,
        invitation_id: InvitationId,
        email: &CanonicalEmail,
        (role, platform_role): (OrganizationRole, PlatformRole),
        connection_id: Option<ConnectionId>,
        lifetime: Option<u32>,
    ) -> Verdict {
        let organization_id = self.its_organization()?.id;
        self.may_give(role, platform_role)?;
        let expires_at = self.expiry(lifetime)?;
        self.usable(connection_id)?;
        if self.facts.already_member {
            return Err(Reason::AlreadyMember);
        }
        if self.facts.already_invited {
            return Err(Reason::AlreadyInvited);
        }
        let email = email.clone();
        self.is(Action::InvitationCreated)
            .within(organization_id)
            .on(invitation_id)
            .changes("email", None, Some(RedactedEmail::from(&email).as_str().to_string()))
            .changes_code("role", None, Some(&role))
            .changes_code(
                "platformRole",
                None,
                Some(&platform_role).filter(|role| **role != PlatformRole::PlatformUser),
            )
            .perform(Effect::CreateInvitation {
                invitation_id,
                organization_id,
                email,
                role,
                platform_role,
                connection_id,
                expires_at,
            });
        Ok(())
    }

    fn resend(&mut self, organization_id: OrganizationId, lifetime: Option<u32>) -> Verdict {
        let invitation = self.of_organization(organization_id)?;
        match invitation.status {
            InvitationStatus::Pending | InvitationStatus::Expired => {}
            InvitationStatus::Accepted | InvitationStatus::Revoked => return Err(Reason::InvitationNotPending),
        }
        // The actor becomes the inviter, so they must be able to give what the invitation gives.
        self.may_give(invitation.role, invitation.platform_role)?;
        let expires_at = self.expiry(lifetime)?;
        let (invitation_id, before) = (invitation.id, invitation.expires_at);
        self.is(Action::InvitationResent)
            .within(organization_id)
            .on(invitation_id)
            .changes("expiresAt", Some(before.seconds().to_string()), Some(expires_at.seconds().to_string()))
            .perform(Effect::RenewInvitation { invitation_id, expires_at });
        Ok(())
    }

    fn revoke(&mut self, organization_id: OrganizationId) -> Verdict {
        let invitation = self.of_organization(organization_id)?;
        match invitation.status {
            InvitationStatus::Revoked => return Ok(()),
            InvitationStatus::Accepted => return Err(Reason::InvitationNotPending),
            InvitationStatus::Pending | InvitationStatus::Expired => {}
        }
        let (invitation_id, status) = (invitation.id, InvitationStatus::Revoked);
        self.is(Action::InvitationRevoked)
            .within(organization_id)
            .on(invitation_id)
            .changes_code("status", Some(&invitation.status), Some(&status))
            .perform(Effect::SetInvitationStatus { invitation_id, status });
        Ok(())
    }

    fn accept(&mut self, connection_id: Option<ConnectionId>) -> Verdict {
        let actor = self.actor().ok_or(Reason::NotAllowed)?;
        // SECURITY: an invitation to another address does not exist for the caller.
        let invitation =
            self.facts.invitation.as_ref().filter(|invitation| actor.email.as_ref() == Some(&invitation.email));
        let invitation = invitation.ok_or(Reason::InvitationNotFound)?;
        match invitation.status {
            InvitationStatus::Accepted | InvitationStatus::Revoked => return Err(Reason::InvitationNotPending),
            InvitationStatus::Expired => return Err(Reason::InvitationExpired),
            InvitationStatus::Pending if self.input.now >= invitation.expires_at => {
                return Err(Reason::InvitationExpired);
            }
            InvitationStatus::Pending => {}
        }
        // Even a policy that admits people with an unverified address must not give away an
        // invitation sent to another person's mailbox.
        if !actor.email_verified {
            return Err(Reason::EmailUnverified);
        }
        if invitation.connection_id.is_some_and(|named| connection_id != Some(named)) {
            return Err(Reason::ConnectionNotFound);
        }
        // Invitations of a domain rule have no inviter, and give the least role
        // (docs/specification.md §12).
        let by_rule = invitation.acceptance == InvitationAcceptance::Explicit
            && invitation.inviter.is_none()
            && invitation.role <= OrganizationRole::DOMAIN_CAP
            && invitation.platform_role == PlatformRole::PlatformUser;
        if !by_rule && !invitation.is_authorized(actor.id) {
            return Err(Reason::InviterNotAuthorized);
        }
        let organization = self.its_organization()?;
        if organization.status != OrganizationStatus::Active {
            return Err(Reason::OrganizationInactive);
        }
        let membership = self.facts.actor_membership.as_ref();
        let (user_id, organization_id, role) = (actor.id, organization.id, invitation.role);
        self.is(Action::InvitationAccepted).within(organization_id).to(user_id).on(invitation.id);
        match active(membership) {
            // An invitation from before the end of a membership does not undo that end.
            None if membership.and_then(|ended| ended.removed_at).is_some_and(|at| invitation.created_at <= at) => {
                return Err(Reason::InvitationNeeded);
            }
            None => self.take_in(actor, role, MembershipSource::Invitation)?,
            Some(held) if held.role < role => {
                self.changes_code("role", Some(&held.role), Some(&role))
                    .perform(Effect::ChangeMembershipRole { organization_id, user_id, role })
                    .perform(Effect::RaiseRoleVersion { user_id });
            }
            Some(_) => {}
        }
        if invitation.platform_role > actor.platform_role {
            let role = invitation.platform_role;
            self.changes_code("platformRole", Some(&actor.platform_role), Some(&role))
                .perform(Effect::SetPlatformRole { user_id, role })
                .perform(Effect::RaiseRoleVersion { user_id });
        }
        let (invitation_id, status) = (invitation.id, InvitationStatus::Accepted);
        self.perform(Effect::SetInvitationStatus { invitation_id, status });
        Ok(())
    }

    /// Returns the invitation, if it is to this organization.
    fn of_organization(&self, organization_id: OrganizationId) -> Result<&'a InvitationFacts, Reason> {
        let invitation = self.facts.invitation.as_ref();
        invitation.filter(|invitation| invitation.organization_id == organization_id).ok_or(Reason::InvitationNotFound)
    }

    /// Refuses to give a role that the actor does not hold.
    fn may_give(&self, role: OrganizationRole, platform_role: PlatformRole) -> Verdict {
        self.within_own_role(role)?;
        let gives_more = platform_role > PlatformRole::PlatformUser;
        if gives_more && platform_role > self.platform_role() { Err(Reason::RoleAboveOwn) } else { Ok(()) }
    }

    /// Returns the time at which an invitation created now expires.
    fn expiry(&self, lifetime: Option<u32>) -> Result<UnixSeconds, Reason> {
        let lifetime = lifetime.unwrap_or(self.facts.policy.invitation_lifetime_seconds);
        if (MIN_LIFETIME_SECONDS..=MAX_LIFETIME_SECONDS).contains(&lifetime) {
            Ok(self.input.now.plus(u64::from(lifetime)))
        } else {
            Err(Reason::LifetimeOutOfRange)
        }
    }

    /// Refuses a connection that does not exist or belongs to another organization.
    pub(super) fn usable(&self, connection_id: Option<ConnectionId>) -> Verdict {
        let Some(id) = connection_id else { return Ok(()) };
        let organization = self.its_organization()?.id;
        let connection = self.facts.connection.as_ref().filter(|connection| connection.id == id);
        let usable = connection.is_some_and(|found| found.organization_id.is_none_or(|owner| owner == organization));
        if usable { Ok(()) } else { Err(Reason::ConnectionNotFound) }
    }
}
