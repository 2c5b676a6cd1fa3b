//! The two spellings of names: CORA's functions wrote snake_case in December 2025 and camelCase
//! later, and its front end reads both.

use serde_json::{Map, Value};

/// Returns a camelCase name in snake_case.
pub(super) fn snake_case(name: &str) -> String {
    let mut text = String::with_capacity(name.len().saturating_add(4));
    for c in name.chars() {
        if c.is_ascii_uppercase() {
            text.push('_');
        }
        text.push(c.to_ascii_lowercase());
    }
    text
}

/// Returns a document of camelCase names in which every name also has its snake_case spelling.
pub(super) fn in_both(document: Value) -> Value {
    match document {
        Value::Array(items) => Value::Array(items.into_iter().map(in_both).collect()),
        Value::Object(members) => {
            let mut both = Map::new();
            for (name, value) in members {
                let value = in_both(value);
                let other = snake_case(&name);
                if other != name {
                    both.entry(other).or_insert_with(|| value.clone());
                }
                both.insert(name, value);
            }
            Value::Object(both)
        }
        value => value,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn names_are_written_in_both_spellings_at_any_depth() {
        let document =
            json!({ "id": 1, "fullName": "Ada", "organizations": [{ "orgId": "a", "config": { "jwksUri": "b" } }] });
        let expected = json!({
            "id": 1, "fullName": "Ada", "full_name": "Ada",
            "organizations": [{
                "orgId": "a", "org_id": "a", "config": { "jwksUri": "b", "jwks_uri": "b" }
            }]
        });
        assert_eq!(in_both(document), expected);
    }

    #[test]
    fn a_name_that_is_written_already_keeps_its_value() {
        assert_eq!(in_both(json!({ "org_id": 1, "orgId": 2 })), json!({ "org_id": 1, "orgId": 2 }));
        assert_eq!(in_both(json!({ "orgId": 2, "org_id": 1 })), json!({ "org_id": 1, "orgId": 2 }));
    }
}
