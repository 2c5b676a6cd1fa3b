//! The merge of a file that the user edited with the new text of its template.

use std::collections::BTreeMap;

use diffy::{ConflictStyle, MergeOptions};

/// The outcome of a merge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Merged {
    /// Both changes are in the text.
    Clean(Vec<u8>),
    /// The changes touch each other. The text has both, with conflict markers of diff3.
    Conflict(Vec<u8>),
}

/// Merges the change from `base` to `new` into the user's text. Line ends stay as the user has
/// them.
///
/// INVARIANT: a clean merge has every line that the user added.
pub fn merge(base: &str, yours: &[u8], new: &str) -> Merged {
    let has_crlf = is_crlf(yours);
    let plain = if has_crlf { without_cr(yours) } else { yours.to_vec() };
    let mut options = MergeOptions::new();
    options.set_conflict_style(ConflictStyle::Diff3);
    let merged = options.merge_bytes(base.as_bytes(), &plain, new.as_bytes());
    let restored = |text: Vec<u8>| if has_crlf { with_cr(&text) } else { text };
    match merged {
        Ok(text) if keeps_additions(base.as_bytes(), &plain, &text) => Merged::Clean(restored(text)),
        // The check above is the guarantee. If it ever fails, the user decides.
        Ok(_) => Merged::Conflict(restored(both(&plain, new.as_bytes()))),
        Err(text) => Merged::Conflict(restored(text)),
    }
}

/// Returns `true` if two texts are the same but for the ends of their lines, of which the first may
/// have those of Windows: git may have changed them at the checkout.
pub fn is_same(found: &[u8], text: &[u8]) -> bool {
    found == text || (is_crlf(found) && without_cr(found) == text)
}

/// Returns the text with line ends as Cora writes them.
pub fn plain(found: &[u8]) -> Vec<u8> {
    if is_crlf(found) { without_cr(found) } else { found.to_vec() }
}

/// Returns `true` if a text has lines, and each ends as on Windows.
fn is_crlf(text: &[u8]) -> bool {
    let is_end = |(at, byte): (usize, &u8)| (*byte == b'\n').then_some(at);
    let mut ends = text.iter().enumerate().filter_map(is_end).peekable();
    ends.peek().is_some() && ends.all(|at| at.checked_sub(1).and_then(|before| text.get(before)) == Some(&b'\r'))
}

fn without_cr(text: &[u8]) -> Vec<u8> {
    let mut plain = Vec::with_capacity(text.len());
    for byte in text {
        if *byte == b'\n' && plain.last() == Some(&b'\r') {
            plain.pop();
        }
        plain.push(*byte);
    }
    plain
}

fn with_cr(text: &[u8]) -> Vec<u8> {
    let mut ended = Vec::with_capacity(text.len() + text.len() / 16);
    for byte in text {
        if *byte == b'\n' {
            ended.push(b'\r');
        }
        ended.push(*byte);
    }
    ended
}

/// Returns `true` if each line that is more often in the user's text than in the base is as much
/// more often in the merged text as it was added, or as often as the user has it.
fn keeps_additions(base: &[u8], yours: &[u8], merged: &[u8]) -> bool {
    let (base, yours, merged) = (counted(base), counted(yours), counted(merged));
    let count = |lines: &BTreeMap<&[u8], usize>, line: &[u8]| lines.get(line).copied().unwrap_or_default();
    yours.iter().all(|(line, times)| {
        let added = times.saturating_sub(count(&base, line));
        added == 0 || count(&merged, line) >= added
    })
}

fn counted(text: &[u8]) -> BTreeMap<&[u8], usize> {
    let mut lines = BTreeMap::new();
    for line in text.split(|byte| *byte == b'\n') {
        *lines.entry(line).or_default() += 1;
    }
    lines
}

fn both(yours: &[u8], new: &[u8]) -> Vec<u8> {
    [b"<<<<<<< yours\n", yours, b"\n=======\n", new, b"\n>>>>>>> template\n"].concat()
}

/// Returns the change between two texts as a unified diff, for people.
pub fn diff(path: &str, before: &str, after: &str) -> String {
    let mut options = diffy::DiffOptions::new();
    options.set_original_filename(format!("a/{path}"));
    options.set_modified_filename(format!("b/{path}"));
    options.create_patch(before, after).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    const BASE: &str = "one\ntwo\nthree\nfour\nfive\nsix\n";

    #[test]
    fn changes_of_different_lines_are_joined() {
        let merged = merge(BASE, b"ONE\ntwo\nthree\nfour\nfive\nsix\n", "one\ntwo\nthree\nfour\nfive\nSIX\n");
        assert_eq!(merged, Merged::Clean(b"ONE\ntwo\nthree\nfour\nfive\nSIX\n".to_vec()));
    }

    #[test]
    fn changes_of_one_line_conflict() {
        let Merged::Conflict(text) = merge(BASE, b"one\nTWO\nthree\n", "one\n2\nthree\n") else { panic!("clean") };
        let text = String::from_utf8(text).unwrap();
        assert!(text.contains("TWO") && text.contains("2\n") && text.contains("<<<<<<<"), "{text}");
    }

    #[test]
    fn line_ends_of_windows_stay() {
        let yours = "ONE\r\ntwo\r\nthree\r\nfour\r\nfive\r\nsix\r\n";
        let merged = merge(BASE, yours.as_bytes(), "one\ntwo\nthree\nfour\nfive\nSIX\n");
        assert_eq!(merged, Merged::Clean(b"ONE\r\ntwo\r\nthree\r\nfour\r\nfive\r\nSIX\r\n".to_vec()));
        assert!(is_same(BASE.replace('\n', "\r\n").as_bytes(), BASE.as_bytes()));
        assert!(!is_same(b"one\r\ntwo\n", b"one\ntwo\n"));
        assert_eq!(with_cr(&without_cr(yours.as_bytes())), yours.as_bytes());
    }
}
