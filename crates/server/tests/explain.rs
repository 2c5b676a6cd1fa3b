//! Explanations of logins: the reason, the changes that would admit the person, and no writes.

use cora_core::{DecideInput, decide};
use serde_json::{Value, json};

use crate::support::*;

const ADA: &str = "00000000-0000-7000-8000-000000000002";

/// Returns a seed with a second user, who has an identity, and the domain of the company, which is
/// not verified yet.
fn seed() -> Value {
    let mut seed = base();
    seed["users"].as_array_mut().unwrap().push(json!({
        "id": ADA, "email": "ada@acme.example", "name": "Ada King", "emailVerified": true,
        "identities": [{ "connectionId": CONNECTION, "subject": "ada" }]
    }));
    let mut rule = domain_rule();
    rule["state"] = json!("pending");
    seed["domainRules"] = json!([rule]);
    seed["policy"] = json!({ "accessMode": "waitlist" });
    seed
}

impl Service {
    async fn owner(&self, method: &str, path: &str, body: Value) -> Answer {
        self.ask(method, path, &self.token("olga", "olga@acme.example"), body).await
    }

    async fn explained(&self, body: Value) -> Value {
        self.owner("POST", "/admin/explain", body).await.ok().clone()
    }

    /// Returns the whole database as text.
    async fn dump(&self) -> String {
        let mut dump = Vec::new();
        self.store.export(&mut dump).await.unwrap();
        String::from_utf8(dump).unwrap()
    }
}

/// Returns the kinds of the first change of each remedy.
fn changes(explained: &Value) -> Vec<&str> {
    let remedies = explained["remedies"].as_array().unwrap();
    remedies.iter().map(|remedy| remedy["steps"][0]["change"]["kind"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn a_suspended_user_is_explained_and_the_first_remedy_lets_them_in() {
    let service = Service::new(seed()).await;
    let ada = service.token("ada", "ada@acme.example");
    service.me(&ada).await.ok();
    service.owner("POST", &format!("/admin/users/{ADA}/suspend"), Value::Null).await.ok();

    let explained = service.explained(json!({ "userId": ADA })).await;
    assert_eq!(explained["decision"]["reason"], "user_suspended", "{explained}");
    assert_eq!(explained["decidedBy"], "account");
    assert_eq!(explained["connection"]["name"], "Sign-in");
    assert_eq!(explained["names"]["users"][ADA], "Ada King");
    assert_eq!(explained["assumptions"], json!(["as_last_seen", "groups_unknown"]));
    assert!(explained["text"].as_str().unwrap().contains("user_suspended"), "{explained}");
    let remedy = &explained["remedies"][0];
    assert_eq!(remedy["steps"][0]["change"], json!({ "kind": "restore_user", "userId": ADA }), "{explained}");
    assert_eq!((&remedy["steps"][0]["capability"], &remedy["alsoAdmits"]), (&json!("users:manage"), &Value::Null));

    service.owner("POST", &format!("/admin/users/{ADA}/restore"), Value::Null).await.ok();
    service.me(&ada).await.ok();
    let explained = service.explained(json!({ "userId": ADA })).await;
    assert_eq!(explained["decision"]["outcome"]["kind"], "returning", "{explained}");
    assert_eq!(explained["remedies"], json!([]));
}

#[tokio::test]
async fn a_remedy_says_whom_else_it_would_let_in() {
    let service = Service::new(seed()).await;
    // They are on the waitlist afterwards.
    for (subject, email) in [("eve", "eve@other.example"), ("ben", "ben@acme.example")] {
        service.me(&service.token(subject, email)).await.refused(403, "awaiting_approval");
    }
    let login = json!({ "email": "cem@acme.example", "emailVerified": true });
    let explained = service.explained(json!({ "login": login })).await;
    assert_eq!(explained["decision"]["outcome"]["kind"], "waitlisted", "{explained}");
    let of = |kind: &str| {
        let remedies = explained["remedies"].as_array().unwrap();
        let found = remedies.iter().find(|remedy| remedy["steps"][0]["change"]["kind"] == kind);
        found.unwrap_or_else(|| panic!("{kind}: {explained}"))["alsoAdmits"].clone()
    };
    // Two who wait, two who are invited, Olga and Ada, who are in already.
    assert_eq!(
        of("change_access_mode"),
        json!({ "tried": 6, "admitted": 3, "names": ["ben@acme.example", "eve@other.example", "late@partner.example"] })
    );
    assert_eq!(of("verify_domain"), json!({ "tried": 6, "admitted": 1, "names": ["ben@acme.example"] }));
    assert_eq!(of("approve_waitlist"), Value::Null);

    // Doing it is what was said of it.
    service.owner("PUT", "/admin/policy", json!({ "policy": { "accessMode": "public" } })).await.ok();
    service.me(&service.token("ben", "ben@acme.example")).await.ok();
    service.me(&service.token("eve", "eve@other.example")).await.ok();
}

#[tokio::test]
async fn a_login_is_explained_under_a_policy_that_is_not_in_force() {
    let service = Service::new(seed()).await;
    let mapping = json!({ "organizationId": ACME, "group": "staff", "role": "org_admin" });
    let policy = json!({ "groupRoles": [mapping] });
    let login = json!({ "email": "cem@partner.example", "emailVerified": true, "groups": ["staff"] });
    let explained = service.explained(json!({ "login": login, "policy": policy })).await;
    assert_eq!(explained["decision"]["reason"], "group_admits", "{explained}");
    assert_eq!(explained["decision"]["memberships"][0]["organizationId"], ACME);
    assert_eq!((&explained["hypotheticalPolicy"], &explained["policyVersion"]), (&json!(true), &json!(1)));
    assert_eq!(explained["names"]["organizations"][ACME], "Acme");
    let kept = service.explained(json!({ "login": login })).await;
    assert_eq!(kept["decision"]["outcome"]["kind"], "waitlisted", "{kept}");
    assert_eq!(kept["hypotheticalPolicy"], false);
}

#[tokio::test]
async fn every_host_decides_the_same_from_the_input_of_an_explanation() {
    let service = Service::new(seed()).await;
    for body in [
        json!({ "userId": OWNER }),
        json!({ "userId": ADA, "login": { "emailVerified": false, "groups": [] } }),
        json!({ "login": { "email": "cem@acme.example" } }),
    ] {
        let answer = service.owner("POST", "/admin/explain", body).await;
        let explained = answer.ok();
        let input: DecideInput = cora_wire::decode(explained["input"].to_string().as_bytes()).unwrap();
        let trace = cora_wire::encode(&decide(&input).trace);
        assert!(answer.text.contains(&trace), "{trace} is not in {}", answer.text);
    }
}

#[tokio::test]
async fn a_past_login_is_compared_with_now() {
    let service = Service::new(seed()).await;
    service.me(&service.token("eve", "eve@evil.example")).await.refused(403, "awaiting_approval");
    let ivan = service.me(&service.token("ivan", "ivan@partner.example")).await.ok()["userId"].clone();
    let logins = service.owner("GET", "/admin/audit/logins", Value::Null).await.ok()["items"].clone();
    let id_of = |outcome: &str| {
        let found = logins.as_array().unwrap().iter().find(|row| row["outcome"] == outcome);
        found.unwrap_or_else(|| panic!("{logins}"))["id"].clone()
    };
    let first = id_of("provisioned");
    let explained = service.explained(json!({ "auditId": first })).await;
    assert_eq!((&explained["past"]["id"], &explained["past"]["userId"]), (&first, &ivan), "{explained}");
    assert_eq!((&explained["past"]["outcome"], &explained["past"]["differs"]), (&json!("provisioned"), &json!(true)));
    assert_eq!(explained["decision"]["outcome"]["kind"], "returning", "{explained}");

    // Neither the subject nor the whole address of a stranger is stored: the record alone
    // explains.
    let stranger = id_of("waitlisted");
    let explained = service.explained(json!({ "auditId": stranger })).await;
    assert_eq!((&explained["past"]["id"], &explained["past"]["userId"]), (&stranger, &Value::Null), "{explained}");
    assert_eq!((&explained["past"]["differs"], &explained["assumptions"]), (&json!(false), &json!(["as_recorded"])));
    assert_eq!(explained["decision"]["outcome"]["kind"], "waitlisted");
    let stages = |trace: &Value| {
        let stages = trace["stages"].as_array().unwrap().iter();
        stages.map(|stage| (stage["stage"].clone(), stage["verdict"].clone())).collect::<Vec<_>>()
    };
    assert_eq!(stages(&explained["past"]["trace"]), stages(&explained["trace"]));
    let about_others = |remedy: &Value| remedy["alsoAdmits"].is_object();
    let found = explained["remedies"].as_array().unwrap();
    assert!(!found.is_empty() && found.iter().all(about_others), "{explained}");
    // Under another policy the same login is let in, and no answer has a word of who it was.
    let public = json!({ "auditId": stranger, "policy": { "accessMode": "public" } });
    let explained = service.explained(public).await;
    assert_eq!(
        (&explained["decision"]["outcome"]["kind"], &explained["past"]["differs"]),
        (&json!("provisioned"), &json!(true))
    );
    // Without its sample it cannot be decided again.
    service.execute("UPDATE login_samples SET document = NULL").await;
    service.owner("POST", "/admin/explain", json!({ "auditId": stranger })).await.refused(409, "login_not_kept");
    service.owner("POST", "/admin/explain", json!({ "auditId": ADA })).await.refused(404, "not_found");
}

#[tokio::test]
async fn a_question_names_one_login() {
    let service = Service::new(seed()).await;
    for body in [json!({}), json!({ "login": {} }), json!({ "userId": ADA, "auditId": ADA })] {
        service.owner("POST", "/admin/explain", body).await.refused(400, "invalid_input");
    }
    service.owner("POST", "/admin/explain", json!({ "userId": ACME })).await.refused(404, "user_not_found");
    let elsewhere = json!({ "login": { "connectionId": ACME, "email": "a@acme.example" } });
    service.owner("POST", "/admin/explain", elsewhere).await.refused(400, "connection_not_found");
}

#[tokio::test]
async fn a_token_is_explained_by_its_first_objection() {
    let service = Service::new(seed()).await;
    let explain = async |token: &str| {
        let answer = service.owner("POST", "/admin/explain/token", json!({ "token": token })).await;
        assert!(token.len() < 20 || !answer.text.contains(token), "the answer has the token");
        answer.ok().clone()
    };
    let ada = service.token("ada", "ada@acme.example");
    let accepted = explain(&format!("Bearer {ada}")).await;
    assert_eq!((&accepted["objection"], &accepted["expired"]), (&Value::Null, &json!(false)), "{accepted}");
    assert_eq!(accepted["explained"]["decision"]["outcome"]["kind"], "returning");
    assert!(accepted["steps"].as_array().unwrap().iter().all(|step| step["result"] == "good"), "{accepted}");
    assert!(!accepted["claims"].to_string().contains("ada@acme.example"), "{accepted}");

    let changed = |member: &str, value: Value| {
        let mut claims = claims("ada", "ada@acme.example");
        claims[member] = value;
        service.signer.token(&claims)
    };
    let forged = signing::Signer::p256("key-1").token(&claims("ada", "ada@acme.example"));
    for (token, code, step) in [
        ("x".to_owned(), "token_malformed", "form"),
        (changed("iss", json!("https://elsewhere.example")), "connection_not_active", "connection"),
        (signing::Signer::p256("key-9").token(&claims("ada", "ada@acme.example")), "key_unknown", "key"),
        (forged, "signature_invalid", "signature"),
        (changed("aud", json!("another")), "audience_mismatch", "audience"),
        (changed("nbf", json!(NOW + 900)), "token_not_yet_valid", "times"),
    ] {
        let explained = explain(&token).await;
        assert_eq!(explained["objection"]["code"], code, "{explained}");
        let steps = explained["steps"].as_array().unwrap();
        let bad: Vec<&Value> = steps.iter().filter(|step| step["result"] == "bad").collect();
        assert_eq!((bad.len(), &bad[0]["step"]), (1, &json!(step)), "{explained}");
        assert!(explained["objection"]["help"].as_str().unwrap().ends_with('.'));
        assert_eq!(explained["explained"], Value::Null);
    }

    let mut old = claims("ada", "ada@acme.example");
    (old["iat"], old["exp"]) = (json!(NOW - 7200), json!(NOW - 3600));
    let expired = explain(&service.signer.token(&old)).await;
    assert_eq!((&expired["expired"], &expired["objection"]), (&json!(true), &Value::Null), "{expired}");
    assert_eq!(expired["explained"]["assumptions"], json!(["as_of_issue"]));
    // A forged token is not taken for one that has only expired.
    let forged = explain(&signing::Signer::p256("key-1").token(&old)).await;
    assert_eq!(forged["objection"]["code"], "signature_invalid", "{forged}");
}

#[tokio::test]
async fn the_configuration_has_the_names_of_what_it_refers_to() {
    let service = Service::new(seed()).await;
    let answer = service.owner("GET", "/admin/configuration", Value::Null).await;
    let found = answer.ok();
    assert_eq!((&found["policyVersion"], &found["complete"]), (&json!(1), &json!(true)), "{found}");
    assert_eq!(found["configuration"]["domainRules"][0]["pattern"], "acme.example");
    assert_eq!(found["names"]["organizations"][ACME], "Acme");
    assert_eq!(found["names"]["connections"][CONNECTION], "Sign-in");
    let read = found["configuration"].to_string();
    cora_wire::decode::<cora_core::engine::Configuration>(read.as_bytes()).expect("`lint` and simulations read it");
}

#[tokio::test]
async fn looking_writes_nothing() {
    let service = Service::new(seed()).await;
    let ada = service.token("ada", "ada@acme.example");
    let stranger = service.token("ivan", "ivan@evil.example");
    service.owner("GET", "/admin/policy", Value::Null).await.ok();
    let before = service.dump().await;
    for (method, path, body) in looks(&ada, &stranger) {
        service.owner(method, path, body).await.ok();
        assert!(service.dump().await == before, "{method} {path} wrote something");
    }
}

/// Returns every request that only looks.
fn looks(token: &str, stranger: &str) -> Vec<(&'static str, &'static str, Value)> {
    vec![
        ("GET", "/admin/configuration", Value::Null),
        ("POST", "/admin/explain", json!({ "userId": ADA })),
        ("POST", "/admin/explain", json!({ "login": { "email": "cem@acme.example" }, "policy": {} })),
        ("POST", "/admin/explain/token", json!({ "token": token })),
        ("POST", "/admin/explain/token", json!({ "token": stranger })),
    ]
}

#[tokio::test]
async fn remedies_are_ordered_from_one_person_to_everybody() {
    let service = Service::new(seed()).await;
    let explained = service.explained(json!({ "login": { "email": "cem@acme.example" } })).await;
    let found = changes(&explained);
    let place = |kind: &str| found.iter().position(|one| *one == kind).unwrap_or_else(|| panic!("{kind}: {found:?}"));
    assert!(place("approve_waitlist") < place("verify_domain"), "{found:?}");
    assert!(place("verify_domain") < place("change_access_mode"), "{found:?}");
}
