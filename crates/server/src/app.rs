//! What the routes work with.

use std::sync::Arc;

use cora_jwt::{Fetch, PostForm, Verifier};
use cora_secrets::{KeyRing, Resolver};
use cora_store::Store;

use crate::clock::Clock;
use crate::known_connections::KnownConnections;

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
        })
    }

    /// Whether people who are let in see the trace of their own decision. It names rules and organizations, so it is off
    /// unless asked for; for demonstrations.
    #[must_use]
    pub fn trace_for_users(mut self, shown: bool) -> Self {
        self.trace_for_users = shown;
        self
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
