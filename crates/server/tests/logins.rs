//! Tests of `/admin/logins`: the list, its filters and cursors, one login, and samples.

use std::collections::BTreeSet;

use crate::support::*;
use cora_core::engine::{Engine, EngineLogin};
use serde_json::{Value, json};

/// Starts a service at which Olga, the owner, has signed in, and these others were refused.
async fn service(refused: usize) -> (Service, String) {
    let service = Service::new(base()).await;
    let owner = service.token("olga", "olga@acme.example");
    service.me(&owner).await.ok();
    for number in 0..refused {
        let (subject, email) = (format!("eve{number}"), format!("eve{number}@evil.example"));
        service.me(&service.token(&subject, &email)).await.refused(403, "access_denied");
    }
    (service, owner)
}

async fn items(service: &Service, owner: &str, query: &str) -> Vec<Value> {
    let answer = service.ask("GET", &format!("/admin/logins{query}"), owner, Value::Null).await;
    answer.ok()["items"].as_array().unwrap().clone()
}

#[tokio::test]
async fn a_refused_login_is_found_by_its_whole_address_and_has_its_trace() {
    let (service, owner) = service(3).await;
    let found = items(&service, &owner, "?address=EVE1@evil.example").await;
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0]["email"], "e***@evil.example");
    assert_eq!(
        (&found[0]["outcome"], &found[0]["hasTrace"], &found[0]["hasSample"]),
        (&json!("denied"), &json!(true), &json!(true))
    );
    assert_eq!(found[0]["connectionName"], "Sign-in");
    assert!(items(&service, &owner, "?address=eve@evil.example").await.is_empty());
    let path = format!("/admin/logins/{}", found[0]["id"].as_str().unwrap());
    let one = service.ask("GET", &path, &owner, Value::Null).await;
    let one = one.ok();
    assert_eq!(one["trace"]["stages"].as_array().unwrap().len(), 9);
    assert_eq!(one["id"], found[0]["id"]);
    let nobody = "/admin/logins/00000000-0000-7000-8000-0000000000ff";
    service.ask("GET", nobody, &owner, Value::Null).await.refused(404, "not_found");
}

#[tokio::test]
async fn a_refused_token_is_listed_with_its_code() {
    let (service, owner) = service(0).await;
    let mut claims = claims("eve", "eve@evil.example");
    claims["exp"] = json!(NOW - 600);
    claims["iat"] = json!(NOW - 900);
    service.me(&service.signer.token(&claims)).await.refused(401, "token_expired");
    service.me(&service.signer.token(&claims)).await.refused(401, "token_expired");
    service.store.write_login_counts().await.unwrap();
    let found = items(&service, &owner, "?outcome=token_refused").await;
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!((&found[0]["reason"], &found[0]["connectionId"]), (&json!("token_expired"), &json!(CONNECTION)));
    assert!(found[0]["requestId"].is_string());
    assert_eq!(items(&service, &owner, "?reason=token_expired&limit=1").await, found);
    assert!(items(&service, &owner, &format!("?outcome=token_refused&userId={OWNER}")).await.is_empty());
    let path = format!("/admin/logins/{}", found[0]["id"].as_str().unwrap());
    assert_eq!(service.ask("GET", &path, &owner, Value::Null).await.ok()["trace"], Value::Null);
}

#[tokio::test]
async fn pages_have_each_login_once_and_a_cursor_belongs_to_its_query() {
    let (service, owner) = service(7).await;
    let mut claims = claims("late", "late@evil.example");
    claims["exp"] = json!(NOW - 600);
    claims["iat"] = json!(NOW - 900);
    service.me(&service.signer.token(&claims)).await.refused(401, "token_expired");
    service.store.write_login_counts().await.unwrap();
    // All of them are of the same second.
    let all: BTreeSet<String> =
        items(&service, &owner, "").await.iter().map(|item| item["id"].as_str().unwrap().to_owned()).collect();
    let (mut seen, mut after) = (Vec::new(), String::new());
    loop {
        let path = format!("/admin/logins?limit=2{after}");
        let answer = service.ask("GET", &path, &owner, Value::Null).await;
        let page = answer.ok();
        seen.extend(page["items"].as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap().to_owned()));
        let Some(next) = page["next"].as_str() else { break };
        after = format!("&after={next}");
    }
    assert_eq!(seen.len(), all.len());
    assert_eq!(seen.into_iter().collect::<BTreeSet<_>>(), all);
    for query in [format!("?outcome=denied{after}"), String::from("?after=nothing"), String::from("?after=")] {
        let answer = service.ask("GET", &format!("/admin/logins{query}"), &owner, Value::Null).await;
        answer.refused(400, "invalid_input");
        assert_eq!(answer.body["issues"][0]["path"], "after", "{}", answer.text);
    }
    let answer = service.ask("GET", "/admin/logins?address=eve", &owner, Value::Null).await;
    answer.refused(400, "invalid_input");
}

#[tokio::test]
async fn samples_are_lines_that_the_policy_decides_as_it_did() {
    let (service, owner) = service(3).await;
    let answer = service.ask("GET", "/admin/logins/samples", &owner, Value::Null).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    assert!(!answer.text.contains("eve"), "{}", answer.text);
    let configuration = service.store.configuration(service.store.policy().await.unwrap()).await.unwrap();
    let engine = Engine::compile(configuration);
    let samples: Vec<EngineLogin> =
        answer.text.lines().map(|line| cora_wire::decode(line.as_bytes()).unwrap()).collect();
    let denied = samples
        .iter()
        .map(|sample| engine.decide(sample))
        .filter(|decision| decision.outcome.signed_in_user().is_none());
    assert_eq!(denied.count(), 3, "{}", answer.text);
    // Everybody with an account: Olga.
    let everybody = service.ask("GET", "/admin/logins/samples?source=everybody", &owner, Value::Null).await;
    assert_eq!(everybody.text.lines().count(), 1, "{}", everybody.text);
    assert!(!everybody.text.contains("olga"), "{}", everybody.text);
    let olga: EngineLogin = cora_wire::decode(everybody.text.trim().as_bytes()).unwrap();
    assert_eq!(serde_json::to_value(engine.decide(&olga).outcome.kind()).unwrap(), "returning");
    let answer = service.ask("GET", "/admin/logins/samples?source=nobody", &owner, Value::Null).await;
    answer.refused(400, "invalid_input");
    let later = service.ask("GET", &format!("/admin/logins/samples?from={}", NOW + 1), &owner, Value::Null).await;
    assert_eq!((later.status.as_u16(), later.text.as_str()), (200, ""));
}
