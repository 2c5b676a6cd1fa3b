//! Findings as JSON.

use cora_core::issue::Severity;
use cora_core::json::Code;
use serde_json::{Value, json};

use super::super::diagnostic::Diagnostic;
use super::FileFindings;

/// Renders one object with `files`, each made by `file` with `file`, `valid`, `errors`, `warnings`
/// and `findings`. A finding has `code`, `severity`, `path`, `message`, `fix`, `line` and `column`.
/// The last three are null if unknown.
pub fn report(files: impl IntoIterator<Item = Value>) -> String {
    let files: Vec<Value> = files.into_iter().collect();
    format!("{:#}\n", json!({ "files": files }))
}

/// Builds the findings of one file.
pub fn file(file: &FileFindings) -> Value {
    json!({
        "file": file.name,
        "valid": file.is_valid,
        "errors": file.count(Severity::Error),
        "warnings": file.count(Severity::Warning),
        "findings": file.diagnostics.iter().map(finding).collect::<Vec<_>>(),
    })
}

fn finding(diagnostic: &Diagnostic) -> Value {
    json!({
        "code": diagnostic.code,
        "severity": Code::name(&diagnostic.severity),
        "path": diagnostic.path,
        "message": diagnostic.message,
        "fix": diagnostic.fix,
        "line": diagnostic.position.map(|position| position.line),
        "column": diagnostic.position.map(|position| position.column),
    })
}
