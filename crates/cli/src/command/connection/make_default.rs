//! `cora connection make-default`: has an active connection be the platform's default.

use std::process::ExitCode;

use clap::Args;
use cora_core::connection::lifecycle::ConnectionCommand;

use super::super::provider_hosts::ProviderHosts;
use super::change::carry_out;
use super::stored::Chosen;

/// Have people be offered an active connection of the platform first. Hosts that know only one
/// connection use it.
///
/// The other connections stay in use.
///
/// Exit codes: 0 done, or already the default; 1 refused, with the reason; 2 bad usage.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cora connection make-default --database cora.db entra_id")]
pub struct MakeDefault {
    #[command(flatten)]
    chosen: Chosen,
    /// Proceed only if the connection has this version, so that nobody else has changed it
    /// meanwhile.
    #[arg(long, value_name = "VERSION")]
    expected_version: Option<u32>,
}

/// Runs the command.
pub fn run(arguments: &MakeDefault) -> ExitCode {
    let MakeDefault { chosen, expected_version } = arguments;
    let command = ConnectionCommand::MakeDefault { expected_version: *expected_version };
    chosen.run(|store, row| async move { carry_out(&store, &row, &command, &ProviderHosts::default(), false).await })
}
