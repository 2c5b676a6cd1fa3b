//! Fetches an issuer's keys from their source, and keeps them.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use cora_core::jwks::{KeyLookup, KeyTimes, look_up};
use cora_core::text::Issuer;
use cora_core::time::UnixSeconds;
use cora_core::token::{TokenErrorCode, TokenHeader};
use cora_wire::compact_jws::object;
use jsonwebtoken::DecodingKey;
use serde_json::{Map, Value};

use crate::fetch::{Fetch, FetchError};
use crate::key::KeySet;

/// Maximum number of sources remembered at a time.
const MAX_SOURCES: usize = 256;

/// The location of an issuer's keys.
#[derive(Clone, PartialEq, Eq, Hash)]
pub enum KeyLocation {
    /// One public key as PEM, given here. Nothing is fetched, and the key id of a token is ignored.
    Pem(String),
    /// The key set at this URL.
    Keys(String),
    /// The key set that the discovery document at this URL names.
    Discovery(String),
}

impl fmt::Debug for KeyLocation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            // WHY: a private key may have been put where a public one belongs, so neither is shown.
            Self::Pem(_) => f.write_str("Pem(***)"),
            Self::Keys(url) => f.debug_tuple("Keys").field(url).finish(),
            Self::Discovery(url) => f.debug_tuple("Discovery").field(url).finish(),
        }
    }
}

/// An issuer and the location of its keys. Keys are cached under this pair, so that two issuers
/// never share one (pitfall C18).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct KeySource {
    /// The issuer.
    pub issuer: Issuer,
    /// The location of the issuer's keys.
    pub location: KeyLocation,
}

impl KeySource {
    /// Builds the source from a connection's settings. The first one given wins: the single key
    /// `public_key_pem`, the keys at `jwks_uri`, the keys that `discovery_uri` names. Without any,
    /// the keys are those of the issuer's own discovery document (OpenID Connect Discovery §4.1).
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
                let document = discovery_document(fetch, &self.issuer, url).await?;
                let url = document.get("jwks_uri").and_then(Value::as_str);
                fetch.fetch(url.ok_or(FetchError::Unusable("a discovery document with `jwks_uri`"))?).await?
            }
        };
        KeySet::parse(&keys).map_err(|_| FetchError::Unusable("a key set"))
    }
}

/// Fetches the discovery document of an issuer.
///
/// SECURITY: a document for another issuer would put that issuer's keys and endpoints in place of
/// this one's.
pub(crate) async fn discovery_document(
    fetch: &dyn Fetch,
    issuer: &Issuer,
    url: &str,
) -> Result<Map<String, Value>, FetchError> {
    let document = object(&fetch.fetch(url).await?).ok_or(FetchError::Unusable("a discovery document"))?;
    if document.get("issuer").and_then(Value::as_str) == Some(issuer.as_str()) {
        Ok(document)
    } else {
        Err(FetchError::Unusable("this issuer's discovery document"))
    }
}

/// The keys of all issuers, fetched and kept by the rules of [`cora_core::jwks`].
pub struct KeySources {
    fetch: Arc<dyn Fetch>,
    entries: Mutex<HashMap<KeySource, Arc<Entry>>>,
}

#[derive(Default)]
struct Entry {
    kept: RwLock<Kept>,
    /// Held while fetching, so that all waiting callers share one fetch.
    fetching: Arc<tokio::sync::Mutex<()>>,
}

#[derive(Default, Clone)]
struct Kept {
    set: Option<Arc<KeySet>>,
    times: KeyTimes,
}

impl Entry {
    /// Returns the keys or the error if either is settled, or `None` if the set has to be fetched.
    fn settled(&self, header: &TokenHeader, now: UnixSeconds) -> Option<Result<Vec<DecodingKey>, TokenErrorCode>> {
        let Kept { set, times } = self.kept.read().unwrap_or_else(PoisonError::into_inner).clone();
        match look_up(set.as_ref().map(|set| set.find(header)), times, now) {
            KeyLookup::Use { index, others, .. } => {
                let Some(set) = set else { return Some(Err(TokenErrorCode::KeysUnavailable)) };
                let positions = std::iter::once(index).chain(others);
                let positions = positions.map(|at| usize::try_from(at).unwrap_or(usize::MAX));
                let keys: Vec<DecodingKey> = positions.filter_map(|at| set.key(at).ok()).collect();
                Some(if keys.is_empty() { Err(TokenErrorCode::KeyMismatch) } else { Ok(keys) })
            }
            KeyLookup::Refuse { code } => Some(Err(code)),
            KeyLookup::Fetch {} => None,
        }
    }

    fn keep(&self, fetched: Option<KeySet>, began: UnixSeconds) {
        let mut kept = self.kept.write().unwrap_or_else(PoisonError::into_inner);
        kept.times.attempted_at = Some(began);
        if let Some(set) = fetched {
            kept.set = Some(Arc::new(set));
            kept.times.fetched_at = Some(began);
        }
    }
}

impl KeySources {
    /// Builds an empty cache that fetches keys with `fetch`.
    pub fn new(fetch: Arc<dyn Fetch>) -> Self {
        Self { fetch, entries: Mutex::default() }
    }

    /// Returns the client that fetches documents.
    pub(crate) fn fetch(&self) -> &dyn Fetch {
        self.fetch.as_ref()
    }

    /// Returns the keys that a token of this issuer with this header can have been signed with; at
    /// least one.
    ///
    /// # Errors
    ///
    /// Returns `keys_unavailable` if there are no keys, and `key_unknown` or `key_mismatch` if none
    /// of them fits the token.
    pub(crate) async fn keys(
        &self,
        source: &KeySource,
        header: &TokenHeader,
        now: UnixSeconds,
    ) -> Result<Vec<DecodingKey>, TokenErrorCode> {
        let entry = self.entry(source);
        if let Some(found) = entry.settled(header, now) {
            return found;
        }
        let turn = Arc::clone(&entry.fetching).lock_owned().await;
        // The previous holder of the lock may have fetched the key.
        if let Some(found) = entry.settled(header, now) {
            return found;
        }
        let (fetch, source, keeping) = (Arc::clone(&self.fetch), source.clone(), Arc::clone(&entry));
        // WHY: the fetch is a task of its own, because a caller that goes away must not cancel it
        // for all who wait.
        let fetching = tokio::spawn(async move {
            let fetched = source.fetch(fetch.as_ref()).await.map_err(|error| {
                let (issuer, code) = (source.issuer.as_str(), error.code());
                tracing::warn!(issuer, code, %error, "signing keys not fetched");
            });
            keeping.keep(fetched.ok(), now);
            drop(turn);
        });
        if let Err(error) = fetching.await {
            tracing::error!(%error, "fetching signing keys was interrupted");
        }
        entry.settled(header, now).unwrap_or(Err(TokenErrorCode::KeysUnavailable))
    }

    fn entry(&self, source: &KeySource) -> Arc<Entry> {
        let mut entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        if entries.len() >= MAX_SOURCES && !entries.contains_key(source) {
            // WHY: only one entry is removed, so that the keys of all others stay cached.
            if let Some(one) = entries.keys().next().cloned() {
                entries.remove(&one);
            }
        }
        Arc::clone(entries.entry(source.clone()).or_default())
    }
}
