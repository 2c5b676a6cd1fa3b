//! People of whom the provider says a thousand groups: tokens, cookies and addresses stay as small
//! as those of anybody else.

use axum::body::Body;
use axum::http::Request;
use serde_json::json;

use crate::support::issuer::*;

/// The limits that servers and browsers commonly have for one header, in bytes.
const HEADER: usize = 8 * 1024;
/// The greatest size of a cookie with its name and attributes, in bytes (RFC 6265 §6.1).
const COOKIE: usize = 4096;

/// Ana with this many groups, each as long as the identifiers that Entra ID writes.
fn ana_with(groups: u32) -> Person {
    let groups: Vec<String> = (0..groups).map(|at| format!("0198c0de-0000-7000-8000-{at:012}")).collect();
    let mut person = ana();
    person.claims["groups"] = json!(groups);
    person
}

/// The sizes of everything that a sign-in leaves behind.
#[derive(Debug, PartialEq, Eq)]
struct Sizes {
    cookies: Vec<usize>,
    tokens: Vec<usize>,
    location: usize,
    userinfo: usize,
}

async fn sizes(world: &World, app: &App, person: &Person) -> Sizes {
    let mut browser = Browser::default();
    let sent = world.begin(&mut browser, app, &[]).await;
    let page = world.come_back(&mut browser, &sent, person).await;
    let cookies: Vec<usize> = page.headers.get_all("set-cookie").iter().map(|cookie| cookie.len()).collect();
    let location = page.headers["location"].len();
    let answer = page.sent_to(REDIRECT_URI);
    let tokens = world.redeem(app, &answer["code"]).await;
    assert_eq!(tokens.status, 200, "{}", tokens.text);
    let first = tokens.json();
    // A renewal decides by the same groups again, and says as little.
    let renewed = world.renew(app, text(&first, "refresh_token"), &[]).await.json();
    let names = ["access_token", "id_token", "refresh_token"];
    let userinfo = world.userinfo(text(&renewed, "access_token")).await;
    let me = Request::get("/profiles/me").header("authorization", format!("Bearer {}", text(&first, "access_token")));
    let me = send(world.router(), me.body(Body::empty()).unwrap()).await;
    assert_eq!((userinfo.status, me.status), (200, 200));
    for said in [&page.text, &tokens.text, &renewed.to_string(), &userinfo.text, &me.text] {
        assert!(!said.contains("0198c0de-0000-7000-8000-0000000"), "no group leaves Cora");
    }
    for token in [text(&renewed, "access_token"), text(&renewed, "id_token")] {
        assert!(decoded(token).1.get("groups").is_none());
    }
    let tokens = names.into_iter().flat_map(|name| [text(&first, name).len(), text(&renewed, name).len()]).collect();
    Sizes { cookies, tokens, location, userinfo: userinfo.text.len() }
}

#[tokio::test]
async fn w17_a_thousand_groups_upstream_leave_tokens_and_cookies_as_they_are() {
    let world = World::new().await;
    let app = world.register(json!({})).await;
    let few = sizes(&world, &app, &ana_with(1)).await;
    for groups in [1000, 1001] {
        let many = sizes(&world, &app, &ana_with(groups)).await;
        assert_eq!(many, few, "{groups} groups");
    }
    assert!(few.cookies.iter().all(|size| *size < COOKIE / 8), "{few:?}");
    assert!(few.tokens.iter().all(|size| *size <= 1024), "{few:?}");
    assert!(few.location < HEADER / 8, "{few:?}");
}
