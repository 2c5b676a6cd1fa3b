//! `cora connection rollback`: have logins use earlier settings again.

use std::process::ExitCode;

use clap::Args;
use cora_core::connection::life_cycle::ConnectionCommand;

use super::change::{Safeguards, carry_out};
use super::stored::Chosen;

/// Have an active connection use earlier settings again, or a disabled one come back with those it had.
///
/// What holds for `cora connection activate` holds here too: no errors, a test login that has succeeded, and a door for the
/// administrators.
///
/// Exit codes: 0 done, or so already; 1 refused, with the reason; 2 bad usage.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cora connection rollback --database cora.db okta --number 2
  cora connection rollback --database cora.db okta --number 2 --expected-version 8")]
pub struct Rollback {
    #[command(flatten)]
    chosen: Chosen,
    /// The number of the settings; `cora connection show` has them.
    #[arg(long, value_name = "N")]
    number: u32,
    #[command(flatten)]
    safeguards: Safeguards,
    /// Also allow addresses of this machine, and then by plain HTTP. For trying things out.
    #[arg(long)]
    allow_loopback_http: bool,
}

/// Runs the command.
pub fn run(arguments: &Rollback) -> ExitCode {
    let Rollback { chosen, number, safeguards, allow_loopback_http } = arguments;
    let force = match safeguards.force() {
        Ok(force) => force,
        Err(code) => return code,
    };
    let expected_version = safeguards.expected_version;
    let command = ConnectionCommand::Rollback { number: *number, force, expected_version };
    chosen.run(|store, row| async move { carry_out(&store, &row, &command, *allow_loopback_http).await })
}
