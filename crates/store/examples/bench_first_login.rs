//! Benchmarks a first login by invitation in PostgreSQL. Compares Cora with the sequence of queries
//! that the legacy CORA toolkit makes for it, on one connection each, including its query for `GET
//! /profiles/me`. Runs once next to the database, and once with a millisecond between.
//!
//! `bench_first_login URL` creates two schemas there, and prints one line of JSON for `cargo xtask
//! bench`. CORA's sequence is written after its description: each query by itself, as its layer
//! makes them, with identity, invitation, authentication user, identity, profile, membership,
//! current organization, invitation, and then the profile's organizations. Its statements are
//! prepared, which is more than CORA does.

#[allow(dead_code, reason = "the other benches use the rest")]
mod first_login;

use std::time::{Duration, Instant};

use cora_core::provisioning::decision::OutcomeKind;
use cora_store::seed::SeedOptions;
use cora_store::{DatabaseLocation, Store};
use first_login::{ACME, LOGINS, OWNER, connect, email, login, median, now, seed};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio_postgres::{Client, Statement};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let url = std::env::args().nth(1).ok_or("usage: bench_first_login URL")?;
    let mut rows = Vec::new();
    for (id, work, distance, goal) in [
        ("postgres_first_login", "PostgreSQL: first login / CORA's queries", Duration::ZERO, 0.25),
        (
            "postgres_first_login_1ms",
            "PostgreSQL, 1 ms away: first login / CORA's queries",
            Duration::from_millis(1),
            0.2,
        ),
    ] {
        let (ours, peer, returning) = race(&url, distance).await?;
        let ratio = ours / peer;
        rows.push(json!({ "id": id, "work": work, "ours": ours, "peer": peer, "unit": "µs", "ratio": ratio, "goal": goal, "met": ratio <= goal }));
        let ratio = returning / peer;
        rows.push(json!({ "id": format!("{id}_returning"), "work": format!("{work}, ours returning"), "ours": returning, "peer": peer,
            "unit": "µs", "ratio": ratio, "goal": null, "met": null }));
    }
    println!("{}", Value::from(rows));
    Ok(())
}

/// Returns the medians of Cora's first logins, of CORA's, and of Cora's returning logins.
async fn race(url: &str, distance: Duration) -> Result<(f64, f64, f64), Box<dyn std::error::Error>> {
    let admin = connect(url).await?;
    let stamp = std::process::id();
    let schemas = [format!("bench_ours_{stamp}"), format!("bench_cora_{stamp}")];
    for schema in &schemas {
        admin.batch_execute(&format!("DROP SCHEMA IF EXISTS {schema} CASCADE; CREATE SCHEMA {schema}")).await?;
    }
    let far = far(url, distance).await?;
    let [ours, theirs] = schemas.clone().map(|schema| format!("?options=-csearch_path%3D{schema}"));
    Store::migrate(DatabaseLocation::Postgres(format!("{url}{ours}"))).await?.close().await;
    let store = Store::open(DatabaseLocation::Postgres(format!("{far}{ours}"))).await?;
    store.seed(&seed(), SeedOptions::default(), now()).await?;
    let cora = Cora::new(&format!("{url}{theirs}"), &format!("{far}{theirs}")).await?;

    let (mut first, mut peer, mut returning) = (Vec::new(), Vec::new(), Vec::new());
    for number in 0..LOGINS * 2 {
        let login = login(number);
        let started = Instant::now();
        let done = store.provision(&login, now()).await?;
        let took = started.elapsed();
        assert_eq!(done.decision.outcome.kind(), OutcomeKind::Provisioned);
        assert_eq!(done.profile.as_ref().map(|view| view.organizations.len()), Some(1));
        let started = Instant::now();
        let organizations = cora.first_login(number).await?;
        let took_theirs = started.elapsed();
        assert_eq!(organizations, 1);
        let started = Instant::now();
        assert_eq!(store.provision(&login, now()).await?.decision.outcome.kind(), OutcomeKind::Returning);
        let took_returning = started.elapsed();
        if number >= LOGINS {
            first.push(took);
            peer.push(took_theirs);
            returning.push(took_returning);
        }
    }
    store.close().await;
    for schema in &schemas {
        admin.batch_execute(&format!("DROP SCHEMA {schema} CASCADE")).await?;
    }
    Ok((median(first), median(peer), median(returning)))
}

/// Returns a URL of the same database through a proxy that adds a distance.
async fn far(url: &str, distance: Duration) -> Result<String, Box<dyn std::error::Error>> {
    if distance.is_zero() {
        return Ok(url.to_owned());
    }
    let (before, rest) = url.split_once('@').ok_or("a URL with a user")?;
    let (server, name) = rest.split_once('/').ok_or("a URL with a database")?;
    let (server, listener) = (server.to_owned(), TcpListener::bind("127.0.0.1:0").await?);
    let own = listener.local_addr()?;
    tokio::spawn(async move {
        while let Ok((client, _)) = listener.accept().await {
            let Ok(server) = TcpStream::connect(&server).await else { return };
            client.set_nodelay(true).ok();
            server.set_nodelay(true).ok();
            let ((from_client, to_client), (from_server, to_server)) = (client.into_split(), server.into_split());
            tokio::spawn(pass(from_client, to_server, distance));
            tokio::spawn(pass(from_server, to_client, Duration::ZERO));
        }
    });
    Ok(format!("{before}@{own}/{name}"))
}

async fn pass(mut from: tokio::net::tcp::OwnedReadHalf, mut to: tokio::net::tcp::OwnedWriteHalf, distance: Duration) {
    let mut bytes = vec![0; 65536];
    while let Ok(read @ 1..) = from.read(&mut bytes).await {
        if !distance.is_zero() {
            // The sleep timer is too coarse, because it counts whole milliseconds from its last
            // tick.
            let until = Instant::now() + distance;
            while Instant::now() < until {
                tokio::task::yield_now().await;
            }
        }
        if to.write_all(&bytes[..read]).await.is_err() {
            return;
        }
    }
}

/// CORA's tables, as far as a first login by invitation uses them, and its queries.
struct Cora {
    client: Client,
    statements: Vec<Statement>,
}

const TABLES: &str = "
CREATE TABLE auth_users (id uuid PRIMARY KEY, email text UNIQUE, app_metadata jsonb, user_metadata jsonb, created_at timestamptz DEFAULT now());
CREATE TABLE orgs (id uuid PRIMARY KEY, name text NOT NULL, slug text NOT NULL UNIQUE, owner_id uuid NOT NULL REFERENCES auth_users, logo_url text,
    created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE profiles (id bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY, user_id uuid NOT NULL UNIQUE, full_name text, email text, phone text,
    avatar_url text, current_org_id uuid REFERENCES orgs ON DELETE SET NULL, global_role text, created_by uuid, updated_by uuid, metadata jsonb DEFAULT '{}',
    created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now());
CREATE INDEX ON profiles (email);
CREATE TABLE external_identities (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, auth_user_id uuid NOT NULL REFERENCES auth_users ON DELETE CASCADE,
    external_id text NOT NULL, provider_name text NOT NULL, metadata jsonb DEFAULT '{}', created_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (external_id, provider_name));
CREATE TABLE org_members (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), org_id uuid NOT NULL REFERENCES orgs ON DELETE CASCADE,
    user_id uuid NOT NULL REFERENCES profiles (user_id) ON DELETE CASCADE, role text NOT NULL, added_by uuid,
    created_at timestamptz NOT NULL DEFAULT now(), UNIQUE (org_id, user_id));
CREATE INDEX ON org_members (user_id);
CREATE TABLE user_invites (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), email varchar(255) NOT NULL, org_id uuid NOT NULL REFERENCES orgs ON DELETE CASCADE,
    role varchar(50) DEFAULT 'org_user', invited_by uuid, status varchar(20) DEFAULT 'pending', expires_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now(), UNIQUE (email, org_id));
CREATE INDEX ON user_invites (email, status) WHERE status = 'pending';";

const QUERIES: [&str; 12] = [
    "SELECT * FROM external_identities WHERE external_id = $1",
    "SELECT * FROM user_invites WHERE email = $1 AND status = 'pending'",
    "SELECT * FROM external_identities WHERE external_id = $1",
    "INSERT INTO auth_users (id, email, app_metadata, user_metadata) VALUES (gen_random_uuid(), $1, '{}', '{}') RETURNING id",
    "INSERT INTO external_identities (auth_user_id, external_id, provider_name) VALUES ($1, $2, 'clerk') RETURNING *",
    "INSERT INTO profiles (user_id, email, full_name, global_role, created_by, updated_by) VALUES ($1, $2, 'Ada King', 'global_user', $1, $1) RETURNING *",
    "INSERT INTO org_members (org_id, user_id, role) VALUES ($1, $2, 'org_user') RETURNING *",
    "UPDATE profiles SET current_org_id = $1 WHERE user_id = $2 RETURNING *",
    "UPDATE user_invites SET status = 'accepted' WHERE id = $1 RETURNING *",
    "SELECT * FROM profiles WHERE user_id = $1",
    "SELECT * FROM org_members WHERE user_id = $1",
    "SELECT id, name FROM orgs WHERE id = ANY ($1)",
];

impl Cora {
    async fn new(near: &str, far: &str) -> Result<Self, Box<dyn std::error::Error>> {
        let client = connect(near).await?;
        client.batch_execute(TABLES).await?;
        client
            .batch_execute(&format!(
                "INSERT INTO auth_users (id, email) VALUES ('{OWNER}', 'olga@acme.example');
                 INSERT INTO orgs (id, name, slug, owner_id) VALUES ('{ACME}', 'Acme', 'acme', '{OWNER}');
                 INSERT INTO user_invites (email, org_id, expires_at)
                    SELECT 'person-' || number || '@partner.example', '{ACME}', now() + interval '1 day' FROM generate_series(0, {}) AS number",
                LOGINS * 2 - 1
            ))
            .await?;
        let client = connect(far).await?;
        let mut statements = Vec::new();
        for query in QUERIES {
            statements.push(client.prepare(query).await?);
        }
        Ok(Self { client, statements })
    }

    /// Runs a first login, and returns the number of organizations that the profile has afterwards.
    async fn first_login(&self, number: usize) -> Result<usize, tokio_postgres::Error> {
        let (subject, email) = (format!("person-{number}"), email(number));
        let [identity, invited, again, user, link, profile, join, current, accept, read, members, organizations] =
            self.statements.as_slice()
        else {
            return Ok(0);
        };
        let client = &self.client;
        assert!(client.query_opt(identity, &[&subject]).await?.is_none());
        let invite = client.query_one(invited, &[&email]).await?;
        assert!(client.query_opt(again, &[&subject]).await?.is_none());
        let created = client.query_one(user, &[&email]).await?;
        let user_id: Id = created.get(0);
        client.query_one(link, &[&user_id, &subject]).await?;
        client.query_one(profile, &[&user_id, &email]).await?;
        let (invite_id, org_id): (Id, Id) = (invite.get("id"), invite.get("org_id"));
        client.query_one(join, &[&org_id, &user_id]).await?;
        client.query_one(current, &[&org_id, &user_id]).await?;
        client.query_one(accept, &[&invite_id]).await?;
        client.query_one(read, &[&user_id]).await?;
        let joined: Vec<Id> = client.query(members, &[&user_id]).await?.iter().map(|row| row.get("org_id")).collect();
        Ok(client.query(organizations, &[&joined]).await?.len())
    }
}

/// A UUID in its binary form.
#[derive(Debug, Clone)]
struct Id([u8; 16]);

impl<'a> tokio_postgres::types::FromSql<'a> for Id {
    fn from_sql(
        _: &tokio_postgres::types::Type,
        raw: &'a [u8],
    ) -> Result<Self, Box<dyn std::error::Error + Sync + Send>> {
        Ok(Self(raw.try_into()?))
    }

    tokio_postgres::types::accepts!(UUID);
}

impl tokio_postgres::types::ToSql for Id {
    fn to_sql(
        &self,
        _: &tokio_postgres::types::Type,
        out: &mut tokio_postgres::types::private::BytesMut,
    ) -> Result<tokio_postgres::types::IsNull, Box<dyn std::error::Error + Sync + Send>> {
        out.extend_from_slice(&self.0);
        Ok(tokio_postgres::types::IsNull::No)
    }

    tokio_postgres::types::accepts!(UUID);
    tokio_postgres::types::to_sql_checked!();
}
