//! Operations on a whole database: copies, proofs of its logs, comparison of its schema.

use crate::erasure::world;
use crate::support::legacy_database::OwnDatabase;
use crate::support::*;
use cora_store::{AuditFault, AuditLog, CopyError, DatabaseLocation, Drift, Store};

async fn exported(store: &Store) -> Vec<u8> {
    let mut bytes = Vec::new();
    store.export(&mut bytes).await.unwrap();
    bytes
}

#[tokio::test]
async fn an_export_is_imported_as_it_was_by_either_database() {
    let (database, _) = world().await;
    while database.store.chain_audit(now()).await.unwrap() > 0 {}
    let first = exported(&database.store).await;
    assert_eq!(exported(&database.store).await, first, "the same data is the same bytes");
    let folder = tempfile::tempdir().unwrap();
    let file = Store::migrate(&folder.path().join("copy.db")).await.unwrap();
    let same = Database::empty().await;
    for copy in [&file, &same.store] {
        let report = copy.import(first.as_slice()).await.unwrap();
        assert!(report.rows["profiles"] >= 4 && report.rows["audit_chain"] > 5, "{report:?}");
        let second = exported(copy).await;
        let lines =
            |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap().lines().map(str::to_owned).collect::<Vec<_>>();
        for (one, other) in lines(&first).iter().zip(lines(&second)) {
            assert_eq!(*one, other);
        }
        assert_eq!(second, first);
        assert_eq!(copy.verify_audit(None).await.unwrap().faults, [], "the chain holds in the copy");
        assert_eq!(copy.miscounted_organizations().await.unwrap(), 0);
        // A copy goes on: identifiers that count up do not begin again.
        copy.provision(&login("late", "late@acme.example"), now()).await.unwrap();
        assert!(matches!(copy.import(first.as_slice()).await, Err(CopyError::NotEmpty(_))));
    }
}

#[tokio::test]
async fn nothing_of_a_damaged_export_is_imported() {
    let database = Database::seeded(base()).await;
    let export = String::from_utf8(exported(&database.store).await).unwrap();
    let lines: Vec<&str> = export.lines().collect();
    let without = |skipped: usize| {
        let kept = lines.iter().enumerate().filter(|(at, _)| *at != skipped).map(|(_, line)| format!("{line}\n"));
        kept.collect::<String>()
    };
    let copy = Database::empty().await;
    let before = copy.dump().await;
    let cut = export.len() - 20;
    for damaged in [
        String::new(),
        "{}\n".to_owned(),
        without(0),
        without(1),
        without(lines.len() - 1),
        export[..cut].to_owned(),
        export.replace("Olga", "Ogla"),
        export.replacen("\"table\":\"orgs\"", "\"table\":\"sqlite_schema\"", 1),
        export.replacen("postgres-", "postgres-9", 1),
        format!("{export}{}\n", lines[1]),
    ] {
        let error = copy.store.import(damaged.as_bytes()).await.unwrap_err();
        assert!(!error.to_string().contains("Olga"), "{error}");
        assert_eq!(copy.dump().await, before, "{error}");
    }
    copy.store.import(export.as_bytes()).await.unwrap();
}

#[tokio::test]
async fn a_backup_is_one_state_of_a_file_in_use() {
    let database = Database::seeded(base()).await;
    let copy = database.folder.path().join("copy.db");
    if Database::is_postgres() {
        assert!(database.store.copy_file(&copy).await.is_err());
        return;
    }
    database.store.copy_file(&copy).await.unwrap();
    assert_eq!(Store::check_file(&copy).await.unwrap(), [] as [&str; 0]);
    let opened = Store::open(&copy).await.unwrap();
    assert_eq!(exported(&opened).await, exported(&database.store).await);
    // A file is not written over.
    assert!(database.store.copy_file(&copy).await.is_err());
}

fn codes(faults: &[AuditFault]) -> Vec<&'static str> {
    faults.iter().map(|fault| fault.code).collect()
}

/// Executes a statement as somebody who may do everything with the database.
async fn tamper(database: &Database, table: &str, statement: &str) {
    if Database::is_postgres() {
        database
            .execute(&format!(
                "ALTER TABLE {table} DISABLE TRIGGER USER; {statement}; ALTER TABLE {table} ENABLE TRIGGER USER"
            ))
            .await;
        return;
    }
    let triggers =
        database.texts(&format!("SELECT sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = '{table}'")).await;
    for name in
        database.texts(&format!("SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = '{table}'")).await
    {
        database.execute(&format!("DROP TRIGGER {name}")).await;
    }
    database.execute(statement).await;
    for trigger in triggers {
        database.execute(&trigger).await;
    }
}

#[tokio::test]
async fn a_changed_removed_or_moved_record_shows() {
    let audit = "administration_audit_log";
    for (table, statement, expected) in [
        (audit, "UPDATE administration_audit_log SET reason = 'other' WHERE reason = 'kept'", "record_changed"),
        (audit, "UPDATE administration_audit_log SET action = 'user_suspended' WHERE reason = 'kept'", "chain_broken"),
        (audit, "DELETE FROM administration_audit_log WHERE reason = 'kept'", "record_removed"),
        ("provisioning_audit_log", "UPDATE provisioning_audit_log SET outcome = 'denied'", "chain_broken"),
        ("audit_chain", "DELETE FROM audit_chain WHERE position = 2", "chain_broken"),
        ("audit_chain", "UPDATE audit_chain SET position = 1000 WHERE position = 2", "chain_broken"),
        ("audit_chain", "UPDATE audit_chain SET salt = NULL", "erasure_unrecorded"),
    ] {
        let (database, _) = world().await;
        while database.store.chain_audit(now()).await.unwrap() > 0 {}
        let whole = database.store.verify_audit(None).await.unwrap();
        assert_eq!((codes(&whole.faults), whole.unchained), (Vec::new(), 0));
        tamper(&database, table, statement).await;
        let verified = database.store.verify_audit(None).await.unwrap();
        assert!(codes(&verified.faults).contains(&expected), "{statement}: {verified:?}");
    }
}

#[tokio::test]
async fn a_pruned_record_is_no_fault_and_one_that_is_missing_otherwise_is() {
    let (database, _) = world().await;
    let store = &database.store;
    while store.chain_audit(now()).await.unwrap() > 0 {}
    let (before, pruned_at, later) = (now().plus(5), now().plus(10), now().plus(7_200));
    let logins = store.prune_audit(AuditLog::Logins, before, None, pruned_at).await.unwrap().unwrap().records;
    let verified = store.verify_audit(None).await.unwrap();
    assert_eq!((codes(&verified.faults), verified.pruned), (Vec::new(), u64::try_from(logins).unwrap()));

    // Neither a record of another log nor a later one of this log is covered by the pruning.
    store.provision(&login("late", "late@evil.example"), later).await.unwrap();
    while store.chain_audit(later).await.unwrap() > 0 {}
    assert_eq!(store.verify_audit(None).await.unwrap().faults, []);
    // What belongs to a record is deleted with it, and refuses that too.
    for table in ["login_samples", "login_details"] {
        tamper(&database, table, &format!("DELETE FROM {table}")).await;
    }
    tamper(&database, "provisioning_audit_log", "DELETE FROM provisioning_audit_log").await;
    assert_eq!(codes(&store.verify_audit(None).await.unwrap().faults), ["record_removed"]);
    tamper(&database, "administration_audit_log", "DELETE FROM administration_audit_log WHERE reason = 'kept'").await;
    assert_eq!(codes(&store.verify_audit(None).await.unwrap().faults), ["record_removed", "record_removed"]);
}

#[tokio::test]
async fn a_chain_that_was_made_again_shows_by_a_head_that_was_noted() {
    let (database, _) = world().await;
    while database.store.chain_audit(now()).await.unwrap() > 0 {}
    let noted = database.store.verify_audit(None).await.unwrap();
    let expected = Some((noted.position, noted.head.as_str()));
    assert_eq!(database.store.verify_audit(expected).await.unwrap().faults, []);
    tamper(&database, "audit_chain", "DELETE FROM audit_chain").await;
    tamper(&database, "administration_audit_log", "DELETE FROM administration_audit_log WHERE reason = 'kept'").await;
    while database.store.chain_audit(now()).await.unwrap() > 0 {}
    assert_eq!(database.store.verify_audit(None).await.unwrap().faults, []);
    assert_eq!(codes(&database.store.verify_audit(expected).await.unwrap().faults), ["head_differs"]);
}

#[tokio::test]
async fn several_programs_add_to_one_chain() {
    let (database, _) = world().await;
    let add = || async { while database.store.chain_audit(now()).await.unwrap() > 0 {} };
    tokio::join!(add(), add(), add());
    let verified = database.store.verify_audit(None).await.unwrap();
    assert_eq!((codes(&verified.faults), verified.unchained), (Vec::new(), 0));
    // Records that come later follow.
    database.store.provision(&login("late", "late@evil.example"), now()).await.unwrap();
    assert_eq!(database.store.chain_audit(now()).await.unwrap(), 1);
    assert_eq!(database.store.verify_audit(None).await.unwrap().faults, []);
}

#[tokio::test]
async fn a_migrated_database_has_no_drift() {
    let database = Database::empty().await;
    assert_eq!(database.store.drift().await.unwrap(), [] as [Drift; 0]);
    assert_eq!(database.store.openings().await.unwrap(), [] as [Drift; 0]);
}

#[tokio::test]
async fn drift_is_found_and_mended() {
    let mut changes = vec![
        ("DROP INDEX idx_single_active_issuer", false, true),
        ("DROP TRIGGER org_members_keep_owner", true, true),
        ("DROP TABLE waitlist", false, false),
        ("ALTER TABLE user_invites DROP COLUMN claimed_as", false, false),
    ];
    if Database::is_postgres() {
        changes.extend([
            ("DROP TRIGGER administration_audit_log_append_only ON administration_audit_log", true, true),
            ("ALTER TABLE provisioning_audit_log DISABLE TRIGGER provisioning_audit_log_append_only", true, true),
            ("ALTER TABLE external_identities DROP CONSTRAINT external_identities_issuer_external_id_key", false, true),
            ("ALTER TABLE profiles ALTER COLUMN email_verified DROP NOT NULL", false, false),
            ("GRANT SELECT ON profiles TO PUBLIC", true, true),
        ]);
    } else {
        changes.push(("DROP TRIGGER administration_audit_log_no_update", true, true));
    }
    for (change, opens, is_mended) in changes {
        let database = Database::seeded(base()).await;
        let change = match change {
            "DROP TRIGGER org_members_keep_owner" if Database::is_postgres() => format!("{change} ON org_members"),
            change => change.to_owned(),
        };
        database.execute(&change).await;
        let drift = database.store.drift().await.unwrap();
        assert!(!drift.is_empty(), "{change}");
        assert_eq!(drift.iter().any(|one| one.opens), opens, "{change}: {drift:?}");
        assert_eq!(!database.store.openings().await.unwrap().is_empty(), opens, "{change}");
        for one in &drift {
            // A constraint of a column that is gone cannot be made again.
            let mended = database.store.mend(one).await;
            assert!(mended.is_ok() || !is_mended, "{change}: {mended:?}");
        }
        let left = database.store.drift().await.unwrap();
        assert_eq!(left.is_empty(), is_mended, "{change}: {left:?}");
    }
}

#[tokio::test]
async fn a_project_of_supabase_that_was_opened_is_found_and_closed() {
    let Some(database) = OwnDatabase::of_supabase().await else { return };
    let store = Store::migrate(DatabaseLocation::Postgres(database.url.clone())).await.unwrap();
    assert_eq!(store.drift().await.unwrap(), [] as [Drift; 0]);
    for change in [
        "ALTER TABLE profiles DISABLE ROW LEVEL SECURITY",
        "GRANT ALL ON profiles TO anon",
        "GRANT INSERT ON org_members TO authenticated",
        "DROP POLICY profiles_select ON profiles",
    ] {
        database.run(change).await;
        let drift = store.drift().await.unwrap();
        assert!(!drift.is_empty(), "{change}");
        for one in &drift {
            store.mend(one).await.unwrap();
        }
        assert_eq!(store.drift().await.unwrap(), [] as [Drift; 0], "{change}");
    }
    // Rows that were erased among Supabase's users.
    database.run("INSERT INTO profiles (user_id) VALUES ('00000000-0000-4000-8000-000000000042')").await;
    database.run("UPDATE auth.users SET email = 'x@acme.example', raw_user_meta_data = '{\"name\":\"x\"}'").await;
    let user = cora_core::id::UserId::parse("00000000-0000-4000-8000-000000000042").unwrap();
    assert!(store.erase_auth_user(user).await.unwrap());
    assert_eq!(database.rows("SELECT email, raw_user_meta_data FROM auth.users").await, ["|{}"]);
}

#[tokio::test]
async fn seats_that_were_restored_past_the_triggers_are_counted_again() {
    let database = Database::seeded(base()).await;
    assert_eq!(database.store.miscounted_organizations().await.unwrap(), 0);
    database.execute("UPDATE orgs SET seats_used = 50").await;
    assert_eq!(database.store.miscounted_organizations().await.unwrap(), 1);
    assert_eq!(database.store.count_organizations_again().await.unwrap(), 1);
    assert_eq!(database.store.miscounted_organizations().await.unwrap(), 0);
    let owners = database.store.owners().await.unwrap();
    assert_eq!((owners.active, owners.reachable, owners.active_connections), (1, 1, 1));
    let time = database.store.database_time().await.unwrap();
    assert_eq!(time.is_some(), Database::is_postgres());
}
