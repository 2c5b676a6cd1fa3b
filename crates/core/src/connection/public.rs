//! What a browser may know of the connection that logins use, before anybody has logged in.

use alloc::string::String;
use alloc::vec::Vec;
use cora_wire_derive::record;

use super::configuration::{ConnectionConfiguration, DerivedFacts};
use super::{Connection, ConnectionKind, TokenUse};
use crate::id::ConnectionId;
use crate::text::{Audience, DisplayName, EndpointUrl, Issuer, SettingText};

/// The connection that logins use, as everybody may see it: what is needed to begin a login, and nothing else. No secret, no
/// reference to one, no organization, no policy.
#[record]
pub struct PublicConnection {
    /// Its identifier.
    pub id: ConnectionId,
    /// Its version: what was begun under another is not to be finished (pitfall C29).
    pub version: u32,
    /// The kind of provider.
    pub kind: ConnectionKind,
    /// Its name for people.
    pub display_name: DisplayName,
    /// The issuer that tokens name.
    pub issuer: Issuer,
    /// Our client at the provider; null for Clerk.
    pub client_id: Option<Audience>,
    /// Where the provider's discovery document is; null for Clerk.
    pub discovery_uri: Option<EndpointUrl>,
    /// Which tokens the application sends.
    pub token_use: TokenUse,
    /// The scopes that a login asks for.
    pub scopes: Vec<SettingText>,
    /// The audiences that access tokens are to be for, for the providers that want to be told (`audience`, RFC 8707
    /// `resource`); empty where the application sends other tokens.
    pub audiences: Vec<Audience>,
    /// Clerk's publishable key; null for the others.
    pub publishable_key: Option<SettingText>,
    /// The proxy of Clerk's Frontend API; null where there is none.
    pub proxy_url: Option<EndpointUrl>,
    /// The domain whose people Google asks for (`hd`): asked for at a login, and required of tokens; null for the others.
    pub hosted_domain: Option<String>,
}

/// The connection as everybody may see it.
pub fn public(
    id: ConnectionId,
    version: u32,
    display_name: DisplayName,
    configuration: &ConnectionConfiguration,
    derived: &DerivedFacts,
) -> PublicConnection {
    let (publishable_key, proxy_url) = match configuration {
        ConnectionConfiguration::Clerk { publishable_key, proxy_url, .. } => {
            (Some(publishable_key.clone()), proxy_url.clone())
        }
        _ => (None, None),
    };
    let hosted_domain = match configuration {
        ConnectionConfiguration::Google { hosted_domain, .. } => hosted_domain.as_ref(),
        _ => None,
    };
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
        publishable_key,
        proxy_url,
        hosted_domain: hosted_domain.map(|domain| String::from(domain.as_str())),
    }
}

/// The connection as everybody may see it who verifies its tokens: what the acceptance of a token reads, and nothing of how a login is decided.
/// Our decision, because middleware and edge functions verify tokens too, and a provider's tokens name issuer, audience and party anyway.
pub fn for_verification(connection: &Connection) -> Connection {
    Connection { organization_id: None, trust_email: false, allow_outside_domains: false, ..connection.clone() }
}
