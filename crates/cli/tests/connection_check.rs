//! `cora connection check` against a provider on this machine.

#[path = "../../jwt/tests/support/mod.rs"]
mod signing;
mod support;

use std::net::TcpListener;

use serde_json::{Value, json};
use signing::{Signer, jwks};
use support::documents::{DISCOVERY, Documents, answer, discovery};
use support::{Place, ends, json, stderr, stdout};

/// A provider that serves the given documents, and answers 404 for all others.
struct Provider {
    issuer: String,
}

impl Provider {
    fn new(documents: impl FnOnce(&str) -> Documents) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let issuer = format!("http://{}", listener.local_addr().unwrap());
        let documents = documents(&issuer);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                answer(stream.unwrap(), &documents);
            }
        });
        Self { issuer }
    }

    fn file(&self) -> String {
        format!(
            "kind: oidc\nsettings:\n  issuer: {}\n  clientId: web\n  audiences: [api]\n  tokenUse: id_token\n",
            self.issuer
        )
    }
}

#[test]
fn a_provider_that_fits_is_said_to_fit() {
    let signer = Signer::rsa("key-1");
    let keys = jwks(&[&signer]);
    let provider = Provider::new(|issuer| vec![(DISCOVERY, discovery(issuer)), ("/keys", keys)]);
    let place = Place::new();
    place.file("local.yaml", &provider.file());
    let output = place.connection(&["check", "--allow-loopback-http", "local.yaml"]);
    ends(&output, 0);
    let text = stdout(&output);
    for part in [
        &format!("  issuer                  {}\n", provider.issuer),
        &format!("  discovery document      {}{DISCOVERY}\n                          fetched\n", provider.issuer),
        &format!("  keys                    {}/keys\n                          fetched\n", provider.issuer),
        "  usable keys             key-1\n",
        "local.yaml: the connection can work with its provider",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    let output = place.connection(&["check", "--allow-loopback-http", "--format", "json", "local.yaml"]);
    ends(&output, 0);
    let checked = &json(&output)["connections"][0];
    assert_eq!((&checked["ok"], &checked["report"]["usableKeyIds"]), (&json!(true), &json!(["key-1"])));
    assert_eq!(checked["fetched"][1]["fault"], Value::Null);

    // The same settings, stored in the database.
    ends(&place.cora(&["migrate", "--database", "cora.db"]).output().unwrap(), 0);
    ends(&place.connection(&["import", "--database", "cora.db", "--allow-loopback-http", "local.yaml"]), 0);
    let output = place.connection(&["check", "--database", "cora.db", "--allow-loopback-http", "oidc"]);
    ends(&output, 0);
    assert!(stdout(&output).contains("settings 1: the connection can work"), "{}", stdout(&output));
    ends(&place.connection(&["check", "--database", "cora.db", "--allow-loopback-http", "oidc", "--number", "9"]), 1);
    ends(&place.connection(&["check", "--database", "cora.db", "okta"]), 1);
}

#[test]
fn documents_that_do_not_fit_are_told() {
    let place = Place::new();
    let signer = Signer::rsa("key-1");
    let keys = jwks(&[&signer]);
    let provider = Provider::new(|issuer| {
        let mut document = discovery(issuer);
        document["issuer"] = "https://other.acme.example".into();
        document["token_endpoint"] = "http://login.acme.example/token".into();
        vec![(DISCOVERY, document), ("/keys", keys)]
    });
    place.file("local.yaml", &provider.file());
    let output = place.connection(&["check", "--allow-loopback-http", "local.yaml"]);
    ends(&output, 1);
    for code in ["issuer_mismatch", "endpoint_not_https"] {
        assert!(stdout(&output).contains(&format!("error[{code}]")), "{code}: {}", stdout(&output));
    }
    assert!(stdout(&output).contains("the connection cannot work with its provider"), "{}", stdout(&output));
}

#[test]
fn what_cannot_be_had_is_told_by_its_code() {
    let place = Place::new();
    let provider = Provider::new(|issuer| vec![(DISCOVERY, discovery(issuer)), ("/keys", json!([1]))]);
    place.file("local.yaml", &provider.file());
    let output = place.connection(&["check", "--allow-loopback-http", "local.yaml"]);
    ends(&output, 1);
    assert!(
        stdout(&output).contains("error[document_unusable]: the document is not a JSON object"),
        "{}",
        stdout(&output)
    );
    let provider = Provider::new(|_| Vec::new());
    place.file("local.yaml", &provider.file());
    let output = place.connection(&["check", "--allow-loopback-http", "local.yaml"]);
    ends(&output, 1);
    assert!(stdout(&output).contains("error[unexpected_status]: the answer has status 404"), "{}", stdout(&output));
}

#[test]
fn c21_nothing_is_fetched_for_settings_with_errors() {
    let place = Place::new();
    let provider = Provider::new(|issuer| vec![(DISCOVERY, discovery(issuer))]);
    place.file("local.yaml", &provider.file());
    let output = place.connection(&["check", "local.yaml"]);
    ends(&output, 1);
    let text = stdout(&output);
    assert!(
        text.contains("error[not_https]") && text.ends_with("nothing was fetched because the settings have errors\n"),
        "{text}"
    );
    place.file("broken.yaml", "kind: oidc\n");
    let output = place.connection(&["check", "broken.yaml"]);
    ends(&output, 2);
    assert!(stderr(&output).contains("error[missing_field]"), "{}", stderr(&output));
}
