//! Exchanges a code for tokens.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::{AtomicU16, Ordering};
use std::time::Duration;

use cora_jwt::{FetchError, Form, PostForm};
use oauth2::basic::{
    BasicErrorResponse, BasicRevocationErrorResponse, BasicTokenIntrospectionResponse, BasicTokenType,
};
use oauth2::http::header::{AUTHORIZATION, CONTENT_TYPE};
use oauth2::{
    AsyncHttpClient, AuthType, AuthorizationCode, ClientId, ClientSecret, EndpointNotSet, EndpointSet,
    ExtraTokenFields, HttpRequest, HttpResponse, PkceCodeVerifier, RedirectUrl, RefreshToken, RequestTokenError,
    StandardRevocableToken, StandardTokenResponse, TokenResponse as _, TokenUrl,
};
use serde::{Deserialize, Serialize};

use crate::provider::{Client, ClientAuthentication, Endpoints, EndpointsError, is_web_address};
use crate::provider_error::ProviderError;
use cora_core::secret::Secret;

/// The tokens that a code or a refresh token was exchanged for.
#[derive(Debug, Clone)]
pub struct Tokens {
    /// The ID token, if there is one. Do not trust its claims before it is verified.
    pub id_token: Option<Secret>,
    /// The access token.
    pub access_token: Secret,
    /// The refresh token, if there is one. A test login forgets it.
    pub refresh_token: Option<Secret>,
    /// The scopes that were granted, or `None` if they are those requested (RFC 6749 §5.1).
    pub scopes: Option<Vec<String>>,
    /// The lifetime of the access token, if the provider states it.
    pub expires_in: Option<Duration>,
}

/// An error of exchanging a code.
#[derive(Debug, Clone, thiserror::Error)]
pub enum ExchangeError {
    /// The provider's settings do not allow the exchange.
    #[error(transparent)]
    Endpoints(#[from] EndpointsError),
    /// The redirect URI is not a URL.
    #[error("the redirect URI is not a URL")]
    RedirectUriUnusable,
    /// The exchange with the token endpoint failed.
    #[error("the token endpoint did not answer: {0}")]
    Fetch(#[source] FetchError),
    /// The provider refused.
    #[error("the provider rejected the code: {}", .0.code)]
    Refused(ProviderError),
    /// The response has this status, and gives no error in the form of OAuth.
    #[error("the token endpoint answered with status {0} and no reason")]
    Status(u16),
    /// The response is not a token response (RFC 6749 §5.1).
    #[error("the token endpoint's answer is not a token response")]
    ResponseMalformed,
    /// The access token is not a bearer token.
    #[error("the access token is not a bearer token")]
    TokenTypeUnsupported,
}

impl ExchangeError {
    /// Returns the stable code of the error, in `snake_case`. For a refusal, see the provider's own
    /// code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Endpoints(error) => error.code(),
            Self::RedirectUriUnusable => "redirect_uri_unusable",
            Self::Fetch(error) => error.code(),
            Self::Refused(_) => "provider_refused",
            Self::Status(_) => "unexpected_status",
            Self::ResponseMalformed => "token_response_malformed",
            Self::TokenTypeUnsupported => "token_type_unsupported",
        }
    }
}

/// Exchanges a code for tokens (RFC 6749 §4.1.3, RFC 7636 §4.5).
///
/// `redirect_uri` and `code_verifier` are those that the login began with.
///
/// # Errors
///
/// Returns [`ExchangeError`] if an endpoint is not usable, if the exchange fails, if the provider
/// refuses, or if its response is not a bearer token response.
pub async fn exchange(
    http: &dyn PostForm,
    client: &Client,
    endpoints: &Endpoints,
    code: &Secret,
    code_verifier: &Secret,
    redirect_uri: &str,
) -> Result<Tokens, ExchangeError> {
    let back = RedirectUrl::new(redirect_uri.into()).map_err(|_| ExchangeError::RedirectUriUnusable)?;
    let flow = flow(client, endpoints)?.set_redirect_uri(back);
    let guarded = Guarded { http, status: AtomicU16::new(0) };
    let response = flow
        .exchange_code(AuthorizationCode::new(code.expose().into()))
        .set_pkce_verifier(PkceCodeVerifier::new(code_verifier.expose().into()))
        .request_async(&guarded)
        .await;
    tokens(response, &guarded)
}

/// Exchanges a refresh token for tokens (RFC 6749 §6). Without a new refresh token in the result,
/// the old one stays valid.
///
/// # Errors
///
/// Fails as [`exchange`] does.
pub async fn renew(
    http: &dyn PostForm,
    client: &Client,
    endpoints: &Endpoints,
    refresh_token: &Secret,
) -> Result<Tokens, ExchangeError> {
    let flow = flow(client, endpoints)?;
    let token = RefreshToken::new(refresh_token.expose().into());
    let guarded = Guarded { http, status: AtomicU16::new(0) };
    let response = flow.exchange_refresh_token(&token).request_async(&guarded).await;
    tokens(response, &guarded)
}

/// Builds the library's client, which authenticates as the provider accepts it.
fn flow(client: &Client, endpoints: &Endpoints) -> Result<TokenFlow, ExchangeError> {
    let unusable = EndpointsError::EndpointUnusable("token_endpoint");
    if !is_web_address(&endpoints.token) {
        return Err(unusable.into());
    }
    let endpoint = TokenUrl::new(endpoints.token.clone()).map_err(|_| unusable)?;
    let mut flow = CodeFlow::new(ClientId::new(client.id.clone())).set_token_uri(endpoint);
    let authentication = endpoints.client_authentication(client)?;
    flow = flow.set_auth_type(match authentication {
        ClientAuthentication::Basic => AuthType::BasicAuth,
        ClientAuthentication::Post | ClientAuthentication::None => AuthType::RequestBody,
    });
    if let Some(secret) = client.secret.as_ref().filter(|_| authentication != ClientAuthentication::None) {
        flow = flow.set_client_secret(ClientSecret::new(secret.expose().into()));
    }
    Ok(flow)
}

type Response = StandardTokenResponse<OpenIdFields, BasicTokenType>;

fn tokens(
    response: Result<Response, RequestTokenError<FetchError, BasicErrorResponse>>,
    guarded: &Guarded<'_>,
) -> Result<Tokens, ExchangeError> {
    let response = response.map_err(|error| failure(error, guarded.status.load(Ordering::Relaxed)))?;
    if *response.token_type() != BasicTokenType::Bearer {
        return Err(ExchangeError::TokenTypeUnsupported);
    }
    Ok(Tokens {
        id_token: response.extra_fields().id_token.clone().map(Secret::new),
        access_token: Secret::new(response.access_token().secret()),
        refresh_token: response.refresh_token().map(|token| Secret::new(token.secret())),
        scopes: response.scopes().map(|scopes| scopes.iter().map(|scope| scope.to_string()).collect()),
        expires_in: response.expires_in(),
    })
}

/// The library's client for this flow. Its support for other flows is not used.
type CodeFlow = oauth2::Client<
    BasicErrorResponse,
    Response,
    BasicTokenIntrospectionResponse,
    StandardRevocableToken,
    BasicRevocationErrorResponse,
>;

/// The same with the token endpoint.
type TokenFlow = oauth2::Client<
    BasicErrorResponse,
    Response,
    BasicTokenIntrospectionResponse,
    StandardRevocableToken,
    BasicRevocationErrorResponse,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointSet,
>;

/// The fields that OpenID Connect adds to a token response (Core §3.1.3.3). The library requires a
/// `Serialize` implementation, but it is never used.
#[derive(Deserialize, Serialize)]
struct OpenIdFields {
    #[serde(skip_serializing)]
    id_token: Option<String>,
}

impl ExtraTokenFields for OpenIdFields {}

impl fmt::Debug for OpenIdFields {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

/// Converts the library's error. The provider's response is left out of the result, because it may
/// hold tokens.
fn failure(error: RequestTokenError<FetchError, BasicErrorResponse>, status: u16) -> ExchangeError {
    match error {
        RequestTokenError::ServerResponse(response) => {
            let description = response.error_description().map(String::as_str);
            ExchangeError::Refused(ProviderError::new(response.error().as_ref(), description))
        }
        RequestTokenError::Request(error) => ExchangeError::Fetch(error),
        RequestTokenError::Parse(..) | RequestTokenError::Other(_) if status == 200 => ExchangeError::ResponseMalformed,
        RequestTokenError::Parse(..) | RequestTokenError::Other(_) => ExchangeError::Status(status),
    }
}

/// The library's HTTP client, implemented by Cora's own, with its limits and its checks of the
/// destination. Keeps the status of the response, which the library's errors leave out.
struct Guarded<'a> {
    http: &'a dyn PostForm,
    status: AtomicU16,
}

impl<'c> AsyncHttpClient<'c> for Guarded<'_> {
    type Error = FetchError;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, FetchError>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(async move {
            let (parts, body) = request.into_parts();
            let (url, authorization) = (parts.uri.to_string(), parts.headers.get(AUTHORIZATION).cloned());
            let answer = self.http.post(Form { url: &url, authorization, body }).await?;
            self.status.store(answer.status, Ordering::Relaxed);
            let mut response = HttpResponse::new(answer.body);
            *response.status_mut() =
                oauth2::http::StatusCode::from_u16(answer.status).map_err(|_| FetchError::Status(answer.status))?;
            if let Some(content_type) = answer.content_type {
                response.headers_mut().insert(CONTENT_TYPE, content_type);
            }
            Ok(response)
        })
    }
}
