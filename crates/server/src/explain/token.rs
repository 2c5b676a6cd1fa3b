//! Explains a token that an administrator pastes: verifies it as a request's token, shows the first
//! objection and its place in the order of checks, and explains the decision on its login.
//!
//! SECURITY: a token is a key. It is neither stored nor logged, and no answer has it.

use cora_core::connection::test_login::claim_inspection::{ClaimsInspection, inspect_claims};
use cora_core::policy::ProvisioningPolicy;
use cora_core::time::UnixSeconds;
use cora_core::token::{AcceptedToken, TokenError, TokenErrorCode, UserinfoNeed, accept_completed, prepare};
use cora_jwt::CompactToken;
use cora_store::StoredConnection;
use serde::Serialize;
use serde_json::Value;

use super::{Assumption, Explainable, ExplainedDecision, explain};
use crate::app::App;
use crate::authenticate::key_source;
use crate::error::ApiError;

/// A step of the order of checks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum TokenStep {
    /// The text is a token.
    Form,
    /// A connection in use has the issuer.
    Connection,
    /// The header names a pinned algorithm.
    Header,
    /// The signing key is known.
    Key,
    /// The signature is right.
    Signature,
    /// The required claims have their types.
    Claims,
    /// The token is of the kind that the application sends.
    Kind,
    /// The token is for the connection's audience and party.
    Audience,
    /// The token is valid at this time.
    Times,
    /// The token names an organization that the connection accepts.
    Organization,
}

const STEPS: [TokenStep; 10] = [
    TokenStep::Form,
    TokenStep::Connection,
    TokenStep::Header,
    TokenStep::Key,
    TokenStep::Signature,
    TokenStep::Claims,
    TokenStep::Kind,
    TokenStep::Audience,
    TokenStep::Times,
    TokenStep::Organization,
];

/// The result of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
enum StepResult {
    /// The step has no objection.
    Good,
    /// The step is the first with an objection.
    Bad,
    /// The step was not reached.
    NotReached,
}

/// A step, and its result.
#[derive(Debug, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
struct CheckedStep {
    step: TokenStep,
    result: StepResult,
}

/// The first objection to a token.
#[derive(Debug, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
struct Objection {
    #[serde(flatten)]
    error: TokenError,
    /// The objection, for people: lower case, no full stop.
    message: String,
    /// The remedy, as a sentence.
    help: &'static str,
}

/// A token that was explained.
#[derive(Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "ExplainedToken")]
pub(crate) struct ExplainedToken {
    /// The checks in their order.
    steps: Vec<CheckedStep>,
    /// The first objection; null if the token is accepted, or would have been when it was issued.
    objection: Option<Objection>,
    /// `true` if the token has expired.
    expired: bool,
    /// The first moment at which the token is no longer valid, in seconds since the epoch; null if
    /// it does not say.
    expires_at: Option<UnixSeconds>,
    /// The claims that a login reads, redacted; null if no connection has the issuer.
    claims: Option<ClaimsInspection>,
    /// The decision on the login; null if the token is not accepted.
    explained: Option<ExplainedDecision>,
}

/// Explains a token.
pub(crate) async fn explain_token(
    app: &App,
    text: &str,
    policy: Option<ProvisioningPolicy>,
) -> Result<ExplainedToken, ApiError> {
    let text = bare(text);
    if text.is_empty() {
        return Ok(ExplainedToken::refused(TokenErrorCode::TokenMissing.into()));
    }
    let token = match CompactToken::parse(text) {
        Ok(token) => token,
        Err(code) => return Ok(ExplainedToken::refused(code.into())),
    };
    let expires_at = time(&token, "exp");
    let stored = match connection_of(app, &token).await? {
        Ok(stored) => stored,
        Err(error) => return Ok(ExplainedToken { expires_at, ..ExplainedToken::refused(error) }),
    };
    let claims = Some(inspect_claims(&stored.connection, &token.claims));
    match verify(app, &token, &stored).await {
        Err(error) => Ok(ExplainedToken { expires_at, claims, ..ExplainedToken::refused(error) }),
        Ok(Verified { accepted, expired }) => {
            let mut assumptions = Vec::new();
            if expired {
                assumptions.push(Assumption::AsOfIssue);
            }
            if accepted.userinfo != UserinfoNeed::NotNeeded {
                assumptions.push(Assumption::UserinfoNotAsked);
            }
            let explainable = Explainable { login: accepted.login, assumptions };
            let explained = explain(app, explainable, policy).await?;
            let steps = STEPS.map(|step| CheckedStep { step, result: StepResult::Good }).into();
            Ok(ExplainedToken { steps, objection: None, expired, expires_at, claims, explained })
        }
    }
}

impl ExplainedToken {
    fn refused(error: TokenError) -> Self {
        let bad = step_of(&error);
        let at = STEPS.iter().position(|step| *step == bad).unwrap_or_default();
        let result = |place: usize| match place.cmp(&at) {
            std::cmp::Ordering::Less => StepResult::Good,
            std::cmp::Ordering::Equal => StepResult::Bad,
            std::cmp::Ordering::Greater => StepResult::NotReached,
        };
        let steps = STEPS.into_iter().enumerate().map(|(place, step)| CheckedStep { step, result: result(place) });
        let objection = Objection { message: error.to_string(), help: help(error.code), error };
        Self {
            steps: steps.collect(),
            objection: Some(objection),
            expired: false,
            expires_at: None,
            claims: None,
            explained: None,
        }
    }
}

/// Returns the token without the scheme of a header and the quotes that it was copied with.
fn bare(text: &str) -> &str {
    let text = text.trim().trim_matches(['"', '\'', '`']);
    let rest = text.split_at_checked(7).filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer "));
    rest.map_or(text, |(_, rest)| rest).trim()
}

fn time(token: &CompactToken<'_>, claim: &str) -> Option<UnixSeconds> {
    token.claims.get(claim).and_then(Value::as_u64).and_then(UnixSeconds::new)
}

/// Finds the connection that the token belongs to, as a request does.
async fn connection_of(app: &App, token: &CompactToken<'_>) -> Result<Result<StoredConnection, TokenError>, ApiError> {
    let not_active = || Err(TokenErrorCode::ConnectionNotActive.into());
    let Some(issuer) = token.claimed_issuer() else {
        let claim = Some("iss".to_owned());
        return Ok(Err(TokenError { claim, ..TokenErrorCode::ClaimMissing.into() }));
    };
    let found = app.store.connections_for(Some(issuer)).await?;
    let mut found: Vec<_> = found.into_iter().filter(|stored| stored.connection.issuer.as_str() == issuer).collect();
    Ok(match found.as_slice() {
        [] => not_active(),
        [_] => found.pop().map_or_else(not_active, Ok),
        several => {
            let all = several.iter().map(|stored| &stored.connection);
            let chosen = prepare(&token.header, &token.claims, all).map(|prepared| prepared.connection.id);
            match chosen {
                Ok(id) => found.into_iter().find(|stored| stored.connection.id == id).map_or_else(not_active, Ok),
                Err(error) => Err(error),
            }
        }
    })
}

/// A token that is accepted, or would have been when it was issued.
struct Verified {
    accepted: AcceptedToken,
    expired: bool,
}

async fn verify(app: &App, token: &CompactToken<'_>, stored: &StoredConnection) -> Result<Verified, TokenError> {
    let connection = &stored.connection;
    let source = key_source(&connection.issuer, stored.configuration.as_ref(), &stored.derived);
    let refused = match app.verifier.verify(token, connection, &source, (app.clock)()).await {
        Ok(accepted) => return Ok(Verified { accepted, expired: false }),
        Err(error) => error,
    };
    match time(token, "iat").filter(|_| refused.code == TokenErrorCode::TokenExpired) {
        Some(issued) => {
            // The times are checked last but one, so that the signature is right.
            let accepted = accept_completed(&token.header, &token.claims, None, connection, issued)?;
            Ok(Verified { accepted, expired: true })
        }
        None => Err(refused),
    }
}

/// Returns the step that an objection belongs to.
fn step_of(error: &TokenError) -> TokenStep {
    use TokenErrorCode as Code;
    let of_header = matches!(error.claim.as_deref(), Some("alg" | "kid" | "crit" | "typ" | "x5t" | "x5t#S256"));
    match error.code {
        Code::TokenMissing | Code::TokenMalformed => TokenStep::Form,
        Code::ConnectionNotActive | Code::IssuerMismatch => TokenStep::Connection,
        Code::ClaimMissing if error.claim.as_deref() == Some("iss") => TokenStep::Connection,
        Code::AlgorithmNotAllowed | Code::CriticalHeader => TokenStep::Header,
        Code::ClaimInvalid if of_header => TokenStep::Header,
        Code::KeyUnknown | Code::KeysUnavailable | Code::KeyMismatch => TokenStep::Key,
        Code::SignatureInvalid => TokenStep::Signature,
        Code::SessionPending | Code::TokenKindMismatch => TokenStep::Kind,
        Code::AudienceMismatch | Code::AuthorizedPartyMismatch => TokenStep::Audience,
        Code::TokenExpired | Code::TokenNotYetValid | Code::TokenIssuedInFuture => TokenStep::Times,
        Code::OrganizationMismatch => TokenStep::Organization,
        _ => TokenStep::Claims,
    }
}

/// Returns the remedy for an objection.
const fn help(code: TokenErrorCode) -> &'static str {
    use TokenErrorCode as Code;
    match code {
        Code::TokenMissing => "Paste the whole token: three parts with dots between them.",
        Code::TokenMalformed => {
            "Copy the token again, whole. A token without dots is opaque: have the application send ID tokens, or set the audience of your API."
        }
        Code::ConnectionNotActive => {
            "Activate a connection with the issuer of the token, or have the person sign in at the provider in use."
        }
        Code::IssuerMismatch => {
            "Compare the issuer of the connection with `iss`; they must be the same, with its slashes."
        }
        Code::AlgorithmNotAllowed => "Have the provider sign with an algorithm that the connection pins.",
        Code::CriticalHeader => "Have the provider leave `crit` out of the header.",
        Code::KeyUnknown => {
            "Check that the token is from this provider; if it has just changed its keys, try again in a minute."
        }
        Code::KeysUnavailable => "Check that this service can reach the provider's key set.",
        Code::KeyMismatch => "Have the provider publish the key for signatures, with the algorithm that it signs with.",
        Code::SignatureInvalid => "Copy the token again, unchanged. If it is whole, somebody else signed it.",
        Code::ClaimMissing | Code::ClaimInvalid => "Have the provider write the claim as the specification says.",
        Code::AudienceMismatch => {
            "Add the audience of the token to the connection, if the token is for your application."
        }
        Code::OrganizationMismatch => "Have the person sign in to an organization that the connection names.",
        Code::AuthorizedPartyMismatch => "Add the party of the token to the connection, if it is your application.",
        Code::SessionPending => "Have the person finish the task that the provider asks of them.",
        Code::TokenKindMismatch => "Have the application send the kind of token that the connection expects.",
        Code::TokenExpired => "Have the person sign in again. If that does not help, compare the clocks.",
        Code::TokenNotYetValid | Code::TokenIssuedInFuture => {
            "Compare the provider's clock with this one, or raise `leewaySeconds` of the connection."
        }
        Code::AtHashMismatch => "Have the application send the access token that came with the ID token.",
        Code::AccessTokenMissing => "Have the application send `x-cora-access-token`.",
        Code::UserinfoUnavailable | Code::UserinfoRefused | Code::UserinfoInvalid | Code::UserinfoSubjectMismatch => {
            "Make a test login of the connection: it shows what the userinfo endpoint answers."
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_and_the_scheme_are_not_part_of_a_token() {
        for text in ["a.b.c", " a.b.c\n", "\"a.b.c\"", "Bearer a.b.c", "bearer  a.b.c"] {
            assert_eq!(bare(text), "a.b.c", "{text:?}");
        }
    }

    #[test]
    fn a_step_before_the_objection_is_good_and_one_after_it_was_not_reached() {
        let refused = ExplainedToken::refused(TokenErrorCode::KeyUnknown.into());
        let results: Vec<StepResult> = refused.steps.iter().map(|step| step.result).collect();
        assert_eq!(results[..4], [StepResult::Good, StepResult::Good, StepResult::Good, StepResult::Bad]);
        assert!(results[4..].iter().all(|result| *result == StepResult::NotReached));
    }
}
