//! Measures the speed of this machine, for the time budgets of stages.

use std::hint::black_box;
use std::thread;
use std::time::Instant;

/// The seconds that the work below took on the machine that the budgets were measured on, idle.
const REFERENCE: f64 = 0.12;

/// The steps of the work, on each of two threads.
const STEPS: u64 = 20_000_000;

/// Returns the current speed of this machine relative to the reference. It is at most 1, because
/// budgets are not shortened on a faster machine.
pub fn measure() -> f64 {
    let started = Instant::now();
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| black_box(work()));
        }
    });
    (REFERENCE / started.elapsed().as_secs_f64()).min(1.0)
}

/// Mixes numbers (the steps of `SplitMix64`).
fn work() -> u64 {
    let mut state = black_box(1u64);
    for _ in 0..STEPS {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        state = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    }
    state
}
