//! Talking to an issuer: getting its documents and sending it forms.
//!
//! Who registers a connection names the hosts that this process then talks to, so everything here is about what may be
//! talked to and for how long (pitfall C21). [`HttpFetch`] is the one client there is; the traits exist for tests.

mod address;
mod error;
mod http;
mod resolve;

use std::fmt;
use std::future::Future;
use std::pin::Pin;

pub use error::{FetchError, UrlFault};
pub use http::{FetchOptions, HttpFetch, MAX_DOCUMENT_BYTES, TIMEOUT};
pub use reqwest::header::HeaderValue;
pub use resolve::{NameServers, PublicResolver};

/// A document on its way.
pub type Fetching<'a> = Pin<Box<dyn Future<Output = Result<Vec<u8>, FetchError>> + Send + 'a>>;

/// Gets documents. A trait, so that the keys of a test need no network.
pub trait Fetch: Send + Sync + 'static {
    /// The document at a URL.
    fn fetch<'a>(&'a self, url: &'a str) -> Fetching<'a>;
}

/// The answer to a form on its way.
pub type Posting<'a> = Pin<Box<dyn Future<Output = Result<Answer, FetchError>> + Send + 'a>>;

/// Sends forms. A trait, so that the token endpoint of a test needs no network.
pub trait PostForm: Send + Sync + 'static {
    /// The answer to a form, whatever its status, unless it is a redirect: a form may hold a secret, which is for the host
    /// that was named and no other.
    fn post<'a>(&'a self, form: Form<'a>) -> Posting<'a>;
}

/// A form to send, and where to.
#[derive(Clone)]
pub struct Form<'a> {
    /// Where to.
    pub url: &'a str,
    /// The header `authorization`, if one is sent.
    pub authorization: Option<HeaderValue>,
    /// The fields, as `application/x-www-form-urlencoded`.
    pub body: Vec<u8>,
}

/// What came back for a form.
#[derive(Clone)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The header `content-type`, if there is one.
    pub content_type: Option<HeaderValue>,
    /// The body.
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
