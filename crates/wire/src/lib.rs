//! The boundary between JSON text and the types of `cora-core`: one way in and one way out, for
//! every host.
//!
//! [`decode`] reads a document straight into its type. Only if that fails is the document walked
//! alongside the JSON Schema of its type, to list *all* its faults with their locations. The
//! schemas are generated from the types, so there is one description of the wire form.
#![forbid(unsafe_code)]

pub mod compact_jws;
mod document;
mod faults;
pub mod operation;
mod parse;
pub mod request;
#[cfg(feature = "schema")]
pub mod schema;
mod schema_families;
mod validation;
pub mod verifier;

pub use compact_jws::CompactToken;
pub use document::{Document, MAX_INPUT_BYTES};
pub use faults::Formatted;
pub use schema_families::Definitions;
pub use verifier::{PendingToken, TokenVerifier};

use cora_core::issue::{Issue, IssueCode, Report, Severity};
use cora_core::json::{self, Encode, Node};

/// Reads a document from JSON text.
///
/// # Errors
///
/// A [`Report`] of the faults in the order of the input: either `input_too_large` or `invalid_json`
/// alone, or any number of other faults, of which at most 100 are listed.
pub fn decode<T: Document>(bytes: &[u8]) -> Result<T, Report> {
    if bytes.len() > T::MAX_BYTES {
        return Err(input_too_large(bytes.len(), T::MAX_BYTES));
    }
    read(&parse(bytes)?)
}

/// Reads a document from its tree, for a host that has it in a notation other than JSON.
///
/// # Errors
///
/// A [`Report`] of the faults, as for [`decode`].
pub fn read<T: Document>(node: &Node<'_>) -> Result<T, Report> {
    json::read(node).ok_or_else(|| report(validation::faults(T::DEFINITIONS, T::SCHEMA, node)))
}

/// Returns the faults that a document's schema finds in a text. A text that cannot be read into the
/// type has at least one; a text that can has none.
pub fn faults<T: Document>(bytes: &[u8]) -> Vec<Issue> {
    match parse(bytes) {
        Ok(node) => validation::listed(T::DEFINITIONS, T::SCHEMA, &node),
        Err(report) => report.issues,
    }
}

/// Returns the faults that a schema finds in a tree, for a caller with documents of its own.
/// `schemas` holds the definitions by name, as [`schema::compact_of`] generates them.
pub fn faults_by_schema(
    schemas: &Node<'_>,
    name: &str,
    node: &Node<'_>,
    check_format: fn(&mut Formatted<'_>),
) -> Vec<Issue> {
    validation::listed_by(schemas, name, node, check_format)
}

/// Writes a value as JSON without white space, with its fields in the order of its type.
pub fn encode(value: &impl Encode) -> String {
    json::write(value)
}

/// Builds the report for an input that is too large. For hosts, too, that know the length before
/// they have the text.
pub fn input_too_large(bytes: usize, limit: usize) -> Report {
    let message = format!("the input has {bytes} bytes; at most {limit} are read");
    report(vec![issue(IssueCode::InputTooLarge, "", message, None)])
}

/// Builds a report of errors.
pub fn report(issues: Vec<Issue>) -> Report {
    Report { ok: false, issues }
}

pub(crate) fn issue(code: IssueCode, path: &str, message: String, help: Option<String>) -> Issue {
    Issue { code, severity: Severity::Error, path: path.to_owned(), message, help }
}

/// Parses a JSON text into a tree.
///
/// # Errors
///
/// `invalid_json`, with the line and the column.
fn parse(bytes: &[u8]) -> Result<Node<'_>, Report> {
    let refused = |error| report(vec![issue(IssueCode::InvalidJson, "", format!("this is not JSON: {error}"), None)]);
    parse::parse(bytes).map_err(refused)
}
