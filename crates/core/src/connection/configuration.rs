//! The settings of a connection, as one typed variant per kind of provider, and the facts derived
//! from them.

use alloc::string::String;
use alloc::vec::Vec;
use cora_wire_derive::{codes, record, union};

use super::secret_reference::SecretReference;
use super::{Connection, ConnectionKind, ConnectionStatus, SignatureAlgorithm, TokenUse};
use crate::id::{ConnectionId, OrganizationId};
use crate::text::{Audience, EndpointUrl, GroupName, Issuer, ProviderOrganization, SettingText};

/// Declares the configuration of every kind, and the [`ConfigurationView`] of it. A kind has its
/// issuer, settings of its own, and, if it says `client`, the settings of every client: its ID and
/// secret before its further own settings, and the others after them.
macro_rules! configurations {
    ($(
        $(#[$($doc:tt)*])*
        $kind:ident {
            $(#[$($issuer_doc:tt)*])*
            issuer,
            $($(#[$($own_doc:tt)*])* $own:ident: $own_type:ident $(<$own_item:ident>)?,)*
        }
        $(+ client {
            $(#[$($id_doc:tt)*])*
            client_id,
            $($(#[$($more_doc:tt)*])* $more:ident: $more_type:ident $(<$more_item:ident>)?,)*
        })?
    )*) => {
        /// Settings in which [`validate`](super::validate::validate) has found no error.
        ///
        /// Every variant has the issuer that tokens name, derived if the provider's other settings
        /// determine it. Lists have no duplicates and keep the order in which they were given.
        #[union(kind)]
        pub enum ConnectionConfiguration {$(
        $(#[$($doc)*])*
        $kind {
        $(#[$($issuer_doc)*])*
        issuer: Issuer,
        $($(#[$($own_doc)*])* $own: $own_type $(<$own_item>)?,)*
        $(
        $(#[$($id_doc)*])*
        client_id: Audience,
        /// A reference to the client secret; null for a public client.
        client_secret: Option<SecretReference>,
        $($(#[$($more_doc)*])* $more: $more_type $(<$more_item>)?,)*
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
        /// The groups of which every person who uses the connection must have one.
        #[serde(default)]
        required_groups: Vec<GroupName>,
        )?
        },
        )*}

        impl ConnectionConfiguration {
            /// Returns the kind of provider.
            pub const fn kind(&self) -> ConnectionKind {
                match self {
                    $(Self::$kind { .. } => ConnectionKind::$kind,)*
                }
            }

            /// Returns the issuer that tokens name.
            pub const fn issuer(&self) -> &Issuer {
                match self {
                    $(Self::$kind { issuer, .. } => issuer,)*
                }
            }

            /// Returns the settings by name, whatever the kind.
            pub fn view(&self) -> ConfigurationView<'_> {
                match self {
                    $(Self::$kind {
                        issuer: _,
                        $($own,)*
                        $(
                            client_id, client_secret, $($more,)* scopes, audiences, authorized_parties, algorithms,
                            token_use, trust_email, allow_outside_domains, required_groups,
                        )?
                    } => ConfigurationView {
                        $($own: $own.into(),)*
                        $(
                            client_id: client_id.into(),
                            client_secret: client_secret.into(),
                            $($more: $more.into(),)*
                            scopes: scopes.into(),
                            audiences: audiences.into(),
                            authorized_parties: authorized_parties.into(),
                            algorithms: algorithms.into(),
                            token_use: token_use.into(),
                            trust_email: trust_email.into(),
                            allow_outside_domains: allow_outside_domains.into(),
                            required_groups: required_groups.into(),
                        )?
                        ..ConfigurationView::default()
                    },)*
                }
            }
        }
    };
}

configurations! {
    /// Okta.
    Okta {
        /// The issuer: `https://{domain}` for the org authorization server, or
        /// `https://{domain}/oauth2/{id}` for a custom one.
        issuer,
    } + client {
        /// The client ID registered at Okta.
        client_id,
        /// The URL of the keys; null if it follows from the issuer.
        jwks_uri: Option<EndpointUrl>,
    }
    /// Clerk.
    Clerk {
        /// The issuer, which is the Frontend API: `https://clerk.{domain}` or
        /// `https://{slug}.clerk.accounts.dev`.
        issuer,
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
        /// The groups of which every person who uses the connection must have one.
        #[serde(default)]
        required_groups: Vec<GroupName>,
    }
    /// Any OpenID Connect provider.
    Oidc {
        /// The issuer that tokens name.
        issuer,
    } + client {
        /// The client ID registered at the provider.
        client_id,
        /// The URL of the discovery document; null if it is at the standard path below the issuer.
        discovery_uri: Option<EndpointUrl>,
        /// The URL of the keys; null if the discovery document names it.
        jwks_uri: Option<EndpointUrl>,
    }
    /// Microsoft Entra ID, with one tenant.
    EntraId {
        /// The issuer, `https://login.microsoftonline.com/{tenant}/v2.0`.
        issuer,
        /// The ID of the tenant, a UUID.
        tenant_id: SettingText,
    } + client {
        /// The ID of the application registered in the tenant, a UUID.
        client_id,
    }
    /// Google.
    Google {
        /// The issuer, `https://accounts.google.com`.
        issuer,
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
        /// The groups of which every person who uses the connection must have one.
        #[serde(default)]
        required_groups: Vec<GroupName>,
    }
    /// Auth0.
    Auth0 {
        /// The issuer, `https://{domain}/`, including the trailing slash.
        issuer,
        /// The domain of the tenant, or its custom domain.
        domain: SettingText,
    } + client {
        /// The client ID of the application registered at Auth0.
        client_id,
    }
    /// Amazon Cognito.
    Cognito {
        /// The issuer, `https://cognito-idp.{region}.amazonaws.com/{user pool}`.
        issuer,
        /// The AWS region, such as `eu-central-1`.
        region: SettingText,
        /// The ID of the user pool, such as `eu-central-1_AbCdEfGhI`.
        user_pool_id: SettingText,
    } + client {
        /// The ID of the app client in the user pool.
        client_id,
    }
    /// Keycloak.
    Keycloak {
        /// The issuer, `{server}/realms/{realm}`.
        issuer,
        /// The server's base URL. It ends in `/auth` before version 17.
        server_url: EndpointUrl,
        /// The name of the realm.
        realm: SettingText,
    } + client {
        /// The client ID registered in the realm.
        client_id,
    }
}

/// The settings of a configuration by name, except for the issuer. A setting that the kind does not
/// have, or that is null, is `None`.
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
    /// `true` if an address counts as verified without a claim.
    pub trust_email: Option<&'a bool>,
    /// `true` if users may have addresses outside their organization's domains.
    pub allow_outside_domains: Option<&'a bool>,
    /// The groups of which every person who uses the connection must have one.
    pub required_groups: Option<&'a Vec<GroupName>>,
    /// The URL of the discovery document.
    pub discovery_uri: Option<&'a EndpointUrl>,
    /// The domain of the tenant (Auth0).
    pub domain: Option<&'a SettingText>,
    /// The Workspace domain (Google).
    pub hosted_domain: Option<&'a SettingText>,
    /// The URL of the keys.
    pub jwks_uri: Option<&'a EndpointUrl>,
    /// The public key that verifies tokens, as PEM (Clerk).
    pub jwt_key: Option<&'a SettingText>,
    /// The URL of the proxy for the Frontend API (Clerk).
    pub proxy_url: Option<&'a EndpointUrl>,
    /// The publishable key (Clerk).
    pub publishable_key: Option<&'a SettingText>,
    /// The name of the realm (Keycloak).
    pub realm: Option<&'a SettingText>,
    /// The AWS region (Cognito).
    pub region: Option<&'a SettingText>,
    /// The reference to the secret key (Clerk).
    pub secret_key: Option<&'a SecretReference>,
    /// The server's base URL (Keycloak).
    pub server_url: Option<&'a EndpointUrl>,
    /// The ID of the tenant (Entra ID).
    pub tenant_id: Option<&'a SettingText>,
    /// The ID of the user pool (Cognito).
    pub user_pool_id: Option<&'a SettingText>,
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

    /// Returns `true` if an address counts as verified without a claim. Always `false` for Clerk
    /// and Google, which send the claim.
    pub fn trusts_email(&self) -> bool {
        self.view().trust_email.is_some_and(|trusts| *trusts)
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
            trust_email: self.trusts_email(),
            allow_outside_domains: view.allow_outside_domains.is_some_and(|allows| *allows),
            required_groups: view.required_groups.cloned().unwrap_or_default(),
            audiences: self.audiences().to_vec(),
            authorized_parties: view.authorized_parties.cloned().unwrap_or_default(),
            provider_organization: view.hosted_domain.and_then(|domain| ProviderOrganization::new(domain.as_str())),
            algorithms: view.algorithms.cloned().unwrap_or_default(),
            token_use: self.token_use(),
        }
    }
}
