//! The only HTTP client that connects to issuers.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use cora_core::connection::host::allowed::AllowedHost;
use cora_core::secret::Secret;
use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_ENCODING, CONTENT_TYPE, HeaderValue};
use reqwest::{Client, RequestBuilder, Response, StatusCode};

use super::address::allowed;
use super::{
    Answer, Answering, Fetch, FetchError, Fetching, Form, NameServers, PostForm, ProviderProxy, PublicResolver,
};

/// Default maximum length of a document, in bytes. See [`FetchOptions`].
pub const MAX_DOCUMENT_BYTES: usize = 256 * 1024;

/// Default time limit of one exchange, from the name lookup to the last byte. See [`FetchOptions`].
pub const TIMEOUT: Duration = Duration::from_secs(5);

/// The options of an [`HttpFetch`].
#[derive(Debug, Clone)]
pub struct FetchOptions {
    /// `true` to also allow this machine, then by plain HTTP too. For trying things out.
    pub allow_loopback_http: bool,
    /// The networks and hosts at which the operator allows providers although they are not public;
    /// over HTTPS only.
    pub allowed_hosts: Vec<AllowedHost>,
    /// The proxy that all exchanges go through, or `None` to connect to providers directly. The
    /// proxy then resolves the names.
    pub proxy: Option<ProviderProxy>,
    /// The servers that names are resolved with.
    pub name_servers: NameServers,
    /// Time limit of one exchange, from the name lookup to the last byte.
    pub timeout: Duration,
    /// Maximum length of a body, in bytes.
    pub max_bytes: usize,
}

impl Default for FetchOptions {
    fn default() -> Self {
        Self {
            allow_loopback_http: false,
            allowed_hosts: Vec::new(),
            proxy: None,
            name_servers: NameServers::System,
            timeout: TIMEOUT,
            max_bytes: MAX_DOCUMENT_BYTES,
        }
    }
}

/// Connects to issuers over HTTPS.
///
/// No redirects, no proxy but the operator's, no cookies, no decompression, no retry; limits of
/// time and size. A host whose name resolves to an address that is neither public nor allowed is
/// not connected to (pitfall C21). The check is made on the very addresses that are then used.
/// Behind a proxy, which resolves the names, a name has to be public or allowed itself. Each
/// exchange has a connection of its own, so that no part of one response can be taken for a part of
/// the next.
pub struct HttpFetch {
    client: Client,
    options: FetchOptions,
}

impl HttpFetch {
    /// Builds a client with the default limits. With `allow_loopback_http` it also connects to this
    /// machine, then by plain HTTP too; for trying things out.
    ///
    /// # Errors
    ///
    /// Returns [`FetchError::ClientUnavailable`] if the TLS library cannot be set up.
    pub fn new(allow_loopback_http: bool) -> Result<Self, FetchError> {
        Self::with(FetchOptions { allow_loopback_http, ..FetchOptions::default() })
    }

    /// Builds a client with these options.
    ///
    /// # Errors
    ///
    /// Returns [`FetchError::ClientUnavailable`] if the TLS library cannot be set up.
    pub fn with(options: FetchOptions) -> Result<Self, FetchError> {
        // A quarter: two tries of one server by UDP leave half of the time for everything else.
        let patience = options.timeout / 4;
        let resolver = || {
            PublicResolver::new(options.name_servers.clone(), options.allow_loopback_http, patience)
                .with_allowed_hosts(options.allowed_hosts.clone())
        };
        // Features are switched off explicitly even where that is the default. Otherwise another
        // crate that enables a feature of the library would switch it on here too.
        let client = Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .no_proxy()
            .referer(false)
            .no_gzip()
            .no_brotli()
            .no_zstd()
            .no_deflate()
            .http1_only()
            .pool_max_idle_per_host(0);
        let client = match &options.proxy {
            // The only name that is resolved here is the proxy's, which the operator wrote.
            Some(proxy) => client.proxy(proxy.for_client().map_err(unavailable)?),
            None => client.dns_resolver(resolver()),
        };
        Ok(Self { client: client.build().map_err(unavailable)?, options })
    }

    async fn get(&self, url: &str) -> Result<Vec<u8>, FetchError> {
        let url = allowed(url, &self.options)?;
        self.in_time(async {
            let response = self.client.get(url).send().await.map_err(|error| self.failed(error))?;
            match response.status() {
                StatusCode::OK => self.body(response).await,
                status => Err(FetchError::of_status(status).unwrap_or(FetchError::Status(status.as_u16()))),
            }
        })
        .await
    }

    async fn send(&self, form: Form<'_>) -> Result<Answer, FetchError> {
        let url = allowed(form.url, &self.options)?;
        let mut request = self.client.post(url).header(ACCEPT, JSON).header(CONTENT_TYPE, FORM).body(form.body);
        if let Some(mut authorization) = form.authorization {
            authorization.set_sensitive(true);
            request = request.header(AUTHORIZATION, authorization);
        }
        self.answer(request).await
    }

    async fn get_protected(&self, url: &str, access_token: &Secret) -> Result<Answer, FetchError> {
        let url = allowed(url, &self.options)?;
        let bearer = HeaderValue::from_str(&["Bearer ", access_token.expose()].concat());
        let mut bearer = bearer.map_err(|_| FetchError::Unusable("an access token for a header"))?;
        bearer.set_sensitive(true);
        self.answer(self.client.get(url).header(ACCEPT, USERINFO).header(AUTHORIZATION, bearer)).await
    }

    /// Sends a request, and returns the response of any status except a redirect.
    async fn answer(&self, request: RequestBuilder) -> Result<Answer, FetchError> {
        self.in_time(async {
            let response = request.send().await.map_err(|error| self.failed(error))?;
            let status = response.status();
            if let Some(error) = FetchError::of_status(status) {
                return Err(error);
            }
            let content_type = response.headers().get(CONTENT_TYPE).cloned();
            Ok(Answer { status: status.as_u16(), content_type, body: self.body(response).await? })
        })
        .await
    }

    /// Reads the body, up to the maximum length.
    async fn body(&self, mut response: Response) -> Result<Vec<u8>, FetchError> {
        let mut encodings = response.headers().get_all(CONTENT_ENCODING).iter();
        if encodings.any(|encoding| !encoding.as_bytes().eq_ignore_ascii_case(b"identity")) {
            return Err(FetchError::Compressed);
        }
        let limit = self.options.max_bytes;
        if response.content_length().is_some_and(|announced| announced > limit as u64) {
            return Err(FetchError::TooLarge(limit));
        }
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(|error| self.failed(error))? {
            if chunk.len() > limit - body.len() {
                return Err(FetchError::TooLarge(limit));
            }
            body.extend_from_slice(&chunk);
        }
        Ok(body)
    }

    fn failed(&self, error: reqwest::Error) -> FetchError {
        FetchError::of(error, self.options.proxy.is_some())
    }

    async fn in_time<T>(&self, exchange: impl Future<Output = Result<T, FetchError>>) -> Result<T, FetchError> {
        let limit = self.options.timeout;
        tokio::time::timeout(limit, exchange).await.unwrap_or(Err(FetchError::TimedOut(limit)))
    }
}

fn unavailable(error: reqwest::Error) -> FetchError {
    FetchError::ClientUnavailable(Arc::new(error))
}

const JSON: &str = "application/json";
/// The forms of a userinfo response (OpenID Connect Core §5.3.2).
const USERINFO: &str = "application/json, application/jwt";
const FORM: &str = "application/x-www-form-urlencoded";

impl Fetch for HttpFetch {
    fn fetch<'a>(&'a self, url: &'a str) -> Fetching<'a> {
        Box::pin(self.get(url))
    }

    fn fetch_protected<'a>(&'a self, url: &'a str, access_token: &'a Secret) -> Answering<'a> {
        Box::pin(self.get_protected(url, access_token))
    }
}

impl PostForm for HttpFetch {
    fn post<'a>(&'a self, form: Form<'a>) -> Answering<'a> {
        Box::pin(self.send(form))
    }
}
