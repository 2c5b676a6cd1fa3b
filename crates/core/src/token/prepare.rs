//! Before a token's signature is verified: which connection it is to be verified by, and with which algorithm and key.

use alloc::string::String;
use alloc::vec::Vec;

use cora_wire_derive::record;
use serde_json::{Map, Value};

use super::{
    AcceptedToken, Claims, TokenError, TokenErrorCode, TokenHeader, about, check_audience, check_header, check_kind,
};
use crate::connection::{Connection, ConnectionStatus, SignatureAlgorithm};
use crate::id::ConnectionId;
use crate::text::KeyId;

/// A token that is about to be verified. Nothing of it is believed yet.
#[derive(Debug, Clone)]
pub struct Prepared<'c> {
    /// The connection whose issuer it names.
    pub connection: &'c Connection,
    /// What its header says, as far as the connection allows.
    pub header: TokenHeader,
}

/// The connections whose tokens are believed.
#[record]
pub struct VerifierConfiguration {
    /// The connections; at most 1000.
    #[serde(deserialize_with = "crate::text::at_most::<1000, _, _>")]
    #[cfg_attr(feature = "schema", schemars(length(max = 1000)))]
    pub connections: Vec<Connection>,
}

/// What a host needs to verify a token's signature.
#[record]
pub struct PreparedToken {
    /// The connection whose keys it is to be verified with.
    pub connection_id: ConnectionId,
    /// The algorithm; one that the connection pins.
    pub algorithm: SignatureAlgorithm,
    /// The key that it says it was signed with; null when it names none.
    pub key_id: Option<KeyId>,
    /// How many bytes from the token's beginning are signed. After the next one, a dot, comes the signature in base64url.
    pub signed_bytes: u32,
}

/// A token, read whole before its signature is verified, so that it is read once.
///
/// SECURITY: until the signature is, nothing of it but `prepared` may have any effect, nor be told to anybody: not what it says, and not why it
/// would be refused either.
#[record]
pub struct ReadToken {
    /// What the signature is to be verified with.
    pub prepared: PreparedToken,
    /// What the token says, if its signature is right; null when it is refused even then.
    pub accepted: Option<AcceptedToken>,
    /// Why it is refused although its signature is right; null when it is not.
    pub refused: Option<TokenError>,
}

/// Finds the connection that a token is to be verified by, and checks its header.
///
/// The connection is an active one whose issuer is exactly the token's `iss`. Where there are several, such as two clients of one provider, it is the first
/// whose audience and kind of token fit, else the first; [`accept`](super::accept) checks both in any case.
///
/// # Errors
///
/// `claim_missing` or `claim_invalid` for `iss`, `connection_not_active`, and what [`check_header`] says.
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
