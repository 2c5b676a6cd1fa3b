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
pub use routes::{openapi, router, router_of_function};
pub use throttle::RateLimit;

use std::future::Future;
use std::time::Duration;

use tokio::net::TcpListener;

/// Maximum time for pending requests after the server was asked to stop.
const SHUTDOWN_TIMEOUT: Duration = Duration::from_secs(10);
/// Maximum number of connections to the address of the metrics.
const METRICS_CONNECTIONS: usize = 16;

/// Serves until `shutdown` completes, then waits for pending requests, at most 10 seconds. If the
/// future is dropped, they are canceled.
pub async fn serve(listener: TcpListener, app: App, shutdown: impl Future<Output = ()> + Send + 'static) {
    let (limits, proxies, metrics) = (app.connection_limits.clone(), app.trusted_proxies.clone(), app.metrics());
    let (router, issuer) = routes::router_and_issuer(app.clone());
    let upkeep = tokio::spawn(login_record::run(app.clone()));
    let mails = tokio::spawn(outbox::run(app.clone()));
    let background = issuer.map(|issuer| tokio::spawn(issuer::run(app.clone(), issuer)));
    let (stopping, stopped) = tokio::sync::oneshot::channel();
    let signal = async move {
        shutdown.await;
        // The receiver is gone only if serving has already ended.
        let _ = stopping.send(());
    };
    tokio::select! {
        () = connections::run(listener, router, limits, &proxies, metrics, signal) => {}
        () = async { let _ = stopped.await; tokio::time::sleep(SHUTDOWN_TIMEOUT).await } => {
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
