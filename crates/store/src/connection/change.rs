//! A command to a connection: load, decide and apply in one transaction.

use cora_core::connection::life_cycle::{
    ChangeConnectionInput, ConnectionActor, ConnectionChange, ConnectionCommand, ConnectionGuard, ConnectionPlan,
    change,
};
use cora_core::id::ConnectionId;
use cora_core::time::UnixSeconds;
use cora_secrets::SealedSecret;

use super::{apply, facts, secret};
use crate::apply::kept_request_id;
use crate::database::Store;
use crate::error::{StoreError, in_transaction_by};
use crate::session::{Transaction, in_transaction};

/// Who commands, when, and by which request. Whether they may is the caller's to have asked
/// ([`ConnectionCommand::capability`]).
#[derive(Debug, Clone)]
pub struct ChangeContext {
    /// The time.
    pub now: UnixSeconds,
    /// Who commands.
    pub actor: ConnectionActor,
    /// The identifier of the HTTP request, for the audit record; at most 128 bytes are kept.
    pub request_id: Option<String>,
    /// Whether addresses of this machine may be named, by plain http too; for trying things out.
    pub allow_loopback: bool,
}

/// A command was neither carried out nor refused.
#[derive(Debug, thiserror::Error)]
pub enum ChangeConnectionError {
    /// The settings refer to a stored secret that this connection does not have, and that did not come with the command.
    #[error("the settings refer to a stored secret that is not this connection's")]
    SecretNotFound,
    /// The settings refer to a stored secret that was written for another provider: by other settings of the connection it is
    /// sent elsewhere.
    #[error("the stored secret was written for another provider than the settings name")]
    SecretOfAnotherProvider,
    /// There is no such organization for the connection to be of.
    #[error("there is no such organization")]
    OrganizationNotFound,
    /// What the plan was made by does not hold any more; the guard that failed is named.
    #[error("what the command was decided by does not hold")]
    GuardFailed(Box<ConnectionGuard>),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

in_transaction_by! {
    ChangeConnectionError: ChangeConnectionError::Store;
}

impl Store {
    /// Carries a command out, or answers why it is refused: what is stored is loaded, the core decides, and its plan is written,
    /// the audit record with it. `secrets` are those that came with the settings, sealed; the ones that the
    /// stored settings refer to are stored with them and the others are not.
    ///
    /// The connection is the command's own where it makes one.
    ///
    /// # Errors
    ///
    /// [`ChangeConnectionError`]; nothing was written then.
    pub async fn change_connection(
        &self,
        connection: ConnectionId,
        command: &ConnectionCommand,
        context: &ChangeContext,
        secrets: &[SealedSecret],
    ) -> Result<ConnectionChange, ChangeConnectionError> {
        // WHY all of it under the lock: commands are few, and two that are right each by itself must not be wrong together, as
        // when two connections are switched off of which either was the last way in. So no guard fails, and none is put off.
        in_transaction!(self, |transaction| change_in(transaction, connection, command, context, secrets).await)
    }

    /// Applies a plan that the core made elsewhere from what was stored then. [`Self::change_connection`] does both at once.
    ///
    /// # Errors
    ///
    /// [`ChangeConnectionError`], also when a guard fails; nothing was written then.
    pub async fn apply_connection_plan(
        &self,
        plan: &ConnectionPlan,
        context: &ChangeContext,
        secrets: &[SealedSecret],
    ) -> Result<(), ChangeConnectionError> {
        in_transaction!(self, |transaction| apply(transaction, plan, context, secrets).await)
    }
}

/// Decides a command and writes its plan, in a transaction that has the lock.
pub(super) async fn change_in(
    transaction: &mut Transaction,
    connection: ConnectionId,
    command: &ConnectionCommand,
    context: &ChangeContext,
    secrets: &[SealedSecret],
) -> Result<ConnectionChange, ChangeConnectionError> {
    let change = decide(transaction, connection, command, context).await?;
    apply(transaction, &change.plan, context, secrets).await?;
    Ok(change)
}

async fn decide(
    database: &mut Transaction,
    connection: ConnectionId,
    command: &ConnectionCommand,
    context: &ChangeContext,
) -> Result<ConnectionChange, StoreError> {
    let connection = match command {
        ConnectionCommand::Create { connection_id, .. } => *connection_id,
        _ => connection,
    };
    Ok(change(&ChangeConnectionInput {
        now: context.now,
        actor: context.actor.clone(),
        command: command.clone(),
        facts: facts::load(database, connection, command).await?,
        allow_loopback: context.allow_loopback,
    }))
}

/// Checks the guards and writes the effects and the secrets that they refer to.
async fn apply(
    transaction: &mut Transaction,
    plan: &ConnectionPlan,
    context: &ChangeContext,
    secrets: &[SealedSecret],
) -> Result<(), ChangeConnectionError> {
    for guard in &plan.guards {
        if !apply::holds(transaction, guard).await? {
            return Err(ChangeConnectionError::GuardFailed(Box::new(guard.clone())));
        }
    }
    let request = kept_request_id(context.request_id.as_deref());
    for effect in &plan.effects {
        if !apply::organization_is_there(transaction, effect).await? {
            return Err(ChangeConnectionError::OrganizationNotFound);
        }
        apply::write(transaction, effect, request).await?;
    }
    secret::keep(transaction, plan, secrets, context).await
}
