//! The logins of a simulation: JSON Lines, or one JSON list.

use std::path::Path;

use cora_core::engine::EngineLogin;
use cora_core::issue::{Issue, IssueCode, Report, Severity};
use serde_json::value::RawValue;

use super::super::document;

/// Maximum size of a file of logins, in bytes (our decision: a million logins of a thousand bytes).
pub const MAX_BYTES: usize = 1024 * 1024 * 1024;
/// Maximum number of faults that are reported.
pub const MAX_FAULTS: usize = 100;

/// Reads a file of logins.
///
/// # Errors
///
/// Fails with `unreadable` or `input_too_large`.
pub fn read(path: &Path) -> Result<Vec<u8>, Report> {
    let bytes = document::read_at_most(path, MAX_BYTES).map_err(|error| document::unreadable(path, &error))?;
    if bytes.len() > MAX_BYTES {
        return Err(cora_wire::input_too_large(bytes.len(), MAX_BYTES));
    }
    Ok(bytes)
}

/// The texts of the logins, which are parsed one by one later.
pub struct Logins<'t> {
    texts: Vec<Text<'t>>,
}

struct Text<'t> {
    /// The line in which the login begins, from 1.
    line: usize,
    json: &'t [u8],
}

/// A login that cannot be read.
pub struct Faulty {
    /// The login's index, from 0.
    pub index: usize,
    /// The line in which the login begins, from 1.
    pub line: usize,
    /// The faults of the login.
    pub report: Report,
}

impl<'t> Logins<'t> {
    /// Splits a text into logins. A list begins with a bracket, which no login does. Empty lines
    /// are skipped.
    ///
    /// # Errors
    ///
    /// Fails if a list is not JSON.
    pub fn of(bytes: &'t [u8]) -> Result<Self, Report> {
        let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
        let is_list = bytes.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'[');
        let texts = if is_list { of_list(bytes)? } else { of_lines(bytes) };
        Ok(Self { texts })
    }

    pub fn len(&self) -> usize {
        self.texts.len()
    }

    /// Returns the line of each login.
    pub fn lines(&self) -> Vec<usize> {
        self.texts.iter().map(|text| text.line).collect()
    }

    /// Parses the login at an index.
    ///
    /// # Errors
    ///
    /// Fails with all faults of the login.
    pub fn get(&self, index: usize) -> Result<EngineLogin, Faulty> {
        let Some(Text { line, json }) = self.texts.get(index) else {
            return Err(Faulty { index, line: 0, report: cora_wire::report(Vec::new()) });
        };
        cora_wire::decode(json).map_err(|report| Faulty { index, line: *line, report })
    }
}

fn of_lines(bytes: &[u8]) -> Vec<Text<'_>> {
    let lines = bytes.split(|byte| *byte == b'\n').zip(1..);
    let texts = lines.map(|(json, line)| Text { line, json: json.trim_ascii() });
    texts.filter(|text| !text.json.is_empty()).collect()
}

fn of_list(bytes: &[u8]) -> Result<Vec<Text<'_>>, Report> {
    // This finds the bounds of each item. The thread that takes the item parses it later.
    let items: Vec<&RawValue> = serde_json::from_slice(bytes).map_err(|error| not_json(&error))?;
    let (mut line, mut seen) = (1, 0);
    let texts = items.into_iter().map(|item| {
        let json = item.get().as_bytes();
        // The item borrows from the text, so the difference of the pointers is its offset.
        let start = (json.as_ptr() as usize).saturating_sub(bytes.as_ptr() as usize);
        let passed = bytes.get(seen..start).unwrap_or_default();
        line += passed.iter().filter(|byte| **byte == b'\n').count();
        seen = start;
        Text { line, json }
    });
    Ok(texts.collect())
}

fn not_json(error: &serde_json::Error) -> Report {
    // The parser's message tells what it expected and where, and never quotes the input.
    let message = format!("this is not JSON: {error}");
    let (code, severity, path) = (IssueCode::InvalidJson, Severity::Error, String::new());
    cora_wire::report(vec![Issue { code, severity, path, message, help: None }])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Vec<(usize, &str)> {
        let logins = Logins::of(text.as_bytes()).unwrap_or_else(|_| panic!("logins"));
        logins.texts.into_iter().map(|text| (text.line, std::str::from_utf8(text.json).unwrap())).collect()
    }

    #[test]
    fn lines_are_counted_with_the_empty_ones() {
        assert_eq!(of("{\"a\": 1}\r\n\n  {}\n"), [(1, "{\"a\": 1}"), (3, "{}")]);
        assert_eq!(of(""), []);
    }

    #[test]
    fn a_list_gives_the_line_in_which_each_item_begins() {
        assert_eq!(of("\n[{\n\"a\": 1}, {},\n\n3 ]"), [(2, "{\n\"a\": 1}"), (3, "{}"), (5, "3")]);
        assert!(Logins::of(b"[{}, ").is_err());
    }
}
