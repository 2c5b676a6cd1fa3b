//! Checks the tests and files that documents name in backquotes.

use super::entries::Entries;
use super::repository::{File, Repository};
use super::tests_index::TestIndex;
use super::{CLAIMING, Fault, PITFALLS, PROPERTIES, SPECIFICATION};

/// The folders at the root that a path may begin with.
const TOP: [&str; 6] = ["crates", "tests", "pkg", "bindings", "demo", "docs"];

/// The folder of the cases.
const CORPUS: &str = "tests/corpus/";

/// Checks that the files and tests that the documents name exist.
pub fn check(repository: &Repository, tests: &TestIndex<'_>, faults: &mut Vec<Fault>) {
    for document in CLAIMING {
        let Some(file) = repository.file(document) else { continue };
        for reference in references(file, repository) {
            let Reference { line, what, .. } = &reference;
            if reference.is_met(repository, tests) {
                continue;
            }
            let message = match what {
                What::File(path) => format!("the file `{path}` does not exist; correct the path, or remove it"),
                What::Test(name, None) => format!("the test `{name}` does not exist; name the test that proves this"),
                What::Cases(number, folder) => {
                    format!("no case in {folder} names {number}; correct the folder, or give a case the member")
                }
                What::Test(name, Some(path)) => {
                    format!("the test `{name}` does not exist in {path}; name the test that proves this")
                }
            };
            faults.push(Fault { file: document.to_owned(), line: *line, message });
        }
    }
}

/// Checks that each entry of a document names a test that exists.
pub fn check_entries(repository: &Repository, tests: &TestIndex<'_>, entries: &Entries, faults: &mut Vec<Fault>) {
    let Some(file) = repository.file(entries.document) else { return };
    let met: Vec<usize> = references(file, repository)
        .iter()
        .filter(|reference| reference.is_of_a_test() && reference.is_met(repository, tests))
        .map(|reference| reference.line)
        .collect();
    let mut headings: Vec<(usize, &str)> =
        entries.lines.iter().map(|(number, line)| (*line, number.as_str())).collect();
    headings.sort_unstable();
    for (at, (line, number)) in headings.iter().enumerate() {
        let end = headings.get(at + 1).map_or(usize::MAX, |(next, _)| *next);
        if !met.iter().any(|reference| (*line..end).contains(reference)) {
            let message = format!("{number} names no existing test; list the tests that prove it");
            faults.push(Fault { file: entries.document.to_owned(), line: *line, message });
        }
    }
}

struct Reference {
    line: usize,
    what: What,
}

enum What {
    /// A path, in which `*` matches any text.
    File(String),
    /// The name of a test, or the beginning of one, and the file that it is in, if that is named.
    Test(String, Option<String>),
    /// Cases by the pitfall or property that they name, and their folder.
    Cases(String, String),
}

impl Reference {
    fn is_met(&self, repository: &Repository, tests: &TestIndex<'_>) -> bool {
        match &self.what {
            What::File(path) if path.contains('*') => repository.has_like(path),
            What::File(path) => full_path(path, repository).is_some(),
            What::Test(name, file) => tests.has(name, file.as_deref()),
            What::Cases(number, folder) => repository.has_case_of(number, folder),
        }
    }

    /// Returns `true` if it names tests: by name, as cases of the corpus, or as a file outside of
    /// it.
    fn is_of_a_test(&self) -> bool {
        match &self.what {
            What::Test(..) | What::Cases(..) => true,
            What::File(path) => path.starts_with("tests/") && !path.starts_with(CORPUS),
        }
    }
}

/// Returns the files and tests that a document names, with their lines.
fn references(file: &File, repository: &Repository) -> Vec<Reference> {
    let mut references = Vec::new();
    let lists_tests = matches!(file.path.as_str(), PROPERTIES | PITFALLS);
    let mut in_code = false;
    // The file or folder of cases that an item of a list begins with. The tests that the item names
    // are in it.
    let mut item_file: Option<String> = None;
    for (line, text) in file.lines() {
        if text.starts_with("```") {
            in_code = !in_code;
        }
        if in_code {
            continue;
        }
        if !text.starts_with("  ") {
            item_file = None;
        }
        let last_column = text.trim_end().trim_end_matches('|').rfind(" | ").unwrap_or(0);
        for (place, name) in quoted(text) {
            let is_first = text.starts_with("- `") && place == 3;
            let claims_tests = lists_tests && item_file.is_some()
                || file.path == "docs/replacing-cora.md" && is_numbered_row(text) && place > last_column;
            let folder = item_file.as_ref().filter(|path| path.starts_with(CORPUS));
            let what = match (kind(name, claims_tests, &file.path), folder) {
                (Some(Kind::File), _) => What::File(name.to_owned()),
                (_, Some(folder)) if is_number(name) => What::Cases(name.to_owned(), folder.clone()),
                (Some(Kind::Test), _) => What::Test(name.to_owned(), item_file.clone()),
                (None, _) => continue,
            };
            if let (What::File(path), true, true) = (&what, is_first, lists_tests) {
                let names_tests = |path: &String| path.starts_with(CORPUS) || repository.file(path).is_some();
                item_file = full_path(path, repository).filter(names_tests);
            }
            references.push(Reference { line, what });
        }
    }
    references
}

/// Returns `true` if a text is the number of a pitfall or property, such as `C05` or `P3`.
fn is_number(text: &str) -> bool {
    text.strip_prefix(['C', 'P']).is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()))
}

enum Kind {
    File,
    Test,
}

/// Returns the kind of a name in backquotes, or `None` if it names neither a file nor a test.
fn kind(name: &str, claims_tests: bool, document: &str) -> Option<Kind> {
    let is_path = name.contains('/')
        && !name.starts_with(['/', '@', '.'])
        && name.chars().all(|c| c.is_ascii_alphanumeric() || "/._-*".contains(c));
    if is_path {
        let first = name.split('/').next().unwrap_or_default();
        let is_plain = name.rsplit('/').next().is_some_and(|last| last.contains(['.', '*']));
        return (TOP.contains(&first) || is_plain && name.split('/').count() > 2).then_some(Kind::File);
    }
    let stem = name.trim_end_matches(['*', '…']);
    let is_name =
        !stem.is_empty() && stem.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
    let numbered = {
        let digits = stem.trim_start_matches(['c', 'p']);
        stem.len() == digits.len() + 1
            && digits.find('_').is_some_and(|at| (1..=2).contains(&at))
            && digits.starts_with(|c: char| c.is_ascii_digit())
    };
    let long = stem.matches('_').count() >= 3 && document != SPECIFICATION;
    (is_name && (claims_tests || numbered || long)).then_some(Kind::Test)
}

/// Returns the path from the root of a file or folder, given from the root or from `crates`, if it
/// exists.
fn full_path(path: &str, repository: &Repository) -> Option<String> {
    let path = path.trim_end_matches('/');
    [path.to_owned(), format!("crates/{path}")].into_iter().find(|path| repository.has(path))
}

/// Returns the texts in backquotes of a line, with their positions in bytes.
fn quoted(line: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut place = 0;
    line.split('`').enumerate().filter_map(move |(at, part)| {
        let start = place;
        place += part.len() + 1;
        (at % 2 == 1).then_some((start, part))
    })
}

/// Returns `true` for a row of a table whose first cell is a number, as in the table of faults.
fn is_numbered_row(text: &str) -> bool {
    text.strip_prefix("| ").is_some_and(|cells| cells.starts_with(|first: char| first.is_ascii_digit()))
}
