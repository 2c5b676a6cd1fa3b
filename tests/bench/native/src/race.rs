//! Timing side by side.

use std::time::{Duration, Instant};

/// Rounds in turn. The least time of a round counts, which is the one least disturbed.
const ROUNDS: usize = 60;
/// About how long one contestant's part of a round takes.
const PART: Duration = Duration::from_millis(2);

/// Somebody who does the work so many times when asked to.
pub struct Contestant<'a> {
    name: &'static str,
    work: Box<dyn FnMut(usize) + 'a>,
    calls: usize,
    best: f64,
}

impl<'a> Contestant<'a> {
    /// A contestant whose work is one call.
    pub fn new(name: &'static str, mut work: impl FnMut() + 'a) -> Self {
        Self::of_many(name, move |times| (0..times).for_each(|_| work()))
    }

    /// A contestant who is told how many times to do it.
    pub fn of_many(name: &'static str, work: impl FnMut(usize) + 'a) -> Self {
        Self { name, work: Box::new(work), calls: 1, best: f64::MAX }
    }

    fn time(&mut self) -> Duration {
        let started = Instant::now();
        (self.work)(self.calls);
        started.elapsed()
    }

    /// Finds how many calls fill a part of a round, and warms up on the way.
    fn settle(&mut self) {
        while self.time() < PART {
            self.calls *= 2;
        }
    }
}

/// What each contestant's call took, in microseconds.
pub struct Times(Vec<(&'static str, f64)>);

impl Times {
    /// Has all of them work in turn.
    pub fn of(mut contestants: Vec<Contestant<'_>>) -> Self {
        contestants.iter_mut().for_each(Contestant::settle);
        for _ in 0..ROUNDS {
            for contestant in &mut contestants {
                let time = contestant.time().as_secs_f64() * 1e6 / contestant.calls as f64;
                contestant.best = contestant.best.min(time);
            }
        }
        Self(contestants.iter().map(|contestant| (contestant.name, contestant.best)).collect())
    }

    /// The time of the contestant of that name.
    pub fn get(&self, name: &str) -> f64 {
        self.0.iter().find(|(other, _)| *other == name).expect("a contestant of that name").1
    }
}
