//! The verdict on a test login: verifies the tokens, inspects the claims, and evaluates the
//! decision without carrying it out.

use cora_core::connection::lifecycle::TestedDecision;
use cora_core::connection::test_login::claim_inspection::inspect_completed_claims;
use cora_core::connection::test_login::run::{TestRunDecision, TestStep};
use cora_core::connection::{Connection, TokenUse, UserinfoUse};
use cora_core::json::Code;
use cora_core::text::EndpointUrl;
use cora_core::time::UnixSeconds;
use cora_core::token::{AcceptedToken, TokenErrorCode, UserinfoNeed};
use cora_jwt::{CompactToken, UserinfoError};
use cora_oidc::{Callback, FlowBinding, StoredFlow, Tokens, exchange};
use cora_secrets::Secret;
use cora_store::ClaimedTestRun;

use super::candidate::Candidate;
use super::finish::TestLoginResult;
use super::log::Log;
use super::provider;
use crate::app::App;
use crate::error::ApiError;
use crate::userinfo::{CompletedToken, LoginToken, check_access_token};

/// Judges a login by the callback that the browser brings back.
pub(crate) async fn of_callback(
    app: &App,
    candidate: &Candidate,
    run: &ClaimedTestRun,
    callback: Callback,
    binding: &FlowBinding,
    log: &mut Log,
    now: UnixSeconds,
) -> Result<TestLoginResult, ApiError> {
    let Some((flow, tokens)) = tokens(app, candidate, run, callback, binding, log, now).await else {
        return Ok(TestLoginResult::failed(log));
    };
    if let Some(token) = &tokens.id_token {
        if !id_token(app, candidate, &flow, (token, &tokens.access_token), log, now).await {
            return Ok(TestLoginResult::failed(log));
        }
    } else {
        let help = Some("Request the scope `openid`.");
        log.bad(TestStep::IdToken, "id_token_missing", "the provider did not send an ID token", help);
        return Ok(TestLoginResult::failed(log));
    }
    let sent = match candidate.derived.token_use {
        TokenUse::IdToken => tokens.id_token.as_ref().unwrap_or(&tokens.access_token),
        TokenUse::AccessToken | TokenUse::SessionToken => &tokens.access_token,
    };
    of_login_token(app, candidate, sent.expose(), Some(&tokens.access_token), log, now).await
}

/// Exchanges the authorization code of a callback, if the callback belongs to this login.
async fn tokens(
    app: &App,
    candidate: &Candidate,
    run: &ClaimedTestRun,
    callback: Callback,
    binding: &FlowBinding,
    log: &mut Log,
    now: UnixSeconds,
) -> Option<(StoredFlow, Tokens)> {
    let redirect_uri = app.redirect_uri()?;
    let code_verifier = match run.code_verifier.as_ref().map(|sealed| app.flow_keys.open(sealed)) {
        Some(Ok(verifier)) => verifier,
        Some(Err(error)) => {
            log.bad(TestStep::Authorization, error.code(), &error.to_string(), Some(error.help()));
            return None;
        }
        None => return None,
    };
    let flow = StoredFlow {
        state: callback.state_hash(),
        nonce: Secret::new(run.nonce.as_str()),
        code_verifier,
        redirect_uri: redirect_uri.clone(),
        binding: FlowBinding { connection_id: run.connection_id, version: run.version },
        // The store returns only runs that have not expired.
        expires_at: now.plus(1),
    };
    let reached = provider::reach(app, candidate, log).await;
    log.keep().await;
    let reached = reached?;
    let endpoints = reached.endpoints()?;
    let code = match flow.accept(callback, binding, endpoints, now) {
        Ok(code) => code,
        Err(error) => {
            log.bad(TestStep::Authorization, error.code(), &error.to_string(), None);
            return None;
        }
    };
    log.good(TestStep::Authorization, "the provider sent the user back with a code");
    let client = provider::client(app, candidate, &reached, log).await;
    log.keep().await;
    let client = client?;
    match exchange(app.post.as_ref(), &client, endpoints, &code, &flow.code_verifier, &redirect_uri).await {
        Ok(tokens) => {
            log.good(TestStep::TokenRequest, "the code was exchanged for tokens");
            log.keep().await;
            Some((flow, tokens))
        }
        Err(error) => {
            let help = "Check the client ID, the secret and the redirect URI at the provider.";
            log.bad(TestStep::TokenRequest, error.code(), &error.to_string(), Some(help));
            None
        }
    }
}

/// Verifies the ID token, which proves that the tokens belong to this login (OpenID Connect Core
/// §3.1.3.7).
async fn id_token(
    app: &App,
    candidate: &Candidate,
    flow: &StoredFlow,
    (token, access_token): (&Secret, &Secret),
    log: &mut Log,
    now: UnixSeconds,
) -> bool {
    let step = TestStep::IdToken;
    let token = match CompactToken::parse(token.expose()) {
        Ok(token) => token,
        Err(code) => {
            log.token(step, &code.into());
            return false;
        }
    };
    let connection = candidate.for_id_token();
    if let Err(error) = app.verifier.verify(&token, &connection, &candidate.key_source(), now).await {
        log.token(step, &error);
        return false;
    }
    if let Err(error) = check_access_token(&token, &connection, access_token) {
        log.token(step, &error);
        return false;
    }
    let nonce = token.claims.get("nonce").and_then(serde_json::Value::as_str);
    if !nonce.is_some_and(|nonce| flow.has_nonce(nonce)) {
        log.bad(step, "nonce_mismatch", "the ID token belongs to another login", None);
        return false;
    }
    log.good(step, "the ID token was verified and belongs to this login");
    log.keep().await;
    true
}

/// Verifies the token that the application sends, completes and inspects its claims, and evaluates
/// the decision. `issued` is the access token that came with it, if there is one.
pub(crate) async fn of_login_token(
    app: &App,
    candidate: &Candidate,
    text: &str,
    issued: Option<&Secret>,
    log: &mut Log,
    now: UnixSeconds,
) -> Result<TestLoginResult, ApiError> {
    let step = TestStep::LoginToken;
    let connection = candidate.connection();
    let token = match CompactToken::parse(text) {
        Ok(token) => token,
        Err(code) => {
            let opaque = code == TokenErrorCode::TokenMalformed;
            let help =
                opaque.then_some("The provider sent an opaque token: set the audience of your API, or use ID tokens.");
            log.bad(step, code.name(), &code.to_string(), help);
            return Ok(TestLoginResult::failed(log));
        }
    };
    let source = candidate.key_source();
    let accepted = match app.verifier.verify(&token, &connection, &source, now).await {
        Ok(accepted) => accepted,
        Err(error) => {
            log.token(step, &error);
            return Ok(TestLoginResult::failed(log));
        }
    };
    log.good(step, "the token that the application sends was verified");
    log.keep().await;
    let login = LoginToken {
        text,
        token: &token,
        connection: &connection,
        source: &source,
        discovery_uri: candidate.derived.discovery_uri.as_ref().map(EndpointUrl::as_str),
        issued_with: issued,
    };
    let Some(CompletedToken { accepted, userinfo }) = completed(app, &login, accepted, log, now).await else {
        return Ok(TestLoginResult::failed(log));
    };
    let userinfo = userinfo.as_deref().cloned().unwrap_or_default();
    let claims = inspect_completed_claims(&connection, &token.claims, &userinfo, &accepted.from_userinfo);
    let evaluated = app.store.evaluate_login(&connection, accepted.login, now).await?;
    let decision = &evaluated.decision;
    let reason = decision.reason.name();
    log.good(TestStep::Decision, &format!("under the current policy, the reason for this login would be `{reason}`"));
    let tested = TestedDecision {
        outcome: decision.outcome.kind(),
        reason: decision.reason,
        user_id: decision.outcome.signed_in_user(),
    };
    Ok(TestLoginResult::succeeded(log, tested, &claims, &TestRunDecision::from(decision)))
}

/// Asks the userinfo endpoint where the login needs its answer, and notes what it gave by the names
/// of the claims. `None` if the login is refused for it.
async fn completed(
    app: &App,
    login: &LoginToken<'_>,
    accepted: AcceptedToken,
    log: &mut Log,
    now: UnixSeconds,
) -> Option<CompletedToken> {
    let (step, need) = (TestStep::Userinfo, accepted.userinfo);
    let completed = match login.complete(app, accepted, now).await {
        Ok(completed) => completed,
        Err(error) => {
            log.bad(step, error.error.code.name(), &error.to_string(), Some(remedy(&error)));
            return None;
        }
    };
    let Connection { userinfo, .. } = login.connection;
    match (&completed.userinfo, need) {
        (Some(_), _) if completed.accepted.from_userinfo.is_empty() => {
            let help = "Request the scopes of the missing claims, and have the provider release them to userinfo.";
            log.note(step, "the userinfo endpoint was asked, and gave nothing of what the token lacks", help);
        }
        (Some(_), _) => {
            let given: Vec<String> =
                completed.accepted.from_userinfo.iter().map(|part| format!("`{}`", part.name())).collect();
            log.good(step, &format!("the userinfo endpoint was asked, and gave {}", given.join(", ")));
        }
        (None, UserinfoNeed::Wanted | UserinfoNeed::Required) => {
            let help = "Make the test login in a browser; applications send `x-cora-access-token`.";
            log.note(step, "the userinfo endpoint was not asked, because no access token came with the token", help);
        }
        (None, UserinfoNeed::NotNeeded) if *userinfo == UserinfoUse::WhenMissing => {
            log.good(step, "the userinfo endpoint was not asked, because the token lacks nothing");
        }
        (None, UserinfoNeed::NotNeeded) => {}
    }
    Some(completed)
}

/// Returns the remedy for an answer of the userinfo endpoint that cannot be used.
fn remedy(error: &UserinfoError) -> &'static str {
    match error.error.code {
        TokenErrorCode::UserinfoUnavailable => error.cause.as_ref().and_then(cora_jwt::FetchError::help).unwrap_or(
            "Compare `userinfo_endpoint` of the discovery document, and make sure that this service can reach it.",
        ),
        TokenErrorCode::UserinfoRefused => {
            "Request the scope `openid`; an access token for an API of your own may not be meant for userinfo."
        }
        TokenErrorCode::UserinfoSubjectMismatch => {
            "Have the provider write one subject into tokens and userinfo, such as the same pairwise identifier."
        }
        TokenErrorCode::AccessTokenMissing => {
            "Make the test login in a browser; applications send `x-cora-access-token`."
        }
        _ => "Have the provider answer with a JSON object, or one signed with its published keys, with one address.",
    }
}
