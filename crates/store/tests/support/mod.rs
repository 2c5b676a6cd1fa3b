//! A test database, seeded with one organization, one connection and one owner. It is SQLite in a
//! temporary folder, or PostgreSQL if `CORA_TEST_POSTGRES` is the URL of one that schemas can be
//! created in. All tests run on both.

#![allow(dead_code, reason = "each test file uses a part of it")]

pub mod connections;
pub mod issuer;
pub mod legacy_database;
pub mod network;
pub mod postgres;

use cora_core::DecideInput;
use cora_core::id::{ConnectionId, UserId};
use cora_core::identity::LoginIdentity;
use cora_secrets::KeyRing;
use cora_store::seed::{SeedFile, SeedOptions};
use cora_store::{DatabaseLocation, LoginKey, LoginRecording, Store};
pub use cora_testkit::acme::*;
use serde_json::{Value, json};
use sqlx::{AssertSqlSafe, Connection, SqliteConnection};

pub struct Database {
    pub store: Store,
    pub folder: tempfile::TempDir,
    /// The schema in PostgreSQL, or `None` for SQLite.
    schema: Option<postgres::Schema>,
    /// A cached connection of the test, because connecting takes longer than most queries.
    client: tokio::sync::OnceCell<tokio_postgres::Client>,
    /// The same for SQLite.
    sqlite: tokio::sync::OnceCell<tokio::sync::Mutex<SqliteConnection>>,
}

/// Migrates a database in PostgreSQL.
async fn migrate(url: String) {
    Store::migrate(&DatabaseLocation::Postgres(url)).await.unwrap();
}

impl Database {
    pub fn is_postgres() -> bool {
        postgres::server().is_some()
    }

    pub async fn empty() -> Self {
        let schema = postgres::Schema::copied(migrate).await;
        Self::within(schema, async |location| Store::migrate(location).await.unwrap()).await
    }

    /// Creates a database with this migration.
    pub async fn migrated(migrate: impl AsyncFn(&DatabaseLocation) -> Store) -> Self {
        Self::within(postgres::Schema::make().await, migrate).await
    }

    async fn within(schema: Option<postgres::Schema>, migrate: impl AsyncFn(&DatabaseLocation) -> Store) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let location = match &schema {
            Some(schema) => DatabaseLocation::Postgres(schema.url.clone()),
            None => DatabaseLocation::from(&folder.path().join("cora.db")),
        };
        let store = migrate(&location).await.recording(recording());
        Self { store, folder, schema, client: Default::default(), sqlite: Default::default() }
    }

    /// Uses a SQLite database in this folder.
    pub fn of(store: Store, folder: tempfile::TempDir) -> Self {
        Self { store, folder, schema: None, client: Default::default(), sqlite: Default::default() }
    }

    pub async fn seeded(seed: Value) -> Self {
        let database = Self::empty().await;
        database.seed(seed).await;
        database
    }

    pub async fn seed(&self, seed: Value) {
        self.store.seed(&seed_file(seed), SeedOptions::default(), now()).await.unwrap();
    }

    /// Returns the location of the database.
    pub fn location(&self) -> DatabaseLocation {
        match &self.schema {
            Some(schema) => DatabaseLocation::Postgres(schema.url.clone()),
            None => DatabaseLocation::from(&self.folder.path().join("cora.db")),
        }
    }

    async fn client(&self, schema: &postgres::Schema) -> &tokio_postgres::Client {
        self.client.get_or_init(|| postgres::connect(&schema.url)).await
    }

    /// Opens a connection to the SQLite file.
    pub async fn sql(&self) -> SqliteConnection {
        let url = format!("sqlite://{}", self.folder.path().join("cora.db").display());
        SqliteConnection::connect(&url).await.unwrap()
    }

    async fn sqlite(&self) -> tokio::sync::MutexGuard<'_, SqliteConnection> {
        self.sqlite.get_or_init(async || tokio::sync::Mutex::new(self.sql().await)).await.lock().await
    }

    /// Opens a connection that holds the write lock. `None` for PostgreSQL, which has no such lock.
    pub async fn locked(&self) -> Option<SqliteConnection> {
        if self.schema.is_some() {
            return None;
        }
        let mut connection = self.sql().await;
        sqlx::query("BEGIN IMMEDIATE").execute(&mut connection).await.unwrap();
        Some(connection)
    }

    /// Executes statements, and returns the database's message if it refuses one. `@time(5)` stands
    /// for five seconds after the epoch.
    pub async fn try_execute(&self, sql: &str) -> Result<(), String> {
        match &self.schema {
            Some(schema) => {
                let sql = sql.replace("@time(", "to_timestamp(");
                let done = self.client(schema).await.batch_execute(&sql).await;
                done.map_err(|error| error.as_db_error().unwrap().message().to_owned())
            }
            None => {
                let sql = sql.replace("@time(", "(");
                let done = sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut *self.sqlite().await).await;
                done.map(|_| ()).map_err(|error| error.to_string())
            }
        }
    }

    pub async fn execute(&self, sql: &str) {
        self.try_execute(sql).await.unwrap();
    }

    /// Executes a statement on a connection of its own, as another client would.
    pub async fn try_alone(&self, sql: &str) -> Result<(), String> {
        let Some(schema) = &self.schema else { return self.try_execute(sql).await };
        let client = postgres::connect(&schema.url).await;
        // Both statements have begun before either transaction ends.
        client.batch_execute("BEGIN").await.unwrap();
        let done = client.batch_execute(sql).await.map_err(|error| error.to_string());
        tokio::time::sleep(std::time::Duration::from_millis(200)).await;
        client
            .batch_execute(if done.is_ok() { "COMMIT" } else { "ROLLBACK" })
            .await
            .map_err(|error| error.to_string())?;
        done
    }

    /// Returns the database's message when it refuses a statement.
    pub async fn refusal(&self, sql: &str) -> String {
        self.try_execute(sql).await.unwrap_err()
    }

    /// Returns the values of one column, as text.
    pub async fn texts(&self, sql: &str) -> Vec<String> {
        match &self.schema {
            Some(schema) => {
                let rows =
                    self.client(schema).await.simple_query(&sql.replace("@time(", "to_timestamp(")).await.unwrap();
                let rows = rows.iter().filter_map(|message| match message {
                    tokio_postgres::SimpleQueryMessage::Row(row) => row.get(0).map(str::to_owned),
                    _ => None,
                });
                rows.collect()
            }
            None => {
                let sql = sql.replace("@time(", "(");
                sqlx::query_scalar(AssertSqlSafe(sql)).fetch_all(&mut *self.sqlite().await).await.unwrap()
            }
        }
    }

    /// Returns the structure of the tables, without their rows.
    pub async fn structure(&self) -> String {
        let statement = if self.schema.is_some() {
            "SELECT line FROM (
                SELECT 'column ' || table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable || ' ' || coalesce(column_default, '')
                    AS line FROM information_schema.columns WHERE table_schema = current_schema()
                UNION ALL SELECT 'index ' || indexname FROM pg_indexes WHERE schemaname = current_schema()
                UNION ALL SELECT 'trigger ' || event_object_table || ' ' || trigger_name || ' ' || event_manipulation
                    FROM information_schema.triggers WHERE trigger_schema = current_schema()
                UNION ALL SELECT 'constraint ' || table_name || ' ' || constraint_name || ' ' || constraint_type
                    FROM information_schema.table_constraints WHERE table_schema = current_schema() AND constraint_name !~ '_not_null$'
            ) AS lines ORDER BY line"
        } else {
            "SELECT type || ' ' || name || ' ' || coalesce(sql, '') FROM sqlite_schema ORDER BY type, name"
        };
        self.texts(statement).await.join("\n")
    }

    /// Returns the number of rows of a table.
    pub async fn count(&self, table: &str) -> i64 {
        let texts = self.texts(&format!("SELECT CAST(count(*) AS text) FROM {table}")).await;
        texts[0].parse().unwrap()
    }

    /// Returns all rows of all tables.
    pub async fn dump(&self) -> String {
        if self.schema.is_some() {
            let tables = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename";
            let rows = |table: &String| {
                format!(
                    "SELECT '{table}: ' || coalesce(string_agg(CAST(t AS text), ' ' ORDER BY CAST(t AS text)), '')
                     FROM {table} AS t"
                )
            };
            // All of them in one round trip.
            let all: Vec<String> = self.texts(tables).await.iter().map(rows).collect();
            return self.texts(&all.join("; ")).await.join("\n");
        }
        let tables = "SELECT tables.name || ' ' || group_concat('quote(\"' || columns.name || '\")')
            FROM sqlite_schema AS tables, pragma_table_info(tables.name) AS columns
            WHERE tables.type = 'table' GROUP BY tables.name ORDER BY tables.name";
        let mut dump = String::new();
        for table in self.texts(tables).await {
            let (table, columns) = table.split_once(' ').unwrap();
            let rows = format!("SELECT json_group_array(json_array({columns})) FROM \"{table}\"");
            dump.push_str(&format!("{table}: {}\n", self.texts(&rows).await.concat()));
        }
        dump
    }

    pub async fn load(&self, login: &LoginIdentity) -> DecideInput {
        self.store.load(login.clone(), now()).await.unwrap()
    }
}

/// Returns a use of the record of logins with a key and samples.
pub fn recording() -> LoginRecording {
    let keys = KeyRing::parse("test:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=").unwrap();
    LoginRecording { key: LoginKey::of(&keys), keeps_samples: true }
}

/// Returns the migrations of SQLite, read from their folder.
pub async fn sqlite_migrations() -> sqlx::migrate::Migrator {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations/sqlite");
    sqlx::migrate::Migrator::new(folder).await.unwrap()
}

pub fn seed_file(seed: Value) -> SeedFile {
    serde_json::from_value(seed).unwrap()
}

pub fn login(subject: &str, email: &str) -> LoginIdentity {
    serde_json::from_value(json!({
        "connectionId": CONNECTION, "issuer": ISSUER, "subject": subject, "email": email, "emailVerified": true,
        "name": "Ada King"
    }))
    .unwrap()
}

pub fn user(login: &LoginIdentity) -> UserId {
    login.key().user_id()
}

pub fn connection_id() -> ConnectionId {
    serde_json::from_value(json!(CONNECTION)).unwrap()
}
