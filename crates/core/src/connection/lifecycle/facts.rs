//! The stored facts that a command depends on. The order of the lists has no meaning.

use alloc::vec::Vec;
use cora_wire_derive::{codes, record};

use super::command::{TestOutcome, TestedDecision};
use crate::connection::settings::Settings;
use crate::connection::{ConnectionKind, ConnectionPin, ConnectionStatus};
use crate::id::{ConnectionId, OrganizationId, UserId};
use crate::text::{DisplayName, Issuer};
use crate::time::UnixSeconds;

/// The stored facts that a command depends on.
#[record]
#[derive(Default)]
pub struct ConnectionFacts {
    /// The connection that the command concerns; null if none has that identifier.
    #[serde(default)]
    pub connection: Option<ConnectionRecord>,
    /// The relevant connections in use: the platform's, those with the issuer of the settings to be
    /// used, and those at whose issuer an administrator has an identity; at most 1000.
    #[serde(default, deserialize_with = "crate::text::at_most::<1000, _, _>")]
    #[cfg_attr(feature = "schema", schemars(length(max = 1000)))]
    pub active_connections: Vec<ActiveConnection>,
    /// Active users who own or administer the platform; at most 100. If there are more, the host
    /// lists those first that have an identity at the issuer of the settings to be used.
    #[serde(default, deserialize_with = "crate::text::at_most::<100, _, _>")]
    #[cfg_attr(feature = "schema", schemars(length(max = 100)))]
    pub administrators: Vec<Administrator>,
    /// The number of active users who have an identity at an issuer in use, and would have none at
    /// an issuer in use after the command. Null if the command takes no issuer out of use or into
    /// it.
    #[serde(default)]
    pub users_without_way_in: Option<u32>,
    /// `true` if a domain rule, an invitation, an identity or the policy names the connection.
    #[serde(default)]
    pub is_referenced: bool,
    /// `true` if a connection of this identifier was deleted: its audit records have the
    /// identifier.
    #[serde(default)]
    pub was_deleted: bool,
}

/// A stored connection, with the settings that a command may concern.
#[record]
pub struct ConnectionRecord {
    /// The connection's identifier.
    pub id: ConnectionId,
    /// The kind of provider.
    pub kind: ConnectionKind,
    /// The display name.
    pub display_name: DisplayName,
    /// The organization that owns the connection; null for a connection of the platform.
    #[serde(default)]
    pub organization_id: Option<OrganizationId>,
    /// The number of changes so far, of any kind.
    pub version: u32,
    /// The lifecycle status.
    pub status: ConnectionStatus,
    /// The number of the settings in use; null if the connection is not active.
    #[serde(default)]
    pub active_number: Option<u32>,
    /// The issuer of the settings in use; null if the connection is not active.
    #[serde(default)]
    pub active_issuer: Option<Issuer>,
    /// The number of the latest settings.
    pub latest_number: u32,
    /// The settings: the latest, those in use, and those that the command names. Others may be
    /// included. At most 1000.
    #[serde(default, deserialize_with = "crate::text::at_most::<1000, _, _>")]
    #[cfg_attr(feature = "schema", schemars(length(max = 1000)))]
    pub configurations: Vec<ConfigurationVersion>,
}

/// One numbered set of a connection's settings. The settings never change. A test login records its
/// outcome and may raise the stage.
#[record]
pub struct ConfigurationVersion {
    /// The number, counting from 1.
    pub number: u32,
    /// The settings under their canonical names, as a report returns them, with secrets as
    /// references.
    pub settings: Settings,
    /// The stage that the settings have reached.
    pub stage: ConfigurationStage,
    /// The outcome of the last test login; null if there was none.
    #[serde(default)]
    pub test_outcome: Option<TestOutcome>,
    /// The decision that the last successful test login would have got; null if there is none.
    #[serde(default)]
    pub tested_decision: Option<TestedDecision>,
    /// The time at which the provider ends the secret of the settings, in seconds since the epoch,
    /// UTC; null if nobody has stated it.
    #[serde(default)]
    pub secret_expires_at: Option<UnixSeconds>,
}

/// The stage of a set of settings.
#[codes]
pub enum ConfigurationStage {
    /// The settings have errors.
    Draft,
    /// The settings have no errors.
    Validated,
    /// A test login with the settings has succeeded.
    Tested,
}

/// The part of a connection in use that a command to another one depends on.
#[record]
pub struct ActiveConnection {
    /// The connection's identifier.
    pub id: ConnectionId,
    /// The connection's version.
    pub version: u32,
    /// The number of the settings in use.
    pub active_number: u32,
    /// The issuer of the settings in use.
    pub issuer: Issuer,
    /// The part of the settings in use that tells tokens of this issuer apart.
    #[serde(default)]
    pub pin: ConnectionPin,
    /// `true` if this is the platform's default connection. If none is marked, the platform's
    /// connection in use with the lowest identifier is.
    #[serde(default)]
    pub is_default: bool,
    /// The organization that owns the connection; null for a connection of the platform.
    #[serde(default)]
    pub organization_id: Option<OrganizationId>,
}

/// An active user who owns or administers the platform.
#[record]
pub struct Administrator {
    /// The user's identifier.
    pub user_id: UserId,
    /// The issuers at which the user has an identity; at most 100.
    #[serde(default, deserialize_with = "crate::text::at_most::<100, _, _>")]
    #[cfg_attr(feature = "schema", schemars(length(max = 100)))]
    pub issuers: Vec<Issuer>,
}
