//! The names of closed lists, read from the types themselves, so that no test lists them again.

use cora_core::connection::report::ConnectionIssueCode;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

/// The first of the codes about a provider's documents, which settings do not have. They are the
/// last in the list.
const FIRST_OF_DOCUMENTS: &str = "document_form";

/// Returns the codes of a closed list, in its order.
///
/// # Panics
///
/// Panics if the type is not a closed list of names.
pub fn codes<T: DeserializeOwned>() -> Vec<String> {
    expected_by::<T>(json!("no such code"))
}

/// Returns the names by which a member tags the kinds of a union, in their order.
///
/// # Panics
///
/// Panics if the type is not a union that the member tags.
pub fn kinds<T: DeserializeOwned>(tag: &str) -> Vec<String> {
    expected_by::<T>(json!({ (tag): "no such kind" }))
}

/// Returns the codes of issues with settings, and those of issues with a provider's documents.
///
/// # Panics
///
/// Panics if the list has no codes about documents.
pub fn connection_issue_codes() -> (Vec<String>, Vec<String>) {
    let mut of_settings = codes::<ConnectionIssueCode>();
    let documents = of_settings.iter().position(|code| code == FIRST_OF_DOCUMENTS).expect("there is such a code");
    let of_documents = of_settings.split_off(documents);
    (of_settings, of_documents)
}

/// Returns the names that the reader of a type expects instead of an unknown one.
fn expected_by<T: DeserializeOwned>(unknown: Value) -> Vec<String> {
    let Err(error) = serde_json::from_value::<T>(unknown) else { panic!("there is such a name") };
    let error = error.to_string();
    let (_, expected) = error.split_once("expected ").unwrap_or_else(|| panic!("no list in: {error}"));
    let names: Vec<String> = expected.split('`').skip(1).step_by(2).map(str::to_owned).collect();
    assert!(names.len() > 1, "{error}");
    names
}
