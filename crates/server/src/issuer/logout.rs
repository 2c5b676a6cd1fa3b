//! The logout endpoint (specification §14.9, OpenID Connect RP-Initiated Logout 1.0).

use axum::extract::{RawQuery, Request};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use cora_core::issuer::logout::{LogoutAnswer, LogoutHint, LogoutInput, LogoutSession, decide_logout};
use cora_core::issuer::redirect_uri::with_parameters;
use cora_core::issuer::session::SessionEndReason;
use cora_core::secret::{PresentedToken, Secret, TokenHash};
use cora_issuer::handle_hash;
use sha2::{Digest as _, Sha256};

use super::answer::{Failure, failed};
use super::form::{Parameters, form};
use super::page::{Page, redirect};
use super::path::LOGOUT;
use super::request::IssuerRequest;
use super::words;

/// The field by which the page's form proves that the person was asked.
const CONFIRM: &str = "confirm";

/// `GET /oauth2/logout`.
pub(super) async fn logout(request: IssuerRequest, RawQuery(query): RawQuery) -> Response {
    let Ok(parameters) = Parameters::of_query(query.as_deref().unwrap_or_default()) else { return outdated() };
    decided(&request, parameters, false).await.unwrap_or_else(failed)
}

/// `POST /oauth2/logout`: the answer to the page, or a form of an application. The latter comes
/// without the session's cookie, so it is sent to the same request by GET.
pub(super) async fn posted_logout(request: IssuerRequest, body: Request) -> Response {
    let Ok(mut parameters) = form(body, &request.app).await else { return outdated() };
    let Ok(Some(confirmation)) = parameters.only(CONFIRM).map(|value| value.map(str::to_owned)) else {
        return redirect(&format!("{}{LOGOUT}?{}", request.issuer.url, parameters.query()));
    };
    parameters.0.retain(|(name, _)| name != CONFIRM);
    let session = request.issuer.cookies.session(&request.headers);
    if !session.is_some_and(|secret| is_of(&secret, &confirmation)) {
        return outdated();
    }
    decided(&request, parameters, true).await.unwrap_or_else(failed)
}

fn outdated() -> Response {
    Page::new(words::FORM_OUTDATED).refusal(StatusCode::BAD_REQUEST, "form_outdated").into_response()
}

/// Returns the token of the form for a browser session. Only a page that this browser was shown has
/// it.
fn form_token(session: &Secret) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(format!("cora logout form 1 {}", session.expose())))
}

fn is_of(session: &Secret, confirmation: &str) -> bool {
    let ours = PresentedToken::new(&form_token(session)).map(|token| TokenHash::of(&token));
    let theirs = PresentedToken::new(confirmation);
    ours.zip(theirs).is_some_and(|(ours, theirs)| ours.matches(&theirs))
}

async fn decided(request: &IssuerRequest, parameters: Parameters, is_confirmed: bool) -> Result<Response, Failure> {
    let (app, issuer, now) = (&request.app, &request.issuer, request.now);
    let hint = match parameters.only("id_token_hint") {
        Ok(Some(token)) => issuer.keys.id_token_hint(request, token, None).await?,
        _ => None,
    };
    let hint = match hint {
        Some(hint) => app.store.stored_application(hint.application_id).await?.map(|stored| LogoutHint {
            application: stored.application,
            user_id: hint.hint.user_id,
            application_session_id: hint.hint.application_session_id,
        }),
        None => None,
    };
    let cookie = issuer.cookies.session(&request.headers);
    let secret_hash = cookie.as_ref().and_then(|secret| handle_hash(secret.expose()));
    let session = match secret_hash {
        Some(hash) => app.store.browser_session_by_secret(&hash).await?,
        None => None,
    };
    let session = session.filter(|session| session.facts.times.is_alive(now));
    let of_session = match &session {
        Some(session) => {
            // Of the session's applications only that of the hint is asked for.
            let hinted = match &hint {
                Some(hint) => app.store.application_session(hint.application_session_id).await?,
                None => None,
            };
            let hinted = hinted.filter(|hinted| hinted.facts.browser_session_id == session.facts.id);
            let application_session_ids = hinted.iter().map(|hinted| hinted.facts.id).collect();
            Some(LogoutSession { user_id: session.facts.user_id, application_session_ids })
        }
        None => None,
    };
    let logout =
        decide_logout(&LogoutInput { now, query: parameters.query(), hint, session: of_session, is_confirmed });
    if logout.answer == LogoutAnswer::Ask {
        let Some(secret) = &cookie else { return Err(Failure::Internal) };
        let token = form_token(secret);
        let fields: Vec<(&str, &str)> =
            parameters.0.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let fields: Vec<(&str, &str)> = fields.into_iter().chain([(CONFIRM, token.as_str())]).collect();
        let action = format!("{}{LOGOUT}", issuer.url);
        return Ok(Page::new(words::SIGN_OUT).form(&action, &fields, words::SIGN_OUT_BUTTON, None).into_response());
    }
    if let Some(session) = session {
        app.store.end_browser_session(session.facts.id, SessionEndReason::SignedOut, now).await?;
        issuer.outbox.wake();
    }
    let mut response = match &logout.redirect_uri {
        Some(uri) => {
            let state: Vec<(&str, &str)> =
                logout.state.as_ref().map(|state| ("state", state.as_str())).into_iter().collect();
            redirect(&with_parameters(uri, &state))
        }
        None => Page::new(words::SIGNED_OUT).into_response(),
    };
    if cookie.is_some() {
        response.headers_mut().append(header::SET_COOKIE, issuer.cookies.clear_session());
    }
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn c45_only_the_page_of_this_browser_has_the_token_of_the_form() {
        let [session, other] = ["one", "two"].map(Secret::new);
        assert!(is_of(&session, &form_token(&session)));
        for token in ["", "x", &form_token(&other), session.expose()] {
            assert!(!is_of(&session, token), "{token}");
        }
    }
}
