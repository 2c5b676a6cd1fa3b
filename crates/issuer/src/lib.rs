//! The cryptography of the issuer: signing keys, signed tokens, refresh tokens and random handles.
//!
//! [`SigningKey`] signs tokens and shows its public half. [`RefreshKey`] derives refresh tokens, so
//! that the answer to a repeated renewal repeats the token, and the store holds hashes only.
//! [`SupabaseKey`] signs tokens for a project of Supabase with that project's key.
//! [`random_handle`] draws codes, secrets and the values of cookies.
//!
//! Nothing here stores anything, reads a clock or decides: the claims of a token, the key that
//! signs at a time, and the validity of a presented generation are decided by
//! [`cora_core::issuer`].

mod handle;
mod refresh_token;
mod signing_key;
mod supabase_key;
mod verifying_key;

pub use cora_core::secret::Secret;
pub use handle::{handle_hash, random_handle};
pub use refresh_token::{RefreshKey, RefreshToken};
pub use signing_key::{KeyAlgorithm, SigningKey, thumbprint};
pub use supabase_key::{SupabaseKey, SupabaseKeyError};
pub use verifying_key::VerifyingKey;

/// An error of the issuer's keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// The system provides no random bytes.
    #[error("the system provides no random bytes")]
    SourceUnavailable,
    /// The bytes are not a private key of this algorithm.
    #[error("the stored private key cannot be read")]
    Unreadable,
    /// The claims cannot be written or signed.
    #[error("the token cannot be signed")]
    NotSigned,
}

impl KeyError {
    /// Returns the stable code of the error, in `snake_case`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::SourceUnavailable => "random_source_unavailable",
            Self::Unreadable => "signing_key_unreadable",
            Self::NotSigned => "token_not_signed",
        }
    }
}
