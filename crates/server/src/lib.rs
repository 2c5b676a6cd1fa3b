//! Cora over HTTP: one file per resource, answers in the envelope of the legacy CORA toolkit, and a
//! closed list of error codes.
//!
//! A request is handled in this order: verify the token by the stored connection, load the facts,
//! decide, apply, answer. This crate makes no rules: [`cora_core::session::can`] decides
//! permissions.
//!
//! Only [`clock`] reads the time.

mod access;
mod app;
mod audit_export;
mod authenticate;
mod body;
mod bulk_query;
mod caller;
mod command;
mod compatibility;
mod confirmation;
mod connection_cache;
mod connections;
mod console;
mod domain_record;
mod endpoint;
mod envelope;
mod error;
mod explain;
mod invitation_link;
mod issuer;
mod list_query;
mod login_record;
mod mail;
mod metrics;
mod openapi;
mod outbox;
mod outbox_signal;
mod own_form;
mod path;
mod readiness;
mod routes;
mod share;
mod test_login;
mod throttle;
mod userinfo;

pub mod clock;

pub use app::{App, Compatibility, IssuerObjection};
pub use connections::ConnectionLimits;
pub use error::{ApiError, ServerCode};
pub use metrics::Metrics;
pub use outbox::send_mails;
pub use routes::{console_router, openapi, router, router_of_function};
pub use throttle::RateLimit;

use std::future::Future;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::sync::watch;

/// Maximum time for pending requests after the server was asked to stop.
const SHUTDOWN_TIMEOUT: Duration = Duration::from_secs(10);
/// Maximum number of connections to the address of the metrics.
const METRICS_CONNECTIONS: usize = 16;
/// Maximum number of connections to the console's own address.
pub const CONSOLE_CONNECTIONS: usize = 128;

/// Serves until `shutdown` completes, then waits for pending requests, at most 10 seconds. If the
/// future is dropped, they are canceled.
pub async fn serve(listener: TcpListener, app: App, shutdown: impl Future<Output = ()> + Send + 'static) {
    serve_with_console(listener, None, app, shutdown).await;
}

/// Serves like [`serve`], and the console with the API at an address of its own, if `console` is
/// one and the application has the console's URL. The public URL has no console then.
pub async fn serve_with_console(
    listener: TcpListener,
    console: Option<TcpListener>,
    app: App,
    shutdown: impl Future<Output = ()> + Send + 'static,
) {
    let (limits, proxies, metrics) = (app.connection_limits.clone(), app.trusted_proxies.clone(), app.metrics());
    let routers = routes::Routers::of(app.clone());
    let upkeep = tokio::spawn(login_record::run(app.clone()));
    let mails = tokio::spawn(outbox::run(app.clone()));
    let background = routers.issuer.map(|issuer| tokio::spawn(issuer::run(app.clone(), issuer)));
    let (stopping, stopped) = watch::channel(false);
    // The sender is gone only if the process stops.
    let is_over = |mut stopped: watch::Receiver<bool>| async move { _ = stopped.wait_for(|is_over| *is_over).await };
    let at_the_console = async {
        let Some((listener, router)) = console.zip(routers.console) else { return };
        let limits = ConnectionLimits { all: CONSOLE_CONNECTIONS.min(limits.all), ..limits.clone() };
        connections::run(listener, router, limits, &proxies, metrics.clone(), is_over(stopped.clone())).await;
    };
    let at_the_public_url =
        connections::run(listener, routers.main, limits.clone(), &proxies, metrics.clone(), is_over(stopped.clone()));
    let signal = async {
        shutdown.await;
        // The receivers are gone only if serving has already ended.
        _ = stopping.send(true);
    };
    tokio::select! {
        _ = async { tokio::join!(at_the_public_url, at_the_console, signal) } => {}
        () = async { is_over(stopped.clone()).await; tokio::time::sleep(SHUTDOWN_TIMEOUT).await } => {
            tracing::warn!("requests were still running after {SHUTDOWN_TIMEOUT:?} and are canceled");
        }
    }
    // What was counted since the last write must not be lost with the process.
    upkeep.abort();
    login_record::write_at_the_end(&app).await;
    // A mail or a logout token that was not sent yet is sent by the next process.
    mails.abort();
    if let Some(background) = background {
        background.abort();
    }
}

/// Serves the metrics of a process at `/metrics` until the process ends.
pub async fn serve_metrics(listener: TcpListener, metrics: Metrics) {
    let limits = ConnectionLimits { all: METRICS_CONNECTIONS, ..ConnectionLimits::default() };
    let (router, proxies) = (metrics::router(metrics), throttle::Proxies::default());
    connections::run(listener, router, limits, &proxies, Metrics::default(), std::future::pending()).await;
}
