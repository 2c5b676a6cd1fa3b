//! `cora connection rollback`: makes logins use earlier settings again.

use std::process::ExitCode;

use clap::Args;
use cora_core::connection::lifecycle::ConnectionCommand;

use super::super::provider_hosts::ProviderHosts;
use super::change::{Safeguards, carry_out};
use super::stored::Chosen;

/// Return an active connection to earlier settings, or reactivate a disabled one with settings it
/// had.
///
/// The conditions of `cora connection activate` apply: no errors, a successful test login, and at
/// least one administrator who can log in.
///
/// Exit codes: 0 done, or already in use; 1 refused, with the reason; 2 bad usage.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cora connection rollback --database cora.db okta --number 2
  cora connection rollback --database cora.db okta --number 2 --expected-version 8")]
pub struct Rollback {
    #[command(flatten)]
    chosen: Chosen,
    /// The number of the settings, as shown by `cora connection show`.
    #[arg(long, value_name = "N")]
    number: u32,
    #[command(flatten)]
    safeguards: Safeguards,
    #[command(flatten)]
    provider_hosts: ProviderHosts,
}

/// Runs the command.
pub fn run(arguments: &Rollback) -> ExitCode {
    let Rollback { chosen, number, safeguards, provider_hosts } = arguments;
    let force = match safeguards.force() {
        Ok(force) => force,
        Err(code) => return code,
    };
    let expected_version = safeguards.expected_version;
    let command = ConnectionCommand::Rollback { number: *number, force, expected_version };
    chosen.run(|store, row| async move { carry_out(&store, &row, &command, provider_hosts, safeguards.dry_run).await })
}
