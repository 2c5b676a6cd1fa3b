//! Redaction by type: the forms of personal data that a trace or an audit record may show.

use alloc::format;
use alloc::string::String;
use cora_wire_derive::transparent;

use crate::email::{CanonicalEmail, EmailAddress};

/// An e-mail address reduced to its first character and its domain: `a***@acme.example`.
///
/// The address cannot be recovered from it, and no constructor takes a text as it is.
#[transparent]
#[derive(PartialOrd, Ord)]
pub struct RedactedEmail(String);

impl From<&EmailAddress> for RedactedEmail {
    fn from(email: &EmailAddress) -> Self {
        Self::from(email.as_canonical())
    }
}

impl From<&CanonicalEmail> for RedactedEmail {
    fn from(email: &CanonicalEmail) -> Self {
        let first = email.as_str().chars().next().unwrap_or('*');
        Self(format!("{first}***@{}", email.domain()))
    }
}

impl RedactedEmail {
    /// Returns the redacted text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
