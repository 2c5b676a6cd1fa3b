//! A connection made from validated settings accepts tokens as its provider writes them, and
//! rejects those for another audience or party.

use cora_core::connection::{Connection, ConnectionKind, ConnectionStatus};
use cora_core::json::Code;
use cora_core::token::accept;
use cora_testkit::generate::{NOW as NOW_SECONDS, connection_id};
use serde_json::{Map, Value, json};

use crate::{report, with};

/// 2026-01-01T00:00:00Z, [`NOW_SECONDS`], as claims have it.
const NOW: u64 = 1_767_225_600;

fn connection(kind: ConnectionKind, changes: Value) -> Connection {
    let report = report(kind, with(kind, changes));
    let configuration = report.configuration.unwrap_or_else(|| panic!("{kind:?}: {:?}", report.issues));
    configuration.connection(connection_id(1), ConnectionStatus::Active, 1, None)
}

fn object(value: Value) -> Map<String, Value> {
    serde_json::from_value(value).expect("an object")
}

/// Checks a connection with a token as its provider writes it, and with changes to the token that
/// are each rejected with a code.
#[track_caller]
fn holds(connection: &Connection, typ: &str, claims: Value, subject: &str, refused: &[(&str, Value)]) {
    let header = object(json!({ "alg": "RS256", "typ": typ, "kid": "k1" }));
    let mut claims = object(claims);
    claims.insert("iat".into(), json!(NOW - 60));
    claims.insert("exp".into(), json!(NOW + 3600));
    claims.insert("iss".into(), json!(connection.issuer.as_str()));
    let login = accept(&header, &claims, connection, NOW_SECONDS);
    assert_eq!(login.map(|accepted| accepted.login.subject.as_str().to_owned()), Ok(subject.to_owned()));
    let other_issuer = ("issuer_mismatch", json!({ "iss": format!("{}.evil.example", connection.issuer) }));
    for (code, changes) in refused.iter().chain([&other_issuer]) {
        let mut claims = claims.clone();
        for (name, value) in object(changes.clone()) {
            if value.is_null() {
                claims.remove(&name)
            } else {
                claims.insert(name, value)
            };
        }
        let refused = accept(&header, &claims, connection, NOW_SECONDS);
        assert_eq!(refused.map_err(|error| Code::name(&error.code)).err(), Some(*code), "{changes}");
    }
    let weak = object(json!({ "alg": "HS256", "typ": typ, "kid": "k1" }));
    assert!(accept(&weak, &claims, connection, NOW_SECONDS).is_err());
}

#[test]
fn c17_okta_s_access_tokens() {
    let connection = connection(ConnectionKind::Okta, json!({}));
    let claims = json!({ "ver": 1, "jti": "AT.1", "aud": "api://default", "cid": "0oa1b2c3d4e5f6g7h8i9", "uid": "00u1",
        "scp": ["openid", "email"], "sub": "ana@acme.example", "auth_time": NOW - 60 });
    let refused = [
        ("audience_mismatch", json!({ "aud": "api://other" })),
        ("authorized_party_mismatch", json!({ "cid": "0oa0000000000000othr" })),
        ("token_kind_mismatch", json!({ "cid": null, "aud": "0oa1b2c3d4e5f6g7h8i9" })),
    ];
    holds(&connection, "JWT", claims, "00u1", &refused);
}

#[test]
fn c17_okta_s_id_tokens() {
    let changes = json!({ "issuer": "https://acme.okta.com", "audiences": null });
    let connection = connection(ConnectionKind::Okta, changes);
    let claims = json!({ "ver": 1, "jti": "ID.1", "aud": "0oa1b2c3d4e5f6g7h8i9", "sub": "00u1", "amr": ["pwd"], "idp": "00o1",
        "auth_time": NOW - 60, "at_hash": "a", "nonce": "n", "email": "ana@acme.example", "email_verified": true });
    let refused = [
        ("audience_mismatch", json!({ "aud": "0oa0000000000000othr" })),
        ("token_kind_mismatch", json!({ "cid": "0oa1b2c3d4e5f6g7h8i9" })),
    ];
    holds(&connection, "JWT", claims, "00u1", &refused);
}

#[test]
fn c17_clerk_s_session_tokens() {
    let connection = connection(ConnectionKind::Clerk, json!({}));
    let claims = json!({ "azp": "https://app.acme.example", "fva": [1, -1], "jti": "1", "nbf": NOW - 70, "sid": "sess_1",
        "sts": "active", "sub": "user_1", "v": 2 });
    let refused = [
        ("authorized_party_mismatch", json!({ "azp": "https://evil.example" })),
        ("token_kind_mismatch", json!({ "sid": null })),
        ("session_pending", json!({ "sts": "pending" })),
    ];
    holds(&connection, "JWT", claims, "user_1", &refused);
}

#[test]
fn c17_id_tokens_of_any_provider() {
    let connection = connection(ConnectionKind::Oidc, json!({}));
    let claims =
        json!({ "aud": "web", "sub": "u1", "nonce": "n", "email": "ana@acme.example", "email_verified": true });
    let refused = [
        ("audience_mismatch", json!({ "aud": "other" })),
        ("authorized_party_mismatch", json!({ "aud": ["web", "other"] })),
        ("authorized_party_mismatch", json!({ "azp": "other" })),
        ("audience_mismatch", json!({ "aud": "other", "scope": "openid" })),
        ("token_kind_mismatch", json!({ "aud": "other", "scope": "openid", "nonce": null })),
        ("token_kind_mismatch", json!({ "aud": "other", "client_id": "web", "nonce": null })),
    ];
    holds(&connection, "JWT", claims, "u1", &refused);
}

#[test]
fn c17_access_tokens_of_any_provider() {
    let changes =
        json!({ "tokenUse": "access_token", "audiences": ["https://api.acme.example"], "authorizedParties": ["web"] });
    let connection = connection(ConnectionKind::Oidc, changes);
    let claims =
        json!({ "aud": "https://api.acme.example", "sub": "u1", "client_id": "web", "scope": "openid", "jti": "1" });
    let refused = [
        ("audience_mismatch", json!({ "aud": "web" })),
        ("authorized_party_mismatch", json!({ "client_id": "other" })),
    ];
    holds(&connection, "at+jwt", claims, "u1", &refused);
}

#[test]
fn c17_entra_id_s_id_tokens() {
    let connection = connection(ConnectionKind::EntraId, json!({}));
    let claims = json!({ "aud": "aaaabbbb-0000-4000-8111-222233334444", "sub": "s1", "oid": "o1", "ver": "2.0",
        "tid": "11112222-3333-4444-8555-666677778888", "nonce": "n", "preferred_username": "ana@acme.example" });
    let refused = [
        ("audience_mismatch", json!({ "aud": "00000003-0000-0000-c000-000000000000" })),
        ("token_kind_mismatch", json!({ "scp": "User.Read" })),
    ];
    holds(&connection, "JWT", claims, "o1", &refused);
}

#[test]
fn c17_entra_id_s_access_tokens() {
    let changes = json!({ "tokenUse": "access_token", "audiences": ["aaaabbbb-0000-4000-8111-222233334444"] });
    let connection = connection(ConnectionKind::EntraId, changes);
    let claims = json!({ "aud": "aaaabbbb-0000-4000-8111-222233334444", "azp": "aaaabbbb-0000-4000-8111-222233334444",
        "sub": "s1", "oid": "o1", "ver": "2.0", "scp": "access_as_user", "tid": "11112222-3333-4444-8555-666677778888" });
    let refused = [
        ("audience_mismatch", json!({ "aud": "00000003-0000-0000-c000-000000000000" })),
        ("authorized_party_mismatch", json!({ "azp": "bbbbbbbb-0000-4000-8111-222233334444" })),
        ("token_kind_mismatch", json!({ "scp": null })),
    ];
    holds(&connection, "JWT", claims, "o1", &refused);
}

#[test]
fn google_s_tokens_of_the_domain_that_is_set() {
    let connection = connection(ConnectionKind::Google, json!({ "hostedDomain": "acme.example" }));
    let client = connection.audiences.first().expect("an audience").as_str().to_owned();
    let claims = json!({ "aud": client, "azp": client, "sub": "1", "hd": "acme.example" });
    let refused =
        [("organization_mismatch", json!({ "hd": null })), ("organization_mismatch", json!({ "hd": "evil.example" }))];
    holds(&connection, "JWT", claims, "1", &refused);
}

#[test]
fn c17_google_s_id_tokens() {
    let connection = connection(ConnectionKind::Google, json!({}));
    let client = "123456789012-a1b2c3d4.apps.googleusercontent.com";
    let claims = json!({ "aud": client, "azp": client, "sub": "1234", "hd": "acme.example", "at_hash": "a",
        "email": "ana@acme.example", "email_verified": true });
    let other = "123456789012-zzzz.apps.googleusercontent.com";
    let refused =
        [("audience_mismatch", json!({ "aud": other })), ("authorized_party_mismatch", json!({ "azp": other }))];
    holds(&connection, "JWT", claims, "1234", &refused);
}

#[test]
fn c17_auth0_s_id_tokens() {
    let connection = connection(ConnectionKind::Auth0, json!({}));
    let claims = json!({ "aud": "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6", "sub": "auth0|1", "sid": "s1", "nonce": "n" });
    let refused = [
        ("audience_mismatch", json!({ "aud": "other" })),
        ("issuer_mismatch", json!({ "iss": "https://acme.eu.auth0.com" })),
    ];
    holds(&connection, "JWT", claims, "auth0|1", &refused);
}

#[test]
fn c17_auth0_s_access_tokens() {
    let changes = json!({ "tokenUse": "access_token", "audiences": ["https://api.acme.example"] });
    let connection = connection(ConnectionKind::Auth0, changes);
    let claims = json!({ "aud": ["https://api.acme.example", "https://acme.eu.auth0.com/userinfo"], "sub": "auth0|1",
        "azp": "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6", "scope": "openid email" });
    let refused = [
        ("audience_mismatch", json!({ "aud": "https://acme.eu.auth0.com/userinfo" })),
        ("authorized_party_mismatch", json!({ "azp": "other" })),
    ];
    holds(&connection, "JWT", claims, "auth0|1", &refused);
}

#[test]
fn c17_cognito_s_id_tokens() {
    let connection = connection(ConnectionKind::Cognito, json!({}));
    let claims = json!({ "aud": "1a2b3c4d5e6f7g8h9i0j1k2l3m", "sub": "u1", "token_use": "id", "at_hash": "a",
        "cognito:username": "ana", "email": "ana@acme.example", "email_verified": true });
    let refused =
        [("audience_mismatch", json!({ "aud": "other" })), ("token_kind_mismatch", json!({ "token_use": "access" }))];
    holds(&connection, "JWT", claims, "u1", &refused);
}

#[test]
fn c17_cognito_s_access_tokens() {
    let connection = connection(ConnectionKind::Cognito, json!({ "tokenUse": "access_token" }));
    let claims = json!({ "client_id": "1a2b3c4d5e6f7g8h9i0j1k2l3m", "sub": "u1", "token_use": "access", "scope": "openid",
        "jti": "1", "username": "ana", "auth_time": NOW - 60 });
    let refused = [
        ("authorized_party_mismatch", json!({ "client_id": "other" })),
        ("authorized_party_mismatch", json!({ "client_id": null })),
        ("token_kind_mismatch", json!({ "token_use": "id" })),
    ];
    holds(&connection, "JWT", claims, "u1", &refused);
}

#[test]
fn c17_keycloak_s_id_tokens() {
    let connection = connection(ConnectionKind::Keycloak, json!({}));
    let claims = json!({ "aud": "cora", "azp": "cora", "sub": "u1", "typ": "ID", "sid": "s1", "at_hash": "a",
        "email_verified": true, "preferred_username": "ana" });
    let refused = [
        ("audience_mismatch", json!({ "aud": "other" })),
        ("authorized_party_mismatch", json!({ "azp": "other" })),
        ("token_kind_mismatch", json!({ "typ": "Bearer" })),
    ];
    holds(&connection, "JWT", claims, "u1", &refused);
}

#[test]
fn c17_keycloak_s_access_tokens() {
    let changes = json!({ "tokenUse": "access_token", "audiences": ["cora-api"] });
    let connection = connection(ConnectionKind::Keycloak, changes);
    let claims = json!({ "aud": ["cora-api", "account"], "azp": "cora", "sub": "u1", "typ": "Bearer", "sid": "s1",
        "scope": "openid email", "realm_access": { "roles": ["user"] } });
    let refused = [
        ("audience_mismatch", json!({ "aud": "account" })),
        ("authorized_party_mismatch", json!({ "azp": "other" })),
        ("token_kind_mismatch", json!({ "typ": "ID" })),
    ];
    holds(&connection, "JWT", claims, "u1", &refused);
}
