//! The permissions of applications: defined over HTTP, given to members, and stated in tokens.

use serde_json::{Value, json};

use crate::support::issuer::*;
use crate::support::{ACME, CONNECTION, base};

/// The permissions of an application, as its owner sends them.
fn defined(count: usize) -> Value {
    let mut permissions = vec![
        json!({ "id": "invoices:read", "describe": "Read.", "grantedTo": ["org_user", "org_admin", "org_owner"] }),
        json!({ "id": "invoices:approve", "describe": "Approve.", "grantedTo": ["approver", "org_owner"] }),
        json!({ "id": "reports:read", "describe": "Read.", "grantedTo": ["platform_owner"] }),
    ];
    permissions.extend(
        (0..count)
            .map(|at| json!({ "id": format!("extra:permission-{at}"), "describe": "d", "grantedTo": ["org_owner"] })),
    );
    json!({ "permissions": permissions, "roles": [{ "id": "approver", "describe": "Approves invoices." }] })
}

#[tokio::test]
async fn a_token_states_the_permissions_of_now_and_userinfo_those_that_do_not_fit() {
    let world = World::new().await;
    let app = world.register(json!({})).await;
    let path = format!("/admin/applications/{}/permissions", app.id);
    let olga_s = world.service.token("olga", "olga@acme.example");
    let mut browser = Browser::default();
    let tokens = world.tokens(&mut browser, &app, &olga()).await;
    let (_, before) = decoded(text(&tokens, "access_token"));
    assert!(before.get("permissions_version").is_none() && before["org_id"] == ACME, "{before}");

    let put = |body: Value| world.service.ask("PUT", &path, &olga_s, body);
    let dry = put(json!({ "defined": defined(0), "dryRun": true })).await;
    assert_eq!((dry.ok()["outcome"].as_str(), dry.ok()["version"].as_u64()), (Some("done"), Some(1)));
    let set = put(json!({ "defined": defined(0), "version": 0 })).await;
    assert_eq!((set.ok()["outcome"].as_str(), set.ok()["version"].as_u64()), (Some("done"), Some(1)));
    put(json!({ "defined": defined(0), "version": 0 })).await.refused(409, "stale_version");
    let wrong =
        put(json!({ "defined": { "permissions": [{ "id": "idp:all", "describe": "", "grantedTo": [] }] } })).await;
    wrong.refused(400, "permissions_have_errors");
    assert!(wrong.text.contains("permission_reserved") && wrong.text.contains("description_missing"), "{}", wrong.text);
    assert!(!wrong.text.contains("never_granted"), "a warning is no reason: {}", wrong.text);

    let renewed = world.renew(&app, text(&tokens, "refresh_token"), &[]).await.json();
    let (_, claims) = decoded(text(&renewed, "access_token"));
    assert_eq!(claims["permissions"], json!(["invoices:read", "invoices:approve"]));
    assert_eq!(
        (&claims["platform_permissions"], &claims["permissions_version"]),
        (&json!(["reports:read"]), &json!(1))
    );
    let me = world.service.me(text(&renewed, "access_token")).await;
    assert_eq!(me.status, 200, "{}", me.text);
    let asked = world.ask("/oauth2/introspect", &app, &[("token", text(&renewed, "access_token"))]).await.json();
    assert_eq!(asked["permissions"], claims["permissions"]);

    put(json!({ "defined": defined(100) })).await.ok();
    let renewed = world.renew(&app, text(&tokens, "refresh_token"), &[]).await.json();
    let (_, claims) = decoded(text(&renewed, "access_token"));
    assert!(claims.get("permissions").is_none() && claims["permissions_version"] == 2, "{claims}");
    let userinfo = world.userinfo(text(&renewed, "access_token")).await.json();
    assert_eq!(userinfo["permissions"].as_array().unwrap().len(), 102);
    assert_eq!((&userinfo["permissions_version"], &userinfo["org_id"]), (&json!(2), &json!(ACME)));
}

#[tokio::test]
async fn a_role_of_an_application_is_given_and_taken_over_http() {
    let mut seed = base();
    seed["users"].as_array_mut().unwrap().push(json!({
        "id": "00000000-0000-7000-8000-000000000077", "email": "ana@acme.example", "emailVerified": true,
        "identities": [{ "connectionId": CONNECTION, "subject": "ana" }],
        "memberships": [{ "organizationId": ACME, "role": "org_user" }]
    }));
    let world = World::with(seed).await;
    let app = world.register(json!({})).await;
    let (service, olga_s) = (&world.service, world.service.token("olga", "olga@acme.example"));
    let permissions = format!("/admin/applications/{}/permissions", app.id);
    service.ask("PUT", &permissions, &olga_s, json!({ "defined": defined(0) })).await.ok();
    let tokens = world.tokens(&mut Browser::default(), &app, &ana()).await;
    let (_, claims) = decoded(text(&tokens, "access_token"));
    assert_eq!(claims["permissions"], json!(["invoices:read"]));
    assert!(claims.get("platform_permissions").is_none());

    let roles = format!("/orgs/{ACME}/members/00000000-0000-7000-8000-000000000077/application-roles");
    let one = format!("{roles}/{}", app.id);
    let ana_s = service.token("ana", "ana@acme.example");
    service.ask("PUT", &one, &ana_s, json!({ "roles": ["approver"] })).await.refused(403, "access_denied");
    service.ask("PUT", &permissions, &ana_s, json!({ "defined": {} })).await.refused(403, "access_denied");
    service.ask("PUT", &one, &olga_s, json!({ "roles": ["auditor"] })).await.refused(404, "application_role_not_found");
    let given = service.ask("PUT", &one, &olga_s, json!({ "roles": ["approver"] })).await;
    assert_eq!(given.ok()["outcome"], "done");
    let listed = service.ask("GET", &roles, &ana_s, Value::Null).await;
    assert_eq!(listed.ok()["items"][0]["role"], "approver");
    let offered = service.ask("GET", &format!("/orgs/{ACME}/application-roles"), &ana_s, Value::Null).await;
    assert_eq!(offered.ok()["items"][0]["defined"]["roles"][0]["id"], "approver");

    let renewed = world.renew(&app, text(&tokens, "refresh_token"), &[]).await.json();
    let (_, after) = decoded(text(&renewed, "access_token"));
    assert_eq!(after["permissions"], json!(["invoices:read", "invoices:approve"]));
    assert_ne!(after["role_version"], claims["role_version"]);
    service.ask("PUT", &one, &olga_s, json!({ "roles": [] })).await.ok();
    let renewed = world.renew(&app, text(&renewed, "refresh_token"), &[]).await.json();
    assert_eq!(decoded(text(&renewed, "access_token")).1["permissions"], json!(["invoices:read"]));
}
