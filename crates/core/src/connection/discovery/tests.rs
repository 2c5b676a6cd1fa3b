use std::string::{String, ToString};
use std::vec::Vec;
use std::{format, vec};

use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::*;
use crate::connection::ConnectionKind;
use crate::connection::report::issue::ConnectionIssueCode;
use crate::connection::samples;

fn report(kind: ConnectionKind, document: Value, jwks: Value, allow_loopback: bool) -> DiscoveryReport {
    let input = json!({
        "configuration": samples::configuration(kind), "document": document, "jwks": jwks, "allowLoopback": allow_loopback
    });
    check_discovery(&serde_json::from_value(input).unwrap())
}

fn codes(report: &DiscoveryReport, path: &str) -> Vec<ConnectionIssueCode> {
    report.issues.iter().filter(|issue| issue.path == path).map(|issue| issue.code).collect()
}

fn document() -> Value {
    json!({
        "issuer": "https://login.acme.example",
        "authorization_endpoint": "https://login.acme.example/auth",
        "token_endpoint": "https://login.acme.example/token",
        "jwks_uri": "https://login.acme.example/keys",
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "code_challenge_methods_supported": ["S256"],
    })
}

fn rsa(kid: &str) -> Value {
    json!({ "kty": "RSA", "kid": kid, "e": "AQAB", "n": format!("w{}", "A".repeat(341)) })
}

fn keys() -> Value {
    json!({ "keys": [rsa("a")] })
}

#[test]
fn what_is_right_has_no_issue() {
    let report = report(ConnectionKind::Oidc, document(), keys(), false);
    assert_eq!(report.issues, []);
    assert!(report.ok);
    assert_eq!(report.usable_key_ids, ["a"]);
    assert_eq!(report.jwks_uri.as_deref(), Some("https://login.acme.example/keys"));
}

#[test]
fn c21_no_endpoint_of_any_name_is_on_a_host_that_is_not_public() {
    for name in document::endpoint_names() {
        for host in [
            "localhost",
            "127.0.0.1",
            "127.1",
            "0x7f000001",
            "017700000001",
            "2130706433",
            "[::1]",
            "[::ffff:7f00:1]",
            "10.0.0.1",
            "169.254.169.254",
            "[fd00:ec2::254]",
            "metadata.google.internal",
            "intranet",
            "printer.local",
            "8.8.8.8",
            "%6c%6fcalhost",
            "ｌocalhost",
            "127。0。0。1",
        ] {
            let mut document = document();
            document[name] = format!("https://{host}/x").into();
            let report = report(ConnectionKind::Oidc, document, keys(), false);
            let found = codes(&report, &format!("/document/{name}"));
            let expected = if host.is_ascii() {
                ConnectionIssueCode::EndpointPrivateHost
            } else {
                ConnectionIssueCode::InvalidUrl
            };
            assert_eq!(found, [expected], "{name} {host}");
            assert!(!report.ok);
        }
    }
}

#[test]
fn c21_what_is_refused_is_not_handed_on() {
    let mut document = document();
    for name in ["authorization_endpoint", "token_endpoint", "jwks_uri"] {
        document[name] = "https://169.254.169.254/".into();
    }
    let report = report(ConnectionKind::Oidc, document, keys(), true);
    assert_eq!((report.authorization_endpoint, report.token_endpoint, report.jwks_uri), (None, None, None));
}

#[test]
fn c16_what_differs_between_issuers_is_said() {
    use ConnectionKind::{Auth0, Authentik, EntraId, Google, Keycloak, Oidc, Okta, Ping, Zitadel};
    for (kind, found, said) in [
        (Oidc, "https://login.acme.example/", "it ends with a slash"),
        (Auth0, "https://acme.eu.auth0.com", "does not end with a slash"),
        (Oidc, "https://LOGIN.acme.example", "upper and lower case"),
        (Oidc, "http://login.acme.example", "the scheme"),
        (Google, "accounts.google.com", "the scheme"),
        (EntraId, "https://login.microsoftonline.com/{tenantid}/v2.0", "for all tenants"),
        (EntraId, "https://sts.windows.net/0198c0de-0000-7000-8000-0000000000e1/", "version 1.0"),
        (EntraId, "https://login.microsoftonline.com/0198c0de-0000-7000-8000-0000000000e9/v2.0", "another tenant"),
        (Okta, "https://acme.okta.com", "it belongs to the org authorization server"),
        (Okta, "https://acme.okta.com/oauth2/aus1", "another authorization server"),
        (Okta, "https://login.acme.example/oauth2/default", "another host"),
        (Okta, "https://acme.okta.com.evil.example/oauth2/default", "another host"),
        (Keycloak, "https://login.acme.example/realms/other", "another realm"),
        (Zitadel, "https://acme-a1b2c3.zitadel.cloud:8080", "another port"),
        (Ping, "https://auth.pingone.eu/8b6f4d2e-3c5a-4d7f-9bac-1d2e3f4a5b6c/as", "another environment's"),
        (Ping, "https://auth.pingone.com/7a5e3c1d-2b4f-4c6e-8a9b-0c1d2e3f4a5b/as", "another region's"),
        (Ping, "https://auth.pingone.eu.evil.example/7a5e3c1d-2b4f-4c6e-8a9b-0c1d2e3f4a5b/as", "another host"),
        (Authentik, "https://id.acme.example/", "share it"),
        (Authentik, "https://id.acme.example/application/o/other/", "another application's"),
        (Oidc, "https://login.acme.example/tenant", "the path"),
        (Oidc, "https://login.acme.example.evil.example", "another host"),
    ] {
        let mut document = document();
        document["issuer"] = found.into();
        let report = report(kind, document, keys(), false);
        let issue = report.issues.iter().find(|issue| issue.code == ConnectionIssueCode::IssuerMismatch).unwrap();
        assert!(issue.message.contains(said), "{found}: {}", issue.message);
    }
}

#[test]
fn hosts_that_belong_together_are_known() {
    for (kind, host, belongs) in [
        (ConnectionKind::Oidc, "login.acme.example", true),
        (ConnectionKind::Oidc, "keys.login.acme.example", true),
        (ConnectionKind::Oidc, "acme.example", true),
        (ConnectionKind::Oidc, "www.acme.example", true),
        (ConnectionKind::Oidc, "acme.example.evil.example", false),
        (ConnectionKind::Oidc, "notacme.example", false),
        (ConnectionKind::Oidc, "www.googleapis.com", false),
        (ConnectionKind::Google, "www.googleapis.com", true),
        (ConnectionKind::Google, "googleapis.com.evil.example", false),
        (ConnectionKind::EntraId, "graph.microsoft.com", true),
        (ConnectionKind::Cognito, "auth.acme.example", false),
    ] {
        let mut document = document();
        document["jwks_uri"] = format!("https://{host}/keys").into();
        let report = report(kind, document, keys(), false);
        let found = codes(&report, "/document/jwks_uri").contains(&ConnectionIssueCode::EndpointForeignHost);
        assert_eq!(found, !belongs, "{kind:?} {host}");
    }
}

#[test]
fn messages_quote_at_most_forty_bytes_and_no_secret() {
    let long = "a".repeat(500);
    let mut document = document();
    document["issuer"] = format!("https://{long}.example").into();
    document["token_endpoint"] = format!("http://{long}.example/ana@acme.example").into();
    let jwks = json!({ "keys": [{ "kty": long, "d": "hunter2" }, { "kty": "EC", "crv": long }, { "kty": "RSA", "n": "hunter2" }] });
    let report = report(ConnectionKind::Oidc, document, jwks, false);
    let text = serde_json::to_string(&report.issues).unwrap();
    assert!(!text.contains(&"a".repeat(41)), "{text}");
    assert!(!text.contains("hunter2") && !text.contains("ana@"), "{text}");
}

#[test]
fn c14_a_key_is_usable_for_the_algorithms_of_its_type_alone() {
    // The point with the abscissa 0, which is on both curves.
    let point = |crv: &str, size: usize, y: &str| json!({ "kty": "EC", "crv": crv, "kid": "a", "x": "A".repeat((size * 4).div_ceil(3)), "y": y });
    let coordinates = |size: usize| "A".repeat((size * 4).div_ceil(3));
    let types = [
        ("RSA", rsa("a"), vec!["RS256", "RS384", "RS512", "PS256", "PS384", "PS512"]),
        ("P-256", point("P-256", 32, "ZkhceA4vg9ckM71dhKBrtlQcKvMdrocXKL-FahdPk_Q"), vec!["ES256"]),
        (
            "P-384",
            point("P-384", 48, "wwZhD7CuWhWc9FwGBp8ipsXrNkHGAtQt6ixLT3VVB5NAbYDSuRrVT5BIvUh68a3h"),
            vec!["ES384"],
        ),
        ("Ed25519", json!({ "kty": "OKP", "crv": "Ed25519", "kid": "a", "x": coordinates(32) }), vec!["EdDSA"]),
    ];
    let every = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA"];
    for (name, key, fitting) in &types {
        for pinned in every {
            for alg in every.iter().chain(&["HS256", "none", "ES512", "RSA-OAEP"]).map(Some).chain([None]) {
                let mut configuration = samples::configuration(ConnectionKind::Clerk);
                configuration["algorithms"] = json!([pinned]);
                let mut key = key.clone();
                if let Some(alg) = alg {
                    key["alg"] = (*alg).into();
                }
                let input = json!({ "configuration": configuration, "jwks": { "keys": [key] } });
                let report = check_discovery(&serde_json::from_value(input).unwrap());
                let fits = fitting.contains(&pinned) && alg.is_none_or(|alg| *alg == pinned);
                assert_eq!(report.usable_key_ids.len(), usize::from(fits), "{name} {pinned} {alg:?}");
                assert_eq!(report.ok, fits, "{name} {pinned} {alg:?}");
            }
        }
    }
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        ".{0,12}".prop_map(Value::from),
        "https?://[a-z0-9.:@\\[\\]%/#?-]{0,24}".prop_map(Value::from),
        prop::sample::select(vec![
            "RSA", "EC", "OKP", "sig", "P-256", "Ed25519", "RS256", "HS256", "AQAB", "S256", "code"
        ])
        .prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 32, 6, |inner| {
        let name = prop_oneof![
            ".{0,6}",
            prop::sample::select(vec![
                "kty", "kid", "n", "e", "x", "y", "crv", "alg", "use", "key_ops", "d", "k", "keys"
            ])
            .prop_map(String::from)
        ];
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::btree_map(name, inner, 0..6).prop_map(|members| json!(members)),
        ]
    })
}

/// Generates a document with some members changed, or any object.
fn any_document() -> impl Strategy<Value = Value> {
    let names: Vec<String> =
        document().as_object().unwrap().keys().cloned().chain(["scopes_supported".to_string()]).collect();
    let changes = prop::collection::vec((prop::sample::select(names), any_json()), 0..4);
    let changed = changes.prop_map(|changes| {
        let mut document = document();
        for (name, value) in changes {
            document[name] = value;
        }
        document
    });
    prop_oneof![changed, prop::collection::btree_map(".{0,6}", any_json(), 0..6).prop_map(|members| json!(members))]
}

fn any_key_set() -> impl Strategy<Value = Value> {
    let key = prop_oneof![
        Just(rsa("a")),
        any_json(),
        ("kid|alg|use|n|e|kty|d|key_ops", any_json()).prop_map(|(name, value)| {
            let mut key = rsa("b");
            key[name] = value;
            key
        })
    ];
    prop_oneof![
        prop::collection::vec(key, 0..6).prop_map(|keys| json!({ "keys": keys })),
        prop::collection::btree_map(".{0,6}", any_json(), 0..6).prop_map(|members| json!(members)),
    ]
}

proptest! {
    #[test]
    fn p1_any_documents_have_a_report(
        kind in prop::sample::select(&ConnectionKind::ALL),
        document in prop::option::of(any_document()), jwks in prop::option::of(any_key_set()), loopback in any::<bool>()
    ) {
        let settings = |value: Option<Value>| value.map(|value| Settings::new(value.as_object().cloned().unwrap_or_else(Map::new)));
        let input = CheckDiscoveryInput {
            configuration: serde_json::from_value(samples::configuration(kind)).unwrap(),
            document: settings(document.clone()),
            jwks: settings(jwks.clone()),
            allow_loopback: loopback,
            allowed_hosts: Vec::new(),
        };
        let report = check_discovery(&input);
        let has_error = report.issues.iter().any(|issue| issue.severity == crate::issue::Severity::Error);
        prop_assert_eq!(report.ok, !has_error);
        prop_assert!(report.issues.iter().all(|issue| issue.help.is_some() && !issue.message.is_empty()));
        prop_assert!(report.ok || !report.issues.is_empty());
        // The path of every issue points into the input.
        let whole = json!({ "document": document, "jwks": jwks, "configuration": samples::configuration(kind) });
        for issue in &report.issues {
            let parent = issue.path.rsplit_once('/').map_or("", |(parent, _)| parent);
            prop_assert!(whole.pointer(parent).is_some(), "{}", issue.path);
        }
        prop_assert_eq!(check_discovery(&input), report);
    }
}
