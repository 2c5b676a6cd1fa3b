//! Parses the members of an object in a file one by one.

use super::*;
use cora_core::json;

/// An object of a file with its JSON Pointer.
#[derive(Clone, Copy)]
pub struct Object<'n, 't> {
    /// The object.
    pub node: &'n Node<'t>,
    /// Its JSON Pointer.
    pub path: &'n str,
}

impl<'n> Object<'n, '_> {
    /// Returns the JSON Pointer of a member.
    pub fn path_of(self, name: &str) -> String {
        format!("{}/{name}", self.path)
    }

    /// Returns a member. `None` if it is absent or null.
    pub fn member(self, name: &str) -> Option<&'n Node<'n>> {
        self.node.member(name).filter(|value| !matches!(value, Node::Null))
    }

    /// Returns a text. `None` if it is absent. Reports a value that is not a text.
    pub fn text(self, name: &str, described: &mut Described) -> Option<&'n str> {
        let value = self.member(name)?;
        if value.text().is_none() {
            self.wrong_type(name, "a string", value, described);
        }
        value.text()
    }

    /// Returns a boolean. `None` if it is absent. Reports a value that is not a boolean.
    pub fn flag(self, name: &str, described: &mut Described) -> Option<bool> {
        match self.member(name)? {
            Node::Boolean(flag) => Some(*flag),
            other => {
                self.wrong_type(name, "a boolean", other, described);
                None
            }
        }
    }

    /// Parses a text into a value. Reports a text that cannot be parsed.
    pub fn parsed<T>(
        self,
        name: &str,
        parse: impl Fn(&str) -> Option<T>,
        fault: (IssueCode, &str),
        described: &mut Described,
    ) -> Option<T> {
        let parsed = parse(self.text(name, described)?);
        if parsed.is_none() {
            let (code, message) = fault;
            described.refuse(code, &self.path_of(name), message.to_owned(), None);
        }
        parsed
    }

    /// Parses the kind of provider. Reports a missing or an unknown kind.
    pub fn kind(self, name: &str, described: &mut Described) -> Option<ConnectionKind> {
        if self.member(name).is_none() {
            described.refuse(IssueCode::MissingField, self.path, format!("`{name}` is missing"), None);
        }
        let kind = ConnectionKind::from_name(self.text(name, described)?);
        if kind.is_none() {
            let help = format!("Use one of: {}.", kinds());
            let message = "the kind of provider is unknown".to_owned();
            described.refuse(IssueCode::UnknownValue, &self.path_of(name), message, Some(&help));
        }
        kind
    }

    /// Reads settings. Reports missing settings.
    pub fn settings(self, name: &str, described: &mut Described) -> Option<Settings> {
        let Some(value) = self.member(name) else {
            described.refuse(IssueCode::MissingField, self.path, format!("`{name}` is missing"), None);
            return None;
        };
        if !matches!(value, Node::Object(_)) {
            self.wrong_type(name, "an object", value, described);
            return None;
        }
        let settings: Option<Settings> = json::read(value);
        if settings.is_none() {
            let message = "a number in this object is too large for JSON".to_owned();
            described.refuse(IssueCode::InvalidValue, &self.path_of(name), message, None);
        }
        settings
    }

    /// Refuses members with other names.
    pub fn only(self, names: &[&str], described: &mut Described) {
        for (name, _) in self.node.members().iter().filter(|(name, _)| !names.contains(&&**name)) {
            let mut path = self.path.to_owned();
            push_pointer(&mut path, name);
            let help = format!("Use one of: {}.", names.join(", "));
            described.refuse(
                IssueCode::UnknownField,
                &path,
                format!("{} is not a known field", quote(name)),
                Some(&help),
            );
        }
    }

    fn wrong_type(self, name: &str, expected: &str, found: &Node<'_>, described: &mut Described) {
        let message = format!("expected {expected}, found {}", found.kind());
        described.refuse(IssueCode::WrongType, &self.path_of(name), message, None);
    }
}
