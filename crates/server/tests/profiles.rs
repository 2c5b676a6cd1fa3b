//! `GET /profiles/me` with real tokens, from the first login to refusal.

use crate::support::*;
use axum::body::Body;
use axum::http::Request;
use cora_core::secret::PresentedToken;
use cora_core::time::UnixSeconds;
use serde_json::{Value, json};

#[tokio::test]
async fn an_invited_person_is_let_in_with_the_invited_role() {
    let service = Service::new(base()).await;
    let answer = service.me(&service.token("ivan", "Ivan@Partner.example")).await;
    let data = answer.ok();
    assert_eq!(data["explanation"]["outcome"], "provisioned");
    assert_eq!(data["explanation"]["reason"], "invitation_accepted");
    assert_eq!(data["explanation"]["message"], Value::Null);
    assert_eq!(data["explanation"]["trace"], Value::Null);
    assert_eq!(data["fullName"], "Ada King");
    assert_eq!(data["email"], "Ivan@Partner.example");
    assert_eq!(data["platformRole"], "platform_user");
    assert_eq!(data["createdAt"], "2026-01-01T00:00:00Z");
    // The first answer is complete, although nothing was read before the write.
    assert_eq!(data["currentOrganizationId"], ACME);
    assert_eq!(
        data["organizations"],
        json!([{ "id": ACME, "name": "Acme", "slug": "acme", "logoUrl": null, "description": null,
                 "websiteUrl": null, "appName": null, "appIcon": null, "status": "active", "role": "org_admin",
                 "joinedAt": "2026-01-01T00:00:00Z", "seatLimit": null, "seatsUsed": 2,
                 "createdAt": "2026-01-01T00:00:00Z", "version": 1 }])
    );
    let session = &data["session"]["session"];
    assert_eq!(data["session"]["status"], "authenticated");
    assert_eq!(session["userId"], data["userId"]);
    assert_eq!(session["roleVersion"], 1);
    assert_eq!(data["serverTime"], NOW);
    assert_eq!(session["organizations"][0]["role"], "org_admin");
    assert!(data["id"].is_i64() && data["updatedAt"].is_string());
    assert_eq!(answer.headers["cache-control"], "no-store");
}

#[tokio::test]
async fn a_user_of_an_owned_domain_joins_and_returns_as_the_same_user() {
    let service = Service::new(base()).await;
    let token = service.token("ada", "ada@acme.example");
    let first = service.me(&token).await;
    assert_eq!(first.ok()["explanation"]["reason"], "domain_admits");
    assert_eq!(first.ok()["organizations"][0]["role"], "org_user");
    let second = service.me(&token).await;
    assert_eq!(second.ok()["explanation"]["outcome"], "returning");
    for field in ["id", "userId", "organizations", "session", "createdAt", "updatedAt", "currentOrganizationId"] {
        assert_eq!(first.ok()[field], second.ok()[field], "{field}");
    }
}

#[tokio::test]
async fn the_owner_returns() {
    let service = Service::new(base()).await;
    let answer = service.me(&service.token("olga", "olga@acme.example")).await;
    assert_eq!(answer.ok()["userId"], OWNER);
    assert_eq!(answer.ok()["explanation"]["reason"], "returning_user");
    assert_eq!(answer.ok()["organizations"][0]["role"], "org_owner");
}

#[tokio::test]
async fn c06_an_invitation_that_has_just_expired_lets_nobody_in() {
    let service = Service::new(base()).await;
    let answer = service.me(&service.token("late", "late@partner.example")).await;
    answer.refused(403, "access_denied");
    assert!(!answer.body.to_string().contains("Acme"), "{}", answer.body);
    assert!(answer.body.get("data").is_none() && answer.body.get("connectionId").is_none());
}

#[tokio::test]
async fn an_unverified_address_has_to_be_verified() {
    let service = Service::new(base()).await;
    let mut unverified = claims("ada", "ada@acme.example");
    for claim in [json!(false), json!("false"), json!(1)] {
        unverified["email_verified"] = claim;
        service.me(&service.signer.token(&unverified)).await.refused(403, "verify_email");
    }
    // A denied login is evaluated again the next time.
    assert_eq!(
        service.me(&service.token("ada", "ada@acme.example")).await.ok()["explanation"]["outcome"],
        "provisioned"
    );
}

#[tokio::test]
async fn a_stranger_stays_out() {
    let service = Service::new(base()).await;
    service.me(&service.token("eve", "eve@evilacme.example")).await.refused(403, "access_denied");
    let nobody = json!({ "iss": ISSUER, "sub": "x", "aud": "https://api.acme.example", "scope": "a", "exp": NOW + 9, "iat": NOW });
    service.me(&service.signer.token(&nobody)).await.refused(403, "access_denied");
}

#[tokio::test]
async fn c14_the_same_subject_of_another_issuer_is_nobody() {
    let service = Service::new(base()).await;
    let mut claims = claims("olga", "olga@acme.example");
    claims["iss"] = json!("https://login.evil.example");
    service.me(&service.signer.token(&claims)).await.refused(401, "connection_not_active");
}

#[tokio::test]
async fn c25_only_the_first_bootstrap_creates_an_owner() {
    let mut seed = base();
    seed["users"] = json!([]);
    seed["invitations"] = json!([]);
    seed["domainRules"] = json!([]);
    let service = Service::new(seed).await;
    let token = PresentedToken::new("setup-token").unwrap();
    service.store.issue_bootstrap_token(&token, UnixSeconds::new(NOW).unwrap()).await.unwrap();
    let ada = service.token("ada", "ada@acme.example");
    service.me(&ada).await.refused(403, "access_denied");
    service.me_with(&ada, Some("wrong")).await.refused(403, "access_denied");
    service.me_with(&ada, Some(&"x".repeat(600))).await.refused(400, "invalid_input");

    let answer = service.me_with(&ada, Some("setup-token")).await;
    let data = answer.ok();
    assert_eq!(data["platformRole"], "platform_owner");
    assert_eq!(data["organizations"][0]["role"], "org_owner");
    assert_eq!(data["organizations"][0]["name"], "Ada King's Organization");
    assert_eq!(data["session"]["session"]["platformRole"], "platform_owner");

    let bob = service.token("bob", "bob@acme.example");
    service.me_with(&bob, Some("setup-token")).await.refused(403, "access_denied");
    // A second presentation by the owner changes nothing.
    assert_eq!(service.me_with(&ada, Some("setup-token")).await.ok()["explanation"]["outcome"], "returning");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_calls_at_once_are_answered_alike() {
    let service = Service::new(base()).await;
    let token = service.token("ivan", "ivan@partner.example");
    let (first, second) = tokio::join!(service.me(&token), service.me(&token));
    for field in ["id", "userId", "organizations", "session", "currentOrganizationId", "createdAt", "updatedAt"] {
        assert_eq!(first.ok()[field], second.ok()[field], "{field}");
    }
    let mut outcomes = [&first, &second].map(|answer| answer.ok()["explanation"]["outcome"].as_str().unwrap());
    outcomes.sort_unstable();
    assert_eq!(outcomes, ["provisioned", "returning"]);
}

#[tokio::test]
async fn c17_an_id_token_is_no_access_token() {
    let service = Service::new(base()).await;
    let mut claims = claims("olga", "olga@acme.example");
    claims.as_object_mut().unwrap().remove("scope");
    claims["nonce"] = json!("n");
    let header = json!({ "alg": "ES256", "typ": "JWT", "kid": "key-1" }).to_string();
    let answer = service.me(&service.signer.sign(&header, &claims.to_string())).await;
    answer.refused(401, "token_kind_mismatch");
    assert!(answer.headers["www-authenticate"].to_str().unwrap().starts_with("Bearer"));
}

#[tokio::test]
async fn c22_a_disabled_connection_admits_nobody_from_the_next_request_on() {
    let service = Service::new(base()).await;
    let token = service.token("olga", "olga@acme.example");
    service.me(&token).await.ok();
    let mut seed = base();
    seed["connections"][0]["status"] = json!("disabled");
    service.seed(seed).await;
    service.me(&token).await.refused(401, "connection_not_active");
    service.seed(base()).await;
    service.me(&token).await.ok();
}

#[tokio::test]
async fn c30_what_is_no_token_is_refused() {
    let service = Service::new(base()).await;
    service.get("/profiles/me").await.refused(401, "token_missing");
    for text in ["a", "a.b.c", "..", "e30.e30.AA=="] {
        assert_eq!(service.me(text).await.status.as_u16(), 401, "{text}");
    }
    let two = axum::http::Request::get("/profiles/me").header("authorization", "Bearer a.b.c");
    let two = two.header("authorization", "Bearer d.e.f").body(axum::body::Body::empty()).unwrap();
    service.send(two).await.refused(401, "token_malformed");
    let expired = {
        let mut claims = claims("olga", "olga@acme.example");
        claims["iat"] = json!(NOW - 300);
        claims["exp"] = json!(NOW - 31);
        service.signer.token(&claims)
    };
    service.me(&expired).await.refused(401, "token_expired");
}

#[tokio::test]
async fn a_person_who_has_to_use_single_sign_on_is_told_where() {
    let mut seed = base();
    let sso = "00000000-0000-7000-8000-0000000000c2";
    seed["connections"].as_array_mut().unwrap().push(json!({
        "id": sso, "kind": "okta", "displayName": "Acme Okta", "issuer": "https://acme.okta.example/oauth2/default", "status": "active", "clientId": "0oa1a2b3c4d5e6f7g8h9",
        "organizationId": ACME, "audiences": ["https://api.acme.example"]
    }));
    seed["domainRules"][0]["enrollmentMode"] = json!("enterprise_sso");
    seed["domainRules"][0]["connectionId"] = json!(sso);
    let service = Service::new(seed).await;
    let answer = service.me(&service.token("ada", "ada@acme.example")).await;
    answer.refused(403, "use_sso");
    assert_eq!(answer.body["connectionId"], sso);
}

#[tokio::test]
async fn a_person_whose_domain_suggests_them_waits_for_approval() {
    let mut seed = base();
    seed["domainRules"][0]["enrollmentMode"] = json!("automatic_suggestion");
    let service = Service::new(seed).await;
    service.me(&service.token("ada", "ada@acme.example")).await.refused(403, "awaiting_approval");
}

#[tokio::test]
async fn the_trace_is_shown_only_if_enabled_and_holds_no_full_address() {
    let service = Service::with(base(), true).await;
    let answer = service.me(&service.token("ada", "ada@acme.example")).await;
    let trace = &answer.ok()["explanation"]["trace"];
    assert_eq!(trace["decidedBy"], "domain");
    assert_eq!(trace["stages"].as_array().map(Vec::len), Some(9));
    assert!(!trace.to_string().contains("ada@"));
    let denied = service.me(&service.token("eve", "eve@evil.example")).await;
    assert!(!denied.body.to_string().contains("stages"));
}

#[tokio::test]
async fn people_change_their_own_profile_and_nothing_else() {
    let service = Service::new(base()).await;
    let token = service.token("ivan", "ivan@partner.example");
    service.me(&token).await.ok();
    let change = json!({ "fullName": "Ivan the Invited", "phone": "+43 1 234", "avatarUrl": "https://partner.example/ivan.png" });
    let changed = service.change_me(&token, change).await;
    assert_eq!((&changed.ok()["fullName"], &changed.ok()["phone"]), (&json!("Ivan the Invited"), &json!("+43 1 234")));
    // Absent or null fields stay as they are. The answer equals a later read.
    let again = service.change_me(&token, json!({ "phone": null })).await;
    assert_eq!(again.ok()["phone"], "+43 1 234");
    let read = service.me(&token).await;
    for field in ["fullName", "phone", "avatarUrl", "updatedAt", "session", "organizations"] {
        assert_eq!(read.ok()[field], changed.ok()[field], "{field}");
    }
    let cleared = service.change_me(&token, json!({ "phone": "" })).await;
    assert_eq!((&cleared.ok()["phone"], &cleared.ok()["fullName"]), (&Value::Null, &json!("Ivan the Invited")));
    // A later login does not replace the user's own name by the provider's.
    assert_eq!(service.me(&token).await.ok()["fullName"], "Ivan the Invited");
}

#[tokio::test]
async fn c24_nobody_gives_themselves_a_role_or_an_address() {
    let service = Service::new(base()).await;
    let token = service.token("ivan", "ivan@partner.example");
    let before = service.me(&token).await;
    for (name, value) in [
        ("platformRole", json!("platform_owner")),
        ("email", json!("olga@acme.example")),
        ("emailVerified", json!(true)),
        ("status", json!("active")),
        ("userId", json!(OWNER)),
        ("role_version", json!(0)),
    ] {
        let refused = service.change_me(&token, json!({ (name): value, "fullName": "X" })).await;
        refused.refused(400, "invalid_input");
        assert_eq!(refused.body["issues"][0]["path"], format!("/{name}"));
    }
    for wrong in
        [json!({ "fullName": 7 }), json!({ "phone": {} }), json!({ "currentOrganizationId": "acme" }), json!([])]
    {
        service.change_me(&token, wrong).await.refused(400, "invalid_input");
    }
    assert_eq!(service.me(&token).await.ok()["fullName"], before.ok()["fullName"]);
}

#[tokio::test]
async fn users_can_switch_only_to_an_organization_they_are_a_member_of() {
    let other = "00000000-0000-7000-8000-0000000000a2";
    let mut seed = base();
    seed["organizations"].as_array_mut().unwrap().push(json!({ "id": other, "name": "Other", "slug": "other" }));
    let user = &mut seed["users"][0]["memberships"];
    user.as_array_mut().unwrap().push(json!({ "organizationId": other, "role": "org_user" }));
    let service = Service::new(seed).await;
    let olga = service.token("olga", "olga@acme.example");
    assert_eq!(service.me(&olga).await.ok()["currentOrganizationId"], ACME);
    let switched = service.change_me(&olga, json!({ "currentOrganizationId": other })).await;
    let session = &switched.ok()["session"]["session"];
    assert_eq!(
        (&switched.ok()["currentOrganizationId"], &session["currentOrganizationId"]),
        (&json!(other), &json!(other))
    );
    assert!(!session["capabilities"].as_array().unwrap().contains(&json!("org:delete")));
    assert_eq!(service.me(&olga).await.ok()["session"], switched.ok()["session"]);

    let ivan = service.token("ivan", "ivan@partner.example");
    service.me(&ivan).await.ok();
    for there in [other, "00000000-0000-7000-8000-0000000000ff"] {
        let refused = service.change_me(&ivan, json!({ "currentOrganizationId": there })).await;
        refused.refused(403, "access_denied");
    }
    assert_eq!(service.me(&ivan).await.ok()["currentOrganizationId"], ACME);
}

/// The owner has no identity at this issuer yet. A second subject there would be somebody else.
fn without_identity() -> Value {
    let mut seed = base();
    seed["users"][0]["identities"] = json!([]);
    seed
}

#[tokio::test]
async fn an_account_owner_confirms_a_link_by_the_code_in_their_mailbox() {
    let (service, mail, _) = Service::with_adapters(without_identity()).await;
    let elsewhere = service.token("olga-elsewhere", "olga@acme.example");
    let path = "/profiles/me/link-confirmation";
    assert_eq!(service.me(&elsewhere).await.code(), "confirm_account");

    let asked = service.ask("POST", path, &elsewhere, Value::Null).await;
    assert_eq!(asked.ok()["delivery"], "sent");
    let (to, text) = mail.mails.lock().unwrap().last().cloned().unwrap();
    assert!(to.contains("olga@acme.example"), "{to}");
    let code = text.lines().map(str::trim).find(|line| line.len() == 64).unwrap().to_owned();
    // Nobody can flood another user's mailbox.
    let again = service.ask("POST", path, &elsewhere, Value::Null).await;
    assert_eq!((again.status.as_u16(), again.code()), (429, "too_many_requests"));
    assert_eq!(mail.mails.lock().unwrap().len(), 1);

    let presenting = async |token: &str, proof: &str| {
        let request = Request::get("/profiles/me").header("authorization", format!("Bearer {token}"));
        service.send(request.header("x-cora-link-proof", proof).body(Body::empty()).unwrap()).await
    };
    assert_eq!(presenting(&elsewhere, "guess").await.code(), "confirm_account");
    // The code does not confirm another user's login.
    assert_eq!(presenting(&service.token("mallory", "olga@acme.example"), &code).await.code(), "confirm_account");
    let linked = presenting(&elsewhere, &code).await;
    assert_eq!((&linked.ok()["explanation"]["outcome"], &linked.ok()["userId"]), (&json!("linked"), &json!(OWNER)));
    assert_eq!(service.me(&elsewhere).await.ok()["explanation"]["outcome"], "returning");

    for token in [elsewhere, service.token("ivan", "ivan@partner.example"), service.token("sam", "sam@nowhere.example")]
    {
        assert_eq!(service.ask("POST", path, &token, Value::Null).await.code(), "nothing_to_confirm");
    }
    assert_eq!(service.ask("POST", path, "no-token", Value::Null).await.status, 401);
}

#[tokio::test]
async fn without_a_mail_server_no_confirmation_is_begun() {
    let service = Service::new(without_identity()).await;
    let elsewhere = service.token("olga-elsewhere", "olga@acme.example");
    let asked = service.ask("POST", "/profiles/me/link-confirmation", &elsewhere, Value::Null).await;
    assert_eq!((asked.status.as_u16(), asked.code()), (409, "mail_not_configured"));
}
