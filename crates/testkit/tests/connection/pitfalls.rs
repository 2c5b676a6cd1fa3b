//! Attacks through settings, by the numbers of their pitfalls, in as many variations as can be
//! listed.

use cora_core::connection::ConnectionKind;
use cora_core::connection::report::ConnectionReport;
use cora_core::json::Code;
use cora_testkit::provider_sample::provider_sample;
use serde_json::{Value, json};

use crate::{report, with};

fn codes(report: &ConnectionReport) -> Vec<&'static str> {
    report.issues.iter().map(|issue| Code::name(&issue.code)).collect()
}

#[test]
fn c14_no_connection_pins_an_algorithm_with_a_shared_secret_or_none() {
    let names = ["none", "None", "nOnE", "NONE", "HS256", "HS384", "HS512", "hs256", "HS1"];
    for kind in ConnectionKind::ALL {
        for name in names {
            for algorithms in [json!([name]), json!(["RS256", name]), json!(name)] {
                let report = report(kind, with(kind, json!({ "algorithms": algorithms })));
                assert_eq!(
                    (report.ok, codes(&report).as_slice()),
                    (false, &["symmetric_algorithm"][..]),
                    "{kind:?} {name}"
                );
            }
        }
        for name in ["RS256 ", "rs256", "RSA-OAEP", "A128KW", "dir"] {
            assert!(!report(kind, with(kind, json!({ "algorithms": [name] }))).ok, "{kind:?} {name}");
        }
    }
}

#[test]
fn c16_another_spelling_of_an_issuer_is_never_taken_for_it() {
    for kind in ConnectionKind::ALL {
        let issuer = with(kind, json!({}))["issuer"].as_str().expect("the least settings name it").to_owned();
        let host = issuer.trim_start_matches("https://").split('/').next().expect("a host").to_owned();
        let toggled = issuer.strip_suffix('/').map_or_else(|| format!("{issuer}/"), str::to_owned);
        let mut others = vec![
            issuer.replace(&host, &format!("{host}:443")),
            issuer.replace(&host, &host.to_uppercase()),
            issuer.replace(&host, &format!("{host}.")),
            issuer.replace(&host, &format!("{host}@evil.example")),
            issuer.replace("https://", "http://"),
            issuer.replace("https://", "https:\\\\"),
            issuer.replace("https://", "HTTPS://"),
            format!("{issuer}?a"),
            format!("{issuer}#a"),
            format!(" {issuer}"),
            format!("{issuer}\u{200B}"),
        ];
        // This form is allowed for the issuer of any OIDC provider, but not for the other kinds.
        if kind != ConnectionKind::Oidc {
            others.push(toggled);
        }
        if !provider_sample(kind).any_host {
            others.push(issuer.replace(&host, &format!("{host}.evil.example")));
            others.push(format!("{}/x", issuer.trim_end_matches('/')));
        }
        for other in others {
            let report = report(kind, with(kind, json!({ "issuer": other })));
            assert!(!report.ok, "{kind:?} {other}");
        }
    }
}

#[test]
fn c17_a_connection_always_names_for_whom_or_to_whom_tokens_are() {
    let empty =
        [json!({ "audiences": [], "authorizedParties": [] }), json!({ "audiences": null, "authorizedParties": null })];
    for kind in ConnectionKind::ALL {
        for changes in &empty {
            for token_use in ["access_token", "id_token", "session_token"] {
                let mut changes = changes.clone();
                changes["tokenUse"] = json!(token_use);
                if let Some(configuration) = report(kind, with(kind, changes.clone())).configuration {
                    let id = cora_testkit::generate::connection_id(1);
                    let status = cora_core::connection::ConnectionStatus::Active;
                    let connection = configuration.connection(id, status, 1, None);
                    let named = connection.audiences.len() + connection.authorized_parties.len();
                    assert!(named > 0, "{kind:?} {changes}");
                }
            }
        }
    }
    for (kind, use_of_tokens) in [(ConnectionKind::Okta, "access_token"), (ConnectionKind::Clerk, "session_token")] {
        let report =
            report(kind, with(kind, json!({ "audiences": [], "authorizedParties": [], "tokenUse": use_of_tokens })));
        assert!(!report.ok, "{kind:?}");
    }
}

const PRIVATE: &[&str] = &[
    "localhost",
    "a.localhost",
    "idp",
    "idp.local",
    "idp.internal",
    "metadata.google.internal",
    "router.lan",
    "nas.home.arpa",
    "127.0.0.1",
    "127.1",
    "2130706433",
    "0x7f000001",
    "0177.0.0.1",
    "0.0.0.0",
    "10.0.0.1",
    "172.16.0.1",
    "192.168.0.1",
    "169.254.169.254",
    "100.64.0.1",
    "[::]",
    "[::1]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[fe80::1]",
    "[fd00:ec2::254]",
    "[64:ff9b::7f00:1]",
    "[2002:7f00:1::]",
];

#[test]
fn c21_no_setting_names_a_private_host() {
    use ConnectionKind::{Auth0, Clerk, Google, Okta};
    let mut urls = vec![(Clerk, "authorizedParties".to_owned(), String::new())];
    for kind in ConnectionKind::ALL {
        let sample = provider_sample(kind);
        for (name, value) in sample.least.iter().chain(&sample.configuration) {
            let Some(rest) = value.as_str().and_then(|text| text.strip_prefix("https://")) else { continue };
            let path = rest.find('/').map_or("", |at| &rest[at..]);
            urls.push((kind, name.clone(), path.to_owned()));
        }
    }
    for (kind, name, path) in &urls {
        for host in PRIVATE {
            for port in ["", ":8443"] {
                let settings = with(*kind, json!({ (name): format!("https://{host}{port}{path}") }));
                let report = report(*kind, settings);
                assert!(!report.ok && codes(&report).contains(&"private_host"), "{kind:?} {name} {host}: {report:?}");
            }
        }
    }
    for (kind, name) in [(Okta, "domain"), (Clerk, "satelliteDomain"), (Auth0, "domain"), (Google, "hostedDomain")] {
        for host in PRIVATE {
            assert!(!report(kind, with(kind, json!({ (name): host }))).ok, "{kind:?} {name} {host}");
        }
    }
}

#[test]
fn c21_only_this_machine_is_allowed_for_trying_things_out() {
    for host in PRIVATE {
        let mut input =
            crate::input(ConnectionKind::Oidc, json!({ "issuer": format!("https://{host}"), "clientId": "web" }));
        input.allow_loopback = true;
        let is_loopback = matches!(*host, "localhost" | "a.localhost" | "127.0.0.1" | "[::1]");
        assert_eq!(cora_core::connection::settings::validate::validate(&input).ok, is_loopback, "{host}");
    }
}

#[test]
fn c01_no_spelling_of_a_shared_tenant_is_taken() {
    let shared = [
        "common",
        "Common",
        "organizations",
        "consumers",
        "9188040d-6c67-4c5b-b112-36a304b66dad",
        "9188040D-6C67-4C5B-B112-36A304B66DAD",
    ];
    for tenant in shared {
        for settings in [
            json!({ "issuer": Value::Null, "tenantId": tenant }),
            json!({ "issuer": format!("https://login.microsoftonline.com/{tenant}/v2.0") }),
        ] {
            let report = report(ConnectionKind::EntraId, with(ConnectionKind::EntraId, settings));
            assert_eq!(codes(&report), ["tenant_not_pinned"], "{tenant}");
        }
    }
}

#[test]
fn c01_trusted_addresses_of_entra_id_get_a_warning_under_another_kind_too() {
    let tenant = "0198c0de-0000-7000-8000-0000000000c1";
    for issuer in [
        format!("https://login.microsoftonline.com/{tenant}/v2.0"),
        format!("https://login.microsoftonline.us/{tenant}/v2.0"),
        format!("https://sts.windows.net/{tenant}/"),
    ] {
        let settings = json!({ "issuer": issuer, "clientId": "web", "trustEmail": true });
        let report = report(ConnectionKind::Oidc, settings);
        assert_eq!((report.ok, codes(&report).as_slice()), (true, &["email_trusted"][..]), "{issuer}");
    }
}

#[test]
fn c01_addresses_of_an_issuer_with_many_tenants_are_not_trusted() {
    for issuer in ["https://accounts.google.com", "https://appleid.apple.com", "https://gitlab.com"] {
        for trust in [json!(true), json!("absent_is_true"), json!("always")] {
            let settings = json!({ "issuer": issuer, "clientId": "web", "trustEmail": trust });
            let report = report(ConnectionKind::Oidc, settings);
            assert_eq!((report.ok, codes(&report).as_slice()), (false, &["email_trusted"][..]), "{issuer} {trust}");
        }
    }
}
