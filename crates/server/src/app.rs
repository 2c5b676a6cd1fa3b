//! The state that the routes share.

use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use axum::http::HeaderValue;
use cora_console::Files;
use cora_core::connection::host::allowed::AllowedHost;
use cora_core::issuer::session::SessionLengths;
use cora_dns::{LookupError, NameServers};
use cora_issuer::SupabaseKey;
use cora_jwt::{Fetch, PostForm, Verifier};
use cora_mail::{Mail, Mailer};
use cora_secrets::{KeyRing, Resolver};
use cora_store::{LoginKey, LoginRecording, LoginRetention, Store};
use ipnet::IpNet;

use crate::clock::Clock;
use crate::connection_cache::ConnectionCache;
use crate::connections::ConnectionLimits;
use crate::mail::{Delivery, InvitationMails, MailFailure};
use crate::metrics::Metrics;
use crate::outbox_signal::OutboxSignal;
use crate::readiness::Readiness;
use crate::throttle::{self, Proxies, RateLimit};

/// Maximum time for sending a mail. It is shorter than the time a request may take.
const MAIL_TIMEOUT: Duration = Duration::from_secs(10);
/// Maximum time for a DNS lookup.
const DNS_TIMEOUT: Duration = Duration::from_secs(8);

/// The path of the redirect URI for test logins.
pub(crate) const TEST_CALLBACK: &str = "/auth/connection-test/callback";

/// A reason why the issuer is not in use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IssuerObjection {
    /// The service does not know the URL at which browsers reach it.
    PublicUrlMissing,
    /// The service has no keys to seal the issuer's own keys with.
    SecretKeysMissing,
}

impl IssuerObjection {
    /// Returns the setting that is missing, as the environment names it.
    pub const fn setting(self) -> &'static str {
        match self {
            Self::PublicUrlMissing => "CORA_PUBLIC_URL",
            Self::SecretKeysMissing => "CORA_SECRET_KEYS",
        }
    }
}

/// A system in whose place the service can be put.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Compatibility {
    /// The legacy CORA toolkit, of December 2025 to February 2026.
    Cora,
}

impl FromStr for Compatibility {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "cora" => Ok(Self::Cora),
            _ => Err("the only system is `cora`"),
        }
    }
}

/// The application state and settings. Cheap to clone.
#[derive(Clone)]
pub struct App {
    pub(crate) store: Store,
    pub(crate) connection_cache: ConnectionCache,
    pub(crate) verifier: Arc<Verifier>,
    pub(crate) fetch: Arc<dyn Fetch>,
    pub(crate) post: Arc<dyn PostForm>,
    pub(crate) clock: Clock,
    pub(crate) secrets: Resolver,
    /// Keys that seal the code verifier of a test login until its callback.
    pub(crate) flow_keys: KeyRing,
    pub(crate) public_url: Option<String>,
    pub(crate) session_lengths: SessionLengths,
    pub(crate) allow_loopback: bool,
    pub(crate) allowed_hosts: Vec<AllowedHost>,
    pub(crate) trace_for_users: bool,
    pub(crate) console: Option<Arc<Files>>,
    /// The URL at which browsers reach the console, if it has an address of its own.
    pub(crate) console_url: Option<String>,
    mailer: Option<Mailer>,
    pub(crate) invitation_mails: Arc<InvitationMails>,
    pub(crate) mail_outbox: Arc<OutboxSignal>,
    name_servers: Option<NameServers>,
    sign_in_url: Option<String>,
    pub(crate) metrics: Metrics,
    pub(crate) cross_origins: Vec<HeaderValue>,
    pub(crate) max_concurrent: Option<usize>,
    pub(crate) max_concurrent_per_client: Option<u32>,
    pub(crate) connection_limits: ConnectionLimits,
    pub(crate) trusted_proxies: Proxies,
    pub(crate) readiness: Arc<Readiness>,
    pub(crate) rate_limit: Option<RateLimit>,
    pub(crate) login_retention: LoginRetention,
    pub(crate) compatibility: Option<Compatibility>,
    pub(crate) supabase_key: Option<SupabaseKey>,
}

impl App {
    /// Creates an application on a store. It gets provider documents with `fetch`, exchanges codes
    /// with `post`, resolves the secrets of connections with `secrets`, and reads the time from
    /// `clock`.
    ///
    /// # Errors
    ///
    /// Fails if the system cannot provide random bytes.
    pub fn new(
        store: Store,
        fetch: Arc<dyn Fetch>,
        post: Arc<dyn PostForm>,
        secrets: Resolver,
        clock: Clock,
    ) -> Result<Self, cora_secrets::SecretError> {
        // Without configured keys, pending test logins are lost when this process ends. Several
        // processes need shared keys.
        let flow_keys = secrets.keys().cloned().or_else(|_| KeyRing::ephemeral())?;
        let key = secrets.keys().ok().and_then(LoginKey::of);
        let store = store.recording(LoginRecording { key, keeps_samples: true });
        let verifier = Arc::new(Verifier::new(Arc::clone(&fetch)));
        let (public_url, allow_loopback, trace_for_users) = (None, false, false);
        let metrics = Metrics::default();
        let number = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
        let (one, other) = (Arc::clone(&verifier), Arc::clone(&verifier));
        let help = "Connections whose provider gave no keys";
        metrics.gauge_of("connections_without_keys", help, move || number(one.sources_without_keys()));
        let help = "Connections whose provider gives no new keys";
        metrics.gauge_of("connections_with_old_keys", help, move || number(other.sources_with_old_keys()));
        let written = store.clone();
        let help = "Logins decided again, because another transaction was faster";
        metrics.counter_of("logins_begun_again", help, move || written.conflicts());
        Ok(Self {
            store,
            connection_cache: ConnectionCache::default(),
            verifier,
            fetch,
            post,
            clock,
            secrets,
            flow_keys,
            public_url,
            session_lengths: SessionLengths::default(),
            allow_loopback,
            allowed_hosts: Vec::new(),
            trace_for_users,
            console: Some(Arc::new(Files::embedded())),
            console_url: None,
            mailer: None,
            invitation_mails: Arc::default(),
            mail_outbox: Arc::default(),
            name_servers: None,
            sign_in_url: None,
            metrics,
            cross_origins: Vec::new(),
            max_concurrent: None,
            max_concurrent_per_client: None,
            connection_limits: ConnectionLimits::default(),
            trusted_proxies: Proxies::default(),
            readiness: Arc::default(),
            rate_limit: None,
            login_retention: LoginRetention::default(),
            compatibility: None,
            supabase_key: None,
        })
    }

    /// Sets whether users who are admitted see the trace of their own decision. The trace names
    /// rules and organizations, so it is off by default. Intended for demonstrations.
    #[must_use]
    pub fn trace_for_users(mut self, shown: bool) -> Self {
        self.trace_for_users = shown;
        self
    }

    /// Sets the clock.
    #[must_use]
    pub fn with_clock(mut self, clock: Clock) -> Self {
        self.clock = clock;
        self
    }

    /// Sets the files of the console of administrators; `None` serves no console. The default is
    /// the embedded ones.
    #[must_use]
    pub fn console(mut self, files: Option<Files>) -> Self {
        self.console = files.map(Arc::new);
        self
    }

    /// Sets the URL at which browsers reach the console, such as `https://console.acme.example`,
    /// where it has an address of its own ([`serve_with_console`](crate::serve_with_console)).
    #[must_use]
    pub fn console_url(mut self, url: impl Into<String>) -> Self {
        self.console_url = Some(url.into());
        self
    }

    /// Sets the mail server for invitations and for tokens to mailboxes of domains. Without it, no
    /// mail is sent.
    #[must_use]
    pub fn mailer(mut self, mailer: Mailer) -> Self {
        self.mailer = Some(mailer);
        self
    }

    /// Sets the name servers that are asked for the records that prove domains. Without them, no
    /// domain can be proven by DNS.
    #[must_use]
    pub fn name_servers(mut self, name_servers: NameServers) -> Self {
        self.name_servers = Some(name_servers);
        self
    }

    /// Sets the URL at which users sign in to the web application. Invitations link to it.
    #[must_use]
    pub fn with_sign_in_url(mut self, url: impl Into<String>) -> Self {
        self.sign_in_url = Some(url.into());
        self
    }

    /// Sets the origins whose pages may call this service from a browser, such as
    /// `https://app.acme.example`. The default is none. A wildcard is not
    /// supported.
    #[must_use]
    pub fn cross_origins(mut self, origins: Vec<HeaderValue>) -> Self {
        self.cross_origins = origins;
        self
    }

    /// Sets the maximum number of concurrent requests. Further requests are answered with
    /// `try_again`.
    #[must_use]
    pub const fn max_concurrent(mut self, most: usize) -> Self {
        self.max_concurrent = Some(most);
        self
    }

    /// Sets the maximum number of concurrent requests of one client: an IPv4 address, or an IPv6
    /// /64. Further requests are answered with `too_many_requests`. Without it, one client may use
    /// all of them.
    #[must_use]
    pub const fn max_concurrent_per_client(mut self, most: u32) -> Self {
        self.max_concurrent_per_client = Some(most);
        self
    }

    /// Sets the limits of connections, in number and time.
    #[must_use]
    pub const fn connection_limits(mut self, limits: ConnectionLimits) -> Self {
        self.connection_limits = limits;
        self
    }

    /// Sets the networks of proxies whose `X-Forwarded-For` header is trusted, and that may open
    /// any number of connections. Without them, the client is the peer of the connection.
    #[must_use]
    pub fn trusted_proxies(mut self, networks: Vec<IpNet>) -> Self {
        self.trusted_proxies = Proxies::new(networks);
        self
    }

    /// Sets the rate limit for one client.
    #[must_use]
    pub fn rate_limit(mut self, limit: RateLimit) -> Self {
        self.rate_limit = Some(limit);
        self
    }

    /// Sets the time for which records of logins are kept. If no samples are to be kept, none are
    /// made.
    #[must_use]
    pub fn login_retention(mut self, retention: LoginRetention) -> Self {
        let key = self.secrets.keys().ok().and_then(LoginKey::of);
        self.store = self.store.recording(LoginRecording { key, keeps_samples: retention.samples.is_some() });
        self.login_retention = retention;
        self
    }

    /// Sets the system in whose place the service is put. Its routes answer as that system's do.
    #[must_use]
    pub const fn compatibility(mut self, system: Compatibility) -> Self {
        self.compatibility = Some(system);
        self
    }

    /// Sets the key of a Supabase project. Without it, nobody gets a token for Supabase.
    #[must_use]
    pub fn supabase_key(mut self, key: SupabaseKey) -> Self {
        self.supabase_key = Some(key);
        self
    }

    /// Returns the metrics of this process.
    pub fn metrics(&self) -> Metrics {
        self.metrics.clone()
    }

    pub(crate) fn sign_in_url(&self) -> Option<&str> {
        self.sign_in_url.as_deref()
    }

    pub(crate) const fn has_mail(&self) -> bool {
        self.mailer.is_some()
    }

    pub(crate) const fn has_name_servers(&self) -> bool {
        self.name_servers.is_some()
    }

    /// Sends a mail, if there is one and a mail server is configured, and reports the delivery. The
    /// request gives its permit back: only answering is left to do, and a slow mail server must not
    /// keep others out.
    pub(crate) async fn deliver(&self, mail: Option<Mail>) -> Delivery {
        let (Some(mailer), Some(mail)) = (&self.mailer, mail) else { return Delivery::NotConfigured };
        throttle::release_permit();
        match tokio::time::timeout(MAIL_TIMEOUT, mailer.send(mail)).await {
            Ok(Ok(())) => Delivery::Sent,
            Ok(Err(error)) => {
                tracing::warn!(%error, "a mail was not sent");
                Delivery::Failed
            }
            Err(_) => {
                tracing::warn!("a mail was not sent in time");
                Delivery::Failed
            }
        }
    }

    /// Sends a mail under an identifier, which is the same at every try.
    pub(crate) async fn send_mail(&self, mail: Mail, id: &str) -> Result<(), MailFailure> {
        let Some(mailer) = &self.mailer else { return Err(MailFailure::NOT_CONFIGURED) };
        match tokio::time::timeout(MAIL_TIMEOUT, mailer.send_as(mail, id)).await {
            Ok(sent) => {
                sent.map_err(|error| MailFailure { reason: error.reason(), is_permanent: error.is_permanent() })
            }
            Err(_) => Err(MailFailure::TOO_SLOW),
        }
    }

    /// Looks up the TXT records of a name.
    pub(crate) async fn domain_texts(&self, name: &str) -> Result<Vec<String>, LookupError> {
        let name_servers = self.name_servers.as_ref().ok_or(LookupError::NoNameServer)?;
        tokio::time::timeout(DNS_TIMEOUT, name_servers.texts(name)).await.unwrap_or(Err(LookupError::NoAnswer))
    }

    /// Sets the URL at which browsers reach this service, such as `https://cora.acme.example`. The
    /// redirect URI for test logins is below it. Without it, test logins cannot be made in a
    /// browser.
    #[must_use]
    pub fn public_url(mut self, url: impl Into<String>) -> Self {
        self.public_url = Some(url.into());
        self
    }

    /// Sets the lengths of browser sessions, in seconds. An application's sessions are no longer
    /// than these.
    #[must_use]
    pub const fn session_lengths(mut self, lengths: SessionLengths) -> Self {
        self.session_lengths = lengths;
        self
    }

    /// Returns the identifier of the issuer, if it is in use: the public URL, without a slash at
    /// its end.
    pub(crate) fn issuer_url(&self) -> Option<&str> {
        let url = self.public_url.as_deref().filter(|_| self.issuer_objection().is_none())?;
        Some(url.trim_end_matches('/'))
    }

    /// Returns the reason why applications cannot sign in through this service, or `None` if they
    /// can.
    pub fn issuer_objection(&self) -> Option<IssuerObjection> {
        if self.public_url.is_none() {
            return Some(IssuerObjection::PublicUrlMissing);
        }
        self.secrets.keys().is_err().then_some(IssuerObjection::SecretKeysMissing)
    }

    /// Sets whether connections may name addresses of this machine, including over plain HTTP.
    /// Intended for development. The fetcher has its own switch.
    #[must_use]
    pub fn allow_loopback(mut self, allowed: bool) -> Self {
        self.allow_loopback = allowed;
        self
    }

    /// Sets the networks and hosts at which connections may name providers although they are not
    /// public. The fetcher has its own list.
    #[must_use]
    pub fn allowed_hosts(mut self, hosts: Vec<AllowedHost>) -> Self {
        self.allowed_hosts = hosts;
        self
    }

    /// Returns the redirect URI for test logins.
    pub(crate) fn redirect_uri(&self) -> Option<String> {
        let base = self.public_url.as_deref()?;
        Some(format!("{}{TEST_CALLBACK}", base.strip_suffix('/').unwrap_or(base)))
    }
}
