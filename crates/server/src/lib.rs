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
mod audit_query;
mod authenticate;
mod body;
mod caller;
mod connection_cache;
mod domain_record;
mod endpoint;
mod envelope;
mod error;
mod issuer;
mod mail;
mod metrics;
mod openapi;
mod path;
mod routes;
mod test_login;
mod throttle;
mod userinfo;

pub mod clock;

pub use app::{App, IssuerObjection};
pub use error::{ApiError, ServerCode};
pub use metrics::Metrics;
pub use routes::{openapi, router};
pub use throttle::RateLimit;

use std::future::Future;
use std::net::SocketAddr;
use std::time::Duration;

use tokio::net::TcpListener;

/// Maximum time for pending requests after the server was asked to stop.
const SHUTDOWN_TIMEOUT: Duration = Duration::from_secs(10);

/// Serves until `shutdown` completes, then waits for pending requests, at most 10 seconds.
///
/// # Errors
///
/// Fails if the listener fails.
pub async fn serve(
    listener: TcpListener,
    app: App,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let (stopping, stopped) = tokio::sync::oneshot::channel();
    let signal = async move {
        shutdown.await;
        // The receiver is gone only if serving has already ended.
        let _ = stopping.send(());
    };
    let (router, issuer) = routes::router_and_issuer(app.clone());
    let background = issuer.map(|issuer| tokio::spawn(issuer::run(app, issuer)));
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    let serving = axum::serve(listener, service).with_graceful_shutdown(signal);
    let result = tokio::select! {
        result = serving => result,
        () = async { let _ = stopped.await; tokio::time::sleep(SHUTDOWN_TIMEOUT).await } => {
            tracing::warn!("requests were still running after {SHUTDOWN_TIMEOUT:?} and are canceled");
            Ok(())
        }
    };
    // A logout token that was not sent yet is sent by the next process.
    if let Some(background) = background {
        background.abort();
    }
    result
}

/// Serves the metrics of a process at `/metrics` until the process ends.
///
/// # Errors
///
/// Fails if the listener fails.
pub async fn serve_metrics(listener: TcpListener, metrics: Metrics) -> std::io::Result<()> {
    axum::serve(listener, metrics::router(metrics)).await
}
