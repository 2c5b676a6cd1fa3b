//! `cora serve`: the HTTP service.

use std::io::Write as _;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Context as _;
use clap::Args;
use cora_jwt::HttpFetch;
use cora_server::{App, clock};
use cora_store::Store;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tracing_subscriber::EnvFilter;

use super::run_to_end;

/// Serve the routes over HTTP until SIGINT or SIGTERM.
///
/// Prints one line, `listening on http://ADDRESS:PORT`, once it is ready. Logs go to standard error as JSON lines, without
/// tokens and addresses of people; `RUST_LOG` sets how much (default `info`). TLS is for a proxy in front of it.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  cora serve --database cora.db
  cora serve --database cora.db --listen 127.0.0.1:8080
  cora serve --database demo.db --allow-loopback-http --trace-for-users")]
pub struct Serve {
    /// The database file; it has to be there and up to date.
    #[arg(long, value_name = "FILE", env = "CORA_DATABASE")]
    database: PathBuf,
    /// Where to listen; port 0 takes a free one.
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:0")]
    listen: SocketAddr,
    /// Also fetch signing keys from this machine, and then by plain HTTP. For trying things out.
    #[arg(long)]
    allow_loopback_http: bool,
    /// Show people who are let in the trace of their own decision. It names rules and organizations.
    #[arg(long)]
    trace_for_users: bool,
}

/// Runs the command.
pub fn run(arguments: &Serve) -> ExitCode {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt().json().with_writer(std::io::stderr).with_env_filter(filter).init();
    run_to_end(async {
        let store = Store::open(&arguments.database).await?;
        let fetch = HttpFetch::new(arguments.allow_loopback_http)?;
        let app = App::new(store.clone(), Arc::new(fetch), clock::system()).trace_for_users(arguments.trace_for_users);
        let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
        let shutdown = async move {
            tokio::select! {
                _ = interrupt.recv() => {}
                _ = terminate.recv() => {}
            }
        };
        let listener = TcpListener::bind(arguments.listen).await;
        let listener = listener.with_context(|| format!("cannot listen on {}", arguments.listen))?;
        let address = listener.local_addr()?;
        let mut out = std::io::stdout();
        writeln!(out, "listening on http://{address}").and_then(|()| out.flush())?;
        cora_server::serve(listener, app, shutdown).await?;
        store.close().await;
        Ok(ExitCode::SUCCESS)
    })
}
