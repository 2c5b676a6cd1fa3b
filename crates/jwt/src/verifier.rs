//! From a token's text to a login.

use std::sync::Arc;

use cora_core::connection::Connection;
use cora_core::identity::LoginIdentity;
use cora_core::time::UnixSeconds;
use cora_core::token::{self, TokenError, TokenErrorCode};

use crate::compact::CompactToken;
use crate::fetch::Fetch;
use crate::key;
use crate::source::{KeySource, KeySources};

/// Verifies tokens of any connection.
pub struct Verifier {
    sources: KeySources,
}

impl Verifier {
    /// A verifier that gets keys by `fetch`.
    pub fn new(fetch: Arc<dyn Fetch>) -> Self {
        Self { sources: KeySources::new(fetch) }
    }

    /// The login that a token stands for, if it may be believed at this time.
    ///
    /// # Errors
    ///
    /// [`TokenError`]; the first objection in the order header, key, signature, claims, so that nothing is told about the
    /// claims of a forged token.
    pub async fn verify(
        &self,
        token: &CompactToken<'_>,
        connection: &Connection,
        source: &KeySource,
        now: UnixSeconds,
    ) -> Result<LoginIdentity, TokenError> {
        let header = token::check_header(&token.header, connection)?;
        let key = self.sources.key(source, &header, now).await?;
        let algorithm = key::algorithm(header.algorithm);
        match jsonwebtoken::crypto::verify(token.signature, token.signed.as_bytes(), &key, algorithm) {
            Ok(true) => token::accept(&token.header, &token.claims, connection, now),
            Ok(false) => Err(TokenErrorCode::SignatureInvalid.into()),
            Err(_) => Err(TokenErrorCode::KeyMismatch.into()),
        }
    }
}
