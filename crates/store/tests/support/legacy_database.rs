//! Databases of the legacy CORA toolkit to adopt. Each is a database of its own, because Supabase's
//! schema `auth` exists once per database.

#![allow(dead_code, reason = "each test file uses a part of it")]

use std::sync::atomic::{AtomicU32, Ordering};

use tokio_postgres::Client;

use super::postgres::{connect, server};

const SCHEMA: &str = include_str!("../../../../tests/adoption/cora.sql");
const ROWS: &str = include_str!("../../../../tests/adoption/rows.sql");
const APPLICATION: &str = include_str!("../../../../tests/adoption/application.sql");
const POLICIES: &str = include_str!("../../../../tests/adoption/policies.sql");
const PROJECT: &str = include_str!("../../../../tests/adoption/project.sql");
const LATER: &str = include_str!("../../../../tests/adoption/later.sql");
/// A role of the application's own. Roles belong to the cluster.
pub const READER: &str = "cora_adoption_reader";
const SUPABASE: &str = include_str!("../../../../tests/adoption/supabase.sql");

/// A database that is dropped with this value.
pub struct OwnDatabase {
    pub url: String,
    name: String,
}

impl OwnDatabase {
    /// Creates an empty database. `None` without a PostgreSQL to create it in.
    pub async fn empty() -> Option<Self> {
        static MADE: AtomicU32 = AtomicU32::new(0);
        let server = server()?;
        let name = format!("cora_own_{}_{}", std::process::id(), MADE.fetch_add(1, Ordering::Relaxed));
        connect(&server).await.batch_execute(&format!("CREATE DATABASE {name}")).await.unwrap();
        let (address, rest) = server.split_at(server.rfind('/').unwrap());
        let parameters = rest.find('?').map_or("", |at| &rest[at..]);
        Some(Self { url: format!("{address}/{name}{parameters}"), name })
    }

    /// Creates a database of Supabase, without tables of its own.
    pub async fn of_supabase() -> Option<Self> {
        let database = Self::empty().await?;
        database.run(SUPABASE).await;
        Some(database)
    }

    /// Creates CORA's tables without rows.
    pub async fn of_cora() -> Option<Self> {
        let database = Self::empty().await?;
        database.run("CREATE TABLE people (id uuid PRIMARY KEY)").await;
        database.run(&SCHEMA.replace("{users}", "people")).await;
        Some(database)
    }

    /// Creates CORA's tables with the rows of a project.
    pub async fn with_rows() -> Option<Self> {
        let database = Self::of_cora().await?;
        database.run(&ROWS.replace("{users}", "people")).await;
        Some(database)
    }

    /// Creates CORA's tables with the rows of a project, in Supabase.
    pub async fn with_rows_in_supabase() -> Option<Self> {
        let database = Self::of_supabase().await?;
        database.run(&SCHEMA.replace("{users}", "auth.users")).await;
        database.run(&ROWS.replace("{users}", "auth.users")).await;
        Some(database)
    }

    /// Creates CORA's tables with the rows of a project and an application's objects, as a user
    /// that is
    /// no superuser and does not own `auth`, as in Supabase.
    pub async fn of_plain_owner() -> Option<Self> {
        let mut database = Self::of_supabase().await?;
        let name = database.name.clone();
        database
            .run(&format!(
                "DO $$ BEGIN CREATE ROLE cora_adoption_owner NOLOGIN BYPASSRLS; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$;
                DO $$ BEGIN CREATE ROLE {READER} NOLOGIN; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$;
                GRANT CREATE ON DATABASE {name} TO cora_adoption_owner;
                GRANT ALL ON SCHEMA public TO cora_adoption_owner WITH GRANT OPTION;
                GRANT USAGE ON SCHEMA auth TO cora_adoption_owner; GRANT ALL ON auth.users TO cora_adoption_owner;
                ALTER DEFAULT PRIVILEGES FOR ROLE cora_adoption_owner IN SCHEMA public GRANT ALL ON TABLES TO anon, authenticated, service_role"
            ))
            .await;
        database.url = database.url_as("cora_adoption_owner");
        for text in [SCHEMA, ROWS, APPLICATION, POLICIES] {
            database.run(&text.replace("{users}", "auth.users").replace("{reader}", READER)).await;
        }
        Some(database)
    }

    /// Creates CORA's tables with the rows of 200 people, in Supabase.
    pub async fn with_project_in_supabase() -> Option<Self> {
        let database = Self::of_supabase().await?;
        database.run(&SCHEMA.replace("{users}", "auth.users")).await;
        database.run(&PROJECT.replace("{users}", "auth.users")).await;
        Some(database)
    }

    /// Renames CORA's tables and columns as it did in December 2025 and January 2026.
    pub async fn rename(&self) {
        self.run(LATER).await;
    }

    /// Adds an application's objects of every kind around CORA's tables.
    pub async fn add_application(&self) {
        self.run(&format!("DO $$ BEGIN CREATE ROLE {READER} NOLOGIN; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$")).await;
        self.run(&format!("GRANT USAGE ON SCHEMA public TO {READER}")).await;
        self.run(&APPLICATION.replace("{reader}", READER)).await;
    }

    /// Secures CORA's tables as its projects in Supabase do.
    pub async fn secure(&self) {
        self.run(&POLICIES.replace("{reader}", READER)).await;
    }

    /// Returns the rows of a statement on Cora's own tables in an adopted database.
    pub async fn cora_rows(&self, sql: &str) -> Vec<String> {
        let client = self.client().await;
        client.batch_execute("SET search_path = cora, public").await.unwrap();
        texts(&client, sql).await.unwrap()
    }

    /// Returns the URL with which connections act as another role.
    pub fn url_as(&self, role: &str) -> String {
        let separator = if self.url.contains('?') { '&' } else { '?' };
        format!("{}{separator}options=-crole%3D{role}", self.url)
    }

    pub async fn client(&self) -> Client {
        connect(&self.url).await
    }

    pub async fn run(&self, sql: &str) {
        self.client().await.batch_execute(sql).await.unwrap();
    }

    /// Returns the rows of a statement as texts, with columns joined by `|`.
    pub async fn rows(&self, sql: &str) -> Vec<String> {
        texts(&self.client().await, sql).await.unwrap()
    }

    /// Returns the whole content: tables, columns, constraints, indexes, policies and rows.
    pub async fn dump(&self) -> Vec<String> {
        let client = self.client().await;
        let mut dump = texts(
            &client,
            "SELECT format('%s %s.%s %s', relkind, relnamespace::regnamespace, relname, (SELECT string_agg(attname || ' ' || format_type(atttypid, atttypmod), ', ' ORDER BY attnum)
                FROM pg_attribute WHERE attrelid = pg_class.oid AND attnum > 0))
             FROM pg_class WHERE relnamespace::regnamespace::text !~ '^(pg_|information_schema)' ORDER BY 1",
        )
        .await
        .unwrap();
        dump.extend(
            texts(&client, "SELECT pg_get_constraintdef(oid) || conrelid::regclass FROM pg_constraint ORDER BY 1")
                .await
                .unwrap(),
        );
        dump.extend(
            texts(&client, "SELECT polname || pg_get_expr(polqual, polrelid) FROM pg_policy ORDER BY 1").await.unwrap(),
        );
        for table in texts(&client, "SELECT CAST(oid AS regclass) FROM pg_class WHERE relkind = 'r' AND relnamespace::regnamespace::text !~ '^(pg_|information_schema)' ORDER BY 1").await.unwrap() {
            dump.extend(texts(&client, &format!("SELECT '{table} ' || CAST(t AS text) FROM {table} t ORDER BY 1")).await.unwrap());
        }
        dump
    }
}

/// Returns the rows of a statement as texts, with columns joined by `|`.
pub async fn texts(client: &Client, sql: &str) -> Result<Vec<String>, tokio_postgres::Error> {
    let answers = client.simple_query(sql).await?;
    let row = |answer| match answer {
        tokio_postgres::SimpleQueryMessage::Row(row) => {
            let columns: Vec<&str> = (0..row.len()).map(|at| row.get(at).unwrap_or("")).collect();
            Some(columns.join("|"))
        }
        _ => None,
    };
    Ok(answers.into_iter().filter_map(row).collect())
}

impl Drop for OwnDatabase {
    fn drop(&mut self) {
        let name = self.name.clone();
        let dropped = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async {
                let drop = format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)");
                connect(&server().unwrap()).await.batch_execute(&drop).await.ok();
            });
        });
        dropped.join().ok();
    }
}
