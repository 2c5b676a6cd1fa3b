//! The part of the active connection that a browser may see before anyone has logged in.

use alloc::string::String;
use alloc::vec::Vec;
use cora_wire_derive::record;

use crate::connection::configuration::{ConnectionConfiguration, DerivedFacts};
use crate::connection::{Connection, ConnectionKind, TokenUse};
use crate::evidence::EmailTrust;
use crate::id::ConnectionId;
use crate::text::{Audience, DisplayName, EndpointUrl, Issuer, SettingText};

/// The public view of the connection that logins use: the data needed to start a login, and nothing
/// else. It holds no secret, no reference to one, no organization and no policy.
#[record]
pub struct PublicConnection {
    /// The connection's identifier.
    pub id: ConnectionId,
    /// The connection's version. A login that started under another version must not be completed
    /// (pitfall C29).
    pub version: u32,
    /// The kind of provider.
    pub kind: ConnectionKind,
    /// The display name.
    pub display_name: DisplayName,
    /// The issuer that tokens name.
    pub issuer: Issuer,
    /// The client ID registered at the provider; null for Clerk.
    pub client_id: Option<Audience>,
    /// The URL of the provider's discovery document; null for Clerk.
    pub discovery_uri: Option<EndpointUrl>,
    /// The kind of token that the application sends.
    pub token_use: TokenUse,
    /// The scopes that a login asks for.
    pub scopes: Vec<SettingText>,
    /// The audiences to request for access tokens, for providers that expect the parameter
    /// (`audience`, RFC 8707 `resource`); empty if the application sends other tokens.
    pub audiences: Vec<Audience>,
    /// The publishable key of Clerk; null for other kinds.
    pub publishable_key: Option<SettingText>,
    /// The URL of the proxy for Clerk's Frontend API; null if there is no proxy.
    pub proxy_url: Option<EndpointUrl>,
    /// The Google Workspace domain to request at a login (`hd`); `*` if there are several (Google,
    /// "OpenID Connect": any Workspace account). Null if any account is accepted, and for other
    /// kinds. Tokens must name one of the connection's domains in any case.
    pub hosted_domain: Option<String>,
    /// The organization to request at a login, by the provider's parameter for it (Google `hd`,
    /// Auth0 `organization`). Null if any is accepted, if Auth0 has to let the person choose one of
    /// several, and for kinds without such a parameter. Tokens must name one of the connection's
    /// organizations in any case.
    pub requested_organization: Option<String>,
}

/// Returns the public view of a connection.
pub fn public_view(
    id: ConnectionId,
    version: u32,
    display_name: DisplayName,
    configuration: &ConnectionConfiguration,
    derived: &DerivedFacts,
) -> PublicConnection {
    let view = configuration.view();
    let asks_for_audience = derived.token_use == TokenUse::AccessToken;
    PublicConnection {
        id,
        version,
        kind: configuration.kind(),
        display_name,
        issuer: configuration.issuer().clone(),
        client_id: configuration.client_id().cloned(),
        discovery_uri: derived.discovery_uri.clone(),
        token_use: derived.token_use,
        scopes: configuration.scopes().to_vec(),
        audiences: if asks_for_audience { configuration.audiences().to_vec() } else { Vec::new() },
        publishable_key: view.publishable_key.cloned(),
        proxy_url: view.proxy_url.cloned(),
        hosted_domain: hosted_domain(configuration),
        requested_organization: requested_organization(configuration),
    }
}

/// Returns the organization to request at a login, if the provider has a parameter for it.
pub fn requested_organization(configuration: &ConnectionConfiguration) -> Option<String> {
    configuration.kind().login()?.organization_parameter?;
    hosted_domain(configuration).or_else(|| match configuration.view().provider_organizations?.as_slice() {
        [only] => Some(String::from(only.as_str())),
        _ => None,
    })
}

fn hosted_domain(configuration: &ConnectionConfiguration) -> Option<String> {
    match configuration.view().hosted_domain?.as_slice() {
        [] => None,
        [only] => Some(String::from(only.as_str())),
        _ => Some(String::from("*")),
    }
}

/// Returns the subset of a connection that token verification needs. Safe to publish: it omits the
/// settings that decide a login. Our decision, because middleware and edge functions verify tokens
/// too, and a provider's tokens name issuer, audience and party anyway. `userinfo` stays: it tells
/// applications whether to send an access token with the ID token.
pub fn for_verification(connection: &Connection) -> Connection {
    Connection {
        organization_id: None,
        trust_email: EmailTrust::Claim,
        admits_without_email: false,
        allow_outside_domains: false,
        required_groups: Vec::new(),
        ..connection.clone()
    }
}
