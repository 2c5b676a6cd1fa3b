//! Runs a command on a connection: load, decide and apply in one transaction.

use cora_core::connection::lifecycle::{
    ChangeConnectionInput, ConnectionChange, ConnectionCommand, ConnectionPlan, change,
};
use cora_core::id::ConnectionId;
use cora_secrets::SealedSecret;

use super::context::{ChangeConnectionError, ChangeContext};
use super::view::{ConnectionRow, connection_row};
use super::{apply, facts, read, secret};
use crate::database::Store;
use crate::error::StoreError;
use crate::sql::kept_request_id;
use crate::transaction::{Attempts, Transaction, in_transaction};

impl Store {
    /// Runs a command: loads the stored facts, lets the core decide, and writes its plan together
    /// with the audit record. A refusal is returned in the change, not as an error. `secrets` are
    /// those that came with the settings, sealed. The ones that the stored settings refer to are
    /// stored with them, and the others are not.
    ///
    /// A command that creates a connection names the connection itself.
    ///
    /// # Errors
    ///
    /// Returns [`ChangeConnectionError`]. Nothing was written then.
    pub async fn change_connection(
        &self,
        connection: ConnectionId,
        command: &ConnectionCommand,
        context: &ChangeContext,
        secrets: &[SealedSecret],
    ) -> Result<ConnectionChange, ChangeConnectionError> {
        // WHY: everything runs in one isolated transaction. Commands are rare, and two that are
        // each right must not be wrong together, for example two that disable the last two
        // connections that people can sign in through. So no guard fails, and no caller is asked to
        // retry.
        in_transaction!(self, |transaction| change_in(transaction, connection, command, context, secrets).await)
    }

    /// Decides a command from the stored facts, and writes nothing: the result that
    /// [`Self::change_connection`] would have now.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn preview_connection_change(
        &self,
        connection: ConnectionId,
        command: &ConnectionCommand,
        context: &ChangeContext,
    ) -> Result<ConnectionChange, StoreError> {
        in_transaction!(self, |transaction| decide(transaction, connection, command, context).await)
    }

    /// Runs a command like [`Self::change_connection`], and returns the connection as it is after
    /// it, or as it is now if the command is refused. A dry run is carried out under the same lock
    /// and rolled back.
    ///
    /// # Errors
    ///
    /// Returns [`ChangeConnectionError`]. Nothing was written then.
    pub async fn run_connection_command(
        &self,
        connection: ConnectionId,
        command: &ConnectionCommand,
        context: &ChangeContext,
        secrets: &[SealedSecret],
        dry_run: bool,
    ) -> Result<(ConnectionChange, Option<ConnectionRow>), ChangeConnectionError> {
        let mut attempts = Attempts::default();
        loop {
            let mut transaction = attempts.begin(self).await?;
            let outcome = async {
                let change = change_in(&mut transaction, connection, command, context, secrets).await?;
                let row = transaction.text(connection_row(connection)).await?;
                Ok((change, row.map(|row| read(&row)).transpose()?))
            }
            .await;
            if let Some(outcome) = attempts.settle_as(transaction, outcome, dry_run).await {
                return outcome;
            }
        }
    }

    /// Applies a plan that the core made elsewhere from facts stored earlier.
    /// [`Self::change_connection`] does both at once.
    ///
    /// # Errors
    ///
    /// Returns [`ChangeConnectionError`], also if a guard fails. Nothing was written then.
    pub async fn apply_connection_plan(
        &self,
        plan: &ConnectionPlan,
        context: &ChangeContext,
        secrets: &[SealedSecret],
    ) -> Result<(), ChangeConnectionError> {
        in_transaction!(self, |transaction| apply(transaction, plan, context, secrets).await)
    }
}

/// Decides a command and writes its plan, isolated from other transactions.
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
        allowed_hosts: context.allowed_hosts.clone(),
    }))
}

/// Checks the guards, then writes the effects and the secrets that they refer to.
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
