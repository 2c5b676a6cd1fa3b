//! The evaluation of one command: its context, and the result so far.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::AdministrationReason as Reason;
use super::audit::{AdministrationAction, AuditEffect, FieldChange};
use super::command_row::current_version;
use super::{AdministerInput, AdministrationEffect, AdministrationFacts};
use crate::capability::{self, Capability};
use crate::id::{OrganizationId, UserId};
use crate::json::Code;
use crate::model::membership::{MembershipFacts, MembershipStatus};
use crate::model::organization::{OrganizationFacts, OrganizationStatus};
use crate::model::user::{UserFacts, UserStatus};
use crate::role::{OrganizationRole, PlatformRole};

/// The result of a rule: it passes, or the command is refused.
pub(super) type RuleResult = Result<(), Reason>;

/// The permission that a command requires of its actor.
pub(super) enum Permission {
    /// The capability, on the platform or in the organization.
    Capability(Capability),
    /// The capability, or to be the operator of the host.
    OperatorOr(Capability),
    /// To be the operator of the host.
    Operator,
    /// The capability, or, for the actor's own membership of the organization, nothing else.
    OwnOr(UserId, Capability),
    /// Only that the actor is active: actors answer the invitations to them themselves.
    Active,
}

pub(super) struct Evaluation<'a> {
    pub input: &'a AdministerInput,
    pub facts: &'a AdministrationFacts,
    effects: Vec<AdministrationEffect>,
    action: Option<AdministrationAction>,
    organization: Option<OrganizationId>,
    user: Option<UserId>,
    target: Option<String>,
    changes: Vec<FieldChange>,
}

impl<'a> Evaluation<'a> {
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

    /// Returns `true` if nothing is to be written.
    pub fn is_empty(&self) -> bool {
        self.effects.is_empty()
    }

    /// Returns the changes to write, including their audit record.
    pub fn into_effects(self) -> Vec<AdministrationEffect> {
        let mut effects = self.effects;
        if let Some(action) = self.action.filter(|_| !effects.is_empty()) {
            effects.push(AdministrationEffect::Audit(AuditEffect::RecordAudit {
                audit_id: self.input.audit_id,
                action,
                organization_id: self.organization,
                user_id: self.user,
                target: self.target,
                changes: self.changes,
                reason: self.input.reason.clone(),
            }));
        }
        effects
    }

    /// Returns `true` if the operator of the host gives the command.
    pub fn is_operator(&self) -> bool {
        self.input.actor.user_id().is_none()
    }

    /// Returns the identifier of the acting user. Refuses the operator, who has no account.
    pub fn actor_id(&self) -> Result<UserId, Reason> {
        self.input.actor.user_id().ok_or(Reason::NotAllowed)
    }

    /// Returns the acting user, or `None` if they are not active, and for the operator.
    pub fn actor(&self) -> Option<&'a UserFacts> {
        self.facts.actor.as_ref().filter(|actor| actor.status == UserStatus::Active && !self.is_operator())
    }

    /// Returns the actor's role on the platform.
    pub fn platform_role(&self) -> PlatformRole {
        self.actor().map(|actor| actor.platform_role).unwrap_or_default()
    }

    /// Returns the actor's role in the organization, or `None` unless both the actor and the
    /// organization are active.
    pub fn role(&self) -> Option<OrganizationRole> {
        self.actor()?;
        self.facts.organization.as_ref().filter(|organization| organization.status == OrganizationStatus::Active)?;
        active(self.facts.actor_membership.as_ref()).map(|membership| membership.role)
    }

    /// Returns `true` if the actor, the membership and the organization of the facts are those of
    /// the command.
    ///
    /// SECURITY: a host that mixes them up must not make another person's rights, or those in
    /// another organization, the actor's.
    pub fn facts_fit(&self) -> bool {
        fn fits<T: PartialEq>(named: Option<T>, found: Option<T>) -> bool {
            named.is_none() || found.is_none() || named == found
        }
        let named = self.input.command.subjects().organization;
        let organization = self.facts.organization.as_ref().map(|organization| organization.id);
        let membership = self.facts.actor_membership.as_ref();
        let actor = self.input.actor.user_id();
        fits(actor, self.facts.actor.as_ref().map(|actor| actor.id))
            && fits(actor, membership.map(|membership| membership.user_id))
            && fits(named, organization)
            && fits(named.or(organization), membership.map(|membership| membership.organization_id))
    }

    /// Returns `true` if the row has another version than the caller expects. A row that does not
    /// exist has none: the rules refuse it by its own reason.
    ///
    /// SECURITY: the invitation or rule of another organization does not exist for the actor, so
    /// its version is not compared either.
    pub fn is_stale(&self) -> bool {
        let Some(expected) = self.input.version.filter(|_| self.input.command.takes_version()) else { return false };
        let current = self.input.command.row().and_then(|row| current_version(self.facts, row));
        current.is_some_and(|current| current != expected)
    }

    /// Returns `true` if the actor has a capability, on the platform or in the organization.
    pub fn has(&self, capability: Capability) -> bool {
        self.actor().is_some_and(|actor| capability::has(actor.platform_role, self.role(), capability))
    }

    /// Returns `true` if the actor has the permission.
    pub fn permits(&self, permission: Permission) -> bool {
        match permission {
            Permission::Capability(capability) => self.has(capability),
            Permission::OperatorOr(capability) => self.is_operator() || self.has(capability),
            Permission::Operator => self.is_operator(),
            Permission::OwnOr(user_id, _) if self.input.actor.user_id() == Some(user_id) => self.role().is_some(),
            Permission::OwnOr(_, capability) => self.has(capability),
            Permission::Active => self.actor().is_some(),
        }
    }

    /// Returns the organization, or `organization_not_found`.
    pub fn require_organization(&self) -> Result<&'a OrganizationFacts, Reason> {
        self.facts.organization.as_ref().ok_or(Reason::OrganizationNotFound)
    }

    /// Refuses a command without a reason.
    pub fn require_reason(&self) -> RuleResult {
        let reason = self.input.reason.as_ref().filter(|reason| !reason.as_str().trim().is_empty());
        reason.map(|_| ()).ok_or(Reason::ReasonMissing)
    }

    /// Refuses a role that is greater than the actor's in the organization.
    pub fn check_role_within_own(&self, role: OrganizationRole) -> RuleResult {
        if self.role().is_some_and(|own| own >= role) { Ok(()) } else { Err(Reason::RoleAboveOwn) }
    }

    /// Refuses another member if the organization has no free seat.
    pub fn check_free_seat(&self, organization: &OrganizationFacts) -> RuleResult {
        let full = organization.seat_limit.is_some_and(|limit| organization.seats_used >= limit);
        if full && self.facts.policy.enforce_seats { Err(Reason::SeatLimitReached) } else { Ok(()) }
    }

    /// Sets the action for the audit record.
    pub fn audit_action(&mut self, action: AdministrationAction) -> &mut Self {
        self.action = Some(action);
        self
    }

    /// Sets the organization for the audit record.
    pub fn audit_organization(&mut self, organization: OrganizationId) -> &mut Self {
        self.organization = Some(organization);
        self
    }

    /// Sets the user concerned for the audit record.
    pub fn audit_user(&mut self, user: UserId) -> &mut Self {
        self.user = Some(user);
        self
    }

    /// Sets the target, other than a user, for the audit record.
    pub fn audit_target(&mut self, target: impl ToString) -> &mut Self {
        self.target = Some(target.to_string());
        self
    }

    /// Records a field's value before and after, if they differ.
    pub fn audit_change(&mut self, field: &str, before: Option<String>, after: Option<String>) -> &mut Self {
        if before != after {
            self.changes.push(FieldChange { field: String::from(field), before, after });
        }
        self
    }

    /// Records that a field changed whose values may name people. The record shows only whether
    /// there is one.
    pub fn audit_hidden_change<T: PartialEq>(
        &mut self,
        field: &str,
        before: Option<&T>,
        after: Option<&T>,
    ) -> &mut Self {
        if before != after {
            let [before, after] = [before, after].map(|value| value.map(|_| String::from("***")));
            self.changes.push(FieldChange { field: String::from(field), before, after });
        }
        self
    }

    /// Records [`Self::audit_change`] of a field whose values are codes.
    pub fn audit_code_change<T: Code>(&mut self, field: &str, before: Option<&T>, after: Option<&T>) -> &mut Self {
        let text = |code: Option<&T>| code.map(|code| String::from(code.name()));
        self.audit_change(field, text(before), text(after))
    }

    /// Adds an effect.
    pub fn effect(&mut self, effect: impl Into<AdministrationEffect>) -> &mut Self {
        self.effects.push(effect.into());
        self
    }
}

/// Returns the membership if it is active.
pub(super) fn active(membership: Option<&MembershipFacts>) -> Option<&MembershipFacts> {
    membership.filter(|membership| membership.status == MembershipStatus::Active)
}
