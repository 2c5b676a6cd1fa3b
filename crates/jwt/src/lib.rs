//! Verifies the signatures of tokens, and fetches and keeps the keys to verify them with. Asks
//! userinfo endpoints, with the same client.
//!
//! [`Verifier::verify`] takes a token from text to a login: form, header, key, signature, claims,
//! in this order. This crate decides about form, key and signature only. [`cora_core::token`]
//! decides which header and which claims may be believed, at the time that the caller passes: this
//! crate never reads a clock.
//!
//! `jsonwebtoken` is used for the signature only. Its own claim checks read the clock and skip what
//! they cannot parse.

mod fetch;
mod kept_userinfo;
mod key;
mod source;
mod userinfo;
mod verifier;

pub mod authorization;

pub use cora_core::jwks::KeySetError;
pub use cora_wire::compact_jws::{CompactToken, object as parse_object};
pub use fetch::{
    Answer, Answering, Fetch, FetchError, FetchOptions, Fetching, Form, HeaderValue, HttpFetch, MAX_DOCUMENT_BYTES,
    NameServers, PostForm, ProviderProxy, ProxyError, PublicResolver, TIMEOUT, UrlFault,
};
pub use kept_userinfo::MAX_KEPT_SECONDS;
pub use key::{KeySet, PemError};
pub use source::{KeyLocation, KeySource, KeySources};
pub use userinfo::{UserinfoError, UserinfoQuestion};
pub use verifier::{Verifier, VerifierConnection};
