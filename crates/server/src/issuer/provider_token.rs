//! The provider's tokens that are kept for an application, and given to it (specification §14.12).
//!
//! A renewal at the provider is one at a time for a session, in whichever process it begins, and
//! the new tokens are stored before anybody gets one (pitfall C53).

use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::extract::Request;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use cora_core::id::{ApplicationSessionId, BrowserSessionId, ConnectionId, ProviderTokenId};
use cora_core::issuer::application::{Application, ApplicationKind, UpstreamTokens};
use cora_core::issuer::kept_token::{KeptTokenVerdict, UNSTATED_LIFE_SECONDS, kept_token_verdict};
use cora_core::issuer::session::SessionEndReason;
use cora_core::secret::Secret;
use cora_core::time::UnixSeconds;
use cora_issuer::RefreshToken;
use cora_oidc::Tokens;
use cora_store::{Grant, SealedProviderToken, StoredApplication, StoredProviderToken};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::oauth_error::OauthError;
use super::request::IssuerRequest;
use super::upstream::{Upstream, UpstreamFault};
use super::{Issuer, client, userinfo};
use crate::app::App;
use crate::own_form::OwnForm;

/// Time between two looks at the tokens that another request renews.
const LOOK_AGAIN: Duration = Duration::from_millis(200);
/// The most looks: for eight seconds.
const LOOKS: u32 = 40;

/// The tokens as they are sealed.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Kept {
    access_token: String,
    refresh_token: Option<String>,
    scopes: Option<Vec<String>>,
    ends_at: UnixSeconds,
}

impl Kept {
    /// `before` has the refresh token and the scopes that the answer may leave out (RFC 6749 §6).
    fn of(tokens: &Tokens, before: Option<Self>, now: UnixSeconds) -> Self {
        let life = tokens.expires_in.map_or(UNSTATED_LIFE_SECONDS, |life| life.as_secs());
        let (refresh_token, scopes) = before.map_or((None, None), |before| (before.refresh_token, before.scopes));
        Self {
            access_token: tokens.access_token.expose().to_owned(),
            refresh_token: tokens.refresh_token.as_ref().map(|token| token.expose().to_owned()).or(refresh_token),
            scopes: tokens.scopes.clone().or(scopes),
            ends_at: now.plus(life),
        }
    }

    fn seal(&self, app: &App, id: ProviderTokenId) -> Result<String, &'static str> {
        let keys = app.secrets.keys().map_err(|error| error.code())?;
        let text = Secret::new(serde_json::to_string(self).map_err(|_| "secret_unreadable")?);
        keys.seal_text(&SealedProviderToken::place(id), text.expose()).map_err(|error| error.code())
    }

    fn open(app: &App, stored: &StoredProviderToken) -> Option<Self> {
        let keys = app.secrets.keys().ok()?;
        let text = keys.open_text(&SealedProviderToken::place(stored.id), &stored.sealed).ok()?;
        serde_json::from_str(text.expose()).ok()
    }

    fn answer(&self, now: UnixSeconds) -> Map<String, Value> {
        let mut answer = Map::new();
        answer.insert("access_token".to_owned(), self.access_token.as_str().into());
        answer.insert("token_type".to_owned(), json!("Bearer"));
        answer.insert("expires_in".to_owned(), self.ends_at.seconds().saturating_sub(now.seconds()).into());
        if let Some(scopes) = &self.scopes {
            answer.insert("scope".to_owned(), scopes.join(" ").into());
        }
        answer
    }
}

/// Returns `true` if the provider's tokens are kept for an application.
///
/// SECURITY: it is asked at each sign-in and each request, and not only when the setting is made.
pub(super) fn is_kept_for(application: &Application) -> bool {
    application.kind == ApplicationKind::Web && application.upstream == UpstreamTokens::Keep
}

/// Seals the tokens of a sign-in. `None` if they cannot be kept: the person is signed in anyway.
pub(super) fn kept(app: &App, tokens: &Tokens, now: UnixSeconds) -> Option<SealedProviderToken> {
    let id = ProviderTokenId::from_uuid(Uuid::new_v4());
    match Kept::of(tokens, None, now).seal(app, id) {
        Ok(sealed) => Some(SealedProviderToken { id, sealed }),
        Err(code) => {
            tracing::warn!(code, "the tokens of a provider cannot be kept");
            None
        }
    }
}

/// `POST /oauth2/provider-token`.
pub(super) async fn provider_token(request: IssuerRequest, body: Request) -> Response {
    match given(&request, body).await {
        Ok(answer) => {
            let headers = [(header::CACHE_CONTROL, HeaderValue::from_static("no-store"))];
            let mut response = (headers, Json(answer)).into_response();
            response.extensions_mut().insert(OwnForm { code: None });
            response
        }
        Err(error) => error.into_response(),
    }
}

async fn given(request: &IssuerRequest, body: Request) -> Result<Map<String, Value>, OauthError> {
    let parameters = userinfo::read(request, body).await?;
    let application = client::authenticate(request, &parameters).await?;
    if !is_kept_for(&application.application) {
        return Err(OauthError::UnauthorizedClient);
    }
    let grant = session_of(request, &application, userinfo::token(&parameters)?).await?;
    let grant = grant.ok_or(OauthError::InvalidGrant)?;
    let session = &grant.session.browser_session.facts;
    Ok(current(request, session.id, session.connection_id).await?.answer(request.now))
}

/// Returns the session that a token of the application's own belongs to, if it is alive and its
/// login still admits the user.
async fn session_of(
    request: &IssuerRequest,
    application: &StoredApplication,
    text: &str,
) -> Result<Option<Box<Grant>>, OauthError> {
    let (store, now) = (&request.app.store, request.now);
    let keys = request.issuer.keys.load(&request.app, now).await?;
    let grant = if let Some(token) = keys.access_token(text, now) {
        userinfo::alive(request, &token).await?
    } else if let Some(token) = RefreshToken::parse(text).filter(|token| keys.made(token, now)) {
        let id = ApplicationSessionId::from_uuid(token.session());
        let decided = store.decide_access(id, request.app.session_lengths, now).await?;
        decided.and_then(Result::ok).filter(|grant| grant.session.head_hash == Some(token.hash()))
    } else {
        None
    };
    // SECURITY: a token of another application opens nothing.
    Ok(grant.filter(|grant| grant.session.facts.application_id == application.application.id))
}

/// Returns tokens whose access token can be used, renewed at the provider if it is over.
async fn current(
    request: &IssuerRequest,
    session: BrowserSessionId,
    connection: ConnectionId,
) -> Result<Kept, OauthError> {
    let (app, now) = (&request.app, request.now);
    let mut last = None;
    for _ in 0..LOOKS {
        let stored = app.store.provider_token(session).await?.ok_or(OauthError::LoginRequired)?;
        let Some(kept) = Kept::open(app, &stored) else {
            tracing::warn!("the kept tokens of a provider cannot be opened");
            app.store.forget_provider_token(&stored).await?;
            return Err(OauthError::LoginRequired);
        };
        match kept_token_verdict(kept.ends_at, kept.refresh_token.is_some(), now) {
            KeptTokenVerdict::Current => return Ok(kept),
            KeptTokenVerdict::SignInAgain => {
                app.store.forget_provider_token(&stored).await?;
                return Err(OauthError::LoginRequired);
            }
            KeptTokenVerdict::Renew => {}
        }
        if app.store.begin_provider_renewal(&stored, now).await? {
            let (app, issuer) = (app.clone(), Arc::clone(&request.issuer));
            // WHY a separate task: the provider may take the old refresh token back, so the new one
            // is stored even if the application disconnects or the request times out.
            let renewing =
                tokio::spawn(async move { renewed(&app, &issuer, stored, kept, session, connection, now).await });
            return renewing.await.unwrap_or(Err(OauthError::ServerError));
        }
        if now < kept.ends_at {
            // It still counts, so nobody waits for the other renewal.
            return Ok(kept);
        }
        last = stored.renewing_until;
        tokio::time::sleep(LOOK_AGAIN).await;
    }
    tracing::info!(until = last.map(UnixSeconds::seconds), "a renewal at a provider takes too long");
    Err(OauthError::TemporarilyUnavailable)
}

/// Renews tokens at the provider, and stores them.
async fn renewed(
    app: &App,
    issuer: &Issuer,
    stored: StoredProviderToken,
    kept: Kept,
    session: BrowserSessionId,
    connection: ConnectionId,
    now: UnixSeconds,
) -> Result<Kept, OauthError> {
    let refresh_token = Secret::new(kept.refresh_token.as_deref().unwrap_or_default());
    let asked = match app.store.active_connection(connection).await? {
        Some(connection) => match Upstream::reach(app, &issuer.endpoints, connection, now).await {
            Ok(upstream) => upstream.renew(app, &refresh_token).await,
            Err(fault) => Err(fault),
        },
        None => Err(UpstreamFault::Unavailable("connection_not_active")),
    };
    match asked {
        Ok(tokens) => {
            let renewed = Kept::of(&tokens, Some(kept), now);
            let sealed = renewed.seal(app, stored.id).map_err(|code| {
                tracing::error!(code, "the renewed tokens of a provider cannot be kept");
                OauthError::ServerError
            })?;
            // The session may have ended meanwhile: then nothing is given.
            match app.store.end_provider_renewal(&stored, &sealed, now).await? {
                true => Ok(renewed),
                false => Err(OauthError::InvalidGrant),
            }
        }
        Err(UpstreamFault::Refused(_)) => {
            // The provider has ended its part, so the session ends, and its applications are told.
            app.store.end_browser_session(session, SessionEndReason::EndedByProvider, now).await?;
            issuer.outbox.wake();
            Err(OauthError::InvalidGrant)
        }
        Err(fault) => {
            tracing::info!(code = fault.code(), "the tokens of a provider are not renewed");
            app.store.fail_provider_renewal(&stored, now).await?;
            if now < kept.ends_at { Ok(kept) } else { Err(OauthError::TemporarilyUnavailable) }
        }
    }
}
