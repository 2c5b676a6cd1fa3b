//! The access token that comes with a login's token: compared with the ID token, and presented to
//! the userinfo endpoint where the core says that the login needs its answer.
//!
//! The access token is neither stored nor logged.

use std::sync::Arc;

use cora_core::connection::{Connection, TokenUse};
use cora_core::secret::Secret;
use cora_core::time::UnixSeconds;
use cora_core::token::{AcceptedToken, TokenError, TokenErrorCode, UserinfoNeed, accept_completed, check_header};
use cora_jwt::{CompactToken, KeySource, UserinfoError, UserinfoQuestion};
use cora_oidc::is_hash_of_access_token;
use serde_json::{Map, Value};

use crate::app::App;

/// A token that a connection has accepted, and what is needed to complete its claims.
pub(crate) struct LoginToken<'a> {
    /// The text of the token.
    pub text: &'a str,
    /// The token, whose signature was verified.
    pub token: &'a CompactToken<'a>,
    /// The connection that accepted it.
    pub connection: &'a Connection,
    /// The location of the connection's keys.
    pub source: &'a KeySource,
    /// The URL of the provider's discovery document.
    pub discovery_uri: Option<&'a str>,
    /// The access token that came with it, if it is an ID token.
    pub issued_with: Option<&'a Secret>,
}

/// An accepted token whose claims are as complete as they can be.
pub(crate) struct CompletedToken {
    pub accepted: AcceptedToken,
    /// The answer of the userinfo endpoint, if it was asked.
    pub userinfo: Option<Arc<Map<String, Value>>>,
}

impl LoginToken<'_> {
    /// Compares the access token with the ID token, and asks the userinfo endpoint if the login
    /// needs its answer. Without an access token the login stays as it is.
    ///
    /// Fails with `at_hash_mismatch`, with `access_token_missing` if the connection requires the
    /// answer, or as the endpoint and [`accept_completed`] do.
    pub async fn complete(
        &self,
        app: &App,
        accepted: AcceptedToken,
        now: UnixSeconds,
    ) -> Result<CompletedToken, UserinfoError> {
        let Self { text, token, connection, source, discovery_uri, issued_with } = *self;
        if let Some(access_token) = issued_with.filter(|_| connection.token_use == TokenUse::IdToken) {
            check_access_token(token, connection, access_token)?;
        }
        let need = accepted.userinfo;
        if need == UserinfoNeed::NotNeeded {
            return Ok(CompletedToken { accepted, userinfo: None });
        }
        let itself = Secret::new(text);
        let access_token = match connection.token_use {
            TokenUse::AccessToken => Some(&itself),
            TokenUse::IdToken => issued_with,
            TokenUse::SessionToken => None,
        };
        let Some(access_token) = access_token else {
            return match need {
                UserinfoNeed::Required => Err(TokenErrorCode::AccessTokenMissing.into()),
                UserinfoNeed::Wanted | UserinfoNeed::NotNeeded => Ok(CompletedToken { accepted, userinfo: None }),
            };
        };
        let question = UserinfoQuestion { connection, source, discovery_uri, access_token };
        let userinfo = app.verifier.userinfo(&question, now).await?;
        let accepted = accept_completed(&token.header, &token.claims, Some(&userinfo), connection, now)?;
        Ok(CompletedToken { accepted, userinfo: Some(userinfo) })
    }
}

/// Fails with `at_hash_mismatch` if an ID token names another access token (OpenID Connect Core
/// §3.1.3.8: optional in the code flow, and right where it is given).
pub(crate) fn check_access_token(
    token: &CompactToken<'_>,
    connection: &Connection,
    access_token: &Secret,
) -> Result<(), TokenError> {
    let Some(claim) = token.claims.get("at_hash").filter(|claim| !claim.is_null()) else { return Ok(()) };
    let algorithm = check_header(&token.header, connection)?.algorithm;
    match claim.as_str() {
        Some(hash) if is_hash_of_access_token(hash, algorithm, access_token) => Ok(()),
        _ => Err(TokenError { claim: Some("at_hash".to_owned()), ..TokenErrorCode::AtHashMismatch.into() }),
    }
}
