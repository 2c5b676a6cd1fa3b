//! Admission control in front of the routes: a limit on concurrent requests, and a rate limit per
//! client.

use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::num::NonZeroU32;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use cora_core::id::ApplicationId;
use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, NotUntil, Quota};
use ipnet::IpNet;
use tokio::sync::Semaphore;

use crate::error::{ApiError, ServerCode};
use crate::issuer::page::Page;
use crate::issuer::{path, words};

/// The rate limit for one client.
#[derive(Debug, Clone)]
pub struct RateLimit {
    /// Requests per second that a client may sustain.
    pub per_second: NonZeroU32,
    /// Maximum requests in a burst.
    pub burst: NonZeroU32,
    /// The proxies whose `X-Forwarded-For` header is trusted. Without them, the client is the peer
    /// of the connection.
    pub trusted_proxies: Vec<IpNet>,
}

/// Number of requests between sweeps that forget clients without recent requests.
const SWEEP_EVERY: u32 = 4096;

/// The limits of one process.
pub(crate) struct Limits {
    under_way: Option<Arc<Semaphore>>,
    clients: Option<Clients>,
    applications: Option<DefaultKeyedRateLimiter<ApplicationId>>,
}

/// The rate of an application that has authenticated, in multiples of one client's: its server
/// speaks for all of its people, from one address (our decision, pitfall K18).
const CLIENTS_OF_APPLICATION: NonZeroU32 = NonZeroU32::new(100).unwrap();

struct Clients {
    limiter: DefaultKeyedRateLimiter<IpAddr>,
    trusted_proxies: Vec<IpNet>,
    requests: AtomicU32,
}

impl Limits {
    pub fn new(under_way: Option<usize>, rate: Option<&RateLimit>) -> Self {
        let clients = rate.map(|rate| Clients {
            limiter: DefaultKeyedRateLimiter::keyed(Quota::per_second(rate.per_second).allow_burst(rate.burst)),
            trusted_proxies: rate.trusted_proxies.clone(),
            requests: AtomicU32::new(0),
        });
        let applications = rate.map(|rate| {
            let [rate, burst] = [rate.per_second, rate.burst].map(|one| one.saturating_mul(CLIENTS_OF_APPLICATION));
            DefaultKeyedRateLimiter::keyed(Quota::per_second(rate).allow_burst(burst))
        });
        Self { under_way: under_way.map(|most| Arc::new(Semaphore::new(most))), clients, applications }
    }

    /// Counts a request from an address. Returns how many seconds it has to wait, if it exceeds the
    /// rate limit.
    pub fn of_address(&self, peer: Option<IpAddr>, headers: &HeaderMap) -> Option<u64> {
        self.clients.as_ref()?.too_many(peer, headers)
    }

    /// Counts a request of an application that has authenticated. Returns how many seconds it has
    /// to wait, if it exceeds its rate limit.
    pub fn of_application(&self, id: ApplicationId) -> Option<u64> {
        Some(seconds(&self.applications.as_ref()?.check_key(&id).err()?))
    }

    /// Returns the network of a client: an IPv4 address, or an IPv6 /64.
    pub fn network(&self, peer: Option<IpAddr>, headers: &HeaderMap) -> Option<IpAddr> {
        let peer = peer?;
        Some(network(self.clients.as_ref().map_or(peer, |clients| clients.client(peer, headers))))
    }
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
    if matches!(request.uri().path(), "/health" | "/ready") {
        return next.run(request).await;
    }
    let path = request.uri().path();
    if let Some(clients) = limits.clients.as_ref().filter(|_| !COUNTED_BY_APPLICATION.contains(&path)) {
        let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(address)| address.ip());
        if let Some(seconds) = clients.too_many(peer, request.headers()) {
            return refusal(path, ApiError::TooManyRequests { seconds });
        }
    }
    // WHY no queue: a client that waits in a queue has often left when its turn comes, so the work
    // would be wasted.
    let permit = match &limits.under_way {
        Some(under_way) => match Arc::clone(under_way).try_acquire_owned() {
            Ok(permit) => Some(permit),
            Err(_) => return refusal(path, ApiError::Server(ServerCode::TryAgain)),
        },
        None => None,
    };
    let response = next.run(request).await;
    drop(permit);
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
    fn too_many(&self, peer: Option<IpAddr>, headers: &HeaderMap) -> Option<u64> {
        if self.requests.fetch_add(1, Ordering::Relaxed) % SWEEP_EVERY == SWEEP_EVERY - 1 {
            self.limiter.retain_recent();
            self.limiter.shrink_to_fit();
        }
        // All requests from unknown peers count as one client: too strict is better than unlimited.
        let client = network(self.client(peer.unwrap_or(IpAddr::V6(Ipv6Addr::UNSPECIFIED)), headers));
        Some(seconds(&self.limiter.check_key(&client).err()?))
    }

    /// Returns the client's address: the peer, or, if the peer is a trusted proxy, the address that
    /// it forwards for. `X-Forwarded-For` is read from the end, because the client controls
    /// everything before the first address that is not a trusted proxy.
    fn client(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        let is_ours = |address: &IpAddr| self.trusted_proxies.iter().any(|network| network.contains(address));
        if !is_ours(&peer.to_canonical()) {
            return peer;
        }
        let values: Vec<&str> =
            headers.get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok()).collect();
        let mut client = peer;
        for named in values.iter().rev().flat_map(|value| value.rsplit(',')) {
            let Ok(address) = named.trim().parse::<IpAddr>() else { break };
            client = address;
            if !is_ours(&address.to_canonical()) {
                break;
            }
        }
        client
    }
}

/// Returns the address that identifies a client: an IPv4 address, or, for IPv6, the /64 network
/// that one subscriber has (RFC 6177 §2).
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() & (u128::MAX << 64))),
        address => address,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clients(trusted: &[&str]) -> Clients {
        let one = NonZeroU32::MIN;
        let trusted_proxies = trusted.iter().map(|network| network.parse().unwrap()).collect();
        Limits::new(None, Some(&RateLimit { per_second: one, burst: one, trusted_proxies })).clients.unwrap()
    }

    fn forwarded(values: &[&'static str]) -> HeaderMap {
        values.iter().map(|value| ("x-forwarded-for".parse().unwrap(), HeaderValue::from_static(value))).collect()
    }

    fn ip(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn a_header_counts_from_a_proxy_of_ours_alone() {
        let clients = clients(&["10.0.0.0/8"]);
        let headers = forwarded(&["1.1.1.1, 203.0.113.9, 10.0.0.2"]);
        assert_eq!(clients.client(ip("10.0.0.1"), &headers), ip("203.0.113.9"));
        assert_eq!(clients.client(ip("::ffff:10.0.0.1"), &headers), ip("203.0.113.9"));
        assert_eq!(clients.client(ip("198.51.100.1"), &headers), ip("198.51.100.1"));
        assert_eq!(clients.client(ip("10.0.0.1"), &forwarded(&["1.1.1.1", "203.0.113.9"])), ip("203.0.113.9"));
        assert_eq!(clients.client(ip("10.0.0.1"), &forwarded(&["1.1.1.1, not an address"])), ip("10.0.0.1"));
    }

    #[test]
    fn the_addresses_of_one_subscriber_are_one_client() {
        let clients = clients(&[]);
        let asks = |address: &str| clients.too_many(Some(ip(address)), &HeaderMap::new());
        assert_eq!(asks("2001:db8:1:2::1"), None);
        assert_eq!(asks("2001:db8:1:2:ffff::9"), Some(1));
        assert_eq!(asks("2001:db8:1:3::1"), None);
        assert_eq!(asks("192.0.2.1"), None);
        assert_eq!(asks("192.0.2.2"), None);
        assert_eq!(asks("::ffff:192.0.2.1"), Some(1));
    }
}
