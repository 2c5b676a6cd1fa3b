//! The issuer from outside: all schedules of clients that share an application session.
//!
//! The model has a server that holds one session, three clients that share a store of tokens, as
//! tabs of a browser do, answers that are lost, a crash, a logout, and a thief. Every schedule up
//! to a depth is run, and what holds is asserted after each step (property P21).

use std::collections::HashSet;

use cora_core::issuer::renewal::{Refresh, RefreshInput, refresh};
use cora_core::issuer::rotation::{PresentedGeneration, RotationState, RotationVerdict, WINDOW_SECONDS};
use cora_core::text::ClientFingerprint;
use cora_core::time::UnixSeconds;

const START: u64 = 1_000_000;
const CLIENTS: usize = 3;
/// A client that waits for an answer gives up after this time, in seconds. It is less than half of
/// the window, so that a request and an answer that are both slow stay within it.
const PATIENCE: u64 = 14;

fn at(seconds: u64) -> UnixSeconds {
    UnixSeconds::new(seconds).expect("before the year 9999")
}

/// A session of a public application that signs in at [`START`] and ends `length` seconds later.
fn session(length: u32) -> RefreshInput {
    let text = format!(
        r#"{{ "renewal": {{
            "now": {START}, "isAdmitted": true,
            "session": {{ "id": "0198c0de-0000-7000-8000-00000000cc01",
              "browserSessionId": "0198c0de-0000-7000-8000-00000000bb01",
              "applicationId": "0198c0de-0000-7000-8000-00000000aa01",
              "times": {{ "beganAt": {START}, "usedAt": {START}, "idleEndsAt": {end}, "absoluteEndsAt": {end} }} }},
            "browserSession": {{ "id": "0198c0de-0000-7000-8000-00000000bb01",
              "userId": "0198c0de-0000-7000-8000-0000000000e1",
              "connectionId": "0198c0de-0000-7000-8000-0000000000c1",
              "times": {{ "beganAt": {START}, "usedAt": {START}, "idleEndsAt": {end}, "absoluteEndsAt": {end} }} }},
            "application": {{ "id": "0198c0de-0000-7000-8000-00000000aa01", "name": "Shop", "kind": "spa",
              "enabled": true, "development": false, "redirectUris": [], "postLogoutRedirectUris": [],
              "origins": [], "connections": [], "authentication": "none", "pkce": "required",
              "session": {{ "idle": {length}, "absolute": {length} }}, "apiAccess": true }},
            "connection": {{ "id": "0198c0de-0000-7000-8000-0000000000c1", "isActive": true, "version": 1 }}
          }},
          "rotation": {{ "generation": 0 }}, "presented": {{ "kind": "genuine", "generation": 0 }} }}"#,
        end = START + u64::from(length)
    );
    serde_json::from_str(&text).expect("a session")
}

/// A client's place in the exchange of one token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Client {
    Idle,
    /// A request with the token of this generation is on its way since a time.
    Asking(u32, u64),
    /// An answer with the token of this generation is on its way since a time.
    Answered(u32, u64),
}

#[derive(Debug, Clone)]
struct World {
    server: RefreshInput,
    now: u64,
    /// The newest token that the clients have got.
    store: u32,
    clients: [Client; CLIENTS],
    /// The number of requests and answers that were lost so far.
    lost: u32,
    /// A token that a thief has copied.
    stolen: Option<u32>,
    /// `true` once the thief has presented it.
    was_used: bool,
    ended: bool,
    /// The renewals in a row, for goals of the model.
    renewals: u32,
}

/// The limits of a model.
#[derive(Debug, Clone, Copy)]
struct Limits {
    depth: usize,
    losses: u32,
    has_thief: bool,
    has_logout: bool,
    length: u32,
}

impl World {
    fn new(limits: Limits) -> Self {
        Self {
            server: session(limits.length),
            now: START,
            store: 0,
            clients: [Client::Idle; CLIENTS],
            lost: 0,
            stolen: None,
            was_used: false,
            ended: false,
            renewals: 0,
        }
    }

    /// The state as far as the future depends on it: times are relative, clients are alike.
    fn key(&self) -> String {
        let mut clients = self.clients.map(|client| match client {
            Client::Idle => (0, 0, 0),
            Client::Asking(generation, since) => (1, generation, self.now - since),
            Client::Answered(generation, since) => (2, generation, self.now - since),
        });
        clients.sort_unstable();
        let rotation = &self.server.rotation;
        let age = rotation.window_began_at.map(|began| (self.now - began.seconds()).min(WINDOW_SECONDS));
        let ends = self.server.renewal.session.times.absolute_ends_at.seconds().saturating_sub(self.now);
        format!(
            "{clients:?} {:?} {age:?} {ends} {} {} {:?} {} {} {} {:?}",
            (
                rotation.generation,
                rotation.repeats,
                rotation.last_late,
                rotation.shared_generations,
                rotation.is_shared
            ),
            self.store,
            self.lost,
            self.stolen,
            self.was_used,
            self.ended,
            self.renewals.min(5),
            rotation.fingerprint,
        )
    }

    /// The server handles a token, in one transaction. Asserts what must hold.
    fn present(&mut self, generation: u32, name: &str) -> Refresh {
        self.server.renewal.now = at(self.now);
        self.server.presented = PresentedGeneration::Genuine { generation };
        self.server.fingerprint = ClientFingerprint::new(name);
        let answer = refresh(&self.server);
        let is_past_end = self.now >= self.server.renewal.session.times.absolute_ends_at.seconds();
        if answer.ok {
            assert!(!self.ended && !is_past_end, "a token after the end: {self:?}");
            let renewal = answer.renewal.as_ref().expect("a renewal");
            let ends_at = renewal.ends_at.expect("an end");
            assert!(ends_at <= self.server.renewal.session.times.absolute_ends_at, "{self:?}");
            self.server.renewal.session.times = renewal.session.expect("times");
            if let Some(times) = renewal.browser_session {
                self.server.renewal.browser_session.times = times;
            }
        }
        if let Some(rotation) = &answer.rotation {
            let before = self.server.rotation.generation;
            let grows = u32::from(rotation.verdict == RotationVerdict::Rotated);
            assert_eq!(rotation.state.generation, before + grows, "one successor of each token: {self:?}");
            if answer.ok {
                self.server.rotation = rotation.state.clone();
            }
        }
        if answer.ends_session {
            let is_known = self.was_used || self.lost > 1;
            assert!(is_known, "a session of clients that presented only what they were given ends: {self:?}");
            self.server.renewal.session.times.ended_at = Some(at(self.now));
            self.ended = true;
        }
        answer
    }

    fn generation_of(&self) -> u32 {
        self.server.rotation.generation
    }

    /// Returns all worlds that one step leads to.
    fn next(&self, limits: Limits) -> Vec<Self> {
        let mut worlds = Vec::new();
        let mut step = |change: &mut dyn FnMut(&mut Self)| {
            let mut world = self.clone();
            change(&mut world);
            worlds.push(world);
        };
        for place in 0..CLIENTS {
            // Clients are alike: of several that are idle, the first one moves.
            let is_first = !self.clients.iter().take(place).any(|client| *client == self.clients[place]);
            if !is_first {
                continue;
            }
            match self.clients[place] {
                Client::Idle => step(&mut |world| world.clients[place] = Client::Asking(world.store, world.now)),
                Client::Asking(generation, _) => {
                    step(&mut |world| {
                        let answer = world.present(generation, "owner");
                        world.clients[place] = if answer.ok {
                            world.renewals += 1;
                            Client::Answered(world.generation_of(), world.now)
                        } else {
                            Client::Idle
                        };
                    });
                    if self.lost < limits.losses {
                        // The server crashes before its transaction, or the request is lost.
                        step(&mut |world| {
                            world.lost += 1;
                            world.clients[place] = Client::Idle;
                        });
                    }
                }
                Client::Answered(generation, _) => {
                    step(&mut |world| {
                        world.store = world.store.max(generation);
                        world.clients[place] = Client::Idle;
                    });
                    if self.lost < limits.losses {
                        // The server crashes after its transaction, or the answer is lost.
                        step(&mut |world| {
                            world.lost += 1;
                            world.clients[place] = Client::Idle;
                        });
                    }
                }
            }
        }
        let oldest = self.clients.iter().filter_map(|client| match client {
            Client::Idle => None,
            Client::Asking(_, since) | Client::Answered(_, since) => Some(self.now - since),
        });
        if oldest.clone().all(|age| age + 7 <= PATIENCE) {
            step(&mut |world| world.now += 7);
        }
        // All sleep, longer than any window.
        if oldest.count() == 0 {
            step(&mut |world| world.now += 300);
        }
        if limits.has_thief {
            if self.stolen.is_none() {
                step(&mut |world| world.stolen = Some(world.store));
            }
            if let (Some(generation), false) = (self.stolen, self.was_used) {
                step(&mut |world| {
                    world.was_used = true;
                    world.present(generation, "thief");
                });
            }
        }
        if limits.has_logout && !self.ended {
            step(&mut |world| {
                world.server.renewal.session.times.ended_at = Some(at(world.now));
                world.ended = true;
            });
        }
        worlds
    }
}

/// Runs all schedules, and returns the number of states, and the most renewals in one of them.
fn explore(limits: Limits) -> (usize, u32) {
    let mut known: HashSet<String> = HashSet::new();
    let mut worlds = vec![World::new(limits)];
    let mut most = 0;
    for _ in 0..limits.depth {
        let mut next = Vec::new();
        for world in &worlds {
            for world in world.next(limits) {
                if known.insert(world.key()) {
                    most = most.max(world.renewals);
                    next.push(world);
                }
            }
        }
        worlds = next;
    }
    (known.len(), most)
}

const LIMITS: Limits = Limits { depth: 16, losses: 1, has_thief: false, has_logout: false, length: 100_000 };

#[test]
fn p21_c48_no_schedule_of_three_clients_with_a_lost_answer_ends_their_session() {
    let (states, renewals) = explore(LIMITS);
    assert!(states > 10_000 && renewals >= 5, "{states} states, {renewals} renewals");
}

#[test]
fn p21_c48_no_schedule_gives_a_token_after_a_logout() {
    let (states, _) = explore(Limits { has_logout: true, depth: 12, losses: 2, ..LIMITS });
    assert!(states > 10_000, "{states} states");
}

#[test]
fn p21_c52_no_schedule_gives_a_token_after_the_end() {
    let (states, _) = explore(Limits { length: 620, depth: 12, ..LIMITS });
    assert!(states > 5_000, "{states} states");
}

/// A thief, and answers that are lost: the session may end, but no token is given afterwards, and
/// each token has one successor.
#[test]
fn p21_c49_no_schedule_with_a_thief_gives_two_chains() {
    let (states, _) = explore(Limits { has_thief: true, has_logout: true, depth: 11, losses: 2, ..LIMITS });
    assert!(states > 10_000, "{states} states");
}

/// A thief who presents a copy when its owner has gone on is noticed, unless it is within the
/// window.
#[test]
fn c49_a_copy_that_is_used_late_ends_the_session() {
    for generations in 1..40 {
        let mut world = World::new(LIMITS);
        for generation in 0..generations {
            assert!(world.present(generation, "owner").ok);
            world.now += 300;
        }
        world.was_used = true;
        for stolen in 0..generations.saturating_sub(1) {
            assert!(world.clone().present(stolen, "thief").ends_session, "{stolen} of {generations}");
        }
        // The parent of a head that was never used is answered once; then the owner's head is
        // rotated by the thief, and the owner's next use is noticed.
        assert!(world.present(generations - 1, "thief").ok && world.present(generations, "thief").ok);
        world.now += 300;
        assert!(world.present(generations, "owner").ends_session);
    }
}

/// 64 parallel renewals of one token have one successor.
#[test]
fn c48_sixty_four_parallel_renewals_have_one_successor() {
    let mut world = World::new(LIMITS);
    let answers: Vec<Refresh> = (0..64)
        .map(|_| {
            let answer = refresh(&RefreshInput {
                presented: PresentedGeneration::Genuine { generation: 0 },
                ..world.server.clone()
            });
            if let Some(rotation) = answer.rotation.as_ref().filter(|_| answer.ok) {
                world.server.rotation = rotation.state.clone();
            }
            answer
        })
        .collect();
    let given: Vec<&RotationState> =
        answers.iter().filter(|answer| answer.ok).filter_map(|answer| Some(&answer.rotation.as_ref()?.state)).collect();
    assert_eq!(given.len(), 11, "the first, and ten repetitions");
    assert!(given.iter().all(|state| state.generation == 1));
    assert!(answers.iter().all(|answer| !answer.ends_session));
}
