//! Serves HTTP/1.1 on the connections of a listener, within limits of number and time.
//!
//! WHY not `axum::serve`: it has no limit. A client that opens connections and sends nothing would
//! use up the descriptors of the process, and nobody else would get in.

use std::io;
use std::net::SocketAddr;
use std::pin::{Pin, pin};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::Router;
use axum::extract::{ConnectInfo, Request};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{Service as _, service_fn};
use hyper_util::rt::TokioIo;
use hyper_util::service::TowerToHyperService;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;
use tokio::time::Instant;

use crate::metrics::{Metrics, RefusedConnection};
use crate::share::Shares;
use crate::throttle::{Proxies, network};

/// Maximum length of the head of a request, in bytes, and of what is read ahead. A head may hold
/// two tokens of 16 KiB.
const MAX_HEAD_BYTES: usize = 64 * 1024;
/// Time between two log lines about refused connections.
const REPORT_EVERY: Duration = Duration::from_secs(10);
/// Time to wait after a failure to accept, such as too many open files.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);

/// The limits of connections of one process.
#[derive(Debug, Clone)]
pub struct ConnectionLimits {
    /// Maximum number of open connections.
    pub all: usize,
    /// Maximum number of open connections of one client: an IPv4 address, or an IPv6 /64. Trusted
    /// proxies, which connect for many clients, have no limit of their own.
    pub per_client: u32,
    /// Maximum time for the head of a request, from its first byte on, or from the beginning of a
    /// connection.
    pub head: Duration,
    /// Maximum time between two requests.
    pub idle: Duration,
    /// Maximum time in which a client takes nothing of its answer.
    pub stalled: Duration,
}

impl Default for ConnectionLimits {
    /// Returns limits for a process that may open some thousand files. One client gets a quarter
    /// of the connections that fit the 1024 files of many systems.
    fn default() -> Self {
        Self {
            all: 4096,
            per_client: 256,
            head: Duration::from_secs(10),
            // WHY longer than a minute: a proxy that reuses a connection must be the one that
            // closes it, and most do so after 60 seconds.
            idle: Duration::from_secs(75),
            stalled: Duration::from_secs(30),
        }
    }
}

/// Serves the connections of a listener until `stop` completes, then waits for the requests in
/// progress. If the future is dropped, they are canceled.
pub(crate) async fn run(
    listener: TcpListener,
    router: Router,
    limits: ConnectionLimits,
    proxies: &Proxies,
    metrics: Metrics,
    stop: impl Future<Output = ()>,
) {
    let (open, clients) = (Arc::new(Semaphore::new(limits.all)), Shares::new(limits.per_client));
    let (stopping, stopped) = watch::channel(());
    let mut connections = JoinSet::new();
    let mut reports = Reports::default();
    let mut stop = pin!(stop);
    loop {
        let accepted = tokio::select! {
            () = &mut stop => break,
            Some(_) = connections.join_next() => continue,
            accepted = listener.accept() => accepted,
        };
        let (stream, peer) = match accepted {
            Ok(accepted) => accepted,
            // The client has left before it was accepted.
            Err(error) if is_of_client(&error) => continue,
            Err(error) => {
                metrics.connection_refused(RefusedConnection::Failed);
                reports.refused(RefusedConnection::Failed, Some(&error));
                tokio::time::sleep(ACCEPT_PAUSE).await;
                continue;
            }
        };
        let share = if proxies.are_trusted(peer.ip()) { None } else { Some(clients.take(network(peer.ip()))) };
        let refused = match (&share, Arc::clone(&open).try_acquire_owned()) {
            (Some(None), _) => RefusedConnection::Client,
            (_, Err(_)) => RefusedConnection::All,
            (_, Ok(permit)) => {
                let (router, limits, stopped) = (router.clone(), limits.clone(), stopped.clone());
                let opened = metrics.connection_opened();
                connections.spawn(async move {
                    serve(stream, peer, router, &limits, stopped).await;
                    drop((share, permit, opened));
                });
                continue;
            }
        };
        metrics.connection_refused(refused);
        reports.refused(refused, None);
    }
    drop((listener, stopped));
    // The tasks see that the sender is gone.
    drop(stopping);
    while connections.join_next().await.is_some() {}
}

/// Returns `true` if a connection could not be accepted because of its client.
fn is_of_client(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset)
}

/// Log lines about refused connections: at most one of each kind in ten seconds, because an attack
/// would fill the log.
#[derive(Default)]
struct Reports([Option<(Instant, u64)>; RefusedConnection::ALL.len()]);

impl Reports {
    fn refused(&mut self, reason: RefusedConnection, error: Option<&io::Error>) {
        let Some(last) = self.0.get_mut(reason as usize) else { return };
        if let Some((at, unreported)) = last
            && at.elapsed() < REPORT_EVERY
        {
            *unreported += 1;
            return;
        }
        let unreported = last.map_or(0, |(_, unreported)| unreported);
        *last = Some((Instant::now(), 0));
        let (reason, error) = (reason.name(), error.map(ToString::to_string));
        tracing::warn!(reason, error, also = unreported, "connections are refused");
    }
}

/// Serves one connection until it ends, exceeds a limit of time, or the process stops.
async fn serve(
    stream: TcpStream,
    peer: SocketAddr,
    router: Router,
    limits: &ConnectionLimits,
    mut stopped: watch::Receiver<()>,
) {
    let progress = Arc::new(Progress::new());
    let io = TokioIo::new(Observed { stream, progress: Arc::clone(&progress) });
    let (service, answering) = (TowerToHyperService::new(router), Arc::clone(&progress));
    let service = service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(ConnectInfo(peer));
        answering.enter(Phase::Request);
        let (answer, answering) = (service.call(request), Arc::clone(&answering));
        async move {
            let answer = answer.await;
            answering.enter(Phase::Idle);
            answer
        }
    });
    let mut builder = http1::Builder::new();
    builder.max_buf_size(MAX_HEAD_BYTES);
    let mut connection = pin!(builder.serve_connection(io, service));
    let mut is_stopping = false;
    loop {
        tokio::select! {
            // An error here is the client's: it has left, or what it sent is not HTTP.
            _ = connection.as_mut() => return,
            _ = stopped.changed(), if !is_stopping => {
                is_stopping = true;
                connection.as_mut().graceful_shutdown();
            }
            () = tokio::time::sleep_until(progress.next_look(limits)) => match progress.exceeded(limits) {
                None => {}
                // A request that comes at this moment is still answered.
                Some(Phase::Idle) => connection.as_mut().graceful_shutdown(),
                Some(Phase::Head | Phase::Request) => return,
            }
        }
    }
}

/// The phase of a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    /// The head of a request is expected, or has begun.
    Head,
    /// A request is handled. The routes limit its time.
    Request,
    /// The last request was answered, and nothing of the next one has come.
    Idle,
}

/// The phase of a connection and its beginning, and the time since which the client takes nothing.
struct Progress(Mutex<(Phase, Instant, Option<Instant>)>);

impl Progress {
    fn new() -> Self {
        Self(Mutex::new((Phase::Head, Instant::now(), None)))
    }

    fn enter(&self, phase: Phase) {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        (state.0, state.1) = (phase, Instant::now());
    }

    /// Notes that bytes have come.
    fn read(&self) {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if state.0 == Phase::Idle {
            (state.0, state.1) = (Phase::Head, Instant::now());
        }
    }

    /// Notes whether the client took something of the answer.
    fn wrote(&self, is_stalled: bool) {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        state.2 = if is_stalled { state.2.or_else(|| Some(Instant::now())) } else { None };
    }

    /// Returns the time at which to look for an exceeded limit again. The phase may have changed
    /// before, so it is soon.
    fn next_look(&self, limits: &ConnectionLimits) -> Instant {
        let (phase, since, _) = *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let soon = Instant::now() + limits.head / 4;
        match phase {
            Phase::Head => soon.min(since + limits.head),
            Phase::Request | Phase::Idle => soon,
        }
    }

    /// Returns the phase whose time is exceeded.
    fn exceeded(&self, limits: &ConnectionLimits) -> Option<Phase> {
        let (phase, since, stalled) = *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if stalled.is_some_and(|since| since.elapsed() >= limits.stalled) {
            return Some(Phase::Request);
        }
        let limit = match phase {
            Phase::Head => limits.head,
            Phase::Idle => limits.idle,
            Phase::Request => return None,
        };
        (since.elapsed() >= limit).then_some(phase)
    }
}

/// A stream whose progress is noted.
struct Observed {
    stream: TcpStream,
    progress: Arc<Progress>,
}

impl AsyncRead for Observed {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        let result = Pin::new(&mut self.stream).poll_read(cx, buffer);
        if buffer.filled().len() > before {
            self.progress.read();
        }
        result
    }
}

impl AsyncWrite for Observed {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let result = Pin::new(&mut self.stream).poll_write(cx, bytes);
        self.progress.wrote(result.is_pending());
        result
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let result = Pin::new(&mut self.stream).poll_write_vectored(cx, bytes);
        self.progress.wrote(result.is_pending());
        result
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }
}

#[cfg(test)]
mod tests {
    use axum::routing::get;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::sync::oneshot;

    use super::*;

    const SHORT: Duration = Duration::from_millis(300);
    const REQUEST: &[u8] = b"GET / HTTP/1.1\r\nhost: a\r\n\r\n";

    struct Service {
        address: SocketAddr,
        stop: oneshot::Sender<()>,
        running: tokio::task::JoinHandle<()>,
        metrics: Metrics,
    }

    async fn service(limits: ConnectionLimits, trusted: &[&str]) -> Service {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let (address, (stop, stopped)) = (listener.local_addr().unwrap(), oneshot::channel());
        let router = Router::new().route("/", get(async || "answer")).route(
            "/slow",
            get(async || {
                tokio::time::sleep(SHORT).await;
                "answer"
            }),
        );
        let (metrics, proxies) =
            (Metrics::default(), Proxies::new(trusted.iter().map(|network| network.parse().unwrap()).collect()));
        let counting = metrics.clone();
        let running = tokio::spawn(async move {
            let stop = async { stopped.await.unwrap_or_default() };
            run(listener, router, limits, &proxies, counting, stop).await;
        });
        Service { address, stop, running, metrics }
    }

    /// Sends bytes on a new connection, and returns everything that comes until it is closed.
    async fn sent(address: SocketAddr, bytes: &[u8]) -> String {
        let mut stream = TcpStream::connect(address).await.unwrap();
        let _ = stream.write_all(bytes).await;
        rest(&mut stream).await
    }

    async fn rest(stream: &mut TcpStream) -> String {
        let mut answer = Vec::new();
        // A connection that is closed with unread bytes is reset.
        let _ = stream.read_to_end(&mut answer).await;
        String::from_utf8(answer).unwrap()
    }

    async fn answered(stream: &mut TcpStream) -> bool {
        stream.write_all(REQUEST).await.unwrap();
        let mut answer = [0; 1024];
        let length = stream.read(&mut answer).await.unwrap();
        answer[..length].ends_with(b"answer")
    }

    #[tokio::test]
    async fn silent_and_half_sent_requests_end_and_used_connections_stay() {
        let limits = ConnectionLimits { head: SHORT, idle: SHORT * 6, ..ConnectionLimits::default() };
        let service = service(limits, &[]).await;
        let mut used = TcpStream::connect(service.address).await.unwrap();
        assert!(answered(&mut used).await);
        for bytes in [&b""[..], b"GET / HTTP/1.1\r\nhost: a\r\n", b"G"] {
            assert_eq!(sent(service.address, bytes).await, "");
        }
        assert!(answered(&mut used).await);
        // The rest of a head has to follow its first byte in time.
        used.write_all(b"G").await.unwrap();
        assert_eq!(rest(&mut used).await, "");
    }

    #[tokio::test]
    async fn an_unused_connection_is_closed() {
        let limits = ConnectionLimits { head: SHORT, idle: SHORT, ..ConnectionLimits::default() };
        let service = service(limits, &[]).await;
        let began = Instant::now();
        let answer = sent(service.address, REQUEST).await;
        assert!(answer.ends_with("answer") && began.elapsed() >= SHORT, "{answer}");
    }

    #[tokio::test]
    async fn a_client_that_takes_nothing_of_its_answers_is_let_go() {
        let limits = ConnectionLimits { head: SHORT, stalled: SHORT, ..ConnectionLimits::default() };
        let service = service(limits, &[]).await;
        let mut stream = TcpStream::connect(service.address).await.unwrap();
        let many = REQUEST.repeat(4096);
        // Requests are sent until the server no longer reads, and then closes.
        while stream.write_all(&many).await.is_ok() {}
    }

    #[tokio::test]
    async fn connections_are_limited_in_all_and_for_each_client() {
        let limits = ConnectionLimits { per_client: 2, ..ConnectionLimits::default() };
        let limited = service(limits.clone(), &[]).await;
        let mut open = Vec::new();
        for _ in 0..2 {
            open.push(TcpStream::connect(limited.address).await.unwrap());
            assert!(answered(open.last_mut().unwrap()).await);
        }
        assert_eq!(sent(limited.address, REQUEST).await, "");
        let text = limited.metrics.text();
        assert!(text.contains("cora_connections 2\n"), "{text}");
        assert!(text.contains("cora_connections_refused_total{reason=\"client\"} 1\n"), "{text}");
        drop(open.pop());
        tokio::time::sleep(SHORT).await;
        assert!(answered(&mut TcpStream::connect(limited.address).await.unwrap()).await);

        // A trusted proxy connects for many clients.
        let trusting = service(ConnectionLimits { all: 3, ..limits }, &["127.0.0.0/8"]).await;
        let mut open = Vec::new();
        for _ in 0..3 {
            open.push(TcpStream::connect(trusting.address).await.unwrap());
            assert!(answered(open.last_mut().unwrap()).await);
        }
        assert_eq!(sent(trusting.address, REQUEST).await, "");
        assert!(trusting.metrics.text().contains("cora_connections_refused_total{reason=\"all\"} 1\n"));
    }

    #[tokio::test]
    async fn a_service_that_stops_answers_what_it_has_begun() {
        let service = service(ConnectionLimits::default(), &[]).await;
        let mut idle = TcpStream::connect(service.address).await.unwrap();
        assert!(answered(&mut idle).await);
        let slow = tokio::spawn(sent(service.address, b"GET /slow HTTP/1.1\r\nhost: a\r\n\r\n"));
        tokio::time::sleep(SHORT / 3).await;
        service.stop.send(()).unwrap();
        assert!(slow.await.unwrap().ends_with("answer"));
        assert_eq!(rest(&mut idle).await, "");
        service.running.await.unwrap();
        assert!(TcpStream::connect(service.address).await.is_err());
    }

    #[tokio::test]
    async fn a_head_that_is_too_long_is_refused() {
        let service = service(ConnectionLimits::default(), &[]).await;
        let head = format!("GET / HTTP/1.1\r\nx: {}\r\n\r\n", "x".repeat(2 * MAX_HEAD_BYTES));
        let answer = sent(service.address, head.as_bytes()).await;
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 431 "), "{answer}");
    }
}
