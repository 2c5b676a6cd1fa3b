//! Decodes any text as a configuration: it is refused with its faults, or decoded, linted and
//! compiled.
#![no_main]

use cora_core::Engine;
use cora_core::engine::{Configuration, EngineLogin};
use cora_core::lint::{BuiltInDomains, lint};
use libfuzzer_sys::fuzz_target;
use serde_json::{Value, json};

fuzz_target!(|text: &[u8]| {
    let faults = cora_wire::faults::<Configuration>(text);
    let configuration = match cora_wire::decode::<Configuration>(text) {
        Ok(configuration) => configuration,
        Err(report) => {
            assert!(!report.issues.is_empty() && !faults.is_empty());
            return;
        }
    };
    assert!(faults.is_empty(), "{faults:?}");
    let written = cora_wire::encode(&configuration);
    assert_eq!(cora_wire::decode::<Configuration>(written.as_bytes()).as_ref(), Ok(&configuration));

    let report = lint(&configuration, &BuiltInDomains);
    assert_eq!(report.findings.len(), report.errors as usize + report.warnings as usize);
    let tree: Value = serde_json::from_str(&written).expect("what is written is JSON");
    for finding in &report.findings {
        assert!(tree.pointer(&finding.path).is_some(), "{} is nowhere", finding.path);
    }

    let connections: Vec<_> = configuration.connections.iter().take(3).cloned().collect();
    let engine = Engine::compile(configuration);
    for connection in connections {
        let login = json!({ "now": 1_767_225_600, "login": { "connectionId": connection.id, "issuer": connection.issuer,
            "subject": "00u1", "email": "ana@acme.example", "emailVerified": true, "groups": ["staff"] } });
        let login: EngineLogin = serde_json::from_value(login).expect("a login");
        assert_eq!(engine.decide(&login).into_summary(), engine.summarize(&login));
    }
});
