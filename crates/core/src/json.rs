//! JSON as a tree; reading the types of the core from it, and writing them as text.
//!
//! A host that has text uses `cora-wire`, which parses it and lists the faults of an invalid
//! document.

mod decode;
mod encode;
mod node;

pub(crate) use decode::list;
pub use decode::{Decode, Decoder, object_from_node, optional_object_from_node, read};
pub use encode::{Code, Encode, Encoder, write};
pub use node::Node;

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use serde::{Deserialize, Deserializer, de};
use serde_json::{Map, Value};

/// Reads a JSON object in which no name occurs twice, at any depth.
///
/// WHY: of two members with one name, one parser takes the first and another the last; a caller
/// that checks one and uses the other is deceived (RFC 8259 §4, RFC 7519 §4).
///
/// # Errors
///
/// Fails if the value is not an object, or if a name occurs twice.
pub fn object<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Map<String, Value>, D::Error> {
    match Strict::deserialize(deserializer)?.0 {
        Value::Object(members) => Ok(members),
        _ => Err(de::Error::custom("expected an object")),
    }
}

/// Reads the same as [`object`], or null.
///
/// # Errors
///
/// Fails if the value is neither null nor an object, or if a name occurs twice.
pub fn optional_object<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Map<String, Value>>, D::Error> {
    match Strict::deserialize(deserializer)?.0 {
        Value::Null => Ok(None),
        Value::Object(members) => Ok(Some(members)),
        _ => Err(de::Error::custom("expected an object or null")),
    }
}

struct Strict(Value);

impl<'de> Deserialize<'de> for Strict {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Visitor).map(Self)
    }
}

struct Visitor;

impl<'de> de::Visitor<'de> for Visitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON without duplicate names")
    }
    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }
    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }
    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::from(value))
    }
    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::from(value))
    }
    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Value::from(value))
    }
    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(Value::from(text))
    }
    fn visit_seq<A: de::SeqAccess<'de>>(self, mut sequence: A) -> Result<Value, A::Error> {
        let mut items = Vec::new();
        while let Some(Strict(item)) = sequence.next_element()? {
            items.push(item);
        }
        Ok(Value::Array(items))
    }
    fn visit_map<A: de::MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut members = Map::new();
        while let Some((name, Strict(value))) = map.next_entry::<String, Strict>()? {
            if members.insert(name, value).is_some() {
                return Err(de::Error::custom("a name occurs twice"));
            }
        }
        Ok(Value::Object(members))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_stands_twice_is_refused_at_any_depth() {
        let read = |text| object(&mut serde_json::Deserializer::from_str(text));
        assert!(read(r#"{"sub":"a","exp":1}"#).is_ok());
        assert!(read(r#"{"sub":"a","sub":"b"}"#).is_err());
        assert!(read(r#"{"act":{"sub":"a","sub":"b"}}"#).is_err());
        assert!(read(r#"[{"sub":"a"}]"#).is_err());
    }
}
