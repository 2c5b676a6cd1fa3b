//! Shared parts of the first-login benchmarks in PostgreSQL: the logins and the seed.

use std::time::Duration;

use cora_core::identity::LoginIdentity;
use cora_core::time::UnixSeconds;
use cora_store::seed::SeedFile;
use serde_json::{Value, json};
use tokio_postgres::{Client, NoTls};

const NOW: u64 = 1_767_225_600;
pub const ACME: &str = "00000000-0000-7000-8000-0000000000a1";
pub const OWNER: &str = "00000000-0000-7000-8000-000000000001";
const CONNECTION: &str = "00000000-0000-7000-8000-0000000000c1";
/// Number of logins of each kind that are timed, alternating. The same number runs untimed before.
pub const LOGINS: usize = 200;

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
