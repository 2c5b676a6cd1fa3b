//! What is stored that a command depends on. The order of the lists means nothing.

use alloc::vec::Vec;
use cora_wire_derive::{codes, record};

use super::command::{TestOutcome, TestedDecision};
use crate::connection::settings::Settings;
use crate::connection::{ConnectionKind, ConnectionStatus};
use crate::id::{ConnectionId, OrganizationId, UserId};
use crate::text::{DisplayName, Issuer};

/// What is stored that a command depends on.
#[record]
#[derive(Default)]
pub struct ConnectionFacts {
    /// The connection that is commanded; null when there is none of that identifier.
    #[serde(default)]
    pub connection: Option<ConnectionRecord>,
    /// The connections in use that matter: the platform's, those with the issuer of the settings that are to be used, and
    /// those whose issuer an administrator has an identity at; at most 1000.
    #[serde(default, deserialize_with = "crate::text::at_most::<1000, _, _>")]
    #[cfg_attr(feature = "schema", schemars(length(max = 1000)))]
    pub active_connections: Vec<ActiveConnection>,
    /// Active users who own or administer the platform; at most 100. Where there are more, the host brings those first that
    /// have an identity at the issuer of the settings that are to be used.
    #[serde(default, deserialize_with = "crate::text::at_most::<100, _, _>")]
    #[cfg_attr(feature = "schema", schemars(length(max = 100)))]
    pub administrators: Vec<Administrator>,
}

/// A connection as it is stored, with those of its settings that a command may be about.
#[record]
pub struct ConnectionRecord {
    /// Its identifier.
    pub id: ConnectionId,
    /// The kind of provider.
    pub kind: ConnectionKind,
    /// Its name for people.
    pub display_name: DisplayName,
    /// The organization whose connection it is; null for the platform's.
    #[serde(default)]
    pub organization_id: Option<OrganizationId>,
    /// Counts its changes, of any kind.
    pub version: u32,
    /// Where it stands in its life.
    pub status: ConnectionStatus,
    /// The number of the settings in use; null when it is not active.
    #[serde(default)]
    pub active_number: Option<u32>,
    /// The issuer of the settings in use; null when it is not active.
    #[serde(default)]
    pub active_issuer: Option<Issuer>,
    /// The greatest number of its settings.
    pub latest_number: u32,
    /// Its settings: the latest, those in use, and those that the command names; others may be among them. At most 1000.
    #[serde(default, deserialize_with = "crate::text::at_most::<1000, _, _>")]
    #[cfg_attr(feature = "schema", schemars(length(max = 1000)))]
    pub configurations: Vec<ConfigurationVersion>,
}

/// One set of settings of a connection. It is never changed, except that its stage rises.
#[record]
pub struct ConfigurationVersion {
    /// Its number, from 1 on.
    pub number: u32,
    /// The settings under their canonical names, as a report gives them; secrets as references.
    pub settings: Settings,
    /// How far it has come.
    pub stage: ConfigurationStage,
    /// How its last test login went; null when there was none.
    #[serde(default)]
    pub test_outcome: Option<TestOutcome>,
    /// The decision that the last successful test login would have got.
    #[serde(default)]
    pub tested_decision: Option<TestedDecision>,
}

/// How far a set of settings has come.
#[codes]
pub enum ConfigurationStage {
    /// It has errors.
    Draft,
    /// It has none.
    Validated,
    /// A login with it has succeeded.
    Tested,
}

/// A connection in use, as far as a command to another depends on it.
#[record]
pub struct ActiveConnection {
    /// Its identifier.
    pub id: ConnectionId,
    /// Its version.
    pub version: u32,
    /// The number of its settings in use.
    pub active_number: u32,
    /// The issuer.
    pub issuer: Issuer,
    /// The organization whose connection it is; null for the platform's.
    #[serde(default)]
    pub organization_id: Option<OrganizationId>,
}

/// An active user who owns or administers the platform.
#[record]
pub struct Administrator {
    /// Who.
    pub user_id: UserId,
    /// The issuers that they have an identity at; at most 100.
    #[serde(default, deserialize_with = "crate::text::at_most::<100, _, _>")]
    #[cfg_attr(feature = "schema", schemars(length(max = 100)))]
    pub issuers: Vec<Issuer>,
}
