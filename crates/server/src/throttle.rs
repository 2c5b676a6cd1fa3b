//! Admission control in front of the routes: limits on concurrent requests, in all and per client,
//! and a rate limit per client.

use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use cora_core::id::ApplicationId;
use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, NotUntil, Quota};
use ipnet::IpNet;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::error::{ApiError, ServerCode};
use crate::issuer::page::Page;
use crate::issuer::{path, words};
use crate::share::Shares;

/// The rate limit for one client.
#[derive(Debug, Clone)]
pub struct RateLimit {
    /// Requests per second that a client may sustain.
    pub per_second: NonZeroU32,
    /// Maximum requests in a burst.
    pub burst: NonZeroU32,
}

/// The proxies whose `X-Forwarded-For` header is trusted. Without them, the client is the peer of
/// the connection.
#[derive(Debug, Clone, Default)]
pub(crate) struct Proxies(Vec<IpNet>);

/// Number of requests between sweeps that forget clients without recent requests.
const SWEEP_EVERY: u32 = 4096;

/// The limits of one process.
pub(crate) struct Limits {
    under_way: Option<Arc<Semaphore>>,
    shares: Option<Arc<Shares>>,
    proxies: Proxies,
    clients: Option<Clients>,
    applications: Option<DefaultKeyedRateLimiter<ApplicationId>>,
}

/// The rate of an application that has authenticated, in multiples of one client's: its server
/// speaks for all of its people, from one address (our decision, pitfall K18).
const CLIENTS_OF_APPLICATION: NonZeroU32 = NonZeroU32::new(100).unwrap();

struct Clients {
    limiter: DefaultKeyedRateLimiter<IpAddr>,
    requests: AtomicU32,
}

impl Limits {
    /// Creates the limits of concurrent requests, in all and for one client, and of the rate of one
    /// client.
    pub fn new(under_way: Option<usize>, per_client: Option<u32>, rate: Option<&RateLimit>, proxies: Proxies) -> Self {
        let clients = rate.map(|rate| Clients {
            limiter: DefaultKeyedRateLimiter::keyed(Quota::per_second(rate.per_second).allow_burst(rate.burst)),
            requests: AtomicU32::new(0),
        });
        let applications = rate.map(|rate| {
            let [rate, burst] = [rate.per_second, rate.burst].map(|one| one.saturating_mul(CLIENTS_OF_APPLICATION));
            DefaultKeyedRateLimiter::keyed(Quota::per_second(rate).allow_burst(burst))
        });
        let under_way = under_way.map(|most| Arc::new(Semaphore::new(most)));
        Self { under_way, shares: per_client.map(Shares::new), proxies, clients, applications }
    }

    /// Counts a request from an address. Returns how many seconds it has to wait, if it exceeds the
    /// rate limit.
    pub fn of_address(&self, peer: Option<IpAddr>, headers: &HeaderMap) -> Option<u64> {
        self.clients.as_ref()?.too_many(self.client(peer, headers))
    }

    /// Counts a request of an application that has authenticated. Returns how many seconds it has
    /// to wait, if it exceeds its rate limit.
    pub fn of_application(&self, id: ApplicationId) -> Option<u64> {
        Some(seconds(&self.applications.as_ref()?.check_key(&id).err()?))
    }

    /// Returns the network of a client: an IPv4 address, or an IPv6 /64.
    pub fn network(&self, peer: Option<IpAddr>, headers: &HeaderMap) -> Option<IpAddr> {
        peer.map(|peer| self.client(Some(peer), headers))
    }

    /// Returns the network of a client. All unknown peers are one client: too strict is better than
    /// unlimited.
    fn client(&self, peer: Option<IpAddr>, headers: &HeaderMap) -> IpAddr {
        network(self.proxies.client(peer.unwrap_or(IpAddr::V6(Ipv6Addr::UNSPECIFIED)), headers))
    }
}

tokio::task_local! {
    /// The permit of the request that this task handles.
    static PERMIT: Permit;
}

/// The permit of a request under way. It is given back while its client is waited for.
#[derive(Clone)]
struct Permit {
    all: Arc<Semaphore>,
    held: Arc<Mutex<Option<OwnedSemaphorePermit>>>,
}

impl Permit {
    fn of(all: &Arc<Semaphore>) -> Option<Self> {
        let permit = Arc::clone(all).try_acquire_owned().ok()?;
        Some(Self { all: Arc::clone(all), held: Arc::new(Mutex::new(Some(permit))) })
    }

    fn release(&self) {
        self.held.lock().unwrap_or_else(PoisonError::into_inner).take();
    }

    fn renew(&self) -> Result<(), ApiError> {
        let permit = Arc::clone(&self.all).try_acquire_owned();
        let permit = permit.map_err(|_| ApiError::Server(ServerCode::TryAgain))?;
        *self.held.lock().unwrap_or_else(PoisonError::into_inner) = Some(permit);
        Ok(())
    }
}

/// Gives the permit of this request back, if it has one.
pub(crate) fn release_permit() {
    // Without a limit there is no permit.
    let _ = PERMIT.try_with(Permit::release);
}

/// Takes a permit for this request again, if permits are limited.
///
/// # Errors
///
/// Fails with `try_again` if there is none.
pub(crate) fn renew_permit() -> Result<(), ApiError> {
    PERMIT.try_with(Permit::renew).unwrap_or(Ok(()))
}

/// Returns how many seconds a refused client has to wait.
fn seconds(refused: &NotUntil<<DefaultClock as governor::clock::Clock>::Instant>) -> u64 {
    let wait = refused.wait_time_from(DefaultClock::default().now());
    wait.as_secs() + u64::from(wait.subsec_nanos() > 0)
}

/// Paths whose requests count by application, and by address only if they fail: the issuer counts
/// them itself.
const COUNTED_BY_APPLICATION: [&str; 4] = [path::TOKEN, path::REVOKE, path::INTROSPECT, path::USERINFO];

/// Lets a request pass, or answers that it exceeds a limit. `/health` and `/ready` always pass.
pub(crate) async fn throttle(State(limits): State<Arc<Limits>>, request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    if matches!(path.as_str(), "/health" | "/ready") {
        return next.run(request).await;
    }
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(address)| address.ip());
    let client = limits.client(peer, request.headers());
    if let Some(clients) = limits.clients.as_ref().filter(|_| !COUNTED_BY_APPLICATION.contains(&path.as_str()))
        && let Some(seconds) = clients.too_many(client)
    {
        return refusal(&path, ApiError::TooManyRequests { seconds });
    }
    let share = match limits.shares.as_ref().map(|shares| shares.take(client)) {
        Some(None) => return refusal(&path, ApiError::TooManyRequests { seconds: 1 }),
        share => share,
    };
    // WHY no queue: a client that waits in a queue has often left when its turn comes, so the work
    // would be wasted.
    let permit = match limits.under_way.as_ref().map(Permit::of) {
        Some(None) => return refusal(&path, ApiError::Server(ServerCode::TryAgain)),
        permit => permit.flatten(),
    };
    let response = match permit {
        Some(permit) => PERMIT.scope(permit, next.run(request)).await,
        None => next.run(request).await,
    };
    drop(share);
    response
}

/// Answers a request that exceeds a limit: by a page where a person sees the answer.
fn refusal(path: &str, error: ApiError) -> Response {
    if !path::is_page(path) {
        return error.into_response();
    }
    let (words, seconds) = match error {
        ApiError::TooManyRequests { seconds } => (words::TOO_MANY, seconds),
        _ => (words::BUSY, 1),
    };
    let page = Page::new(words).refusal(error.status(), error.code());
    ([(header::RETRY_AFTER, HeaderValue::from(seconds))], page).into_response()
}

impl Clients {
    /// Returns how many seconds the client has to wait, if it exceeds the rate limit.
    fn too_many(&self, client: IpAddr) -> Option<u64> {
        if self.requests.fetch_add(1, Ordering::Relaxed) % SWEEP_EVERY == SWEEP_EVERY - 1 {
            self.limiter.retain_recent();
            self.limiter.shrink_to_fit();
        }
        Some(seconds(&self.limiter.check_key(&client).err()?))
    }
}

impl Proxies {
    pub const fn new(networks: Vec<IpNet>) -> Self {
        Self(networks)
    }

    /// Returns `true` if an address is that of a trusted proxy.
    pub fn are_trusted(&self, address: IpAddr) -> bool {
        self.0.iter().any(|network| network.contains(&address.to_canonical()))
    }

    /// Returns the client's address: the peer, or, if the peer is a trusted proxy, the address that
    /// it forwards for. `X-Forwarded-For` is read from the end, because the client controls
    /// everything before the first address that is not a trusted proxy.
    fn client(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        if !self.are_trusted(peer) {
            return peer;
        }
        let values: Vec<&str> =
            headers.get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok()).collect();
        let mut client = peer;
        for named in values.iter().rev().flat_map(|value| value.rsplit(',')) {
            let Some(address) = forwarded_address(named.trim()) else { break };
            client = address;
            if !self.are_trusted(address) {
                break;
            }
        }
        client
    }
}

/// Parses an entry of `X-Forwarded-For`: an address, which some proxies write with its port
/// (`198.51.100.7:1234`, `[2001:db8::1]:1234`).
fn forwarded_address(text: &str) -> Option<IpAddr> {
    let bare = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')).unwrap_or(text);
    bare.parse().ok().or_else(|| text.parse::<SocketAddr>().ok().map(|address| address.ip()))
}

/// Returns the address that identifies a client: an IPv4 address, or, for IPv6, the /64 network
/// that one subscriber has (RFC 6177 §2).
pub(crate) fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() & (u128::MAX << 64))),
        address => address,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limits(trusted: &[&str]) -> Limits {
        let one = NonZeroU32::MIN;
        let proxies = Proxies(trusted.iter().map(|network| network.parse().unwrap()).collect());
        Limits::new(None, None, Some(&RateLimit { per_second: one, burst: one }), proxies)
    }

    fn forwarded(values: &[&'static str]) -> HeaderMap {
        values.iter().map(|value| ("x-forwarded-for".parse().unwrap(), HeaderValue::from_static(value))).collect()
    }

    fn ip(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn a_header_counts_from_a_proxy_of_ours_alone() {
        let limits = limits(&["10.0.0.0/8"]);
        let clients = &limits.proxies;
        let headers = forwarded(&["1.1.1.1, 203.0.113.9, 10.0.0.2"]);
        assert_eq!(clients.client(ip("10.0.0.1"), &headers), ip("203.0.113.9"));
        assert_eq!(clients.client(ip("::ffff:10.0.0.1"), &headers), ip("203.0.113.9"));
        assert_eq!(clients.client(ip("198.51.100.1"), &headers), ip("198.51.100.1"));
        assert_eq!(clients.client(ip("10.0.0.1"), &forwarded(&["1.1.1.1", "203.0.113.9"])), ip("203.0.113.9"));
        assert_eq!(clients.client(ip("10.0.0.1"), &forwarded(&["1.1.1.1, not an address"])), ip("10.0.0.1"));
    }

    #[test]
    fn an_address_is_forwarded_with_or_without_its_port() {
        let limits = limits(&["10.0.0.0/8"]);
        for (entry, address) in [
            ("198.51.100.7:1234", "198.51.100.7"),
            ("[2001:db8::1]:1234", "2001:db8::1"),
            ("[2001:db8::1]", "2001:db8::1"),
            ("2001:db8::1", "2001:db8::1"),
            ("1.1.1.1, 198.51.100.7:1234", "198.51.100.7"),
            ("198.51.100.7:port", "10.0.0.1"),
            ("unknown", "10.0.0.1"),
        ] {
            assert_eq!(limits.proxies.client(ip("10.0.0.1"), &forwarded(&[entry])), ip(address), "{entry}");
        }
    }

    #[test]
    fn a_permit_is_given_back_while_a_client_is_waited_for() {
        let all = Arc::new(Semaphore::new(1));
        let permit = Permit::of(&all).unwrap();
        assert!(Permit::of(&all).is_none());
        permit.release();
        let other = Permit::of(&all).unwrap();
        assert_eq!(permit.renew().unwrap_err().code(), "try_again");
        other.release();
        permit.renew().unwrap();
        assert!(Permit::of(&all).is_none());
    }

    #[test]
    fn the_addresses_of_one_subscriber_are_one_client() {
        let limits = limits(&[]);
        let asks = |address: &str| limits.of_address(Some(ip(address)), &HeaderMap::new());
        assert_eq!(asks("2001:db8:1:2::1"), None);
        assert_eq!(asks("2001:db8:1:2:ffff::9"), Some(1));
        assert_eq!(asks("2001:db8:1:3::1"), None);
        assert_eq!(asks("192.0.2.1"), None);
        assert_eq!(asks("192.0.2.2"), None);
        assert_eq!(asks("::ffff:192.0.2.1"), Some(1));
    }
}
