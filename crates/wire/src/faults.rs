//! The faults of a document, as they are found.

use cora_core::issue::{Issue, IssueCode};

use crate::issue;

/// The maximum number of faults that are listed.
const MAX_ISSUES: usize = 100;

/// The faults found so far.
#[derive(Default)]
pub(crate) struct Faults(Vec<Issue>);

impl Faults {
    pub(crate) fn add(&mut self, code: IssueCode, path: &str, message: String, help: Option<String>) {
        if !self.is_full() {
            self.0.push(issue(code, path, message, help));
        }
    }

    /// Returns `true` if the list is full: the work is bounded by what is reported.
    pub(crate) fn is_full(&self) -> bool {
        self.0.len() >= MAX_ISSUES
    }

    /// Returns the faults in the order in which they were found.
    pub(crate) fn into_issues(self) -> Vec<Issue> {
        self.0
    }
}

/// A string that must have a certain format.
pub struct Formatted<'a> {
    pub(crate) format: &'a str,
    pub(crate) text: &'a str,
    /// The JSON pointer to the string.
    pub(crate) path: &'a str,
    /// The list that takes the fault if the format does not match.
    pub(crate) faults: &'a mut Faults,
}

impl Formatted<'_> {
    /// Returns the name of the format.
    pub fn format(&self) -> &str {
        self.format
    }

    /// Returns the string.
    pub fn text(&self) -> &str {
        self.text
    }

    /// Records that the string is not of the format.
    pub fn refuse(&mut self, code: IssueCode, message: String, help: Option<String>) {
        self.faults.add(code, self.path, message, help);
    }
}
