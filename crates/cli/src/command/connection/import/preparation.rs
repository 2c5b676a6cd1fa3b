//! Plans an import: the steps, and the objections, before anything is written.

use cora_core::connection::host::allowed::AllowedHost;
use cora_core::connection::lifecycle::{
    ActiveConnection, ChangeConnectionInput, ConfigurationVersion, ConnectionChange, ConnectionCommand,
    ConnectionEffect, ConnectionFacts, ConnectionReason, ConnectionRecord, Force, change,
};
use cora_core::connection::settings::validate::validate;
use cora_core::connection::settings::{ConnectionSettings, Settings};
use cora_core::connection::{ConnectionKind, ConnectionPin, ConnectionStatus};
use cora_core::id::{ConnectionId, OrganizationId};
use cora_core::json::Code as _;
use cora_core::text::{DisplayName, Issuer};
use cora_secrets::{KeyRing, SealedSecret};
use cora_store::{ConnectionRow, Store};
use uuid::Uuid;

use super::super::super::provider_hosts::ProviderHosts;
use super::super::super::table::cell;
use super::super::change::{explained, operator};
use super::super::file::{FileConnection, FileFindingCode, Use};
use super::{Objection, secret};

/// Options of an import.
pub struct Preparation {
    /// The request to activate settings untested, with its reason. `None` if nothing is to go live.
    pub activate: Option<Force>,
    /// The keys to encrypt secrets with. `None` if secrets are not to be stored.
    pub keys: Option<KeyRing>,
    /// The hosts that providers may have although they are not public.
    pub provider_hosts: ProviderHosts,
}

/// The steps for one connection.
pub struct Step {
    /// The kind and the name, for people.
    pub title: String,
    /// The connection's identifier.
    pub connection_id: ConnectionId,
    /// `true` if the connection is stored already.
    is_known: bool,
    /// The command that creates the connection or stores its settings.
    pub keep: ConnectionCommand,
    /// The expected result of `keep`.
    expected: ConnectionChange,
    /// The command that makes logins use the connection.
    pub activate: Option<ConnectionCommand>,
    /// The expected result of `activate`.
    activated: Option<ConnectionChange>,
    /// The secrets that are stored with the connection.
    pub secrets: Vec<SealedSecret>,
}

impl Step {
    /// Formats what would be done: `created: okta "Okta" 0198…, draft`.
    pub fn preview(&self) -> String {
        let kept = outcome(&self.expected, &self.title, self.connection_id);
        let activated = self.activated.as_ref().filter(|change| change.reason != ConnectionReason::Unchanged);
        let activated = activated.map(|change| format!(", then {}", change.reason.name())).unwrap_or_default();
        format!("{kept}{activated}")
    }
}

/// Formats the result for a connection.
pub fn outcome(change: &ConnectionChange, title: &str, id: ConnectionId) -> String {
    let number = change.number.map(|number| format!(", settings {number}")).unwrap_or_default();
    let status = change.status.map(|status| format!(", {}", status.name())).unwrap_or_default();
    format!("{}: {title} {id}{number}{status}", change.reason.name())
}

impl Preparation {
    /// Returns the steps of the import, or all objections to it.
    pub async fn steps(
        &self,
        store: &Store,
        connections: &[FileConnection],
    ) -> anyhow::Result<Result<Vec<Step>, Vec<Objection>>> {
        let rows = store.connections().await?;
        let mut active = active_connections(&rows);
        let (mut steps, mut objections) = (Vec::new(), Vec::new());
        let mut seen = Vec::new();
        for connection in connections {
            let step = self.step(store, &rows, &mut active, connection).await?;
            // A new connection has a random identifier, so it is compared by the key that later
            // imports find it by.
            let place = (connection.id.is_none().then_some(connection.kind), connection.organization_id, connection.id);
            let known = step.as_ref().ok().filter(|step| step.is_known).map(|step| step.connection_id);
            if seen.iter().any(|(other, id)| *other == place || (known.is_some() && *id == known)) {
                let (message, help) = ("the file describes this connection twice", "Keep one of them.");
                objections.push(Objection::new(FileFindingCode::DescribedTwice, &connection.path, message, help));
            }
            seen.push((place, known));
            match step {
                Ok(step) => steps.push(step),
                Err(found) => objections.extend(found),
            }
        }
        Ok(if objections.is_empty() { Ok(steps) } else { Err(objections) })
    }

    fn goes_live(&self, connection: &FileConnection) -> bool {
        self.activate.is_some() && matches!(connection.use_by_logins, Use::Active | Use::Unsaid) && connection.report.ok
    }

    async fn step(
        &self,
        store: &Store,
        rows: &[ConnectionRow],
        active: &mut Vec<ActiveConnection>,
        connection: &FileConnection,
    ) -> anyhow::Result<Result<Step, Vec<Objection>>> {
        let mut objections = Vec::new();
        let object = |code: &'static str, message: &str, help: &str| Objection {
            at: if connection.path.is_empty() { "/".to_owned() } else { connection.path.clone() },
            code,
            message: message.to_owned(),
            help: help.to_owned(),
        };
        let known = match known(rows, connection) {
            Ok(known) => known,
            Err((code, message)) => {
                return Ok(Err(vec![object(code, message, "Run `cora connection list` to see the connections.")]));
            }
        };
        let connection_id = known.or(connection.id).unwrap_or_else(|| ConnectionId::from_uuid(Uuid::new_v4()));
        let record = match known {
            Some(id) => store.connection_record(id).await?,
            None => None,
        };
        if let Some(organization) = connection.organization_id
            && !store.has_organization(organization).await?
        {
            let help = "Import the organization first, or remove it for a connection of the platform.";
            objections.push(object("organization_not_found", "no organization has this identifier", help));
        }
        if !connection.report.storable {
            let help = "Remove the values that the errors above name.";
            objections.push(object(
                "settings_not_storable",
                "the settings contain values that must not be stored",
                help,
            ));
        }
        let kept = secret::keep(store, self.keys.as_ref(), connection_id, record.as_ref(), connection).await?;
        let (settings, secrets) = match kept {
            Ok(kept) => kept,
            Err((code, message, help)) => {
                objections.push(object(code, &message, &help));
                return Ok(Err(objections));
            }
        };
        if !objections.is_empty() {
            return Ok(Err(objections));
        }
        let stored_name = record.as_ref().map(|record| record.display_name.clone());
        let Some(name) = connection.display_name.clone().or(stored_name).or_else(|| connection.name()) else {
            return Ok(Err(vec![object("missing_field", "the connection has no name", "Give the connection a name.")]));
        };
        let title = format!("{} \"{}\"", connection.kind.name(), cell(name.as_str()));
        let keep = keep(connection, connection_id, record.is_some(), &name, settings);
        let facts = ConnectionFacts {
            connection: record.clone(),
            active_connections: active.clone(),
            ..ConnectionFacts::default()
        };
        let refused = |change: &ConnectionChange| {
            let (message, help) = explained(change);
            vec![object(change.reason.name(), &message, help)]
        };
        let expected = self.change(&keep, facts);
        if !expected.ok {
            return Ok(Err(refused(&expected)));
        }
        let mut step = Step {
            title,
            connection_id,
            is_known: record.is_some(),
            keep,
            expected,
            activate: None,
            activated: None,
            secrets,
        };
        if self.goes_live(connection) {
            let activate =
                ConnectionCommand::Activate { number: None, force: self.activate.clone(), expected_version: None };
            let (kind, organization_id) = (connection.kind, connection.organization_id);
            let facts = ConnectionFacts {
                connection: Some(after(&step.expected, record, connection_id, kind, &name, organization_id)),
                active_connections: active.clone(),
                ..ConnectionFacts::default()
            };
            let activated = self.change(&activate, facts);
            if !activated.ok {
                return Ok(Err(refused(&activated)));
            }
            take_note(active, &activated);
            step.activate = Some(activate);
            step.activated = Some(activated);
        }
        Ok(Ok(step))
    }

    fn change(&self, command: &ConnectionCommand, facts: ConnectionFacts) -> ConnectionChange {
        let context = operator(&self.provider_hosts);
        change(&ChangeConnectionInput {
            now: context.now,
            actor: context.actor,
            command: command.clone(),
            facts,
            allow_loopback: context.allow_loopback,
            allowed_hosts: context.allowed_hosts,
        })
    }
}

/// Returns the command that stores the settings of a connection, which creates it unless it is
/// known.
fn keep(
    connection: &FileConnection,
    connection_id: ConnectionId,
    is_known: bool,
    name: &DisplayName,
    settings: Settings,
) -> ConnectionCommand {
    if is_known {
        let display_name = connection.display_name.clone();
        return ConnectionCommand::Save { display_name, settings: Some(settings), expected_version: None };
    }
    ConnectionCommand::Create {
        connection_id,
        kind: connection.kind,
        display_name: name.clone(),
        organization_id: connection.organization_id,
        settings,
    }
}

/// Finds the stored connection for a file's connection: by identifier, or else by kind and
/// organization.
fn known(
    rows: &[ConnectionRow],
    connection: &FileConnection,
) -> Result<Option<ConnectionId>, (&'static str, &'static str)> {
    let organization = connection.organization_id.map(|id| id.to_string());
    let is_same = |row: &&ConnectionRow| row.provider_type == connection.kind && row.organization_id == organization;
    if let Some(row) = connection.id.and_then(|id| rows.iter().find(|row| row.id == id)) {
        let other = ("connection_exists", "the connection with this identifier has another kind or organization");
        return if is_same(&row) { Ok(Some(row.id)) } else { Err(other) };
    }
    let mut same = rows.iter().filter(is_same);
    match (same.next(), same.next()) {
        (Some(_), Some(_)) => {
            Err(("connection_ambiguous", "several connections have this kind, and the file does not say which one"))
        }
        (first, _) => Ok(first.map(|row| row.id)),
    }
}

/// Returns the connection as it will be after its settings are stored.
fn after(
    expected: &ConnectionChange,
    record: Option<ConnectionRecord>,
    connection_id: ConnectionId,
    kind: ConnectionKind,
    name: &DisplayName,
    organization_id: Option<OrganizationId>,
) -> ConnectionRecord {
    let mut record = record.unwrap_or_else(|| ConnectionRecord {
        id: connection_id,
        kind,
        display_name: name.clone(),
        organization_id,
        version: 0,
        status: ConnectionStatus::Draft,
        active_number: None,
        active_issuer: None,
        latest_number: 0,
        configurations: Vec::new(),
    });
    record.version = expected.version.unwrap_or(record.version);
    record.status = expected.status.unwrap_or(record.status);
    for effect in &expected.plan.effects {
        if let ConnectionEffect::AddConfiguration { number, settings, stage, .. } = effect {
            record.latest_number = *number;
            record.configurations.push(ConfigurationVersion {
                number: *number,
                settings: settings.clone(),
                stage: *stage,
                test_outcome: None,
                tested_decision: None,
                secret_expires_at: None,
            });
        }
    }
    record
}

/// Returns the connections that are in use.
fn active_connections(rows: &[ConnectionRow]) -> Vec<ActiveConnection> {
    let active = |row: &ConnectionRow| {
        Some(ActiveConnection {
            id: row.id,
            version: row.version,
            active_number: row.active_number?,
            issuer: Issuer::new(row.issuer.as_deref()?)?,
            pin: pin(row),
            is_default: row.is_default,
            organization_id: row.organization_id.as_deref().and_then(OrganizationId::parse),
        })
    };
    rows.iter().filter(|row| row.is_active).filter_map(active).collect()
}

/// Returns the part of the settings in use that tells tokens of their issuer apart.
fn pin(row: &ConnectionRow) -> ConnectionPin {
    let settings = Settings::new(row.config.clone());
    let kind = row.provider_type;
    let (allow_loopback, allowed_hosts) = (true, AllowedHost::ALL.to_vec());
    let report = validate(&ConnectionSettings { kind, settings, organization_id: None, allow_loopback, allowed_hosts });
    let configuration = report.configuration;
    let connection = configuration.map(|used| used.connection(row.id, ConnectionStatus::Active, row.version, None));
    connection.as_ref().map(ConnectionPin::of).unwrap_or_default()
}

/// Updates the connections in use after one more is activated.
fn take_note(active: &mut Vec<ActiveConnection>, change: &ConnectionChange) {
    for effect in &change.plan.effects {
        match effect {
            ConnectionEffect::UseNone { connection_id } => active.retain(|other| other.id != *connection_id),
            ConnectionEffect::UseConfiguration { connection_id, number, connection, .. } => {
                active.retain(|other| other.id != *connection_id);
                active.push(ActiveConnection {
                    id: *connection_id,
                    version: connection.version,
                    active_number: *number,
                    issuer: connection.issuer.clone(),
                    pin: ConnectionPin::of(connection),
                    is_default: change.default_connection == Some(*connection_id),
                    organization_id: connection.organization_id,
                });
            }
            _ => {}
        }
    }
}
