//! Evaluation for administrators, and behavior that all routes share.

use crate::support::*;
use axum::body::Body;
use axum::http::Request;
use serde_json::{Value, json};

fn decide_input() -> Value {
    json!({
        "now": NOW,
        "connection": { "id": CONNECTION, "kind": "oidc", "issuer": ISSUER, "status": "active" },
        "login": { "connectionId": CONNECTION, "issuer": ISSUER, "subject": "x", "email": "x@acme.example", "emailVerified": true },
        "policy": { "accessMode": "public" }
    })
}

#[tokio::test]
async fn an_administrator_evaluates_a_login_and_nothing_is_written() {
    let service = Service::new(base()).await;
    let owner = service.token("olga", "olga@acme.example");
    let answer = service.evaluate(&owner, decide_input().to_string()).await;
    let expected = cora_core::decide(&serde_json::from_value(decide_input()).unwrap());
    assert_eq!(*answer.ok(), serde_json::to_value(expected).unwrap());
    service.me(&service.token("x", "x@nowhere.example")).await.refused(403, "access_denied");
}

#[tokio::test]
async fn evaluating_needs_the_capability() {
    let service = Service::new(base()).await;
    for body in [decide_input().to_string(), "{".into()] {
        let ada = service.token("ada", "ada@acme.example");
        service.evaluate(&ada, body.clone()).await.refused(403, "access_denied");
        service.evaluate(&service.token("eve", "eve@evil.example"), body.clone()).await.refused(403, "access_denied");
        service.evaluate("no.token.here", body).await.refused(401, "token_malformed");
    }
}

#[tokio::test]
async fn a_malformed_body_is_refused_with_all_its_faults() {
    let service = Service::new(base()).await;
    let owner = service.token("olga", "olga@acme.example");
    let mut input = decide_input();
    input["now"] = json!("soon");
    input["policy"]["accessMode"] = json!("open");
    input["login"]["subjekt"] = json!("x");
    let answer = service.evaluate(&owner, input.to_string()).await;
    answer.refused(400, "invalid_input");
    let mut paths: Vec<&str> =
        answer.body["issues"].as_array().unwrap().iter().map(|issue| issue["path"].as_str().unwrap()).collect();
    paths.sort_unstable();
    assert_eq!(paths, ["/login/subjekt", "/now", "/policy/accessMode"]);
    for (body, code) in [("", "invalid_json"), ("{", "invalid_json"), ("[]", "wrong_type")] {
        let answer = service.evaluate(&owner, body).await;
        answer.refused(400, "invalid_input");
        assert_eq!(answer.body["issues"][0]["code"], code, "{body:?}");
    }
    service.evaluate(&owner, vec![b' '; 1024 * 1024 + 1]).await.refused(413, "input_too_large");
}

#[tokio::test]
async fn every_error_has_the_envelope() {
    let service = Service::new(base()).await;
    service.get("/nowhere").await.refused(404, "not_found");
    let post = Request::post("/profiles/me").body(Body::empty()).unwrap();
    let answer = service.send(post).await;
    answer.refused(405, "method_not_allowed");
    assert!(answer.headers["allow"].to_str().unwrap().contains("GET"));
}

#[tokio::test]
async fn health_and_readiness_are_told_apart() {
    let service = Service::new(base()).await;
    service.get("/health").await.ok();
    assert!(service.get("/ready").await.ok()["schemaVersion"].as_i64() > Some(0));
    service.store.close().await;
    service.get("/health").await.ok();
    // An answer counts for a second, because anybody may ask without a limit.
    service.get("/ready").await.ok();
    tokio::time::sleep(std::time::Duration::from_millis(1100)).await;
    service.get("/ready").await.refused(503, "not_ready");
}

#[test]
fn a_login_that_is_put_off_says_when_to_try_again() {
    use axum::response::IntoResponse;
    let guard = serde_json::from_value(json!({ "guard": "no_platform_owner" })).unwrap();
    let error = cora_server::ApiError::from(cora_store::ProvisionError::Contended(Box::new(guard)));
    assert_eq!(error.code(), "try_again");
    assert_eq!(error.into_response().status().as_u16(), 503);
}
