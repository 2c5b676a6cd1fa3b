//! The context of a command on a connection, and the errors of running one.

use cora_core::actor::Actor;
use cora_core::connection::host::allowed::AllowedHost;
use cora_core::connection::lifecycle::ConnectionGuard;
use cora_core::time::UnixSeconds;

use crate::error::{StoreError, in_transaction_by};

/// The actor, time and request of a command. The caller must have checked the actor's permission
/// ([`ConnectionCommand::capability`](cora_core::connection::lifecycle::ConnectionCommand::capability)).
#[derive(Debug, Clone)]
pub struct ChangeContext {
    /// The time of the command.
    pub now: UnixSeconds,
    /// The actor who gives the command.
    pub actor: Actor,
    /// The identifier of the HTTP request, for the audit record. At most 128 bytes are kept.
    pub request_id: Option<String>,
    /// Set if settings may name addresses of this machine, by plain http too. For trying things
    /// out.
    pub allow_loopback: bool,
    /// The networks and hosts at which the operator allows providers although they are not public.
    pub allowed_hosts: Vec<AllowedHost>,
}

/// An error of a command that was neither executed nor refused.
#[derive(Debug, thiserror::Error)]
pub enum ChangeConnectionError {
    /// The settings refer to a stored secret that this connection does not have and that did not
    /// come with the command.
    #[error("the settings refer to a stored secret of another connection")]
    SecretNotFound,
    /// The settings refer to a stored secret that was written for another provider: other settings
    /// of the connection send it elsewhere.
    #[error("the stored secret was stored for another provider than the settings name")]
    SecretOfAnotherProvider,
    /// The organization that the connection is for does not exist.
    #[error("the organization does not exist")]
    OrganizationNotFound,
    /// A fact that the plan relies on has changed. The failed guard is given.
    #[error("the data that the command was decided on has changed")]
    GuardFailed(Box<ConnectionGuard>),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

in_transaction_by! {
    ChangeConnectionError: ChangeConnectionError::Store;
}
