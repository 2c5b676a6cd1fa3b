//! Indexes the names of all tests: functions in Rust, strings in JavaScript, cases of the corpus.

use std::collections::{BTreeMap, BTreeSet};

use super::repository::{File, Repository};

/// The names of tests by file.
pub struct TestIndex<'a>(BTreeMap<&'a str, BTreeSet<&'a str>>);

impl<'a> TestIndex<'a> {
    pub fn of(repository: &'a Repository) -> Self {
        let names = |file: &'a File| match file.path.rsplit_once('.') {
            Some((_, "rs")) => rust_tests(&file.text),
            Some((_, "mjs" | "cjs")) => javascript_tests(&file.text),
            _ if file.is_case() => case_name(&file.path).into_iter().collect(),
            _ => BTreeSet::new(),
        };
        Self(repository.files.iter().map(|file| (file.path.as_str(), names(file))).collect())
    }

    /// Returns `true` if a test has this name, or begins with it if the name ends in `*` or `…`. If
    /// a file is given, only its tests count.
    pub fn has(&self, name: &str, file: Option<&str>) -> bool {
        let prefix = name.strip_suffix(['*', '…']);
        let fits = |names: &BTreeSet<&str>| match prefix {
            Some(prefix) => names.range(prefix..).next().is_some_and(|name| name.starts_with(prefix)),
            None => names.contains(name),
        };
        match file {
            Some(file) => self.0.get(file).is_some_and(fits),
            None => self.0.values().any(fits),
        }
    }
}

/// Returns the names of the functions that an attribute makes tests.
fn rust_tests(text: &str) -> BTreeSet<&str> {
    let mut names = BTreeSet::new();
    let mut is_test = false;
    for line in text.lines().map(str::trim_start) {
        if line.starts_with("#[") {
            is_test |= ["#[test]", "#[tokio::test", "#[wasm_bindgen_test"].iter().any(|test| line.starts_with(test));
        } else if let Some((_, rest)) = line.split_once("fn ").filter(|(before, _)| !before.starts_with("//")) {
            if is_test {
                names.extend(rest.split(['(', '<']).next());
            }
            is_test = false;
        } else if !line.is_empty() && !line.starts_with("//") {
            is_test = false;
        }
    }
    names
}

/// Returns the strings that calls begin with: `test("…", …)`, `check("…", …)`.
fn javascript_tests(text: &str) -> BTreeSet<&str> {
    let mut names = BTreeSet::new();
    for (at, _) in text.match_indices("(\"") {
        let call = text[..at].ends_with(|c: char| c.is_ascii_alphanumeric());
        names.extend(text[at + 2..].split('"').next().filter(|_| call));
    }
    names
}

/// Returns the name of a case.
fn case_name(path: &str) -> Option<&str> {
    path.strip_suffix(".json")?.rsplit('/').next()
}
