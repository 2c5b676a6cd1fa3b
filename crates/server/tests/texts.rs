//! Texts that PostgreSQL cannot store are the sender's fault, on both databases.

use crate::support::*;
use serde_json::{Value, json};

#[tokio::test]
async fn a_text_with_nul_is_never_a_server_error() {
    let service = Service::new(base()).await;
    let olga = service.token("olga", "olga@acme.example");
    let nul = "a\0b";
    for (method, path, body) in [
        ("PUT", String::from("/profiles/me"), json!({ "full_name": nul })),
        ("PUT", String::from("/profiles/me"), json!({ "phone": nul })),
        ("POST", String::from("/admin/orgs"), json!({ "name": nul })),
        ("POST", String::from("/orgs"), json!({ "name": "Beta", "slug": nul })),
        ("PUT", format!("/orgs/{ACME}"), json!({ "logo_url": nul })),
        (
            "POST",
            format!("/orgs/{ACME}/invites"),
            json!({ "email": "x@acme.example", "role": "org_user", "reason": nul }),
        ),
        ("GET", String::from("/admin/waitlist?after=%00"), Value::Null),
        ("GET", String::from("/admin/audit?after=%00"), Value::Null),
        ("GET", String::from("/admin/audit/logins?after=%00"), Value::Null),
        ("GET", String::from("/admin/audit/logins?from=99999999999999"), Value::Null),
        ("GET", String::from("/admin/users?after=%00"), Value::Null),
    ] {
        let answer = service.ask(method, &path, &olga, body).await;
        assert!(!answer.status.is_server_error(), "{method} {path}: {} {}", answer.status, answer.body);
    }
    for claim in ["iss", "sub", "name", "given_name", "picture", "phone_number", "email"] {
        let mut claims = claims("nula", "nula@acme.example");
        claims[claim] = json!(format!("https://id.example/{nul}"));
        let answer = service.me(&service.signer.token(&claims)).await;
        assert!(!answer.status.is_server_error(), "{claim}: {} {}", answer.status, answer.body);
    }
}

#[tokio::test]
async fn records_of_one_second_are_all_listed_page_by_page() {
    let service = Service::new(base()).await;
    let olga = service.token("olga", "olga@acme.example");
    for number in 0..5 {
        service.me(&service.token(&format!("eve{number}"), "eve@evil.example")).await;
    }
    let (mut seen, mut path) = (Vec::new(), String::from("/admin/audit/logins?limit=2&from=1"));
    loop {
        let answer = service.ask("GET", &path, &olga, Value::Null).await;
        seen.extend(answer.ok()["items"].as_array().unwrap().iter().map(|item| item["id"].to_string()));
        let Some(next) = answer.ok()["next"].as_str() else { break };
        path = format!("/admin/audit/logins?limit=2&from=1&after={next}");
    }
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 5, "{seen:?}");
    let about = format!("/admin/audit/logins?userId={OWNER}");
    assert_eq!(service.ask("GET", &about, &olga, Value::Null).await.ok()["items"], json!([]));
    for path in ["/admin/audit/logins?actorId=x", "/admin/audit?from=x", "/admin/audit?userId=x", "/admin/audit?x=1"] {
        service.ask("GET", path, &olga, Value::Null).await.refused(400, "invalid_input");
    }
}
