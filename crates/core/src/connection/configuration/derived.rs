//! Derives facts from settings, according to the providers' documentation.

use alloc::format;

use crate::connection::configuration::{ConnectionConfiguration, DerivedFacts};
use crate::connection::provider::{DISCOVERY_PATH, clerk_facts, okta_facts};
use crate::text::EndpointUrl;

impl ConnectionConfiguration {
    /// Returns the facts that follow from the settings.
    pub fn derived(&self) -> DerivedFacts {
        DerivedFacts {
            issuer: self.issuer().clone(),
            discovery_uri: self.discovery_uri(),
            jwks_uri: self.jwks_uri(),
            token_use: self.token_use(),
            okta: match self {
                Self::Okta { issuer, .. } => Some(okta_facts(issuer)),
                _ => None,
            },
            clerk: self.view().publishable_key.and_then(|key| clerk_facts(key.as_str())),
        }
    }

    /// Returns the URL of the discovery document (OpenID Connect Discovery §4.1: one slash at the
    /// end of the issuer is left out), or `None` for a provider that is used without one.
    fn discovery_uri(&self) -> Option<EndpointUrl> {
        self.kind().settings_rules().login.as_ref()?;
        self.view().discovery_uri.cloned().or_else(|| {
            let issuer = self.issuer().as_str();
            EndpointUrl::new(&format!("{}{DISCOVERY_PATH}", issuer.strip_suffix('/').unwrap_or(issuer)))
        })
    }

    /// Returns the URL of the keys, if the settings name it or the provider documents it for such
    /// an issuer. `None` if the discovery document names it, or if the key is in the settings.
    fn jwks_uri(&self) -> Option<EndpointUrl> {
        let view = self.view();
        match (view.jwks_uri, view.jwt_key) {
            (Some(uri), _) => Some(uri.clone()),
            (None, Some(_)) => None,
            (None, None) => {
                (self.kind().settings_rules().keys)(self.issuer().as_str()).and_then(|url| EndpointUrl::new(&url))
            }
        }
    }
}
