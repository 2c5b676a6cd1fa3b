//! `cora conflict`, as the operator of a platform whose only administrator is concerned uses it.

mod support;

use std::process::Output;

use cora_core::identity::LoginIdentity;
use cora_core::time::UnixSeconds;
use cora_store::{AdministrationAuditRow, AuditFilter, Page, Store};
use serde_json::{Value, json};
use support::{Place, ends, json, refused, stdout};

const SIGN_IN: &str = "0198c0de-0000-7000-8000-0000000000c1";
const OLGA: &str = "0198c0de-0000-7000-8000-000000000001";
const ISSUER: &str = "https://login.acme.example";

/// A platform whose only owner came with another subject, and was refused.
struct Platform {
    place: Place,
    conflict: String,
}

impl Platform {
    fn new() -> Self {
        let place = Place::new();
        ends(&place.cora(&["migrate", "--database", "cora.db"]).output().unwrap(), 0);
        let seed = json!({
            "connections": [{ "id": SIGN_IN, "kind": "oidc", "displayName": "Acme sign-in", "status": "active",
                "settings": { "issuer": ISSUER, "clientId": "web", "audiences": ["https://api.acme.example"] } }],
            "users": [{ "id": OLGA, "email": "olga@acme.example", "name": "Olga", "emailVerified": true,
                "platformRole": "platform_owner", "identities": [{ "connectionId": SIGN_IN, "subject": "00u1" }] }],
        });
        place.file("seed.json", &seed.to_string());
        ends(&place.cora(&["seed", "--database", "cora.db", "seed.json"]).output().unwrap(), 0);
        let platform = Self { place, conflict: String::new() };
        assert_eq!(platform.outcome_of("00u2"), "denied");
        let listed = json(&platform.run("list", &["--format", "json"]));
        let conflict = listed["conflicts"][0]["id"].as_str().unwrap().to_owned();
        Self { conflict, ..platform }
    }

    fn run(&self, command: &str, arguments: &[&str]) -> Output {
        self.place.cora(&[&["conflict", command, "--database", "cora.db"], arguments].concat()).output().unwrap()
    }

    fn answer(&self, command: &str, arguments: &[&str]) -> Output {
        self.run(command, &[&[self.conflict.as_str()], arguments].concat())
    }

    fn with<T>(&self, ask: impl AsyncFn(&Store) -> T) -> T {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let store = Store::open(&self.place.path("cora.db")).await.unwrap();
            let answer = ask(&store).await;
            store.close().await;
            answer
        })
    }

    /// Returns the outcome of a login by this subject, with Olga's address.
    fn outcome_of(&self, subject: &str) -> String {
        let login: LoginIdentity = serde_json::from_value(json!({ "connectionId": SIGN_IN, "issuer": ISSUER,
            "subject": subject, "email": "olga@acme.example", "emailVerified": true }))
        .unwrap();
        let now = UnixSeconds::new(1_767_225_600).unwrap();
        let kind = self.with(async |store| store.provision(&login, now).await.unwrap().decision.outcome.kind());
        serde_json::to_value(kind).unwrap().as_str().unwrap().to_owned()
    }

    fn audit(&self) -> Vec<AdministrationAuditRow> {
        self.with(async |store| {
            let all = store.administration_audit(None, &AuditFilter::default(), &Page::default()).await.unwrap();
            // The rest is the seed's.
            all.items.into_iter().filter(|row| row.reason.as_deref() != Some("seeded")).collect()
        })
    }
}

#[test]
fn the_queue_is_listed_with_redacted_addresses_and_one_conflict_is_shown_whole() {
    let platform = Platform::new();
    let list = stdout(&platform.run("list", &[]));
    assert!(list.contains("second_subject") && list.contains("o***@acme.example"), "{list}");
    assert!(!list.contains("olga@acme.example"), "{list}");
    let listed = stdout(&platform.run("list", &["--format", "json"]));
    assert!(!listed.contains("olga@acme.example"), "{listed}");
    let shown = stdout(&platform.answer("show", &[]));
    for part in ["status      open", "address     olga@acme.example", "subject     00u2", "  role      platform_owner"]
    {
        assert!(shown.contains(part), "{part}: {shown}");
    }
    let shown = json(&platform.answer("show", &["--format", "json"]));
    assert_eq!((&shown["userId"], &shown["holder"]["fullName"]), (&json!(OLGA), &json!("Olga")));
}

#[test]
fn the_only_owner_gets_back_in_by_the_operators_answer() {
    let platform = Platform::new();
    let output = platform.answer("same-person", &["--reason", "made again at the provider"]);
    ends(&output, 0);
    assert_eq!(stdout(&output), format!("done: same_person {}\n", platform.conflict));
    assert_eq!(platform.outcome_of("00u2"), "returning");
    let [record] = platform.audit().try_into().unwrap();
    assert_eq!((record.actor_kind.as_str(), record.actor_id), ("operator", None));
    assert_eq!(record.reason.as_deref(), Some("made again at the provider"));

    assert_eq!(stdout(&platform.run("list", &[])), "no conflicts\n");
    let all = json(&platform.run("list", &["--all", "--format", "json"]));
    assert_eq!(all["conflicts"][0]["resolvedBy"], Value::Null);
    assert!(stdout(&platform.answer("show", &[])).contains("by          operator"));
    let again = platform.answer("same-person", &[]);
    assert_eq!(stdout(&again), format!("unchanged: same_person {}\n", platform.conflict));
    refused(&platform.answer("dismiss", &[]), "conflict_not_open", 1);
    assert_eq!(platform.audit().len(), 1);
}

#[test]
fn another_person_gets_the_address_and_a_dismissed_conflict_changes_nothing() {
    let platform = Platform::new();
    ends(&platform.answer("another-person", &[]), 0);
    let user = platform.with(async |store| store.user(serde_json::from_value(json!(OLGA)).unwrap()).await.unwrap());
    assert_eq!(user.unwrap().email, None);
    assert_eq!(platform.outcome_of("00u1"), "returning", "the account stays Olga's");

    let platform = Platform::new();
    ends(&platform.answer("dismiss", &[]), 0);
    assert_eq!(platform.outcome_of("00u2"), "denied");
    let listed = json(&platform.run("list", &["--format", "json"]));
    assert_eq!(listed["conflicts"][0]["id"], json!(platform.conflict), "it is opened again");
}

#[test]
fn two_accounts_are_joined_by_the_operator_who_sees_first_what_moves() {
    let platform = Platform::new();
    // The identity that was refused got an account of its own meanwhile.
    let other = "0198c0de-0000-7000-8000-000000000002";
    let seed = json!({ "users": [{ "id": other, "email": "olga.two@acme.example", "name": "Olga Two",
        "identities": [{ "connectionId": SIGN_IN, "subject": "00u2" }] }] });
    platform.place.file("more.json", &seed.to_string());
    ends(&platform.place.cora(&["seed", "--database", "cora.db", "more.json"]).output().unwrap(), 0);
    let shown = stdout(&platform.answer("same-person", &["--dry-run"]));
    let what = format!(
        "joined: {other} to {OLGA}\n  identity: 00u2 at {ISSUER}\n  unlinked: 00u1 at {ISSUER}\n  platform role: platform_owner\n"
    );
    assert_eq!(shown, format!("dry run, done: open {}\n{what}", platform.conflict));
    assert!(platform.audit().is_empty());
    let output = platform.answer("same-person", &["--reason", "they are one"]);
    assert_eq!(stdout(&output), format!("done: same_person {}\n{what}", platform.conflict));
    assert_eq!(platform.outcome_of("00u2"), "returning");
    assert_eq!(platform.outcome_of("00u1"), "denied");
    assert_eq!(platform.audit().len(), 1);
}

#[test]
fn bad_usage_is_refused_by_code_and_writes_nothing() {
    let platform = Platform::new();
    refused(&platform.run("same-person", &["olga@acme.example"]), "invalid_id", 2);
    refused(&platform.run("show", &["0198c0de-0000-7000-8000-00000000ffff"]), "conflict_not_found", 1);
    refused(&platform.run("dismiss", &["0198c0de-0000-7000-8000-00000000ffff"]), "conflict_not_found", 1);
    refused(&platform.answer("dismiss", &["--reason", &"x".repeat(501)]), "out_of_bounds", 2);
    ends(&platform.place.cora(&["conflict", "list", "--database", "absent.db"]).output().unwrap(), 1);
    ends(&platform.place.cora(&["conflict", "list"]).output().unwrap(), 2);
    assert!(platform.audit().is_empty());
}
