//! Builds the plan of a command.

use alloc::vec::Vec;

use super::command::Force;
use super::facts::{ConfigurationStage, ConnectionRecord};
use super::plan::{ConnectionAction, ConnectionEffect, ConnectionGuard, ConnectionPlan};
use super::{ChangeConnectionInput, ConnectionChange, ConnectionReason};
use crate::connection::ConnectionStatus;
use crate::connection::report::ConnectionIssue;
use crate::connection::settings::Settings;
use crate::connection::settings::diff::SettingChange;
use crate::id::{AuditId, ConnectionId};
use crate::text::ChangeReason;

/// The plan of one command to one connection, and the version that the connection has afterwards.
pub(super) struct PlanBuilder<'a> {
    input: &'a ChangeConnectionInput,
    connection_id: ConnectionId,
    pub(super) version: u32,
    plan: ConnectionPlan,
}

/// The content of an audit record, without actor and time.
pub(super) struct Audit<'a> {
    pub(super) action: ConnectionAction,
    pub(super) number: Option<u32>,
    pub(super) changes: Vec<SettingChange>,
    /// `true` if a safeguard was overridden.
    pub(super) forced: bool,
    pub(super) reason: Option<&'a ChangeReason>,
}

impl<'a> Audit<'a> {
    pub(super) const fn of(action: ConnectionAction) -> Self {
        Self { action, number: None, changes: Vec::new(), forced: false, reason: None }
    }

    pub(super) fn by_force(mut self, force: Option<&'a Force>, forced: bool) -> Self {
        self.forced = forced;
        self.reason = force.map(|force| &force.reason);
        self
    }
}

impl<'a> PlanBuilder<'a> {
    /// Starts the plan for a connection whose version before the change is `before`.
    pub(super) fn new(input: &'a ChangeConnectionInput, connection_id: ConnectionId, before: u32) -> Self {
        Self { input, connection_id, version: before.saturating_add(1), plan: ConnectionPlan::default() }
    }

    /// Starts the plan for a stored connection. It is applied only if the connection is unchanged.
    pub(super) fn of(input: &'a ChangeConnectionInput, record: &ConnectionRecord) -> Self {
        let mut builder = Self::new(input, record.id, record.version);
        builder.guard(ConnectionGuard::ConnectionVersion { connection_id: record.id, version: record.version });
        builder
    }

    pub(super) fn guard(&mut self, guard: ConnectionGuard) {
        self.plan.guards.push(guard);
    }

    pub(super) fn effect(&mut self, effect: ConnectionEffect) {
        self.plan.effects.push(effect);
    }

    pub(super) fn add_configuration(&mut self, number: u32, settings: Settings, stage: ConfigurationStage) {
        let (connection_id, at, by) = (self.connection_id, self.input.now, self.input.actor.clone());
        self.effect(ConnectionEffect::AddConfiguration { connection_id, number, settings, stage, at, by });
    }

    pub(super) fn set_status(&mut self, status: ConnectionStatus) {
        let (connection_id, version) = (self.connection_id, self.version);
        let (at, by) = (self.input.now, self.input.actor.clone());
        self.effect(ConnectionEffect::SetStatus { connection_id, status, version, at, by });
    }

    /// Adds an audit record. A change has one record, so the record's identifier is derived from
    /// the version that the change creates.
    pub(super) fn audit(&mut self, audit: Audit<'_>) {
        let (connection_id, version) = (self.connection_id, self.version);
        let Audit { action, number, changes, forced, reason } = audit;
        let id = connection_id.as_uuid();
        let audit_id = AuditId::derive(&[b"connection change", id.as_bytes(), &version.to_be_bytes()]);
        let (reason, at, by) = (reason.cloned(), self.input.now, self.input.actor.clone());
        self.effect(ConnectionEffect::RecordAudit {
            audit_id,
            connection_id,
            action,
            version,
            number,
            changes,
            forced,
            reason,
            at,
            by,
        });
    }

    pub(super) fn finish(
        self,
        reason: ConnectionReason,
        status: ConnectionStatus,
        number: Option<u32>,
        issues: Vec<ConnectionIssue>,
    ) -> ConnectionChange {
        let (version, plan) = (Some(self.version), self.plan);
        let (default_connection, users_without_way_in) = (None, None);
        ConnectionChange {
            ok: true,
            reason,
            issues,
            status: Some(status),
            version,
            number,
            default_connection,
            users_without_way_in,
            plan,
        }
    }
}
