//! The issuer over its router, with a test identity provider.

use std::collections::BTreeMap;

use axum::body::Body;
use axum::http::Request;
use futures_util::future::join_all;
use serde_json::{Value, json};
use url::Url;

use crate::support::issuer::*;
use crate::support::{CONNECTION, NOW, OWNER, PUBLIC_URL, Service, base};

#[tokio::test]
async fn a_person_signs_in_and_the_application_gets_tokens() {
    let world = World::new().await;
    let app = world.register(json!({})).await;
    let mut browser = Browser::default();
    let tokens = world.tokens(&mut browser, &app, &olga()).await;
    assert_eq!(tokens["token_type"], "Bearer");
    assert_eq!(tokens["expires_in"], 300);
    assert_eq!(tokens["scope"], "openid profile email offline_access");
    let (header, access) = decoded(text(&tokens, "access_token"));
    assert_eq!((&header["typ"], &header["alg"]), (&json!("at+jwt"), &json!("ES256")));
    assert_eq!(access["sub"], OWNER);
    assert_eq!((&access["aud"], &access["client_id"]), (&json!(app.id), &json!(app.id)));
    assert_eq!(access["platform_role"], "platform_owner");
    let (header, id) = decoded(text(&tokens, "id_token"));
    assert_eq!((&header["typ"], &header["alg"]), (&json!("JWT"), &json!("RS256")));
    assert_eq!((&id["iss"], &id["sub"], &id["nonce"]), (&json!(PUBLIC_URL), &json!(OWNER), &json!("the nonce")));
    assert_eq!((&id["email"], &id["email_verified"]), (&json!("olga@acme.example"), &json!(true)));
    assert_eq!(id["sid"], access["sid"]);
    assert!(id.get("auth_time").is_none(), "the provider states none");

    let jwks = send(world.router(), Request::get("/oauth2/jwks").body(Body::empty()).unwrap()).await;
    assert_eq!(jwks.headers["access-control-allow-origin"], "*");
    assert_eq!(jwks.headers["cache-control"], "public, max-age=3600");
    let keys = jwks.json();
    let published: Vec<&Value> = keys["keys"].as_array().unwrap().iter().map(|key| &key["kid"]).collect();
    assert!(published.contains(&&header["kid"]) && published.len() == 2, "{keys}");
    assert!(!jwks.text.contains("\"d\""));
    let metadata = send(world.router(), Request::get("/.well-known/openid-configuration").body(Body::empty()).unwrap());
    let metadata = metadata.await.json();
    assert_eq!(metadata["issuer"], PUBLIC_URL);
    // Those that an assertion is verified by, and no other.
    let algorithms = json!(["RS256", "PS256", "ES256", "EdDSA"]);
    assert_eq!(metadata["token_endpoint_auth_signing_alg_values_supported"], algorithms);

    let userinfo = world.userinfo(text(&tokens, "access_token")).await;
    assert_eq!(userinfo.json()["email"], "olga@acme.example");
    let renewed = world.renew(&app, text(&tokens, "refresh_token"), &[]).await.json();
    assert_eq!(renewed["refresh_token"], tokens["refresh_token"]);
    assert_eq!(decoded(text(&renewed, "access_token")).1["sid"], access["sid"]);
}

#[tokio::test]
async fn another_application_of_the_browser_needs_no_provider() {
    let world = World::new().await;
    let [one, two] = [world.register(json!({})).await, world.register(json!({ "name": "Orders" })).await];
    let mut browser = Browser::default();
    let first = world.tokens(&mut browser, &one, &olga()).await;
    let answer = browser.get(world.router(), &world.request(&two, &[("prompt", "none")])).await.sent_to(REDIRECT_URI);
    let second = world.redeem(&two, &answer["code"]).await.json();
    let [first, second] = [&first, &second].map(|tokens| decoded(text(tokens, "id_token")).1);
    assert_eq!(first["sub"], second["sub"]);
    assert_ne!(first["sid"], second["sid"]);
    // A person who is not a user of the hint is not answered for.
    let mut other = Browser::default();
    let tokens = world.tokens(&mut other, &two, &ana()).await;
    let hint = text(&tokens, "id_token");
    let hinted = world.request(&two, &[("prompt", "none"), ("id_token_hint", hint)]);
    let answer = browser.get(world.router(), &hinted).await.sent_to(REDIRECT_URI);
    assert_eq!(answer["error"], "account_selection_required");
}

#[tokio::test]
async fn c38_a_code_is_bound_to_its_application_its_uri_and_its_verifier() {
    let world = World::new().await;
    let [app, other] = [world.register(json!({})).await, world.register(json!({ "name": "Other" })).await];
    let code = world.code(&mut Browser::default(), &app, &olga()).await;
    world.redeem(&other, &code).await.refused(400, "invalid_grant");
    let grant = ("grant_type", "authorization_code");
    let [right_code, uri, verifier] =
        [("code", code.as_str()), ("redirect_uri", REDIRECT_URI), ("code_verifier", VERIFIER)];
    let wrong = "wrong-wrong-wrong-wrong-wrong-wrong-wrong-wrong";
    for fields in [
        vec![grant, right_code, verifier],
        vec![grant, right_code, ("redirect_uri", "https://app.acme.example/callback/"), verifier],
        vec![grant, right_code, uri],
        vec![grant, right_code, uri, ("code_verifier", wrong)],
        vec![grant, ("code", "made up"), uri, verifier],
    ] {
        world.ask("/oauth2/token", &app, &fields).await.refused(400, "invalid_grant");
    }
    assert_eq!(world.redeem(&app, &code).await.status, 200, "nothing was used up");
}

#[tokio::test]
async fn c39_a_code_is_redeemed_once_and_a_repetition_ends_its_session_alone() {
    let world = World::new().await;
    let [app, other] = [world.register(json!({})).await, world.register(json!({ "name": "Other" })).await];
    let mut browser = Browser::default();
    let code = world.code(&mut browser, &app, &olga()).await;
    let tokens = world.redeem(&app, &code).await.json();
    // A stranger with the code ends nothing.
    world.redeem(&other, &code).await.refused(400, "invalid_grant");
    assert_eq!(world.userinfo(text(&tokens, "access_token")).await.status, 200);
    world.redeem(&app, &code).await.refused(400, "invalid_grant");
    let userinfo = world.userinfo(text(&tokens, "access_token")).await;
    assert_eq!(userinfo.status, 401);
    assert_eq!(userinfo.headers["www-authenticate"], "Bearer error=\"invalid_token\"");
    world.renew(&app, text(&tokens, "refresh_token"), &[]).await.refused(400, "invalid_grant");
    let silent = world.request(&app, &[("prompt", "none")]);
    assert!(browser.get(world.router(), &silent).await.sent_to(REDIRECT_URI).contains_key("code"));
}

#[tokio::test]
async fn c39_of_parallel_redemptions_one_wins() {
    let world = World::new().await;
    let app = world.register(json!({})).await;
    let code = world.code(&mut Browser::default(), &app, &olga()).await;
    let redeeming: Vec<_> = (0..16).map(|_| world.redeem(&app, &code)).collect();
    let mut won = 0;
    for page in join_all(redeeming).await {
        if page.status == 200 {
            won += 1;
        } else {
            page.refused(400, "invalid_grant");
        }
    }
    assert_eq!(won, 1);
}

#[tokio::test]
async fn c40_a_challenge_cannot_be_left_out() {
    let world = World::new().await;
    let app = world.register(json!({})).await;
    for changes in [
        &[("code_challenge", ""), ("code_challenge_method", "")][..],
        &[("code_challenge_method", "plain")],
        &[("code_challenge_method", "")],
        &[("code_challenge", "short")],
        &[("code_challenge", "")],
    ] {
        let page = Browser::default().get(world.router(), &world.request(&app, changes)).await;
        assert_eq!(page.sent_to(REDIRECT_URI)["error"], "invalid_request", "{changes:?}");
    }
}

#[tokio::test]
async fn c41_a_callback_belongs_to_the_browser_that_began_it() {
    let world = World::new().await;
    let app = world.register(json!({})).await;
    let (mut browser, mut stranger) = (Browser::default(), Browser::default());
    let sent = world.begin(&mut browser, &app, &[]).await;
    let page = world.come_back(&mut stranger, &sent, &olga()).await;
    assert_eq!((page.status, page.title()), (400, "This sign-in is over"));
    assert!(stranger.session().is_none());
    let other = format!("/auth/callback/{}?code=c&state={}", OWNER, sent["state"]);
    assert_eq!(browser.get(world.router(), &other).await.title(), "This sign-in is over");
    assert!(world.come_back(&mut browser, &sent, &olga()).await.sent_to(REDIRECT_URI).contains_key("code"));
    assert_eq!(world.come_back(&mut browser, &sent, &olga()).await.title(), "This sign-in is over");
}

#[tokio::test]
async fn c42_each_sign_in_has_a_secret_and_identifiers_of_its_own() {
    let world = World::new().await;
    let app = world.register(json!({})).await;
    let mut browser = Browser::default();
    let first = world.tokens(&mut browser, &app, &olga()).await;
    let secret = browser.session().unwrap().to_owned();
    let name = browser.cookies.keys().find(|name| name.ends_with("-session")).unwrap().clone();
    let mut planted = Browser { cookies: BTreeMap::from([(name, "planted".to_owned())]) };
    world.tokens(&mut planted, &app, &ana()).await;
    assert_ne!(planted.session(), Some("planted"));
    let sent = world.begin(&mut browser, &app, &[("prompt", "login")]).await;
    assert_eq!(sent["prompt"], "login");
    // Another person signs in with the same browser.
    let mut person = ana();
    person.claims["auth_time"] = json!(NOW);
    let answer = world.come_back(&mut browser, &sent, &person).await.sent_to(REDIRECT_URI);
    let second = world.redeem(&app, &answer["code"]).await.json();
    assert_ne!(browser.session(), Some(secret.as_str()));
    let [one, two] = [&first, &second].map(|tokens| decoded(text(tokens, "id_token")).1);
    assert_ne!(one["sub"], two["sub"]);
    assert_ne!(one["sid"], two["sid"]);
    world.renew(&app, text(&first, "refresh_token"), &[]).await.refused(400, "invalid_grant");
}

#[tokio::test]
async fn c43_another_issuers_answer_reaches_no_token_endpoint() {
    let world = World::new().await;
    let app = world.register(json!({})).await;
    let mut browser = Browser::default();
    let sent = world.begin(&mut browser, &app, &[]).await;
    assert_eq!(sent["redirect_uri"], format!("{PUBLIC_URL}/auth/callback/{CONNECTION}"));
    let query = encoded(&[("code", "c"), ("state", &sent["state"]), ("iss", "https://evil.example")]);
    let page = browser.get(world.router(), &format!("/auth/callback/{CONNECTION}?{query}")).await;
    assert_eq!(page.title(), "Your sign-in provider did not sign you in");
    assert!(world.service.exchange.forms.lock().unwrap().is_empty());
}

#[tokio::test]
async fn c44_the_time_of_authentication_is_the_providers() {
    let world = World::new().await;
    let app = world.register(json!({})).await;
    for (auth_time, error) in [
        (json!(null), Some("unmet_authentication_requirements")),
        (json!(NOW - 1000), Some("unmet_authentication_requirements")),
        (json!(NOW + 1000), Some("unmet_authentication_requirements")),
        (json!(NOW - 30), None),
    ] {
        let mut browser = Browser::default();
        let sent = world.begin(&mut browser, &app, &[("max_age", "0")]).await;
        assert_eq!(sent["max_age"], "0");
        let mut person = olga();
        person.claims["auth_time"] = auth_time.clone();
        let answer = world.come_back(&mut browser, &sent, &person).await.sent_to(REDIRECT_URI);
        assert_eq!(answer.get("error").map(String::as_str), error, "{auth_time}");
        if error.is_none() {
            let tokens = world.redeem(&app, &answer["code"]).await.json();
            assert_eq!(decoded(text(&tokens, "id_token")).1["auth_time"], auth_time);
        }
    }
}

#[tokio::test]
async fn c45_nobody_is_signed_out_unasked_or_sent_to_an_unregistered_place() {
    let world = World::new().await;
    let app = world.register(json!({})).await;
    let mut browser = Browser::default();
    let tokens = world.tokens(&mut browser, &app, &olga()).await;
    let (id_token, refresh) = (text(&tokens, "id_token"), text(&tokens, "refresh_token"));
    let logout = |fields: &[(&str, &str)]| format!("/oauth2/logout?{}", encoded(fields));
    let mut other = Browser::default();
    let stranger = world.tokens(&mut other, &app, &ana()).await;
    let (signed, changed) = (id_token.rsplit_once('.').unwrap().0, "AAAA");
    let forged = format!("{signed}.{changed}");
    for fields in [
        vec![],
        vec![("post_logout_redirect_uri", SIGNED_OUT)],
        vec![("id_token_hint", forged.as_str()), ("post_logout_redirect_uri", SIGNED_OUT)],
        vec![("id_token_hint", text(&stranger, "id_token")), ("post_logout_redirect_uri", SIGNED_OUT)],
        vec![("id_token_hint", text(&tokens, "access_token"))],
    ] {
        assert_eq!(browser.get(world.router(), &logout(&fields)).await.title(), "Sign out?", "{fields:?}");
    }
    // A form of another site has no token of the page.
    let page = browser.send(world.router(), form("/oauth2/logout", &[("confirm", "made up")])).await;
    assert_eq!((page.status, page.title()), (400, "This page is out of date"));
    assert_eq!(world.renew(&app, refresh, &[]).await.status, 200);
    // The page's own form signs out.
    let page = browser.get(world.router(), &logout(&[])).await;
    let (_, rest) = page.text.split_once("name=\"confirm\" value=\"").unwrap();
    let confirm = rest.split_once('"').unwrap().0.to_owned();
    let page = browser.send(world.router(), form("/oauth2/logout", &[("confirm", &confirm)])).await;
    assert_eq!(page.title(), "You are signed out");
    assert!(browser.session().is_none());
    world.renew(&app, refresh, &[]).await.refused(400, "invalid_grant");
    // With a hint that counts nothing is asked, and the place is a registered one.
    let hint = ("id_token_hint", text(&stranger, "id_token"));
    let elsewhere = logout(&[hint, ("post_logout_redirect_uri", "https://evil.example/")]);
    assert_eq!(other.get(world.router(), &elsewhere).await.title(), "You are signed out");
    let back = logout(&[hint, ("post_logout_redirect_uri", SIGNED_OUT), ("state", "a b")]);
    assert_eq!(other.get(world.router(), &back).await.sent_to(SIGNED_OUT)["state"], "a b");
}

#[tokio::test]
async fn c51_a_renewal_is_of_its_application_and_within_its_grant() {
    let world = World::new().await;
    let [app, other] = [world.register(json!({})).await, world.register(json!({ "name": "Other" })).await];
    let tokens = world.tokens(&mut Browser::default(), &app, &olga()).await;
    let refresh = text(&tokens, "refresh_token");
    world.renew(&other, refresh, &[]).await.refused(400, "invalid_grant");
    let nobody = App { secret: Some("wrong".to_owned()), ..app.clone() };
    world.renew(&nobody, refresh, &[]).await.refused(401, "invalid_client");
    let public = App { secret: None, ..app.clone() };
    world.renew(&public, refresh, &[]).await.refused(401, "invalid_client");
    for (name, value) in [("code", "c"), ("redirect_uri", REDIRECT_URI), ("code_verifier", VERIFIER)] {
        world.renew(&app, refresh, &[(name, value)]).await.refused(400, "invalid_request");
    }
    world.renew(&app, refresh, &[("refresh_token", refresh)]).await.refused(400, "invalid_request");
    for scope in ["openid admin", "phone", " "] {
        world.renew(&app, refresh, &[("scope", scope)]).await.refused(400, "invalid_scope");
    }
    let narrowed = world.renew(&app, refresh, &[("scope", "openid")]).await.json();
    assert_eq!(narrowed["scope"], "openid");
    assert_eq!(decoded(text(&narrowed, "access_token")).1["scope"], "openid");
    assert!(world.userinfo(text(&narrowed, "access_token")).await.json().get("email").is_none());
    assert_eq!(world.renew(&app, refresh, &[]).await.json()["scope"], tokens["scope"]);
    for token in [text(&tokens, "id_token"), refresh, "x", ""] {
        let page = world.userinfo(token).await;
        assert_eq!(page.status, 401, "{token}");
    }
}

#[tokio::test]
async fn c58_others_learn_nothing_of_a_token() {
    let world = World::new().await;
    let [app, other] = [world.register(json!({})).await, world.register(json!({ "name": "Other" })).await];
    let api = world.register(json!({ "name": "Api", "kind": "service", "redirectUris": [], "postLogoutRedirectUris": [], "origins": [] })).await;
    let tokens = world.tokens(&mut Browser::default(), &app, &olga()).await;
    let (access, refresh) = (text(&tokens, "access_token"), text(&tokens, "refresh_token"));
    let about = async |app: &App, token: &str| world.ask("/oauth2/introspect", app, &[("token", token)]).await.text;
    let inactive = "{\"active\":false}";
    for (who, token) in
        [(&other, access), (&other, refresh), (&api, refresh), (&app, "x"), (&app, text(&tokens, "id_token"))]
    {
        assert_eq!(about(who, token).await, inactive);
    }
    for (who, token) in [(&app, access), (&app, refresh), (&api, access)] {
        assert!(about(who, token).await.contains("\"active\":true"));
    }
    // Nobody else takes a token back.
    assert_eq!(world.ask("/oauth2/revoke", &other, &[("token", refresh)]).await.status, 200);
    assert_eq!(world.ask("/oauth2/revoke", &app, &[("token", "unknown")]).await.status, 200);
    assert!(about(&app, access).await.contains("\"active\":true"));
    assert_eq!(world.ask("/oauth2/revoke", &app, &[("token", refresh)]).await.status, 200);
    assert_eq!(about(&app, access).await, inactive);
    assert_eq!(about(&api, access).await, inactive);
    // An unknown application is answered as a wrong secret is.
    let unknown = App { id: OWNER.to_owned(), secret: Some("wrong".to_owned()) };
    let wrong = App { secret: Some("wrong".to_owned()), ..app.clone() };
    let [unknown, wrong] = [
        world.ask("/oauth2/introspect", &unknown, &[("token", access)]).await,
        world.ask("/oauth2/introspect", &wrong, &[("token", access)]).await,
    ];
    assert_eq!((unknown.status, &unknown.text), (wrong.status, &wrong.text));
    unknown.refused(401, "invalid_client");
}

#[tokio::test]
async fn c59_a_request_that_leads_nowhere_writes_nothing() {
    let world = World::new().await;
    let app = world.register(json!({})).await;
    let long = "x".repeat(50 * 1024);
    for changes in [
        &[("client_id", "")][..],
        &[("client_id", OWNER)],
        &[("client_id", "x")],
        &[("redirect_uri", "")],
        &[("redirect_uri", "https://evil.example/")],
        &[("redirect_uri", "https://app.acme.example/callback/")],
        &[("redirect_uri", "https://app.acme.example/callback?x=1")],
        &[("state", &long)],
    ] {
        let mut browser = Browser::default();
        let page = browser.get(world.router(), &world.request(&app, changes)).await;
        assert_eq!(page.status, 400);
        page.title();
        assert!(browser.cookies.is_empty());
    }
    let huge = "x".repeat(2 * 1024 * 1024);
    let page = send(world.router(), form("/oauth2/authorize", &[("state", &huge)])).await;
    assert_eq!((page.status, page.title()), (400, "This sign-in link does not work"));
    let long = "x".repeat(2049);
    let answer = Browser::default().get(world.router(), &world.request(&app, &[("state", &long)])).await;
    let answer = answer.sent_to(REDIRECT_URI);
    assert_eq!((answer["error"].as_str(), answer.get("state")), ("invalid_request", None));
}

#[tokio::test]
async fn c62_no_page_shows_anything_of_a_request_or_a_provider() {
    let world = World::new().await;
    let app = world.register(json!({})).await;
    let hostile = "\"><svg onload=alert(1)>\r\nset-cookie: a=b";
    for name in ["client_id", "redirect_uri", "state", "nonce", "scope", "login_hint", "prompt", "connection"] {
        let page = Browser::default().get(world.router(), &world.request(&app, &[(name, hostile)])).await;
        assert!(!page.text.contains("svg"), "{name}: {}", page.text);
        assert!(!page.headers.contains_key("set-cookie") || page.status == 303, "{name}");
    }
    let mut browser = Browser::default();
    let sent = world.begin(&mut browser, &app, &[]).await;
    let query = encoded(&[("error", "made_up"), ("error_description", hostile), ("state", &sent["state"])]);
    let page = browser.get(world.router(), &format!("/auth/callback/{CONNECTION}?{query}")).await;
    assert_eq!(page.title(), "Your sign-in provider did not sign you in");
    assert!(!page.text.contains("svg") && !page.text.contains("made_up"), "{}", page.text);
    // A person who turned back is brought back to the application.
    let sent = world.begin(&mut browser, &app, &[]).await;
    let query = encoded(&[("error", "access_denied"), ("error_description", hostile), ("state", &sent["state"])]);
    let page = browser.get(world.router(), &format!("/auth/callback/{CONNECTION}?{query}")).await;
    let answer = page.sent_to(REDIRECT_URI);
    assert_eq!((answer["error"].as_str(), answer.get("error_description")), ("access_denied", None));
}

#[tokio::test]
async fn c63_only_the_applications_own_origins_read_its_answers() {
    let world = World::new().await;
    let app = world.register(json!({})).await;
    let other = world.register(json!({ "name": "Other", "origins": ["https://other.acme.example"] })).await;
    let tokens = world.tokens(&mut Browser::default(), &app, &olga()).await;
    let allowed =
        |page: &Page| page.headers.get("access-control-allow-origin").map(|value| value.to_str().unwrap().to_owned());
    let ask = async |path: &str, origin: &str| {
        let mut request = form(
            path,
            &[
                ("grant_type", "refresh_token"),
                ("refresh_token", text(&tokens, "refresh_token")),
                ("client_id", &app.id),
                ("client_secret", app.secret.as_deref().unwrap()),
                ("token", "x"),
            ],
        );
        request.headers_mut().insert("origin", origin.parse().unwrap());
        send(world.router(), request).await
    };
    for path in ["/oauth2/token", "/oauth2/revoke"] {
        let page = ask(path, "https://app.acme.example").await;
        assert_eq!((page.status, allowed(&page).as_deref()), (200, Some("https://app.acme.example")), "{path}");
        assert!(page.headers.get_all("vary").iter().any(|value| value == "Origin"));
        assert!(!page.headers.contains_key("access-control-allow-credentials"));
        for origin in
            ["null", "http://app.acme.example", "https://app.acme.example.evil.example", "https://other.acme.example"]
        {
            assert_eq!(allowed(&ask(path, origin).await), None, "{origin}");
        }
    }
    let preflight = async |path: &str, origin: &str| {
        let request = Request::options(path).header("origin", origin).header("access-control-request-method", "POST");
        send(world.router(), request.body(Body::empty()).unwrap()).await
    };
    assert_eq!(other.id.len(), 36);
    for origin in ["https://app.acme.example", "https://other.acme.example"] {
        assert_eq!(allowed(&preflight("/oauth2/token", origin).await).as_deref(), Some(origin));
    }
    for (path, origin) in [
        ("/oauth2/token", "https://evil.example"),
        ("/oauth2/token", "null"),
        ("/oauth2/authorize", "https://app.acme.example"),
        ("/oauth2/logout", "https://app.acme.example"),
        ("/oauth2/introspect", "https://app.acme.example"),
    ] {
        assert_eq!(allowed(&preflight(path, origin).await), None, "{path} {origin}");
    }
}

#[tokio::test]
async fn c64_a_form_of_the_provider_is_posted_again_by_a_page() {
    let world = World::new().await;
    let app = world.register(json!({})).await;
    let mut browser = Browser::default();
    let sent = world.begin(&mut browser, &app, &[]).await;
    world.vouch(&olga(), &sent["nonce"]);
    let fields = [("code", "upstream"), ("state", sent["state"].as_str()), ("user", "{\"name\":\"<svg>\"}")];
    let path = format!("/auth/callback/{CONNECTION}");
    // The cross-site form comes without cookies.
    let page = send(world.router(), form(&path, &fields)).await;
    assert_eq!(page.title(), "One moment");
    assert!(page.text.contains(&format!("action=\"{PUBLIC_URL}{path}?again=1\"")) && !page.text.contains("svg"));
    let page = browser.send(world.router(), form(&format!("{path}?again=1"), &fields[..2])).await;
    assert!(page.sent_to(REDIRECT_URI).contains_key("code"));
}

#[tokio::test]
async fn c64_a_posted_request_is_sent_to_the_same_request_by_get() {
    let world = World::new().await;
    let app = world.register(json!({})).await;
    let query = world.request(&app, &[]);
    let pairs: Vec<(String, String)> =
        Url::parse(&format!("{PUBLIC_URL}{query}")).unwrap().query_pairs().into_owned().collect();
    let pairs: Vec<(&str, &str)> = pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let page = send(world.router(), form("/oauth2/authorize", &pairs)).await;
    page.sent_to(&format!("{PUBLIC_URL}/oauth2/authorize"));
    assert_eq!(page.location().unwrap().as_str(), format!("{PUBLIC_URL}{query}"));
}

#[tokio::test]
async fn a_person_who_is_not_admitted_sees_why_and_the_ways_on() {
    let world = World::new().await;
    let app = world.register(json!({})).await;
    let eve = Person { subject: "eve", claims: json!({ "email": "eve@evil.example", "email_verified": true }) };
    let mut browser = Browser::default();
    let sent = world.begin(&mut browser, &app, &[]).await;
    let page = world.come_back(&mut browser, &sent, &eve).await;
    assert_eq!((page.status, page.title()), (403, "You are not signed in"));
    assert!(page.text.contains("error=access_denied") && page.text.contains("prompt=select_account"), "{}", page.text);
    assert!(browser.session().is_none());
}

#[tokio::test]
async fn the_api_takes_the_access_tokens_of_applications_that_may_reach_it() {
    let world = World::new().await;
    let [app, kept] =
        [world.register(json!({})).await, world.register(json!({ "name": "Kept", "apiAccess": false })).await];
    let tokens = world.tokens(&mut Browser::default(), &app, &olga()).await;
    let me = world.service.me(text(&tokens, "access_token")).await;
    assert_eq!(me.ok()["email"], "olga@acme.example");
    world.service.me(text(&tokens, "id_token")).await.refused(401, "signature_invalid");
    world.service.me(text(&tokens, "refresh_token")).await.refused(401, "token_malformed");
    let others = world.tokens(&mut Browser::default(), &kept, &olga()).await;
    world.service.me(text(&others, "access_token")).await.refused(401, "audience_mismatch");
    world.ask("/oauth2/revoke", &app, &[("token", text(&tokens, "refresh_token"))]).await;
    world.service.me(text(&tokens, "access_token")).await.refused(401, "token_expired");
}

#[tokio::test]
async fn without_its_settings_the_issuer_says_what_is_missing() {
    let service = Service::new(base()).await;
    let app = service.app_without_keys();
    assert_eq!(app.issuer_objection().map(cora_server::IssuerObjection::setting), Some("CORA_SECRET_KEYS"));
    let router = cora_server::router(app);
    for path in ["/.well-known/openid-configuration", "/oauth2/jwks", "/oauth2/authorize"] {
        let page = send(&router, Request::get(path).body(Body::empty()).unwrap()).await;
        assert_eq!((page.status, page.json()["code"].as_str()), (409, Some("issuer_not_configured")), "{path}");
    }
}

#[tokio::test]
async fn limits_answer_applications_as_oauth_does_and_people_with_a_page() {
    let mut world = World::new().await;
    let once = std::num::NonZeroU32::MIN;
    let of_applications = ["/oauth2/token", "/oauth2/revoke", "/oauth2/introspect", "/oauth2/userinfo"];
    let of_everybody = ["/oauth2/jwks", "/.well-known/openid-configuration", "/auth/connections"];
    let of_people = ["/oauth2/authorize", "/oauth2/logout", "/auth/initiate"];
    // Nobody is served.
    world.service.router = cora_server::router(world.service.app().max_concurrent(0));
    for path in of_applications {
        let page = send(world.router(), form(path, &[("grant_type", "refresh_token")])).await;
        page.refused(503, "temporarily_unavailable");
        assert_eq!(
            (page.headers["retry-after"].to_str().unwrap(), page.headers.contains_key("x-request-id")),
            ("1", true)
        );
        assert_eq!(page.headers["cache-control"], "no-store", "{path}");
    }
    for path in of_everybody {
        let page = send(world.router(), Request::get(path).body(Body::empty()).unwrap()).await;
        page.refused(503, "temporarily_unavailable");
    }
    for path in of_people {
        let page = send(world.router(), Request::get(path).body(Body::empty()).unwrap()).await;
        assert_eq!((page.status, page.title()), (503, "Please try again"), "{path}");
    }
    // Too many of one address.
    for path in of_everybody {
        world.service.router = cora_server::router(
            world.service.app().rate_limit(cora_server::RateLimit { per_second: once, burst: once }),
        );
        let get = || Request::get(path).body(Body::empty()).unwrap();
        assert_eq!(send(world.router(), get()).await.status, 200, "{path}");
        let page = send(world.router(), get()).await;
        page.refused(429, "too_many_requests");
        assert!(page.headers.contains_key("retry-after"));
    }
    // A body that is too long, of a wrong type, or to a method that there is not.
    let world = World::new().await;
    for path in of_applications.into_iter().take(3) {
        let long = "x".repeat(2 * 1024 * 1024);
        send(world.router(), form(path, &[("token", long.as_str())])).await.refused(400, "invalid_request");
        let json = Request::post(path).header("content-type", "application/json").body(Body::from("{}")).unwrap();
        send(world.router(), json).await.refused(400, "invalid_request");
        let page = send(world.router(), Request::get(path).body(Body::empty()).unwrap()).await;
        page.refused(405, "invalid_request");
        assert!(page.headers["allow"].to_str().unwrap().contains("POST"), "{path}");
    }
}

#[tokio::test]
async fn an_application_that_asks_for_it_is_told_of_a_logout() {
    let world = World::new().await;
    let uri = "https://app.acme.example/logout";
    let app = world.register(json!({ "backChannelLogoutUri": uri })).await;
    let mut browser = Browser::default();
    let tokens = world.tokens(&mut browser, &app, &olga()).await;
    let hint = text(&tokens, "id_token");
    let page = browser.get(world.router(), &format!("/oauth2/logout?{}", encoded(&[("id_token_hint", hint)]))).await;
    assert_eq!(page.title(), "You are signed out");
    // Nothing was sent while the person waited; a process that serves sends it.
    let sent = |world: &World| {
        let forms = world.service.exchange.forms.lock().unwrap();
        forms.iter().find(|form| form.starts_with(uri)).cloned()
    };
    assert_eq!(sent(&world), None);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let serving = tokio::spawn(cora_server::serve(listener, world.service.app(), async { stopped.await.unwrap() }));
    let form = loop {
        match sent(&world) {
            Some(form) => break form,
            None => tokio::time::sleep(std::time::Duration::from_millis(20)).await,
        }
    };
    stop.send(()).unwrap();
    serving.await.unwrap();
    let token = form.split_once("logout_token=").unwrap().1;
    let (header, claims) = decoded(token);
    assert_eq!((&header["typ"], &header["alg"]), (&json!("logout+jwt"), &json!("RS256")));
    let (_, id) = decoded(hint);
    assert_eq!((&claims["aud"], &claims["sub"], &claims["sid"]), (&json!(app.id), &id["sub"], &id["sid"]));
    assert!(claims["events"].get("http://schemas.openid.net/event/backchannel-logout").is_some());
    assert!(claims.get("nonce").is_none());
    // It is no access token anywhere.
    assert_eq!(world.userinfo(token).await.status, 401);
    world.service.me(token).await.refused(401, "signature_invalid");
}
