//! `cora connection secret-expiry`: notes when the provider ends a connection's secret.

use std::process::ExitCode;

use clap::Args;
use cora_core::connection::lifecycle::ConnectionCommand;
use cora_core::time::UnixSeconds;

use super::super::audit::time;
use super::super::provider_hosts::ProviderHosts;
use super::change::carry_out;
use super::stored::Chosen;

/// Note when the provider ends the secret of a connection, so that the overview warns of it.
///
/// The provider shows the day where it makes the secret. Settings that are saved later keep it as
/// long as they have the same secret.
///
/// Exit codes: 0 done, or noted already; 1 refused, with the reason; 2 bad usage.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cora connection secret-expiry --database cora.db entra_id --at 2027-06-30
  cora connection secret-expiry --database cora.db entra_id --never")]
pub struct SecretExpiry {
    #[command(flatten)]
    chosen: Chosen,
    /// The beginning of the day (UTC), or the second since 1970, at which the secret ends.
    #[arg(long, value_name = "DAY|SECONDS", value_parser = time, required_unless_present = "never")]
    at: Option<UnixSeconds>,
    /// Forget the end.
    #[arg(long, conflicts_with = "at")]
    never: bool,
    /// The number of the settings; the ones in use, or else the latest, if absent.
    #[arg(long)]
    number: Option<u32>,
    /// Proceed only if the connection has this version, so that nobody else has changed it
    /// meanwhile.
    #[arg(long, value_name = "VERSION")]
    expected_version: Option<u32>,
    /// Report the result, and write nothing.
    #[arg(long)]
    dry_run: bool,
}

/// Runs the command.
pub fn run(arguments: &SecretExpiry) -> ExitCode {
    let SecretExpiry { chosen, at, number, expected_version, dry_run, .. } = arguments;
    let (number, expires_at, expected_version) = (*number, *at, *expected_version);
    let command = ConnectionCommand::SetSecretExpiry { number, expires_at, expected_version };
    chosen.run(|store, row| async move { carry_out(&store, &row, &command, &ProviderHosts::default(), *dry_run).await })
}
