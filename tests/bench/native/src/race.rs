//! Times contestants side by side.

use std::time::{Duration, Instant};

/// The number of rounds. The minimum time counts, because it is the least disturbed one.
const ROUNDS: usize = 60;
/// The approximate duration of one contestant's part of a round.
const PART: Duration = Duration::from_millis(2);

/// A contestant, which does its work a given number of times.
pub struct Contestant<'a> {
    name: &'static str,
    work: Box<dyn FnMut(usize) + 'a>,
    calls: usize,
    best: f64,
}

impl<'a> Contestant<'a> {
    /// Creates a contestant whose work is one call.
    pub fn new(name: &'static str, mut work: impl FnMut() + 'a) -> Self {
        Self::of_many(name, move |times| (0..times).for_each(|_| work()))
    }

    /// Creates a contestant that repeats the work itself.
    pub fn of_many(name: &'static str, work: impl FnMut(usize) + 'a) -> Self {
        Self { name, work: Box::new(work), calls: 1, best: f64::MAX }
    }

    fn time(&mut self) -> Duration {
        let started = Instant::now();
        (self.work)(self.calls);
        started.elapsed()
    }

    /// Finds the number of calls that fill a part of a round, and warms up in the process.
    fn settle(&mut self) {
        while self.time() < PART {
            self.calls *= 2;
        }
    }
}

/// The time of a call of each contestant, in microseconds.
pub struct Times(Vec<(&'static str, f64)>);

impl Times {
    /// Measures all contestants in turn.
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

    /// Returns the time of the contestant with this name.
    pub fn get(&self, name: &str) -> f64 {
        self.0.iter().find(|(other, _)| *other == name).expect("a contestant of that name").1
    }
}
