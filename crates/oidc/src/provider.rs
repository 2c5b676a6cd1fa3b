//! The provider's endpoints and Cora's client there.

use cora_core::text::Issuer;
use serde_json::{Map, Value};
use url::{Host, Url};

use cora_core::secret::Secret;

/// Cora's client at a provider.
#[derive(Debug, Clone)]
pub struct Client {
    /// The client identifier.
    pub id: String,
    /// The client secret, or `None` for a public client.
    pub secret: Option<Secret>,
}

/// The method by which a client authenticates to the token endpoint (OpenID Connect Core §9).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClientAuthentication {
    /// `client_secret_basic`: identifier and secret in the header.
    Basic,
    /// `client_secret_post`: identifier and secret in the form.
    Post,
    /// `none`: the identifier in the form.
    None,
}

/// A provider's endpoints for this flow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoints {
    /// The provider's issuer.
    pub issuer: Issuer,
    /// The URL of the authorization endpoint, which the browser is sent to.
    pub authorization: String,
    /// The URL of the token endpoint, which exchanges the code.
    pub token: String,
    /// The client authentication methods of the token endpoint, as the provider writes them. `None`
    /// if it does not list any, which means `client_secret_basic` (RFC 8414 §2).
    pub token_authentication_methods: Option<Vec<String>>,
    /// `true` if the provider always names itself in callbacks (RFC 9207 §3).
    pub names_itself_in_callbacks: bool,
}

/// An error that makes a provider unusable for this flow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EndpointsError {
    /// The document belongs to another provider, or names none.
    #[error("the document belongs to another issuer")]
    IssuerMismatch,
    /// This endpoint is missing, or not https (or, to this machine, http).
    #[error("the document has no valid `{0}`")]
    EndpointUnusable(&'static str),
    /// The token endpoint supports none of the client authentication methods that Cora has.
    #[error("the token endpoint accepts neither client secrets nor public clients")]
    AuthenticationUnsupported,
}

impl EndpointsError {
    /// Returns the stable code of the error, in `snake_case`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::IssuerMismatch => "issuer_mismatch",
            Self::EndpointUnusable(_) => "endpoint_unusable",
            Self::AuthenticationUnsupported => "client_authentication_unsupported",
        }
    }
}

impl Endpoints {
    /// Returns the host that codes and the client secret are sent to.
    pub fn token_host(&self) -> Option<String> {
        Url::parse(&self.token).ok().and_then(|url| url.host_str().map(str::to_owned))
    }

    /// Parses the endpoints from a discovery document (OpenID Connect Discovery §3).
    ///
    /// [`cora_core`] decides whether the rest of the document is good. The HTTP client decides
    /// whether the token endpoint's host may be connected to.
    ///
    /// # Errors
    ///
    /// Returns [`EndpointsError::IssuerMismatch`] if the document is not this issuer's, and
    /// [`EndpointsError::EndpointUnusable`] if an endpoint is missing or not usable.
    pub fn from_discovery(issuer: &Issuer, document: &Map<String, Value>) -> Result<Self, EndpointsError> {
        let text = |name: &str| document.get(name).and_then(Value::as_str);
        if text("issuer") != Some(issuer.as_str()) {
            return Err(EndpointsError::IssuerMismatch);
        }
        let endpoint = |name| {
            let url = text(name).filter(|url| is_web_address(url));
            url.map(String::from).ok_or(EndpointsError::EndpointUnusable(name))
        };
        let methods = document.get("token_endpoint_auth_methods_supported").and_then(Value::as_array);
        let methods = methods.map(|methods| methods.iter().filter_map(Value::as_str).map(String::from).collect());
        let names_itself = document.get("authorization_response_iss_parameter_supported").and_then(Value::as_bool);
        Ok(Self {
            issuer: issuer.clone(),
            authorization: endpoint("authorization_endpoint")?,
            token: endpoint("token_endpoint")?,
            token_authentication_methods: methods,
            names_itself_in_callbacks: names_itself.unwrap_or(false),
        })
    }

    /// Chooses the authentication method of this client: its secret in the header, else in the
    /// form, else none.
    ///
    /// A client without a secret always uses `none`, regardless of the methods that the provider
    /// lists: several providers accept public clients and do not say so.
    ///
    /// # Errors
    ///
    /// Returns [`EndpointsError::AuthenticationUnsupported`] if the provider accepts neither a
    /// secret nor public clients.
    pub fn client_authentication(&self, client: &Client) -> Result<ClientAuthentication, EndpointsError> {
        let takes = |method: &str| match &self.token_authentication_methods {
            Some(methods) => methods.iter().any(|taken| taken == method),
            None => method == "client_secret_basic",
        };
        if client.secret.is_none() {
            return Ok(ClientAuthentication::None);
        }
        [
            ("client_secret_basic", ClientAuthentication::Basic),
            ("client_secret_post", ClientAuthentication::Post),
            ("none", ClientAuthentication::None),
        ]
        .into_iter()
        .find_map(|(method, authentication)| takes(method).then_some(authentication))
        .ok_or(EndpointsError::AuthenticationUnsupported)
    }
}

/// Returns `true` if a browser or a secret may be sent to this address: https, or http to this
/// machine, without user information or fragment.
pub(crate) fn is_web_address(text: &str) -> bool {
    let Ok(url) = Url::parse(text) else { return false };
    let loopback = match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => return false,
    };
    let plain = url.username().is_empty() && url.password().is_none() && url.fragment().is_none();
    plain && (url.scheme() == "https" || (url.scheme() == "http" && loopback))
}
