//! Selects the connection, algorithm and key that a token's signature is verified with.

use alloc::string::String;
use alloc::vec::Vec;

use cora_wire_derive::record;
use serde_json::{Map, Value};

use super::claims::Claims;
use super::{TokenError, TokenErrorCode, TokenHeader, about, check_audience, check_header, check_kind};
use crate::connection::{Connection, ConnectionStatus, SignatureAlgorithm};
use crate::id::ConnectionId;
use crate::text::KeyId;

/// A token that is about to be verified. Nothing in it is trusted yet.
#[derive(Debug, Clone)]
pub struct Prepared<'c> {
    /// The connection whose issuer the token names.
    pub connection: &'c Connection,
    /// The parts of the token's header that the connection allows.
    pub header: TokenHeader,
}

/// The connections whose tokens are accepted.
#[record]
pub struct VerifierConfiguration {
    /// The connections; at most 1000.
    #[serde(deserialize_with = "crate::text::at_most::<1000, _, _>")]
    #[cfg_attr(feature = "schema", schemars(length(max = 1000)))]
    pub connections: Vec<Connection>,
}

/// The data that a host needs to verify a token's signature.
#[record]
pub struct PreparedToken {
    /// The connection whose keys verify the signature.
    pub connection_id: ConnectionId,
    /// The algorithm, which is one that the connection pins.
    pub algorithm: SignatureAlgorithm,
    /// The ID of the signing key that the token names; null if it names none.
    pub key_id: Option<KeyId>,
    /// The thumbprint of the signing key's certificate, if the token names no key ID; null if it
    /// names none.
    pub certificate_thumbprint: Option<KeyId>,
    /// The number of bytes at the start of the token that are signed. A dot follows, then the
    /// signature in base64url.
    pub signed_bytes: u32,
}

/// Finds the connection that verifies a token, and checks the token's header.
///
/// The connection is an active one whose issuer exactly matches the token's `iss`. If there are
/// several, such as two clients of one provider, it is the first whose audience and kind of token
/// fit, or else the first. [`accept`](super::accept) checks both in any case.
///
/// # Errors
///
/// `claim_missing` or `claim_invalid` for `iss`, `connection_not_active`, and the errors of
/// [`check_header`].
pub fn prepare<'c>(
    header: &Map<String, Value>,
    claims: &Map<String, Value>,
    connections: impl Iterator<Item = &'c Connection> + Clone,
) -> Result<Prepared<'c>, TokenError> {
    let claims = Claims(claims);
    let issuer = claims.required("iss")?;
    let mut active = connections
        .filter(|connection| connection.status == ConnectionStatus::Active && connection.issuer.as_str() == issuer);
    let first = active.clone().next().ok_or_else(|| about(TokenErrorCode::ConnectionNotActive, "iss"))?;
    let fits = |connection: &&Connection| {
        check_kind(header, &claims, connection).is_ok() && check_audience(&claims, connection).is_ok()
    };
    let only = active.clone().nth(1).is_none();
    let connection = if only { first } else { active.find(fits).unwrap_or(first) };
    Ok(Prepared { connection, header: check_header(header, connection)? })
}
