//! What a command to a connection changes: ordered effects, and the guards under which they may be applied.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use cora_wire_derive::{codes, record, union};
use serde_json::Value;

use super::command::{ConnectionActor, TestOutcome, TestedDecision};
use super::facts::ConfigurationStage;
use crate::connection::configuration::{ConnectionConfiguration, DerivedFacts};
use crate::connection::settings::Settings;
use crate::connection::{Connection, ConnectionKind, ConnectionStatus};
use crate::id::{AuditId, ConnectionId, OrganizationId, UserId};
use crate::text::{ChangeReason, DisplayName, Issuer};
use crate::time::UnixSeconds;

/// What has to be true at the moment the plan is applied. When one fails nothing is written; load again, command again.
#[union(guard)]
pub enum ConnectionGuard {
    /// There is no connection of this identifier.
    ConnectionAbsent {
        /// Which.
        connection_id: ConnectionId,
    },
    /// The connection is as it was.
    ConnectionVersion {
        /// Which.
        connection_id: ConnectionId,
        /// Its version.
        version: u32,
    },
    /// The platform's connection in use is this one; none when null.
    PlatformConnection {
        /// Which.
        connection_id: Option<ConnectionId>,
    },
    /// No connection in use has this issuer, but perhaps those.
    IssuerUnused {
        /// The issuer.
        issuer: Issuer,
        /// Which may have it.
        except: Vec<ConnectionId>,
    },
    /// The user is active and owns or administers the platform, and has an identity at the issuer unless that is null.
    AdministratorUnchanged {
        /// Who.
        user_id: UserId,
        /// The issuer.
        issuer: Option<Issuer>,
    },
    /// Nobody owns or administers the platform.
    NoAdministrator {},
}

/// One change. Applying it a second time changes nothing.
#[union(effect)]
pub enum ConnectionEffect {
    /// Make a connection, a draft of version 0 without settings.
    CreateConnection {
        /// Which.
        connection_id: ConnectionId,
        /// The kind of provider.
        kind: ConnectionKind,
        /// Its name for people.
        display_name: DisplayName,
        /// The organization whose connection it is; null for the platform's.
        organization_id: Option<OrganizationId>,
        /// The time.
        at: UnixSeconds,
        /// Who.
        by: ConnectionActor,
    },
    /// Give it another name.
    RenameConnection {
        /// Which.
        connection_id: ConnectionId,
        /// The name.
        display_name: DisplayName,
    },
    /// Store settings under a number that they keep.
    AddConfiguration {
        /// Of which connection.
        connection_id: ConnectionId,
        /// Their number.
        number: u32,
        /// The settings under their canonical names.
        settings: Settings,
        /// How far they have come.
        stage: ConfigurationStage,
        /// The time.
        at: UnixSeconds,
        /// Who.
        by: ConnectionActor,
    },
    /// Record how a test login went, and how far the settings have come.
    RecordTest {
        /// Of which connection.
        connection_id: ConnectionId,
        /// The number of the settings.
        number: u32,
        /// How it went.
        outcome: TestOutcome,
        /// The decision that it would have got.
        decision: Option<TestedDecision>,
        /// How far they have come.
        stage: ConfigurationStage,
        /// The time.
        at: UnixSeconds,
    },
    /// Have logins use settings of it.
    UseConfiguration {
        /// Of which connection.
        connection_id: ConnectionId,
        /// The number of the settings.
        number: u32,
        /// The connection as logins are decided by it: active, of the version that it has afterwards.
        connection: Box<Connection>,
        /// The settings as a typed variant, for hosts.
        configuration: Box<ConnectionConfiguration>,
        /// What follows from them.
        derived: Box<DerivedFacts>,
    },
    /// Have logins use it no more.
    UseNone {
        /// Which.
        connection_id: ConnectionId,
    },
    /// Say where it stands, and count the change.
    SetStatus {
        /// Which.
        connection_id: ConnectionId,
        /// Where it stands.
        status: ConnectionStatus,
        /// The version that it has now.
        version: u32,
        /// The time.
        at: UnixSeconds,
        /// Who.
        by: ConnectionActor,
    },
    /// Write an audit record.
    RecordAudit {
        /// Its identifier, derived.
        audit_id: AuditId,
        /// Of which connection.
        connection_id: ConnectionId,
        /// What was done.
        action: ConnectionAction,
        /// The version that the connection has now.
        version: u32,
        /// The number of the settings that it is about; null when there are none.
        number: Option<u32>,
        /// What differs, redacted.
        changes: Vec<SettingChange>,
        /// Whether a safeguard was passed over.
        forced: bool,
        /// Why, where that was said.
        reason: Option<ChangeReason>,
        /// The time.
        at: UnixSeconds,
        /// Who.
        by: ConnectionActor,
    },
}

/// What was done to a connection. `created`, `updated`, `activated` and `deactivated` are CORA's names.
#[codes]
pub enum ConnectionAction {
    /// It was made.
    Created,
    /// Settings or the name were changed.
    Updated,
    /// A test login was made.
    Tested,
    /// Logins use it.
    Activated,
    /// Logins use it no more.
    Deactivated,
    /// It uses earlier settings again.
    RolledBack,
}

/// How a setting differs. Values that are not known to be public are `"***"`.
#[record]
pub struct SettingChange {
    /// Which: a JSON Pointer into the settings, or `/displayName`, `/status`, `/activeNumber` of the connection.
    pub path: String,
    /// What it was; null when it was not there.
    #[cfg_attr(feature = "tsify", tsify(type = "unknown"))]
    pub old: Value,
    /// What it is; null when it is not there.
    #[cfg_attr(feature = "tsify", tsify(type = "unknown"))]
    pub new: Value,
}

/// What a command changes.
#[record]
#[derive(Default)]
pub struct ConnectionPlan {
    /// What has to be true, checked before anything is written.
    pub guards: Vec<ConnectionGuard>,
    /// What is written, in this order.
    pub effects: Vec<ConnectionEffect>,
}
