//! An OpenID provider for development: anyone who opens its page picks a person, and is them.
//!
//! It is a provider as others are (OpenID Connect Core 1.0, code flow with PKCE), so that a sign-in
//! on a developer's machine takes the same way as in production. It is not one to trust: it asks
//! nobody for a password. Therefore it answers only requests to this machine's own names
//! ([`is_loopback_host`]), says on every page that it is for development, and marks every token
//! with [`DEVELOPMENT_CLAIM`].
//!
//! Its people and its key are files in a folder, so that they are the same after a restart. Codes
//! are in memory.

mod authorize;
mod clock;
mod discovery;
mod form;
mod host;
mod logout;
mod mails;
mod page;
mod people;
mod provider;
mod token;

pub use host::is_loopback_host;
pub use people::{Person, PersonFault};
pub use provider::{Client, DevelopmentProvider, OpenError, Picked, Settings};

use axum::Router;
use axum::middleware::from_fn;
use axum::routing::get;

/// The claim that every token of this provider has, with the value `true`.
pub const DEVELOPMENT_CLAIM: &str = "cora_development";

/// The path of the page with the mails that were sent.
pub const MAILS: &str = "/mails";

/// Builds the router of a provider.
pub fn router(provider: DevelopmentProvider) -> Router {
    Router::new()
        .route("/", get(authorize::home))
        .route("/.well-known/openid-configuration", get(discovery::document))
        .route("/jwks", get(discovery::keys))
        .route("/authorize", get(authorize::ask).post(authorize::pick))
        .route("/token", axum::routing::post(token::exchange))
        .route("/userinfo", get(token::userinfo).post(token::userinfo))
        .route("/end_session", get(logout::end_session).post(logout::end_session))
        .route(MAILS, get(mails::list))
        .with_state(provider)
        .layer(from_fn(host::only_loopback))
}
