//! `cora serve`: the HTTP service.

pub mod observation;
pub mod service;

use std::io::Write as _;
use std::net::SocketAddr;
use std::pin::pin;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::Context as _;
use clap::Args;
use cora_store::Store;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use tokio::net::TcpListener;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::oneshot;

use self::service::Service;
use super::run_to_end;

/// Serve the routes over HTTP until SIGINT or SIGTERM. A second signal ends it at once.
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
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:0", env = "CORA_LISTEN")]
    listen: SocketAddr,
    /// Serve the metrics of the process at `/metrics` of this address (OpenMetrics), which should
    /// not be public. If omitted, metrics are not served.
    #[arg(long, value_name = "ADDRESS:PORT", env = "CORA_METRICS_LISTEN")]
    metrics_listen: Option<SocketAddr>,
    /// Serve the console of administrators, with the API, at this address alone, such as one of an
    /// inner network. The public URL has no console then.
    #[arg(long, value_name = "ADDRESS:PORT", env = "CORA_CONSOLE_LISTEN")]
    console_listen: Option<SocketAddr>,
    /// The URL at which browsers reach the address of the console, such as
    /// `https://console.acme.example`. If omitted, that of the address, which must be of this
    /// machine.
    #[arg(long, value_name = "URL", env = "CORA_CONSOLE_URL", requires = "console_listen", 
        value_parser = service::web_address)]
    console_url: Option<String>,
}

/// Files that the process needs for anything but connections: the database, providers, the log.
const OTHER_FILES: u64 = 128;

/// Raises the limit of open files as far as the system permits, and returns how many connections
/// fit: at most `wanted`.
///
/// WHY: many systems start programs with 1024 files, although they may have far more, because of
/// programs that use `select`.
fn connections_that_fit(wanted: u32) -> usize {
    let limit = getrlimit(Resource::Nofile);
    let needed = u64::from(wanted) + OTHER_FILES;
    let mut current = limit.current.unwrap_or(u64::MAX);
    let raised = needed.min(limit.maximum.unwrap_or(u64::MAX));
    if current < raised && setrlimit(Resource::Nofile, Rlimit { current: Some(raised), ..limit }).is_ok() {
        current = raised;
    }
    let fit = current.saturating_sub(OTHER_FILES).max(current / 2).min(wanted.into());
    if fit < wanted.into() {
        tracing::warn!(connections = fit, files = current, "fewer connections than set: raise the limit of open files");
    }
    usize::try_from(fit).unwrap_or(usize::MAX)
}

/// The signals that end the service.
struct Signals {
    interrupt: Signal,
    terminate: Signal,
}

impl Signals {
    fn new() -> std::io::Result<Self> {
        Ok(Self { interrupt: signal(SignalKind::interrupt())?, terminate: signal(SignalKind::terminate())? })
    }

    /// Waits for the next signal.
    async fn next(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
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

/// Listens on the console's own address, if it has one. Returns the URL at which browsers reach it.
async fn bind_console(arguments: &Serve) -> anyhow::Result<Option<(TcpListener, String)>> {
    let Some(address) = arguments.console_listen else { return Ok(None) };
    if !arguments.service.has_console() {
        anyhow::bail!("`--console-listen` has no effect with `--console off`");
    }
    let listener = TcpListener::bind(address).await.with_context(|| format!("cannot listen on {address}"))?;
    let address = listener.local_addr()?;
    let url = match &arguments.console_url {
        Some(url) => url.clone(),
        None if address.ip().is_loopback() => format!("http://{address}"),
        None => anyhow::bail!("name the URL at which browsers reach {address} with `--console-url`"),
    };
    Ok(Some((listener, url)))
}

/// Runs the command.
pub fn run(arguments: &Serve) -> ExitCode {
    let observed = observation::begin();
    crate::settings::warn_of_unknown_variables(&Serve::augment_args(clap::Command::new("serve")));
    run_to_end(async {
        let (store, app) = service::open(&arguments.service).await?;
        let most = connections_that_fit(arguments.service.max_connections);
        let app = app.connection_limits(service::connection_limits(&arguments.service, most));
        observed.count_lost_lines(&app.metrics());
        if let Some(address) = arguments.metrics_listen {
            let listener = TcpListener::bind(address).await.with_context(|| format!("cannot listen on {address}"))?;
            tokio::spawn(cora_server::serve_metrics(listener, app.metrics()));
        }
        tokio::spawn(chain_audit(store.clone()));
        let mut signals = Signals::new()?;
        let listener = TcpListener::bind(arguments.listen).await;
        let listener = listener.with_context(|| format!("cannot listen on {}", arguments.listen))?;
        let address = listener.local_addr()?;
        let is_own = arguments.service.public_url.is_none() && address.ip().is_loopback();
        let app = if is_own { app.public_url(format!("http://{address}")) } else { app };
        if let Some(objection) = app.issuer_objection() {
            tracing::warn!(missing = objection.setting(), "applications cannot sign in through this service");
        }
        let console = bind_console(arguments).await?;
        let (console, app) = match console {
            Some((listener, url)) => {
                tracing::info!(url, "the console has an address of its own");
                (Some(listener), app.console_url(url))
            }
            None => (None, app),
        };
        let mut out = std::io::stdout();
        writeln!(out, "listening on http://{address}").and_then(|()| out.flush())?;
        let (stop, stopped) = oneshot::channel::<()>();
        let mut serving = pin!(cora_server::serve_with_console(listener, console, app, async {
            stopped.await.unwrap_or_default();
        }));
        tokio::select! {
            () = &mut serving => {}
            () = signals.next() => {
                // The receiver is gone only if serving has ended.
                let _ = stop.send(());
                tokio::select! {
                    () = &mut serving => {}
                    () = signals.next() => {
                        tracing::warn!("stopped by a second signal; requests in progress are canceled");
                        return Ok(ExitCode::FAILURE);
                    }
                }
            }
        }
        store.close().await;
        Ok(ExitCode::SUCCESS)
    })
}
