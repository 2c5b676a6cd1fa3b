//! Configurations of each kind, for tests: those of `tests/providers`, which all crates share.

use alloc::string::String;
use alloc::vec::Vec;
use serde_json::{Map, Value, json};

use super::configuration::ConnectionConfiguration;
use super::{ConnectionKind, TokenUse};
use crate::connection::settings::ConnectionSettings;
use crate::connection::settings::validate::validate;
use crate::json::Code;

/// Returns the sample of a kind.
pub(crate) fn sample(kind: ConnectionKind) -> Value {
    let place = std::format!("{}/../../tests/providers/{}.json", env!("CARGO_MANIFEST_DIR"), Code::name(&kind));
    let text = std::fs::read_to_string(&place).unwrap_or_else(|_| panic!("there is no {place}"));
    serde_json::from_str(&text).unwrap()
}

/// Returns the configuration that follows from the first sound settings of a kind, with the `kind`
/// tag.
pub(crate) fn configuration(kind: ConnectionKind) -> Value {
    let settings = json!({ "kind": kind, "settings": sample(kind)["sound"][0]["settings"] });
    let report = validate(&serde_json::from_value::<ConnectionSettings>(settings).unwrap());
    serde_json::to_value(report.configuration.unwrap_or_else(|| panic!("{:?}", report.issues))).unwrap()
}

/// Returns a configuration of every kind in which every setting is set.
pub(crate) fn whole_configurations() -> Vec<(ConnectionKind, ConnectionConfiguration)> {
    let whole = |kind: ConnectionKind| {
        let mut configuration = sample(kind)["configuration"].clone();
        configuration["kind"] = json!(kind);
        (kind, serde_json::from_value(configuration).unwrap())
    };
    ConnectionKind::ALL.into_iter().map(whole).collect()
}

/// Returns the claims of the first sample token of a use, or of another if the kind does not have
/// it.
pub(crate) fn claims(kind: ConnectionKind, token_use: TokenUse) -> Map<String, Value> {
    let sample = sample(kind);
    let tokens = sample["tokens"].as_array().unwrap();
    let is_of_the_use = |token: &&Value| {
        let mut settings = sample["least"].clone();
        for (name, value) in token["changes"].as_object().unwrap() {
            settings[name] = value.clone();
        }
        let settings = json!({ "kind": kind, "settings": settings });
        let report = validate(&serde_json::from_value::<ConnectionSettings>(settings).unwrap());
        report.derived.is_some_and(|derived| derived.token_use == token_use)
    };
    let token = tokens.iter().find(is_of_the_use).or(tokens.first()).unwrap();
    token["claims"].as_object().cloned().unwrap()
}
