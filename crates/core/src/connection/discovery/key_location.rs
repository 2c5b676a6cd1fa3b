//! Where a connection's keys are, as far as its settings say.

use alloc::format;
use alloc::string::String;

use crate::connection::configuration::ConnectionConfiguration;

/// The address of the keys that a connection's settings name, or that its provider documents for such an issuer; `None` where
/// the discovery document says, or where the key is among the settings.
pub(super) fn known_jwks_uri(configuration: &ConnectionConfiguration) -> Option<String> {
    let issuer = configuration.issuer().as_str();
    Some(match configuration {
        ConnectionConfiguration::Okta { jwks_uri: Some(uri), .. }
        | ConnectionConfiguration::Oidc { jwks_uri: Some(uri), .. } => String::from(uri.as_str()),
        ConnectionConfiguration::Oidc { jwks_uri: None, .. } => return None,
        ConnectionConfiguration::Clerk { jwt_key: Some(_), .. } => return None,
        // Okta, "OpenID Connect & OAuth 2.0 API", `/keys`: the org authorization server's are below `/oauth2`.
        ConnectionConfiguration::Okta { .. } if !issuer.contains("/oauth2/") => format!("{issuer}/oauth2/v1/keys"),
        ConnectionConfiguration::Okta { .. } => format!("{issuer}/v1/keys"),
        // Microsoft identity platform, "Access tokens", "Validate the signature".
        ConnectionConfiguration::EntraId { .. } => {
            format!("{}/discovery/v2.0/keys", issuer.strip_suffix("/v2.0").unwrap_or(issuer))
        }
        // Google, "OpenID Connect", "Validating an ID token".
        ConnectionConfiguration::Google { .. } => String::from("https://www.googleapis.com/oauth2/v3/certs"),
        // Auth0's issuers end in a slash.
        ConnectionConfiguration::Auth0 { .. } => format!("{issuer}.well-known/jwks.json"),
        ConnectionConfiguration::Clerk { .. } | ConnectionConfiguration::Cognito { .. } => {
            format!("{issuer}/.well-known/jwks.json")
        }
        ConnectionConfiguration::Keycloak { .. } => format!("{issuer}/protocol/openid-connect/certs"),
    })
}
