//! Tests of the lists of audit records, their export, and the deletion of old ones.

use std::collections::BTreeSet;

use crate::support::*;
use cora_core::id::UserId;
use cora_core::text::ChangeReason;
use cora_core::time::UnixSeconds;
use cora_store::{AuditFilter, AuditLog, Page, Store};
use sha2::{Digest as _, Sha256};

fn at(seconds: u64) -> Option<UnixSeconds> {
    UnixSeconds::new(seconds)
}

fn id(number: u64) -> String {
    format!("00000000-0000-4000-8000-{number:012}")
}

/// Stores decisions about logins: each a number and a time.
async fn decided(database: &Database, records: impl Iterator<Item = (u64, u64)>) {
    let rows: Vec<String> = records
        .map(|(number, time)| {
            let user = if number.is_multiple_of(2) { format!("'{OWNER}'") } else { String::from("NULL") };
            format!("('{}', @time({time}), 'denied', 'no_strategy_matched', '{CONNECTION}', {user})", id(number))
        })
        .collect();
    let insert = "INSERT INTO provisioning_audit_log (id, at, outcome, reason, connection_id, user_id) VALUES";
    database.execute(&format!("{insert} {}", rows.join(", "))).await;
}

async fn all_pages(store: &Store, filter: &AuditFilter) -> Vec<String> {
    let (mut seen, mut page) = (Vec::new(), Page { limit: Some(40), after: None });
    loop {
        let rows = store.provisioning_audit(filter, &page).await.unwrap();
        assert!(rows.is_sorted_by(|one, next| one.at >= next.at));
        page.after.clone_from(&rows.next);
        seen.extend(rows.into_iter().map(|row| row.id));
        if page.after.is_none() {
            return seen;
        }
    }
}

#[tokio::test]
async fn no_record_is_lost_between_pages_however_many_are_of_one_second() {
    let database = Database::seeded(base()).await;
    decided(&database, (0..300).map(|number| (number, 1_000 + number / 200))).await;
    let seen = all_pages(&database.store, &AuditFilter::default()).await;
    assert_eq!(seen.len(), 300);
    assert_eq!(seen.into_iter().collect::<BTreeSet<_>>(), (0..300).map(id).collect());
}

#[tokio::test]
async fn records_are_filtered_by_time_and_person() {
    let database = Database::seeded(base()).await;
    decided(&database, (0..10).map(|number| (number, number))).await;
    let user_id = UserId::parse(OWNER);
    for (filter, wanted) in [
        (AuditFilter { from: at(7), ..Default::default() }, vec![9, 8, 7]),
        (AuditFilter { until: at(2), ..Default::default() }, vec![1, 0]),
        (AuditFilter { from: at(3), until: at(7), user_id, ..Default::default() }, vec![6, 4]),
        (AuditFilter { until: at(0), ..Default::default() }, vec![]),
        (AuditFilter { from: at(253_402_300_799), ..Default::default() }, vec![]),
    ] {
        let seen = all_pages(&database.store, &filter).await;
        assert_eq!(seen, wanted.into_iter().map(id).collect::<Vec<_>>(), "{filter:?}");
    }
}

#[tokio::test]
async fn old_records_are_deleted_with_a_record_that_proves_an_export_of_them() {
    let database = Database::seeded(base()).await;
    let store = &database.store;
    decided(&database, (0..1_205).map(|number| (number, number))).await;
    let before = at(1_200).unwrap();
    let delete = "DELETE FROM provisioning_audit_log WHERE at < @time(1200)";
    assert!(database.refusal(delete).await.contains("append-only"));

    let filter = AuditFilter { until: Some(before), ..Default::default() };
    let (mut exported, mut after) = (String::new(), None);
    loop {
        let page = store.export_audit(AuditLog::Logins, &filter, after.as_deref()).await.unwrap();
        page.lines.iter().for_each(|line| exported.push_str(&format!("{line}\n")));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(exported.lines().count(), 1_200);

    let reason = ChangeReason::new("kept for a year");
    let row = store.prune_audit(AuditLog::Logins, before, reason.as_ref(), now()).await.unwrap().unwrap();
    let digest: String = Sha256::digest(exported.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!((row.records, row.digest.as_str(), row.log.as_str()), (1_200, &*digest, "provisioning_audit_log"));
    assert_eq!((row.before.as_str(), row.reason.as_deref()), ("1970-01-01T00:20:00Z", Some("kept for a year")));
    assert_eq!(store.audit_prunings().await.unwrap(), [row]);
    assert_eq!(database.count("provisioning_audit_log").await, 5);

    // Nothing else can be deleted, and the record cannot be changed.
    for sql in [
        "DELETE FROM provisioning_audit_log",
        "UPDATE provisioning_audit_log SET reason = 'ok'",
        "DELETE FROM audit_prunings",
        "UPDATE audit_prunings SET records = 1",
    ] {
        assert!(database.refusal(sql).await.contains("append-only"), "{sql}");
    }
    assert!(store.prune_audit(AuditLog::Logins, before, None, now()).await.unwrap().is_none());
    // A record that is about the future would let go of what does not exist yet.
    let future = at(now().seconds() + 1).unwrap();
    store.prune_audit(AuditLog::Logins, future, None, now()).await.unwrap_err();
    assert_eq!(database.count("provisioning_audit_log").await, 5);
}

#[tokio::test]
async fn each_log_is_exported_and_pruned_by_itself() {
    let database = Database::empty().await;
    database
        .execute(&format!(
            "INSERT INTO administration_audit_log (id, at, actor_kind, action, changes)
             VALUES ('{}', @time(5), 'operator', 'policy_saved', '[]')",
            id(1)
        ))
        .await;
    database
        .execute("INSERT INTO issuer_audit_log (at, event, reason) VALUES (@time(5), 'key_published', 'key')")
        .await;
    for log in [AuditLog::Commands, AuditLog::Issuer] {
        let filter = AuditFilter::default();
        let page = database.store.export_audit(log, &filter, None).await.unwrap();
        assert_eq!((page.lines.len(), page.next), (1, None), "{log:?}");
        let row = database.store.prune_audit(log, at(6).unwrap(), None, now()).await.unwrap().unwrap();
        assert_eq!(row.records, 1);
        assert_eq!(database.store.export_audit(log, &filter, None).await.unwrap().lines, [] as [&str; 0]);
    }
    assert_eq!(database.store.audit_prunings().await.unwrap().len(), 2);
}
