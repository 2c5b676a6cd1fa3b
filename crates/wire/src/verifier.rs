//! Tokens of several connections, from their text: what a host needs for the signature, and what an accepted one says.

use cora_core::connection::Connection;
use cora_core::time::UnixSeconds;
use cora_core::token::{self, AcceptedToken, PreparedToken, TokenError, TokenErrorCode, VerifierConfiguration};

use crate::compact::CompactToken;

/// Prepares and accepts tokens of these connections. Between the two the host verifies the signature.
#[derive(Debug, Clone)]
pub struct TokenVerifier {
    connections: Vec<Connection>,
}

impl TokenVerifier {
    /// One for these connections.
    pub fn new(configuration: VerifierConfiguration) -> Self {
        Self { connections: configuration.connections }
    }

    /// Reads a token, finds its connection and checks its header.
    ///
    /// # Errors
    ///
    /// `token_malformed`, and what [`token::prepare`] says.
    pub fn prepare(&self, text: &str) -> Result<PreparedToken, TokenError> {
        let token = CompactToken::parse(text)?;
        let prepared = token::prepare(&token.header, &token.claims, self.connections.iter())?;
        let signed_bytes = u32::try_from(token.signed.len()).map_err(|_| TokenErrorCode::TokenMalformed)?;
        Ok(PreparedToken {
            connection_id: prepared.connection.id,
            algorithm: prepared.header.algorithm,
            key_id: prepared.header.key_id,
            signed_bytes,
        })
    }

    /// What a token says whose signature the host has verified as [`prepare`](Self::prepare) asked.
    ///
    /// # Errors
    ///
    /// As those of [`prepare`](Self::prepare), and what [`token::accept`] says.
    pub fn accept(&self, text: &str, now: UnixSeconds) -> Result<AcceptedToken, TokenError> {
        let token = CompactToken::parse(text)?;
        let prepared = token::prepare(&token.header, &token.claims, self.connections.iter())?;
        token::accept(&token.header, &token.claims, prepared.connection, now)
    }
}
