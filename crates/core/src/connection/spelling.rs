//! Converts settings between their two spellings: Cora's own camelCase names, and the snake_case
//! names in the rows of the legacy CORA toolkit.

use alloc::string::String;
use serde_json::{Map, Value};

use super::ConnectionKind;
use super::field::{Field, snake_case};
use super::provider;
use super::settings::Settings;

/// Returns the settings under the canonical names of their kind. Values stay as they are. Names
/// that the kind does not have stay too, as do those of a setting that is given twice.
pub fn canonical_settings(settings: &Settings, kind: ConnectionKind) -> Settings {
    let given = settings.members();
    let canonical = |name: &str| {
        let field: &Field = provider::fields(kind).iter().find(|field| field.names().any(|known| known == name))?;
        let others = field.names().filter(|known| given.contains_key(known)).count();
        (others == 1).then_some(field.name)
    };
    renamed(given, |name| canonical(name).unwrap_or(name).into())
}

/// Returns the settings under the names that CORA's rows use: canonical names in snake_case, others
/// unchanged.
pub fn cora_settings(settings: &Settings, kind: ConnectionKind) -> Settings {
    let is_canonical = |name: &str| provider::fields(kind).iter().any(|field| field.name == name);
    renamed(settings.members(), |name| if is_canonical(name) { snake_case(name) } else { name.into() })
}

fn renamed(members: &Map<String, Value>, rename: impl Fn(&str) -> String) -> Settings {
    Settings::new(members.iter().map(|(name, value)| (rename(name), value.clone())).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn settings(value: Value) -> Settings {
        serde_json::from_value(value).unwrap()
    }

    #[test]
    fn names_are_turned_and_turned_back() {
        let own = settings(json!({ "clientId": "a", "jwksUri": "b", "issuer": "c", "clientSecret": "env:A" }));
        let cora = settings(json!({ "client_id": "a", "jwks_uri": "b", "issuer": "c", "client_secret": "env:A" }));
        assert_eq!(cora_settings(&own, ConnectionKind::Okta), cora);
        assert_eq!(canonical_settings(&cora, ConnectionKind::Okta), own);
        assert_eq!(canonical_settings(&own, ConnectionKind::Okta), own);
    }

    #[test]
    fn setting_of_another_kind_keeps_its_spelling() {
        let given = settings(json!({ "publishableKey": "a", "client_id": "b", "clientId": "c" }));
        assert_eq!(canonical_settings(&given, ConnectionKind::Okta), given);
        let other = settings(json!({ "publishableKey": "a" }));
        assert_eq!(cora_settings(&other, ConnectionKind::Okta), other);
    }
}
