//! Benchmarks a first login by invitation in PostgreSQL with a million users and a hundred thousand
//! organizations and domains, compared with a thousand users.
//!
//! `bench_growth URL` creates two schemas there, fills them, and prints one line of JSON for `cargo
//! xtask bench`. With `--plan` it prints the database's plan for loading the facts of a login in
//! the large one instead.

#[allow(dead_code, reason = "the other bench uses the rest")]
mod first_login;

use std::time::Instant;

use cora_core::provisioning::decision::OutcomeKind;
use cora_store::Store;
use first_login::{LOGINS, connect, filled, login, median, now, schema};
use serde_json::json;

const SMALL: u32 = 1_000;
const LARGE: u32 = 1_000_000;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let url = std::env::args().nth(1).ok_or("usage: bench_growth URL [--plan]")?;
    let small = filled(&url, SMALL).await?;
    let large = filled(&url, LARGE).await?;
    if std::env::args().any(|argument| argument == "--plan") {
        for line in large.explain_facts(&login(0)).await? {
            println!("{line}");
        }
        return finished(&url, [small, large]).await;
    }
    let (mut in_small, mut in_large) = (Vec::new(), Vec::new());
    for number in 0..LOGINS * 2 {
        for (store, times) in [(&small, &mut in_small), (&large, &mut in_large)] {
            let login = login(number);
            let started = Instant::now();
            let done = store.provision(&login, now()).await?;
            let took = started.elapsed();
            assert_eq!(done.decision.outcome.kind(), OutcomeKind::Provisioned);
            if number >= LOGINS {
                times.push(took);
            }
        }
    }
    let (ours, peer) = (median(in_large), median(in_small));
    let ratio = ours / peer;
    finished(&url, [small, large]).await?;
    println!(
        "{}",
        json!([{ "id": "postgres_growth", "work": "PostgreSQL: first login among 1 000 000 users / among 1 000", "ours": ours, "peer": peer, "unit": "µs",
            "ratio": ratio, "goal": 1.3, "met": ratio <= 1.3 }])
    );
    Ok(())
}

async fn finished(url: &str, stores: [Store; 2]) -> Result<(), Box<dyn std::error::Error>> {
    for store in stores {
        store.close().await;
    }
    let admin = connect(url).await?;
    for users in [SMALL, LARGE] {
        admin.batch_execute(&format!("DROP SCHEMA {} CASCADE", schema(users))).await?;
    }
    Ok(())
}
