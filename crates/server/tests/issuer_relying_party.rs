//! Cora as a client of providers, by the modules of the OpenID Foundation's plans for relying
//! parties (docs/security/conformance.md). Each module is one dishonest answer of a provider.

use serde_json::{Value, json};

use crate::support::issuer::*;
use crate::support::signing::Signer;
use crate::support::{CONNECTION, ISSUER, NOW, base, with};

const EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";

/// Returns a token without a signature.
fn unsigned(claims: &Value) -> String {
    use base64::Engine as _;
    let encode = |part: &Value| base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(part.to_string());
    format!("{}.{}.", encode(&json!({ "alg": "none" })), encode(claims))
}

#[tokio::test]
async fn oidcc_client_basic_certification_test_plan() {
    let world = World::with(with(base(), json!({}))).await;
    let app = world.register(json!({})).await;
    let other = Signer::p256("key-1");
    // The module, and the change of the ID token. `None` for a member leaves it out.
    let modules: [(&str, Option<Value>); 8] = [
        ("oidcc-client-test", Some(json!({}))),
        ("oidcc-client-test-invalid-iss", Some(json!({ "iss": "https://login.evil.example" }))),
        ("oidcc-client-test-missing-sub", Some(json!({ "sub": null }))),
        ("oidcc-client-test-invalid-aud", Some(json!({ "aud": "another-client" }))),
        ("oidcc-client-test-missing-iat", Some(json!({ "iat": null }))),
        ("oidcc-client-test-nonce-invalid", Some(json!({ "nonce": "another" }))),
        ("oidcc-client-test-idtoken-sig-none", None),
        ("oidcc-client-test-invalid-sig", None),
    ];
    for (module, changes) in modules {
        let mut browser = Browser::default();
        let sent = world.begin(&mut browser, &app, &[]).await;
        world.vouch(&olga(), &sent["nonce"]);
        let own = json!({
            "iss": ISSUER, "sub": "olga", "aud": "web", "iat": NOW, "exp": NOW + 300, "nonce": sent["nonce"],
            "email": "olga@acme.example", "email_verified": true
        });
        let mut claims = with(own, changes.unwrap_or(json!({})));
        claims.as_object_mut().unwrap().retain(|_, value| !value.is_null());
        let id_token = match module {
            "oidcc-client-test-idtoken-sig-none" => unsigned(&claims),
            "oidcc-client-test-invalid-sig" => other.plain_token(&claims),
            _ => world.service.signer.plain_token(&claims),
        };
        let mut answer = world.service.exchange.answer.lock().unwrap().clone().unwrap();
        answer["id_token"] = json!(id_token);
        *world.service.exchange.answer.lock().unwrap() = Some(answer);
        let query = encoded(&[("code", "upstream"), ("state", &sent["state"])]);
        let page = browser.get(world.router(), &format!("/auth/callback/{CONNECTION}?{query}")).await;
        if module == "oidcc-client-test" {
            assert!(page.sent_to(REDIRECT_URI).contains_key("code"), "{module}");
        } else {
            assert_eq!((page.status, page.title()), (403, "Your sign-in provider did not sign you in"), "{module}");
            assert!(browser.session().is_none(), "{module}");
        }
    }
}

#[tokio::test]
async fn oidcc_client_back_channel_logout_rp_basic() {
    let modules = [
        ("oidcc-client-test-rp-backchannel-rpinitlogout", Some(json!({}))),
        ("oidcc-client-test-rp-backchannel-rpinitlogout-alg-none", None),
        ("oidcc-client-test-rp-backchannel-rpinitlogout-no-event", Some(json!({ "events": null }))),
        ("oidcc-client-test-rp-backchannel-rpinitlogout-with-nonce", Some(json!({ "nonce": "n" }))),
        ("oidcc-client-test-rp-backchannel-rpinitlogout-wrong-alg", None),
        ("oidcc-client-test-rp-backchannel-rpinitlogout-wrong-aud", Some(json!({ "aud": "another-client" }))),
        (
            "oidcc-client-test-rp-backchannel-rpinitlogout-wrong-event",
            Some(json!({ "events": { "http://schemas.openid.net/event/other": {} } })),
        ),
        (
            "oidcc-client-test-rp-backchannel-rpinitlogout-wrong-iss",
            Some(json!({ "iss": "https://login.evil.example" })),
        ),
    ];
    for (module, changes) in modules {
        let world = World::new().await;
        let app = world.register(json!({})).await;
        let mut person = olga();
        person.claims["sid"] = json!("one");
        let tokens = world.tokens(&mut Browser::default(), &app, &person).await;
        let own = json!({
            "iss": ISSUER, "aud": "web", "iat": NOW, "exp": NOW + 120, "jti": module, "sub": "olga", "sid": "one",
            "events": { EVENT: {} }
        });
        let mut claims = with(own, changes.unwrap_or(json!({})));
        claims.as_object_mut().unwrap().retain(|_, value| !value.is_null());
        let token = match module.rsplit_once("rpinitlogout").unwrap().1 {
            "-alg-none" => unsigned(&claims),
            // The connection pins ES256.
            "-wrong-alg" => by_secret(&claims),
            _ => world.service.signer.plain_token(&claims),
        };
        let path = format!("/auth/backchannel-logout/{CONNECTION}");
        let page = send(world.router(), form(&path, &[("logout_token", &token)])).await;
        let ends = module.ends_with("rpinitlogout");
        assert_eq!(page.status, if ends { 200 } else { 400 }, "{module}: {}", page.text);
        let alive = world.userinfo(text(&tokens, "access_token")).await.status == 200;
        assert_eq!(alive, !ends, "{module}");
    }
}

/// Returns a token whose header names an algorithm with a shared secret.
fn by_secret(claims: &Value) -> String {
    use base64::Engine as _;
    let encode = |part: &str| base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(part);
    let header = json!({ "alg": "HS256", "kid": "key-1" }).to_string();
    format!("{}.{}.{}", encode(&header), encode(&claims.to_string()), encode("0123456789abcdef0123456789abcdef"))
}
