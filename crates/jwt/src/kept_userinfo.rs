//! The answers of userinfo endpoints, and the URLs of these, that are kept for a while.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use cora_core::time::UnixSeconds;
use serde_json::{Map, Value};

/// Time for which an answer or the URL of an endpoint is kept, in seconds (our decision: shorter
/// than any usual lifetime of a token that would hold the claims itself).
pub const MAX_KEPT_SECONDS: u64 = 300;

/// Maximum number of answers and of endpoints that are kept at a time.
const MAX_KEPT: usize = 1000;

/// The answers and endpoints that are kept.
#[derive(Default)]
pub(crate) struct KeptUserinfo {
    pub(crate) endpoints: Kept<String, String>,
    pub(crate) answers: Kept<[u8; 32], Map<String, Value>>,
}

/// Values that are kept for a while.
pub(crate) struct Kept<K, V>(Mutex<HashMap<K, (Arc<V>, UnixSeconds)>>);

impl<K, V> Default for Kept<K, V> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<K: Eq + std::hash::Hash + Clone, V> Kept<K, V> {
    pub(crate) fn get(&self, key: &K, now: UnixSeconds) -> Option<Arc<V>> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.get(key).filter(|(_, at)| is_fresh(*at, now)).map(|(value, _)| Arc::clone(value))
    }

    pub(crate) fn set(&self, key: K, value: Arc<V>, now: UnixSeconds) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= MAX_KEPT {
            kept.retain(|_, (_, at)| is_fresh(*at, now));
        }
        if kept.len() >= MAX_KEPT
            && let Some(one) = kept.keys().next().cloned()
        {
            kept.remove(&one);
        }
        kept.insert(key, (value, now));
    }
}

/// Returns `true` if a value of this time is still used. One of the future is not: the clock was
/// set back.
fn is_fresh(at: UnixSeconds, now: UnixSeconds) -> bool {
    at <= now && now < at.plus(MAX_KEPT_SECONDS)
}
