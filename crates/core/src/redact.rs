//! Redaction by type: the forms of personal data that a trace or an audit record may show.

use alloc::format;
use alloc::string::String;
use cora_wire_derive::transparent;

use crate::email::{CanonicalEmail, EmailAddress};
use crate::text::Subject;

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

/// A subject reduced to some of its first and last characters: `7f3c***9a1b`.
///
/// A subject may be an address, of which only the first character is shown. At most half of the
/// characters are: a person who knows the subject recognizes it, and nobody else learns it.
#[transparent]
#[derive(PartialOrd, Ord)]
pub struct RedactedSubject(String);

impl From<&Subject> for RedactedSubject {
    fn from(subject: &Subject) -> Self {
        let text = subject.as_str();
        let length = text.chars().count();
        // The forms of the at sign that `Subject` hides in logs too.
        let (head, tail) = if text.contains(['@', '\u{FF20}', '\u{FE6B}']) || length < 8 {
            (1, 0)
        } else if length < 16 {
            (2, 2)
        } else {
            (4, 4)
        };
        let first: String = text.chars().take(head).collect();
        let last: String = text.chars().skip(length.saturating_sub(tail)).collect();
        Self(format!("{first}***{last}"))
    }
}

impl RedactedSubject {
    /// Returns the redacted text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
