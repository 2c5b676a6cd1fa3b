//! The gains of a login: memberships, roles and organizations, each checked in one place.

use alloc::vec::Vec;

use super::code::ReasonCode;
use super::context::DecisionContext;
use super::decision::MembershipView;
use super::facts::LinkConfirmationFacts;
use super::mapping::MappedRoles;
use super::organization_name;
use super::plan::{Effect, Guard};
use crate::email::{CanonicalEmail, EmailAddress};
use crate::id::{InvitationId, MembershipId, MembershipRequestId, OrganizationId, UserId};
use crate::model::domain_rule::DomainRuleFacts;
use crate::model::invitation::{InvitationAcceptance, InvitationFacts, InvitationStatus};
use crate::model::membership::{MembershipFacts, MembershipSource, MembershipStatus, RoleSource};
use crate::model::organization::OrganizationStatus;
use crate::redact::RedactedEmail;
use crate::role::{OrganizationRole, PlatformRole};
use crate::small_sort::sorted;
use crate::time::UnixSeconds;

/// A membership that a strategy offers.
#[derive(Clone, Copy)]
pub(super) struct Offer {
    pub organization: OrganizationId,
    pub role: OrganizationRole,
    pub source: MembershipSource,
    /// The role that the strategy gives without any group mapping; `None` if it gives none.
    pub base: Option<OrganizationRole>,
    /// The user who is accountable for it: the inviter, or else the user themselves.
    pub by: UserId,
    /// The time at which the invitation was created, if the offer is an invitation.
    pub invited_at: Option<UnixSeconds>,
}

impl Offer {
    /// Returns `true` if a group mapping gives the role.
    fn is_by_group(&self) -> bool {
        self.base.is_none_or(|base| base < self.role)
    }
}

/// An active membership, with the memory of its role.
#[derive(Clone, Copy)]
struct Held {
    view: MembershipView,
    role_source: Option<RoleSource>,
    base: Option<OrganizationRole>,
    role_as_of: Option<UnixSeconds>,
}

impl Held {
    /// Returns the source of a role, from the role by which the person is a member otherwise.
    fn source_of(&self, role: OrganizationRole, base: Option<OrganizationRole>) -> Option<RoleSource> {
        let by_group = base.is_none_or(|base| base < role).then_some(RoleSource::Group);
        if self.role_source == Some(RoleSource::Manual) { self.role_source } else { by_group }
    }
}

/// The result of a membership's comparison with the groups of its member.
#[derive(Clone, Copy)]
pub(super) struct Followed {
    pub organization: OrganizationId,
    /// The role after, or the last role of a membership that ended.
    pub role: OrganizationRole,
    pub code: ReasonCode,
}

/// An active membership that a login cannot reach, ordered by organization.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct OutOfReach {
    pub organization_id: OrganizationId,
    pub role: OrganizationRole,
    /// The objection of the organization.
    pub code: ReasonCode,
}

/// The gains of a login so far.
pub(super) struct Admission<'a> {
    context: DecisionContext<'a>,
    /// The user who gains.
    pub user: UserId,
    /// `true` if this decision creates the user.
    pub is_new: bool,
    memberships: Vec<Held>,
    gained: Vec<OrganizationId>,
    /// The organizations whose memberships this decision ends.
    ended: Vec<OrganizationId>,
    /// The active memberships whose organization objects to the login, with the objection.
    out_of_reach: Vec<OutOfReach>,
    /// The organizations that this decision asks to admit the user.
    requested: Vec<OrganizationId>,
    pub platform_role: PlatformRole,
    /// The result of the invitation that the login names, if it names one that was examined.
    pub named: Option<ReasonCode>,
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
            ended: Vec::new(),
            out_of_reach: Vec::new(),
            requested: Vec::new(),
            platform_role,
            named: None,
            guards: Vec::new(),
            effects: Vec::new(),
        };
        let own = context.facts.memberships.iter().filter(|membership| membership.user_id == user);
        let active = own.filter(|membership| membership.status == MembershipStatus::Active);
        // WHY the order: if two facts describe one membership, which a sound store does not return,
        // the greater role counts.
        for membership in sorted(active, |a, b| (a.role, a.source, a).cmp(&(b.role, b.source, b))) {
            let MembershipFacts { organization_id, role, source, role_source, role_as_of, .. } = *membership;
            if let Some(code) = context.objection_of(organization_id) {
                admission.out_of_reach.push(OutOfReach { organization_id, role, code });
                continue;
            }
            let base = membership.base(context.policy.default_role(organization_id));
            let view = MembershipView { organization_id, role, source, added: false };
            admission.put(Held { view, role_source, base, role_as_of });
        }
        admission.out_of_reach.sort_unstable();
        admission.out_of_reach.dedup_by_key(|membership| membership.organization_id);
        admission
    }

    /// Returns the active memberships that the login cannot reach, ordered by organization, each
    /// with its role and the objection.
    pub fn out_of_reach(&self) -> &[OutOfReach] {
        &self.out_of_reach
    }

    /// Adds a guard to the plan, if a plan is wanted.
    pub fn guard(&mut self, guard: impl FnOnce() -> Guard) {
        if self.context.is_full() {
            self.guards.push(guard());
        }
    }

    /// Adds guards on which several effects may rest, each once, if a plan is wanted.
    pub fn rest_on(&mut self, guards: &[Guard]) {
        for guard in guards {
            if !self.guards.contains(guard) {
                self.guard(|| guard.clone());
            }
        }
    }

    /// Adds an effect to the plan, if a plan is wanted.
    pub fn effect(&mut self, effect: impl FnOnce() -> Effect) {
        if self.context.is_full() {
            self.effects.push(effect());
        }
    }

    /// Returns the membership that the user has or gains in an organization.
    fn membership(&self, organization: OrganizationId) -> Option<&Held> {
        self.memberships.iter().find(|held| held.view.organization_id == organization)
    }

    /// Inserts a membership, replacing one of the same organization.
    fn put(&mut self, held: Held) {
        let id = held.view.organization_id;
        let at = self.memberships.partition_point(|other| other.view.organization_id < id);
        match self.memberships.get_mut(at).filter(|other| other.view.organization_id == id) {
            Some(there) => *there = held,
            None => self.memberships.insert(at, held),
        }
    }

    /// Returns the membership as it is stored.
    fn stored(&self, organization: OrganizationId) -> Option<&'a MembershipFacts> {
        let facts = &self.context.facts.memberships;
        facts.iter().filter(|m| m.user_id == self.user && m.organization_id == organization).min()
    }

    /// Returns the time at which the user was last removed from an organization, or `None` if they
    /// never were. A group mapping that ended a membership removed nobody.
    fn removed_at(&self, organization: OrganizationId) -> Option<UnixSeconds> {
        let removed = |membership: &&MembershipFacts| {
            membership.user_id == self.user
                && membership.organization_id == organization
                && membership.status == MembershipStatus::Removed
                && membership.role_source != Some(RoleSource::Group)
        };
        let facts = &self.context.facts.memberships;
        facts.iter().filter(removed).map(|membership| membership.removed_at.unwrap_or(UnixSeconds::MAX)).max()
    }

    /// Checks that an organization can admit the user.
    ///
    /// # Errors
    ///
    /// `organization_inactive`, `group_missing`, `step_up_required`, `already_member`,
    /// `role_kept_manual`, `membership_removed` or `seat_limit_reached`.
    pub fn check(&self, offer: &Offer) -> Result<(), ReasonCode> {
        let organization = self.context.facts.organizations.iter().filter(|o| o.id == offer.organization).min();
        let Some(organization) = organization.filter(|o| o.status == OrganizationStatus::Active) else {
            return Err(ReasonCode::OrganizationInactive);
        };
        if let Some(code) = self.context.objection_of(offer.organization) {
            return Err(code);
        }
        if let Some(held) = self.membership(offer.organization) {
            let manual = held.role_source == Some(RoleSource::Manual);
            return if held.view.role < offer.role {
                if manual && offer.is_by_group() { Err(ReasonCode::RoleKeptManual) } else { Ok(()) }
            } else if offer.invited_at.is_some() && held.base < Some(offer.role) {
                // The invitation is used up, so its role has to outlast the group.
                Ok(())
            } else {
                Err(ReasonCode::AlreadyMember)
            };
        }
        if let Some(removed_at) = self.removed_at(offer.organization)
            && offer.invited_at.is_none_or(|invited_at| invited_at < removed_at)
        {
            return Err(ReasonCode::MembershipRemoved);
        }
        let own = u32::from(self.ended.contains(&offer.organization));
        let used = organization.seats_used.saturating_sub(own);
        let full = organization.seat_limit.is_some_and(|limit| used >= limit);
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
        let Offer { organization: organization_id, role, source, base, by, .. } = *offer;
        let user_id = self.user;
        let held = self.membership(organization_id).copied();
        let stored = self.stored(organization_id);
        let membership_id =
            || stored.map_or_else(|| MembershipId::derive(organization_id, user_id), |stored| stored.id);
        self.guard_organization(organization_id);
        self.guard_membership(organization_id);
        let issued_at = self.context.login.issued_at;
        if let Some(held) = held {
            let from = held.view.role;
            let to = from.max(role);
            let base_role = if offer.invited_at.is_some() { held.base.max(Some(role)) } else { held.base };
            let role_source = held.source_of(to, base_role);
            let role_as_of = if offer.is_by_group() { issued_at } else { held.role_as_of };
            self.effect(|| Effect::RaiseRole {
                membership_id: membership_id(),
                organization_id,
                user_id,
                from,
                to,
                role_source,
                base_role,
                role_as_of,
                updated_by: by,
            });
            let view = MembershipView { role: to, added: held.view.added || from < to, ..held.view };
            self.put(Held { view, role_source, base: base_role, role_as_of });
        } else {
            self.guard_seat(organization_id);
            let role_source = offer.is_by_group().then_some(RoleSource::Group);
            let role_as_of = role_source.and(issued_at);
            self.effect(|| Effect::AddMembership {
                membership_id: membership_id(),
                organization_id,
                user_id,
                role,
                source,
                role_source,
                base_role: base,
                role_as_of,
                created_by: by,
                updated_by: by,
            });
            self.gained.push(organization_id);
            let view = MembershipView { organization_id, role, source, added: true };
            self.put(Held { view, role_source, base, role_as_of });
        }
        Ok(())
    }

    /// Returns `true` if the login's token is older than the one whose groups last set the user's
    /// role in an organization, so that its groups say nothing about that organization.
    pub fn is_stale(&self, organization: OrganizationId) -> bool {
        let as_of = match self.membership(organization) {
            Some(held) => held.role_as_of,
            None => self.stored(organization).and_then(|stored| stored.role_as_of),
        };
        as_of.zip(self.context.login.issued_at).is_some_and(|(as_of, issued_at)| issued_at < as_of)
    }

    /// Compares the memberships of organizations that follow the provider with the roles that the
    /// login's groups give: lowers a role whose group was lost, and ends a membership that nothing
    /// gives any more.
    pub fn follow(&mut self, roles: &MappedRoles) -> Vec<Followed> {
        let mut followed = Vec::new();
        for held in self.memberships.clone() {
            let MembershipView { organization_id: organization, role: from, .. } = held.view;
            let by_group = held.role_source != Some(RoleSource::Manual) && held.base.is_none_or(|base| base < from);
            // INVARIANT: no owner is lowered, so none is the last.
            let follows = by_group && from < OrganizationRole::OrgOwner && roles.is_followed_by(organization);
            if !follows || self.is_stale(organization) {
                continue;
            }
            let mapped = roles.of_organization(organization).map(|role| role.min(OrganizationRole::CONNECTION_CAP));
            match mapped.max(held.base) {
                Some(to) if to < from => {
                    self.lower(held, to);
                    followed.push(Followed { organization, role: to, code: ReasonCode::RoleLowered });
                }
                Some(_) => {}
                None => {
                    self.end(organization, from);
                    followed.push(Followed { organization, role: from, code: ReasonCode::MembershipEndedByGroup });
                }
            }
        }
        followed
    }

    fn lower(&mut self, held: Held, to: OrganizationRole) {
        let (user_id, organization_id) = (self.user, held.view.organization_id);
        let (role_source, role_as_of) = (held.source_of(to, held.base), self.context.login.issued_at);
        let Some(membership_id) = self.stored(organization_id).map(|stored| stored.id) else { return };
        self.guard_membership(organization_id);
        self.effect(|| Effect::LowerRole {
            membership_id,
            organization_id,
            user_id,
            from: held.view.role,
            to,
            role_source,
            base_role: held.base,
            role_as_of,
            updated_by: user_id,
        });
        self.put(Held { view: MembershipView { role: to, ..held.view }, role_source, base: held.base, role_as_of });
    }

    fn end(&mut self, organization_id: OrganizationId, role: OrganizationRole) {
        let (user_id, ended_at, role_as_of) = (self.user, self.context.now, self.context.login.issued_at);
        let Some(membership_id) = self.stored(organization_id).map(|stored| stored.id) else { return };
        self.guard_membership(organization_id);
        self.effect(|| Effect::EndMembership {
            membership_id,
            organization_id,
            user_id,
            role,
            role_as_of,
            ended_at,
            updated_by: user_id,
        });
        self.memberships.retain(|held| held.view.organization_id != organization_id);
        self.ended.push(organization_id);
    }

    /// Adds guards that fail the plan if the organization no longer has a place for somebody whose
    /// request or invitation is still open.
    pub fn guard_place(&mut self, organization_id: OrganizationId) {
        self.guard_organization(organization_id);
        self.guard_membership(organization_id);
        self.guard_seat(organization_id);
    }

    /// Adds a guard that fails the plan if the organization no longer has a free seat. A seat that
    /// this plan frees is free for it.
    fn guard_seat(&mut self, organization_id: OrganizationId) {
        if self.context.policy.enforce_seats && !self.ended.contains(&organization_id) {
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
        self.guard(|| Guard::MembershipUnchanged {
            organization_id,
            user_id,
            status: stored.map(|stored| stored.status),
            role: stored.map(|stored| stored.role),
            role_source: stored.and_then(|stored| stored.role_source),
            role_as_of: stored.and_then(|stored| stored.role_as_of),
        });
    }

    /// Adds a guard that fails the plan if the organization is no longer active.
    fn guard_organization(&mut self, organization_id: OrganizationId) {
        let guard = Guard::OrganizationActive { organization_id };
        if !self.guards.contains(&guard) {
            self.guard(|| guard);
        }
    }

    /// Marks an invitation as used, and grants the platform role that it names if it is greater
    /// than the user's. `claimed_as` is the login's address if the invitation is to another one.
    pub fn accept(&mut self, invitation: &InvitationFacts, claimed_as: Option<&EmailAddress>) {
        let InvitationFacts { id: invitation_id, organization_id, role, platform_role, expires_at, .. } = *invitation;
        let (user_id, accepted_at) = (self.user, self.context.now);
        self.guard(|| Guard::InvitationPending { invitation_id, role, expires_at });
        if let Some(inviter) = &invitation.inviter {
            let user_id = inviter.user_id;
            self.guard(|| Guard::InviterAuthorized { user_id, organization_id, role, platform_role });
        }
        let claimed_as = claimed_as.map(RedactedEmail::from);
        self.effect(|| Effect::AcceptInvitation { invitation_id, user_id, accepted_at, claimed_as });
        if platform_role > self.platform_role {
            let by = invitation.inviter.as_ref().map_or(user_id, |inviter| inviter.user_id);
            self.grant(platform_role, by);
        }
    }

    /// Uses up the code on which the decision rests.
    pub fn use_code(&mut self, confirmation: &LinkConfirmationFacts) {
        let (user_id, used_at) = (self.user, self.context.now);
        let token_hash = &confirmation.token_hash;
        self.guard(|| Guard::LinkConfirmationPending { token_hash: token_hash.clone() });
        self.effect(|| Effect::ConsumeLinkConfirmation { token_hash: token_hash.clone(), user_id, used_at });
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
            role_source: None,
            base_role: Some(role),
            role_as_of: None,
            created_by: user_id,
            updated_by: user_id,
        });
        let view = MembershipView { organization_id, role, source, added: true };
        self.put(Held { view, role_source: None, base: Some(role), role_as_of: None });
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
        let kept = current.filter(|organization| self.membership(*organization).is_some());
        // The end of a membership leaves the user without a current organization.
        let from = current.filter(|organization| !self.ended.contains(organization));
        if kept.is_some() && kept == from {
            return kept;
        }
        let first = self.memberships.first().map(|held| held.view.organization_id);
        let organization_id = kept.or(self.gained.first().copied()).or(first)?;
        let user_id = self.user;
        if !self.context.is_acted_for() {
            self.effect(|| Effect::SetCurrentOrganization { user_id, from, organization_id });
        }
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
        let held = |id: &OrganizationId| self.memberships.iter().any(|held| held.view.organization_id == *id);
        self.effects.retain(|effect| match effect {
            Effect::RequestMembership { organization_id, .. } | Effect::CreateInvitation { organization_id, .. } => {
                !held(organization_id)
            }
            _ => true,
        });
        (self.memberships.into_iter().map(|held| held.view).collect(), self.guards, self.effects)
    }
}
