//! Tests of the schema: created once, refused if it is unknown, and enforcing its own constraints.

use std::cell::Cell;
use std::time::Duration;

use crate::support::legacy_database::OwnDatabase;
use crate::support::*;
use cora_core::connection::ConnectionKind;
use cora_core::json::Code;
use cora_store::seed::SeedOptions;
use cora_store::{DatabaseLocation, OpenError, Store};

#[tokio::test]
async fn migrating_twice_changes_nothing() {
    let database = Database::seeded(base()).await;
    let before = database.dump().await;
    Store::migrate(&database.location()).await.unwrap();
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
async fn what_is_still_to_be_done_is_said_and_not_done() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("cora.db");
    assert!(Store::pending(&path).await.unwrap().len() > 1);
    assert!(!path.exists());
    let database = Database::empty().await;
    assert_eq!(Store::pending(&database.location()).await.unwrap(), []);
    let known = database.store.known_schema();
    database.execute(&format!("DELETE FROM {} WHERE version = {known}", ledger())).await;
    let before = database.dump().await;
    let pending = Store::pending(&database.location()).await.unwrap();
    assert_eq!(pending.iter().map(|migration| migration.version).collect::<Vec<_>>(), [known]);
    assert!(matches!(Store::open(&database.location()).await, Err(OpenError::OlderSchema)));
    assert_eq!(database.dump().await, before);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_eight_who_migrate_an_empty_database_at_once_all_succeed() {
    for _ in 0..3 {
        let schema = crate::support::postgres::Schema::make().await;
        let folder = tempfile::tempdir().unwrap();
        let place = match &schema {
            Some(schema) => cora_store::DatabaseLocation::Postgres(schema.url.clone()),
            None => cora_store::DatabaseLocation::from(&folder.path().join("cora.db")),
        };
        let migrating = (0..8).map(|_| Store::migrate(&place));
        for one in futures_util::future::join_all(migrating).await {
            one.unwrap();
        }
        assert_eq!(Store::pending(&place).await.unwrap(), []);
    }
}

#[tokio::test]
async fn a_migration_that_is_broken_off_anywhere_goes_on_where_it_was() {
    let whole = Database::empty().await;
    let attempts = Cell::new(0);
    let broken_off = Database::migrated(async |location| {
        // Each attempt lasts a little longer than the one before, so that it is interrupted
        // elsewhere.
        for microseconds in (0..).step_by(700) {
            attempts.set(attempts.get() + 1);
            match tokio::time::timeout(Duration::from_micros(microseconds), Store::migrate(location)).await {
                // SQLite may still be rolling back the interrupted attempt.
                Ok(Err(error)) => assert!(!Database::is_postgres(), "{error:?}"),
                Ok(Ok(store)) => return store,
                Err(_) => {}
            }
        }
        unreachable!("there is always a longer time")
    })
    .await;
    assert!(attempts.get() > 2, "nothing was broken off");
    assert_eq!(broken_off.structure().await, whole.structure().await);
    assert_eq!(Store::pending(&broken_off.location()).await.unwrap(), []);
    broken_off.seed(base()).await;
}

#[tokio::test]
async fn a_newer_schema_is_refused_and_left_alone() {
    let database = Database::empty().await;
    let insert = if Database::is_postgres() {
        "INSERT INTO cora_migrations (version, checksum) VALUES (9001, '\\x00')"
    } else {
        "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
         VALUES (9001, 'from the future', 1, x'00', 0)"
    };
    database.execute(insert).await;
    let before = database.dump().await;
    let place = database.location();
    for result in [Store::open(&place).await, Store::migrate(&place).await] {
        let error = result.unwrap_err();
        assert!(matches!(error, OpenError::NewerSchema { found: 9001, .. }), "{error}");
    }
    assert_eq!(database.dump().await, before);
}

#[tokio::test]
async fn a_running_program_goes_on_while_the_schema_is_one_migration_newer() {
    let database = Database::empty().await;
    database.store.check_serving().await.unwrap();
    for (version, goes_on) in [(9001, true), (9002, false)] {
        let insert = if Database::is_postgres() {
            format!("INSERT INTO cora_migrations (version, checksum) VALUES ({version}, '\\x00')")
        } else {
            format!(
                "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
                 VALUES ({version}, 'from the future', 1, x'00', 0)"
            )
        };
        database.execute(&insert).await;
        assert_eq!(database.store.check_serving().await.is_ok(), goes_on, "{version}");
        // A program that starts needs the schema that it knows.
        assert!(Store::open(&database.location()).await.is_err());
    }
}

#[tokio::test]
async fn a_changed_migration_is_refused() {
    let database = Database::empty().await;
    let other = if Database::is_postgres() { "'\\x00'" } else { "x'00'" };
    database.execute(&format!("UPDATE {} SET checksum = {other} WHERE version = 1", ledger())).await;
    assert!(matches!(Store::migrate(&database.location()).await, Err(OpenError::ChangedSchema(1))));
}

#[tokio::test]
async fn a_database_of_somebody_else_is_refused_and_left_alone() {
    let database = Database::empty().await;
    database.execute(&format!("DROP TABLE {}", ledger())).await;
    let before = database.dump().await;
    assert!(matches!(Store::migrate(&database.location()).await, Err(OpenError::UnknownSchema)));
    assert_eq!(database.dump().await, before);
}

/// Returns the table that records the applied migrations.
fn ledger() -> &'static str {
    if Database::is_postgres() { "cora_migrations" } else { "_sqlx_migrations" }
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
        assert!(database.refusal(sql).await.contains("append-only"), "{sql}");
    }
}

/// `json_valid(NULL)` is 0 before SQLite 3.45, whose `integrity_check` and dumps are used on the
/// file too.
#[tokio::test]
async fn sqlite_of_any_version_finds_a_null_document_sound() {
    if Database::is_postgres() {
        return;
    }
    let database = Database::empty().await;
    let nullable = "SELECT tables.name || '.' || columns.name FROM sqlite_schema AS tables
        JOIN pragma_table_info(tables.name) AS columns
        WHERE instr(tables.sql, 'json_valid(' || columns.name || ')') > 0 AND NOT columns.\"notnull\"
            AND instr(tables.sql, columns.name || ' IS NULL OR json_valid(' || columns.name || ')') = 0";
    assert_eq!(database.texts(nullable).await, [] as [&str; 0]);
    let documents = "SELECT CAST(count(*) AS text) FROM sqlite_schema WHERE sql LIKE '%json_valid%'";
    assert!(database.texts(documents).await[0].parse::<u32>().unwrap() > 3);
    assert_eq!(database.texts("PRAGMA integrity_check").await, ["ok"]);
}

#[tokio::test]
async fn triggers_count_what_is_restored_without_a_search_path() {
    let Some(database) = OwnDatabase::empty().await else { return };
    Store::migrate(DatabaseLocation::Postgres(database.url.clone())).await.unwrap().close().await;
    // As `pg_restore --data-only` writes rows.
    database
        .run(
            "SELECT pg_catalog.set_config('search_path', '', false);
            INSERT INTO public.orgs (id, name, slug) VALUES ('00000000-0000-4000-8000-0000000000a1', 'Acme', 'acme');
            INSERT INTO public.profiles (user_id, full_name) VALUES ('00000000-0000-4000-8000-000000000001', 'Olga');
            INSERT INTO public.org_members (id, org_id, user_id, role, source) VALUES ('00000000-0000-4000-8000-0000000000b1',
                '00000000-0000-4000-8000-0000000000a1', '00000000-0000-4000-8000-000000000001', 'org_owner', 'manual')",
        )
        .await;
    assert_eq!(database.rows("SELECT seats_used, owner_count FROM orgs").await, ["1|1"]);
}

#[tokio::test]
async fn the_last_owner_cannot_be_lost() {
    let database = Database::seeded(base()).await;
    for sql in [
        "UPDATE org_members SET role = 'org_admin'",
        "UPDATE org_members SET status = 'removed', removed_at = @time(1)",
        "UPDATE profiles SET global_role = 'platform_user'",
        "UPDATE profiles SET status = 'suspended'",
    ] {
        assert!(database.refusal(sql).await.contains("last owner"), "{sql}");
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
    let plan = database.store.explain_facts(&login("ada", "ada@mail.acme.example")).await.unwrap();
    assert!(plan.len() > 10, "{plan:#?}");
    let tables =
        ["profiles", "orgs", "org_members", "external_identities", "user_invites", "org_email_domains", "inviter"];
    for line in &plan {
        let scanned = tables
            .iter()
            .find(|table| line == &format!("SCAN {table}") || line.contains(&format!("Seq Scan on {table}")));
        assert_eq!(scanned, None, "{line}\nin {plan:#?}");
    }
}

fn draft_of(kind: &str) -> String {
    format!(
        "INSERT INTO platform_idp_config (id, provider_type, display_name, status, created_at, updated_at)
         VALUES ('{CONNECTION}', '{kind}', 'Sign-in', 'draft', @time(5), @time(5))"
    )
}

/// The database has no list of kinds: a text that the core does not know is refused where it is
/// read.
#[tokio::test]
async fn a_kind_that_the_core_does_not_know_is_read_as_no_other() {
    let database = Database::empty().await;
    let id = connection_id();
    for kind in ["saml", "OKTA", "okta ", "entra", "okta,clerk", "null"] {
        database.execute(&draft_of(kind)).await;
        assert!(database.store.connection(id).await.is_err(), "{kind}");
        assert!(database.store.connections().await.is_err(), "{kind}");
        assert!(database.store.connection_record(id).await.is_err(), "{kind}");
        for known in ConnectionKind::ALL {
            assert_eq!(database.store.connection_by_type(known).await.unwrap(), [], "{kind} is no {}", known.name());
        }
        database.execute("DELETE FROM platform_idp_config").await;
    }
    assert!(database.try_execute(&draft_of("")).await.is_err());
    for kind in ConnectionKind::ALL {
        database.execute(&draft_of(kind.name())).await;
        assert_eq!(database.store.connection(id).await.unwrap().unwrap().provider_type, kind);
        database.execute("DELETE FROM platform_idp_config").await;
    }
}
