//! What the routes work with.

use std::sync::Arc;
use std::time::Duration;

use axum::http::HeaderValue;
use cora_dns::{LookupError, NameServers};
use cora_jwt::{Fetch, PostForm, Verifier};
use cora_mail::{Mail, Mailer};
use cora_secrets::{KeyRing, Resolver};
use cora_store::Store;

use crate::admission::RateLimit;
use crate::clock::Clock;
use crate::known_connections::KnownConnections;
use crate::mail::Delivery;
use crate::metrics::Metrics;

/// How long a mail server may take, which is less than a request may.
const MAIL_TIMEOUT: Duration = Duration::from_secs(10);
/// How long name servers may take.
const DNS_TIMEOUT: Duration = Duration::from_secs(8);

/// The path that providers send test logins back to.
pub(crate) const TEST_CALLBACK: &str = "/auth/connection-test/callback";

/// What the routes work with; cheap to clone.
#[derive(Clone)]
pub struct App {
    pub(crate) store: Store,
    pub(crate) known_connections: KnownConnections,
    pub(crate) verifier: Arc<Verifier>,
    pub(crate) fetch: Arc<dyn Fetch>,
    pub(crate) post: Arc<dyn PostForm>,
    pub(crate) clock: Clock,
    pub(crate) secrets: Resolver,
    /// Seals what a test login needs between its beginning and its callback.
    pub(crate) flow_keys: KeyRing,
    pub(crate) public_url: Option<String>,
    pub(crate) allow_loopback: bool,
    pub(crate) trace_for_users: bool,
    mailer: Option<Mailer>,
    name_servers: Option<NameServers>,
    sign_in_url: Option<String>,
    pub(crate) metrics: Metrics,
    pub(crate) cross_origins: Vec<HeaderValue>,
    pub(crate) max_concurrent: Option<usize>,
    pub(crate) rate_limit: Option<RateLimit>,
}

impl App {
    /// An application over a store that gets documents of providers by `fetch`, exchanges codes by `post`, finds the secrets of
    /// connections by `secrets`, and gets the time from `clock`.
    ///
    /// # Errors
    ///
    /// When the system gives no randomness.
    pub fn new(
        store: Store,
        fetch: Arc<dyn Fetch>,
        post: Arc<dyn PostForm>,
        secrets: Resolver,
        clock: Clock,
    ) -> Result<Self, cora_secrets::SecretError> {
        // Without keys of the operator's, test logins end with this process; several processes need keys that they share.
        let flow_keys = secrets.keys().cloned().or_else(|_| KeyRing::ephemeral())?;
        let verifier = Arc::new(Verifier::new(Arc::clone(&fetch)));
        let (public_url, allow_loopback, trace_for_users) = (None, false, false);
        Ok(Self {
            store,
            known_connections: KnownConnections::default(),
            verifier,
            fetch,
            post,
            clock,
            secrets,
            flow_keys,
            public_url,
            allow_loopback,
            trace_for_users,
            mailer: None,
            name_servers: None,
            sign_in_url: None,
            metrics: Metrics::default(),
            cross_origins: Vec::new(),
            max_concurrent: None,
            rate_limit: None,
        })
    }

    /// Whether people who are let in see the trace of their own decision. It names rules and organizations, so it is off
    /// unless asked for; for demonstrations.
    #[must_use]
    pub fn trace_for_users(mut self, shown: bool) -> Self {
        self.trace_for_users = shown;
        self
    }

    /// Sends mail: invitations, and tokens to mailboxes of domains. Without it people are told of neither.
    #[must_use]
    pub fn mailer(mut self, mailer: Mailer) -> Self {
        self.mailer = Some(mailer);
        self
    }

    /// Asks these name servers for the records that prove domains. Without them none is proven that way.
    #[must_use]
    pub fn name_servers(mut self, name_servers: NameServers) -> Self {
        self.name_servers = Some(name_servers);
        self
    }

    /// Where people sign in to the web application; invitations point there.
    #[must_use]
    pub fn with_sign_in_url(mut self, url: impl Into<String>) -> Self {
        self.sign_in_url = Some(url.into());
        self
    }

    /// The origins whose pages may ask from a browser, such as `https://app.acme.example`; none unless they are named, and never all.
    #[must_use]
    pub fn cross_origins(mut self, origins: Vec<HeaderValue>) -> Self {
        self.cross_origins = origins;
        self
    }

    /// How many requests are worked on at a time; those beyond are told to try again.
    #[must_use]
    pub const fn max_concurrent(mut self, most: usize) -> Self {
        self.max_concurrent = Some(most);
        self
    }

    /// How many requests of one client are answered.
    #[must_use]
    pub fn rate_limit(mut self, limit: RateLimit) -> Self {
        self.rate_limit = Some(limit);
        self
    }

    /// The numbers of this process.
    pub fn metrics(&self) -> Metrics {
        self.metrics.clone()
    }

    pub(crate) fn sign_in_url(&self) -> Option<&str> {
        self.sign_in_url.as_deref()
    }

    pub(crate) const fn has_mail(&self) -> bool {
        self.mailer.is_some()
    }

    /// Sends a mail, if there is one and a server for it; what has become of it.
    pub(crate) async fn deliver(&self, mail: Option<Mail>) -> Delivery {
        let (Some(mailer), Some(mail)) = (&self.mailer, mail) else { return Delivery::NotConfigured };
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

    /// The texts in a domain's DNS.
    pub(crate) async fn domain_texts(&self, name: &str) -> Result<Vec<String>, LookupError> {
        let name_servers = self.name_servers.as_ref().ok_or(LookupError::NoNameServer)?;
        tokio::time::timeout(DNS_TIMEOUT, name_servers.texts(name)).await.unwrap_or(Err(LookupError::NoAnswer))
    }

    /// Where browsers reach this service, such as `https://cora.acme.example`: providers send test logins back below it.
    /// Without it there are no test logins by browser.
    #[must_use]
    pub fn public_url(mut self, url: impl Into<String>) -> Self {
        self.public_url = Some(url.into());
        self
    }

    /// Whether connections may name addresses of this machine, by plain HTTP too; for trying things out. The fetcher has its
    /// own switch.
    #[must_use]
    pub fn allow_loopback(mut self, allowed: bool) -> Self {
        self.allow_loopback = allowed;
        self
    }

    /// Where providers send test logins back to.
    pub(crate) fn redirect_uri(&self) -> Option<String> {
        let base = self.public_url.as_deref()?;
        Some(format!("{}{TEST_CALLBACK}", base.strip_suffix('/').unwrap_or(base)))
    }
}
