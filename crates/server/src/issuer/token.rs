//! The token endpoint (specification §14.6 and §14.7).

use axum::Json;
use axum::extract::Request;
use axum::response::{IntoResponse, Response};
use cora_core::id::{ApplicationSessionId, OrganizationId};
use cora_core::issuer::application::ApplicationKind;
use cora_core::issuer::claims::{ACCESS_TOKEN_TYPE, ID_TOKEN_TYPE, SessionFacts, access_token_claims, id_token_claims};
use cora_core::issuer::pkce::CodeVerifier;
use cora_core::issuer::redemption::RedemptionReason;
use cora_core::issuer::scope::Scope;
use cora_core::issuer::signing_key::SigningKeyUse;
use cora_core::json::Code as _;
use cora_core::text::{Nonce, RedirectUri};
use cora_issuer::{RefreshToken, handle_hash};
use cora_store::{
    CodeRedemption, Grant, PresentedRefreshToken, RenewalOutcome, RenewalRequest, SessionError, StoredApplication,
};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::form::{Parameters, form};
use super::keys::LoadedKeys;
use super::oauth_error::OauthError;
use super::request::IssuerRequest;
use super::session_facts::session_facts;
use super::{client, cross_origin};
use crate::error::ApiError;
use crate::own_form::OwnForm;

/// `POST /oauth2/token`.
pub(super) async fn token(request: IssuerRequest, body: Request) -> Response {
    let parameters = match form(body, &request.app).await {
        Ok(parameters) => parameters,
        Err(fault) => return OauthError::from(fault).into_response(),
    };
    let application = match client::authenticate(&request, &parameters).await {
        Ok(application) => application,
        // The application is not known, so no page may read the answer.
        Err(error) => return error.into_response(),
    };
    let granted = granted(&request, &application, &parameters).await;
    let response = match granted {
        Ok(answer) => {
            let mut response = Json(answer).into_response();
            response.extensions_mut().insert(OwnForm { code: None });
            response
        }
        Err(error) => error.into_response(),
    };
    cross_origin::allow(response, &request.headers, &application.application.origins)
}

/// The parameters that belong to one grant alone.
const OF_CODE: [&str; 3] = ["code", "redirect_uri", "code_verifier"];
const OF_REFRESH: [&str; 3] = ["refresh_token", "scope", "organization"];
const TWICE: OauthError = OauthError::InvalidRequest("a parameter occurs twice");
const FOREIGN: OauthError = OauthError::InvalidRequest("a parameter belongs to another grant");

async fn granted(
    request: &IssuerRequest,
    application: &StoredApplication,
    parameters: &Parameters,
) -> Result<Map<String, Value>, OauthError> {
    let only = |name| parameters.only(name).map_err(|_| TWICE);
    let grant_type = only("grant_type")?.ok_or(OauthError::InvalidRequest("grant_type is missing"))?;
    let foreign = match grant_type {
        "authorization_code" => ["refresh_token", "organization"].as_slice(),
        "refresh_token" => OF_CODE.as_slice(),
        _ => return Err(OauthError::UnsupportedGrantType),
    };
    if application.application.kind == ApplicationKind::Service {
        return Err(OauthError::UnauthorizedClient);
    }
    for name in OF_CODE.into_iter().chain(OF_REFRESH) {
        only(name)?;
    }
    for name in foreign {
        if only(name)?.is_some() {
            return Err(FOREIGN);
        }
    }
    let keys = request.issuer.keys.load(&request.app, request.now).await?;
    match grant_type {
        "authorization_code" => redeem(request, application, parameters, &keys).await,
        _ => renew(request, application, parameters, &keys).await,
    }
}

/// Redeems a code.
async fn redeem(
    request: &IssuerRequest,
    application: &StoredApplication,
    parameters: &Parameters,
    keys: &LoadedKeys,
) -> Result<Map<String, Value>, OauthError> {
    let only = |name| parameters.only(name).map_err(|_| TWICE);
    let code = only("code")?.ok_or(OauthError::InvalidRequest("code is missing"))?;
    let Some(code_hash) = handle_hash(code) else { return Err(OauthError::InvalidGrant) };
    let redemption = CodeRedemption {
        code_hash,
        application_id: application.application.id,
        redirect_uri: only("redirect_uri")?.and_then(RedirectUri::new),
        code_verifier: only("code_verifier")?.map(CodeVerifier::new),
        browser_lengths: request.app.session_lengths,
        request_id: Some(request.request_id.0.clone()),
    };
    let refresh = keys.refresh_key(request.now)?;
    let first = |session: ApplicationSessionId| refresh.token(session.as_uuid(), 0).hash();
    let redeemed = request.app.store.redeem_code(&redemption, first, request.now).await?;
    let Some(grant) = redeemed.grant.filter(|_| redeemed.reason == RedemptionReason::Redeemed) else {
        tracing::info!(reason = redeemed.reason.name(), "a code is refused");
        if redeemed.reason == RedemptionReason::CodeUsed {
            request.issuer.outbox.wake();
        }
        return Err(OauthError::InvalidGrant);
    };
    let facts = facts(request, &grant)?;
    let scopes = facts.scopes.clone();
    let token = scopes.contains(&Scope::OfflineAccess).then(|| refresh.token(grant.session.facts.id.as_uuid(), 0));
    answer(request, keys, &facts, &scopes, redeemed.nonce.as_ref(), token.as_ref())
}

/// Renews a session by its refresh token.
async fn renew(
    request: &IssuerRequest,
    application: &StoredApplication,
    parameters: &Parameters,
    keys: &LoadedKeys,
) -> Result<Map<String, Value>, OauthError> {
    let only = |name| parameters.only(name).map_err(|_| TWICE);
    let token = only("refresh_token")?.ok_or(OauthError::InvalidRequest("refresh_token is missing"))?;
    let organization_id = only("organization")?
        .map(|text| OrganizationId::parse(text).ok_or(OauthError::InvalidRequest("organization is not an identifier")))
        .transpose()?;
    // A token that the issuer did not make is refused without the store.
    let token = RefreshToken::parse(token).filter(|token| keys.made(token, request.now));
    let Some(token) = token else { return Err(OauthError::InvalidGrant) };
    let narrowed = narrowed(only("scope")?, request, &token).await?;
    let session_id = ApplicationSessionId::from_uuid(token.session());
    let refresh = keys.refresh_key(request.now)?;
    let renewal = RenewalRequest {
        application_id: application.application.id,
        presented: PresentedRefreshToken { session_id, generation: token.generation(), hash: token.hash() },
        organization_id,
        fingerprint: request.fingerprint(),
        browser_lengths: request.app.session_lengths,
        request_id: Some(request.request_id.0.clone()),
    };
    let successor = |generation: u32| refresh.token(token.session(), generation).hash();
    match request.app.store.renew_session(&renewal, successor, request.now).await? {
        RenewalOutcome::Renewed { verdict, grant } => {
            tracing::debug!(verdict = verdict.name(), "a session is renewed");
            let facts = facts(request, &grant)?;
            let scopes = narrowed.unwrap_or_else(|| facts.scopes.clone());
            let session = &grant.session;
            // The head may have been derived with an earlier key.
            let hash = session.head_hash.as_ref().ok_or(OauthError::ServerError)?;
            let head = keys.token_of_hash(token.session(), session.rotation.generation, hash, request.now);
            answer(request, keys, &facts, &scopes, None, Some(&head.ok_or(OauthError::InvalidGrant)?))
        }
        RenewalOutcome::Refused(reason) => {
            tracing::info!(reason = reason.name(), "a session is not renewed");
            Err(OauthError::InvalidGrant)
        }
        RenewalOutcome::TokenRefused(verdict) => {
            tracing::info!(verdict = verdict.name(), "a refresh token is refused");
            request.issuer.outbox.wake();
            Err(OauthError::InvalidGrant)
        }
        RenewalOutcome::OrganizationRefused => {
            Err(OauthError::InvalidRequest("organization is not one of the user in this session"))
        }
    }
}

/// Returns the scopes of the access token, if the request narrows them. They must be within the
/// grant (RFC 6749 §6), which is known before anything is written.
async fn narrowed(
    scope: Option<&str>,
    request: &IssuerRequest,
    token: &RefreshToken,
) -> Result<Option<Vec<Scope>>, OauthError> {
    let Some(scope) = scope else { return Ok(None) };
    let session = request.app.store.application_session(ApplicationSessionId::from_uuid(token.session())).await?;
    let Some(session) = session else { return Err(OauthError::InvalidGrant) };
    Scope::within(&session.scopes, Some(scope)).map(Some).ok_or(OauthError::InvalidScope)
}

fn facts(request: &IssuerRequest, grant: &Grant) -> Result<SessionFacts, OauthError> {
    session_facts(&request.issuer.url, grant).ok_or(OauthError::InvalidGrant)
}

/// Builds the answer (RFC 6749 §5.1, OpenID Connect Core §3.1.3.3).
fn answer(
    request: &IssuerRequest,
    keys: &LoadedKeys,
    facts: &SessionFacts,
    scopes: &[Scope],
    nonce: Option<&Nonce>,
    refresh_token: Option<&RefreshToken>,
) -> Result<Map<String, Value>, OauthError> {
    let now = request.now;
    let claims = access_token_claims(facts, scopes, now, &Uuid::new_v4().simple().to_string());
    let access_token = keys.sign(SigningKeyUse::AccessToken, ACCESS_TOKEN_TYPE, &claims, now)?;
    let claims = id_token_claims(facts, nonce, Some(&access_token), now);
    let id_token = keys.sign(SigningKeyUse::IdToken, ID_TOKEN_TYPE, &claims, now)?;
    let expires_in = facts.access_token_ends_at(now).seconds().saturating_sub(now.seconds());
    let mut answer = Map::new();
    answer.insert("access_token".to_owned(), access_token.into());
    answer.insert("token_type".to_owned(), json!("Bearer"));
    answer.insert("expires_in".to_owned(), expires_in.into());
    answer.insert("scope".to_owned(), Scope::list(scopes).into());
    answer.insert("id_token".to_owned(), id_token.into());
    if let Some(token) = refresh_token {
        answer.insert("refresh_token".to_owned(), token.expose().into());
    }
    Ok(answer)
}

impl From<SessionError> for OauthError {
    fn from(error: SessionError) -> Self {
        ApiError::from(error).into()
    }
}
