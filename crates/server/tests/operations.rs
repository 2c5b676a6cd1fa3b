//! Features that operators rely on: limits, origins, headers, metrics, and a complete OpenAPI
//! document.

use std::net::SocketAddr;
use std::num::NonZeroU32;

use crate::support::*;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{HeaderValue, Method, Request};
use cora_server::{RateLimit, openapi, router};
use serde_json::{Value, json};

fn from(address: &str, path: &str) -> Request<Body> {
    let mut request = Request::get(path).body(Body::empty()).unwrap();
    request.extensions_mut().insert(ConnectInfo(address.parse::<SocketAddr>().unwrap()));
    request
}

#[tokio::test]
async fn a_client_that_asks_too_often_is_told_when_to_come_back() {
    let mut service = Service::new(base()).await;
    let (per_second, burst) = (NonZeroU32::MIN, NonZeroU32::new(3).unwrap());
    let limit = RateLimit { per_second, burst };
    service.router = router(service.app().rate_limit(limit));
    for _ in 0..3 {
        service.send(from("192.0.2.1:1000", "/orgs")).await.refused(401, "token_missing");
    }
    let refused = service.send(from("192.0.2.1:2000", "/orgs")).await;
    refused.refused(429, "too_many_requests");
    assert_eq!(refused.headers["retry-after"], "1");
    service.send(from("192.0.2.2:1000", "/orgs")).await.refused(401, "token_missing");
    // Health checks are never refused.
    service.send(from("192.0.2.1:1000", "/health")).await.ok();
}

#[tokio::test]
async fn what_is_beyond_the_limit_is_put_off_and_not_queued() {
    let mut service = Service::new(base()).await;
    service.router = router(service.app().max_concurrent(0));
    service.get("/orgs").await.refused(503, "try_again");
    service.get("/health").await.ok();
}

/// A body of which the first byte comes and the rest never does.
fn body_that_never_ends() -> Body {
    let first = futures_util::stream::iter([Ok::<_, std::io::Error>("{")]);
    Body::from_stream(futures_util::StreamExt::chain(first, futures_util::stream::pending()))
}

#[tokio::test]
async fn a_body_that_comes_slowly_keeps_nobody_out() {
    let mut service = Service::new(base()).await;
    service.router = router(service.app().max_concurrent(1));
    let token = service.token("olga", "olga@acme.example");
    service.me(&token).await.ok();
    let request = Request::put("/profiles/me").header("authorization", format!("Bearer {token}"));
    let request = request.body(body_that_never_ends()).unwrap();
    let others = async {
        let mut answered = 0;
        for _ in 0..40 {
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
            answered += usize::from(service.me(&token).await.status == 200);
        }
        answered
    };
    let (slow, answered) = tokio::join!(service.send(request), others);
    slow.refused(408, "body_too_slow");
    // One of them may come before the body is waited for.
    assert!(answered >= 38, "{answered}");
}

#[tokio::test]
async fn one_client_does_not_get_every_permit() {
    let mut service = Service::new(base()).await;
    service.router = router(service.app().max_concurrent(4).max_concurrent_per_client(1));
    let token = service.token("olga", "olga@acme.example");
    service.me(&token).await.ok();
    let mut slow = Request::put("/profiles/me").header("authorization", format!("Bearer {token}"));
    slow.extensions_mut().unwrap().insert(ConnectInfo("192.0.2.1:1000".parse::<SocketAddr>().unwrap()));
    let slow = slow.body(body_that_never_ends()).unwrap();
    let others = async {
        tokio::time::sleep(std::time::Duration::from_secs(1)).await;
        let refused = service.send(from("192.0.2.1:2000", "/orgs")).await;
        refused.refused(429, "too_many_requests");
        assert_eq!(refused.headers["retry-after"], "1");
        service.send(from("192.0.2.2:1000", "/orgs")).await.refused(401, "token_missing");
    };
    tokio::join!(service.send(slow), others).0.refused(408, "body_too_slow");
    service.send(from("192.0.2.1:2000", "/orgs")).await.refused(401, "token_missing");
}

#[tokio::test]
async fn the_decision_of_a_request_is_found_by_its_identifier() {
    let service = Service::new(base()).await;
    let eve = service.me(&service.token("eve", "eve@evil.example")).await;
    eve.refused(403, "access_denied");
    let request_id = eve.headers["x-request-id"].to_str().unwrap();
    let owner = service.token("olga", "olga@acme.example");
    let found = service.ask("GET", &format!("/admin/audit/logins?requestId={request_id}"), &owner, json!(null)).await;
    let items = found.ok()["items"].as_array().unwrap().clone();
    assert_eq!(items.len(), 1, "{items:?}");
    assert_eq!((&items[0]["outcome"], &items[0]["requestId"]), (&json!("denied"), &json!(request_id)));
    let none = service.ask("GET", "/admin/audit/logins?requestId=other", &owner, json!(null)).await;
    assert_eq!(none.ok()["items"], json!([]));
}

#[tokio::test]
async fn a_provider_that_gives_no_keys_signs_nobody_out() {
    let service = Service::new(base()).await;
    service.documents.remove(KEYS);
    let answer = service.me(&service.token("olga", "olga@acme.example")).await;
    answer.refused(503, "keys_unavailable");
    assert_eq!(answer.headers["retry-after"], "2");
    assert!(!answer.headers.contains_key("www-authenticate"));
    assert_eq!(service.get("/ready").await.ok()["connectionsWithoutKeys"], 1);
}

#[tokio::test]
async fn a_request_without_a_token_gets_no_error_code_in_the_challenge() {
    let service = Service::new(base()).await;
    let missing = service.get("/profiles/me").await;
    missing.refused(401, "token_missing");
    assert_eq!(missing.headers["www-authenticate"], "Bearer");
    let malformed = service.me("a").await;
    malformed.refused(401, "token_malformed");
    assert_eq!(malformed.headers["www-authenticate"], "Bearer error=\"invalid_token\"");
}

#[tokio::test]
async fn a_request_for_two_hosts_is_refused() {
    let service = Service::new(base()).await;
    let request = Request::get("/orgs").header("host", "a.example").header("host", "b.example");
    service.send(request.body(Body::empty()).unwrap()).await.refused(400, "invalid_input");
}

#[tokio::test]
async fn a_token_of_an_issuer_that_is_not_known_is_tried_by_no_connection() {
    let service = Service::new(base()).await;
    let mut of_another = claims("eve", "eve@evil.example");
    of_another["iss"] = json!("https://login.evil.example");
    service.me(&service.signer.token(&of_another)).await.refused(401, "connection_not_active");
    assert_eq!(service.documents.count(), 0);
}

#[tokio::test]
async fn texts_that_others_see_are_refused_if_they_may_mislead() {
    let service = Service::new(base()).await;
    let token = service.token("olga", "olga@acme.example");
    let body = json!({ "fullName": "Olga\u{202e}", "phone": "<b>", "avatarUrl": "javascript:alert(1)" });
    let refused = service.change_me(&token, body).await;
    refused.refused(400, "invalid_input");
    let paths: Vec<&str> =
        refused.body["issues"].as_array().unwrap().iter().map(|issue| issue["path"].as_str().unwrap()).collect();
    assert_eq!(paths, ["/fullName", "/phone", "/avatarUrl"]);
    for phone in ["abc", "+ ()", "ext."] {
        service.change_me(&token, json!({ "phone": phone })).await.refused(400, "invalid_input");
    }
    for url in ["data:text/html,x", "//evil.example/a.png", "https://", "http:a", "/a.png"] {
        service.change_me(&token, json!({ "avatarUrl": url })).await.refused(400, "invalid_input");
    }
    let fine =
        json!({ "fullName": "Olga Ørsted", "phone": "+45 (12) 34-56", "avatarUrl": "https://acme.example/o.png" });
    service.change_me(&token, fine).await.ok();
    service.change_me(&token, json!({ "fullName": "", "phone": "", "avatarUrl": "" })).await.ok();
}

#[tokio::test]
async fn no_origin_may_ask_but_those_that_are_named() {
    let ask = |method: Method, origin: &'static str| {
        Request::builder()
            .method(method)
            .uri("/orgs")
            .header("origin", origin)
            .header("access-control-request-method", "GET")
    };
    let service = Service::new(base()).await;
    let request = || ask(Method::GET, "https://app.acme.example").body(Body::empty()).unwrap();
    assert!(!service.send(request()).await.headers.contains_key("access-control-allow-origin"));

    let mut service = service;
    service.router = router(service.app().cross_origins(vec![HeaderValue::from_static("https://app.acme.example")]));
    let answer = service.send(request()).await;
    assert_eq!(answer.headers["access-control-allow-origin"], "https://app.acme.example");
    assert!(!answer.headers.contains_key("access-control-allow-credentials"));
    let evil = ask(Method::GET, "https://app.acme.example.evil.example").body(Body::empty()).unwrap();
    assert!(!service.send(evil).await.headers.contains_key("access-control-allow-origin"));
}

#[tokio::test]
async fn every_answer_is_for_programs_only() {
    let service = Service::new(base()).await;
    for answer in [service.get("/health").await, service.get("/nowhere").await, service.get("/orgs").await] {
        for (name, value) in [
            ("cache-control", "no-store"),
            ("x-content-type-options", "nosniff"),
            ("content-security-policy", "default-src 'none'; frame-ancestors 'none'"),
            ("referrer-policy", "no-referrer"),
        ] {
            assert_eq!(answer.headers[name], value, "{name}");
        }
    }
}

#[tokio::test]
async fn the_numbers_count_answers_and_decisions_and_name_nobody() {
    let mut service = Service::new(base()).await;
    let app = service.app();
    let metrics = app.metrics();
    service.router = router(app);
    service.me(&service.token("ada", "ada@acme.example")).await.ok();
    service.get(&format!("/orgs/{ACME}")).await.refused(401, "token_missing");
    service.get("/etc/passwd").await.refused(404, "not_found");
    let text = metrics.text();
    for line in [
        "cora_requests_total{method=\"GET\",route=\"/profiles/me\",status=\"200\"} 1",
        "cora_requests_total{method=\"GET\",route=\"/orgs/{orgId}\",status=\"401\"} 1",
        "cora_requests_total{method=\"GET\",route=\"none\",status=\"404\"} 1",
        "cora_decisions_total{outcome=\"provisioned\",reason=\"domain_admits\"} 1",
        "cora_request_seconds_count{route=\"/profiles/me\"} 1",
    ] {
        assert!(text.contains(line), "{line} in {text}");
    }
    assert!(!text.contains("ada") && !text.contains("passwd") && !text.contains(ACME), "{text}");
}

#[tokio::test]
async fn the_document_is_served_and_names_every_route() {
    let service = Service::new(base()).await;
    let served = service.get("/openapi.json").await;
    assert_eq!(served.body, openapi());
    let committed: Value = serde_json::from_str(include_str!("../openapi.json")).unwrap();
    assert_eq!(committed, openapi(), "run `cargo xtask generate`");
    for (path, methods) in openapi()["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            let path = path.replace(['{', '}'], "");
            let answer = service
                .page(Request::builder().method(method.to_uppercase().as_str()).uri(&path).body(Body::empty()).unwrap())
                .await;
            // A caller without a token learns nothing else.
            if operation["security"] != json!([]) {
                assert_eq!(answer.0, 401, "{method} {path}: {}", answer.1);
            }
        }
    }
}
