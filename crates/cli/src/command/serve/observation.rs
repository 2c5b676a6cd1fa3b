//! The service's output for operators: its log, and traces if they are collected.

use std::time::Duration;

use cora_server::Metrics;
use opentelemetry::trace::TracerProvider as _;
use opentelemetry_otlp::{SpanExporter, WithExportConfig as _};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::trace::SdkTracerProvider;
use tracing::{Level, Metadata};
use tracing_appender::non_blocking::{ErrorCounter, NonBlockingBuilder, WorkerGuard};
use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::FilterFn;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

/// The OpenTelemetry variables that set the destination of traces (OpenTelemetry Protocol Exporter,
/// "Configuration Options").
const ENDPOINTS: [&str; 2] = ["OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT"];
/// Maximum time to wait for a collector.
const TIMEOUT: Duration = Duration::from_secs(5);

/// Maximum number of log lines that wait for a slow reader of standard error. Further lines are
/// lost. They take about 4 MB.
const MAX_WAITING_LINES: usize = 8192;

/// A guard that sends the remaining traces and writes the remaining log lines when it is dropped.
pub struct Observation {
    traces: Option<SdkTracerProvider>,
    lost: ErrorCounter,
    // Dropped last, so that it writes what the traces log.
    _log: WorkerGuard,
}

impl Observation {
    /// Adds the number of lost log lines to the metrics.
    pub fn count_lost_lines(&self, metrics: &Metrics) {
        let lost = self.lost.clone();
        let read = move || u64::try_from(lost.dropped_lines()).unwrap_or(u64::MAX);
        metrics.counter_of("log_lines_lost", "Log lines that nobody read in time", read);
    }
}

impl Drop for Observation {
    fn drop(&mut self) {
        if let Some(Err(error)) = self.traces.as_ref().map(SdkTracerProvider::shutdown) {
            tracing::warn!(%error, "the last traces were not sent");
        }
    }
}

/// Starts writing the log to standard error, as JSON lines, and sending a trace of each request to
/// the destination in the environment (OTLP over HTTP). Both have the same content: the route's
/// pattern, codes and times, and neither tokens nor addresses.
///
/// Must be called outside of the async runtime: a separate thread sends the traces, even if the
/// service is busy.
pub fn begin() -> Observation {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    // WHY without waiting: if whatever reads standard error stalls, lines are lost and not logins.
    let writer = NonBlockingBuilder::default().lossy(true).buffered_lines_limit(MAX_WAITING_LINES);
    let (writer, guard) = writer.thread_name("log").finish(std::io::stderr());
    let lost = writer.error_counter();
    let log = tracing_subscriber::fmt::layer().json().with_span_list(false).with_writer(writer);
    let is_collected = ENDPOINTS.iter().any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()));
    let exporter = is_collected.then(|| SpanExporter::builder().with_http().with_timeout(TIMEOUT).build());
    let (exporter, failed) = match exporter.transpose() {
        Ok(exporter) => (exporter, None),
        Err(error) => (None, Some(error)),
    };
    let provider = exporter.map(|exporter| {
        let resource = Resource::builder().with_service_name("cora").build();
        SdkTracerProvider::builder().with_batch_exporter(exporter).with_resource(resource).build()
    });
    let traces = provider.as_ref().map(|provider| {
        // Traces describe the request, so they omit source locations and thread names.
        tracing_opentelemetry::layer().with_tracer(provider.tracer("cora")).with_location(false).with_threads(false)
    });
    tracing_subscriber::registry().with(filter).with(without_parameters()).with(log).with(traces).init();
    if let Some(error) = failed {
        tracing::warn!(%error, "traces cannot be sent");
    }
    Observation { traces: provider, lost, _log: guard }
}

/// Leaves out what the driver of PostgreSQL logs below `info`, whatever `RUST_LOG` says: it shows
/// the parameters of statements, and with them people's names and addresses.
fn without_parameters() -> FilterFn<fn(&Metadata<'_>) -> bool> {
    FilterFn::new(|metadata| {
        let is_driver = metadata.target().starts_with("tokio_postgres") || metadata.target().starts_with("sqlx");
        !is_driver || *metadata.level() <= Level::INFO
    })
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use super::*;

    #[derive(Clone, Default)]
    struct Written(Arc<Mutex<Vec<u8>>>);

    impl std::io::Write for Written {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn no_level_shows_the_parameters_of_statements() {
        for level in ["trace", "debug", "tokio_postgres=trace", "tokio_postgres::query=debug,info"] {
            let written = Written::default();
            let writer = written.clone();
            let log = tracing_subscriber::fmt::layer().with_writer(move || writer.clone());
            let subscriber = tracing_subscriber::registry().with(EnvFilter::new(level)).with(without_parameters());
            tracing::subscriber::with_default(subscriber.with(log), || {
                tracing::debug!(target: "tokio_postgres::query", "executing with parameters: [ada@acme.example]");
                tracing::trace!(target: "tokio_postgres::connection", "ada@acme.example");
                tracing::warn!(target: "tokio_postgres::connection", "a notice of the server");
                tracing::debug!(target: "cora_server", "own");
            });
            let text = String::from_utf8(written.0.lock().unwrap().clone()).unwrap();
            assert!(!text.contains("ada@"), "{level}: {text}");
            assert_eq!(text.contains("own"), ["trace", "debug"].contains(&level), "{level}: {text}");
            assert!(text.contains("a notice"), "{level}: {text}");
        }
    }
}
