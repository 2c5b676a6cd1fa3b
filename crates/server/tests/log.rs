//! The contents of the log, and what it must not contain.

mod support;

use std::io::Write;
use std::sync::{Arc, Mutex};

use axum::body::Body;
use axum::http::Request;
use serde_json::json;
use support::*;
use tracing_subscriber::fmt::MakeWriter;

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;
    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

#[tokio::test]
async fn the_log_holds_no_token_and_no_address() {
    let log = Log::default();
    let subscriber =
        tracing_subscriber::fmt().json().with_max_level(tracing::Level::TRACE).with_writer(log.clone()).finish();
    // WHY set for the whole process, in a test file of its own: the database's threads log too.
    tracing::subscriber::set_global_default(subscriber).unwrap();
    let mut seed = base();
    seed["connections"] = json!([{
        "id": CONNECTION, "kind": "oidc", "displayName": "Sign-in", "status": "active", "settings": {
            "issuer": ISSUER, "clientId": "web", "tokenUse": "access_token", "audiences": ["https://api.acme.example"],
            "algorithms": ["ES256"], "jwksUri": KEYS, "userinfo": "when_missing"
        }
    }]);
    let mut service = Service::new(seed).await;
    let key = "mallory-jwt-token-with-at-least-32-characters".parse().unwrap();
    service.router = cora_server::router(service.app().supabase_key(key));
    // Creating the schema may log some of the characters that the test forbids.
    log.0.lock().unwrap().clear();
    let mut tokens = Vec::new();
    for (subject, email) in
        [("ivan", "ivan@partner.example"), ("eve", "eve@evil.example"), ("olga", "olga@acme.example")]
    {
        let token = service.token(subject, email);
        service.me_with(&token, Some("a-setup-token")).await;
        service.evaluate(&token, r#"{"login":{"email":"mallory@evil.example"}}"#).await;
        tokens.push(token);
    }
    service.me("mallory@evil.example").await;
    // A login without an address asks the userinfo endpoint, which gives no answer.
    let nameless = service.token("mallory", "");
    let request = Request::get("/profiles/me").header("authorization", format!("Bearer {nameless}"));
    let request = request.header("x-cora-access-token", "mallory-access-token").body(Body::empty()).unwrap();
    service.send(request).await.refused(503, "userinfo_unavailable");
    tokens.push(nameless);
    service.get("/profiles/mallory@evil.example?token=mallory@evil.example").await;
    // A connection is saved with a secret, tested, and called back.
    let owner = service.token("olga", "olga@acme.example");
    for (method, path, body) in [
        (
            "PUT",
            "/admin/idp-config/okta",
            json!({ "config": { "issuer": "https://acme.okta.com/oauth2/default",
            "clientId": "0oa1a2b3c4d5e6f7g8h9", "audiences": ["api://default"], "clientSecret": SECRET } }),
        ),
        ("PUT", "/admin/idp-config/okta", json!({ "config": { "issuer": "sk_live_mallory0123456789abcd" } })),
        ("POST", "/admin/idp-config/okta/test", json!(null)),
        ("GET", "/auth/connection-test/callback?code=mallory&state=mallory", json!(null)),
    ] {
        let request = Request::builder().method(method).uri(path).header("authorization", format!("Bearer {owner}"));
        let body = if body.is_null() { Body::empty() } else { Body::from(body.to_string()) };
        service.page(request.body(body).unwrap()).await;
    }
    // A token for Supabase is as secret as any other.
    let for_supabase = service.ask("GET", "/profiles/me/supabase-token", &owner, json!(null)).await;
    let for_supabase = for_supabase.ok()["token"].as_str().unwrap().to_owned();
    tokens.push(owner);
    // An administrator has a token explained, one that is right and one that is not.
    for token in tokens.clone() {
        let owner = service.token("olga", "olga@acme.example");
        for token in [token.clone(), format!("{token}mallory")] {
            service.ask("POST", "/admin/explain/token", &owner, json!({ "token": token })).await.ok();
        }
    }
    service.documents.remove(KEYS);
    let unknown = signing::Signer::p256("mallory@evil.example");
    service.me(&unknown.token(&claims("mallory", "mallory@evil.example"))).await;
    // The database fails in the middle of a login.
    service.store.close().await;
    service.me(&tokens[0]).await.refused(503, "try_again");

    let log = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    let answered = log.lines().filter(|line| line.contains("\"answered\"")).count();
    assert_eq!(answered, 26, "{log}");
    let found = |parts: &[&str]| log.lines().any(|line| parts.iter().all(|part| line.contains(part)));
    // The line of a request says why somebody was refused, in codes and identifiers.
    let connection = format!("\"connection_id\":\"{CONNECTION}\"");
    assert!(found(&["\"answered\"", "\"outcome\":\"denied\"", "\"reason\":", &connection]), "{log}");
    assert!(found(&["\"answered\"", "\"outcome\":\"returning\"", "\"user_id\":"]), "{log}");
    for line in log.lines() {
        assert!(!line.contains('@'), "{line}");
        assert!(!line.contains(SECRET), "{line}");
        assert!(!line.contains("a-setup-token") && !line.contains("mallory"), "{line}");
        for token in tokens.iter().chain([&for_supabase]) {
            let signature = token.rsplit('.').next().unwrap();
            assert!(!line.contains(signature) && !line.contains(token), "{line}");
        }
    }
}
