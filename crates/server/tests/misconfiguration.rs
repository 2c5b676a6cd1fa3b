//! Configurations that cannot be meant: refused with the place and what to do, and nothing is
//! stored.

use crate::support::*;
use serde_json::{Value, json};

const NOBODY: &str = "00000000-0000-7000-8000-0000000000ff";

async fn ask(service: &Service, method: &str, path: &str, body: Value) -> Answer {
    service.ask(method, path, &service.token("olga", "olga@acme.example"), body).await
}

/// Returns the places of an answer's issues, each of which has a message and a remedy.
fn places(answer: &Answer) -> Vec<&str> {
    let issues = answer.body["issues"].as_array().unwrap_or_else(|| panic!("{}", answer.text));
    for issue in issues {
        assert!(issue["message"].is_string() && issue["help"].is_string(), "{issue}");
    }
    issues.iter().map(|issue| issue["path"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn a_policy_that_names_what_does_not_exist_is_refused_and_not_stored() {
    let service = Service::new(base()).await;
    let before = ask(&service, "GET", "/admin/policy", Value::Null).await.ok().clone();
    let policy = json!({
        "groupRoles": [
            { "organizationId": ACME, "group": "staff", "role": "org_user" },
            { "organizationId": NOBODY, "group": "staff", "role": "org_user", "connectionId": NOBODY },
        ],
        "requiredGroups": [{ "organizationId": NOBODY, "groups": ["staff"] }],
        "idpOrganizations": [{ "idpOrganization": "o", "organizationId": NOBODY, "connectionId": NOBODY }],
        "defaultRoles": [{ "organizationId": NOBODY, "role": "org_user" }],
    });
    let expected = [
        "/policy/groupRoles/1/organizationId",
        "/policy/groupRoles/1/connectionId",
        "/policy/requiredGroups/0/organizationId",
        "/policy/idpOrganizations/0/organizationId",
        "/policy/idpOrganizations/0/connectionId",
        "/policy/defaultRoles/0/organizationId",
    ];
    for (method, path) in
        [("PUT", "/admin/policy"), ("PUT", "/admin/policy?dryRun=true"), ("POST", "/admin/policy/lint")]
    {
        let answer = ask(&service, method, path, json!({ "policy": policy })).await;
        answer.refused(400, "invalid_input");
        assert_eq!(places(&answer), expected, "{method} {path}");
    }
    assert_eq!(ask(&service, "GET", "/admin/policy", Value::Null).await.ok(), &before);
    let mut known = policy;
    for list in ["groupRoles", "requiredGroups", "idpOrganizations", "defaultRoles"] {
        for entry in known[list].as_array_mut().unwrap() {
            entry["organizationId"] = json!(ACME);
            if let Some(connection) = entry.get_mut("connectionId") {
                *connection = json!(CONNECTION);
            }
        }
    }
    // Both exist now. No login has the groups of that connection, which is another matter.
    known["requiredGroups"] = json!([]);
    ask(&service, "PUT", "/admin/policy", json!({ "policy": known })).await.ok();
}

#[tokio::test]
async fn a_path_that_cannot_be_read_is_refused_and_not_stored() {
    let service = Service::new(base()).await;
    let settings = |more: Value| with(json!({ "issuer": "https://own.example", "clientId": "cora" }), more);
    let unreadable = settings(json!({ "groupsClaim": ["groups", "resource_access..roles"], "emailClaim": "/email" }));
    let listed = ["/settings/emailClaim", "/settings/groupsClaim/1"];
    let body = json!({ "providerType": "oidc", "displayName": "Own", "config": unreadable });
    let made = ask(&service, "POST", "/admin/idp-config", body).await;
    made.refused(400, "settings_not_storable");
    assert_eq!(places(&made), listed);
    assert!(made.text.contains("claim_path_form"), "{}", made.text);
    let connections = ask(&service, "GET", "/admin/idp-config", Value::Null).await;
    assert_eq!(connections.ok().as_array().unwrap().len(), 1, "only the one that was there");

    let body = json!({ "providerType": "oidc", "displayName": "Own", "config": settings(json!({})) });
    let own = ask(&service, "POST", "/admin/idp-config", body).await.created()["id"].as_str().unwrap().to_owned();
    let path = format!("/admin/idp-config/{own}");
    let edited = ask(&service, "PUT", &path, json!({ "config": unreadable })).await;
    edited.refused(400, "settings_not_storable");
    assert_eq!(places(&edited), listed);
    let versions = ask(&service, "GET", &format!("{path}/versions"), Value::Null).await;
    assert_eq!(versions.ok()["items"].as_array().unwrap().len(), 1);
    assert_eq!(ask(&service, "GET", &path, Value::Null).await.ok()["config"]["groupsClaim"], Value::Null);
}
