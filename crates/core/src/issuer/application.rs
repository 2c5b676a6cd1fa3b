//! Applications that sign people in through the issuer.

use alloc::string::String;
use alloc::vec::Vec;
use cora_wire_derive::{codes, record};
use serde_json::{Map, Value};

use super::session::SessionLengths;
use crate::connection::allowed_host::AllowedHost;
use crate::id::{ApplicationId, ConnectionId};
use crate::issue::Severity;
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
    /// A request has a challenge or a `nonce`. Confidential applications only (OAuth 2.1 §7.5.1).
    Nonce,
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
    /// `false` if the application is switched off: nobody signs in to it, and no session is renewed.
    pub enabled: bool,
    /// `true` if the application is for development: loopback addresses over plain http are allowed.
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
        let Self { connections, keys, pkce, session, back_channel_logout_uri, api_access, .. } = self;
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
        }
    }
}

impl From<Application> for ApplicationSettings {
    fn from(application: Application) -> Self {
        let Application { name, kind, enabled, development, redirect_uris, post_logout_redirect_uris, .. } =
            application;
        let Application { origins, connections, authentication, keys, pkce, session, .. } = application;
        let Application { back_channel_logout_uri, api_access, .. } = application;
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
        }
    }
}

/// The code of a problem with an application's settings. A closed list.
#[codes]
pub enum ApplicationIssueCode {
    /// A `web`, `spa` or `native` application without a redirect URI.
    RedirectUriMissing,
    /// A `service` with a redirect URI.
    RedirectUriNotAllowed,
    /// A redirect URI that §14.2 refuses.
    RedirectUriInvalid,
    /// A text that is not an origin as browsers write it, or one that is not https, unless it is
    /// loopback in development.
    OriginInvalid,
    /// A public application with a secret or a key, or a confidential one without.
    AuthenticationNotAllowed,
    /// A public application whose requests would not need a code challenge.
    PkceRequired,
    /// A length out of its bounds, or one that could never apply.
    SessionLengthInvalid,
    /// A connection that is not stored.
    ConnectionUnknown,
    /// A back-channel logout URI that is not https to a public host.
    LogoutUriInvalid,
    /// A registered key that cannot be used, or none with `private_key_jwt`.
    KeyInvalid,
}

/// One problem with an application's settings.
#[record]
pub struct ApplicationIssue {
    /// The issue code.
    pub code: ApplicationIssueCode,
    /// The severity. Settings with an error are not stored.
    pub severity: Severity,
    /// A JSON Pointer (RFC 6901) into the settings, such as `/redirectUris/0/uri`.
    pub path: String,
    /// The message for people: lower case, no full stop, input in backticks.
    pub message: String,
    /// The remedy, as a sentence; null if there is none.
    pub help: Option<String>,
}

/// The facts that the check of an application's settings depends on.
#[record]
pub struct ApplicationContext {
    /// The lengths of browser sessions, as the operator has set them.
    #[serde(default)]
    pub browser_session: SessionLengths,
    /// The stored connections, or those of them that the settings name.
    #[serde(default)]
    pub connections: Vec<ConnectionId>,
    /// `true` to allow addresses of this machine for back-channel logout, over plain http too. For
    /// local testing.
    #[serde(default)]
    pub allow_loopback: bool,
    /// The hosts and networks that the operator allows although they are not public.
    #[serde(default)]
    pub allowed_hosts: Vec<AllowedHost>,
}

/// All problems of an application's settings.
#[record]
pub struct ApplicationReport {
    /// `true` if there is no error. Only such settings are stored.
    pub ok: bool,
    /// The problems, in the order of the settings.
    pub issues: Vec<ApplicationIssue>,
}
