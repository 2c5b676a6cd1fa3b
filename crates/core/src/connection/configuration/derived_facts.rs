//! The facts that follow from a connection's settings.

use alloc::string::String;
use cora_wire_derive::{codes, record};

use crate::connection::TokenUse;
use crate::text::{EndpointUrl, Issuer};

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
