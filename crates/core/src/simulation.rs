//! What a change of configuration would have done to logins there were.

use alloc::vec::Vec;
use cora_wire_derive::record;
use core::borrow::Borrow;

use crate::engine::{Engine, EngineLogin};
use crate::json::Code;
use crate::provisioning::decision::{DecisionSummary, OutcomeKind};
use crate::provisioning::trace::Trace;
use crate::sorted::sorted;

/// Logins to try a change on.
#[record]
pub struct SimulatedLogins {
    /// The logins, with what was stored about each; at most 1 000 000.
    #[serde(deserialize_with = "crate::text::at_most::<1_000_000, _, _>")]
    #[cfg_attr(feature = "schema", schemars(length(max = 1_000_000)))]
    pub logins: Vec<EngineLogin>,
}

/// How many logins come to an outcome.
#[record]
pub struct OutcomeCount {
    /// The outcome.
    pub outcome: OutcomeKind,
    /// How many under the configuration as it is.
    pub before: u32,
    /// How many under the one that is tried.
    pub after: u32,
}

/// Why a login is decided otherwise.
#[record]
pub struct ChangeTraces {
    /// Stage by stage, under the configuration as it is.
    pub before: Trace,
    /// Stage by stage, under the one that is tried.
    pub after: Trace,
}

/// A login that is decided otherwise: another outcome, organization or role.
#[record]
pub struct SimulationChange {
    /// Which login, counted from 0.
    pub index: u32,
    /// What becomes of it under the configuration as it is.
    pub before: DecisionSummary,
    /// What becomes of it under the one that is tried.
    pub after: DecisionSummary,
    /// Why; null beyond the number of changes that traces were asked for. Whoever wants another one decides on its login.
    pub traces: Option<ChangeTraces>,
}

/// What a change of configuration does.
#[record]
pub struct SimulationReport {
    /// How many logins were decided on.
    pub logins: u32,
    /// How many of them are decided otherwise.
    pub changed: u32,
    /// The outcomes that any login comes to, in the order of their list.
    pub outcomes: Vec<OutcomeCount>,
    /// Every login that is decided otherwise, in the order of the logins.
    pub changes: Vec<SimulationChange>,
}

/// A simulation that goes from login to login, so that its host can show how far it is, stop it, or share it out.
///
/// `E` is how it holds the configurations: `&Engine`, or shared ones.
#[derive(Debug)]
pub struct Simulation<E> {
    before: E,
    after: E,
    /// For how many changes, from the first login on, traces are wanted.
    traced: usize,
    counts: [(u32, u32); OUTCOMES.len()],
    changes: Vec<SimulationChange>,
}

const OUTCOMES: [OutcomeKind; 8] = [
    OutcomeKind::Returning,
    OutcomeKind::Provisioned,
    OutcomeKind::Linked,
    OutcomeKind::LinkConfirmationRequired,
    OutcomeKind::ApprovalRequired,
    OutcomeKind::Waitlisted,
    OutcomeKind::SsoRequired,
    OutcomeKind::Denied,
];

impl<E: Borrow<Engine>> Simulation<E> {
    /// A simulation that has not seen any login. Traces are kept for the first `traced` changes.
    pub fn new(before: E, after: E, traced: usize) -> Self {
        Self { before, after, traced, counts: Default::default(), changes: Vec::new() }
    }

    /// Decides on the login of that index under both configurations.
    pub fn step(&mut self, index: u32, login: &EngineLogin) {
        let (one, other) = (self.before.borrow(), self.after.borrow());
        let (before, after) = (one.summarize(login), other.summarize(login));
        self.count(before.outcome.kind(), |(count, _)| count);
        self.count(after.outcome.kind(), |(_, count)| count);
        if !differ(&before, &after) {
            return;
        }
        let (one, other) = (self.before.borrow(), self.after.borrow());
        let why = |engine: &Engine| engine.decide(login).trace;
        let traced = self.changes.len() < self.traced;
        let traces = traced.then(|| ChangeTraces { before: why(one), after: why(other) });
        self.changes.push(SimulationChange { index, before, after, traces });
    }

    fn count(&mut self, kind: OutcomeKind, which: impl Fn(&mut (u32, u32)) -> &mut u32) {
        let at = OUTCOMES.iter().position(|outcome| *outcome == kind);
        if let Some(count) = at.and_then(|at| self.counts.get_mut(at)).map(which) {
            *count = count.saturating_add(1);
        }
    }

    /// Adds what another part of the same simulation has seen. The parts may come in any order.
    pub fn merge(&mut self, other: Self) {
        for (count, more) in self.counts.iter_mut().zip(other.counts) {
            *count = (count.0.saturating_add(more.0), count.1.saturating_add(more.1));
        }
        self.changes.extend(other.changes);
    }

    /// What was found so far. It does not depend on how the logins were shared out.
    pub fn report(&self) -> SimulationReport {
        let mut changes = sorted(&self.changes, |a, b| a.index.cmp(&b.index)).into_iter().cloned().collect::<Vec<_>>();
        for change in changes.iter_mut().skip(self.traced) {
            change.traces = None;
        }
        let logins = self.counts.iter().fold(0_u32, |sum, (before, _)| sum.saturating_add(*before));
        let counted = OUTCOMES.into_iter().zip(self.counts);
        let seen = counted.filter(|(_, (before, after))| *before > 0 || *after > 0);
        SimulationReport {
            logins,
            changed: u32::try_from(self.changes.len()).unwrap_or(u32::MAX),
            outcomes: seen.map(|(outcome, (before, after))| OutcomeCount { outcome, before, after }).collect(),
            changes,
        }
    }
}

/// Whether outcome, organizations or roles differ. Another reason for the same is no change.
fn differ(before: &DecisionSummary, after: &DecisionSummary) -> bool {
    let memberships = before.memberships.iter().map(|membership| (membership.organization_id, membership.role));
    before.outcome != after.outcome
        || before.platform_role != after.platform_role
        || memberships.ne(after.memberships.iter().map(|membership| (membership.organization_id, membership.role)))
}

impl OutcomeCount {
    /// The outcome as it is written in JSON.
    pub fn name(&self) -> &'static str {
        Code::name(&self.outcome)
    }
}
