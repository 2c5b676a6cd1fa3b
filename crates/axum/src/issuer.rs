//! The users of Cora's issuer, by the access tokens that applications send on (specification
//! §14.8).

use std::sync::Arc;

use axum::extract::{FromRef, FromRequestParts};
use axum::http::request::Parts;
use axum::http::{HeaderValue, header};
use cora_core::connection::Connection;
use cora_core::id::ApplicationId;
use cora_core::issuer::claims::CurrentOrganization;
use cora_core::issuer::own_token::{AccessToken, read_access_token};
use cora_core::role::PlatformRole;
use cora_core::token::{TokenError, TokenErrorCode};
use cora_jwt::{CompactToken, HttpFetch, KeySource, Verifier, authorization};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::refusal::Refusal;
use crate::token::{Clock, system_clock};

/// A fault of the settings of a [`CoraIssuer`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IssuerFault {
    /// The URL is not one of https, nor one of this machine on plain http.
    #[error("the URL of the issuer has to begin with https://, or with http://localhost")]
    Url,
    /// No client is named, more than 20 are, or one is not a UUID.
    #[error("the clients have to be one to 20 applications, by their client_id")]
    Clients,
    /// The HTTP client cannot be built, with the code of the fault.
    #[error("the HTTP client cannot be built ({0})")]
    Http(&'static str),
}

/// Cora as the issuer of access tokens. Its keys are found by its discovery document, and kept.
/// Cheap to clone; put it into the router's state, and take [`CoraUser`] in handlers.
///
/// ```
/// use axum::Router;
/// use axum::routing::get;
/// use cora_axum::{CoraIssuer, CoraUser};
///
/// async fn me(user: CoraUser) -> String {
///     user.token.user_id.to_string()
/// }
///
/// let issuer = CoraIssuer::new("https://cora.acme.example", ["0198c0de-0000-4000-8000-0000000000e1"])?;
/// let app: Router = Router::new().route("/me", get(me)).with_state(issuer);
/// # Ok::<(), cora_axum::IssuerFault>(())
/// ```
#[derive(Clone)]
pub struct CoraIssuer(Arc<Shared>);

struct Shared {
    connection: Connection,
    source: KeySource,
    verifier: Verifier,
    clock: Clock,
}

impl CoraIssuer {
    /// Accepts the access tokens of this issuer for these applications, by the clock of this
    /// machine. `url` is the issuer's identifier, which is its public URL; only a public host, or
    /// this machine if the URL says so, is contacted. `client_ids` are those of the applications
    /// whose users may call.
    ///
    /// # Errors
    ///
    /// Returns [`IssuerFault`] if the settings cannot work.
    pub fn new<C: AsRef<str>>(url: &str, client_ids: impl IntoIterator<Item = C>) -> Result<Self, IssuerFault> {
        let fetch = HttpFetch::new(url.starts_with("http:")).map_err(|error| IssuerFault::Http(error.code()))?;
        Self::with(url, client_ids, Verifier::new(Arc::new(fetch)), Arc::new(system_clock))
    }

    /// Like [`new`](Self::new), but fetches with a verifier of the host's own, for an issuer on a
    /// network that is not public, and reads the time from `clock`.
    ///
    /// # Errors
    ///
    /// Returns [`IssuerFault`] if the settings cannot work.
    pub fn with<C: AsRef<str>>(
        url: &str,
        client_ids: impl IntoIterator<Item = C>,
        verifier: Verifier,
        clock: Clock,
    ) -> Result<Self, IssuerFault> {
        let url = url.strip_suffix('/').unwrap_or(url);
        let of_this_machine = ["http://localhost", "http://127.0.0.1", "http://[::1]"];
        let is_of_this_machine = of_this_machine
            .iter()
            .any(|host| url.strip_prefix(host).is_some_and(|rest| rest.is_empty() || rest.starts_with([':', '/'])));
        if !url.starts_with("https://") && !is_of_this_machine {
            return Err(IssuerFault::Url);
        }
        let ids: Option<Vec<String>> =
            client_ids.into_iter().map(|id| ApplicationId::parse(id.as_ref()).map(|id| id.to_string())).collect();
        let ids = ids.filter(|ids| !ids.is_empty()).ok_or(IssuerFault::Clients)?;
        // The issuer's tokens are accepted as those of a provider are, with ES256 alone: its ID
        // tokens are for its clients.
        let connection: Result<Connection, _> = serde_json::from_value(json!({
            "id": "00000000-0000-0000-0000-000000000000",
            "kind": "oidc",
            "issuer": url,
            "status": "active",
            "audiences": ids,
            "algorithms": ["ES256"],
        }));
        let connection =
            connection.map_err(|_| if ids.len() > 20 { IssuerFault::Clients } else { IssuerFault::Url })?;
        let source = KeySource::new(&connection.issuer, None, None, None);
        Ok(Self(Arc::new(Shared { connection, source, verifier, clock })))
    }

    /// Verifies an access token, and returns its user.
    ///
    /// # Errors
    ///
    /// Returns the first [`TokenError`] in the order form, header, key, signature, claims.
    pub async fn verify(&self, token: &str) -> Result<CoraUser, TokenError> {
        let Shared { connection, source, verifier, clock } = &*self.0;
        let (token, now) = (CompactToken::parse(token)?, clock());
        verifier.verify(&token, connection, source, now).await?;
        let read = read_access_token(&token.header, &token.claims, &connection.issuer, now);
        let access_token = read.ok_or(TokenErrorCode::TokenKindMismatch)?;
        let Roles { org_id, org_role, platform_role, role_version } =
            serde_json::from_value(Value::Object(token.claims)).map_err(|_| TokenErrorCode::ClaimInvalid)?;
        let organization = org_id.zip(org_role).map(|(id, role)| CurrentOrganization { id, role });
        Ok(CoraUser { token: access_token, organization, platform_role, role_version })
    }
}

/// The claims of an access token about roles.
#[derive(Deserialize)]
struct Roles {
    org_id: Option<cora_core::id::OrganizationId>,
    org_role: Option<cora_core::role::OrganizationRole>,
    platform_role: PlatformRole,
    role_version: u32,
}

/// A user who is signed in to one of the applications. Extraction fails with 401 without an
/// acceptable access token.
///
/// Roles are those of the last renewal, at most five minutes ago. For what must not be that old,
/// ask Cora's API.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CoraUser {
    /// The token: user, application, session and scopes.
    pub token: AccessToken,
    /// The current organization and the user's role in it; `None` if there is none.
    pub organization: Option<CurrentOrganization>,
    /// The user's role on the platform.
    pub platform_role: PlatformRole,
    /// The version of the user's roles.
    pub role_version: u32,
}

impl<S> FromRequestParts<S> for CoraUser
where
    S: Send + Sync,
    CoraIssuer: FromRef<S>,
{
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refusal> {
        let values = parts.headers.get_all(header::AUTHORIZATION).iter().map(HeaderValue::as_bytes);
        let token = authorization::only_bearer(values).map_err(TokenError::from)?.to_owned();
        Ok(CoraIssuer::from_ref(state).verify(&token).await?)
    }
}
