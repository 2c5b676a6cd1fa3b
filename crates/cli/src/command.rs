//! The subcommands.

pub mod adopt;
pub mod application;
pub mod audit;
pub mod authorizer;
pub mod backup;
pub mod case;
pub mod conflict;
pub mod connection;
pub mod console;
pub mod database;
pub mod dev;
pub mod diagnostic;
pub mod doctor;
pub mod document;
pub mod domain;
pub mod evaluate;
pub mod explain;
pub mod export;
pub mod findings;
pub mod generate;
pub mod health;
pub mod init;
pub mod key;
pub mod lambda;
pub mod lint;
pub mod migrate;
pub mod module;
pub mod policy;
pub mod project;
pub mod provider_hosts;
pub mod recovery;
pub mod run;
pub mod schema;
pub mod secret;
pub mod seed;
pub mod serve;
pub mod simulate;
pub mod table;
pub mod user;

use std::future::Future;
use std::process::ExitCode;

/// Runs a command that needs the async runtime, and reports its failure on standard error.
fn run_to_end(command: impl Future<Output = anyhow::Result<ExitCode>>) -> ExitCode {
    let result = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(anyhow::Error::from)
        .and_then(|runtime| runtime.block_on(command));
    result.unwrap_or_else(|error| {
        eprintln!("error: {error:#}");
        ExitCode::FAILURE
    })
}
