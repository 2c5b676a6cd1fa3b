//! Keys of the issuer: their states by time, and the schedule of their rotation (§14.10).

use alloc::vec::Vec;
use cora_wire_derive::{codes, record, union};

use crate::text::KeyId;
use crate::time::UnixSeconds;

/// The use of a key. A key has one.
#[codes]
pub enum SigningKeyUse {
    /// Signs access tokens, with ES256.
    AccessToken,
    /// Signs ID tokens and logout tokens, with RS256.
    IdToken,
    /// Derives refresh tokens, with HMAC-SHA-256. A secret: never published.
    RefreshToken,
}

/// The state of a key at a moment. It follows from the key's times alone.
#[codes]
pub enum SigningKeyState {
    /// Published, not used.
    Next,
    /// Signs.
    Active,
    /// Published, no longer signs.
    Retired,
    /// Not published: anything that it signed is refused.
    Withdrawn,
}

/// A key, without its parts.
#[record]
pub struct SigningKeyFacts {
    /// The identifier: the thumbprint of the public key (RFC 7638), or of the secret.
    pub key_id: KeyId,
    /// The use.
    pub key_use: SigningKeyUse,
    /// The time from which it is published.
    pub published_at: UnixSeconds,
    /// The time from which it signs.
    pub active_at: UnixSeconds,
    /// The time from which it no longer signs; absent if no successor is planned.
    #[serde(default)]
    pub retired_at: Option<UnixSeconds>,
    /// The time from which it is not published; absent if it is not withdrawn.
    #[serde(default)]
    pub withdrawn_at: Option<UnixSeconds>,
}

/// The time for which a key is published before it signs, in seconds: longer than any cache of our
/// key set, and than the time for which applications keep it.
pub const ANNOUNCE_SECONDS: u64 = 86_400;
/// The age at which a key is replaced, in seconds.
pub const ROTATE_SECONDS: u64 = 90 * 86_400;
/// The tolerated difference between our clock and that of a verifier, in seconds.
pub const SKEW_SECONDS: u64 = 60;
/// The life of an access token, in seconds, unless the session ends before.
pub const ACCESS_TOKEN_SECONDS: u64 = 300;
/// The life of an ID token, in seconds.
pub const ID_TOKEN_SECONDS: u64 = 3600;

impl SigningKeyUse {
    /// All uses, in declaration order.
    pub const ALL: [Self; 3] = [Self::AccessToken, Self::IdToken, Self::RefreshToken];

    /// Returns the time for which a retired key is kept, in seconds: the longest life of anything
    /// that it signed, and [`SKEW_SECONDS`]. ID tokens are hints, and refresh tokens are parents,
    /// until the longest session ends.
    pub const fn retained_seconds(self, longest_session: u32) -> u64 {
        let life = match self {
            Self::AccessToken => ACCESS_TOKEN_SECONDS,
            Self::IdToken | Self::RefreshToken => longest_session as u64,
        };
        life.saturating_add(SKEW_SECONDS)
    }
}

impl SigningKeyFacts {
    /// Returns the state of the key. Every replica finds the same one, because it follows from
    /// times in the key's row.
    pub fn state(&self, now: UnixSeconds) -> SigningKeyState {
        let is_past = |time: Option<UnixSeconds>| time.is_some_and(|time| now >= time);
        if is_past(self.withdrawn_at) {
            SigningKeyState::Withdrawn
        } else if is_past(self.retired_at) {
            SigningKeyState::Retired
        } else if now >= self.active_at {
            SigningKeyState::Active
        } else {
            SigningKeyState::Next
        }
    }

    /// Returns `true` if the key is in the key set, or, for a secret, still derives: anything that
    /// it signed is accepted.
    pub fn is_trusted(&self, now: UnixSeconds, longest_session: u32) -> bool {
        let retained = self.key_use.retained_seconds(longest_session);
        match self.state(now) {
            SigningKeyState::Next => now >= self.published_at,
            SigningKeyState::Active => true,
            SigningKeyState::Retired => self.retired_at.is_some_and(|retired_at| now < retired_at.plus(retained)),
            SigningKeyState::Withdrawn => false,
        }
    }
}

/// Returns the key of a use that signs now: of several, the one that became active last.
pub fn signing_key(keys: &[SigningKeyFacts], key_use: SigningKeyUse, now: UnixSeconds) -> Option<&SigningKeyFacts> {
    let active = keys.iter().filter(|key| key.key_use == key_use && key.state(now) == SigningKeyState::Active);
    active.max_by(|a, b| (a.active_at, &a.key_id).cmp(&(b.active_at, &b.key_id)))
}

/// A step of the rotation of the keys.
#[union(step)]
pub enum KeyStep {
    /// Store a new key.
    Create {
        /// The use.
        key_use: SigningKeyUse,
        /// The time from which it signs.
        active_at: UnixSeconds,
    },
    /// Set the time from which an announced key signs.
    Activate {
        /// The key.
        key_id: KeyId,
        /// The time.
        active_at: UnixSeconds,
    },
    /// Set the time from which a key no longer signs.
    Retire {
        /// The key.
        key_id: KeyId,
        /// The time at which its successor becomes active.
        retired_at: UnixSeconds,
    },
    /// Delete a key: nothing that it signed is accepted any more.
    Delete {
        /// The key.
        key_id: KeyId,
    },
}

/// The keys, and the facts that their schedule depends on.
#[record]
pub struct KeyScheduleInput {
    /// The present time.
    pub now: UnixSeconds,
    /// All stored keys.
    pub keys: Vec<SigningKeyFacts>,
    /// The absolute length of the longest session, in seconds.
    pub longest_session: u32,
    /// The uses to rotate now, by command, although their keys are not old.
    #[serde(default)]
    pub rotate: Vec<SigningKeyUse>,
}

/// Returns the steps that are due, in order of the uses. Without keys, the first of each use is
/// active at once.
///
/// The host applies them in one transaction. Applied, they leave nothing to do until the next time.
pub fn schedule_keys(input: &KeyScheduleInput) -> Vec<KeyStep> {
    let mut steps = Vec::new();
    for key_use in SigningKeyUse::ALL {
        schedule(input, key_use, &mut steps);
    }
    steps
}

fn schedule(input: &KeyScheduleInput, key_use: SigningKeyUse, steps: &mut Vec<KeyStep>) {
    let now = input.now;
    let of_state = |state| input.keys.iter().filter(move |key| key.key_use == key_use && key.state(now) == state);
    let signing = signing_key(&input.keys, key_use, now);
    let next = of_state(SigningKeyState::Next).min_by_key(|key| key.active_at);
    let successor_at = match (signing, next) {
        // Nothing signs. A key that is announced is known to verifiers already.
        (None, Some(next)) => {
            steps.push(KeyStep::Activate { key_id: next.key_id.clone(), active_at: now });
            None
        }
        (None, None) => {
            steps.push(KeyStep::Create { key_use, active_at: now });
            None
        }
        (Some(_), Some(next)) => Some(next.active_at),
        (Some(signing), None) => {
            let is_old = now >= signing.active_at.plus(ROTATE_SECONDS.saturating_sub(ANNOUNCE_SECONDS));
            // A key that ends without a successor had one, which was withdrawn.
            let is_due = is_old || signing.retired_at.is_some() || input.rotate.contains(&key_use);
            is_due.then(|| {
                let active_at = now.plus(ANNOUNCE_SECONDS);
                steps.push(KeyStep::Create { key_use, active_at });
                active_at
            })
        }
    };
    for key in of_state(SigningKeyState::Active) {
        let is_signing = signing.is_some_and(|signing| signing.key_id == key.key_id);
        let retired_at = if is_signing { successor_at } else { signing.map(|signing| signing.active_at) };
        if let Some(retired_at) = retired_at.filter(|retired_at| key.retired_at != Some(*retired_at)) {
            steps.push(KeyStep::Retire { key_id: key.key_id.clone(), retired_at });
        }
    }
    for key in of_state(SigningKeyState::Retired).filter(|key| !key.is_trusted(now, input.longest_session)) {
        steps.push(KeyStep::Delete { key_id: key.key_id.clone() });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::format;

    const DAY: u64 = 86_400;
    const LONGEST: u32 = 2_592_000;

    fn at(seconds: u64) -> UnixSeconds {
        UnixSeconds::new(seconds).unwrap()
    }

    /// A host that applies every step that is due.
    struct Host {
        keys: Vec<SigningKeyFacts>,
        created: usize,
    }

    impl Host {
        fn new() -> Self {
            Self { keys: Vec::new(), created: 0 }
        }

        fn run(&mut self, now: UnixSeconds, rotate: &[SigningKeyUse]) -> Vec<KeyStep> {
            let input =
                KeyScheduleInput { now, keys: self.keys.clone(), longest_session: LONGEST, rotate: rotate.to_vec() };
            let steps = schedule_keys(&input);
            for step in &steps {
                self.apply(step, now);
            }
            steps
        }

        fn apply(&mut self, step: &KeyStep, now: UnixSeconds) {
            let by_id =
                |keys: &mut Vec<SigningKeyFacts>, id: &KeyId| keys.iter().position(|key| key.key_id == *id).unwrap();
            match step {
                KeyStep::Create { key_use, active_at } => {
                    self.created += 1;
                    self.keys.push(SigningKeyFacts {
                        key_id: KeyId::new(&format!("{}", self.created)).unwrap(),
                        key_use: *key_use,
                        published_at: now,
                        active_at: *active_at,
                        retired_at: None,
                        withdrawn_at: None,
                    });
                }
                KeyStep::Activate { key_id, active_at } => {
                    let place = by_id(&mut self.keys, key_id);
                    self.keys[place].active_at = *active_at;
                }
                KeyStep::Retire { key_id, retired_at } => {
                    let place = by_id(&mut self.keys, key_id);
                    self.keys[place].retired_at = Some(*retired_at);
                }
                KeyStep::Delete { key_id } => {
                    let place = by_id(&mut self.keys, key_id);
                    self.keys.remove(place);
                }
            }
        }

        fn signing(&self, key_use: SigningKeyUse, now: UnixSeconds) -> SigningKeyFacts {
            signing_key(&self.keys, key_use, now).unwrap().clone()
        }
    }

    #[test]
    fn the_first_key_of_each_use_signs_at_once() {
        let mut host = Host::new();
        assert_eq!(host.run(at(1000), &[]).len(), 3);
        for key_use in SigningKeyUse::ALL {
            assert_eq!(host.signing(key_use, at(1000)).active_at, at(1000));
        }
        assert_eq!(host.run(at(1000), &[]), []);
    }

    #[test]
    fn c56_a_state_follows_from_times_alone() {
        let key = SigningKeyFacts {
            key_id: KeyId::new("k").unwrap(),
            key_use: SigningKeyUse::AccessToken,
            published_at: at(100),
            active_at: at(200),
            retired_at: Some(at(300)),
            withdrawn_at: None,
        };
        for (now, state, is_trusted) in [
            (99, SigningKeyState::Next, false),
            (100, SigningKeyState::Next, true),
            (199, SigningKeyState::Next, true),
            (200, SigningKeyState::Active, true),
            (299, SigningKeyState::Active, true),
            (300, SigningKeyState::Retired, true),
            (659, SigningKeyState::Retired, true),
            (660, SigningKeyState::Retired, false),
        ] {
            assert_eq!((key.state(at(now)), key.is_trusted(at(now), LONGEST)), (state, is_trusted), "{now}");
        }
        let withdrawn = SigningKeyFacts { withdrawn_at: Some(at(250)), ..key };
        assert_eq!(withdrawn.state(at(249)), SigningKeyState::Active);
        assert_eq!(withdrawn.state(at(250)), SigningKeyState::Withdrawn);
        assert!(!withdrawn.is_trusted(at(250), LONGEST));
    }

    /// Runs a year with a run an hour, and a verifier that holds a key set of up to a day ago.
    #[test]
    fn c56_no_verifier_with_a_day_old_key_set_meets_an_unknown_key() {
        let mut host = Host::new();
        let mut published: Vec<(u64, Vec<KeyId>)> = Vec::new();
        let mut rotations = 0;
        for hour in 0..365 * 24 {
            let now = at(1_000_000 + hour * 3600);
            rotations += host.run(now, &[]).iter().filter(|step| matches!(step, KeyStep::Create { .. })).count();
            assert_eq!(host.run(now, &[]), [], "applied once, nothing is left");
            let known = host.keys.iter().filter(|key| key.is_trusted(now, LONGEST)).map(|key| key.key_id.clone());
            published.push((hour, known.collect()));
            for key_use in [SigningKeyUse::AccessToken, SigningKeyUse::IdToken] {
                let signing = host.signing(key_use, now);
                let (_, stale) = &published[published.len().saturating_sub(24)];
                assert!(stale.contains(&signing.key_id), "hour {hour}");
            }
            assert!(host.keys.len() <= 9);
        }
        // Of each use the first key, and one every 90 days.
        assert_eq!(rotations, 3 * 5);
    }

    #[test]
    fn c56_a_retired_key_is_kept_as_long_as_anything_that_it_signed() {
        let mut host = Host::new();
        host.run(at(0), &[]);
        let first = host.signing(SigningKeyUse::AccessToken, at(0)).key_id;
        host.run(at(1000), &SigningKeyUse::ALL);
        let switch = 1000 + DAY;
        assert_eq!(host.signing(SigningKeyUse::AccessToken, at(switch - 1)).key_id, first);
        assert_ne!(host.signing(SigningKeyUse::AccessToken, at(switch)).key_id, first);
        assert_eq!(host.run(at(switch + 359), &[]), []);
        assert_eq!(host.run(at(switch + 360), &[]), [KeyStep::Delete { key_id: first }]);
        let longest = switch + u64::from(LONGEST) + SKEW_SECONDS;
        assert_eq!(host.run(at(longest - 1), &[]), []);
        assert_eq!(host.run(at(longest), &[]).len(), 2);
    }

    #[test]
    fn c56_a_withdrawn_key_is_replaced_at_once() {
        let mut host = Host::new();
        host.run(at(0), &[]);
        host.keys[0].withdrawn_at = Some(at(500));
        let steps = host.run(at(500), &[]);
        assert_eq!(steps, [KeyStep::Create { key_use: SigningKeyUse::AccessToken, active_at: at(500) }]);
        // An announced key takes over, because verifiers know it.
        host.run(at(1000), &[SigningKeyUse::AccessToken]);
        let announced = host.keys.last().unwrap().key_id.clone();
        let signing = host.signing(SigningKeyUse::AccessToken, at(2000)).key_id;
        let place = host.keys.iter().position(|key| key.key_id == signing).unwrap();
        host.keys[place].withdrawn_at = Some(at(2000));
        assert_eq!(host.run(at(2000), &[]), [KeyStep::Activate { key_id: announced, active_at: at(2000) }]);
        // A withdrawn successor leaves the active key in use until another is announced.
        host.run(at(3000), &[SigningKeyUse::AccessToken]);
        host.keys.last_mut().unwrap().withdrawn_at = Some(at(4000));
        let steps = host.run(at(4000), &[]);
        assert_eq!(steps[0], KeyStep::Create { key_use: SigningKeyUse::AccessToken, active_at: at(4000 + DAY) });
        assert!(matches!(steps[1], KeyStep::Retire { retired_at, .. } if retired_at == at(4000 + DAY)));
        assert!(signing_key(&host.keys, SigningKeyUse::AccessToken, at(3999 + DAY)).is_some());
        assert!(signing_key(&host.keys, SigningKeyUse::AccessToken, at(4000 + DAY)).is_some());
    }
}
