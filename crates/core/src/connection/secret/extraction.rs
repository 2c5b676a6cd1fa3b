//! Moves secrets out of settings before they are stored, and puts references in their place.

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use serde_json::Value;

use crate::connection::ConnectionKind;
use crate::connection::configuration::ConnectionConfiguration;
use crate::connection::provider;
use crate::connection::report::{ConnectionIssue, ConnectionReport};
use crate::connection::secret::reference::SecretReference;
use crate::connection::settings::Settings;
use crate::connection::settings::field::{Field, Shape};
use crate::connection::settings::reader::is_absent;
use crate::issue::Severity;
use crate::secret::Secret;

/// A secret that was written into a connection's settings.
#[derive(Debug, Clone)]
pub struct WrittenSecret {
    /// The canonical name of the setting: `clientSecret`, `secretKey`.
    pub name: &'static str,
    /// The secret value. Its `Debug` output does not show it.
    pub value: Secret,
}

/// Takes secrets out of settings: any text in a secret's place that is not a reference, and the
/// text of `{"value": "…"}`.
///
/// Afterwards the places of secrets hold only references. A value that is neither a reference nor a
/// secret is dropped. [`validate`](crate::connection::settings::validate::validate) reports what is wrong with it, so
/// call that first, on the original settings.
pub fn take_secrets(settings: Settings, kind: ConnectionKind) -> (Settings, Vec<WrittenSecret>) {
    let mut members = settings.into_members();
    let mut written = Vec::new();
    for field in secret_fields(kind) {
        for name in field.names() {
            let is_reference =
                |value: &Value| value.as_str().is_some_and(|text| SecretReference::parse(text).is_some());
            let Some(value) = members.get(&name).filter(|value| !is_absent(value) && !is_reference(value)) else {
                continue;
            };
            let text = match value {
                Value::Object(object) => object.get("value").and_then(Value::as_str).filter(|text| !text.is_empty()),
                other => {
                    other.as_str().filter(|text| !crate::connection::secret::reference::looks_like_reference(text))
                }
            };
            written.extend(text.map(|text| WrittenSecret { name: field.name, value: Secret::new(String::from(text)) }));
            members.remove(&name);
        }
    }
    (Settings::new(members), written)
}

/// Returns the errors about the secrets themselves from a report on the original settings: a format
/// that is not the provider's, a key of another environment, a placeholder. Call this before taking
/// the secrets out, because afterwards the settings hold only references to them.
pub fn secret_errors(report: &ConnectionReport, kind: ConnectionKind) -> impl Iterator<Item = &ConnectionIssue> {
    let is_secret = move |issue: &&ConnectionIssue| {
        let name = issue.path.strip_prefix("/settings/").and_then(|rest| rest.split('/').next());
        name.is_some_and(|name| secret_fields(kind).any(|field| field.names().any(|known| known == name)))
    };
    report.issues.iter().filter(|issue| issue.severity == Severity::Error).filter(is_secret)
}

/// Returns the URL that decides where the secret of valid settings is sent: the discovery document,
/// or else the issuer. The server that answers there names the token endpoint that receives the
/// secret. A stored secret is bound to one destination.
pub fn secret_destination(configuration: &ConnectionConfiguration) -> String {
    let derived = configuration.derived();
    derived.discovery_uri.map_or_else(|| derived.issuer.to_string(), |uri| uri.to_string())
}

/// Puts a reference in a secret's place, under the canonical name, replacing any other spelling of
/// it.
///
/// Returns `false`, and changes nothing, if the kind has no secret of that name.
pub fn put_reference(settings: &mut Settings, kind: ConnectionKind, name: &str, reference: &SecretReference) -> bool {
    let Some(field) = secret_fields(kind).find(|field| field.names().any(|known| known == name)) else { return false };
    let mut members = core::mem::take(settings).into_members();
    for name in field.names() {
        members.remove(&name);
    }
    members.insert(String::from(field.name), Value::from(reference.as_str()));
    *settings = Settings::new(members);
    true
}

/// Returns the secrets that settings refer to, each as the reference in its place.
pub(crate) fn secret_values(settings: &Settings, kind: ConnectionKind) -> impl Iterator<Item = &Value> {
    let value = |field: &'static Field| field.names().find_map(|name| settings.members().get(&name));
    secret_fields(kind).filter_map(value).filter(|value| !is_absent(value))
}

fn secret_fields(kind: ConnectionKind) -> impl Iterator<Item = &'static Field> {
    provider::fields(kind).iter().filter(|field| field.shape == Shape::Secret)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use std::format;

    fn settings(value: Value) -> Settings {
        serde_json::from_value(value).unwrap()
    }

    fn taken(value: Value) -> (Value, Vec<(&'static str, String)>) {
        let (left, written) = take_secrets(settings(value), ConnectionKind::Okta);
        let written = written.into_iter().map(|secret| (secret.name, String::from(secret.value.expose())));
        (serde_json::to_value(left).unwrap(), written.collect())
    }

    #[test]
    fn a_written_secret_is_taken_out_in_any_spelling() {
        for given in [
            json!({ "clientSecret": "hunter2" }),
            json!({ "client_secret": "hunter2" }),
            json!({ "clientSecret": { "value": "hunter2" } }),
        ] {
            assert_eq!(taken(given), (json!({}), [("clientSecret", "hunter2".into())].into()));
        }
        // Written as an object, a secret may look like a reference.
        let given = json!({ "clientSecret": { "value": "env:A" }, "clientId": "a" });
        assert_eq!(taken(given), (json!({ "clientId": "a" }), [("clientSecret", "env:A".into())].into()));
    }

    #[test]
    fn reference_or_empty_secret_stays_and_invalid_one_goes() {
        for stays in
            [json!({ "clientSecret": "env:A" }), json!({ "clientSecret": null }), json!({ "clientSecret": "" })]
        {
            assert_eq!(taken(stays.clone()), (stays, Vec::new()));
        }
        for goes in [json!("env:A B"), json!(1), json!(["hunter2"]), json!({ "value": 1 }), json!({ "value": "" })] {
            assert_eq!(taken(json!({ "clientSecret": goes })), (json!({}), Vec::new()));
        }
    }

    #[test]
    fn a_reference_takes_the_place_of_a_secret() {
        let mut given = settings(json!({ "client_secret": "hunter2", "clientId": "a" }));
        let reference = SecretReference::stored("0198c0de-0000-7000-8000-0000000000c1").unwrap();
        assert!(put_reference(&mut given, ConnectionKind::Okta, "clientSecret", &reference));
        let expected = json!({ "clientSecret": reference.as_str(), "clientId": "a" });
        assert_eq!(serde_json::to_value(&given).unwrap(), expected);
        assert!(!put_reference(&mut given, ConnectionKind::Okta, "secretKey", &reference));
        assert_eq!(serde_json::to_value(&given).unwrap(), expected);
    }

    #[test]
    fn a_written_secret_is_not_shown() {
        let (_, written) = take_secrets(settings(json!({ "secretKey": "hunter2" })), ConnectionKind::Clerk);
        assert!(!format!("{written:?}").contains("hunter2"));
    }
}
