//! The rules of the corpus's layout, which keep it readable: known folders, unique names that state
//! an outcome, and numbers of pitfalls and properties that exist.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

/// The most files in one folder.
const MOST_FILES: usize = 40;
/// The greatest length of a name.
const LONGEST_NAME: usize = 60;
/// The files that are not cases.
const OTHERS: [&str; 2] = ["README.md", "INDEX.md"];

/// The texts that the layout is compared with.
pub struct Documents<'a> {
    /// `tests/corpus/README.md`, whose last section lists the folders.
    pub readme: &'a str,
    /// `docs/security/pitfalls.md`.
    pub pitfalls: &'a str,
    /// `docs/properties.md`.
    pub properties: &'a str,
}

/// Returns every breach of the rules, with what to do about it. `files` has the paths relative to
/// the corpus, with the texts.
pub fn faults(files: &BTreeMap<String, String>, documents: &Documents<'_>) -> Vec<String> {
    let (_, list) = documents.readme.split_once("\n## Folders\n").unwrap_or_default();
    let known: BTreeSet<&str> = list.lines().filter_map(listed_folder).collect();
    let mut faults = Vec::new();
    let mut names: BTreeMap<(&str, &str), &str> = BTreeMap::new();
    let mut reasons: BTreeMap<String, &str> = BTreeMap::new();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for (file, text) in files.iter().filter(|(file, _)| !OTHERS.contains(&file.as_str())) {
        let (folder, name) = file.rsplit_once('/').unwrap_or(("", file));
        if !known.contains(folder) {
            faults.push(format!(
                "{file}: tests/corpus/README.md does not list the folder `{folder}`; move the case, or add a line"
            ));
        }
        *counts.entry(folder).or_default() += 1;
        let Some(name) = name.strip_suffix(".json").filter(|name| is_outcome(name)) else {
            faults.push(format!(
                "{file}: name the outcome in at most {LONGEST_NAME} of a-z, 0-9 and _, without a number in front"
            ));
            continue;
        };
        let operation = folder.split('/').next().unwrap_or_default();
        if let Some(other) = names.insert((operation, name), file) {
            faults.push(format!("{file}: {other} has the same name; say how they differ"));
        }
        let Ok(case) = serde_json::from_str::<Value>(text) else {
            faults.push(format!("{file}: this is not JSON"));
            continue;
        };
        match case["why"].as_str().filter(|why| why.ends_with('.')) {
            None => faults.push(format!("{file}: `why` is a sentence that says what is decided and why")),
            Some(why) => {
                if let Some(other) = reasons.insert(format!("{operation}: {why}"), file) {
                    faults.push(format!("{file}: {other} has the same `why`; say how they differ"));
                }
            }
        }
        for (member, document, path) in [
            ("pitfall", documents.pitfalls, "docs/security/pitfalls.md"),
            ("property", documents.properties, "docs/properties.md"),
        ] {
            let number = &case[member];
            let is_known = number.as_str().is_some_and(|number| document.contains(&format!("<a id=\"{number}\"></a>")));
            if !number.is_null() && !is_known {
                faults.push(format!("{file}: {path} has no {member} {number}"));
            }
        }
    }
    let empty = known.iter().filter(|folder| !counts.contains_key(*folder));
    faults.extend(empty.map(|folder| format!("{folder}: no case is in this folder; take it out of the README")));
    let large = counts.into_iter().filter(|(_, count)| *count > MOST_FILES);
    faults
        .extend(large.map(|(folder, count)| format!("{folder}: {count} files are more than {MOST_FILES}; divide it")));
    faults
}

/// Returns the folder that a line of a table in the README lists.
fn listed_folder(line: &str) -> Option<&str> {
    line.strip_prefix("| `")?.split('`').next()
}

/// Returns `true` if a name can describe an outcome: it has words, and no number of a case, pitfall
/// or property.
fn is_outcome(name: &str) -> bool {
    let is_plain = name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
    let first = name.split('_').next().unwrap_or_default();
    let is_number = first.trim_start_matches(['c', 'p']).bytes().all(|byte| byte.is_ascii_digit());
    is_plain && name.len() <= LONGEST_NAME && name.contains('_') && !is_number
}

#[cfg(test)]
mod tests {
    use super::*;

    const CASE: &str = r#"{"why": "It is so.", "pitfall": "C06", "property": "P3"}"#;
    const ADDRESS: (&str, &str) = ("email/comma_is_refused.json", CASE);
    const KEY: (&str, &str) = ("keys/key_is_used.json", CASE);
    const DOCUMENTS: Documents<'_> = Documents {
        readme: "| `why` | a member |\n\n## Folders\n\n| `email` | addresses |\n| `keys` | keys |\n",
        pitfalls: "<a id=\"C06\"></a>\n",
        properties: "<a id=\"P3\"></a>\n",
    };

    /// The faults of these files, and one sound case in each folder.
    fn found(files: &[(&str, &str)]) -> Vec<String> {
        let files = [ADDRESS, KEY].iter().chain(files).map(|(file, text)| ((*file).to_owned(), (*text).to_owned()));
        faults(&files.collect(), &DOCUMENTS)
    }

    /// Asserts that there is one fault, and that it contains this.
    #[track_caller]
    fn one(file: &str, text: &str, expected: &str) {
        let found = found(&[(file, text)]);
        assert!(found.len() == 1 && found[0].contains(expected), "{found:#?}");
    }

    /// A sound case with another reason.
    fn another() -> String {
        CASE.replace("so", "otherwise")
    }

    #[test]
    fn sound_layout_has_no_faults() {
        let files = [("README.md", ""), ("INDEX.md", ""), ("email/dot_is_kept.json", &another())];
        assert_eq!(found(&files), Vec::<String>::new());
    }

    #[test]
    fn unlisted_folder_is_a_fault() {
        one("email/other/dot_is_kept.json", &another(), "does not list the folder `email/other`");
        one("dot_is_kept.json", &another(), "does not list the folder ``");
        one("why/dot_is_kept.json", &another(), "does not list the folder `why`");
    }

    #[test]
    fn listed_folder_without_a_case_is_a_fault() {
        let faults = faults(&BTreeMap::from([(KEY.0.to_owned(), CASE.to_owned())]), &DOCUMENTS);
        assert_eq!(faults, ["email: no case is in this folder; take it out of the README"]);
    }

    #[test]
    fn name_used_twice_in_an_operation_is_a_fault() {
        let readme = format!("{}| `email/syntax` | signs |\n", DOCUMENTS.readme);
        let documents = Documents { readme: &readme, ..DOCUMENTS };
        let files = [ADDRESS, ("email/syntax/comma_is_refused.json", &another()), KEY];
        let files = files.map(|(file, text)| (file.to_owned(), text.to_owned())).into();
        let faults = faults(&files, &documents);
        let expected = "email/syntax/comma_is_refused.json: email/comma_is_refused.json has the same name";
        assert!(faults.len() == 1 && faults[0].starts_with(expected), "{faults:#?}");
        // Another operation may use it too.
        assert!(found(&[("keys/comma_is_refused.json", &another())]).is_empty());
    }

    #[test]
    fn name_that_is_no_outcome_is_a_fault() {
        let long = format!("email/{}.json", "long_".repeat(13));
        for file in ["email/007_it_is.json", "email/c06_it_is.json", "email/It_is.json", "email/it_is.txt", &long] {
            one(file, &another(), "name the outcome");
        }
    }

    #[test]
    fn shared_or_missing_reason_is_a_fault() {
        one("email/dot_is_kept.json", CASE, "has the same `why`");
        one("email/dot_is_kept.json", r#"{"why": "boundary"}"#, "`why` is a sentence");
        one("email/dot_is_kept.json", "{", "this is not JSON");
    }

    #[test]
    fn unknown_pitfall_or_property_is_a_fault() {
        let file = "email/dot_is_kept.json";
        one(file, &another().replace("C06", "C99"), "docs/security/pitfalls.md has no pitfall \"C99\"");
        one(file, &another().replace("P3", "P99"), "docs/properties.md has no property \"P99\"");
    }

    #[test]
    fn folder_of_too_many_files_is_a_fault() {
        let files: Vec<(String, String)> = (1..=MOST_FILES)
            .map(|at| (format!("keys/key_{at}_is_used.json"), CASE.replace("so", &at.to_string())))
            .collect();
        let files: Vec<(&str, &str)> = files.iter().map(|(file, text)| (file.as_str(), text.as_str())).collect();
        assert_eq!(found(&files), ["keys: 41 files are more than 40; divide it"]);
        assert!(found(&files[1..]).is_empty());
    }
}
