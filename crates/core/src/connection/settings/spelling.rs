//! Converts settings to Cora's own camelCase names from the snake_case names in the rows of the
//! legacy CORA toolkit.

use alloc::string::String;
use serde_json::Value;

use crate::connection::ConnectionKind;
use crate::connection::provider;
use crate::connection::settings::Settings;
use crate::connection::settings::field::Field;

/// Returns the settings under the canonical names of their kind. Values stay as they are. Names
/// that the kind does not have stay too, as do those of a setting that is given twice.
pub fn canonical_settings(settings: &Settings, kind: ConnectionKind) -> Settings {
    let given = settings.members();
    let canonical = |name: &str| {
        let field: &Field = provider::fields(kind).iter().find(|field| field.names().any(|known| known == name))?;
        let others = field.names().filter(|known| given.contains_key(known)).count();
        (others == 1).then_some(field.name)
    };
    let renamed = |(name, value): (&String, &Value)| (canonical(name).unwrap_or(name).into(), value.clone());
    Settings::new(given.iter().map(renamed).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn settings(value: Value) -> Settings {
        serde_json::from_value(value).unwrap()
    }

    #[test]
    fn snake_case_names_are_turned() {
        let own = settings(json!({ "clientId": "a", "jwksUri": "b", "issuer": "c", "clientSecret": "env:A" }));
        let cora = settings(json!({ "client_id": "a", "jwks_uri": "b", "issuer": "c", "client_secret": "env:A" }));
        assert_eq!(canonical_settings(&cora, ConnectionKind::Okta), own);
        assert_eq!(canonical_settings(&own, ConnectionKind::Okta), own);
    }

    #[test]
    fn setting_of_another_kind_keeps_its_spelling() {
        let given = settings(json!({ "publishableKey": "a", "client_id": "b", "clientId": "c" }));
        assert_eq!(canonical_settings(&given, ConnectionKind::Okta), given);
    }
}
