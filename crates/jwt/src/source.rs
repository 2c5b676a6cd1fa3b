//! Fetches an issuer's keys from their source, and keeps them.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Duration;

use cora_core::jwks::{KeyLookup, KeyTimes, counts_while_fetching, look_up, should_renew};
use cora_core::text::Issuer;
use cora_core::time::UnixSeconds;
use cora_core::token::{TokenErrorCode, TokenHeader};
use cora_wire::compact_jws::object;
use jsonwebtoken::DecodingKey;
use serde_json::{Map, Value};
use tokio::sync::OwnedMutexGuard;
use tokio::task::JoinHandle;

use crate::fetch::{Fetch, FetchError};
use crate::key::KeySet;

/// Maximum number of sources remembered at a time.
const MAX_SOURCES: usize = 256;
/// Maximum time for which a token waits for a fetch although its key is at hand in a set that is
/// too old. A fetch that takes longer counts as a failure until it ends.
const MAX_WAIT: Duration = Duration::from_secs(1);

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
        let keys = KeySet::parse(&keys).map_err(|_| FetchError::Unusable("a key set"))?;
        // WHY a failure: a provider that signs tokens has keys. An empty set would replace good
        // keys, and lock everybody out.
        if keys.is_empty() { Err(FetchError::Unusable("a key set with a key")) } else { Ok(keys) }
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
    /// Set while a fetch takes longer than [`MAX_WAIT`].
    is_slow: bool,
}

/// The keys for a token, or the error, as far as the cached set tells.
enum Settled {
    /// This is the result.
    Now(Result<Vec<DecodingKey>, TokenErrorCode>),
    /// This is the result, and the set should be fetched next to the request.
    Renewing(Result<Vec<DecodingKey>, TokenErrorCode>),
    /// The set is too old. This is the result if fetching takes long.
    Old(Result<Vec<DecodingKey>, TokenErrorCode>),
    /// The set has to be fetched: there is none, or it does not have the key.
    Missing,
}

impl Entry {
    fn settled(&self, header: &TokenHeader, now: UnixSeconds) -> Settled {
        let Kept { set, times, is_slow } = self.kept.read().unwrap_or_else(PoisonError::into_inner).clone();
        let found = set.as_ref().map(|set| set.find(header));
        let of_set = |found: Result<Vec<usize>, TokenErrorCode>| {
            let Some(set) = &set else { return Err(TokenErrorCode::KeysUnavailable) };
            let keys: Vec<DecodingKey> = found?.into_iter().filter_map(|at| set.key(at).ok()).collect();
            if keys.is_empty() { Err(TokenErrorCode::KeyMismatch) } else { Ok(keys) }
        };
        match (look_up(found.clone(), times, now), found) {
            (KeyLookup::Use { .. }, Some(found)) if should_renew(times, now) => Settled::Renewing(of_set(found)),
            (KeyLookup::Use { .. }, Some(found)) => Settled::Now(of_set(found)),
            (KeyLookup::Use { .. }, None) => Settled::Now(Err(TokenErrorCode::KeysUnavailable)),
            (KeyLookup::Refuse { code }, _) => Settled::Now(Err(code)),
            (KeyLookup::Fetch {}, None | Some(Err(TokenErrorCode::KeyUnknown))) => Settled::Missing,
            (KeyLookup::Fetch {}, Some(found)) if counts_while_fetching(times) || is_slow => {
                Settled::Renewing(of_set(found))
            }
            (KeyLookup::Fetch {}, Some(found)) => Settled::Old(of_set(found)),
        }
    }

    fn keep(&self, fetched: Option<KeySet>, began: UnixSeconds) {
        let mut kept = self.kept.write().unwrap_or_else(PoisonError::into_inner);
        kept.times.attempted_at = Some(began);
        kept.is_slow = false;
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
        let begin = |turn| self.begin(source, &entry, turn, now);
        match entry.settled(header, now) {
            Settled::Now(found) => return found,
            Settled::Renewing(found) => {
                // Without a turn, a fetch is running already.
                if let Ok(turn) = Arc::clone(&entry.fetching).try_lock_owned() {
                    begin(turn);
                }
                return found;
            }
            Settled::Old(found) => {
                let fetched = async {
                    let turn = Arc::clone(&entry.fetching).lock_owned().await;
                    // The previous holder of the lock may have fetched the key.
                    if matches!(entry.settled(header, now), Settled::Old(_)) {
                        ended(begin(turn)).await;
                    }
                };
                if tokio::time::timeout(MAX_WAIT, fetched).await.is_err() {
                    entry.kept.write().unwrap_or_else(PoisonError::into_inner).is_slow = true;
                    return found;
                }
            }
            Settled::Missing => {
                let turn = Arc::clone(&entry.fetching).lock_owned().await;
                if matches!(entry.settled(header, now), Settled::Missing) {
                    ended(begin(turn)).await;
                }
            }
        }
        match entry.settled(header, now) {
            Settled::Now(found) | Settled::Renewing(found) | Settled::Old(found) => found,
            Settled::Missing => Err(TokenErrorCode::KeysUnavailable),
        }
    }

    /// Fetches keys in a task. WHY a task of its own: a caller that goes away must not cancel it
    /// for all who wait.
    fn begin(
        &self,
        source: &KeySource,
        entry: &Arc<Entry>,
        turn: OwnedMutexGuard<()>,
        now: UnixSeconds,
    ) -> JoinHandle<()> {
        let (fetch, source, keeping) = (Arc::clone(&self.fetch), source.clone(), Arc::clone(entry));
        tokio::spawn(async move {
            let fetched = source.fetch(fetch.as_ref()).await.map_err(|error| {
                let (issuer, code) = (source.issuer.as_str(), error.code());
                tracing::warn!(issuer, code, %error, "signing keys not fetched");
            });
            keeping.keep(fetched.ok(), now);
            drop(turn);
        })
    }

    /// Returns how many of the sources that were needed have no keys, because the provider did not
    /// answer.
    pub(crate) fn without_keys(&self) -> usize {
        self.count(|kept| kept.set.is_none() && kept.times.attempted_at.is_some())
    }

    /// Returns how many of the sources are used with old keys, because the provider does not
    /// answer.
    pub(crate) fn with_old_keys(&self) -> usize {
        self.count(|kept| kept.is_slow || counts_while_fetching(kept.times))
    }

    /// Returns the times at which the keys of a source were fetched.
    pub(crate) fn times(&self, source: &KeySource) -> Option<KeyTimes> {
        let entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        let times = entries.get(source)?.kept.read().unwrap_or_else(PoisonError::into_inner).times;
        Some(times)
    }

    fn count(&self, is: impl Fn(&Kept) -> bool) -> usize {
        let entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        entries.values().filter(|entry| is(&entry.kept.read().unwrap_or_else(PoisonError::into_inner))).count()
    }

    /// Returns the key ID of a token if the cached set has a key for the token.
    pub(crate) fn known_key_id(&self, source: &KeySource, header: &TokenHeader) -> Option<String> {
        let entry = {
            let entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(entries.get(source)?)
        };
        let set = entry.kept.read().unwrap_or_else(PoisonError::into_inner).set.clone()?;
        set.find(header).ok()?;
        header.key_id.as_ref().map(|id| id.as_str().to_owned())
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

/// Waits for a fetch.
async fn ended(fetching: JoinHandle<()>) {
    if let Err(error) = fetching.await {
        tracing::error!(%error, "fetching signing keys was interrupted");
    }
}
