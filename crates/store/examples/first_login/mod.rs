//! Shared parts of the benchmarks in PostgreSQL: the logins, the seed, and a large platform.

use std::time::Duration;

use cora_core::identity::LoginIdentity;
use cora_core::time::UnixSeconds;
use cora_store::seed::{SeedFile, SeedOptions};
use cora_store::{DatabaseLocation, Store};
use serde_json::{Value, json};
use tokio_postgres::{Client, NoTls};

const NOW: u64 = 1_767_225_600;
pub const ACME: &str = "00000000-0000-7000-8000-0000000000a1";
pub const OWNER: &str = "00000000-0000-7000-8000-000000000001";
const CONNECTION: &str = "00000000-0000-7000-8000-0000000000c1";
/// Number of logins of each kind that are timed, alternating. The same number runs untimed before.
pub const LOGINS: usize = 200;
/// Number of users in an organization, which has one domain and one pending invitation.
const TO_AN_ORGANIZATION: u32 = 10;

pub fn median(mut times: Vec<Duration>) -> f64 {
    times.sort_unstable();
    times[times.len() / 2].as_secs_f64() * 1e6
}

pub fn now() -> UnixSeconds {
    UnixSeconds::new(NOW).expect("a time before the year 10000")
}

pub fn email(number: usize) -> String {
    format!("person-{number}@partner.example")
}

pub fn login(number: usize) -> LoginIdentity {
    serde_json::from_value(json!({
        "connectionId": CONNECTION, "issuer": "https://login.acme.example", "subject": format!("person-{number}"), "email": email(number),
        "emailVerified": true, "name": "Ada King"
    }))
    .expect("a login")
}

pub fn seed() -> SeedFile {
    let invitations: Vec<Value> = (0..LOGINS * 2)
        .map(|number| {
            json!({ "email": email(number), "organizationId": ACME, "role": "org_user", "invitedBy": OWNER, "expiresAt": NOW + 60 })
        })
        .collect();
    serde_json::from_value(json!({
        "organizations": [{ "id": ACME, "name": "Acme", "slug": "acme" }],
        "connections": [{ "id": CONNECTION, "kind": "oidc", "displayName": "Sign-in", "issuer": "https://login.acme.example", "status": "active",
            "clientId": "web", "audiences": ["https://api.acme.example"], "jwksUri": "https://login.acme.example/keys" }],
        "users": [{ "id": OWNER, "email": "olga@acme.example", "emailVerified": true, "platformRole": "platform_owner",
            "memberships": [{ "organizationId": ACME, "role": "org_owner" }] }],
        "invitations": invitations
    }))
    .expect("a seed")
}

pub async fn connect(url: &str) -> Result<Client, tokio_postgres::Error> {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await?;
    tokio::spawn(connection);
    Ok(client)
}

/// Returns the schema of a platform with this number of users, in this process.
pub fn schema(users: u32) -> String {
    format!("bench_growth_{users}_{}", std::process::id())
}

/// Creates a store with this number of users.
pub async fn filled(url: &str, users: u32) -> Result<Store, Box<dyn std::error::Error>> {
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
