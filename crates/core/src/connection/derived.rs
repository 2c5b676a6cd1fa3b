//! Derives facts from settings, according to the providers' documentation.

use alloc::format;
use alloc::string::String;

use super::configuration::{ConnectionConfiguration, DerivedFacts, OktaAuthorizationServer, OktaFacts};
use super::provider::{DISCOVERY_PATH, clerk_instance};
use crate::text::{EndpointUrl, Issuer};

impl ConnectionConfiguration {
    /// Returns the facts that follow from the settings.
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

    /// Returns the URL of the discovery document (OpenID Connect Discovery §4.1: one slash at the
    /// end of the issuer is left out), or `None` for Clerk, which is used without one.
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

    /// Returns the URL of the keys, if the settings name it or the provider documents it for such
    /// an issuer. `None` if the discovery document names it, or if the key is in the settings.
    fn jwks_uri(&self) -> Option<EndpointUrl> {
        let issuer = self.issuer().as_str();
        let url = match self {
            Self::Okta { jwks_uri: Some(uri), .. } => return Some(uri.clone()),
            Self::Oidc { jwks_uri, .. } => return jwks_uri.clone(),
            Self::Clerk { jwt_key: Some(_), .. } => return None,
            // Okta, "OpenID Connect & OAuth 2.0 API", `/keys`: the keys of the org authorization
            // server are below `/oauth2`.
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

/// Returns the ID of a custom authorization server, or `None` for the org authorization server
/// (Okta, "Authorization servers").
fn okta_server(issuer: &Issuer) -> Option<&str> {
    issuer.as_str().rsplit_once("/oauth2/").map(|(_, id)| id)
}

fn okta(issuer: &Issuer) -> OktaFacts {
    let id = okta_server(issuer);
    let authorization_server = id.map_or(OktaAuthorizationServer::Org, |_| OktaAuthorizationServer::Custom);
    OktaFacts { authorization_server, authorization_server_id: id.map(String::from) }
}
