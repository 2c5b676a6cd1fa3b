//! Settings that are not stored: suggested, discovered and checked. Test logins while they are
//! pending. Looking writes nothing.

use crate::support::*;
use serde_json::{Value, json};
use signing::{Signer, jwks};

const OKTA: &str = "https://acme.okta.com/oauth2/default";
const DISCOVERY: &str = "https://acme.okta.com/oauth2/default/.well-known/openid-configuration";
const OKTA_KEYS: &str = "https://acme.okta.com/oauth2/default/v1/keys";
const CLIENT: &str = "0oa1a2b3c4d5e6f7g8h9";

fn settings() -> Value {
    json!({ "clientId": CLIENT, "issuer": OKTA, "audiences": ["api://default"], "clientSecret": "env:CORA_SECRET_OKTA" })
}

/// Has the provider publish its documents.
fn publish(service: &Service) {
    let document = json!({
        "issuer": OKTA,
        "authorization_endpoint": "https://acme.okta.com/oauth2/default/v1/authorize",
        "token_endpoint": "https://acme.okta.com/oauth2/default/v1/token",
        "jwks_uri": OKTA_KEYS,
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "code_challenge_methods_supported": ["S256"],
        "scopes_supported": ["openid", "email", "profile"],
        "token_endpoint_auth_methods_supported": ["client_secret_basic"]
    });
    service.documents.set(DISCOVERY, &document);
    service.documents.set(OKTA_KEYS, &jwks(&[&Signer::rsa("okta-1")]));
}

async fn ask(service: &Service, method: &str, path: &str, body: Value) -> Answer {
    service.ask(method, path, &service.token("olga", "olga@acme.example"), body).await
}

async fn dump(service: &Service) -> Vec<u8> {
    let mut dump = Vec::new();
    service.store.export(&mut dump).await.unwrap();
    dump
}

#[tokio::test]
async fn a_form_gets_its_fields_and_the_redirect_uris_to_register() {
    let mut service = Service::new(base()).await;
    let app = service.app().with_sign_in_url("https://app.acme.example/sign-in");
    service.router = cora_server::router(app);
    let answer = ask(&service, "GET", "/admin/idp-kinds", Value::Null).await;
    let found = answer.ok();
    let okta = found["kinds"].as_array().unwrap().iter().find(|kind| kind["kind"] == "okta").unwrap();
    assert_eq!((&okta["displayName"], &okta["fields"][0]["name"]), (&json!("Okta"), &json!("issuer")), "{okta}");
    assert_eq!(
        found["redirectUris"],
        json!([
            { "uri": "https://cora.acme.example/auth/connection-test/callback", "purpose": "test_login" },
            { "uri": "https://cora.acme.example/auth/callback/{connectionId}", "purpose": "sign_in" },
            { "uri": "https://app.acme.example/api/auth/callback/{connectionId}", "purpose": "application" }
        ])
    );
}

#[tokio::test]
async fn a_pasted_text_becomes_settings_and_its_secret_is_left_out() {
    let service = Service::new(base()).await;
    let text = format!("OKTA_ISSUER={OKTA}/\nOKTA_CLIENT_ID={CLIENT}\nOKTA_CLIENT_SECRET=correct-horse");
    let answer = ask(&service, "POST", "/admin/idp-config/suggest", json!({ "text": text })).await;
    let found = answer.ok();
    assert_eq!((&found["kind"], &found["settings"]["issuer"]), (&json!("okta"), &json!(OKTA)), "{found}");
    assert!(!answer.text.contains("correct-horse"), "{}", answer.text);
    ask(&service, "POST", "/admin/idp-config/suggest", json!({})).await.refused(400, "invalid_input");
}

#[tokio::test]
async fn a_discovered_document_counts() {
    let service = Service::new(base()).await;
    let document = json!({ "issuer": "https://id.acme.example/tenant", "jwks_uri": "https://id.acme.example/keys" });
    service.documents.set("https://id.acme.example/.well-known/openid-configuration", &document);
    for body in [json!({ "issuer": "https://id.acme.example" }), json!({ "text": "id.acme.example" })] {
        let answer = ask(&service, "POST", "/admin/idp-config/discover", body).await;
        let found = answer.ok();
        let settings = &found["suggestion"]["settings"];
        assert_eq!((&settings["issuer"], &found["document"]), (&json!("https://id.acme.example/tenant"), &document));
        assert_eq!(found["log"][0]["ok"], true, "{found}");
    }
    let answer =
        ask(&service, "POST", "/admin/idp-config/discover", json!({ "text": "https://no.acme.example" })).await;
    let found = answer.ok();
    assert_eq!((&found["document"], &found["log"][0]["ok"]), (&Value::Null, &json!(false)), "{found}");
    for body in [json!({}), json!({ "issuer": OKTA, "text": OKTA })] {
        ask(&service, "POST", "/admin/idp-config/discover", body).await.refused(400, "invalid_input");
    }
}

#[tokio::test]
async fn unsaved_settings_are_checked_as_stored_ones_are() {
    let service = Service::new(base()).await;
    publish(&service);
    let body = json!({ "kind": "okta", "config": settings() });
    let unsaved = ask(&service, "POST", "/admin/idp-config/check", body).await.ok().clone();
    assert_eq!(unsaved["ok"], true, "{unsaved}");
    ask(&service, "PUT", "/admin/idp-config/okta", json!({ "config": settings() })).await;
    let stored = ask(&service, "POST", "/admin/idp-config/okta/check", Value::Null).await.ok().clone();
    assert_eq!((&unsaved["derived"], &unsaved["report"]), (&stored["derived"], &stored["report"]));

    let bad = json!({ "kind": "okta", "config": { "issuer": "https://acme-admin.okta.com" } });
    let refused = ask(&service, "POST", "/admin/idp-config/check", bad).await;
    refused.refused(409, "not_validated");
    assert!(refused.text.contains("admin_domain"), "{}", refused.text);
}

#[tokio::test]
async fn looking_at_providers_writes_nothing() {
    let service = Service::new(base()).await;
    publish(&service);
    ask(&service, "PUT", "/admin/idp-config/okta", json!({ "config": settings() })).await;
    let begun = ask(&service, "POST", "/admin/idp-config/okta/test", Value::Null).await.ok().clone();
    let run = format!("/admin/idp-config/okta/tests/{}?after=1", begun["testRunId"].as_str().unwrap());
    let before = dump(&service).await;
    for (method, path, body) in [
        ("GET", "/admin/idp-kinds", Value::Null),
        ("POST", "/admin/idp-config/suggest", json!({ "text": OKTA })),
        ("POST", "/admin/idp-config/discover", json!({ "text": OKTA })),
        ("POST", "/admin/idp-config/check", json!({ "kind": "okta", "config": settings() })),
        ("GET", "/admin/idp-config/okta/tests", Value::Null),
        ("GET", &run, Value::Null),
    ] {
        ask(&service, method, path, body).await.ok();
        assert!(dump(&service).await == before, "{method} {path} wrote something");
    }
}

#[tokio::test]
async fn a_pending_test_login_shows_its_steps_and_can_be_stopped() {
    let service = Service::new(base()).await;
    publish(&service);
    ask(&service, "PUT", "/admin/idp-config/okta", json!({ "config": settings() })).await;
    let begun = ask(&service, "POST", "/admin/idp-config/okta/test", Value::Null).await.ok().clone();
    let path = format!("/admin/idp-config/okta/tests/{}", begun["testRunId"].as_str().unwrap());

    let whole = ask(&service, "GET", &path, Value::Null).await.ok().clone();
    let steps: Vec<&str> =
        whole["log"].as_array().unwrap().iter().map(|entry| entry["step"].as_str().unwrap()).collect();
    assert_eq!(
        (&whole["status"], steps.as_slice()),
        (&json!("pending"), ["settings", "discovery", "secret"].as_slice())
    );
    assert_eq!(whole["nextEntry"], 3);
    let rest = ask(&service, "GET", &format!("{path}?after=2"), Value::Null).await.ok().clone();
    assert_eq!((rest["log"].as_array().unwrap().len(), &rest["nextEntry"]), (1, &json!(3)), "{rest}");
    ask(&service, "GET", &format!("{path}?after=x"), Value::Null).await.refused(400, "invalid_input");

    let stopped = ask(&service, "DELETE", &path, Value::Null).await.ok().clone();
    let last = stopped["log"].as_array().unwrap().last().unwrap().clone();
    assert_eq!((&stopped["status"], &last["code"]), (&json!("failed"), &json!("test_stopped")), "{stopped}");
    ask(&service, "DELETE", &path, Value::Null).await.refused(409, "test_run_over");
    // It says nothing about the settings, which stay as they were.
    let connection = ask(&service, "GET", "/admin/idp-config/okta", Value::Null).await.ok().clone();
    assert_eq!(connection["status"], "validated", "{connection}");

    let runs = ask(&service, "GET", "/admin/idp-config/okta/tests", Value::Null).await.ok().clone();
    assert_eq!((runs.as_array().unwrap().len(), &runs[0]["id"]), (1, &begun["testRunId"]), "{runs}");
    ask(&service, "POST", "/admin/idp-config/okta/test", Value::Null).await.ok();
    let runs = ask(&service, "GET", "/admin/idp-config/okta/tests", Value::Null).await.ok().clone();
    assert_eq!((runs.as_array().unwrap().len(), &runs[1]["id"]), (2, &begun["testRunId"]), "{runs}");
}
