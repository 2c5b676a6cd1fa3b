//! Signing keys of issuers: which key of a set a token can have been signed with, and when the set has to be fetched (again). Fetching,
//! keeping and verifying are the host's; these rules are the same for all hosts.

pub(crate) mod key;

use alloc::string::String;
use alloc::vec::Vec;
use cora_wire_derive::{record, union};
use serde_json::{Map, Value};

use crate::connection::SignatureAlgorithm;
use crate::text::KeyId;
use crate::time::UnixSeconds;
use crate::token::{TokenErrorCode, TokenHeader};

/// The greatest number of keys in a set; of a longer one none is taken.
pub const MAX_KEYS: usize = 100;
/// After how many seconds keys are fetched again, although every token finds its key: a key that was withdrawn counts no longer than that.
pub const MAX_AGE_SECONDS: u64 = 600;
/// The least time between two fetches, in seconds, while there are keys: a flood of made-up key ids costs one fetch (pitfall C20).
pub const REFRESH_SECONDS: u64 = 30;
/// The least time between two fetches, in seconds, while there are no keys at all.
pub const RETRY_SECONDS: u64 = 2;

/// The keys that an issuer publishes, by what they are for. The keys themselves are the host's, in the same order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeySet {
    keys: Vec<Key>,
}

/// The document is no set of keys: an object with a list `keys` of at most [`MAX_KEYS`] objects (RFC 7517 §5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is not a JSON Web Key Set of at most {MAX_KEYS} keys")]
pub struct KeySetError;

#[derive(Debug, Clone, PartialEq, Eq)]
struct Key {
    name: KeyName,
    /// Those that it may be used with, by type, `alg`, `use` and `key_ops` together; none for a key that is of no use.
    algorithms: Vec<SignatureAlgorithm>,
}

/// Which key ids of tokens mean a key.
#[derive(Debug, Clone, PartialEq, Eq)]
enum KeyName {
    /// This one.
    Id(String),
    /// None; a token that names its key does not mean this one.
    Missing,
    /// All: it is the only key there is, and was given without a name.
    Any,
}

impl KeySet {
    /// Reads a set. A key that is of no use stays in the set as one that fits nothing, so that a token which names it is told apart from
    /// one that names no key at all.
    ///
    /// # Errors
    ///
    /// [`KeySetError`].
    pub fn read(document: &Map<String, Value>) -> Result<Self, KeySetError> {
        let Some(Value::Array(items)) = document.get("keys") else { return Err(KeySetError) };
        if items.len() > MAX_KEYS {
            return Err(KeySetError);
        }
        let keys = items.iter().map(|item| item.as_object().map(Key::read).ok_or(KeySetError));
        Ok(Self { keys: keys.collect::<Result<_, _>>()? })
    }

    /// The set of one key that was given by itself, and is the token's whatever key id that has.
    pub fn of_one(jwk: &Map<String, Value>) -> Self {
        Self { keys: alloc::vec![Key { name: KeyName::Any, ..Key::read(jwk) }] }
    }

    /// The same, of a key whose algorithms are known.
    pub fn of_algorithms(algorithms: &[SignatureAlgorithm]) -> Self {
        Self { keys: alloc::vec![Key { name: KeyName::Any, algorithms: algorithms.to_vec() }] }
    }

    /// The place of the one key that a token with this header can have been signed with. Never a guess: where two keys are possible there is
    /// none.
    ///
    /// # Errors
    ///
    /// `key_unknown` when no key has the key id (or, without one, not exactly one key fits), `key_mismatch` when the key that has it
    /// does not fit the algorithm, or several do.
    pub fn find(&self, header: &TokenHeader) -> Result<usize, TokenErrorCode> {
        let id = header.key_id.as_ref().map(KeyId::as_str);
        let mut named =
            self.keys.iter().enumerate().filter(|(_, key)| id.is_none_or(|id| key.name.means(id))).peekable();
        let other = match (id, named.peek()) {
            (_, Some((_, Key { name: KeyName::Any, .. }))) | (Some(_), Some(_)) => TokenErrorCode::KeyMismatch,
            (None, _) | (_, None) => TokenErrorCode::KeyUnknown,
        };
        let mut fitting = named.filter(|(_, key)| key.algorithms.contains(&header.algorithm));
        match (fitting.next(), fitting.next()) {
            (Some((at, _)), None) => Ok(at),
            _ => Err(other),
        }
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
        // RFC 8725 §3.1: with a key whose private part everybody can read, everybody can sign.
        let algorithms = if key::private_member(jwk).is_some() { None } else { key::verifying(jwk).ok() };
        Self { name, algorithms: algorithms.unwrap_or_default() }
    }
}

/// What a host knows of a set of keys that it keeps for an issuer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct KeyTimes {
    /// When the set was fetched; `None` while there is none.
    pub fetched_at: Option<UnixSeconds>,
    /// When the last fetch began that has ended, whether it brought a set or not.
    pub attempted_at: Option<UnixSeconds>,
}

/// What a host does to get a token's key.
#[union(step)]
pub enum KeyLookup {
    /// Use the key at that place of the set.
    Use {
        /// Its place, from 0.
        index: u32,
        /// The first second at which it is to be asked for again.
        until: UnixSeconds,
    },
    /// Fetch the set, unless that is going on already, then ask again.
    Fetch {},
    /// The token is not believed.
    Refuse {
        /// Why: `key_unknown`, `key_mismatch`, `keys_unavailable`.
        code: TokenErrorCode,
    },
}

/// A question for a token's key, as JSON.
#[record]
pub struct LookUpKeyInput {
    /// The time.
    pub now: UnixSeconds,
    /// The token's algorithm.
    pub algorithm: SignatureAlgorithm,
    /// The key id that the token names.
    #[serde(default)]
    pub key_id: Option<KeyId>,
    /// The set, as it was fetched; absent while there is none.
    #[serde(default, deserialize_with = "crate::json::optional_object")]
    #[cfg_attr(feature = "tsify", tsify(type = "Record<string, unknown> | null"))]
    pub key_set: Option<Map<String, Value>>,
    /// Whether the set holds one key that was given by itself, for tokens with any key id.
    #[serde(default)]
    pub any_key_id: bool,
    /// When the set was fetched.
    #[serde(default)]
    pub fetched_at: Option<UnixSeconds>,
    /// When the last fetch began that has ended.
    #[serde(default)]
    pub attempted_at: Option<UnixSeconds>,
}

/// Whether so many seconds have passed. A clock that was set back by more than that counts as passed, so that nothing waits
/// for it; by less, it is a request that read the clock before another one did.
fn passed(since: UnixSeconds, now: UnixSeconds, seconds: u64) -> bool {
    now >= since.plus(seconds) || now.plus(seconds) < since
}

/// Says what to do to get a token's key, from what [`KeySet::find`] finds in the set that is kept; `None` while there is none.
///
/// A set that is not old settles what it has. A key that is not in it, and a set that is old, are a reason to fetch, but no more often than
/// once in [`REFRESH_SECONDS`]; meanwhile, and when fetching fails, the last good set counts. Without a set it is tried once in
/// [`RETRY_SECONDS`].
pub fn look_up(found: Option<Result<usize, TokenErrorCode>>, times: KeyTimes, now: UnixSeconds) -> KeyLookup {
    let found = found.zip(times.fetched_at);
    let fresh_until = found.map(|(_, fetched_at)| fetched_at).filter(|at| !passed(*at, now, MAX_AGE_SECONDS));
    let settled = |found: Result<usize, TokenErrorCode>, until: UnixSeconds| match found {
        Ok(index) => KeyLookup::Use { index: u32::try_from(index).unwrap_or(u32::MAX), until },
        Err(code) => KeyLookup::Refuse { code },
    };
    if let (Some((found, _)), Some(fetched_at)) = (found, fresh_until)
        && found != Err(TokenErrorCode::KeyUnknown)
    {
        return settled(found, fetched_at.plus(MAX_AGE_SECONDS));
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

/// [`look_up`] in a set that is given as a document. A document that is no set counts as none.
pub fn look_up_key(input: &LookUpKeyInput) -> KeyLookup {
    let header = TokenHeader { algorithm: input.algorithm, key_id: input.key_id.clone() };
    let set = input.key_set.as_ref().and_then(|document| {
        let set = KeySet::read(document).ok()?;
        let only = || document.get("keys")?.as_array()?.first()?.as_object();
        if input.any_key_id { only().map(KeySet::of_one) } else { Some(set) }
    });
    let times = KeyTimes { fetched_at: input.fetched_at, attempted_at: input.attempted_at };
    look_up(set.map(|set| set.find(&header)), times, input.now)
}
