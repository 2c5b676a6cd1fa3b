//! The errors of looking up a secret: closed codes that reveal neither the secret nor its location.

/// An error that leaves no secret to use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SecretError {
    /// Secrets cannot be stored or read, because the host was given no keys.
    #[error("this host has no keys for stored secrets")]
    KeysMissing,
    /// The host's keys are not in the required form.
    #[error("the keys for stored secrets do not have the form `id:base64,id:base64` with 32 bytes each")]
    KeysMalformed,
    /// The secret was sealed with a key that this host does not have.
    #[error("the secret was encrypted with a key that this host does not have")]
    KeyUnknown,
    /// The value was not sealed for this place, or it is not a text that can be a secret.
    #[error("the secret cannot be read")]
    Unreadable,
    /// The reference points to no secret.
    #[error("the reference points to no secret")]
    NotFound,
    /// The host does not follow this reference.
    #[error("this host does not allow this reference")]
    ReferenceNotAllowed,
    /// The operator does not allow secrets to be sent to this provider's host.
    #[error("this host may not send secrets to this provider")]
    RecipientNotAllowed,
    /// The source of the secret does not respond.
    #[error("the secret store does not answer")]
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
            Self::KeysMissing => "Set CORA_SECRET_KEYS, or use a reference to a secret that is stored elsewhere.",
            Self::KeysMalformed => "Write CORA_SECRET_KEYS as `id:key`, with 32 random bytes in base64 as the key.",
            Self::KeyUnknown => "Add the key that encrypted it to CORA_SECRET_KEYS, after the first.",
            Self::Unreadable => "Store the secret again.",
            Self::NotFound => "Check the reference, and that the secret exists.",
            Self::ReferenceNotAllowed => {
                "Store it in a variable whose name begins with CORA_SECRET_, in a file in the secrets folder, or in AWS Secrets Manager if the operator allows it."
            }
            Self::RecipientNotAllowed => "Ask the operator to add the host of the token endpoint to `--secret-hosts`.",
            Self::SourceUnavailable => "Check that the agent is running and that this host may use it, then try again.",
        }
    }
}
