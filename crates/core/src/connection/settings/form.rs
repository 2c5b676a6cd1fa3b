//! Describes the settings of a kind of provider for forms: their groups, labels and examples.
//!
//! Names, shapes and bounds are those by which settings are read (`Field`).

mod texts;

use alloc::string::String;
use alloc::vec::Vec;
use cora_wire_derive::{codes, record};

use super::field::{Field, MAX_ITEM_BYTES, MAX_ITEMS, MAX_SECRET_BYTES, Shape};
use crate::connection::{ConnectionKind, TokenUse};
use crate::evidence::EmailTrust;
use crate::json::Code;
use texts::{FieldTexts, provider_label, texts};

/// The kind of provider whose settings are asked for.
#[record]
pub struct ConnectionFieldsInput {
    /// The kind.
    pub kind: ConnectionKind,
}

/// The settings of a kind of provider.
#[record]
pub struct ConnectionFields {
    /// The kind.
    pub kind: ConnectionKind,
    /// The provider's name for people.
    pub display_name: String,
    /// Sets of settings of which one is needed, the usual one first; empty if the required settings
    /// suffice. A set is needed whole.
    pub alternatives: Vec<Vec<String>>,
    /// The settings in the order in which they are read.
    pub fields: Vec<ConnectionField>,
}

/// A group of settings in a form.
#[codes]
pub enum FieldGroup {
    /// The provider, and where it is.
    Provider,
    /// The client at the provider.
    Client,
    /// The tokens that are accepted, and the way in which they are read.
    Tokens,
    /// The people who are believed and admitted.
    Trust,
}

/// The shape of a setting's value.
#[codes]
pub enum FieldShape {
    /// A text without white space.
    Text,
    /// A URL.
    Url,
    /// A text of several lines.
    Lines,
    /// A list of texts.
    List,
    /// A text, or a list of texts.
    TextOrList,
    /// A list of words, or a text of words with spaces between them.
    Words,
    /// A boolean.
    Flag,
    /// One of the values.
    Choice,
    /// A list of the values.
    Choices,
    /// A whole number.
    Number,
    /// A reference to a secret, or a secret that is being written.
    Secret,
}

/// A setting of a kind of provider.
#[record]
pub struct ConnectionField {
    /// The canonical name.
    pub name: String,
    /// Other names under which the setting is read.
    pub aliases: Vec<String>,
    /// The group.
    pub group: FieldGroup,
    /// The shape of the value.
    pub shape: FieldShape,
    /// `true` if the setting is required, regardless of the others.
    pub required: bool,
    /// The label.
    pub label: String,
    /// The name that the provider's own pages give it; null if they have none of their own.
    pub provider_label: Option<String>,
    /// The meaning, as a sentence.
    pub description: String,
    /// An example; null if there is none that helps.
    pub example: Option<String>,
    /// The values of a choice; empty for other shapes.
    pub values: Vec<String>,
    /// The maximum length of a text, or of an item of a list, in bytes; null for other shapes.
    pub max_bytes: Option<u32>,
    /// The maximum number of items of a list; null for other shapes.
    pub max_items: Option<u32>,
    /// The greatest number; null for other shapes.
    pub max: Option<u32>,
    /// The people who could sign in by a careless value, as a sentence; null if there are none.
    pub danger: Option<String>,
}

/// Returns the settings of a kind of provider.
pub fn connection_fields(kind: ConnectionKind) -> ConnectionFields {
    let rules = kind.settings_rules();
    let alternatives = kind.form_texts().alternatives.iter();
    ConnectionFields {
        kind,
        display_name: String::from(kind.display_name()),
        alternatives: alternatives.map(|set| set.iter().copied().map(String::from).collect()).collect(),
        fields: rules.fields.iter().map(|field| described(kind, field)).collect(),
    }
}

fn described(kind: ConnectionKind, field: &Field) -> ConnectionField {
    let FieldTexts { group, label, description, example, danger } = texts(kind, field.name);
    let values = values(kind, field);
    let (shape, max_bytes, max_items, max) = form(field, !values.is_empty());
    let text = |text: Option<&'static str>| text.map(String::from);
    ConnectionField {
        name: String::from(field.name),
        aliases: field.names().skip(1).collect(),
        group,
        shape,
        required: field.required,
        label: String::from(label),
        provider_label: text(provider_label(kind, field.name)),
        description: String::from(description),
        example: text(example),
        values,
        max_bytes,
        max_items,
        max,
        danger: text(danger),
    }
}

/// Returns the shape of a setting with its bounds: bytes, items, and the greatest number.
fn form(field: &Field, is_choice: bool) -> (FieldShape, Option<u32>, Option<u32>, Option<u32>) {
    let bound = |bytes: usize| u32::try_from(bytes).ok();
    let list = |shape| (shape, bound(MAX_ITEM_BYTES), bound(MAX_ITEMS), None);
    match field.shape {
        Shape::Text(_) | Shape::FlagOrText if is_choice => (FieldShape::Choice, None, None, None),
        Shape::Texts if is_choice => (FieldShape::Choices, None, bound(MAX_ITEMS), None),
        Shape::Text(bytes) if field.form == Some(super::field::Form::Url) => {
            (FieldShape::Url, bound(bytes), None, None)
        }
        Shape::Text(bytes) => (FieldShape::Text, bound(bytes), None, None),
        Shape::Lines(bytes) => (FieldShape::Lines, bound(bytes), None, None),
        Shape::Texts => list(FieldShape::List),
        Shape::OneOrMore => list(FieldShape::TextOrList),
        Shape::Words => list(FieldShape::Words),
        Shape::Flag | Shape::FlagOrText => (FieldShape::Flag, None, None, None),
        Shape::Number(most) => (FieldShape::Number, None, None, u32::try_from(most).ok()),
        Shape::Secret => (FieldShape::Secret, bound(MAX_SECRET_BYTES), None, None),
    }
}

/// Returns the values of a choice.
fn values(kind: ConnectionKind, field: &Field) -> Vec<String> {
    let rules = kind.settings_rules();
    let names = |names: &mut dyn Iterator<Item = &'static str>| names.map(String::from).collect();
    match field.name {
        "tokenUse" => names(&mut rules.token_uses.iter().map(|token_use: &TokenUse| Code::name(token_use))),
        "algorithms" => names(&mut rules.algorithms.iter().map(Code::name)),
        "userinfo" => names(&mut rules.userinfo.iter().map(Code::name)),
        "trustEmail" => names(&mut EmailTrust::NAMES.into_iter()),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::connection::settings::validate::validate;
    use crate::connection::settings::{ConnectionSettings, Settings};
    use alloc::string::ToString;
    use serde_json::{Map, Value, json};

    fn report(kind: ConnectionKind, settings: Map<String, Value>) -> alloc::vec::Vec<String> {
        let settings = Settings::new(settings);
        let (organization_id, allow_loopback, allowed_hosts) = (None, false, Vec::new());
        let input = ConnectionSettings { kind, settings, organization_id, allow_loopback, allowed_hosts };
        let issues = validate(&input).issues;
        issues.iter().map(|issue| alloc::format!("{} {}", Code::name(&issue.code), issue.path)).collect()
    }

    #[test]
    fn every_setting_of_every_kind_has_texts_of_its_own() {
        for kind in ConnectionKind::ALL {
            for field in connection_fields(kind).fields {
                let name = &field.name;
                assert!(!field.label.is_empty() && field.label != *name, "{kind:?} {name}");
                assert!(field.description.ends_with('.'), "{kind:?} {name}: {}", field.description);
                assert!(field.danger.is_none_or(|danger| danger.ends_with('.')), "{kind:?} {name}");
            }
        }
    }

    #[test]
    fn examples_labels_and_alternatives_name_settings_of_the_kind() {
        for kind in ConnectionKind::ALL {
            let texts = kind.form_texts();
            let names = texts.examples.iter().chain(texts.labels).map(|(name, _)| name);
            for name in names.chain(texts.alternatives.iter().copied().flatten()) {
                let known = kind.settings_rules().fields.iter().any(|field| field.name == *name);
                assert!(known, "{kind:?} {name}");
            }
        }
    }

    #[test]
    fn an_example_has_no_fault() {
        for kind in ConnectionKind::ALL {
            for field in connection_fields(kind).fields {
                let Some(example) = field.example else { continue };
                let value = match field.shape {
                    FieldShape::List | FieldShape::TextOrList => json!([example]),
                    FieldShape::Number => example.parse::<u64>().unwrap().into(),
                    _ => Value::from(example.as_str()),
                };
                let found = report(kind, Map::from_iter([(field.name.clone(), value)]));
                let pointer = alloc::format!("/settings/{}", field.name);
                let of_form = ["setting_unused", "email_trusted", "development_key", "outside_domains_admitted"];
                let faults = found.iter().filter(|fault| fault.contains(&pointer));
                let faults: Vec<&String> =
                    faults.filter(|fault| !of_form.iter().any(|code| fault.starts_with(code))).collect();
                assert!(faults.is_empty(), "{kind:?} {example}: {faults:?}");
            }
        }
    }

    #[test]
    fn one_set_of_alternatives_is_what_validation_misses() {
        for kind in ConnectionKind::ALL {
            let fields = connection_fields(kind);
            let missing = |settings| {
                report(kind, settings).into_iter().filter(|fault| fault.starts_with("missing_field")).count()
            };
            let required: Map<String, Value> = fields
                .fields
                .iter()
                .filter(|field| field.required)
                .map(|field| (field.name.clone(), json!("x")))
                .collect();
            let without = missing(required.clone());
            assert_eq!(without > 0, !fields.alternatives.is_empty(), "{kind:?}");
            for set in fields.alternatives {
                let more = set.iter().map(|name| (name.clone(), json!("x"))).chain(required.clone()).collect();
                assert_eq!(missing(more), 0, "{kind:?} {set:?}");
            }
        }
    }

    #[test]
    fn a_value_of_a_choice_is_known_and_another_is_not() {
        for kind in ConnectionKind::ALL {
            for field in connection_fields(kind).fields.into_iter().filter(|field| !field.values.is_empty()) {
                let faults = |value: &str| {
                    let value = if field.shape == FieldShape::Choices { json!([value]) } else { json!(value) };
                    let found = report(kind, Map::from_iter([(field.name.clone(), value)]));
                    let codes =
                        ["unknown_value", "algorithm_unsupported", "token_use_unsupported", "symmetric_algorithm"];
                    found.into_iter().filter(|fault| codes.iter().any(|code| fault.starts_with(code))).count()
                };
                for value in &field.values {
                    assert_eq!(faults(value), 0, "{kind:?} {} {value}", field.name);
                }
                assert_eq!(faults("another"), 1, "{kind:?} {}", field.name);
            }
        }
    }

    #[test]
    fn a_form_does_not_accept_more_than_validation() {
        let fields = connection_fields(ConnectionKind::Okta).fields;
        let of = |name: &str| fields.iter().find(|field| field.name == name).unwrap();
        assert_eq!((of("issuer").shape, of("issuer").max_bytes), (FieldShape::Url, Some(2048)));
        assert_eq!((of("leewaySeconds").shape, of("leewaySeconds").max), (FieldShape::Number, Some(60)));
        assert_eq!(of("algorithms").values, ["RS256".to_string()]);
        assert_eq!(
            (of("scopes").aliases.clone(), of("scopes").max_items),
            (alloc::vec!["scope".to_string()], Some(20))
        );
    }
}
