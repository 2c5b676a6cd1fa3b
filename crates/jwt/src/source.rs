//! Where an issuer's keys come from, and how long they are kept.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use cora_core::text::Issuer;
use cora_core::time::UnixSeconds;
use cora_core::token::{TokenErrorCode, TokenHeader};
use jsonwebtoken::DecodingKey;
use serde_json::Value;

use crate::fetch::{Fetch, FetchError};
use crate::key::KeySet;
use crate::object;

/// After how many seconds keys are fetched again, although every token finds its key.
pub const MAX_AGE_SECONDS: u64 = 600;
/// The least time between two fetches, in seconds, while there are keys: a flood of made-up key ids costs one fetch.
pub const REFRESH_SECONDS: u64 = 30;
/// The least time between two fetches, in seconds, while there are no keys at all.
pub const RETRY_SECONDS: u64 = 2;
/// How many sources are remembered at a time.
const MAX_SOURCES: usize = 256;

/// Where the keys of an issuer are.
#[derive(Clone, PartialEq, Eq, Hash)]
pub enum KeyLocation {
    /// Here: one public key as PEM. Nothing is fetched, and the key id of a token does not matter.
    Pem(String),
    /// In the set at this URL.
    Keys(String),
    /// In the set that the discovery document at this URL names.
    Discovery(String),
}

impl fmt::Debug for KeyLocation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            // WHY: where a public key belongs, a private one may have been put.
            Self::Pem(_) => f.write_str("Pem(***)"),
            Self::Keys(url) => f.debug_tuple("Keys").field(url).finish(),
            Self::Discovery(url) => f.debug_tuple("Discovery").field(url).finish(),
        }
    }
}

/// An issuer and where its keys are: what keys are remembered under, so that two issuers never share one (pitfall C18).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct KeySource {
    /// The issuer.
    pub issuer: Issuer,
    /// Where its keys are.
    pub location: KeyLocation,
}

impl KeySource {
    /// The one key `public_key_pem`, else the keys at `jwks_uri`, else those that `discovery_uri` names, else those of the issuer's own discovery document
    /// (OpenID Connect Discovery §4.1).
    pub fn new(
        issuer: &Issuer,
        jwks_uri: Option<&str>,
        discovery_uri: Option<&str>,
        public_key_pem: Option<&str>,
    ) -> Self {
        let location = match (public_key_pem, jwks_uri, discovery_uri) {
            (Some(pem), ..) => KeyLocation::Pem(pem.into()),
            (None, Some(url), _) => KeyLocation::Keys(url.into()),
            (None, None, Some(url)) => KeyLocation::Discovery(url.into()),
            (None, None, None) => {
                let base = issuer.as_str().strip_suffix('/').unwrap_or(issuer.as_str());
                KeyLocation::Discovery(format!("{base}/.well-known/openid-configuration"))
            }
        };
        Self { issuer: issuer.clone(), location }
    }

    async fn fetch(&self, fetch: &dyn Fetch) -> Result<KeySet, FetchError> {
        let keys = match &self.location {
            KeyLocation::Pem(text) => {
                return KeySet::from_pem(text)
                    .map_err(|_| FetchError::Unusable("a PEM public key of a usable type and size"));
            }
            KeyLocation::Keys(url) => fetch.fetch(url).await?,
            KeyLocation::Discovery(url) => {
                let document = object::parse(&fetch.fetch(url).await?);
                let document = document.ok_or(FetchError::Unusable("a discovery document"))?;
                // A document for another issuer would put that issuer's keys in this one's place.
                if document.get("issuer").and_then(Value::as_str) != Some(self.issuer.as_str()) {
                    return Err(FetchError::Unusable("this issuer's discovery document"));
                }
                let url = document.get("jwks_uri").and_then(Value::as_str);
                fetch.fetch(url.ok_or(FetchError::Unusable("a discovery document with `jwks_uri`"))?).await?
            }
        };
        KeySet::parse(&keys).map_err(|_| FetchError::Unusable("a key set"))
    }
}

/// The keys of all issuers, each fetched when they are first needed, again when they are old or a key is not among them,
/// and kept when fetching them again fails.
pub struct KeySources {
    fetch: Arc<dyn Fetch>,
    entries: Mutex<HashMap<KeySource, Arc<Entry>>>,
}

#[derive(Default)]
struct Entry {
    keys: RwLock<Option<Arc<Fetched>>>,
    /// When the last fetch began. Held while fetching, so that all who wait share one fetch.
    attempt: Arc<tokio::sync::Mutex<Option<UnixSeconds>>>,
}

struct Fetched {
    set: KeySet,
    at: UnixSeconds,
}

/// Whether so many seconds have passed. A clock that was set back by more than that counts as passed, so that nothing waits
/// for it; by less, it is a request that read the clock before another one did.
fn passed(since: UnixSeconds, now: UnixSeconds, seconds: u64) -> bool {
    now >= since.plus(seconds) || now.plus(seconds) < since
}

impl Entry {
    fn keys(&self) -> Option<Arc<Fetched>> {
        self.keys.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The key in a set that is not old.
    fn fresh(&self, header: &TokenHeader, now: UnixSeconds) -> Option<Result<DecodingKey, TokenErrorCode>> {
        let keys = self.keys().filter(|keys| !passed(keys.at, now, MAX_AGE_SECONDS))?;
        match keys.set.find(header) {
            Err(TokenErrorCode::KeyUnknown) => None,
            found => Some(found.cloned()),
        }
    }
}

impl KeySources {
    /// No keys yet.
    pub fn new(fetch: Arc<dyn Fetch>) -> Self {
        Self { fetch, entries: Mutex::default() }
    }

    /// The key that a token of this issuer with this header was signed with.
    ///
    /// # Errors
    ///
    /// `keys_unavailable` when there are no keys, `key_unknown` and `key_mismatch` when none of them is the token's.
    pub(crate) async fn key(
        &self,
        source: &KeySource,
        header: &TokenHeader,
        now: UnixSeconds,
    ) -> Result<DecodingKey, TokenErrorCode> {
        let entry = self.entry(source);
        if let Some(found) = entry.fresh(header, now) {
            return found;
        }
        let mut attempt = Arc::clone(&entry.attempt).lock_owned().await;
        // Whoever held the lock before may have brought the key.
        if let Some(found) = entry.fresh(header, now) {
            return found;
        }
        let pause = if entry.keys().is_some() { REFRESH_SECONDS } else { RETRY_SECONDS };
        if attempt.is_none_or(|last| passed(last, now, pause)) {
            *attempt = Some(now);
            let (fetch, source, entry) = (Arc::clone(&self.fetch), source.clone(), Arc::clone(&entry));
            // WHY its own task: a caller that goes away must not take the fetch of all who wait with it.
            let fetching = tokio::spawn(async move {
                let _attempt = attempt;
                match source.fetch(fetch.as_ref()).await {
                    Ok(set) => {
                        let fetched = Some(Arc::new(Fetched { set, at: now }));
                        *entry.keys.write().unwrap_or_else(PoisonError::into_inner) = fetched;
                    }
                    Err(error) => {
                        let (issuer, code) = (source.issuer.as_str(), error.code());
                        tracing::warn!(issuer, code, %error, "signing keys not fetched");
                    }
                }
            });
            if let Err(error) = fetching.await {
                tracing::error!(%error, "fetching signing keys was interrupted");
            }
        }
        entry.keys().ok_or(TokenErrorCode::KeysUnavailable)?.set.find(header).cloned()
    }

    fn entry(&self, source: &KeySource) -> Arc<Entry> {
        let mut entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        if entries.len() >= MAX_SOURCES && !entries.contains_key(source) {
            // WHY one: the keys of all others stay at hand.
            if let Some(one) = entries.keys().next().cloned() {
                entries.remove(&one);
            }
        }
        Arc::clone(entries.entry(source.clone()).or_default())
    }
}
