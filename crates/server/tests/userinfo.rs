//! Logins whose ID token says nothing about address and groups: the userinfo endpoint of the test
//! provider completes them.

use std::sync::atomic::Ordering;

use crate::support::*;
use axum::body::Body;
use axum::http::Request;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use signing::base64;

const DISCOVERY: &str = "https://login.acme.example/.well-known/openid-configuration";
const USERINFO: &str = "https://login.acme.example/userinfo";
const ACCESS_TOKEN: &str = "opaque-access-token";

/// Returns a seed whose connection takes ID tokens and asks userinfo, with further settings.
fn seed(settings: Value) -> Value {
    let mut seed = base();
    let mut all = json!({
        "issuer": ISSUER, "clientId": "web", "algorithms": ["ES256"], "jwksUri": KEYS, "userinfo": "when_missing"
    });
    all.as_object_mut().unwrap().extend(settings.as_object().unwrap().clone());
    seed["connections"] = json!([{
        "id": CONNECTION, "kind": "oidc", "displayName": "Sign-in", "status": "active", "settings": all
    }]);
    seed
}

/// Returns an ID token of the least that a provider writes, with further claims.
fn id_token(service: &Service, subject: &str, more: Value) -> String {
    let mut claims = json!({ "iss": ISSUER, "sub": subject, "aud": "web", "exp": NOW + 300, "iat": NOW, "nonce": "n" });
    claims.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    service.signer.plain_token(&claims)
}

/// Returns the hash by which an ID token of ES256 names an access token.
fn at_hash(access_token: &str) -> String {
    base64(&Sha256::digest(access_token)[..16])
}

impl Service {
    async fn asking_userinfo(settings: Value) -> Self {
        let service = Self::new(seed(settings)).await;
        service.documents.set(DISCOVERY, &json!({ "issuer": ISSUER, "userinfo_endpoint": USERINFO }));
        service
    }

    /// Has the endpoint answer to [`ACCESS_TOKEN`].
    fn userinfo(&self, document: Value) {
        self.documents.set_protected(USERINFO, ACCESS_TOKEN, &document);
    }

    /// Asks for the profile with an ID token and an access token.
    async fn me_by(&self, id_token: &str, access_token: &str) -> Answer {
        let request = Request::get("/profiles/me").header("authorization", format!("Bearer {id_token}"));
        self.send(request.header("x-cora-access-token", access_token).body(Body::empty()).unwrap()).await
    }

    /// Returns the number of questions to the endpoint.
    fn asked(&self) -> usize {
        self.documents.asked.load(Ordering::SeqCst)
    }
}

fn ana() -> Value {
    json!({ "sub": "ana", "email": "ana@acme.example", "email_verified": true, "name": "Ana Ray" })
}

#[tokio::test]
async fn userinfo_completes_a_login_and_later_requests_keep_the_address() {
    let service = Service::asking_userinfo(json!({})).await;
    service.userinfo(ana());
    let token = id_token(&service, "ana", json!({ "at_hash": at_hash(ACCESS_TOKEN) }));
    // Without the access token the login has no address, so nothing admits a newcomer.
    service.me(&token).await.refused(403, "access_denied");
    assert_eq!(service.asked(), 0);

    let me = service.me_by(&token, ACCESS_TOKEN).await;
    let user = me.ok()["userId"].clone();
    assert_eq!((&me.ok()["email"], &me.ok()["fullName"]), (&json!("ana@acme.example"), &json!("Ana Ray")));
    assert_eq!(me.ok()["organizations"].as_array().unwrap().len(), 1, "{}", me.body);
    assert_eq!(me.ok()["session"]["session"]["emailEvidence"], "verified");

    // The answer is kept, so that the next request does not wait for the provider.
    service.me_by(&token, ACCESS_TOKEN).await.ok();
    assert_eq!(service.asked(), 1);

    // A request without the access token says nothing about the address, and takes none away.
    let later = service.me(&token).await;
    assert_eq!((&later.ok()["userId"], &later.ok()["email"]), (&user, &json!("ana@acme.example")));
    let again = service.me_by(&token, ACCESS_TOKEN).await;
    assert_eq!(again.ok()["session"]["session"]["emailEvidence"], "verified");
    assert_eq!(again.ok()["organizations"].as_array().unwrap().len(), 1, "{}", again.body);
}

#[tokio::test]
async fn a_complete_token_asks_nothing() {
    let service = Service::asking_userinfo(json!({})).await;
    let token = id_token(&service, "ana", json!({ "email": "ana@acme.example", "email_verified": true }));
    service.me_by(&token, ACCESS_TOKEN).await.ok();
    assert_eq!((service.asked(), service.documents.count()), (0, 1), "only the keys are fetched");
}

#[tokio::test]
async fn a_connection_that_never_asks_compares_the_hash_all_the_same() {
    let service = Service::asking_userinfo(json!({ "userinfo": "never" })).await;
    service.userinfo(ana());
    let claims = json!({ "email": "ana@acme.example", "email_verified": true, "at_hash": at_hash(ACCESS_TOKEN) });
    let token = id_token(&service, "ana", claims);
    service.me_by(&token, ACCESS_TOKEN).await.ok();
    service.me_by(&token, "another-token").await.refused(401, "at_hash_mismatch");
    assert_eq!(service.asked(), 0);
}

#[tokio::test]
async fn an_access_token_of_another_login_is_refused() {
    let service = Service::asking_userinfo(json!({})).await;
    service.userinfo(json!({ "sub": "eve", "email": "ana@acme.example", "email_verified": true }));
    let token = id_token(&service, "ana", json!({ "at_hash": at_hash("the-one-that-was-issued") }));
    service.me_by(&token, ACCESS_TOKEN).await.refused(401, "at_hash_mismatch");
    assert_eq!(service.asked(), 0, "an access token of somebody else is not presented");
    // A provider may leave the hash out; then the subject tells.
    let token = id_token(&service, "ana", json!({}));
    service.me_by(&token, ACCESS_TOKEN).await.refused(401, "userinfo_subject_mismatch");
}

#[tokio::test]
async fn an_endpoint_that_gives_no_document_refuses_the_login() {
    let service = Service::asking_userinfo(json!({})).await;
    let token = id_token(&service, "ana", json!({}));
    let me = || service.me_by(&token, ACCESS_TOKEN);
    me().await.refused(401, "userinfo_refused");
    for (status, content_type, body, code) in [
        (403, "application/json", "{}", "userinfo_refused"),
        (500, "application/json", "{}", "userinfo_unavailable"),
        (204, "application/json", "", "userinfo_unavailable"),
        (200, "text/html", "<p>Sign in</p>", "userinfo_invalid"),
        (200, "application/json", "<p>Sign in</p>", "userinfo_invalid"),
        (200, "application/json", r#"["ana"]"#, "userinfo_invalid"),
        (200, "application/json", r#"{"sub":"ana","sub":"eve"}"#, "userinfo_invalid"),
        (200, "application/jwt", "e30.e30.AA", "userinfo_invalid"),
        (200, "application/json; charset=utf-8", r#"{"sub":"ana"}"#, ""),
    ] {
        service.documents.set_answer(USERINFO, ACCESS_TOKEN, status, content_type, body.to_owned());
        let answer = me().await;
        if code.is_empty() {
            // An answer without an address is none of an error; nothing admits the person.
            answer.refused(403, "access_denied");
        } else {
            answer.refused(if code == "userinfo_unavailable" { 503 } else { 401 }, code);
            assert!(!answer.text.contains(ACCESS_TOKEN) && !answer.text.contains("login.acme"), "{}", answer.text);
        }
    }
}

#[tokio::test]
async fn a_discovery_document_without_the_endpoint_or_of_another_issuer_names_none() {
    for document in
        [json!({ "issuer": ISSUER }), json!({ "issuer": "https://evil.example", "userinfo_endpoint": USERINFO })]
    {
        let service = Service::asking_userinfo(json!({})).await;
        service.userinfo(ana());
        service.documents.set(DISCOVERY, &document);
        let token = id_token(&service, "ana", json!({}));
        service.me_by(&token, ACCESS_TOKEN).await.refused(503, "userinfo_unavailable");
        assert_eq!(service.asked(), 0);
    }
}

#[tokio::test]
async fn a_signed_answer_is_verified_with_the_connection_s_keys() {
    let service = Service::asking_userinfo(json!({})).await;
    let token = id_token(&service, "ana", json!({}));
    let signed = |signer: &signing::Signer, more: Value| {
        let mut claims = ana();
        claims.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        service.documents.set_answer(USERINFO, ACCESS_TOKEN, 200, "application/jwt", signer.plain_token(&claims));
    };
    let stranger = signing::Signer::p256("key-1");
    signed(&stranger, json!({ "iss": ISSUER, "aud": "web" }));
    service.me_by(&token, ACCESS_TOKEN).await.refused(401, "userinfo_invalid");
    for more in [json!({ "iss": ISSUER }), json!({ "aud": "web" }), json!({ "iss": ISSUER, "aud": "another" })] {
        signed(&service.signer, more);
        service.me_by(&token, ACCESS_TOKEN).await.refused(401, "userinfo_invalid");
    }
    signed(&service.signer, json!({ "iss": ISSUER, "aud": ["web"] }));
    assert_eq!(service.me_by(&token, ACCESS_TOKEN).await.ok()["email"], "ana@acme.example");
}

#[tokio::test]
async fn groups_that_people_must_have_are_never_left_out() {
    let settings = json!({ "requiredGroups": ["staff"] });
    let service = Service::asking_userinfo(settings).await;
    let mut document = ana();
    document["groups"] = json!(["staff"]);
    service.userinfo(document.clone());
    let token = id_token(&service, "ana", json!({}));
    service.me(&token).await.refused(401, "access_token_missing");
    service.me_by(&token, ACCESS_TOKEN).await.ok();
    service.me(&token).await.refused(401, "access_token_missing");
    document["groups"] = json!(["guests"]);
    service.documents.set_protected(USERINFO, "the-next-token", &document);
    service.me_by(&token, "the-next-token").await.refused(403, "access_denied");
}

#[tokio::test]
async fn an_access_token_that_is_the_bearer_token_asks_for_itself() {
    let settings = json!({ "tokenUse": "access_token", "audiences": ["https://api.acme.example"] });
    let service = Service::asking_userinfo(settings).await;
    let mut claims = claims("ana", "");
    claims.as_object_mut().unwrap().retain(|name, _| !name.starts_with("email"));
    let token = service.signer.token(&claims);
    service.me(&token).await.refused(401, "userinfo_refused");
    service.documents.set_protected(USERINFO, &token, &ana());
    // Another access token next to it has no say.
    service.userinfo(json!({ "sub": "ana", "email": "eve@acme.example", "email_verified": true }));
    assert_eq!(service.me_by(&token, ACCESS_TOKEN).await.ok()["email"], "ana@acme.example");
}

#[tokio::test]
async fn a_malformed_access_token_is_refused() {
    let service = Service::asking_userinfo(json!({})).await;
    let token = id_token(&service, "ana", json!({}));
    for malformed in ["", "a b", "a,b", "\u{e4}", &"a".repeat(16 * 1024 + 1)] {
        let answer = service.me_by(&token, malformed).await;
        answer.refused(400, "invalid_input");
        assert!(answer.text.contains("x-cora-access-token"), "{}", answer.text);
    }
    let request = Request::get("/profiles/me").header("authorization", format!("Bearer {token}"));
    let request = request.header("x-cora-access-token", "a").header("x-cora-access-token", "b");
    service.send(request.body(Body::empty()).unwrap()).await.refused(400, "invalid_input");
}
