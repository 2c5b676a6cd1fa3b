//! Where an issuer's keys come from, and how long they are kept.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use cora_core::jwks::{KeyLookup, KeyTimes, look_up};
use cora_core::text::Issuer;
use cora_core::time::UnixSeconds;
use cora_core::token::{TokenErrorCode, TokenHeader};
use cora_wire::compact::object;
use jsonwebtoken::DecodingKey;
use serde_json::Value;

use crate::fetch::{Fetch, FetchError};
use crate::key::KeySet;

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
                let document = object(&fetch.fetch(url).await?);
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

/// The keys of all issuers, fetched and kept as [`cora_core::jwks`] says.
pub struct KeySources {
    fetch: Arc<dyn Fetch>,
    entries: Mutex<HashMap<KeySource, Arc<Entry>>>,
}

#[derive(Default)]
struct Entry {
    kept: RwLock<Kept>,
    /// Held while fetching, so that all who wait share one fetch.
    fetching: Arc<tokio::sync::Mutex<()>>,
}

#[derive(Default, Clone)]
struct Kept {
    set: Option<Arc<KeySet>>,
    times: KeyTimes,
}

impl Entry {
    /// The key, or why there is none; `None` when the set has to be fetched.
    fn settled(&self, header: &TokenHeader, now: UnixSeconds) -> Option<Result<DecodingKey, TokenErrorCode>> {
        let Kept { set, times } = self.kept.read().unwrap_or_else(PoisonError::into_inner).clone();
        match look_up(set.as_ref().map(|set| set.find(header)), times, now) {
            KeyLookup::Use { index, .. } => {
                let index = usize::try_from(index).unwrap_or(usize::MAX);
                Some(set.map_or(Err(TokenErrorCode::KeysUnavailable), |set| set.key(index)))
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
        if let Some(found) = entry.settled(header, now) {
            return found;
        }
        let turn = Arc::clone(&entry.fetching).lock_owned().await;
        // Whoever had the turn before may have brought the key.
        if let Some(found) = entry.settled(header, now) {
            return found;
        }
        let (fetch, source, keeping) = (Arc::clone(&self.fetch), source.clone(), Arc::clone(&entry));
        // WHY its own task: a caller that goes away must not take the fetch of all who wait with it.
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
            // WHY one: the keys of all others stay at hand.
            if let Some(one) = entries.keys().next().cloned() {
                entries.remove(&one);
            }
        }
        Arc::clone(entries.entry(source.clone()).or_default())
    }
}
