//! Findings: the code, the file and the place in it, and the message.

use cora_core::issue::Severity;
pub use cora_sources::Place;

use crate::code::ProjectCode;

/// A finding about a project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The code.
    pub code: ProjectCode,
    /// The file, as a path from the top of the project.
    pub file: String,
    /// The JSON Pointer of the value in the file. Empty for the whole file.
    pub pointer: String,
    /// The place in a file that has no JSON Pointers, such as a source text.
    pub place: Option<Place>,
    /// The message: lower case, no full stop, input in backticks.
    pub message: String,
    /// The remedy: that of the code, unless the finding has a better one.
    pub help: String,
}

impl Finding {
    /// Returns a finding at a place of a file, with the remedy of its code.
    pub fn at(code: ProjectCode, file: &str, pointer: &str, message: impl Into<String>) -> Self {
        let help = code.remedy().to_owned();
        Self { code, file: file.to_owned(), pointer: pointer.to_owned(), place: None, message: message.into(), help }
    }

    /// Returns a finding about a file as a whole.
    pub fn of_file(code: ProjectCode, file: &str, message: impl Into<String>) -> Self {
        Self::at(code, file, "", message)
    }

    /// Returns the finding with another remedy.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = help.into();
        self
    }

    /// Returns the finding at a place of a source text.
    #[must_use]
    pub fn with_place(mut self, place: Place) -> Self {
        self.place = Some(place);
        self
    }

    /// Returns `true` if nothing may be written because of it.
    pub fn is_error(&self) -> bool {
        self.code.severity() == Severity::Error
    }
}

/// Returns a JSON Pointer to a member of an object that has names of its author's choice.
pub(crate) fn pointer(parts: &[&str]) -> String {
    let escaped = |part: &&str| format!("/{}", part.replace('~', "~0").replace('/', "~1"));
    parts.iter().map(escaped).collect()
}
