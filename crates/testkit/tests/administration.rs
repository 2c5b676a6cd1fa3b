//! Invariants hold for any commands of administrators, in any order. A platform of three people and
//! two organizations is kept in memory. Every command is decided on the current state and its
//! effects are written.

use std::collections::BTreeMap;

use cora_core::actor::Actor;
use cora_core::administration::{
    AccountJoinFacts, AdministerInput, AdministrationChange, AdministrationCommand as Command,
    AdministrationEffect as Effect, AdministrationFacts, AdministrationReason as Reason, AuditEffect, ConsequenceFacts,
    IdentityConflictCommand, IdentityConflictEffect, IdentityConflictFacts, InvitationCommand, InvitationEffect,
    MAX_NAMES, MemberCommand, MemberEffect, OrganizationCommand, OrganizationEffect, OwnedIdentity, RowVersions,
    UserCommand, UserEffect, administer, consequences,
};
use cora_core::deprovisioning::{DeprovisionEffect, DeprovisionFacts};
use cora_core::email::CanonicalEmail;
use cora_core::id::{AuditId, ConnectionId, IdentityConflictId, InvitationId, MembershipId, OrganizationId, UserId};
use cora_core::identity::IdentityKey;
use cora_core::model::identity_conflict::{IdentityConflictKind, IdentityConflictStatus};
use cora_core::provisioning::facts::{
    InvitationAcceptance, InvitationFacts, InvitationStatus, InviterFacts, MembershipFacts, MembershipSource,
    MembershipStatus, OrganizationFacts, OrganizationStatus, Profile, RoleSource, UserFacts, UserStatus,
};
use cora_core::role::{OrganizationRole, PlatformRole};
use cora_core::text::{DisplayName, Issuer, Slug, Subject};
use cora_core::time::UnixSeconds;
use proptest::prelude::*;
use uuid::Uuid;

const PEOPLE: u8 = 4;
const ORGANIZATIONS: u8 = 2;

fn user_id(number: u8) -> UserId {
    UserId::from_uuid(Uuid::from_u128(0xa0 + u128::from(number)))
}

fn organization_id(number: u8) -> OrganizationId {
    OrganizationId::from_uuid(Uuid::from_u128(0xe0 + u128::from(number)))
}

fn invitation_id(number: u8) -> InvitationId {
    InvitationId::from_uuid(Uuid::from_u128(0xf0 + u128::from(number)))
}

fn email(number: u8) -> CanonicalEmail {
    CanonicalEmail::parse(&format!("person{number}@acme.example")).unwrap()
}

fn now() -> UnixSeconds {
    UnixSeconds::new(1_767_225_600).unwrap()
}

#[derive(Clone, PartialEq, Debug)]
struct Platform {
    users: BTreeMap<UserId, UserFacts>,
    open: BTreeMap<OrganizationId, OrganizationStatus>,
    members: BTreeMap<(OrganizationId, UserId), MembershipFacts>,
    invitations: BTreeMap<InvitationId, (InvitationFacts, UserId)>,
    records: usize,
}

impl Platform {
    /// Creates the platform: the first person owns everything, the second administers the first
    /// organization.
    fn new() -> Self {
        let user = |number: u8| UserFacts {
            id: user_id(number),
            status: UserStatus::Active,
            email: Some(email(number)),
            email_confirmed_at: None,
            email_verified: true,
            platform_role: if number == 0 { PlatformRole::PlatformOwner } else { PlatformRole::PlatformUser },
            role_version: 0,
            current_organization_id: None,
            profile: Profile::default(),
        };
        let mut platform = Self {
            users: (0..PEOPLE).map(|number| (user_id(number), user(number))).collect(),
            open: (0..ORGANIZATIONS).map(|number| (organization_id(number), OrganizationStatus::Active)).collect(),
            members: BTreeMap::new(),
            invitations: BTreeMap::new(),
            records: 0,
        };
        platform.put(organization_id(0), user_id(0), OrganizationRole::OrgOwner);
        platform.put(organization_id(0), user_id(1), OrganizationRole::OrgAdmin);
        platform.put(organization_id(1), user_id(0), OrganizationRole::OrgOwner);
        platform
    }

    fn put(&mut self, organization_id: OrganizationId, user_id: UserId, role: OrganizationRole) {
        let id = MembershipId::derive(organization_id, user_id);
        let (status, source) = (MembershipStatus::Active, MembershipSource::Manual);
        let membership = MembershipFacts {
            id,
            status,
            organization_id,
            user_id,
            role,
            source,
            removed_at: None,
            role_source: None,
            base_role: None,
            role_as_of: None,
        };
        self.members.insert((organization_id, user_id), membership);
    }

    fn role(&self, organization: OrganizationId, user: UserId) -> Option<OrganizationRole> {
        let member = self.members.get(&(organization, user))?;
        (member.status == MembershipStatus::Active).then_some(member.role)
    }

    fn owners(&self, organization: OrganizationId) -> u32 {
        let owners =
            self.users.keys().filter(|user| self.role(organization, **user) == Some(OrganizationRole::OrgOwner));
        u32::try_from(owners.count()).unwrap()
    }

    fn platform_owners(&self) -> u32 {
        let owners = self
            .users
            .values()
            .filter(|user| user.platform_role == PlatformRole::PlatformOwner && user.status == UserStatus::Active);
        u32::try_from(owners.count()).unwrap()
    }

    fn organization(&self, id: OrganizationId) -> OrganizationFacts {
        let is_seated = |user: &&UserFacts| user.status == UserStatus::Active && self.role(id, user.id).is_some();
        let seats_used = self.users.values().filter(is_seated).count();
        OrganizationFacts {
            id,
            status: self.open[&id],
            name: DisplayName::shortened("Acme"),
            slug: Slug::shortened(&id.to_string()),
            seat_limit: Some(3),
            seats_used: u32::try_from(seats_used).unwrap(),
            owner_count: self.owners(id),
        }
    }

    fn is_full(&self, id: OrganizationId) -> bool {
        let organization = self.organization(id);
        organization.seat_limit.is_some_and(|limit| organization.seats_used >= limit)
    }

    fn facts(&self, actor: UserId, command: &Command) -> AdministrationFacts {
        let subjects = command.subjects();
        let invitation = subjects.invitation.and_then(|id| self.invitations.get(&id)).map(|(invitation, by)| {
            let inviter = &self.users[by];
            InvitationFacts {
                inviter: Some(InviterFacts {
                    user_id: *by,
                    status: inviter.status,
                    organization_role: self.role(invitation.organization_id, *by),
                    platform_role: inviter.platform_role,
                }),
                ..invitation.clone()
            }
        });
        let organization = subjects.organization.or(invitation.as_ref().map(|invitation| invitation.organization_id));
        let member = |user: UserId| organization.and_then(|id| self.members.get(&(id, user))).cloned();
        let of_user = |user: UserId| self.members.values().filter(move |member| member.user_id == user);
        AdministrationFacts {
            actor: self.users.get(&actor).cloned(),
            actor_membership: member(actor),
            organization: organization.filter(|id| self.open.contains_key(id)).map(|id| self.organization(id)),
            user: subjects.user.and_then(|user| self.users.get(&user)).cloned(),
            full_organizations: subjects.user.map_or_else(Vec::new, |user| {
                let active = of_user(user).filter(|member| member.status == MembershipStatus::Active);
                active.map(|member| member.organization_id).filter(|id| self.is_full(*id)).collect()
            }),
            user_membership: subjects.user.and_then(member),
            held: subjects.user.map_or_else(DeprovisionFacts::default, |user| DeprovisionFacts {
                memberships: of_user(user).cloned().collect(),
                sole_owner_of: of_user(user)
                    .map(|member| member.organization_id)
                    .filter(|id| self.owners(*id) <= 1 && self.role(*id, user) == Some(OrganizationRole::OrgOwner))
                    .collect(),
                sole_platform_owner: self.platform_owners() <= 1,
                ..DeprovisionFacts::default()
            }),
            invitation,
            platform_owner_count: self.platform_owners(),
            ..AdministrationFacts::default()
        }
    }

    fn run(&mut self, actor: UserId, command: &Command) -> AdministrationChange {
        let input = AdministerInput {
            now: now(),
            audit_id: AuditId::from_uuid(Uuid::nil()),
            actor: Actor::User { user_id: actor },
            reason: None,
            command: command.clone(),
            version: None,
            facts: self.facts(actor, command),
        };
        let change = administer(&input);
        let shown = consequences(&input, &change, &ConsequenceFacts::default());
        assert!(!change.effects.is_empty() || shown.is_empty(), "{command:?}: {shown:?}");
        assert!(shown.iter().all(|one| one.count != Some(0) && one.names.len() <= MAX_NAMES), "{shown:?}");
        // A version that no row has changes nothing, and is compared after the permission.
        if input.command.takes_version() {
            let versions = RowVersions { organization: Some(1), member: Some(1), invitation: Some(1), user: Some(1) };
            let facts = AdministrationFacts { versions, ..input.facts.clone() };
            let stale = administer(&AdministerInput { version: Some(u32::MAX), facts, ..input.clone() });
            assert!(!stale.ok && stale.effects.is_empty(), "{command:?}");
            assert_eq!(stale.reason == Reason::NotAllowed, change.reason == Reason::NotAllowed, "{command:?}");
        }
        for effect in &change.effects {
            self.write(actor, effect);
        }
        change
    }

    fn write(&mut self, actor: UserId, effect: &Effect) {
        match effect {
            Effect::Member(MemberEffect::PutMembership { organization_id, user_id, role, .. })
            | Effect::Member(MemberEffect::ChangeMembershipRole { organization_id, user_id, role }) => {
                self.put(*organization_id, *user_id, *role);
            }
            Effect::Member(MemberEffect::RemoveMembership { organization_id, user_id }) => {
                self.remove(*organization_id, *user_id)
            }
            Effect::Organization(OrganizationEffect::SetOrganizationStatus { organization_id, status }) => {
                self.open.insert(*organization_id, *status);
            }
            Effect::User(UserEffect::SetUserStatus { user_id, status }) => {
                self.users.get_mut(user_id).unwrap().status = *status
            }
            Effect::User(UserEffect::SetPlatformRole { user_id, role }) => {
                self.users.get_mut(user_id).unwrap().platform_role = *role
            }
            Effect::Invitation(InvitationEffect::CreateInvitation {
                invitation_id,
                organization_id,
                email,
                role,
                platform_role,
                expires_at,
                ..
            }) => {
                let invitation = InvitationFacts {
                    id: *invitation_id,
                    status: InvitationStatus::Pending,
                    email: email.clone(),
                    organization_id: *organization_id,
                    role: *role,
                    platform_role: *platform_role,
                    created_at: now(),
                    expires_at: *expires_at,
                    inviter: None,
                    connection_id: None,
                    acceptance: InvitationAcceptance::OnLogin,
                };
                self.invitations.insert(*invitation_id, (invitation, actor));
            }
            Effect::Invitation(InvitationEffect::SetInvitationStatus { invitation_id, status }) => {
                self.invitations.get_mut(invitation_id).unwrap().0.status = *status;
            }
            Effect::User(UserEffect::EndUser { user_id, effects }) => {
                for effect in effects {
                    if let DeprovisionEffect::RemoveMembership { organization_id, .. } = effect {
                        self.remove(*organization_id, *user_id);
                    }
                }
                let user = self.users.get_mut(user_id).unwrap();
                (user.status, user.platform_role) = (UserStatus::Deprovisioned, PlatformRole::PlatformUser);
            }
            Effect::IdentityConflict(IdentityConflictEffect::UnlinkIdentity { .. })
            | Effect::User(UserEffect::EraseUser { .. }) => unreachable!("no such command is generated"),
            Effect::Audit(AuditEffect::RecordAudit { .. }) => self.records += 1,
            _ => {}
        }
    }

    fn remove(&mut self, organization: OrganizationId, user: UserId) {
        let member = self.members.get_mut(&(organization, user)).unwrap();
        (member.status, member.removed_at) = (MembershipStatus::Removed, Some(now()));
    }
}

fn organization() -> impl Strategy<Value = OrganizationId> {
    (0..ORGANIZATIONS).prop_map(organization_id)
}

fn user() -> impl Strategy<Value = UserId> {
    (0..PEOPLE).prop_map(user_id)
}

fn role() -> impl Strategy<Value = OrganizationRole> {
    prop_oneof![Just(OrganizationRole::OrgUser), Just(OrganizationRole::OrgAdmin), Just(OrganizationRole::OrgOwner)]
}

fn platform_role() -> impl Strategy<Value = PlatformRole> {
    prop_oneof![Just(PlatformRole::PlatformUser), Just(PlatformRole::PlatformAdmin), Just(PlatformRole::PlatformOwner)]
}

fn organization_command() -> impl Strategy<Value = OrganizationCommand> {
    prop_oneof![
        organization().prop_map(|organization_id| OrganizationCommand::CloseOrganization { organization_id }),
        organization().prop_map(|organization_id| OrganizationCommand::ReopenOrganization { organization_id }),
    ]
}

fn member_command() -> impl Strategy<Value = MemberCommand> {
    prop_oneof![
        (organization(), user(), role()).prop_map(|(organization_id, user_id, role)| MemberCommand::AddMember {
            organization_id,
            user_id,
            role
        }),
        (organization(), user(), role()).prop_map(|(organization_id, user_id, role)| {
            MemberCommand::ChangeMemberRole { organization_id, user_id, role }
        }),
        (organization(), user())
            .prop_map(|(organization_id, user_id)| MemberCommand::RemoveMember { organization_id, user_id }),
    ]
}

fn invitation_command() -> impl Strategy<Value = InvitationCommand> {
    prop_oneof![
        (organization(), 0..PEOPLE, 0..PEOPLE, role(), platform_role()).prop_map(
            |(organization_id, number, invited, role, platform_role)| InvitationCommand::CreateInvitation {
                organization_id,
                invitation_id: invitation_id(number),
                email: email(invited),
                role,
                platform_role,
                connection_id: None,
                lifetime_seconds: None,
            }
        ),
        (0..PEOPLE).prop_map(|number| InvitationCommand::AcceptInvitation {
            invitation_id: invitation_id(number),
            email: Some(email(number)),
            other_emails: Vec::new(),
            connection_id: None
        }),
    ]
}

fn user_command() -> impl Strategy<Value = UserCommand> {
    prop_oneof![
        user().prop_map(|user_id| UserCommand::SuspendUser { user_id }),
        user().prop_map(|user_id| UserCommand::RestoreUser { user_id }),
        user().prop_map(|user_id| UserCommand::DeprovisionUser { user_id }),
        (user(), platform_role()).prop_map(|(user_id, role)| UserCommand::SetPlatformRole { user_id, role }),
    ]
}

fn command() -> impl Strategy<Value = Command> {
    prop_oneof![
        2 => organization_command().prop_map(Command::from),
        3 => member_command().prop_map(Command::from),
        2 => invitation_command().prop_map(Command::from),
        4 => user_command().prop_map(Command::from),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2048))]

    #[test]
    fn commands_in_any_order_keep_an_owner_and_grant_no_excess_role(
        commands in prop::collection::vec((0..PEOPLE, command()), 1..40)
    ) {
        let mut platform = Platform::new();
        for (actor, command) in commands {
            let (before, actor) = (platform.clone(), user_id(actor));
            let change = platform.run(actor, &command);

            // A refused command changes nothing. A successful one has exactly one audit record,
            // after all other effects.
            prop_assert_eq!(change.ok, change.reason.is_ok());
            prop_assert_eq!(platform.records - before.records, usize::from(!change.effects.is_empty()));
            if change.effects.is_empty() {
                prop_assert_eq!(&platform, &before, "{:?}", &command);
            } else {
                let is_on_record = matches!(change.effects.last(), Some(Effect::Audit(AuditEffect::RecordAudit { .. })));
                prop_assert!(is_on_record);
                prop_assert_eq!(before.users[&actor].status, UserStatus::Active);
            }

            prop_assert!(platform.platform_owners() >= 1, "{command:?}");
            for number in 0..ORGANIZATIONS {
                let organization = organization_id(number);
                prop_assert!(platform.owners(organization) >= 1, "{command:?}");
                prop_assert!(platform.organization(organization).seats_used <= 3, "{command:?}");
            }

            // The actor who grants a role has it. For an accepted invitation, the inviter has it.
            let giver = match &command {
                Command::Invitation(InvitationCommand::AcceptInvitation { invitation_id, .. }) => before.invitations.get(invitation_id).map(|(_, by)| *by),
                _ => Some(actor),
            };
            for ((organization, user), member) in &platform.members {
                let gained = before.role(*organization, *user) < platform.role(*organization, *user);
                prop_assert!(
                    !gained || giver.and_then(|giver| before.role(*organization, giver)) >= Some(member.role), "{command:?}"
                );
            }
            for (id, user) in &platform.users {
                let gained = before.users[id].platform_role < user.platform_role;
                prop_assert!(
                    !gained || giver.is_some_and(|giver| before.users[&giver].platform_role >= user.platform_role), "{command:?}"
                );
            }
        }
    }
}

/// A random membership of one of three organizations, or none.
fn membership() -> impl Strategy<Value = Option<MembershipFacts>> {
    let source = prop_oneof![
        Just(MembershipSource::Invitation),
        Just(MembershipSource::Group),
        Just(MembershipSource::Connection)
    ];
    let role_source = prop_oneof![Just(None), Just(Some(RoleSource::Group)), Just(Some(RoleSource::Manual))];
    let memory = (source, role_source, prop::option::of(role()), prop::option::of(0..9_u64));
    prop::option::of((role(), any::<bool>(), memory, 0..9_u64)).prop_map(|drawn| {
        let (role, is_active, (source, role_source, base_role, as_of), removed) = drawn?;
        let at = |seconds: u64| UnixSeconds::new(seconds).unwrap();
        Some(MembershipFacts {
            id: MembershipId::from_uuid(Uuid::nil()),
            status: if is_active { MembershipStatus::Active } else { MembershipStatus::Removed },
            organization_id: organization_id(0),
            user_id: user_id(0),
            role,
            source,
            removed_at: (!is_active).then(|| at(removed)),
            role_source,
            base_role,
            role_as_of: as_of.map(at),
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4096))]

    #[test]
    fn p23_joining_two_accounts_gives_nobody_more(
        drawn in prop::collection::vec((membership(), membership(), prop::option::of(role())), 3),
        roles in (platform_role(), platform_role(), platform_role()),
        statuses in (0..8_u8, 0..8_u8),
        issuers in prop::collection::vec(0..6_u8, 1..5),
        by_operator in any::<bool>(),
    ) {
        let (holder, claimant, admin) = (user_id(1), user_id(2), user_id(3));
        let user = |id: UserId, platform_role, drawn: u8| UserFacts {
            id,
            status: match drawn {
                0 => UserStatus::Suspended,
                1 => UserStatus::Deprovisioned,
                _ => UserStatus::Active,
            },
            email: None,
            email_confirmed_at: None,
            email_verified: false,
            platform_role,
            role_version: 0,
            current_organization_id: None,
            profile: Profile::default(),
        };
        let key = |issuer: u8, subject: u8| IdentityKey {
            issuer: Issuer::shortened(&format!("https://{issuer}.example")),
            subject: Subject::shortened(&subject.to_string()),
        };
        let own = key(0, 2);
        let mut identities = vec![OwnedIdentity { user_id: claimant, identity: own.clone() }];
        identities.extend(issuers.iter().enumerate().map(|(at, issuer)| OwnedIdentity {
            user_id: if at % 2 == 0 { holder } else { claimant },
            identity: key(*issuer, u8::try_from(at).unwrap() + 10),
        }));
        let (mut memberships, mut actor_memberships) = (Vec::new(), Vec::new());
        for (number, (one, other, actor)) in drawn.into_iter().enumerate() {
            let organization_id = organization_id(u8::try_from(number).unwrap());
            let of = |user_id: UserId, held: MembershipFacts| MembershipFacts { user_id, organization_id, ..held };
            memberships.extend(one.map(|held| of(holder, held)));
            memberships.extend(other.map(|held| of(claimant, held)));
            actor_memberships.extend(actor.map(|role| MembershipFacts {
                id: MembershipId::derive(organization_id, admin),
                status: MembershipStatus::Active,
                organization_id,
                user_id: admin,
                role,
                source: MembershipSource::Manual,
                removed_at: None,
                role_source: None,
                base_role: None,
                role_as_of: None,
            }));
        }
        let command = IdentityConflictCommand::ResolveSamePerson { conflict_id: IdentityConflictId::from_uuid(Uuid::nil()) };
        let conflict = IdentityConflictFacts {
            id: IdentityConflictId::from_uuid(Uuid::nil()),
            kind: IdentityConflictKind::EmailConflict,
            status: IdentityConflictStatus::Open,
            identity: own,
            connection_id: ConnectionId::from_uuid(Uuid::nil()),
            email: None,
            linked_user_id: Some(claimant),
            joining: Some(AccountJoinFacts {
                claimant: user(claimant, roles.1, statuses.1),
                identities: identities.clone(),
                memberships: memberships.clone(),
                actor_memberships: actor_memberships.clone(),
                membership_requests: Vec::new(),
            }),
            other_subjects: Vec::new(),
        };
        let change = administer(&AdministerInput {
            now: now(),
            audit_id: AuditId::from_uuid(Uuid::nil()),
            actor: if by_operator { Actor::Operator {} } else { Actor::User { user_id: admin } },
            reason: None,
            command: command.into(),
            version: None,
            facts: AdministrationFacts {
                actor: (!by_operator).then(|| user(admin, roles.2, 9)),
                user: Some(user(holder, roles.0, statuses.0)),
                identity_conflict: Some(conflict),
                ..AdministrationFacts::default()
            },
        });
        let Some(join) = change.join() else {
            prop_assert!(change.effects.is_empty(), "{:?}", change.effects);
            return Ok(());
        };
        prop_assert!(statuses.0 > 1 && statuses.1 > 1, "nobody who is kept out is joined");
        prop_assert_eq!(join.platform_role, roles.0.max(roles.1));
        prop_assert!(by_operator || join.platform_role <= roles.2);

        let of = |user: UserId, organization| {
            memberships.iter().find(|held| held.user_id == user && held.organization_id == organization)
        };
        for number in 0..3 {
            let organization = organization_id(number);
            let after = join.memberships.iter().find(|held| held.organization_id == organization);
            let after = after.or(of(holder, organization));
            let active = |held: Option<&MembershipFacts>| {
                held.filter(|held| held.status == MembershipStatus::Active).map(|held| held.role)
            };
            let (one, other) = (of(holder, organization), of(claimant, organization));
            prop_assert_eq!(active(after), active(one).max(active(other)), "neither more nor less than both had");
            let given = active(one) != active(other) && active(after) > Some(OrganizationRole::OrgUser);
            let own = actor_memberships.iter().find(|held| held.organization_id == organization);
            prop_assert!(!given || by_operator || own.map(|held| held.role) >= active(after));
            for held in [one, other].into_iter().flatten() {
                let by_hand = held.status == MembershipStatus::Removed && held.role_source != Some(RoleSource::Group);
                prop_assert!(!by_hand || active(after).is_none(), "what was ended came back");
                // What a group gave and takes again leaves what either account had otherwise.
                let base = |held: &MembershipFacts| held.base(OrganizationRole::OrgUser);
                if active(Some(held)).is_some() {
                    prop_assert!(after.and_then(base) >= base(held));
                }
            }
        }
        // No account has two subjects of one issuer afterwards that it did not have before.
        let kept = identities.iter().map(|owned| &owned.identity).filter(|identity| !join.unlinked.contains(identity));
        let mut seen = std::collections::BTreeSet::new();
        for identity in kept {
            prop_assert!(seen.insert(&identity.issuer), "two subjects at {:?}", identity.issuer);
        }
    }
}
