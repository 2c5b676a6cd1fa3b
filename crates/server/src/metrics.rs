//! Metrics for operators, in OpenMetrics. They contain no personal data: labels are methods,
//! routes, statuses and codes.

use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::Duration;

use axum::Router;
use axum::http::header::CONTENT_TYPE;
use axum::routing::get;
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};

/// Bucket bounds of the request duration histogram, in seconds.
const BOUNDS: [f64; 10] = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0];

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Answer {
    method: String,
    route: String,
    status: u16,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Route {
    route: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Decided {
    outcome: &'static str,
    reason: &'static str,
}

/// The metrics of one process. Cheap to clone.
#[derive(Clone)]
pub struct Metrics {
    registry: Arc<Registry>,
    requests: Family<Answer, Counter>,
    seconds: Family<Route, Histogram>,
    decisions: Family<Decided, Counter>,
    overdue: Gauge<u64, AtomicU64>,
}

impl Default for Metrics {
    fn default() -> Self {
        let (requests, decisions) = (Family::default(), Family::default());
        let seconds = Family::new_with_constructor((|| Histogram::new(BOUNDS)) as fn() -> Histogram);
        let mut registry = Registry::with_prefix("cora");
        registry.register("requests", "Answered requests", requests.clone());
        registry.register("request_seconds", "Duration of answers", seconds.clone());
        registry.register("decisions", "Decisions on logins", decisions.clone());
        let overdue = Gauge::default();
        let help = "Time for which the oldest sign-in that is over was kept";
        registry.register_with_unit("issuer_overdue", help, Unit::Seconds, overdue.clone());
        Self { registry: Arc::new(registry), requests, seconds, decisions, overdue }
    }
}

impl Metrics {
    pub(crate) fn answered(&self, method: &str, route: &str, status: u16, took: Duration) {
        let (method, route) = (method.to_owned(), route.to_owned());
        self.seconds.get_or_create(&Route { route: route.clone() }).observe(took.as_secs_f64());
        self.requests.get_or_create(&Answer { method, route, status }).inc();
    }

    pub(crate) fn decided(&self, outcome: &'static str, reason: &'static str) {
        self.decisions.get_or_create(&Decided { outcome, reason }).inc();
    }

    /// Sets the time for which the oldest sign-in that is over was kept, in seconds. It grows if
    /// the sweeps do not keep up.
    pub(crate) fn overdue(&self, seconds: u64) {
        self.overdue.set(seconds);
    }

    /// Returns the metrics in the OpenMetrics 1.0 text format.
    pub fn text(&self) -> String {
        let mut text = String::new();
        // Writing to a string cannot fail.
        let _ = encode(&mut text, &self.registry);
        text
    }
}

/// Builds the router for `GET /metrics`. It belongs on a separate address that is not public.
pub(crate) fn router(metrics: Metrics) -> Router {
    const OPEN_METRICS: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    Router::new().route("/metrics", get(async move || ([(CONTENT_TYPE, OPEN_METRICS)], metrics.text())))
}
