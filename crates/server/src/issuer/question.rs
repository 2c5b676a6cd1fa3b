//! The page that asks a person for something at their sign-in (specification §14.4).

use axum::response::{IntoResponse, Response};
use cora_core::issuer::authorization::AuthorizationRequest;
use cora_core::issuer::sign_in_question::SignInQuestions;
use cora_core::provisioning::decision::Outcome;
use cora_core::secret::TokenHash;
use cora_store::Provisioned;

use super::answer::ways_on;
use super::page::{Field, Page};
use super::path::ANSWER;
use super::words;

/// The field that names the flow. It is no secret: the browser's cookie is.
pub(super) const FLOW: &str = "flow";
/// The field that names what a button without a field of its own does.
pub(super) const ACTION: &str = "do";
/// Sends a code.
pub(super) const SEND: &str = "send";
/// Goes on without an answer.
pub(super) const GO_ON: &str = "go_on";

/// Builds the page. `notice` is about the answer before.
pub(super) fn page(
    issuer: &str,
    request: &AuthorizationRequest,
    state_hash: &TokenHash,
    provisioned: &Provisioned,
    questions: &SignInQuestions,
    notice: Option<&'static str>,
) -> Response {
    let decision = &provisioned.decision;
    let (action, flow) = (format!("{issuer}{ANSWER}"), state_hash.to_string());
    let own = (FLOW, flow.as_str());
    let message = decision.user_message.map(|message| message.text());
    let mut page = match message.or((!questions.is_optional).then_some(words::NOT_ADMITTED_TEXT)) {
        Some(message) => Page::with_text(words::QUESTION, message),
        None => Page::titled(words::QUESTION),
    };
    if let Some(notice) = notice {
        page = page.text(notice);
    }
    if questions.code.is_some() {
        page = page.form(&action, &[own], words::CONTINUE, Some(Field::Code));
        page = page.form(&action, &[own, (ACTION, SEND)], words::SEND_CODE, None);
    }
    if questions.bootstrap_token {
        page = page.text(words::SETUP).form(&action, &[own], words::CONTINUE, Some(Field::SetupToken));
    }
    if questions.is_optional {
        return page.form(&action, &[own, (ACTION, GO_ON)], words::GO_ON, None).into_response();
    }
    let sso = match decision.outcome {
        Outcome::SsoRequired { connection_id } => Some(connection_id),
        _ => None,
    };
    ways_on(page, issuer, request, sso).into_response()
}
