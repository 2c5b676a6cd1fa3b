//! Signatures of tokens, and the keys that they are checked with.
//!
//! [`Verifier::verify`] takes a token from text to a login: form, header, key, signature, claims, in this order. This crate
//! decides about form, key and signature only. Which header and which claims may be believed is
//! [`cora_core::token`]'s to say, at the time that the caller names: nothing here reads a clock.
//!
//! `jsonwebtoken` is used for the signature alone. Its own checks of claims read the clock and skip what they cannot read.

mod fetch;
mod key;
mod pem;
mod source;
mod verifier;

pub mod authorization;

pub use cora_core::jwks::KeySetError;
pub use cora_wire::compact::{CompactToken, object as parse_object};
pub use fetch::{
    Answer, Fetch, FetchError, FetchOptions, Fetching, Form, HeaderValue, HttpFetch, MAX_DOCUMENT_BYTES, NameServers,
    PostForm, Posting, PublicResolver, TIMEOUT, UrlFault,
};
pub use key::{KeySet, PemError};
pub use source::{KeyLocation, KeySource, KeySources};
pub use verifier::{Verifier, VerifierConnection};
