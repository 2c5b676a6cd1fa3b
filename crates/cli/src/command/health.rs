//! `cora health`: asks a running service for its health.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::process::ExitCode;
use std::time::Duration;

use clap::Args;

/// Maximum time for each step of the exchange.
const TIMEOUT: Duration = Duration::from_secs(2);

/// Ask a running service on this machine for its health, as a container without a shell needs it.
///
/// Exits with 0 if the service answers, and with 1 if it does not.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  cora health --at 127.0.0.1:8080\n  cora health --at 127.0.0.1:8080 --ready")]
pub struct Health {
    /// The address that the service listens on.
    #[arg(long, value_name = "ADDRESS:PORT", env = "CORA_LISTEN")]
    at: SocketAddr,
    /// Ask for its readiness, which includes the database.
    #[arg(long)]
    ready: bool,
}

/// Runs the command.
pub fn run(arguments: &Health) -> ExitCode {
    let path = if arguments.ready { "/ready" } else { "/health" };
    match status_of(arguments.at, path) {
        Ok(line) if line.starts_with("HTTP/1.1 200 ") => ExitCode::SUCCESS,
        Ok(line) => {
            eprintln!("error: the service answered `{}`", line.trim_end());
            ExitCode::FAILURE
        }
        Err(error) => {
            eprintln!("error: the service did not answer: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Returns the first line of the answer.
fn status_of(at: SocketAddr, path: &str) -> std::io::Result<String> {
    let mut stream = TcpStream::connect_timeout(&at, TIMEOUT)?;
    stream.set_read_timeout(Some(TIMEOUT))?;
    stream.set_write_timeout(Some(TIMEOUT))?;
    write!(stream, "GET {path} HTTP/1.1\r\nhost: {at}\r\nconnection: close\r\n\r\n")?;
    let mut answer = String::new();
    stream.take(16 * 1024).read_to_string(&mut answer)?;
    Ok(answer.lines().next().unwrap_or_default().to_owned())
}
