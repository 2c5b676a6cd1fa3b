//! Connections over HTTP: the routes and shapes of the legacy CORA toolkit, and Cora's additions.

use std::sync::atomic::Ordering;

use crate::support::*;
use axum::body::Body;
use axum::http::Request;
use cora_core::actor::Actor;
use cora_core::connection::lifecycle::{ConnectionCommand, ConnectionReason};
use cora_core::id::ConnectionId;
use cora_core::time::UnixSeconds;
use cora_store::ChangeContext;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use signing::{Signer, jwks};

const OKTA: &str = "https://acme.okta.com/oauth2/default";
const DISCOVERY: &str = "https://acme.okta.com/oauth2/default/.well-known/openid-configuration";
const OKTA_KEYS: &str = "https://acme.okta.com/oauth2/default/v1/keys";
const CLIENT: &str = "0oa1a2b3c4d5e6f7g8h9";

/// Settings in the spelling of CORA.
fn okta() -> Value {
    json!({ "clientId": CLIENT, "issuer": OKTA, "audiences": ["api://default"], "clientSecret": "env:CORA_SECRET_OKTA" })
}

fn discovery() -> Value {
    json!({
        "issuer": OKTA,
        "authorization_endpoint": "https://acme.okta.com/oauth2/default/v1/authorize",
        "token_endpoint": "https://acme.okta.com/oauth2/default/v1/token",
        "jwks_uri": OKTA_KEYS,
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "code_challenge_methods_supported": ["S256"],
        "scopes_supported": ["openid", "email", "profile"],
        "token_endpoint_auth_methods_supported": ["client_secret_basic"]
    })
}

impl Service {
    async fn admin(&self, method: &str, path: &str, body: Value) -> Answer {
        self.ask(method, path, &self.token("olga", "olga@acme.example"), body).await
    }

    /// The provider as the service sees it.
    fn okta(&self) -> Signer {
        let signer = Signer::rsa("okta-1");
        self.documents.set(DISCOVERY, &discovery());
        self.documents.set(OKTA_KEYS, &jwks(&[&signer]));
        signer
    }

    /// Begins a test login, and completes it as the given person.
    async fn test_login(&self, okta: &Signer, subject: &str, email: &str) -> Value {
        let access_token = json!({
            "iss": OKTA, "sub": email, "uid": subject, "cid": CLIENT, "aud": "api://default", "scp": ["openid"],
            "exp": NOW + 300, "iat": NOW, "email": email, "email_verified": true, "groups": ["Everyone"]
        });
        let more = json!({ "email": email, "email_verified": true });
        self.test_login_by(okta, subject, &okta.token(&access_token), more).await
    }

    /// Begins a test login, and completes it with this access token and an ID token that has more
    /// claims than the least.
    async fn test_login_by(&self, okta: &Signer, subject: &str, access_token: &str, more: Value) -> Value {
        let begun = self.admin("POST", "/admin/idp-config/okta/test", Value::Null).await;
        let url = begun.ok()["authorizationUrl"].as_str().unwrap_or_else(|| panic!("{}", begun.body)).to_owned();
        let parameter = |name: &str| {
            let query = url.split_once('?').unwrap().1;
            let found = query.split('&').find_map(|pair| pair.strip_prefix(&format!("{name}=")));
            found.unwrap().to_owned()
        };
        let mut id_token = json!({
            "iss": OKTA, "sub": subject, "aud": CLIENT, "exp": NOW + 300, "iat": NOW, "nonce": parameter("nonce")
        });
        id_token.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        *self.exchange.answer.lock().unwrap() = Some(json!({
            "token_type": "Bearer", "access_token": access_token, "id_token": okta.plain_token(&id_token)
        }));
        let back = self.callback(&format!("code=c0de&state={}", parameter("state"))).await;
        assert!(back.contains("The test login has"), "{back}");
        let run = begun.ok()["testRunId"].as_str().unwrap();
        self.admin("GET", &format!("/admin/idp-config/okta/tests/{run}"), Value::Null).await.ok().clone()
    }

    async fn callback(&self, query: &str) -> String {
        let request = Request::get(format!("/auth/connection-test/callback?{query}")).body(Body::empty()).unwrap();
        self.page(request).await.1
    }
}

/// Returns the entry of a step in the log of a test login.
fn step<'a>(run: &'a Value, step: &str) -> Option<&'a Value> {
    run["log"].as_array().unwrap().iter().find(|entry| entry["step"] == step)
}

#[tokio::test]
async fn a_test_login_refuses_an_access_token_that_the_id_token_does_not_name() {
    let service = Service::new(base()).await;
    let okta_signer = service.okta();
    let mut config = okta();
    config["tokenUse"] = json!("id_token");
    config.as_object_mut().unwrap().remove("audiences");
    service.admin("PUT", "/admin/idp-config/okta", json!({ "config": config })).await;
    let at_hash = |access_token: &str| signing::base64(&Sha256::digest(access_token)[..16]);
    for (hash, status) in [
        (json!(at_hash("issued")), "success"),
        (json!(at_hash("another")), "failed"),
        (json!(""), "failed"),
        (json!(1), "failed"),
        (Value::Null, "success"),
    ] {
        let more = json!({ "email": "olga@acme.example", "email_verified": true, "at_hash": hash });
        let run = service.test_login_by(&okta_signer, "00u1", "issued", more).await;
        assert_eq!(run["status"], status, "{hash}: {run}");
        let code = step(&run, "id_token").unwrap()["code"].as_str();
        assert_eq!(code, (status == "failed").then_some("at_hash_mismatch"), "{hash}: {run}");
    }
}

#[tokio::test]
async fn a_test_login_shows_what_userinfo_gave() {
    const USERINFO: &str = "https://acme.okta.com/oauth2/default/v1/userinfo";
    let service = Service::new(base()).await;
    let okta_signer = service.okta();
    let mut config = okta();
    config["tokenUse"] = json!("id_token");
    config["userinfo"] = json!("when_missing");
    config.as_object_mut().unwrap().remove("audiences");
    service.admin("PUT", "/admin/idp-config/okta", json!({ "config": config })).await;

    // The provider's document has to name the endpoint.
    let begun = service.admin("POST", "/admin/idp-config/okta/test", Value::Null).await;
    assert!(begun.ok()["authorizationUrl"].is_null() && begun.text.contains("document_incomplete"), "{}", begun.text);
    let mut document = discovery();
    document["userinfo_endpoint"] = json!(USERINFO);
    service.documents.set(DISCOVERY, &document);

    let answer = json!({ "sub": "00u1", "email": "olga@acme.example", "email_verified": true, "groups": ["staff"] });
    service.documents.set_protected(USERINFO, "issued", &answer);
    let run = service.test_login_by(&okta_signer, "00u1", "issued", json!({})).await;
    assert_eq!(run["status"], "success", "{run}");
    let message = "the userinfo endpoint was asked, and gave `email`, `groups`";
    assert_eq!(step(&run, "userinfo").unwrap()["message"], message, "{run}");
    let claims = run["claims"]["claims"].as_array().unwrap();
    let shown = |field: &str| claims.iter().find(|claim| claim["field"] == field).unwrap();
    assert_eq!(shown("email")["value"], "o***@acme.example");
    for (field, from_userinfo) in [("email", true), ("email_verified", true), ("groups", true), ("subject", false)] {
        assert_eq!(shown(field)["fromUserinfo"], from_userinfo, "{field}");
    }
    assert!(!run.to_string().contains("olga@acme.example") && !run.to_string().contains("issued\""), "{run}");

    // A token that lacks nothing asks nothing.
    let asked = service.documents.asked.load(Ordering::SeqCst);
    let more = json!({ "email": "olga@acme.example", "email_verified": true });
    let run = service.test_login_by(&okta_signer, "00u1", "issued", more).await;
    let message = "the userinfo endpoint was not asked, because the token lacks nothing";
    assert_eq!(step(&run, "userinfo").unwrap()["message"], message, "{run}");
    assert_eq!(service.documents.asked.load(Ordering::SeqCst), asked);

    for (subject, access_token, code) in
        [("00u2", "issued", "userinfo_subject_mismatch"), ("00u1", "unknown", "userinfo_refused")]
    {
        let run = service.test_login_by(&okta_signer, subject, access_token, json!({})).await;
        assert_eq!(run["status"], "failed", "{run}");
        let entry = step(&run, "userinfo").unwrap();
        assert_eq!((&entry["code"], entry["help"].is_string()), (&json!(code), true), "{run}");
    }
}

#[tokio::test]
async fn connections_are_listed_with_their_settings() {
    let service = Service::new(base()).await;
    let answer = service.admin("GET", "/admin/idp-config", Value::Null).await;
    let rows = answer.ok().as_array().unwrap();
    assert_eq!(rows.len(), 1);
    let row = &rows[0];
    assert_eq!(row["providerType"], "oidc");
    assert_eq!(row["displayName"], "Sign-in");
    assert_eq!(row["config"]["clientId"], "web");
    assert_eq!(row["config"]["jwksUri"], KEYS);
    assert_eq!((&row["isActive"], &row["isConfigured"]), (&json!(true), &json!(true)));
    assert_eq!(row["status"], "active");
    assert!(row["createdAt"].as_str().unwrap().ends_with('Z'), "{row}");
}

#[tokio::test]
async fn only_who_administers_the_platform_sees_or_changes_them() {
    let service = Service::new(base()).await;
    let member = service.token("ada", "ada@acme.example");
    for (method, path, body) in [
        ("GET", "/admin/idp-config", Value::Null),
        ("POST", "/admin/idp-config", json!({ "providerType": "okta", "displayName": "Okta", "config": okta() })),
        ("GET", "/admin/idp-config/oidc", Value::Null),
        ("PUT", "/admin/idp-config/oidc", json!({ "config": okta() })),
        ("POST", "/admin/idp-config/oidc/validate", Value::Null),
        ("POST", "/admin/idp-config/oidc/check", Value::Null),
        ("POST", "/admin/idp-config/oidc/test", Value::Null),
        ("POST", "/admin/idp-config/oidc/activate", Value::Null),
        ("POST", "/admin/idp-config/oidc/disable", Value::Null),
        ("POST", "/admin/idp-config/oidc/rollback", json!({ "number": 1 })),
        // A caller without the permission learns nothing about the faults of their input.
        ("POST", "/admin/idp-config/oidc/activate", json!({ "nonsense": true })),
        ("POST", "/admin/idp-config/oidc/disable", json!({ "nonsense": true })),
        ("POST", "/admin/idp-config/oidc/rollback", json!({ "nonsense": true })),
        ("GET", "/admin/idp-config/oidc/versions", Value::Null),
        ("GET", "/admin/idp-config/oidc/audit", Value::Null),
    ] {
        service.ask(method, path, &member, body.clone()).await.refused(403, "access_denied");
        service.ask(method, path, "", body).await.refused(401, "token_missing");
    }
    assert_eq!(service.admin("GET", "/admin/idp-config", Value::Null).await.ok().as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn settings_are_written_in_coras_shape_and_validated_at_once() {
    let service = Service::new(base()).await;
    let body = json!({ "displayName": "Okta", "config": okta() });
    let made = service.admin("PUT", "/admin/idp-config/okta", body.clone()).await;
    assert_eq!(made.status, 201, "{}", made.body);
    let row = &made.body["data"];
    assert_eq!((&row["status"], &row["version"], &row["latestNumber"]), (&json!("validated"), &json!(1), &json!(1)));
    assert_eq!((&row["isActive"], &row["isConfigured"]), (&json!(false), &json!(true)));
    assert_eq!(row["config"]["clientId"], CLIENT);
    assert_eq!(row["outcome"], "created");
    let again = service.admin("PUT", "/admin/idp-config/okta", body).await;
    assert_eq!((&again.ok()["outcome"], &again.ok()["version"]), (&json!("unchanged"), &json!(1)));
}

#[tokio::test]
async fn of_two_who_make_the_connection_of_a_kind_at_once_one_does() {
    let service = Service::new(base()).await;
    let make = || service.admin("PUT", "/admin/idp-config/okta", json!({ "config": okta() }));
    let answers = tokio::join!(make(), make(), make());
    let answers = [answers.0, answers.1, answers.2];
    assert_eq!(answers.iter().filter(|answer| answer.status == 201).count(), 1);
    for answer in answers.iter().filter(|answer| answer.status != 201) {
        // A later request either sees the connection or is told that it exists.
        assert!(answer.status == 200 || answer.code() == "connection_exists", "{}", answer.text);
    }
    let rows = service.admin("GET", "/admin/idp-config", Value::Null).await.ok().as_array().unwrap().clone();
    assert_eq!(rows.iter().filter(|row| row["providerType"] == "okta").count(), 1);
}

#[tokio::test]
async fn incomplete_settings_are_stored_as_a_draft_that_lists_what_is_missing() {
    let service = Service::new(base()).await;
    let made = service.admin("PUT", "/admin/idp-config/okta", json!({ "config": { "clientId": CLIENT } })).await;
    assert_eq!(made.status, 201, "{}", made.body);
    assert_eq!(made.body["data"]["status"], "draft");
    let issues = made.body["data"]["issues"].as_array().unwrap();
    assert!(issues.iter().any(|issue| issue["code"] == "missing_field"), "{issues:?}");
    service.admin("POST", "/admin/idp-config/okta/activate", Value::Null).await.refused(409, "not_validated");
}

#[tokio::test]
async fn a_misspelt_setting_is_refused_with_the_name_that_was_meant() {
    let service = Service::new(base()).await;
    let body = json!({ "config": { "clientid": CLIENT, "isuer": OKTA } });
    let answer = service.admin("PUT", "/admin/idp-config/okta", body).await;
    answer.refused(400, "settings_not_storable");
    assert!(answer.text.contains("Did you mean `issuer`?"), "{}", answer.text);
    service.admin("GET", "/admin/idp-config/okta", Value::Null).await.refused(404, "connection_not_found");
    // A malformed secret is not lost silently either.
    let mut malformed = okta();
    malformed["clientSecret"] = json!({ "value": 5 });
    let answer = service.admin("PUT", "/admin/idp-config/okta", json!({ "config": malformed })).await;
    answer.refused(400, "settings_not_storable");
    let answer = service.admin("PUT", "/admin/idp-config/okta", json!({ "configs": {} })).await;
    answer.refused(400, "invalid_input");
    service.admin("PUT", "/admin/idp-config/okto", json!({ "config": {} })).await.refused(404, "connection_not_found");
}

#[tokio::test]
async fn c24_a_secret_that_is_written_comes_out_nowhere() {
    let service = Service::new(base()).await;
    let mut config = okta();
    config["clientSecret"] = json!(SECRET);
    let made = service.admin("PUT", "/admin/idp-config/okta", json!({ "config": config })).await;
    assert_eq!(made.status, 201, "{}", made.body);
    let reference = made.body["data"]["config"]["clientSecret"].as_str().unwrap().to_owned();
    assert!(reference.starts_with("stored:"), "{reference}");
    for path in ["", "/okta", "/okta/versions", "/okta/audit"] {
        let answer = service.admin("GET", &format!("/admin/idp-config{path}"), Value::Null).await;
        answer.ok();
        assert!(!answer.text.contains(SECRET), "{path}");
    }
    // Settings that were read can be written back, and the secret stays.
    config["clientSecret"] = json!(reference);
    let again = service.admin("PUT", "/admin/idp-config/okta", json!({ "config": config })).await;
    assert_eq!(again.ok()["outcome"], "unchanged");
    // The secret is used at its provider.
    let okta = service.okta();
    service.test_login(&okta, "00u1", "olga@acme.example").await;
    let forms = service.exchange.forms.lock().unwrap().join("\n");
    // RFC 6749 §2.3.1: both are form-encoded before they are joined.
    let basic = signing::base64_standard(format!("{CLIENT}:{}", SECRET.replace(' ', "+")));
    assert!(forms.contains(&format!("Basic {basic}")), "{forms}");
    // A secret in a public setting is refused, and is not echoed.
    config["jwksUri"] = json!("https://acme.okta.com/?key=sk_live_0123456789abcdefghijkl");
    let answer = service.admin("PUT", "/admin/idp-config/okta", json!({ "config": config })).await;
    answer.refused(400, "settings_not_storable");
    assert!(answer.text.contains("secret_in_public_field") && !answer.text.contains("sk_live_0123"), "{}", answer.text);
}

#[tokio::test]
async fn a_stale_edit_is_refused_and_nothing_is_lost() {
    let service = Service::new(base()).await;
    service.admin("PUT", "/admin/idp-config/okta", json!({ "config": okta() })).await;
    let mut first = okta();
    first["clientId"] = json!("0oa9h8g7f6e5d4c3b2a1");
    let saved = service.admin("PUT", "/admin/idp-config/okta", json!({ "config": first, "version": 1 })).await;
    assert_eq!((&saved.ok()["version"], &saved.ok()["latestNumber"]), (&json!(2), &json!(2)));
    let second = json!({ "config": okta(), "version": 1 });
    service.admin("PUT", "/admin/idp-config/okta", second).await.refused(409, "stale_version");
    let row = service.admin("GET", "/admin/idp-config/okta", Value::Null).await;
    assert_eq!(row.ok()["config"]["clientId"], "0oa9h8g7f6e5d4c3b2a1");
    let versions = service.admin("GET", "/admin/idp-config/okta/versions", Value::Null).await;
    let numbers: Vec<&Value> =
        versions.ok()["items"].as_array().unwrap().iter().map(|version| &version["number"]).collect();
    assert_eq!(numbers, [2, 1]);
}

#[tokio::test]
async fn settings_are_looked_over_without_being_stored() {
    let service = Service::new(base()).await;
    let body = json!({ "config": { "clientId": CLIENT, "issuer": "https://acme-admin.okta.com" } });
    let answer = service.admin("POST", "/admin/idp-config/okta/validate", body).await;
    assert_eq!(answer.ok()["ok"], false);
    assert!(answer.text.contains("admin_domain"), "{}", answer.text);
    service.admin("GET", "/admin/idp-config/okta", Value::Null).await.refused(404, "connection_not_found");
    let stored = service.admin("POST", "/admin/idp-config/oidc/validate", Value::Null).await;
    assert_eq!(stored.ok()["ok"], true);
    assert_eq!(stored.ok()["derived"]["issuer"], ISSUER);
}

/// A service whose administrator has put Okta into use after a test login of her own.
struct Live {
    service: Service,
    okta_signer: Signer,
    activated: Answer,
}

impl Live {
    async fn start() -> Self {
        let (service, okta_signer) = Self::saved().await;
        service.test_login(&okta_signer, "00u9", "eve@stranger.example").await;
        let run = service.test_login(&okta_signer, "00u1", "olga@acme.example").await;
        assert_eq!((&run["status"], &run["decision"]["outcome"]), (&json!("success"), &json!("linked")), "{run}");
        let activated = service.admin("POST", "/admin/idp-config/okta/activate", Value::Null).await;
        Self { service, okta_signer, activated }
    }

    /// Starts a service that has settings of Okta, which nobody has tested.
    async fn saved() -> (Service, Signer) {
        let seed = with(base(), json!({ "policy": { "accountLinking": "verified_email" } }));
        let service = Service::new(seed).await;
        let okta_signer = service.okta();
        service.admin("PUT", "/admin/idp-config/okta", json!({ "config": okta() })).await;
        (service, okta_signer)
    }

    /// Returns the administrator's token of the connection that she signed in by before.
    fn old_token(&self) -> String {
        self.service.token("olga", "olga@acme.example")
    }

    /// Returns her token of Okta.
    fn token(&self) -> String {
        self.okta_signer.token(&json!({
            "iss": OKTA, "sub": "olga@acme.example", "uid": "00u1", "cid": CLIENT, "aud": "api://default",
            "scp": ["openid"], "exp": NOW + 300, "iat": NOW, "email": "olga@acme.example", "email_verified": true
        }))
    }

    /// Makes Okta the default and disables the old connection.
    async fn alone() -> (Self, String) {
        let live = Self::start().await;
        let token = live.token();
        live.service.me(&token).await.ok();
        live.service.ask("POST", "/admin/idp-config/okta/default", &token, Value::Null).await.ok();
        let disable = format!("/admin/idp-config/{CONNECTION}/disable");
        live.service.ask("POST", &disable, &token, Value::Null).await.ok();
        (live, token)
    }
}

#[tokio::test]
async fn a_strangers_test_login_proves_the_settings_alone() {
    let (service, okta_signer) = Live::saved().await;
    service.admin("POST", "/admin/idp-config/okta/activate", Value::Null).await.refused(409, "not_tested");

    // It shows that the settings work, but not that the platform's administrators can log in.
    let run = service.test_login(&okta_signer, "00u9", "eve@stranger.example").await;
    assert_eq!(run["status"], "success", "{run}");
    assert_eq!(run["decision"]["outcome"], "denied");
    assert!(!run.to_string().contains("eve@stranger.example"), "{run}");
    let dry = service.admin("POST", "/admin/idp-config/okta/activate", json!({ "dryRun": true })).await;
    assert_eq!((&dry.ok()["outcome"], &dry.ok()["dryRun"]), (&json!("activated"), &json!(true)));
    assert_eq!((&dry.ok()["isActive"], &dry.ok()["usersWithoutWayIn"]), (&json!(true), &json!(0)));
}

#[tokio::test]
async fn a_connection_goes_live_after_an_administrators_test_login() {
    let live = Live::start().await;
    let (service, activated) = (&live.service, &live.activated);
    assert_eq!(activated.ok()["isActive"], true);
    assert_eq!(activated.ok()["providerType"], "okta");
    assert!(activated.ok()["message"].is_string());

    // Logins use both connections from the next request on, and the first one stays the default.
    assert_eq!(service.me(&live.old_token()).await.ok()["userId"], OWNER);
    assert_eq!(activated.ok()["defaultConnectionId"], CONNECTION);
    let active = service.get("/auth/active-connection").await;
    assert_eq!(active.ok()["connection"]["issuer"], ISSUER);
    let choices = active.ok()["connections"].as_array().unwrap();
    let shown: Vec<_> = choices.iter().map(|choice| (&choice["connection"]["issuer"], &choice["default"])).collect();
    assert_eq!(shown, [(&json!(ISSUER), &json!(true)), (&json!(OKTA), &json!(false))]);
    assert_eq!(choices[1]["verification"]["connection"]["issuer"], OKTA);
    let me = service.me(&live.token()).await;
    assert_eq!((&me.ok()["userId"], &me.ok()["explanation"]["outcome"]), (&json!(OWNER), &json!("linked")));
}

#[tokio::test]
async fn the_default_is_chosen_and_the_former_one_is_disabled() {
    let live = Live::start().await;
    let (service, old, token) = (&live.service, live.old_token(), live.token());
    let active = service.get("/auth/active-connection").await;
    let okta_id = &active.ok()["connections"][1]["connection"]["id"];
    service.me(&token).await.ok();
    let chosen = service.ask("POST", "/admin/idp-config/okta/default", &token, Value::Null).await;
    assert_eq!((&chosen.ok()["outcome"], &chosen.ok()["isDefault"]), (&json!("made_default"), &json!(true)));
    assert_eq!(service.get("/auth/active-connection").await.ok()["connection"]["issuer"], OKTA);

    // The old connection is disabled when nobody needs it any more.
    let disable = format!("/admin/idp-config/{CONNECTION}/disable");
    let dry = service.ask("POST", &disable, &token, json!({ "dryRun": true })).await;
    assert_eq!((&dry.ok()["outcome"], &dry.ok()["usersWithoutWayIn"]), (&json!("disabled"), &json!(0)));
    service.me(&old).await.ok();
    let disabled = service.ask("POST", &disable, &token, Value::Null).await;
    assert_eq!(disabled.ok()["defaultConnectionId"], *okta_id);
    service.me(&old).await.refused(401, "connection_not_active");
    service.me(&token).await.ok();
}

#[tokio::test]
async fn a_disabled_connection_comes_back_by_a_rollback() {
    let (live, token) = Live::alone().await;
    let service = &live.service;
    // She has an identity at both providers.
    let body = json!({ "number": 1 });
    let back = service.ask("POST", &format!("/admin/idp-config/{CONNECTION}/rollback"), &token, body).await;
    assert_eq!((&back.ok()["outcome"], &back.ok()["isActive"]), (&json!("rolled_back"), &json!(true)));
    service.me(&token).await.ok();
    assert_eq!(service.me(&live.old_token()).await.ok()["userId"], OWNER);
    let audit = service.admin("GET", "/admin/idp-config/okta/audit", Value::Null).await;
    let actions: Vec<&str> =
        audit.ok()["items"].as_array().unwrap().iter().map(|record| record["action"].as_str().unwrap()).collect();
    assert_eq!(actions, ["made_default", "activated", "tested", "tested", "created"]);
    let last = &audit.ok()["items"][0];
    assert!(last["requestId"].is_string() && last["performedBy"] == OWNER, "{}", audit.text);
    assert_eq!((&last["connectionName"], &last["performedByName"]), (&json!("Okta"), &json!("Olga")));
    let older = service.admin("GET", "/admin/idp-config/okta/audit?limit=2&sort=at", Value::Null).await;
    let next = older.ok()["next"].as_str().unwrap();
    let older = service.admin("GET", &format!("/admin/idp-config/okta/audit?sort=at&after={next}"), Value::Null).await;
    assert_eq!(older.ok()["items"].as_array().unwrap().len(), 3);
}

#[tokio::test]
async fn by_force_a_reason_is_needed_and_recorded() {
    let service = Service::new(base()).await;
    service.admin("PUT", "/admin/idp-config/okta", json!({ "config": okta() })).await;
    let blank = json!({ "force": { "reason": " " } });
    service.admin("POST", "/admin/idp-config/okta/activate", blank).await.refused(400, "reason_missing");
    let force = json!({ "force": { "reason": "the old provider is gone" } });
    service.admin("POST", "/admin/idp-config/okta/activate", force).await.ok();
    let record = service.store.connection_by_type(cora_core::connection::ConnectionKind::Okta).await.unwrap().remove(0);
    let audit = service.store.connection_audit(record.id, 10).await.unwrap();
    assert!(audit[0].forced && audit[0].reason.as_deref() == Some("the old provider is gone"));
}

#[tokio::test]
async fn c22_a_disabled_connection_mints_no_trust_at_the_next_request() {
    let service = Service::new(base()).await;
    let token = service.token("olga", "olga@acme.example");
    service.me(&token).await.ok();
    service.admin("POST", "/admin/idp-config/oidc/disable", Value::Null).await.refused(409, "would_lock_out_admins");
    let force = json!({ "force": { "reason": "its keys were stolen" } });
    let disabled = service.admin("POST", "/admin/idp-config/oidc/disable", force).await;
    assert_eq!(disabled.ok()["isActive"], false);
    service.me(&token).await.refused(401, "connection_not_active");
    let active = service.get("/auth/active-connection").await;
    assert_eq!(active.ok(), &json!({ "connection": null, "verification": null, "connections": [] }));
}

/// Two connections of one issuer: the platform's, and one of Acme for another application there.
async fn with_two_of_one_issuer() -> Service {
    let mut seed = base();
    seed["connections"].as_array_mut().unwrap().push(json!({
        "id": OF_ACME, "kind": "oidc", "displayName": "Acme", "organizationId": ACME, "issuer": ISSUER, "status": "active",
        "clientId": "acme", "tokenUse": "access_token", "audiences": ["https://acme-api.acme.example"],
        "algorithms": ["ES256"], "jwksUri": KEYS, "allowOutsideDomains": true
    }));
    Service::new(seed).await
}

const OF_ACME: &str = "00000000-0000-7000-8000-0000000000c9";

#[tokio::test]
async fn a_token_comes_by_the_connection_that_its_audience_fits() {
    let service = with_two_of_one_issuer().await;
    let signed = |audience: Value| {
        let mut claims = claims("eve", "eve@stranger.example");
        claims["aud"] = audience;
        service.signer.token(&claims)
    };
    // Acme's connection admits strangers, and the platform's admits nobody by itself.
    let of_platform = service.me(&signed(json!("https://api.acme.example"))).await;
    assert_eq!(of_platform.status, 403, "{}", of_platform.text);
    let of_acme = service.me(&signed(json!("https://acme-api.acme.example"))).await;
    assert_eq!(of_acme.ok()["explanation"]["outcome"], "provisioned", "{}", of_acme.text);
    service.me(&signed(json!("https://elsewhere.example"))).await.refused(401, "audience_mismatch");
    // A token for both would come by either, so it comes by neither.
    let both = json!(["https://acme-api.acme.example", "https://api.acme.example"]);
    service.me(&signed(both)).await.refused(401, "audience_mismatch");
}

#[tokio::test]
async fn a_connection_of_a_known_issuer_gets_its_people_from_the_next_request_on() {
    let service = with_two_of_one_issuer().await;
    let mut eve = claims("eve", "eve@stranger.example");
    eve["aud"] = json!("https://acme-api.acme.example");
    let eve = service.signer.token(&eve);
    let disable = format!("/admin/idp-config/{OF_ACME}/disable");
    service.admin("POST", &disable, Value::Null).await.ok();
    // The cache knows the platform's alone by now.
    service.me(&service.token("olga", "olga@acme.example")).await.ok();
    service.me(&eve).await.refused(401, "audience_mismatch");
    let rollback = format!("/admin/idp-config/{OF_ACME}/rollback");
    service.admin("POST", &rollback, json!({ "number": 1 })).await.ok();
    assert_eq!(service.me(&eve).await.ok()["explanation"]["outcome"], "provisioned");
}

#[tokio::test]
async fn c29_a_callback_counts_once_and_only_for_what_it_was_begun_for() {
    let service = Service::new(base()).await;
    let okta_signer = service.okta();
    service.admin("PUT", "/admin/idp-config/okta", json!({ "config": okta() })).await;
    let begun = service.admin("POST", "/admin/idp-config/okta/test", Value::Null).await;
    let url = begun.ok()["authorizationUrl"].as_str().unwrap().to_owned();
    let state = url.split(['?', '&']).find_map(|pair| pair.strip_prefix("state=")).unwrap().to_owned();
    let code = async |query: String| {
        let request = Request::get(format!("/auth/connection-test/callback?{query}")).body(Body::empty()).unwrap();
        service.page(request).await
    };
    assert_eq!(code(format!("code=x&state={}", "A".repeat(43))).await.0, 409);
    assert_eq!(code("code=x".into()).await.0, 400);
    // The connection is changed while the administrator is at the provider.
    service.admin("PUT", "/admin/idp-config/okta", json!({ "displayName": "Okta of Acme" })).await.ok();
    assert!(code(format!("code=x&state={state}")).await.1.contains("has failed"));
    assert_eq!(code(format!("code=x&state={state}")).await.0, 409);
    assert!(service.exchange.forms.lock().unwrap().is_empty(), "the code went to the provider");
    let run = begun.ok()["testRunId"].as_str().unwrap();
    let run = service.admin("GET", &format!("/admin/idp-config/okta/tests/{run}"), Value::Null).await;
    assert_eq!(run.ok()["status"], "failed");
    assert!(run.text.contains("connection_version_mismatch"), "{}", run.text);
    // The ID token of another login is not accepted for this one.
    let begun = service.admin("POST", "/admin/idp-config/okta/test", Value::Null).await;
    let url = begun.ok()["authorizationUrl"].as_str().unwrap().to_owned();
    let state = url.split(['?', '&']).find_map(|pair| pair.strip_prefix("state=")).unwrap().to_owned();
    let id_token = okta_signer.plain_token(&json!({
        "iss": OKTA, "sub": "00u1", "aud": CLIENT, "exp": NOW + 300, "iat": NOW, "nonce": "another"
    }));
    *service.exchange.answer.lock().unwrap() =
        Some(json!({ "token_type": "Bearer", "access_token": "opaque", "id_token": id_token }));
    assert!(code(format!("code=x&state={state}")).await.1.contains("has failed"));
    let run = begun.ok()["testRunId"].as_str().unwrap();
    let run = service.admin("GET", &format!("/admin/idp-config/okta/tests/{run}"), Value::Null).await;
    assert!(run.text.contains("nonce_mismatch"), "{}", run.text);
}

#[tokio::test]
async fn a_test_that_cannot_begin_says_why() {
    let service = Service::new(base()).await;
    let mut config = okta();
    config["clientSecret"] = json!("env:PATH");
    service.admin("PUT", "/admin/idp-config/okta", json!({ "config": config })).await;
    let failed = service.admin("POST", "/admin/idp-config/okta/test", Value::Null).await;
    assert_eq!((&failed.ok()["status"], &failed.ok()["authorizationUrl"]), (&json!("failed"), &Value::Null));
    assert!(failed.text.contains("unexpected_status"), "{}", failed.text);
    let mut document = discovery();
    document["issuer"] = json!("https://acme.okta.com");
    service.okta();
    service.documents.set(DISCOVERY, &document);
    let failed = service.admin("POST", "/admin/idp-config/okta/test", Value::Null).await;
    assert!(failed.text.contains("issuer_mismatch"), "{}", failed.text);
    service.documents.set(DISCOVERY, &discovery());
    let failed = service.admin("POST", "/admin/idp-config/okta/test", Value::Null).await;
    assert!(failed.text.contains("secret_reference_not_allowed"), "{}", failed.text);
    let row = service.admin("GET", "/admin/idp-config/okta", Value::Null).await;
    assert_eq!(row.ok()["status"], "validated");
    let checked = service.admin("POST", "/admin/idp-config/okta/check", Value::Null).await;
    assert_eq!(checked.ok()["ok"], true, "{}", checked.text);
}

#[tokio::test]
async fn a_clerk_connection_is_tested_by_a_token_that_is_brought() {
    let service = Service::new(base()).await;
    let clerk = Signer::rsa("ins_1");
    service.documents.set("https://clerk.acme.example/.well-known/jwks.json", &jwks(&[&clerk]));
    let config = json!({
        "publishable_key": format!("pk_live_{}", signing::base64_standard("clerk.acme.example$")),
        "authorized_parties": ["https://app.acme.example"]
    });
    let made = service.admin("PUT", "/admin/idp-config/clerk", json!({ "config": config })).await;
    assert_eq!(made.body["data"]["status"], "validated", "{}", made.text);
    let begun = service.admin("POST", "/admin/idp-config/clerk/test", Value::Null).await;
    assert_eq!(
        (&begun.ok()["status"], &begun.ok()["authorizationUrl"]),
        (&json!("pending"), &Value::Null),
        "{}",
        begun.text
    );
    let run = begun.ok()["testRunId"].as_str().unwrap().to_owned();
    let token = clerk.plain_token(&json!({
        "iss": "https://clerk.acme.example", "sub": "user_1", "sid": "sess_1", "azp": "https://app.acme.example",
        "exp": NOW + 60, "iat": NOW, "nbf": NOW - 10, "email": "olga@acme.example", "email_verified": true
    }));
    let present = async |token: String| {
        let admin = service.token("olga", "olga@acme.example");
        let request = Request::post(format!("/admin/idp-config/clerk/tests/{run}/token"))
            .header("authorization", format!("Bearer {admin}"))
            .header("content-type", "application/jwt");
        service.send(request.body(Body::from(token)).unwrap()).await
    };
    let done = present(token.clone()).await;
    assert_eq!(done.ok()["status"], "success", "{}", done.text);
    assert!(!done.text.contains("olga@acme.example") && !done.text.contains(&token), "{}", done.text);
    present(token).await.refused(409, "test_run_over");
}

#[tokio::test]
async fn a_browser_is_told_what_it_may_know_and_nothing_else() {
    let service = Service::new(base()).await;
    let active = service.get("/auth/active-connection").await;
    let connection = active.ok()["connection"].as_object().unwrap();
    let names: Vec<&str> = connection.keys().map(String::as_str).collect();
    assert_eq!(
        names,
        [
            "audiences",
            "clientId",
            "discoveryUri",
            "displayName",
            "hostedDomain",
            "id",
            "issuer",
            "kind",
            "proxyUrl",
            "publishableKey",
            "requestedOrganization",
            "scopes",
            "tokenUse",
            "version"
        ]
    );
    assert_eq!(active.headers["cache-control"], "no-store");
    // The verification data holds only what a token shows anyway, and no provisioning settings.
    let verification = &active.ok()["verification"];
    assert_eq!(verification["connection"]["status"], "active");
    assert_eq!(verification["connection"]["audiences"], json!(["https://api.acme.example"]));
    assert_eq!(verification["connection"]["trustEmail"], "claim");
    for hidden in ["allowOutsideDomains", "admitsWithoutEmail"] {
        assert_eq!(verification["connection"][hidden], false, "{hidden}");
    }
    assert_eq!(verification["keys"].as_object().unwrap().len(), 1, "{verification}");
}

#[tokio::test]
async fn a_kind_that_stands_for_several_connections_is_not_guessed() {
    let service = Service::new(base()).await;
    let second = json!({ "providerType": "oidc", "displayName": "Second", "config": {
        "issuer": "https://second.acme.example", "clientId": "web" } });
    let made = service.admin("POST", "/admin/idp-config", second).await;
    assert_eq!(made.status, 201, "{}", made.text);
    service.admin("GET", "/admin/idp-config/oidc", Value::Null).await.refused(409, "ambiguous_provider_type");
    let id = made.body["data"]["id"].as_str().unwrap();
    assert_eq!(
        service.admin("GET", &format!("/admin/idp-config/{id}"), Value::Null).await.ok()["displayName"],
        "Second"
    );
}

#[tokio::test]
async fn an_invalid_secret_is_refused_before_it_is_stored() {
    let service = Service::new(base()).await;
    for (secret, code) in [("changeme", "placeholder_value"), (" hunter2", "stray_character")] {
        let mut config = okta();
        config["clientSecret"] = json!({ "value": secret });
        let answer = service.admin("PUT", "/admin/idp-config/okta", json!({ "config": config })).await;
        answer.refused(400, "settings_not_storable");
        assert!(answer.text.contains(code) && !answer.text.contains(secret), "{}", answer.text);
    }
    let config = json!({
        "publishable_key": format!("pk_live_{}", signing::base64_standard("clerk.acme.example$")),
        "authorized_parties": ["https://app.acme.example"], "secret_key": "sk_test_0123456789abcdef"
    });
    let answer = service.admin("PUT", "/admin/idp-config/clerk", json!({ "config": config })).await;
    answer.refused(400, "settings_not_storable");
    assert!(answer.text.contains("key_environment_conflict"), "{}", answer.text);
    assert_eq!(service.admin("GET", "/admin/idp-config", Value::Null).await.ok().as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_stored_secret_is_not_sent_to_another_provider() {
    let service = Service::new(base()).await;
    let mut config = okta();
    config["clientSecret"] = json!({ "value": SECRET });
    let made = service.admin("PUT", "/admin/idp-config/okta", json!({ "config": config })).await;
    assert_eq!(made.status, 201, "{}", made.text);
    config["clientSecret"] = made.body["data"]["config"]["clientSecret"].clone();
    config["issuer"] = json!("https://evil.okta.com/oauth2/default");
    let answer = service.admin("PUT", "/admin/idp-config/okta", json!({ "config": config })).await;
    answer.refused(400, "settings_not_storable");
    assert!(answer.text.contains("stored for another provider"), "{}", answer.text);
}

#[tokio::test]
async fn an_abandoned_test_login_does_not_affect_a_concurrent_one() {
    let mut seed = base();
    seed["policy"] = json!({ "accountLinking": "verified_email" });
    let service = Service::new(seed).await;
    let okta_signer = service.okta();
    service.admin("PUT", "/admin/idp-config/okta", json!({ "config": okta() })).await;
    let other = service.admin("POST", "/admin/idp-config/okta/test", Value::Null).await;
    let url = other.ok()["authorizationUrl"].as_str().unwrap().to_owned();
    let state = url.split(['?', '&']).find_map(|pair| pair.strip_prefix("state=")).unwrap();
    let run = service.test_login(&okta_signer, "00u1", "olga@acme.example").await;
    assert_eq!(run["status"], "success", "{run}");
    // Now the other tab returns.
    assert!(service.callback(&format!("code=x&state={state}")).await.contains("has failed"));
    let run = other.ok()["testRunId"].as_str().unwrap();
    let run = service.admin("GET", &format!("/admin/idp-config/okta/tests/{run}"), Value::Null).await;
    assert_eq!(run.ok()["status"], "failed");
    service.admin("POST", "/admin/idp-config/okta/activate", Value::Null).await.ok();
}

#[tokio::test]
async fn a_connection_of_an_unknown_organization_is_refused_as_invalid_input() {
    let service = Service::new(base()).await;
    let body = json!({ "providerType": "okta", "displayName": "Okta", "config": okta(), "organizationId": OWNER });
    let refused = service.admin("POST", "/admin/idp-config", body).await;
    refused.refused(400, "invalid_input");
    let issue = &refused.body["issues"][0];
    assert_eq!((&issue["path"], issue["help"].is_string()), (&json!("/organizationId"), true), "{}", refused.text);
    service.admin("GET", "/admin/idp-config/okta", Value::Null).await.refused(404, "connection_not_found");
}

#[tokio::test]
async fn an_edit_of_a_version_makes_no_connection() {
    let service = Service::new(base()).await;
    let body = json!({ "config": okta(), "version": 3 });
    service.admin("PUT", "/admin/idp-config/okta", body).await.refused(404, "connection_not_found");
}

#[tokio::test]
async fn a_draft_is_deleted_with_its_settings_and_secrets_and_stays_in_the_audit_log() {
    let service = Service::new(base()).await;
    let path = "/admin/idp-config/okta";
    let mut config = okta();
    config["clientSecret"] = json!({ "value": SECRET });
    let made = service.admin("PUT", path, json!({ "config": config })).await;
    let id = made.created()["id"].as_str().unwrap().to_owned();
    let of_id = format!("/admin/idp-config/{id}");
    service.admin("DELETE", &format!("{of_id}?version=7"), Value::Null).await.refused(409, "stale_version");
    let dry = service.admin("DELETE", &format!("{of_id}?dryRun=true"), Value::Null).await;
    assert_eq!((&dry.ok()["outcome"], &dry.ok()["consequences"]), (&json!("deleted"), &json!([])), "{}", dry.text);
    service.admin("GET", &of_id, Value::Null).await.ok();
    // A test login that nobody has ended is abandoned with the draft.
    service.okta();
    let begun = service.admin("POST", &format!("{of_id}/test"), Value::Null).await;
    let url = begun.ok()["authorizationUrl"].as_str().unwrap().to_owned();
    let state = url.split(['?', '&']).find_map(|pair| pair.strip_prefix("state=")).unwrap();
    let deleted = service.admin("DELETE", &format!("{of_id}?version=1"), Value::Null).await;
    assert_eq!((&deleted.ok()["outcome"], &deleted.ok()["id"]), (&json!("deleted"), &json!(id)), "{}", deleted.text);
    let page = service.callback(&format!("code=x&state={state}")).await;
    assert!(page.contains("is over"), "{page}");
    service.admin("GET", &of_id, Value::Null).await.refused(404, "connection_not_found");
    service.admin("DELETE", &of_id, Value::Null).await.refused(404, "connection_not_found");
    let mut dump = Vec::new();
    service.store.export(&mut dump).await.unwrap();
    let dump = String::from_utf8(dump).unwrap();
    let of_tables: Vec<&str> = dump.lines().filter(|row| row.contains(&id)).collect();
    assert_eq!(of_tables.len(), 2, "the records of its creation and of its end: {of_tables:?}");
    let audit = service.admin("GET", "/admin/audit?include=connections", Value::Null).await;
    let last = &audit.ok()["items"][0];
    assert_eq!(
        (&last["action"], &last["connectionId"], &last["connectionName"]),
        (&json!("deleted"), &json!(id), &Value::Null)
    );
    // Another connection of the kind has an identifier of its own.
    let again = service.admin("PUT", path, json!({ "config": okta() })).await;
    assert_ne!(again.created()["id"], json!(id));
    service.admin("GET", path, Value::Null).await.ok();
}

#[tokio::test]
async fn a_connection_that_was_tried_used_or_is_referred_to_is_not_deleted() {
    let service = Service::new(base()).await;
    let of = |id: &str| format!("/admin/idp-config/{id}");
    service.admin("DELETE", &of(CONNECTION), Value::Null).await.refused(409, "not_a_draft");
    let okta_signer = service.okta();
    service.admin("PUT", &of("okta"), json!({ "config": okta() })).await;
    service.test_login(&okta_signer, "00u1", "olga@acme.example").await;
    service.admin("DELETE", &of("okta"), Value::Null).await.refused(409, "not_a_draft");
    // Later settings that nobody has tried do not make it a draft again.
    let mut config = okta();
    config["clientId"] = json!("0oa9z9y9x9w9v9u9t9s9");
    service.admin("PUT", &of("okta"), json!({ "config": config })).await.ok();
    service.admin("DELETE", &of("okta"), Value::Null).await.refused(409, "not_a_draft");
    let body = json!({ "providerType": "okta", "displayName": "Second", "config": okta() });
    let second = service.admin("POST", "/admin/idp-config", body).await.created()["id"].as_str().unwrap().to_owned();
    service.execute(&format!("UPDATE user_invites SET connection_id = '{second}'")).await;
    service.admin("DELETE", &of(&second), Value::Null).await.refused(409, "connection_referenced");
    service.execute("UPDATE user_invites SET connection_id = NULL").await;
    service
        .execute(&format!(
            "INSERT INTO provisioning_policy (id, version, document, updated_at)
             VALUES (1, 1, '{{\"idpOrganizations\": [\"{second}\"]}}', @time({NOW}))
             ON CONFLICT (id) DO UPDATE SET document = excluded.document"
        ))
        .await;
    let context = ChangeContext {
        now: UnixSeconds::new(NOW).unwrap(),
        actor: Actor::Operator {},
        request_id: None,
        allow_loopback: false,
        allowed_hosts: Vec::new(),
    };
    let delete = ConnectionCommand::Delete { expected_version: None };
    let refused = service.store.change_connection(ConnectionId::parse(&second).unwrap(), &delete, &context, &[]).await;
    assert_eq!(refused.unwrap().reason, ConnectionReason::ConnectionReferenced);
}

#[tokio::test]
async fn the_end_of_a_secret_is_kept_with_the_settings_that_have_it() {
    let service = Service::new(base()).await;
    let path = "/admin/idp-config/okta";
    let expiry = "/admin/idp-config/okta/secret-expiry";
    let ends_at = NOW + 20 * 86_400;
    let without = json!({ "clientId": CLIENT, "issuer": OKTA, "audiences": ["api://default"] });
    service.admin("PUT", path, json!({ "config": without })).await;
    service.admin("PUT", expiry, json!({ "expiresAt": ends_at })).await.refused(409, "secret_missing");
    service.admin("PUT", path, json!({ "config": okta() })).await.ok();
    let dry = service.admin("PUT", &format!("{expiry}?dryRun=true"), json!({ "expiresAt": ends_at })).await;
    assert_eq!(dry.ok()["secretExpiresAt"], ends_at);
    assert_eq!(service.admin("GET", path, Value::Null).await.ok()["secretExpiresAt"], Value::Null);
    let set = service.admin("PUT", expiry, json!({ "expiresAt": ends_at })).await;
    assert_eq!((&set.ok()["outcome"], &set.ok()["secretExpiresAt"]), (&json!("secret_expiry_set"), &json!(ends_at)));
    let same = service.admin("PUT", expiry, json!({ "expiresAt": ends_at })).await;
    assert_eq!((&same.ok()["outcome"], &same.ok()["version"]), (&json!("unchanged"), &set.ok()["version"]));
    service.admin("PUT", &format!("{expiry}?version=1"), json!({})).await.refused(409, "stale_version");
    let overview = async || service.admin("GET", "/admin/overview", Value::Null).await.ok()["endsSoon"].clone();
    let of_secrets = |ends: &Value| {
        let ends = ends.as_array().unwrap().iter().filter(|one| one["code"] == "connection_secret");
        ends.cloned().collect::<Vec<_>>()
    };
    assert_eq!(of_secrets(&overview().await), Vec::<Value>::new(), "nobody signs in by a draft");
    // The same secret ends at the same time under other settings, and another one does not.
    let mut config = okta();
    config["clientId"] = json!("0oa9z9y9x9w9v9u9t9s9");
    let kept = service.admin("PUT", path, json!({ "config": config })).await;
    assert_eq!((&kept.ok()["latestNumber"], &kept.ok()["secretExpiresAt"]), (&json!(3), &json!(ends_at)));
    config["clientSecret"] = json!("env:CORA_SECRET_OTHER");
    let other = service.admin("PUT", path, json!({ "config": config })).await;
    assert_eq!((&other.ok()["latestNumber"], &other.ok()["secretExpiresAt"]), (&json!(4), &Value::Null));
    let use_third = json!({ "number": 3, "force": { "reason": "a test" } });
    service.admin("POST", "/admin/idp-config/okta/activate", use_third).await.ok();
    assert_eq!(service.admin("GET", path, Value::Null).await.ok()["secretExpiresAt"], ends_at, "that in use");
    let id = service.admin("GET", path, Value::Null).await.ok()["id"].clone();
    let expected =
        json!([{ "code": "connection_secret", "connectionId": id, "connectionName": "Okta", "endsAt": ends_at }]);
    assert_eq!(json!(of_secrets(&overview().await)), expected);
    let health = service.admin("GET", "/admin/idp-config/okta/health", Value::Null).await;
    assert_eq!(health.ok()["secretExpiresAt"], ends_at);
    let versions = service.admin("GET", "/admin/idp-config/okta/versions", Value::Null).await;
    let ends: Vec<Value> =
        versions.ok()["items"].as_array().unwrap().iter().map(|row| row["secretExpiresAt"].clone()).collect();
    assert_eq!(ends, [Value::Null, json!(ends_at), json!(ends_at), Value::Null]);
    let audit = service.admin("GET", "/admin/idp-config/okta/audit?limit=200", Value::Null).await;
    let changes = json!([{ "path": "/secretExpiresAt", "old": null, "new": ends_at }]);
    assert!(audit.ok()["items"].as_array().unwrap().iter().any(|row| row["changes"] == changes), "{}", audit.text);
    assert_eq!(service.admin("PUT", expiry, Value::Null).await.ok()["secretExpiresAt"], Value::Null);
    assert_eq!(of_secrets(&overview().await), Vec::<Value>::new());
}
