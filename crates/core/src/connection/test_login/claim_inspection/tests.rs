use std::string::String;
use std::vec;
use std::vec::Vec;

use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::*;
use crate::connection::provider::OrganizationClaim;
use crate::connection::{ConnectionKind, TokenUse, samples};
use crate::evidence::EmailTrust;
use crate::text::ClaimPath;
use crate::time::UnixSeconds;
use crate::token::{PARTY_CLAIMS, TokenError, TokenErrorCode, accept};

/// 2026-01-01T00:00:00Z, the time of the samples.
const NOW: u64 = 1_767_225_600;

fn connection(kind: ConnectionKind, token_use: TokenUse) -> Connection {
    let configuration = samples::configuration(kind);
    serde_json::from_value(json!({
        "id": "0198c0de-0000-7000-8000-0000000000c1", "kind": kind, "issuer": configuration["issuer"], "status": "active",
        "audiences": ["api://default"], "tokenUse": token_use
    }))
    .unwrap()
}

fn object(value: Value) -> Map<String, Value> {
    value.as_object().cloned().unwrap()
}

fn found(inspection: &ClaimsInspection, field: ClaimField) -> &InspectedClaim {
    inspection.claims.iter().find(|claim| claim.field == field).unwrap()
}

/// Returns the claims of a token that a connection of this kind accepts, with all claims that the
/// kind's logins read.
fn accepted(kind: ConnectionKind, token_use: TokenUse) -> Map<String, Value> {
    let issuer = samples::configuration(kind)["issuer"].clone();
    let rules = kind.claim_rules();
    let mut claims = samples::claims(kind, token_use);
    if token_use == TokenUse::IdToken {
        // The connection names no party but its audience.
        claims.retain(|name, _| !PARTY_CLAIMS.contains(&name.as_str()));
    }
    claims.extend(object(json!({
        "iss": issuer, "sub": "user-0123456789", "aud": "api://default", "iat": NOW - 60, "exp": NOW + 60,
        "email": "ana@acme.example", "name": "Ana Ray", "given_name": "Ana", "family_name": "Ray",
        "picture": "https://img.acme.example/ana", "phone_number": "+1 555 0100", "sid": "sess_0123456789",
        (rules.verified): true, (rules.groups): ["staff", "admins"], (rules.organization.name()): "org_1"
    })));
    claims
}

#[test]
fn what_is_inspected_is_what_a_login_reads() {
    for kind in ConnectionKind::ALL {
        let token_use = *[TokenUse::AccessToken, TokenUse::IdToken, TokenUse::SessionToken]
            .iter()
            .find(|token_use| kind.token_uses().contains(token_use))
            .unwrap();
        let connection = connection(kind, token_use);
        let claims = accepted(kind, token_use);
        let header = object(json!({ "alg": "RS256" }));
        let login = |claims: &Map<String, Value>| {
            let accepted = accept(&header, claims, &connection, UnixSeconds::new(NOW).unwrap())?;
            Ok((accepted.login, accepted.session.authorized_party, accepted.session.organization))
        };
        let whole = login(&claims).unwrap_or_else(|error: TokenError| panic!("{kind:?}: {error}"));
        let inspection = inspect_claims(&connection, &claims);
        for claim in &inspection.claims {
            let name = claim.claim.as_str();
            let expected = claim.field != ClaimField::AuthorizedParty || claims.contains_key(name);
            assert_eq!((claim.present, claim.usable), (expected, expected), "{kind:?} {name}");
            assert_eq!(claim.help, None, "{kind:?} {name}");
            // If removing the claim changes the login or makes it fail, the claim is read.
            let mut without = claims.clone();
            without.remove(name);
            let is_read = login(&without).as_ref() != Ok(&whole);
            assert_eq!(is_read, expected, "{kind:?} {name}");
        }
        for name in &inspection.others {
            let mut without = claims.clone();
            without.remove(name);
            // The proof of the person is read for policies alone, so it is listed by its names.
            let needed = ["exp", "iat", "sub", "acr", "amr", "auth_time"].contains(&name.as_str());
            let found = login(&without);
            let tells_the_kind =
                found.as_ref().err().is_some_and(|error| error.code == TokenErrorCode::TokenKindMismatch);
            let slug = kind.claim_rules().organization_slug == Some(name);
            assert!(needed || tells_the_kind || slug || found.as_ref() == Ok(&whole), "{kind:?} {name}");
        }
    }
}

#[test]
fn values_are_redacted() {
    let connection = connection(ConnectionKind::Okta, TokenUse::AccessToken);
    let inspection = inspect_claims(&connection, &accepted(ConnectionKind::Okta, TokenUse::AccessToken));
    let value = |field| found(&inspection, field).value.clone().unwrap();
    assert_eq!(value(ClaimField::Issuer), "https://acme.okta.com/oauth2/default");
    assert_eq!(value(ClaimField::Subject), "00u1…");
    assert_eq!(value(ClaimField::Audience), "api://default");
    assert_eq!(value(ClaimField::AuthorizedParty), "0oa1b2c3d4e5f6g7h8i9");
    assert_eq!(value(ClaimField::Email), "a***@acme.example");
    assert_eq!(value(ClaimField::EmailVerified), "true");
    assert_eq!(value(ClaimField::Groups), "2");
    assert_eq!(found(&inspection, ClaimField::Groups).items, ["staff", "admins"]);
    for field in [ClaimField::Name, ClaimField::Picture, ClaimField::PhoneNumber, ClaimField::Session] {
        assert_eq!(value(field), "***");
    }
    assert_eq!(inspection.others, ["auth_time", "exp", "iat", "jti", "scp", "sub", "ver"]);
}

#[test]
fn each_kind_has_its_own_claims() {
    for (kind, field, claim) in [
        (ConnectionKind::Okta, ClaimField::AuthorizedParty, "cid"),
        (ConnectionKind::EntraId, ClaimField::Subject, "oid"),
        (ConnectionKind::EntraId, ClaimField::EmailVerified, "xms_edov"),
        (ConnectionKind::EntraId, ClaimField::Organization, "tid"),
        (ConnectionKind::Google, ClaimField::Organization, "hd"),
        (ConnectionKind::Cognito, ClaimField::Groups, "cognito:groups"),
        (ConnectionKind::Clerk, ClaimField::Organization, "org_id"),
        (ConnectionKind::Keycloak, ClaimField::AuthorizedParty, "azp"),
        (ConnectionKind::Keycloak, ClaimField::Organization, "organization"),
        (ConnectionKind::Auth0, ClaimField::Subject, "sub"),
        (ConnectionKind::Oidc, ClaimField::EmailVerified, "email_verified"),
        (ConnectionKind::Zitadel, ClaimField::Organization, "urn:zitadel:iam:user:resourceowner:id"),
        (ConnectionKind::Ping, ClaimField::Organization, "org"),
        (ConnectionKind::Authentik, ClaimField::AuthorizedParty, "azp"),
    ] {
        let inspection = inspect_claims(&connection(kind, TokenUse::AccessToken), &Map::new());
        // An Okta or Entra ID token without a user is a machine's.
        if field != ClaimField::Subject || kind == ConnectionKind::Auth0 {
            assert_eq!(found(&inspection, field).claim, claim, "{kind:?}");
        } else {
            let claims = object(json!({ "scp": "a" }));
            let inspection = inspect_claims(&connection(kind, TokenUse::AccessToken), &claims);
            assert_eq!(found(&inspection, field).claim, claim, "{kind:?}");
        }
    }
    let version_2 = object(json!({ "o": { "id": "org_1" }, "sid": "sess_1" }));
    let inspection = inspect_claims(&connection(ConnectionKind::Clerk, TokenUse::SessionToken), &version_2);
    let organization = found(&inspection, ClaimField::Organization);
    assert_eq!((organization.claim.as_str(), organization.value.as_deref()), ("o", Some("org_1")));
}

#[test]
fn one_organization_of_keycloak_is_usable_and_several_are_shown() {
    let connection = connection(ConnectionKind::Keycloak, TokenUse::IdToken);
    for (value, usable, shown, items) in [
        (json!("acme"), true, "acme", vec![]),
        (json!(["acme"]), true, "acme", vec![]),
        (json!({ "acme": { "id": "1" } }), true, "acme", vec![]),
        (json!(["acme", "beta"]), false, "2", vec!["acme", "beta"]),
        (json!({ "acme": {}, "beta": {} }), false, "2", vec!["acme", "beta"]),
        (json!({ "name": "acme" }), false, HIDDEN, vec![]),
        (json!([7]), false, HIDDEN, vec![]),
    ] {
        let inspection = inspect_claims(&connection, &object(json!({ "organization": value })));
        let claim = found(&inspection, ClaimField::Organization);
        let found = (claim.usable, claim.value.as_deref(), claim.items.iter().map(String::as_str).collect());
        assert_eq!(found, (usable, Some(shown), items), "{value}");
        assert_eq!(claim.help.is_none(), usable, "{value}");
    }
}

#[test]
fn what_is_missing_comes_with_what_to_do_at_this_provider() {
    for (kind, field, said) in [
        (ConnectionKind::Okta, ClaimField::Email, "custom authorization server"),
        (ConnectionKind::EntraId, ClaimField::EmailVerified, "`xms_edov`"),
        (ConnectionKind::Clerk, ClaimField::Email, "Customize the session token"),
        (ConnectionKind::Clerk, ClaimField::EmailVerified, "user.email_verified"),
        (ConnectionKind::Google, ClaimField::Organization, "Google Workspace"),
        (ConnectionKind::Auth0, ClaimField::Email, "setCustomClaim"),
        (ConnectionKind::Cognito, ClaimField::Email, "pre token generation"),
        (ConnectionKind::Keycloak, ClaimField::Groups, "Group Membership"),
        (ConnectionKind::Oidc, ClaimField::EmailVerified, "`trustEmail`"),
        (ConnectionKind::Zitadel, ClaimField::Organization, "urn:zitadel:iam:user:resourceowner"),
        (ConnectionKind::Ping, ClaimField::Groups, "Group Names"),
        (ConnectionKind::Authentik, ClaimField::EmailVerified, "scope mapping"),
    ] {
        let inspection = inspect_claims(&connection(kind, TokenUse::AccessToken), &Map::new());
        let claim = found(&inspection, field);
        assert!(!claim.present && !claim.usable && claim.value.is_none(), "{kind:?} {field:?}");
        assert!(claim.help.as_ref().is_some_and(|help| help.contains(said)), "{kind:?} {field:?} {:?}", claim.help);
    }
    let overage = object(json!({ "scp": "a", "_claim_names": { "groups": "src1" } }));
    let inspection = inspect_claims(&connection(ConnectionKind::EntraId, TokenUse::AccessToken), &overage);
    assert!(found(&inspection, ClaimField::Groups).help.as_ref().is_some_and(|help| help.contains("too many groups")));
    let mut by_roles = connection(ConnectionKind::EntraId, TokenUse::AccessToken);
    by_roles.groups_claim = vec![ClaimPath::new("roles").unwrap()];
    let inspection = inspect_claims(&by_roles, &overage);
    assert!(!found(&inspection, ClaimField::Groups).help.as_ref().unwrap().contains("too many groups"));
    let mut trusting = connection(ConnectionKind::Oidc, TokenUse::AccessToken);
    trusting.trust_email = EmailTrust::AbsentIsTrue;
    assert_eq!(found(&inspect_claims(&trusting, &Map::new()), ClaimField::EmailVerified).help, None);
}

#[test]
fn what_cannot_be_used_is_said() {
    let claims = object(json!({
        "iss": "https://other.example", "sub": "", "aud": 1, "email": "no address", "email_verified": "yes", "name": 7,
        "groups": ["staff", 3], "org_id": { "id": "org_1" }
    }));
    let inspection = inspect_claims(&connection(ConnectionKind::Oidc, TokenUse::AccessToken), &claims);
    for claim in inspection.claims.iter().filter(|claim| claim.present) {
        assert!(!claim.usable && claim.help.is_some(), "{}", claim.claim);
    }
    assert_eq!(inspection.claims.iter().filter(|claim| claim.present).count(), 8);
    assert_eq!(found(&inspection, ClaimField::EmailVerified).value.as_deref(), Some("***"));
    let unverified = object(json!({ "email_verified": false }));
    let inspection = inspect_claims(&connection(ConnectionKind::Oidc, TokenUse::AccessToken), &unverified);
    let verified = found(&inspection, ClaimField::EmailVerified);
    assert_eq!((verified.usable, verified.value.as_deref()), (false, Some("false")));
}

#[test]
fn what_userinfo_completed_is_shown_from_its_answer() {
    let connection = connection(ConnectionKind::Oidc, TokenUse::IdToken);
    let claims = object(json!({ "sub": "user-0123456789", "name": "Ana", "email_verified": false }));
    let answer = object(json!({
        "sub": "other-0123456789", "name": "Eve", "email": "ana@acme.example", "email_verified": true,
        "groups": ["staff"], "x_secret": "hidden"
    }));
    let parts = [UserinfoClaim::Email, UserinfoClaim::Groups];
    let inspection = inspect_completed_claims(&connection, &claims, &answer, &parts);
    let email = found(&inspection, ClaimField::Email);
    assert_eq!((email.from_userinfo, email.value.as_deref()), (true, Some("a***@acme.example")));
    let verified = found(&inspection, ClaimField::EmailVerified);
    assert_eq!((verified.from_userinfo, verified.value.as_deref()), (true, Some("true")));
    assert_eq!(found(&inspection, ClaimField::Groups).items, ["staff"]);
    for field in [ClaimField::Subject, ClaimField::Name] {
        assert!(!found(&inspection, field).from_userinfo, "{field:?}");
    }
    assert_eq!(found(&inspection, ClaimField::Subject).value.as_deref(), Some("user…"));
    assert!(inspection.others.is_empty(), "the names of the answer's other claims are not the token's");
}

#[test]
fn lists_are_bounded() {
    let many: Vec<String> = (0..1001).map(|at| std::format!("group-{at}")).collect();
    let mut claims = object(json!({ "groups": many }));
    for at in 0..500 {
        claims.insert(std::format!("x{at:03}"), Value::Null);
    }
    let inspection = inspect_claims(&connection(ConnectionKind::Oidc, TokenUse::AccessToken), &claims);
    let groups = found(&inspection, ClaimField::Groups);
    assert_eq!((groups.value.as_deref(), groups.items.len(), groups.usable), (Some("1001"), MAX_ITEMS, false));
    assert_eq!(inspection.others.len(), MAX_OTHERS);
}

/// Returns the claims of every kind, and some that no kind has.
fn claim_names() -> Vec<String> {
    let own = |kind: ConnectionKind| {
        let rules = kind.claim_rules();
        let claims = [rules.access_token_subject, rules.subject, rules.party, rules.verified, rules.groups];
        let organizations = [Some(rules.organization), rules.preferred_organization].into_iter().flatten();
        claims.into_iter().chain(organizations.map(OrganizationClaim::name)).chain(rules.organization_slug)
    };
    let read = ["iss", "aud", "email", "name", "given_name", "family_name", "picture", "phone_number", "sid"];
    let others =
        ["preferred_username", "upn", "nonce", "act", "https://acme.example/roles", "address", "ana@acme.example"];
    read.into_iter().chain(others).chain(ConnectionKind::ALL.into_iter().flat_map(own)).map(String::from).collect()
}

fn address() -> impl Strategy<Value = Value> {
    "[a-z]{3,9}ZQ@[a-z]{2,8}\\.example".prop_map(Value::from)
}

fn any_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        address(),
        ".{0,20}".prop_map(Value::from),
    ];
    let nested = leaf.prop_recursive(2, 8, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
            prop::collection::btree_map("id|sub|[a-z]{1,4}", inner, 0..3).prop_map(|members| json!(members)),
        ]
    });
    prop_oneof![address(), nested]
}

fn addresses(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::String(text) if text.contains("ZQ@") => found.push(text.clone()),
        Value::Array(items) => items.iter().for_each(|item| addresses(item, found)),
        Value::Object(members) => members.values().for_each(|item| addresses(item, found)),
        _ => {}
    }
}

fn any_kind() -> impl Strategy<Value = (ConnectionKind, TokenUse)> {
    let uses = prop::sample::select(vec![TokenUse::AccessToken, TokenUse::IdToken, TokenUse::SessionToken]);
    (prop::sample::select(&ConnectionKind::ALL), uses)
}

proptest! {
    #[test]
    fn p12_no_whole_address_is_shown(
        (kind, token_use) in any_kind(), claims in prop::collection::btree_map(prop::sample::select(claim_names()), any_value(), 0..12)
    ) {
        let claims = object(json!(claims));
        let text = serde_json::to_string(&inspect_claims(&connection(kind, token_use), &claims)).unwrap();
        let mut held = Vec::new();
        claims.values().for_each(|value| addresses(value, &mut held));
        for address in held {
            prop_assert!(!text.contains(&address), "{address} in {text}");
        }
        prop_assert!(!text.contains("ana@acme.example"));
    }

    #[test]
    fn p16_no_value_of_a_claim_that_is_not_read_is_shown(
        (kind, token_use) in any_kind(),
        names in prop::collection::btree_set("x_[a-z:]{1,8}|preferred_username|upn|nonce|address", 1..8),
        secret in "[a-z]{4}ZQ[0-9]{6}"
    ) {
        let mut claims = accepted(kind, token_use);
        for (at, name) in names.iter().enumerate() {
            let value = if at % 2 == 0 { json!(secret) } else { json!({ "a": [secret] }) };
            claims.insert(name.clone(), value);
        }
        let inspection = inspect_claims(&connection(kind, token_use), &claims);
        let text = serde_json::to_string(&inspection).unwrap();
        prop_assert!(!text.contains(&secret), "{text}");
        prop_assert!(names.iter().all(|name| inspection.others.contains(name)));
    }
}
