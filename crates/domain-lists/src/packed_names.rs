//! Sets of names in a compact form that is searched in place.
//!
//! # Format
//!
//! The data begins with the number of entries and the number of blocks, followed by the offset of
//! each block. All are `u32`, little endian; offsets are counted from the end of this table. The
//! entries follow in the order of their keys. A key is the name with its labels in reverse order,
//! so that names of one suffix are contiguous.
//!
//! An entry is a byte of 128 plus the number of bytes kept from the key before it (at most 127),
//! then the bytes that follow these. They are ASCII, so the next byte of 128 or more ends the
//! entry. The first entry of each block of 32 keeps none, so that a search can start there. A byte
//! of 128 ends the last entry.
//!
//! An automaton (crate `fst`) over the same names was larger before gzip, and even more so after
//! it: the names of disposable mailboxes share beginnings, but hardly any ends.

use alloc::string::String;
use alloc::vec::Vec;
use core::cmp::Ordering;

use crate::key::Key;

/// The number of entries per block. Our decision: a lookup reads half the entries of a block on
/// average, and the offsets take 1.4 % of the bytes.
const BLOCK: usize = 32;

/// A set of names in packed form.
#[derive(Clone, Copy)]
pub struct PackedNames<'a> {
    entries: u32,
    places: &'a [u8],
    data: &'a [u8],
}

impl<'a> PackedNames<'a> {
    /// Reads a set from the output of [`pack`]. Returns `None` if it is truncated. Damage further
    /// inside only makes names missing.
    pub fn read(bytes: &'a [u8]) -> Option<Self> {
        let (entries, rest) = number(bytes)?;
        let (blocks, rest) = number(rest)?;
        let (places, data) = rest.split_at_checked(usize::try_from(blocks).ok()?.checked_mul(4)?)?;
        Some(Self { entries, places, data })
    }

    /// The empty set.
    pub(crate) const EMPTY: PackedNames<'static> = PackedNames { entries: 0, places: &[], data: &[] };

    /// Returns the number of names in the set.
    pub fn len(&self) -> u32 {
        self.entries
    }

    /// Returns `true` if the set is empty.
    pub fn is_empty(&self) -> bool {
        self.entries == 0
    }

    /// Returns `true` if the set contains a name, compared by its exact bytes.
    pub fn contains(&self, name: &str) -> bool {
        Key::of(name).is_some_and(|key| self.block_of(key.as_bytes()).is_some_and(|block| has(block, key.as_bytes())))
    }

    /// Returns a name strictly below the given one: the first in the order of the keys.
    pub(crate) fn below(&self, name: &str) -> Option<String> {
        let mut key = Key::of(name)?;
        key.push(b".")?;
        let found = self.first_from(key.as_bytes())?;
        found.as_bytes().starts_with(key.as_bytes()).then(|| written(found.as_bytes()))
    }

    /// Returns all names, in the order of their keys.
    pub fn iter(&self) -> impl Iterator<Item = String> + use<'a> {
        let mut cursor = Cursor { rest: self.data, key: Key::EMPTY };
        core::iter::from_fn(move || cursor.advance().map(written))
    }

    /// Returns the first key that is not before the given one.
    fn first_from(&self, key: &[u8]) -> Option<Key> {
        let mut cursor = Cursor { rest: self.block_of(key)?, key: Key::EMPTY };
        while cursor.advance()? < key {}
        Some(cursor.key)
    }

    /// Returns the entries starting at the last block that does not start after the key, or at the
    /// first block if all do.
    fn block_of(&self, key: &[u8]) -> Option<&'a [u8]> {
        let (mut low, mut high) = (0, self.places.len() / 4);
        while low < high {
            let middle = usize::midpoint(low, high);
            let (_, first, _) = entry(self.block(middle)?)?;
            if first > key {
                high = middle;
            } else {
                low = middle.checked_add(1)?;
            }
        }
        self.block(low.saturating_sub(1))
    }

    fn block(&self, block: usize) -> Option<&'a [u8]> {
        let (place, _) = number(self.places.get(block.checked_mul(4)?..)?)?;
        self.data.get(usize::try_from(place).ok()?..)
    }
}

/// The flag of a byte that starts an entry.
const START: u8 = 0x80;

/// Splits off the first entry: the number of bytes it keeps, the bytes that follow, and the
/// remaining entries.
fn entry(entries: &[u8]) -> Option<(usize, &[u8], &[u8])> {
    let (head, rest) = entries.split_first()?;
    let end = rest.iter().position(|byte| *byte >= START)?;
    let (more, rest) = rest.split_at_checked(end)?;
    Some((usize::from(head & !START), more, rest))
}

/// Reads entries one after the other.
struct Cursor<'a> {
    rest: &'a [u8],
    key: Key,
}

impl Cursor<'_> {
    fn advance(&mut self) -> Option<&[u8]> {
        let (kept, more, rest) = entry(self.rest)?;
        self.key.replace_end(kept, more)?;
        self.rest = rest;
        Some(self.key.as_bytes())
    }
}

/// Returns `true` if a key is among the entries, which start at a block that is not after it. Does
/// not assemble any key: it is enough to know how much of the wanted key the last entry matched.
fn has(mut entries: &[u8], key: &[u8]) -> bool {
    let mut matched = 0;
    while let Some((kept, more, rest)) = entry(entries) {
        entries = rest;
        // The entry differs from the wanted key where the one before it did, so it is still before
        // it.
        if kept > matched {
            continue;
        }
        let Some(wanted) = key.get(kept..) else { return false };
        let common = more.iter().zip(wanted).take_while(|(one, other)| one == other).count();
        match (more.get(common), wanted.get(common)) {
            (None, None) => return true,
            (Some(_), None) => return false,
            (Some(one), Some(other)) if one > other => return false,
            _ => matched = kept.saturating_add(common),
        }
    }
    false
}

fn number(bytes: &[u8]) -> Option<(u32, &[u8])> {
    let (number, rest) = bytes.split_first_chunk::<4>()?;
    Some((u32::from_le_bytes(*number), rest))
}

/// Converts a key to its name.
fn written(key: &[u8]) -> String {
    let mut labels: Vec<&[u8]> = key.split(|byte| *byte == b'.').collect();
    labels.reverse();
    String::from_utf8_lossy(&labels.join(&b'.')).into_owned()
}

/// Packs names, in any order. Repeated names are packed once. Returns `None` if a name is not ASCII
/// or is longer than 256 bytes, or if all names together take more than 4 GiB.
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
            let common = before.iter().zip(key).take_while(|(one, other)| one == other).count();
            let kept = common.min(usize::from(!START));
            data.push(START | u8::try_from(kept).ok()?);
            data.extend(key.get(kept..).filter(|more| more.is_ascii())?);
            before = key;
        }
    }
    let mut packed = Vec::new();
    packed.extend(u32::try_from(keys.len()).ok()?.to_le_bytes());
    packed.extend(u32::try_from(places.len() / 4).ok()?.to_le_bytes());
    packed.extend(places);
    packed.extend(data);
    packed.push(START);
    Some(packed)
}
