//! Settings of connections: the result of their validation, and that a connection made from them
//! accepts its provider's tokens and no others.

mod accept;
mod codes;
mod documents;
mod pitfalls;
mod properties;

use cora_core::connection::ConnectionKind;
use cora_core::connection::report::ConnectionReport;
use cora_core::connection::settings::ConnectionSettings;
use cora_core::connection::settings::validate::validate;
use cora_testkit::provider_sample::provider_sample;
use serde_json::{Value, json};

fn input(kind: ConnectionKind, settings: Value) -> ConnectionSettings {
    serde_json::from_value(json!({ "kind": kind, "settings": settings })).expect("settings are an object")
}

fn report(kind: ConnectionKind, settings: Value) -> ConnectionReport {
    validate(&input(kind, settings))
}

/// The minimal valid settings of a kind, with its issuer given too.
fn least(kind: ConnectionKind) -> Value {
    Value::from(provider_sample(kind).least)
}

/// The minimal settings with changes. Null removes a setting.
fn with(kind: ConnectionKind, changes: Value) -> Value {
    let mut settings = least(kind);
    for (name, value) in changes.as_object().expect("changes are an object") {
        settings[name] = value.clone();
    }
    settings
}

#[test]
fn the_least_settings_are_right() {
    for kind in ConnectionKind::ALL {
        let report = report(kind, least(kind));
        assert!(report.ok && report.issues.is_empty(), "{kind:?}: {:?}", report.issues);
    }
}
