//! Takes connections into and out of use: `draft → validated → tested → active → disabled`. Every
//! set of settings is numbered and kept, several connections of the platform may be active, of
//! which one is the default, and no change locks out all administrators unless it is forced.
//!
//! [`change`] takes a command and the stored facts, and returns a plan: ordered effects under
//! guards, for one transaction. It writes nothing itself. The host checks that the actor may give
//! the command, with [`session::can`](crate::session::can) and [`ConnectionCommand::capability`].

mod activation;
mod change;
mod command;
mod deletion;
mod facts;
mod plan;
mod plan_builder;
mod result;
mod secret_expiry;

pub use change::change;
pub use command::{ConnectionCommand, Force, TestOutcome, TestedDecision};
pub use facts::{
    ActiveConnection, Administrator, ConfigurationStage, ConfigurationVersion, ConnectionFacts, ConnectionRecord,
};
pub use plan::{ConnectionAction, ConnectionEffect, ConnectionGuard, ConnectionPlan};

use alloc::vec::Vec;
use cora_wire_derive::{codes, record};

use super::ConnectionStatus;
use super::report::ConnectionIssue;
use crate::actor::Actor;
use crate::connection::host::allowed::AllowedHost;
use crate::id::ConnectionId;
use crate::time::UnixSeconds;

/// A command to a connection, its actor, and the stored facts.
#[record]
pub struct ChangeConnectionInput {
    /// The time of the command, in seconds since the epoch, UTC.
    pub now: UnixSeconds,
    /// The actor who gives the command. The host has checked that they may.
    pub actor: Actor,
    /// The command.
    pub command: ConnectionCommand,
    /// The stored facts that the command depends on.
    pub facts: ConnectionFacts,
    /// `true` to allow addresses of this machine, over plain http too. For local testing.
    #[serde(default)]
    pub allow_loopback: bool,
    /// The networks and hosts at which the operator allows providers although they are not public;
    /// empty for none.
    #[serde(default)]
    pub allowed_hosts: Vec<AllowedHost>,
}

/// The result of a command. A closed list.
#[codes]
pub enum ConnectionReason {
    // Done.
    /// The connection was created.
    Created,
    /// The settings, or the name, were saved.
    Saved,
    /// Nothing differs from the stored state.
    Unchanged,
    /// The outcome of a test login was recorded.
    TestRecorded,
    /// Logins now use the connection.
    Activated,
    /// The connection uses earlier settings again.
    RolledBack,
    /// The connection is no longer in use.
    Disabled,
    /// The connection is the platform's default now.
    MadeDefault,
    /// The end of the secret was recorded.
    SecretExpirySet,
    /// The draft was deleted.
    Deleted,

    // Refused.
    /// The connection does not exist.
    ConnectionNotFound,
    /// A connection with this identifier already exists.
    ConnectionExists,
    /// The connection was changed since it was read.
    StaleVersion,
    /// The settings hold something that must not be stored; see the issues.
    SettingsNotStorable,
    /// The connection has no settings with this number.
    ConfigurationNotFound,
    /// The settings have errors; see the issues.
    NotValidated,
    /// No test login with these settings has succeeded, or the last one failed.
    NotTested,
    /// Another connection in use has this issuer and nothing that tells the tokens of the two
    /// apart.
    IssuerInUse,
    /// No owner or administrator of the platform could log in afterwards.
    WouldLockOutAdmins,
    /// A forced change needs a reason, and the given one is blank.
    ReasonMissing,
    /// The connection is not in use.
    NotActive,
    /// The connection is an organization's, so that it cannot be the platform's default.
    NotOfPlatform,
    /// The settings refer to no secret.
    SecretMissing,
    /// The connection was in use or tried, so it stays on record.
    NotADraft,
    /// A domain rule, an invitation, an identity or the policy names the connection.
    ConnectionReferenced,
}

/// The result of a command, and the plan to apply.
#[record]
pub struct ConnectionChange {
    /// `true` if the command succeeds. If `false`, the plan is empty.
    pub ok: bool,
    /// The reason code of the result.
    pub reason: ConnectionReason,
    /// The issues of the settings, including warnings.
    pub issues: Vec<ConnectionIssue>,
    /// The status of the connection afterwards; null if there is no connection.
    pub status: Option<ConnectionStatus>,
    /// The version of the connection afterwards, for the next command; null if there is no
    /// connection.
    pub version: Option<u32>,
    /// The number of the settings that the command concerns; null if there are none.
    pub number: Option<u32>,
    /// The platform's default connection after an activation, a disabling or a change of the
    /// default; null if the platform has no connection in use, and for other commands.
    pub default_connection: Option<ConnectionId>,
    /// The number of active users who could sign in before and cannot afterwards, because all their
    /// identities are at issuers that are not in use any more. Null if the command takes no issuer
    /// out of use or into it. A refusal states it too.
    pub users_without_way_in: Option<u32>,
    /// The plan to apply. Empty if nothing changes.
    pub plan: ConnectionPlan,
}
