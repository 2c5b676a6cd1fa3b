//! A policy is not put in force if it decides a login otherwise than an expectation says.

use crate::support::*;
use serde_json::{Value, json};

const POLICY: &str = "/admin/policy";

struct World {
    service: Service,
    olga: String,
}

impl World {
    async fn new() -> Self {
        let service = Service::new(base()).await;
        let olga = service.token("olga", "olga@acme.example");
        Self { service, olga }
    }

    async fn ask(&self, method: &str, path: &str, body: Value) -> Answer {
        self.service.ask(method, path, &self.olga, body).await
    }

    async fn save(&self, mode: &str, expectations: Value) -> Answer {
        let mut body = json!({ "policy": { "accessMode": mode } });
        if !expectations.is_null() {
            body["expectations"] = expectations;
        }
        self.ask("PUT", POLICY, body).await
    }

    async fn in_force(&self) -> Value {
        self.ask("GET", POLICY, Value::Null).await.ok().clone()
    }
}

fn login(email: &str) -> Value {
    json!({ "now": NOW, "login": {
        "connectionId": CONNECTION, "issuer": ISSUER, "subject": "somebody", "email": email, "emailVerified": true
    } })
}

fn stranger_stays_out() -> Value {
    json!({ "name": "a stranger stays out", "login": login("eve@stranger.example"), "outcome": "denied" })
}

fn colleague_is_a_member(role: &str) -> Value {
    json!({
        "name": "a colleague is a member", "login": login("new@acme.example"), "outcome": "provisioned",
        "organization": ACME, "role": role
    })
}

#[tokio::test]
async fn a_policy_that_does_not_meet_an_expectation_is_refused_with_each_failing_one() {
    let world = World::new().await;
    let both = json!([stranger_stays_out(), colleague_is_a_member("org_user")]);
    let saved = world.save("restricted", both.clone()).await;
    assert_eq!(saved.ok()["expectations"].as_array().unwrap().len(), 2, "{}", saved.text);
    assert_eq!(world.in_force().await["expectations"], saved.ok()["expectations"]);

    // They count for later policies that name none, in a dry run too.
    for path in [POLICY.to_owned(), format!("{POLICY}?dryRun=true")] {
        let refused = world.ask("PUT", &path, json!({ "policy": { "accessMode": "public" } })).await;
        refused.refused(409, "policy_expectations_fail");
        let failures = refused.body["failures"].as_array().unwrap();
        assert_eq!(failures.len(), 1, "{}", refused.text);
        assert_eq!(
            (&failures[0]["name"], &failures[0]["expected"], &failures[0]["found"]),
            (&json!("a stranger stays out"), &json!("denied"), &json!("provisioned"))
        );
        assert!(!refused.text.contains("eve@stranger.example"), "{}", refused.text);
    }
    assert_eq!(world.in_force().await["policy"]["accessMode"], "restricted");

    // A membership with another role is another outcome.
    let refused = world.save("restricted", json!([colleague_is_a_member("org_owner")])).await;
    refused.refused(409, "policy_expectations_fail");
    assert_eq!(refused.body["failures"][0]["role"], "org_user");

    // Without the expectation, the policy is saved.
    world.save("public", json!([])).await.ok();
    let back = world.ask("POST", "/admin/policy/rollback", json!({ "to": 1 })).await;
    assert!([200, 404].contains(&back.status.as_u16()), "{}", back.text);
}

#[tokio::test]
async fn an_earlier_policy_that_does_not_meet_an_expectation_is_not_put_back() {
    let world = World::new().await;
    let first = world.save("public", Value::Null).await.ok()["version"].clone();
    world.save("restricted", json!([stranger_stays_out()])).await.ok();
    for path in ["/admin/policy/rollback", "/admin/policy/rollback?dryRun=true"] {
        let refused = world.ask("POST", path, json!({ "to": first })).await;
        refused.refused(409, "policy_expectations_fail");
        assert_eq!(refused.body["failures"][0]["found"], "provisioned");
    }
}

#[tokio::test]
async fn expectations_alone_are_saved_and_shown_dry_and_need_names() {
    let world = World::new().await;
    world.save("restricted", Value::Null).await;
    let dry = world
        .ask(
            "PUT",
            &format!("{POLICY}?dryRun=true"),
            json!({
                "policy": { "accessMode": "restricted" }, "expectations": [stranger_stays_out()]
            }),
        )
        .await;
    assert_eq!((&dry.ok()["outcome"], dry.ok()["expectations"].as_array().unwrap().len()), (&json!("done"), 1));
    assert_eq!(world.in_force().await["expectations"], json!([]));
    world.save("restricted", json!([stranger_stays_out()])).await.ok();
    let again = world.save("restricted", json!([stranger_stays_out()])).await;
    assert_eq!(again.ok()["outcome"], "unchanged");
    let twice = json!([stranger_stays_out(), stranger_stays_out()]);
    world.save("restricted", twice).await.refused(400, "policy_expectations_invalid");
    let audit = world.ask("GET", "/admin/audit", Value::Null).await;
    let newest = &audit.ok()["items"][0];
    assert_eq!((&newest["action"], &newest["changes"][0]["field"]), (&json!("policy_saved"), &json!("expectations")));
    assert!(!audit.text.contains("eve@stranger.example"), "{}", audit.text);
}
