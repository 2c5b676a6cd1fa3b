//! A connection's settings, a typed variant per kind of provider, and what follows from them.

use alloc::string::String;
use alloc::vec::Vec;
use cora_wire_derive::{codes, record, union};

use super::secret_reference::SecretReference;
use super::{Connection, ConnectionKind, ConnectionStatus, SignatureAlgorithm, TokenUse};
use crate::id::{ConnectionId, OrganizationId};
use crate::text::{Audience, EndpointUrl, Issuer, ProviderOrganization, SettingText};

/// Settings in which [`validate`](super::validate::validate) has found no error.
///
/// Every variant has the issuer that tokens name, derived where the provider's other settings determine it. Lists are
/// without repetition, in the order in which they were given.
#[union(kind)]
pub enum ConnectionConfiguration {
    /// Okta.
    Okta {
        /// `https://{domain}` (org authorization server) or `https://{domain}/oauth2/{id}` (custom).
        issuer: Issuer,
        /// Our client there.
        client_id: Audience,
        /// Its secret; null for a public client.
        client_secret: Option<SecretReference>,
        /// Where the keys are; null where it follows from the issuer.
        jwks_uri: Option<EndpointUrl>,
        /// The scopes that a login asks for.
        scopes: Vec<SettingText>,
        /// The audiences that tokens may be for.
        audiences: Vec<Audience>,
        /// The parties that tokens may have been issued to.
        authorized_parties: Vec<Audience>,
        /// The algorithms that tokens may be signed with.
        algorithms: Vec<SignatureAlgorithm>,
        /// Which tokens the application sends.
        token_use: TokenUse,
        /// Whether an address counts as verified without a claim.
        trust_email: bool,
        /// Whether an organization's connection brings in people outside its domains.
        allow_outside_domains: bool,
    },
    /// Clerk.
    Clerk {
        /// The Frontend API, `https://clerk.{domain}` or `https://{slug}.clerk.accounts.dev`.
        issuer: Issuer,
        /// The publishable key, `pk_test_…` or `pk_live_…`.
        publishable_key: SettingText,
        /// The secret key; null when nothing of ours calls Clerk's Backend API.
        secret_key: Option<SecretReference>,
        /// The public key that session tokens are signed with, as PEM, for verifying without a network.
        jwt_key: Option<SettingText>,
        /// The proxy that stands for the Frontend API, if there is one.
        proxy_url: Option<EndpointUrl>,
        /// The audiences that tokens may be for, where a template sets one.
        audiences: Vec<Audience>,
        /// The origins that sessions may be of; required, for session tokens name no audience.
        authorized_parties: Vec<Audience>,
        /// The algorithms that tokens may be signed with.
        algorithms: Vec<SignatureAlgorithm>,
        /// Whether an organization's connection brings in people outside its domains.
        allow_outside_domains: bool,
    },
    /// Any OpenID Connect provider.
    Oidc {
        /// The issuer.
        issuer: Issuer,
        /// Our client there.
        client_id: Audience,
        /// Its secret; null for a public client.
        client_secret: Option<SecretReference>,
        /// Where the discovery document is; null where it is under the issuer.
        discovery_uri: Option<EndpointUrl>,
        /// Where the keys are; null where the discovery document says.
        jwks_uri: Option<EndpointUrl>,
        /// The scopes that a login asks for.
        scopes: Vec<SettingText>,
        /// The audiences that tokens may be for.
        audiences: Vec<Audience>,
        /// The parties that tokens may have been issued to.
        authorized_parties: Vec<Audience>,
        /// The algorithms that tokens may be signed with.
        algorithms: Vec<SignatureAlgorithm>,
        /// Which tokens the application sends.
        token_use: TokenUse,
        /// Whether an address counts as verified without a claim.
        trust_email: bool,
        /// Whether an organization's connection brings in people outside its domains.
        allow_outside_domains: bool,
    },
    /// Microsoft Entra ID, one tenant.
    EntraId {
        /// `https://login.microsoftonline.com/{tenant}/v2.0`.
        issuer: Issuer,
        /// The tenant, a UUID.
        tenant_id: SettingText,
        /// Our application there, a UUID.
        client_id: Audience,
        /// Its secret; null for a public client.
        client_secret: Option<SecretReference>,
        /// The scopes that a login asks for.
        scopes: Vec<SettingText>,
        /// The audiences that tokens may be for.
        audiences: Vec<Audience>,
        /// The parties that tokens may have been issued to.
        authorized_parties: Vec<Audience>,
        /// The algorithms that tokens may be signed with.
        algorithms: Vec<SignatureAlgorithm>,
        /// Which tokens the application sends.
        token_use: TokenUse,
        /// Whether an address counts as verified without a claim.
        trust_email: bool,
        /// Whether an organization's connection brings in people outside its domains.
        allow_outside_domains: bool,
    },
    /// Google.
    Google {
        /// `https://accounts.google.com`.
        issuer: Issuer,
        /// Our client there, `….apps.googleusercontent.com`.
        client_id: Audience,
        /// Its secret; null for a public client.
        client_secret: Option<SecretReference>,
        /// The Workspace domain whose people are asked for: a hint, never proof.
        hosted_domain: Option<SettingText>,
        /// The scopes that a login asks for.
        scopes: Vec<SettingText>,
        /// The audiences that tokens may be for.
        audiences: Vec<Audience>,
        /// The parties that tokens may have been issued to.
        authorized_parties: Vec<Audience>,
        /// The algorithms that tokens may be signed with.
        algorithms: Vec<SignatureAlgorithm>,
        /// Whether an organization's connection brings in people outside its domains.
        allow_outside_domains: bool,
    },
    /// Auth0.
    Auth0 {
        /// `https://{domain}/`, with the slash.
        issuer: Issuer,
        /// The tenant's domain, or the custom one.
        domain: SettingText,
        /// Our application there.
        client_id: Audience,
        /// Its secret; null for a public client.
        client_secret: Option<SecretReference>,
        /// The scopes that a login asks for.
        scopes: Vec<SettingText>,
        /// The audiences that tokens may be for.
        audiences: Vec<Audience>,
        /// The parties that tokens may have been issued to.
        authorized_parties: Vec<Audience>,
        /// The algorithms that tokens may be signed with.
        algorithms: Vec<SignatureAlgorithm>,
        /// Which tokens the application sends.
        token_use: TokenUse,
        /// Whether an address counts as verified without a claim.
        trust_email: bool,
        /// Whether an organization's connection brings in people outside its domains.
        allow_outside_domains: bool,
    },
    /// Amazon Cognito.
    Cognito {
        /// `https://cognito-idp.{region}.amazonaws.com/{user pool}`.
        issuer: Issuer,
        /// The region, `eu-central-1`.
        region: SettingText,
        /// The user pool, `eu-central-1_AbCdEfGhI`.
        user_pool_id: SettingText,
        /// Our app client there.
        client_id: Audience,
        /// Its secret; null for a public client.
        client_secret: Option<SecretReference>,
        /// The scopes that a login asks for.
        scopes: Vec<SettingText>,
        /// The audiences that tokens may be for.
        audiences: Vec<Audience>,
        /// The parties that tokens may have been issued to.
        authorized_parties: Vec<Audience>,
        /// The algorithms that tokens may be signed with.
        algorithms: Vec<SignatureAlgorithm>,
        /// Which tokens the application sends.
        token_use: TokenUse,
        /// Whether an address counts as verified without a claim.
        trust_email: bool,
        /// Whether an organization's connection brings in people outside its domains.
        allow_outside_domains: bool,
    },
    /// Keycloak.
    Keycloak {
        /// `{server}/realms/{realm}`.
        issuer: Issuer,
        /// The server's address, with `/auth` before version 17.
        server_url: EndpointUrl,
        /// The realm.
        realm: SettingText,
        /// Our client there.
        client_id: Audience,
        /// Its secret; null for a public client.
        client_secret: Option<SecretReference>,
        /// The scopes that a login asks for.
        scopes: Vec<SettingText>,
        /// The audiences that tokens may be for.
        audiences: Vec<Audience>,
        /// The parties that tokens may have been issued to.
        authorized_parties: Vec<Audience>,
        /// The algorithms that tokens may be signed with.
        algorithms: Vec<SignatureAlgorithm>,
        /// Which tokens the application sends.
        token_use: TokenUse,
        /// Whether an address counts as verified without a claim.
        trust_email: bool,
        /// Whether an organization's connection brings in people outside its domains.
        allow_outside_domains: bool,
    },
}

/// What follows from settings, so that nobody has to write it down a second time.
#[record]
pub struct DerivedFacts {
    /// The issuer that tokens name, exactly.
    pub issuer: Issuer,
    /// Where the provider's discovery document is; null where the provider is used without one.
    pub discovery_uri: Option<EndpointUrl>,
    /// Where the keys are; null where the discovery document says, or the key is in the settings.
    pub jwks_uri: Option<EndpointUrl>,
    /// Which tokens the application sends.
    pub token_use: TokenUse,
    /// Okta's authorization server.
    pub okta: Option<OktaFacts>,
    /// Clerk's instance.
    pub clerk: Option<ClerkFacts>,
}

/// What an Okta issuer says.
#[record]
pub struct OktaFacts {
    /// The kind of authorization server.
    pub authorization_server: OktaAuthorizationServer,
    /// Its identifier (`default`, `aus…`); null for the org's own.
    pub authorization_server_id: Option<String>,
}

/// The kinds of Okta authorization servers (Okta, "Authorization servers").
#[codes]
pub enum OktaAuthorizationServer {
    /// The org's own: its access tokens are for Okta's API alone and cannot be verified by others.
    Org,
    /// A custom one, `default` among them.
    Custom,
}

/// What a Clerk publishable key says.
#[record]
pub struct ClerkFacts {
    /// The host of the Frontend API.
    pub frontend_api: String,
    /// The environment of the instance.
    pub environment: ClerkEnvironment,
}

/// The environments of Clerk instances.
#[codes]
pub enum ClerkEnvironment {
    /// `pk_test_`.
    Development,
    /// `pk_live_`.
    Production,
}

impl ConnectionConfiguration {
    /// The kind of provider.
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

    /// The issuer that tokens name.
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

    /// Our client at the provider; Clerk has none.
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

    /// Where the secret is that we show at the provider: the client's, or Clerk's secret key.
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

    /// The scopes that a login asks for; none for Clerk, whose logins are its own.
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

    /// The audiences that tokens may be for.
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

    /// The key that tokens are signed with, where it is in the settings (Clerk's `jwtKey`, PEM).
    pub const fn jwt_key(&self) -> Option<&SettingText> {
        match self {
            Self::Clerk { jwt_key, .. } => jwt_key.as_ref(),
            _ => None,
        }
    }

    /// The algorithms that tokens may be signed with: RS256 where none is named.
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

    /// Which tokens the application sends.
    pub const fn token_use(&self) -> TokenUse {
        match self {
            Self::Clerk { .. } => TokenUse::SessionToken,
            // Google's access tokens are opaque to everybody else.
            Self::Google { .. } => TokenUse::IdToken,
            Self::Okta { token_use, .. }
            | Self::Oidc { token_use, .. }
            | Self::EntraId { token_use, .. }
            | Self::Auth0 { token_use, .. }
            | Self::Cognito { token_use, .. }
            | Self::Keycloak { token_use, .. } => *token_use,
        }
    }

    /// Whether an address counts as verified without a claim: never at Clerk and Google, which say so in the claim.
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

    /// The connection as logins are decided and tokens are accepted by it.
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
