//! Signing keys of issuers: selects the key of a set that can have signed a token, and decides when
//! a set must be fetched (again). Fetching, caching and verifying are up to the host; these rules
//! are the same for all hosts.

mod curve;
pub(crate) mod key;

use alloc::string::String;
use alloc::vec::Vec;
use cora_wire_derive::{record, union};
use serde_json::{Map, Value};

use crate::connection::SignatureAlgorithm;
use crate::text::KeyId;
use crate::time::UnixSeconds;
use crate::token::{TokenErrorCode, TokenHeader};

/// Maximum keys in a set. A longer set is rejected as a whole.
pub const MAX_KEYS: usize = 100;
/// Maximum keys that are tried for a token that names none. A provider has two during a rollover;
/// more would make each forged token costlier.
pub const MAX_TRIED_KEYS: usize = 4;
/// Maximum age of a set, in seconds. After this time the keys are fetched again even if every token
/// finds its key, so a withdrawn key is not accepted longer than that.
pub const MAX_AGE_SECONDS: u64 = 600;
/// Age of a set, in seconds, from which a host that can fetch next to its requests does so, long
/// before the set is too old. So nobody waits for a provider whose keys are at hand.
pub const RENEW_SECONDS: u64 = 300;
/// Minimum time between two fetches, in seconds, while there are keys. A flood of made-up key IDs
/// costs one fetch (pitfall C20).
pub const REFRESH_SECONDS: u64 = 30;
/// Minimum time between two fetches, in seconds, while there are no keys at all.
pub const RETRY_SECONDS: u64 = 2;

/// The metadata of the keys that an issuer publishes. The host holds the keys themselves, in the
/// same order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeySet {
    keys: Vec<Key>,
}

/// The document is not a key set: an object with a list `keys` of at most [`MAX_KEYS`] objects
/// (RFC 7517 §5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is not a JSON Web Key Set of at most {MAX_KEYS} keys")]
pub struct KeySetError;

#[derive(Debug, Clone, PartialEq, Eq)]
struct Key {
    name: KeyName,
    /// The SHA-1 thumbprint of the key's certificate (RFC 7517 §4.8).
    thumbprint: Option<String>,
    /// The SHA-256 thumbprint of the key's certificate (RFC 7517 §4.9).
    thumbprint_s256: Option<String>,
    /// The algorithms that the key may be used with, by type, `alg`, `use` and `key_ops` together;
    /// empty for an unusable key.
    algorithms: Vec<SignatureAlgorithm>,
}

/// The key IDs in tokens that refer to a key.
#[derive(Debug, Clone, PartialEq, Eq)]
enum KeyName {
    /// This key ID only.
    Id(String),
    /// No key ID. A token that names its key does not refer to this one.
    Missing,
    /// Any key ID: this is the only key, and it was given without a name.
    Any,
}

impl KeySet {
    /// Reads a set. An unusable key stays in the set as one that fits nothing, so that a token that
    /// names it is distinguished from a token that names an unknown key.
    ///
    /// # Errors
    ///
    /// [`KeySetError`] if the document is not a key set.
    pub fn read(document: &Map<String, Value>) -> Result<Self, KeySetError> {
        let Some(Value::Array(items)) = document.get("keys") else { return Err(KeySetError) };
        if items.len() > MAX_KEYS {
            return Err(KeySetError);
        }
        let keys = items.iter().map(|item| item.as_object().map(Key::read).ok_or(KeySetError));
        Ok(Self { keys: keys.collect::<Result<_, _>>()? })
    }

    /// Builds the set of a single key that was given by itself. It applies to tokens with any key
    /// ID.
    pub fn of_one(jwk: &Map<String, Value>) -> Self {
        Self { keys: alloc::vec![Key { name: KeyName::Any, ..Key::read(jwk) }] }
    }

    /// Builds the set of a single key whose algorithms are known. It applies to tokens with any key
    /// ID.
    pub fn of_algorithms(algorithms: &[SignatureAlgorithm]) -> Self {
        let (thumbprint, thumbprint_s256, algorithms) = (None, None, algorithms.to_vec());
        Self { keys: alloc::vec![Key { name: KeyName::Any, thumbprint, thumbprint_s256, algorithms }] }
    }

    /// Returns the positions of the keys that can have signed a token with this header, in order:
    /// one, unless the token names no key. Then the thumbprint of its certificate tells the key, or
    /// all keys that fit are to be tried, at most [`MAX_TRIED_KEYS`]. A kind of thumbprint that no
    /// key has counts as absent.
    ///
    /// # Errors
    ///
    /// `key_unknown` if no key has the key ID or the thumbprint, or if too many keys fit a token
    /// without either. `key_mismatch` if the key with that ID or thumbprint does not fit the
    /// algorithm, or several with that ID do.
    pub fn find(&self, header: &TokenHeader) -> Result<Vec<usize>, TokenErrorCode> {
        let keys = || self.keys.iter().enumerate();
        let fitting = |(at, key): (usize, &Key)| key.algorithms.contains(&header.algorithm).then_some(at);
        if let Some(id) = header.key_id.as_ref().map(KeyId::as_str) {
            let mut named = keys().filter(|(_, key)| key.name.means(id)).peekable();
            let other = if named.peek().is_some() { TokenErrorCode::KeyMismatch } else { TokenErrorCode::KeyUnknown };
            let fitting: Vec<usize> = named.filter_map(fitting).collect();
            return if fitting.len() == 1 { Ok(fitting) } else { Err(other) };
        }
        if let [Key { name: KeyName::Any, .. }] = self.keys.as_slice() {
            return keys().find_map(fitting).map(|at| alloc::vec![at]).ok_or(TokenErrorCode::KeyMismatch);
        }
        let s256 = header.certificate_thumbprint_s256.as_ref().filter(|_| self.has(Key::thumbprint_s256));
        let sha1 = header.certificate_thumbprint.as_ref().filter(|_| self.has(Key::thumbprint));
        let is_of = |key: Option<&str>, token: Option<&KeyId>| key.is_some() && key == token.map(KeyId::as_str);
        let by_s256 = |key: &Key| is_of(key.thumbprint_s256(), s256);
        let by_sha1 = |key: &Key| is_of(key.thumbprint(), sha1);
        // A key with another certificate has not signed the token.
        let has_other = |key: &Key| {
            (s256.is_some() && key.thumbprint_s256.is_some()) || (sha1.is_some() && key.thumbprint.is_some())
        };
        let those = |is: &dyn Fn(&Key) -> bool| keys().filter(|(_, key)| is(key)).filter_map(fitting).collect();
        let (candidates, other): (Vec<usize>, _) = if self.keys.iter().any(by_s256) {
            (those(&by_s256), TokenErrorCode::KeyMismatch)
        } else if self.keys.iter().any(by_sha1) {
            (those(&by_sha1), TokenErrorCode::KeyMismatch)
        } else {
            (those(&|key| !has_other(key)), TokenErrorCode::KeyUnknown)
        };
        if (1..=MAX_TRIED_KEYS).contains(&candidates.len()) { Ok(candidates) } else { Err(other) }
    }
}

impl KeySet {
    /// Returns `true` if the set has no keys.
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// Returns `true` if a key has this kind of thumbprint.
    fn has(&self, thumbprint: fn(&Key) -> Option<&str>) -> bool {
        self.keys.iter().any(|key| thumbprint(key).is_some())
    }
}

impl KeyName {
    fn means(&self, id: &str) -> bool {
        match self {
            Self::Id(own) => own == id,
            Self::Missing => false,
            Self::Any => true,
        }
    }
}

impl Key {
    fn read(jwk: &Map<String, Value>) -> Self {
        let name = jwk.get("kid").and_then(Value::as_str).map_or(KeyName::Missing, |id| KeyName::Id(id.into()));
        // RFC 8725 §3.1: if anyone can read the private part of a key, anyone can sign with it.
        let algorithms = if key::private_member(jwk).is_some() { None } else { key::verifying(jwk).ok() };
        let [thumbprint, thumbprint_s256] =
            ["x5t", "x5t#S256"].map(|name| jwk.get(name).and_then(Value::as_str).map(String::from));
        Self { name, thumbprint, thumbprint_s256, algorithms: algorithms.unwrap_or_default() }
    }

    fn thumbprint(&self) -> Option<&str> {
        self.thumbprint.as_deref()
    }

    fn thumbprint_s256(&self) -> Option<&str> {
        self.thumbprint_s256.as_deref()
    }
}

/// The fetch times of the key set that a host caches for an issuer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct KeyTimes {
    /// The time at which the set was fetched; `None` while there is no set.
    pub fetched_at: Option<UnixSeconds>,
    /// The start time of the last fetch that has ended, successful or not; `None` if there was
    /// none.
    pub attempted_at: Option<UnixSeconds>,
}

/// The next step of a host to get a token's key.
#[union(step)]
pub enum KeyLookup {
    /// Use the key at this position of the set.
    Use {
        /// The position of the key, counting from 0.
        index: u32,
        /// The positions of further keys to try, in order, if the token names no key and the
        /// signature is not of the first; at most 3.
        others: Vec<u32>,
        /// The time from which the key must be looked up again, in seconds since the epoch, UTC.
        until: UnixSeconds,
    },
    /// Fetch the set, unless a fetch is already running, then look up again.
    Fetch {},
    /// Reject the token.
    Refuse {
        /// The error code: `key_unknown`, `key_mismatch` or `keys_unavailable`.
        code: TokenErrorCode,
    },
}

/// A lookup of a token's key, as JSON.
#[record]
pub struct LookUpKeyInput {
    /// The time of the lookup, in seconds since the epoch, UTC.
    pub now: UnixSeconds,
    /// The signature algorithm that the token names.
    pub algorithm: SignatureAlgorithm,
    /// The key ID that the token names; absent if it names none.
    #[serde(default)]
    pub key_id: Option<KeyId>,
    /// The SHA-1 thumbprint of a certificate that the token names (`x5t`), if it names no key ID.
    #[serde(default)]
    pub certificate_thumbprint: Option<KeyId>,
    /// The SHA-256 thumbprint of a certificate that the token names (`x5t#S256`), if it names no
    /// key ID.
    #[serde(default)]
    pub certificate_thumbprint_s256: Option<KeyId>,
    /// The set as fetched; absent while there is none.
    #[serde(default, deserialize_with = "crate::json::optional_object")]
    #[cfg_attr(feature = "tsify", tsify(type = "Record<string, unknown> | null"))]
    pub key_set: Option<Map<String, Value>>,
    /// `true` if the set holds a single key that was given by itself, for tokens with any key ID.
    #[serde(default)]
    pub any_key_id: bool,
    /// The time at which the set was fetched, in seconds since the epoch, UTC.
    #[serde(default)]
    pub fetched_at: Option<UnixSeconds>,
    /// The start time of the last fetch that has ended, in seconds since the epoch, UTC.
    #[serde(default)]
    pub attempted_at: Option<UnixSeconds>,
}

/// Returns `true` if this many seconds have passed. A clock that was set back by more than that
/// counts as passed, so nothing waits for it. If it is behind by less, a request read the clock
/// before another one did.
fn passed(since: UnixSeconds, now: UnixSeconds, seconds: u64) -> bool {
    now >= since.plus(seconds) || now.plus(seconds) < since
}

/// Decides the next step to get a token's key. `found` is the result of [`KeySet::find`] in the
/// cached set, or `None` while there is no set.
///
/// A set that is not too old decides for the keys that it has. An unknown key, or a set that is too
/// old, is a reason to fetch, but not more often than once in [`REFRESH_SECONDS`]. Meanwhile, and
/// if fetching fails, the last good set is used. Without a set, a fetch is tried once in
/// [`RETRY_SECONDS`].
pub fn look_up(found: Option<Result<Vec<usize>, TokenErrorCode>>, times: KeyTimes, now: UnixSeconds) -> KeyLookup {
    let found = found.zip(times.fetched_at);
    let fresh_until = found.as_ref().map(|(_, fetched_at)| *fetched_at).filter(|at| !passed(*at, now, MAX_AGE_SECONDS));
    let settled = |found: Result<Vec<usize>, TokenErrorCode>, until: UnixSeconds| {
        let mut positions = match found {
            Ok(positions) => positions.into_iter().map(|at| u32::try_from(at).unwrap_or(u32::MAX)),
            Err(code) => return KeyLookup::Refuse { code },
        };
        match positions.next() {
            Some(index) => KeyLookup::Use { index, others: positions.collect(), until },
            None => KeyLookup::Refuse { code: TokenErrorCode::KeyUnknown },
        }
    };
    if let (Some((found, _)), Some(fetched_at)) = (&found, fresh_until)
        && *found != Err(TokenErrorCode::KeyUnknown)
    {
        return settled(found.clone(), fetched_at.plus(MAX_AGE_SECONDS));
    }
    let pause = if found.is_some() { REFRESH_SECONDS } else { RETRY_SECONDS };
    match (times.attempted_at, found) {
        (Some(attempted_at), Some((found, _))) if !passed(attempted_at, now, pause) => {
            settled(found, attempted_at.plus(pause))
        }
        (Some(attempted_at), None) if !passed(attempted_at, now, pause) => {
            KeyLookup::Refuse { code: TokenErrorCode::KeysUnavailable }
        }
        _ => KeyLookup::Fetch {},
    }
}

/// Returns `true` if a host should fetch the set now, next to the request that it answers from the
/// cached set.
pub fn should_renew(times: KeyTimes, now: UnixSeconds) -> bool {
    let is_old = times.fetched_at.is_some_and(|at| passed(at, now, RENEW_SECONDS));
    is_old && times.attempted_at.is_none_or(|at| passed(at, now, REFRESH_SECONDS))
}

/// Returns `true` if the last fetch failed, so that a set counts while it is fetched again, however
/// old it is. Without a failure, a set that is too old is fetched first: a key that the provider
/// has withdrawn is accepted no longer than [`MAX_AGE_SECONDS`] if the provider answers.
pub fn counts_while_fetching(times: KeyTimes) -> bool {
    times.fetched_at.is_some() && times.attempted_at > times.fetched_at
}

/// Runs [`look_up`] on a set that is given as a document. A document that is not a key set counts
/// as no set.
pub fn look_up_key(input: &LookUpKeyInput) -> KeyLookup {
    let header = TokenHeader {
        algorithm: input.algorithm,
        key_id: input.key_id.clone(),
        certificate_thumbprint: input.certificate_thumbprint.clone(),
        certificate_thumbprint_s256: input.certificate_thumbprint_s256.clone(),
    };
    let set = input.key_set.as_ref().and_then(|document| {
        let set = KeySet::read(document).ok()?;
        let only = || document.get("keys")?.as_array()?.first()?.as_object();
        if input.any_key_id { only().map(KeySet::of_one) } else { Some(set) }
    });
    let times = KeyTimes { fetched_at: input.fetched_at, attempted_at: input.attempted_at };
    look_up(set.map(|set| set.find(&header)), times, input.now)
}
