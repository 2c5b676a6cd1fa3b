//! From a request to a person who is let in, or the reason why not.

use axum::http::{HeaderMap, HeaderValue, header};
use cora_core::capability::Capability;
use cora_core::connection::configuration::{ConnectionConfiguration, DerivedFacts};
use cora_core::provisioning::decision::Outcome;
use cora_core::secret::PresentedToken;
use cora_core::session::{self, AuthenticatedSession, UnifiedSession, can};
use cora_core::text::{EndpointUrl, Issuer, SettingText};
use cora_core::token::TokenErrorCode;
use cora_jwt::{CompactToken, KeySource, authorization};
use cora_store::Provisioned;

use crate::app::App;
use crate::error::ApiError;

/// The header by which the first owner presents the bootstrap token.
const BOOTSTRAP_TOKEN: &str = "x-cora-bootstrap-token";

/// The header in which a person presents the token by which they confirm that an account is theirs.
const LINK_PROOF: &str = "x-cora-link-proof";

/// A person who is let in.
pub(crate) struct SignedIn {
    /// What was decided, from what, and that it is written.
    pub provisioned: Provisioned,
    /// Their session.
    pub session: UnifiedSession,
}

impl SignedIn {
    /// What is known of the session.
    pub fn authenticated(&self) -> Result<&AuthenticatedSession, ApiError> {
        match &self.session {
            UnifiedSession::Authenticated { session } => Ok(session),
            _ => Err(ApiError::FORBIDDEN),
        }
    }
}

/// Verifies the token, provisions its person, and opens their session.
///
/// The connection is read anew each time, so that one that was switched off lets nobody in at the next request.
pub(crate) async fn sign_in(app: &App, headers: &HeaderMap) -> Result<SignedIn, ApiError> {
    let now = (app.clock)();
    let values = headers.get_all(header::AUTHORIZATION).iter().map(HeaderValue::as_bytes);
    let bearer = authorization::only_bearer(values);
    let token = bearer.and_then(CompactToken::parse).map_err(|code| ApiError::Token(code.into()))?;
    let stored = app.store.connection_for(token.claimed_issuer()).await?;
    let stored = stored.ok_or_else(|| ApiError::Token(TokenErrorCode::ConnectionNotActive.into()))?;
    let source = key_source(&stored.connection.issuer, stored.configuration.as_ref(), &stored.derived);
    let mut login = app.verifier.verify(&token, &stored.connection, &source, now).await?.login;
    login.bootstrap_token = presented(headers, BOOTSTRAP_TOKEN)?;
    login.link_proof = presented(headers, LINK_PROOF)?;

    let provisioned = app.store.provision(&login, now).await?;
    let decision = &provisioned.decision;
    let session =
        session::of_decision(&provisioned.input.login, stored.connection.kind, decision, &provisioned.input.facts);
    match session {
        UnifiedSession::Authenticated { .. } => Ok(SignedIn { provisioned, session }),
        UnifiedSession::Pending { message } => {
            let connection_id = match decision.outcome {
                Outcome::SsoRequired { connection_id } => Some(connection_id),
                _ => None,
            };
            Err(ApiError::NotAdmitted { message, connection_id })
        }
        _ => Err(ApiError::FORBIDDEN),
    }
}

/// Where the keys of a connection's tokens are.
pub(crate) fn key_source(
    issuer: &Issuer,
    configuration: Option<&ConnectionConfiguration>,
    derived: &DerivedFacts,
) -> KeySource {
    let key = configuration.and_then(ConnectionConfiguration::jwt_key);
    let [jwks, discovery] =
        [&derived.jwks_uri, &derived.discovery_uri].map(|uri| uri.as_ref().map(EndpointUrl::as_str));
    KeySource::new(issuer, jwks, discovery, key.map(SettingText::as_str))
}

/// Signs a person in who is allowed something on the platform, by the one table.
pub(crate) async fn allowed(app: &App, headers: &HeaderMap, capability: Capability) -> Result<SignedIn, ApiError> {
    let signed_in = sign_in(app, headers).await?;
    if can(&signed_in.session, capability, None) { Ok(signed_in) } else { Err(ApiError::FORBIDDEN) }
}

/// A secret that the person presents beside the token.
fn presented(headers: &HeaderMap, name: &'static str) -> Result<Option<PresentedToken>, ApiError> {
    let Some(value) = headers.get(name) else { return Ok(None) };
    let token = value.to_str().ok().and_then(PresentedToken::new);
    let message = "this is no secret of ours: visible ASCII, at most 512 bytes";
    token.map(Some).ok_or_else(|| ApiError::header(name, message))
}
