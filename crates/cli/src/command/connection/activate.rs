//! `cora connection activate`: have logins use a connection.

use std::process::ExitCode;

use clap::Args;
use cora_core::connection::life_cycle::ConnectionCommand;

use super::change::{Safeguards, carry_out};
use super::stored::Chosen;

/// Have logins use a connection. The platform's connection that they used until then is disabled.
///
/// The settings must have no errors and a test login with them must have succeeded; some owner or administrator of the platform
/// must be able to log in by it.
///
/// Exit codes: 0 done, or so already; 1 refused, with the reason; 2 bad usage.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cora connection activate --database cora.db okta
  cora connection activate --database cora.db okta --number 3 --expected-version 7
  cora connection activate --database cora.db okta --force --reason 'logins came by it before the move to this database'")]
pub struct Activate {
    #[command(flatten)]
    chosen: Chosen,
    /// The number of the settings; the latest when absent.
    #[arg(long, value_name = "N")]
    number: Option<u32>,
    #[command(flatten)]
    safeguards: Safeguards,
    /// Also allow addresses of this machine, and then by plain HTTP. For trying things out.
    #[arg(long)]
    allow_loopback_http: bool,
}

/// Runs the command.
pub fn run(arguments: &Activate) -> ExitCode {
    let Activate { chosen, number, safeguards, allow_loopback_http } = arguments;
    let force = match safeguards.force() {
        Ok(force) => force,
        Err(code) => return code,
    };
    let expected_version = safeguards.expected_version;
    let command = ConnectionCommand::Activate { number: *number, force, expected_version };
    chosen.run(|store, row| async move { carry_out(&store, &row, &command, *allow_loopback_http).await })
}
