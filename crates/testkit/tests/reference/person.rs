//! The person of an evaluation, what they gain by it, and §7: the plan that writes it down.

use std::collections::BTreeMap;

use cora_core::DecideInput;
use cora_core::connection::Connection;
use cora_core::email::EmailAddress;
use cora_core::id::{MembershipId, OrganizationId, UserId};
use cora_core::provisioning::code::ReasonCode;
use cora_core::provisioning::decision::{MembershipView, Outcome};
use cora_core::provisioning::facts::{
    LinkConfirmationFacts, MembershipFacts, MembershipSource, MembershipStatus, OrganizationStatus, Profile,
    RoleSource, UserFacts,
};
use cora_core::provisioning::organization_name::{default_name, slug_base};
use cora_core::provisioning::plan::{Effect, Guard};
use cora_core::role::{OrganizationRole, PlatformRole};
use cora_core::text::{DisplayName, Slug};
use cora_core::time::UnixSeconds;

use super::account::first_subject;
use super::evidence::Email;
use super::word::Word;
use super::{Expected, as_set, groups, stored};

/// A person who is admitted, and what the evaluation has given them so far.
#[derive(Clone)]
pub struct Person {
    pub id: UserId,
    /// The stored user, unless the person is new.
    pub user: Option<UserFacts>,
    /// The stored membership of each organization.
    pub stored: BTreeMap<OrganizationId, MembershipFacts>,
    /// The active memberships, including those gained.
    pub memberships: BTreeMap<OrganizationId, MembershipView>,
    /// The memory of each active membership's role.
    pub memory: BTreeMap<OrganizationId, Memory>,
    /// The organizations whose memberships a lost group has ended.
    pub ended: Vec<OrganizationId>,
    pub platform_role: PlatformRole,
    pub has_asked: bool,
    /// Set if the person has to prove the address of the invitation that they claim.
    pub has_to_prove: bool,
    /// Set if their claim evades enforced single sign-on.
    pub has_to_use_sso: bool,
    /// Set if the invitation that the login names needs a verified address.
    pub has_to_verify: bool,
    /// The organizations they joined, in the order of preference for the current one.
    pub joined: Vec<OrganizationId>,
    /// The code that the plan uses up.
    pub code: Option<LinkConfirmationFacts>,
    /// The user who loses the address to a new person.
    pub displaced: Option<UserFacts>,
    /// The changes of the address of a person who returns.
    pub of_the_address: Vec<Effect>,
    pub effects: Vec<Effect>,
    pub guards: Vec<Guard>,
}

/// A role that is offered.
pub struct Offer {
    pub organization: OrganizationId,
    pub role: OrganizationRole,
    pub source: MembershipSource,
    pub by: UserId,
    /// The role that the strategy gives without a mapping.
    pub base: Option<OrganizationRole>,
    pub by_group: bool,
    pub invited: bool,
}

/// §6.11: "A membership remembers where its role is from".
#[derive(Debug, Clone, Default)]
pub struct Memory {
    pub source: Option<RoleSource>,
    pub base: Option<OrganizationRole>,
    pub as_of: Option<UnixSeconds>,
}

impl Person {
    /// Creates the person of an existing user.
    pub fn known(input: &DecideInput, user: &UserFacts) -> Self {
        Self::of(input, user.id, Some(user.clone()), user.platform_role)
    }

    /// Creates a new person.
    pub fn new(input: &DecideInput) -> Self {
        Self::of(input, input.login.key().user_id(), None, PlatformRole::PlatformUser)
    }

    fn of(input: &DecideInput, id: UserId, user: Option<UserFacts>, platform_role: PlatformRole) -> Self {
        let facts = stored::memberships(input, id);
        // §6.3: "A membership of an organization whose required groups or proof the login lacks is
        // out of reach for this login".
        let active = facts
            .iter()
            .filter(|membership| membership.status == MembershipStatus::Active)
            .filter(|membership| groups::out_of_reach(input, membership.organization_id).is_none());
        let memory =
            |m: &MembershipFacts| Memory { source: m.role_source, base: groups::base(input, m), as_of: m.role_as_of };
        let view = |m: &MembershipFacts| MembershipView {
            organization_id: m.organization_id,
            role: m.role,
            source: m.source,
            added: false,
        };
        Self {
            id,
            user,
            memory: active.clone().map(|membership| (membership.organization_id, memory(membership))).collect(),
            ended: Vec::new(),
            memberships: active.map(|membership| (membership.organization_id, view(membership))).collect(),
            stored: facts.into_iter().map(|membership| (membership.organization_id, membership)).collect(),
            platform_role,
            has_asked: false,
            has_to_prove: false,
            has_to_use_sso: false,
            has_to_verify: false,
            joined: Vec::new(),
            code: None,
            displaced: None,
            of_the_address: Vec::new(),
            effects: Vec::new(),
            guards: Vec::new(),
        }
    }

    /// §6.4: "A plan that lets somebody in and rests on a code uses it up".
    pub fn rest_on(&mut self, code: Option<&LinkConfirmationFacts>) {
        self.code = code.cloned();
        let pending = code.map(|code| Guard::LinkConfirmationPending { token_hash: code.token_hash.clone() });
        self.guards.extend(pending);
    }

    pub fn is_member_of_any(&self) -> bool {
        !self.memberships.is_empty()
    }

    /// Returns the removed membership, if one exists. "A membership that ended this way counts as
    /// if it had never been" (§6.11).
    pub fn removed(&self, organization: OrganizationId) -> Option<&MembershipFacts> {
        let removed = |membership: &&MembershipFacts| membership.status == MembershipStatus::Removed;
        let stored = self.stored.get(&organization).filter(removed);
        stored.filter(|membership| membership.role_source != Some(RoleSource::Group))
    }

    /// §6.6: every membership "passes one check, in this order". Not for invitations, which may be
    /// made after a removal.
    pub fn objection_to(&self, input: &DecideInput, offer: &Offer) -> Option<ReasonCode> {
        let organization = offer.organization;
        if !is_active(input, organization) {
            return Some(ReasonCode::OrganizationInactive);
        }
        if let Some(code) = groups::out_of_reach(input, organization) {
            return Some(code);
        }
        if let Some(membership) = self.memberships.get(&organization) {
            if membership.role >= offer.role {
                return Some(ReasonCode::AlreadyMember);
            }
            // "A group mapping does not raise a role that is `manual`".
            let manual = self.memory[&organization].source == Some(RoleSource::Manual);
            return (offer.by_group && manual).then_some(ReasonCode::RoleKeptManual);
        }
        if self.removed(organization).is_some() {
            return Some(ReasonCode::MembershipRemoved);
        }
        (!self.has_seat(input, organization)).then_some(ReasonCode::SeatLimitReached)
    }

    /// §6.6: "a seat must be free", or theirs already.
    pub fn has_seat(&self, input: &DecideInput, organization: OrganizationId) -> bool {
        let facts = stored::organization(input, organization);
        let limit = facts.as_ref().and_then(|facts| facts.seat_limit).filter(|_| input.policy.enforce_seats);
        // "Its seat is free for that" (§6.11).
        let freed = u32::from(self.ended.contains(&organization));
        let used = facts.map_or(0, |facts| facts.seats_used).saturating_sub(freed);
        limit.is_none_or(|limit| used < limit) || self.memberships.contains_key(&organization)
    }

    /// §7: adds the guard of a plan that relies on a membership.
    pub fn rely_on_membership(&mut self, organization_id: OrganizationId) {
        let stored = self.stored.get(&organization_id);
        self.guards.push(Guard::MembershipUnchanged {
            organization_id,
            user_id: self.id,
            status: stored.map(|stored| stored.status),
            role: stored.map(|stored| stored.role),
            role_source: stored.and_then(|stored| stored.role_source),
            role_as_of: stored.and_then(|stored| stored.role_as_of),
        });
    }

    /// Makes the person a member, or raises their role; never lowers it (§6.3). Returns `true` if
    /// that changed anything.
    pub fn accept(&mut self, input: &DecideInput, offer: &Offer) -> bool {
        let Offer { organization: organization_id, role, source, by, base, by_group, invited } = *offer;
        let issued_at = input.login.issued_at;
        let user_id = self.id;
        let stored = self.stored.get(&organization_id).cloned();
        let membership_id = match &stored {
            Some(stored) => stored.id,
            None => MembershipId::derive(organization_id, user_id),
        };
        if let Some(membership) = self.memberships.get_mut(&organization_id) {
            let memory = self.memory.entry(organization_id).or_default();
            // "An invitation makes its role the base if that is greater" (§6.11).
            let outlasts = invited && memory.base < Some(role);
            if membership.role >= role && !outlasts {
                return false;
            }
            let from = membership.role;
            membership.added |= from < role;
            membership.role = from.max(role);
            if outlasts {
                memory.base = Some(role);
            }
            if memory.source != Some(RoleSource::Manual) {
                memory.source = (memory.base != Some(membership.role)).then_some(RoleSource::Group);
            }
            if by_group {
                memory.as_of = issued_at;
            }
            self.effects.push(Effect::RaiseRole {
                membership_id,
                organization_id,
                user_id,
                from,
                to: membership.role,
                role_source: memory.source,
                base_role: memory.base,
                role_as_of: memory.as_of,
                updated_by: by,
            });
            self.guards.push(Guard::OrganizationActive { organization_id });
        } else {
            self.memberships.insert(organization_id, MembershipView { organization_id, role, source, added: true });
            self.joined.push(organization_id);
            let by_group = base != Some(role);
            let memory =
                Memory { source: by_group.then_some(RoleSource::Group), base, as_of: issued_at.filter(|_| by_group) };
            self.memory.insert(organization_id, memory.clone());
            self.effects.push(Effect::AddMembership {
                membership_id,
                organization_id,
                user_id,
                role,
                source,
                role_source: memory.source,
                base_role: memory.base,
                role_as_of: memory.as_of,
                created_by: by,
                updated_by: by,
            });
            self.guards.push(Guard::OrganizationActive { organization_id });
            if input.policy.enforce_seats && !self.ended.contains(&organization_id) {
                self.guards.push(Guard::SeatAvailable { organization_id });
            }
        }
        if self.user.is_some() {
            self.rely_on_membership(organization_id);
        }
        true
    }

    /// §6.5, §6.7: creates an organization of their own, under a slug of §7.4.
    pub fn found(&mut self, input: &DecideInput, purpose: &str, source: MembershipSource) {
        let user_id = self.id;
        let slug = free_slug(input, user_id);
        let organization_id = OrganizationId::derive(user_id, purpose, &slug);
        let role = OrganizationRole::OrgOwner;
        self.effects.push(Effect::CreateOrganization {
            organization_id,
            name: default_name(&input.login),
            slug: slug.clone(),
            created_by: user_id,
            updated_by: user_id,
        });
        self.effects.push(Effect::AddMembership {
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
        self.guards.push(Guard::SlugFree { slug });
        self.guards.push(Guard::OrganizationAbsent { organization_id });
        self.memberships.insert(organization_id, MembershipView { organization_id, role, source, added: true });
        self.joined.push(organization_id);
    }

    /// Grants a platform role if it is greater than the current one.
    pub fn grant(&mut self, role: PlatformRole, updated_by: UserId) {
        if role > self.platform_role {
            self.platform_role = role;
            self.effects.push(Effect::GrantPlatformRole { user_id: self.id, role, updated_by });
        }
    }

    /// §7: writes the effects and their guards.
    pub fn write_down(self, input: &DecideInput, email: &Email, expected: &mut Expected) {
        let linked = matches!(expected.outcome, Outcome::Linked { .. });
        let is_acted_for = input.login.actor.is_some();
        let mut effects = match is_acted_for {
            true => Vec::new(),
            false => self.of_the_account(input, email, linked, expected),
        };
        effects.extend(self.effects.iter().filter(|effect| !self.is_settled(effect)).cloned());
        let stored = self.user.as_ref().and_then(|user| user.current_organization_id);
        let current = self.works_in(stored);
        // "If the organization is the user's current one, they have none afterwards" (§7.1).
        let from = stored.filter(|stored| !self.ended.contains(stored));
        if let Some(organization_id) = current.filter(|current| Some(*current) != from && !is_acted_for) {
            effects.push(Effect::SetCurrentOrganization { user_id: self.id, from, organization_id });
        }
        let mut guards = Vec::new();
        if !effects.is_empty() {
            guards = self.guards_of_the_account(input, linked);
            // The ownership of the domain determines what an organization's connection may assert.
            guards.extend(
                email
                    .owned_by
                    .iter()
                    .map(|(domain_id, version)| Guard::DomainRuleVersion { domain_id: *domain_id, version: *version }),
            );
            guards.extend(self.guards.iter().cloned());
            guards.extend(versions(input));
        }
        expected.platform_role = self.platform_role;
        expected.memberships = self.memberships.into_values().collect();
        expected.current_organization_id = current;
        expected.effects = effects;
        expected.guards = as_set(&guards);
    }

    /// Returns `true` if an effect invites or asks for a person who has become a member by another
    /// way.
    fn is_settled(&self, effect: &Effect) -> bool {
        match effect {
            Effect::CreateInvitation { organization_id, .. } | Effect::RequestMembership { organization_id, .. } => {
                self.memberships.contains_key(organization_id)
            }
            _ => false,
        }
    }

    /// Returns the current organization: the stored one while they are a member, otherwise the
    /// first they joined, otherwise any.
    fn works_in(&self, stored: Option<OrganizationId>) -> Option<OrganizationId> {
        let is_member = |organization: &OrganizationId| self.memberships.contains_key(organization);
        stored.filter(is_member).or(self.joined.first().copied()).or(self.memberships.keys().next().copied())
    }

    fn of_the_account(&self, input: &DecideInput, email: &Email, linked: bool, expected: &Expected) -> Vec<Effect> {
        let login = &input.login;
        // An empty claim says nothing.
        let told = |name: &Option<DisplayName>| name.clone().filter(|name| !name.as_str().trim().is_empty());
        let profile = Profile {
            name: told(&login.name),
            given_name: told(&login.given_name),
            family_name: told(&login.family_name),
            picture: login.picture.clone(),
            phone_number: login.phone_number.clone(),
        };
        let link = Effect::LinkIdentity {
            user_id: self.id,
            connection_id: input.connection.id,
            identity: login.key(),
            email: email.address.as_ref().map(|address| address.as_canonical().clone()),
            email_verified: email.vouches,
            // §3: "A login without an address, or with a blank one, says nothing."
            stated_at: login.issued_at.filter(|_| Word::of(input, email.vouches).is_some()),
            created_by: self.id,
        };
        let consume = self.code.as_ref().map(|code| Effect::ConsumeLinkConfirmation {
            token_hash: code.token_hash.clone(),
            user_id: self.id,
            used_at: input.now,
        });
        // "keeps its time on the user's own address if the code was sent to that address".
        let confirm = self.code.as_ref().map(|code| Effect::ConfirmEmail {
            user_id: self.id,
            email: code.email.clone(),
            confirmed_at: input.now,
            updated_by: self.id,
        });
        let Some(user) = &self.user else {
            let create = Effect::CreateUser {
                user_id: self.id,
                email: login.email.as_ref().and_then(|email| EmailAddress::parse(email.as_str()).ok()),
                email_verified: expected.email_evidence >= cora_core::evidence::EmailEvidence::Verified,
                profile,
                created_by: self.id,
                updated_by: self.id,
            };
            let released = self.displaced.as_ref().zip(email.address.as_ref()).map(|(user, address)| {
                let (user_id, email) = (user.id, address.as_canonical().clone());
                Effect::ReleaseEmail { user_id, email, updated_by: self.id }
            });
            return released.into_iter().chain([create, link]).chain(consume).chain(confirm).collect();
        };
        let missing = Profile {
            name: profile.name.filter(|_| user.profile.name.is_none()),
            given_name: profile.given_name.filter(|_| user.profile.given_name.is_none()),
            family_name: profile.family_name.filter(|_| user.profile.family_name.is_none()),
            picture: profile.picture.filter(|_| user.profile.picture.is_none()),
            phone_number: profile.phone_number.filter(|_| user.profile.phone_number.is_none()),
        };
        let linking = consume.into_iter().chain([link]).chain(confirm).filter(|_| linked);
        let mut effects: Vec<Effect> = self.of_the_address.iter().cloned().chain(linking).collect();
        if missing != Profile::default() {
            effects.push(Effect::UpdateProfile { user_id: self.id, profile: missing, updated_by: self.id });
        }
        effects
    }

    fn guards_of_the_account(&self, input: &DecideInput, linked: bool) -> Vec<Guard> {
        let identity = input.login.key();
        let user_id = self.id;
        if self.user.is_some() {
            let standing =
                if linked { Guard::IdentityUnlinked { identity } } else { Guard::IdentityLinked { identity, user_id } };
            return vec![Guard::UserActive { user_id }, standing];
        }
        let new = [Guard::UserAbsent { user_id }, Guard::IdentityUnlinked { identity }];
        new.into_iter().chain(self.guards_of_the_address(input)).collect()
    }

    /// §7.2: the address is nobody's, or that of the user who loses it.
    pub fn guards_of_the_address(&self, input: &DecideInput) -> Vec<Guard> {
        let address = input.login.email.as_ref().and_then(|email| EmailAddress::parse(email.as_str()).ok());
        let Some(email) = address.map(|email| email.as_canonical().clone()) else { return Vec::new() };
        let Some(user) = &self.displaced else { return vec![Guard::EmailUnclaimed { email }] };
        let user_id = user.id;
        let first = first_subject(input, user).map(|identity| Guard::IdentityLinked { identity, user_id });
        let held = [Guard::UserActive { user_id }, Guard::EmailVerified { user_id, email }];
        held.into_iter().chain(first).collect()
    }
}

/// §6.6: "The organization must be known and active".
pub fn is_active(input: &DecideInput, organization: OrganizationId) -> bool {
    stored::organization(input, organization).is_some_and(|facts| facts.status == OrganizationStatus::Active)
}

/// Returns the guards of every plan that writes something.
pub fn versions(input: &DecideInput) -> [Guard; 2] {
    let Connection { id, version, .. } = input.connection;
    [Guard::PolicyVersion { version: input.policy.version }, Guard::ConnectionVersion { connection_id: id, version }]
}

/// Returns the first free slug of `base`, `base-2` … `base-20`, otherwise one with the beginning of
/// the founder's identifier.
fn free_slug(input: &DecideInput, founder: UserId) -> Slug {
    let base = slug_base(&input.login);
    let with = |end: &str| Slug::shortened(&format!("{base}-{end}"));
    let mut candidates = std::iter::once(base.clone()).chain((2..=20).map(|number| with(&number.to_string())));
    let free = candidates.find(|slug| !input.facts.taken_slugs.contains(slug));
    free.unwrap_or_else(|| with(founder.to_string().split('-').next().unwrap_or_default()))
}
