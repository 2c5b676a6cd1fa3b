//! The results of several concurrent logins and changes, in every order of their steps.
//!
//! A login has three steps: load, decide, apply. If a guard fails, it begins again. A change by an
//! administrator is one step. In every order the final state has to be that of some serial order,
//! and the guards have to be the cause: each test asserts that some of its plans did fail.

use std::collections::BTreeMap;

use cora_core::connection::ConnectionStatus;
use cora_core::id::{InvitationId, MembershipId, OrganizationId, UserId};
use cora_core::identity::{IdentityKey, LoginIdentity};
use cora_core::policy::Strategy as Way;
use cora_core::provisioning::decision::{MembershipView, Outcome, OutcomeKind};
use cora_core::provisioning::facts::*;
use cora_core::provisioning::plan::{Effect, Guard};
use cora_core::role::OrganizationRole;
use cora_core::{Decision, decide};
use cora_testkit::generate::{NOW, at, login, numbered, organization_id, platform, user_id};
use cora_testkit::interpreter::Platform;
use proptest::prelude::*;
use proptest::test_runner::{RngAlgorithm, TestRng, TestRunner};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

/// The maximum number of attempts of a login. Each other actor can make it fail once.
const ATTEMPTS: u32 = 5;

/// An actor that reads or writes.
#[derive(Debug, Clone)]
enum Actor {
    Login(Box<LoginIdentity>),
    Administrator(&'static str, fn(&mut Platform)),
}

/// The progress of an actor.
#[derive(Debug, Clone)]
enum Progress {
    ToLoad,
    ToDecide(Box<DecideInput>),
    ToApply(Box<Decision>),
    Done,
}

/// A run of the actors in one order of steps.
#[derive(Debug, Clone)]
struct Run<'a> {
    actors: &'a [Actor],
    platform: Platform,
    /// Set if loading and deciding are one step. That misses nothing, because a decision depends
    /// only on what was loaded.
    decides_at_once: bool,
    progress: Vec<Progress>,
    attempts: Vec<u32>,
    /// The decisions whose plans succeeded, with the actor's number.
    applied: Vec<(usize, Decision)>,
    /// The order of steps, for messages.
    order: Vec<usize>,
}

impl<'a> Run<'a> {
    fn new(platform: &Platform, actors: &'a [Actor]) -> Self {
        Self {
            actors,
            platform: platform.clone(),
            decides_at_once: false,
            progress: vec![Progress::ToLoad; actors.len()],
            attempts: vec![0; actors.len()],
            applied: Vec::new(),
            order: Vec::new(),
        }
    }

    fn unfinished(&self) -> Vec<usize> {
        (0..self.actors.len()).filter(|at| !matches!(self.progress[*at], Progress::Done)).collect()
    }

    fn step(&mut self, at: usize) {
        self.order.push(at);
        let actors = self.actors;
        let login = match &actors[at] {
            Actor::Login(login) => login,
            Actor::Administrator(_, change) => {
                change(&mut self.platform);
                self.progress[at] = Progress::Done;
                return;
            }
        };
        self.progress[at] = match std::mem::replace(&mut self.progress[at], Progress::Done) {
            Progress::ToLoad => {
                self.attempts[at] += 1;
                assert!(self.attempts[at] <= ATTEMPTS, "a login does not come to an end: {:?}", self.order);
                let input = self.platform.input(login, NOW);
                if self.decides_at_once {
                    Progress::ToApply(Box::new(decide(&input)))
                } else {
                    Progress::ToDecide(Box::new(input))
                }
            }
            Progress::ToDecide(input) => Progress::ToApply(Box::new(decide(&input))),
            Progress::ToApply(decision) => {
                let now = (!decision.plan.guards.is_empty()).then(|| decide(&self.platform.input(login, NOW)));
                match self.platform.apply(&decision.plan) {
                    Ok(()) => {
                        if let Some(now) = now {
                            self.would_be_given(&decision, &now);
                        }
                        self.applied.push((at, *decision));
                        Progress::Done
                    }
                    Err(_) => Progress::ToLoad,
                }
            }
            Progress::Done => Progress::Done,
        };
    }

    /// Asserts that no plan succeeds that admits a person, or gives them something, if they would
    /// by now not be admitted or given it. Asking an organization gives nothing: it answers on the
    /// state at that time.
    fn would_be_given(&self, decision: &Decision, now: &Decision) {
        let signed_in = decision.outcome.signed_in_user();
        assert!(
            signed_in.is_none() || signed_in == now.outcome.signed_in_user(),
            "overtaken: {:?} by a plan of {:?}, {:?} with {:?}, in the order {:?} of {:?}",
            now.outcome,
            decision.outcome,
            decision.plan.effects,
            decision.plan.guards,
            self.order,
            self.actors
        );
        if signed_in.is_none() {
            return;
        }
        let mut given = decision.memberships.iter().filter(|membership| membership.added);
        let less = |membership: &MembershipView| {
            let held = now.memberships.iter().find(|held| held.organization_id == membership.organization_id);
            held.is_none_or(|held| held.role < membership.role)
        };
        let found =
            |effect: &&Effect| matches!(effect, Effect::LinkIdentity { .. } | Effect::CreateOrganization { .. });
        let missing = |effect: &Effect| !now.plan.effects.contains(effect);
        let overtaken = given.any(less)
            || decision.platform_role > now.platform_role
            || decision.plan.effects.iter().filter(found).any(missing);
        assert!(!overtaken, "overtaken: {:?} in the order {:?} of {:?}", decision.plan, self.order, self.actors);
    }

    /// Counts the plans that failed.
    fn failures(&self) -> u32 {
        self.attempts.iter().map(|attempts| attempts.saturating_sub(1)).sum()
    }
}

/// Visits every order of the remaining steps.
fn every_order(run: Run<'_>, visit: &mut impl FnMut(Run<'_>)) {
    let unfinished = run.unfinished();
    for at in &unfinished {
        let mut next = run.clone();
        next.step(*at);
        every_order(next, visit);
    }
    if unfinished.is_empty() {
        visit(run);
    }
}

/// Runs the order given by the choices.
fn one_order<'a>(mut run: Run<'a>, choices: &[usize]) -> Run<'a> {
    let mut choices = choices.iter().cycle();
    loop {
        let unfinished = run.unfinished();
        let (false, Some(choice)) = (unfinished.is_empty(), choices.next()) else { return run };
        run.step(unfinished[choice % unfinished.len()]);
    }
}

/// Returns the states of the platform after the actors ran one after the other, in each order.
fn serial_ends(platform: &Platform, actors: &[Actor]) -> Vec<Platform> {
    let mut ends = Vec::new();
    orders(&mut (0..actors.len()).collect(), 0, &mut |order| {
        let mut run = Run::new(platform, actors);
        for at in order {
            while !matches!(run.progress[*at], Progress::Done) {
                run.step(*at);
            }
        }
        ends.push(without_audit(&run.platform));
    });
    ends
}

fn orders(items: &mut Vec<usize>, from: usize, visit: &mut impl FnMut(&[usize])) {
    if from == items.len() {
        return visit(items);
    }
    for at in from..items.len() {
        items.swap(from, at);
        orders(items, from + 1, visit);
        items.swap(from, at);
    }
}

/// WHY without: a decision that was announced is recorded, even if it was overtaken.
fn without_audit(platform: &Platform) -> Platform {
    Platform { audit: BTreeMap::new(), ..platform.clone() }
}

fn effects<'a>(run: &'a Run<'_>) -> impl Iterator<Item = &'a Effect> {
    run.applied.iter().flat_map(|(_, decision)| &decision.plan.effects)
}

/// Counts how often each key occurs.
fn counted<K: Ord>(keys: impl Iterator<Item = K>) -> BTreeMap<K, usize> {
    let mut counts = BTreeMap::new();
    keys.for_each(|key| *counts.entry(key).or_default() += 1);
    counts
}

/// Checks the invariants at the end of an order. `ends` are the final states of the serial orders.
fn check(before: &Platform, run: &Run<'_>, ends: &[Platform]) {
    let after = &run.platform;
    let told = || format!("order {:?} of {:#?}", run.order, run.actors);

    // P9: at most one bootstrap, and none where the platform had an owner.
    let bootstraps =
        run.applied.iter().filter(|(_, decision)| decision.plan.guards.contains(&Guard::NoPlatformOwner {}));
    let greatest = usize::from(before.platform_owners() == 0);
    assert!(bootstraps.count() <= greatest, "more than one bootstrap: {}", told());

    // An administrator may have taken a seat too, but none beyond the limit.
    for organization in after.organizations.values().filter(|_| before.policy.enforce_seats) {
        let most = organization.seat_limit.map(|limit| limit.max(before.seats_used(organization.id)));
        assert!(most.is_none_or(|most| after.seats_used(organization.id) <= most), "seats: {}", told());
    }

    // One user per identity, and no second one who has proven an address.
    let created = effects(run).filter_map(|effect| match effect {
        Effect::CreateUser { user_id, .. } => Some(*user_id),
        _ => None,
    });
    assert!(counted(created).values().all(|count| *count == 1), "a user was made twice: {}", told());
    assert!(after.identities.values().all(|known| after.users.contains_key(&known.user_id)), "{}", told());
    let proven = |user: &&UserFacts| user.email_verified && user.status != UserStatus::Deprovisioned;
    let addresses =
        |platform: &Platform| counted(platform.users.values().filter(proven).filter_map(|user| user.email.clone()));
    let had = addresses(before);
    for (address, count) in addresses(after) {
        assert!(count <= had.get(&address).copied().unwrap_or(0).max(1), "{address:?} twice: {}", told());
    }

    // One membership per organization and user, by one plan, unless it was removed in between.
    let removes = run.actors.iter().any(|actor| matches!(actor, Actor::Administrator("a membership is removed", _)));
    let added = effects(run).filter_map(|effect| match effect {
        Effect::AddMembership { organization_id, user_id, .. } => Some((*organization_id, *user_id)),
        _ => None,
    });
    assert!(removes || counted(added).values().all(|count| *count == 1), "a membership twice: {}", told());

    // Invitations, tokens and confirmations are used once.
    let used = effects(run).filter_map(|effect| match effect {
        Effect::AcceptInvitation { invitation_id, .. } => Some(invitation_id.to_string()),
        Effect::ConsumeBootstrapToken { token_hash, .. } => Some(format!("bootstrap {token_hash}")),
        Effect::ConsumeLinkConfirmation { token_hash, .. } => Some(format!("confirmation {token_hash}")),
        _ => None,
    });
    assert!(counted(used).values().all(|count| *count == 1), "something was used twice: {}", told());

    // One organization per slug.
    let slugs = counted(after.organizations.values().map(|organization| organization.slug.clone()));
    assert!(slugs.values().all(|count| *count == 1), "a slug twice: {}", told());

    // A serial order could have ended like this.
    assert!(ends.contains(&without_audit(after)), "no serial order ends like this: {}", told());

    settles(run);
}

/// P3: a user who is in returns with nothing left to do; a user who is out finds nothing changed.
fn settles(run: &Run<'_>) {
    let mut platform = run.platform.clone();
    let logins: Vec<&LoginIdentity> = run
        .actors
        .iter()
        .filter_map(|actor| match actor {
            Actor::Login(login) => Some(&**login),
            Actor::Administrator(..) => None,
        })
        .collect();
    // A gain of one user may let another gain, such as the right to have invited them. A change by
    // an administrator after a user was in takes effect at that user's next login. So everyone logs
    // in again before nothing may be left to do.
    for login in logins.iter().cycle().take(logins.len() * 2) {
        platform.login(login, NOW);
    }
    for login in &logins {
        let once = platform.clone();
        let decision = decide(&platform.input(login, NOW));
        if decision.outcome.signed_in_user().is_some() {
            assert!(matches!(decision.outcome, Outcome::Returning { .. }), "{:?}", decision.outcome);
            assert!(decision.plan.effects.is_empty(), "{:?}", decision.plan.effects);
        }
        assert_eq!(platform.apply(&decision.plan), Ok(()));
        assert_eq!(platform, once);
    }
}

/// P3 at once: if only logins were at work, the last one has nothing left to do.
fn the_last_has_nothing_left(run: &Run<'_>) {
    let Some((at, decision)) = run.applied.last() else { return };
    let (Actor::Login(login), Some(user_id)) = (&run.actors[*at], decision.outcome.signed_in_user()) else { return };
    let again = decide(&run.platform.input(login, NOW));
    assert_eq!(again.outcome, Outcome::Returning { user_id });
    assert!(again.plan.effects.is_empty() && again.plan.guards.is_empty(), "{:?}", again.plan);
}

// Changes that an administrator may make meanwhile. Each does nothing if its object does not exist.

/// A change by an administrator, with its name.
type Change = (&'static str, fn(&mut Platform));

const CHANGES: [Change; 12] = [
    ("the policy changes", |platform| {
        platform.policy.version += 1;
        platform.policy.strategies = vec![Way::Invitation];
    }),
    ("the connection is disabled", |platform| {
        platform.connection.version += 1;
        platform.connection.status = ConnectionStatus::Disabled;
    }),
    ("the invitations are revoked", |platform| {
        let pending = |invitation: &&mut InvitationFacts| invitation.status == InvitationStatus::Pending;
        for invitation in platform.invitations.values_mut().filter(pending) {
            invitation.status = InvitationStatus::Revoked;
        }
    }),
    ("a membership is removed", |platform| {
        // Not an owner, who may be the last: so it does not depend on what people have founded.
        let member = |membership: &&mut MembershipFacts| {
            membership.status == MembershipStatus::Active && membership.role < OrganizationRole::OrgOwner
        };
        if let Some(membership) = platform.memberships.values_mut().rfind(member) {
            membership.status = MembershipStatus::Removed;
            membership.removed_at = Some(NOW);
            if let Some(user) = platform.users.get_mut(&membership.user_id) {
                user.current_organization_id =
                    user.current_organization_id.filter(|current| *current != membership.organization_id);
            }
        }
    }),
    ("the inviters are demoted", |platform| {
        let inviters: Vec<_> = platform
            .invitations
            .values()
            .filter_map(|invitation| Some((invitation.organization_id, invitation.inviter.as_ref()?.user_id)))
            .collect();
        for key in inviters {
            if let Some(membership) = platform.memberships.get_mut(&key) {
                membership.role = OrganizationRole::OrgUser;
            }
        }
    }),
    ("a seat is taken", |platform| {
        let ids: Vec<OrganizationId> = platform.organizations.keys().copied().collect();
        for (number, organization_id) in (0..).zip(ids) {
            let limit = platform.organizations[&organization_id].seat_limit;
            if limit.is_some_and(|limit| platform.seats_used(organization_id) >= limit) {
                continue;
            }
            let user = UserId::from_uuid(numbered(0xb, 200 + number));
            let id = MembershipId::from_uuid(numbered(0xf, 200 + number));
            let taken = json!({ "id": id, "status": "active", "organizationId": organization_id, "userId": user,
                "role": "org_user", "source": "manual" });
            platform.users.insert(user, read(json!({ "id": user, "status": "active" })));
            platform.memberships.insert((organization_id, user), read(taken));
        }
    }),
    ("the domain rules change", |platform| {
        for rule in platform.domain_rules.values_mut() {
            rule.version += 1;
            rule.enrollment_mode = EnrollmentMode::ManualInvitation;
        }
    }),
    ("a user is suspended", |platform| {
        // A user who was deprovisioned is restored by a command of its own.
        let last = platform.users.values_mut().next_back().filter(|user| user.status == UserStatus::Active);
        if let Some(user) = last {
            user.status = UserStatus::Suspended;
        }
    }),
    ("an organization is closed", |platform| {
        if let Some(organization) = platform.organizations.values_mut().next() {
            organization.status = OrganizationStatus::Inactive;
        }
    }),
    ("an address is not verified any more", |platform| {
        for user in platform.users.values_mut() {
            user.email_verified = false;
        }
    }),
    ("the links are taken away", |platform| platform.identities.clear()),
    ("the confirmations are withdrawn", |platform| {
        for confirmation in &mut platform.link_confirmations {
            confirmation.used = true;
        }
    }),
];

fn administrator((name, change): Change) -> Actor {
    Actor::Administrator(name, change)
}

// Platforms made by hand, on each of which two logins compete.

fn read<T: DeserializeOwned>(value: Value) -> T {
    serde_json::from_value(value).expect("a value of its type")
}

fn uuid(kind: u8, number: u8) -> String {
    numbered(kind, number).to_string()
}

fn identity(subject: &str) -> IdentityKey {
    read(json!({ "issuer": "https://login.acme.example", "subject": subject }))
}

fn empty(policy: Value) -> Platform {
    let connection = json!({ "id": uuid(0xc, 1), "kind": "oidc", "issuer": "https://login.acme.example",
        "status": "active", "version": 3 });
    Platform::new(read(connection), read(policy))
}

fn organization(platform: &mut Platform, number: u8, seat_limit: Option<u32>) {
    let id = organization_id(number);
    let organization = json!({ "id": id, "status": "active", "name": "Acme", "slug": format!("organization-{number}"),
        "seatLimit": seat_limit });
    platform.organizations.insert(id, read(organization));
}

fn user(platform: &mut Platform, number: u8, address: &str) -> UserId {
    let id = user_id(number);
    platform.users.insert(id, read(json!({ "id": id, "status": "active", "email": address, "emailVerified": true })));
    id
}

/// Links an identity, with a word that vouches for an address.
fn known(platform: &mut Platform, user_id: UserId, subject: &str, address: &str) {
    let known = json!({ "userId": user_id, "identity": identity(subject), "email": address, "emailVerified": true });
    platform.identities.insert(identity(subject), read(known));
}

fn owner(platform: &mut Platform, number: u8, organization: u8) {
    let (user_id, organization_id) =
        (user(platform, number, &format!("owner{number}@acme.example")), organization_id(organization));
    let membership = json!({ "id": uuid(0xf, number), "status": "active", "organizationId": organization_id,
        "userId": user_id, "role": "org_owner", "source": "manual" });
    platform.memberships.insert((organization_id, user_id), read(membership));
}

fn invite(platform: &mut Platform, number: u8, organization: u8, by: u8, address: &str) {
    let id = InvitationId::from_uuid(numbered(0xe, number));
    let invitation = json!({ "id": id, "status": "pending", "email": address, "organizationId": organization_id(organization),
        "createdAt": NOW.seconds() - 9, "expiresAt": NOW.seconds() + 9,
        "inviter": { "userId": user_id(by), "status": "active" } });
    platform.invitations.insert(id, read(invitation));
}

fn domain(platform: &mut Platform, number: u8, organization: u8, mode: &str) {
    let rule: DomainRuleFacts = read(json!({ "id": uuid(0xd, number), "organizationId": organization_id(organization),
        "pattern": "acme.example", "verification": "ownership", "state": "verified", "enrollmentMode": mode }));
    platform.domain_rules.insert(rule.id, rule);
}

fn person(subject: &str, address: &str, more: Value) -> Actor {
    let mut login = json!({ "connectionId": uuid(0xc, 1), "issuer": "https://login.acme.example", "subject": subject,
        "email": address, "emailVerified": true });
    for (name, value) in more.as_object().expect("an object") {
        login[name] = value.clone();
    }
    Actor::Login(Box::new(read(login)))
}

/// The SHA-256 of `abc` (FIPS 180-2, appendix B.1).
const HASH_OF_ABC: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

/// The SHA-256 of `abd`.
const HASH_OF_ABD: &str = "a52d159f262b2c6ddb724a61840befc36eb30c88877a4030b65cbe86298449c9";

/// The scenes: the subject, the platform, two logins.
fn scenes() -> Vec<(&'static str, Platform, [Actor; 2])> {
    let (ana, ben) = ("ana@acme.example", "ben@acme.example");
    let token = json!({ "bootstrapToken": "abc" });
    let founders = || [person("00u1", ana, token.clone()), person("00u2", ben, token.clone())];
    let two = || [person("00u1", ana, json!({})), person("00u2", ben, json!({}))];
    let twice = || [person("00u1", ana, json!({})), person("00u1", ana, json!({}))];
    let mut scenes = Vec::new();

    let mut platform = empty(json!({}));
    organization(&mut platform, 0, Some(1));
    domain(&mut platform, 0, 0, "automatic_membership");
    scenes.push(("two colleagues and one seat", platform, two()));

    let mut platform = empty(json!({}));
    organization(&mut platform, 0, Some(2));
    owner(&mut platform, 0, 0);
    invite(&mut platform, 0, 0, 0, ana);
    invite(&mut platform, 1, 0, 0, ben);
    scenes.push(("two who are invited and one seat", platform, two()));

    let mut platform = empty(json!({}));
    platform.bootstrap_tokens = vec![read(json!({ "tokenHash": HASH_OF_ABC, "expiresAt": NOW.seconds() + 1 }))];
    scenes.push(("two founders with one token", platform, founders()));

    let list = json!({ "bootstrap": { "mode": "allow_list", "emails": [ana, ben] } });
    scenes.push(("two founders on the list", empty(list), two()));

    let first = json!({ "bootstrap": { "mode": "first_user" }, "accessMode": "public" });
    scenes.push(("two who come first", empty(first), two()));

    let mut platform = empty(json!({}));
    organization(&mut platform, 0, None);
    owner(&mut platform, 0, 0);
    invite(&mut platform, 0, 0, 0, ana);
    scenes.push(("one person in two tabs", platform.clone(), twice()));
    let same_address = [person("00u1", ana, json!({})), person("00u2", "ANA@acme.example", json!({}))];
    scenes.push(("two identities with one invited address", platform, same_address));

    let open = || empty(json!({ "accessMode": "public" }));
    scenes.push(("one person in two tabs of an open platform", open(), twice()));
    let same_address = [person("00u1", ana, json!({})), person("00u2", ana, json!({}))];
    scenes.push(("two identities with one address on an open platform", open(), same_address));
    let nobody = || person("00u1", "", json!({ "email": null }));
    let lenient = empty(json!({ "accessMode": "public", "requireVerifiedEmail": false }));
    scenes.push(("one person without an address in two tabs", lenient, [nobody(), nobody()]));

    let own = json!({ "accessMode": "public", "personalOrganization": true });
    let named = json!({ "name": "Ana" });
    let namesakes = [person("00u1", ana, named.clone()), person("00u2", ben, named)];
    scenes.push(("two of one name found organizations", empty(own), namesakes));

    let mut platform = empty(json!({}));
    organization(&mut platform, 0, None);
    owner(&mut platform, 0, 0);
    let member = user(&mut platform, 1, ana);
    let membership = json!({ "id": uuid(0xf, 1), "status": "active", "organizationId": organization_id(0), "userId": member,
        "role": "org_user", "source": "manual" });
    platform.memberships.insert((organization_id(0), member), read(membership));
    for subject in ["00u1", "00u2"] {
        known(&mut platform, member, subject, ana);
    }
    invite(&mut platform, 0, 0, 0, ana);
    let promoted = platform.invitations.values_mut().next().expect("the invitation");
    promoted.role = OrganizationRole::OrgAdmin;
    let opened = || json!({ "invitationId": uuid(0xe, 0) });
    let identities = [person("00u1", ana, opened()), person("00u2", ana, opened())];
    scenes.push(("a member is promoted at two identities", platform, identities));

    let mut platform = empty(json!({}));
    organization(&mut platform, 0, None);
    let id = user(&mut platform, 1, ana);
    let confirmation = json!({ "tokenHash": HASH_OF_ABC, "identity": { "issuer": "https://login.acme.example", "subject": "00u1" },
        "userId": id, "email": ana, "expiresAt": NOW.seconds() + 1 });
    platform.link_confirmations = vec![read(confirmation)];
    let proof = json!({ "linkProof": "abc" });
    scenes.push(("one proof in two tabs", platform, [person("00u1", ana, proof.clone()), person("00u1", ana, proof)]));

    let mut platform = empty(json!({ "accountLinking": "verified_email" }));
    organization(&mut platform, 0, None);
    user(&mut platform, 1, ana);
    scenes.push(("one identity of an account in two tabs", platform.clone(), twice()));
    domain(&mut platform, 0, 0, "automatic_membership");
    let identities = [person("00u1", ana, json!({})), person("00u2", ana, json!({}))];
    scenes.push(("two subjects claim one account", platform, identities));

    let mut platform = empty(json!({}));
    organization(&mut platform, 0, None);
    domain(&mut platform, 0, 0, "automatic_suggestion");
    scenes.push(("one person asks in two tabs", platform.clone(), twice()));
    domain(&mut platform, 0, 0, "automatic_invitation");
    scenes.push(("one person is invited by their domain in two tabs", platform, twice()));
    scenes.extend(scenes_of_addresses());
    scenes
}

/// Scenes in which an address moves from one person to another.
fn scenes_of_addresses() -> Vec<(&'static str, Platform, [Actor; 2])> {
    let (ana, ben) = ("ana@acme.example", "ben@acme.example");
    let open = || empty(json!({ "accessMode": "public", "requireVerifiedEmail": false }));
    let mut scenes = Vec::new();
    let two_users = |platform: &mut Platform| {
        let (first, second) = (user(platform, 1, ana), user(platform, 2, ben));
        known(platform, first, "00u1", ana);
        known(platform, second, "00u2", ben);
    };

    let mut platform = open();
    two_users(&mut platform);
    let swap = [person("00u1", ben, json!({})), person("00u2", ana, json!({}))];
    scenes.push(("two people swap addresses", platform.clone(), swap));
    let rivals = [person("00u1", "new@acme.example", json!({})), person("00u2", "new@acme.example", json!({}))];
    scenes.push(("two people get one address", platform.clone(), rivals));
    let hired = [person("00u1", "new@acme.example", json!({})), person("00u3", ana, json!({}))];
    scenes.push(("an address is given to a new hire", platform.clone(), hired));
    let at = |seconds: u64| json!({ "issuedAt": NOW.seconds() - seconds });
    let tokens = [person("00u1", "older@acme.example", at(9)), person("00u1", "newer@acme.example", at(5))];
    scenes.push(("two tokens of one person say two addresses", platform.clone(), tokens));
    let member = user_id(1);
    known(&mut platform, member, "00u4", ana);
    let both = [person("00u1", "one@acme.example", json!({})), person("00u4", "other@acme.example", json!({}))];
    scenes.push(("both identities of one person leave the address", platform, both));

    let claims = [person("00u1", ana, json!({ "emailVerified": false })), person("00u2", ana, json!({}))];
    scenes.push(("one person claims an address and another proves it", open(), claims));

    let mut platform = open();
    let code = json!({ "tokenHash": HASH_OF_ABC, "identity": identity("00u1"), "email": ana,
        "expiresAt": NOW.seconds() + 1 });
    platform.link_confirmations = vec![read(code)];
    let proof = json!({ "emailVerified": false, "linkProof": "abc" });
    let proves = [person("00u1", ana, proof.clone()), person("00u2", ana, json!({}))];
    scenes.push(("one person proves an address by a code and another by a provider", platform.clone(), proves));
    scenes.push(("one code in two tabs", platform, [person("00u1", ana, proof.clone()), person("00u1", ana, proof)]));

    // Each has a code of their own.
    let mut platform = empty(json!({}));
    organization(&mut platform, 0, None);
    owner(&mut platform, 0, 0);
    invite(&mut platform, 0, 0, 0, "new@acme.example");
    let code = |subject: &str, hash: &str| {
        let code = json!({ "tokenHash": hash, "identity": identity(subject), "invitationId": uuid(0xe, 0),
            "email": "new@acme.example", "expiresAt": NOW.seconds() + 1 });
        read(code)
    };
    platform.link_confirmations = vec![code("00u1", HASH_OF_ABC), code("00u2", HASH_OF_ABD)];
    let claim = |proof: &str| json!({ "invitationId": uuid(0xe, 0), "linkProof": proof });
    let claims = [person("00u1", ana, claim("abc")), person("00u2", ben, claim("abd"))];
    scenes.push(("two people claim one invitation", platform.clone(), claims));
    let claims = [person("00u1", ana, claim("abc")), person("00u1", ana, claim("abc"))];
    scenes.push(("one person claims an invitation in two tabs", platform.clone(), claims));
    let claims = [person("00u1", ana, claim("abc")), person("00u3", "new@acme.example", json!({}))];
    scenes.push(("one person claims an invitation and the invited one comes", platform, claims));

    let mut platform = empty(json!({ "accessMode": "public", "secondSubject": "new_user" }));
    two_users(&mut platform);
    let subjects = [person("00u3", ana, json!({})), person("00u4", ana, json!({}))];
    scenes.push(("two subjects take one address", platform, subjects));
    scenes
}

#[test]
fn c26_two_logins_end_as_one_after_the_other_in_every_order() {
    for (scene, platform, actors) in scenes() {
        let ends = serial_ends(&platform, &actors);
        let (mut schedules, mut failed) = (0_u32, 0_u32);
        every_order(Run::new(&platform, &actors), &mut |run| {
            schedules += 1;
            failed += u32::from(run.failures() > 0);
            check(&platform, &run, &ends);
            the_last_has_nothing_left(&run);
        });
        println!("{scene}: {schedules} schedules, guards failed in {failed}");
        assert!(schedules >= 20 && failed * 3 >= schedules, "{scene}: guards failed in {failed} of {schedules}");
    }
}

#[test]
fn c25_only_one_of_two_founders_owns_the_platform_in_every_order() {
    for (scene, platform, actors) in
        scenes().into_iter().filter(|(scene, ..)| scene.contains("found") || scene.contains("first"))
    {
        let founding = !scene.contains("organizations");
        every_order(Run::new(&platform, &actors), &mut |run| {
            assert_eq!(run.platform.platform_owners(), usize::from(founding), "{scene}: {:?}", run.order);
        });
    }
}

#[test]
fn c06_only_one_of_two_identities_takes_the_invitation() {
    let of_one_invitation = [
        "two identities with one invited address",
        "two people claim one invitation",
        "one person claims an invitation and the invited one comes",
    ];
    for name in of_one_invitation {
        let scene = |(scene, ..): &(&str, Platform, [Actor; 2])| *scene == name;
        let (_, platform, actors) = scenes().into_iter().find(scene).expect("the scene");
        every_order(Run::new(&platform, &actors), &mut |run| {
            let mut kinds: Vec<OutcomeKind> = run.applied.iter().map(|(_, decision)| decision.outcome.kind()).collect();
            kinds.sort_unstable();
            assert_eq!(kinds, [OutcomeKind::Provisioned, OutcomeKind::Denied], "{name}: {:?}", run.order);
        });
    }
}

#[test]
fn a_login_that_is_applied_late_does_not_undo_a_newer_token() {
    let (ana, other) = ("ana@acme.example", "ana@other.example");
    let mut platform = empty(json!({ "accessMode": "public", "requireVerifiedEmail": false }));
    // Her own address is proven by a code, so that no word of the identity takes it.
    let member = user(&mut platform, 1, ana);
    platform.users.get_mut(&member).expect("the user").email_confirmed_at = Some(at(-100));
    known(&mut platform, member, "00u1", other);
    let older = json!({ "emailVerified": false, "issuedAt": at(-9), "name": "Ana Acme" });
    let older = || person("00u1", "former@other.example", older.clone());
    // The newer token says again what was known before the older one. By the name it can be seen
    // which of them came first: only where the newer one did may the older one's word remain.
    let actors = [older(), older(), person("00u1", other, json!({ "issuedAt": at(-5), "name": "Ana" }))];
    let ends = serial_ends(&platform, &actors);
    let mut recorded = 0;
    every_order(Run { decides_at_once: true, ..Run::new(&platform, &actors) }, &mut |run| {
        let is_record = |effect: &&Effect| matches!(effect, Effect::RecordIdentityEmail { .. });
        recorded += effects(&run).filter(is_record).count();
        check(&platform, &run, &ends);
    });
    assert!(recorded > 100, "{recorded}");
}

#[test]
fn a_login_that_is_applied_late_does_not_follow_outdated_groups() {
    let ana = "ana@acme.example";
    let mapping = json!({ "organizationId": organization_id(0), "group": "acme-admins", "role": "org_admin",
        "sync": "authoritative" });
    let mut platform = empty(json!({ "groupRoles": [mapping] }));
    organization(&mut platform, 0, None);
    owner(&mut platform, 0, 0);
    let member = user(&mut platform, 1, ana);
    known(&mut platform, member, "00u1", ana);
    let membership = json!({ "id": uuid(0xf, 1), "status": "active", "organizationId": organization_id(0),
        "userId": member, "role": "org_user", "source": "manual", "roleAsOf": at(-20) });
    platform.memberships.insert((organization_id(0), member), read(membership));
    // The newest token takes the role away again. By the name it can be seen which of the others
    // came first: only where the older one did may its role remain.
    let actors = [
        person("00u1", ana, json!({ "groups": ["acme-admins"], "issuedAt": at(-9), "name": "Ana Acme" })),
        person("00u1", ana, json!({ "groups": ["acme-admins"], "issuedAt": at(-8), "name": "Ana" })),
        person("00u1", ana, json!({ "groups": [], "issuedAt": at(-5) })),
    ];
    let ends = serial_ends(&platform, &actors);
    let mut lowered = 0;
    every_order(Run { decides_at_once: true, ..Run::new(&platform, &actors) }, &mut |run| {
        lowered += effects(&run).filter(|effect| matches!(effect, Effect::LowerRole { .. })).count();
        check(&platform, &run, &ends);
    });
    assert!(lowered > 10, "{lowered}");
}

#[test]
fn two_logins_and_a_change_are_serializable_in_every_order() {
    let mut failures: BTreeMap<&str, (u32, u32)> = BTreeMap::new();
    for (_, platform, [first, second]) in scenes() {
        for change in CHANGES {
            let actors = [first.clone(), second.clone(), administrator(change)];
            let ends = serial_ends(&platform, &actors);
            let alone = [first.clone(), administrator(change)];
            let alone_ends = serial_ends(&platform, &alone);
            let (schedules, failed) = failures.entry(change.0).or_default();
            every_order(Run::new(&platform, &alone), &mut |run| {
                *schedules += 1;
                *failed += u32::from(run.failures() > 0);
                check(&platform, &run, &alone_ends);
            });
            every_order(Run { decides_at_once: true, ..Run::new(&platform, &actors) }, &mut |run| {
                *schedules += 1;
                check(&platform, &run, &ends);
            });
        }
    }
    println!("{failures:?}");
    // Each change makes some plan fail, and not only another login.
    assert!(failures.values().all(|(_, failed)| *failed > 0), "{failures:?}");
}

/// Runs a property on random platforms with two logins.
fn on_random_platforms(cases: u32, mut property: impl FnMut(Platform, [Actor; 2], &[usize])) {
    let config = ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() };
    let choices = prop::collection::vec(0_usize..6, 24);
    let strategy = (platform(), login(), login(), any::<bool>(), choices);
    let property = std::cell::RefCell::new(&mut property);
    // The same every time, so that a failure is caused by the change at hand. `CORA_SEED=<number>`
    // draws others.
    let seed: u64 = std::env::var("CORA_SEED").ok().map_or(0, |seed| seed.parse().expect("CORA_SEED is a number"));
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.to_be_bytes());
    let random = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
    let result = TestRunner::new_with_rng(config, random).run(&strategy, |(platform, first, second, same, choices)| {
        // Two tokens of one identity that say two addresses have an order.
        let (mut first, mut second) = (first, second);
        (first.issued_at, second.issued_at) = (Some(at(-2)), Some(at(-1)));
        let second = if same { LoginIdentity { subject: first.subject.clone(), ..second } } else { second };
        // Two logins that say different things of one person's groups never come to rest.
        let (groups, groups_incomplete) = (first.groups.clone(), first.groups_incomplete);
        let second = LoginIdentity { groups, groups_incomplete, ..second };
        let actors = [first, second].map(|login| Actor::Login(Box::new(login)));
        (*property.borrow_mut())(platform, actors, &choices);
        Ok(())
    });
    if let Err(error) = result {
        panic!("{error}");
    }
}

#[test]
fn two_concurrent_logins_end_as_if_sequential() {
    let (mut schedules, mut failed) = (0_u32, 0_u32);
    on_random_platforms(400, |platform, actors, _| {
        let ends = serial_ends(&platform, &actors);
        every_order(Run::new(&platform, &actors), &mut |run| {
            schedules += 1;
            failed += u32::from(run.failures() > 0);
            check(&platform, &run, &ends);
        });
    });
    println!("{schedules} schedules, guards failed in {failed}");
    assert!(failed * 20 >= schedules, "guards failed in {failed} of {schedules}");
}

#[test]
fn three_concurrent_logins_and_a_change_end_as_if_sequential() {
    let (mut schedules, mut failed) = (0_u32, 0_u32);
    on_random_platforms(1500, |platform, [first, second], choices| {
        let third = if choices[0] % 2 == 0 { first.clone() } else { second.clone() };
        let change = administrator(CHANGES[choices.iter().sum::<usize>() % CHANGES.len()]);
        for actors in [vec![first.clone(), second.clone(), third.clone()], vec![first, second, third, change]] {
            let run = one_order(Run::new(&platform, &actors), choices);
            schedules += 1;
            failed += u32::from(run.failures() > 0);
            check(&platform, &run, &serial_ends(&platform, &actors));
        }
    });
    println!("{schedules} schedules, guards failed in {failed}");
    assert!(failed * 10 >= schedules, "guards failed in {failed} of {schedules}");
}
