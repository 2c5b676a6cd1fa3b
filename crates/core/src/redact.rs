//! Redaction by type: what a trace or an audit record may show of a person.

use alloc::format;
use alloc::string::String;
use cora_wire_derive::transparent;

use crate::email::{CanonicalEmail, EmailAddress};

/// An e-mail address of which only the first character and the domain are left: `a***@acme.example`.
///
/// There is no way back to the address and no constructor that takes a text as it is.
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
    /// The redacted text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
