//! The positions of a document's values in its text.

use std::collections::HashMap;

use crate::MAX_DEPTH;

/// A position in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// The line, from 1.
    pub line: u32,
    /// The column, from 1, in characters (Unicode scalar values).
    pub column: u32,
}

impl Position {
    /// The position of the first character.
    pub const START: Self = Self { line: 1, column: 1 };

    pub(crate) fn new(line: usize, column: usize) -> Self {
        let number = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        Self { line: number(line), column: number(column) }
    }
}

/// The positions of all values of a document, by JSON Pointer.
///
/// One flat list for the whole tree, because a configuration may hold a million values.
#[derive(Debug, Clone)]
pub struct Positions {
    names: Vec<String>,
    /// The members and items of one value are contiguous. The document itself is the last entry.
    entries: Vec<Entry>,
}

#[derive(Debug, Clone, Copy)]
struct Entry {
    key: Option<Key>,
    value: Position,
    is_container: bool,
    first_child: u32,
    children: u32,
}

#[derive(Debug, Clone, Copy)]
struct Key {
    name: u32,
    position: Position,
}

impl Positions {
    /// Returns the position of the value at a pointer (RFC 6901): that of its key if the value is a
    /// list or object under a key, else that of the value itself. For a missing value, returns the
    /// position of the closest value that would contain it.
    pub fn locate(&self, pointer: &str) -> Position {
        self.find(pointer, 0).map_or(Position::START, |(entry, _)| entry.shown_at())
    }

    /// Returns the position of the key at a pointer. Of several keys with the same name, skips the
    /// first `after`. For a value without a key, returns the value's position.
    pub(crate) fn locate_key(&self, pointer: &str, after: usize) -> Position {
        self.find(pointer, after).map_or(Position::START, |(entry, found)| match entry.key {
            Some(key) if found => key.position,
            _ => entry.shown_at(),
        })
    }

    /// Returns the position of the key at a pointer, and `true`. For a value without a key, such as
    /// an item of a list, returns its own position and `false`. For a missing value, returns the
    /// same for the closest value that would contain it.
    pub fn locate_name(&self, pointer: &str) -> (Position, bool) {
        self.find(pointer, 0).map_or((Position::START, false), |(entry, _)| match entry.key {
            Some(key) => (key.position, true),
            None => (entry.value, false),
        })
    }

    /// Finds the closest entry. The flag is `true` if it is the one sought.
    fn find(&self, pointer: &str, after: usize) -> Option<(&Entry, bool)> {
        let mut entry = self.entries.last()?;
        let parts: Vec<String> = pointer.split('/').skip(1).map(unescaped).collect();
        for (at, part) in parts.iter().enumerate() {
            let is_last = at + 1 == parts.len();
            match self.child(entry, part, if is_last { after } else { 0 }) {
                Some(child) => entry = child,
                None => return Some((entry, false)),
            }
        }
        Some((entry, true))
    }

    fn child(&self, of: &Entry, part: &str, after: usize) -> Option<&Entry> {
        let first = of.first_child as usize;
        let children = self.entries.get(first..first + of.children as usize)?;
        if children.first()?.key.is_none() {
            return children.get(part.parse::<usize>().ok()?);
        }
        let is_named = |entry: &&Entry| entry.key.is_some_and(|key| self.name(key) == Some(part));
        children.iter().filter(is_named).nth(after)
    }

    fn name(&self, key: Key) -> Option<&str> {
        self.names.get(key.name as usize).map(String::as_str)
    }
}

impl Entry {
    fn shown_at(self) -> Position {
        match self.key {
            Some(key) if self.is_container => key.position,
            _ => self.value,
        }
    }
}

fn unescaped(part: &str) -> String {
    part.replace("~1", "/").replace("~0", "~")
}

/// Records positions while a document is read from its start to its end.
#[derive(Default)]
pub(crate) struct Places {
    names: Vec<String>,
    known: HashMap<String, u32>,
    entries: Vec<Entry>,
    open: Vec<Open>,
    key: Option<Key>,
    root: Option<Entry>,
    too_deep: Option<Position>,
}

struct Open {
    key: Option<Key>,
    value: Position,
    children: Vec<Entry>,
}

impl Places {
    /// Records a member's key. Its value comes next.
    pub fn key(&mut self, name: &str, position: Position) {
        let name = match self.known.get(name) {
            Some(number) => *number,
            None => {
                let number = length(&self.names);
                self.names.push(name.to_owned());
                self.known.insert(name.to_owned(), number);
                number
            }
        };
        self.key = Some(Key { name, position });
    }

    /// Records a value that contains no other values.
    pub fn scalar(&mut self, value: Position) {
        let key = self.key.take();
        self.add(Entry { key, value, is_container: false, first_child: 0, children: 0 });
    }

    /// Records the start of a list or object.
    pub fn begin(&mut self, value: Position) {
        if self.open.len() >= MAX_DEPTH {
            self.too_deep.get_or_insert(value);
        }
        let key = self.key.take();
        self.open.push(Open { key, value, children: Vec::new() });
    }

    /// Records the end of a list or object.
    pub fn end(&mut self) {
        if let Some(Open { key, value, children }) = self.open.pop() {
            let entry = Entry {
                key,
                value,
                is_container: true,
                first_child: length(&self.entries),
                children: length(&children),
            };
            self.entries.extend(children);
            self.add(entry);
        }
    }

    /// Returns the position of the first list or object that is nested deeper than [`MAX_DEPTH`].
    pub fn too_deep(&self) -> Option<Position> {
        self.too_deep
    }

    pub fn finish(mut self) -> Positions {
        self.entries.extend(self.root);
        Positions { names: self.names, entries: self.entries }
    }

    fn add(&mut self, entry: Entry) {
        match self.open.last_mut() {
            Some(open) => open.children.push(entry),
            None => self.root = Some(entry),
        }
    }
}

fn length<T>(list: &[T]) -> u32 {
    // A text of `MAX_BYTES` has fewer values.
    u32::try_from(list.len()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The positions of `{"a": [1, {"b/c": 2}], "a": 3}`, with each value on a line of its own.
    fn places() -> Positions {
        let at = |line| Position::new(line, 1);
        let key = |line| Position::new(line, 9);
        let mut places = Places::default();
        places.begin(at(1));
        places.key("a", key(2));
        places.begin(at(2));
        places.scalar(at(3));
        places.begin(at(4));
        places.key("b/c", key(5));
        places.scalar(at(5));
        places.end();
        places.end();
        places.key("a", key(6));
        places.scalar(at(6));
        places.end();
        places.finish()
    }

    #[test]
    fn a_pointer_leads_to_its_value() {
        let positions = places();
        let line = |pointer| positions.locate(pointer).line;
        assert_eq!(line(""), 1);
        assert_eq!(positions.locate("/a"), Position::new(2, 9));
        assert_eq!(line("/a/0"), 3);
        assert_eq!(line("/a/1"), 4);
        assert_eq!(positions.locate("/a/1/b~1c"), Position::new(5, 1));
    }

    #[test]
    fn missing_member_is_shown_where_it_would_be() {
        let positions = places();
        assert_eq!(positions.locate("/a/1/missing").line, 4);
        assert_eq!(positions.locate("/a/7").line, 2);
        assert_eq!(positions.locate("/nothing/at/all").line, 1);
        assert_eq!(positions.locate_key("/a/1/missing", 0).line, 4);
    }

    #[test]
    fn a_name_is_told_from_what_has_none() {
        let positions = places();
        assert_eq!(positions.locate_name("/a/1/b~1c"), (Position::new(5, 9), true));
        assert_eq!(positions.locate_name("/a/1"), (Position::new(4, 1), false));
        assert_eq!(positions.locate_name("/a/7"), (Position::new(2, 9), true));
        assert_eq!(positions.locate_name("/nothing"), (Position::new(1, 1), false));
    }

    #[test]
    fn each_key_of_one_name_has_its_place() {
        let positions = places();
        assert_eq!(positions.locate_key("/a", 0), Position::new(2, 9));
        assert_eq!(positions.locate_key("/a", 1), Position::new(6, 9));
    }
}
