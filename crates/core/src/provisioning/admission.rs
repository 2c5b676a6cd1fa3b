//! What a login gains: memberships, roles and organizations, each checked in one place.

use alloc::vec::Vec;

use super::code::ReasonCode;
use super::decision::MembershipView;
use super::facts::{
    DecideInput, DomainRuleFacts, InvitationAcceptance, InvitationFacts, InvitationStatus, MembershipFacts,
    MembershipSource, MembershipStatus, OrganizationStatus,
};
use super::names;
use super::plan::{Effect, Guard};
use crate::email::CanonicalEmail;
use crate::id::{InvitationId, MembershipId, MembershipRequestId, OrganizationId, UserId};
use crate::role::{OrganizationRole, PlatformRole};
use crate::sorted::sorted;
use crate::time::UnixSeconds;

/// How long an invitation that a domain rule issues counts: 30 days, as Clerk's do.
const DOMAIN_INVITATION_SECONDS: u64 = 30 * 86_400;

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
    input: &'a DecideInput,
    user: UserId,
    /// Whether the user is made by this decision.
    is_new: bool,
    memberships: Vec<MembershipView>,
    gained: Vec<OrganizationId>,
    pub platform_role: PlatformRole,
    pub guards: Vec<Guard>,
    pub effects: Vec<Effect>,
}

impl<'a> Admission<'a> {
    /// Starts from what the user has.
    pub fn new(input: &'a DecideInput, user: UserId, is_new: bool, platform_role: PlatformRole) -> Self {
        let mut admission = Self {
            input,
            user,
            is_new,
            memberships: Vec::new(),
            gained: Vec::new(),
            platform_role,
            guards: Vec::new(),
            effects: Vec::new(),
        };
        let own = input.facts.memberships.iter().filter(|membership| membership.user_id == user);
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
        let facts = &self.input.facts.memberships;
        facts.iter().filter(|m| m.user_id == self.user && m.organization_id == organization).min()
    }

    /// When the user was last removed from an organization, if they were.
    fn removed_at(&self, organization: OrganizationId) -> Option<UnixSeconds> {
        let removed = |membership: &&MembershipFacts| {
            membership.user_id == self.user
                && membership.organization_id == organization
                && membership.status == MembershipStatus::Removed
        };
        let facts = &self.input.facts.memberships;
        facts.iter().filter(removed).map(|membership| membership.removed_at.unwrap_or(UnixSeconds::MAX)).max()
    }

    /// Whether an organization can take the user in, and if not, why.
    ///
    /// # Errors
    ///
    /// `organization_inactive`, `already_member`, `membership_removed` or `seat_limit_reached`.
    pub fn check(&self, offer: &Offer) -> Result<(), ReasonCode> {
        let organization = self.input.facts.organizations.iter().filter(|o| o.id == offer.organization).min();
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
        if self.input.policy.enforce_seats && full {
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
        let membership_id = MembershipId::derive(offer.organization, self.user);
        let held = self.held(offer.organization).cloned();
        let stored = self.stored(offer.organization);
        self.rely_on_organization(offer.organization);
        if !self.is_new && !self.gained.contains(&offer.organization) {
            self.guards.push(Guard::MembershipUnchanged {
                organization_id: offer.organization,
                user_id: self.user,
                status: stored.map(|stored| stored.status),
                role: stored.map(|stored| stored.role),
            });
        }
        match &held {
            Some(membership) => self.effects.push(Effect::RaiseRole {
                membership_id: stored.map_or(membership_id, |stored| stored.id),
                organization_id: offer.organization,
                user_id: self.user,
                from: membership.role,
                to: offer.role,
                updated_by: offer.by,
            }),
            None => {
                if self.input.policy.enforce_seats {
                    self.guards.push(Guard::SeatAvailable { organization_id: offer.organization });
                }
                self.effects.push(Effect::AddMembership {
                    membership_id: stored.map_or(membership_id, |stored| stored.id),
                    organization_id: offer.organization,
                    user_id: self.user,
                    role: offer.role,
                    source: offer.source,
                    created_by: offer.by,
                    updated_by: offer.by,
                });
                self.gained.push(offer.organization);
            }
        }
        let source = held.map_or(offer.source, |membership| membership.source);
        self.put(MembershipView { organization_id: offer.organization, role: offer.role, source, added: true });
        Ok(())
    }

    /// Has the plan fail when the organization takes nobody in any more.
    fn rely_on_organization(&mut self, organization_id: OrganizationId) {
        let guard = Guard::OrganizationActive { organization_id };
        if !self.guards.contains(&guard) {
            self.guards.push(guard);
        }
    }

    /// Marks an invitation as used, and gives the platform role that it names.
    pub fn accept(&mut self, invitation: &InvitationFacts) {
        self.guards.push(Guard::InvitationPending {
            invitation_id: invitation.id,
            role: invitation.role,
            expires_at: invitation.expires_at,
        });
        if let Some(inviter) = &invitation.inviter {
            self.guards.push(Guard::InviterAuthorized {
                user_id: inviter.user_id,
                organization_id: invitation.organization_id,
                role: invitation.role,
                platform_role: invitation.platform_role,
            });
        }
        self.effects.push(Effect::AcceptInvitation {
            invitation_id: invitation.id,
            user_id: self.user,
            accepted_at: self.input.now,
        });
        if invitation.platform_role > self.platform_role {
            let by = invitation.inviter.as_ref().map_or(self.user, |inviter| inviter.user_id);
            self.grant(invitation.platform_role, by);
        }
    }

    /// Gives a role on the platform.
    pub fn grant(&mut self, role: PlatformRole, by: UserId) {
        self.platform_role = role;
        self.effects.push(Effect::GrantPlatformRole { user_id: self.user, role, updated_by: by });
    }

    /// Founds an organization that the user owns.
    pub fn found(&mut self, purpose: &str, source: MembershipSource) {
        let slug = names::free_slug(&names::slug_base(&self.input.login), &self.input.facts.taken_slugs, self.user);
        let organization_id = OrganizationId::derive(self.user, purpose, &slug);
        self.guards.push(Guard::SlugFree { slug: slug.clone() });
        self.guards.push(Guard::OrganizationAbsent { organization_id });
        self.effects.push(Effect::CreateOrganization {
            organization_id,
            name: names::organization_name(&self.input.login),
            slug,
            created_by: self.user,
            updated_by: self.user,
        });
        let role = OrganizationRole::OrgOwner;
        self.effects.push(Effect::AddMembership {
            membership_id: MembershipId::derive(organization_id, self.user),
            organization_id,
            user_id: self.user,
            role,
            source,
            created_by: self.user,
            updated_by: self.user,
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
        let invitation_id = InvitationId::derive(rule.id, email.as_str());
        let earlier = self.input.facts.invitations.iter().filter(|invitation| invitation.id == invitation_id).min();
        if let Some(earlier) = earlier {
            return match earlier.status {
                InvitationStatus::Pending if self.input.now < earlier.expires_at => Ok(()),
                InvitationStatus::Pending | InvitationStatus::Expired => Err(ReasonCode::InvitationExpired),
                InvitationStatus::Revoked => Err(ReasonCode::InvitationRevoked),
                InvitationStatus::Accepted => Err(ReasonCode::InvitationAlreadyAccepted),
            };
        }
        self.rely_on_organization(rule.organization_id);
        self.effects.push(Effect::CreateInvitation {
            invitation_id,
            organization_id: rule.organization_id,
            email: email.clone(),
            role,
            acceptance: InvitationAcceptance::Explicit,
            created_at: self.input.now,
            expires_at: self.input.now.plus(DOMAIN_INVITATION_SECONDS),
            created_by: self.user,
        });
        Ok(())
    }

    /// Asks an organization to take the user in, unless they asked before.
    pub fn request(&mut self, organization_id: OrganizationId, role: OrganizationRole) {
        if self.input.facts.pending_membership_requests.contains(&organization_id) {
            return;
        }
        self.rely_on_organization(organization_id);
        self.effects.push(Effect::RequestMembership {
            request_id: MembershipRequestId::derive(organization_id, self.user),
            organization_id,
            user_id: self.user,
            role,
            requested_at: self.input.now,
        });
    }

    /// Settles the organization that the user works in: the one they had if they are still a member of it, else the first
    /// gained, else the first there is.
    pub fn settle_current_organization(&mut self, current: Option<OrganizationId>) -> Option<OrganizationId> {
        let current = current.filter(|organization| self.held(*organization).is_some());
        if current.is_some() {
            return current;
        }
        let first = self.memberships.first().map(|membership| membership.organization_id);
        let organization_id = self.gained.first().copied().or(first)?;
        self.effects.push(Effect::SetCurrentOrganization { user_id: self.user, organization_id });
        Some(organization_id)
    }

    /// Whether the user is a member anywhere.
    pub fn has_memberships(&self) -> bool {
        !self.memberships.is_empty()
    }

    /// The memberships by organization, and what has to hold and be done for them.
    pub fn into_memberships(mut self) -> (Vec<MembershipView>, Vec<Guard>, Vec<Effect>) {
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
