//! Builds the authorization request that the browser is sent to the provider with.

use std::fmt;

use cora_core::secret::{PresentedToken, TokenHash};
use cora_core::time::UnixSeconds;
use oauth2::{AuthUrl, ClientId, CsrfToken, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, Scope};

use crate::flow::{FlowBinding, StoredFlow};
use crate::provider::{Client, Endpoints, is_web_address};
use crate::secret::Entropy;
use cora_core::secret::Secret;

/// The parameters that the flow itself sets. Nothing else may set them: neither the caller's
/// parameters nor the query of the endpoint.
const RESERVED: [&str; 12] = [
    "client_id",
    "client_secret",
    "code_challenge",
    "code_challenge_method",
    "nonce",
    "redirect_uri",
    "request",
    "request_uri",
    "response_mode",
    "response_type",
    "scope",
    "state",
];

/// A login that is about to begin.
#[derive(Clone)]
pub struct AuthorizationRequest {
    /// The URL to send the browser to. It holds the state and the nonce, so it is for that browser
    /// only.
    pub url: String,
    /// The state that the browser has to bring back.
    pub state: Secret,
    /// The nonce that the ID token has to hold.
    pub nonce: Secret,
    /// The PKCE code verifier that the code is exchanged with. It never goes through the browser.
    pub code_verifier: Secret,
    /// The URI that the browser comes back to.
    pub redirect_uri: String,
}

impl AuthorizationRequest {
    /// Returns what a host keeps of the request until the browser comes back: the hash of the
    /// state, never the state itself.
    pub fn stored(&self, binding: FlowBinding, expires_at: UnixSeconds) -> StoredFlow {
        StoredFlow {
            state: state_hash(self.state.expose()).expect("a generated state is 43 bytes long"),
            nonce: self.nonce.clone(),
            code_verifier: self.code_verifier.clone(),
            redirect_uri: self.redirect_uri.clone(),
            binding,
            expires_at,
        }
    }
}

impl fmt::Debug for AuthorizationRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AuthorizationRequest")
            .field("url", &"***")
            .field("redirect_uri", &self.redirect_uri)
            .finish_non_exhaustive()
    }
}

/// An error that prevents a login from beginning.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BeginError {
    /// The authorization endpoint is not https (or, to this machine, http).
    #[error("the authorization endpoint is not an https URL")]
    EndpointUnusable,
    /// The redirect URI is not https (or, to this machine, http).
    #[error("the redirect URI is not an https URL")]
    RedirectUriUnusable,
    /// The caller or the endpoint's query sets this parameter, which only the flow may set.
    #[error("the parameter `{0}` cannot be set")]
    ParameterReserved(&'static str),
}

impl BeginError {
    /// Returns the stable code of the error, in `snake_case`.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::EndpointUnusable => "endpoint_unusable",
            Self::RedirectUriUnusable => "redirect_uri_unusable",
            Self::ParameterReserved(_) => "parameter_reserved",
        }
    }
}

/// Begins a login with a provider.
///
/// `scopes` are requested in their order. `openid` is added in front if it is missing, because
/// without it there is no ID token. `parameters` are additional ones that this provider needs:
/// `audience` or `resource` for an access token of an API, `prompt`, `login_hint`.
///
/// # Errors
///
/// Returns [`BeginError`] if an address is not usable or a reserved parameter is set.
pub fn begin(
    client: &Client,
    endpoints: &Endpoints,
    redirect_uri: &str,
    scopes: &[&str],
    parameters: &[(&str, &str)],
    entropy: Entropy,
) -> Result<AuthorizationRequest, BeginError> {
    let endpoint = AuthUrl::new(endpoints.authorization.clone()).map_err(|_| BeginError::EndpointUnusable)?;
    if !is_web_address(&endpoints.authorization) {
        return Err(BeginError::EndpointUnusable);
    }
    let back = RedirectUrl::new(redirect_uri.into()).map_err(|_| BeginError::RedirectUriUnusable)?;
    if !is_web_address(redirect_uri) {
        return Err(BeginError::RedirectUriUnusable);
    }
    let of_endpoint: Vec<String> = endpoint.url().query_pairs().map(|(name, _)| name.into_owned()).collect();
    let set = |name: &str| of_endpoint.iter().any(|set| set == name) || parameters.iter().any(|(set, _)| *set == name);
    if let Some(name) = RESERVED.into_iter().find(|name| set(name)) {
        return Err(BeginError::ParameterReserved(name));
    }

    let [state, nonce, code_verifier] = entropy.secrets();
    let challenge = PkceCodeChallenge::from_code_verifier_sha256(&PkceCodeVerifier::new(code_verifier.expose().into()));
    let flow =
        oauth2::basic::BasicClient::new(ClientId::new(client.id.clone())).set_auth_uri(endpoint).set_redirect_uri(back);
    let openid = (!scopes.contains(&"openid")).then_some("openid");
    let mut request = flow
        .authorize_url(|| CsrfToken::new(state.expose().into()))
        .add_scopes(openid.iter().chain(scopes).map(|scope| Scope::new((*scope).into())))
        .add_extra_param("nonce", nonce.expose())
        .set_pkce_challenge(challenge);
    for (name, value) in parameters {
        request = request.add_extra_param(*name, *value);
    }
    let (url, _) = request.url();
    Ok(AuthorizationRequest { url: url.into(), state, nonce, code_verifier, redirect_uri: redirect_uri.into() })
}

/// Returns the hash that identifies a state, or `None` for a text longer than any state that Cora
/// creates.
pub(crate) fn state_hash(state: &str) -> Option<TokenHash> {
    PresentedToken::new(state).map(|state| TokenHash::of(&state))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use base64::Engine as _;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    use cora_core::text::Issuer;
    use sha2::{Digest, Sha256};
    use url::Url;

    use super::*;

    const BACK: &str = "https://cora.acme.example/callback";

    fn endpoints(authorization: &str) -> Endpoints {
        Endpoints {
            issuer: Issuer::new("https://login.acme.example").unwrap(),
            authorization: authorization.into(),
            token: "https://login.acme.example/token".into(),
            token_authentication_methods: None,
            names_itself_in_callbacks: false,
        }
    }

    fn client() -> Client {
        Client { id: "0oa1".into(), secret: Some(Secret::new("very-secret")) }
    }

    fn request(
        endpoint: &str,
        redirect_uri: &str,
        scopes: &[&str],
        parameters: &[(&str, &str)],
    ) -> Result<AuthorizationRequest, BeginError> {
        let entropy = Entropy::from_bytes([[1; 32], [2; 32], [3; 32]]);
        begin(&client(), &endpoints(endpoint), redirect_uri, scopes, parameters, entropy)
    }

    #[test]
    fn the_browser_is_sent_with_state_nonce_and_challenge() {
        let endpoint = "https://login.acme.example/authorize?p=b2c";
        let parameters = [("audience", "https://api.acme.example"), ("prompt", "login")];
        let request = request(endpoint, BACK, &["email", "profile"], &parameters).unwrap();
        let url = Url::parse(&request.url).unwrap();
        assert!(request.url.starts_with(endpoint));
        let pairs: Vec<(String, String)> = url.query_pairs().into_owned().collect();
        let found: BTreeMap<&str, &str> = pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        assert_eq!(found.len(), pairs.len(), "no parameter occurs twice");
        let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(request.code_verifier.expose()));
        let expected = BTreeMap::from([
            ("p", "b2c"),
            ("response_type", "code"),
            ("client_id", "0oa1"),
            ("redirect_uri", BACK),
            ("scope", "openid email profile"),
            ("state", request.state.expose()),
            ("nonce", request.nonce.expose()),
            ("code_challenge", challenge.as_str()),
            ("code_challenge_method", "S256"),
            ("audience", "https://api.acme.example"),
            ("prompt", "login"),
        ]);
        assert_eq!(found, expected);
        for secret in ["very-secret", request.code_verifier.expose()] {
            assert!(!request.url.contains(secret));
        }
        let shown = format!("{request:?} {:?}", client());
        for secret in ["very-secret", request.state.expose(), request.nonce.expose(), request.code_verifier.expose()] {
            assert!(!shown.contains(secret), "{shown}");
        }
    }

    #[test]
    fn openid_is_asked_for_once() {
        for scopes in [&["openid", "email"][..], &["email", "openid"], &[], &["email"]] {
            let url = request("https://login.acme.example/authorize", BACK, scopes, &[]).unwrap().url;
            let url = Url::parse(&url).unwrap();
            let scope = url.query_pairs().find(|(name, _)| name == "scope").unwrap().1.into_owned();
            assert_eq!(scope.split(' ').filter(|scope| *scope == "openid").count(), 1, "{scope}");
        }
    }

    #[test]
    fn what_the_flow_is_made_of_cannot_be_set_from_outside() {
        for name in RESERVED {
            let error = BeginError::ParameterReserved(name);
            let endpoint = "https://login.acme.example/authorize";
            assert_eq!(request(endpoint, BACK, &[], &[(name, "x")]).unwrap_err(), error);
            assert_eq!(request(&format!("{endpoint}?{name}=x"), BACK, &[], &[]).unwrap_err(), error);
        }
    }

    #[test]
    fn a_browser_is_sent_to_web_addresses_only() {
        for url in [
            "javascript:alert(1)",
            "data:text/html,x",
            "http://login.acme.example/authorize",
            "https://user@login.acme.example/authorize",
            "https://login.acme.example/authorize#x",
            "/authorize",
            "",
        ] {
            assert_eq!(request(url, BACK, &[], &[]).unwrap_err(), BeginError::EndpointUnusable, "{url}");
            let found = request("https://login.acme.example/authorize", url, &[], &[]);
            assert_eq!(found.unwrap_err(), BeginError::RedirectUriUnusable, "{url}");
        }
        for url in ["http://127.0.0.1:4000/authorize", "http://localhost:4000/authorize", "http://[::1]:4000/authorize"]
        {
            assert!(request(url, url, &[], &[]).is_ok(), "{url}");
        }
    }
}
