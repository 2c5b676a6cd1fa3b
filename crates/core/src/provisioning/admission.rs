//! What a login gains: memberships, roles and organizations, each checked in one place.

use alloc::vec::Vec;

use super::case::Case;
use super::code::ReasonCode;
use super::decision::MembershipView;
use super::facts::{
    DomainRuleFacts, InvitationAcceptance, InvitationFacts, InvitationStatus, MembershipFacts, MembershipSource,
    MembershipStatus, OrganizationStatus,
};
use super::names;
use super::plan::{Effect, Guard};
use crate::email::CanonicalEmail;
use crate::id::{InvitationId, MembershipId, MembershipRequestId, OrganizationId, UserId};
use crate::role::{OrganizationRole, PlatformRole};
use crate::sorted::sorted;
use crate::time::UnixSeconds;

/// A membership that a strategy would like to give.
#[derive(Clone, Copy)]
pub(super) struct Offer {
    pub organization: OrganizationId,
    pub role: OrganizationRole,
    pub source: MembershipSource,
    /// Who answers for it: the inviter, else the user.
    pub by: UserId,
    /// When the invitation was made, if it is one.
    pub invited_at: Option<UnixSeconds>,
}

/// What a login has gained so far.
pub(super) struct Admission<'a> {
    case: Case<'a>,
    user: UserId,
    /// Whether the user is made by this decision.
    is_new: bool,
    memberships: Vec<MembershipView>,
    gained: Vec<OrganizationId>,
    /// The organizations that are asked to take the user in.
    requested: Vec<OrganizationId>,
    pub platform_role: PlatformRole,
    guards: Vec<Guard>,
    effects: Vec<Effect>,
}

impl<'a> Admission<'a> {
    /// Starts from what the user has.
    pub fn new(case: &Case<'a>, user: UserId, is_new: bool, platform_role: PlatformRole) -> Self {
        let mut admission = Self {
            case: *case,
            user,
            is_new,
            memberships: Vec::new(),
            gained: Vec::new(),
            requested: Vec::new(),
            platform_role,
            guards: Vec::new(),
            effects: Vec::new(),
        };
        let own = case.facts.memberships.iter().filter(|membership| membership.user_id == user);
        let active = own.filter(|membership| membership.status == MembershipStatus::Active);
        // WHY the order: of two facts about one membership, which a sound store does not bring, the greater role stands.
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

    /// Has the plan rely on something, where a plan is wanted.
    pub fn rely(&mut self, guard: impl FnOnce() -> Guard) {
        if self.case.is_whole() {
            self.guards.push(guard());
        }
    }

    /// Has the plan do something, where a plan is wanted.
    pub fn perform(&mut self, effect: impl FnOnce() -> Effect) {
        if self.case.is_whole() {
            self.effects.push(effect());
        }
    }

    /// The membership that the user has or gains in an organization.
    fn held(&self, organization: OrganizationId) -> Option<&MembershipView> {
        self.memberships.iter().find(|membership| membership.organization_id == organization)
    }

    /// Puts a membership in its place, instead of the one that is there.
    fn put(&mut self, membership: MembershipView) {
        let at = self.memberships.partition_point(|other| other.organization_id < membership.organization_id);
        match self.memberships.get_mut(at).filter(|other| other.organization_id == membership.organization_id) {
            Some(there) => *there = membership,
            None => self.memberships.insert(at, membership),
        }
    }

    /// The membership as it is stored.
    fn stored(&self, organization: OrganizationId) -> Option<&'a MembershipFacts> {
        let facts = &self.case.facts.memberships;
        facts.iter().filter(|m| m.user_id == self.user && m.organization_id == organization).min()
    }

    /// When the user was last removed from an organization, if they were.
    fn removed_at(&self, organization: OrganizationId) -> Option<UnixSeconds> {
        let removed = |membership: &&MembershipFacts| {
            membership.user_id == self.user
                && membership.organization_id == organization
                && membership.status == MembershipStatus::Removed
        };
        let facts = &self.case.facts.memberships;
        facts.iter().filter(removed).map(|membership| membership.removed_at.unwrap_or(UnixSeconds::MAX)).max()
    }

    /// Whether an organization can take the user in, and if not, why.
    ///
    /// # Errors
    ///
    /// `organization_inactive`, `already_member`, `membership_removed` or `seat_limit_reached`.
    pub fn check(&self, offer: &Offer) -> Result<(), ReasonCode> {
        let organization = self.case.facts.organizations.iter().filter(|o| o.id == offer.organization).min();
        let Some(organization) = organization.filter(|o| o.status == OrganizationStatus::Active) else {
            return Err(ReasonCode::OrganizationInactive);
        };
        if let Some(membership) = self.held(offer.organization) {
            return if membership.role < offer.role { Ok(()) } else { Err(ReasonCode::AlreadyMember) };
        }
        if let Some(removed_at) = self.removed_at(offer.organization)
            && offer.invited_at.is_none_or(|invited_at| invited_at <= removed_at)
        {
            return Err(ReasonCode::MembershipRemoved);
        }
        let full = organization.seat_limit.is_some_and(|limit| organization.seats_used >= limit);
        if self.case.policy.enforce_seats && full {
            return Err(ReasonCode::SeatLimitReached);
        }
        Ok(())
    }

    /// Gives the membership, or raises the role, if the organization can take the user in.
    ///
    /// # Errors
    ///
    /// As [`Self::check`]; nothing has changed then.
    pub fn admit(&mut self, offer: &Offer) -> Result<(), ReasonCode> {
        self.check(offer)?;
        let Offer { organization: organization_id, role, source, by, .. } = *offer;
        let user_id = self.user;
        let held = self.held(organization_id).map(|membership| (membership.role, membership.source));
        let stored = self.stored(organization_id);
        let membership_id =
            || stored.map_or_else(|| MembershipId::derive(organization_id, user_id), |stored| stored.id);
        self.rely_on_organization(organization_id);
        self.rely_on_membership(organization_id);
        if let Some((from, _)) = held {
            self.perform(|| Effect::RaiseRole {
                membership_id: membership_id(),
                organization_id,
                user_id,
                from,
                to: role,
                updated_by: by,
            });
        } else {
            if self.case.policy.enforce_seats {
                self.rely(|| Guard::SeatAvailable { organization_id });
            }
            self.perform(|| Effect::AddMembership {
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

    /// Has the plan fail when the organization has no place any more for somebody who still has to be answered, or to answer.
    pub fn rely_on_place(&mut self, organization_id: OrganizationId) {
        self.rely_on_organization(organization_id);
        self.rely_on_membership(organization_id);
        if self.case.policy.enforce_seats {
            self.rely(|| Guard::SeatAvailable { organization_id });
        }
    }

    /// Has the plan fail when what a known user is in the organization has changed meanwhile.
    fn rely_on_membership(&mut self, organization_id: OrganizationId) {
        if self.is_new || self.gained.contains(&organization_id) {
            return;
        }
        let (user_id, stored) = (self.user, self.stored(organization_id));
        let (status, role) = (stored.map(|stored| stored.status), stored.map(|stored| stored.role));
        self.rely(|| Guard::MembershipUnchanged { organization_id, user_id, status, role });
    }

    /// Has the plan fail when the organization takes nobody in any more.
    fn rely_on_organization(&mut self, organization_id: OrganizationId) {
        let guard = Guard::OrganizationActive { organization_id };
        if !self.guards.contains(&guard) {
            self.rely(|| guard);
        }
    }

    /// Marks an invitation as used, and gives the platform role that it names.
    pub fn accept(&mut self, invitation: &InvitationFacts) {
        let InvitationFacts { id: invitation_id, organization_id, role, platform_role, expires_at, .. } = *invitation;
        let (user_id, accepted_at) = (self.user, self.case.now);
        self.rely(|| Guard::InvitationPending { invitation_id, role, expires_at });
        if let Some(inviter) = &invitation.inviter {
            let user_id = inviter.user_id;
            self.rely(|| Guard::InviterAuthorized { user_id, organization_id, role, platform_role });
        }
        self.perform(|| Effect::AcceptInvitation { invitation_id, user_id, accepted_at });
        if platform_role > self.platform_role {
            let by = invitation.inviter.as_ref().map_or(user_id, |inviter| inviter.user_id);
            self.grant(platform_role, by);
        }
    }

    /// Gives a role on the platform.
    pub fn grant(&mut self, role: PlatformRole, by: UserId) {
        let user_id = self.user;
        self.platform_role = role;
        self.perform(|| Effect::GrantPlatformRole { user_id, role, updated_by: by });
    }

    /// Founds an organization that the user owns.
    pub fn found(&mut self, purpose: &str, source: MembershipSource) {
        let (login, user_id, role) = (self.case.login, self.user, OrganizationRole::OrgOwner);
        let slug = names::free_slug(&names::slug_base(login), &self.case.facts.taken_slugs, user_id);
        let organization_id = OrganizationId::derive(user_id, purpose, &slug);
        self.rely(|| Guard::SlugFree { slug: slug.clone() });
        self.rely(|| Guard::OrganizationAbsent { organization_id });
        self.perform(|| Effect::CreateOrganization {
            organization_id,
            name: names::organization_name(login),
            slug,
            created_by: user_id,
            updated_by: user_id,
        });
        self.perform(|| Effect::AddMembership {
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

    /// Invites the address on behalf of a domain rule, unless it has an open invitation of the rule.
    ///
    /// # Errors
    ///
    /// What has become of an earlier invitation of the rule: a person who was refused is not asked again.
    pub fn invite(
        &mut self,
        rule: &DomainRuleFacts,
        email: &CanonicalEmail,
        role: OrganizationRole,
    ) -> Result<(), ReasonCode> {
        let case = self.case;
        let (invitation_id, organization_id) = (InvitationId::derive(rule.id, email.as_str()), rule.organization_id);
        let earlier = case.facts.invitations.iter().filter(|invitation| invitation.id == invitation_id).min();
        if let Some(earlier) = earlier {
            return match earlier.status {
                InvitationStatus::Pending if case.now < earlier.expires_at => Ok(()),
                InvitationStatus::Pending | InvitationStatus::Expired => Err(ReasonCode::InvitationExpired),
                InvitationStatus::Revoked => Err(ReasonCode::InvitationRevoked),
                InvitationStatus::Accepted => Err(ReasonCode::InvitationAlreadyAccepted),
            };
        }
        let created_by = self.user;
        self.perform(|| Effect::CreateInvitation {
            invitation_id,
            organization_id,
            email: email.clone(),
            role,
            acceptance: InvitationAcceptance::Explicit,
            created_at: case.now,
            expires_at: case.now.plus(u64::from(case.policy.invitation_lifetime_seconds)),
            created_by,
        });
        Ok(())
    }

    /// Asks an organization to take the user in, unless they asked before.
    pub fn request(&mut self, organization_id: OrganizationId, role: OrganizationRole) {
        let (case, user_id) = (self.case, self.user);
        if case.facts.pending_membership_requests.contains(&organization_id) {
            return;
        }
        self.requested.push(organization_id);
        self.perform(|| Effect::RequestMembership {
            request_id: MembershipRequestId::derive(organization_id, user_id),
            organization_id,
            user_id,
            role,
            requested_at: case.now,
        });
    }

    /// Whether an organization has been asked, now or before, and none has taken the user in.
    pub fn waits(&self) -> bool {
        let asked = !self.case.facts.pending_membership_requests.is_empty() || !self.requested.is_empty();
        asked && !self.has_memberships()
    }

    /// Settles the organization that the user works in: the one they had if they are still a member of it, else the first
    /// gained, else the first there is.
    pub fn settle_current_organization(&mut self, current: Option<OrganizationId>) -> Option<OrganizationId> {
        if let Some(organization) = current.filter(|organization| self.held(*organization).is_some()) {
            return Some(organization);
        }
        let first = self.memberships.first().map(|membership| membership.organization_id);
        let organization_id = self.gained.first().copied().or(first)?;
        let user_id = self.user;
        self.perform(|| Effect::SetCurrentOrganization { user_id, from: current, organization_id });
        Some(organization_id)
    }

    /// Whether the user is a member of an organization.
    pub fn is_member(&self, organization: OrganizationId) -> bool {
        self.held(organization).is_some()
    }

    /// Whether the user is a member anywhere.
    pub fn has_memberships(&self) -> bool {
        !self.memberships.is_empty()
    }

    /// The memberships by organization, and what has to hold and be done for them.
    pub fn into_parts(mut self) -> (Vec<MembershipView>, Vec<Guard>, Vec<Effect>) {
        // A membership given by one strategy leaves nothing to ask or to invite to for another.
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
