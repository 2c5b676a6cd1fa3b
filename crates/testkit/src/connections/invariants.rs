//! Invariants of stored connections, and the changes that a plan may make to them.

use cora_core::connection::lifecycle::{ConfigurationStage, ConnectionAction, ConnectionEffect, ConnectionPlan};
use cora_core::connection::{ConnectionPin, ConnectionStatus};
use cora_core::id::ConnectionId;
use cora_core::provisioning::decision::OutcomeKind;

use super::{Connections, InUse, StoredConnection};

/// Returns an error with the given message if the condition is false.
macro_rules! hold {
    ($holds:expr, $($said:tt)*) => {
        if !$holds {
            return Err(format!($($said)*));
        }
    };
}

impl Connections {
    /// Returns `true` if an administrator of the platform can log in: either with an identity at an
    /// issuer in use, or because the test login with settings in use was theirs and admitted them.
    pub fn an_administrator_can_log_in(&self) -> bool {
        let lets_in = |outcome| matches!(outcome, OutcomeKind::Returning | OutcomeKind::Linked);
        self.active().any(|(_, stored, in_use)| {
            let tested = stored.configurations.get(&in_use.number).and_then(|used| used.tested_decision.as_ref());
            let tester = tested.filter(|tested| lets_in(tested.outcome)).and_then(|tested| tested.user_id);
            let linked = self.administrators.values().any(|issuers| issuers.contains(&in_use.derived.issuer));
            linked || tester.is_some_and(|user| self.administrators.contains_key(&user))
        })
    }

    /// Checks the invariants of connections.
    ///
    /// # Errors
    ///
    /// The invariant that does not hold.
    pub fn sound(&self) -> Result<(), String> {
        let mut platforms = self.active().filter(|(_, stored, _)| stored.organization_id.is_none());
        // A plan that was made before another connection was activated may leave none marked.
        if let Some(default) = self.default {
            hold!(platforms.any(|(id, ..)| id == default), "the default {default} is not in use");
        }
        for (id, _, in_use) in self.active() {
            let pin = ConnectionPin::of(&in_use.connection);
            let mut others = self.active().filter(|(other, _, other_use)| {
                *other != id && other_use.connection.issuer == in_use.connection.issuer
            });
            let is_apart = others.all(|(_, _, other)| pin.is_apart_from(&ConnectionPin::of(&other.connection)));
            hold!(is_apart, "{id} is active, and nothing tells its tokens apart from those of another");
        }
        for (id, stored) in &self.connections {
            let numbers: Vec<u32> = stored.configurations.keys().copied().collect();
            let consecutive: Vec<u32> = (1..).take(numbers.len()).collect();
            hold!(!numbers.is_empty() && numbers == consecutive, "{id} has settings numbered {numbers:?}");
            let is_active = stored.status == ConnectionStatus::Active;
            hold!(is_active == stored.in_use.is_some(), "{id} is {:?}, in use: {}", stored.status, !is_active);
            let records = self.records(*id).count();
            hold!(records == stored.version as usize, "{id} has {records} audit records at version {}", stored.version);
            if let Some(in_use) = &stored.in_use {
                self.sound_use(*id, stored, in_use)?;
            }
        }
        Ok(())
    }

    fn sound_use(&self, id: ConnectionId, stored: &StoredConnection, in_use: &InUse) -> Result<(), String> {
        let Some(used) = stored.configurations.get(&in_use.number) else {
            return Err(format!("{id} uses settings that there are not: {}", in_use.number));
        };
        hold!(used.stage >= ConfigurationStage::Validated, "{id} uses settings with errors");
        let said = in_use.configuration.connection(
            id,
            ConnectionStatus::Active,
            in_use.connection.version,
            stored.organization_id,
        );
        hold!(said == in_use.connection, "{id} is used as another connection than its settings say");
        hold!(in_use.connection.version <= stored.version, "{id} is used in a version to come");
        hold!(in_use.configuration.kind() == stored.kind, "{id} is used as of another kind");
        let issuers = [&in_use.derived.issuer, &in_use.connection.issuer];
        hold!(issuers.iter().all(|issuer| *issuer == in_use.configuration.issuer()), "{id} has several issuers");
        let begun = self
            .records(id)
            .filter(|(.., action, _, _)| matches!(action, ConnectionAction::Activated | ConnectionAction::RolledBack));
        let Some((version, number, _, forced, reasoned)) = begun.max_by_key(|(version, ..)| *version) else {
            return Err(format!("{id} is active, and no audit record says since when"));
        };
        hold!(version == in_use.connection.version, "{id} was activated at version {version}, and is used in another");
        hold!(number == Some(in_use.number), "{id} uses other settings than the audit says: {number:?}");
        hold!(!forced || reasoned, "{id} was forced into use without a reason");
        let is_tested = used.stage == ConfigurationStage::Tested;
        hold!(is_tested || forced, "{id} is active with settings that were neither tested nor forced into use");
        Ok(())
    }

    /// Returns the audit records of a connection: version, number, action, whether the change was
    /// forced, and whether a reason was given.
    fn records(&self, id: ConnectionId) -> impl Iterator<Item = (u32, Option<u32>, ConnectionAction, bool, bool)> {
        self.audit.values().filter_map(move |record| match record {
            ConnectionEffect::RecordAudit { connection_id, version, number, action, forced, reason, .. }
                if *connection_id == id =>
            {
                let reasoned = reason.as_ref().is_some_and(|reason| !reason.as_str().trim().is_empty());
                Some((*version, *number, *action, *forced, reasoned))
            }
            _ => None,
        })
    }

    /// Checks that a plan changed nothing in an earlier state except what it is for. `commanded` is
    /// the connection that the command was sent to.
    ///
    /// # Errors
    ///
    /// The other change that was made.
    pub fn follows(&self, before: &Self, commanded: ConnectionId, plan: &ConnectionPlan) -> Result<(), String> {
        hold!(self.administrators == before.administrators, "a command to a connection changed who administers");
        let kept = |(id, effect): (_, &ConnectionEffect)| self.audit.get(id) == Some(effect);
        hold!(before.audit.iter().all(kept), "an audit record was changed");
        let mut changed = Vec::new();
        for (id, stored) in &self.connections {
            let earlier = before.connections.get(id);
            if earlier == Some(stored) {
                continue;
            }
            changed.push(*id);
            let version = earlier.map_or(0, |earlier| earlier.version);
            hold!(stored.version == version + 1, "{id} went from version {version} to {}", stored.version);
            for (number, settings) in earlier.into_iter().flat_map(|earlier| &earlier.configurations) {
                let kept = stored.configurations.get(number);
                let kept = kept.is_some_and(|kept| kept.settings == settings.settings && kept.stage >= settings.stage);
                hold!(kept, "settings {number} of {id} were changed");
            }
        }
        for (id, gone) in before.connections.iter().filter(|(id, _)| !self.connections.contains_key(id)) {
            let is_untried = gone.configurations.values().all(|settings| settings.test_outcome.is_none());
            let was_in_use = self.records(*id).any(|(_, _, action, ..)| action == ConnectionAction::Activated);
            hold!(is_untried && !was_in_use, "{id} is gone although it was tried or in use");
            let is_recorded = self.records(*id).any(|(_, _, action, ..)| action == ConnectionAction::Deleted);
            hold!(is_recorded && self.deleted.contains(id), "{id} is gone without a record");
            changed.push(*id);
        }
        let records = self.audit.len() - before.audit.len();
        hold!(records == changed.len(), "{records} audit records of {} changes", changed.len());
        if plan.effects.is_empty() {
            hold!(changed.is_empty(), "an empty plan changed something");
            return Ok(());
        }
        hold!(changed == [commanded], "{changed:?} were changed by a command to {commanded}");
        Ok(())
    }
}
