//! The conformance corpus, run natively.

use std::fs;

use cora_testkit::corpus::layout::Documents;
use cora_testkit::corpus::{Operation, answer, files, folder, index, layout, mismatches, read};

#[test]
fn every_case_is_answered_as_expected() {
    let failures: Vec<String> = read()
        .iter()
        .filter_map(|case| {
            let answer = answer(case);
            let found = mismatches(&case.expect, &answer);
            (!found.is_empty()).then(|| format!("{}\n  {}\n  answer: {answer}", case.file, found.join("\n  ")))
        })
        .collect();
    assert!(failures.is_empty(), "{} cases fail:\n{}", failures.len(), failures.join("\n"));
}

/// A corpus that could not fail would prove nothing.
#[test]
fn a_wrong_expectation_is_noticed() {
    let cases = read();
    let case = cases.iter().find(|case| case.name() == "invited_person_comes_in").expect("the main case");
    let answer = answer(case);
    for (pointer, wrong) in [("/reason", "domain_admits"), ("/verdicts/domain", "ok"), ("/effects/0", "link_identity")]
    {
        let mut expect = case.expect.clone();
        *expect.pointer_mut(pointer).expect("the case expects it") = wrong.into();
        assert_eq!(mismatches(&expect, &answer).len(), 1, "{pointer}");
    }
}

#[test]
fn p12_no_answer_shows_a_whole_address_but_in_its_plan() {
    for case in read().iter().filter(|case| case.operation == Operation::Provisioning) {
        let mut answer: serde_json::Value = serde_json::from_str(&answer(case)).expect("an answer is JSON");
        if let Some(answer) = answer.as_object_mut() {
            answer.remove("plan");
        }
        let text = answer.to_string();
        let without_redacted = text.replace("***@", "");
        assert!(!without_redacted.contains('@'), "{}: {text}", case.file);
    }
}

#[test]
fn corpus_is_laid_out_by_its_rules() {
    let read = |path: &str| fs::read_to_string(folder().join(path)).expect("a readable file");
    let files = files("").into_iter().map(|file| (file.clone(), read(&file))).collect();
    let [readme, pitfalls, properties] =
        ["README.md", "../../docs/security/pitfalls.md", "../../docs/properties.md"].map(read);
    let documents = Documents { readme: &readme, pitfalls: &pitfalls, properties: &properties };
    let faults = layout::faults(&files, &documents);
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn index_of_the_corpus_is_up_to_date() {
    let written = fs::read_to_string(folder().join("INDEX.md")).unwrap_or_default();
    let is_current = written == index::write();
    assert!(is_current, "tests/corpus/INDEX.md is out of date: run `cargo run -p cora-testkit --example corpus_index`");
}
