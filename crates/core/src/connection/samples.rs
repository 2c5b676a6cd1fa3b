//! A configuration of each kind, for tests.

use alloc::vec::Vec;
use serde_json::{Value, json};

use super::ConnectionKind;
use super::configuration::ConnectionConfiguration;

/// Returns the settings of a kind, including the `kind` tag.
pub(crate) fn settings(kind: ConnectionKind) -> Value {
    let mut settings = match kind {
        ConnectionKind::Okta => {
            json!({ "kind": "okta", "issuer": "https://acme.okta.com/oauth2/default", "jwksUri": null })
        }
        ConnectionKind::Clerk => {
            return json!({
                "kind": "clerk", "issuer": "https://clerk.acme.example",
                "publishableKey": "pk_live_Y2xlcmsuYWNtZS5leGFtcGxlJA", "secretKey": "env:CLERK_SECRET_KEY",
                "audiences": [], "authorizedParties": ["https://app.acme.example"], "algorithms": ["RS256"],
                "allowOutsideDomains": false, "requiredGroups": []
            });
        }
        ConnectionKind::Oidc => json!({ "kind": "oidc", "issuer": "https://login.acme.example" }),
        ConnectionKind::EntraId => json!({
            "kind": "entra_id", "issuer": "https://login.microsoftonline.com/0198c0de-0000-7000-8000-0000000000e1/v2.0",
            "tenantId": "0198c0de-0000-7000-8000-0000000000e1"
        }),
        ConnectionKind::Google => {
            return json!({
                "kind": "google", "issuer": "https://accounts.google.com",
                "clientId": "123456789012-abc.apps.googleusercontent.com", "clientSecret": "env:GOOGLE_CLIENT_SECRET",
                "hostedDomain": "acme.example", "scopes": ["openid", "email", "profile"],
                "audiences": ["123456789012-abc.apps.googleusercontent.com"], "authorizedParties": [],
                "algorithms": ["RS256"], "allowOutsideDomains": false, "requiredGroups": []
            });
        }
        ConnectionKind::Auth0 => {
            json!({ "kind": "auth0", "issuer": "https://acme.eu.auth0.com/", "domain": "acme.eu.auth0.com" })
        }
        ConnectionKind::Cognito => json!({
            "kind": "cognito", "issuer": "https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_AbCdEfGhI",
            "region": "eu-central-1", "userPoolId": "eu-central-1_AbCdEfGhI"
        }),
        ConnectionKind::Keycloak => json!({
            "kind": "keycloak", "issuer": "https://login.acme.example/realms/acme",
            "serverUrl": "https://login.acme.example", "realm": "acme"
        }),
    };
    let common = json!({
        "clientId": "0oa1b2c3d4e5f6g7h8i9", "clientSecret": "env:CLIENT_SECRET", "scopes": ["openid", "email", "profile"],
        "audiences": ["api://default"], "authorizedParties": [], "algorithms": ["RS256"], "tokenUse": "access_token",
        "trustEmail": false, "allowOutsideDomains": false, "requiredGroups": []
    });
    for (name, value) in common.as_object().unwrap() {
        settings[name] = value.clone();
    }
    settings
}

/// Returns a configuration of every kind.
pub(crate) fn configurations() -> Vec<(ConnectionKind, ConnectionConfiguration)> {
    ConnectionKind::ALL.into_iter().map(|kind| (kind, serde_json::from_value(settings(kind)).unwrap())).collect()
}
