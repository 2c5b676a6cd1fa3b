//! Nobody rises: over sequences of commands and logins, nobody's roles come to exceed those of a
//! person who gave them.
//!
//! An owner of the platform, an administrator of the platform who runs a provider of their own, an
//! owner and an administrator of an organization, a user and a newcomer act in any order: they save
//! policies, put connections into use, carry identities over, invite, accept, administer members
//! and users, and sign in. Two providers are honest: they vouch for a person's own address alone.
//! The third one says anything, and its owner signs in by it as anybody, once it is in use.
//!
//! Joined accounts and permissions of applications have properties of their own (P23, P24).

use std::sync::atomic::{AtomicUsize, Ordering};

use cora_core::actor::Actor;
use cora_core::administration::{
    AdministerInput, AdministrationCommand as Command, AdministrationEffect as Effect, AdministrationFacts,
    CarriedIdentity, CarryOverFacts, CarryOverInput, CarryOverTarget, IdentityConflictEffect, InvitationCommand,
    InvitationEffect, MemberCommand, MemberEffect, PolicyCommand, PolicyEffect, UserCommand, UserEffect, administer,
    carry_over, derived_users,
};
use cora_core::capability::{self, Capability};
use cora_core::connection::{Connection, ConnectionKind, ConnectionStatus};
use cora_core::deprovisioning::{DeprovisionEffect, DeprovisionFacts};
use cora_core::email::CanonicalEmail;
use cora_core::id::{AuditId, InvitationId, MembershipId, OrganizationId, UserId};
use cora_core::identity::{IdentityKey, LoginIdentity, SubjectMapping};
use cora_core::lint::LintReport;
use cora_core::policy::{AccountLinking, ProvisioningPolicy};
use cora_core::provisioning::facts::*;
use cora_core::provisioning::plan;
use cora_core::role::{OrganizationRole, PlatformRole};
use cora_core::text::{Issuer, Subject};
use cora_testkit::generate::{NOW, numbered, organization_id};
use cora_testkit::interpreter::Platform;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use uuid::Uuid;

/// The owner of the platform, its administrator, the owner and the administrator of the second
/// organization, a user of the first one, and a newcomer.
const PEOPLE: u8 = 6;
/// The administrator of the platform, who runs a provider.
const EVE: u8 = 1;
const ORGANIZATIONS: u8 = 2;
const ISSUERS: [&str; 3] = ["https://login.acme.example", "https://second.acme.example", "https://own.eve.example"];
/// The number of Eve's own provider.
const OWN: u8 = 2;

fn read<T: DeserializeOwned>(value: Value) -> T {
    serde_json::from_value(value).expect("a value of its type")
}

fn address(person: u8) -> String {
    format!("person{person}@acme.example")
}

fn issuer(connection: u8) -> Issuer {
    Issuer::shortened(ISSUERS[usize::from(connection)])
}

fn subject(person: u8) -> Subject {
    Subject::shortened(&format!("s{person}"))
}

fn key(connection: u8, person: u8) -> IdentityKey {
    IdentityKey { issuer: issuer(connection), subject: subject(person) }
}

fn connection(number: u8, status: &str) -> Connection {
    read(
        json!({ "id": numbered(0xc, number).to_string(), "kind": "oidc", "issuer": ISSUERS[usize::from(number)], "status": status,
        "version": 1 }),
    )
}

fn invitation_id(number: u8) -> InvitationId {
    InvitationId::from_uuid(numbered(0xe, number))
}

/// The roles that a person has by any login that is open to them.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Reach {
    platform: PlatformRole,
    organizations: [Option<OrganizationRole>; ORGANIZATIONS as usize],
}

/// The platform, and the connections, of which the interpreter knows one at a time.
#[derive(Debug, Clone)]
struct World {
    platform: Platform,
    connections: Vec<Connection>,
    /// Set once an owner has put Eve's provider into use.
    opened: bool,
}

impl World {
    fn new() -> Self {
        let connections = vec![connection(0, "active"), connection(1, "active"), connection(OWN, "draft")];
        let mut platform = Platform::new(connections[0].clone(), ProvisioningPolicy::default());
        for number in 0..ORGANIZATIONS {
            let organization = json!({ "id": organization_id(number), "status": "active", "name": "Acme",
                "slug": format!("organization-{number}") });
            platform.organizations.insert(organization_id(number), read(organization));
        }
        for person in 0..PEOPLE - 1 {
            let id = key(0, person).user_id();
            let role = ["platform_owner", "platform_admin", "platform_user", "platform_user", "platform_user"];
            let user = json!({ "id": id, "status": "active", "email": address(person), "emailVerified": true,
                "platformRole": role[usize::from(person)] });
            platform.users.insert(id, read(user));
            let known =
                json!({ "userId": id, "identity": key(0, person), "email": address(person), "emailVerified": true });
            platform.identities.insert(key(0, person), read(known));
        }
        let mut world = Self { platform, connections, opened: false };
        for (organization, person, role) in [
            (0, 0, OrganizationRole::OrgOwner),
            (0, 4, OrganizationRole::OrgUser),
            (1, 2, OrganizationRole::OrgOwner),
            (1, 3, OrganizationRole::OrgAdmin),
        ] {
            world.put(organization_id(organization), key(0, person).user_id(), role);
        }
        world
    }

    fn put(&mut self, organization_id: OrganizationId, user_id: UserId, role: OrganizationRole) {
        let membership = json!({ "id": MembershipId::derive(organization_id, user_id), "status": "active",
            "organizationId": organization_id, "userId": user_id, "role": role, "source": "manual" });
        self.platform.memberships.insert((organization_id, user_id), read(membership));
    }

    fn is_active(&self, connection: u8) -> bool {
        self.connections[usize::from(connection)].status == ConnectionStatus::Active
    }

    /// The account that a person has by the first provider.
    fn account(&self, person: u8) -> Option<&UserFacts> {
        let identity = self.platform.identities.get(&key(0, person))?;
        self.platform.users.get(&identity.user_id)
    }

    fn reach(&self, person: u8) -> Reach {
        let own = |identity: &IdentityKey| {
            (0..OWN).any(|honest| *identity == key(honest, person))
                || (person == EVE && self.is_active(OWN) && identity.issuer == issuer(OWN))
        };
        let identities = self.platform.identities.values().filter(|known| own(&known.identity));
        let users = identities.filter_map(|known| self.platform.users.get(&known.user_id));
        // Those of suspended people too: who restores them gives nothing.
        let users: Vec<&UserFacts> = users.collect();
        let role =
            |number: u8| users.iter().filter_map(|user| self.platform.role(organization_id(number), user.id)).max();
        Reach {
            platform: users.iter().map(|user| user.platform_role).max().unwrap_or(PlatformRole::PlatformUser),
            organizations: [role(0), role(1)],
        }
    }

    fn facts(&self, actor: UserId, command: &Command) -> AdministrationFacts {
        let platform = &self.platform;
        let subjects = command.subjects();
        let invitation = subjects.invitation.and_then(|id| platform.invitations.get(&id));
        let invitation = invitation.map(|invitation| platform.with_inviter(invitation));
        let organization = subjects.organization.or(invitation.as_ref().map(|invitation| invitation.organization_id));
        let member = |user: UserId| organization.and_then(|id| platform.memberships.get(&(id, user))).cloned();
        let owners = |id: OrganizationId| {
            let held =
                platform.users.keys().filter(|user| platform.role(id, **user) == Some(OrganizationRole::OrgOwner));
            u32::try_from(held.count()).unwrap()
        };
        let owns =
            |user: &&UserFacts| user.platform_role == PlatformRole::PlatformOwner && user.status == UserStatus::Active;
        let platform_owner_count = u32::try_from(platform.users.values().filter(owns).count()).unwrap();
        AdministrationFacts {
            actor: platform.users.get(&actor).cloned(),
            actor_membership: member(actor),
            organization: organization.and_then(|id| {
                let found = platform.organizations.get(&id)?.clone();
                Some(OrganizationFacts { seats_used: platform.seats_used(id), owner_count: owners(id), ..found })
            }),
            user: subjects.user.and_then(|user| platform.users.get(&user)).cloned(),
            user_membership: subjects.user.and_then(member),
            held: subjects.user.map_or_else(DeprovisionFacts::default, |user| {
                let held: Vec<MembershipFacts> =
                    platform.memberships.values().filter(|held| held.user_id == user).cloned().collect();
                let is_sole = |id: &OrganizationId| {
                    owners(*id) <= 1 && platform.role(*id, user) == Some(OrganizationRole::OrgOwner)
                };
                let sole_owner_of = held.iter().map(|held| held.organization_id).filter(is_sole).collect();
                let sole_platform_owner = platform_owner_count <= 1;
                DeprovisionFacts {
                    memberships: held,
                    sole_owner_of,
                    sole_platform_owner,
                    ..DeprovisionFacts::default()
                }
            }),
            invitation,
            policy: platform.policy.clone(),
            platform_owner_count,
            ..AdministrationFacts::default()
        }
    }

    fn run(&mut self, actor: UserId, command: &Command) {
        let input = AdministerInput {
            now: NOW,
            audit_id: AuditId::from_uuid(Uuid::nil()),
            actor: Actor::User { user_id: actor },
            reason: None,
            command: command.clone(),
            version: None,
            facts: self.facts(actor, command),
        };
        for effect in administer(&input).effects {
            self.write(actor, effect);
        }
    }

    fn carry(&mut self, actor: UserId, from: u8, to: u8, subjects: Option<Vec<SubjectMapping>>) {
        let at = |connection: u8| -> Vec<CarriedIdentity> {
            let known = self.platform.identities.values().filter(|known| known.identity.issuer == issuer(connection));
            known
                .map(|known| CarriedIdentity {
                    subject: known.identity.subject.clone(),
                    kind: ConnectionKind::Oidc,
                    organization_id: None,
                    user_id: known.user_id,
                    status: self.platform.users[&known.user_id].status,
                    platform_role: self.platform.users[&known.user_id].platform_role,
                })
                .collect()
        };
        let (identities, present) = (at(from), at(to));
        let derived = derived_users(&issuer(to), subjects.as_deref(), &identities);
        let input = CarryOverInput {
            audit_id: AuditId::from_uuid(Uuid::nil()),
            actor: Actor::User { user_id: actor },
            reason: Some(read(json!("it was renamed"))),
            force: true,
            from: Some(issuer(from)),
            subjects,
            facts: CarryOverFacts {
                actor: self.platform.users.get(&actor).cloned(),
                target: Some(CarryOverTarget {
                    connection_id: self.connections[usize::from(to)].id,
                    kind: ConnectionKind::Oidc,
                    organization_id: None,
                    issuer: Some(issuer(to)),
                    in_use: self.is_active(to),
                }),
                identities,
                present,
                derived_users: derived.into_iter().filter(|id| self.platform.users.contains_key(id)).collect(),
                from_in_use: self.is_active(from),
                administrator_elsewhere: true,
            },
        };
        for effect in carry_over(&input).effects {
            self.write(actor, effect);
        }
    }

    fn write(&mut self, actor: UserId, effect: Effect) {
        let platform = &mut self.platform;
        match effect {
            Effect::Member(MemberEffect::PutMembership { organization_id, user_id, role, .. })
            | Effect::Member(MemberEffect::ChangeMembershipRole { organization_id, user_id, role }) => {
                self.put(organization_id, user_id, role)
            }
            Effect::Member(MemberEffect::RemoveMembership { organization_id, user_id }) => {
                self.remove(organization_id, user_id)
            }
            Effect::User(UserEffect::SetUserStatus { user_id, status }) => {
                platform.users.get_mut(&user_id).unwrap().status = status
            }
            Effect::User(UserEffect::SetPlatformRole { user_id, role }) => {
                platform.users.get_mut(&user_id).unwrap().platform_role = role
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
                let invitation = json!({ "id": invitation_id, "status": "pending", "email": email,
                    "organizationId": organization_id, "role": role, "platformRole": platform_role,
                    "createdAt": NOW, "expiresAt": expires_at, "inviter": { "userId": actor, "status": "active" } });
                platform.invitations.insert(invitation_id, read(invitation));
            }
            Effect::Invitation(InvitationEffect::SetInvitationStatus { invitation_id, status }) => {
                platform.invitations.get_mut(&invitation_id).unwrap().status = status;
            }
            Effect::User(UserEffect::EndUser { user_id, effects }) => {
                for effect in effects {
                    if let DeprovisionEffect::RemoveMembership { organization_id, .. } = effect {
                        self.remove(organization_id, user_id);
                    }
                }
                let user = self.platform.users.get_mut(&user_id).unwrap();
                (user.status, user.platform_role) = (UserStatus::Deprovisioned, PlatformRole::PlatformUser);
            }
            Effect::Policy(PolicyEffect::SavePolicy { policy }) => platform.policy = policy,
            Effect::IdentityConflict(IdentityConflictEffect::CarryIdentitiesOver { from, to, subjects, .. }) => {
                for SubjectMapping { from: former, to: new } in subjects {
                    let former = IdentityKey { issuer: from.clone(), subject: former };
                    let identity = IdentityKey { issuer: to.clone(), subject: new };
                    let known = platform.identities.remove(&former).expect("an identity that moves");
                    platform.identities.insert(identity.clone(), IdentityFacts { identity, ..known });
                }
            }
            _ => {}
        }
    }

    fn remove(&mut self, organization: OrganizationId, user: UserId) {
        let member = self.platform.memberships.get_mut(&(organization, user)).unwrap();
        (member.status, member.removed_at) = (MembershipStatus::Removed, Some(NOW));
    }

    /// Signs a person in. By an honest provider, the address that it vouches for is their own, and
    /// they read the codes that are mailed to it.
    fn sign_in(&mut self, person: u8, login: &Login) -> Vec<plan::Effect> {
        let by_own = login.connection == OWN;
        let stated = if by_own || !login.verified { login.states } else { person };
        let subject = if by_own { subject(login.states) } else { subject(person) };
        let mut identity = json!({ "connectionId": self.connections[usize::from(login.connection)].id,
            "issuer": issuer(login.connection), "subject": subject, "email": address(stated),
            "emailVerified": by_own || login.verified, "groups": ["staff"] });
        if let Some(invitation) = login.invitation {
            identity["invitationId"] = json!(invitation_id(invitation));
        }
        let holder = self
            .platform
            .users
            .values()
            .find(|user| user.email.as_ref().is_some_and(|held| held.as_str() == address(person)));
        if login.with_code && !by_own && stated == person {
            let confirmation = json!({ "tokenHash": HASH_OF_ABC, "identity": key(login.connection, person),
                "userId": holder.map(|user| user.id), "email": address(person), "expiresAt": NOW.seconds() + 1 });
            self.platform.link_confirmations = vec![read(confirmation)];
            identity["linkProof"] = json!("abc");
        }
        let identity: LoginIdentity = read(identity);
        self.platform.connection = self.connections[usize::from(login.connection)].clone();
        let effects = self.platform.login(&identity, NOW).plan.effects;
        self.platform.link_confirmations.clear();
        effects
    }
}

/// The SHA-256 of `abc` (FIPS 180-2, appendix B.1).
const HASH_OF_ABC: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

#[derive(Debug, Clone)]
struct Login {
    connection: u8,
    /// The person whose address is stated, if the provider does not vouch for it or is Eve's.
    states: u8,
    verified: bool,
    invitation: Option<u8>,
    with_code: bool,
}

#[derive(Debug, Clone)]
enum Act {
    Command(Box<Command>),
    /// The host states the addresses that the actor has proven: their own. Without a number, the
    /// actor accepts the invitation that has theirs.
    Accept(Option<u8>),
    SavePolicy(Value),
    Activate(u8),
    CarryOver {
        from: u8,
        to: u8,
        subjects: Option<(u8, u8)>,
    },
    SignIn(Login),
}

impl Act {
    fn accepted_by(&self, person: u8) -> Option<Command> {
        let Self::Accept(number) = self else { return None };
        let email = CanonicalEmail::parse(&address(person)).ok();
        let (invitation_id, other_emails) = (invitation_id(number.unwrap_or(person)), Vec::new());
        Some(InvitationCommand::AcceptInvitation { invitation_id, email, other_emails, connection_id: None }.into())
    }
}

fn person() -> impl Strategy<Value = u8> {
    0..PEOPLE
}

fn user() -> impl Strategy<Value = UserId> {
    person().prop_map(|person| key(0, person).user_id())
}

fn organization() -> impl Strategy<Value = OrganizationId> {
    (0..ORGANIZATIONS).prop_map(organization_id)
}

fn role() -> impl Strategy<Value = OrganizationRole> {
    prop_oneof![Just(OrganizationRole::OrgUser), Just(OrganizationRole::OrgAdmin), Just(OrganizationRole::OrgOwner)]
}

fn platform_role() -> impl Strategy<Value = PlatformRole> {
    prop_oneof![
        4 => Just(PlatformRole::PlatformUser),
        1 => Just(PlatformRole::PlatformAdmin),
        1 => Just(PlatformRole::PlatformOwner)
    ]
}

fn command() -> impl Strategy<Value = Command> {
    let email = |person| CanonicalEmail::parse(&address(person)).unwrap();
    let invite = (organization(), person(), person(), role(), platform_role()).prop_map(
        move |(organization_id, number, invited, role, platform_role)| InvitationCommand::CreateInvitation {
            organization_id,
            // Mostly the person's own, which they accept.
            invitation_id: invitation_id(if number < 4 { invited } else { number }),
            email: email(invited),
            role,
            platform_role,
            connection_id: None,
            lifetime_seconds: None,
        },
    );
    let change = (organization(), user(), role()).prop_map(|(organization_id, user_id, role)| {
        MemberCommand::ChangeMemberRole { organization_id, user_id, role }
    });
    let add = (organization(), user(), role()).prop_map(|(organization_id, user_id, role)| MemberCommand::AddMember {
        organization_id,
        user_id,
        role,
    });
    let remove = (organization(), user())
        .prop_map(|(organization_id, user_id)| MemberCommand::RemoveMember { organization_id, user_id });
    prop_oneof![
        6 => invite.prop_map(Command::from),
        3 => change.prop_map(Command::from),
        2 => add.prop_map(Command::from),
        1 => remove.prop_map(Command::from),
        2 => (user(), platform_role()).prop_map(|(user_id, role)| UserCommand::SetPlatformRole { user_id, role }.into()),
        1 => user().prop_map(|user_id| UserCommand::SuspendUser { user_id }.into()),
        1 => user().prop_map(|user_id| UserCommand::RestoreUser { user_id }.into()),
        1 => user().prop_map(|user_id| UserCommand::DeprovisionUser { user_id }.into()),
    ]
}

fn policy() -> impl Strategy<Value = Value> {
    let linking = prop_oneof![Just("never"), Just("confirm"), Just("verified_email")];
    let mapped = prop::option::of((0..ORGANIZATIONS, role()));
    let access = prop_oneof![Just("restricted"), Just("public")];
    let second = prop_oneof![Just("ask_administrator"), Just("new_user")];
    (linking, any::<bool>(), mapped, access, second, any::<bool>()).prop_map(
        |(linking, required, mapped, access, second, reconciles)| {
            let mapped = mapped.map(|(organization, role)| {
                json!({ "organizationId": organization_id(organization), "group": "staff", "role": role })
            });
            json!({ "accountLinking": linking, "requireVerifiedEmail": required, "accessMode": access,
                "secondSubject": second, "reconcileOnLogin": reconciles, "bootstrap": { "mode": "first_user" },
                "groupRoles": mapped.into_iter().collect::<Vec<Value>>() })
        },
    )
}

fn act() -> impl Strategy<Value = Act> {
    let login = (0..3_u8, person(), prop::bool::weighted(0.7), prop::option::of(person()), any::<bool>()).prop_map(
        |(connection, states, verified, invitation, with_code)| Login {
            connection,
            states,
            verified,
            invitation,
            with_code,
        },
    );
    let subjects = prop::option::of((person(), person()));
    prop_oneof![
        8 => command().prop_map(|command| Act::Command(Box::new(command))),
        6 => prop::option::weighted(0.3, person()).prop_map(Act::Accept),
        2 => policy().prop_map(Act::SavePolicy),
        2 => (1..3_u8).prop_map(Act::Activate),
        2 => (0..3_u8, 0..3_u8, subjects).prop_map(|(from, to, subjects)| Act::CarryOver { from, to, subjects }),
        8 => login.prop_map(Act::SignIn),
    ]
}

/// The people who may have given what somebody gained: the actor, or who stands behind an effect of
/// a login.
fn givers(world: &World, (person, actor): (u8, Option<UserId>), act: &Act, effects: &[plan::Effect]) -> Vec<UserId> {
    let inviter =
        |id: InvitationId| world.platform.invitations.get(&id)?.inviter.as_ref().map(|inviter| inviter.user_id);
    match act {
        Act::Accept(number) => inviter(invitation_id(number.unwrap_or(person))).into_iter().collect(),
        Act::SignIn(_) => {
            let accepted = effects.iter().filter_map(|effect| match effect {
                plan::Effect::AcceptInvitation { invitation_id, .. } => inviter(*invitation_id),
                _ => None,
            });
            accepted.collect()
        }
        _ => actor.into_iter().collect(),
    }
}

#[test]
fn p4_nobody_rises_by_any_sequence_of_commands_and_logins() {
    let (rises, opened) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let acts = (prop::collection::vec((person(), act()), 1..40), prop::bool::weighted(0.3));
    let mut runner = TestRunner::new(ProptestConfig::with_cases(6000));
    let ran = runner.run(&acts, |(acts, owner_acts)| {
        let mut world = World::new();
        for (person, act) in acts {
            // Mostly the owner does nothing, so that all that happens is the doing of others.
            if person == 0 && !owner_acts {
                continue;
            }
            let before = world.clone();
            let actor = world.account(person).map(|user| user.id);
            let of_actor = actor.map(|actor| &before.platform.users[&actor]);
            let role = of_actor.filter(|user| user.status == UserStatus::Active).map(|user| user.platform_role);
            let mut effects = Vec::new();
            match (&act, actor) {
                (Act::Command(command), Some(actor)) => world.run(actor, command),
                (Act::Accept(_), Some(actor)) => world.run(actor, &act.accepted_by(person).unwrap()),
                (Act::SavePolicy(policy), Some(actor)) => {
                    let (policy, report) = (read(policy.clone()), LintReport::default());
                    let (version, expectations, failures) = (None, None, Vec::new());
                    world.run(
                        actor,
                        &PolicyCommand::SavePolicy { policy, version, report, expectations, failures }.into(),
                    );
                }
                (Act::Activate(connection), Some(_))
                    if role.is_some_and(|role| capability::has(role, None, Capability::IdpActivate)) =>
                {
                    world.connections[usize::from(*connection)].status = ConnectionStatus::Active;
                    world.opened |= *connection == OWN;
                }
                (Act::CarryOver { from, to, subjects }, Some(actor)) => {
                    let listed =
                        subjects.map(|(one, other)| vec![SubjectMapping { from: subject(one), to: subject(other) }]);
                    world.carry(actor, *from, *to, listed);
                }
                (Act::SignIn(login), _) => {
                    let is_allowed = world.is_active(login.connection) && (login.connection != OWN || person == EVE);
                    if is_allowed {
                        effects = world.sign_in(person, login);
                    }
                }
                _ => {}
            }

            // An owner who puts a provider into use, or says who somebody is, gives by it all that
            // they can reach.
            let by_owner =
                role == Some(PlatformRole::PlatformOwner) && matches!(act, Act::Activate(_) | Act::CarryOver { .. });
            let linked_by_owner =
                world.opened && before.platform.policy.account_linking == AccountLinking::VerifiedEmail;
            // So does one who put Eve's provider into use: it may have made the account of an
            // address, to which the person who owns the address is linked later.
            let by_own = matches!(&act, Act::SignIn(login) if login.connection == OWN);
            let made = effects.iter().any(|effect| matches!(effect, plan::Effect::CreateUser { .. }));
            let linked = !made && effects.iter().any(|effect| matches!(effect, plan::Effect::LinkIdentity { .. }));
            // Whose identity an owner has carried away comes back into their own account by a code.
            let own = key(0, person).user_id();
            let is_back = effects
                .iter()
                .any(|effect| matches!(effect, plan::Effect::LinkIdentity { user_id, .. } if *user_id == own));
            if by_owner || (by_own && linked_by_owner) || (linked && world.opened && !by_own) {
                opened.fetch_add(usize::from(world.opened), Ordering::Relaxed);
                continue;
            }
            let givers = givers(&before, (person, actor), &act, &effects);
            for other in 0..PEOPLE {
                let (was, is) = (before.reach(other), world.reach(other));
                rises.fetch_add(usize::from(is.platform > was.platform), Ordering::Relaxed);
                prop_assert!(
                    is.platform <= was.platform
                        || is_back
                        || givers.iter().any(|giver| before.platform.users[giver].platform_role >= is.platform),
                    "{other} rises to {:?} by {person}: {act:?}",
                    is.platform
                );
                for number in 0..ORGANIZATIONS {
                    let (had, has) = (was.organizations[usize::from(number)], is.organizations[usize::from(number)]);
                    let held = |giver: &UserId| before.platform.role(organization_id(number), *giver) >= has;
                    // The policy, which administrators save, gives at most this by a group.
                    let by_policy = matches!(act, Act::SignIn(_)) && has <= Some(OrganizationRole::OrgAdmin);
                    rises.fetch_add(usize::from(has > had), Ordering::Relaxed);
                    prop_assert!(
                        has <= had || by_policy || is_back || givers.iter().any(held),
                        "{other} rises to {has:?} in {number} by {person}: {act:?}"
                    );
                }
            }
        }
        // However it went, an owner of the platform is one whom an owner made, or who was one.
        if !owner_acts {
            let owners = world.platform.users.values().filter(|user| user.platform_role == PlatformRole::PlatformOwner);
            prop_assert!(owners.into_iter().all(|user| user.id == key(0, 0).user_id()));
        }
        Ok(())
    });
    if let Err(error) = ran {
        panic!("{error}");
    }
    // Roles were given, and owners did put Eve's provider into use.
    assert!(rises.load(Ordering::Relaxed) > 300, "{rises:?}");
    assert!(opened.load(Ordering::Relaxed) > 100, "{opened:?}");
}
