//! What is known of a provider, and of us there.

use cora_core::text::Issuer;
use serde_json::{Map, Value};
use url::{Host, Url};

use cora_core::secret::Secret;

/// Our client at a provider.
#[derive(Debug, Clone)]
pub struct Client {
    /// Its identifier.
    pub id: String,
    /// Its secret; none for a public client.
    pub secret: Option<Secret>,
}

/// How a client shows the token endpoint that it is itself (OpenID Connect Core §9).
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
    /// The provider.
    pub issuer: Issuer,
    /// Where the browser is sent to.
    pub authorization: String,
    /// Where the code is exchanged.
    pub token: String,
    /// The ways in which the token endpoint lets clients show who they are, as the provider writes them; `None` when it does
    /// not say, which means `client_secret_basic` (RFC 8414 §2).
    pub token_authentication_methods: Option<Vec<String>>,
    /// Whether the provider always says in a callback who it is (RFC 9207 §3).
    pub names_itself_in_callbacks: bool,
}

/// Why a discovery document is of no use for this flow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EndpointsError {
    /// It is another provider's, or names none.
    #[error("the document is not this issuer's")]
    IssuerMismatch,
    /// This endpoint is missing, or not https (or, to this machine, http).
    #[error("the document has no usable `{0}`")]
    EndpointUnusable(&'static str),
    /// None of the ways to show who we are is one that we have.
    #[error("the token endpoint takes neither a client's secret nor a public client")]
    AuthenticationUnsupported,
}

impl EndpointsError {
    /// The stable name of the error, in `snake_case`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::IssuerMismatch => "issuer_mismatch",
            Self::EndpointUnusable(_) => "endpoint_unusable",
            Self::AuthenticationUnsupported => "client_authentication_unsupported",
        }
    }
}

impl Endpoints {
    /// The host that codes and our secret are sent to.
    pub fn token_host(&self) -> Option<String> {
        Url::parse(&self.token).ok().and_then(|url| url.host_str().map(str::to_owned))
    }

    /// The endpoints that a discovery document names (OpenID Connect Discovery §3).
    ///
    /// Whether the document is a good one beside that is [`cora_core`]'s to say; whether the token endpoint's host may be
    /// talked to, the client's that talks to it.
    ///
    /// # Errors
    ///
    /// [`EndpointsError::IssuerMismatch`], [`EndpointsError::EndpointUnusable`].
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

    /// How this client shows who it is: with its secret in the header, else in the form, else not at all.
    ///
    /// A client without a secret never can, whatever the provider lists: several take public clients and do not say so.
    ///
    /// # Errors
    ///
    /// [`EndpointsError::AuthenticationUnsupported`] when the provider takes neither a secret nor public clients.
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

/// Whether a browser may be sent there, and a secret: https, or http to this machine; without user information or fragment.
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
