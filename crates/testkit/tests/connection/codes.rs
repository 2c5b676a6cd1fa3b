//! Every code that settings can have is in the corpus, and every kind has its cases.

use std::collections::BTreeSet;

use cora_core::connection::ConnectionKind;
use cora_testkit::closed_list::connection_issue_codes;
use cora_testkit::corpus::{Case, Operation, answer, read};
use serde_json::Value;

fn cases() -> Vec<Case> {
    read().into_iter().filter(|case| case.operation == Operation::Connection).collect()
}

#[test]
fn every_code_of_settings_is_met() {
    let mut met = BTreeSet::new();
    for case in cases() {
        let answer: Value = serde_json::from_str(&answer(&case)).expect("an answer is JSON");
        let issues = answer["issues"].as_array().cloned().unwrap_or_default();
        met.extend(issues.iter().filter_map(|issue| issue["code"].as_str().map(str::to_owned)));
    }
    let (of_settings, _) = connection_issue_codes();
    let unmet: Vec<_> = of_settings.iter().filter(|code| !met.contains(*code)).collect();
    assert!(unmet.is_empty(), "no case has {unmet:?}");
}

#[test]
fn every_kind_has_its_cases() {
    let cases = cases();
    assert!(cases.len() >= 150);
    for kind in ConnectionKind::ALL {
        let own: Vec<_> = cases
            .iter()
            .filter(|case| case.input["kind"] == serde_json::to_value(kind).expect("a code is a text"))
            .collect();
        let right = own.iter().filter(|case| case.expect["ok"] == true).count();
        assert!(right >= 3 && own.len() - right >= 5, "{kind:?}: {right} of {}", own.len());
        for end in ["with_the_least_settings", "with_all_settings"] {
            assert!(own.iter().any(|case| case.name().ends_with(end)), "{kind:?}: none {end}");
        }
    }
}
