//! The steps of a transaction, and what they changed. How they are run is up to each database.

use cora_core::provisioning::plan::Guard;

use crate::error::ApplyError;
use crate::sql::Sql;

/// The changes made by applying a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Applied {
    /// The number of effects that changed something. An effect that was applied before changes
    /// nothing.
    pub effects_changed: usize,
    /// `true` if the user's role version was raised.
    pub role_version_raised: bool,
}

impl Applied {
    /// Counts the changes made by a step.
    pub(crate) fn count(&mut self, step: &Step, rows: u64) {
        if let Step::Write { effects, raises_role_version, .. } = step
            && rows > 0
        {
            self.effects_changed += effects;
            self.role_version_raised |= raises_role_version;
        }
    }
}

/// A part of a plan's transaction.
#[derive(Debug, Clone)]
pub(crate) enum Step {
    /// A condition that must hold, or nothing is written.
    Check(Sql, Failure),
    /// A statement that writes.
    Write {
        sql: Sql,
        /// The number of the plan's effects that the statement writes.
        effects: usize,
        /// `true` if the statement raises the user's role version.
        raises_role_version: bool,
    },
}

impl Step {
    /// Builds the step of a single effect.
    pub const fn effect(sql: Sql) -> Self {
        Self::Write { sql, effects: 1, raises_role_version: false }
    }

    /// Builds a step that belongs to an effect of another step.
    pub const fn part(sql: Sql) -> Self {
        Self::Write { sql, effects: 0, raises_role_version: false }
    }
}

/// The meaning of a check that fails.
#[derive(Debug, Clone)]
pub(crate) enum Failure {
    /// A fact that the plan relies on has changed since.
    Guard(Guard),
    /// The identity is linked to another user.
    IdentityTaken,
}

impl From<Failure> for ApplyError {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Guard(guard) => Self::GuardFailed(Box::new(guard)),
            Failure::IdentityTaken => Self::IdentityTaken,
        }
    }
}
