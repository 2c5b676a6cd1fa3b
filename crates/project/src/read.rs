//! Reads project files and manifests, with the line and column of every fault.

use std::sync::LazyLock;

use cora_core::issue::shown::quote;
use cora_core::issue::{Issue, IssueCode, Severity};
use cora_core::json::Node;
use cora_policy_file::{Document, Format, LocatedIssue, Positions};
use cora_wire::Formatted;
use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::file::Project;
use crate::manifest::Module;
use crate::name::fault_of;

/// A text that was read into its type, with the positions of its values.
#[derive(Debug, Clone)]
pub struct Read<T> {
    /// The value.
    pub value: T,
    /// The positions of its parts in the text.
    pub positions: Positions,
}

/// Reads a project file.
///
/// # Errors
///
/// All faults of the text, in its order.
pub fn project(format: Format, text: &str) -> Result<Read<Project>, Vec<LocatedIssue>> {
    static SCHEMAS: LazyLock<String> = LazyLock::new(|| cora_wire::schema::compact_of::<Project>().to_string());
    read(&SCHEMAS, format, text)
}

/// Reads the manifest of a module.
///
/// # Errors
///
/// All faults of the text, in its order.
pub fn module(format: Format, text: &str) -> Result<Read<Module>, Vec<LocatedIssue>> {
    static SCHEMAS: LazyLock<String> = LazyLock::new(|| cora_wire::schema::compact_of::<Module>().to_string());
    read(&SCHEMAS, format, text)
}

/// Returns the JSON Schema of a file of a project, by the name of its type: `Project` or `Module`.
pub fn schema(name: &str) -> Option<Value> {
    schemas().into_iter().find_map(|(known, schema)| (known == name).then_some(schema))
}

/// Returns the JSON Schemas of the files of a project, each with the name of its type.
pub fn schemas() -> [(&'static str, Value); 2] {
    [("Module", cora_wire::schema::of_type::<Module>()), ("Project", cora_wire::schema::of_type::<Project>())]
}

fn read<T: DeserializeOwned + JsonSchema>(
    schemas: &str,
    format: Format,
    text: &str,
) -> Result<Read<T>, Vec<LocatedIssue>> {
    let document = Document::parse(format, text)?;
    // The text was generated from the types.
    let schemas: Node<'_> = serde_json::from_str(schemas).unwrap_or(Node::Null);
    let mut issues = cora_wire::faults_by_schema(&schemas, &T::schema_name(), &document.node, check);
    let value = cora_core::json::read::<Value>(&document.node).and_then(|value| serde_json::from_value(value).ok());
    if value.is_none() && issues.is_empty() {
        issues.push(Issue {
            code: IssueCode::InvalidValue,
            severity: Severity::Error,
            path: String::new(),
            message: "the document is not accepted".to_owned(),
            help: Some(format!("Compare it with `cora schema {}`.", T::schema_name())),
        });
    }
    let (_, positions) = document.checked(issues)?;
    // A value that could not be read has an issue, so that one exists here.
    value.map(|value| Read { value, positions }).ok_or_else(Vec::new)
}

/// Checks a text against the forms of a project's names.
fn check(formatted: &mut Formatted<'_>) {
    if let Some(help) = fault_of(formatted.format(), formatted.text()) {
        let message = format!("{} has not the form that is expected here", quote(formatted.text()));
        formatted.refuse(IssueCode::InvalidValue, message, Some(help.to_owned()));
    }
}
