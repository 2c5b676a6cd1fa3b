//! The gains of a login: memberships, roles and organizations, each checked in one place.

use alloc::vec::Vec;

use super::code::ReasonCode;
use super::context::DecisionContext;
use super::decision::MembershipView;
use super::organization_name;
use super::plan::{Effect, Guard};
use crate::email::CanonicalEmail;
use crate::id::{InvitationId, MembershipId, MembershipRequestId, OrganizationId, UserId};
use crate::model::domain_rule::DomainRuleFacts;
use crate::model::invitation::{InvitationAcceptance, InvitationFacts, InvitationStatus};
use crate::model::membership::{MembershipFacts, MembershipSource, MembershipStatus};
use crate::model::organization::OrganizationStatus;
use crate::role::{OrganizationRole, PlatformRole};
use crate::small_sort::sorted;
use crate::time::UnixSeconds;

/// A membership that a strategy offers.
#[derive(Clone, Copy)]
pub(super) struct Offer {
    pub organization: OrganizationId,
    pub role: OrganizationRole,
    pub source: MembershipSource,
    /// The user who is accountable for it: the inviter, or else the user themselves.
    pub by: UserId,
    /// The time at which the invitation was created, if the offer is an invitation.
    pub invited_at: Option<UnixSeconds>,
}

/// The gains of a login so far.
pub(super) struct Admission<'a> {
    context: DecisionContext<'a>,
    user: UserId,
    /// `true` if this decision creates the user.
    is_new: bool,
    memberships: Vec<MembershipView>,
    gained: Vec<OrganizationId>,
    /// The organizations that this decision asks to admit the user.
    requested: Vec<OrganizationId>,
    pub platform_role: PlatformRole,
    guards: Vec<Guard>,
    effects: Vec<Effect>,
}

impl<'a> Admission<'a> {
    /// Starts from the user's active memberships.
    pub fn new(context: &DecisionContext<'a>, user: UserId, is_new: bool, platform_role: PlatformRole) -> Self {
        let mut admission = Self {
            context: *context,
            user,
            is_new,
            memberships: Vec::new(),
            gained: Vec::new(),
            requested: Vec::new(),
            platform_role,
            guards: Vec::new(),
            effects: Vec::new(),
        };
        let own = context.facts.memberships.iter().filter(|membership| membership.user_id == user);
        let active = own.filter(|membership| membership.status == MembershipStatus::Active);
        // WHY the order: if two facts describe one membership, which a sound store does not return,
        // the greater role counts.
        for membership in sorted(active, |a, b| (a.role, a.source).cmp(&(b.role, b.source))) {
            admission.put(MembershipView {
                organization_id: membership.organization_id,
                role: membership.role,
                source: membership.source,
                added: false,
            });
        }
        admission
    }

    /// Adds a guard to the plan, if a plan is wanted.
    pub fn guard(&mut self, guard: impl FnOnce() -> Guard) {
        if self.context.is_full() {
            self.guards.push(guard());
        }
    }

    /// Adds an effect to the plan, if a plan is wanted.
    pub fn effect(&mut self, effect: impl FnOnce() -> Effect) {
        if self.context.is_full() {
            self.effects.push(effect());
        }
    }

    /// Returns the membership that the user has or gains in an organization.
    fn membership(&self, organization: OrganizationId) -> Option<&MembershipView> {
        self.memberships.iter().find(|membership| membership.organization_id == organization)
    }

    /// Inserts a membership, replacing one of the same organization.
    fn put(&mut self, membership: MembershipView) {
        let at = self.memberships.partition_point(|other| other.organization_id < membership.organization_id);
        match self.memberships.get_mut(at).filter(|other| other.organization_id == membership.organization_id) {
            Some(there) => *there = membership,
            None => self.memberships.insert(at, membership),
        }
    }

    /// Returns the membership as it is stored.
    fn stored(&self, organization: OrganizationId) -> Option<&'a MembershipFacts> {
        let facts = &self.context.facts.memberships;
        facts.iter().filter(|m| m.user_id == self.user && m.organization_id == organization).min()
    }

    /// Returns the time at which the user was last removed from an organization, or `None` if they
    /// never were.
    fn removed_at(&self, organization: OrganizationId) -> Option<UnixSeconds> {
        let removed = |membership: &&MembershipFacts| {
            membership.user_id == self.user
                && membership.organization_id == organization
                && membership.status == MembershipStatus::Removed
        };
        let facts = &self.context.facts.memberships;
        facts.iter().filter(removed).map(|membership| membership.removed_at.unwrap_or(UnixSeconds::MAX)).max()
    }

    /// Checks that an organization can admit the user.
    ///
    /// # Errors
    ///
    /// `organization_inactive`, `already_member`, `membership_removed` or `seat_limit_reached`.
    pub fn check(&self, offer: &Offer) -> Result<(), ReasonCode> {
        let organization = self.context.facts.organizations.iter().filter(|o| o.id == offer.organization).min();
        let Some(organization) = organization.filter(|o| o.status == OrganizationStatus::Active) else {
            return Err(ReasonCode::OrganizationInactive);
        };
        if let Some(membership) = self.membership(offer.organization) {
            return if membership.role < offer.role { Ok(()) } else { Err(ReasonCode::AlreadyMember) };
        }
        if let Some(removed_at) = self.removed_at(offer.organization)
            && offer.invited_at.is_none_or(|invited_at| invited_at <= removed_at)
        {
            return Err(ReasonCode::MembershipRemoved);
        }
        let full = organization.seat_limit.is_some_and(|limit| organization.seats_used >= limit);
        if self.context.policy.enforce_seats && full {
            return Err(ReasonCode::SeatLimitReached);
        }
        Ok(())
    }

    /// Adds the membership, or raises the role, if the organization can admit the user.
    ///
    /// # Errors
    ///
    /// The errors of [`Self::check`]; nothing has changed then.
    pub fn admit(&mut self, offer: &Offer) -> Result<(), ReasonCode> {
        self.check(offer)?;
        let Offer { organization: organization_id, role, source, by, .. } = *offer;
        let user_id = self.user;
        let held = self.membership(organization_id).map(|membership| (membership.role, membership.source));
        let stored = self.stored(organization_id);
        let membership_id =
            || stored.map_or_else(|| MembershipId::derive(organization_id, user_id), |stored| stored.id);
        self.guard_organization(organization_id);
        self.guard_membership(organization_id);
        if let Some((from, _)) = held {
            self.effect(|| Effect::RaiseRole {
                membership_id: membership_id(),
                organization_id,
                user_id,
                from,
                to: role,
                updated_by: by,
            });
        } else {
            if self.context.policy.enforce_seats {
                self.guard(|| Guard::SeatAvailable { organization_id });
            }
            self.effect(|| Effect::AddMembership {
                membership_id: membership_id(),
                organization_id,
                user_id,
                role,
                source,
                created_by: by,
                updated_by: by,
            });
            self.gained.push(organization_id);
        }
        let source = held.map_or(source, |(_, source)| source);
        self.put(MembershipView { organization_id, role, source, added: true });
        Ok(())
    }

    /// Adds guards that fail the plan if the organization no longer has a place for somebody whose
    /// request or invitation is still open.
    pub fn guard_place(&mut self, organization_id: OrganizationId) {
        self.guard_organization(organization_id);
        self.guard_membership(organization_id);
        if self.context.policy.enforce_seats {
            self.guard(|| Guard::SeatAvailable { organization_id });
        }
    }

    /// Adds a guard that fails the plan if a known user's membership of the organization has
    /// changed in the meantime.
    fn guard_membership(&mut self, organization_id: OrganizationId) {
        if self.is_new || self.gained.contains(&organization_id) {
            return;
        }
        let (user_id, stored) = (self.user, self.stored(organization_id));
        let (status, role) = (stored.map(|stored| stored.status), stored.map(|stored| stored.role));
        self.guard(|| Guard::MembershipUnchanged { organization_id, user_id, status, role });
    }

    /// Adds a guard that fails the plan if the organization is no longer active.
    fn guard_organization(&mut self, organization_id: OrganizationId) {
        let guard = Guard::OrganizationActive { organization_id };
        if !self.guards.contains(&guard) {
            self.guard(|| guard);
        }
    }

    /// Marks an invitation as used, and grants the platform role that it names if it is greater
    /// than the user's.
    pub fn accept(&mut self, invitation: &InvitationFacts) {
        let InvitationFacts { id: invitation_id, organization_id, role, platform_role, expires_at, .. } = *invitation;
        let (user_id, accepted_at) = (self.user, self.context.now);
        self.guard(|| Guard::InvitationPending { invitation_id, role, expires_at });
        if let Some(inviter) = &invitation.inviter {
            let user_id = inviter.user_id;
            self.guard(|| Guard::InviterAuthorized { user_id, organization_id, role, platform_role });
        }
        self.effect(|| Effect::AcceptInvitation { invitation_id, user_id, accepted_at });
        if platform_role > self.platform_role {
            let by = invitation.inviter.as_ref().map_or(user_id, |inviter| inviter.user_id);
            self.grant(platform_role, by);
        }
    }

    /// Grants a role on the platform.
    pub fn grant(&mut self, role: PlatformRole, by: UserId) {
        let user_id = self.user;
        self.platform_role = role;
        self.effect(|| Effect::GrantPlatformRole { user_id, role, updated_by: by });
    }

    /// Creates an organization that the user owns.
    pub fn create_organization(&mut self, purpose: &str, source: MembershipSource) {
        let (login, user_id, role) = (self.context.login, self.user, OrganizationRole::OrgOwner);
        let slug = organization_name::available_slug(
            &organization_name::slug_base(login),
            &self.context.facts.taken_slugs,
            user_id,
        );
        let organization_id = OrganizationId::derive(user_id, purpose, &slug);
        self.guard(|| Guard::SlugFree { slug: slug.clone() });
        self.guard(|| Guard::OrganizationAbsent { organization_id });
        self.effect(|| Effect::CreateOrganization {
            organization_id,
            name: organization_name::default_name(login),
            slug,
            created_by: user_id,
            updated_by: user_id,
        });
        self.effect(|| Effect::AddMembership {
            membership_id: MembershipId::derive(organization_id, user_id),
            organization_id,
            user_id,
            role,
            source,
            created_by: user_id,
            updated_by: user_id,
        });
        self.put(MembershipView { organization_id, role, source, added: true });
        self.gained.push(organization_id);
    }

    /// Invites the address on behalf of a domain rule, unless the rule has already issued an
    /// invitation that is still open.
    ///
    /// # Errors
    ///
    /// The reason why an earlier invitation of the rule is not open: `invitation_expired`,
    /// `invitation_revoked` or `invitation_already_accepted`. A person who was refused is not
    /// invited again.
    pub fn invite(
        &mut self,
        rule: &DomainRuleFacts,
        email: &CanonicalEmail,
        role: OrganizationRole,
    ) -> Result<(), ReasonCode> {
        let context = self.context;
        let (invitation_id, organization_id) = (InvitationId::derive(rule.id, email.as_str()), rule.organization_id);
        let earlier = context.facts.invitations.iter().filter(|invitation| invitation.id == invitation_id).min();
        if let Some(earlier) = earlier {
            return match earlier.status {
                InvitationStatus::Pending if context.now < earlier.expires_at => Ok(()),
                InvitationStatus::Pending | InvitationStatus::Expired => Err(ReasonCode::InvitationExpired),
                InvitationStatus::Revoked => Err(ReasonCode::InvitationRevoked),
                InvitationStatus::Accepted => Err(ReasonCode::InvitationAlreadyAccepted),
            };
        }
        let created_by = self.user;
        self.effect(|| Effect::CreateInvitation {
            invitation_id,
            organization_id,
            email: email.clone(),
            role,
            acceptance: InvitationAcceptance::Explicit,
            created_at: context.now,
            expires_at: context.now.plus(u64::from(context.policy.invitation_lifetime_seconds)),
            created_by,
        });
        Ok(())
    }

    /// Requests membership of an organization, unless a request is already pending.
    pub fn request(&mut self, organization_id: OrganizationId, role: OrganizationRole) {
        let (context, user_id) = (self.context, self.user);
        if context.facts.pending_membership_requests.contains(&organization_id) {
            return;
        }
        self.requested.push(organization_id);
        self.effect(|| Effect::RequestMembership {
            request_id: MembershipRequestId::derive(organization_id, user_id),
            organization_id,
            user_id,
            role,
            requested_at: context.now,
        });
    }

    /// Returns `true` if a membership request is pending and the user has no membership.
    pub fn is_pending(&self) -> bool {
        let asked = !self.context.facts.pending_membership_requests.is_empty() || !self.requested.is_empty();
        asked && !self.has_memberships()
    }

    /// Determines the user's current organization: the present one if they are still a member of
    /// it, else the first gained, else the first of their memberships.
    pub fn settle_current_organization(&mut self, current: Option<OrganizationId>) -> Option<OrganizationId> {
        if let Some(organization) = current.filter(|organization| self.membership(*organization).is_some()) {
            return Some(organization);
        }
        let first = self.memberships.first().map(|membership| membership.organization_id);
        let organization_id = self.gained.first().copied().or(first)?;
        let user_id = self.user;
        self.effect(|| Effect::SetCurrentOrganization { user_id, from: current, organization_id });
        Some(organization_id)
    }

    /// Returns `true` if the user is a member of the organization.
    pub fn is_member(&self, organization: OrganizationId) -> bool {
        self.membership(organization).is_some()
    }

    /// Returns `true` if the user is a member of any organization.
    pub fn has_memberships(&self) -> bool {
        !self.memberships.is_empty()
    }

    /// Returns the memberships by organization, and the guards and effects that they need.
    pub fn into_parts(mut self) -> (Vec<MembershipView>, Vec<Guard>, Vec<Effect>) {
        // Once one strategy has given a membership, requests and invitations of other strategies to
        // that organization are dropped.
        let held = |id: &OrganizationId| self.memberships.iter().any(|membership| membership.organization_id == *id);
        self.effects.retain(|effect| match effect {
            Effect::RequestMembership { organization_id, .. } | Effect::CreateInvitation { organization_id, .. } => {
                !held(organization_id)
            }
            _ => true,
        });
        (self.memberships, self.guards, self.effects)
    }
}
