//! JSON text.

use std::borrow::Cow;

use cora_core::issue::IssueCode;
use cora_core::json::Node;

use crate::lines::Lines;
use crate::position::{Places, Positions};
use crate::{Document, LocatedIssue};

/// Reads JSON. `serde_json` decides whether the text is JSON; then a walk along its tokens finds
/// their positions.
pub(crate) fn read(text: &str) -> Result<Document<'_>, Vec<LocatedIssue>> {
    let lines = Lines::new(text);
    let node: Node<'_> = serde_json::from_str(text).map_err(|error| {
        let position = lines.position_of_bytes(error.line(), error.column());
        // The parser's message says what it expected and never quotes the input. Its position is
        // replaced by ours, which counts characters.
        let message = error.to_string();
        let message = message.rsplit_once(" at line ").map_or(&*message, |(message, _)| message);
        vec![LocatedIssue::new(IssueCode::InvalidJson, "", format!("this is not JSON: {message}"), None, position)]
    })?;
    let positions = positions(text, &lines)?;
    Ok(Document { node, positions, faults: Vec::new() })
}

/// Finds the positions of the tokens of a text that is known to be JSON.
fn positions(text: &str, lines: &Lines<'_>) -> Result<Positions, Vec<LocatedIssue>> {
    let mut places = Places::default();
    // For each open list or object, `true` if it is an object.
    let mut open: Vec<bool> = Vec::new();
    let mut key_is_next = false;
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let start = at;
        at += 1;
        match byte {
            b' ' | b'\t' | b'\r' | b'\n' => {}
            b':' => key_is_next = false,
            b',' => key_is_next = open.last() == Some(&true),
            b'{' | b'[' => {
                places.begin(lines.position(start));
                key_is_next = *byte == b'{';
                open.push(key_is_next);
            }
            b'}' | b']' => {
                places.end();
                open.pop();
                key_is_next = false;
            }
            b'"' => {
                at = end_of_string(bytes, at);
                match text.get(start..at) {
                    Some(quoted) if key_is_next => places.key(&unquoted(quoted), lines.position(start)),
                    _ => places.scalar(lines.position(start)),
                }
            }
            _ => {
                let rest = bytes.get(at..).unwrap_or_default();
                let ends = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\r' | b'\n' | b',' | b'}' | b']');
                at += rest.iter().position(ends).unwrap_or(rest.len());
                places.scalar(lines.position(start));
            }
        }
    }
    match places.too_deep() {
        Some(position) => Err(vec![LocatedIssue::too_deep(position)]),
        None => Ok(places.finish()),
    }
}

/// Returns the offset after the closing quote of a string whose content begins at `at`.
fn end_of_string(bytes: &[u8], mut at: usize) -> usize {
    loop {
        match bytes.get(at) {
            Some(b'\\') => at += 2,
            Some(b'"') | None => return (at + 1).min(bytes.len()),
            Some(_) => at += 1,
        }
    }
}

fn unquoted(quoted: &str) -> Cow<'_, str> {
    if quoted.contains('\\') {
        return Cow::Owned(serde_json::from_str(quoted).unwrap_or_default());
    }
    Cow::Borrowed(quoted.trim_matches('"'))
}
