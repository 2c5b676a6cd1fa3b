//! Changes between the steps of a sign-in, and several processes (specification §14).

use axum::Router;
use serde_json::{Value, json};

use crate::support::issuer::*;
use crate::support::{CONNECTION, NOW, base, claims};

/// Gives a command as the owner.
async fn command(world: &World, method: &str, path: &str, body: Value) {
    let token = world.service.signer.token(&claims("olga", "olga@acme.example"));
    world.service.ask(method, path, &token, body).await.ok();
}

/// Asks an endpoint of one process as an application.
async fn ask(router: &Router, app: &App, path: &str, fields: &[(&str, &str)]) -> Page {
    let own = [("client_id", app.id.as_str()), ("client_secret", app.secret.as_deref().unwrap())];
    send(router, form(path, &[fields, &own].concat())).await
}

#[tokio::test]
async fn c61_each_step_may_be_served_by_another_process() {
    let world = World::new().await;
    let app = world.register(json!({})).await;
    let [first, second] = [world.router().clone(), world.service.another().await];
    let mut browser = Browser::default();
    let page = browser.get(&first, &world.request(&app, &[])).await;
    let sent = page.sent_to(&format!("{}/authorize", crate::support::ISSUER));
    world.vouch(&olga(), &sent["nonce"]);
    let query = encoded(&[("code", "upstream"), ("state", &sent["state"])]);
    let page = browser.get(&second, &format!("/auth/callback/{CONNECTION}?{query}")).await;
    let code = page.sent_to(REDIRECT_URI)["code"].clone();
    let fields = [
        ("grant_type", "authorization_code"),
        ("code", code.as_str()),
        ("redirect_uri", REDIRECT_URI),
        ("code_verifier", VERIFIER),
    ];
    let tokens = ask(&first, &app, "/oauth2/token", &fields).await.json();
    // A code counts once, wherever it is presented; so the session of the first use is over.
    let again = world.code(&mut Browser::default(), &app, &olga()).await;
    let fields = [&[("code", again.as_str())][..], &fields[..1], &fields[2..]].concat();
    let of_second = ask(&second, &app, "/oauth2/token", &fields).await.json();
    ask(&first, &app, "/oauth2/token", &fields).await.refused(400, "invalid_grant");
    let is_alive = async |router: &Router, tokens: &Value| {
        let request = axum::http::Request::get("/oauth2/userinfo")
            .header("authorization", format!("Bearer {}", text(tokens, "access_token")));
        send(router, request.body(axum::body::Body::empty()).unwrap()).await.status == 200
    };
    for router in [&first, &second] {
        assert!(!is_alive(router, &of_second).await && is_alive(router, &tokens).await);
    }
    let refresh = [("grant_type", "refresh_token"), ("refresh_token", text(&tokens, "refresh_token"))];
    assert_eq!(ask(&second, &app, "/oauth2/token", &refresh).await.status, 200);
    // What one process ends is over for the other at once.
    let token = [("token", text(&tokens, "refresh_token"))];
    assert_eq!(ask(&first, &app, "/oauth2/revoke", &token).await.status, 200);
    ask(&second, &app, "/oauth2/token", &refresh).await.refused(400, "invalid_grant");
    for router in [&first, &second] {
        assert!(!is_alive(router, &tokens).await);
    }
}

/// The steps of a sign-in before which something changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Step {
    Callback,
    Code,
    Token,
    Renewal,
}

#[tokio::test]
async fn c65_a_change_before_any_step_is_seen_by_that_step() {
    // The change, and the title of the page that a person sees who comes back after it. `None`: it
    // keeps nobody out.
    let changes = [
        ("suspended", Some("You are not signed in")),
        ("deprovisioned", Some("You are not signed in")),
        ("application disabled", Some("This application is switched off")),
        ("connection disabled", Some("Your sign-in provider cannot be reached")),
        ("policy", Some("You are not signed in")),
        ("domain removed", None),
    ];
    for (change, title) in changes {
        for step in [Step::Callback, Step::Code, Step::Token, Step::Renewal] {
            let world = World::with(base()).await;
            let app = world.register(json!({})).await;
            // Ana has an account.
            world.tokens(&mut Browser::default(), &app, &ana()).await;
            let mut browser = Browser::default();
            let apply = async || {
                let user = cora_core::identity::IdentityKey {
                    issuer: cora_core::text::Issuer::new(crate::support::ISSUER).unwrap(),
                    subject: cora_core::text::Subject::new("ana").unwrap(),
                };
                let user = format!("/admin/users/{}", user.user_id());
                match change {
                    "suspended" => command(&world, "POST", &format!("{user}/suspend"), Value::Null).await,
                    "deprovisioned" => command(&world, "POST", &format!("{user}/deprovision"), Value::Null).await,
                    "application disabled" => {
                        let path = format!("/admin/applications/{}/disable", app.id);
                        command(&world, "POST", &path, Value::Null).await;
                    }
                    "connection disabled" => {
                        world.service.execute("UPDATE platform_idp_config SET status = 'disabled'").await;
                    }
                    "policy" => {
                        let policy = json!({ "policy": { "requiredAcr": ["mfa"] } });
                        command(&world, "PUT", "/admin/policy", policy).await;
                    }
                    _ => world.service.execute("DELETE FROM org_email_domains").await,
                }
            };
            let context = format!("{change} before {step:?}");
            let sent = world.begin(&mut browser, &app, &[]).await;
            if step == Step::Callback {
                apply().await;
                let page = world.come_back(&mut browser, &sent, &ana()).await;
                assert!(page.status != 500, "{context}: {}", page.text);
                match title {
                    Some(title) => {
                        assert_eq!(page.title(), title, "{context}");
                        // The person signed in; it is the application that is out of use.
                        let is_person_out = change != "application disabled";
                        assert_eq!(browser.session().is_none(), is_person_out, "{context}");
                    }
                    None => drop(page.sent_to(REDIRECT_URI)),
                }
                continue;
            }
            let code = world.come_back(&mut browser, &sent, &ana()).await.sent_to(REDIRECT_URI)["code"].clone();
            if step == Step::Code {
                // The session of the browser is to answer another request.
                apply().await;
                let page = browser.get(world.router(), &world.request(&app, &[])).await;
                assert!(page.status != 500, "{context}: {}", page.text);
                let has_code = page.location().is_some_and(|url| url.query_pairs().any(|(name, _)| name == "code"));
                assert_eq!(has_code, title.is_none(), "{context}");
                continue;
            }
            if step == Step::Token {
                apply().await;
                let page = world.redeem(&app, &code).await;
                let expected = match change {
                    _ if title.is_none() => 200,
                    "application disabled" => 401,
                    _ => 400,
                };
                assert_eq!(page.status, expected, "{context}: {}", page.text);
                continue;
            }
            let tokens = world.redeem(&app, &code).await.json();
            apply().await;
            let page = world.renew(&app, text(&tokens, "refresh_token"), &[]).await;
            let expected = match change {
                _ if title.is_none() => 200,
                "application disabled" => 401,
                _ => 400,
            };
            assert_eq!(page.status, expected, "{context}: {}", page.text);
            // No old claim is in a new token, and the old one is dead.
            let alive = world.userinfo(text(&tokens, "access_token")).await.status == 200;
            assert_eq!(alive, title.is_none(), "{context}");
        }
    }
}

#[tokio::test]
async fn c65_the_clock_of_a_provider_may_differ_by_a_minute_and_no_more() {
    let world = World::new().await;
    let app = world.register(json!({})).await;
    for (off, is_signed_in) in [(30_i64, true), (-30, true), (91, false)] {
        let mut browser = Browser::default();
        let sent = world.begin(&mut browser, &app, &[]).await;
        let mut person = olga();
        let issued = NOW.saturating_add_signed(off);
        (person.claims["iat"], person.claims["exp"]) = (json!(issued), json!(issued + 300));
        let page = world.come_back(&mut browser, &sent, &person).await;
        assert_eq!(browser.session().is_some(), is_signed_in, "{off}: {} {}", page.status, page.text);
        if is_signed_in {
            // Nothing that is issued is back-dated.
            let tokens = world.redeem(&app, &page.sent_to(REDIRECT_URI)["code"]).await.json();
            assert_eq!(decoded(text(&tokens, "access_token")).1["iat"], NOW);
        }
    }
}
