//! The answer to a login that a provider has vouched for: decided, asked about, and answered to the
//! application (specification §14.4).

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use cora_core::id::{BrowserSessionId, UserId};
use cora_core::identity::LoginIdentity;
use cora_core::issuer::authorization::FlowFacts;
use cora_core::issuer::sign_in_question::{SignInQuestions, sign_in_questions};
use cora_core::json::Code as _;
use cora_core::provisioning::decision::Outcome;
use cora_core::secret::{PresentedToken, Secret, TokenHash};
use cora_core::session::{self, UnifiedSession};
use cora_core::time::UnixSeconds;
use cora_issuer::{handle_hash, random_handle};
use cora_store::{ClaimedFlow, NewBrowserSession, ProvisionError, Provisioned, StoredConnection, VouchedLogin};
use uuid::Uuid;

use super::answer::{Failure, failed, not_admitted};
use super::page::Page;
use super::request::IssuerRequest;
use super::{authorize, question, words};
use crate::app::App;
use crate::confirmation::send_code;
use crate::console::setup_token;
use crate::error::{ApiError, ServerCode};
use crate::mail::Delivery;

/// A person's answer to the questions of the sign-in.
pub(super) enum Answer {
    /// They come from the provider, and were asked nothing yet.
    None,
    /// They ask for a code.
    SendCode,
    /// The code that was mailed.
    Code(PresentedToken),
    /// The token with which the platform is set up.
    SetupToken(PresentedToken),
    /// They go on without an answer.
    GoOn,
}

/// The browser of a flow, as its cookie names it.
pub(super) struct FlowBrowser {
    pub state_hash: TokenHash,
    pub secret: Secret,
}

impl FlowBrowser {
    /// Ends the flow in the browser.
    pub fn over(&self, request: &IssuerRequest, mut response: Response) -> Response {
        response.headers_mut().append(header::SET_COOKIE, request.issuer.cookies.clear_flow(&self.state_hash));
        response
    }
}

/// Shows that a flow is over, or was begun elsewhere.
pub(super) fn flow_over(code: &'static str) -> Response {
    Page::new(words::FLOW_OVER).refusal(StatusCode::BAD_REQUEST, code).into_response()
}

/// Decides a login with the person's answer, and answers them.
pub(super) async fn settle(
    request: &IssuerRequest,
    browser: &FlowBrowser,
    stored: &StoredConnection,
    flow: ClaimedFlow,
    vouched: VouchedLogin,
    answer: Answer,
) -> Response {
    let is_new = matches!(answer, Answer::None);
    match settled(request, browser, stored, flow, vouched, answer).await {
        Ok(Settled::Over(response)) => browser.over(request, response),
        Ok(Settled::Waits(mut response)) => {
            let cookie = request.issuer.cookies.hold_flow(&browser.state_hash, &browser.secret);
            response.headers_mut().append(header::SET_COOKIE, cookie);
            response
        }
        // The callback has used the flow up. Otherwise it stays, and the person may answer again.
        Err(failure) if is_new => browser.over(request, failed(failure)),
        Err(failure) => failed(failure),
    }
}

/// The result of a flow.
enum Settled {
    Over(Response),
    /// The person is asked something.
    Waits(Response),
}

async fn settled(
    request: &IssuerRequest,
    browser: &FlowBrowser,
    stored: &StoredConnection,
    flow: ClaimedFlow,
    vouched: VouchedLogin,
    answer: Answer,
) -> Result<Settled, Failure> {
    let (app, issuer) = (&request.app, &request.issuer);
    let mut login = vouched.login.clone();
    match &answer {
        Answer::Code(code) => login.link_proof = Some(code.clone()),
        Answer::SetupToken(token) => login.bootstrap_token = Some(token.clone()),
        Answer::None => login.bootstrap_token = setup_token(request, flow.request.application_id).await?,
        Answer::SendCode | Answer::GoOn => {}
    }
    let provisioned = provision(app, stored, &login, request.now).await?;
    let decision = &provisioned.decision;
    app.metrics.decided(decision.outcome.kind().name(), decision.reason.name());
    let is_new = matches!(answer, Answer::None);
    if let Some(questions) = questions(app, &provisioned)
        && !(questions.is_optional && matches!(answer, Answer::GoOn))
    {
        let notice = notice(app, stored, &provisioned, &questions, &answer).await?;
        if is_new {
            app.store.hold_login(flow.id, &vouched, request.now).await?;
        }
        let page = question::page(&issuer.url, &flow.request, &browser.state_hash, &provisioned, &questions, notice);
        return Ok(Settled::Waits(page));
    }
    if !is_new && !app.store.release_login(flow.id).await? {
        return Ok(Settled::Over(flow_over("flow_unknown")));
    }
    let kind = stored.connection.kind;
    let response = match session::of_decision(&login, kind, decision, &provisioned.input.facts) {
        UnifiedSession::Authenticated { session } => begin(request, flow, vouched, session.user_id).await?,
        UnifiedSession::Pending { message } => {
            let sso = match decision.outcome {
                Outcome::SsoRequired { connection_id } => Some(connection_id),
                _ => None,
            };
            tracing::info!(reason = decision.reason.name(), "a person was not admitted");
            not_admitted(&issuer.url, &flow.request, message.text(), sso)
        }
        _ => not_admitted(&issuer.url, &flow.request, words::NOT_ADMITTED_TEXT, None),
    };
    Ok(Settled::Over(response))
}

/// Returns the questions to a person. Without a mail server nobody is asked for a code.
fn questions(app: &App, provisioned: &Provisioned) -> Option<SignInQuestions> {
    let mut questions = sign_in_questions(&provisioned.input, &provisioned.decision)?;
    questions.code = questions.code.filter(|_| app.has_mail());
    (questions.code.is_some() || questions.bootstrap_token).then_some(questions)
}

/// Carries out what the person asked for on the page, and returns what the next one says of it.
async fn notice(
    app: &App,
    stored: &StoredConnection,
    provisioned: &Provisioned,
    questions: &SignInQuestions,
    answer: &Answer,
) -> Result<Option<&'static str>, Failure> {
    Ok(match (answer, &questions.code) {
        (Answer::None | Answer::GoOn, _) | (Answer::SendCode, None) => None,
        (Answer::Code(_) | Answer::SetupToken(_), _) => Some(words::ANSWER_REFUSED),
        (Answer::SendCode, Some(recipient)) => {
            Some(match send_code(app, stored, provisioned, recipient.clone()).await {
                Ok(Delivery::Sent | Delivery::Queued) => words::CODE_SENT,
                Err(ApiError::TooManyRequests { .. }) => words::CODE_TOO_SOON,
                Err(error @ ApiError::Server(ServerCode::TryAgain | ServerCode::InternalError)) => {
                    return Err(error.into());
                }
                Ok(Delivery::Failed | Delivery::NotConfigured) | Err(_) => words::CODE_NOT_SENT,
            })
        }
    })
}

/// Begins the session of a person who is signed in, and answers the application.
async fn begin(
    request: &IssuerRequest,
    flow: ClaimedFlow,
    vouched: VouchedLogin,
    user_id: UserId,
) -> Result<Response, Failure> {
    let (cookie, browser_session_id) = begin_session(request, user_id, vouched).await?;
    let facts = FlowFacts {
        browser_session_id,
        began_at: flow.began_at,
        asked_login: flow.asked_login,
        asked_select_account: flow.asked_select_account,
    };
    let secret_hash = handle_hash(cookie.0.expose()).ok_or(Failure::Internal)?;
    let answer = authorize::answer(request, flow.request, &secret_hash, facts).await;
    // The session has begun, so the browser gets its secret whatever the answer is.
    let mut response = answer.unwrap_or_else(failed);
    let cookies = &request.issuer.cookies;
    response.headers_mut().append(header::SET_COOKIE, cookie.1);
    if flow.invitation_id.is_some() && cookies.invitation(&request.headers) == flow.invitation_id {
        response.headers_mut().append(header::SET_COOKIE, cookies.clear_invitation());
    }
    Ok(response)
}

/// Decides and applies the login, if the connection is still the one that the tokens were verified
/// by.
async fn provision(
    app: &App,
    stored: &StoredConnection,
    login: &LoginIdentity,
    now: UnixSeconds,
) -> Result<Provisioned, Failure> {
    let connection = &stored.connection;
    let known = app.store.connections_for(Some(connection.issuer.as_str())).await?;
    let is_same = |stored: &StoredConnection| {
        stored.connection.id == connection.id && stored.connection.version == connection.version
    };
    if !known.iter().any(is_same) {
        return Err(Failure::Busy);
    }
    let of_issuer = known.iter().map(|stored| &stored.connection);
    match app.store.provision_verified(login, of_issuer, now).await {
        Ok(provisioned) => Ok(provisioned),
        Err(ProvisionError::ConnectionChanged) => Err(Failure::Busy),
        Err(error) => Err(match ApiError::from(error) {
            ApiError::Server(ServerCode::TryAgain) => Failure::Busy,
            _ => Failure::Internal,
        }),
    }
}

/// Begins a browser session with a new identifier and a new secret, and ends the former one of this
/// browser (pitfall C42).
async fn begin_session(
    request: &IssuerRequest,
    user_id: UserId,
    vouched: VouchedLogin,
) -> Result<((Secret, HeaderValue), BrowserSessionId), Failure> {
    let (app, issuer, now) = (&request.app, &request.issuer, request.now);
    let secret = random_handle()?;
    let id = BrowserSessionId::from_uuid(Uuid::new_v4());
    let former = match issuer.cookies.session(&request.headers).and_then(|secret| handle_hash(secret.expose())) {
        Some(hash) => app.store.browser_session_by_secret(&hash).await?.map(|session| session.facts.id),
        None => None,
    };
    let session = NewBrowserSession {
        id,
        secret_hash: handle_hash(secret.expose()).ok_or(Failure::Internal)?,
        user_id,
        login: vouched.login,
        auth_time: vouched.auth_time,
        acr: vouched.acr,
        amr: vouched.amr,
        device: request.device(),
        lengths: app.session_lengths,
        provider_token: vouched.provider_token,
    };
    app.store.begin_browser_session(&session, former, now).await?;
    let cookie = issuer.cookies.set_session(&secret, app.session_lengths.absolute.into());
    Ok(((secret, cookie), id))
}
