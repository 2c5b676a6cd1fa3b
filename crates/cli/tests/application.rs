//! `cora application` and `cora key`, as the operator uses them.

mod support;

use std::process::Output;

use cora_core::id::ApplicationId;
use cora_core::secret::PresentedToken;
use cora_core::time::UnixSeconds;
use cora_store::{AuditFilter, Page, Store, StoredApplication};
use support::{Place, ends, json, refused, stderr, stdout};

const CALLBACK: &str = "https://app.acme.example/cb";

struct Platform(Place);

impl Platform {
    fn new() -> Self {
        let place = Place::new();
        ends(&place.cora(&["migrate", "--database", "cora.db"]).output().unwrap(), 0);
        Self(place)
    }

    fn run(&self, family: &str, command: &str, arguments: &[&str]) -> Output {
        self.0.cora(&[&[family, command, "--database", "cora.db"], arguments].concat()).output().unwrap()
    }

    fn application(&self, command: &str, arguments: &[&str]) -> Output {
        self.run("application", command, arguments)
    }

    /// Registers an application, and returns its identifier and what was printed.
    fn registered(&self, arguments: &[&str]) -> (String, String) {
        let added = self.application("add", arguments);
        ends(&added, 0);
        let text = stdout(&added);
        (value(&text, "client_id"), text)
    }

    fn shown(&self, id: &str) -> serde_json::Value {
        json(&self.application("show", &[id, "--format", "json"]))
    }

    fn with<T>(&self, ask: impl AsyncFn(&Store) -> T) -> T {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let store = Store::open(&self.0.path("cora.db")).await.unwrap();
            let answer = ask(&store).await;
            store.close().await;
            answer
        })
    }

    fn accepts(&self, id: &str, secret: &str) -> bool {
        self.with(async |store| {
            let stored = store.stored_application(ApplicationId::parse(id).unwrap()).await.unwrap();
            let presented = PresentedToken::new(secret).unwrap();
            StoredApplication::has_secret(stored.as_ref(), &presented, UnixSeconds::new(2_000_000_000).unwrap())
        })
    }
}

/// Returns the value that is printed after a name.
fn value(text: &str, name: &str) -> String {
    let line = text.lines().find(|line| line.split_whitespace().next() == Some(name));
    line.unwrap_or_else(|| panic!("{text}")).split_whitespace().nth(1).unwrap().to_owned()
}

#[test]
fn a_secret_is_printed_once_and_works_until_it_is_removed() {
    let platform = Platform::new();
    let (id, text) = platform.registered(&["--name", "Web", "--kind", "web", "--redirect-uri", CALLBACK]);
    let (first, first_id) = (value(&text, "client_secret"), value(&text, "secret"));
    assert_eq!(first.len(), 43);
    assert!(platform.accepts(&id, &first) && !platform.accepts(&id, "guess"));
    let second = stdout(&platform.application("secret", &[&id]));
    assert!(platform.accepts(&id, &first) && platform.accepts(&id, &value(&second, "client_secret")));
    refused(&platform.application("secret", &[&id]), "secret_limit_reached", 1);
    ends(&platform.application("secret", &[&id, "--remove", &first_id, "--reason", "replaced"]), 0);
    assert!(!platform.accepts(&id, &first) && platform.accepts(&id, &value(&second, "client_secret")));
    refused(&platform.application("secret", &[&id, "--remove", &first_id]), "secret_not_found", 1);
    // Neither secret is in the database, in a list or in the audit log.
    let database = std::fs::read(platform.0.path("cora.db")).unwrap();
    let log = platform
        .with(async |store| store.administration_audit(None, &AuditFilter::default(), &Page::default()).await.unwrap());
    let elsewhere =
        format!("{log:?}{}{}", stdout(&platform.application("show", &[&id])), String::from_utf8_lossy(&database));
    assert!(!elsewhere.contains(&first) && !elsewhere.contains(&value(&second, "client_secret")));
    let actions: Vec<&str> = log.iter().map(|row| cora_core::json::Code::name(&row.action)).collect();
    let expected = [
        "application_secret_removed",
        "application_secret_added",
        "application_secret_added",
        "application_registered",
    ];
    assert_eq!(actions, expected);
    assert!(log.iter().all(|row| row.actor_kind == "operator" && row.target.as_deref() == Some(id.as_str())));
}

#[test]
fn settings_are_changed_one_by_one() {
    let platform = Platform::new();
    let origin = ["--origin", "https://app.acme.example"];
    let pages = [&["--name", "Pages", "--kind", "spa", "--redirect-uri", CALLBACK][..], &origin].concat();
    let (id, text) = platform.registered(&pages);
    assert!(!text.contains("secret"), "a public application has no secret: {text}");
    refused(&platform.application("secret", &[&id]), "secret_not_used", 1);
    ends(&platform.application("change", &[&id, "--idle", "1d", "--api-access", "false"]), 0);
    ends(&platform.application("disable", &[&id]), 0);
    let shown = platform.shown(&id);
    assert_eq!(shown["version"], 3);
    assert_eq!(shown["settings"]["session"], serde_json::json!({ "idle": 86_400, "absolute": 2_592_000 }));
    assert_eq!(shown["settings"]["origins"], serde_json::json!(["https://app.acme.example"]));
    assert_eq!((&shown["settings"]["enabled"], &shown["settings"]["apiAccess"]), (&false.into(), &false.into()));
    ends(&platform.application("enable", &[&id]), 0);
    assert_eq!(platform.shown(&id)["settings"]["enabled"], true);
    let listed = json(&platform.application("list", &["--format", "json"]));
    assert_eq!(listed["applications"][0]["id"], id.as_str());
    assert!(stdout(&platform.application("list", &[])).contains("Pages"));
}

#[test]
fn a_preview_s_redirect_uri_expires() {
    let platform = Platform::new();
    let (id, _) = platform.registered(&["--name", "Web", "--kind", "web", "--redirect-uri", CALLBACK]);
    let preview = "https://pr-7.acme.example/cb";
    ends(&platform.application("add-redirect", &[&id, preview, "--expires", "7d"]), 0);
    ends(&platform.application("add-redirect", &[&id, preview, "--expires", "1d"]), 0);
    let uris = platform.shown(&id)["settings"]["redirectUris"].clone();
    assert_eq!(uris.as_array().unwrap().len(), 2, "the same one is replaced: {uris}");
    assert_eq!((&uris[0]["uri"], &uris[0]["expiresAt"]), (&CALLBACK.into(), &serde_json::Value::Null));
    assert_eq!(uris[1]["uri"], preview);
    assert!(uris[1]["expiresAt"].is_u64());
    refused(&platform.application("add-redirect", &[&id, "https://*.acme.example/cb"]), "redirect_uri_invalid", 1);
}

#[test]
fn settings_with_problems_are_refused_with_all_of_them() {
    let platform = Platform::new();
    let bad = ["--name", "Web", "--kind", "web", "--idle", "2d", "--absolute", "1d", "--origin", "null"];
    let refusal = platform.application("add", &bad);
    for code in ["redirect_uri_missing", "origin_invalid", "session_length_invalid"] {
        refused(&refusal, code, 1);
    }
    let unknown = ["--connection", "0198c0de-0000-7000-8000-0000000000c9"];
    let unknown = [&["--name", "Web", "--kind", "web", "--redirect-uri", CALLBACK][..], &unknown].concat();
    refused(&platform.application("add", &unknown), "connection_unknown", 1);
    refused(&platform.application("add", &["--name", "Web", "--kind", "web", "--pkce", "never"]), "invalid_value", 2);
    refused(&platform.application("show", &["web"]), "invalid_id", 2);
    refused(&platform.application("show", &["0198c0de-0000-7000-8000-0000000000e9"]), "application_not_found", 1);
    assert_eq!(stdout(&platform.application("list", &[])), "no applications\n");
}

#[test]
fn without_keys_there_is_nothing_to_replace_or_withdraw() {
    let platform = Platform::new();
    assert!(stdout(&platform.run("key", "list", &[])).starts_with("no keys"));
    assert_eq!(json(&platform.run("key", "list", &["--format", "json"]))["keys"], serde_json::json!([]));
    refused(&platform.run("key", "rotate", &[]), "nothing_to_rotate", 1);
    let withdrawn = platform.run("key", "withdraw", &["unknown"]);
    refused(&withdrawn, "key_not_found", 1);
    assert!(!stderr(&withdrawn).contains("unknown"));
}

const PERMISSIONS: &str = "\
permissions:
  - id: invoices:read
    describe: Read invoices.
    grantedTo: [org_user, org_admin, org_owner]
  - id: invoices:approve
    describe: Approve invoices.
    grantedTo: [approver, org_owner]
roles:
  - id: approver
    describe: Approves invoices.
";

impl Platform {
    fn permissions(&self, command: &str, arguments: &[&str]) -> Output {
        let words = [&["application", "permissions", command, "--database", "cora.db"], arguments].concat();
        self.0.cora(&words).output().unwrap()
    }
}

#[test]
fn permissions_are_applied_from_a_file_after_a_dry_run() {
    let platform = Platform::new();
    let (id, _) = platform.registered(&["--name", "Web", "--kind", "web", "--redirect-uri", CALLBACK]);
    platform.0.file("permissions.yaml", PERMISSIONS);
    let shown = |platform: &Platform| json(&platform.permissions("show", &[&id, "--format", "json"]));
    let dry = platform.permissions("apply", &[&id, "permissions.yaml", "--dry-run"]);
    ends(&dry, 0);
    assert!(stdout(&dry).starts_with(&format!("dry run, done: {id} version 0\n")), "{}", stdout(&dry));
    assert!(stdout(&dry).contains("  + invoices:approve to approver org_owner (Approve invoices.)\n"));
    assert_eq!(shown(&platform)["version"], 0);
    ends(&platform.permissions("apply", &[&id, "permissions.yaml"]), 0);
    assert_eq!(shown(&platform)["version"], 1);
    assert_eq!(shown(&platform)["defined"]["permissions"][1]["id"], "invoices:approve");
    let again = platform.permissions("apply", &[&id, "permissions.yaml"]);
    assert_eq!(stdout(&again), format!("unchanged: {id} version 1\n"));
    platform.0.file("none.json", "{}");
    let gone = stdout(&platform.permissions("apply", &[&id, "none.json"]));
    assert!(gone.contains("  - role approver (Approves invoices.)\n"), "{gone}");
    assert_eq!(stdout(&platform.permissions("show", &[&id])), "no permissions, version 2\n");
}

#[test]
fn problems_of_permissions_are_reported_at_their_lines() {
    let platform = Platform::new();
    let wrong = PERMISSIONS.replace("invoices:read", "members:read").replace(", org_admin", "");
    platform.0.file("wrong.yaml", &wrong);
    let check = platform.0.cora(&["application", "permissions", "check", "wrong.yaml"]).output().unwrap();
    refused(&check, "permission_reserved", 2);
    assert!(stderr(&check).contains("--> wrong.yaml:2:9"), "{}", stderr(&check));
    assert!(stderr(&check).contains("error[greater_role_missing]"), "{}", stderr(&check));
    platform.0.file("misread.yaml", "permissions: []\nrole: []\n");
    refused(&platform.0.cora(&["generate", "types", "misread.yaml"]).output().unwrap(), "unknown_field", 2);
}

/// The type tests of the npm package have a file of permissions, and its declarations.
#[test]
fn the_declarations_that_the_package_is_tested_with_are_those_that_are_written() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../pkg/test-d/permissions");
    let file = |name: &str| folder.join(name).display().to_string();
    let types = Place::new().cora(&["generate", "types", &file("permissions.yaml")]).output().unwrap();
    ends(&types, 0);
    assert_eq!(stdout(&types), std::fs::read_to_string(file("cora.d.ts")).unwrap());
}

#[test]
fn types_are_written_and_checked() {
    let platform = Platform::new();
    platform.0.file("permissions.yaml", PERMISSIONS);
    let types = |arguments: &[&str]| {
        platform.0.cora(&[&["generate", "types", "permissions.yaml"], arguments].concat()).output().unwrap()
    };
    let printed = stdout(&types(&[]));
    assert!(printed.contains("declare module \"@cora/auth\" {\n  interface Register {\n    permission: "), "{printed}");
    assert!(printed.contains("| \"invoices:approve\";\n    role: \"approver\";\n"), "{printed}");
    refused(&types(&["--output", "cora.d.ts", "--check"]), "types_outdated", 1);
    ends(&types(&["--output", "cora.d.ts"]), 0);
    ends(&types(&["--output", "cora.d.ts", "--check"]), 0);
    assert_eq!(std::fs::read_to_string(platform.0.path("cora.d.ts")).unwrap(), printed);
}
