//! The console: each rule of §16 over the router, with a browser and a test identity provider.

use std::collections::BTreeMap;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request};
use cora_core::secret::{PresentedToken, TokenHash};
use cora_core::time::UnixSeconds;
use cora_server::router;
use serde_json::{Value, json};

use crate::support::issuer::{Page, Person, World, ana, encoded, olga, send};
use crate::support::{CONNECTION, ISSUER, NOW, OWNER, PUBLIC_URL, base};

const COOKIE: &str = "__Host-cora-console";
const FLOW: &str = "__Host-cora-console-flow";
const OTHER: &str = "00000000-0000-7000-8000-000000000002";
const CALLBACK: &str = "https://cora.acme.example/console/callback";

/// A browser at the console, which keeps cookies and follows nothing.
#[derive(Default, Clone)]
struct Browser {
    cookies: BTreeMap<String, String>,
}

/// A request as a page of the console sends it.
fn asked(method: &str, path: &str, body: &Value) -> Request<Body> {
    let body = if body.is_null() { Body::empty() } else { Body::from(body.to_string()) };
    let request = Request::builder().method(method).uri(path).header("x-cora-console", "1");
    let request = request.header("sec-fetch-site", "same-origin");
    let request = if method == "GET" { request } else { request.header("origin", PUBLIC_URL) };
    request.body(body).unwrap()
}

impl Browser {
    async fn send(&mut self, router: &Router, mut request: Request<Body>) -> Page {
        let line = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ");
        if !line.is_empty() {
            request.headers_mut().insert("cookie", line.parse().unwrap());
        }
        let page = send(router, request).await;
        for set in page.headers.get_all("set-cookie") {
            let set = set.to_str().unwrap();
            let (pair, attributes) = set.split_once(';').unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            let site = if name == COOKIE { "Strict" } else { "Lax" };
            assert!(set.contains(&format!("; Path=/; HttpOnly; SameSite={site}; Max-Age=")), "{set}");
            assert!(name.starts_with("__Host-") && set.ends_with("; Secure"), "{set}");
            if attributes.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        page
    }

    async fn ask(&mut self, router: &Router, method: &str, path: &str, body: Value) -> Page {
        self.send(router, asked(method, path, &body)).await
    }

    async fn get(&mut self, router: &Router, url: &str) -> Page {
        let path = url.strip_prefix(PUBLIC_URL).unwrap_or(url);
        self.send(router, Request::get(path).body(Body::empty()).unwrap()).await
    }

    /// Returns the data of `GET /console/api/session`.
    async fn state(&mut self, router: &Router) -> Value {
        let page = self.ask(router, "GET", "/console/api/session", Value::Null).await;
        assert_eq!(page.status, 200, "{}", page.text);
        page.json()["data"].clone()
    }

    fn secret(&self) -> Option<&str> {
        self.cookies.get(COOKIE).map(String::as_str)
    }
}

#[track_caller]
fn refused(page: &Page, status: u16, code: &str) {
    assert_eq!((page.status, page.json()["code"].as_str()), (status, Some(code)), "{}", page.text);
}

/// Begins a sign-in to the console, up to the provider. Returns the parameters that went there.
async fn begun(router: &Router, browser: &mut Browser, body: Value) -> BTreeMap<String, String> {
    let page = browser.ask(router, "POST", "/console/api/session", body).await;
    assert_eq!(page.status, 200, "{}", page.text);
    let url = page.json()["data"]["authorizationUrl"].as_str().unwrap().to_owned();
    assert!(url.starts_with(&format!("{PUBLIC_URL}/oauth2/authorize?")), "{url}");
    browser.get(router, &url).await.sent_to(&format!("{ISSUER}/authorize"))
}

/// Comes back from the provider. Returns the issuer's answer.
async fn vouched(
    world: &World,
    router: &Router,
    browser: &mut Browser,
    sent: &BTreeMap<String, String>,
    person: &Person,
) -> Page {
    world.vouch(person, &sent["nonce"]);
    let query = encoded(&[("code", "upstream"), ("state", &sent["state"])]);
    browser.get(router, &format!("/auth/callback/{CONNECTION}?{query}")).await
}

/// Signs a person in to the console.
async fn sign_in(world: &World, router: &Router, browser: &mut Browser, person: &Person, body: Value) -> Page {
    let sent = begun(router, browser, body).await;
    let answer = vouched(world, router, browser, &sent, person).await;
    answer.sent_to(CALLBACK);
    let location = answer.location().unwrap();
    browser.get(router, location.as_str()).await
}

async fn signed_in(world: &World, person: &Person) -> Browser {
    let mut browser = Browser::default();
    let page = sign_in(world, world.router(), &mut browser, person, json!({})).await;
    assert_eq!(page.title(), "One moment", "{}", page.text);
    assert!(browser.secret().is_some());
    browser
}

/// Returns a router of the same service at another time.
fn later(world: &World, seconds: u64) -> Router {
    let clock = std::sync::Arc::new(move || UnixSeconds::new(NOW + seconds).unwrap());
    router(world.service.app().with_clock(clock))
}

#[tokio::test]
async fn a_person_signs_in_through_the_issuer_and_the_routes_accept_their_session() {
    let world = World::new().await;
    let mut browser = Browser::default();
    let before = browser.state(world.router()).await;
    let sign_in = json!({ "kind": "redirect", "displayName": "Sign-in" });
    let strangers = json!({ "state": "signed_out", "needsSetup": false, "signIn": sign_in });
    assert_eq!(before, strangers, "a stranger learns nothing else");
    assert!(browser.cookies.is_empty(), "no cookie before a sign-in begins");

    let sent = begun(world.router(), &mut browser, json!({ "returnTo": "/console/users?q=a" })).await;
    assert_eq!(browser.cookies.keys().filter(|name| *name == FLOW).count(), 1);
    assert!(browser.secret().is_none());
    let answer = vouched(&world, world.router(), &mut browser, &sent, &olga()).await;
    let location = answer.location().unwrap();
    let page = browser.get(world.router(), location.as_str()).await;
    assert_eq!((page.status, page.title()), (200, "One moment"), "a page, and no redirect");
    assert_eq!(page.headers["refresh"], "0; url=/console/users?q=a");
    assert!(!browser.cookies.contains_key(FLOW));

    let state = browser.state(world.router()).await;
    assert_eq!(state["state"], "signed_in");
    assert_eq!(state["session"]["userId"], OWNER, "{state}");
    assert_eq!(state["expiresAt"], NOW + 1800);
    for path in ["/admin/users", "/admin/idp-config", "/profiles/me", "/admin/orgs"] {
        let page = browser.ask(world.router(), "GET", path, Value::Null).await;
        assert_eq!(page.status, 200, "{path} {}", page.text);
    }
    let named = browser.ask(world.router(), "POST", "/orgs", json!({ "name": "Beta" })).await;
    assert_eq!(named.status, 201, "{}", named.text);
    let records = world
        .service
        .store
        .issuer_audit(&cora_store::AuditFilter::default(), cora_store::ListQuery::default())
        .await
        .unwrap();
    assert!(records.iter().any(|record| record.reason == "person" && record.user_id.is_some()), "{records:?}");
}

#[tokio::test]
async fn the_cookie_counts_for_pages_of_the_console_alone() {
    let world = World::new().await;
    let mut browser = signed_in(&world, &olga()).await;
    let cookie = format!("{COOKIE}={}", browser.secret().unwrap());
    let with = |method: &str, headers: &[(&'static str, &str)]| {
        let request = Request::builder().method(method).uri("/orgs").header("cookie", &cookie);
        let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
        request.body(Body::from(json!({ "name": "Beta" }).to_string())).unwrap()
    };
    let mark = ("x-cora-console", "1");
    let own = ("origin", PUBLIC_URL);
    let answered = async |request| send(world.router(), request).await;
    // It becomes no token for another system.
    let path = "/profiles/me/supabase-token";
    assert_eq!(browser.ask(world.router(), "GET", path, Value::Null).await.status, 403);
    // Without the mark the cookie is ignored, as for an application on the same host.
    refused(&answered(with("GET", &[])).await, 401, "token_missing");
    refused(&answered(with("POST", &[own])).await, 401, "token_missing");
    refused(&answered(with("GET", &[("x-cora-console", "true")])).await, 400, "invalid_input");
    for site in ["cross-site", "same-site", "none"] {
        refused(&answered(with("GET", &[mark, ("sec-fetch-site", site)])).await, 403, "cross_site_request");
        refused(&answered(with("POST", &[mark, own, ("sec-fetch-site", site)])).await, 403, "cross_site_request");
    }
    refused(&answered(with("POST", &[mark])).await, 403, "cross_site_request");
    for origin in ["https://evil.example", "null", "http://cora.acme.example", "https://cora.acme.example:8443"] {
        refused(&answered(with("POST", &[mark, ("origin", origin)])).await, 403, "cross_site_request");
        refused(&answered(with("GET", &[mark, ("origin", origin)])).await, 403, "cross_site_request");
    }
    let token = format!("Bearer {}", world.service.token("olga", "olga@acme.example"));
    refused(&answered(with("GET", &[mark, ("authorization", &token)])).await, 400, "invalid_input");
    refused(&answered(with("GET", &[mark, ("x-cora-bootstrap-token", "t")])).await, 400, "invalid_input");
    assert_eq!(answered(with("GET", &[("authorization", &token)])).await.status, 200, "a token alone");
    assert_eq!(answered(with("GET", &[mark])).await.status, 200);
    assert_eq!(answered(with("POST", &[mark, own])).await.status, 201);
    // The console's own endpoints need the mark as well.
    for (method, path) in [("GET", "session"), ("POST", "session"), ("DELETE", "session"), ("POST", "operator")] {
        let request =
            Request::builder().method(method).uri(format!("/console/api/{path}")).header("origin", PUBLIC_URL);
        refused(&answered(request.body(Body::empty()).unwrap()).await, 403, "cross_site_request");
    }
    // No origin may send the mark.
    let preflight = Request::options("/orgs").header("origin", "https://app.acme.example");
    let preflight = preflight.header("access-control-request-method", "GET");
    let preflight = preflight.header("access-control-request-headers", "x-cora-console").body(Body::empty()).unwrap();
    let app = world.service.app().cross_origins(vec!["https://app.acme.example".parse().unwrap()]);
    let allowed = send(&router(app), preflight).await;
    let headers = allowed.headers.get("access-control-allow-headers").map_or("", |value| value.to_str().unwrap());
    assert!(!headers.contains("console"), "{headers}");
    assert!(!allowed.headers.contains_key("access-control-allow-credentials"));
}

#[tokio::test]
async fn a_demotion_a_suspension_and_other_settings_count_at_the_next_request() {
    let mut seed = base();
    let other = json!({ "id": OTHER, "email": "ben@acme.example", "platformRole": "platform_owner" });
    seed["users"].as_array_mut().unwrap().push(other);
    let world = World::with(seed).await;
    let mut browser = signed_in(&world, &olga()).await;
    let ask = async |browser: &mut Browser| browser.ask(world.router(), "GET", "/admin/users", Value::Null).await;
    assert_eq!(ask(&mut browser).await.status, 200);
    let role = |role: &str| format!("UPDATE profiles SET global_role = '{role}' WHERE user_id = '{OWNER}'");
    world.service.execute(&role("platform_user")).await;
    refused(&ask(&mut browser).await, 403, "access_denied");
    world.service.execute(&role("platform_owner")).await;
    assert_eq!(ask(&mut browser).await.status, 200);

    // A draft or a test leaves the session alone; other active settings do not.
    world.service.execute("UPDATE platform_idp_config SET version = version + 1").await;
    assert_eq!(ask(&mut browser).await.status, 200);
    let number = |by: &str| format!("UPDATE console_sessions SET active_number = active_number {by}");
    world.service.execute(&number("+ 1")).await;
    refused(&ask(&mut browser).await, 401, "session_superseded");
    assert_eq!(browser.state(world.router()).await["reason"], "session_superseded");
    world.service.execute(&number("- 1")).await;
    assert_eq!(ask(&mut browser).await.status, 200);
    world.service.execute("UPDATE platform_idp_config SET status = 'disabled'").await;
    refused(&ask(&mut browser).await, 401, "session_superseded");
    world.service.execute("UPDATE platform_idp_config SET status = 'active'").await;

    let user = cora_core::id::UserId::parse(OWNER).unwrap();
    let reason = cora_core::issuer::session::SessionEndReason::SignedOutEverywhere;
    let now = UnixSeconds::new(NOW).unwrap();
    world.service.store.end_all_sessions_of_user(user, reason, now).await.unwrap();
    refused(&ask(&mut browser).await, 401, "console_session_over");
    assert_eq!(browser.state(world.router()).await["state"], "signed_out");
}

#[tokio::test]
async fn a_session_is_over_when_it_is_not_used_and_in_any_case_after_eight_hours() {
    let world = World::new().await;
    let mut browser = signed_in(&world, &olga()).await;
    let mut at = async |seconds| browser.ask(&later(&world, seconds), "GET", "/orgs", Value::Null).await;
    refused(&at(1800).await, 401, "console_session_over");
    let mut used = 0;
    while used + 1700 < 28_800 {
        used += 1700;
        assert_eq!(at(used).await.status, 200, "{used}");
    }
    refused(&at(28_800).await, 401, "console_session_over");
}

#[tokio::test]
async fn a_sensitive_command_needs_a_new_proof() {
    let world = World::new().await;
    let mut browser = signed_in(&world, &olga()).await;
    let command = async |browser: &mut Browser, seconds| {
        let path = format!("/admin/users/{OWNER}/role");
        browser.ask(&later(&world, seconds), "PUT", &path, json!({ "role": "platform_owner" })).await
    };
    assert_ne!(command(&mut browser, 900).await.status, 401, "the sign-in is proof enough");
    refused(&command(&mut browser, 901).await, 401, "reauthentication_needed");
    let read = browser.ask(&later(&world, 901), "GET", "/admin/users", Value::Null).await;
    assert_eq!(read.status, 200, "reading needs none");
    let named = browser.ask(&later(&world, 901), "POST", "/orgs", json!({ "name": "Beta" })).await;
    assert_eq!(named.status, 201, "nor does what is not sensitive");

    // The provider is asked to have them sign in again; this one states no time.
    let (router, iat, exp) = (later(&world, 901), NOW + 901, NOW + 1200);
    let again = Person { claims: json!({ "email": "olga@acme.example", "iat": iat, "exp": exp }), ..olga() };
    let former = browser.secret().unwrap().to_owned();
    let sent = begun(&router, &mut browser, json!({ "fresh": true })).await;
    assert_eq!(sent["prompt"], "login");
    let answer = vouched(&world, &router, &mut browser, &sent, &again).await;
    answer.sent_to(CALLBACK);
    let page = browser.get(&router, answer.location().unwrap().as_str()).await;
    assert_eq!(page.title(), "One moment", "{}", page.text);
    assert_ne!(browser.secret().unwrap(), former, "the secret is new");
    assert_ne!(command(&mut browser, 902).await.status, 401);
    let mut thief = Browser { cookies: BTreeMap::from([(COOKIE.to_owned(), former)]) };
    refused(&thief.ask(&router, "GET", "/orgs", Value::Null).await, 401, "console_session_over");
}

#[tokio::test]
async fn an_old_time_of_the_provider_is_no_proof() {
    let world = World::new().await;
    let old = Person { claims: json!({ "email": "olga@acme.example", "auth_time": NOW - 901 }), ..olga() };
    let mut browser = signed_in(&world, &old).await;
    let path = format!("/admin/users/{OWNER}/role");
    let page = browser.ask(world.router(), "PUT", &path, json!({ "role": "platform_owner" })).await;
    refused(&page, 401, "reauthentication_needed");
    let sent = begun(world.router(), &mut browser, json!({ "fresh": true })).await;
    let answer = vouched(&world, world.router(), &mut browser, &sent, &old).await;
    let error = answer.sent_to(CALLBACK);
    assert_eq!(error["error"], "unmet_authentication_requirements", "the provider did not ask");
    let page = browser.get(world.router(), answer.location().unwrap().as_str()).await;
    assert_eq!(page.headers["location"], "/console/?signIn=unmet_authentication_requirements");
}

#[tokio::test]
async fn a_callback_counts_once_and_in_the_browser_that_began() {
    let world = World::new().await;
    let mut browser = Browser::default();
    let sent = begun(world.router(), &mut browser, json!({})).await;
    let answer = vouched(&world, world.router(), &mut browser, &sent, &olga()).await;
    let url = answer.location().unwrap().to_string();
    let stranger = Browser::default().get(world.router(), &url).await;
    assert_eq!((stranger.status, stranger.title()), (400, "This sign-in is over"));
    let mut other = Browser::default();
    begun(world.router(), &mut other, json!({})).await;
    let page = other.get(world.router(), &url).await;
    assert_eq!((page.status, other.secret()), (400, None), "another state");
    for changed in [url.replace("iss=", "isz="), url.replace("code=", "code=x"), format!("{url}&code=x")] {
        let page = browser.clone().get(world.router(), &changed).await;
        assert_eq!(page.status, 400, "{changed}");
    }
    let mut copy = browser.clone();
    assert_eq!(browser.get(world.router(), &url).await.title(), "One moment");
    assert_eq!(browser.get(world.router(), &url).await.status, 400);
    // A copy of the sealed beginning replays the code, which ends the session that came of it.
    assert_eq!(copy.get(world.router(), &url).await.status, 400);
    assert!(copy.secret().is_none());
    let page = browser.ask(world.router(), "GET", "/orgs", Value::Null).await;
    refused(&page, 401, "console_session_over");
}

#[tokio::test]
async fn a_sign_in_returns_to_a_path_of_the_console_alone() {
    let world = World::new().await;
    let mut browser = Browser::default();
    for target in [
        "/",
        "/admin",
        "//evil.example/console",
        "https://evil.example/console/",
        "/console/../admin",
        "/consoles",
        "/console/\u{5c}evil.example",
        "javascript:alert(1)",
        "",
    ] {
        let page = browser.ask(world.router(), "POST", "/console/api/session", json!({ "returnTo": target })).await;
        if page.status != 429 {
            refused(&page, 400, "invalid_input");
        }
        assert!(browser.cookies.is_empty(), "{target}");
    }
}

#[tokio::test]
async fn a_client_tries_ten_times_a_minute() {
    let world = World::new().await;
    let mut browser = Browser::default();
    for _ in 0..10 {
        let page = browser.ask(world.router(), "POST", "/console/api/operator", json!({ "token": "guess" })).await;
        refused(&page, 409, "console_link_invalid");
    }
    for path in ["operator", "setup", "session"] {
        let path = format!("/console/api/{path}");
        let page = browser.ask(world.router(), "POST", &path, json!({ "token": "guess" })).await;
        if path.ends_with("session") {
            refused(&page, 400, "invalid_input");
        } else {
            refused(&page, 429, "too_many_requests");
            assert!(page.headers.contains_key("retry-after"));
        }
    }
    let page = browser.ask(world.router(), "POST", "/console/api/session", json!({})).await;
    refused(&page, 429, "too_many_requests");
    assert_eq!(browser.state(world.router()).await["state"], "signed_out", "reading is not counted");
}

#[tokio::test]
async fn signing_out_ends_the_session_of_the_browser_too() {
    let world = World::new().await;
    let mut browser = signed_in(&world, &olga()).await;
    let before = browser.clone();
    let page = browser.ask(world.router(), "DELETE", "/console/api/session", Value::Null).await;
    assert_eq!(page.status, 200, "{}", page.text);
    assert_eq!(page.headers["clear-site-data"], "\"cache\", \"storage\"");
    assert!(browser.cookies.is_empty(), "{:?}", browser.cookies);
    let page = before.clone().ask(world.router(), "GET", "/orgs", Value::Null).await;
    refused(&page, 401, "console_session_over");
    // The provider is asked again, even with the former cookies.
    begun(world.router(), &mut before.clone(), json!({})).await;
    let records = world
        .service
        .store
        .issuer_audit(&cora_store::AuditFilter::default(), cora_store::ListQuery::default())
        .await
        .unwrap();
    assert!(records.iter().any(|record| record.reason == "signed_out"), "{records:?}");
}

#[tokio::test]
async fn a_person_sees_and_ends_their_own_sessions_and_an_owner_all() {
    let world = World::new().await;
    let mut owner = signed_in(&world, &olga()).await;
    let mut other = signed_in(&world, &ana()).await;
    let list = async |browser: &mut Browser| {
        let page = browser.ask(world.router(), "GET", "/console/api/sessions", Value::Null).await;
        assert_eq!(page.status, 200, "{}", page.text);
        page.json()["data"].clone()
    };
    let (all, own) = (list(&mut owner).await, list(&mut other).await);
    assert_eq!(all["items"].as_array().unwrap().len(), 2, "{all}");
    assert_eq!(own["items"].as_array().unwrap().len(), 1, "{own}");
    assert!(own["items"][0]["userName"].as_str().unwrap().contains("Ana"), "{own}");
    let end = async |browser: &mut Browser, id: &Value| {
        let path = format!("/console/api/sessions/{}", id.as_str().unwrap());
        browser.ask(world.router(), "DELETE", &path, Value::Null).await
    };
    refused(&end(&mut other, &all["current"]).await, 404, "not_found");
    assert_eq!(end(&mut owner, &own["current"]).await.status, 200);
    let page = other.ask(world.router(), "GET", "/orgs", Value::Null).await;
    refused(&page, 401, "console_session_over");
    assert_eq!(list(&mut owner).await["items"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn an_eleventh_session_ends_the_earliest() {
    let world = World::new().await;
    let mut first = signed_in(&world, &olga()).await;
    for seconds in 1..=10 {
        // Each has its own limits, so the tries of one client do not add up.
        let router = later(&world, seconds);
        let page = sign_in(&world, &router, &mut Browser::default(), &olga(), json!({})).await;
        assert_eq!(page.title(), "One moment", "{}", page.text);
    }
    let page = first.ask(world.router(), "GET", "/orgs", Value::Null).await;
    refused(&page, 401, "console_session_over");
}

/// Stores a link as `cora console link` does.
async fn link(world: &World, token: &str) {
    let hash = TokenHash::of(&PresentedToken::new(token).unwrap());
    world.service.store.issue_console_link(&hash, UnixSeconds::new(NOW).unwrap()).await.unwrap();
}

#[tokio::test]
async fn the_operators_link_repairs_connections_and_reaches_nothing_else() {
    let world = World::new().await;
    link(&world, "the-link").await;
    let mut browser = Browser::default();
    let open = async |browser: &mut Browser, router: &Router, token: &str| {
        browser.ask(router, "POST", "/console/api/operator", json!({ "token": token })).await
    };
    refused(&open(&mut browser, world.router(), "another").await, 409, "console_link_invalid");
    assert_eq!(open(&mut browser, world.router(), "the-link").await.status, 200);
    refused(&open(&mut Browser::default(), world.router(), "the-link").await, 409, "console_link_invalid");
    link(&world, "a-late-link").await;
    refused(&open(&mut Browser::default(), &later(&world, 600), "a-late-link").await, 409, "console_link_invalid");

    let state = browser.state(world.router()).await;
    assert_eq!(state["state"], "operator");
    assert_eq!(state["capabilities"], json!(["idp:read", "idp:write", "idp:activate", "audit:read"]));
    assert_eq!(state["expiresAt"], NOW + 1800);
    let connection = format!("/admin/idp-config/{CONNECTION}");
    let page = browser.ask(world.router(), "GET", &connection, Value::Null).await;
    assert_eq!(page.status, 200, "{}", page.text);
    let name = json!({ "displayName": "Repaired" });
    let saved = browser.ask(world.router(), "PUT", &connection, name).await;
    assert_eq!(saved.status, 200, "{}", saved.text);
    let audit = browser.ask(world.router(), "GET", &format!("{connection}/audit"), Value::Null).await;
    assert!(audit.json()["data"][0]["performedBy"].is_null(), "the actor is no user: {}", audit.text);

    // Every other route is closed, whatever it needs.
    let open_to_all = ["/health", "/ready", "/auth/active-connection", "/auth/connection-test/callback"];
    let (mut closed, mut reached) = (0, 0);
    for (path, methods) in cora_server::openapi()["paths"].as_object().unwrap() {
        if open_to_all.contains(&path.as_str()) {
            continue;
        }
        for method in methods.as_object().unwrap().keys() {
            let is_connection = path.starts_with("/admin/idp-");
            let ids = path.split('/').map(|part| match part {
                "{providerType}" => CONNECTION,
                part if part.starts_with('{') => OWNER,
                part => part,
            });
            let path = ids.collect::<Vec<_>>().join("/");
            let page = browser.ask(world.router(), &method.to_uppercase(), &path, Value::Null).await;
            if is_connection {
                assert_ne!(page.status, 403, "{method} {path}");
                reached += 1;
            } else {
                refused(&page, 403, "access_denied");
                closed += 1;
            }
        }
    }
    assert!(closed > 40 && reached > 8, "{closed} {reached}");
    let page = browser.ask(world.router(), "GET", "/console/api/sessions", Value::Null).await;
    refused(&page, 403, "access_denied");
    let page = browser.ask(&later(&world, 1800), "GET", &connection, Value::Null).await;
    refused(&page, 401, "console_session_over");
}

/// Returns a seed of a platform that nobody owns, with its connection and a bootstrap token.
async fn without_owner() -> World {
    let mut seed = base();
    for nobody in ["users", "invitations", "domainRules"] {
        seed[nobody] = json!([]);
    }
    let world = World::with(seed).await;
    let token = PresentedToken::new("the-setup-token").unwrap();
    world.service.store.issue_bootstrap_token(&token, UnixSeconds::new(NOW).unwrap()).await.unwrap();
    world
}

#[tokio::test]
async fn the_setup_session_makes_the_first_owner_and_ends_with_it() {
    let world = without_owner().await;
    let mut browser = Browser::default();
    let state = browser.state(world.router()).await;
    assert_eq!((&state["state"], &state["needsSetup"]), (&json!("setup"), &json!(true)));
    let setup = async |browser: &mut Browser, token: &str| {
        browser.ask(world.router(), "POST", "/console/api/setup", json!({ "token": token })).await
    };
    refused(&setup(&mut browser, "a guess").await, 409, "setup_token_invalid");
    assert_eq!(setup(&mut browser, " the-setup-token\n").await.status, 200);
    let state = browser.state(world.router()).await;
    assert_eq!(state["capabilities"], json!(["idp:read", "idp:write", "idp:activate"]), "{state}");
    assert_eq!((&state["state"], &state["kind"]), (&json!("signed_out"), &json!("setup")), "people can sign in");

    let list = browser.ask(world.router(), "GET", "/admin/idp-config", Value::Null).await;
    assert_eq!(list.status, 200, "{}", list.text);
    let okta = json!({ "providerType": "okta", "displayName": "Okta", "config": {} });
    let made = browser.ask(world.router(), "POST", "/admin/idp-config", okta.clone()).await;
    assert_eq!(made.status, 201, "{}", made.text);
    let mut of_organization = okta;
    of_organization["organizationId"] = json!(crate::support::ACME);
    let made = browser.ask(world.router(), "POST", "/admin/idp-config", of_organization).await;
    refused(&made, 403, "access_denied");
    for path in ["/admin/users", "/admin/orgs", "/profiles/me", "/orgs"] {
        refused(&browser.ask(world.router(), "GET", path, Value::Null).await, 403, "access_denied");
    }
    let audit = format!("/admin/idp-config/{CONNECTION}/audit");
    refused(&browser.ask(world.router(), "GET", &audit, Value::Null).await, 403, "access_denied");

    // The first sign-in that this browser begins presents the token by itself.
    let mut session = browser.clone();
    let page = sign_in(&world, world.router(), &mut browser, &olga(), json!({})).await;
    assert_eq!(page.title(), "One moment", "{}", page.text);
    let state = browser.state(world.router()).await;
    assert_eq!(state["session"]["platformRole"], "platform_owner", "{state}");
    assert_eq!(state["needsSetup"], false);
    refused(&session.ask(world.router(), "GET", "/admin/idp-config", Value::Null).await, 401, "console_session_over");
    refused(&setup(&mut Browser::default(), "the-setup-token").await, 409, "owner_exists");
}

#[tokio::test]
async fn a_sign_in_without_the_setup_session_is_asked_for_the_token() {
    let world = without_owner().await;
    let mut browser = Browser::default();
    let sent = begun(world.router(), &mut browser, json!({})).await;
    let page = vouched(&world, world.router(), &mut browser, &sent, &olga()).await;
    assert_eq!(page.title(), "One more step", "{}", page.text);
}

#[tokio::test]
async fn a_console_that_is_off_does_not_exist_and_its_cookie_counts_for_nothing() {
    let world = World::new().await;
    let browser = signed_in(&world, &olga()).await;
    let off = router(world.service.app().console(None));
    let mut browser = browser;
    for (method, path) in
        [("GET", "/console/api/session"), ("POST", "/console/api/session"), ("GET", "/console/callback")]
    {
        refused(&browser.ask(&off, method, path, Value::Null).await, 404, "not_found");
    }
    refused(&browser.ask(&off, "GET", "/orgs", Value::Null).await, 401, "token_missing");
}

#[tokio::test]
async fn the_console_is_an_application_without_access_to_the_api() {
    let world = World::new().await;
    let mut browser = signed_in(&world, &olga()).await;
    let list = browser.ask(world.router(), "GET", "/admin/applications", Value::Null).await;
    let console = list.json()["data"]["items"][0].clone();
    assert_eq!(console["settings"]["name"], "Cora console", "{}", list.text);
    assert_eq!(console["settings"]["apiAccess"], false);
    assert_eq!(console["settings"]["redirectUris"][0]["uri"], CALLBACK);
    // Nobody can redeem a code of the console but the service itself.
    let id = console["id"].as_str().unwrap().to_owned();
    let app = crate::support::issuer::App { id, secret: Some("a guess".to_owned()) };
    let fields = [("grant_type", "authorization_code"), ("code", "x"), ("redirect_uri", CALLBACK)];
    world.ask("/oauth2/token", &app, &fields).await.refused(401, "invalid_client");
    // Its sign-in is switched off as that of any other application.
    let mut settings = console["settings"].clone();
    settings["enabled"] = json!(false);
    let path = format!("/admin/applications/{}", app.id);
    let changed = browser.ask(world.router(), "PUT", &path, json!({ "settings": settings })).await;
    assert_eq!(changed.status, 200, "{}", changed.text);
    refused(&browser.ask(world.router(), "GET", "/orgs", Value::Null).await, 401, "console_session_over");
}

#[tokio::test]
async fn no_answer_of_the_console_is_kept_or_framed() {
    let world = World::new().await;
    let mut browser = signed_in(&world, &olga()).await;
    let page = browser.ask(world.router(), "GET", "/console/api/session", Value::Null).await;
    let header = |headers: &HeaderMap, name: &str| headers[name].to_str().unwrap().to_owned();
    assert_eq!(header(&page.headers, "cache-control"), "no-store");
    assert!(header(&page.headers, "content-security-policy").contains("frame-ancestors 'none'"));
    assert!(!page.text.contains(browser.secret().unwrap()));
}

/// Returns the service with a console of its own files, at a public URL with a path.
fn with_files(world: &World) -> (tempfile::TempDir, Router) {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("assets")).unwrap();
    let page = "<!doctype html><html><head><title>Cora</title></head><body></body></html>";
    std::fs::write(folder.path().join("index.html"), page).unwrap();
    std::fs::write(folder.path().join("assets/app-1a2b.js"), "export {};").unwrap();
    let files = cora_console::Files::of_folder(folder.path()).unwrap();
    let app = world.service.app().public_url(format!("{PUBLIC_URL}/tools/cora/")).console(Some(files));
    (folder, router(app))
}

#[tokio::test]
async fn the_pages_of_the_console_find_their_files_below_the_public_url() {
    let world = World::new().await;
    let (_folder, router) = with_files(&world);
    let get = async |path: &str| send(&router, Request::get(path).body(Body::empty()).unwrap()).await;
    for path in ["/console", "/console/", "/console/users/1/sessions"] {
        let page = get(path).await;
        assert_eq!(page.status, 200, "{}", page.text);
        assert!(page.text.contains("<head>\n<base href=\"/tools/cora/console/\">"), "{}", page.text);
        assert_eq!(page.headers["content-type"], "text/html; charset=utf-8");
        assert_eq!(page.headers["cache-control"], "no-store");
        assert_eq!(page.headers["x-frame-options"], "DENY");
        assert_eq!(page.headers["referrer-policy"], "no-referrer");
        let policy = page.headers["content-security-policy"].to_str().unwrap();
        let (_, nonce) = policy.split_once("'nonce-").unwrap();
        assert!(page.text.contains(&format!("nonce=\"{}\"", nonce.split_once('\'').unwrap().0)));
        assert!(policy.contains("frame-ancestors 'none'") && !policy.contains("unsafe-inline"), "{policy}");
        assert!(!page.headers.contains_key("set-cookie"));
    }
    assert_ne!(
        get("/console").await.headers["content-security-policy"],
        get("/console").await.headers["content-security-policy"]
    );
    let script = get("/console/assets/app-1a2b.js").await;
    assert_eq!((script.status, script.text.as_str()), (200, "export {};"));
    assert_eq!(script.headers["cache-control"], "public, max-age=31536000, immutable");
    refused(&get("/console/assets/gone.js").await, 404, "not_found");
    refused(&get("/console/api/gone").await, 404, "not_found");
}

#[tokio::test]
async fn a_program_without_the_files_says_how_to_get_them() {
    let world = World::new().await;
    let page = Browser::default().get(world.router(), "/console/").await;
    assert_eq!((page.status, page.title()), (200, "This Cora was built without its console"));
    assert!(page.text.contains("--console-folder"));
}

#[tokio::test]
async fn a_console_with_an_address_of_its_own_is_served_there_alone() {
    const INNER: &str = "https://console.acme.example";
    let world = World::new().await;
    let app = world.service.app().console_url(INNER);
    let (outer, inner) = (router(app.clone()), cora_server::console_router(app.clone()).unwrap());
    for path in ["/console", "/console/", "/console/api/session", "/console/callback"] {
        let page = Browser::default().ask(&outer, "GET", path, Value::Null).await;
        refused(&page, 404, "not_found");
    }
    assert!(cora_server::console_router(app.clone().console(None)).is_none());
    assert!(cora_server::console_router(world.service.app()).is_none());
    // A page of the inner origin signs in through the issuer at the public URL, and comes back to
    // it.
    let mut browser = Browser::default();
    let asked = |method: &str, path: &str, origin: &str| {
        let request = Request::builder().method(method).uri(path).header("x-cora-console", "1");
        request.header("origin", origin).header("content-type", "application/json").body(Body::from("{}")).unwrap()
    };
    let foreign = browser.send(&inner, asked("POST", "/console/api/session", PUBLIC_URL)).await;
    refused(&foreign, 403, "cross_site_request");
    let begun = browser.send(&inner, asked("POST", "/console/api/session", INNER)).await;
    assert_eq!(begun.status, 200, "{}", begun.text);
    let url = begun.json()["data"]["authorizationUrl"].as_str().unwrap().to_owned();
    assert!(url.starts_with(&format!("{PUBLIC_URL}/oauth2/authorize?")), "{url}");
    let mut at_issuer = Browser::default();
    let sent = at_issuer.get(&outer, &url).await.sent_to(&format!("{ISSUER}/authorize"));
    let answer = vouched(&world, &outer, &mut at_issuer, &sent, &olga()).await;
    answer.sent_to(&format!("{INNER}/console/callback"));
    let location = answer.location().unwrap();
    let back = location.as_str().strip_prefix(INNER).unwrap().to_owned();
    let page = browser.send(&inner, Request::get(back).body(Body::empty()).unwrap()).await;
    assert_eq!(page.title(), "One moment", "{}", page.text);
    let users = |router: Router| {
        let mut browser = browser.clone();
        async move { browser.send(&router, asked("GET", "/admin/users", INNER)).await.status }
    };
    assert_eq!(users(inner).await, 200);
    assert_eq!(users(outer).await, 401, "its cookie counts for nothing at the public URL");
}
