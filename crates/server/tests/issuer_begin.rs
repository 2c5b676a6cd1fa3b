//! Sign-ins that begin at a provider, or on a sign-in page of an application.

use axum::body::Body;
use axum::http::Request;
use serde_json::{Value, json};

use crate::support::issuer::*;
use crate::support::{ACME, CONNECTION, ISSUER, base};

const OTHER: &str = "00000000-0000-7000-8000-0000000000c2";
const PLACE: &str = "https://app.acme.example/reports?x=1";

/// A seed with another connection: of the platform, or of the organization.
fn two_connections(organization: Option<&str>) -> Value {
    let mut seed = base();
    let mut connection = seed["connections"][0].clone();
    connection["id"] = json!(OTHER);
    connection["issuer"] = json!("https://sso.acme.example");
    connection["displayName"] = json!("Other");
    if let Some(organization) = organization {
        connection["organizationId"] = json!(organization);
    }
    seed["connections"].as_array_mut().unwrap().push(connection);
    seed
}

fn initiation(fields: &[(&str, &str)]) -> String {
    format!("/auth/initiate?{}", encoded(fields))
}

#[tokio::test]
async fn a_sign_in_that_begins_at_the_provider_ends_in_the_application_without_a_question() {
    let world = World::with(two_connections(None)).await;
    let app = world.register(json!({})).await;
    let page = Browser::default().get(world.router(), &world.request(&app, &[])).await;
    assert_eq!(page.title(), "Sign in", "there are two connections");

    let fields = [("iss", ISSUER), ("login_hint", "olga@acme.example"), ("target_link_uri", PLACE)];
    for is_post in [false, true] {
        let mut browser = Browser::default();
        let page = if is_post {
            browser.send(world.router(), form("/auth/initiate", &fields)).await
        } else {
            browser.get(world.router(), &initiation(&fields)).await
        };
        assert_eq!((page.status, page.location().unwrap().as_str()), (303, PLACE));
        let sent = world.begin(&mut browser, &app, &[]).await;
        assert_eq!(sent["login_hint"], "olga@acme.example");
        let answer = world.come_back(&mut browser, &sent, &olga()).await.sent_to(REDIRECT_URI);
        assert!(answer.contains_key("code"));
        assert_eq!(browser.cookies.len(), 1, "{:?}", browser.cookies.keys());
    }
    // What the application asks for comes first, and what it does not allow is left out.
    let only_other = world.register(json!({ "name": "Other", "connections": [OTHER] })).await;
    let mut browser = Browser::default();
    browser.get(world.router(), &initiation(&fields)).await;
    let mut asking = browser.clone();
    let page = asking.get(world.router(), &world.request(&app, &[("connection", OTHER)])).await;
    assert_ne!(page.status, 303, "the other provider has no documents here");
    let page = browser.get(world.router(), &world.request(&only_other, &[])).await;
    assert_ne!(page.status, 303);
}

#[tokio::test]
async fn a_sign_in_leads_from_a_provider_to_registered_origins_alone() {
    let world = World::new().await;
    world.register(json!({})).await;
    world.register(json!({ "name": "Off", "enabled": false, "origins": ["https://off.acme.example"] })).await;
    for target in [
        "https://evil.example/",
        "https://app.acme.example.evil.example/",
        "https://app.acme.example@evil.example/",
        "https://user@app.acme.example/",
        "http://app.acme.example/",
        "https://app.acme.example:8443/",
        "https://off.acme.example/",
        "//app.acme.example/",
        "/reports",
        "javascript:alert(1)",
        "data:text/html,x",
        "https:\\\\evil.example\\@app.acme.example",
    ] {
        let mut browser = Browser::default();
        let fields = [("iss", ISSUER), ("target_link_uri", target)];
        let page = browser.get(world.router(), &initiation(&fields)).await;
        assert_eq!((page.status, page.title()), (400, "This sign-in link does not work"), "{target}");
        assert!(browser.cookies.is_empty(), "{target}");
    }
    for fields in [
        vec![("target_link_uri", PLACE)],
        vec![("iss", ISSUER), ("iss", ISSUER)],
        vec![("iss", ISSUER), ("target_link_uri", PLACE), ("target_link_uri", PLACE)],
    ] {
        assert_eq!(Browser::default().get(world.router(), &initiation(&fields)).await.status, 400, "{fields:?}");
    }
    // Nobody finds out which issuers are in use.
    let mut browser = Browser::default();
    let fields = [("iss", "https://unknown.example"), ("target_link_uri", PLACE)];
    let page = browser.get(world.router(), &initiation(&fields)).await;
    assert_eq!((page.status, page.location().unwrap().as_str()), (303, PLACE));
    let page = Browser::default().get(world.router(), &initiation(&[("iss", ISSUER)])).await;
    assert_eq!(page.title(), "Go on in the application");
}

#[tokio::test]
async fn a_page_of_an_application_is_told_the_connections_and_nothing_of_people() {
    let world = World::with(two_connections(Some(ACME))).await;
    let ask = async |query: &str| {
        let page = send(world.router(), Request::get(format!("/auth/connections{query}")).body(Body::empty()).unwrap());
        let page = page.await;
        assert_eq!((page.status, page.headers["cache-control"].to_str().unwrap()), (200, "no-store"));
        assert_eq!(page.headers["access-control-allow-origin"], "*");
        page.json()
    };
    let listed = json!([{ "id": CONNECTION, "name": "Sign-in" }]);
    let unknown = json!({ "connection": null, "connections": listed });
    for query in
        ["", "?address=", "?address=zoe@nowhere.example", "?address=x", "?address=a@b.example&address=c@d.example"]
    {
        assert_eq!(ask(query).await, unknown, "{query}");
    }
    let known = json!({ "connection": OTHER, "connections": listed });
    for query in ["?address=olga@acme.example", "?address=nobody@acme.example"] {
        assert_eq!(ask(query).await, known, "{query}");
    }
}
