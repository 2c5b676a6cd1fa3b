//! Sets of names in few bytes, searched where they lie.
//!
//! # Form
//!
//! The number of entries and the number of blocks, then the place of each block (all `u32`, little endian, places counted
//! from the end of this table), then the entries in the order of their keys. A key is the name with its labels from the right to
//! the left, so that names of one suffix stand together. An entry is: how many bytes of the key before it are kept (`u8`),
//! how many follow (`u8`), and these. The first entry of each block of 64 keeps none, so that a search can start there.
//!
//! An automaton (crate `fst`) over the same names was larger, before gzip and more so after: the names of throw-away
//! mailboxes share beginnings, hardly ends.

use alloc::string::String;
use alloc::vec::Vec;
use core::cmp::Ordering;

use crate::key::Key;

/// Entries per block. Our decision: 32 entries have to be read over for a lookup, and the table of places is 1 % of the file.
const BLOCK: usize = 64;

/// A set of names in packed form.
#[derive(Clone, Copy)]
pub struct PackedNames<'a> {
    entries: u32,
    places: &'a [u8],
    data: &'a [u8],
}

impl<'a> PackedNames<'a> {
    /// A set out of what [`pack`] has made; `None` when it is cut short. Damage further inside makes names missing, no more.
    pub fn read(bytes: &'a [u8]) -> Option<Self> {
        let (entries, rest) = number(bytes)?;
        let (blocks, rest) = number(rest)?;
        let (places, data) = rest.split_at_checked(usize::try_from(blocks).ok()?.checked_mul(4)?)?;
        Some(Self { entries, places, data })
    }

    /// The set without names.
    pub(crate) const EMPTY: PackedNames<'static> = PackedNames { entries: 0, places: &[], data: &[] };

    /// How many names are in it.
    pub fn len(&self) -> u32 {
        self.entries
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.entries == 0
    }

    /// Whether a name is in it, by its exact bytes.
    pub fn contains(&self, name: &str) -> bool {
        Key::of(name).is_some_and(|key| {
            let found = self.first_from(key.as_bytes());
            found.is_some_and(|found| found.compare(key.as_bytes()) == Ordering::Equal)
        })
    }

    /// A name strictly below the given one: the first in the order of the keys.
    pub(crate) fn below(&self, name: &str) -> Option<String> {
        let mut key = Key::of(name)?;
        key.push(b".")?;
        let found = self.first_from(key.as_bytes())?;
        found.as_bytes().starts_with(key.as_bytes()).then(|| written(found.as_bytes()))
    }

    /// All names, in the order of their keys.
    pub fn iter(&self) -> impl Iterator<Item = String> + use<'a> {
        let mut cursor = Cursor { rest: self.data, key: Key::EMPTY };
        core::iter::from_fn(move || cursor.advance().map(written))
    }

    /// The first key that is not before the given one.
    fn first_from(&self, key: &[u8]) -> Option<Key> {
        // Among the blocks, the last that does not start after the key; the first, if all do.
        let (mut low, mut high) = (0, self.places.len() / 4);
        while low < high {
            let middle = usize::midpoint(low, high);
            let starts_after = self.block(middle)?.advance()? > key;
            if starts_after {
                high = middle;
            } else {
                low = middle.checked_add(1)?;
            }
        }
        let mut cursor = self.block(low.saturating_sub(1))?;
        while cursor.advance()? < key {}
        Some(cursor.key)
    }

    fn block(&self, block: usize) -> Option<Cursor<'a>> {
        let (place, _) = number(self.places.get(block.checked_mul(4)?..)?)?;
        let rest = self.data.get(usize::try_from(place).ok()?..)?;
        Some(Cursor { rest, key: Key::EMPTY })
    }
}

/// Reads entries one after the other.
struct Cursor<'a> {
    rest: &'a [u8],
    key: Key,
}

impl Cursor<'_> {
    fn advance(&mut self) -> Option<&[u8]> {
        let (&[kept, length], rest) = self.rest.split_first_chunk::<2>()?;
        let (more, rest) = rest.split_at_checked(usize::from(length))?;
        self.key.replace_end(usize::from(kept), more)?;
        self.rest = rest;
        Some(self.key.as_bytes())
    }
}

fn number(bytes: &[u8]) -> Option<(u32, &[u8])> {
    let (number, rest) = bytes.split_first_chunk::<4>()?;
    Some((u32::from_le_bytes(*number), rest))
}

/// The name of a key.
fn written(key: &[u8]) -> String {
    let mut labels: Vec<&[u8]> = key.split(|byte| *byte == b'.').collect();
    labels.reverse();
    String::from_utf8_lossy(&labels.join(&b'.')).into_owned()
}

/// Packs names, each once, in any order. `None` when one of them is longer than 255 bytes, or all are more than 4 GiB.
pub fn pack<'n>(names: impl IntoIterator<Item = &'n str>) -> Option<Vec<u8>> {
    let keys: Option<Vec<Key>> = names.into_iter().map(Key::of).collect();
    let mut keys = keys?;
    keys.sort_by(|one, other| one.compare(other.as_bytes()));
    keys.dedup_by(|one, other| one.compare(other.as_bytes()) == Ordering::Equal);
    let (mut places, mut data) = (Vec::new(), Vec::new());
    for block in keys.chunks(BLOCK) {
        places.extend(u32::try_from(data.len()).ok()?.to_le_bytes());
        let mut before: &[u8] = &[];
        for key in block {
            let key = key.as_bytes();
            let kept = before.iter().zip(key).take_while(|(one, other)| one == other).count();
            let more = key.get(kept..)?;
            data.extend([u8::try_from(kept).ok()?, u8::try_from(more.len()).ok()?]);
            data.extend(more);
            before = key;
        }
    }
    let mut packed = Vec::new();
    packed.extend(u32::try_from(keys.len()).ok()?.to_le_bytes());
    packed.extend(u32::try_from(places.len() / 4).ok()?.to_le_bytes());
    packed.extend(places);
    packed.extend(data);
    Some(packed)
}
