//! Asks userinfo endpoints (OpenID Connect Core §5.3), and keeps their answers for a while.
//!
//! An application sends its token with every request, so an answer is kept: else every request
//! would wait for the provider. It is found by the hash of the access token alone, which is neither
//! kept nor logged.

use std::sync::Arc;

use cora_core::connection::Connection;
use cora_core::json::Code as _;
use cora_core::secret::Secret;
use cora_core::time::UnixSeconds;
use cora_core::token::{TokenError, TokenErrorCode, check_signed_userinfo};
use cora_wire::compact_jws::{CompactToken, object};
use serde_json::{Map, Value};
use sha2::{Digest as _, Sha256};

use crate::fetch::{Answer, Fetch, FetchError};
use crate::source::{KeySource, discovery_document};
use crate::verifier::Verifier;

/// Maximum length of an answer that is kept, in bytes. A longer one is asked for each time.
const MAX_KEPT_BYTES: usize = 16 * 1024;

/// A question to the userinfo endpoint of a connection's provider.
#[derive(Debug, Clone, Copy)]
pub struct UserinfoQuestion<'a> {
    /// The connection.
    pub connection: &'a Connection,
    /// The source of the connection's keys, which verify a signed answer.
    pub source: &'a KeySource,
    /// The URL of the discovery document, which names the endpoint; `None` if the connection has
    /// none.
    pub discovery_uri: Option<&'a str>,
    /// The access token of the login.
    pub access_token: &'a Secret,
}

/// An error of asking a userinfo endpoint.
#[derive(Debug, Clone, thiserror::Error)]
#[error("{error}{}", cause.as_ref().map(|cause| format!(": {cause}")).unwrap_or_default())]
pub struct UserinfoError {
    /// The reason for which the login is refused.
    pub error: TokenError,
    /// The underlying error of the exchange, which names no URL and no token.
    #[source]
    pub cause: Option<FetchError>,
}

impl From<TokenError> for UserinfoError {
    fn from(error: TokenError) -> Self {
        Self { error, cause: None }
    }
}

impl From<TokenErrorCode> for UserinfoError {
    fn from(code: TokenErrorCode) -> Self {
        TokenError::from(code).into()
    }
}

impl From<FetchError> for UserinfoError {
    fn from(cause: FetchError) -> Self {
        Self { error: TokenErrorCode::UserinfoUnavailable.into(), cause: Some(cause) }
    }
}

impl Verifier {
    /// Asks the userinfo endpoint that the provider's discovery document names, with the access
    /// token of the login. [`cora_core::token::accept_completed`] decides what of the answer
    /// counts.
    ///
    /// The answer is a JSON object, or one that is signed with a key of the connection
    /// (`application/jwt`).
    ///
    /// # Errors
    ///
    /// `userinfo_unavailable` if the document or the endpoint gives no answer, `userinfo_refused`
    /// for status 401 and 403, and `userinfo_invalid` for an answer of another form or with a wrong
    /// signature.
    pub async fn userinfo(
        &self,
        question: &UserinfoQuestion<'_>,
        now: UnixSeconds,
    ) -> Result<Arc<Map<String, Value>>, UserinfoError> {
        let UserinfoQuestion { connection, discovery_uri, access_token, .. } = question;
        let discovery_uri = discovery_uri.ok_or(TokenErrorCode::UserinfoUnavailable)?;
        let hash = Sha256::new()
            .chain_update(connection.id.to_string())
            .chain_update([0])
            .chain_update(discovery_uri)
            .chain_update([0])
            .chain_update(access_token.expose());
        let key: [u8; 32] = hash.finalize().into();
        if let Some(answer) = self.kept_userinfo.answers.get(&key, now) {
            return Ok(answer);
        }
        let asked = self.ask_userinfo(question, discovery_uri, now).await;
        let (answer, length) = asked.inspect_err(|error| {
            let (issuer, code) = (connection.issuer.as_str(), error.error.code.name());
            tracing::warn!(issuer, code, %error, "userinfo not fetched");
        })?;
        let answer = Arc::new(answer);
        if length <= MAX_KEPT_BYTES {
            self.kept_userinfo.answers.set(key, Arc::clone(&answer), now);
        }
        Ok(answer)
    }

    /// Returns the claims of an answer, and its length in bytes.
    async fn ask_userinfo(
        &self,
        question: &UserinfoQuestion<'_>,
        discovery_uri: &str,
        now: UnixSeconds,
    ) -> Result<(Map<String, Value>, usize), UserinfoError> {
        let fetch = self.sources.fetch();
        let endpoint = self.userinfo_endpoint(fetch, question.connection, discovery_uri, now).await?;
        let Answer { status, content_type, body } = fetch.fetch_protected(&endpoint, question.access_token).await?;
        match status {
            200 => {}
            401 | 403 => return Err(TokenErrorCode::UserinfoRefused.into()),
            status => return Err(FetchError::Status(status).into()),
        }
        let content_type = content_type.as_ref().and_then(|value| value.to_str().ok()).unwrap_or_default();
        let media_type = content_type.split(';').next().unwrap_or_default().trim();
        let invalid = || UserinfoError::from(TokenErrorCode::UserinfoInvalid);
        let claims = if media_type.eq_ignore_ascii_case("application/json") {
            object(&body).ok_or_else(invalid)?
        } else if media_type.eq_ignore_ascii_case("application/jwt") {
            let text = str::from_utf8(&body).map_err(|_| invalid())?;
            self.signed_userinfo(text.trim(), question, now).await?
        } else {
            return Err(invalid());
        };
        Ok((claims, body.len()))
    }

    /// Returns the URL of the endpoint, as the issuer's discovery document names it.
    async fn userinfo_endpoint(
        &self,
        fetch: &dyn Fetch,
        connection: &Connection,
        discovery_uri: &str,
        now: UnixSeconds,
    ) -> Result<Arc<String>, FetchError> {
        let key = discovery_uri.to_owned();
        if let Some(endpoint) = self.kept_userinfo.endpoints.get(&key, now) {
            return Ok(endpoint);
        }
        let document = discovery_document(fetch, &connection.issuer, discovery_uri).await?;
        let endpoint = document.get("userinfo_endpoint").and_then(Value::as_str);
        let endpoint = endpoint.ok_or(FetchError::Unusable("a discovery document with `userinfo_endpoint`"))?;
        let endpoint = Arc::new(endpoint.to_owned());
        self.kept_userinfo.endpoints.set(key, Arc::clone(&endpoint), now);
        Ok(endpoint)
    }

    /// Verifies a signed answer with a key of the connection, and returns its claims.
    async fn signed_userinfo(
        &self,
        text: &str,
        question: &UserinfoQuestion<'_>,
        now: UnixSeconds,
    ) -> Result<Map<String, Value>, TokenError> {
        let token = CompactToken::parse(text).map_err(|_| TokenErrorCode::UserinfoInvalid)?;
        // A code of the bearer token's signature would name the wrong token.
        let checked = self.check_signature(&token, question.connection, question.source, now).await;
        checked.map_err(|_| TokenErrorCode::UserinfoInvalid)?;
        check_signed_userinfo(&token.claims, question.connection)?;
        Ok(token.claims)
    }
}
