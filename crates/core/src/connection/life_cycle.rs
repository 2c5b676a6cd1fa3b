//! How a connection comes into use and out of it: `draft → validated → tested → active → disabled`, every set of settings
//! numbered and kept, at most one connection of the platform active, and nobody able to lock everybody out by a click.
//!
//! [`change`] takes a command and what is stored, and answers with a plan: ordered effects under guards, for one transaction.
//! It writes nothing. Who may command what is [`ConnectionCommand::capability`], asked of
//! [`session::can`](crate::session::can) by the host.

mod activation;
mod change;
mod command;
mod facts;
mod plan;
mod writing;

pub use change::change;
pub use command::{ConnectionActor, ConnectionCommand, Force, TestOutcome, TestedDecision};
pub use facts::{
    ActiveConnection, Administrator, ConfigurationStage, ConfigurationVersion, ConnectionFacts, ConnectionRecord,
};
pub use plan::{ConnectionAction, ConnectionEffect, ConnectionGuard, ConnectionPlan, SettingChange};

use alloc::vec::Vec;
use cora_wire_derive::{codes, record};

use super::ConnectionStatus;
use super::report::ConnectionIssue;
use crate::time::UnixSeconds;

/// A command to a connection, by whom, and what is stored.
#[record]
pub struct ChangeConnectionInput {
    /// The time.
    pub now: UnixSeconds,
    /// Who commands. Whether they may is the host's to ask.
    pub actor: ConnectionActor,
    /// What is to be done.
    pub command: ConnectionCommand,
    /// What is stored.
    pub facts: ConnectionFacts,
    /// Whether addresses of this machine may be named, by plain http too; for trying things out.
    #[serde(default)]
    pub allow_loopback: bool,
}

/// What becomes of a command. A closed list.
#[codes]
pub enum ConnectionReason {
    // Done.
    /// The connection is there now.
    Created,
    /// The settings, or the name, are stored.
    Saved,
    /// Nothing differs from what is stored.
    Unchanged,
    /// The outcome of a test is recorded.
    TestRecorded,
    /// The connection is what logins use now.
    Activated,
    /// The connection uses earlier settings again.
    RolledBack,
    /// The connection is in no use any more.
    Disabled,

    // Refused.
    /// There is no such connection.
    ConnectionNotFound,
    /// There is one of this identifier already.
    ConnectionExists,
    /// Somebody changed it since it was read.
    StaleVersion,
    /// The settings hold what must not be stored; the issues say what.
    SettingsNotStorable,
    /// The connection has no settings of this number.
    ConfigurationNotFound,
    /// The settings have errors; the issues say which.
    NotValidated,
    /// No login with these settings has succeeded.
    NotTested,
    /// Another connection in use has this issuer, so its tokens would fit both.
    IssuerInUse,
    /// Afterwards no owner or administrator of the platform could log in.
    WouldLockOutAdmins,
    /// Who does it nevertheless has to say why.
    ReasonMissing,
    /// It is not in use.
    NotActive,
}

/// What becomes of a command, and what is to be written.
#[record]
pub struct ConnectionChange {
    /// Whether it is done; when it is not, the plan is empty.
    pub ok: bool,
    /// What becomes of it.
    pub reason: ConnectionReason,
    /// What is wrong with the settings, warnings too.
    pub issues: Vec<ConnectionIssue>,
    /// The status that the connection has afterwards; null when there is none.
    pub status: Option<ConnectionStatus>,
    /// The version that it has afterwards, for the next command; null when there is none.
    pub version: Option<u32>,
    /// The number of the settings that the command is about; null when there are none.
    pub number: Option<u32>,
    /// What is to be written.
    pub plan: ConnectionPlan,
}
