//! Decodes any text as the input of a decision: it is refused with its faults, or decided, encoded
//! and explained without a complete address.
#![no_main]

use cora_core::email::EmailAddress;
use cora_core::engine::{Configuration, EngineLogin};
use cora_core::provisioning::explain::explain;
use cora_core::{DecideInput, Decision, Engine, decide, summarize};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &[u8]| {
    let faults = cora_wire::faults::<DecideInput>(text);
    let input = match cora_wire::decode::<DecideInput>(text) {
        Ok(input) => input,
        Err(report) => {
            assert!(!report.issues.is_empty() && !faults.is_empty());
            return;
        }
    };
    assert!(faults.is_empty(), "{faults:?}");
    // Tokens are never encoded, so an input is stable from its second encoding on.
    let written = cora_wire::encode(&input);
    let again: DecideInput = cora_wire::decode(written.as_bytes()).expect("what is written can be read");
    assert_eq!(cora_wire::encode(&again), written);

    let decision = decide(&input);
    let answer = cora_wire::encode(&decision);
    assert_eq!(serde_json::from_str::<Decision>(&answer).ok().as_ref(), Some(&decision));
    assert_eq!(serde_json::to_string(&decision).ok().as_deref(), Some(&*answer));
    assert_eq!(summarize(&input), decision.clone().into_summary());

    let explained = explain(&decision);
    if let Some(email) = input.login.email.as_ref().and_then(|email| EmailAddress::parse(email.as_str()).ok()) {
        for shown in [cora_wire::encode(&decision.trace), explained] {
            // An address that looks like a redacted one cannot be distinguished from it.
            assert!(email.local().ends_with('*') || !shown.contains(email.canonical()), "a whole address is shown");
        }
    }

    // The compiled configuration decides the same as the one-shot function, although the rules are
    // in another place of the input.
    if input.login.connection_id == input.connection.id {
        let DecideInput { now, login, connection, policy, mut facts } = input;
        let domain_rules = std::mem::take(&mut facts.domain_rules);
        let engine = Engine::compile(Configuration { policy, connections: vec![connection], domain_rules });
        assert_eq!(engine.decide(&EngineLogin { now, login, facts }), decision);
    }
});
