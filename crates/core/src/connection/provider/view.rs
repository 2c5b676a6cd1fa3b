//! The settings that common code reads, whatever the kind of provider.

use alloc::vec::Vec;

use crate::connection::secret::reference::SecretReference;
use crate::connection::{ProviderOrganizations, SignatureAlgorithm, TokenUse, UserinfoUse};
use crate::evidence::EmailTrust;
use crate::text::{Audience, ClaimPath, EndpointUrl, GroupName, SettingText};
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
    /// The extent to which the userinfo endpoint completes the claims.
    pub userinfo: Option<&'a UserinfoUse>,
    /// The groups of which every person who uses the connection must have one.
    pub required_groups: Option<&'a Vec<GroupName>>,
    /// `true` if users may have addresses outside their organization's domains.
    pub allow_outside_domains: Option<&'a bool>,
    /// The URL of the discovery document.
    pub discovery_uri: Option<&'a EndpointUrl>,
    /// The Workspace domains, which are requested at a login and of which tokens must name one
    /// (Google).
    pub hosted_domain: Option<&'a ProviderOrganizations>,
    /// The URL of the keys.
    pub jwks_uri: Option<&'a EndpointUrl>,
    /// The public key that verifies tokens, as PEM (Clerk).
    pub jwt_key: Option<&'a SettingText>,
    /// The organizations at the provider of which tokens must name one (Auth0, Clerk, Keycloak, and
    /// generic providers).
    pub provider_organizations: Option<&'a ProviderOrganizations>,
    /// The organization at the provider that tokens must name (ZITADEL).
    pub provider_organization: Option<&'a SettingText>,
    /// The URL of the proxy for the Frontend API (Clerk).
    pub proxy_url: Option<&'a EndpointUrl>,
    /// The publishable key (Clerk).
    pub publishable_key: Option<&'a SettingText>,
    /// The reference to the secret key (Clerk).
    pub secret_key: Option<&'a SecretReference>,
}
