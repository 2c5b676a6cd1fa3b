//! Faults of texts and pictures that other people see.

use cora_core::issue::{Issue, IssueCode, Report, Severity};
use cora_core::text::PictureUrl;

/// Builds the fault of a text that others see.
pub(super) fn unfit(path: &str, message: &str, help: &str) -> Issue {
    Issue {
        code: IssueCode::InvalidValue,
        severity: Severity::Error,
        path: path.to_owned(),
        message: message.to_owned(),
        help: Some(help.to_owned()),
    }
}

/// Returns the fault of a picture that is no URL of the web. An empty text, which removes the
/// picture, is none.
pub(super) fn fault_of_picture(path: &str, url: Option<&PictureUrl>) -> Option<Issue> {
    let is_unfit = url.is_some_and(|url| !url.as_str().is_empty() && !url.is_of_web());
    is_unfit.then(|| unfit(path, "this is not the URL of a picture", "Begin it with https:// and a host."))
}

pub(super) fn report_of(issues: impl IntoIterator<Item = Issue>) -> Result<(), Report> {
    let issues: Vec<Issue> = issues.into_iter().collect();
    if issues.is_empty() { Ok(()) } else { Err(crate::report(issues)) }
}
