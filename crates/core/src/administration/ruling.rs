//! One command on its way through the rules: what it has come to so far.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::AdministrationReason as Reason;
use super::command::AdministrationCommand as Command;
use super::effect::{AdministrationAction, AdministrationEffect, FieldChange};
use super::{AdministerInput, AdministrationFacts};
use crate::capability::{self, Capability};
use crate::code_name::code_text;
use crate::id::{OrganizationId, UserId};
use crate::provisioning::facts::{
    MembershipFacts, MembershipStatus, OrganizationFacts, OrganizationStatus, UserFacts, UserStatus,
};
use crate::role::{OrganizationRole, PlatformRole};

/// What a rule says: it goes on, or the command is refused.
pub(super) type Verdict = Result<(), Reason>;

pub(super) struct Ruling<'a> {
    pub input: &'a AdministerInput,
    pub facts: &'a AdministrationFacts,
    effects: Vec<AdministrationEffect>,
    action: Option<AdministrationAction>,
    organization: Option<OrganizationId>,
    user: Option<UserId>,
    target: Option<String>,
    changes: Vec<FieldChange>,
}

impl<'a> Ruling<'a> {
    pub fn new(input: &'a AdministerInput) -> Self {
        Self {
            input,
            facts: &input.facts,
            effects: Vec::new(),
            action: None,
            organization: None,
            user: None,
            target: None,
            changes: Vec::new(),
        }
    }

    /// Decides the command.
    pub fn rule(&mut self) -> Verdict {
        // SECURITY: before anything else, so that who may not command learns nothing of what is there.
        if !self.may_command() {
            return Err(Reason::NotAllowed);
        }
        match &self.input.command {
            command @ (Command::CreateOrganization { .. }
            | Command::UpdateOrganization { .. }
            | Command::CloseOrganization { .. }
            | Command::ReopenOrganization { .. }
            | Command::SetSeatLimit { .. }) => self.organization(command),
            command @ (Command::AddMember { .. }
            | Command::ChangeMemberRole { .. }
            | Command::RemoveMember { .. }
            | Command::ApproveMembershipRequest { .. }
            | Command::DenyMembershipRequest { .. }) => self.member(command),
            command @ (Command::CreateInvitation { .. }
            | Command::ResendInvitation { .. }
            | Command::RevokeInvitation { .. }
            | Command::AcceptInvitation { .. }) => self.invitation(command),
            command @ (Command::AddDomain { .. }
            | Command::ChangeDomain { .. }
            | Command::RecordDomainProof { .. }
            | Command::RemoveDomain { .. }) => self.domain(command),
            command @ (Command::SavePolicy { .. } | Command::RollBackPolicy { .. }) => self.policy(command),
            command @ (Command::ApproveWaitlisted { .. }
            | Command::DenyWaitlisted { .. }
            | Command::SuspendUser { .. }
            | Command::RestoreUser { .. }
            | Command::SetPlatformRole { .. }
            | Command::DeprovisionUser { .. }) => self.user(command),
        }
    }

    /// Whether nothing is to be written.
    pub fn is_empty(&self) -> bool {
        self.effects.is_empty()
    }

    /// What is to be written, with the record of it.
    pub fn into_effects(self) -> Vec<AdministrationEffect> {
        let mut effects = self.effects;
        if let Some(action) = self.action.filter(|_| !effects.is_empty()) {
            effects.push(AdministrationEffect::RecordAudit {
                audit_id: self.input.audit_id,
                action,
                organization_id: self.organization,
                user_id: self.user,
                target: self.target,
                changes: self.changes,
                reason: self.input.reason.clone(),
            });
        }
        effects
    }

    /// Who commands, if they may use the platform.
    pub fn actor(&self) -> Option<&'a UserFacts> {
        self.facts.actor.as_ref().filter(|actor| actor.status == UserStatus::Active)
    }

    /// The role of who commands on the platform.
    pub fn platform_role(&self) -> PlatformRole {
        self.actor().map(|actor| actor.platform_role).unwrap_or_default()
    }

    /// The role of who commands in the organization, if both stand.
    pub fn role(&self) -> Option<OrganizationRole> {
        self.actor()?;
        self.facts.organization.as_ref().filter(|organization| organization.status == OrganizationStatus::Active)?;
        active(self.facts.actor_membership.as_ref()).map(|membership| membership.role)
    }

    /// Whether who commands has something.
    pub fn has(&self, capability: Capability) -> bool {
        self.actor().is_some_and(|actor| capability::has(actor.platform_role, self.role(), capability))
    }

    fn may_command(&self) -> bool {
        let command = &self.input.command;
        match command.capability() {
            Some(capability) => self.has(capability),
            // One's own membership and invitations are one's own affair.
            None => match command {
                Command::RemoveMember { user_id, .. } if *user_id == self.input.actor_id => self.role().is_some(),
                Command::RemoveMember { .. } => self.has(Capability::MembersManage),
                _ => self.actor().is_some(),
            },
        }
    }

    /// The organization.
    pub fn its_organization(&self) -> Result<&'a OrganizationFacts, Reason> {
        self.facts.organization.as_ref().ok_or(Reason::OrganizationNotFound)
    }

    /// Refuses a role that is greater than that of who commands.
    pub fn within_own_role(&self, role: OrganizationRole) -> Verdict {
        if self.role().is_some_and(|own| own >= role) { Ok(()) } else { Err(Reason::RoleAboveOwn) }
    }

    /// Refuses another member where no seat is free.
    pub fn seat_is_free(&self, organization: &OrganizationFacts) -> Verdict {
        let full = organization.seat_limit.is_some_and(|limit| organization.seats_used >= limit);
        if full && self.facts.policy.enforce_seats { Err(Reason::SeatLimitReached) } else { Ok(()) }
    }

    /// Says what is done, in the audit log's words.
    pub fn is(&mut self, action: AdministrationAction) -> &mut Self {
        self.action = Some(action);
        self
    }

    /// In which organization.
    pub fn within(&mut self, organization: OrganizationId) -> &mut Self {
        self.organization = Some(organization);
        self
    }

    /// To whom.
    pub fn to(&mut self, user: UserId) -> &mut Self {
        self.user = Some(user);
        self
    }

    /// To what.
    pub fn on(&mut self, target: impl ToString) -> &mut Self {
        self.target = Some(target.to_string());
        self
    }

    /// Notes what a field was and is, if it is different.
    pub fn changes(&mut self, field: &str, before: Option<String>, after: Option<String>) -> &mut Self {
        if before != after {
            self.changes.push(FieldChange { field: String::from(field), before, after });
        }
        self
    }

    /// [`Self::changes`], of codes.
    pub fn changes_code<T: serde::Serialize>(
        &mut self,
        field: &str,
        before: Option<&T>,
        after: Option<&T>,
    ) -> &mut Self {
        let text = |code: Option<&T>| code.map(|code| String::from(code_text(code)));
        self.changes(field, text(before), text(after))
    }

    /// Has something done.
    pub fn perform(&mut self, effect: AdministrationEffect) -> &mut Self {
        self.effects.push(effect);
        self
    }
}

/// A membership that stands.
pub(super) fn active(membership: Option<&MembershipFacts>) -> Option<&MembershipFacts> {
    membership.filter(|membership| membership.status == MembershipStatus::Active)
}
