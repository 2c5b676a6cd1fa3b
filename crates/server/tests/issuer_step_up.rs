//! The proof of a person that the policy requires, at the issuer and at the API (specification
//! §6.2, §14.3, §14.8).

use serde_json::{Value, json};

use crate::support::issuer::*;
use crate::support::{NOW, base, claims, with};

const ACME: &str = cora_testkit::acme::ACME;

/// Returns Olga, with what her provider says of her authentication.
fn proven(more: &Value) -> Person {
    let mut person = olga();
    person.claims.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    person
}

async fn with_policy(policy: Value) -> World {
    World::with(with(base(), json!({ "policy": policy }))).await
}

/// Saves a policy as the owner, whose token has the strongest proof.
async fn save(world: &World, policy: Value) {
    let token = token(world, &json!({ "acr": "mfa", "amr": ["hwk"], "auth_time": NOW }));
    world.service.ask("PUT", "/admin/policy", &token, json!({ "policy": policy })).await.ok();
}

/// Returns the owner's token of the provider, with what it says of their authentication.
fn token(world: &World, more: &Value) -> String {
    world.service.signer.token(&with(claims("olga", "olga@acme.example"), more.clone()))
}

#[tokio::test]
async fn c44_the_provider_is_asked_for_the_proof_and_nobody_comes_in_without() {
    let world = with_policy(json!({ "requiredAcr": ["mfa", "phr"], "maxAuthAge": 3600 })).await;
    let app = world.register(json!({})).await;
    for (said, admitted) in [
        (json!({}), false),
        (json!({ "acr": "pwd", "auth_time": NOW }), false),
        (json!({ "acr": "mfa" }), false),
        (json!({ "acr": "mfa", "auth_time": NOW - 3601 }), false),
        (json!({ "acr": "mfa", "auth_time": NOW + 61 }), false),
        (json!({ "acr": "phr", "auth_time": NOW - 3600 }), true),
    ] {
        let mut browser = Browser::default();
        let sent = world.begin(&mut browser, &app, &[]).await;
        assert_eq!((sent["acr_values"].as_str(), sent["max_age"].as_str()), ("mfa phr", "3600"));
        let page = world.come_back(&mut browser, &sent, &proven(&said)).await;
        if admitted {
            assert!(page.sent_to(REDIRECT_URI).contains_key("code"), "{said}");
        } else {
            assert_eq!((page.status, page.title()), (403, "You are not signed in"), "{said}");
            assert!(page.text.contains("second factor"), "{}", page.text);
            assert!(browser.session().is_none());
        }
    }
    // A request may ask for more, and never for less.
    let sent = world.begin(&mut Browser::default(), &app, &[("acr_values", "phr"), ("max_age", "7200")]).await;
    assert_eq!((sent["acr_values"].as_str(), sent["max_age"].as_str()), ("phr", "3600"));
}

#[tokio::test]
async fn c44_a_session_that_falls_short_of_a_new_policy_is_not_renewed_and_steps_up() {
    let world = World::new().await;
    let app = world.register(json!({})).await;
    let mut browser = Browser::default();
    let tokens = world.tokens(&mut browser, &app, &proven(&json!({ "acr": "pwd", "auth_time": NOW }))).await;
    save(&world, json!({ "requiredAcr": ["mfa"] })).await;
    world.renew(&app, text(&tokens, "refresh_token"), &[]).await.refused(400, "invalid_grant");

    let silent = browser.get(world.router(), &world.request(&app, &[("prompt", "none")])).await;
    assert_eq!(silent.sent_to(REDIRECT_URI)["error"], "login_required");
    let sent = world.begin(&mut browser, &app, &[]).await;
    assert_eq!((sent["acr_values"].as_str(), sent["prompt"].as_str()), ("mfa", "login"));
    let page = world.come_back(&mut browser, &sent, &proven(&json!({ "acr": "mfa", "auth_time": NOW }))).await;
    let tokens = world.redeem(&app, &page.sent_to(REDIRECT_URI)["code"]).await.json();
    assert_eq!(decoded(text(&tokens, "access_token")).1["acr"], "mfa");
    // The session answers now.
    let page = browser.get(world.router(), &world.request(&app, &[])).await;
    assert!(page.sent_to(REDIRECT_URI).contains_key("code"));
    assert_eq!(world.renew(&app, text(&tokens, "refresh_token"), &[]).await.status, 200);
}

#[tokio::test]
async fn c55_an_organization_with_a_proof_of_its_own_is_reached_by_it_alone() {
    let required = json!([{ "organizationId": ACME, "requiredAmr": ["otp"] }]);
    let world = with_policy(json!({ "organizationAuthentication": required })).await;
    let app = world.register(json!({})).await;
    let mut browser = Browser::default();
    let weak = proven(&json!({ "amr": ["pwd"] }));
    let tokens = world.tokens(&mut browser, &app, &weak).await;
    let org = |tokens: &Value| decoded(text(tokens, "access_token")).1["org_id"].clone();
    assert_eq!(org(&tokens), Value::Null);

    let inside = [("organization", ACME)];
    let silent = [("organization", ACME), ("prompt", "none")];
    let page = browser.get(world.router(), &world.request(&app, &silent)).await;
    assert_eq!(page.sent_to(REDIRECT_URI)["error"], "login_required");
    // A provider that does not do it sends nobody in circles.
    let sent = world.begin(&mut browser, &app, &inside).await;
    let page = world.come_back(&mut browser, &sent, &weak).await;
    assert_eq!(page.sent_to(REDIRECT_URI)["error"], "unmet_authentication_requirements");
    let sent = world.begin(&mut browser, &app, &inside).await;
    let page = world.come_back(&mut browser, &sent, &proven(&json!({ "amr": ["pwd", "otp"] }))).await;
    let tokens = world.redeem(&app, &page.sent_to(REDIRECT_URI)["code"]).await.json();
    assert_eq!(org(&tokens), ACME);
}

#[tokio::test]
async fn a_capability_that_needs_a_proof_is_refused_without_and_says_what_to_ask_for() {
    let world = World::new().await;
    let app = world.register(json!({})).await;
    save(&world, json!({ "stepUp": [{ "capabilities": ["audit:read"], "requiredAcr": ["mfa"], "maxAuthAge": 900 }] }))
        .await;
    let read = async |token: &str| {
        let request = axum::http::Request::get("/admin/audit").header("authorization", format!("Bearer {token}"));
        send(world.router(), request.body(axum::body::Body::empty()).unwrap()).await
    };
    let challenge = "Bearer error=\"insufficient_user_authentication\", acr_values=\"mfa\", max_age=900";
    let weak = json!({ "acr": "pwd", "auth_time": NOW });
    let strong = json!({ "acr": "mfa", "auth_time": NOW - 900 });
    // The provider's own token, and an application's.
    let mut browser = Browser::default();
    let tokens = world.tokens(&mut browser, &app, &proven(&weak)).await;
    for token in [token(&world, &weak), text(&tokens, "access_token").to_owned()] {
        let page = read(&token).await;
        assert_eq!((page.status, page.headers["www-authenticate"].to_str().unwrap()), (401, challenge));
        let body = page.json();
        assert_eq!(body["code"], "insufficient_user_authentication");
        assert_eq!(body["stepUp"], json!({ "acrValues": ["mfa"], "amrValues": [], "maxAge": 900 }));
        // Nothing else needs it.
        world.service.me(&token).await.ok();
    }
    assert_eq!(read(&token(&world, &strong)).await.status, 200);
    assert_eq!(read(&token(&world, &json!({ "acr": "mfa", "auth_time": NOW - 901 }))).await.status, 401);
    // The application asks for what it was told (RFC 9470 §4).
    let sent = world.begin(&mut browser, &app, &[("acr_values", "mfa"), ("max_age", "900")]).await;
    assert_eq!(sent["acr_values"], "mfa");
    let page = world.come_back(&mut browser, &sent, &proven(&strong)).await;
    let tokens = world.redeem(&app, &page.sent_to(REDIRECT_URI)["code"]).await.json();
    assert_eq!(read(text(&tokens, "access_token")).await.status, 200);
}

#[tokio::test]
async fn a_providers_token_without_the_required_proof_is_told_what_to_ask_for() {
    let world = with_policy(json!({ "requiredAmr": ["hwk"], "maxAuthAge": 600 })).await;
    let weak = token(&world, &json!({ "amr": ["pwd"], "auth_time": NOW }));
    let answer = world.service.me(&weak).await;
    answer.refused(401, "insufficient_user_authentication");
    let strong = token(&world, &json!({ "amr": ["pwd", "hwk"], "auth_time": NOW - 600 }));
    world.service.me(&strong).await.ok();
}
