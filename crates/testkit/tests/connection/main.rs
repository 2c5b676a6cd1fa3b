//! Settings of connections: the result of their validation, and that a connection made from them
//! accepts its provider's tokens and no others.

mod accept;
mod codes;
mod pitfalls;
mod properties;
mod typescript;

use cora_core::connection::ConnectionKind;
use cora_core::connection::report::ConnectionReport;
use cora_core::connection::validate::{ConnectionSettings, validate};
use serde_json::{Value, json};

fn input(kind: ConnectionKind, settings: Value) -> ConnectionSettings {
    serde_json::from_value(json!({ "kind": kind, "settings": settings })).expect("settings are an object")
}

fn report(kind: ConnectionKind, settings: Value) -> ConnectionReport {
    validate(&input(kind, settings))
}

/// The minimal valid settings of a kind, with its issuer given too.
fn least(kind: ConnectionKind) -> Value {
    match kind {
        ConnectionKind::Okta => {
            json!({ "issuer": "https://acme.okta.com/oauth2/default", "clientId": "0oa1b2c3d4e5f6g7h8i9",
            "audiences": ["api://default"] })
        }
        ConnectionKind::Clerk => json!({ "publishableKey": "pk_live_Y2xlcmsuYWNtZS5leGFtcGxlJA",
            "issuer": "https://clerk.acme.example", "authorizedParties": ["https://app.acme.example"] }),
        ConnectionKind::Oidc => json!({ "issuer": "https://login.acme.example", "clientId": "web" }),
        ConnectionKind::EntraId => json!({ "clientId": "aaaabbbb-0000-4000-8111-222233334444",
            "issuer": "https://login.microsoftonline.com/11112222-3333-4444-8555-666677778888/v2.0" }),
        ConnectionKind::Google => json!({ "issuer": "https://accounts.google.com",
            "clientId": "123456789012-a1b2c3d4.apps.googleusercontent.com", "clientSecret": "env:GOOGLE_SECRET" }),
        ConnectionKind::Auth0 => {
            json!({ "issuer": "https://acme.eu.auth0.com/", "clientId": "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6" })
        }
        ConnectionKind::Cognito => json!({ "clientId": "1a2b3c4d5e6f7g8h9i0j1k2l3m",
            "issuer": "https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_AbCdEfGhI" }),
        ConnectionKind::Keycloak => json!({ "issuer": "https://id.acme.example/realms/acme", "clientId": "cora" }),
    }
}

/// The minimal settings with changes. Null removes a setting.
fn with(kind: ConnectionKind, changes: Value) -> Value {
    let mut settings = least(kind);
    for (name, value) in changes.as_object().expect("changes are an object") {
        settings[name] = value.clone();
    }
    settings
}

#[test]
fn the_least_settings_are_right() {
    for kind in ConnectionKind::ALL {
        let report = report(kind, least(kind));
        assert!(report.ok && report.issues.is_empty(), "{kind:?}: {:?}", report.issues);
    }
}
