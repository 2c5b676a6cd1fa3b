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
