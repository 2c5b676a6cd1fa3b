//! The JSON Schemas of all wire types (draft 2020-12), generated from the types.

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, SchemaGenerator};
use serde_json::{Map, Value, json};

use crate::document::documents;

macro_rules! list {
    (
        $(read $family:ident { $($name:ident: $type:ty $(, $limit:expr)?;)* })*
        unread { $($written:ident: $written_type:ty;)* }
    ) => {
        $(
            #[doc = concat!("The documents of [`Definitions::", stringify!($family), "`](crate::Definitions::", stringify!($family), ").")]
            pub const $family: &[&str] = &[$(stringify!($name)),*];
        )*

        const NOT_READ: &[&str] = &[$(stringify!($written)),*];

        /// Lists the names of the types that are documents of their own, in alphabetical order.
        pub fn documents() -> Vec<&'static str> {
            let mut names = [$($family,)* NOT_READ].concat();
            names.sort_unstable();
            names
        }

        fn include(generator: &mut SchemaGenerator) {
            $($(generator.subschema_for::<$type>();)*)*
            $(generator.subschema_for::<$written_type>();)*
        }
    };
}

documents!(list);

/// Generates all definitions, by name.
fn definitions() -> Map<String, Value> {
    let mut generator: SchemaGenerator = SchemaSettings::draft2020_12().for_deserialize().into_generator();
    include(&mut generator);
    generator.take_definitions(true)
}

/// Builds one schema that holds every type under `$defs`.
pub fn all() -> Value {
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Cora wire types",
        "$defs": Value::Object(definitions()),
    })
}

/// Builds the schema of one document with the definitions it needs. Returns `None` if no document
/// has this name.
pub fn of(name: &str) -> Option<Value> {
    let all = definitions();
    all.get(name)?;
    let mut needed = Map::new();
    let mut open = vec![name.to_owned()];
    while let Some(next) = open.pop() {
        if let (false, Some(definition)) = (needed.contains_key(&next), all.get(&next)) {
            references(definition, &mut open);
            needed.insert(next, definition.clone());
        }
    }
    Some(json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$ref": format!("#/$defs/{name}"),
        "$defs": Value::Object(needed),
    }))
}

fn references(schema: &Value, into: &mut Vec<String>) {
    match schema {
        Value::Object(members) => {
            for (name, value) in members {
                match (name.as_str(), value) {
                    ("$ref", Value::String(target)) => into.extend(target.rsplit('/').next().map(str::to_owned)),
                    _ => references(value, into),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| references(item, into)),
        _ => {}
    }
}

/// Builds the shortened definitions from which a running program finds the faults of these
/// documents.
pub fn compact(documents: &[&str]) -> Value {
    let mut needed = Map::new();
    for document in documents {
        if let Some(Value::Object(definitions)) = of(document).and_then(|schema| schema.get("$defs").cloned()) {
            needed.extend(definitions);
        }
    }
    let mut compact = Value::Object(needed);
    if let Value::Object(definitions) = &mut compact {
        definitions.values_mut().for_each(shorten);
    }
    compact
}

/// Builds the shortened definitions of a document that is not one of this crate's; see
/// [`crate::faults_by_schema`].
pub fn compact_of<T: JsonSchema>() -> Value {
    let mut definitions = Value::Object(definitions_of::<T>());
    if let Value::Object(named) = &mut definitions {
        named.values_mut().for_each(shorten);
    }
    definitions
}

/// Builds the schema of a document that is not one of this crate's.
pub fn of_type<T: JsonSchema>() -> Value {
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$ref": format!("#/$defs/{}", T::schema_name()),
        "$defs": Value::Object(definitions_of::<T>()),
    })
}

fn definitions_of<T: JsonSchema>() -> Map<String, Value> {
    let mut generator: SchemaGenerator = SchemaSettings::draft2020_12().for_deserialize().into_generator();
    generator.subschema_for::<T>();
    generator.take_definitions(true)
}

/// Removes what the search for faults does not read: prose and redundant keywords.
fn shorten(schema: &mut Value) {
    if let Value::Object(members) = schema {
        for unread in ["description", "title", "default", "$schema", "minimum"] {
            members.remove(unread);
        }
        if members.contains_key("const") || members.contains_key("enum") {
            members.remove("type");
        }
        if let Some(codes) = members.get("oneOf").and_then(Value::as_array).and_then(|choices| codes(choices)) {
            members.clear();
            members.insert("enum".to_owned(), Value::Array(codes));
        }
        for (name, value) in members.iter_mut() {
            match (name.as_str(), value) {
                // The keys under these are our names, not keywords.
                ("properties" | "$defs", Value::Object(named)) => named.values_mut().for_each(shorten),
                (_, Value::Array(items)) => items.iter_mut().for_each(shorten),
                (_, value) => shorten(value),
            }
        }
    }
}

/// Returns the texts of a choice between texts, or `None` if it is not one. Each text with a
/// description is a choice of its own; those without one come together in a list.
fn codes(choices: &[Value]) -> Option<Vec<Value>> {
    let mut codes = Vec::new();
    for choice in choices {
        match (choice.get("const"), choice.get("enum")) {
            (Some(code), _) => codes.push(code.clone()),
            (None, Some(Value::Array(several))) => codes.extend(several.iter().cloned()),
            _ => return None,
        }
    }
    Some(codes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Definitions, Document};

    #[test]
    fn the_compact_schemas_are_those_of_the_types() {
        let families = [
            (Definitions::LOGIN, LOGIN),
            (Definitions::SESSION, SESSION),
            (Definitions::ADMINISTRATION, ADMINISTRATION),
            (Definitions::ISSUER, ISSUER),
            (Definitions::REQUESTS, REQUESTS),
        ];
        for (definitions, documents) in families {
            let generated = compact(documents).to_string();
            assert_eq!(definitions.schemas.trim_end(), generated, "run `cargo xtask generate`");
        }
    }

    #[test]
    fn every_document_that_is_read_is_explained_by_its_own_definitions() {
        fn is_in<T: Document>() {
            let schemas: Value = serde_json::from_str(T::DEFINITIONS.schemas).expect("JSON");
            assert!(schemas.get(T::SCHEMA).is_some(), "{}", T::SCHEMA);
        }
        macro_rules! read {
            (
                $(read $family:ident { $($name:ident: $type:ty $(, $limit:expr)?;)* })*
                unread { $($written:ident: $written_type:ty;)* }
            ) => {
                $($(is_in::<$type>();)*)*
            };
        }
        documents!(read);
    }

    #[test]
    fn every_document_has_a_schema() {
        for name in documents() {
            assert!(of(name).is_some(), "{name}");
        }
    }
}
