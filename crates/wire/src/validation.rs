//! Finds every fault of a document that could not be read into its type, by walking the document
//! alongside the JSON Schema of the type.
//!
//! Knows only the keywords that the generator writes for wire types. A test keeps the two in step.

use std::borrow::Cow;

use cora_core::issue::nearest::nearest;
use cora_core::issue::shown::{push_pointer as push, quote};
use cora_core::issue::{Issue, IssueCode};
use cora_core::json::Node;

use crate::faults::{Faults, Formatted};
use crate::issue;
use crate::schema_families::Definitions;

/// Returns the faults of a document that could not be read into the type of the named schema. Never
/// empty.
pub(crate) fn faults(definitions: &Definitions, schema: &str, node: &Node<'_>) -> Vec<Issue> {
    let mut issues = listed(definitions, schema, node);
    if issues.is_empty() {
        // The schema cannot express this fault. Tests search for such a case and have found none.
        let message = "the document is not accepted".to_owned();
        issues.push(issue(IssueCode::InvalidValue, "", message, None));
    }
    issues
}

/// Returns the faults of a document that the named schema can express.
pub(crate) fn listed(definitions: &Definitions, schema: &str, node: &Node<'_>) -> Vec<Issue> {
    let schemas = crate::parse::parse(definitions.schemas.as_bytes()).unwrap_or(Node::Null);
    listed_by(&schemas, schema, node, definitions.check_format)
}

/// Returns the faults of a document that the named schema of these can express.
pub(crate) fn listed_by(
    schemas: &Node<'_>,
    schema: &str,
    node: &Node<'_>,
    check_format: fn(&mut Formatted<'_>),
) -> Vec<Issue> {
    let mut walk = Walk { schemas, check_format, faults: Faults::default() };
    if let Some(schema) = schemas.member(schema) {
        walk.value(schema, node, &mut String::new());
    }
    walk.faults.into_issues()
}

struct Walk<'a> {
    schemas: &'a Node<'a>,
    check_format: fn(&mut Formatted<'_>),
    faults: Faults,
}

impl<'a> Walk<'a> {
    fn value(&mut self, schema: &'a Node<'a>, node: &Node<'_>, path: &mut String) {
        if self.faults.is_full() {
            return;
        }
        if *schema == Node::Boolean(true) {
            return self.open(node, path);
        }
        if let Some(name) =
            schema.member("$ref").and_then(Node::text).and_then(|target| target.strip_prefix("#/$defs/"))
        {
            if let Some(target) = self.schemas.member(name) {
                self.value(target, node, path);
            }
        } else if let Some(choices) = schema.member("anyOf").map(Node::items) {
            // The generator writes `anyOf` for an optional value, and for a text that stands for an
            // object.
            let is_null = |choice: &&Node<'_>| choice.member("type").and_then(Node::text) == Some("null");
            let is_text = |choice: &&Node<'_>| choice.member("type").and_then(Node::text) == Some("string");
            let is_fit = |choice: &&Node<'_>| !is_null(choice) && is_text(choice) == matches!(node, Node::Text(_));
            let choice = choices.iter().find(is_fit).or_else(|| choices.iter().find(|choice| !is_null(choice)));
            let is_absent = *node == Node::Null && choices.iter().any(|choice| is_null(&choice));
            if let (false, Some(choice)) = (is_absent, choice) {
                self.value(choice, node, path);
            }
        } else if let Some(choices) = schema.member("oneOf").map(Node::items) {
            self.one_of(choices, node, path);
        } else if let Some(choices) = schema.member("enum").map(Node::items) {
            // The earlier spellings of a code may be booleans.
            if !matches!(node, Node::Boolean(_)) || !choices.contains(node) {
                self.one_of_texts(choices.iter().filter_map(Node::text).collect(), node, path);
            }
        } else {
            self.typed(schema, node, path);
        }
    }

    /// Checks a value of any form, in which only a repeated member name is a fault.
    fn open(&mut self, node: &Node<'_>, path: &mut String) {
        match node {
            Node::Object(members) => self.object(&Node::Null, members, path),
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

    /// Checks a tagged union.
    fn one_of(&mut self, choices: &'a [Node<'a>], node: &Node<'_>, path: &mut String) {
        // Each choice is an object, one member of which is a constant.
        let tag_of = |choice: &'a Node<'a>| {
            let mut properties = choice.member("properties")?.members().iter();
            properties.find_map(|(name, schema)| Some((&**name, schema.member("const")?.text()?)))
        };
        let Some((tag, _)) = choices.iter().find_map(tag_of) else { return };
        let Node::Object(_) = node else { return self.wrong_type("an object", node, path) };
        let length = path.len();
        push(path, tag);
        match node.member(tag) {
            None => self.faults.add(IssueCode::MissingField, path, format!("`{tag}` is missing"), None),
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

    fn one_of_texts(&mut self, allowed: Vec<&str>, node: &Node<'_>, path: &str) {
        match node {
            Node::Text(text) if allowed.contains(&&**text) => {}
            Node::Text(text) => {
                // An administrator may have copied this algorithm from somewhere; it must never be
                // offered (pitfall C14).
                if allowed.contains(&"RS256") && text.starts_with("HS") {
                    let message =
                        format!("{} uses a shared secret: anyone who can verify with it can also sign", quote(text));
                    let help = format!("Use one of: {}.", allowed.join(", "));
                    self.faults.add(IssueCode::SymmetricAlgorithm, path, message, Some(help));
                    return;
                }
                let help = match nearest(text, allowed.iter().copied()) {
                    Some(near) => format!("Did you mean `{near}`?"),
                    None => format!("Use one of: {}.", allowed.join(", ")),
                };
                self.faults.add(
                    IssueCode::UnknownValue,
                    path,
                    format!("{} is not one of the known values", quote(text)),
                    Some(help),
                );
            }
            other => self.wrong_type("a string", other, path),
        }
    }

    fn wrong_type(&mut self, expected: &str, node: &Node<'_>, path: &str) {
        self.faults.add(IssueCode::WrongType, path, format!("expected {expected}, found {}", node.kind()), None);
    }

    fn typed(&mut self, schema: &'a Node<'a>, node: &Node<'_>, path: &mut String) {
        let types: Vec<&str> = match schema.member("type") {
            Some(Node::Text(one)) => vec![one],
            Some(Node::List(several)) => several.iter().filter_map(Node::text).collect(),
            _ => return,
        };
        if *node == Node::Null && types.contains(&"null") {
            return;
        }
        // One value may also be written as a list.
        let is_list = matches!(node, Node::List(_)) && types.contains(&"array");
        let expected = if is_list { Some("array") } else { types.iter().find(|name| **name != "null").copied() };
        match (expected, node) {
            (Some("object"), Node::Object(members)) => self.object(schema, members, path),
            (Some("array"), Node::List(items)) => self.list(schema, items, path),
            (Some("string"), Node::Text(text)) => self.text(schema, text, path),
            (Some("integer"), Node::Natural(number)) => self.natural(schema, *number, path),
            (Some("integer"), Node::Negative(_) | Node::Fraction(_)) => self.natural_expected(path),
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

    fn object(&mut self, schema: &'a Node<'a>, members: &[(Cow<'_, str>, Node<'_>)], path: &mut String) {
        let properties = schema.member("properties").map_or(&[][..], Node::members);
        let known = |name: &str| properties.iter().find(|(known, _)| known == name).map(|(_, schema)| schema);
        let others = schema.member("additionalProperties");
        let closed = others == Some(&Node::Boolean(false));
        let names = schema.member("propertyNames");
        // WHY `Map`: token claims need it anyway, so it is in the module already.
        let mut seen = serde_json::Map::new();
        for (name, value) in members {
            if self.faults.is_full() {
                return;
            }
            let length = path.len();
            push(path, name);
            if seen.insert(name.clone().into_owned(), serde_json::Value::Null).is_some() {
                self.faults.add(IssueCode::DuplicateField, path, format!("{} occurs twice", quote(name)), None);
            } else if let Some(schema) = known(name) {
                // The tag of a union is a constant that was compared already.
                if schema.member("const").is_none() {
                    self.value(schema, value, path);
                }
            } else if closed {
                let candidates = properties.iter().map(|(name, _)| &**name);
                let help = nearest(name, candidates).map(|near| format!("Did you mean `{near}`?"));
                self.faults.add(
                    IssueCode::UnknownField,
                    path,
                    format!("{} is not a field of this object", quote(name)),
                    help,
                );
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
        for name in schema.member("required").map_or(&[][..], Node::items).iter().filter_map(Node::text) {
            if !members.iter().any(|(member, _)| member == name) {
                let length = path.len();
                push(path, name);
                self.faults.add(IssueCode::MissingField, path, format!("`{name}` is missing"), None);
                path.truncate(length);
            }
        }
    }

    fn list(&mut self, schema: &'a Node<'a>, items: &[Node<'_>], path: &mut String) {
        let greatest = schema.member("maxItems").and_then(Node::natural);
        if let Some(greatest) = greatest.filter(|greatest| items.len() as u64 > *greatest) {
            let message = format!("the list has {} items; at most {greatest} are allowed", items.len());
            self.faults.add(IssueCode::OutOfBounds, path, message, None);
        }
        let unique = schema.member("uniqueItems") == Some(&Node::Boolean(true));
        // Items beyond the bound are reported as a whole, not one by one.
        let bound = greatest.and_then(|greatest| usize::try_from(greatest).ok()).unwrap_or(usize::MAX);
        for (at, item) in items.iter().enumerate().take(bound) {
            if self.faults.is_full() {
                return;
            }
            let length = path.len();
            push(path, &at.to_string());
            if unique && items.iter().take(at).any(|other| other == item) {
                self.faults.add(IssueCode::DuplicateItem, path, "the list contains this item twice".to_owned(), None);
            }
            if let Some(schema) = schema.member("items") {
                self.value(schema, item, path);
            }
            path.truncate(length);
        }
    }

    fn natural_expected(&mut self, path: &str) {
        let message = "expected a non-negative integer, found another number".to_owned();
        self.faults.add(IssueCode::OutOfBounds, path, message, None);
    }

    fn natural(&mut self, schema: &Node<'_>, number: u64, path: &str) {
        let by_format = (schema.member("format").and_then(Node::text) == Some("uint32")).then_some(u64::from(u32::MAX));
        let greatest = schema.member("maximum").and_then(Node::natural).or(by_format);
        if let Some(greatest) = greatest.filter(|greatest| number > *greatest) {
            self.faults.add(IssueCode::OutOfBounds, path, format!("{number} is more than {greatest}"), None);
        }
    }

    fn text(&mut self, schema: &Node<'_>, text: &str, path: &str) {
        let greatest = schema.member("x-maxBytes").and_then(Node::natural);
        if let Some(greatest) = greatest.filter(|greatest| text.len() as u64 > *greatest) {
            let message = format!("the text has {} bytes; at most {greatest} are allowed", text.len());
            self.faults.add(IssueCode::OutOfBounds, path, message, None);
        }
        if let Some(format) = schema.member("format").and_then(Node::text) {
            (self.check_format)(&mut Formatted { format, text, path, faults: &mut self.faults });
        }
    }
}
