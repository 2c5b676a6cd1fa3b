//! Test databases in the PostgreSQL that `CORA_TEST_POSTGRES` names.

#![allow(dead_code, reason = "each test file uses a part of it")]

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::atomic::{AtomicU32, Ordering};

/// The migrations that a template is made of.
const MIGRATIONS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../store/migrations/postgres");

/// The schema of a copied database.
const SCHEMA: &str = "cora_test";

/// Returns the URL of the PostgreSQL that tests create databases in.
pub fn server() -> Option<String> {
    std::env::var("CORA_TEST_POSTGRES").ok().filter(|url| !url.is_empty())
}

/// Connects to a PostgreSQL database.
pub async fn connect(url: &str) -> tokio_postgres::Client {
    let (client, connection) = tokio_postgres::connect(url, tokio_postgres::NoTls).await.unwrap();
    tokio::spawn(connection);
    client
}

/// Returns the URL of the same database with one schema, for the application with a name.
fn within(url: &str, schema: &str, application: &str) -> String {
    let separator = if url.contains('?') { '&' } else { '?' };
    format!("{url}{separator}application_name={application}&options=-csearch_path%3D{schema}")
}

/// Returns the URL of another database of the same server.
fn of_database(url: &str, name: &str) -> String {
    let (place, parameters) = url.split_once('?').unwrap_or((url, ""));
    let (host, _) = place.rsplit_once('/').unwrap();
    if parameters.is_empty() { format!("{host}/{name}") } else { format!("{host}/{name}?{parameters}") }
}

/// Returns the name of the template of these migrations: a server outlives a change of them.
fn template() -> String {
    let mut files: Vec<_> = std::fs::read_dir(MIGRATIONS).unwrap().map(|file| file.unwrap().path()).collect();
    files.sort();
    let mut hasher = DefaultHasher::new();
    for file in files {
        std::fs::read(file).unwrap().hash(&mut hasher);
    }
    format!("cora_template_{:016x}", hasher.finish())
}

/// Returns a name that no other test has.
fn new_name() -> String {
    static MADE: AtomicU32 = AtomicU32::new(0);
    format!("cora_test_{}_{}", std::process::id(), MADE.fetch_add(1, Ordering::Relaxed))
}

/// A schema, or a database with one, that is dropped with this value.
pub struct Schema {
    /// The URL of the schema, which acts as a database of its own.
    pub url: String,
    name: String,
    is_database: bool,
}

impl Schema {
    /// Creates an empty schema. `None` if the tests use SQLite.
    pub async fn make() -> Option<Self> {
        let (server, name) = (server()?, new_name());
        connect(&server).await.batch_execute(&format!("CREATE SCHEMA {name}")).await.unwrap();
        Some(Self { url: within(&server, &name, &name), name, is_database: false })
    }

    /// Copies a database that `migrate` has migrated, once for all tests: a copy takes a tenth of
    /// the time. `None` if the tests use SQLite.
    pub async fn copied(migrate: impl AsyncFnOnce(String)) -> Option<Self> {
        let (server, name, template) = (server()?, new_name(), template());
        let client = connect(&server).await;
        let execute = async |sql: &str| client.batch_execute(sql).await.unwrap();
        // One process makes the template. The others wait for it.
        execute("SELECT pg_advisory_lock(1129270849)").await;
        let made = "SELECT FROM pg_database WHERE datname = $1 AND NOT datallowconn";
        if client.query_opt(made, &[&template]).await.unwrap().is_none() {
            execute(&format!("DROP DATABASE IF EXISTS {template} WITH (FORCE)")).await;
            execute(&format!("CREATE DATABASE {template}")).await;
            let url = of_database(&server, &template);
            connect(&url).await.batch_execute(&format!("CREATE SCHEMA {SCHEMA}")).await.unwrap();
            migrate(within(&url, SCHEMA, &template)).await;
            // A database is only copied while nobody is connected to it.
            execute(&format!("ALTER DATABASE {template} ALLOW_CONNECTIONS false")).await;
            execute(&format!("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{template}'"))
                .await;
        }
        execute("SELECT pg_advisory_unlock(1129270849)").await;
        execute(&format!("CREATE DATABASE {name} TEMPLATE {template}")).await;
        let url = within(&of_database(&server, &name), SCHEMA, &name);
        Some(Self { url, name, is_database: true })
    }
}

impl Drop for Schema {
    fn drop(&mut self) {
        let (name, is_database) = (self.name.clone(), self.is_database);
        // The runtime is a separate one, because the test's is about to end.
        let dropped = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async {
                let client = connect(&server().unwrap()).await;
                // The test's connections end with its runtime, which waits for this. One in a
                // transaction would keep its locks until then.
                if is_database {
                    client.batch_execute(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await.ok();
                    return;
                }
                let end =
                    format!("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = '{name}'");
                client.batch_execute(&end).await.ok();
                client.batch_execute(&format!("DROP SCHEMA IF EXISTS {name} CASCADE")).await.ok();
            });
        });
        dropped.join().ok();
    }
}
