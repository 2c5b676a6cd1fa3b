//! The conformance corpus over HTTP: decisions and faults have the same bytes as native ones.

use crate::support::*;
use cora_testkit::corpus::{Operation, answer, read};

#[tokio::test]
async fn p11_every_decision_over_http_has_the_native_bytes() {
    let service = Service::new(base()).await;
    let owner = service.token("olga", "olga@acme.example");
    let mut compared = 0;
    for case in read().iter().filter(|case| case.operation == Operation::Provisioning) {
        let native = answer(case);
        let http = service.evaluate(&owner, case.text()).await;
        if let Some(issues) = native.strip_prefix("{\"ok\":false,\"issues\":").and_then(|rest| rest.strip_suffix('}')) {
            http.refused(400, "invalid_input");
            assert!(http.text.contains(&format!("\"issues\":{issues}")), "{}: {}", case.file, http.text);
        } else {
            assert_eq!(http.text, format!("{{\"success\":true,\"data\":{native}}}"), "{}", case.file);
        }
        compared += 1;
    }
    assert!(compared >= 60, "only {compared} cases were compared");
}

#[tokio::test]
async fn p11_every_report_on_settings_over_http_has_the_native_bytes() {
    let service = Service::new(base()).await;
    let owner = service.token("olga", "olga@acme.example");
    let mut compared = 0;
    for case in read().iter().filter(|case| case.operation == Operation::Connection) {
        // The route serves the platform's connections, and the kind is in its path.
        let Some((kind, settings)) = case.input.as_object().and_then(|input| {
            let plain = input.len() == 2 && input.get("settings").is_some_and(serde_json::Value::is_object);
            plain.then(|| Some((input.get("kind")?.as_str()?, input.get("settings")?))).flatten()
        }) else {
            continue;
        };
        let native = answer(case);
        if native.starts_with("{\"ok\":false,\"issues\":") {
            continue;
        }
        let body = serde_json::json!({ "config": settings }).to_string();
        let http = service.validate(&owner, kind, body).await;
        assert_eq!(http.text, format!("{{\"success\":true,\"data\":{native}}}"), "{}", case.file);
        compared += 1;
    }
    assert!(compared >= 150, "only {compared} cases were compared");
}
