//! `cora connection disable`: takes a connection out of use.

use std::process::ExitCode;

use clap::Args;
use cora_core::connection::lifecycle::ConnectionCommand;

use super::super::provider_hosts::ProviderHosts;
use super::change::{Safeguards, carry_out};
use super::stored::Chosen;

/// Take a connection out of use: its tokens are rejected from the next request on.
///
/// Its settings are kept.
///
/// Exit codes: 0 done, or already disabled; 1 refused, with the reason; 2 bad usage.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cora connection disable --database cora.db okta
  cora connection disable --database cora.db okta --dry-run
  cora connection disable --database cora.db okta --force --reason 'the provider was compromised'")]
pub struct Disable {
    #[command(flatten)]
    chosen: Chosen,
    #[command(flatten)]
    safeguards: Safeguards,
}

/// Runs the command.
pub fn run(arguments: &Disable) -> ExitCode {
    let Disable { chosen, safeguards } = arguments;
    let force = match safeguards.force() {
        Ok(force) => force,
        Err(code) => return code,
    };
    let command = ConnectionCommand::Disable { force, expected_version: safeguards.expected_version };
    chosen.run(|store, row| async move {
        carry_out(&store, &row, &command, &ProviderHosts::default(), safeguards.dry_run).await
    })
}
