//! Decodes any bytes as commands on connections, some with a stale version. A plan is applied or
//! changes nothing, applied a second time it changes nothing, and the invariants of connections
//! hold.
#![no_main]

use std::collections::BTreeSet;

use cora_core::actor::Actor;
use cora_core::connection::ConnectionKind;
use cora_core::connection::lifecycle::{ConnectionCommand, Force, TestOutcome, TestedDecision};
use cora_core::connection::settings::Settings;
use cora_core::provisioning::code::ReasonCode;
use cora_core::provisioning::decision::OutcomeKind;
use cora_core::text::{ChangeReason, DisplayName};
use cora_testkit::connections::Connections;
use cora_testkit::generate::{INLINE_SECRET, NOW, connection_id, organization_id, sound_settings, user_id};
use libfuzzer_sys::fuzz_target;

/// The remaining choices. After the last one, every choice is the first option.
struct Choices<'a>(std::slice::Iter<'a, u8>);

impl Choices<'_> {
    fn below(&mut self, bound: u8) -> u8 {
        self.0.next().map_or(0, |byte| byte % bound)
    }

    fn yes(&mut self) -> bool {
        self.below(2) == 1
    }

    fn settings(&mut self, kind: ConnectionKind) -> Settings {
        let [(one, _), (other, _)] = sound_settings(kind);
        let mut members = if self.yes() { other } else { one }.into_members();
        let name = members.keys().nth(usize::from(self.below(8))).cloned();
        let fault = match (self.below(12), name) {
            (0, Some(name)) => members.remove(&name),
            (1, Some(name)) => members.insert(name, "".into()),
            (2, Some(name)) => members.insert(name, 7.into()),
            (3, Some(name)) => members.insert(name, INLINE_SECRET.into()),
            (4, _) => members.insert("clientSecret".into(), INLINE_SECRET.into()),
            (5, _) => members.insert("issuer".into(), "http://10.0.0.1/".into()),
            (6, _) => members.insert("allowOutsideDomains".into(), true.into()),
            _ => None,
        };
        drop(fault);
        Settings::new(members)
    }

    fn force(&mut self) -> Option<Force> {
        match self.below(6) {
            0 => Some(Force { reason: ChangeReason::shortened("the provider is down") }),
            1 => Some(Force { reason: ChangeReason::shortened(" ") }),
            _ => None,
        }
    }

    fn number(&mut self) -> u32 {
        u32::from(self.below(3)) + 1
    }

    fn command(&mut self, number: u8, kind: ConnectionKind) -> ConnectionCommand {
        let expected_version = self.below(8).checked_sub(1).map(u32::from).filter(|seen| *seen < 4);
        match self.below(8) {
            0 => ConnectionCommand::Create {
                connection_id: connection_id(number),
                kind,
                display_name: DisplayName::shortened("Acme"),
                organization_id: self.yes().then(|| organization_id(number)),
                settings: self.settings(kind),
            },
            1 => ConnectionCommand::Save {
                display_name: self.yes().then(|| DisplayName::shortened("Beta")),
                settings: self.yes().then(|| self.settings(kind)),
                expected_version,
            },
            2 | 3 => ConnectionCommand::RecordTest {
                number: self.number(),
                outcome: if self.below(4) == 0 { TestOutcome::Failed } else { TestOutcome::Success },
                decision: self.yes().then(|| TestedDecision {
                    outcome: if self.yes() { OutcomeKind::Returning } else { OutcomeKind::Denied },
                    reason: ReasonCode::ReturningUser,
                    user_id: self.yes().then(|| user_id(self.below(3))),
                }),
            },
            4 | 5 => ConnectionCommand::Activate {
                number: self.yes().then(|| self.number()),
                force: self.force(),
                expected_version,
            },
            6 => ConnectionCommand::Rollback { number: self.number(), force: self.force(), expected_version },
            _ => ConnectionCommand::Disable { force: self.force(), expected_version },
        }
    }
}

fuzz_target!(|bytes: &[u8]| {
    let mut choices = Choices(bytes.iter());
    let kinds = [0; 3].map(|_| ConnectionKind::ALL[usize::from(choices.below(8))]);
    let mut state = Connections::default();
    for number in 0..choices.below(3) {
        let issuers = kinds.iter().filter(|_| choices.yes()).map(|kind| sound_settings(*kind)[0].1.clone());
        let issuers: BTreeSet<_> = issuers.collect();
        state.administrators.insert(user_id(number), issuers);
    }
    let mut seen = state.clone();
    while !choices.0.as_slice().is_empty() {
        if choices.below(4) == 0 {
            seen = state.clone();
        }
        let number = choices.below(3);
        let (id, command) = (connection_id(number), choices.command(number, kinds[usize::from(number)]));
        let stale = choices.below(3) == 0;
        let basis = if stale { &seen } else { &state };
        let change = basis.decide(id, command, Actor::Operator {}, NOW);
        assert!(!cora_wire::encode(&change).contains(INLINE_SECRET));
        assert!(change.ok || change.plan.effects.is_empty() && change.plan.guards.is_empty());
        let before = state.clone();
        match state.apply(&change.plan) {
            Err(guard) => {
                assert!(stale, "a plan fails although nobody else writes: {guard:?}");
                assert_eq!(state, before);
            }
            Ok(()) => {
                assert_eq!(state.sound(), Ok(()));
                assert_eq!(state.follows(&before, id, &change.plan), Ok(()));
                let once = state.clone();
                state.write(&change.plan.effects);
                assert_eq!(state, once);
            }
        }
    }
});
