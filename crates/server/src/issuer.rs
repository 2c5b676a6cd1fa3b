//! The issuer: Cora as the OpenID provider of applications (specification §14).
//!
//! Its endpoints answer in the forms of OAuth and OpenID Connect, and with pages, and not in the
//! envelope of the API. [`cora_core::issuer`] decides about requests, sessions, codes and tokens;
//! [`cora_store`] keeps them. This module draws random numbers, signs, and carries browsers and
//! answers.

pub(crate) mod answer;
pub(crate) mod api;
mod authorize;
mod callback;
mod choice;
mod choose;
mod client;
mod connections;
pub(crate) mod cookie;
mod cross_origin;
mod departure;
mod discovery;
pub(crate) mod form;
mod initiate;
mod invitation;
mod keys;
mod logout;
mod oauth_error;
mod outbox;
pub(crate) mod page;
pub(crate) mod path;
mod provider_logout;
mod provider_token;
mod question;
pub(crate) mod refusal;
mod reply;
pub(crate) mod request;
mod session_facts;
mod settle;
mod token;
mod upstream;
mod userinfo;
pub(crate) mod words;

use std::sync::Arc;

use axum::Router;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use cora_core::id::{ConnectionId, InvitationId};

use self::cookie::Cookies;
use self::keys::Keys;
use self::oauth_error::OauthError;
use self::path::{
    ANSWER, AUTHORIZE, CALLBACK, CHOOSE, CONNECTIONS, INITIATE, INTROSPECT, INVITATION, JWKS, LOGOUT, PROVIDER_LOGOUT,
    PROVIDER_TOKEN, REVOKE, TOKEN, USERINFO,
};
use self::request::IssuerRequest;
use self::upstream::KnownEndpoints;
use crate::app::App;
use crate::outbox_signal::OutboxSignal;
use crate::throttle::Limits;

pub(crate) use self::outbox::{run, run_once};

/// The issuer of one service.
pub(crate) struct Issuer {
    /// The identifier: the public URL, without a slash at its end.
    pub url: String,
    pub cookies: Cookies,
    pub keys: Keys,
    pub endpoints: KnownEndpoints,
    pub limits: Arc<Limits>,
    pub outbox: OutboxSignal,
}

impl Issuer {
    /// Returns the issuer of a service, if its settings are complete.
    pub fn of(app: &App, limits: &Arc<Limits>) -> Option<Arc<Self>> {
        let url = app.issuer_url()?.to_owned();
        Some(Arc::new(Self {
            cookies: Cookies::of(&url),
            url,
            keys: Keys::default(),
            endpoints: KnownEndpoints::default(),
            limits: Arc::clone(limits),
            outbox: OutboxSignal::default(),
        }))
    }

    /// Returns the issuer that the router has put next to a request, if it is in use.
    pub fn of_request(parts: &Parts) -> Option<&Arc<Self>> {
        parts.extensions.get::<Option<Arc<Self>>>()?.as_ref()
    }

    /// Returns the link of an invitation (specification §14.4).
    pub fn invitation(url: &str, invitation: InvitationId) -> String {
        format!("{url}/auth/invitation/{invitation}")
    }

    /// Returns the redirect URI of a connection. Each has its own, so that the answer of one
    /// provider is never taken for another's (pitfall C43).
    pub fn callback(&self, connection: ConnectionId) -> String {
        format!("{}/auth/callback/{connection}", self.url)
    }
}

/// Builds the router of the issuer. Its endpoints are described by the discovery document, and not
/// by the OpenAPI document of the API.
pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/.well-known/openid-configuration", get(metadata))
        .route("/.well-known/oauth-authorization-server", get(metadata))
        .route(JWKS, get(jwks))
        .route(AUTHORIZE, get(authorize::authorize).post(authorize::posted_authorize))
        .route(CALLBACK, get(callback::callback).post(callback::posted_callback))
        .route(CHOOSE, post(choose::choose))
        .route(ANSWER, post(reply::reply))
        .route(PROVIDER_LOGOUT, post(provider_logout::provider_logout))
        .route(CONNECTIONS, get(connections::connections))
        .route(INITIATE, get(initiate::initiate).post(initiate::posted_initiate))
        .route(INVITATION, get(invitation::invitation))
        .route(TOKEN, post(token::token).options(userinfo::preflight))
        .route(USERINFO, get(userinfo::userinfo).post(userinfo::userinfo).options(userinfo::preflight))
        .route(REVOKE, post(userinfo::revoke).options(userinfo::preflight))
        .route(INTROSPECT, post(userinfo::introspect))
        .route(PROVIDER_TOKEN, post(provider_token::provider_token))
        .route(LOGOUT, get(logout::logout).post(logout::posted_logout))
}

/// `GET /.well-known/openid-configuration`.
async fn metadata(request: IssuerRequest) -> Response {
    discovery::public(&discovery::document(&request.issuer))
}

/// `GET /oauth2/jwks`.
async fn jwks(request: IssuerRequest) -> Response {
    match request.issuer.keys.load(&request.app, request.now).await {
        Ok(keys) => discovery::public(&keys.jwks(request.now)),
        Err(error) => OauthError::from(error).into_response(),
    }
}
