//! Decodes any text as a provider's documents for a connection: it is refused with its faults, or
//! checked, with a consistent report.
#![no_main]

use cora_core::connection::discovery::{CheckDiscoveryInput, check_discovery};
use cora_core::connection::report::DiscoveryReport;
use cora_core::issue::Severity;
use libfuzzer_sys::fuzz_target;
use serde_json::Value;

fuzz_target!(|text: &[u8]| {
    let faults = cora_wire::faults::<CheckDiscoveryInput>(text);
    let input = match cora_wire::decode::<CheckDiscoveryInput>(text) {
        Ok(input) => input,
        Err(report) => {
            assert!(!report.issues.is_empty() && !faults.is_empty());
            return;
        }
    };
    assert!(faults.is_empty(), "{faults:?}");

    let report = check_discovery(&input);
    let answer = cora_wire::encode(&report);
    assert_eq!(serde_json::from_str::<DiscoveryReport>(&answer).ok().as_ref(), Some(&report));
    assert_eq!(serde_json::to_string(&report).ok().as_deref(), Some(&*answer));
    assert_eq!(report.ok, !report.issues.iter().any(|issue| issue.severity == Severity::Error));
    for issue in &report.issues {
        assert!(issue.path.is_empty() || issue.path.starts_with('/'), "{}", issue.path);
    }
    let keys = input.jwks.as_ref().and_then(|jwks| jwks.members().get("keys")).and_then(Value::as_array);
    for id in &report.usable_key_ids {
        let mut keys = keys.into_iter().flatten();
        assert!(keys.any(|key| key["kid"] == **id), "{id} is no key of the set");
    }
});
