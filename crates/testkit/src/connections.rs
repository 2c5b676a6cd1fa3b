//! An in-memory store of connections: it supplies the facts for a command and applies plans under
//! their guards, as a database would.

mod invariants;

use std::collections::{BTreeMap, BTreeSet};

use cora_core::actor::Actor;
use cora_core::connection::configuration::{ConnectionConfiguration, DerivedFacts};
use cora_core::connection::lifecycle::{
    ActiveConnection, Administrator, ChangeConnectionInput, ConfigurationVersion, ConnectionChange, ConnectionCommand,
    ConnectionEffect, ConnectionFacts, ConnectionGuard, ConnectionPlan, ConnectionRecord, TestOutcome, change,
};
use cora_core::connection::{Connection, ConnectionKind, ConnectionPin, ConnectionStatus};
use cora_core::id::{AuditId, ConnectionId, OrganizationId, UserId};
use cora_core::text::{DisplayName, Issuer};
use cora_core::time::UnixSeconds;

/// The connections and the administrators of a platform.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Connections {
    /// The connections.
    pub connections: BTreeMap<ConnectionId, StoredConnection>,
    /// Active users who own or administer the platform, with the issuers at which they have an
    /// identity.
    pub administrators: BTreeMap<UserId, BTreeSet<Issuer>>,
    /// The connection that is marked as the platform's default.
    pub default: Option<ConnectionId>,
    /// The audit records.
    pub audit: BTreeMap<AuditId, ConnectionEffect>,
    /// The identifiers of the deleted connections.
    pub deleted: BTreeSet<ConnectionId>,
}

/// A connection with everything that is stored about it.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredConnection {
    /// The kind of provider.
    pub kind: ConnectionKind,
    /// The name shown to people.
    pub display_name: DisplayName,
    /// The organization that owns the connection. `None` for a connection of the platform.
    pub organization_id: Option<OrganizationId>,
    /// The number of changes.
    pub version: u32,
    /// The status in its life cycle.
    pub status: ConnectionStatus,
    /// The part of the connection that logins use.
    pub in_use: Option<InUse>,
    /// All its settings, by number.
    pub configurations: BTreeMap<u32, ConfigurationVersion>,
}

/// The part of a connection that logins use.
#[derive(Debug, Clone, PartialEq)]
pub struct InUse {
    /// The number of the settings.
    pub number: u32,
    /// The connection by which logins are decided.
    pub connection: Connection,
    /// The settings as a typed variant.
    pub configuration: ConnectionConfiguration,
    /// The facts derived from the settings.
    pub derived: DerivedFacts,
}

impl Connections {
    /// Returns everything that a command to a connection depends on.
    pub fn facts(&self, connection_id: ConnectionId) -> ConnectionFacts {
        let administrator = |(user_id, issuers): (&UserId, &BTreeSet<Issuer>)| Administrator {
            user_id: *user_id,
            issuers: issuers.iter().cloned().collect(),
        };
        ConnectionFacts {
            connection: self.connections.get(&connection_id).map(|stored| stored.record(connection_id)),
            active_connections: self
                .active()
                .map(|(id, stored, in_use)| ActiveConnection {
                    is_default: self.default == Some(id),
                    ..stored.active(id, in_use)
                })
                .collect(),
            administrators: self.administrators.iter().map(administrator).collect(),
            users_without_way_in: None,
            is_referenced: false,
            was_deleted: self.deleted.contains(&connection_id),
        }
    }

    /// Returns the platform's default connection: the one that is marked, or else the one in use
    /// with the lowest identifier.
    pub fn default_connection(&self) -> Option<ConnectionId> {
        let mut platforms = self.active().filter(|(_, stored, _)| stored.organization_id.is_none());
        self.default.or_else(|| platforms.next().map(|(id, ..)| id))
    }

    /// Returns the connections in use.
    pub fn active(&self) -> impl Iterator<Item = (ConnectionId, &StoredConnection, &InUse)> {
        let active = self.connections.iter().filter(|(_, stored)| stored.status == ConnectionStatus::Active);
        active.filter_map(|(id, stored)| Some((*id, stored, stored.in_use.as_ref()?)))
    }

    /// Decides a command in the current state.
    pub fn decide(
        &self,
        connection_id: ConnectionId,
        command: ConnectionCommand,
        actor: Actor,
        now: UnixSeconds,
    ) -> ConnectionChange {
        let facts = self.facts(connection_id);
        change(&ChangeConnectionInput { now, actor, command, facts, allow_loopback: false, allowed_hosts: Vec::new() })
    }

    /// Applies a plan, either completely or not at all.
    ///
    /// # Errors
    ///
    /// The first guard that fails.
    pub fn apply(&mut self, plan: &ConnectionPlan) -> Result<(), ConnectionGuard> {
        if let Some(failed) = plan.guards.iter().find(|guard| !self.holds(guard)) {
            return Err(failed.clone());
        }
        self.write(&plan.effects);
        Ok(())
    }

    /// Writes effects without checking any guard. A second time it changes nothing.
    pub fn write(&mut self, effects: &[ConnectionEffect]) {
        effects.iter().for_each(|effect| self.perform(effect));
    }

    fn holds(&self, guard: &ConnectionGuard) -> bool {
        match guard {
            ConnectionGuard::ConnectionAbsent { connection_id } => {
                !self.connections.contains_key(connection_id) && !self.deleted.contains(connection_id)
            }
            ConnectionGuard::ConnectionVersion { connection_id, version } => {
                self.connections.get(connection_id).is_some_and(|stored| stored.version == *version)
            }
            ConnectionGuard::PlatformConnection { connection_id } => self.default_connection() == *connection_id,
            ConnectionGuard::IssuerUnused { issuer, except } => {
                !self.active().any(|(id, _, in_use)| in_use.derived.issuer == *issuer && !except.contains(&id))
            }
            ConnectionGuard::AdministratorUnchanged { user_id, issuer } => {
                let issuers = self.administrators.get(user_id);
                issuers.is_some_and(|issuers| issuer.as_ref().is_none_or(|issuer| issuers.contains(issuer)))
            }
            ConnectionGuard::NoAdministrator {} => self.administrators.is_empty(),
            // Nothing refers to connections here.
            ConnectionGuard::ConnectionUnreferenced { .. } => true,
        }
    }

    fn perform(&mut self, effect: &ConnectionEffect) {
        match effect {
            ConnectionEffect::CreateConnection { connection_id, kind, display_name, organization_id, .. } => {
                self.connections.entry(*connection_id).or_insert_with(|| StoredConnection {
                    kind: *kind,
                    display_name: display_name.clone(),
                    organization_id: *organization_id,
                    version: 0,
                    status: ConnectionStatus::Draft,
                    in_use: None,
                    configurations: BTreeMap::new(),
                });
            }
            ConnectionEffect::RenameConnection { connection_id, display_name } => {
                self.change(*connection_id, |stored| stored.display_name = display_name.clone());
            }
            ConnectionEffect::AddConfiguration { connection_id, number, settings, stage, .. } => {
                self.change(*connection_id, |stored| {
                    stored.configurations.entry(*number).or_insert_with(|| ConfigurationVersion {
                        number: *number,
                        settings: settings.clone(),
                        stage: *stage,
                        test_outcome: None,
                        tested_decision: None,
                        secret_expires_at: None,
                    });
                });
            }
            ConnectionEffect::RecordTest { connection_id, number, outcome, decision, stage, .. } => {
                self.change(*connection_id, |stored| {
                    if let Some(tested) = stored.configurations.get_mut(number) {
                        tested.test_outcome = Some(*outcome);
                        tested.stage = *stage;
                        if *outcome == TestOutcome::Success {
                            tested.tested_decision = decision.clone();
                        }
                    }
                });
            }
            ConnectionEffect::SetSecretExpiry { connection_id, number, expires_at } => {
                self.change(*connection_id, |stored| {
                    if let Some(settings) = stored.configurations.get_mut(number) {
                        settings.secret_expires_at = *expires_at;
                    }
                });
            }
            ConnectionEffect::DeleteConnection { connection_id } => {
                self.connections.remove(connection_id);
                self.deleted.insert(*connection_id);
            }
            ConnectionEffect::UseConfiguration { connection_id, number, connection, configuration, derived } => {
                self.change(*connection_id, |stored| {
                    stored.in_use = Some(InUse {
                        number: *number,
                        connection: (**connection).clone(),
                        configuration: (**configuration).clone(),
                        derived: (**derived).clone(),
                    });
                });
            }
            ConnectionEffect::UseNone { connection_id } => {
                self.default = self.default.filter(|default| default != connection_id);
                self.change(*connection_id, |stored| stored.in_use = None);
            }
            ConnectionEffect::MakeDefault { connection_id } => self.default = *connection_id,
            ConnectionEffect::SetStatus { connection_id, status, version, .. } => {
                self.change(*connection_id, |stored| (stored.status, stored.version) = (*status, *version));
            }
            ConnectionEffect::RecordAudit { audit_id, .. } => {
                self.audit.entry(*audit_id).or_insert_with(|| effect.clone());
            }
        }
    }

    fn change(&mut self, id: ConnectionId, change: impl FnOnce(&mut StoredConnection)) {
        if let Some(stored) = self.connections.get_mut(&id) {
            change(stored);
        }
    }
}

impl StoredConnection {
    fn record(&self, id: ConnectionId) -> ConnectionRecord {
        ConnectionRecord {
            id,
            kind: self.kind,
            display_name: self.display_name.clone(),
            organization_id: self.organization_id,
            version: self.version,
            status: self.status,
            active_number: self.in_use.as_ref().map(|in_use| in_use.number),
            active_issuer: self.in_use.as_ref().map(|in_use| in_use.derived.issuer.clone()),
            latest_number: self.configurations.keys().next_back().copied().unwrap_or_default(),
            configurations: self.configurations.values().cloned().collect(),
        }
    }

    fn active(&self, id: ConnectionId, in_use: &InUse) -> ActiveConnection {
        ActiveConnection {
            id,
            version: self.version,
            active_number: in_use.number,
            issuer: in_use.derived.issuer.clone(),
            pin: ConnectionPin::of(&in_use.connection),
            is_default: false,
            organization_id: self.organization_id,
        }
    }
}
