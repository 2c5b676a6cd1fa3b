//! What the routes work with.

use std::sync::Arc;

use cora_jwt::{Fetch, Verifier};
use cora_store::Store;

use crate::clock::Clock;

/// What the routes work with; cheap to clone.
#[derive(Clone)]
pub struct App {
    pub(crate) store: Store,
    pub(crate) verifier: Arc<Verifier>,
    pub(crate) clock: Clock,
    pub(crate) trace_for_users: bool,
}

impl App {
    /// An application over a store that gets signing keys by `fetch` and the time from `clock`.
    pub fn new(store: Store, fetch: Arc<dyn Fetch>, clock: Clock) -> Self {
        Self { store, verifier: Arc::new(Verifier::new(fetch)), clock, trace_for_users: false }
    }

    /// Whether people who are let in see the trace of their own decision. It names rules and organizations, so it is off
    /// unless asked for; for demonstrations.
    #[must_use]
    pub fn trace_for_users(mut self, shown: bool) -> Self {
        self.trace_for_users = shown;
        self
    }
}
