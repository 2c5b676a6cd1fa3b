//! The issuer: Cora as the OpenID provider of applications (specification §14).
//!
//! Its endpoints answer in the forms of OAuth and OpenID Connect, and with pages, and not in the
//! envelope of the API. [`cora_core::issuer`] decides about requests, sessions, codes and tokens;
//! [`cora_store`] keeps them. This module draws random numbers, signs, and carries browsers and
//! answers.

mod cookie;
mod cross_origin;
mod discovery;
mod form;
mod oauth_error;
mod page;
mod upstream;
mod words;

use self::cookie::Cookies;
use self::upstream::KnownEndpoints;

pub(crate) const AUTHORIZE: &str = "/oauth2/authorize";
pub(crate) const TOKEN: &str = "/oauth2/token";
pub(crate) const REVOKE: &str = "/oauth2/revoke";
pub(crate) const INTROSPECT: &str = "/oauth2/introspect";
pub(crate) const USERINFO: &str = "/oauth2/userinfo";
pub(crate) const JWKS: &str = "/oauth2/jwks";
pub(crate) const LOGOUT: &str = "/oauth2/logout";
pub(crate) const CHOOSE: &str = "/auth/choose";

/// The issuer of one service.
pub(crate) struct Issuer {
    /// The identifier: the public URL, without a slash at its end.
    pub url: String,
    pub cookies: Cookies,
    pub endpoints: KnownEndpoints,
}
