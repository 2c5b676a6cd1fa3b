//! Logouts of providers, which reach the sessions that came of them.

use serde_json::{Value, json};

use crate::support::issuer::*;
use crate::support::signing::{Signer, jwks};
use crate::support::{CONNECTION, ISSUER, KEYS, NOW, OWNER, base, with};

const EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";

/// A person with a session at the provider.
fn in_session(person: Person, session: &str) -> Person {
    let mut person = person;
    person.claims["sid"] = json!(session);
    person
}

/// The claims of a logout token, with these changes.
fn claims(id: &str, changes: Value) -> Value {
    let claims = json!({
        "iss": ISSUER, "aud": "web", "iat": NOW, "exp": NOW + 120, "jti": id, "events": { EVENT: {} }
    });
    with(claims, changes)
}

async fn post(world: &World, connection: &str, token: &str) -> Page {
    let page =
        send(world.router(), form(&format!("/auth/backchannel-logout/{connection}"), &[("logout_token", token)]));
    let page = page.await;
    assert_eq!(page.headers["cache-control"], "no-store");
    page
}

async fn tell(world: &World, claims: &Value) -> Page {
    post(world, CONNECTION, &world.service.signer.plain_token(claims)).await
}

async fn is_alive(world: &World, tokens: &Value) -> bool {
    world.userinfo(text(tokens, "access_token")).await.status == 200
}

#[tokio::test]
async fn c54_a_logout_at_the_provider_ends_the_sessions_that_came_of_it() {
    let world = World::new().await;
    let app = world.register(json!({ "backChannelLogoutUri": "https://app.acme.example/logout" })).await;
    let (mut laptop, mut phone, mut others) = (Browser::default(), Browser::default(), Browser::default());
    let on_laptop = world.tokens(&mut laptop, &app, &in_session(olga(), "one")).await;
    let on_phone = world.tokens(&mut phone, &app, &in_session(olga(), "two")).await;
    let of_ana = world.tokens(&mut others, &app, &in_session(ana(), "three")).await;
    // One that is unknown ends nothing, and is no fault of the provider's.
    let page = tell(&world, &claims("1", json!({ "sid": "unknown" }))).await;
    assert_eq!((page.status, page.text.as_str()), (200, ""));
    assert_eq!(tell(&world, &claims("2", json!({ "sub": "olga", "sid": "three" }))).await.status, 200);
    assert!(is_alive(&world, &on_laptop).await && is_alive(&world, &of_ana).await);

    assert_eq!(tell(&world, &claims("3", json!({ "sub": "olga", "sid": "one" }))).await.status, 200);
    assert!(!is_alive(&world, &on_laptop).await && is_alive(&world, &on_phone).await);
    world.renew(&app, text(&on_laptop, "refresh_token"), &[]).await.refused(400, "invalid_grant");
    world.service.me(text(&on_laptop, "access_token")).await.refused(401, "token_expired");
    let silent = world.request(&app, &[("prompt", "none")]);
    let answer = laptop.get(world.router(), &silent).await.sent_to(REDIRECT_URI);
    assert_eq!(answer["error"], "login_required");
    // The application is told by the outbox.
    let told = world.service.store.take_logouts(10, cora_core::time::UnixSeconds::new(NOW).unwrap()).await.unwrap();
    assert_eq!(told.len(), 1);

    assert_eq!(tell(&world, &claims("4", json!({ "sub": "olga" }))).await.status, 200);
    assert!(!is_alive(&world, &on_phone).await && is_alive(&world, &of_ana).await);
    // A new sign-in has a session of its own.
    assert!(is_alive(&world, &world.tokens(&mut laptop, &app, &in_session(olga(), "four")).await).await);
}

#[tokio::test]
async fn c54_a_connection_that_is_disabled_ends_nothing_by_a_token_and_signs_nobody_in() {
    let world = World::new().await;
    let app = world.register(json!({})).await;
    let mut browser = Browser::default();
    let tokens = world.tokens(&mut browser, &app, &olga()).await;
    let under_way = world.begin(&mut Browser::default(), &app, &[("prompt", "login")]).await;
    let mut second = Browser::default();
    let sent = world.begin(&mut second, &app, &[("prompt", "login")]).await;
    assert_ne!(sent["state"], under_way["state"]);
    world.service.execute("UPDATE platform_idp_config SET status = 'disabled'").await;
    assert_eq!(tell(&world, &claims("1", json!({ "sub": "olga" }))).await.status, 400);
    let page = world.come_back(&mut second, &sent, &olga()).await;
    assert_eq!((page.status, page.title()), (502, "Your sign-in provider cannot be reached"));
    assert!(second.session().is_none());
    world.renew(&app, text(&tokens, "refresh_token"), &[]).await.refused(400, "invalid_grant");
    // Nor does the browser's session answer: the person is led to a connection in use.
    let page = browser.get(world.router(), &world.request(&app, &[])).await;
    assert_eq!((page.status, page.title()), (503, "Nobody can sign in yet"));
    let page = browser.get(world.router(), &world.request(&app, &[("prompt", "none")])).await;
    assert_eq!(page.sent_to(REDIRECT_URI)["error"], "login_required");
}

#[tokio::test]
async fn c46_a_token_that_is_no_logout_token_of_the_connection_ends_nothing() {
    let world = World::new().await;
    let app = world.register(json!({})).await;
    let tokens = world.tokens(&mut Browser::default(), &app, &in_session(olga(), "one")).await;
    let signer = &world.service.signer;
    let whole = claims("1", json!({ "sub": "olga" }));
    for changes in [
        json!({ "iss": "https://login.evil.example" }),
        json!({ "iss": null }),
        json!({ "aud": "other" }),
        json!({ "aud": null }),
        json!({ "iat": null }),
        json!({ "iat": NOW + 61 }),
        json!({ "iat": NOW - 180 }),
        json!({ "exp": null }),
        json!({ "exp": NOW - 60 }),
        json!({ "jti": null }),
        json!({ "events": null }),
        json!({ "events": { "other": {} } }),
        json!({ "nonce": "n" }),
        json!({ "sub": null }),
    ] {
        let page = tell(&world, &with(whole.clone(), changes)).await;
        page.refused(400, "invalid_request");
        assert!(!page.text.contains("olga"), "{}", page.text);
    }
    // Another's signature, none, an ID token of the provider, our own one, another connection.
    let forged = Signer::p256("key-1").plain_token(&whole);
    let unsigned = format!("{}.", encoded_parts(&json!({ "alg": "none" }), &whole));
    let id_token = signer.plain_token(&json!({
        "iss": ISSUER, "sub": "olga", "aud": "web", "iat": NOW, "exp": NOW + 300, "nonce": "n", "sid": "one"
    }));
    for token in [&forged, &unsigned, &id_token, text(&tokens, "id_token"), "x", "a.b.c"] {
        post(&world, CONNECTION, token).await.refused(400, "invalid_request");
    }
    let token = signer.plain_token(&whole);
    for connection in [OWNER, "x"] {
        post(&world, connection, &token).await.refused(400, "invalid_request");
    }
    let path = format!("/auth/backchannel-logout/{CONNECTION}");
    let twice = [("logout_token", token.as_str()), ("logout_token", token.as_str())];
    send(world.router(), form(&path, &twice)).await.refused(400, "invalid_request");
    send(world.router(), form(&path, &[])).await.refused(400, "invalid_request");
    assert!(is_alive(&world, &tokens).await);
    // Nothing of that was recorded: the token itself counts.
    assert_eq!(post(&world, CONNECTION, &token).await.status, 200);
    assert!(!is_alive(&world, &tokens).await);
}

fn encoded_parts(header: &Value, claims: &Value) -> String {
    use base64::Engine as _;
    let encode = |value: &Value| base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(value.to_string());
    format!("{}.{}", encode(header), encode(claims))
}

#[tokio::test]
async fn c46_a_token_counts_once_and_again_only_if_its_effect_was_lost() {
    let world = World::new().await;
    let app = world.register(json!({})).await;
    let mut browser = Browser::default();
    let first = world.tokens(&mut browser, &app, &olga()).await;
    let token = world.service.signer.plain_token(&claims("1", json!({ "sub": "olga" })));
    // The keys cannot be had: the provider is told to try again, and nothing is recorded.
    let fresh = world.service.another().await;
    world.service.documents.remove(KEYS);
    let page = send(&fresh, form(&format!("/auth/backchannel-logout/{CONNECTION}"), &[("logout_token", &token)])).await;
    page.refused(503, "temporarily_unavailable");
    world.service.documents.set(KEYS, &jwks(&[&world.service.signer]));
    assert!(is_alive(&world, &first).await);
    assert_eq!(post(&world, CONNECTION, &token).await.status, 200);
    assert!(!is_alive(&world, &first).await);
    let second = world.tokens(&mut browser, &app, &olga()).await;
    assert_eq!(post(&world, CONNECTION, &token).await.status, 200, "as the first time");
    assert!(is_alive(&world, &second).await);
}

#[tokio::test]
async fn c46_a_logout_token_of_a_provider_is_no_token_of_a_person() {
    let world = World::with(base()).await;
    let token = world.service.signer.plain_token(&claims("1", json!({ "sub": "olga" })));
    world.service.me(&token).await.refused(401, "token_kind_mismatch");
}

#[tokio::test]
async fn a_function_tells_applications_before_it_answers() {
    let world = World::new().await;
    let uri = "https://app.acme.example/logout";
    let app = world.register(json!({ "backChannelLogoutUri": uri })).await;
    let tokens = world.tokens(&mut Browser::default(), &app, &olga()).await;
    let told = || world.service.exchange.forms.lock().unwrap().iter().filter(|form| form.starts_with(uri)).count();
    // Nothing runs between the requests of a function.
    let function = cora_server::router_of_function(world.service.app());
    let token = world.service.signer.plain_token(&claims("1", json!({ "sub": "olga" })));
    let path = format!("/auth/backchannel-logout/{CONNECTION}");
    assert_eq!(send(&function, form(&path, &[("logout_token", &token)])).await.status, 200);
    assert_eq!(told(), 1);
    assert!(!is_alive(&world, &tokens).await);
    assert_eq!(send(&function, form(&path, &[("logout_token", &token)])).await.status, 200);
    assert_eq!(told(), 1, "once");
}
