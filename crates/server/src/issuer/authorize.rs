//! The authorization endpoint (specification §14.3).

use axum::extract::{RawQuery, Request};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use cora_core::console::proven_at;
use cora_core::id::{ApplicationId, ApplicationSessionId};
use cora_core::issuer::application::Application;
use cora_core::issuer::authorization::{
    AuthorizationErrorCode, AuthorizationPageCode, AuthorizationRefusal, AuthorizationRequest, FlowFacts,
    ObjectionAnswer, Prompt, RequestNames, SessionObjection, answer_for, check_authorization_request,
    session_objection,
};
use cora_core::issuer::sign_in_question::sign_in_questions;
use cora_core::issuer::step_up::objection_after_decision;
use cora_core::json::Code as _;
use cora_core::provisioning::decision::Outcome;
use cora_core::secret::TokenHash;
use cora_core::session::{self, UnifiedSession};
use cora_issuer::{handle_hash, random_handle};
use cora_store::{IssuedCode, NewCode, Provisioned, StoredBrowserSession};
use uuid::Uuid;

use super::answer::{Failure, answer_code, answer_error, error_url, failed, not_admitted};
use super::departure::Asked;
use super::form::{FormFault, Parameters, form};
use super::page::{Page, redirect};
use super::path::AUTHORIZE;
use super::request::IssuerRequest;
use super::{choice, words};
use crate::error::{ApiError, ServerCode};

/// `GET /oauth2/authorize`.
pub(super) async fn authorize(request: IssuerRequest, RawQuery(query): RawQuery) -> Response {
    match checked(&request, query.as_deref().unwrap_or_default()).await {
        Ok(response) => response,
        Err(failure) => failed(failure),
    }
}

/// `POST /oauth2/authorize`: sends the browser to the same request by GET, because a form that
/// another site posts comes without the session's cookie (specification §14.3).
pub(super) async fn posted_authorize(request: IssuerRequest, body: Request) -> Response {
    match form(body, &request.app).await {
        Ok(parameters) => redirect(&format!("{}{AUTHORIZE}?{}", request.issuer.url, parameters.query())),
        Err(FormFault::TooLarge) => refused(AuthorizationPageCode::RequestTooLarge),
        Err(FormFault::NotAForm) => refused(AuthorizationPageCode::ApplicationMissing),
        // Shown as pages, as the refusals of other layers are.
        Err(FormFault::TooSlow) => ApiError::Server(ServerCode::BodyTooSlow).into_response(),
        Err(FormFault::Busy) => ApiError::Server(ServerCode::TryAgain).into_response(),
    }
}

/// Shows a page for a request that leads nowhere.
fn refused(code: AuthorizationPageCode) -> Response {
    Page::new(words::of_refusal(code)).refusal(StatusCode::BAD_REQUEST, code.name()).into_response()
}

/// Checks a request, and answers it.
async fn checked(request: &IssuerRequest, query: &str) -> Result<Response, Failure> {
    let Ok(parameters) = Parameters::of_query(query) else {
        return Ok(refused(AuthorizationPageCode::RequestTooLarge));
    };
    let names = RequestNames::of(&parameters.0);
    let loaded = request.app.store.load_request(&names).await?;
    let hint = match (&names.id_token_hint, names.application_id) {
        (Some(token), Some(application)) => {
            request.issuer.keys.id_token_hint(request, token, Some(application)).await?
        }
        _ => None,
    };
    let facts = loaded.facts(hint.map(|hint| hint.hint));
    match check_authorization_request(&parameters.0, &facts, request.now) {
        Err(AuthorizationRefusal::Page { code }) => Ok(refused(code)),
        Err(AuthorizationRefusal::Redirect { redirect_uri, state, error, description }) => {
            tracing::info!(code = error.name(), "an application's request is refused");
            let state = state.as_ref().map(|state| state.as_str());
            Ok(redirect(&error_url(&request.issuer.url, &redirect_uri, state, error, Some(&description))))
        }
        Ok(authorization) => {
            let cookie = request.issuer.cookies.session(&request.headers);
            let secret_hash = cookie.and_then(|secret| handle_hash(secret.expose()));
            let Some(application) = facts.application else {
                return Ok(refused(AuthorizationPageCode::ApplicationUnknown));
            };
            respond(request, authorization, &application, secret_hash.as_ref(), None).await
        }
    }
}

/// Answers a request after the way to the provider, with the facts of now: the application may have
/// been changed meanwhile (pitfall C65).
pub(super) async fn answer(
    request: &IssuerRequest,
    authorization: AuthorizationRequest,
    secret_hash: &TokenHash,
    flow: FlowFacts,
) -> Result<Response, Failure> {
    let application = request.app.store.stored_application(authorization.application_id).await?;
    let Some(application) = application.map(|stored| stored.application) else {
        return Ok(refused(AuthorizationPageCode::ApplicationUnknown));
    };
    if !application.enabled {
        return Ok(refused(AuthorizationPageCode::ApplicationDisabled));
    }
    if application.redirect_uri(authorization.redirect_uri.as_str(), request.now).is_none() {
        return Ok(refused(AuthorizationPageCode::RedirectUriNotRegistered));
    }
    respond(request, authorization, &application, Some(secret_hash), Some(flow)).await
}

/// Answers a checked request by the browser's session, or by the way to a provider.
async fn respond(
    request: &IssuerRequest,
    authorization: AuthorizationRequest,
    application: &Application,
    secret_hash: Option<&TokenHash>,
    flow: Option<FlowFacts>,
) -> Result<Response, Failure> {
    let session = match secret_hash {
        Some(hash) => request.app.store.browser_session_by_secret(hash).await?,
        None => None,
    };
    // A session from before the time at which the user was signed out everywhere is over.
    let session = session.filter(|session| !session.facts.times.is_refused(session.not_before));
    // So is one of a connection that is out of use: the person can come by another.
    let session = session.filter(|session| session.connection.is_some_and(|connection| connection.is_active));
    let mut facts = session.as_ref().map(|session| session.facts.clone());
    if let Some(facts) = facts.as_mut().filter(|_| application.id == ApplicationId::of_console()) {
        facts.auth_time = Some(proven_at(facts));
    }
    let facts = facts.as_ref();
    let Some(objection) = session_objection(&authorization, application, facts, flow.as_ref(), request.now) else {
        return match &session {
            Some(session) if flow.is_some() => {
                by_session(request, authorization, application, session, flow.as_ref()).await
            }
            Some(session) => with_invitation(request, authorization, application, session).await,
            None => Err(Failure::Internal),
        };
    };
    tracing::debug!(objection = objection.name(), "no session answers");
    match answer_for(objection, &authorization, flow.as_ref()) {
        ObjectionAnswer::Error { error } => Ok(answer_error(&request.issuer.url, &authorization, error)),
        ObjectionAnswer::SignIn { ask_login, ask_select_account } => {
            let asked = Asked { login: ask_login, select_account: ask_select_account };
            choice::sign_in(request, authorization, application, asked).await
        }
    }
}

/// Answers a request by the session of the browser, after its login is decided with the invitation
/// whose link was opened in it. A person who has to prove an address for it signs in again.
async fn with_invitation(
    request: &IssuerRequest,
    mut authorization: AuthorizationRequest,
    application: &Application,
    session: &StoredBrowserSession,
) -> Result<Response, Failure> {
    let cookies = &request.issuer.cookies;
    let invitation = cookies.invitation(&request.headers).filter(|_| !authorization.prompt.contains(&Prompt::None));
    let Some(invitation) = invitation else {
        return by_session(request, authorization, application, session, None).await;
    };
    let mut named = session.clone();
    named.login.invitation_id = Some(invitation);
    let decided = request.app.store.decide_session(&named, request.now).await?;
    let is_asked = decided.is_some_and(|provisioned| {
        sign_in_questions(&provisioned.input, &provisioned.decision).is_some_and(|questions| questions.code.is_some())
    });
    if is_asked && request.app.has_mail() {
        authorization.connection_id = Some(session.facts.connection_id);
        let asked = Asked { login: false, select_account: false };
        return choice::sign_in(request, authorization, application, asked).await;
    }
    let mut response = by_session(request, authorization, application, session, None).await?;
    response.headers_mut().append(header::SET_COOKIE, cookies.clear_invitation());
    Ok(response)
}

/// Answers a request by the session of the browser, after its login is decided again.
async fn by_session(
    request: &IssuerRequest,
    mut authorization: AuthorizationRequest,
    application: &Application,
    session: &StoredBrowserSession,
    flow: Option<&FlowFacts>,
) -> Result<Response, Failure> {
    let (app, now) = (&request.app, request.now);
    let decided = app.store.decide_session(session, now).await?;
    let objection = decided
        .as_ref()
        .and_then(|provisioned| objection_after_decision(&authorization, &provisioned.input, &provisioned.decision));
    if let Some(objection) = objection {
        tracing::debug!(objection = objection.name(), "the session does not answer");
        return match answer_for(objection, &authorization, flow) {
            ObjectionAnswer::Error { error } => Ok(answer_error(&request.issuer.url, &authorization, error)),
            ObjectionAnswer::SignIn { ask_login, ask_select_account } => {
                // The proof is asked of the provider that the person came by.
                if objection == SessionObjection::StepUpRequired {
                    authorization.connection_id = Some(session.facts.connection_id);
                }
                let asked = Asked { login: ask_login, select_account: ask_select_account };
                choice::sign_in(request, authorization, application, asked).await
            }
        };
    }
    let admitted = decided
        .as_ref()
        .filter(|provisioned| provisioned.decision.outcome.signed_in_user() == Some(session.facts.user_id));
    let (Some(_), Some(connection)) = (admitted, session.connection) else {
        return Ok(turned_away(request, &authorization, decided.as_ref()));
    };
    let code = random_handle()?;
    let new = NewCode {
        code_hash: handle_hash(code.expose()).ok_or(Failure::Internal)?,
        application_session_id: ApplicationSessionId::from_uuid(Uuid::new_v4()),
        browser_session_id: session.facts.id,
        application_id: authorization.application_id,
        redirect_uri: authorization.redirect_uri.clone(),
        code_challenge: authorization.code_challenge.clone(),
        nonce: authorization.nonce.clone(),
        scopes: authorization.scopes.clone(),
        organization_id: authorization.organization_id,
        connection_id: connection.id,
        connection_version: connection.version,
    };
    match app.store.issue_code(&new, now).await? {
        IssuedCode::Stored => Ok(answer_code(&request.issuer.url, &authorization, &code)),
        // The session was ended, or its connection changed, in this moment.
        IssuedCode::Refused => Err(Failure::Busy),
    }
}

/// Answers for a person whose login no longer admits them: with a page, or with an error if nothing
/// may be shown.
fn turned_away(
    request: &IssuerRequest,
    authorization: &AuthorizationRequest,
    decided: Option<&Provisioned>,
) -> Response {
    let issuer = &request.issuer.url;
    if authorization.prompt.contains(&Prompt::None) {
        return answer_error(issuer, authorization, AuthorizationErrorCode::AccessDenied);
    }
    let Some(provisioned) = decided else {
        return not_admitted(issuer, authorization, words::NOT_ADMITTED_TEXT, None);
    };
    let decision = &provisioned.decision;
    tracing::info!(reason = decision.reason.name(), "a person is no longer admitted");
    let sso = match decision.outcome {
        Outcome::SsoRequired { connection_id } => Some(connection_id),
        _ => None,
    };
    let (login, kind) = (&provisioned.input.login, provisioned.input.connection.kind);
    let message = match session::of_decision(login, kind, decision, &provisioned.input.facts) {
        UnifiedSession::Pending { message } => message.text(),
        _ => words::NOT_ADMITTED_TEXT,
    };
    not_admitted(issuer, authorization, message, sso)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refused_request_is_a_page_and_no_redirect() {
        let response = refused(AuthorizationPageCode::RedirectUriNotRegistered);
        assert_eq!(response.status(), StatusCode::BAD_REQUEST);
        assert!(!response.headers().contains_key("location"));
    }
}
