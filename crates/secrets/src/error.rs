//! The errors of looking up a secret: closed codes that reveal neither the secret nor its location.

/// An error that leaves no secret to use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SecretError {
    /// Secrets cannot be stored or read, because the host was given no keys.
    #[error("this host has no keys for stored secrets")]
    KeysMissing,
    /// The host's keys are not in the required form.
    #[error("the keys for stored secrets are not of the form `id:base64,id:base64` with 32 bytes each")]
    KeysMalformed,
    /// The secret was sealed with a key that this host does not have.
    #[error("the secret was sealed with a key that this host does not have")]
    KeyUnknown,
    /// The value was not sealed for this place, or it is not a text that can be a secret.
    #[error("the secret cannot be read")]
    Unreadable,
    /// The reference points to no secret.
    #[error("there is no secret where the reference says")]
    NotFound,
    /// The host does not follow this reference.
    #[error("this host does not follow this reference")]
    ReferenceNotAllowed,
    /// The operator does not allow secrets to be sent to this provider's host.
    #[error("this host sends secrets to other providers only")]
    RecipientNotAllowed,
    /// The source of the secret does not respond.
    #[error("the place where the secret is kept does not answer")]
    SourceUnavailable,
}

impl SecretError {
    /// Returns the code. A code is never reused for another meaning.
    pub const fn code(self) -> &'static str {
        match self {
            Self::KeysMissing => "secret_keys_missing",
            Self::KeysMalformed => "secret_keys_malformed",
            Self::KeyUnknown => "secret_key_unknown",
            Self::Unreadable => "secret_unreadable",
            Self::NotFound => "secret_not_found",
            Self::ReferenceNotAllowed => "secret_reference_not_allowed",
            Self::RecipientNotAllowed => "secret_recipient_not_allowed",
            Self::SourceUnavailable => "secret_source_unavailable",
        }
    }

    /// Returns advice on how to fix the error.
    pub const fn help(self) -> &'static str {
        match self {
            Self::KeysMissing => "Set CORA_SECRET_KEYS, or refer to a secret that is kept elsewhere.",
            Self::KeysMalformed => "Write CORA_SECRET_KEYS as `id:key`, the key being 32 random bytes as base64.",
            Self::KeyUnknown => "Put the key that it was sealed with into CORA_SECRET_KEYS, behind the first.",
            Self::Unreadable => "Write the secret again.",
            Self::NotFound => "Look at the reference, and whether the secret is there.",
            Self::ReferenceNotAllowed => {
                "Keep it in a variable whose name begins with CORA_SECRET_, in a file of the secrets' folder, or in AWS Secrets Manager where the operator allows it."
            }
            Self::RecipientNotAllowed => "Have the operator add the host of the token endpoint to `--secret-hosts`.",
            Self::SourceUnavailable => "Look whether the agent runs and this host may ask it, and try again.",
        }
    }
}
