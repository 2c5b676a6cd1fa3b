//! `cora connection delete`: deletes a draft.

use std::process::ExitCode;

use clap::Args;
use cora_core::connection::lifecycle::ConnectionCommand;

use super::super::provider_hosts::ProviderHosts;
use super::change::carry_out;
use super::stored::Chosen;

/// Delete a connection that was never in use and with which nobody has made a test login.
///
/// Its settings and secrets go with it, and its audit records stay. A connection that was in use is
/// disabled instead.
///
/// Exit codes: 0 done; 1 refused, with the reason; 2 bad usage.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cora connection delete --database cora.db okta --dry-run
  cora connection delete --database cora.db okta")]
pub struct Delete {
    #[command(flatten)]
    chosen: Chosen,
    /// Proceed only if the connection has this version, so that nobody else has changed it
    /// meanwhile.
    #[arg(long, value_name = "VERSION")]
    expected_version: Option<u32>,
    /// Report the result, and write nothing.
    #[arg(long)]
    dry_run: bool,
}

/// Runs the command.
pub fn run(arguments: &Delete) -> ExitCode {
    let Delete { chosen, expected_version, dry_run } = arguments;
    let command = ConnectionCommand::Delete { expected_version: *expected_version };
    chosen.run(|store, row| async move { carry_out(&store, &row, &command, &ProviderHosts::default(), *dry_run).await })
}
