//! Reads a document's tree into its type.
//!
//! WHY not through serde: its derived readers keep an optional slot, a set of names and an error
//! path for every field, several kilobytes a type, which a browser would have to load. Here a field
//! costs a call. This works because a reader always returns a value and records on the side if it
//! is to be discarded. Only [`read`] evaluates that record, so no discarded value gets out. The
//! faults of a refused document are found by walking the schema.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use serde_json::{Map, Value};

use super::Node;

/// A type that is read from a tree. Derived, from the same attributes as serde's reader.
pub trait Decode: Sized {
    /// Returns the value of a node, or of a missing member. Once the node is refused, any value may
    /// be returned.
    fn decode(node: Option<&Node<'_>>, decoder: &mut Decoder) -> Self;
}

/// Returns the value of a tree, or `None` if the tree is not one of the type.
///
/// Accepts what serde's reader of the type accepts from JSON text, except that a record is read
/// only from an object, and a code only from a string.
pub fn read<T: Decode>(node: &Node<'_>) -> Option<T> {
    let mut decoder = Decoder { refused: false };
    let value = T::decode(Some(node), &mut decoder);
    (!decoder.refused).then_some(value)
}

/// The refusal of a tree, if any so far. Created by [`read`]; no other module can create one.
#[derive(Debug)]
pub struct Decoder {
    refused: bool,
}

impl Decoder {
    /// Records that the tree is not of the type.
    pub fn refuse(&mut self) {
        self.refused = true;
    }

    /// Returns `true` if the tree has been refused.
    pub const fn is_refused(&self) -> bool {
        self.refused
    }

    /// Returns the text of a string.
    #[inline(never)]
    pub fn text<'n>(&mut self, node: Option<&'n Node<'_>>) -> &'n str {
        match node {
            Some(Node::Text(text)) => text,
            _ => {
                self.refuse();
                ""
            }
        }
    }

    /// Returns a copy of the text of a string of at most `max` bytes.
    #[inline(never)]
    pub fn bounded_text(&mut self, node: Option<&Node<'_>>, max: usize) -> String {
        let text = self.text(node);
        if text.len() > max {
            self.refuse();
            return String::new();
        }
        String::from(text)
    }

    /// Returns an integer from 0 to `max`.
    #[inline(never)]
    pub fn natural(&mut self, node: Option<&Node<'_>>, max: u64) -> u64 {
        match node {
            Some(Node::Natural(number)) if *number <= max => *number,
            _ => {
                self.refuse();
                0
            }
        }
    }

    /// Returns the items of a list of at most `max`.
    #[inline(never)]
    pub fn items<'n, 't>(&mut self, node: Option<&'n Node<'t>>, max: usize) -> &'n [Node<'t>] {
        match node {
            Some(Node::List(items)) if items.len() <= max => items,
            _ => {
                self.refuse();
                &[]
            }
        }
    }

    /// Returns the index of a string in a list of names.
    #[inline(never)]
    pub fn code(&mut self, node: Option<&Node<'_>>, names: &[&str]) -> usize {
        let text = self.text(node);
        names.iter().position(|name| *name == text).unwrap_or_else(|| {
            self.refuse();
            0
        })
    }

    /// Returns the members of an object, in the order of the names: each at most once, and no
    /// other.
    #[inline]
    pub fn members<'n, const N: usize>(
        &mut self,
        node: Option<&'n Node<'n>>,
        names: &[&str; N],
    ) -> [Option<&'n Node<'n>>; N] {
        let mut members = [None; N];
        self.sort_members(node, names, &mut members);
        members
    }

    #[inline(never)]
    fn sort_members<'n>(&mut self, node: Option<&'n Node<'n>>, names: &[&str], members: &mut [Option<&'n Node<'n>>]) {
        let Some(Node::Object(found)) = node else { return self.refuse() };
        let mut next = 0;
        for (name, value) in found {
            // Members usually occur in the order of the type.
            let (before, ahead) = names.split_at_checked(next).unwrap_or_default();
            let place = |names: &[&str]| names.iter().position(|known| known == name);
            let at = place(ahead).map(|at| at.saturating_add(next)).or_else(|| place(before));
            match at.and_then(|at| Some((at, members.get_mut(at)?))) {
                Some((at, member)) if member.is_none() => {
                    *member = Some(value);
                    next = at.saturating_add(1);
                }
                _ => return self.refuse(),
            }
        }
    }
}

impl Decode for bool {
    fn decode(node: Option<&Node<'_>>, decoder: &mut Decoder) -> Self {
        match node {
            Some(Node::Boolean(value)) => *value,
            _ => {
                decoder.refuse();
                false
            }
        }
    }
}

impl Decode for u32 {
    fn decode(node: Option<&Node<'_>>, decoder: &mut Decoder) -> Self {
        Self::try_from(decoder.natural(node, u64::from(Self::MAX))).unwrap_or_default()
    }
}

impl Decode for String {
    fn decode(node: Option<&Node<'_>>, decoder: &mut Decoder) -> Self {
        decoder.bounded_text(node, usize::MAX)
    }
}

impl<T: Decode> Decode for Option<T> {
    fn decode(node: Option<&Node<'_>>, decoder: &mut Decoder) -> Self {
        match node {
            None | Some(Node::Null) => None,
            some => Some(T::decode(some, decoder)),
        }
    }
}

impl<T: Decode> Decode for Box<T> {
    fn decode(node: Option<&Node<'_>>, decoder: &mut Decoder) -> Self {
        Self::new(T::decode(node, decoder))
    }
}

impl<T: Decode> Decode for Vec<T> {
    fn decode(node: Option<&Node<'_>>, decoder: &mut Decoder) -> Self {
        list(node, usize::MAX, decoder)
    }
}

/// Reads a list of at most `max` items.
pub(crate) fn list<T: Decode>(node: Option<&Node<'_>>, max: usize, decoder: &mut Decoder) -> Vec<T> {
    let mut list = Vec::new();
    for item in decoder.items(node, max) {
        // A refused value is not read to its end: a value may be much larger than its text.
        if decoder.is_refused() {
            break;
        }
        list.push(T::decode(Some(item), decoder));
    }
    list
}

impl Decode for Value {
    fn decode(node: Option<&Node<'_>>, decoder: &mut Decoder) -> Self {
        let Some(node) = node else {
            decoder.refuse();
            return Self::Null;
        };
        // Cora does not interpret this value. If a name occurs twice, the last member counts, as in
        // serde.
        value(node, &mut Decoder { refused: false })
    }
}

/// Reads an object in which no name occurs twice, at any depth; see [`super::object`].
pub fn object_from_node(node: Option<&Node<'_>>, decoder: &mut Decoder) -> Map<String, Value> {
    match node.map(|node| value(node, decoder)) {
        Some(Value::Object(members)) => members,
        _ => {
            decoder.refuse();
            Map::new()
        }
    }
}

/// Reads an object as [`object_from_node`] does, or null.
pub fn optional_object_from_node(node: Option<&Node<'_>>, decoder: &mut Decoder) -> Option<Map<String, Value>> {
    match node {
        None | Some(Node::Null) => None,
        node => Some(object_from_node(node, decoder)),
    }
}

/// Returns the value of a node, and refuses a name that occurs twice.
fn value(node: &Node<'_>, decoder: &mut Decoder) -> Value {
    match node {
        Node::Null => Value::Null,
        Node::Boolean(value) => Value::Bool(*value),
        Node::Natural(number) => Value::from(*number),
        Node::Negative(number) => Value::from(*number),
        Node::Fraction(number) => Value::from(*number),
        Node::Text(text) => Value::from(&**text),
        Node::List(items) => Value::Array(items.iter().map(|item| value(item, decoder)).collect()),
        Node::Object(found) => {
            let mut members = Map::new();
            for (name, member) in found {
                if members.insert(String::from(&**name), value(member, decoder)).is_some() {
                    decoder.refuse();
                }
            }
            Value::Object(members)
        }
    }
}
