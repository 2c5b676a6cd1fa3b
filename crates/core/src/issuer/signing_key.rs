//! Keys of the issuer: their states by time, and the schedule of their rotation (§14.10).

use cora_wire_derive::{codes, record};

use crate::text::KeyId;
use crate::time::UnixSeconds;

/// The use of a key. A key has one.
#[codes]
pub enum SigningKeyUse {
    /// Signs access tokens, with ES256.
    AccessToken,
    /// Signs ID tokens and logout tokens, with RS256.
    IdToken,
    /// Derives refresh tokens, with HMAC-SHA-256. A secret: never published.
    RefreshToken,
}

/// The state of a key at a moment. It follows from the key's times alone.
#[codes]
pub enum SigningKeyState {
    /// Published, not used.
    Next,
    /// Signs.
    Active,
    /// Published, no longer signs.
    Retired,
    /// Not published: anything that it signed is refused.
    Withdrawn,
}

/// A key, without its parts.
#[record]
pub struct SigningKeyFacts {
    /// The identifier: the thumbprint of the public key (RFC 7638), or of the secret.
    pub key_id: KeyId,
    /// The use.
    pub key_use: SigningKeyUse,
    /// The time from which it is published.
    pub published_at: UnixSeconds,
    /// The time from which it signs.
    pub active_at: UnixSeconds,
    /// The time from which it no longer signs; absent if no successor is planned.
    #[serde(default)]
    pub retired_at: Option<UnixSeconds>,
    /// The time from which it is not published; absent if it is not withdrawn.
    #[serde(default)]
    pub withdrawn_at: Option<UnixSeconds>,
}
