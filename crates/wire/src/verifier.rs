//! Verification of token texts against several connections: the data that a host needs to check the
//! signature, and the meaning of the token once the signature is right.

use cora_core::connection::Connection;
use cora_core::time::UnixSeconds;
use cora_core::token::{
    self, PreparedToken, ReadToken, TokenError, TokenErrorCode, TokenHeader, VerifierConfiguration,
};

use crate::compact_jws::CompactToken;

/// Reads the tokens of several connections. The host verifies the signature.
#[derive(Debug, Clone)]
pub struct TokenVerifier {
    connections: Vec<Connection>,
}

impl TokenVerifier {
    /// Creates a verifier for the connections of the configuration.
    pub fn new(configuration: VerifierConfiguration) -> Self {
        Self { connections: configuration.connections }
    }

    /// Reads a token, finds its connection and checks its header. Also decides the result of the
    /// token, which holds only if its signature is right.
    ///
    /// # Errors
    ///
    /// `token_malformed`, and the errors of [`token::prepare`].
    pub fn read(&self, text: &str, now: UnixSeconds) -> Result<ReadToken, TokenError> {
        let token = CompactToken::parse(text)?;
        let token::Prepared { connection, header } =
            token::prepare(&token.header, &token.claims, self.connections.iter())?;
        let signed_bytes = u32::try_from(token.signed.len()).map_err(|_| TokenErrorCode::TokenMalformed)?;
        let TokenHeader { algorithm, key_id } = header;
        let prepared = PreparedToken { connection_id: connection.id, algorithm, key_id, signed_bytes };
        let (accepted, refused) = match token::accept(&token.header, &token.claims, connection, now) {
            Ok(accepted) => (Some(accepted), None),
            Err(error) => (None, Some(error)),
        };
        Ok(ReadToken { prepared, accepted, refused })
    }
}
