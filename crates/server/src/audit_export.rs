//! Exported audit records: lines of JSON, or rows of a table for a spreadsheet.

use std::io;

use axum::http::HeaderValue;
use cora_store::AuditRecord;
use serde_json::{Map, Value};

/// The format of an export.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    /// A JSON object in each line.
    Ndjson,
    /// Comma-separated values (RFC 4180), with a header.
    Csv,
}

impl Format {
    /// Parses the name of a format.
    pub fn parse(name: &str) -> Option<Self> {
        match name {
            "ndjson" => Some(Self::Ndjson),
            "csv" => Some(Self::Csv),
            _ => None,
        }
    }

    /// Returns the header with the media type.
    pub const fn content_type(self) -> HeaderValue {
        HeaderValue::from_static(self.media_type())
    }

    /// Returns the media type.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Ndjson => "application/x-ndjson",
            Self::Csv => "text/csv; charset=utf-8",
        }
    }

    /// Returns the header by which browsers save the answer as a file.
    pub const fn disposition(self) -> HeaderValue {
        match self {
            Self::Ndjson => HeaderValue::from_static("attachment; filename=\"audit.ndjson\""),
            Self::Csv => HeaderValue::from_static("attachment; filename=\"audit.csv\""),
        }
    }
}

/// The columns of a table, each with the fields of the records that it shows: the first one that a
/// record has. Fields without a column are in the last one, as JSON.
const COLUMNS: [(&str, &[&str]); 23] = [
    ("log", &["log"]),
    ("at", &["at", "performedAt"]),
    ("number", &["number"]),
    ("id", &["id"]),
    ("action", &["action", "event"]),
    ("outcome", &["outcome"]),
    ("reason", &["reason"]),
    ("forced", &["forced"]),
    ("actorKind", &["actorKind"]),
    ("actorId", &["actorId", "performedBy"]),
    ("actorName", &["actorName", "performedByName"]),
    ("organizationId", &["organizationId"]),
    ("organizationName", &["organizationName"]),
    ("userId", &["userId"]),
    ("userName", &["userName"]),
    ("email", &["email"]),
    ("connectionId", &["connectionId"]),
    ("connectionName", &["connectionName"]),
    ("applicationId", &["applicationId"]),
    ("applicationName", &["applicationName"]),
    ("target", &["target"]),
    ("changes", &["changes"]),
    ("requestId", &["requestId"]),
];
/// The name of the last column.
const MORE: &str = "more";

/// Writes records as lines, each with its end. A table begins with its header.
///
/// # Errors
///
/// Fails if a record cannot be written as JSON, which no record of the store is.
pub(crate) fn lines(format: Format, records: &[AuditRecord], is_first: bool) -> io::Result<Vec<u8>> {
    let records: Vec<Value> = records.iter().map(serde_json::to_value).collect::<Result<_, _>>()?;
    match format {
        Format::Ndjson => Ok(records.iter().flat_map(|record| format!("{record}\n").into_bytes()).collect()),
        Format::Csv => table(&records, is_first),
    }
}

fn table(records: &[Value], is_first: bool) -> io::Result<Vec<u8>> {
    let mut table = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    if is_first {
        table.write_record(COLUMNS.iter().map(|(name, _)| *name).chain([MORE]))?;
    }
    for record in records {
        let shown = COLUMNS.iter().map(|(_, fields)| fields.iter().find_map(|field| record.get(field)));
        table.write_record(shown.map(cell).chain([more(record)]))?;
    }
    table.into_inner().map_err(|error| io::Error::other(error.to_string()))
}

/// Returns the fields of a record that have no column and a value, as JSON.
fn more(record: &Value) -> String {
    let has_column = |name: &str| COLUMNS.iter().any(|(_, fields)| fields.contains(&name));
    let fields = record.as_object().into_iter().flatten();
    let more: Map<String, Value> = fields
        .filter(|(name, value)| !has_column(name) && !value.is_null())
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    if more.is_empty() { String::new() } else { Value::Object(more).to_string() }
}

/// Returns the text of a value.
fn cell(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => harmless(text),
        Some(value) => value.to_string(),
    }
}

/// Returns a text that no spreadsheet reads as a formula.
///
/// SECURITY: people choose their names and reasons, and a cell such as `=HYPERLINK(…)` is executed
/// when an administrator opens the file. An apostrophe makes it a text (OWASP, "CSV Injection").
fn harmless(text: &str) -> String {
    let begins_formula = |first: char| matches!(first, '=' | '+' | '-' | '@' | '|' | '%' | '＝' | '＋' | '－' | '＠');
    let is_harmful = text.starts_with(['\t', '\r', '\n']) || text.trim_start().starts_with(begins_formula);
    if is_harmful { format!("'{text}") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn no_cell_is_a_formula() {
        for text in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "\u{a0}=1", "＝1", "=cmd|' /C calc'!A0"] {
            let cell = cell(Some(&json!(text)));
            assert_eq!(cell, format!("'{text}"));
        }
        assert_eq!(cell(Some(&json!("Ada King"))), "Ada King");
        assert_eq!(cell(Some(&json!("a-b=c"))), "a-b=c");
        // A number is not a text that somebody chose, and a list begins with its bracket.
        assert_eq!(cell(Some(&json!(-1))), "-1");
        assert_eq!(cell(Some(&json!(["=1"]))), "[\"=1\"]");
    }

    #[test]
    fn a_table_is_read_back_and_shows_every_field() {
        let record = json!({ "log": "commands", "at": "2026-01-01T00:00:00Z", "reason": "a, \"b\"\nc", "forced": false,
            "userName": "=1", "userId": null, "oldConfig": { "a": 1 }, "newConfig": null });
        let bytes = table(&[record], true).unwrap();
        let mut table = csv::Reader::from_reader(bytes.as_slice());
        let headers = table.headers().unwrap().clone();
        let row = table.records().next().unwrap().unwrap();
        let cell = |name: &str| &row[headers.iter().position(|header| header == name).unwrap()];
        assert_eq!((cell("reason"), cell("userName"), cell("userId")), ("a, \"b\"\nc", "'=1", ""));
        assert_eq!((cell("forced"), cell("more")), ("false", "{\"oldConfig\":{\"a\":1}}"));
        assert!(bytes.ends_with(b"\r\n"));
    }
}
