//! The requests of the legacy CORA toolkit's front end, to a service in its place.

use std::collections::{BTreeMap, BTreeSet};

use crate::support::*;
use axum::body::Body;
use axum::http::Request;
use cora_server::{Compatibility, openapi, router};
use serde_json::{Value, json};

/// CORA's routes: those of December 2025, then those that came later.
const ROUTES: [(&str, &str); 32] = [
    ("POST", "/identities/provision"),
    ("GET", "/profiles/me"),
    ("PUT", "/profiles/me"),
    ("GET", "/orgs"),
    ("POST", "/orgs"),
    ("GET", "/orgs/{}"),
    ("PUT", "/orgs/{}"),
    ("DELETE", "/orgs/{}"),
    ("GET", "/orgs/{}/members"),
    ("POST", "/orgs/{}/members"),
    ("PUT", "/orgs/{}/members/{}"),
    ("DELETE", "/orgs/{}/members/{}"),
    ("GET", "/admin/idp-config"),
    ("PUT", "/admin/idp-config/okta"),
    ("POST", "/admin/idp-config/okta/activate"),
    ("POST", "/profiles/me/login"),
    ("POST", "/profiles/me/logout"),
    ("GET", "/admin/sys/access/idp"),
    ("PUT", "/admin/sys/access/idp/okta"),
    ("POST", "/admin/sys/access/idp/okta/activate"),
    ("GET", "/admin/sys/access/users"),
    ("GET", "/admin/org/access/users"),
    ("GET", "/admin/org/access/users/{}"),
    ("PUT", "/admin/org/access/users/{}"),
    ("DELETE", "/admin/org/access/users/{}"),
    ("GET", "/orgs/{}/email-domains"),
    ("POST", "/orgs/{}/email-domains"),
    ("PUT", "/orgs/{}/email-domains/{}"),
    ("DELETE", "/orgs/{}/email-domains/{}"),
    ("GET", "/orgs/{}/invites"),
    ("POST", "/orgs/{}/invites"),
    ("DELETE", "/orgs/{}/invites/{}"),
];

fn requests() -> Vec<Value> {
    let text = include_str!("../../../tests/cora/requests.json");
    serde_json::from_str(text).unwrap()
}

async fn service() -> Service {
    let mut service = Service::new(with(base(), json!({ "invitations": [] }))).await;
    service.router = router(service.app().compatibility(Compatibility::Cora));
    service
}

/// Puts kept values in the place of their names.
fn filled(value: &Value, kept: &BTreeMap<String, String>) -> Value {
    match value {
        Value::String(text) => {
            let names = kept.iter();
            Value::from(names.fold(text.clone(), |text, (name, value)| text.replace(&format!("{{{name}}}"), value)))
        }
        Value::Array(items) => items.iter().map(|item| filled(item, kept)).collect(),
        Value::Object(members) => members.iter().map(|(name, value)| (name.clone(), filled(value, kept))).collect(),
        other => other.clone(),
    }
}

/// Lists what an answer lacks of a shape.
fn differences(shape: &Value, found: &Value, path: &str, all: &mut Vec<String>) {
    let of = |name: &str| match name {
        "string" => found.is_string(),
        "number" => found.is_number(),
        "boolean" => found.is_boolean(),
        "array" => found.is_array(),
        "object" => found.is_object(),
        other => panic!("no shape `{other}`"),
    };
    match shape {
        Value::String(name) => {
            let fits = match name.strip_suffix('?') {
                Some(name) => found.is_null() || of(name),
                None => of(name),
            };
            if !fits {
                all.push(format!("{path}: {found} is no {name}"));
            }
        }
        Value::Array(shapes) => match found.as_array() {
            Some(items) if items.len() >= shapes.len() => {
                for (at, (shape, item)) in shapes.iter().zip(items).enumerate() {
                    differences(shape, item, &format!("{path}/{at}"), all);
                }
            }
            _ => all.push(format!("{path}: no list of {} items: {found}", shapes.len())),
        },
        Value::Object(members) => match members.get("is") {
            Some(wanted) if members.len() == 1 => {
                if wanted != found {
                    all.push(format!("{path}: {found} is not {wanted}"));
                }
            }
            _ => members.iter().for_each(|(name, shape)| match found.get(name) {
                Some(member) => differences(shape, member, &format!("{path}/{name}"), all),
                None => all.push(format!("{path}/{name}: missing")),
            }),
        },
        other => panic!("no shape: {other}"),
    }
}

#[tokio::test]
async fn requests_of_coras_pages_are_answered_as_they_read_them() {
    let service = service().await;
    let tokens = BTreeMap::from([
        ("olga", service.token("olga", "olga@acme.example")),
        ("ada", service.token("ada", "ada@acme.example")),
        ("stranger", service.token("stranger", "stranger@elsewhere.example")),
        ("", String::new()),
    ]);
    let mut kept = BTreeMap::from([("acme".to_owned(), ACME.to_owned())]);
    let mut faults = Vec::new();
    for (number, request) in requests().iter().enumerate() {
        let text = |name: &str| request[name].as_str().unwrap_or_default();
        let path = filled(&request["path"], &kept);
        let title = format!("{number}: {} {}", text("method"), text("path"));
        let mut asked = Request::builder().method(text("method")).uri(path.as_str().unwrap());
        let token = &tokens[text("as")];
        if !token.is_empty() {
            asked = asked.header("authorization", format!("Bearer {token}"));
        }
        for (name, value) in request["headers"].as_object().into_iter().flatten() {
            asked = asked.header(name, filled(value, &kept).as_str().unwrap());
        }
        let body = match &request["body"] {
            Value::Null => Body::empty(),
            body => Body::from(filled(body, &kept).to_string()),
        };
        let answer = service.send(asked.body(body).unwrap()).await;
        if u64::from(answer.status.as_u16()) != request["status"] {
            faults.push(format!("{title}: {} {}", answer.status, answer.text));
            continue;
        }
        let mut all = Vec::new();
        differences(&filled(&request["shape"], &kept), &answer.body, "", &mut all);
        faults.extend(all.into_iter().map(|difference| format!("{title}: {difference}")));
        for (name, pointer) in request["keep"].as_object().into_iter().flatten() {
            let value = answer.body.pointer(pointer.as_str().unwrap()).and_then(Value::as_str);
            kept.insert(name.clone(), value.unwrap_or_default().to_owned());
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_route_of_cora_is_asked_for() {
    let mut asked = BTreeSet::new();
    for request in requests() {
        let path = request["path"].as_str().unwrap().split('?').next().unwrap_or_default().to_owned();
        let parts: Vec<&str> = path.split('/').map(|part| if part.starts_with('{') { "{}" } else { part }).collect();
        asked.insert((request["method"].as_str().unwrap().to_owned(), parts.join("/")));
    }
    for (method, path) in ROUTES {
        assert!(asked.contains(&(method.to_owned(), path.to_owned())), "{method} {path}");
    }
}

#[tokio::test]
async fn a_profile_is_read_by_clients_of_both() {
    let mut service = service().await;
    let token = service.token("olga", "olga@acme.example");
    let compatible = service.me(&token).await.ok().clone();
    service.router = router(service.app());
    let own = service.me(&token).await.ok().clone();
    // Those that CORA has too, in its own words.
    for (name, value) in own.as_object().unwrap() {
        if name != "organizations" {
            assert_eq!(&compatible[name], value, "{name}");
        }
    }
    for (name, value) in own["organizations"][0].as_object().unwrap() {
        assert_eq!(&compatible["organizations"][0][name], value, "{name}");
    }
}

#[tokio::test]
async fn both_kinds_of_token_that_coras_pages_send_belong_to_one_person() {
    let id_token = |service: &Service| {
        let mut claims = claims("olga", "olga@acme.example");
        claims.as_object_mut().unwrap().remove("scope");
        claims["aud"] = json!("web");
        service.signer.plain_token(&claims)
    };
    let one = service().await;
    let refused = one.me(&id_token(&one)).await;
    assert_eq!(refused.status, 401, "{}", refused.text);

    let mut document = with(base(), json!({ "invitations": [] }));
    document["connections"].as_array_mut().unwrap().push(json!({
        "id": "00000000-0000-7000-8000-0000000000c7", "kind": "oidc", "displayName": "Sign-in of the pages",
        "issuer": ISSUER, "status": "active", "clientId": "web", "jwksUri": KEYS, "tokenUse": "id_token",
        "algorithms": ["ES256"]
    }));
    let mut both = Service::new(document).await;
    both.router = router(both.app().compatibility(Compatibility::Cora));
    let access_token = both.token("olga", "olga@acme.example");
    let ids: Vec<Value> = [both.me(&access_token).await, both.me(&id_token(&both)).await]
        .iter()
        .map(|me| me.ok()["userId"].clone())
        .collect();
    assert_eq!(ids[0], ids[1]);
}

#[tokio::test]
async fn pages_of_another_origin_may_name_the_organization() {
    let service = service().await;
    let preflight = |router: axum::Router| async move {
        let request = Request::options("/orgs").header("origin", "https://app.acme.example");
        let request = request.header("access-control-request-method", "GET");
        let request = request.header("access-control-request-headers", "authorization,x-org-id,x-client-version");
        let sent = tower::ServiceExt::oneshot(router, request.body(Body::empty()).unwrap()).await;
        sent.unwrap().headers()["access-control-allow-headers"].to_str().unwrap().to_owned()
    };
    let origins = || vec!["https://app.acme.example".parse().unwrap()];
    let app = service.app().cross_origins(origins());
    let allowed = preflight(router(app.compatibility(Compatibility::Cora))).await;
    assert!(allowed.contains("x-org-id") && allowed.contains("x-client-version"), "{allowed}");
    assert!(!preflight(router(service.app().cross_origins(origins()))).await.contains("x-org-id"));
}

#[tokio::test]
async fn a_service_has_coras_routes_only_in_its_place() {
    let mut service = service().await;
    let token = service.token("olga", "olga@acme.example");
    assert!(service.ask("GET", "/orgs", &token, Value::Null).await.ok().is_array());
    let document = service.get("/openapi.json").await.body;
    assert!(document["paths"]["/admin/sys/access/users"]["get"].is_object());
    service.router = router(service.app());
    assert!(service.ask("GET", "/orgs", &token, Value::Null).await.ok()["items"].is_array());
    service.ask("GET", "/admin/sys/access/users", &token, Value::Null).await.refused(404, "not_found");
    assert!(openapi()["paths"]["/admin/sys/access/users"].is_null());
}

/// Cora's own routes that CORA has no others for.
#[tokio::test]
async fn the_other_routes_of_cora_stay() {
    let service = service().await;
    let token = service.token("olga", "olga@acme.example");
    for path in ["/admin/orgs", "/admin/users", "/invites"] {
        assert!(service.ask("GET", path, &token, Value::Null).await.ok()["items"].is_array(), "{path}");
    }
    service.get("/health").await.ok();
}
