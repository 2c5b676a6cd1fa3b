//! JSON objects in which no member stands twice, as the core reads them.

use serde_json::{Map, Value};

/// Reads a JSON object; `None` when the text is not one, or a member stands twice in it or in an object inside it.
pub fn parse(text: &[u8]) -> Option<Map<String, Value>> {
    let mut deserializer = serde_json::Deserializer::from_slice(text);
    let object = cora_core::json::object(&mut deserializer).ok()?;
    deserializer.end().ok()?;
    Some(object)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn duplicate_members_are_refused_at_any_depth() {
        for text in [r#"{"a":1,"a":1}"#, r#"{"a":[{"b":1,"b":2}]}"#, r#"{"a":1,"\u0061":2}"#] {
            assert!(parse(text.as_bytes()).is_none(), "{text}");
        }
        assert_eq!(parse(br#"{"a":{"a":[1,-1,1.5,null,true,"x"]}}"#).map(|object| object.len()), Some(1));
    }

    #[test]
    fn what_is_no_object_is_refused() {
        for text in ["", "[]", "1", "null", "{} {}", "{\"a\":1e400}", "{\"a\":NaN}", "\u{feff}{}"] {
            assert!(parse(text.as_bytes()).is_none(), "{text}");
        }
        assert!(parse("[".repeat(100_000).as_bytes()).is_none());
    }
}
