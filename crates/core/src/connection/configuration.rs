//! The typed settings of a connection, as common code reads them, and the facts derived from them.

use alloc::string::String;
use alloc::vec::Vec;
use cora_wire_derive::{codes, record};

pub use super::provider::ConnectionConfiguration;
use super::secret_reference::SecretReference;
use super::{Connection, ConnectionStatus, SignatureAlgorithm, TokenUse};
use crate::evidence::EmailTrust;
use crate::id::{ConnectionId, OrganizationId};
use crate::text::{Audience, ClaimPath, EndpointUrl, Issuer, ProviderOrganization, SettingText};
use crate::time::Leeway;

/// The settings of a configuration that common code reads, by name, except for the issuer. A
/// setting that the kind does not have, or that is null, is `None`.
#[derive(Debug, Clone, Copy, Default)]
pub struct ConfigurationView<'a> {
    /// The client ID registered at the provider.
    pub client_id: Option<&'a Audience>,
    /// The reference to the client secret.
    pub client_secret: Option<&'a SecretReference>,
    /// The scopes that a login asks for.
    pub scopes: Option<&'a Vec<SettingText>>,
    /// The audiences that tokens may be for.
    pub audiences: Option<&'a Vec<Audience>>,
    /// The parties that tokens may have been issued to.
    pub authorized_parties: Option<&'a Vec<Audience>>,
    /// The algorithms that tokens may be signed with.
    pub algorithms: Option<&'a Vec<SignatureAlgorithm>>,
    /// The kind of token that the application sends.
    pub token_use: Option<&'a TokenUse>,
    /// The extent to which addresses count as verified.
    pub trust_email: Option<&'a EmailTrust>,
    /// The path of the claim that holds the address.
    pub email_claim: Option<&'a ClaimPath>,
    /// `true` if people without an address are admitted.
    pub admits_without_email: Option<&'a bool>,
    /// The paths of the claims that hold the groups.
    pub groups_claim: Option<&'a Vec<ClaimPath>>,
    /// The tolerated difference between the clocks.
    pub leeway_seconds: Option<&'a Leeway>,
    /// `true` if users may have addresses outside their organization's domains.
    pub allow_outside_domains: Option<&'a bool>,
    /// The URL of the discovery document.
    pub discovery_uri: Option<&'a EndpointUrl>,
    /// The Workspace domain, which is requested at a login and required in tokens (Google).
    pub hosted_domain: Option<&'a SettingText>,
    /// The URL of the keys.
    pub jwks_uri: Option<&'a EndpointUrl>,
    /// The public key that verifies tokens, as PEM (Clerk).
    pub jwt_key: Option<&'a SettingText>,
    /// The organization at the provider that tokens must name (ZITADEL).
    pub provider_organization: Option<&'a SettingText>,
    /// The URL of the proxy for the Frontend API (Clerk).
    pub proxy_url: Option<&'a EndpointUrl>,
    /// The publishable key (Clerk).
    pub publishable_key: Option<&'a SettingText>,
    /// The reference to the secret key (Clerk).
    pub secret_key: Option<&'a SecretReference>,
}

/// The facts that follow from settings, so that nobody has to write them down a second time.
#[record]
pub struct DerivedFacts {
    /// The issuer that tokens name. Compared exactly.
    pub issuer: Issuer,
    /// The URL of the provider's discovery document; null if the provider is used without one.
    pub discovery_uri: Option<EndpointUrl>,
    /// The URL of the keys; null if the discovery document names it, or the key is in the settings.
    pub jwks_uri: Option<EndpointUrl>,
    /// The kind of token that the application sends.
    pub token_use: TokenUse,
    /// The facts about Okta's authorization server; null for other kinds.
    pub okta: Option<OktaFacts>,
    /// The facts about the Clerk instance; null for other kinds.
    pub clerk: Option<ClerkFacts>,
}

/// The facts that an Okta issuer encodes.
#[record]
pub struct OktaFacts {
    /// The kind of authorization server.
    pub authorization_server: OktaAuthorizationServer,
    /// The ID of the authorization server (`default`, `aus…`); null for the org authorization
    /// server.
    pub authorization_server_id: Option<String>,
}

/// The kinds of Okta authorization servers (Okta, "Authorization servers").
#[codes]
pub enum OktaAuthorizationServer {
    /// The org authorization server. Its access tokens are for Okta's API only and cannot be
    /// verified by anyone else.
    Org,
    /// A custom authorization server, including `default`.
    Custom,
}

/// The facts that a Clerk publishable key encodes.
#[record]
pub struct ClerkFacts {
    /// The host of the Frontend API.
    pub frontend_api: String,
    /// The environment of the Clerk instance.
    pub environment: ClerkEnvironment,
}

/// The environments of Clerk instances.
#[codes]
pub enum ClerkEnvironment {
    /// A development instance; its publishable key begins with `pk_test_`.
    Development,
    /// A production instance; its publishable key begins with `pk_live_`.
    Production,
}

impl ConnectionConfiguration {
    /// Returns the client ID registered at the provider, or `None` for Clerk, which has none.
    pub fn client_id(&self) -> Option<&Audience> {
        self.view().client_id
    }

    /// Returns the reference to the secret that is sent to the provider: the client secret, or
    /// Clerk's secret key.
    pub fn secret(&self) -> Option<&SecretReference> {
        let view = self.view();
        view.client_secret.or(view.secret_key)
    }

    /// Returns the scopes that a login asks for. Empty for Clerk, which runs its own logins.
    pub fn scopes(&self) -> &[SettingText] {
        self.view().scopes.map_or(&[], Vec::as_slice)
    }

    /// Returns the audiences that tokens may be for.
    pub fn audiences(&self) -> &[Audience] {
        self.view().audiences.map_or(&[], Vec::as_slice)
    }

    /// Returns the key that verifies tokens, if it is in the settings (Clerk's `jwtKey`, PEM).
    pub fn jwt_key(&self) -> Option<&SettingText> {
        self.view().jwt_key
    }

    /// Returns the algorithms that tokens may be signed with; RS256 if the settings name none.
    pub fn pinned_algorithms(&self) -> &[SignatureAlgorithm] {
        match self.view().algorithms {
            Some(algorithms) if !algorithms.is_empty() => algorithms,
            _ => &[SignatureAlgorithm::RS256],
        }
    }

    /// Returns the kind of token that the application sends: as set, or else the only one that the
    /// provider has.
    pub fn token_use(&self) -> TokenUse {
        let only = || self.kind().token_uses().first();
        self.view().token_use.or_else(only).copied().unwrap_or_default()
    }

    /// Returns the extent to which addresses count as verified. Clerk and Google always send the
    /// claim.
    pub fn trust_email(&self) -> EmailTrust {
        self.view().trust_email.copied().unwrap_or_default()
    }

    /// Builds the [`Connection`] that decides logins and accepts tokens.
    pub fn connection(
        &self,
        id: ConnectionId,
        status: ConnectionStatus,
        version: u32,
        organization_id: Option<OrganizationId>,
    ) -> Connection {
        let view = self.view();
        Connection {
            id,
            kind: self.kind(),
            issuer: self.issuer().clone(),
            status,
            version,
            organization_id,
            trust_email: self.trust_email(),
            email_claim: view.email_claim.cloned(),
            admits_without_email: view.admits_without_email.is_some_and(|admits| *admits),
            allow_outside_domains: view.allow_outside_domains.is_some_and(|allows| *allows),
            audiences: self.audiences().to_vec(),
            authorized_parties: view.authorized_parties.cloned().unwrap_or_default(),
            provider_organization: view
                .provider_organization
                .or(view.hosted_domain)
                .and_then(|organization| ProviderOrganization::new(organization.as_str())),
            algorithms: view.algorithms.cloned().unwrap_or_default(),
            token_use: self.token_use(),
            groups_claim: view.groups_claim.cloned().unwrap_or_default(),
            leeway_seconds: view.leeway_seconds.copied().unwrap_or_default(),
        }
    }
}
