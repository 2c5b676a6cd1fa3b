//! The database that a command works on, and refusals of what it was asked for.

use std::future::Future;
use std::process::ExitCode;

use anyhow::Context as _;
use clap::Args;
use cora_core::actor::Actor;
use cora_core::id::AuditId;
use cora_core::text::ChangeReason;
use cora_store::{AdministrationContext, DatabaseLocation, DatabaseOptions, Store};

use super::document::BAD_INPUT;
use super::run_to_end;

/// The option for the database of a command.
#[derive(Debug, Args)]
pub struct Database {
    /// The database: an SQLite file, or a PostgreSQL URL (`postgresql://…`). It must exist and be
    /// up to date.
    #[arg(long, value_name = "FILE|URL", env = "CORA_DATABASE", hide_env_values = true)]
    database: DatabaseLocation,
}

impl Database {
    /// Runs a command with the database, and reports its failure on standard error.
    pub fn run<F: Future<Output = anyhow::Result<ExitCode>>>(&self, command: impl FnOnce(Store) -> F) -> ExitCode {
        run_with(&self.database, command)
    }
}

/// Opens a database that exists and is up to date.
///
/// # Errors
///
/// Fails with the place of the database, without its password, and the cause.
pub async fn open(database: &DatabaseLocation, options: DatabaseOptions) -> anyhow::Result<Store> {
    Store::open_with(database, options).await.with_context(|| unusable(database))
}

/// Creates the database if it does not exist, and brings its schema up to date.
///
/// # Errors
///
/// Fails as [`open`] does.
pub async fn migrate(database: &DatabaseLocation) -> anyhow::Result<Store> {
    Store::migrate(database).await.with_context(|| unusable(database))
}

/// Says that a database cannot be used, with its place.
pub fn unusable(database: &DatabaseLocation) -> String {
    format!("`{database}` cannot be used")
}

/// Runs a command with a database, and reports its failure on standard error.
pub fn run_with<F: Future<Output = anyhow::Result<ExitCode>>>(
    database: &DatabaseLocation,
    command: impl FnOnce(Store) -> F,
) -> ExitCode {
    run_to_end(async {
        let store = open(database, DatabaseOptions::default()).await?;
        let ended = command(store.clone()).await;
        store.close().await;
        ended
    })
}

/// Reports a refusal and its fix on standard error, and returns the exit code.
pub fn refuse(code: &str, message: &str, help: &str) -> ExitCode {
    eprintln!("error[{code}]: {message}\n   = fix: {help}");
    ExitCode::FAILURE
}

/// Returns the context of an administrative command that the operator of the host gives now.
pub fn operator(reason: Option<ChangeReason>) -> AdministrationContext {
    AdministrationContext {
        now: (cora_server::clock::system())(),
        audit_id: AuditId::from_uuid(uuid::Uuid::new_v4()),
        actor: Actor::Operator {},
        reason,
        request_id: None,
        out_of_reach: Vec::new(),
        acting: None,
    }
}

/// Reads a reason for the audit log.
///
/// # Errors
///
/// Fails with the exit code for a reason that cannot be recorded. The fault is reported on standard
/// error.
pub fn reason(text: &str) -> Result<ChangeReason, ExitCode> {
    ChangeReason::new(text).ok_or_else(|| {
        refuse("out_of_bounds", "the reason is longer than 500 bytes", "Shorten the reason.");
        ExitCode::from(BAD_INPUT)
    })
}
