//! Reads the value of one setting: its JSON type, its length, and the values that no setting may
//! have (a secret in a public place, a placeholder).

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use serde_json::Value;

use super::field::{MAX_ITEM_BYTES, MAX_ITEMS, MAX_NAME_BYTES, MAX_SECRET_BYTES, Shape};
use super::placeholder::is_placeholder;
use super::reading::Read;
use super::report::ConnectionIssueCode;
use super::secret_reference::{SecretReference, looks_like_reference};
use super::secret_shape::{secret_in, secret_in_text};

/// The result of reading a value.
pub(super) struct Outcome<'a> {
    /// The value; `None` if there is a fault.
    pub value: Option<Read<'a>>,
    /// The value as it may be stored; `None` if it must not be stored or is a secret.
    pub stored: Option<Value>,
    /// The faults of the value.
    pub faults: Vec<Fault>,
}

/// A fault of a value.
pub(super) struct Fault {
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
pub(super) fn read(value: &Value, shape: Shape) -> Outcome<'_> {
    match shape {
        Shape::Secret => secret(value),
        // WHY: this comes first so that a secret is refused as one even if its JSON type is wrong
        // too.
        _ if secret_in(value).is_some() => in_public(value),
        Shape::Flag => match value {
            Value::Bool(flag) => {
                Outcome { value: Some(Read::Flag(*flag)), stored: Some(value.clone()), faults: Vec::new() }
            }
            other => refused(wrong_type("a boolean", other)),
        },
        Shape::FlagOrText => match value {
            Value::String(_) => read(value, Shape::Text(MAX_NAME_BYTES)),
            _ => read(value, Shape::Flag),
        },
        Shape::Number(most) => match value {
            Value::Number(number) => match number.as_u64().filter(|number| *number <= most) {
                Some(number) => {
                    Outcome { value: Some(Read::Number(number)), stored: Some(value.clone()), faults: Vec::new() }
                }
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
                    Some(fault) => Outcome {
                        value: None,
                        stored: fault.storable.then(|| value.clone()),
                        faults: alloc::vec![fault],
                    },
                    None => Outcome { value: Some(Read::Text(text)), stored: Some(value.clone()), faults: Vec::new() },
                }
            }
            other => refused(wrong_type("a string", other)),
        },
        Shape::Texts | Shape::Words => texts(value, shape),
    }
}

fn refused(fault: Fault) -> Outcome<'static> {
    Outcome { value: None, stored: None, faults: alloc::vec![fault] }
}

fn in_public(value: &Value) -> Outcome<'static> {
    let item = value.as_array().and_then(|items| items.iter().position(|item| secret_in(item).is_some()));
    let message = format!("this is {}, in a setting that everybody may read", secret_in(value).unwrap_or("a secret"));
    let help = "Remove it, and take it for known to others: make a new one at the provider.";
    refused(Fault { item, ..fault(ConnectionIssueCode::SecretInPublicField, message, help, false) })
}

fn texts(value: &Value, shape: Shape) -> Outcome<'_> {
    let items: Vec<&Value> = match value {
        Value::Array(items) => items.iter().collect(),
        Value::String(_) => alloc::vec![value],
        other => return refused(wrong_type("a list of strings", other)),
    };
    let mut texts: Vec<&str> = Vec::new();
    let mut faults = Vec::new();
    for (at, item) in items.iter().enumerate().take(MAX_ITEMS.saturating_add(1)) {
        let Value::String(text) = item else {
            faults.push(Fault { item: Some(at), ..wrong_type("a string", item) });
            continue;
        };
        match (shape, value) {
            (Shape::Words, Value::String(_)) => texts.extend(text.split(' ').filter(|word| !word.is_empty())),
            _ => texts.push(text),
        }
    }
    let is_list = value.is_array();
    if items.len().max(texts.len()) > MAX_ITEMS {
        let message = format!("there are {} items; at most {MAX_ITEMS} are allowed", items.len().max(texts.len()));
        return refused(fault(ConnectionIssueCode::OutOfBounds, message, "", false));
    }
    if faults.is_empty() {
        for (at, text) in texts.iter().enumerate() {
            let twice = texts.iter().take(at).any(|other| other == text);
            let found = if text.is_empty() {
                Some(fault(ConnectionIssueCode::OutOfBounds, "the text is empty".to_owned(), "", false))
            } else if twice {
                let message = "this item stands in the list twice".to_owned();
                Some(fault(ConnectionIssueCode::DuplicateItem, message, "", true))
            } else {
                text_fault(text, MAX_ITEM_BYTES, &[])
            };
            faults.extend(found.map(|fault| Fault { item: is_list.then_some(at), ..fault }));
        }
    }
    let stored = faults.iter().all(|fault| fault.storable).then(|| texts.iter().copied().map(Value::from).collect());
    Outcome { value: faults.is_empty().then_some(Read::Texts(texts)), stored, faults }
}

/// The white space that a text of several lines may hold.
const LINES: &[char] = &[' ', '\r', '\n'];

/// Returns the fault of a text. The text may hold the `allowed` white space, but not at its ends; a
/// text of several lines may end in line breaks.
fn text_fault(text: &str, most: usize, allowed: &[char]) -> Option<Fault> {
    if text.len() > most {
        let message = format!("the text has {} bytes; at most {most} are allowed", text.len());
        return Some(fault(ConnectionIssueCode::OutOfBounds, message, "", false));
    }
    let inner = if allowed.contains(&'\n') { text.trim_end_matches(['\r', '\n']) } else { text };
    let stray = |c: char| is_stray(c) && !allowed.contains(&c);
    if inner.trim() != inner || inner.contains(stray) {
        let message = "there is white space or a control character in the text".to_owned();
        let help = "Remove it: it comes along when a text is copied.";
        return Some(fault(ConnectionIssueCode::StrayCharacter, message, help, true));
    }
    is_placeholder(text).then(|| {
        let message = "this is an example's text that was left to be filled in".to_owned();
        fault(ConnectionIssueCode::PlaceholderValue, message, "Put your own value in its place.", true)
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
fn secret(value: &Value) -> Outcome<'_> {
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
            return Outcome { value: Some(Read::Reference(reference)), stored, faults: Vec::new() };
        }
        if looks_like_reference(text) {
            let message = "this begins as a reference to a secret does, and is none".to_owned();
            let help = "Write `env:NAME`, `file:/absolute/path`, `aws-secretsmanager:NAME` or `stored:ID`; a secret that begins so is written as `{\"value\": …}`.";
            return refused(fault(ConnectionIssueCode::SecretReferenceForm, message, help, false));
        }
    }
    let found = if text.is_empty() || text.len() > MAX_SECRET_BYTES {
        let message = format!("the secret has {} bytes; it has to have 1 to {MAX_SECRET_BYTES}", text.len());
        Some(fault(ConnectionIssueCode::OutOfBounds, message, "", false))
    } else {
        // RFC 6749 appendix A.2: client secrets may hold spaces.
        let is_key = secret_in_text(text) == Some("a private key");
        text_fault(text, MAX_SECRET_BYTES, if is_key { LINES } else { &[' '] })
    };
    // A written value is never stored with the settings, with or without a fault.
    Outcome { value: found.is_none().then_some(Read::Written(text)), stored: None, faults: found.into_iter().collect() }
}

fn wrong_secret(value: &Value) -> Fault {
    let Fault { message, .. } = wrong_type("a string", value);
    fault(ConnectionIssueCode::WrongType, message, "Write a reference to the secret, or `{\"value\": …}`.", false)
}

fn wrong_type(expected: &str, value: &Value) -> Fault {
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

fn fault(code: ConnectionIssueCode, message: String, help: &str, storable: bool) -> Fault {
    Fault { item: None, code, message, help: (!help.is_empty()).then(|| help.to_owned()), storable }
}
