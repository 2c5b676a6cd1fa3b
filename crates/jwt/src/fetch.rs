//! Exchanges with an issuer: fetching its documents and sending it forms.
//!
//! Anyone who registers a connection names the hosts that this process then connects to. Everything
//! here therefore limits the allowed hosts and the duration of an exchange (pitfall C21).
//! [`HttpFetch`] is the only client. The traits exist for tests.

mod address;
mod error;
mod http;
mod proxy;
mod resolve;

use std::fmt;
use std::future::Future;
use std::pin::Pin;

use cora_core::secret::Secret;
pub use error::{FetchError, UrlFault};
pub use http::{FetchOptions, HttpFetch, MAX_DOCUMENT_BYTES, TIMEOUT};
pub use proxy::{ProviderProxy, ProxyError};
pub use reqwest::header::HeaderValue;
pub use resolve::{NameServers, PublicResolver};

/// The future of a document that is being fetched.
pub type Fetching<'a> = Pin<Box<dyn Future<Output = Result<Vec<u8>, FetchError>> + Send + 'a>>;

/// Fetches documents. It is a trait so that tests need no network to supply keys.
pub trait Fetch: Send + Sync + 'static {
    /// Fetches the document at a URL.
    fn fetch<'a>(&'a self, url: &'a str) -> Fetching<'a>;

    /// Fetches a protected resource with an access token as the bearer token (RFC 6750 §2.1), and
    /// returns the response of any status except a redirect. The token is only for the named host.
    fn fetch_protected<'a>(&'a self, url: &'a str, access_token: &'a Secret) -> Answering<'a>;
}

/// The future of a response of any status.
pub type Answering<'a> = Pin<Box<dyn Future<Output = Result<Answer, FetchError>> + Send + 'a>>;

/// Sends forms. It is a trait so that tests need no network for the token endpoint.
pub trait PostForm: Send + Sync + 'static {
    /// Sends a form and returns the response of any status except a redirect. A form may hold a
    /// secret, which is only for the named host.
    fn post<'a>(&'a self, form: Form<'a>) -> Answering<'a>;
}

/// A form to send, and its destination.
#[derive(Clone)]
pub struct Form<'a> {
    /// The URL to send the form to.
    pub url: &'a str,
    /// The value of the `authorization` header, or `None` to send none.
    pub authorization: Option<HeaderValue>,
    /// The fields, encoded as `application/x-www-form-urlencoded`.
    pub body: Vec<u8>,
}

/// The response to a form, or of a protected resource.
#[derive(Clone)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The value of the `content-type` header, or `None` if the response has none.
    pub content_type: Option<HeaderValue>,
    /// The body of the response.
    pub body: Vec<u8>,
}

impl fmt::Debug for Form<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Form").field("url", &self.url).field("body", &"***").finish_non_exhaustive()
    }
}

impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Answer").field("status", &self.status).field("body", &"***").finish_non_exhaustive()
    }
}
