//! `cora serve`: the HTTP service.

pub mod observation;
pub mod service;

use std::io::Write as _;
use std::net::SocketAddr;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::Context as _;
use clap::Args;
use cora_store::Store;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};

use self::service::Service;
use super::run_to_end;

/// Serve the routes over HTTP until SIGINT or SIGTERM.
///
/// Prints one line, `listening on http://ADDRESS:PORT`, when it is ready. Logs are written to
/// standard error as JSON lines, without tokens and addresses of users; `RUST_LOG` sets the level
/// (default `info`). If `OTEL_EXPORTER_OTLP_ENDPOINT` is set, a trace of each request is sent
/// there. For TLS, put a proxy in front.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  cora serve --database cora.db
  cora serve --database cora.db --listen 127.0.0.1:8080 --public-url https://cora.acme.example
  cora serve --database demo.db --allow-loopback-http --trace-for-users")]
pub struct Serve {
    #[command(flatten)]
    service: Service,
    /// Listen on this address; port 0 selects a free port.
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:0")]
    listen: SocketAddr,
    /// Serve the metrics of the process at `/metrics` of this address (OpenMetrics), which should
    /// not be public. If omitted, metrics are not served.
    #[arg(long, value_name = "ADDRESS:PORT", env = "CORA_METRICS_LISTEN")]
    metrics_listen: Option<SocketAddr>,
}

/// Time between two additions to the audit chain.
const CHAIN_EVERY: Duration = Duration::from_secs(60);

/// Adds audit records to the chain, until the process ends.
async fn chain_audit(store: Store) {
    loop {
        match store.chain_audit((cora_server::clock::system())()).await {
            // There may be more than fit into one addition.
            Ok(added) if added > 0 => tokio::time::sleep(Duration::from_secs(1)).await,
            Ok(_) => tokio::time::sleep(CHAIN_EVERY).await,
            Err(error) => {
                tracing::warn!(%error, "audit records were not added to the chain");
                tokio::time::sleep(CHAIN_EVERY).await;
            }
        }
    }
}

/// Runs the command.
pub fn run(arguments: &Serve) -> ExitCode {
    let _observed = observation::begin();
    run_to_end(async {
        let (store, app) = service::open(&arguments.service).await?;
        if let Some(address) = arguments.metrics_listen {
            let listener = TcpListener::bind(address).await.with_context(|| format!("cannot listen on {address}"))?;
            let metrics = app.metrics();
            tokio::spawn(async move {
                if let Err(error) = cora_server::serve_metrics(listener, metrics).await {
                    tracing::error!(%error, "the metrics are no longer served");
                }
            });
        }
        tokio::spawn(chain_audit(store.clone()));
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
        let is_own = arguments.service.public_url.is_none() && address.ip().is_loopback();
        let app = if is_own { app.public_url(format!("http://{address}")) } else { app };
        if let Some(objection) = app.issuer_objection() {
            tracing::warn!(missing = objection.setting(), "applications cannot sign in through this service");
        }
        let mut out = std::io::stdout();
        writeln!(out, "listening on http://{address}").and_then(|()| out.flush())?;
        cora_server::serve(listener, app, shutdown).await?;
        store.close().await;
        Ok(ExitCode::SUCCESS)
    })
}
