//! What follows from settings, by what the providers document.

use alloc::format;
use alloc::string::String;

use super::configuration::{ConnectionConfiguration, DerivedFacts, OktaAuthorizationServer, OktaFacts};
use super::provider::{DISCOVERY_PATH, clerk_instance};
use crate::text::{EndpointUrl, Issuer};

impl ConnectionConfiguration {
    /// What follows from the settings.
    pub fn derived(&self) -> DerivedFacts {
        DerivedFacts {
            issuer: self.issuer().clone(),
            discovery_uri: self.discovery_uri(),
            jwks_uri: self.jwks_uri(),
            token_use: self.token_use(),
            okta: match self {
                Self::Okta { issuer, .. } => Some(okta(issuer)),
                _ => None,
            },
            clerk: match self {
                Self::Clerk { publishable_key, .. } => clerk_instance(publishable_key.as_str()),
                _ => None,
            },
        }
    }

    /// Where the discovery document is (OpenID Connect Discovery §4.1: one slash at the issuer's end is left out); Clerk is used
    /// without one.
    fn discovery_uri(&self) -> Option<EndpointUrl> {
        match self {
            Self::Clerk { .. } => None,
            Self::Oidc { discovery_uri: Some(uri), .. } => Some(uri.clone()),
            _ => {
                let issuer = self.issuer().as_str();
                EndpointUrl::new(&format!("{}{DISCOVERY_PATH}", issuer.strip_suffix('/').unwrap_or(issuer)))
            }
        }
    }

    /// Where the keys are, as far as the settings say or the provider documents for such an issuer; none where the discovery
    /// document says, or where the key is among the settings.
    fn jwks_uri(&self) -> Option<EndpointUrl> {
        let issuer = self.issuer().as_str();
        let url = match self {
            Self::Okta { jwks_uri: Some(uri), .. } => return Some(uri.clone()),
            Self::Oidc { jwks_uri, .. } => return jwks_uri.clone(),
            Self::Clerk { jwt_key: Some(_), .. } => return None,
            // Okta, "OpenID Connect & OAuth 2.0 API", `/keys`: the org authorization server's are below `/oauth2`.
            Self::Okta { .. } if okta_server(self.issuer()).is_none() => format!("{issuer}/oauth2/v1/keys"),
            Self::Okta { .. } => format!("{issuer}/v1/keys"),
            // Microsoft identity platform, "Access tokens", "Validate the signature".
            Self::EntraId { .. } => format!("{}/discovery/v2.0/keys", issuer.strip_suffix("/v2.0").unwrap_or(issuer)),
            // Google, "OpenID Connect", "Validating an ID token".
            Self::Google { .. } => String::from("https://www.googleapis.com/oauth2/v3/certs"),
            // Auth0, "JSON Web Key Sets". Its issuers end in a slash.
            Self::Auth0 { .. } => format!("{issuer}.well-known/jwks.json"),
            // Clerk, "Manual JWT verification"; Amazon Cognito, "Verifying JSON web tokens".
            Self::Clerk { .. } | Self::Cognito { .. } => format!("{issuer}/.well-known/jwks.json"),
            // Keycloak, "Server endpoints".
            Self::Keycloak { .. } => format!("{issuer}/protocol/openid-connect/certs"),
        };
        EndpointUrl::new(&url)
    }
}

/// The identifier of a custom authorization server; none for the org's own (Okta, "Authorization servers").
fn okta_server(issuer: &Issuer) -> Option<&str> {
    issuer.as_str().rsplit_once("/oauth2/").map(|(_, id)| id)
}

fn okta(issuer: &Issuer) -> OktaFacts {
    let id = okta_server(issuer);
    let authorization_server = id.map_or(OktaAuthorizationServer::Org, |_| OktaAuthorizationServer::Custom);
    OktaFacts { authorization_server, authorization_server_id: id.map(String::from) }
}
