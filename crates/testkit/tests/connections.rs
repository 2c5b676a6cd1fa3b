//! Invariants of connections under any commands, given by several people who do not always read the
//! current state first.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;

use cora_core::actor::Actor;
use cora_core::connection::lifecycle::{
    ChangeConnectionInput, ConnectionChange, ConnectionCommand, ConnectionEffect, ConnectionGuard, ConnectionReason,
    TestOutcome, change,
};
use cora_core::connection::{ConnectionKind, ConnectionStatus};
use cora_core::json::Code;
use cora_core::text::{DisplayName, Issuer};
use cora_testkit::connections::Connections;
use cora_testkit::generate::{
    INLINE_SECRET, NOW, at, connection_actor, connection_command, connection_id, issuer, organization_id,
    sound_settings, user_id,
};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use proptest::test_runner::{RngAlgorithm, TestRng, TestRunner};

/// The number of people who read the connections.
const PEOPLE: usize = 3;

/// An event in a history.
#[derive(Debug, Clone)]
enum Event {
    /// A person reads everything again.
    Look(usize),
    /// A person gives a command.
    Command { person: usize, connection: u8, command: ConnectionCommand, actor: Actor, by: By },
    /// An administrator is added or gets other identities. Removed if there are none.
    Administrator(u8, Option<BTreeSet<Issuer>>),
}

/// The state on which a command is decided.
#[derive(Debug, Clone, Copy, PartialEq)]
enum By {
    /// The current state.
    Now,
    /// The current state, with the version that was seen as the expected one.
    NowExpecting,
    /// The state that was seen, which may have changed since. Only the guards of the plan notice
    /// it.
    Seen,
}

#[derive(Debug, Clone)]
struct History {
    administrators: Vec<(u8, BTreeSet<Issuer>)>,
    events: Vec<Event>,
}

fn issuers_of(kinds: &[ConnectionKind]) -> impl Strategy<Value = BTreeSet<Issuer>> + use<> {
    let own: BTreeSet<Issuer> = kinds.iter().flat_map(|kind| sound_settings(*kind)).map(|(_, issuer)| issuer).collect();
    let own: Vec<Issuer> = own.into_iter().collect();
    let most = own.len();
    prop_oneof![
        5 => subsequence(own, 0..=most).prop_map(BTreeSet::from_iter),
        1 => issuer().prop_map(|issuer| BTreeSet::from([issuer])),
    ]
}

fn history() -> impl Strategy<Value = History> {
    // Two of the same kind, so that issuers collide.
    (select(&ConnectionKind::ALL), select(&ConnectionKind::ALL)).prop_flat_map(|(one, other)| {
        let kinds = [one, other, one];
        let commands = kinds.iter().zip(0_u8..).map(|(kind, number)| {
            connection_command(connection_id(number), *kind).prop_map(move |command| (number, command)).boxed()
        });
        let command = proptest::strategy::Union::new(commands);
        let by = prop_oneof![3 => Just(By::Now), 2 => Just(By::NowExpecting), 3 => Just(By::Seen)];
        let command =
            (0..PEOPLE, command, connection_actor(), by).prop_map(|(person, (connection, command), actor, by)| {
                Event::Command { person, connection, command, actor, by }
            });
        let administrator = (0_u8..3, prop::option::weighted(0.6, issuers_of(&kinds)));
        let event = prop_oneof![
            20 => command,
            4 => (0..PEOPLE).prop_map(Event::Look),
            1 => administrator.prop_map(|(user, issuers)| Event::Administrator(user, issuers)),
        ];
        let administrators = prop_oneof![1 => Just(0_usize), 4 => Just(1), 2 => Just(2)]
            .prop_flat_map(move |count| prop::collection::vec((0_u8..3, issuers_of(&kinds)), count));
        let created = prop::collection::vec(prop::option::weighted(0.8, (0..2_usize, any::<bool>())), kinds.len());
        let created = created.prop_map(move |created| {
            let made = created.into_iter().zip(kinds).zip(0_u8..);
            made.filter_map(|((made, kind), number)| made.map(|made| creation(number, kind, made))).collect::<Vec<_>>()
        });
        (administrators, created, prop::collection::vec(event, 0..60)).prop_map(
            |(administrators, mut events, later)| {
                events.extend((0..PEOPLE).map(Event::Look));
                events.extend(later);
                History { administrators, events }
            },
        )
    })
}

/// Creates a connection with valid settings.
fn creation(number: u8, kind: ConnectionKind, (settings, organization): (usize, bool)) -> Event {
    let command = ConnectionCommand::Create {
        connection_id: connection_id(number),
        kind,
        display_name: DisplayName::shortened("Acme"),
        organization_id: organization.then(|| organization_id(number)),
        settings: sound_settings(kind)[settings].0.clone(),
    };
    Event::Command { person: 0, connection: number, command, actor: Actor::Operator {}, by: By::Now }
}

/// Counts of what was met in all histories. A missing entry shows that a property was never
/// exercised.
#[derive(Debug, Default)]
struct Met(Mutex<BTreeMap<String, usize>>);

impl Met {
    fn note(&self, what: impl Into<String>) {
        *self.0.lock().expect("no test panics inside").entry(what.into()).or_default() += 1;
    }
}

/// Runs a property on histories. Returns the counts.
fn check(cases: u32, property: impl Fn(History, &Met) -> Result<(), TestCaseError>) -> BTreeMap<String, usize> {
    let met = Met::default();
    let config = ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() };
    // WHY always the same histories: the test asserts how often something rare occurs in them.
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    if let Err(error) = runner.run(&history(), |history| property(history, &met)) {
        panic!("{error}");
    }
    met.0.into_inner().expect("no test panics inside")
}

/// Runs a history and passes the details of every decided command to `ask`: the stored state, the
/// state that was seen, the change, and, if its plan succeeded, the stored state afterwards.
fn happen(
    history: History,
    mut ask: impl FnMut(
        &Connections,
        &Connections,
        &Event,
        &ConnectionChange,
        Option<&Connections>,
    ) -> Result<(), TestCaseError>,
) -> Result<Connections, TestCaseError> {
    let administrators = history.administrators.into_iter().map(|(number, issuers)| (user_id(number), issuers));
    let mut state = Connections { administrators: administrators.collect(), ..Connections::default() };
    let mut seen = vec![state.clone(); PEOPLE];
    for (event, later) in history.events.into_iter().zip(0_i64..) {
        let now = at(later);
        match &event {
            Event::Look(person) => seen[*person] = state.clone(),
            Event::Administrator(number, None) => drop(state.administrators.remove(&user_id(*number))),
            Event::Administrator(number, Some(issuers)) => {
                state.administrators.insert(user_id(*number), issuers.clone());
            }
            Event::Command { person, connection, command, actor, by } => {
                let id = connection_id(*connection);
                let known = seen[*person].connections.get(&id).map(|stored| stored.version);
                let command = match by {
                    By::NowExpecting => expecting(command.clone(), known),
                    By::Now | By::Seen => command.clone(),
                };
                let basis = if *by == By::Seen { &seen[*person] } else { &state };
                let change = basis.decide(id, command, actor.clone(), now);
                let mut after = state.clone();
                let applied = after.apply(&change.plan).is_ok();
                ask(&state, &seen[*person], &event, &change, applied.then_some(&after))?;
                prop_assert!(applied || *by == By::Seen, "a plan fails although nobody else writes: {:?}", change.plan);
                if applied {
                    state = after;
                } else {
                    seen[*person] = state.clone();
                }
            }
        }
    }
    Ok(state)
}

fn expecting(mut command: ConnectionCommand, seen: Option<u32>) -> ConnectionCommand {
    match &mut command {
        ConnectionCommand::Create { .. } | ConnectionCommand::RecordTest { .. } => {}
        ConnectionCommand::Save { expected_version, .. }
        | ConnectionCommand::Activate { expected_version, .. }
        | ConnectionCommand::Rollback { expected_version, .. }
        | ConnectionCommand::Disable { expected_version, .. }
        | ConnectionCommand::MakeDefault { expected_version }
        | ConnectionCommand::SetSecretExpiry { expected_version, .. }
        | ConnectionCommand::Delete { expected_version } => *expected_version = seen,
    }
    command
}

fn holds(result: Result<(), String>) -> Result<(), TestCaseError> {
    result.map_err(TestCaseError::fail)
}

/// Returns `true` if the record of the change says that a safeguard was overridden.
fn is_forced(change: &ConnectionChange, id: cora_core::id::ConnectionId) -> bool {
    change.plan.effects.iter().any(|effect| {
        matches!(effect, ConnectionEffect::RecordAudit { connection_id, forced: true, .. } if *connection_id == id)
    })
}

#[test]
fn connections_stay_sound_under_any_commands() {
    let met = check(800, |history, met| {
        let last = happen(history, |before, _, event, change, after| {
            let Event::Command { connection, .. } = event else { return Ok(()) };
            met.note(change.reason.name());
            let id = connection_id(*connection);
            if !change.ok {
                prop_assert!(change.plan.effects.is_empty() && change.plan.guards.is_empty(), "{:?}", change.plan);
            }
            let Some(after) = after else {
                met.note("guard failed");
                return Ok(());
            };
            holds(after.sound())?;
            holds(after.follows(before, id, &change.plan))?;
            if !change.plan.effects.is_empty() {
                let stored = after.connections.get(&id).map(|stored| (stored.status, stored.version));
                prop_assert_eq!(stored, change.status.zip(change.version));
                met.note(format!("applied {}", change.reason.name()));
                if before.default.is_some() && after.default.is_some() && before.default != after.default {
                    met.note("another default");
                }
                let of_platform = after.active().filter(|(_, stored, _)| stored.organization_id.is_none());
                if of_platform.count() > 1 {
                    met.note("several of the platform");
                }
                if is_forced(change, id) {
                    met.note("forced");
                }
            }
            Ok(())
        })?;
        if last.active().count() > 1 {
            met.note("several active");
        }
        Ok(())
    });
    let often = ["applied activated", "applied rolled_back", "applied disabled", "several of the platform"];
    let often = often.into_iter().chain(["forced", "several active", "guard failed", "would_lock_out_admins"]);
    for what in often.chain(["issuer_in_use", "stale_version"]) {
        assert!(met.get(what).is_some_and(|times| *times >= 20), "`{what}` is too rare: {met:?}");
    }
    // Two connections of the platform have to be in use for that.
    for what in ["applied made_default", "another default"] {
        assert!(met.get(what).is_some_and(|times| *times >= 5), "`{what}` is too rare: {met:?}");
    }
    let unmet: Vec<&str> = REASONS.iter().map(Code::name).filter(|name| !met.contains_key(*name)).collect();
    assert!(unmet.is_empty(), "never met: {unmet:?}");
}

const REASONS: [ConnectionReason; 24] = [
    ConnectionReason::Created,
    ConnectionReason::Saved,
    ConnectionReason::Unchanged,
    ConnectionReason::TestRecorded,
    ConnectionReason::Activated,
    ConnectionReason::RolledBack,
    ConnectionReason::Disabled,
    ConnectionReason::MadeDefault,
    ConnectionReason::SecretExpirySet,
    ConnectionReason::Deleted,
    ConnectionReason::ConnectionNotFound,
    ConnectionReason::ConnectionExists,
    ConnectionReason::StaleVersion,
    ConnectionReason::SettingsNotStorable,
    ConnectionReason::ConfigurationNotFound,
    ConnectionReason::NotValidated,
    ConnectionReason::NotTested,
    ConnectionReason::IssuerInUse,
    ConnectionReason::WouldLockOutAdmins,
    ConnectionReason::ReasonMissing,
    ConnectionReason::NotActive,
    ConnectionReason::NotOfPlatform,
    ConnectionReason::SecretMissing,
    ConnectionReason::NotADraft,
];

#[test]
fn a_plan_applied_twice_is_applied_once() {
    check(300, |history, _| {
        happen(history, |_, _, _, change, after| {
            let Some(once) = after else { return Ok(()) };
            let mut again = once.clone();
            // The guards refuse the plan again, unless it is empty. Without the guards it changes
            // nothing.
            let refused = again.apply(&change.plan).is_err();
            prop_assert!(refused != change.plan.effects.is_empty(), "{:?}", change.plan);
            prop_assert_eq!(&again, once);
            again.write(&change.plan.effects);
            prop_assert_eq!(&again, once);
            Ok(())
        })
        .map(drop)
    });
}

#[test]
fn stale_version_is_refused_and_changes_nothing() {
    let met = check(300, |history, met| {
        happen(history, |before, seen, event, change, after| {
            let Event::Command { connection, command, by: By::NowExpecting, .. } = event else { return Ok(()) };
            if matches!(command, ConnectionCommand::Create { .. } | ConnectionCommand::RecordTest { .. }) {
                return Ok(());
            }
            let version =
                |of: &Connections| of.connections.get(&connection_id(*connection)).map(|stored| stored.version);
            if let (Some(stored), Some(seen)) = (version(before), version(seen)) {
                prop_assert_eq!(change.reason == ConnectionReason::StaleVersion, stored != seen, "{:?}", change.reason);
                if stored != seen {
                    prop_assert_eq!(after, Some(before));
                    met.note("stale");
                }
            }
            Ok(())
        })
        .map(drop)
    });
    assert!(met.get("stale").is_some_and(|times| *times > 100), "{met:?}");
}

#[test]
fn nobody_locks_the_administrators_out_unless_by_force() {
    let met = check(1500, |history, met| {
        happen(history, |before, seen, event, change, after| {
            let (Event::Command { connection, by, .. }, Some(after)) = (event, after) else { return Ok(()) };
            let (id, switches) = (
                connection_id(*connection),
                [ConnectionReason::Activated, ConnectionReason::RolledBack, ConnectionReason::Disabled],
            );
            if !switches.contains(&change.reason) || is_forced(change, id) || after.administrators.is_empty() {
                return Ok(());
            }
            let platforms = after.connections.get(&id).is_some_and(|stored| stored.organization_id.is_none());
            let activated = change.reason != ConnectionReason::Disabled;
            // A user who could not log in when the command was decided, and can by now, is not
            // covered by any guard.
            let relies =
                change.plan.guards.iter().any(|guard| matches!(guard, ConnectionGuard::AdministratorUnchanged { .. }));
            if *by == By::Seen && !relies && seen.administrators != before.administrators {
                return Ok(());
            }
            if (platforms && activated) || before.an_administrator_can_log_in() {
                prop_assert!(after.an_administrator_can_log_in(), "{:?}: {:?}", change.reason, change.plan);
                met.note(format!("{} {}", change.reason.name(), if platforms { "platform" } else { "organization" }));
            }
            Ok(())
        })
        .map(drop)
    });
    for what in ["activated platform", "activated organization", "disabled platform", "disabled organization"] {
        assert!(met.get(what).is_some_and(|times| *times >= 10), "`{what}` is too rare: {met:?}");
    }
}

#[test]
fn the_order_of_the_facts_does_not_matter() {
    check(300, |history, _| {
        happen(history, |before, _, event, change_, _| {
            let Event::Command { connection, command, actor, by: By::Now, .. } = event else { return Ok(()) };
            let mut facts = before.facts(connection_id(*connection));
            facts.active_connections.reverse();
            facts.administrators.reverse();
            facts.administrators.iter_mut().for_each(|one| one.issuers.reverse());
            if let Some(record) = &mut facts.connection {
                record.configurations.reverse();
            }
            let (command, actor) = (command.clone(), actor.clone());
            let other = change(&ChangeConnectionInput {
                now: NOW,
                actor,
                command,
                facts,
                allow_loopback: false,
                allowed_hosts: Vec::new(),
            });
            prop_assert_eq!((other.reason, &other.issues), (change_.reason, &change_.issues));
            prop_assert_eq!(&other.plan.guards, &change_.plan.guards);
            prop_assert_eq!(other.plan.effects.len(), change_.plan.effects.len());
            Ok(())
        })
        .map(drop)
    });
}

#[test]
fn p16_a_secret_in_the_settings_gets_into_no_change() {
    let met = check(1500, |history, met| {
        let last = happen(history, |_, _, event, change, _| {
            let Event::Command { command, .. } = event else { return Ok(()) };
            let text = cora_wire::encode(change);
            prop_assert!(!text.contains(INLINE_SECRET), "{:?}", change.reason);
            let debug = format!("{change:?}");
            prop_assert!(!debug.contains(INLINE_SECRET));
            if cora_wire::encode(command).contains(INLINE_SECRET) {
                met.note(change.reason.name());
            }
            Ok(())
        })?;
        let debug = format!("{last:?}");
        prop_assert!(!debug.contains(INLINE_SECRET));
        Ok(())
    });
    assert!(met.get("settings_not_storable").is_some_and(|times| *times >= 10), "{met:?}");
}

#[test]
fn the_sound_settings_are_sound() {
    use cora_core::connection::settings::ConnectionSettings;
    use cora_core::connection::settings::validate::validate;
    for kind in ConnectionKind::ALL {
        for (settings, issuer) in sound_settings(kind) {
            let report = validate(&ConnectionSettings {
                kind,
                settings,
                organization_id: None,
                allow_loopback: false,
                allowed_hosts: Vec::new(),
            });
            assert!(report.ok && report.storable, "{}: {:?}", kind.name(), report.issues);
            assert_eq!(report.derived.map(|derived| derived.issuer), Some(issuer), "{}", kind.name());
        }
    }
}

/// Two people each disable a connection, and each relies on the other's connection for the
/// administrator.
#[test]
fn two_concurrent_disablings_leave_a_login_path() {
    let mut state = Connections::default();
    let by = Actor::Operator {};
    let kinds = [ConnectionKind::Okta, ConnectionKind::Oidc];
    let issuers = kinds.map(|kind| sound_settings(kind)[0].1.clone());
    state.administrators.insert(user_id(1), BTreeSet::from(issuers));
    for (kind, number) in kinds.into_iter().zip(0..) {
        let id = connection_id(number);
        let organization_id = (number > 0).then(|| organization_id(number));
        let settings = sound_settings(kind)[0].0.clone();
        let display_name = DisplayName::shortened("Acme");
        let outcome = TestOutcome::Success;
        for command in [
            ConnectionCommand::Create { connection_id: id, kind, display_name, organization_id, settings },
            ConnectionCommand::RecordTest { number: 1, outcome, decision: None },
            ConnectionCommand::Activate { number: None, force: None, expected_version: None },
        ] {
            let change = state.decide(id, command, by.clone(), NOW);
            assert!(change.ok, "{:?} {:?}", change.reason, change.issues);
            assert_eq!(state.apply(&change.plan), Ok(()));
        }
    }
    let disable = ConnectionCommand::Disable { force: None, expected_version: None };
    let changes = [0, 1].map(|number| state.decide(connection_id(number), disable.clone(), by.clone(), NOW));
    assert!(changes.iter().all(|change| change.ok));
    assert_eq!(state.apply(&changes[0].plan), Ok(()));
    assert!(state.apply(&changes[1].plan).is_err(), "nobody could log in");
    assert_eq!(state.active().map(|(_, stored, _)| stored.status).collect::<Vec<_>>(), [ConnectionStatus::Active]);
}
