//! Decodes any text as the settings of a connection: it is refused with its faults, or validated,
//! with a consistent report.
#![no_main]

use cora_core::connection::ConnectionStatus;
use cora_core::connection::report::ConnectionReport;
use cora_core::connection::settings::ConnectionSettings;
use cora_core::connection::settings::validate::validate;
use cora_core::id::ConnectionId;
use cora_core::issue::Severity;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &[u8]| {
    let faults = cora_wire::faults::<ConnectionSettings>(text);
    let input = match cora_wire::decode::<ConnectionSettings>(text) {
        Ok(input) => input,
        Err(report) => {
            assert!(!report.issues.is_empty() && !faults.is_empty());
            return;
        }
    };
    assert!(faults.is_empty(), "{faults:?}");

    let report = validate(&input);
    let answer = cora_wire::encode(&report);
    assert_eq!(serde_json::from_str::<ConnectionReport>(&answer).ok().as_ref(), Some(&report));
    assert_eq!(serde_json::to_string(&report).ok().as_deref(), Some(&*answer));
    assert_eq!(report.ok, !report.issues.iter().any(|issue| issue.severity == Severity::Error));
    assert_eq!((report.configuration.is_some(), report.derived.is_some()), (report.ok, report.ok));
    assert!(report.storable || !report.ok);
    for issue in &report.issues {
        assert!(issue.path.is_empty() || issue.path.starts_with('/'), "{}", issue.path);
        assert!(!issue.message.is_empty() && !issue.message.ends_with('.'), "{}", issue.message);
    }
    if let (Some(configuration), Some(derived)) = (&report.configuration, &report.derived) {
        assert_eq!(configuration.kind(), input.kind);
        assert_eq!(*configuration.issuer(), derived.issuer);
        let id = ConnectionId::parse("0198c0de-0000-7000-8000-0000000000c1").expect("an identifier");
        let connection = configuration.connection(id, ConnectionStatus::Active, 1, input.organization_id);
        assert_eq!((connection.issuer, connection.token_use), (derived.issuer.clone(), derived.token_use));
    }
    if report.storable {
        // Stored settings are validated again before use, with the same result.
        let stored = validate(&ConnectionSettings { settings: report.settings.clone(), ..input });
        assert_eq!((stored.settings, stored.storable), (report.settings, true));
        if report.ok {
            assert_eq!((stored.configuration, stored.derived), (report.configuration, report.derived));
        }
    }
});
