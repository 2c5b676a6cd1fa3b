//! Tests of `/admin/overview`, `/admin/service` and the health of a connection.

use crate::support::*;
use serde_json::{Value, json};

async fn overview(service: &Service, owner: &str, query: &str) -> Value {
    service.store.write_login_counts().await.unwrap();
    service.ask("GET", &format!("/admin/overview{query}"), owner, Value::Null).await.ok().clone()
}

#[tokio::test]
async fn the_overview_says_whether_people_can_sign_in() {
    let service = Service::new(base()).await;
    let owner = service.token("olga", "olga@acme.example");
    service.me(&owner).await.ok();
    let seen = overview(&service, &owner, "?days=1").await;
    assert_eq!((&seen["verdict"], &seen["step"]), (&json!("ok"), &json!(3600)));
    assert_eq!(seen["connections"][0]["connectionName"], "Sign-in");
    assert!(seen["connections"][0]["signedIn"].as_u64() >= Some(1));
    let mut claims = claims("late", "late@evil.example");
    claims["exp"] = json!(NOW - 600);
    claims["iat"] = json!(NOW - 900);
    for number in 0..12 {
        let (subject, email) = (format!("eve{number}"), format!("eve{number}@evil.example"));
        service.me(&service.token(&subject, &email)).await.refused(403, "access_denied");
    }
    service.me(&service.signer.token(&claims)).await.refused(401, "token_expired");
    let seen = overview(&service, &owner, "").await;
    assert_eq!((&seen["verdict"], &seen["step"]), (&json!("most_are_refused"), &json!(86_400)));
    let connection = &seen["connections"][0];
    assert_eq!((&connection["refused"], &connection["tokensRefused"]), (&json!(12), &json!(1)));
    let reasons = seen["reasons"].as_array().unwrap();
    assert_eq!((&reasons[0]["outcome"], &reasons[0]["logins"]), (&json!("denied"), &json!(12)));
    assert!(reasons.iter().any(|reason| reason["reason"] == "token_expired" && reason["logins"] == 1));
    let of_denied = seen["counts"].as_array().unwrap().iter().filter(|count| count["outcome"] == "denied");
    assert_eq!(of_denied.map(|count| count["logins"].as_u64().unwrap()).sum::<u64>(), 12);
    for query in ["?days=0", "?days=401", "?days=x", "?dayz=1"] {
        let answer = service.ask("GET", &format!("/admin/overview{query}"), &owner, Value::Null).await;
        answer.refused(400, "invalid_input");
    }
}

#[tokio::test]
async fn the_overview_lists_what_ends_and_what_waits() {
    let service = Service::new(base()).await;
    let owner = service.token("olga", "olga@acme.example");
    let application = json!({ "settings": {
        "name": "Web", "kind": "web", "redirectUris": [{ "uri": "https://app.acme.example/cb" }]
    } });
    let made = service.ask("POST", "/admin/applications", &owner, application).await;
    let secrets = format!("/admin/applications/{}/secrets", made.ok()["id"].as_str().unwrap());
    let added = service.ask("POST", &secrets, &owner, json!({})).await;
    assert!(added.status.is_success(), "{}", added.text);
    service.execute(&format!("UPDATE application_secrets SET expires_at = @time({})", NOW + 86_400)).await;
    service.execute("INSERT INTO waitlist (email, added_at) VALUES ('ida@beta.example', @time(5))").await;
    let seen = overview(&service, &owner, "").await;
    assert_eq!(seen["waiting"]["waitlisted"], 1);
    let ends = seen["endsSoon"].as_array().unwrap();
    let secret = ends.iter().find(|one| one["code"] == "application_secret").unwrap_or_else(|| panic!("{seen}"));
    assert_eq!((&secret["applicationName"], &secret["endsAt"]), (&json!("Web"), &json!(NOW + 86_400)));
    assert!(ends.iter().any(|one| one["code"] == "invitations" && one["count"] == 1), "{seen}");
}

#[tokio::test]
async fn the_health_of_a_connection_has_its_last_logins_and_keys() {
    let service = Service::new(base()).await;
    let owner = service.token("olga", "olga@acme.example");
    service.me(&service.token("eve", "eve@evil.example")).await.refused(403, "access_denied");
    service.me(&owner).await.ok();
    service.store.write_login_counts().await.unwrap();
    let path = format!("/admin/idp-config/{CONNECTION}/health");
    let answer = service.ask("GET", &path, &owner, Value::Null).await;
    let health = answer.ok();
    assert_eq!((&health["status"], &health["keys"]), (&json!("active"), &json!("fetched")), "{health}");
    assert_eq!(health["lastRefused"], NOW - NOW % 3600);
    assert!(health["lastSignedIn"].is_u64() && health["keysFetchedAt"].is_u64());
    assert_eq!((&health["day"]["refused"], &health["week"]["tokensRefused"]), (&json!(1), &json!(0)));
    let nowhere = "/admin/idp-config/00000000-0000-7000-8000-0000000000ff/health";
    service.ask("GET", nowhere, &owner, Value::Null).await.refused(404, "connection_not_found");
}

#[tokio::test]
async fn the_service_states_its_settings_and_no_secret() {
    let service = Service::new(base()).await;
    let owner = service.token("olga", "olga@acme.example");
    let answer = service.ask("GET", "/admin/service", &owner, Value::Null).await;
    let state = answer.ok();
    assert_eq!((&state["version"], &state["secretKeys"]), (&json!(env!("CARGO_PKG_VERSION")), &json!(["test"])));
    assert_eq!((&state["hasMail"], &state["issuerNeeds"]), (&json!(false), &Value::Null));
    assert_eq!((&state["logins"]["samples"], &state["logins"]["mostSamples"]), (&json!(90 * 86_400), &json!(100_000)));
    assert!(["sqlite", "postgresql"].contains(&state["database"].as_str().unwrap()));
    assert!(!answer.text.contains(&signing::base64([7; 32])));
    service.ask("POST", "/admin/service/test-mail", &owner, Value::Null).await.refused(409, "mail_not_configured");
}

#[tokio::test]
async fn mail_and_name_servers_are_tried() {
    let (service, mail, dns) = Service::with_adapters(base()).await;
    let owner = service.token("olga", "olga@acme.example");
    let sent = service.ask("POST", "/admin/service/test-mail", &owner, Value::Null).await;
    assert_eq!(sent.ok()["delivery"], "sent");
    let (to, text) = mail.mails.lock().unwrap()[0].clone();
    assert!(to.contains("olga@acme.example") && text.contains("A test of the mail server"), "{to}: {text}");
    dns.set("_cora-domain.acme.example", &["cora-domain-verification=1"]);
    let body = json!({ "domain": "acme.example" });
    let found = service.ask("POST", "/admin/service/test-dns", &owner, body).await;
    assert_eq!(found.ok()["records"], json!(["cora-domain-verification=1"]), "{}", found.text);
    let body = json!({ "domain": "not a domain" });
    service.ask("POST", "/admin/service/test-dns", &owner, body).await.refused(400, "invalid_input");
}
