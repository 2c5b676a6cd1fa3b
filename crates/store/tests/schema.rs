//! The schema: made once, refused when it is not known, and holding what it promises by itself.

mod support;

use cora_store::seed::SeedOptions;
use cora_store::{OpenError, Store};
use sqlx::Executor;
use support::*;

#[tokio::test]
async fn migrating_twice_changes_nothing() {
    let database = Database::seeded(base()).await;
    let before = database.dump().await;
    Store::migrate(&database.folder.path().join("cora.db")).await.unwrap();
    assert_eq!(database.dump().await, before);
}

#[tokio::test]
async fn a_missing_database_is_not_made_by_opening_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("cora.db");
    assert!(matches!(Store::open(&path).await, Err(OpenError::Missing)));
    assert!(!path.exists());
}

#[tokio::test]
async fn an_empty_database_has_to_be_migrated_first() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("cora.db");
    std::fs::write(&path, "").unwrap();
    assert!(matches!(Store::open(&path).await, Err(OpenError::OlderSchema)));
}

#[tokio::test]
async fn a_newer_schema_is_refused_and_left_alone() {
    let database = Database::empty().await;
    database
        .execute(
            "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
             VALUES (9001, 'from the future', 1, x'00', 0)",
        )
        .await;
    let before = database.dump().await;
    let path = database.folder.path().join("cora.db");
    for result in [Store::open(&path).await, Store::migrate(&path).await] {
        let error = result.unwrap_err();
        assert!(matches!(error, OpenError::NewerSchema { found: 9001, .. }), "{error}");
    }
    assert_eq!(database.dump().await, before);
}

#[tokio::test]
async fn a_changed_migration_is_refused() {
    let database = Database::empty().await;
    database.execute("UPDATE _sqlx_migrations SET checksum = x'00' WHERE version = 1").await;
    let path = database.folder.path().join("cora.db");
    assert!(matches!(Store::migrate(&path).await, Err(OpenError::ChangedSchema(1))));
}

#[tokio::test]
async fn a_database_of_somebody_else_is_refused_and_left_alone() {
    let database = Database::empty().await;
    database.execute("DROP TABLE _sqlx_migrations").await;
    let before = database.dump().await;
    let path = database.folder.path().join("cora.db");
    assert!(matches!(Store::migrate(&path).await, Err(OpenError::UnknownSchema)));
    assert_eq!(database.dump().await, before);
}

/// What SQLite says when it refuses a statement.
async fn refusal(database: &Database, sql: &'static str) -> String {
    database.sql().await.execute(sql).await.unwrap_err().to_string()
}

#[tokio::test]
async fn audit_logs_are_append_only() {
    let database = Database::seeded(base()).await;
    database.store.provision(&login("stranger", "eve@evil.example"), now()).await.unwrap();
    assert_eq!(database.count("provisioning_audit_log").await, 1);
    assert_eq!(database.count("platform_idp_audit_log").await, 1);
    for sql in [
        "UPDATE provisioning_audit_log SET reason = 'ok'",
        "DELETE FROM provisioning_audit_log",
        "UPDATE platform_idp_audit_log SET action = 'updated'",
        "DELETE FROM platform_idp_audit_log",
    ] {
        assert!(refusal(&database, sql).await.contains("append-only"), "{sql}");
    }
}

#[tokio::test]
async fn the_last_owner_cannot_be_lost() {
    let database = Database::seeded(base()).await;
    for sql in [
        "UPDATE org_members SET role = 'org_admin'",
        "UPDATE org_members SET status = 'removed', removed_at = 1",
        "UPDATE profiles SET global_role = 'platform_user'",
        "UPDATE profiles SET status = 'suspended'",
    ] {
        assert!(refusal(&database, sql).await.contains("last owner"), "{sql}");
    }
}

#[tokio::test]
async fn a_verified_domain_belongs_to_one_organization() {
    let database = Database::seeded(with(base(), serde_json::json!({ "domainRules": [domain_rule()] }))).await;
    let other = serde_json::json!({
        "organizations": [{ "id": "00000000-0000-7000-8000-0000000000a2", "name": "Other", "slug": "other" }],
        "domainRules": [{
            "id": "00000000-0000-7000-8000-0000000000d2", "organizationId": "00000000-0000-7000-8000-0000000000a2",
            "pattern": "*.acme.example", "verification": "ownership", "state": "verified",
            "enrollmentMode": "automatic_membership"
        }]
    });
    let error = database.store.seed(&seed_file(other), SeedOptions::default(), now()).await.unwrap_err();
    assert_eq!(error.to_string(), "`/domainRules/0` was refused: another organization has verified this domain");
    assert_eq!(database.count("orgs").await, 1);
}

#[tokio::test]
async fn facts_are_found_by_index_only() {
    let database = Database::seeded(base()).await;
    let facts: Vec<String> =
        sqlx::query_as(sqlx::AssertSqlSafe(format!("EXPLAIN QUERY PLAN {}", include_str!("../src/facts.sql"))))
            .bind(ISSUER)
            .bind("s")
            .bind("a@acme.example")
            .bind("[\"acme.example\"]")
            .bind(CONNECTION)
            .bind("ada-org")
            .bind(OWNER)
            .bind(None::<String>)
            .fetch_all(&mut database.sql().await)
            .await
            .unwrap()
            .into_iter()
            .map(|(_, _, _, detail): (i64, i64, i64, String)| detail)
            .collect();
    assert!(facts.len() > 10);
    let tables =
        ["profiles", "orgs", "org_members", "external_identities", "user_invites", "org_email_domains", "inviter"];
    for line in &facts {
        assert!(!tables.iter().any(|table| *line == format!("SCAN {table}")), "{line}\nin {facts:#?}");
    }
}
