//! Finds the numbered headings of the documents that are cited.

use std::collections::BTreeMap;

use super::repository::Repository;
use super::{Fault, SPECIFICATION};

/// The headings of one document, by number.
pub struct Entries {
    pub document: &'static str,
    /// The line of each heading, counted from 1.
    pub lines: BTreeMap<String, usize>,
}

impl Entries {
    /// Reads the sections of the specification: `## 6 …`, `### 6.4 …`.
    pub fn sections(repository: &Repository, faults: &mut Vec<Fault>) -> Self {
        let is_section = |number: &str| {
            let mut parts = number.split('.');
            parts.all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
        };
        Self::read(repository, SPECIFICATION, is_section, faults)
    }

    /// Reads the entries of a document that have a letter and a number: `## C05 …`.
    pub fn numbered(repository: &Repository, document: &'static str, letter: char, faults: &mut Vec<Fault>) -> Self {
        let is_entry = |number: &str| {
            let digits = number.strip_prefix(letter);
            digits.is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()))
        };
        Self::read(repository, document, is_entry, faults)
    }

    fn read(
        repository: &Repository,
        document: &'static str,
        is_number: impl Fn(&str) -> bool,
        faults: &mut Vec<Fault>,
    ) -> Self {
        let mut lines = BTreeMap::new();
        let mut fault = |line, message| faults.push(Fault { file: document.to_owned(), line, message });
        let Some(file) = repository.file(document) else {
            fault(0, String::from("the document is missing"));
            return Self { document, lines };
        };
        let mut before = "";
        for (at, line) in file.lines() {
            let heading = line.strip_prefix("### ").or_else(|| line.strip_prefix("## "));
            let number = heading.and_then(|heading| heading.split(' ').next()).filter(|number| is_number(number));
            if let Some(number) = number {
                let anchor = format!("<a id=\"{number}\"></a>");
                if before != anchor {
                    fault(at, format!("put `{anchor}` on the line before the heading, so that links to it last"));
                }
                if lines.insert(number.to_owned(), at).is_some() {
                    fault(at, format!("{number} is the number of two headings; renumber one"));
                }
            }
            before = line;
        }
        Self { document, lines }
    }

    pub fn has(&self, number: &str) -> bool {
        self.lines.contains_key(number)
    }
}
