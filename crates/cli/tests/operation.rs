//! `cora user`, `recovery`, `audit`, `doctor`, `backup`, `restore`, `export` and `import`, as the
//! operator uses them.

mod support;

use std::process::Output;

use support::{Place, ends, json, refused, stderr, stdout};

const SEED: &str = r#"{
  "organizations": [{ "id": "00000000-0000-7000-8000-0000000000a1", "name": "Acme", "slug": "acme" }],
  "connections": [{
    "id": "00000000-0000-7000-8000-0000000000c1", "kind": "oidc", "displayName": "Sign-in",
    "issuer": "https://login.acme.example", "status": "active", "clientId": "web", "audiences": ["https://api.acme.example"],
    "jwksUri": "https://login.acme.example/keys"
  }],
  "users": [
    { "id": "00000000-0000-7000-8000-000000000001", "email": "olga@acme.example", "name": "Olga", "emailVerified": true,
      "platformRole": "platform_owner",
      "identities": [{ "connectionId": "00000000-0000-7000-8000-0000000000c1", "subject": "olga" }],
      "memberships": [{ "organizationId": "00000000-0000-7000-8000-0000000000a1", "role": "org_owner" }] },
    { "id": "00000000-0000-7000-8000-000000000002", "email": "ben@acme.example", "name": "Benedikt Novák", "emailVerified": true,
      "identities": [{ "connectionId": "00000000-0000-7000-8000-0000000000c1", "subject": "ben-00u7" }],
      "memberships": [{ "organizationId": "00000000-0000-7000-8000-0000000000a1", "role": "org_user" }] }
  ]
}"#;

struct Platform(Place);

impl Platform {
    fn new() -> Self {
        let place = Place::new();
        place.file("seed.json", SEED);
        ends(&place.cora(&["migrate", "--database", "cora.db"]).output().unwrap(), 0);
        ends(&place.cora(&["seed", "--database", "cora.db", "seed.json"]).output().unwrap(), 0);
        Self(place)
    }

    fn run(&self, words: &[&str]) -> Output {
        self.of("cora.db", words)
    }

    fn of(&self, database: &str, words: &[&str]) -> Output {
        self.0.cora(words).env("CORA_DATABASE", database).output().unwrap()
    }
}

#[test]
fn a_person_is_shown_changed_exported_and_erased() {
    let platform = Platform::new();
    let shown = json(&platform.run(&["user", "show", "ben@acme.example", "--format", "json"]));
    assert_eq!(shown["identities"][0]["subject"], "ben-00u7");
    assert_eq!(shown["memberships"][0]["role"], "org_user");
    assert!(stdout(&platform.run(&["user", "show", "ben@acme.example"])).contains("identity    ben-00u7 at https://"));

    let dry = platform.run(&["user", "grant", "ben@acme.example", "--role", "platform_owner", "--dry-run"]);
    ends(&dry, 0);
    assert!(stdout(&dry).starts_with("dry run, done: ") && stdout(&dry).contains("platform_user"), "{}", stdout(&dry));
    let grant = ["user", "grant", "ben@acme.example", "--role", "platform_owner", "--reason", "the owners left"];
    assert!(stdout(&platform.run(&grant)).contains("active platform_owner"));
    assert!(stdout(&platform.run(&grant)).starts_with("unchanged: "));
    assert!(stdout(&platform.run(&["user", "grant", "ben@acme.example", "--role", "platform_user"])).contains("done"));
    refused(&platform.run(&["user", "suspend", "olga@acme.example"]), "last_platform_owner", 1);
    assert!(stdout(&platform.run(&["user", "suspend", "ben@acme.example"])).contains("suspended"));
    assert!(stdout(&platform.run(&["user", "resume", "ben@acme.example"])).contains("active"));
    ends(&platform.run(&["user", "sign-out", "ben@acme.example"]), 0);
    refused(&platform.run(&["user", "show", "nobody@acme.example"]), "user_not_found", 1);
    refused(&platform.run(&["user", "show", "ben"]), "invalid_id", 2);

    let exported = json(&platform.run(&["user", "export", "ben@acme.example"]));
    assert_eq!(exported["tables"]["profiles"][0]["full_name"], "Benedikt Novák");
    refused(&platform.run(&["user", "erase", "olga@acme.example"]), "last_platform_owner", 1);
    let id = shown["userId"].as_str().unwrap();
    let dry = stdout(&platform.run(&["user", "erase", id, "--dry-run"]));
    assert!(dry.contains("held in profiles.email: 1 rows"), "{dry}");
    let erased = platform.run(&["user", "erase", id, "--reason", "request 4711"]);
    ends(&erased, 0);
    assert_eq!(stderr(&erased), "");
    let database = String::from_utf8_lossy(&std::fs::read(platform.0.path("cora.db")).unwrap()).into_owned();
    let export = stdout(&platform.run(&["export", "-"]));
    for text in ["ben@acme.example", "Benedikt", "ben-00u7"] {
        assert!(!export.contains(text), "{text}");
    }
    drop(database);
    ends(&platform.run(&["audit", "chain"]), 0);
    let verified = platform.run(&["audit", "verify"]);
    ends(&verified, 0);
    let head = stdout(&verified).lines().next().unwrap().trim_start_matches("head ").to_owned();
    ends(&platform.run(&["audit", "verify", "--expect", &head]), 0);
    ends(&platform.run(&["audit", "verify", "--expect", &head.replace(':', ":0")]), 1);
    refused(&platform.run(&["audit", "verify", "--expect", "head"]), "invalid_value", 2);
}

#[test]
fn a_recovery_token_is_printed_once_listed_and_revoked() {
    let platform = Platform::new();
    assert_eq!(stdout(&platform.run(&["recovery", "list"])), "no tokens\n");
    let issued = platform.run(&["recovery", "issue", "--reason", "the owners left"]);
    ends(&issued, 0);
    assert_eq!(stdout(&issued).trim().len(), 43);
    let listed = json(&platform.run(&["recovery", "list", "--format", "json"]));
    let hash = listed["tokens"][0]["tokenHash"].as_str().unwrap().to_owned();
    assert_eq!(listed["tokens"][0]["recovery"], true);
    refused(&platform.run(&["recovery", "revoke", "zz"]), "token_not_found", 1);
    ends(&platform.run(&["recovery", "revoke", &hash[..8]]), 0);
    assert_eq!(stdout(&platform.run(&["recovery", "list"])), "no tokens\n");
}

#[test]
fn a_database_is_backed_up_restored_exported_and_imported() {
    let platform = Platform::new();
    ends(&platform.run(&["backup", "backup.db"]), 0);
    ends(&platform.run(&["backup", "backup.db"]), 1);
    ends(&platform.of("restored.db", &["restore", "backup.db"]), 0);
    ends(&platform.of("restored.db", &["restore", "backup.db"]), 1);
    ends(&platform.run(&["export", "one.jsonl"]), 0);
    ends(&platform.of("restored.db", &["export", "two.jsonl"]), 0);
    ends(&platform.of("imported.db", &["import", "one.jsonl"]), 0);
    ends(&platform.of("imported.db", &["export", "three.jsonl"]), 0);
    let read = |name: &str| std::fs::read(platform.0.path(name)).unwrap();
    assert!(read("one.jsonl") == read("two.jsonl") && read("one.jsonl") == read("three.jsonl"));
    refused(&platform.run(&["import", "one.jsonl"]), "database_not_empty", 1);
    platform.0.file("damaged.jsonl", &String::from_utf8(read("one.jsonl")).unwrap().replace("Olga", "Ogla"));
    refused(&platform.of("damaged.db", &["restore", "damaged.jsonl"]), "export_damaged", 1);
    platform.0.file("other.jsonl", "{}\n");
    refused(&platform.of("other.db", &["import", "other.jsonl"]), "not_an_export", 1);
    use std::os::unix::fs::PermissionsExt as _;
    for name in ["backup.db", "one.jsonl"] {
        let mode = std::fs::metadata(platform.0.path(name)).unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "{name} is readable by others");
    }
    assert!(!platform.0.path("backup.db.partial").exists());
}

#[test]
fn an_open_database_is_not_served_until_the_doctor_has_mended_it() {
    let platform = Platform::new();
    let healthy = platform.run(&["doctor"]);
    ends(&healthy, 0);
    assert!(stdout(&healthy).contains("warning[one_owner]"), "{}", stdout(&healthy));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let store = cora_store::Store::open(&platform.0.path("cora.db")).await.unwrap();
        let drop = cora_store::Drift {
            object: String::new(),
            difference: String::new(),
            opens: false,
            mend: Some("DROP TRIGGER administration_audit_log_no_update; DROP INDEX idx_orgs_owner_id".to_owned()),
        };
        store.mend(&drop).await.unwrap();
        store.close().await;
    });
    let served = platform.run(&["serve"]);
    ends(&served, 1);
    assert!(stderr(&served).contains("cora doctor --fix"), "{}", stderr(&served));
    let sick = json(&platform.run(&["doctor", "--format", "json"]));
    let codes: Vec<&str> =
        sick["findings"].as_array().unwrap().iter().map(|finding| finding["code"].as_str().unwrap()).collect();
    assert!(codes.contains(&"database_open") && codes.contains(&"schema_drift"), "{codes:?}");
    let fixed = platform.run(&["doctor", "--fix"]);
    ends(&fixed, 0);
    assert!(stdout(&fixed).contains("mended[schema_drift]"), "{}", stdout(&fixed));
    assert!(!stdout(&platform.run(&["doctor"])).contains("drift"));
}
