//! `cora connection activate`: makes logins use a connection.

use std::process::ExitCode;

use clap::Args;
use cora_core::connection::lifecycle::ConnectionCommand;

use super::super::provider_hosts::ProviderHosts;
use super::change::{Safeguards, carry_out};
use super::stored::Chosen;

/// Make logins use a connection. The platform's connection that they used before is disabled.
///
/// The settings must have no errors, and a test login with them must have succeeded. At least one
/// owner or administrator of the platform must be able to log in with the connection.
///
/// Exit codes: 0 done, or already active; 1 refused, with the reason; 2 bad usage.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cora connection activate --database cora.db okta
  cora connection activate --database cora.db okta --number 3 --expected-version 7
  cora connection activate --database cora.db okta --force --reason 'in use before the move to this database'")]
pub struct Activate {
    #[command(flatten)]
    chosen: Chosen,
    /// The number of the settings. If omitted, the latest settings.
    #[arg(long, value_name = "N")]
    number: Option<u32>,
    #[command(flatten)]
    safeguards: Safeguards,
    #[command(flatten)]
    provider_hosts: ProviderHosts,
}

/// Runs the command.
pub fn run(arguments: &Activate) -> ExitCode {
    let Activate { chosen, number, safeguards, provider_hosts } = arguments;
    let force = match safeguards.force() {
        Ok(force) => force,
        Err(code) => return code,
    };
    let expected_version = safeguards.expected_version;
    let command = ConnectionCommand::Activate { number: *number, force, expected_version };
    chosen.run(|store, row| async move { carry_out(&store, &row, &command, provider_hosts, safeguards.dry_run).await })
}
