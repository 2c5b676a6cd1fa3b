//! The beginning of the way of a person to their provider, and its faults (specification §14.4).

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use cora_core::id::{ApplicationId, ConnectionId, SignInFlowId};
use cora_core::issuer::authorization::{AuthorizationErrorCode, AuthorizationRequest, Prompt, of_provider_error};
use cora_core::issuer::step_up::proof_to_ask_for;
use cora_core::policy::authentication::StepUp;
use cora_issuer::{handle_hash, random_handle};
use cora_store::{NewFlow, StoredConnection};
use uuid::Uuid;

use super::answer::{Failure, again_url, answer_error, back_url};
use super::page::{Page, redirect};
use super::request::IssuerRequest;
use super::upstream::{Upstream, UpstreamFault};
use super::words;

/// The steps that the provider is asked to repeat with the person.
#[derive(Clone, Copy)]
pub(super) struct Asked {
    pub login: bool,
    pub select_account: bool,
}

impl Asked {
    fn prompt(self) -> Option<String> {
        let values = [(self.login, "login"), (self.select_account, "select_account")];
        let values: Vec<&str> = values.into_iter().filter_map(|(asked, value)| asked.then_some(value)).collect();
        (!values.is_empty()).then(|| values.join(" "))
    }
}

/// Sends a person to the provider of a connection.
pub(super) async fn begin(
    request: &IssuerRequest,
    authorization: AuthorizationRequest,
    stored: StoredConnection,
    asked: Asked,
) -> Result<Response, Failure> {
    let (app, issuer, now) = (&request.app, &request.issuer, request.now);
    let connection_id = stored.connection.id;
    let upstream = match Upstream::reach(app, &issuer.endpoints, stored, now).await {
        Ok(upstream) => upstream,
        Err(fault) => return Ok(provider_fault(request, &authorization, connection_id, &fault)),
    };
    // The console uses every capability, so it asks for the proof of each.
    let is_console = authorization.application_id == ApplicationId::of_console();
    let proof = proof_to_ask_for(&authorization, &app.store.policy().await?, is_console);
    let parameters = request_parameters(&authorization, asked, &proof);
    let parameters: Vec<(&str, &str)> = parameters.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let redirect_uri = issuer.callback(connection_id);
    let begun = match upstream.begin(&redirect_uri, &parameters) {
        Ok(begun) => begun,
        Err(fault) => return Ok(provider_fault(request, &authorization, connection_id, &fault)),
    };
    let binding = upstream.binding();
    let stored_flow = begun.stored(binding, now);
    let (id, secret) = (SignInFlowId::from_uuid(Uuid::new_v4()), random_handle()?);
    let sealed = app.flow_keys.seal(NewFlow::code_verifier_binding(id, connection_id), begun.code_verifier.expose());
    let flow = NewFlow {
        id,
        secret_hash: handle_hash(secret.expose()).ok_or(Failure::Internal)?,
        state_hash: stored_flow.state.clone(),
        nonce: begun.nonce.expose().to_owned(),
        code_verifier: Some(sealed.map_err(|_| Failure::Internal)?),
        request: authorization,
        connection_id,
        connection_version: binding.version,
        asked_login: asked.login,
        asked_select_account: asked.select_account,
        invitation_id: issuer.cookies.invitation(&request.headers),
    };
    if !app.store.begin_flow(&flow, now).await? {
        // The connection was changed in this moment.
        return Err(Failure::Busy);
    }
    let mut response = redirect(&begun.url);
    if issuer.cookies.begun(&request.headers).is_some() {
        response.headers_mut().append(header::SET_COOKIE, issuer.cookies.clear_begun());
    }
    for cookie in issuer.cookies.set_flow(&request.headers, &stored_flow.state, &secret) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    Ok(response)
}

/// Returns the parameters that the provider gets: those of the application's request, and the proof
/// that the policy requires.
fn request_parameters(request: &AuthorizationRequest, asked: Asked, proof: &StepUp) -> Vec<(&'static str, String)> {
    let acr_values: Vec<&str> = proof.acr_values.iter().map(|acr| acr.as_str()).collect();
    let parameters = [
        ("prompt", asked.prompt()),
        ("max_age", proof.max_age.map(|age| age.to_string())),
        ("login_hint", request.login_hint.as_ref().map(|hint| hint.as_str().to_owned())),
        ("ui_locales", request.ui_locales.as_ref().map(|locales| locales.as_str().to_owned())),
        ("acr_values", (!acr_values.is_empty()).then(|| acr_values.join(" "))),
    ];
    parameters.into_iter().filter_map(|(name, value)| value.map(|value| (name, value))).collect()
}

/// Answers a fault of a provider: with the application's error, or with a page that leads on.
pub(super) fn provider_fault(
    request: &IssuerRequest,
    authorization: &AuthorizationRequest,
    connection_id: ConnectionId,
    fault: &UpstreamFault,
) -> Response {
    tracing::warn!(code = fault.code(), %connection_id, "a provider did not sign a person in");
    let issuer = &request.issuer.url;
    if let UpstreamFault::Refused(code) = fault
        && let Some(error) = of_provider_error(code.as_str())
    {
        return answer_error(issuer, authorization, error);
    }
    let (words, error, status) = match fault {
        UpstreamFault::Unavailable(_) => {
            (words::PROVIDER_UNAVAILABLE, AuthorizationErrorCode::TemporarilyUnavailable, StatusCode::BAD_GATEWAY)
        }
        UpstreamFault::Refused(_) | UpstreamFault::Rejected(_) => {
            (words::PROVIDER_FAILED, AuthorizationErrorCode::AccessDenied, StatusCode::FORBIDDEN)
        }
    };
    if authorization.prompt.contains(&Prompt::None) {
        return answer_error(issuer, authorization, error);
    }
    let another = again_url(issuer, authorization, &[]);
    let page = Page::new(words).link(words::ANOTHER_WAY, &another);
    let page = page.link(words::BACK_TO_APPLICATION, &back_url(issuer, authorization, error));
    page.refusal(status, fault.code()).into_response()
}
