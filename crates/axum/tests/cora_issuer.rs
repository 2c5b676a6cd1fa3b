//! Access tokens of Cora's issuer: those that a service accepts, and those that it refuses.

#[path = "../../jwt/tests/support/mod.rs"]
mod support;

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use axum::routing::get;
use cora_axum::{CoraIssuer, CoraUser, IssuerFault};
use cora_core::json::Code;
use cora_core::role::{OrganizationRole, PlatformRole};
use cora_core::time::UnixSeconds;
use cora_jwt::Verifier;
use http_body_util::BodyExt;
use serde_json::{Value, json};
use support::{Documents, Signer, jwks};
use tower::ServiceExt;

const URL: &str = "https://cora.acme.example";
const CLIENT: &str = "0198c0de-0000-4000-8000-0000000000e1";
const OTHER_CLIENT: &str = "0198c0de-0000-4000-8000-0000000000e2";
const USER: &str = "0198c0de-0000-7000-8000-0000000000b1";
const ORGANIZATION: &str = "0198c0de-0000-7000-8000-0000000000a1";
const NOW: u64 = 1_767_225_600;

fn claims() -> Value {
    json!({
        "iss": URL, "sub": USER, "aud": CLIENT, "client_id": CLIENT, "iat": NOW, "exp": NOW + 300, "jti": "t",
        "scope": "openid", "sid": "0198c0de-0000-4000-8000-0000000000f1", "org_id": ORGANIZATION,
        "org_role": "org_admin", "platform_role": "platform_user", "role_version": 3
    })
}

/// An issuer that is found by its discovery document.
fn issuer(signers: &[&Signer]) -> CoraIssuer {
    let documents = Documents::default();
    let keys = format!("{URL}/oauth2/jwks");
    let discovery = json!({ "issuer": URL, "jwks_uri": keys });
    documents.set(&format!("{URL}/.well-known/openid-configuration"), &discovery);
    documents.set(&keys, &jwks(signers));
    let clock = Arc::new(|| UnixSeconds::new(NOW + 1).unwrap());
    CoraIssuer::with(URL, [CLIENT], Verifier::new(Arc::new(documents)), clock).unwrap()
}

async fn code(issuer: &CoraIssuer, token: &str) -> String {
    issuer.verify(token).await.err().map(|error| error.code.name().to_owned()).unwrap_or_default()
}

#[tokio::test]
async fn a_user_has_the_roles_of_the_token() {
    let signer = Signer::p256("1");
    let user = issuer(&[&signer]).verify(&signer.token(&claims())).await.unwrap();
    assert_eq!(user.token.user_id.to_string(), USER);
    let organization = user.organization.unwrap();
    assert_eq!((organization.id.to_string().as_str(), organization.role), (ORGANIZATION, OrganizationRole::OrgAdmin));
    assert_eq!((user.platform_role, user.role_version), (PlatformRole::PlatformUser, 3));
    let mut alone = claims();
    alone.as_object_mut().unwrap().retain(|name, _| !name.starts_with("org_"));
    assert_eq!(issuer(&[&signer]).verify(&signer.token(&alone)).await.unwrap().organization, None);
}

#[tokio::test]
async fn no_other_token_is_accepted() {
    let [signer, stranger, rsa] = [Signer::p256("1"), Signer::p256("1"), Signer::rsa("2")];
    let issuer = issuer(&[&signer, &rsa]);
    let changed = |name: &str, value: Value| {
        let mut claims = claims();
        claims[name] = value;
        signer.token(&claims)
    };
    let mut expired = claims();
    (expired["iat"], expired["exp"]) = (json!(NOW - 900), json!(NOW - 600));
    for (token, expected) in [
        (stranger.token(&claims()), "signature_invalid"),
        (rsa.token(&claims()), "algorithm_not_allowed"),
        (signer.token(&expired), "token_expired"),
        (changed("aud", json!(OTHER_CLIENT)), "audience_mismatch"),
        (changed("iss", json!("https://other.acme.example")), "issuer_mismatch"),
        (changed("client_id", json!(OTHER_CLIENT)), "token_kind_mismatch"),
        (changed("sid", json!("x")), "token_kind_mismatch"),
        (changed("platform_role", json!("emperor")), "claim_invalid"),
        ("x".to_owned(), "token_malformed"),
    ] {
        let found = code(&issuer, &token).await;
        assert_eq!(found, expected, "{:?}", token.split('.').nth(1));
    }
    // An ID token says who signed in to the client, and is not for services.
    assert_eq!(code(&issuer, &signer.plain_token(&claims())).await, "token_kind_mismatch");
}

#[tokio::test]
async fn a_handler_gets_the_user_or_does_not_run() {
    let signer = Signer::p256("1");
    let me = |user: CoraUser| async move { user.token.user_id.to_string() };
    let router: Router = Router::new().route("/me", get(me)).with_state(issuer(&[&signer]));
    let ask = async |header: Option<String>| {
        let mut request = Request::get("/me");
        if let Some(header) = header {
            request = request.header("authorization", header);
        }
        let response = router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
        let status = response.status();
        let body = response.into_body().collect().await.unwrap().to_bytes();
        (status, String::from_utf8(body.to_vec()).unwrap())
    };
    assert_eq!(ask(Some(format!("Bearer {}", signer.token(&claims())))).await, (StatusCode::OK, USER.to_owned()));
    for header in [None, Some("Basic eA==".to_owned()), Some("Bearer x".to_owned())] {
        let (status, body) = ask(header).await;
        assert_eq!(status, StatusCode::UNAUTHORIZED);
        assert!(body.contains("\"code\":\"token_m"), "{body}");
    }
}

#[test]
fn settings_that_cannot_work_are_refused() {
    for url in ["", "http://cora.acme.example", "http://localhost.acme.example", "ftp://localhost"] {
        assert_eq!(CoraIssuer::new(url, [CLIENT]).err(), Some(IssuerFault::Url), "{url}");
    }
    for url in ["https://cora.acme.example/", "http://localhost:4455", "http://[::1]:1"] {
        assert!(CoraIssuer::new(url, [CLIENT]).is_ok(), "{url}");
    }
    for clients in [&[][..], &["web"], &[CLIENT, ""], &[CLIENT; 21]] {
        assert_eq!(CoraIssuer::new(URL, clients).err(), Some(IssuerFault::Clients));
    }
}
