//! Tests of migrating databases of earlier schemas: everything is carried over, and logins keep
//! working.

use std::path::Path;

use crate::support::connections::*;
use crate::support::*;
use cora_core::connection::ConnectionStatus;
use cora_core::connection::lifecycle::ConnectionReason;
use cora_core::evidence::EmailTrust;
use cora_core::id::ConnectionId;
use cora_core::provisioning::decision::OutcomeKind;
use cora_store::Store;
use serde_json::{Value, json};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, SqliteConnection};

/// Creates a database as it was after a migration.
async fn earlier(path: &Path, last: i64) -> SqliteConnection {
    let options = SqliteConnectOptions::new().filename(path).create_if_missing(true).foreign_keys(true);
    let mut database = options.connect().await.unwrap();
    sqlite_migrations().await.run_to(last, &mut database).await.unwrap();
    database
}

fn connection(last: u8) -> ConnectionId {
    id(last)
}

async fn insert(database: &mut SqliteConnection, last: u8, kind: &str, status: &str, org: Option<&str>, config: Value) {
    sqlx::query(
        "INSERT INTO platform_idp_config (id, provider_type, display_name, issuer, org_id, status, version, config,
            created_by, updated_by, created_at, updated_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?9, 100, 200)",
    )
    .bind(connection(last).to_string())
    .bind(kind)
    .bind(format!("Sign-in {last}"))
    .bind(issuer(last))
    .bind(org)
    .bind(status)
    .bind(i64::from(last))
    .bind(config.to_string())
    .bind(OWNER)
    .execute(&mut *database)
    .await
    .unwrap();
    sqlx::query(
        "INSERT INTO platform_idp_audit_log (id, idp_config_id, action, old_config, new_config, performed_by, performed_at)
         VALUES (?1, ?2, 'created', NULL, ?3, ?4, 100)",
    )
    .bind(format!("00000000-0000-7000-8000-0000000002{last:02x}"))
    .bind(connection(last).to_string())
    .bind(config.to_string())
    .bind(Some(OWNER).filter(|_| last.is_multiple_of(2)))
    .execute(database)
    .await
    .unwrap();
}

fn config(client: Option<&str>, more: Value) -> Value {
    let mut connection = json!({
        "trustEmail": false, "allowOutsideDomains": false, "audiences": ["https://api.acme.example"],
        "authorizedParties": [], "algorithms": [], "tokenUse": "access_token"
    });
    for (name, value) in more.as_object().unwrap() {
        connection[name] = value.clone();
    }
    json!({ "client_id": client, "jwks_uri": "https://keys.acme.example/jwks", "discovery_uri": null, "connection": connection })
}

async fn earlier_with_rows(path: &Path) -> Vec<String> {
    let mut database = earlier(path, 3).await;
    for sql in [
        format!("INSERT INTO orgs (id, name, slug, created_at, updated_at) VALUES ('{ACME}', 'Acme', 'acme', 1, 1)"),
        format!(
            "INSERT INTO profiles (user_id, email, email_canonical, email_verified, global_role, created_at, updated_at)
             VALUES ('{OWNER}', 'olga@acme.example', 'olga@acme.example', 1, 'platform_owner', 1, 1)"
        ),
    ] {
        sqlx::query(AssertSqlSafe(sql)).execute(&mut database).await.unwrap();
    }
    let more = json!({ "trustEmail": true, "algorithms": ["ES256"], "tokenUse": "id_token" });
    insert(&mut database, 1, "oidc", "active", None, config(Some("web"), more)).await;
    insert(&mut database, 2, "oidc", "disabled", None, config(Some("web"), json!({}))).await;
    insert(&mut database, 3, "oidc", "draft", None, json!({})).await;
    insert(&mut database, 4, "oidc", "tested", None, config(Some("web"), json!({}))).await;
    insert(&mut database, 5, "oidc", "validated", None, config(Some("web"), json!({}))).await;
    // These settings lack a client, which is an error today.
    insert(&mut database, 6, "oidc", "active", Some(ACME), config(None, json!({}))).await;
    for sql in [
        format!(
            "INSERT INTO external_identities (auth_user_id, issuer, external_id, provider_name, connection_id, created_by,
                created_at)
             VALUES ('{OWNER}', '{}', 'olga', 'oidc', '{}', '{OWNER}', 1)",
            issuer(1),
            connection(1)
        ),
        format!(
            "INSERT INTO org_email_domains (id, org_id, domain, verification, state, enrollment_mode, connection_id,
                created_at, updated_at)
             VALUES ('{DOMAIN}', '{ACME}', 'acme.example', 'ownership', 'verified', 'enterprise_sso', '{}', 1, 1)",
            connection(6)
        ),
    ] {
        sqlx::query(AssertSqlSafe(sql)).execute(&mut database).await.unwrap();
    }
    let documents: Vec<String> =
        sqlx::query_scalar("SELECT json_extract(document, '$.connection') FROM connection_documents ORDER BY id")
            .fetch_all(&mut database)
            .await
            .unwrap();
    database.close().await.unwrap();
    documents
}

async fn carried() -> (Database, Vec<String>) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("cora.db");
    let before = earlier_with_rows(&path).await;
    let store = Store::migrate(&path).await.unwrap();
    (Database::of(store, folder), before)
}

#[tokio::test]
async fn nothing_of_a_connection_is_lost() {
    if Database::is_postgres() {
        // Only SQLite has databases of earlier schemas.
        return;
    }
    let (database, before) = carried().await;
    let rows = database.store.connections().await.unwrap();
    assert_eq!(rows.len(), 6);
    for row in &rows {
        assert_eq!(
            (row.created_at.as_str(), row.updated_at.as_str()),
            ("1970-01-01T00:01:40Z", "1970-01-01T00:03:20Z")
        );
        assert_eq!(row.created_by.as_deref(), Some(OWNER));
        assert_eq!(row.latest_number, 1);
        assert_eq!(row.active_number, Some(1).filter(|_| row.is_active));
    }
    for (last, status, stage) in [
        (1, "active", "tested"),
        (2, "disabled", "validated"),
        (3, "draft", "draft"),
        (4, "tested", "tested"),
        (5, "validated", "validated"),
        (6, "active", "tested"),
    ] {
        let row = database.store.connection(connection(last)).await.unwrap().unwrap();
        assert_eq!((row.status.as_str(), row.version), (status, u32::from(last)));
        let versions = database.store.configuration_versions(connection(last)).await.unwrap();
        assert_eq!((versions.len(), versions[0].stage.as_str()), (1, stage), "{last}");
        assert_eq!(versions[0].issuer.as_deref(), Some(issuer(last).as_str()));
        let audit = database.store.connection_audit(connection(last), 10).await.unwrap();
        assert_eq!((audit.len(), audit[0].action.as_str(), audit[0].version), (1, "created", None));
        assert!(audit[0].new_config.is_some());
        let actor = if last.is_multiple_of(2) { "user" } else { "operator" };
        assert_eq!(audit[0].actor_kind, actor);
    }
    // The core reads the same as before.
    let mut sql = database.sql().await;
    let after: Vec<String> =
        sqlx::query_scalar("SELECT json_extract(document, '$.connection') FROM connection_documents ORDER BY id")
            .fetch_all(&mut sql)
            .await
            .unwrap();
    let parsed = |documents: &[String]| -> Vec<cora_core::connection::Connection> {
        documents.iter().map(|document| serde_json::from_str(document).unwrap()).collect()
    };
    assert_eq!(parsed(&after), parsed(&before));
    let broken: Vec<(String,)> =
        sqlx::query_as("SELECT \"table\" FROM pragma_foreign_key_check").fetch_all(&mut sql).await.unwrap();
    assert_eq!(broken, []);
}

#[tokio::test]
async fn settings_are_carried_over_under_their_canonical_names() {
    if Database::is_postgres() {
        // Only SQLite has databases of earlier schemas.
        return;
    }
    let (database, _) = carried().await;
    let versions = database.store.configuration_versions(connection(1)).await.unwrap();
    assert_eq!(
        Value::from(versions[0].config.clone()),
        json!({
            "issuer": issuer(1), "clientId": "web", "jwksUri": "https://keys.acme.example/jwks",
            "audiences": ["https://api.acme.example"], "algorithms": ["ES256"], "tokenUse": "id_token", "trustEmail": true
        })
    );
    let draft = database.store.configuration_versions(connection(3)).await.unwrap();
    assert_eq!(Value::from(draft[0].config.clone()), json!({ "issuer": issuer(3), "tokenUse": "access_token" }));
}

#[tokio::test]
async fn logins_go_on_and_hosts_find_what_they_need() {
    if Database::is_postgres() {
        // Only SQLite has databases of earlier schemas.
        return;
    }
    let (database, _) = carried().await;
    let stored = database.store.active_platform_connection().await.unwrap().unwrap();
    assert_eq!(stored.connection.id, connection(1));
    assert_eq!(database.count("platform_idp_config WHERE is_default").await, 1);
    assert_eq!(stored.connection.trust_email, EmailTrust::AbsentIsTrue);
    assert_eq!(stored.derived.jwks_uri.as_ref().unwrap().as_str(), "https://keys.acme.example/jwks");
    assert_eq!(stored.configuration.unwrap().client_id().unwrap().as_str(), "web");
    let disabled = database.store.connections_for(Some(&issuer(2))).await.unwrap().remove(0);
    assert_eq!(disabled.connection.status, ConnectionStatus::Disabled);
    // Without a client, no login can begin through the connection, and existing logins are decided
    // as before.
    let lacking = database.store.connections_for(Some(&issuer(6))).await.unwrap().remove(0);
    assert_eq!((lacking.connection.status, lacking.configuration), (ConnectionStatus::Active, None));
    assert_eq!(lacking.derived.jwks_uri.unwrap().as_str(), "https://keys.acme.example/jwks");

    let mut olga = login("olga", "olga@acme.example");
    olga.connection_id = connection(1);
    olga.issuer = cora_core::text::Issuer::new(&issuer(1)).unwrap();
    let provisioned = database.store.provision(&olga, now()).await.unwrap();
    assert_eq!(provisioned.decision.outcome.kind(), OutcomeKind::Returning);
}

#[tokio::test]
async fn the_life_cycle_goes_on_from_where_a_connection_stood() {
    if Database::is_postgres() {
        // Only SQLite has databases of earlier schemas.
        return;
    }
    let (database, _) = carried().await;
    assert_eq!(database.refused(5, &activate()).await, ConnectionReason::NotTested);
    // The connection that was in use before stays in use, and the default.
    assert_eq!(database.change(4, &activate()).await.default_connection, Some(id(1)));
    assert_eq!(database.status(1).await, ConnectionStatus::Active);
    database.change(1, &command(json!({ "command": "disable", "force": { "reason": "it is replaced" } }))).await;
    database.change(1, &command(json!({ "command": "rollback", "number": 1 }))).await;
    assert_eq!(database.status(1).await, ConnectionStatus::Active);
}

#[tokio::test]
async fn carrying_over_twice_changes_nothing() {
    if Database::is_postgres() {
        // Only SQLite has databases of earlier schemas.
        return;
    }
    let (database, _) = carried().await;
    let before = database.dump().await;
    Store::migrate(&database.folder.path().join("cora.db")).await.unwrap();
    assert_eq!(database.dump().await, before);
}

/// The tables that the end of the list of kinds makes again, or whose rows refer to them.
const AROUND_CONNECTIONS: [&str; 6] = [
    "platform_idp_config",
    "platform_idp_config_versions",
    "platform_idp_audit_log",
    "connection_secrets",
    "connection_test_runs",
    "external_identities",
];

async fn rows(database: &mut SqliteConnection) -> Vec<String> {
    let mut all = Vec::new();
    for table in AROUND_CONNECTIONS {
        let columns = format!("SELECT group_concat('quote(\"' || name || '\")') FROM pragma_table_info('{table}')");
        let columns: String = sqlx::query_scalar(AssertSqlSafe(columns)).fetch_one(&mut *database).await.unwrap();
        let rows = format!("SELECT json_array(rowid, {columns}) FROM {table} ORDER BY rowid");
        let rows: Vec<String> = sqlx::query_scalar(AssertSqlSafe(rows)).fetch_all(&mut *database).await.unwrap();
        assert!(!rows.is_empty(), "{table}");
        all.extend(rows.into_iter().map(|row| format!("{table} {row}")));
    }
    all
}

async fn structure(database: &mut SqliteConnection) -> Vec<String> {
    let names = "SELECT type || ' ' || name FROM sqlite_schema ORDER BY type, name";
    sqlx::query_scalar(names).fetch_all(database).await.unwrap()
}

#[tokio::test]
async fn connections_outlive_the_list_of_kinds() {
    if Database::is_postgres() {
        // PostgreSQL drops the constraint and leaves the table as it is.
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("cora.db");
    let mut database = earlier(&path, 5).await;
    let hash = |digit: &str| digit.repeat(64);
    for sql in [
        format!(
            "INSERT INTO profiles (user_id, email, email_canonical, email_verified, global_role, created_at, updated_at)
             VALUES ('{OWNER}', 'olga@acme.example', 'olga@acme.example', 1, 'platform_owner', 1, 1)"
        ),
        // The second is deleted, so that the numbers of the rows have a gap.
        format!(
            "INSERT INTO platform_idp_config (id, provider_type, display_name, status, created_at, updated_at)
             VALUES ('{}', 'okta', 'First', 'draft', 1, 2), ('{}', 'oidc', 'Gone', 'draft', 1, 2),
                ('{}', 'keycloak', 'Third', 'draft', 3, 4)",
            id(1),
            id(2),
            id(3)
        ),
        format!("DELETE FROM platform_idp_config WHERE id = '{}'", id(2)),
        format!(
            "INSERT INTO platform_idp_config_versions (idp_config_id, number, settings, issuer, stage, created_at)
             VALUES ('{0}', 1, json_object('issuer', '{1}'), '{1}', 'tested', 5), ('{2}', 1, '{{}}', NULL, 'draft', 5)",
            id(1),
            issuer(1),
            id(3)
        ),
        format!(
            "UPDATE platform_idp_config SET latest_number = 1, active_number = 1, status = 'active', version = 7,
                issuer = '{}', login = json_object('connection', json_object('kind', 'okta')) WHERE id = '{}'",
            issuer(1),
            id(1)
        ),
        format!(
            "INSERT INTO platform_idp_audit_log (id, idp_config_id, action, actor_kind, performed_by, performed_at)
             VALUES ('00000000-0000-7000-8000-000000000201', '{}', 'created', 'user', '{OWNER}', 5)",
            id(1)
        ),
        format!(
            "INSERT INTO connection_secrets (id, idp_config_id, name, key_id, nonce, ciphertext, created_at)
             VALUES ('00000000-0000-7000-8000-000000000301', '{}', 'clientSecret', 'one', zeroblob(24), x'0102', 5)",
            id(1)
        ),
        format!(
            "INSERT INTO connection_test_runs (id, idp_config_id, number, version, state_hash, nonce, created_at, expires_at)
             VALUES ('00000000-0000-7000-8000-000000000401', '{0}', 1, 1, '{1}', 'a', 5, 9),
                ('00000000-0000-7000-8000-000000000402', '{2}', 1, 1, '{3}', 'b', 5, 9)",
            id(1),
            hash("a"),
            id(3),
            hash("b")
        ),
        format!(
            "INSERT INTO external_identities (auth_user_id, issuer, external_id, provider_name, connection_id, created_by,
                created_at)
             VALUES ('{OWNER}', '{}', 'olga', 'okta', '{}', '{OWNER}', 1)",
            issuer(1),
            id(1)
        ),
    ] {
        sqlx::query(AssertSqlSafe(sql)).execute(&mut database).await.unwrap();
    }
    let (before, had) = (rows(&mut database).await, structure(&mut database).await);
    sqlite_migrations().await.run_to(6, &mut database).await.unwrap();
    assert_eq!(rows(&mut database).await, before);
    assert_eq!(structure(&mut database).await, had);
    let broken: Vec<(String,)> =
        sqlx::query_as("SELECT \"table\" FROM pragma_foreign_key_check").fetch_all(&mut database).await.unwrap();
    assert_eq!(broken, []);
    // The triggers are those of before.
    let moved = sqlx::query("UPDATE platform_idp_config SET provider_type = 'oidc'").execute(&mut database).await;
    assert!(moved.is_err());
    let followed = "UPDATE platform_idp_config SET active_number = NULL, status = 'disabled', latest_number = 1";
    sqlx::query(followed).execute(&mut database).await.unwrap();
    let config: String = sqlx::query_scalar("SELECT config FROM platform_idp_config WHERE provider_type = 'okta'")
        .fetch_one(&mut database)
        .await
        .unwrap();
    assert_eq!(config, format!("{{\"issuer\":\"{}\"}}", issuer(1)));
    database.close().await.unwrap();
}
