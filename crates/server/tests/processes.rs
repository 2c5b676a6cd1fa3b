//! Several processes on one database act as one service.

use crate::support::*;
use axum::Router;
use axum::body::Body;
use axum::http::Request;
use http_body_util::BodyExt as _;
use serde_json::{Value, json};
use tower::ServiceExt as _;

/// Returns the answer of another process.
async fn ask(router: &Router, method: &str, path: &str, token: &str, body: &Value) -> (u16, Value) {
    let body = if body.is_null() { Body::empty() } else { Body::from(body.to_string()) };
    let request = Request::builder().method(method).uri(path).header("authorization", format!("Bearer {token}"));
    let response = router.clone().oneshot(request.body(body).unwrap()).await.unwrap();
    let status = response.status().as_u16();
    let bytes = response.into_body().collect().await.unwrap().to_bytes();
    (status, serde_json::from_slice(&bytes).unwrap())
}

async fn me(router: &Router, token: &str) -> (u16, Value) {
    ask(router, "GET", "/profiles/me", token, &Value::Null).await
}

#[tokio::test]
async fn c22_a_connection_disabled_by_one_process_admits_nobody_at_the_others() {
    let service = Service::new(base()).await;
    let others = [service.another().await, service.another().await];
    let (olga, ivan) = (service.token("olga", "olga@acme.example"), service.token("ivan", "ivan@partner.example"));
    for other in &others {
        assert_eq!(me(other, &olga).await.0, 200);
        assert_eq!(me(other, &ivan).await.0, 200);
    }
    let force = json!({ "force": { "reason": "its keys were stolen" } });
    let (status, _) = ask(&others[0], "POST", "/admin/idp-config/oidc/disable", &olga, &force).await;
    assert_eq!(status, 200);
    for other in &others {
        for token in [&olga, &ivan] {
            let (status, body) = me(other, token).await;
            assert_eq!((status, &body["code"]), (401, &json!("connection_not_active")));
        }
    }
    service.me(&ivan).await.refused(401, "connection_not_active");
}

#[tokio::test]
async fn changed_connection_settings_apply_at_the_next_request_of_every_process() {
    let service = Service::new(base()).await;
    let other = service.another().await;
    let (olga, ivan) = (service.token("olga", "olga@acme.example"), service.token("ivan", "ivan@partner.example"));
    assert_eq!(me(&other, &ivan).await.0, 200);
    // From now on, tokens are for another audience.
    let config = json!({ "config": { "issuer": ISSUER, "clientId": "web", "jwksUri": KEYS, "algorithms": ["ES256"], "tokenUse": "access_token",
        "audiences": ["https://other.acme.example"] } });
    let (status, saved) = ask(&other, "PUT", "/admin/idp-config/oidc", &olga, &config).await;
    assert_eq!(status, 200, "{saved}");
    assert_eq!(me(&other, &ivan).await.0, 200, "what is only prepared changes nothing");
    let force = json!({ "force": { "reason": "moving to another audience" } });
    let (status, activated) = ask(&other, "POST", "/admin/idp-config/oidc/activate", &olga, &force).await;
    assert_eq!(status, 200, "{activated}");
    service.me(&ivan).await.refused(401, "audience_mismatch");
    let (status, body) = me(&other, &ivan).await;
    assert_eq!((status, &body["code"]), (401, &json!("audience_mismatch")));
    let mut claims = claims("ivan", "ivan@partner.example");
    claims["aud"] = json!("https://other.acme.example");
    let moved = service.signer.token(&claims);
    assert_eq!(service.me(&moved).await.ok()["email"], "ivan@partner.example");
    assert_eq!(me(&other, &moved).await.0, 200);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn concurrent_first_logins_of_one_person_create_one_user() {
    let service = Service::new(base()).await;
    let token = service.token("ivan", "ivan@partner.example");
    let mut tasks = tokio::task::JoinSet::new();
    for process in 0..4 {
        let other = service.another().await;
        for _ in 0..10 {
            let (other, token) = (other.clone(), token.clone());
            tasks.spawn(async move { (process, me(&other, &token).await) });
        }
    }
    let mut users = std::collections::BTreeSet::new();
    let mut provisioned = 0;
    for (process, (status, body)) in tasks.join_all().await {
        assert_eq!(status, 200, "process {process}: {body}");
        users.insert(body["data"]["user_id"].as_str().unwrap().to_owned());
        provisioned += usize::from(body["data"]["explanation"]["outcome"] == "provisioned");
    }
    assert_eq!((users.len(), provisioned), (1, 1));
}
