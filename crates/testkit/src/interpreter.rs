//! An in-memory store: it supplies the facts for a login and applies plans under their guards, as a
//! database would.
//!
//! Public so that other tests can use it: the effect of a plan on this store is the effect it must
//! have on any store.

use std::collections::{BTreeMap, BTreeSet};

use cora_core::connection::{Connection, ConnectionStatus};
use cora_core::email::{CanonicalEmail, EmailAddress};
use cora_core::id::{AuditId, DomainId, IdentityConflictId, InvitationId, OrganizationId, UserId};
use cora_core::identity::{IdentityKey, LoginIdentity};
use cora_core::policy::ProvisioningPolicy;
use cora_core::provisioning::facts::{
    BootstrapTokenFacts, DecideInput, DomainRuleFacts, IdentityFacts, InvitationFacts, InvitationStatus, InviterFacts,
    LinkConfirmationFacts, LoginFacts, MembershipFacts, MembershipStatus, OrganizationFacts, OrganizationStatus,
    Profile, RoleSource, UserFacts, UserStatus,
};
use cora_core::provisioning::organization_name::slug_base;
use cora_core::provisioning::plan::{Effect, Guard, Plan};
use cora_core::role::{OrganizationRole, PlatformRole};
use cora_core::time::UnixSeconds;
use cora_core::{Decision, decide};

/// The state of a platform.
#[derive(Debug, Clone, PartialEq)]
pub struct Platform {
    /// The connection that logins use.
    pub connection: Connection,
    /// The policy in force.
    pub policy: ProvisioningPolicy,
    /// The users.
    pub users: BTreeMap<UserId, UserFacts>,
    /// The identities, each with its user and its word.
    pub identities: BTreeMap<IdentityKey, IdentityFacts>,
    /// The open entries of the administrators' queue.
    pub conflicts: BTreeMap<IdentityConflictId, Effect>,
    /// The organizations. Seats and owners are counted when they are loaded.
    pub organizations: BTreeMap<OrganizationId, OrganizationFacts>,
    /// Memberships by organization and user, removed ones included.
    pub memberships: BTreeMap<(OrganizationId, UserId), MembershipFacts>,
    /// The invitations. The inviter's current roles and status are looked up when they are loaded.
    pub invitations: BTreeMap<InvitationId, InvitationFacts>,
    /// The domain rules.
    pub domain_rules: BTreeMap<DomainId, DomainRuleFacts>,
    /// The bootstrap tokens.
    pub bootstrap_tokens: Vec<BootstrapTokenFacts>,
    /// The link confirmations.
    pub link_confirmations: Vec<LinkConfirmationFacts>,
    /// The open membership requests.
    pub requests: BTreeSet<(OrganizationId, UserId)>,
    /// The addresses on the waitlist.
    pub waitlist: BTreeSet<CanonicalEmail>,
    /// The approved addresses of the waitlist.
    pub waitlist_approved: BTreeSet<CanonicalEmail>,
    /// The audit records.
    pub audit: BTreeMap<AuditId, Effect>,
}

impl Platform {
    /// Creates a platform without users.
    pub fn new(connection: Connection, policy: ProvisioningPolicy) -> Self {
        Self {
            connection,
            policy,
            users: BTreeMap::new(),
            identities: BTreeMap::new(),
            conflicts: BTreeMap::new(),
            organizations: BTreeMap::new(),
            memberships: BTreeMap::new(),
            invitations: BTreeMap::new(),
            domain_rules: BTreeMap::new(),
            bootstrap_tokens: Vec::new(),
            link_confirmations: Vec::new(),
            requests: BTreeSet::new(),
            waitlist: BTreeSet::new(),
            waitlist_approved: BTreeSet::new(),
            audit: BTreeMap::new(),
        }
    }

    /// Counts the active members of an organization whose accounts are active.
    pub fn seats_used(&self, organization: OrganizationId) -> u32 {
        let active = |m: &&MembershipFacts| {
            m.organization_id == organization
                && m.status == MembershipStatus::Active
                && self.users.get(&m.user_id).is_some_and(|user| user.status == UserStatus::Active)
        };
        self.memberships.values().filter(active).count().try_into().unwrap_or(u32::MAX)
    }

    /// Counts the users who own the platform, in any status.
    pub fn platform_owners(&self) -> usize {
        self.users.values().filter(|user| user.platform_role == PlatformRole::PlatformOwner).count()
    }

    /// Returns the role that a user has in an organization now.
    pub fn role(&self, organization: OrganizationId, user: UserId) -> Option<OrganizationRole> {
        let membership = self.memberships.get(&(organization, user))?;
        (membership.status == MembershipStatus::Active).then_some(membership.role)
    }

    /// Returns everything that is stored and concerns this login.
    pub fn facts(&self, login: &LoginIdentity) -> LoginFacts {
        let email = login.email.as_ref().and_then(|email| EmailAddress::parse(email.as_str()).ok());
        let canonical = email.as_ref().map(EmailAddress::as_canonical);
        let linked = self.identities.get(&login.key());
        let linked_user = linked.and_then(|identity| self.users.get(&identity.user_id)).cloned();
        let derived = self.users.get(&login.derived_user()).cloned();
        let derived_user = derived.filter(|_| linked_user.is_none());
        let with_email: Vec<&UserFacts> = self
            .users
            .values()
            .filter(|user| canonical.is_some() && user.email.as_ref() == canonical && holds(user))
            .collect();
        let known: BTreeSet<UserId> = linked_user
            .iter()
            .chain(&derived_user)
            .chain(with_email.iter().copied().filter(|user| user.email_verified))
            .map(|user| user.id)
            .collect();
        // The account is theirs, or may become theirs.
        let theirs = |id: &UserId| linked_user.as_ref().map_or(known.contains(id), |linked| linked.id == *id);
        let own = self.users.values().filter(|user| theirs(&user.id) && user.email_verified);
        let vouched = self.identities.values().filter(|known| theirs(&known.user_id) && known.email_verified);
        let others = own.filter_map(|user| user.email.clone()).chain(vouched.filter_map(|known| known.email.clone()));
        let addresses: BTreeSet<CanonicalEmail> = canonical.cloned().into_iter().chain(others).collect();
        let is_one = |email: &Option<CanonicalEmail>| email.as_ref().is_some_and(|email| addresses.contains(email));
        let proven = |user: &&UserFacts| user.email_verified && holds(user) && is_one(&user.email);
        let is_among = |user: &&UserFacts| with_email.iter().any(|other| other.id == user.id);
        let users_with_email: Vec<UserFacts> =
            self.users.values().filter(|user| is_among(user) || proven(user)).cloned().collect();
        let concerned: BTreeSet<UserId> =
            linked_user.iter().chain(&derived_user).chain(&users_with_email).map(|user| user.id).collect();
        let named = login.invitation_id.and_then(|named| self.invitations.get(&named));
        let invitations = self.invitations.values().filter(|invitation| {
            addresses.contains(&invitation.email) || named.is_some_and(|named| named.id == invitation.id)
        });
        let domains: Vec<&str> =
            addresses.iter().chain(named.map(|named| &named.email)).map(CanonicalEmail::domain).collect();
        let rules = self.domain_rules.values().filter(|rule| domains.iter().any(|domain| rule.pattern.matches(domain)));
        let slug = slug_base(login);
        LoginFacts {
            pending_membership_requests: linked_user
                .iter()
                .flat_map(|user| self.requests.iter().filter(|(_, asker)| *asker == user.id))
                .map(|(organization, _)| *organization)
                .collect(),
            linked_user,
            derived_user,
            users_with_email,
            identities: self
                .identities
                .values()
                .filter(|identity| known.contains(&identity.user_id))
                .cloned()
                .collect(),
            invitations: invitations.map(|invitation| self.with_inviter(invitation)).collect(),
            domain_rules: rules.cloned().collect(),
            organizations: self.organizations.values().map(|organization| self.with_counts(organization)).collect(),
            memberships: self.memberships.values().filter(|m| concerned.contains(&m.user_id)).cloned().collect(),
            waitlisted: canonical.is_some_and(|email| self.waitlist.contains(email)),
            waitlist_approved: canonical.is_some_and(|email| self.waitlist_approved.contains(email)),
            platform_owner_exists: self.platform_owners() > 0,
            bootstrap_tokens: self.bootstrap_tokens.clone(),
            link_confirmations: self
                .link_confirmations
                .iter()
                .filter(|confirmation| confirmation.identity == login.key())
                .cloned()
                .collect(),
            taken_slugs: self
                .organizations
                .values()
                .map(|organization| organization.slug.clone())
                .filter(|taken| taken.as_str().starts_with(slug.as_str()))
                .collect(),
        }
    }

    fn with_counts(&self, organization: &OrganizationFacts) -> OrganizationFacts {
        let owners = |m: &&MembershipFacts| {
            m.organization_id == organization.id
                && m.status == MembershipStatus::Active
                && m.role == OrganizationRole::OrgOwner
        };
        OrganizationFacts {
            seats_used: self.seats_used(organization.id),
            owner_count: self.memberships.values().filter(owners).count().try_into().unwrap_or(u32::MAX),
            ..organization.clone()
        }
    }

    /// Returns an invitation with its inviter as they are now.
    pub fn with_inviter(&self, invitation: &InvitationFacts) -> InvitationFacts {
        let inviter = invitation.inviter.as_ref().and_then(|inviter| {
            let user = self.users.get(&inviter.user_id)?;
            Some(InviterFacts {
                user_id: user.id,
                status: user.status,
                organization_role: self.role(invitation.organization_id, user.id),
                platform_role: user.platform_role,
            })
        });
        InvitationFacts { inviter, ..invitation.clone() }
    }

    /// Returns the input for a decision about a login in the current state.
    pub fn input(&self, login: &LoginIdentity, now: UnixSeconds) -> DecideInput {
        DecideInput {
            now,
            login: login.clone(),
            connection: self.connection.clone(),
            policy: self.policy.clone(),
            facts: self.facts(login),
        }
    }

    /// Loads, decides and applies until a plan succeeds.
    ///
    /// # Panics
    ///
    /// If five plans in a row fail their guards although nobody else writes.
    pub fn login(&mut self, login: &LoginIdentity, now: UnixSeconds) -> Decision {
        let mut failed = None;
        for _ in 0..5 {
            let decision = decide(&self.input(login, now));
            match self.apply(&decision.plan) {
                Ok(()) => return decision,
                Err(guard) => failed = Some(guard),
            }
        }
        panic!("a plan fails its guards although nobody else writes: {failed:?}");
    }

    /// Applies a plan, either completely or not at all.
    ///
    /// # Errors
    ///
    /// The first guard that fails.
    pub fn apply(&mut self, plan: &Plan) -> Result<(), Guard> {
        for guard in &plan.guards {
            if !self.holds(guard) {
                return Err(guard.clone());
            }
        }
        for effect in &plan.effects {
            self.perform(effect);
        }
        if plan.changes_roles() {
            let user = plan.effects.iter().find_map(Effect::changed_roles_of);
            if let Some(user) = user.and_then(|user| self.users.get_mut(&user)) {
                user.role_version += 1;
            }
        }
        Ok(())
    }

    fn holds(&self, guard: &Guard) -> bool {
        match guard {
            Guard::IdentityUnlinked { identity } => !self.identities.contains_key(identity),
            Guard::EmailUnclaimed { email } => {
                let proves =
                    |user: &UserFacts| user.email.as_ref() == Some(email) && user.email_verified && holds(user);
                !self.users.values().any(proves)
            }
            Guard::EmailUnchanged { user_id, email, email_verified, email_confirmed_at } => {
                self.users.get(user_id).is_some_and(|user| {
                    user.email == *email
                        && user.email_verified == *email_verified
                        && user.email_confirmed_at == *email_confirmed_at
                })
            }
            Guard::IdentityEmailUnchanged { identity, user_id, email, email_verified, stated_at } => {
                self.identities.get(identity).is_some_and(|known| {
                    known.user_id == *user_id
                        && known.email == *email
                        && known.email_verified == *email_verified
                        && known.stated_at == *stated_at
                })
            }
            Guard::NoOtherSubject { user_id, identity } => !self.identities.values().any(|known| {
                known.user_id == *user_id
                    && known.identity.issuer == identity.issuer
                    && known.identity.subject != identity.subject
            }),
            Guard::UserAbsent { user_id } => !self.users.contains_key(user_id),
            Guard::UserActive { user_id } => {
                self.users.get(user_id).is_some_and(|user| user.status == UserStatus::Active)
            }
            Guard::IdentityLinked { identity, user_id } => {
                self.identities.get(identity).is_some_and(|known| known.user_id == *user_id)
            }
            Guard::EmailVerified { user_id, email } => {
                self.users.get(user_id).is_some_and(|user| user.email.as_ref() == Some(email) && user.email_verified)
            }
            Guard::LinkConfirmationPending { token_hash } => {
                let mut confirmations = self.link_confirmations.iter();
                confirmations.any(|confirmation| confirmation.token_hash == *token_hash && !confirmation.used)
            }
            Guard::InvitationPending { invitation_id, role, expires_at } => {
                let invitation = self.invitations.get(invitation_id);
                invitation.is_some_and(|invitation| {
                    invitation.status == InvitationStatus::Pending
                        && invitation.role == *role
                        && invitation.expires_at == *expires_at
                })
            }
            Guard::InviterAuthorized { user_id, organization_id, role, platform_role } => {
                let user = self.users.get(user_id).filter(|user| user.status == UserStatus::Active);
                let held = self.role(*organization_id, *user_id);
                let holds = held.is_some_and(|held| held >= *role && held >= OrganizationRole::OrgAdmin);
                user.is_some_and(|user| {
                    holds && (*platform_role == PlatformRole::PlatformUser || user.platform_role >= *platform_role)
                })
            }
            Guard::MembershipUnchanged { organization_id, user_id, status, role, role_source, role_as_of } => {
                let membership = self.memberships.get(&(*organization_id, *user_id));
                membership.map(|membership| membership.status) == *status
                    && membership.map(|membership| membership.role) == *role
                    && membership.and_then(|membership| membership.role_source) == *role_source
                    && membership.and_then(|membership| membership.role_as_of) == *role_as_of
            }
            Guard::OrganizationActive { organization_id } => {
                let organization = self.organizations.get(organization_id);
                organization.is_some_and(|organization| organization.status == OrganizationStatus::Active)
            }
            Guard::OrganizationAbsent { organization_id } => !self.organizations.contains_key(organization_id),
            Guard::NoPlatformOwner {} => self.platform_owners() == 0,
            Guard::BootstrapTokenUnused { token_hash } => {
                self.bootstrap_tokens.iter().any(|token| token.token_hash == *token_hash && !token.used)
            }
            Guard::SeatAvailable { organization_id } => {
                let organization = self.organizations.get(organization_id);
                organization.is_some_and(|organization| {
                    organization.seat_limit.is_none_or(|limit| self.seats_used(*organization_id) < limit)
                })
            }
            Guard::SlugFree { slug } => !self.organizations.values().any(|organization| organization.slug == *slug),
            Guard::WaitlistApproved { email } => self.waitlist_approved.contains(email),
            Guard::PolicyVersion { version } => self.policy.version == *version,
            Guard::ConnectionVersion { connection_id, version } => {
                self.connection.id == *connection_id
                    && self.connection.version == *version
                    && self.connection.status == ConnectionStatus::Active
            }
            Guard::DomainRuleVersion { domain_id, version } => {
                self.domain_rules.get(domain_id).is_some_and(|rule| rule.version == *version)
            }
        }
    }

    fn perform(&mut self, effect: &Effect) {
        match effect {
            Effect::CreateUser { user_id, email, email_verified, profile, .. } => {
                if let Some(email) = email.as_ref().filter(|_| *email_verified) {
                    self.take_from_unproven(email.as_canonical(), *user_id);
                }
                self.users.entry(*user_id).or_insert_with(|| UserFacts {
                    id: *user_id,
                    status: UserStatus::Active,
                    email: email.as_ref().map(|email| email.as_canonical().clone()),
                    email_verified: *email_verified,
                    email_confirmed_at: None,
                    platform_role: PlatformRole::PlatformUser,
                    role_version: 0,
                    current_organization_id: None,
                    profile: profile.clone(),
                });
            }
            Effect::LinkIdentity { user_id, connection_id, identity, email, email_verified, stated_at, .. } => {
                let own = self.connection.organization_id.filter(|_| self.connection.id == *connection_id);
                self.identities.entry(identity.clone()).or_insert_with(|| IdentityFacts {
                    user_id: *user_id,
                    identity: identity.clone(),
                    email: email.clone(),
                    email_verified: *email_verified,
                    stated_at: *stated_at,
                    organization_id: own,
                });
            }
            Effect::RecordIdentityEmail { user_id, identity, email, email_verified, stated_at } => {
                if let Some(known) = self.identities.get_mut(identity).filter(|known| known.user_id == *user_id) {
                    known.email.clone_from(email);
                    known.email_verified = *email_verified;
                    known.stated_at = *stated_at;
                }
            }
            Effect::SetEmail { user_id, email, .. } => {
                self.take_from_unproven(email.as_canonical(), *user_id);
                if let Some(user) = self.users.get_mut(user_id) {
                    user.email = Some(email.as_canonical().clone());
                    user.email_verified = true;
                    user.email_confirmed_at = None;
                }
            }
            Effect::VerifyEmail { user_id, email, .. } => {
                self.take_from_unproven(email, *user_id);
                if let Some(user) = self.holder(*user_id, email) {
                    user.email_verified = true;
                }
            }
            Effect::ConfirmEmail { user_id, email, confirmed_at, .. } => {
                self.take_from_unproven(email, *user_id);
                if let Some(user) = self.holder(*user_id, email) {
                    user.email_verified = true;
                    user.email_confirmed_at = Some(*confirmed_at);
                }
            }
            Effect::UnverifyEmail { user_id, email, .. } => {
                if let Some(user) = self.holder(*user_id, email) {
                    user.email_verified = false;
                    user.email_confirmed_at = None;
                }
            }
            Effect::ForgetEmailConfirmation { user_id, email, .. } => {
                if let Some(user) = self.holder(*user_id, email) {
                    user.email_confirmed_at = None;
                }
            }
            Effect::ReleaseEmail { user_id, email, .. } => {
                if let Some(user) = self.holder(*user_id, email) {
                    release(user);
                }
            }
            Effect::OpenIdentityConflict { conflict_id, .. } => {
                self.conflicts.entry(*conflict_id).or_insert_with(|| effect.clone());
            }
            Effect::ConsumeLinkConfirmation { token_hash, .. } => {
                for confirmation in &mut self.link_confirmations {
                    confirmation.used |= confirmation.token_hash == *token_hash;
                }
            }
            Effect::UpdateProfile { user_id, profile, .. } => {
                if let Some(user) = self.users.get_mut(user_id) {
                    let known = core::mem::take(&mut user.profile);
                    user.profile = Profile {
                        name: known.name.or_else(|| profile.name.clone()),
                        given_name: known.given_name.or_else(|| profile.given_name.clone()),
                        family_name: known.family_name.or_else(|| profile.family_name.clone()),
                        picture: known.picture.or_else(|| profile.picture.clone()),
                        phone_number: known.phone_number.or_else(|| profile.phone_number.clone()),
                    };
                }
            }
            Effect::CreateOrganization { organization_id, name, slug, .. } => {
                self.organizations.entry(*organization_id).or_insert_with(|| OrganizationFacts {
                    id: *organization_id,
                    status: OrganizationStatus::Active,
                    name: name.clone(),
                    slug: slug.clone(),
                    seat_limit: None,
                    seats_used: 0,
                    owner_count: 0,
                });
            }
            Effect::AddMembership {
                membership_id,
                organization_id,
                user_id,
                role,
                source,
                role_source,
                base_role,
                role_as_of,
                ..
            } => {
                self.add_membership(MembershipFacts {
                    id: *membership_id,
                    status: MembershipStatus::Active,
                    organization_id: *organization_id,
                    user_id: *user_id,
                    role: *role,
                    source: *source,
                    removed_at: None,
                    role_source: *role_source,
                    base_role: *base_role,
                    role_as_of: *role_as_of,
                });
            }
            Effect::RaiseRole { organization_id, user_id, to, role_source, base_role, role_as_of, .. } => {
                if let Some(membership) = self.active(*organization_id, *user_id).filter(|m| m.role <= *to) {
                    membership.role = *to;
                    membership.role_source = *role_source;
                    membership.base_role = *base_role;
                    membership.role_as_of = *role_as_of;
                }
            }
            Effect::LowerRole { organization_id, user_id, to, role_source, base_role, role_as_of, .. } => {
                if let Some(membership) = self.active(*organization_id, *user_id).filter(|m| m.role > *to) {
                    membership.role = *to;
                    membership.role_source = *role_source;
                    membership.base_role = *base_role;
                    membership.role_as_of = *role_as_of;
                }
            }
            Effect::EndMembership { organization_id, user_id, role_as_of, ended_at, .. } => {
                if let Some(membership) = self.active(*organization_id, *user_id) {
                    membership.status = MembershipStatus::Removed;
                    membership.removed_at = Some(*ended_at);
                    membership.role_source = Some(RoleSource::Group);
                    membership.role_as_of = *role_as_of;
                    let current = self.users.get_mut(user_id).map(|user| &mut user.current_organization_id);
                    if let Some(current) = current.filter(|current| **current == Some(*organization_id)) {
                        *current = None;
                    }
                }
            }
            Effect::AcceptInvitation { invitation_id, .. } => {
                if let Some(invitation) = self.invitations.get_mut(invitation_id) {
                    invitation.status = InvitationStatus::Accepted;
                }
            }
            Effect::CreateInvitation {
                invitation_id,
                organization_id,
                email,
                role,
                acceptance,
                created_at,
                expires_at,
                created_by,
            } => {
                self.invitations.entry(*invitation_id).or_insert_with(|| InvitationFacts {
                    id: *invitation_id,
                    status: InvitationStatus::Pending,
                    email: email.clone(),
                    organization_id: *organization_id,
                    role: *role,
                    platform_role: PlatformRole::PlatformUser,
                    created_at: *created_at,
                    expires_at: *expires_at,
                    inviter: Some(InviterFacts {
                        user_id: *created_by,
                        status: UserStatus::Active,
                        organization_role: None,
                        platform_role: PlatformRole::PlatformUser,
                    }),
                    connection_id: None,
                    acceptance: *acceptance,
                });
            }
            Effect::RequestMembership { organization_id, user_id, .. } => {
                self.requests.insert((*organization_id, *user_id));
            }
            Effect::AddToWaitlist { email, .. } => {
                self.waitlist.insert(email.clone());
            }
            Effect::SetCurrentOrganization { user_id, from, organization_id } => {
                let is_member = self.role(*organization_id, *user_id).is_some();
                let user = self.users.get_mut(user_id).filter(|user| user.current_organization_id == *from);
                if let Some(user) = user.filter(|_| is_member) {
                    user.current_organization_id = Some(*organization_id);
                }
            }
            Effect::GrantPlatformRole { user_id, role, .. } => {
                if let Some(user) = self.users.get_mut(user_id) {
                    user.platform_role = user.platform_role.max(*role);
                }
            }
            Effect::ConsumeBootstrapToken { token_hash, .. } => {
                for token in self.bootstrap_tokens.iter_mut().filter(|token| token.token_hash == *token_hash) {
                    token.used = true;
                }
            }
            Effect::RecordAudit { audit_id, .. } => {
                self.audit.entry(*audit_id).or_insert_with(|| effect.clone());
            }
        }
    }

    /// Returns the user if they have the address.
    fn holder(&mut self, user: UserId, email: &CanonicalEmail) -> Option<&mut UserFacts> {
        self.users.get_mut(&user).filter(|user| user.email.as_ref() == Some(email))
    }

    /// Takes an address that a user proves from everybody who holds it unproven.
    fn take_from_unproven(&mut self, email: &CanonicalEmail, user_id: UserId) {
        let others = self.users.values_mut().filter(|user| user.id != user_id && holds(user));
        others.filter(|user| user.email.as_ref() == Some(email) && !user.email_verified).for_each(release);
    }

    fn active(&mut self, organization: OrganizationId, user: UserId) -> Option<&mut MembershipFacts> {
        self.memberships.get_mut(&(organization, user)).filter(|m| m.status == MembershipStatus::Active)
    }

    fn add_membership(&mut self, added: MembershipFacts) {
        match self.memberships.entry((added.organization_id, added.user_id)) {
            std::collections::btree_map::Entry::Occupied(mut there)
                if there.get().status == MembershipStatus::Removed =>
            {
                there.insert(added);
            }
            std::collections::btree_map::Entry::Occupied(_) => {}
            std::collections::btree_map::Entry::Vacant(free) => {
                free.insert(added);
            }
        }
    }
}

/// Returns `true` if the user may hold an address: a deprovisioned user holds none.
fn holds(user: &UserFacts) -> bool {
    user.status != UserStatus::Deprovisioned
}

/// Takes the address from a user.
fn release(user: &mut UserFacts) {
    user.email = None;
    user.email_verified = false;
    user.email_confirmed_at = None;
}
