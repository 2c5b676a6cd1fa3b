//! What can be asked of a connection.

use cora_wire_derive::{codes, record, union};

use crate::capability::Capability;
use crate::connection::ConnectionKind;
use crate::connection::settings::Settings;
use crate::id::{ConnectionId, OrganizationId, UserId};
use crate::provisioning::code::ReasonCode;
use crate::provisioning::decision::OutcomeKind;
use crate::text::{ChangeReason, DisplayName};

/// Who commands.
#[union(kind)]
pub enum ConnectionActor {
    /// A user, in a session.
    User {
        /// Who.
        user_id: UserId,
    },
    /// The operator of the host, at its command line.
    Operator {},
}

/// What is to be done with a connection.
///
/// `expectedVersion` is the version that whoever commands has seen; when it is another by now, the command is refused and
/// nothing is lost. Without it the present version is taken.
#[union(command)]
pub enum ConnectionCommand {
    /// Make a connection.
    Create {
        /// Its identifier, which the host mints.
        connection_id: ConnectionId,
        /// The kind of provider.
        kind: ConnectionKind,
        /// Its name for people.
        display_name: DisplayName,
        /// The organization whose connection it is; null for the platform's.
        #[serde(default)]
        organization_id: Option<OrganizationId>,
        /// Its settings, without secrets.
        settings: Settings,
    },
    /// Store other settings, all of them, or another name. What is in use stays in use with the settings that it has.
    Save {
        /// The name; absent when it stays.
        #[serde(default)]
        display_name: Option<DisplayName>,
        /// The settings, without secrets; absent when they stay.
        #[serde(default)]
        settings: Option<Settings>,
        /// The version that was seen.
        #[serde(default)]
        expected_version: Option<u32>,
    },
    /// Record the outcome of a test login.
    RecordTest {
        /// The number of the settings that were tested.
        number: u32,
        /// How it went.
        outcome: TestOutcome,
        /// The decision that this login would get; null when it did not come to one.
        #[serde(default)]
        decision: Option<TestedDecision>,
    },
    /// Have logins use it. The platform's connection that was active until then is disabled.
    Activate {
        /// The number of the settings; the latest when absent.
        #[serde(default)]
        number: Option<u32>,
        /// Why it is to be done even untested, or although it may lock out the administrators.
        #[serde(default)]
        force: Option<Force>,
        /// The version that was seen.
        #[serde(default)]
        expected_version: Option<u32>,
    },
    /// Have an active connection use earlier settings again, or a disabled one come back with those it had.
    Rollback {
        /// The number of the settings.
        number: u32,
        /// Why it is to be done even untested, or although it may lock out the administrators.
        #[serde(default)]
        force: Option<Force>,
        /// The version that was seen.
        #[serde(default)]
        expected_version: Option<u32>,
    },
    /// Have it mint no trust any more, anywhere.
    Disable {
        /// Why it is to be done although it may lock out the administrators.
        #[serde(default)]
        force: Option<Force>,
        /// The version that was seen.
        #[serde(default)]
        expected_version: Option<u32>,
    },
}

/// The wish to do something in spite of a safeguard.
#[record]
pub struct Force {
    /// Why, for the audit record; not blank.
    pub reason: ChangeReason,
}

/// How a test login went.
#[codes]
pub enum TestOutcome {
    /// Its token was accepted.
    Success,
    /// It was not.
    Failed,
}

/// The decision that a test login would get under the policy of its time.
#[record]
pub struct TestedDecision {
    /// The outcome.
    pub outcome: OutcomeKind,
    /// The reason.
    pub reason: ReasonCode,
    /// The user that it is about; null when there is none.
    pub user_id: Option<UserId>,
}

impl ConnectionCommand {
    /// What a session must be allowed to do on the platform to give this command.
    pub const fn capability(&self) -> Capability {
        match self {
            Self::Create { .. } | Self::Save { .. } | Self::RecordTest { .. } => Capability::IdpWrite,
            Self::Activate { .. } | Self::Rollback { .. } | Self::Disable { .. } => Capability::IdpActivate,
        }
    }
}
