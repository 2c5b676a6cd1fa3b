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
use cora_store::seed::SeedOptions;
use cora_store::{DatabaseLocation, Store};
use first_login::{LOGINS, connect, login, median, now, seed};
use serde_json::json;

const SMALL: u32 = 1_000;
const LARGE: u32 = 1_000_000;
/// Number of users in an organization, which has one domain and one pending invitation.
const TO_AN_ORGANIZATION: u32 = 10;

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

fn schema(users: u32) -> String {
    format!("bench_growth_{users}_{}", std::process::id())
}

/// Creates a store with this number of users.
async fn filled(url: &str, users: u32) -> Result<Store, Box<dyn std::error::Error>> {
    let (admin, schema) = (connect(url).await?, schema(users));
    admin.batch_execute(&format!("DROP SCHEMA IF EXISTS {schema} CASCADE; CREATE SCHEMA {schema}")).await?;
    let own = format!("{url}?options=-csearch_path%3D{schema}");
    let store = Store::migrate(DatabaseLocation::Postgres(own.clone())).await?;
    store.seed(&seed(), SeedOptions::default(), now()).await?;
    let organizations = users / TO_AN_ORGANIZATION;
    let id = |kind: &str, of: &str| {
        format!("CAST('00000000-0000-4000-{kind}-' || lpad(CAST({of} AS text), 12, '0') AS uuid)")
    };
    let (user, organization) = (id("8000", "n"), id("9000", &format!("n % {organizations}")));
    // WHY: without triggers, because they count and check row by row, which these rows do not need.
    admin
        .batch_execute(&format!(
            "SET search_path = {schema}; SET session_replication_role = replica;
             INSERT INTO orgs (id, name, slug, seats_used) SELECT {organization}, 'Org ' || n, 'org-' || n, {TO_AN_ORGANIZATION} FROM generate_series(0, {organizations} - 1) n;
             INSERT INTO profiles (user_id, full_name, email, email_canonical, email_verified)
                SELECT {user}, 'User ' || n, 'user' || n || '@d' || n % {organizations} || '.example', 'user' || n || '@d' || n % {organizations} || '.example', true FROM generate_series(1, {users}) n;
             INSERT INTO org_members (id, org_id, user_id, role, source) SELECT {membership}, {organization}, {user}, 'org_user', 'domain' FROM generate_series(1, {users}) n;
             INSERT INTO external_identities (auth_user_id, issuer, external_id, provider_name, connection_id, created_by)
                SELECT {user}, 'https://login.acme.example', 'user-' || n, 'oidc', (SELECT id FROM platform_idp_config LIMIT 1), {user} FROM generate_series(1, {users}) n;
             INSERT INTO org_email_domains (id, org_id, domain, verification, state, enrollment_mode)
                SELECT {domain}, {organization}, 'd' || n || '.example', 'ownership', 'verified', 'automatic_membership' FROM generate_series(0, {organizations} - 1) n;
             INSERT INTO user_invites (id, email, org_id, expires_at)
                SELECT {invitation}, 'invited' || n || '@elsewhere.example', {organization}, '2099-01-01' FROM generate_series(0, {organizations} - 1) n;
             ANALYZE",
            membership = id("a000", "n"),
            domain = id("b000", "n"),
            invitation = id("c000", "n"),
        ))
        .await?;
    Ok(store)
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
