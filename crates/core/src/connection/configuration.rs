//! The settings of a connection, as one typed variant per kind of provider, and the facts derived
//! from them.

use alloc::string::String;
use alloc::vec::Vec;
use cora_wire_derive::{codes, record, union};

use super::secret_reference::SecretReference;
use super::{Connection, ConnectionKind, ConnectionStatus, SignatureAlgorithm, TokenUse};
use crate::id::{ConnectionId, OrganizationId};
use crate::text::{Audience, EndpointUrl, Issuer, ProviderOrganization, SettingText};

/// Settings in which [`validate`](super::validate::validate) has found no error.
///
/// Every variant has the issuer that tokens name, derived if the provider's other settings
/// determine it. Lists have no duplicates and keep the order in which they were given.
#[union(kind)]
pub enum ConnectionConfiguration {
    /// Okta.
    Okta {
        /// The issuer: `https://{domain}` for the org authorization server, or
        /// `https://{domain}/oauth2/{id}` for a custom one.
        issuer: Issuer,
        /// The client ID registered at Okta.
        client_id: Audience,
        /// A reference to the client secret; null for a public client.
        client_secret: Option<SecretReference>,
        /// The URL of the keys; null if it follows from the issuer.
        jwks_uri: Option<EndpointUrl>,
        /// The scopes that a login asks for.
        scopes: Vec<SettingText>,
        /// The audiences that tokens may be for.
        audiences: Vec<Audience>,
        /// The parties that tokens may have been issued to.
        authorized_parties: Vec<Audience>,
        /// The algorithms that tokens may be signed with.
        algorithms: Vec<SignatureAlgorithm>,
        /// The kind of token that the application sends.
        token_use: TokenUse,
        /// `true` if an address counts as verified without a claim.
        trust_email: bool,
        /// `true` if the organization's connection may admit users whose address is outside its
        /// domains.
        allow_outside_domains: bool,
    },
    /// Clerk.
    Clerk {
        /// The issuer, which is the Frontend API: `https://clerk.{domain}` or
        /// `https://{slug}.clerk.accounts.dev`.
        issuer: Issuer,
        /// The publishable key, `pk_test_…` or `pk_live_…`.
        publishable_key: SettingText,
        /// A reference to the secret key; null if nothing calls Clerk's Backend API.
        secret_key: Option<SecretReference>,
        /// The public key that verifies session tokens, as PEM, for verification without a network.
        jwt_key: Option<SettingText>,
        /// The URL of the proxy that serves the Frontend API; null if there is no proxy.
        proxy_url: Option<EndpointUrl>,
        /// The audiences that tokens may be for, if a JWT template sets one.
        audiences: Vec<Audience>,
        /// The origins that sessions may belong to. Required, because session tokens name no
        /// audience.
        authorized_parties: Vec<Audience>,
        /// The algorithms that tokens may be signed with.
        algorithms: Vec<SignatureAlgorithm>,
        /// `true` if the organization's connection may admit users whose address is outside its
        /// domains.
        allow_outside_domains: bool,
    },
    /// Any OpenID Connect provider.
    Oidc {
        /// The issuer that tokens name.
        issuer: Issuer,
        /// The client ID registered at the provider.
        client_id: Audience,
        /// A reference to the client secret; null for a public client.
        client_secret: Option<SecretReference>,
        /// The URL of the discovery document; null if it is at the standard path below the issuer.
        discovery_uri: Option<EndpointUrl>,
        /// The URL of the keys; null if the discovery document names it.
        jwks_uri: Option<EndpointUrl>,
        /// The scopes that a login asks for.
        scopes: Vec<SettingText>,
        /// The audiences that tokens may be for.
        audiences: Vec<Audience>,
        /// The parties that tokens may have been issued to.
        authorized_parties: Vec<Audience>,
        /// The algorithms that tokens may be signed with.
        algorithms: Vec<SignatureAlgorithm>,
        /// The kind of token that the application sends.
        token_use: TokenUse,
        /// `true` if an address counts as verified without a claim.
        trust_email: bool,
        /// `true` if the organization's connection may admit users whose address is outside its
        /// domains.
        allow_outside_domains: bool,
    },
    /// Microsoft Entra ID, with one tenant.
    EntraId {
        /// The issuer, `https://login.microsoftonline.com/{tenant}/v2.0`.
        issuer: Issuer,
        /// The ID of the tenant, a UUID.
        tenant_id: SettingText,
        /// The ID of the application registered in the tenant, a UUID.
        client_id: Audience,
        /// A reference to the client secret; null for a public client.
        client_secret: Option<SecretReference>,
        /// The scopes that a login asks for.
        scopes: Vec<SettingText>,
        /// The audiences that tokens may be for.
        audiences: Vec<Audience>,
        /// The parties that tokens may have been issued to.
        authorized_parties: Vec<Audience>,
        /// The algorithms that tokens may be signed with.
        algorithms: Vec<SignatureAlgorithm>,
        /// The kind of token that the application sends.
        token_use: TokenUse,
        /// `true` if an address counts as verified without a claim.
        trust_email: bool,
        /// `true` if the organization's connection may admit users whose address is outside its
        /// domains.
        allow_outside_domains: bool,
    },
    /// Google.
    Google {
        /// The issuer, `https://accounts.google.com`.
        issuer: Issuer,
        /// The client ID registered at Google, `….apps.googleusercontent.com`.
        client_id: Audience,
        /// A reference to the client secret; null for a public client.
        client_secret: Option<SecretReference>,
        /// The Workspace domain (`hd`); null if any domain is accepted. The login parameter is only
        /// a hint; tokens must name the domain in their claim.
        hosted_domain: Option<SettingText>,
        /// The scopes that a login asks for.
        scopes: Vec<SettingText>,
        /// The audiences that tokens may be for.
        audiences: Vec<Audience>,
        /// The parties that tokens may have been issued to.
        authorized_parties: Vec<Audience>,
        /// The algorithms that tokens may be signed with.
        algorithms: Vec<SignatureAlgorithm>,
        /// `true` if the organization's connection may admit users whose address is outside its
        /// domains.
        allow_outside_domains: bool,
    },
    /// Auth0.
    Auth0 {
        /// The issuer, `https://{domain}/`, including the trailing slash.
        issuer: Issuer,
        /// The domain of the tenant, or its custom domain.
        domain: SettingText,
        /// The client ID of the application registered at Auth0.
        client_id: Audience,
        /// A reference to the client secret; null for a public client.
        client_secret: Option<SecretReference>,
        /// The scopes that a login asks for.
        scopes: Vec<SettingText>,
        /// The audiences that tokens may be for.
        audiences: Vec<Audience>,
        /// The parties that tokens may have been issued to.
        authorized_parties: Vec<Audience>,
        /// The algorithms that tokens may be signed with.
        algorithms: Vec<SignatureAlgorithm>,
        /// The kind of token that the application sends.
        token_use: TokenUse,
        /// `true` if an address counts as verified without a claim.
        trust_email: bool,
        /// `true` if the organization's connection may admit users whose address is outside its
        /// domains.
        allow_outside_domains: bool,
    },
    /// Amazon Cognito.
    Cognito {
        /// The issuer, `https://cognito-idp.{region}.amazonaws.com/{user pool}`.
        issuer: Issuer,
        /// The AWS region, such as `eu-central-1`.
        region: SettingText,
        /// The ID of the user pool, such as `eu-central-1_AbCdEfGhI`.
        user_pool_id: SettingText,
        /// The ID of the app client in the user pool.
        client_id: Audience,
        /// A reference to the client secret; null for a public client.
        client_secret: Option<SecretReference>,
        /// The scopes that a login asks for.
        scopes: Vec<SettingText>,
        /// The audiences that tokens may be for.
        audiences: Vec<Audience>,
        /// The parties that tokens may have been issued to.
        authorized_parties: Vec<Audience>,
        /// The algorithms that tokens may be signed with.
        algorithms: Vec<SignatureAlgorithm>,
        /// The kind of token that the application sends.
        token_use: TokenUse,
        /// `true` if an address counts as verified without a claim.
        trust_email: bool,
        /// `true` if the organization's connection may admit users whose address is outside its
        /// domains.
        allow_outside_domains: bool,
    },
    /// Keycloak.
    Keycloak {
        /// The issuer, `{server}/realms/{realm}`.
        issuer: Issuer,
        /// The server's base URL. It ends in `/auth` before version 17.
        server_url: EndpointUrl,
        /// The name of the realm.
        realm: SettingText,
        /// The client ID registered in the realm.
        client_id: Audience,
        /// A reference to the client secret; null for a public client.
        client_secret: Option<SecretReference>,
        /// The scopes that a login asks for.
        scopes: Vec<SettingText>,
        /// The audiences that tokens may be for.
        audiences: Vec<Audience>,
        /// The parties that tokens may have been issued to.
        authorized_parties: Vec<Audience>,
        /// The algorithms that tokens may be signed with.
        algorithms: Vec<SignatureAlgorithm>,
        /// The kind of token that the application sends.
        token_use: TokenUse,
        /// `true` if an address counts as verified without a claim.
        trust_email: bool,
        /// `true` if the organization's connection may admit users whose address is outside its
        /// domains.
        allow_outside_domains: bool,
    },
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
    /// Returns the kind of provider.
    pub const fn kind(&self) -> ConnectionKind {
        match self {
            Self::Okta { .. } => ConnectionKind::Okta,
            Self::Clerk { .. } => ConnectionKind::Clerk,
            Self::Oidc { .. } => ConnectionKind::Oidc,
            Self::EntraId { .. } => ConnectionKind::EntraId,
            Self::Google { .. } => ConnectionKind::Google,
            Self::Auth0 { .. } => ConnectionKind::Auth0,
            Self::Cognito { .. } => ConnectionKind::Cognito,
            Self::Keycloak { .. } => ConnectionKind::Keycloak,
        }
    }

    /// Returns the issuer that tokens name.
    pub const fn issuer(&self) -> &Issuer {
        match self {
            Self::Okta { issuer, .. }
            | Self::Clerk { issuer, .. }
            | Self::Oidc { issuer, .. }
            | Self::EntraId { issuer, .. }
            | Self::Google { issuer, .. }
            | Self::Auth0 { issuer, .. }
            | Self::Cognito { issuer, .. }
            | Self::Keycloak { issuer, .. } => issuer,
        }
    }

    /// Returns the client ID registered at the provider, or `None` for Clerk, which has none.
    pub const fn client_id(&self) -> Option<&Audience> {
        match self {
            Self::Clerk { .. } => None,
            Self::Okta { client_id, .. }
            | Self::Oidc { client_id, .. }
            | Self::EntraId { client_id, .. }
            | Self::Google { client_id, .. }
            | Self::Auth0 { client_id, .. }
            | Self::Cognito { client_id, .. }
            | Self::Keycloak { client_id, .. } => Some(client_id),
        }
    }

    /// Returns the reference to the secret that is sent to the provider: the client secret, or
    /// Clerk's secret key.
    pub const fn secret(&self) -> Option<&SecretReference> {
        match self {
            Self::Clerk { secret_key, .. } => secret_key.as_ref(),
            Self::Okta { client_secret, .. }
            | Self::Oidc { client_secret, .. }
            | Self::EntraId { client_secret, .. }
            | Self::Google { client_secret, .. }
            | Self::Auth0 { client_secret, .. }
            | Self::Cognito { client_secret, .. }
            | Self::Keycloak { client_secret, .. } => client_secret.as_ref(),
        }
    }

    /// Returns the scopes that a login asks for. Empty for Clerk, which runs its own logins.
    pub fn scopes(&self) -> &[SettingText] {
        match self {
            Self::Clerk { .. } => &[],
            Self::Okta { scopes, .. }
            | Self::Oidc { scopes, .. }
            | Self::EntraId { scopes, .. }
            | Self::Google { scopes, .. }
            | Self::Auth0 { scopes, .. }
            | Self::Cognito { scopes, .. }
            | Self::Keycloak { scopes, .. } => scopes,
        }
    }

    /// Returns the audiences that tokens may be for.
    pub fn audiences(&self) -> &[Audience] {
        match self {
            Self::Okta { audiences, .. }
            | Self::Clerk { audiences, .. }
            | Self::Oidc { audiences, .. }
            | Self::EntraId { audiences, .. }
            | Self::Google { audiences, .. }
            | Self::Auth0 { audiences, .. }
            | Self::Cognito { audiences, .. }
            | Self::Keycloak { audiences, .. } => audiences,
        }
    }

    /// Returns the key that verifies tokens, if it is in the settings (Clerk's `jwtKey`, PEM).
    pub const fn jwt_key(&self) -> Option<&SettingText> {
        match self {
            Self::Clerk { jwt_key, .. } => jwt_key.as_ref(),
            _ => None,
        }
    }

    /// Returns the algorithms that tokens may be signed with; RS256 if the settings name none.
    pub fn pinned_algorithms(&self) -> &[SignatureAlgorithm] {
        let (Self::Okta { algorithms, .. }
        | Self::Clerk { algorithms, .. }
        | Self::Oidc { algorithms, .. }
        | Self::EntraId { algorithms, .. }
        | Self::Google { algorithms, .. }
        | Self::Auth0 { algorithms, .. }
        | Self::Cognito { algorithms, .. }
        | Self::Keycloak { algorithms, .. }) = self;
        if algorithms.is_empty() { &[SignatureAlgorithm::RS256] } else { algorithms }
    }

    /// Returns the kind of token that the application sends.
    pub const fn token_use(&self) -> TokenUse {
        match self {
            Self::Clerk { .. } => TokenUse::SessionToken,
            // Only Google can read its access tokens.
            Self::Google { .. } => TokenUse::IdToken,
            Self::Okta { token_use, .. }
            | Self::Oidc { token_use, .. }
            | Self::EntraId { token_use, .. }
            | Self::Auth0 { token_use, .. }
            | Self::Cognito { token_use, .. }
            | Self::Keycloak { token_use, .. } => *token_use,
        }
    }

    /// Returns `true` if an address counts as verified without a claim. Always `false` for Clerk
    /// and Google, which send the claim.
    pub const fn trusts_email(&self) -> bool {
        match self {
            Self::Clerk { .. } | Self::Google { .. } => false,
            Self::Okta { trust_email, .. }
            | Self::Oidc { trust_email, .. }
            | Self::EntraId { trust_email, .. }
            | Self::Auth0 { trust_email, .. }
            | Self::Cognito { trust_email, .. }
            | Self::Keycloak { trust_email, .. } => *trust_email,
        }
    }

    /// Builds the [`Connection`] that decides logins and accepts tokens.
    pub fn connection(
        &self,
        id: ConnectionId,
        status: ConnectionStatus,
        version: u32,
        organization_id: Option<OrganizationId>,
    ) -> Connection {
        let (audiences, authorized_parties, algorithms, allow_outside_domains) = match self {
            Self::Okta { audiences, authorized_parties, algorithms, allow_outside_domains, .. }
            | Self::Clerk { audiences, authorized_parties, algorithms, allow_outside_domains, .. }
            | Self::Oidc { audiences, authorized_parties, algorithms, allow_outside_domains, .. }
            | Self::EntraId { audiences, authorized_parties, algorithms, allow_outside_domains, .. }
            | Self::Google { audiences, authorized_parties, algorithms, allow_outside_domains, .. }
            | Self::Auth0 { audiences, authorized_parties, algorithms, allow_outside_domains, .. }
            | Self::Cognito { audiences, authorized_parties, algorithms, allow_outside_domains, .. }
            | Self::Keycloak { audiences, authorized_parties, algorithms, allow_outside_domains, .. } => {
                (audiences, authorized_parties, algorithms, *allow_outside_domains)
            }
        };
        let provider_organization = match self {
            Self::Google { hosted_domain, .. } => {
                hosted_domain.as_ref().and_then(|domain| ProviderOrganization::new(domain.as_str()))
            }
            _ => None,
        };
        Connection {
            id,
            kind: self.kind(),
            issuer: self.issuer().clone(),
            status,
            version,
            organization_id,
            trust_email: self.trusts_email(),
            allow_outside_domains,
            audiences: audiences.clone(),
            authorized_parties: authorized_parties.clone(),
            provider_organization,
            algorithms: algorithms.clone(),
            token_use: self.token_use(),
        }
    }
}
