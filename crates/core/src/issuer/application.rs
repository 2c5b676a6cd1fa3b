//! Applications that sign people in through the issuer.

use alloc::string::String;
use alloc::vec::Vec;
use cora_wire_derive::{codes, record};
use serde_json::{Map, Value};

use super::session::SessionLengths;
use crate::id::{ApplicationId, ConnectionId};
use crate::text::{DisplayName, EndpointUrl, RedirectUri, WebOrigin};
use crate::time::UnixSeconds;

/// The kind of an application (OAuth 2.1 §2.1).
#[codes]
pub enum ApplicationKind {
    /// A server with a secret. Confidential.
    Web,
    /// Pages without a server. Public.
    Spa,
    /// An app on a device. Public.
    Native,
    /// A program without people: it introspects tokens. Confidential, without redirect URIs.
    Service,
}

impl ApplicationKind {
    /// Returns `true` for a kind that cannot keep a secret (OAuth 2.1 §2.1).
    pub const fn is_public(self) -> bool {
        matches!(self, Self::Spa | Self::Native)
    }
}

/// The way in which an application authenticates at the token endpoint.
#[codes]
pub enum ClientAuthentication {
    /// A secret: `client_secret_basic` or `client_secret_post` (RFC 6749 §2.3.1).
    Secret,
    /// An assertion signed with a registered key: `private_key_jwt` (RFC 7523, OpenID Connect Core
    /// §9).
    PrivateKeyJwt,
    /// None: public applications only, and always.
    None,
}

/// The extent to which authorization requests need a code challenge (RFC 7636).
#[codes]
#[derive(Default)]
pub enum Pkce {
    /// Every request has a challenge.
    #[default]
    Required,
    /// A request has a challenge or a `nonce`. Confidential applications only, as
    /// OAuth 2.1 has it.
    Nonce,
}

/// The handling of the provider's tokens after a sign-in to an application.
#[codes]
#[derive(Default)]
pub enum UpstreamTokens {
    /// They are forgotten once they are verified.
    #[default]
    Forget,
    /// They are kept, sealed, as long as the session. The application may ask for the access token.
    /// Confidential applications with people only.
    Keep,
}

/// A redirect URI, as it is registered.
#[record]
#[derive(PartialOrd, Ord)]
pub struct RegisteredRedirectUri {
    /// The URI, compared byte for byte.
    pub uri: RedirectUri,
    /// The first moment at which it no longer matches; absent for one that does not expire.
    #[serde(default)]
    pub expires_at: Option<UnixSeconds>,
}

/// A registered application, with every default filled in.
#[record]
pub struct Application {
    /// The identifier of the application: its `client_id`.
    pub id: ApplicationId,
    /// The name that people see.
    pub name: DisplayName,
    /// The kind of the application.
    pub kind: ApplicationKind,
    /// `false` if the application is switched off: nobody signs in, and no session is renewed.
    pub enabled: bool,
    /// `true` if the application is for development: loopback over plain http is allowed.
    pub development: bool,
    /// The redirect URIs; at most 100.
    #[serde(deserialize_with = "crate::text::at_most::<100, _, _>")]
    #[cfg_attr(feature = "schema", schemars(length(max = 100)))]
    pub redirect_uris: Vec<RegisteredRedirectUri>,
    /// The URIs to which a logout may return; at most 100.
    #[serde(deserialize_with = "crate::text::at_most::<100, _, _>")]
    #[cfg_attr(feature = "schema", schemars(length(max = 100)))]
    pub post_logout_redirect_uris: Vec<RegisteredRedirectUri>,
    /// The origins of the application's pages, for requests across origins; at most 100.
    #[serde(deserialize_with = "crate::text::at_most::<100, _, _>")]
    #[cfg_attr(feature = "schema", schemars(length(max = 100)))]
    pub origins: Vec<WebOrigin>,
    /// The connections by which people may come; at most 100. Empty for all of them.
    #[serde(deserialize_with = "crate::text::at_most::<100, _, _>")]
    #[cfg_attr(feature = "schema", schemars(length(max = 100)))]
    pub connections: Vec<ConnectionId>,
    /// The way of authentication.
    pub authentication: ClientAuthentication,
    /// The public keys of `private_key_jwt`: a JSON Web Key Set (RFC 7517 §5); absent for another
    /// way of authentication.
    #[serde(default, deserialize_with = "crate::json::optional_object")]
    #[cfg_attr(feature = "tsify", tsify(type = "Record<string, unknown> | null"))]
    pub keys: Option<Map<String, Value>>,
    /// The extent to which requests need a code challenge.
    pub pkce: Pkce,
    /// The lengths of the application's sessions.
    pub session: SessionLengths,
    /// The URL that is told of logouts (OpenID Connect Back-Channel Logout 1.0 §2.2); absent if the
    /// application has no store to honor it.
    #[serde(default)]
    pub back_channel_logout_uri: Option<EndpointUrl>,
    /// `true` if the application's tokens reach Cora's own API as their user does.
    pub api_access: bool,
    /// The handling of the provider's tokens after a sign-in to the application.
    #[serde(default)]
    pub upstream: UpstreamTokens,
}

impl Application {
    /// Returns `true` if people may come to the application by this connection.
    pub fn allows(&self, connection: ConnectionId) -> bool {
        self.connections.is_empty() || self.connections.contains(&connection)
    }
}

const fn yes() -> bool {
    true
}

/// An application as its administrator writes it. Absent fields have the defaults of §14.1.
#[record]
pub struct ApplicationSettings {
    /// The name that people see.
    pub name: DisplayName,
    /// The kind of the application.
    pub kind: ApplicationKind,
    /// `false` if the application is switched off. `true` when absent.
    #[serde(default = "yes")]
    pub enabled: bool,
    /// `true` if the application is for development.
    #[serde(default)]
    pub development: bool,
    /// The redirect URIs; at most 100.
    #[serde(default, deserialize_with = "crate::text::at_most::<100, _, _>")]
    #[cfg_attr(feature = "schema", schemars(length(max = 100)))]
    pub redirect_uris: Vec<RegisteredRedirectUri>,
    /// The URIs to which a logout may return; at most 100.
    #[serde(default, deserialize_with = "crate::text::at_most::<100, _, _>")]
    #[cfg_attr(feature = "schema", schemars(length(max = 100)))]
    pub post_logout_redirect_uris: Vec<RegisteredRedirectUri>,
    /// The origins of the application's pages; at most 100.
    #[serde(default, deserialize_with = "crate::text::at_most::<100, _, _>")]
    #[cfg_attr(feature = "schema", schemars(length(max = 100)))]
    pub origins: Vec<WebOrigin>,
    /// The connections by which people may come; at most 100. Empty for all of them.
    #[serde(default, deserialize_with = "crate::text::at_most::<100, _, _>")]
    #[cfg_attr(feature = "schema", schemars(length(max = 100)))]
    pub connections: Vec<ConnectionId>,
    /// The way of authentication. When absent: `none` for public kinds, `secret` for others.
    #[serde(default)]
    pub authentication: Option<ClientAuthentication>,
    /// The public keys of `private_key_jwt`: a JSON Web Key Set.
    #[serde(default, deserialize_with = "crate::json::optional_object")]
    #[cfg_attr(feature = "tsify", tsify(type = "Record<string, unknown> | null"))]
    pub keys: Option<Map<String, Value>>,
    /// The extent to which requests need a code challenge. `required` when absent.
    #[serde(default)]
    pub pkce: Pkce,
    /// The lengths of the application's sessions.
    #[serde(default)]
    pub session: SessionLengths,
    /// The URL that is told of logouts; absent if the application has no store to honor it.
    #[serde(default)]
    pub back_channel_logout_uri: Option<EndpointUrl>,
    /// `true` if the application's tokens reach Cora's own API. `true` when absent.
    #[serde(default = "yes")]
    pub api_access: bool,
    /// The handling of the provider's tokens after a sign-in to the application. `forget` when
    /// absent.
    #[serde(default)]
    pub upstream: UpstreamTokens,
}

impl ApplicationSettings {
    /// Returns the way of authentication: the one that is set, or the default of the kind.
    pub fn authentication(&self) -> ClientAuthentication {
        let default = if self.kind.is_public() { ClientAuthentication::None } else { ClientAuthentication::Secret };
        self.authentication.unwrap_or(default)
    }

    /// Returns the application with this identifier and these settings.
    pub fn into_application(self, id: ApplicationId) -> Application {
        let authentication = self.authentication();
        let Self { name, kind, enabled, development, redirect_uris, post_logout_redirect_uris, origins, .. } = self;
        let Self { connections, keys, pkce, session, back_channel_logout_uri, api_access, upstream, .. } = self;
        Application {
            id,
            name,
            kind,
            enabled,
            development,
            redirect_uris,
            post_logout_redirect_uris,
            origins,
            connections,
            authentication,
            keys,
            pkce,
            session,
            back_channel_logout_uri,
            api_access,
            upstream,
        }
    }

    /// Returns `true` if the application acts for its people beyond its own pages: at Cora's own
    /// API, or at their provider.
    pub fn reaches_further(&self) -> bool {
        self.api_access || self.upstream == UpstreamTokens::Keep
    }
}

impl From<Application> for ApplicationSettings {
    fn from(application: Application) -> Self {
        let Application { name, kind, enabled, development, redirect_uris, post_logout_redirect_uris, .. } =
            application;
        let Application { origins, connections, authentication, keys, pkce, session, .. } = application;
        let Application { back_channel_logout_uri, api_access, upstream, .. } = application;
        Self {
            name,
            kind,
            enabled,
            development,
            redirect_uris,
            post_logout_redirect_uris,
            origins,
            connections,
            authentication: Some(authentication),
            keys,
            pkce,
            session,
            back_channel_logout_uri,
            api_access,
            upstream,
        }
    }
}

mod check;

pub use check::{ApplicationContext, ApplicationIssue, ApplicationIssueCode, ApplicationReport, CheckApplicationInput};
pub use check::{check_application, report_application};
