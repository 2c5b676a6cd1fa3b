//! The provider's tokens that are kept for an application, and given to it (pitfall C53).

use std::sync::Arc;
use std::sync::atomic::Ordering;

use axum::Router;
use cora_core::id::{BrowserSessionId, UserId};
use cora_core::time::UnixSeconds;
use cora_server::router;
use serde_json::{Value, json};

use crate::support::issuer::*;
use crate::support::{CONNECTION, NOW, OWNER};

const PATH: &str = "/oauth2/provider-token";

fn at(seconds: u64) -> UnixSeconds {
    UnixSeconds::new(NOW + seconds).unwrap()
}

/// A service, as another process of it is later.
fn later(world: &World, seconds: u64) -> Router {
    router(world.service.app_at(Arc::new(move || at(seconds))))
}

async fn ask(router: &Router, app: &App, token: &str) -> Page {
    let secret = app.secret.as_deref().unwrap_or_default();
    send(router, form(PATH, &[("client_id", &app.id), ("client_secret", secret), ("token", token)])).await
}

/// Signs Olga in. The provider's answer has this in addition.
async fn sign_in(world: &World, browser: &mut Browser, app: &App, more: Value) -> Value {
    let sent = world.begin(browser, app, &[]).await;
    world.vouch(&olga(), &sent["nonce"]);
    let exchange = &world.service.exchange;
    exchange
        .answer
        .lock()
        .unwrap()
        .as_mut()
        .unwrap()
        .as_object_mut()
        .unwrap()
        .extend(more.as_object().unwrap().clone());
    let query = encoded(&[("code", "upstream"), ("state", &sent["state"])]);
    let page = browser.get(world.router(), &format!("/auth/callback/{CONNECTION}?{query}")).await;
    let tokens = world.redeem(app, &page.sent_to(REDIRECT_URI)["code"]).await;
    assert_eq!(tokens.status, 200, "{}", tokens.text);
    tokens.json()
}

/// Prepares the provider's answer to a refresh token.
fn renews(world: &World, answer: Value) {
    *world.service.exchange.answer.lock().unwrap() = Some(answer);
}

fn asked(world: &World) -> usize {
    world.service.exchange.forms.lock().unwrap().len()
}

async fn session(world: &World) -> BrowserSessionId {
    world.service.store.sessions_of_user(UserId::parse(OWNER).unwrap(), at(0)).await.unwrap()[0].id
}

/// A world with an application that keeps the tokens, and Olga signed in to it.
async fn keeping() -> (World, App, Browser, Value) {
    let world = World::new().await;
    let app = world.register(json!({ "upstream": "keep" })).await;
    let mut browser = Browser::default();
    let more = json!({ "expires_in": 600, "refresh_token": "refresh one", "scope": "openid calendar" });
    let tokens = sign_in(&world, &mut browser, &app, more).await;
    (world, app, browser, tokens)
}

#[tokio::test]
async fn c53_the_providers_token_is_given_to_its_application_alone() {
    let (world, app, mut browser, tokens) = keeping().await;
    for token in ["access_token", "refresh_token"] {
        let page = ask(world.router(), &app, text(&tokens, token)).await;
        assert_eq!(
            (page.status, &page.headers["cache-control"].to_str().unwrap()),
            (200, &"no-store"),
            "{}",
            page.text
        );
        let answer = page.json();
        assert_eq!(decoded(text(&answer, "access_token")).1["sub"], "olga", "it is the provider's");
        assert_eq!((&answer["expires_in"], &answer["scope"]), (&json!(600), &json!("openid calendar")));
        assert!(answer.get("refresh_token").is_none(), "it stays here");
    }
    // Another application of the same browser, of which one may keep tokens and the other may not.
    let keeps = world.register(json!({ "name": "Orders", "upstream": "keep" })).await;
    let plain = world.register(json!({ "name": "Plain" })).await;
    for other in [&keeps, &plain] {
        let answer = browser.get(world.router(), &world.request(other, &[("prompt", "none")])).await;
        let own = world.redeem(other, &answer.sent_to(REDIRECT_URI)["code"]).await.json();
        let status = if other.id == keeps.id { 200 } else { 400 };
        let page = ask(world.router(), other, text(&own, "access_token")).await;
        assert_eq!(page.status, status, "{}", page.text);
        if status == 400 {
            page.refused(400, "unauthorized_client");
        }
        // Nobody's token opens it for another application.
        let foreign = ask(world.router(), &keeps, text(&tokens, "access_token")).await;
        foreign.refused(400, "invalid_grant");
    }
    let wrong = App { secret: Some("wrong".into()), ..app.clone() };
    ask(world.router(), &wrong, text(&tokens, "access_token")).await.refused(401, "invalid_client");
    for token in [text(&tokens, "id_token"), "made up"] {
        ask(world.router(), &app, token).await.refused(400, "invalid_grant");
    }
    world.ask(PATH, &app, &[]).await.refused(400, "invalid_request");
    assert_eq!(asked(&world), 1, "the provider was asked at the sign-in alone");
}

#[tokio::test]
async fn c53_nothing_is_kept_unless_an_application_asks_for_it() {
    let world = World::new().await;
    let plain = world.register(json!({})).await;
    let mut browser = Browser::default();
    let more = json!({ "expires_in": 600, "refresh_token": "refresh one" });
    let tokens = sign_in(&world, &mut browser, &plain, more).await;
    ask(world.router(), &plain, text(&tokens, "access_token")).await.refused(400, "unauthorized_client");
    assert_eq!(world.service.store.provider_token(session(&world).await).await.unwrap(), None);
    // A setting that slipped in past the check gives a public application nothing.
    let public = world.register(json!({ "kind": "spa", "authentication": "none", "upstream": "keep" })).await;
    let tokens = sign_in(&world, &mut Browser::default(), &public, json!({})).await;
    let page = world.ask(PATH, &public, &[("token", text(&tokens, "access_token"))]).await;
    page.refused(400, "unauthorized_client");
    // The session came of another application's sign-in, so the person has to sign in here.
    let keeps = world.register(json!({ "name": "Orders", "upstream": "keep" })).await;
    let answer = browser.get(world.router(), &world.request(&keeps, &[("prompt", "none")])).await;
    let own = world.redeem(&keeps, &answer.sent_to(REDIRECT_URI)["code"]).await.json();
    ask(world.router(), &keeps, text(&own, "access_token")).await.refused(400, "login_required");
}

#[tokio::test]
async fn c53_kept_tokens_are_sealed_and_in_no_export_about_the_person() {
    let (world, _, _, _) = keeping().await;
    let store = &world.service.store;
    let kept = store.provider_token(session(&world).await).await.unwrap().unwrap();
    assert!(kept.sealed.starts_with("test.") && !kept.sealed.contains("refresh"), "{}", kept.sealed);
    let held = store.held_about(UserId::parse(OWNER).unwrap()).await.unwrap().unwrap();
    let text = serde_json::to_string(&held).unwrap();
    assert!(text.contains("provider_tokens"), "that they are kept is said");
    assert!(!text.contains(&kept.sealed) && !text.contains("sealed_token"), "{text}");
}

#[tokio::test]
async fn c53_two_instances_renew_at_once_and_the_provider_is_asked_once() {
    let (world, app, _, tokens) = keeping().await;
    renews(
        &world,
        json!({ "access_token": "two", "token_type": "Bearer", "expires_in": 900, "refresh_token": "refresh two" }),
    );
    let [one, two] = [later(&world, 1000), later(&world, 1000)];
    let refresh = text(&tokens, "refresh_token");
    let before = asked(&world);
    let asking = (0..8).map(|at| ask(if at % 2 == 0 { &one } else { &two }, &app, refresh));
    for page in futures_util::future::join_all(asking).await {
        assert_eq!(page.status, 200, "{}", page.text);
        assert_eq!(page.json()["access_token"], "two");
        assert_eq!(page.json()["scope"], "openid calendar", "what the answer leaves out stays");
    }
    assert_eq!(asked(&world), before + 1);
    let form = world.service.exchange.forms.lock().unwrap().last().unwrap().clone();
    assert!(form.contains("grant_type=refresh_token") && form.contains("refresh_token=refresh+one"), "{form}");
    // The successor is the one that is presented next. An answer without one leaves it.
    renews(&world, json!({ "access_token": "three", "token_type": "Bearer", "expires_in": 900 }));
    assert_eq!(ask(&later(&world, 3000), &app, refresh).await.json()["access_token"], "three");
    assert_eq!(ask(&later(&world, 5000), &app, refresh).await.json()["access_token"], "three");
    let forms = world.service.exchange.forms.lock().unwrap().clone();
    assert!(forms[forms.len() - 2..].iter().all(|form| form.contains("refresh_token=refresh+two")), "{forms:?}");
}

#[tokio::test]
async fn c53_a_provider_that_is_down_signs_nobody_out() {
    let (world, app, _, tokens) = keeping().await;
    let refresh = text(&tokens, "refresh_token");
    world.service.exchange.is_down.store(true, Ordering::Relaxed);
    // In its last minute the token still counts.
    assert_eq!(ask(&later(&world, 570), &app, refresh).await.json()["expires_in"], 30);
    for seconds in [700, 1000, 1200] {
        ask(&later(&world, seconds), &app, refresh).await.refused(503, "temporarily_unavailable");
    }
    world.service.exchange.is_down.store(false, Ordering::Relaxed);
    let renewed = json!({ "access_token": "two", "token_type": "Bearer", "expires_in": 900 });
    renews(&world, renewed);
    assert_eq!(ask(&later(&world, 1300), &app, refresh).await.json()["access_token"], "two");
    let fields = [("grant_type", "refresh_token"), ("refresh_token", refresh), ("client_id", &app.id)];
    let fields = [&fields[..], &[("client_secret", app.secret.as_deref().unwrap())]].concat();
    assert_eq!(send(&later(&world, 1300), form("/oauth2/token", &fields)).await.status, 200);
}

#[tokio::test]
async fn c53_a_provider_that_takes_its_token_back_ends_the_session() {
    let (world, app, _, tokens) = keeping().await;
    let refresh = text(&tokens, "refresh_token");
    *world.service.exchange.answer.lock().unwrap() = None;
    let id = session(&world).await;
    let service = later(&world, 1000);
    ask(&service, &app, refresh).await.refused(400, "invalid_grant");
    let fields = [("grant_type", "refresh_token"), ("refresh_token", refresh), ("client_id", &app.id)];
    let fields = [&fields[..], &[("client_secret", app.secret.as_deref().unwrap())]].concat();
    send(&service, form("/oauth2/token", &fields)).await.refused(400, "invalid_grant");
    assert_eq!(world.service.store.provider_token(id).await.unwrap(), None);
}

#[tokio::test]
async fn c53_a_token_that_cannot_be_renewed_asks_for_a_sign_in() {
    let world = World::new().await;
    let app = world.register(json!({ "upstream": "keep" })).await;
    let tokens = sign_in(&world, &mut Browser::default(), &app, json!({ "expires_in": 600 })).await;
    let refresh = text(&tokens, "refresh_token");
    assert_eq!(ask(&later(&world, 590), &app, refresh).await.status, 200);
    ask(&later(&world, 600), &app, refresh).await.refused(400, "login_required");
    let fields = [("grant_type", "refresh_token"), ("refresh_token", refresh)];
    assert_eq!(world.ask("/oauth2/token", &app, &fields).await.status, 200, "the session goes on");
}

#[tokio::test]
async fn c53_the_tokens_end_with_the_session_and_go_on_with_the_next_one() {
    let (world, app, mut browser, tokens) = keeping().await;
    let store = &world.service.store;
    let first = session(&world).await;
    // The same person signs in again, to an application that keeps nothing.
    let plain = world.register(json!({ "name": "Plain" })).await;
    let sent = world.begin(&mut browser, &plain, &[("prompt", "login")]).await;
    let mut again = olga();
    again.claims["auth_time"] = json!(NOW);
    world.come_back(&mut browser, &sent, &again).await.sent_to(REDIRECT_URI);
    let second = session(&world).await;
    assert_ne!(first, second);
    assert_eq!(store.provider_token(first).await.unwrap(), None);
    assert_eq!(ask(world.router(), &app, text(&tokens, "access_token")).await.status, 200);
    store.end_browser_session(second, cora_core::issuer::session::SessionEndReason::SignedOut, at(1)).await.unwrap();
    assert_eq!(store.provider_token(second).await.unwrap(), None);
    ask(world.router(), &app, text(&tokens, "access_token")).await.refused(400, "invalid_grant");
    // One that nobody ends is swept as soon as it is over.
    let (world, _, _, _) = keeping().await;
    let id = session(&world).await;
    world.service.store.sweep_issuer(at(604_799)).await.unwrap();
    assert!(world.service.store.provider_token(id).await.unwrap().is_some());
    world.service.store.sweep_issuer(at(604_800)).await.unwrap();
    assert_eq!(world.service.store.provider_token(id).await.unwrap(), None);
}
