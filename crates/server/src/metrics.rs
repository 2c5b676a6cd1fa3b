//! Metrics for operators, in OpenMetrics. They contain no personal data: labels are methods,
//! routes, statuses and codes.

use std::fmt;
use std::sync::atomic::AtomicU64;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use axum::Router;
use axum::http::header::CONTENT_TYPE;
use axum::routing::get;
use prometheus_client::collector::Collector;
use prometheus_client::encoding::text::encode;
use prometheus_client::encoding::{DescriptorEncoder, EncodeLabelSet, EncodeMetric};
use prometheus_client::metrics::counter::{ConstCounter, Counter};
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::{ConstGauge, Gauge};
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

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Refused {
    reason: &'static str,
}

/// A reason why a connection is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RefusedConnection {
    /// The process has as many connections as it may have.
    All,
    /// The client has as many connections as it may have.
    Client,
    /// The connection could not be accepted, for example because too many files are open.
    Failed,
}

impl RefusedConnection {
    pub const ALL: [Self; 3] = [Self::All, Self::Client, Self::Failed];

    pub const fn name(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Client => "client",
            Self::Failed => "failed",
        }
    }
}

/// An open connection, for as long as it is counted.
pub(crate) struct OpenConnection(Gauge);

impl Drop for OpenConnection {
    fn drop(&mut self) {
        self.0.dec();
    }
}

/// A number that is read when the metrics are.
struct Reading {
    name: &'static str,
    help: &'static str,
    is_counter: bool,
    read: Box<dyn Fn() -> u64 + Send + Sync>,
}

/// The numbers that are read when the metrics are.
#[derive(Clone, Default)]
struct Readings(Arc<RwLock<Vec<Reading>>>);

impl fmt::Debug for Readings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Readings")
    }
}

impl Collector for Readings {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> Result<(), fmt::Error> {
        for reading in self.0.read().unwrap_or_else(PoisonError::into_inner).iter() {
            let value = (reading.read)();
            if reading.is_counter {
                let counter = ConstCounter::new(value);
                counter.encode(encoder.encode_descriptor(
                    reading.name,
                    reading.help,
                    None,
                    counter.metric_type(),
                )?)?;
            } else {
                let gauge = ConstGauge::new(i64::try_from(value).unwrap_or(i64::MAX));
                gauge.encode(encoder.encode_descriptor(reading.name, reading.help, None, gauge.metric_type())?)?;
            }
        }
        Ok(())
    }
}

/// The metrics of one process. Cheap to clone.
#[derive(Clone)]
pub struct Metrics {
    registry: Arc<Registry>,
    readings: Readings,
    connections: Gauge,
    refused: Family<Refused, Counter>,
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
        let (connections, refused) = (Gauge::default(), Family::default());
        registry.register("connections", "Open connections", connections.clone());
        registry.register("connections_refused", "Refused connections", refused.clone());
        let readings = Readings::default();
        registry.register_collector(Box::new(readings.clone()));
        Self { registry: Arc::new(registry), readings, connections, refused, requests, seconds, decisions, overdue }
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

    /// Counts an open connection, until it is dropped.
    pub(crate) fn connection_opened(&self) -> OpenConnection {
        self.connections.inc();
        OpenConnection(self.connections.clone())
    }

    pub(crate) fn connection_refused(&self, reason: RefusedConnection) {
        self.refused.get_or_create(&Refused { reason: reason.name() }).inc();
    }

    /// Adds a counter whose value is read with the metrics. Its name is without the prefix and the
    /// suffix of counters.
    pub fn counter_of(&self, name: &'static str, help: &'static str, read: impl Fn() -> u64 + Send + Sync + 'static) {
        self.read_from(Reading { name, help, is_counter: true, read: Box::new(read) });
    }

    /// Adds a gauge whose value is read with the metrics. Its name is without the prefix.
    pub fn gauge_of(&self, name: &'static str, help: &'static str, read: impl Fn() -> u64 + Send + Sync + 'static) {
        self.read_from(Reading { name, help, is_counter: false, read: Box::new(read) });
    }

    fn read_from(&self, reading: Reading) {
        self.readings.0.write().unwrap_or_else(PoisonError::into_inner).push(reading);
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
