//! The person's answer to the questions of the sign-in (specification §14.4).

use axum::extract::Request;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use cora_core::secret::{PresentedToken, TokenHash};
use cora_issuer::handle_hash;

use super::answer::{Failure, failed};
use super::departure::provider_fault;
use super::form::{Parameters, form};
use super::page::{Field, Page};
use super::question::{ACTION, FLOW, GO_ON, SEND};
use super::request::IssuerRequest;
use super::settle::{Answer, FlowBrowser, flow_over, settle};
use super::upstream::UpstreamFault;
use super::words;

/// `POST /auth/answer`: the page's form. A form of another site comes without the flow's cookie, so
/// that it answers nothing.
pub(super) async fn reply(request: IssuerRequest, body: Request) -> Response {
    let Ok(parameters) = form(body, &request.app).await else { return outdated() };
    let Some((state_hash, answer)) = read(&parameters) else { return outdated() };
    // WHY a separate task: the answer is used up, so its effect is recorded even if the browser
    // disconnects or the request times out.
    match tokio::spawn(async move { answered(&request, state_hash, answer).await }).await {
        Ok(response) => response,
        Err(_) => failed(Failure::Internal),
    }
}

fn outdated() -> Response {
    Page::new(words::FORM_OUTDATED).refusal(StatusCode::BAD_REQUEST, "form_outdated").into_response()
}

/// Reads the flow and the answer of a form, which has one answer.
fn read(parameters: &Parameters) -> Option<(TokenHash, Answer)> {
    let flow = parameters.only(FLOW).ok()??;
    let [action, code, token] =
        [ACTION, Field::Code.name(), Field::SetupToken.name()].map(|name| parameters.only(name));
    // A person who copies a code takes the space around it too.
    let presented = |text: &str| PresentedToken::new(text.trim());
    let answer = match (action.ok()?, code.ok()?, token.ok()?) {
        (Some(SEND), None, None) => Answer::SendCode,
        (Some(GO_ON), None, None) => Answer::GoOn,
        (None, Some(code), None) => Answer::Code(presented(code)?),
        (None, None, Some(token)) => Answer::SetupToken(presented(token)?),
        _ => return None,
    };
    Some((TokenHash::parse(flow)?, answer))
}

async fn answered(request: &IssuerRequest, state_hash: TokenHash, answer: Answer) -> Response {
    let (app, now) = (&request.app, request.now);
    let Some(secret) = request.issuer.cookies.flow(&request.headers, &state_hash) else {
        return flow_over("flow_of_other_browser");
    };
    let Some(secret_hash) = handle_hash(secret.expose()) else { return flow_over("flow_of_other_browser") };
    let (flow, vouched) = match app.store.held_login(&state_hash, &secret_hash, now).await {
        Ok(Some(held)) => held,
        Ok(None) => return flow_over("flow_unknown"),
        Err(error) => return failed(error.into()),
    };
    let browser = FlowBrowser { state_hash, secret };
    let stored = match app.store.active_connection(flow.connection_id).await {
        Ok(stored) => stored,
        Err(error) => return failed(error.into()),
    };
    // The login counts by the connection that its tokens were verified by.
    let Some(stored) = stored.filter(|stored| stored.connection.version == flow.connection_version) else {
        let fault = UpstreamFault::Unavailable("connection_changed");
        return browser.over(request, provider_fault(request, &flow.request, flow.connection_id, &fault));
    };
    settle(request, &browser, &stored, flow, vouched, answer).await
}
