//! A store of connections in memory: it brings the facts of a command and applies plans under their guards, as a database
//! would.

mod invariants;

use std::collections::{BTreeMap, BTreeSet};

use cora_core::connection::configuration::{ConnectionConfiguration, DerivedFacts};
use cora_core::connection::life_cycle::{
    ActiveConnection, Administrator, ChangeConnectionInput, ConfigurationVersion, ConnectionActor, ConnectionChange,
    ConnectionCommand, ConnectionEffect, ConnectionFacts, ConnectionGuard, ConnectionPlan, ConnectionRecord,
    TestOutcome, change,
};
use cora_core::connection::{Connection, ConnectionKind, ConnectionStatus};
use cora_core::id::{AuditId, ConnectionId, OrganizationId, UserId};
use cora_core::text::{DisplayName, Issuer};
use cora_core::time::UnixSeconds;

/// The connections of a platform, and who administers it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Connections {
    /// The connections.
    pub connections: BTreeMap<ConnectionId, StoredConnection>,
    /// Active users who own or administer the platform, with the issuers that they have an identity at.
    pub administrators: BTreeMap<UserId, BTreeSet<Issuer>>,
    /// Audit records.
    pub audit: BTreeMap<AuditId, ConnectionEffect>,
}

/// A connection with everything that is stored of it.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredConnection {
    /// The kind of provider.
    pub kind: ConnectionKind,
    /// Its name for people.
    pub display_name: DisplayName,
    /// The organization whose connection it is; none for the platform's.
    pub organization_id: Option<OrganizationId>,
    /// Counts its changes.
    pub version: u32,
    /// Where it stands in its life.
    pub status: ConnectionStatus,
    /// What logins use of it.
    pub in_use: Option<InUse>,
    /// All its settings, by number.
    pub configurations: BTreeMap<u32, ConfigurationVersion>,
}

/// What logins use of a connection.
#[derive(Debug, Clone, PartialEq)]
pub struct InUse {
    /// The number of the settings.
    pub number: u32,
    /// The connection as logins are decided by it.
    pub connection: Connection,
    /// The settings as a typed variant.
    pub configuration: ConnectionConfiguration,
    /// What follows from them.
    pub derived: DerivedFacts,
}

impl Connections {
    /// All that a command to a connection depends on.
    pub fn facts(&self, connection_id: ConnectionId) -> ConnectionFacts {
        let administrator = |(user_id, issuers): (&UserId, &BTreeSet<Issuer>)| Administrator {
            user_id: *user_id,
            issuers: issuers.iter().cloned().collect(),
        };
        ConnectionFacts {
            connection: self.connections.get(&connection_id).map(|stored| stored.record(connection_id)),
            active_connections: self.active().map(|(id, stored, in_use)| stored.active(id, in_use)).collect(),
            administrators: self.administrators.iter().map(administrator).collect(),
        }
    }

    /// The connections in use.
    pub fn active(&self) -> impl Iterator<Item = (ConnectionId, &StoredConnection, &InUse)> {
        let active = self.connections.iter().filter(|(_, stored)| stored.status == ConnectionStatus::Active);
        active.filter_map(|(id, stored)| Some((*id, stored, stored.in_use.as_ref()?)))
    }

    /// Decides on a command as things stand.
    pub fn decide(
        &self,
        connection_id: ConnectionId,
        command: ConnectionCommand,
        actor: ConnectionActor,
        now: UnixSeconds,
    ) -> ConnectionChange {
        let facts = self.facts(connection_id);
        change(&ChangeConnectionInput { now, actor, command, facts, allow_loopback: false })
    }

    /// Applies a plan: all of it, or nothing.
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

    /// Writes effects without a look at any guard. A second time it changes nothing.
    pub fn write(&mut self, effects: &[ConnectionEffect]) {
        effects.iter().for_each(|effect| self.perform(effect));
    }

    fn holds(&self, guard: &ConnectionGuard) -> bool {
        match guard {
            ConnectionGuard::ConnectionAbsent { connection_id } => !self.connections.contains_key(connection_id),
            ConnectionGuard::ConnectionVersion { connection_id, version } => {
                self.connections.get(connection_id).is_some_and(|stored| stored.version == *version)
            }
            ConnectionGuard::PlatformConnection { connection_id } => {
                let platforms = self.active().filter(|(_, stored, _)| stored.organization_id.is_none());
                platforms.map(|(id, ..)| id).eq(*connection_id)
            }
            ConnectionGuard::IssuerUnused { issuer, except } => {
                !self.active().any(|(id, _, in_use)| in_use.derived.issuer == *issuer && !except.contains(&id))
            }
            ConnectionGuard::AdministratorUnchanged { user_id, issuer } => {
                let issuers = self.administrators.get(user_id);
                issuers.is_some_and(|issuers| issuer.as_ref().is_none_or(|issuer| issuers.contains(issuer)))
            }
            ConnectionGuard::NoAdministrator {} => self.administrators.is_empty(),
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
            ConnectionEffect::UseNone { connection_id } => self.change(*connection_id, |stored| stored.in_use = None),
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
            organization_id: self.organization_id,
        }
    }
}
