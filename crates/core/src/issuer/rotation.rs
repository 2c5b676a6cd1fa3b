//! Rotation of refresh tokens (§14.7).

use cora_wire_derive::{codes, record, union};

use crate::text::ClientFingerprint;
use crate::time::UnixSeconds;

/// The window in which the parent is answered again, in seconds from its first use.
pub const WINDOW_SECONDS: u64 = 30;
/// The most answers to one parent within its window.
pub const MAX_REPEATS: u32 = 10;
/// The generations between two late answers.
pub const LATE_GENERATIONS: u32 = 20;
/// The most generations running in which two networks or agents present the same token.
pub const MAX_SHARED_GENERATIONS: u32 = 3;

/// The state of the refresh token of an application session.
#[record]
#[derive(Default)]
pub struct RotationState {
    /// The generation of the head; 0 for the first token.
    pub generation: u32,
    /// The beginning of the window in which the parent is answered again: the first use of the
    /// parent, by which the head came to be, or the late answer. Absent before the first rotation.
    #[serde(default)]
    pub window_began_at: Option<UnixSeconds>,
    /// The number of times that this parent was answered again.
    #[serde(default)]
    pub repeats: u32,
    /// The generation of the head at the last late answer; absent if there was none.
    #[serde(default)]
    pub last_late: Option<u32>,
    /// The network and agent that first used the parent; absent before the first rotation, or if
    /// the host does not know it.
    #[serde(default)]
    pub fingerprint: Option<ClientFingerprint>,
    /// `true` if this parent was answered again to another network or agent.
    #[serde(default)]
    pub is_shared: bool,
    /// The number of generations running, the head's included, whose parent was so answered.
    #[serde(default)]
    pub shared_generations: u32,
}

/// The refresh token that was presented.
#[union(kind)]
pub enum PresentedGeneration {
    /// A token of this session that the issuer made, as its authentication code proves.
    ///
    /// SECURITY: never a generation that was only named. A public application has no other
    /// authentication, so that anybody who knows a session's identifier could end it (pitfall
    /// C50).
    Genuine {
        /// Its generation.
        generation: u32,
    },
    /// Anything else.
    Unknown {},
}

/// A presented refresh token, and the state that it meets.
#[record]
pub struct RotationInput {
    /// The time of the request.
    pub now: UnixSeconds,
    /// The state of the session's token.
    pub state: RotationState,
    /// The token that was presented.
    pub presented: PresentedGeneration,
    /// The network and agent that presents it; absent if the host does not know it.
    #[serde(default)]
    pub fingerprint: Option<ClientFingerprint>,
    /// `true` if the application is public; only its tokens rotate.
    pub is_public: bool,
}

/// The verdict about a presented refresh token.
#[codes]
pub enum RotationVerdict {
    /// The token of a confidential application, which stays.
    Current,
    /// The head, which becomes the parent.
    Rotated,
    /// The parent again: the head is the answer again.
    Repeated,
    /// An older token, or the parent too often, within the window: `invalid_grant`, and nothing
    /// ends.
    TooOld,
    /// Anything else: ends this application's session, and is recorded.
    Reused,
    /// Not a token of this session: `invalid_grant`, and nothing ends.
    Unknown,
}

/// A verdict, and the state to write.
#[record]
pub struct Rotation {
    /// The verdict.
    pub verdict: RotationVerdict,
    /// The state afterwards. The token of its generation is the answer, if there is one.
    pub state: RotationState,
}

impl RotationVerdict {
    /// Returns `true` if tokens are the answer.
    pub const fn has_answer(self) -> bool {
        matches!(self, Self::Current | Self::Rotated | Self::Repeated)
    }
}

/// Decides about a presented refresh token of a session that is alive.
pub fn rotate(input: &RotationInput) -> Rotation {
    let RotationInput { now, state, presented, fingerprint, is_public } = input;
    let unchanged = |verdict| Rotation { verdict, state: state.clone() };
    let PresentedGeneration::Genuine { generation } = *presented else {
        return unchanged(RotationVerdict::Unknown);
    };
    if generation > state.generation {
        return unchanged(RotationVerdict::Unknown);
    }
    if generation == state.generation {
        return if *is_public {
            Rotation { verdict: RotationVerdict::Rotated, state: rotated(state, *now, fingerprint.as_ref()) }
        } else {
            unchanged(RotationVerdict::Current)
        };
    }
    // A clock that was set back does not close the window.
    let is_within = state.window_began_at.is_some_and(|began_at| *now < began_at.plus(WINDOW_SECONDS));
    if generation.saturating_add(1) != state.generation {
        return unchanged(if is_within { RotationVerdict::TooOld } else { RotationVerdict::Reused });
    }
    match repeated(state, *now, is_within, fingerprint.as_ref()) {
        Some(state) if state.repeats <= MAX_REPEATS => Rotation { verdict: RotationVerdict::Repeated, state },
        Some(_) => unchanged(RotationVerdict::TooOld),
        None => unchanged(RotationVerdict::Reused),
    }
}

/// Returns the state after the first use of the head.
fn rotated(state: &RotationState, now: UnixSeconds, fingerprint: Option<&ClientFingerprint>) -> RotationState {
    RotationState {
        generation: state.generation.saturating_add(1),
        window_began_at: Some(now),
        repeats: 0,
        last_late: state.last_late,
        fingerprint: fingerprint.cloned(),
        is_shared: false,
        shared_generations: if state.is_shared { state.shared_generations } else { 0 },
    }
}

/// Returns the state after the parent is answered again, or `None` if that is a reuse.
fn repeated(
    state: &RotationState,
    now: UnixSeconds,
    is_within: bool,
    fingerprint: Option<&ClientFingerprint>,
) -> Option<RotationState> {
    let is_other = fingerprint.zip(state.fingerprint.as_ref()).is_some_and(|(presented, first)| presented != first);
    let is_newly_shared = is_other && !state.is_shared;
    let shared_generations = state.shared_generations.saturating_add(is_newly_shared.into());
    if shared_generations > MAX_SHARED_GENERATIONS {
        return None;
    }
    let state = RotationState { is_shared: state.is_shared || is_other, shared_generations, ..state.clone() };
    if is_within {
        return Some(RotationState { repeats: state.repeats.saturating_add(1), ..state });
    }
    // The answer was lost, and the head was never used. Others who share the token may have waited
    // as long, so that the window begins again, once.
    let since = state.last_late.map(|last| state.generation.saturating_sub(last));
    since.is_none_or(|generations| generations >= LATE_GENERATIONS).then_some(RotationState {
        window_began_at: Some(now),
        repeats: 1,
        last_late: Some(state.generation),
        ..state
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: u64) -> UnixSeconds {
        UnixSeconds::new(seconds).unwrap()
    }

    fn client(name: &str) -> Option<ClientFingerprint> {
        ClientFingerprint::new(name)
    }

    struct Session(RotationState);

    impl Session {
        fn present(&mut self, generation: u32, now: u64, name: &str) -> RotationVerdict {
            let presented = PresentedGeneration::Genuine { generation };
            let input = RotationInput {
                now: at(now),
                state: self.0.clone(),
                presented,
                fingerprint: client(name),
                is_public: true,
            };
            let Rotation { verdict, state } = rotate(&input);
            self.0 = state;
            verdict
        }
    }

    fn new() -> Session {
        Session(RotationState::default())
    }

    use RotationVerdict::{Current, Repeated, Reused, Rotated, TooOld, Unknown};

    #[test]
    fn the_head_rotates_and_its_parent_gives_the_same_head() {
        let mut session = new();
        assert_eq!((session.present(0, 1000, "a"), session.0.generation), (Rotated, 1));
        assert_eq!((session.present(0, 1029, "a"), session.0.generation), (Repeated, 1));
        assert_eq!((session.present(1, 1029, "a"), session.0.generation), (Rotated, 2));
        assert_eq!(session.present(0, 1030, "a"), TooOld);
        assert_eq!(session.present(0, 1059, "a"), Reused);
    }

    #[test]
    fn c49_the_window_counts_from_the_first_use_and_does_not_slide() {
        let mut session = new();
        session.present(0, 1000, "a");
        for now in [1010, 1020, 1029] {
            assert_eq!(session.present(0, now, "a"), Repeated);
        }
        assert_eq!(session.0.window_began_at, Some(at(1000)));
        let mut late = Session(RotationState { last_late: Some(1), ..session.0 });
        assert_eq!(late.present(0, 1030, "a"), Reused);
    }

    #[test]
    fn c49_a_parent_is_answered_ten_times() {
        let mut session = new();
        session.present(0, 1000, "a");
        for _ in 0..MAX_REPEATS {
            assert_eq!(session.present(0, 1001, "a"), Repeated);
        }
        // Sixty tabs of one browser are no thief: the rest is refused, and nothing ends.
        for _ in 0..50 {
            assert_eq!((session.present(0, 1001, "a"), session.0.repeats), (TooOld, MAX_REPEATS));
        }
        assert_eq!(session.present(1, 1001, "a"), Rotated);
    }

    #[test]
    fn c49_a_thief_in_step_is_noticed_after_three_generations() {
        let mut session = new();
        for generation in 0..3 {
            let now = 1000 + u64::from(generation) * 300;
            assert_eq!(session.present(generation, now, "owner"), Rotated);
            assert_eq!(session.present(generation, now + 1, "thief"), Repeated);
            assert_eq!(session.present(generation, now + 2, "thief"), Repeated);
        }
        assert_eq!(session.present(3, 1900, "owner"), Rotated);
        assert_eq!(session.present(3, 1901, "thief"), Reused);
    }

    #[test]
    fn tabs_of_one_browser_may_always_present_the_same_token() {
        let mut session = new();
        for generation in 0..100 {
            let now = 1000 + u64::from(generation) * 300;
            assert_eq!(session.present(generation, now, "owner"), Rotated);
            assert_eq!(session.present(generation, now + 1, "owner"), Repeated);
        }
        // A change of the network now and then is no sign of a thief.
        let mut moving = new();
        for generation in 0..100 {
            let now = 1000 + u64::from(generation) * 300;
            let second = if generation % 4 == 3 { "home" } else { "train" };
            assert_eq!(moving.present(generation, now, "home"), Rotated);
            assert_eq!(moving.present(generation, now + 1, second), Repeated);
        }
    }

    #[test]
    fn c50_a_lost_answer_is_given_again_after_any_time_once_in_twenty_generations() {
        let mut session = new();
        session.present(0, 1000, "a");
        assert_eq!((session.present(0, 1600, "a"), session.0.generation), (Repeated, 1));
        // Another tab that waited as long.
        assert_eq!(session.present(0, 1629, "a"), Repeated);
        assert_eq!(session.present(0, 1630, "a"), Reused);

        let mut session = new();
        session.present(0, 1000, "a");
        session.present(0, 1600, "a");
        for generation in 1..21 {
            session.present(generation, 2000 + u64::from(generation) * 300, "a");
        }
        assert_eq!(session.0.generation, 21);
        assert_eq!(session.clone_present(20, 90_000), Repeated);
        session.0.last_late = Some(2);
        assert_eq!(session.clone_present(20, 90_000), Reused);
    }

    impl Session {
        fn clone_present(&self, generation: u32, now: u64) -> RotationVerdict {
            Self(self.0.clone()).present(generation, now, "a")
        }
    }

    #[test]
    fn c50_a_token_that_is_not_genuine_ends_nothing() {
        let state = RotationState { generation: 5, ..RotationState::default() };
        for presented in [PresentedGeneration::Unknown {}, PresentedGeneration::Genuine { generation: 6 }] {
            for is_public in [false, true] {
                let input = RotationInput {
                    now: at(1),
                    state: state.clone(),
                    presented: presented.clone(),
                    fingerprint: None,
                    is_public,
                };
                assert_eq!(rotate(&input), Rotation { verdict: Unknown, state: state.clone() });
            }
        }
    }

    #[test]
    fn a_confidential_application_keeps_its_token() {
        let input = RotationInput {
            now: at(1),
            state: RotationState::default(),
            presented: PresentedGeneration::Genuine { generation: 0 },
            fingerprint: client("a"),
            is_public: false,
        };
        assert_eq!(rotate(&input), Rotation { verdict: Current, state: RotationState::default() });
    }

    #[test]
    fn the_last_generation_does_not_overflow() {
        let mut session = Session(RotationState { generation: u32::MAX, ..RotationState::default() });
        assert_eq!((session.present(u32::MAX, 1, "a"), session.0.generation), (Rotated, u32::MAX));
    }
}
