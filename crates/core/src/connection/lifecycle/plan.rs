//! The plan of a command to a connection: ordered effects, and the guards under which they may be
//! applied.

use alloc::boxed::Box;
use alloc::vec::Vec;
use cora_wire_derive::{codes, record, union};

use super::command::{TestOutcome, TestedDecision};
use super::facts::ConfigurationStage;
use crate::actor::Actor;
use crate::connection::configuration::{ConnectionConfiguration, DerivedFacts};
use crate::connection::settings::Settings;
use crate::connection::settings::diff::SettingChange;
use crate::connection::{Connection, ConnectionKind, ConnectionStatus};
use crate::id::{AuditId, ConnectionId, OrganizationId, UserId};
use crate::text::{ChangeReason, DisplayName, Issuer};
use crate::time::UnixSeconds;

/// A condition that must hold when the plan is applied. If one fails, nothing is written; reload
/// the facts and repeat the command.
#[union(guard)]
pub enum ConnectionGuard {
    /// The connection does not exist, and none of this identifier was deleted.
    ConnectionAbsent {
        /// The connection's identifier.
        connection_id: ConnectionId,
    },
    /// The connection still has this version.
    ConnectionVersion {
        /// The connection's identifier.
        connection_id: ConnectionId,
        /// The expected version.
        version: u32,
    },
    /// The platform's default connection is this one.
    PlatformConnection {
        /// The connection's identifier; null if the platform must have no connection in use.
        connection_id: Option<ConnectionId>,
    },
    /// No connection in use has this issuer, except possibly those listed.
    IssuerUnused {
        /// The issuer that must be unused.
        issuer: Issuer,
        /// The connections that may have the issuer.
        except: Vec<ConnectionId>,
    },
    /// The user is active, owns or administers the platform, and has an identity at the issuer.
    AdministratorUnchanged {
        /// The user's identifier.
        user_id: UserId,
        /// The issuer; null if no identity is required.
        issuer: Option<Issuer>,
    },
    /// Nobody owns or administers the platform.
    NoAdministrator {},
    /// No domain rule, invitation or identity names the connection, and the policy does not either.
    ConnectionUnreferenced {
        /// The connection's identifier.
        connection_id: ConnectionId,
    },
}

/// One change. Applying it again changes nothing.
#[union(effect)]
pub enum ConnectionEffect {
    /// Creates a connection as a draft of version 0 without settings.
    CreateConnection {
        /// The connection's identifier.
        connection_id: ConnectionId,
        /// The kind of provider.
        kind: ConnectionKind,
        /// The display name.
        display_name: DisplayName,
        /// The organization that owns the connection; null for a connection of the platform.
        organization_id: Option<OrganizationId>,
        /// The time of the change, in seconds since the epoch, UTC.
        at: UnixSeconds,
        /// The actor who gave the command.
        by: Actor,
    },
    /// Renames the connection.
    RenameConnection {
        /// The connection's identifier.
        connection_id: ConnectionId,
        /// The new display name.
        display_name: DisplayName,
    },
    /// Stores settings under a permanent number.
    AddConfiguration {
        /// The connection's identifier.
        connection_id: ConnectionId,
        /// The number of the settings.
        number: u32,
        /// The settings under their canonical names.
        settings: Settings,
        /// The stage that the settings have reached.
        stage: ConfigurationStage,
        /// The time of the change, in seconds since the epoch, UTC.
        at: UnixSeconds,
        /// The actor who gave the command.
        by: Actor,
    },
    /// Records the outcome of a test login, and the stage of the settings.
    RecordTest {
        /// The connection's identifier.
        connection_id: ConnectionId,
        /// The number of the settings.
        number: u32,
        /// The outcome of the test login.
        outcome: TestOutcome,
        /// The decision that the test login would have got; null if it did not reach one.
        decision: Option<TestedDecision>,
        /// The stage that the settings have reached.
        stage: ConfigurationStage,
        /// The time of the change, in seconds since the epoch, UTC.
        at: UnixSeconds,
    },
    /// Records the time at which the provider ends the secret of the settings.
    SetSecretExpiry {
        /// The connection's identifier.
        connection_id: ConnectionId,
        /// The number of the settings.
        number: u32,
        /// The end of the secret, in seconds since the epoch, UTC; null to forget it.
        expires_at: Option<UnixSeconds>,
    },
    /// Has logins use these settings of the connection.
    UseConfiguration {
        /// The connection's identifier.
        connection_id: ConnectionId,
        /// The number of the settings.
        number: u32,
        /// The connection that logins are decided by: active, with the version that it has
        /// afterwards.
        connection: Box<Connection>,
        /// The settings as a typed variant, for hosts.
        configuration: Box<ConnectionConfiguration>,
        /// The facts derived from the settings.
        derived: Box<DerivedFacts>,
    },
    /// Stops logins from using the connection.
    UseNone {
        /// The connection's identifier.
        connection_id: ConnectionId,
    },
    /// Has the platform's default connection be this one.
    MakeDefault {
        /// The connection's identifier; null if the platform has no connection in use any more.
        connection_id: Option<ConnectionId>,
    },
    /// Sets the status, and counts the change.
    SetStatus {
        /// The connection's identifier.
        connection_id: ConnectionId,
        /// The new status.
        status: ConnectionStatus,
        /// The new version.
        version: u32,
        /// The time of the change, in seconds since the epoch, UTC.
        at: UnixSeconds,
        /// The actor who gave the command.
        by: Actor,
    },
    /// Writes an audit record.
    RecordAudit {
        /// The identifier of the record, derived from the connection and its version.
        audit_id: AuditId,
        /// The connection's identifier.
        connection_id: ConnectionId,
        /// The action that was taken.
        action: ConnectionAction,
        /// The new version of the connection.
        version: u32,
        /// The number of the settings that the action concerns; null if there are none.
        number: Option<u32>,
        /// The differences, redacted.
        changes: Vec<SettingChange>,
        /// `true` if a safeguard was overridden.
        forced: bool,
        /// The reason, if one was given.
        reason: Option<ChangeReason>,
        /// The time of the change, in seconds since the epoch, UTC.
        at: UnixSeconds,
        /// The actor who gave the command.
        by: Actor,
    },
    /// Deletes the connection with its settings, secrets and test logins. Its audit records stay,
    /// and its identifier is never used again.
    DeleteConnection {
        /// The connection's identifier.
        connection_id: ConnectionId,
    },
}

/// An action on a connection. `created`, `updated`, `activated` and `deactivated` are the names of
/// the legacy CORA toolkit.
#[codes]
pub enum ConnectionAction {
    /// The connection was created.
    Created,
    /// The settings or the name were changed.
    Updated,
    /// The outcome of a test login was recorded.
    Tested,
    /// Logins now use the connection.
    Activated,
    /// Logins no longer use the connection.
    Deactivated,
    /// The connection uses earlier settings again.
    RolledBack,
    /// The connection became the platform's default.
    MadeDefault,
    /// The draft was deleted.
    Deleted,
}

/// The changes that a command makes.
#[record]
#[derive(Default)]
pub struct ConnectionPlan {
    /// The conditions to check before anything is written.
    pub guards: Vec<ConnectionGuard>,
    /// The changes to write, in this order.
    pub effects: Vec<ConnectionEffect>,
}
