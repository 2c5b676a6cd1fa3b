//! Answers every signed token of the corpus as expected.

#[path = "support/signed.rs"]
mod signed;

use std::collections::BTreeSet;

use cora_testkit::corpus::mismatches;
use serde_json::Value;

#[tokio::test]
async fn every_signed_token_is_answered_as_expected() {
    let cases = signed::read();
    assert!(cases.len() >= 100, "{}", cases.len());
    let mut faults = Vec::new();
    for (file, case) in &cases {
        assert!(!case.why.is_empty() && case.pitfall.as_deref() != Some(""), "{file}");
        let answer = signed::answer(&case.input).await;
        faults.extend(mismatches(&case.expect, &answer).into_iter().map(|fault| format!("{file}: {fault}")));
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[tokio::test]
async fn every_code_of_a_host_occurs() {
    let mut met = BTreeSet::new();
    for (_, case) in signed::read() {
        let answer: Value = serde_json::from_str(&signed::answer(&case.input).await).unwrap();
        met.extend(answer["code"].as_str().map(str::to_owned));
    }
    for code in ["token_malformed", "key_unknown", "keys_unavailable", "key_mismatch", "signature_invalid"] {
        assert!(met.contains(code), "{code}");
    }
}
