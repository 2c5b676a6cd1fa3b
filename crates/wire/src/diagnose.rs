//! Every fault of a document that could not be read into its type, found by walking it beside the type's JSON Schema.
//!
//! Knows the keywords that the generator writes for wire types, and no more; a test holds the two together.

use cora_core::domain::name::DomainName;
use cora_core::domain::pattern::DomainPattern;
use cora_core::email::CanonicalEmail;
use cora_core::id::UserId;
use cora_core::issue::{Issue, IssueCode};
use cora_core::secret::TokenHash;
use serde_json::Value;

use crate::document::Node;
use crate::issue;

/// The schemas of all documents, without prose. Generated: `cargo xtask generate`.
pub(crate) const COMPACT_SCHEMA: &str = include_str!("compact_schema.json");

/// The greatest number of faults that are listed.
const MAX_ISSUES: usize = 100;

/// The greatest number of characters of an input that a message quotes.
const MAX_QUOTE: usize = 64;

/// The faults of a document of the named schema, which serde refused with `error`.
pub(crate) fn faults(schema: &str, bytes: &[u8], error: &serde_json::Error) -> Vec<Issue> {
    let definitions: Value = serde_json::from_str(COMPACT_SCHEMA).unwrap_or_default();
    let mut walk = Walk { definitions: &definitions, issues: Vec::new() };
    match (serde_json::from_slice::<Node>(bytes), definitions.get(schema)) {
        (Ok(node), Some(schema)) => walk.value(schema, &node, &mut String::new()),
        (Err(error), _) => return vec![crate::syntax(&error)],
        (Ok(_), None) => {}
    }
    if walk.issues.is_empty() {
        // What the schema cannot say. serde's message may quote the input, so only its place is passed on.
        let message = format!("this value is not accepted (line {}, column {})", error.line(), error.column());
        walk.issues.push(issue(IssueCode::InvalidValue, "", message, None));
    }
    walk.issues
}

struct Walk<'a> {
    definitions: &'a Value,
    issues: Vec<Issue>,
}

impl<'a> Walk<'a> {
    fn add(&mut self, code: IssueCode, path: &str, message: String, help: Option<String>) {
        if self.issues.len() < MAX_ISSUES {
            self.issues.push(issue(code, path, message, help));
        }
    }

    fn value(&mut self, schema: &'a Value, node: &Node, path: &mut String) {
        if *schema == Value::Bool(true) {
            return self.open(node, path);
        }
        if let Some(name) = schema.get("$ref").and_then(Value::as_str).and_then(|target| target.rsplit('/').next()) {
            if let Some(target) = self.definitions.get(name) {
                self.value(target, node, path);
            }
        } else if let Some(choices) = schema.get("anyOf").and_then(Value::as_array) {
            // The generator writes `anyOf` for an optional value only.
            let is_null = |choice: &&Value| choice.get("type").and_then(Value::as_str) == Some("null");
            if let (false, Some(choice)) = (*node == Node::Null, choices.iter().find(|choice| !is_null(choice))) {
                self.value(choice, node, path);
            }
        } else if let Some(choices) = schema.get("oneOf").and_then(Value::as_array) {
            self.one_of(choices, node, path);
        } else if let Some(choices) = schema.get("enum").and_then(Value::as_array) {
            self.one_of_texts(choices.iter().filter_map(Value::as_str).collect(), node, path);
        } else {
            self.typed(schema, node, path);
        }
    }

    /// A value of any form, in which only a repeated name is a fault.
    fn open(&mut self, node: &Node, path: &mut String) {
        match node {
            Node::Object(members) => self.object(&Value::Null, members, path),
            Node::List(items) => {
                for (at, item) in items.iter().enumerate() {
                    let length = path.len();
                    push(path, &at.to_string());
                    self.open(item, path);
                    path.truncate(length);
                }
            }
            _ => {}
        }
    }

    fn one_of(&mut self, choices: &'a [Value], node: &Node, path: &mut String) {
        let constants: Vec<&str> = choices.iter().filter_map(|choice| choice.get("const")?.as_str()).collect();
        let lists = choices.iter().filter_map(|choice| choice.get("enum")?.as_array()).flatten();
        let texts: Vec<&str> = constants.into_iter().chain(lists.filter_map(Value::as_str)).collect();
        if !texts.is_empty() {
            return self.one_of_texts(texts, node, path);
        }
        // A tagged union: each choice is an object, one member of which is a constant.
        let tag_of = |choice: &'a Value| {
            let properties = choice.get("properties")?.as_object()?;
            properties.iter().find_map(|(name, schema)| Some((name.as_str(), schema.get("const")?.as_str()?)))
        };
        let Some((tag, _)) = choices.iter().find_map(tag_of) else { return };
        let Node::Object(_) = node else { return self.wrong_type("an object", node, path) };
        let length = path.len();
        push(path, tag);
        match node.member(tag) {
            None => self.add(IssueCode::MissingField, path, format!("`{tag}` is missing"), None),
            Some(Node::Text(text)) => {
                if let Some(choice) =
                    choices.iter().find(|choice| tag_of(choice).is_some_and(|(_, value)| value == text))
                {
                    path.truncate(length);
                    return self.value(choice, node, path);
                }
                let allowed = choices.iter().filter_map(tag_of).map(|(_, value)| value).collect();
                self.one_of_texts(allowed, &Node::Text(text.clone()), path);
            }
            Some(other) => self.wrong_type("a string", other, path),
        }
        path.truncate(length);
    }

    fn one_of_texts(&mut self, allowed: Vec<&str>, node: &Node, path: &str) {
        match node {
            Node::Text(text) if allowed.contains(&text.as_str()) => {}
            Node::Text(text) => {
                let help = match nearest(text, allowed.iter().copied()) {
                    Some(near) => format!("Did you mean `{near}`?"),
                    None => format!("Use one of: {}.", allowed.join(", ")),
                };
                self.add(
                    IssueCode::UnknownValue,
                    path,
                    format!("{} is not one of the known values", quote(text)),
                    Some(help),
                );
            }
            other => self.wrong_type("a string", other, path),
        }
    }

    fn wrong_type(&mut self, expected: &str, node: &Node, path: &str) {
        self.add(IssueCode::WrongType, path, format!("expected {expected}, found {}", node.kind()), None);
    }

    fn typed(&mut self, schema: &'a Value, node: &Node, path: &mut String) {
        let types: Vec<&str> = match schema.get("type") {
            Some(Value::String(one)) => vec![one],
            Some(Value::Array(several)) => several.iter().filter_map(Value::as_str).collect(),
            _ => return,
        };
        if *node == Node::Null && types.contains(&"null") {
            return;
        }
        match (types.iter().find(|name| **name != "null").copied(), node) {
            (Some("object"), Node::Object(members)) => self.object(schema, members, path),
            (Some("array"), Node::List(items)) => self.list(schema, items, path),
            (Some("string"), Node::Text(text)) => self.text(schema, text, path),
            (Some("integer"), Node::Natural(number)) => self.natural(schema, *number, path),
            (Some("integer"), Node::Number) => self.natural_expected(path),
            (Some("boolean"), Node::Boolean(_)) => {}
            (Some(expected), other) => {
                let expected = match expected {
                    "object" => "an object",
                    "array" => "a list",
                    "string" => "a string",
                    "integer" => "an integer",
                    "boolean" => "a boolean",
                    other => other,
                };
                self.wrong_type(expected, other, path);
            }
            (None, _) => {}
        }
    }

    fn object(&mut self, schema: &'a Value, members: &[(String, Node)], path: &mut String) {
        let properties = schema.get("properties").and_then(Value::as_object);
        let known = |name: &str| properties.and_then(|properties| properties.get(name));
        let others = schema.get("additionalProperties");
        let closed = others == Some(&Value::Bool(false));
        let names = schema.get("propertyNames");
        for (at, (name, value)) in members.iter().enumerate() {
            let length = path.len();
            push(path, name);
            if members.iter().take(at).any(|(other, _)| other == name) {
                self.add(IssueCode::DuplicateField, path, format!("{} stands twice", quote(name)), None);
            } else if let Some(schema) = known(name) {
                // The tag of a union is a constant that has been compared already.
                if schema.get("const").is_none() {
                    self.value(schema, value, path);
                }
            } else if closed {
                let candidates = properties.into_iter().flat_map(|properties| properties.keys().map(String::as_str));
                let help = nearest(name, candidates).map(|near| format!("Did you mean `{near}`?"));
                self.add(IssueCode::UnknownField, path, format!("{} is not a field of this object", quote(name)), help);
            } else {
                if let Some(names) = names {
                    self.value(names, &Node::Text(name.clone()), path);
                }
                match others {
                    Some(others) => self.value(others, value, path),
                    None => self.open(value, path),
                }
            }
            path.truncate(length);
        }
        for name in schema.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str) {
            if !members.iter().any(|(member, _)| member == name) {
                let length = path.len();
                push(path, name);
                self.add(IssueCode::MissingField, path, format!("`{name}` is missing"), None);
                path.truncate(length);
            }
        }
    }

    fn list(&mut self, schema: &'a Value, items: &[Node], path: &mut String) {
        let greatest = schema.get("maxItems").and_then(Value::as_u64);
        if let Some(greatest) = greatest.filter(|greatest| items.len() as u64 > *greatest) {
            let message = format!("the list has {} items; at most {greatest} are allowed", items.len());
            self.add(IssueCode::OutOfBounds, path, message, None);
        }
        let unique = schema.get("uniqueItems") == Some(&Value::Bool(true));
        for (at, item) in items.iter().enumerate() {
            let length = path.len();
            push(path, &at.to_string());
            if unique && items.iter().take(at).any(|other| other == item) {
                self.add(IssueCode::DuplicateItem, path, "this item stands in the list twice".to_owned(), None);
            }
            if let Some(schema) = schema.get("items") {
                self.value(schema, item, path);
            }
            path.truncate(length);
        }
    }

    fn natural_expected(&mut self, path: &str) {
        let message = "expected an integer from 0, found a number that is none".to_owned();
        self.add(IssueCode::OutOfBounds, path, message, None);
    }

    fn natural(&mut self, schema: &Value, number: u64, path: &str) {
        let by_format = (schema.get("format").and_then(Value::as_str) == Some("uint32")).then_some(u64::from(u32::MAX));
        let greatest = schema.get("maximum").and_then(Value::as_u64).or(by_format);
        if let Some(greatest) = greatest.filter(|greatest| number > *greatest) {
            self.add(IssueCode::OutOfBounds, path, format!("{number} is more than {greatest}"), None);
        }
    }

    fn text(&mut self, schema: &Value, text: &str, path: &str) {
        let greatest = schema.get("x-maxBytes").and_then(Value::as_u64);
        if let Some(greatest) = greatest.filter(|greatest| text.len() as u64 > *greatest) {
            let message = format!("the text has {} bytes; at most {greatest} are allowed", text.len());
            self.add(IssueCode::OutOfBounds, path, message, None);
        }
        let json = || Value::from(text);
        let (code, message, help) = match schema.get("format").and_then(Value::as_str) {
            Some("uuid") if serde_json::from_value::<UserId>(json()).is_err() => {
                (IssueCode::InvalidId, format!("{} is not a hyphenated UUID", quote(text)), None)
            }
            Some("email") => match CanonicalEmail::parse(text) {
                Err(error) => (IssueCode::InvalidEmail, error.to_string(), None),
                Ok(_) => return,
            },
            Some("domain") if DomainName::parse(text).is_err() => {
                (IssueCode::InvalidDomain, format!("{} is not a domain name", quote(text)), None)
            }
            Some("domain-pattern") => match DomainPattern::parse(text) {
                Err(error) => {
                    let help = format!("{error}.");
                    (IssueCode::InvalidDomainPattern, format!("{} is not a domain pattern", quote(text)), Some(help))
                }
                Ok(_) => return,
            },
            Some("sha256-hex") if serde_json::from_value::<TokenHash>(json()).is_err() => {
                (IssueCode::InvalidHash, "expected 64 lower-case hexadecimal digits".to_owned(), None)
            }
            _ => return,
        };
        self.add(code, path, message, help);
    }
}

/// Appends a member or index to a JSON Pointer (RFC 6901 §3).
fn push(path: &mut String, part: &str) {
    path.push('/');
    for character in part.chars().take(MAX_QUOTE) {
        match character {
            '~' => path.push_str("~0"),
            '/' => path.push_str("~1"),
            other => path.push(other),
        }
    }
}

/// A piece of input for a message: in backticks, shortened, without what would be an e-mail address.
fn quote(text: &str) -> String {
    if text.contains('@') {
        return "this text".to_owned();
    }
    let short: String = text.chars().filter(|c| !c.is_control() && *c != '`').take(MAX_QUOTE).collect();
    let more = if text.chars().count() > MAX_QUOTE { "…" } else { "" };
    format!("`{short}{more}`")
}

/// The known name that a text probably means: at most two edits away, and fewer than half of it.
fn nearest<'n>(text: &str, known: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    if text.len() > MAX_QUOTE {
        return None;
    }
    let text = text.to_lowercase().replace(['_', '-'], "");
    known
        .map(|name| (distance(&text, &name.to_lowercase().replace('_', "")), name))
        .filter(|(distance, name)| *distance <= 2 && distance * 2 < name.len())
        .min()
        .map(|(_, name)| name)
}

/// The number of single-character edits between two texts (Levenshtein).
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, a) in a.chars().enumerate() {
        let mut diagonal = i;
        row[0] = i + 1;
        for (j, b) in b.iter().enumerate() {
            let substituted = diagonal + usize::from(a != *b);
            diagonal = row[j + 1];
            row[j + 1] = substituted.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}
