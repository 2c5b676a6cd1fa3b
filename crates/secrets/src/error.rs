//! Why there is no secret: closed codes, and nothing of the secret or of where it was looked for.

/// There is no secret to use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SecretError {
    /// Secrets cannot be stored or read: the host was given no keys.
    #[error("this host has no keys for stored secrets")]
    KeysMissing,
    /// The host's keys are not of the form that they have to be.
    #[error("the keys for stored secrets are not of the form `id:base64,id:base64` with 32 bytes each")]
    KeysMalformed,
    /// The secret was sealed with a key that this host does not have.
    #[error("the secret was sealed with a key that this host does not have")]
    KeyUnknown,
    /// It is not what was sealed for this place, or not a text that a secret can be.
    #[error("the secret cannot be read")]
    Unreadable,
    /// There is none where the reference says.
    #[error("there is no secret where the reference says")]
    NotFound,
    /// The host does not follow this reference.
    #[error("this host does not follow this reference")]
    ReferenceNotAllowed,
    /// The operator does not let secrets be sent to this provider's host.
    #[error("this host sends secrets to other providers only")]
    RecipientNotAllowed,
    /// What keeps the secrets does not answer.
    #[error("the place where the secret is kept does not answer")]
    SourceUnavailable,
}

impl SecretError {
    /// The code; never used for something else later.
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

    /// What to do about it.
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
