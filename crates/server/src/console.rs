//! The console of administrators (specification §16): its sessions, and the ways to them.
//!
//! The console is an application of the issuer. What it adds is a session that a browser holds by a
//! cookie, which counts for the pages of the console alone, and the sessions of the operator and of
//! the setup, which have no person.

pub(crate) mod authority;
mod begin;
pub(crate) mod cookie;
mod entry;
mod files;
mod flow;
pub(crate) mod guard;
mod request;
mod session;

use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::Arc;

use axum::Router;
use axum::http::HeaderMap;
use axum::http::request::Parts;
use axum::routing::{any, delete, get, post};
use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota};
use url::Url;

use self::cookie::ConsoleCookies;
pub(crate) use self::flow::setup_token;
use crate::app::App;
use crate::error::{ApiError, ServerCode};
use crate::issuer::path::CONSOLE_CALLBACK;
use crate::throttle::Limits;

/// Sign-ins, setups and links that a client may try in a minute, whatever its rate limit is
/// (specification §16.6).
const TRIES_A_MINUTE: NonZeroU32 = NonZeroU32::new(10).unwrap();

/// The console of one service.
pub(crate) struct Host {
    /// The public URL, or the console's own, without a slash at its end.
    pub url: String,
    /// The origin of this URL.
    pub origin: String,
    /// The path of this URL, without a slash at its end.
    pub prefix: String,
    pub cookies: ConsoleCookies,
    limits: Arc<Limits>,
    tries: DefaultKeyedRateLimiter<IpAddr>,
}

impl Host {
    /// Returns the console of a service, if it is in use and knows the URL at which browsers reach
    /// it.
    pub fn of(app: &App, limits: &Arc<Limits>) -> Option<Arc<Self>> {
        let url = app.console_url.as_deref().or(app.public_url.as_deref());
        let url = url.filter(|_| app.console.is_some())?.trim_end_matches('/');
        let parsed = Url::parse(url).ok()?;
        Some(Arc::new(Self {
            url: url.to_owned(),
            origin: parsed.origin().ascii_serialization(),
            prefix: parsed.path().trim_end_matches('/').to_owned(),
            cookies: ConsoleCookies::of(url),
            limits: Arc::clone(limits),
            tries: DefaultKeyedRateLimiter::keyed(Quota::per_minute(TRIES_A_MINUTE)),
        }))
    }

    /// Returns the console that the router has put next to a request, if it is in use.
    pub fn of_request(parts: &Parts) -> Option<&Arc<Self>> {
        parts.extensions.get::<Option<Arc<Self>>>()?.as_ref()
    }

    /// Returns the redirect URI of the console.
    pub fn callback(&self) -> String {
        format!("{}{CONSOLE_CALLBACK}", self.url)
    }

    /// Returns the path of the console's first page, as browsers see it.
    pub fn home(&self) -> String {
        format!("{}/console/", self.prefix)
    }

    /// Counts a try of a client. Fails with `too_many_requests` if it has made too many.
    fn count_try(&self, peer: Option<IpAddr>, headers: &HeaderMap) -> Result<(), ApiError> {
        let client = self.limits.network(peer, headers).unwrap_or(IpAddr::from([0; 16]));
        if self.tries.len() > 4096 {
            self.tries.retain_recent();
        }
        self.tries.check_key(&client).map_err(|refused| {
            let wait = refused.wait_time_from(DefaultClock::default().now());
            ApiError::TooManyRequests { seconds: wait.as_secs() + u64::from(wait.subsec_nanos() > 0) }
        })
    }
}

/// Builds the router of the console's pages and of their own endpoints, which are in no document of
/// the API.
pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/console/api/session", get(session::show).post(begin::begin).delete(session::sign_out))
        .route("/console/api/sessions", get(session::list))
        .route("/console/api/sessions/{session}", delete(session::end))
        .route("/console/api/setup", post(entry::setup))
        .route("/console/api/operator", post(entry::operator))
        .route("/console/api/{*path}", any(files::no_endpoint))
        .route(CONSOLE_CALLBACK, get(begin::callback))
        .route("/console", get(files::first))
        .route("/console/", get(files::first))
        .route("/console/{*path}", get(files::file))
        .method_not_allowed_fallback(async || ApiError::Server(ServerCode::MethodNotAllowed))
}
