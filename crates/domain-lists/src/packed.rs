//! Sets of names in few bytes, searched where they lie.
//!
//! # Form
//!
//! The number of entries and the number of blocks, then the place of each block (all `u32`, little endian, places counted
//! from the end of this table), then the entries in the order of their keys. A key is the name with its labels from the right to
//! the left, so that names of one suffix stand together. An entry is a byte of 128 and how many bytes of the key before it
//! are kept (at most 127), then the bytes that follow these; they are ASCII, so the next byte of 128 or more ends it. The first
//! entry of each block of 32 keeps none, so that a search can start there. A byte of 128 ends the last entry.
//!
//! An automaton (crate `fst`) over the same names was larger, before gzip and more so after: the names of throw-away
//! mailboxes share beginnings, hardly ends.

use alloc::string::String;
use alloc::vec::Vec;
use core::cmp::Ordering;

use crate::key::Key;

/// Entries per block. Our decision: of a block half the entries are read for a lookup, and the places take 1.4 % of the bytes.
const BLOCK: usize = 32;

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
        Key::of(name).is_some_and(|key| self.block_of(key.as_bytes()).is_some_and(|block| has(block, key.as_bytes())))
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
        let mut cursor = Cursor { rest: self.block_of(key)?, key: Key::EMPTY };
        while cursor.advance()? < key {}
        Some(cursor.key)
    }

    /// The entries from the last block on that does not start after the key; from the first, if all do.
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

/// The mark of a byte that starts an entry.
const START: u8 = 0x80;

/// The first of some entries: how many bytes it keeps, those that follow, and the entries after it.
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

/// Whether a key comes among entries that start at a block not after it. Puts no key together: it is enough to know how much
/// of the wanted one the last entry had.
fn has(mut entries: &[u8], key: &[u8]) -> bool {
    let mut matched = 0;
    while let Some((kept, more, rest)) = entry(entries) {
        entries = rest;
        // It differs from the wanted key where the one before it did: it is still before it.
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

/// The name of a key.
fn written(key: &[u8]) -> String {
    let mut labels: Vec<&[u8]> = key.split(|byte| *byte == b'.').collect();
    labels.reverse();
    String::from_utf8_lossy(&labels.join(&b'.')).into_owned()
}

/// Packs names, each once, in any order. `None` when one of them is not ASCII or longer than 256 bytes, or all are more than
/// 4 GiB.
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
