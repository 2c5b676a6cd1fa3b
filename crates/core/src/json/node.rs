//! JSON as it was written: members in their order, including repeated ones.

use alloc::borrow::Cow;
use alloc::borrow::ToOwned;
use alloc::vec::Vec;
use core::fmt;

use serde::{Deserialize, Deserializer, de};

/// A JSON value that borrows its strings from the text if possible.
///
/// WHY the representation: with a tag of one byte a tree is moved in unaligned pieces, at half the
/// speed.
#[derive(Debug, Clone, PartialEq)]
#[repr(u64)]
pub enum Node<'t> {
    /// `null`
    Null,
    /// `true` or `false`
    Boolean(bool),
    /// A number that is a non-negative integer.
    Natural(u64),
    /// A negative integer.
    Negative(i64),
    /// Any other number.
    Fraction(f64),
    /// A string.
    Text(Cow<'t, str>),
    /// A list.
    List(Vec<Node<'t>>),
    /// An object.
    Object(Vec<(Cow<'t, str>, Node<'t>)>),
}

impl<'t> Node<'t> {
    /// Returns the kind of the value, for people.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Boolean(_) => "a boolean",
            Self::Natural(_) | Self::Negative(_) | Self::Fraction(_) => "a number",
            Self::Text(_) => "a string",
            Self::List(_) => "a list",
            Self::Object(_) => "an object",
        }
    }

    /// Returns the first member with the given name, or `None` if this is not an object or has no
    /// such member.
    pub fn member(&self, name: &str) -> Option<&Self> {
        self.members().iter().find(|(key, _)| key == name).map(|(_, value)| value)
    }

    /// Returns the members, if this is an object.
    pub fn members(&self) -> &[(Cow<'t, str>, Self)] {
        match self {
            Self::Object(members) => members,
            _ => &[],
        }
    }

    /// Returns the items, if this is a list.
    pub fn items(&self) -> &[Self] {
        match self {
            Self::List(items) => items,
            _ => &[],
        }
    }

    /// Returns the text, if this is a string.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Returns the number, if this is a non-negative integer.
    pub fn natural(&self) -> Option<u64> {
        match self {
            Self::Natural(number) => Some(*number),
            _ => None,
        }
    }
}

impl<'t> Deserialize<'t> for Node<'t> {
    fn deserialize<D: Deserializer<'t>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Visitor)
    }
}

struct Visitor;

impl<'t> de::Visitor<'t> for Visitor {
    type Value = Node<'t>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }
    fn visit_unit<E>(self) -> Result<Node<'t>, E> {
        Ok(Node::Null)
    }
    fn visit_bool<E>(self, value: bool) -> Result<Node<'t>, E> {
        Ok(Node::Boolean(value))
    }
    fn visit_u64<E>(self, value: u64) -> Result<Node<'t>, E> {
        Ok(Node::Natural(value))
    }
    fn visit_i64<E>(self, value: i64) -> Result<Node<'t>, E> {
        Ok(Node::Negative(value))
    }
    fn visit_f64<E>(self, value: f64) -> Result<Node<'t>, E> {
        Ok(Node::Fraction(value))
    }
    fn visit_str<E>(self, text: &str) -> Result<Node<'t>, E> {
        Ok(Node::Text(Cow::Owned(text.to_owned())))
    }
    fn visit_borrowed_str<E>(self, text: &'t str) -> Result<Node<'t>, E> {
        Ok(Node::Text(Cow::Borrowed(text)))
    }
    fn visit_seq<A: de::SeqAccess<'t>>(self, mut sequence: A) -> Result<Node<'t>, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = sequence.next_element()? {
            items.push(item);
        }
        Ok(Node::List(items))
    }
    fn visit_map<A: de::MapAccess<'t>>(self, mut map: A) -> Result<Node<'t>, A::Error> {
        let mut members = Vec::new();
        while let Some(Node::Text(name)) = map.next_key()? {
            members.push((name, map.next_value()?));
        }
        Ok(Node::Object(members))
    }
}
