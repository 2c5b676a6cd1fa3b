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
