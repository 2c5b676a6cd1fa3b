//! A database in a temporary folder, seeded with one organization, one connection and one owner.

#![allow(dead_code, reason = "each test file uses a part of it")]

pub mod connections;

use cora_core::DecideInput;
use cora_core::id::{ConnectionId, UserId};
use cora_core::identity::LoginIdentity;
use cora_core::time::UnixSeconds;
use cora_store::Store;
use cora_store::seed::{SeedFile, SeedOptions};
use serde_json::{Value, json};
use sqlx::{AssertSqlSafe, Connection, SqliteConnection};

pub const ACME: &str = "00000000-0000-7000-8000-0000000000a1";
pub const CONNECTION: &str = "00000000-0000-7000-8000-0000000000c1";
pub const OWNER: &str = "00000000-0000-7000-8000-000000000001";
pub const DOMAIN: &str = "00000000-0000-7000-8000-0000000000d1";
pub const ISSUER: &str = "https://login.acme.example";
pub const NOW: u64 = 1_767_225_600;

pub fn now() -> UnixSeconds {
    UnixSeconds::new(NOW).unwrap()
}

pub struct Database {
    pub store: Store,
    pub folder: tempfile::TempDir,
}

impl Database {
    pub async fn empty() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::migrate(&folder.path().join("cora.db")).await.unwrap();
        Self { store, folder }
    }

    pub async fn seeded(seed: Value) -> Self {
        let database = Self::empty().await;
        database.seed(seed).await;
        database
    }

    pub async fn seed(&self, seed: Value) {
        self.store.seed(&seed_file(seed), SeedOptions::default(), now()).await.unwrap();
    }

    pub async fn sql(&self) -> SqliteConnection {
        let url = format!("sqlite://{}", self.folder.path().join("cora.db").display());
        SqliteConnection::connect(&url).await.unwrap()
    }

    pub async fn execute(&self, sql: &str) {
        sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(&mut self.sql().await).await.unwrap();
    }

    pub async fn count(&self, from: &str) -> i64 {
        let sql = format!("SELECT count(*) FROM {from}");
        sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(&mut self.sql().await).await.unwrap()
    }

    /// All rows of all tables.
    pub async fn dump(&self) -> String {
        let mut sql = self.sql().await;
        let tables: Vec<String> =
            sqlx::query_scalar("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
                .fetch_all(&mut sql)
                .await
                .unwrap();
        let mut dump = String::new();
        for table in tables {
            let columns: String =
                sqlx::query_scalar("SELECT group_concat('quote(\"' || name || '\")') FROM pragma_table_info(?1)")
                    .bind(&table)
                    .fetch_one(&mut sql)
                    .await
                    .unwrap();
            let rows: String = sqlx::query_scalar(AssertSqlSafe(format!(
                "SELECT json_group_array(json_array({columns})) FROM \"{table}\""
            )))
            .fetch_one(&mut sql)
            .await
            .unwrap();
            dump.push_str(&format!("{table}: {rows}\n"));
        }
        dump
    }

    pub async fn load(&self, login: &LoginIdentity) -> DecideInput {
        self.store.load(login.clone(), now()).await.unwrap()
    }
}

pub fn seed_file(seed: Value) -> SeedFile {
    serde_json::from_value(seed).unwrap()
}

/// One organization with an owner, one active connection of the platform.
pub fn base() -> Value {
    json!({
        "organizations": [{ "id": ACME, "name": "Acme", "slug": "acme" }],
        "connections": [{
            "id": CONNECTION, "kind": "oidc", "displayName": "Sign-in", "issuer": ISSUER, "status": "active",
            "clientId": "web", "audiences": ["https://api.acme.example"], "jwksUri": "https://login.acme.example/keys"
        }],
        "users": [{
            "id": OWNER, "email": "Olga@acme.example", "name": "Olga", "emailVerified": true, "platformRole": "platform_owner",
            "identities": [{ "connectionId": CONNECTION, "subject": "olga" }],
            "memberships": [{ "organizationId": ACME, "role": "org_owner" }]
        }]
    })
}

pub fn with(mut seed: Value, more: Value) -> Value {
    for (name, value) in more.as_object().unwrap() {
        seed[name] = value.clone();
    }
    seed
}

pub fn invitation(email: &str) -> Value {
    json!({ "email": email, "organizationId": ACME, "role": "org_admin", "invitedBy": OWNER, "expiresAt": NOW + 60 })
}

pub fn domain_rule() -> Value {
    json!({
        "id": DOMAIN, "organizationId": ACME, "pattern": "acme.example", "verification": "ownership", "state": "verified",
        "enrollmentMode": "automatic_membership"
    })
}

pub fn login(subject: &str, email: &str) -> LoginIdentity {
    serde_json::from_value(json!({
        "connectionId": CONNECTION, "issuer": ISSUER, "subject": subject, "email": email, "emailVerified": true,
        "name": "Ada King"
    }))
    .unwrap()
}

pub fn user(login: &LoginIdentity) -> UserId {
    UserId::derive(&login.key())
}

pub fn connection_id() -> ConnectionId {
    serde_json::from_value(json!(CONNECTION)).unwrap()
}
