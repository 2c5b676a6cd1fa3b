//! Test schemas in the PostgreSQL that `CORA_TEST_POSTGRES` names.

#![allow(dead_code, reason = "each test file uses a part of it")]

use std::sync::atomic::{AtomicU32, Ordering};

/// Returns the URL of the PostgreSQL that tests create schemas in.
pub fn server() -> Option<String> {
    std::env::var("CORA_TEST_POSTGRES").ok().filter(|url| !url.is_empty())
}

/// Connects to a PostgreSQL database.
pub async fn connect(url: &str) -> tokio_postgres::Client {
    let (client, connection) = tokio_postgres::connect(url, tokio_postgres::NoTls).await.unwrap();
    tokio::spawn(connection);
    client
}

/// Returns the URL of the same database with a schema of its own, which is created faster than a
/// database.
fn within(url: &str, schema: &str) -> String {
    let separator = if url.contains('?') { '&' } else { '?' };
    format!("{url}{separator}application_name={schema}&options=-csearch_path%3D{schema}")
}

/// A schema that is dropped with this value.
pub struct Schema {
    /// The URL of the schema, which acts as a database of its own.
    pub url: String,
    name: String,
}

impl Schema {
    /// Creates a schema. `None` if the tests use SQLite.
    pub async fn make() -> Option<Self> {
        static MADE: AtomicU32 = AtomicU32::new(0);
        let server = server()?;
        let name = format!("cora_test_{}_{}", std::process::id(), MADE.fetch_add(1, Ordering::Relaxed));
        connect(&server).await.batch_execute(&format!("CREATE SCHEMA {name}")).await.unwrap();
        Some(Self { url: within(&server, &name), name })
    }
}

impl Drop for Schema {
    fn drop(&mut self) {
        let name = self.name.clone();
        // The runtime is a separate one, because the test's is about to end.
        let dropped = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async {
                let client = connect(&server().unwrap()).await;
                // The test's connections end with its runtime, which waits for this. One in a
                // transaction would keep its locks until then.
                let end =
                    format!("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = '{name}'");
                client.batch_execute(&end).await.ok();
                client.batch_execute(&format!("DROP SCHEMA IF EXISTS {name} CASCADE")).await.ok();
            });
        });
        dropped.join().ok();
    }
}
