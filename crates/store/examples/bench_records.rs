//! Benchmarks a first and a returning login in PostgreSQL with records of logins, compared with one
//! that keeps neither keyed hashes nor samples.
//!
//! `bench_records URL` creates two schemas there, and prints one line of JSON for `cargo xtask
//! bench`.

#[allow(dead_code, reason = "the other benches use the rest")]
mod first_login;

use std::time::Instant;

use cora_core::provisioning::decision::OutcomeKind;
use cora_secrets::KeyRing;
use cora_store::seed::SeedOptions;
use cora_store::{DatabaseLocation, LoginKey, LoginRecording, Store};
use first_login::{LOGINS, connect, login, median, now, seed};
use serde_json::json;

/// The greatest share by which a first login may be dearer.
const GOAL: f64 = 1.05;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let url = std::env::args().nth(1).ok_or("usage: bench_records URL")?;
    let admin = connect(&url).await?;
    let schemas = ["with", "without"].map(|name| format!("bench_records_{name}_{}", std::process::id()));
    let mut stores = Vec::new();
    for schema in &schemas {
        admin.batch_execute(&format!("DROP SCHEMA IF EXISTS {schema} CASCADE; CREATE SCHEMA {schema}")).await?;
        let own = format!("{url}?options=-csearch_path%3D{schema}");
        let store = Store::migrate(DatabaseLocation::Postgres(own)).await?;
        store.seed(&seed(), SeedOptions::default(), now()).await?;
        stores.push(store);
    }
    let keys = KeyRing::ephemeral()?;
    let with = LoginRecording { key: LoginKey::of(&keys), keeps_samples: true };
    let without = LoginRecording { key: None, keeps_samples: false };
    let stores: Vec<Store> =
        stores.into_iter().zip([with, without]).map(|(store, recording)| store.recording(recording)).collect();
    let (mut first, mut returning) = ([Vec::new(), Vec::new()], [Vec::new(), Vec::new()]);
    for number in 0..LOGINS * 2 {
        // In turn, so that neither is always the one after the other's work.
        let mut order = [0, 1];
        order.rotate_left(number % 2);
        for at in order {
            let login = login(number);
            for (times, outcome) in [(&mut first, OutcomeKind::Provisioned), (&mut returning, OutcomeKind::Returning)] {
                let started = Instant::now();
                let done = stores[at].provision(&login, now()).await?;
                let took = started.elapsed();
                assert_eq!(done.decision.outcome.kind(), outcome);
                if number >= LOGINS {
                    times[at].push(took);
                }
            }
        }
    }
    for (store, schema) in stores.into_iter().zip(&schemas) {
        store.close().await;
        admin.batch_execute(&format!("DROP SCHEMA {schema} CASCADE")).await?;
    }
    let row = |id: &str, work: &str, [with, without]: [Vec<std::time::Duration>; 2]| {
        let (ours, peer) = (median(with), median(without));
        let ratio = ours / peer;
        json!({ "id": id, "work": work, "ours": ours, "peer": peer, "unit": "µs", "ratio": ratio, "goal": GOAL,
            "met": ratio <= GOAL })
    };
    let rows = [
        row("postgres_records_first", "PostgreSQL: first login with records / without", first),
        row("postgres_records_returning", "PostgreSQL: returning login with records / without", returning),
    ];
    println!("{}", json!(rows));
    Ok(())
}
