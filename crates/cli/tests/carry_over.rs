//! `cora connection carry-over`, as an operator uses it after a provider was renamed.

mod support;

use std::process::Output;

use cora_core::identity::LoginIdentity;
use cora_core::time::UnixSeconds;
use cora_store::Store;
use serde_json::json;
use support::{Place, ends, json, refused, stderr, stdout};

const SIGN_IN: &str = "0198c0de-0000-7000-8000-0000000000c1";
const ORGANIZATION: &str = "0198c0de-0000-7000-8000-0000000000a1";
const ANA: &str = "0198c0de-0000-7000-8000-0000000000b1";
const OLD: &str = "https://auth.acme.example/realms/acme";
const NEW: &str = "https://login.acme.example/realms/acme";

/// A platform whose provider moved from one host to another, with the same realm, keys and
/// subjects.
struct Platform {
    place: Place,
}

impl Platform {
    fn new() -> Self {
        let place = Place::new();
        ends(&place.cora(&["migrate", "--database", "cora.db"]).output().unwrap(), 0);
        let user = |id: &str, name: &str, subject: &str, role: &str| {
            json!({ "id": id, "email": format!("{name}@acme.example"), "emailVerified": true, "platformRole": role,
                "identities": [{ "connectionId": SIGN_IN, "subject": subject }],
                "memberships": [{ "organizationId": ORGANIZATION, "role": "org_user" }] })
        };
        let seed = json!({
            "organizations": [{ "id": ORGANIZATION, "name": "Acme", "slug": "acme" }],
            "connections": [{ "id": SIGN_IN, "kind": "oidc", "displayName": "Acme sign-in", "status": "active",
                "settings": { "issuer": OLD, "clientId": "web", "audiences": ["https://api.acme.example"] } }],
            "users": [user("0198c0de-0000-7000-8000-000000000001", "olga", "00u0", "platform_owner"),
                user(ANA, "ana", "00u1", "platform_user")],
        });
        place.file("seed.json", &seed.to_string());
        ends(&place.cora(&["seed", "--database", "cora.db", "seed.json"]).output().unwrap(), 0);
        let settings = format!(
            "kind: oidc\ndisplayName: Acme sign-in\nsettings:\n  issuer: {NEW}\n  clientId: web\n  audiences: [https://api.acme.example]\n"
        );
        place.file("renamed.yaml", &settings);
        ends(&place.connection(&["import", "--database", "cora.db", "renamed.yaml"]), 0);
        Self { place }
    }

    fn carry_over(&self, arguments: &[&str]) -> Output {
        self.place.connection(&[&["carry-over", "--database", "cora.db"], arguments].concat())
    }

    /// Returns the outcome of Ana's login at the new issuer.
    fn outcome(&self) -> String {
        let login: LoginIdentity = serde_json::from_value(json!({ "connectionId": SIGN_IN, "issuer": NEW,
            "subject": "00u1", "email": "ana@acme.example", "emailVerified": true }))
        .unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let kind = runtime.block_on(async {
            let store = Store::open(&self.place.path("cora.db")).await.unwrap();
            let now = UnixSeconds::new(1_767_225_600).unwrap();
            let kind = store.provision(&login, now).await.unwrap().decision.outcome.kind();
            store.close().await;
            kind
        });
        serde_json::to_value(kind).unwrap().as_str().unwrap().to_owned()
    }
}

#[test]
fn the_same_people_at_a_renamed_issuer_are_known() {
    let platform = Platform::new();
    let because = ["--force", "--reason", "the host was renamed"];
    refused(&platform.carry_over(&[OLD, "oidc"]), "would_lock_out_admins", 1);
    let dry = platform.carry_over(&[&[OLD, "oidc", "--dry-run"], &because[..]].concat());
    ends(&dry, 0);
    assert_eq!(stdout(&dry), format!("dry run, carried_over: 2 identities from {OLD} to {NEW}\n"));

    // The connection uses the former issuer still, and its latest settings have the new one.
    let done = platform.carry_over(&[&[SIGN_IN, SIGN_IN], &because[..]].concat());
    ends(&done, 0);
    assert_eq!(stdout(&done), format!("carried_over: 2 identities from {OLD} to {NEW}\n"));
    let again = platform.carry_over(&[OLD, "oidc"]);
    assert_eq!(stdout(&again), format!("unchanged: 0 identities from {OLD} to {NEW}\n"));

    let activate = ["activate", "--database", "cora.db", "oidc", "--force", "--reason", "the host was renamed"];
    ends(&platform.place.connection(&activate), 0);
    assert_eq!(platform.outcome(), "returning");
}

#[test]
fn without_a_carry_over_nobody_is_known_and_no_account_is_given_away() {
    let platform = Platform::new();
    let activate = ["activate", "--database", "cora.db", "oidc", "--force", "--reason", "the host was renamed"];
    ends(&platform.place.connection(&activate), 0);
    assert_eq!(platform.outcome(), "link_confirmation_required");
    ends(&platform.carry_over(&[OLD, "oidc"]), 0);
    assert_eq!(platform.outcome(), "returning");
}

#[test]
fn listed_subjects_move_and_the_others_are_left() {
    let platform = Platform::new();
    platform.place.file("map.json", r#"{ "subjects": [{ "from": "00u1", "to": "6a1f0c3e-0000-4000" }] }"#);
    let output = platform.carry_over(&[OLD, "oidc", "--mapping", "map.json"]);
    ends(&output, 0);
    assert_eq!(stdout(&output), format!("carried_over: 1 identity from {OLD} to {NEW}\nleft: 1 identity (0***)\n"));

    platform.place.file("map.json", r#"{ "subjects": [{ "from": "ana@acme.example", "to": "x" }] }"#);
    let output = platform.carry_over(&[OLD, "oidc", "--mapping", "map.json", "--format", "json"]);
    refused(&output, "carry_over_conflicts", 1);
    assert!(stderr(&output).contains("conflict[subject_unknown]: 1 identity (a***)"), "{}", stderr(&output));
    let report = json(&output);
    assert_eq!(report["conflicts"][0]["kind"], "subject_unknown");
    assert_eq!((&report["outcome"], &report["moved"]), (&json!("carry_over_conflicts"), &json!(0)));
}

#[test]
fn a_bad_mapping_is_refused_at_the_place_of_its_fault_and_nothing_is_written() {
    let platform = Platform::new();
    let before = std::fs::read(platform.place.path("cora.db")).unwrap();
    for (text, code, path) in [
        ("{", "invalid_json", ""),
        ("[]", "wrong_type", ""),
        ("{}", "missing_field", "/subjects"),
        (r#"{ "subjects": [{ "from": "a" }] }"#, "missing_field", "/subjects/0/to"),
        (r#"{ "subjects": [{ "from": "a", "to": 1 }] }"#, "wrong_type", "/subjects/0/to"),
        (r#"{ "subjects": [{ "from": "a", "to": "b", "by": 1 }] }"#, "unknown_field", "/subjects/0/by"),
        (r#"{ "subjects": [{ "from": "a", "to": "" }] }"#, "invalid_value", "/subjects/0/to"),
        (
            r#"{ "subjects": [{ "from": "a", "to": "b" }, { "from": "a", "to": "c" }] }"#,
            "duplicate_item",
            "/subjects/1/from",
        ),
    ] {
        platform.place.file("map.json", text);
        let output = platform.carry_over(&[OLD, "oidc", "--mapping", "map.json", "--force", "--reason", "renamed"]);
        ends(&output, 2);
        let report: serde_json::Value = serde_json::from_str(&stderr(&output)).unwrap();
        assert_eq!(
            (&report["issues"][0]["code"], &report["issues"][0]["path"]),
            (&json!(code), &json!(path)),
            "{text}"
        );
    }
    ends(&platform.carry_over(&[OLD, "oidc", "--mapping", "absent.json"]), 2);
    ends(&platform.carry_over(&[OLD, "oidc", "--force"]), 2);
    ends(&platform.carry_over(&["nowhere", "oidc"]), 2);
    refused(&platform.carry_over(&["clerk", "oidc"]), "connection_not_found", 1);
    refused(&platform.carry_over(&[NEW, "oidc"]), "same_issuer", 1);
    assert_eq!(std::fs::read(platform.place.path("cora.db")).unwrap(), before);
}
