//! Authenticates a request: from its token to an admitted user, or to the reason for the refusal.

use std::sync::Arc;

use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use cora_core::connection::configuration::{ConnectionConfiguration, DerivedFacts};
use cora_core::console::ConsoleSessionKind;
use cora_core::id::InvitationId;
use cora_core::identity::LoginIdentity;
use cora_core::json::Code;
use cora_core::provisioning::decision::Outcome;
use cora_core::secret::{PresentedToken, Secret};
use cora_core::session::{self, AuthenticatedSession, UnifiedSession};
use cora_core::text::{EndpointUrl, Issuer as IssuerName, SettingText};
use cora_core::time::UnixSeconds;
use cora_core::token::{TokenError, TokenErrorCode, prepare};
use cora_jwt::{CompactToken, KeySource, UserinfoError, authorization};
use cora_store::{ProfileView, ProvisionError, Provisioned, StoredApplicationSession, StoredConnection};
use tracing::{Span, field};

use crate::app::App;
use crate::connection_cache::KnownConnections;
use crate::console;
use crate::console::authority::{ConsoleAuthority, ConsoleLogin};
use crate::envelope::RequestId;
use crate::error::ApiError;
use crate::issuer::{Issuer, api};
use crate::login_record;
use crate::userinfo::LoginToken;

/// The header in which an application presents the access token that it got with the ID token. A
/// header and not a field of a body, because every request authenticates, those without a body
/// included, and because proxies that hide `Authorization` in their logs can hide it alike.
pub(crate) const ACCESS_TOKEN: HeaderName = HeaderName::from_static("x-cora-access-token");

/// The header in which the first owner presents the bootstrap token.
pub(crate) const BOOTSTRAP_TOKEN: HeaderName = HeaderName::from_static("x-cora-bootstrap-token");

/// The header in which a user presents the token that confirms that an account or a mailbox is
/// theirs.
pub(crate) const LINK_PROOF: HeaderName = HeaderName::from_static("x-cora-link-proof");

/// The header in which a user names the invitation whose link they opened.
pub(crate) const INVITATION: HeaderName = HeaderName::from_static("x-cora-invitation");

/// An admitted user.
pub(crate) struct SignedIn {
    /// The decision, its input, and the changes that applying it made.
    pub provisioned: Provisioned,
    /// The user's session.
    pub session: UnifiedSession,
    /// The time of the proof that a session of the console is the user's; `None` for a token.
    pub proven_at: Option<UnixSeconds>,
}

impl SignedIn {
    /// Returns the authenticated session.
    pub fn authenticated(&self) -> Result<&AuthenticatedSession, ApiError> {
        match &self.session {
            UnifiedSession::Authenticated { session } => Ok(session),
            _ => Err(ApiError::FORBIDDEN),
        }
    }

    /// Returns the user's profile. It came with the facts, or from the transaction that created it.
    pub async fn profile(&self, app: &App) -> Result<ProfileView, ApiError> {
        match &self.provisioned.profile {
            Some(view) => Ok(view.clone()),
            None => Ok(app.store.profile(self.authenticated()?.user_id).await?),
        }
    }
}

/// The tokens that a request presents.
struct PresentedTokens<'a> {
    /// The bearer token as it was sent.
    bearer: &'a str,
    /// The bearer token, parsed.
    token: CompactToken<'a>,
    /// The access token that came with it.
    access_token: Option<Secret>,
    /// The identifier of the request.
    request_id: Option<&'a RequestId>,
}

/// Maximum number of times that a login is verified again because its connection changed meanwhile.
const MAX_CHANGES: usize = 3;

/// Verifies the token, provisions its user, and opens their session.
///
/// The token is verified by the cached connection of its issuer, or by the one of several that its
/// recipients and its organization at the provider fit. The login is decided by the stored one. If
/// the connections of the issuer have changed, the token is verified again, so that a disabled
/// connection rejects everyone from the next request on. For a returning user, this needs one
/// database query.
pub(crate) async fn sign_in(app: &App, parts: &Parts) -> Result<SignedIn, ApiError> {
    signed_in(provision(app, parts).await?)
}

/// Opens the session of a decided login.
fn signed_in(presented: Presented) -> Result<SignedIn, ApiError> {
    let Presented { stored, provisioned, application, proven_at } = presented;
    let decision = &provisioned.decision;
    let mut session =
        session::of_decision(&provisioned.input.login, stored.connection.kind, decision, &provisioned.input.facts);
    if let (UnifiedSession::Authenticated { session }, Some(application)) = (&mut session, application) {
        session.grant(&application.permissions, &application.own_roles);
    }
    match session {
        UnifiedSession::Authenticated { .. } => Ok(SignedIn { provisioned, session, proven_at }),
        UnifiedSession::Pending { .. } if decision.step_up.is_some() => {
            Err(decision.step_up.clone().map_or(ApiError::FORBIDDEN, ApiError::StepUp))
        }
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

/// A login that a request presents, decided.
pub(crate) struct Presented {
    /// The connection of the login.
    pub stored: Arc<StoredConnection>,
    /// The decision, whether or not it admits the user, after it was written.
    pub provisioned: Provisioned,
    /// The application's session, if the token is an application's.
    application: Option<Box<StoredApplicationSession>>,
    /// The time of the proof that a session of the console is the user's; `None` for a token.
    proven_at: Option<UnixSeconds>,
}

/// The one who makes a request.
pub(crate) enum Authority {
    /// A person: by a token, or by a session of the console.
    Person(Box<SignedIn>),
    /// The operator of the host, or somebody who sets the platform up, by a session of the console.
    WithoutPerson(ConsoleSessionKind),
}

/// Returns the one who makes a request.
pub(crate) async fn authority(app: &App, parts: &Parts) -> Result<Authority, ApiError> {
    match console::authority::of_request(app, parts, (app.clock)()).await? {
        Some(ConsoleAuthority::WithoutPerson(kind)) => Ok(Authority::WithoutPerson(kind)),
        Some(ConsoleAuthority::Person(login)) => {
            let presented = of_console(app, parts, *login)?;
            Ok(Authority::Person(Box::new(signed_in(presented)?)))
        }
        None => Ok(Authority::Person(Box::new(signed_in(by_token(app, parts).await?)?))),
    }
}

/// Returns the login of a session of the console. It was made at the sign-in, so nothing can be
/// added to it.
fn of_console(app: &App, parts: &Parts, login: ConsoleLogin) -> Result<Presented, ApiError> {
    let added = [ACCESS_TOKEN, BOOTSTRAP_TOKEN, LINK_PROOF, INVITATION];
    if added.iter().any(|name| parts.headers.contains_key(name)) {
        return Err(ApiError::input("", "present this header with the provider's own token"));
    }
    let ConsoleLogin { stored, provisioned, proven_at, .. } = login;
    decided(app, &stored, &provisioned);
    Ok(Presented { stored, provisioned, application: None, proven_at: Some(proven_at) })
}

/// Verifies the token, or finds the session of the console, and provisions its user.
pub(crate) async fn provision(app: &App, parts: &Parts) -> Result<Presented, ApiError> {
    match console::authority::of_request(app, parts, (app.clock)()).await? {
        Some(ConsoleAuthority::Person(login)) => of_console(app, parts, *login),
        Some(ConsoleAuthority::WithoutPerson(_)) => Err(ApiError::FORBIDDEN),
        None => by_token(app, parts).await,
    }
}

/// Verifies the token and provisions its user.
async fn by_token(app: &App, parts: &Parts) -> Result<Presented, ApiError> {
    let (headers, now) = (&parts.headers, (app.clock)());
    let values = headers.get_all(header::AUTHORIZATION).iter().map(HeaderValue::as_bytes);
    let bearer = authorization::only_bearer(values);
    let bearer = bearer.map_err(|code| ApiError::Token(code.into()))?;
    let token = CompactToken::parse(bearer).map_err(|code| ApiError::Token(code.into()))?;
    let request_id = parts.extensions.get();
    let presented_tokens = PresentedTokens { bearer, token, access_token: access_token(headers)?, request_id };
    let (bootstrap_token, link_proof) = (presented(headers, BOOTSTRAP_TOKEN)?, presented(headers, LINK_PROOF)?);
    let invitation_id = named_invitation(headers)?;
    if let Some(issuer) = Issuer::of_request(parts)
        && presented_tokens.token.claimed_issuer() == Some(issuer.url.as_str())
    {
        // The login was made at the sign-in, so nothing can be added to it.
        if bootstrap_token.is_some() || link_proof.is_some() || invitation_id.is_some() {
            return Err(ApiError::input("", "present this header with the provider's own token"));
        }
        let (stored, provisioned, session) = api::provision(app, issuer, bearer, now).await?;
        decided(app, &stored, &provisioned);
        return Ok(Presented { stored, provisioned, application: Some(Box::new(session)), proven_at: None });
    }

    let store = match parts.extensions.get::<RequestId>() {
        Some(request_id) => app.store.for_request(&request_id.0),
        None => app.store.clone(),
    };
    let mut known = app.connection_cache.get(presented_tokens.token.claimed_issuer());
    let mut changes = 0;
    let (stored, provisioned) = loop {
        let (connections, stored, mut login) = verified(app, &presented_tokens, known.take(), now).await?;
        login.bootstrap_token.clone_from(&bootstrap_token);
        login.link_proof.clone_from(&link_proof);
        login.invitation_id = invitation_id;
        let of_issuer = connections.iter().map(|stored| &stored.connection);
        match store.provision_verified(&login, of_issuer, now).await {
            Err(ProvisionError::ConnectionChanged) if changes < MAX_CHANGES => changes += 1,
            provisioned => break (stored, provisioned?),
        }
    };
    decided(app, &stored, &provisioned);
    Ok(Presented { stored, provisioned, application: None, proven_at: None })
}

/// Counts a decision, and notes it in the request's span: codes and identifiers only.
fn decided(app: &App, stored: &StoredConnection, provisioned: &Provisioned) {
    let decision = &provisioned.decision;
    let (outcome, reason) = (decision.outcome.kind().name(), decision.reason.name());
    app.metrics.decided(outcome, reason);
    let span = Span::current();
    span.record("outcome", outcome);
    span.record("reason", reason);
    span.record("connection_id", field::display(stored.connection.id));
    if let Some(user_id) = decision.outcome.signed_in_user() {
        span.record("user_id", field::display(user_id));
    }
}

/// Verifies a token by the cached connections, or else by the stored ones. A stale cache entry must
/// not reject a valid token either, so every rejection is checked against the stored connections.
/// Returns the connections, the one that accepted the token, and the login.
async fn verified(
    app: &App,
    presented: &PresentedTokens<'_>,
    known: Option<KnownConnections>,
    now: UnixSeconds,
) -> Result<(KnownConnections, Arc<StoredConnection>, LoginIdentity), ApiError> {
    let refused = match &known {
        Some(connections) => match verified_by_one(app, presented, connections, now).await {
            Ok((stored, login)) => return Ok((Arc::clone(connections), stored, login)),
            Err(refusal) => Some(refusal),
        },
        None => None,
    };
    let issuer = presented.token.claimed_issuer();
    let stored = app.store.connections_for(issuer).await?;
    let stored: KnownConnections = stored.into_iter().map(Arc::new).collect();
    app.connection_cache.set(issuer, &stored);
    if let Some(refusal) = refused.filter(|_| known.as_ref() == Some(&stored)) {
        return Err(refusal.noted(app, presented));
    }
    let verified = verified_by_one(app, presented, &stored, now).await;
    let (chosen, login) = verified.map_err(|refusal| refusal.noted(app, presented))?;
    Ok((stored, chosen, login))
}

/// A token that was not accepted.
struct Refusal {
    error: ApiError,
    /// The connection that the token was verified by, if one was found.
    by: Option<Arc<StoredConnection>>,
}

impl Refusal {
    fn of(error: TokenError) -> Self {
        Self { error: ApiError::Token(error), by: None }
    }

    /// Notes the refusal in the record of logins, and returns the error to answer with.
    fn noted(self, app: &App, presented: &PresentedTokens<'_>) -> ApiError {
        if let (Some(stored), ApiError::Token(error)) = (&self.by, &self.error) {
            let subject = presented.token.claims.get("sub").and_then(serde_json::Value::as_str);
            login_record::refused(app, stored, error.code, subject, presented.request_id);
        }
        self.error
    }
}

/// Verifies a token by the one of several connections that it belongs to, and completes its claims
/// from the userinfo endpoint where the connection says so.
async fn verified_by_one(
    app: &App,
    presented: &PresentedTokens<'_>,
    connections: &[Arc<StoredConnection>],
    now: UnixSeconds,
) -> Result<(Arc<StoredConnection>, LoginIdentity), Refusal> {
    let token = &presented.token;
    let stored = match connections {
        [] => return Err(Refusal::of(TokenErrorCode::ConnectionNotActive.into())),
        // One connection that has not this issuer is the platform's default.
        [only] if token.claimed_issuer().is_some_and(|issuer| issuer != only.connection.issuer.as_str()) => {
            return Err(Refusal::of(TokenErrorCode::ConnectionNotActive.into()));
        }
        [only] => only,
        several => {
            let all = several.iter().map(|stored| &stored.connection);
            let chosen = prepare(&token.header, &token.claims, all).map_err(Refusal::of)?.connection.id;
            let chosen = several.iter().find(|stored| stored.connection.id == chosen);
            chosen.ok_or_else(|| Refusal::of(TokenErrorCode::ConnectionNotActive.into()))?
        }
    };
    let source = key_source(&stored.connection.issuer, stored.configuration.as_ref(), &stored.derived);
    let connection = &stored.connection;
    let by_connection = |error: ApiError| Refusal { error, by: Some(Arc::clone(stored)) };
    let accepted = app.verifier.verify(token, connection, &source, now).await.map_err(|error| {
        let span = Span::current();
        span.record("connection_id", field::display(connection.id));
        if let Some(key_id) = app.verifier.known_key_id(token, connection, &source) {
            span.record("key_id", key_id);
        }
        by_connection(error.into())
    })?;
    let login = LoginToken {
        text: presented.bearer,
        token,
        connection,
        source: &source,
        discovery_uri: stored.derived.discovery_uri.as_ref().map(EndpointUrl::as_str),
        issued_with: presented.access_token.as_ref(),
    };
    let completed = login.complete(app, accepted, now).await;
    let completed = completed.map_err(|UserinfoError { error, .. }| by_connection(error.into()))?;
    Ok((Arc::clone(stored), completed.accepted.login))
}

/// Returns the location of a connection's signing keys.
pub(crate) fn key_source(
    issuer: &IssuerName,
    configuration: Option<&ConnectionConfiguration>,
    derived: &DerivedFacts,
) -> KeySource {
    let key = configuration.and_then(ConnectionConfiguration::jwt_key);
    let [jwks, discovery] =
        [&derived.jwks_uri, &derived.discovery_uri].map(|uri| uri.as_ref().map(EndpointUrl::as_str));
    KeySource::new(issuer, jwks, discovery, key.map(SettingText::as_str))
}

/// Reads the access token that came with the ID token. Its form is that of a bearer token.
fn access_token(headers: &HeaderMap) -> Result<Option<Secret>, ApiError> {
    let mut values = headers.get_all(ACCESS_TOKEN).iter();
    let Some(value) = values.next() else { return Ok(None) };
    let bearer = [b"Bearer ", value.as_bytes()].concat();
    match authorization::bearer(Some(&bearer)) {
        Ok(token) if values.next().is_none() => Ok(Some(Secret::new(token))),
        _ => Err(ApiError::header(ACCESS_TOKEN.as_str(), "this is not one access token, as the provider issues it")),
    }
}

/// Reads the invitation whose link the user opened.
fn named_invitation(headers: &HeaderMap) -> Result<Option<InvitationId>, ApiError> {
    let Some(value) = headers.get(INVITATION) else { return Ok(None) };
    let invitation = value.to_str().ok().and_then(InvitationId::parse);
    invitation.map(Some).ok_or_else(|| ApiError::header(INVITATION.as_str(), "this is not a hyphenated UUID"))
}

/// Reads a secret that the user presents in a header in addition to the token.
fn presented(headers: &HeaderMap, name: HeaderName) -> Result<Option<PresentedToken>, ApiError> {
    let Some(value) = headers.get(&name) else { return Ok(None) };
    let token = value.to_str().ok().and_then(PresentedToken::new);
    let message = "this is not a Cora token: use visible ASCII, at most 512 bytes";
    token.map(Some).ok_or_else(|| ApiError::header(name.as_str(), message))
}
