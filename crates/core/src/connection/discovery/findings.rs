//! Collects the issues of one check.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use crate::connection::report::issue::{ConnectionIssue, ConnectionIssueCode};
use crate::issue::Severity;

/// Maximum bytes of a provider's document that a message shows in one place.
const MAX_SHOWN_BYTES: usize = 40;

/// The issues in the order in which they were found.
#[derive(Default)]
pub(super) struct Findings(pub(super) Vec<ConnectionIssue>);

impl Findings {
    /// Adds an error.
    pub(super) fn error(&mut self, code: ConnectionIssueCode, path: impl Into<String>, message: String, help: &str) {
        self.add(Severity::Error, code, path, message, help);
    }

    /// Adds a warning.
    pub(super) fn warning(&mut self, code: ConnectionIssueCode, path: impl Into<String>, message: String, help: &str) {
        self.add(Severity::Warning, code, path, message, help);
    }

    /// Adds an issue.
    pub(super) fn add(
        &mut self,
        severity: Severity,
        code: ConnectionIssueCode,
        path: impl Into<String>,
        message: String,
        help: &str,
    ) {
        self.0.push(ConnectionIssue { code, severity, path: path.into(), message, help: Some(String::from(help)) });
    }
}

/// Quotes a piece of a provider's document for a message: its first 40 bytes in backticks, if it
/// consists only of the characters of names and URLs. Anything else may be an address or a key and
/// is not shown.
pub(super) fn quoted(text: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "_-.:/~* {}".contains(c);
    match text.get(..MAX_SHOWN_BYTES) {
        _ if !text.chars().all(is_plain) => String::from("this text"),
        Some(first) if text.len() > MAX_SHOWN_BYTES => format!("`{first}…`"),
        _ => format!("`{text}`"),
    }
}
