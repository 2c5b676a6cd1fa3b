//! A fault with its position.

use cora_core::issue::{Issue, IssueCode, Report, Severity};

use crate::{MAX_DEPTH, Position};

/// A fault of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LocatedIssue {
    /// The fault, as for any input. Its path is a JSON Pointer in every notation.
    pub issue: Issue,
    /// The position of the fault.
    pub position: Position,
}

impl LocatedIssue {
    pub(crate) fn new(
        code: IssueCode,
        path: &str,
        message: String,
        help: Option<String>,
        position: Position,
    ) -> LocatedIssue {
        Self { issue: Issue { code, severity: Severity::Error, path: path.to_owned(), message, help }, position }
    }

    pub(crate) fn all_at(position: Position, report: Report) -> Vec<Self> {
        report.issues.into_iter().map(|issue| Self { issue, position }).collect()
    }

    /// Creates the fault for something that a notation has beyond JSON.
    pub(crate) fn beyond_json(message: &str, help: &str, position: Position) -> Self {
        Self::new(IssueCode::InvalidValue, "", message.to_owned(), Some(help.to_owned()), position)
    }

    pub(crate) fn too_deep(position: Position) -> Self {
        let message = format!("lists and objects are nested more than {MAX_DEPTH} levels deep");
        Self::new(IssueCode::OutOfBounds, "", message, None, position)
    }
}
