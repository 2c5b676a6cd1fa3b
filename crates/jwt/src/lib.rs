//! Signatures of tokens, and the keys that they are checked with.
//!
//! [`Verifier::verify`] takes a token from text to a login: form, header, key, signature, claims, in this order. This crate
//! decides about form, key and signature only. Which header and which claims may be believed is
//! [`cora_core::token`]'s to say, at the time that the caller names: nothing here reads a clock.
//!
//! `jsonwebtoken` is used for the signature alone. Its own checks of claims read the clock and skip what they cannot read.

mod compact;
mod fetch;
mod key;
mod object;
mod pem;
mod source;
mod verifier;

pub mod authorization;

pub use compact::CompactToken;
pub use fetch::{
    Answer, Fetch, FetchError, FetchOptions, Fetching, Form, HeaderValue, HttpFetch, MAX_DOCUMENT_BYTES, NameServers,
    PostForm, Posting, PublicResolver, TIMEOUT, UrlFault,
};
pub use key::{KeySet, KeySetError, PemError};
pub use object::parse as parse_object;
pub use source::{KeyLocation, KeySource, KeySources, MAX_AGE_SECONDS, REFRESH_SECONDS, RETRY_SECONDS};
pub use verifier::Verifier;
