//! Compares Cora's decision with those of cedar-policy, regorus and zen-engine, on the same logins
//! in the same run.
//!
//! Every contestant first decides all cases and has to answer as expected; then the typical login
//! is timed. Cora starts from typed facts and parses the address itself. A peer starts from the
//! same facts in a form meant to be cheap for it, prepared outside the measured time. One row,
//! which says so, includes that preparation for Cedar, because facts differ from login to login.
//!
//! Prints one line of JSON for `cargo xtask bench`. Without the feature `peers`, it has only the
//! rows that need none, and compiles in seconds.

// What only the peers use compiles without them.
#![cfg_attr(not(feature = "peers"), allow(dead_code))]

mod allocation;
mod attributes;
mod growth;
mod logins;
#[cfg(feature = "peers")]
mod peers;
mod race;

use cora_core::Engine;
use serde_json::{Value, json};

use logins::{Answer, Case};

fn main() {
    let (configuration, cases) = logins::read();
    let engine = Engine::compile(configuration.clone());
    for case in &cases {
        agree(case, &engine);
    }
    let mut rows = Vec::new();
    #[cfg(feature = "peers")]
    rows.extend(peers::rows(&engine, &cases));
    rows.extend(growth::rows(&configuration, &cases[0]));
    println!("{}", Value::from(rows));
}

/// Panics unless Cora answers a case as expected, in both ways.
fn agree(case: &Case, engine: &Engine) {
    let Case { name, login, expected, .. } = case;
    let (summary, decision) = (engine.summarize(login), engine.decide(login));
    assert_eq!(summary, decision.into_summary(), "{name}: `summarize` and `decide` differ");
    assert_eq!(Answer::of(&summary), *expected, "{name}: Cora decides otherwise");
}

/// Returns a row of the table: our time, the peer's, and their ratio, which should be at most the
/// goal.
fn row(id: &str, work: &str, ours: f64, peer: f64, unit: &str, goal: Option<f64>) -> Value {
    let ratio = ours / peer;
    let met = goal.map(|goal| ratio <= goal);
    json!({ "id": id, "work": work, "ours": ours, "peer": peer, "unit": unit, "ratio": ratio, "goal": goal, "met": met })
}
