//! Verification of token texts against several connections: the data that a host needs to check the
//! signature, and the meaning of the token once the signature is right.

use cora_core::connection::Connection;
use cora_core::time::UnixSeconds;
use cora_core::token::{
    self, AcceptedToken, PreparedToken, TokenError, TokenErrorCode, TokenHeader, VerifierConfiguration,
};
use serde_json::{Map, Value};

use crate::compact_jws::CompactToken;

/// Reads the tokens of several connections. The host verifies the signature.
#[derive(Debug, Clone)]
pub struct TokenVerifier {
    connections: Vec<Connection>,
}

/// A token whose signature is being verified. It was parsed, and nothing in it was read but the
/// parts that choose its key.
#[derive(Debug)]
pub struct PendingToken {
    header: Map<String, Value>,
    claims: Map<String, Value>,
    connection: Connection,
}

impl TokenVerifier {
    /// Creates a verifier for the connections of the configuration.
    pub fn new(configuration: VerifierConfiguration) -> Self {
        Self { connections: configuration.connections }
    }

    /// Parses a token, finds its connection and checks its header.
    ///
    /// # Errors
    ///
    /// `token_malformed`, and the errors of [`token::prepare`].
    pub fn prepare(&self, text: &str) -> Result<(PreparedToken, PendingToken), TokenError> {
        let CompactToken { header, claims, signed, .. } = CompactToken::parse(text)?;
        let token::Prepared { connection, header: named } = token::prepare(&header, &claims, self.connections.iter())?;
        let signed_bytes = u32::try_from(signed.len()).map_err(|_| TokenErrorCode::TokenMalformed)?;
        let TokenHeader { algorithm, key_id, certificate_thumbprint, certificate_thumbprint_s256 } = named;
        let prepared = PreparedToken {
            connection_id: connection.id,
            algorithm,
            key_id,
            certificate_thumbprint,
            certificate_thumbprint_s256,
            signed_bytes,
        };
        let connection = connection.clone();
        Ok((prepared, PendingToken { header, claims, connection }))
    }
}

impl PendingToken {
    /// Reads the claims of the token at this time.
    ///
    /// SECURITY: the signature must have been verified, so that a forged token costs no more than
    /// the check of its signature and learns nothing about the claims that would be accepted.
    ///
    /// # Errors
    ///
    /// As [`token::accept`].
    pub fn accept(&self, now: UnixSeconds) -> Result<AcceptedToken, TokenError> {
        token::accept(&self.header, &self.claims, &self.connection, now)
    }
}
