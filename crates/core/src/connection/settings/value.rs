//! Reads the value of one setting: its JSON type, its length, and the values that no setting may
//! have (a secret in a public place, a placeholder).

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use serde_json::Value;

use crate::connection::report::issue::ConnectionIssueCode;
use crate::connection::secret::detection::{secret_in, secret_in_text};
use crate::connection::secret::reference::{SecretReference, looks_like_reference};
use crate::connection::settings::field::{MAX_ITEM_BYTES, MAX_ITEMS, MAX_NAME_BYTES, MAX_SECRET_BYTES, Shape};
use crate::connection::settings::placeholder::is_placeholder;

/// A value that has no fault of its own.
pub(in crate::connection) enum SettingValue<'a> {
    /// A text.
    Text(&'a str),
    /// The items of a list.
    Texts(Vec<&'a str>),
    /// A boolean.
    Flag(bool),
    /// A number.
    Number(u64),
    /// A reference to a secret.
    Reference(SecretReference),
    /// A secret that is being written.
    Written(&'a str),
}

/// The result of reading a value.
pub(in crate::connection) struct ValueCheck<'a> {
    /// The value; `None` if there is a fault.
    pub value: Option<SettingValue<'a>>,
    /// The value as it may be stored; `None` if it must not be stored or is a secret.
    pub stored: Option<Value>,
    /// The faults of the value.
    pub faults: Vec<ValueFault>,
}

/// A fault of a value.
pub(in crate::connection) struct ValueFault {
    /// The index of the item in a list; `None` if the whole value is meant.
    pub item: Option<usize>,
    /// The issue code.
    pub code: ConnectionIssueCode,
    /// The message for people.
    pub message: String,
    /// The remedy, as a sentence; `None` if there is none.
    pub help: Option<String>,
    /// `true` if the value may still be stored in a draft.
    pub storable: bool,
}

/// Reads a value. The caller has checked that it is not absent.
pub(in crate::connection) fn read(value: &Value, shape: Shape) -> ValueCheck<'_> {
    match shape {
        Shape::Secret => secret(value),
        // WHY: this comes first so that a secret is refused as one even if its JSON type is wrong
        // too.
        _ if secret_in(value).is_some() => in_public(value),
        Shape::Flag => match value {
            Value::Bool(flag) => {
                ValueCheck { value: Some(SettingValue::Flag(*flag)), stored: Some(value.clone()), faults: Vec::new() }
            }
            other => refused(wrong_type("a boolean", other)),
        },
        Shape::FlagOrText => match value {
            Value::String(_) => read(value, Shape::Text(MAX_NAME_BYTES)),
            _ => read(value, Shape::Flag),
        },
        Shape::Number(most) => match value {
            Value::Number(number) => match number.as_u64().filter(|number| *number <= most) {
                Some(number) => ValueCheck {
                    value: Some(SettingValue::Number(number)),
                    stored: Some(value.clone()),
                    faults: Vec::new(),
                },
                None => {
                    let message = format!("the number is not a whole one from 0 to {most}");
                    refused(fault(ConnectionIssueCode::OutOfBounds, message, "", false))
                }
            },
            other => refused(wrong_type("a number", other)),
        },
        Shape::Text(most) | Shape::Lines(most) => match value {
            Value::String(text) => {
                match text_fault(text, most, if matches!(shape, Shape::Lines(_)) { LINES } else { &[] }) {
                    Some(fault) => ValueCheck {
                        value: None,
                        stored: fault.storable.then(|| value.clone()),
                        faults: alloc::vec![fault],
                    },
                    None => ValueCheck {
                        value: Some(SettingValue::Text(text)),
                        stored: Some(value.clone()),
                        faults: Vec::new(),
                    },
                }
            }
            other => refused(wrong_type("a string", other)),
        },
        Shape::OneOrMore => match value {
            Value::String(_) => {
                let check = read(value, Shape::Text(MAX_NAME_BYTES));
                let one = match check.value {
                    Some(SettingValue::Text(text)) => Some(SettingValue::Texts(alloc::vec![text])),
                    _ => None,
                };
                ValueCheck { value: one, ..check }
            }
            Value::Array(items) if items.is_empty() => {
                let help = "Remove it, or name at least one.";
                refused(fault(ConnectionIssueCode::OutOfBounds, "the list is empty".to_owned(), help, false))
            }
            Value::Array(_) => texts(value, shape),
            other => refused(wrong_type("a string or a list of strings", other)),
        },
        Shape::Texts | Shape::Words => texts(value, shape),
    }
}

fn refused(fault: ValueFault) -> ValueCheck<'static> {
    ValueCheck { value: None, stored: None, faults: alloc::vec![fault] }
}

fn in_public(value: &Value) -> ValueCheck<'static> {
    let item = value.as_array().and_then(|items| items.iter().position(|item| secret_in(item).is_some()));
    let message = format!("this is {}, in a setting that anyone can read", secret_in(value).unwrap_or("a secret"));
    let help = "Remove it and treat it as leaked: create a new one at the provider.";
    refused(ValueFault { item, ..fault(ConnectionIssueCode::SecretInPublicField, message, help, false) })
}

fn texts(value: &Value, shape: Shape) -> ValueCheck<'_> {
    let items: Vec<&Value> = match value {
        Value::Array(items) => items.iter().collect(),
        Value::String(_) => alloc::vec![value],
        other => return refused(wrong_type("a list of strings", other)),
    };
    let mut texts: Vec<&str> = Vec::new();
    let mut faults = Vec::new();
    for (at, item) in items.iter().enumerate().take(MAX_ITEMS.saturating_add(1)) {
        let Value::String(text) = item else {
            faults.push(ValueFault { item: Some(at), ..wrong_type("a string", item) });
            continue;
        };
        match (shape, value) {
            (Shape::Words, Value::String(_)) => texts.extend(text.split(' ').filter(|word| !word.is_empty())),
            _ => texts.push(text),
        }
    }
    let is_list = value.is_array();
    if items.len().max(texts.len()) > MAX_ITEMS {
        let message = format!("the list has {} items; at most {MAX_ITEMS} are allowed", items.len().max(texts.len()));
        return refused(fault(ConnectionIssueCode::OutOfBounds, message, "", false));
    }
    if faults.is_empty() {
        for (at, text) in texts.iter().enumerate() {
            let twice = texts.iter().take(at).any(|other| other == text);
            let found = if text.is_empty() {
                Some(fault(ConnectionIssueCode::OutOfBounds, "the text is empty".to_owned(), "", false))
            } else if twice {
                let message = "the list contains this item twice".to_owned();
                Some(fault(ConnectionIssueCode::DuplicateItem, message, "", true))
            } else {
                text_fault(text, MAX_ITEM_BYTES, &[])
            };
            faults.extend(found.map(|fault| ValueFault { item: is_list.then_some(at), ..fault }));
        }
    }
    let stored = faults.iter().all(|fault| fault.storable).then(|| texts.iter().copied().map(Value::from).collect());
    ValueCheck { value: faults.is_empty().then_some(SettingValue::Texts(texts)), stored, faults }
}

/// The white space that a text of several lines may hold.
const LINES: &[char] = &[' ', '\r', '\n'];

/// Returns the fault of a text. The text may hold the `allowed` white space, but not at its ends; a
/// text of several lines may end in line breaks.
fn text_fault(text: &str, most: usize, allowed: &[char]) -> Option<ValueFault> {
    if text.len() > most {
        let message = format!("the text has {} bytes; at most {most} are allowed", text.len());
        return Some(fault(ConnectionIssueCode::OutOfBounds, message, "", false));
    }
    let inner = if allowed.contains(&'\n') { text.trim_end_matches(['\r', '\n']) } else { text };
    let stray = |c: char| is_stray(c) && !allowed.contains(&c);
    if inner.trim() != inner || inner.contains(stray) {
        let message = "the text contains white space or a control character".to_owned();
        let help = "Remove it; it may have been copied by accident.";
        return Some(fault(ConnectionIssueCode::StrayCharacter, message, help, true));
    }
    is_placeholder(text).then(|| {
        let message = "this is a placeholder".to_owned();
        fault(ConnectionIssueCode::PlaceholderValue, message, "Replace it with your own value.", true)
    })
}

/// Returns `true` for white space, control characters, and the invisible Unicode format characters
/// that copied text contains.
fn is_stray(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}')
}

/// Reads a reference, or a secret that is being written. No message may show any part of it.
fn secret(value: &Value) -> ValueCheck<'_> {
    let (text, may_be_reference) = match value {
        Value::String(text) => (text, true),
        Value::Object(members) => match members.get("value") {
            Some(Value::String(text)) if members.len() == 1 => (text, false),
            _ => return refused(wrong_secret(value)),
        },
        _ => return refused(wrong_secret(value)),
    };
    if may_be_reference {
        if let Some(reference) = SecretReference::parse(text) {
            let stored = Some(Value::from(reference.as_str()));
            return ValueCheck { value: Some(SettingValue::Reference(reference)), stored, faults: Vec::new() };
        }
        if looks_like_reference(text) {
            let message = "this begins like a reference to a secret, but is not one".to_owned();
            let help = "Write `env:NAME`, `file:/absolute/path`, `aws-secretsmanager:NAME` or `stored:ID`; write a secret with such a beginning as `{\"value\": …}`.";
            return refused(fault(ConnectionIssueCode::SecretReferenceForm, message, help, false));
        }
    }
    let found = if text.is_empty() || text.len() > MAX_SECRET_BYTES {
        let message = format!("the secret has {} bytes; it must have 1 to {MAX_SECRET_BYTES}", text.len());
        Some(fault(ConnectionIssueCode::OutOfBounds, message, "", false))
    } else {
        // RFC 6749 appendix A.2: client secrets may hold spaces.
        let is_key = secret_in_text(text) == Some("a private key");
        text_fault(text, MAX_SECRET_BYTES, if is_key { LINES } else { &[' '] })
    };
    // A written value is never stored with the settings, with or without a fault.
    ValueCheck {
        value: found.is_none().then_some(SettingValue::Written(text)),
        stored: None,
        faults: found.into_iter().collect(),
    }
}

fn wrong_secret(value: &Value) -> ValueFault {
    let ValueFault { message, .. } = wrong_type("a string", value);
    fault(ConnectionIssueCode::WrongType, message, "Write a reference to the secret, or `{\"value\": …}`.", false)
}

fn wrong_type(expected: &str, value: &Value) -> ValueFault {
    let found = match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    };
    fault(ConnectionIssueCode::WrongType, format!("expected {expected}, found {found}"), "", false)
}

fn fault(code: ConnectionIssueCode, message: String, help: &str, storable: bool) -> ValueFault {
    ValueFault { item: None, code, message, help: (!help.is_empty()).then(|| help.to_owned()), storable }
}
