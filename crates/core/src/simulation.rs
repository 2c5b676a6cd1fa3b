//! Simulation: the effect that a change of configuration would have had on past logins.

use alloc::vec::Vec;
use cora_wire_derive::record;
use core::borrow::Borrow;

use crate::engine::{Engine, EngineLogin};
use crate::json::Code;
use crate::provisioning::code::ReasonCode;
use crate::provisioning::decision::{DecisionSummary, OutcomeKind};
use crate::provisioning::trace::Trace;
use crate::small_sort::sorted;

/// The logins on which a change is simulated.
#[record]
pub struct SimulatedLogins {
    /// The logins, each with its stored facts; at most 1 000 000.
    #[serde(deserialize_with = "crate::text::at_most::<1_000_000, _, _>")]
    #[cfg_attr(feature = "schema", schemars(length(max = 1_000_000)))]
    pub logins: Vec<EngineLogin>,
}

/// The number of logins with one outcome.
#[record]
pub struct OutcomeCount {
    /// The outcome.
    pub outcome: OutcomeKind,
    /// The number of logins under the current configuration.
    pub before: u32,
    /// The number of logins under the simulated configuration.
    pub after: u32,
}

/// The number of logins that are denied because of an identity conflict.
#[record]
#[derive(Default)]
pub struct ConflictCount {
    /// The number of logins under the current configuration.
    pub before: u32,
    /// The number of logins under the simulated configuration.
    pub after: u32,
}

/// The traces of a login that is decided differently.
#[record]
pub struct ChangeTraces {
    /// The verdicts of all stages under the current configuration.
    pub before: Trace,
    /// The verdicts of all stages under the simulated configuration.
    pub after: Trace,
}

/// A login that is decided differently: another outcome, organization or role.
#[record]
pub struct SimulationChange {
    /// The index of the login, counted from 0.
    pub index: u32,
    /// The decision under the current configuration.
    pub before: DecisionSummary,
    /// The decision under the simulated configuration.
    pub after: DecisionSummary,
    /// The traces; null beyond the requested number of traced changes. To get another trace, decide
    /// its login.
    pub traces: Option<ChangeTraces>,
}

/// The effect of a change of configuration.
#[record]
pub struct SimulationReport {
    /// The number of logins that were decided.
    pub logins: u32,
    /// The number of logins that are decided differently.
    pub changed: u32,
    /// The number of logins in which a role in an organization is lowered.
    pub roles_lowered: u32,
    /// The number of logins in which a membership is lost.
    pub memberships_lost: u32,
    /// The logins that an administrator has to decide about, because the account of their address
    /// has another subject at the issuer (`identity_conflict`).
    pub identity_conflicts: ConflictCount,
    /// The outcomes that occur, in the order of their declaration.
    pub outcomes: Vec<OutcomeCount>,
    /// Every login that is decided differently, in the order of the logins.
    pub changes: Vec<SimulationChange>,
}

/// A simulation that proceeds login by login, so that its host can show progress, stop it, or
/// distribute it.
///
/// `E` is the form in which it holds the configurations: `&Engine`, or shared ones.
#[derive(Debug)]
pub struct Simulation<E> {
    before: E,
    after: E,
    /// The number of changes for which traces are wanted, from the first login on.
    traced: usize,
    counts: [(u32, u32); OUTCOMES.len()],
    conflicts: ConflictCount,
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
    /// Creates a simulation without any login. Traces are kept for the first `traced` changes.
    pub fn new(before: E, after: E, traced: usize) -> Self {
        Self {
            before,
            after,
            traced,
            counts: Default::default(),
            conflicts: ConflictCount::default(),
            changes: Vec::new(),
        }
    }

    /// Decides the login of the given index under both configurations.
    pub fn step(&mut self, index: u32, login: &EngineLogin) {
        let (one, other) = (self.before.borrow(), self.after.borrow());
        let (before, after) = (one.summarize(login), other.summarize(login));
        self.count(before.outcome.kind(), |(count, _)| count);
        self.count(after.outcome.kind(), |(_, count)| count);
        let ConflictCount { before: one, after: other } = self.conflicts;
        self.conflicts = ConflictCount {
            before: one.saturating_add(u32::from(is_conflict(&before))),
            after: other.saturating_add(u32::from(is_conflict(&after))),
        };
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

    /// Adds the results of another part of the same simulation. The parts may be merged in any
    /// order.
    pub fn merge(&mut self, other: Self) {
        for (count, more) in self.counts.iter_mut().zip(other.counts) {
            *count = (count.0.saturating_add(more.0), count.1.saturating_add(more.1));
        }
        let ConflictCount { before, after } = other.conflicts;
        self.conflicts.before = self.conflicts.before.saturating_add(before);
        self.conflicts.after = self.conflicts.after.saturating_add(after);
        self.changes.extend(other.changes);
    }

    /// Returns the results so far. They do not depend on the way in which the logins were
    /// distributed.
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
            changed: count(self.changes.len()),
            roles_lowered: count(self.changes.iter().filter(|change| change.lowers_a_role()).count()),
            memberships_lost: count(self.changes.iter().filter(|change| change.loses_a_membership()).count()),
            identity_conflicts: self.conflicts.clone(),
            outcomes: seen.map(|(outcome, (before, after))| OutcomeCount { outcome, before, after }).collect(),
            changes,
        }
    }
}

fn count(items: usize) -> u32 {
    u32::try_from(items).unwrap_or(u32::MAX)
}

impl SimulationChange {
    /// Returns `true` if the person has a role in an organization that the change lowers.
    pub fn lowers_a_role(&self) -> bool {
        self.before.memberships.iter().any(|before| {
            let after = self.after.memberships.iter().find(|after| after.organization_id == before.organization_id);
            after.is_some_and(|after| after.role < before.role)
        })
    }

    /// Returns `true` if the person has a membership that they lose by the change.
    pub fn loses_a_membership(&self) -> bool {
        self.before
            .memberships
            .iter()
            .any(|before| !self.after.memberships.iter().any(|after| after.organization_id == before.organization_id))
    }
}

/// Returns `true` if an administrator has to decide about the login.
fn is_conflict(summary: &DecisionSummary) -> bool {
    summary.reason == ReasonCode::IdentityConflict
}

/// Returns `true` if outcome, organizations or roles differ, or if one of the decisions is an
/// identity conflict. Another reason for the same outcome is not a change otherwise.
fn differ(before: &DecisionSummary, after: &DecisionSummary) -> bool {
    let memberships = before.memberships.iter().map(|membership| (membership.organization_id, membership.role));
    before.outcome != after.outcome
        || is_conflict(before) != is_conflict(after)
        || before.platform_role != after.platform_role
        || memberships.ne(after.memberships.iter().map(|membership| (membership.organization_id, membership.role)))
}

impl OutcomeCount {
    /// Returns the outcome as it is written in JSON.
    pub fn name(&self) -> &'static str {
        Code::name(&self.outcome)
    }
}
