//! Normalization Form C of mapped text (The Unicode Standard §3.11).

use alloc::vec::{IntoIter, Vec};

use crate::class::class;
use crate::mapping::{Ignored, L_BASE, L_COUNT, S_BASE, S_COUNT, T_BASE, T_COUNT, V_BASE, V_COUNT, map, scalar};
use crate::runs::{Reader, signed};
use crate::tables::COMPOSITIONS;

/// A character and its Canonical_Combining_Class.
type Classed = (char, u8);

/// Maps the text and converts it to NFC.
pub(crate) fn nfc(text: impl Iterator<Item = char>, ignored: Ignored) -> IntoIter<char> {
    let mut decomposed: Vec<Classed> = Vec::new();
    for c in text {
        map(c, ignored, |c| decomposed.push((c, class(c).combining)));
    }
    let mut composed: Vec<char> = Vec::with_capacity(decomposed.len());
    let mut starter = None;
    let mut last = 0;
    for group in decomposed.chunk_by_mut(|_, next| next.1 != 0) {
        order(group);
        for &mut (c, combining) in group {
            if let Some(place) = starter
                && (composed.len() == place + 1 || last < combining)
                && let Some(composite) = compose(composed[place], c)
            {
                composed[place] = composite;
                continue;
            }
            if combining == 0 {
                starter = Some(composed.len());
            }
            last = combining;
            composed.push(c);
        }
    }
    composed.into_iter()
}

/// Puts a starter and the marks after it in canonical order: by combining class, stable for equal
/// ones.
fn order(group: &mut [Classed]) {
    if group.is_sorted_by_key(|&(_, combining)| combining) {
        return;
    }
    // WHY a counting sort: its work is linear in the number of marks, and its code is small.
    let mut places = [0usize; 257];
    for &(_, combining) in group.iter() {
        places[usize::from(combining) + 1] += 1;
    }
    for class in 1..places.len() {
        places[class] += places[class - 1];
    }
    let before = group.to_vec();
    for (c, combining) in before {
        let place = &mut places[usize::from(combining)];
        group[*place] = (c, combining);
        *place += 1;
    }
}

/// Returns the primary composite of two characters, if one exists.
fn compose(first: char, second: char) -> Option<char> {
    let (first, second) = (u32::from(first), u32::from(second));
    let (l, v) = (first.wrapping_sub(L_BASE), second.wrapping_sub(V_BASE));
    if l < L_COUNT && v < V_COUNT {
        return Some(scalar(S_BASE + (l * V_COUNT + v) * T_COUNT));
    }
    let (s, t) = (first.wrapping_sub(S_BASE), second.wrapping_sub(T_BASE));
    if s < S_COUNT && s.is_multiple_of(T_COUNT) && (1..T_COUNT).contains(&t) {
        return Some(scalar(first + t));
    }
    // The table holds groups by second character, in order: the distance from the group before, the
    // number of bytes of the group, and the pairs in it. A pair is the first character and the
    // composite, in order of the first, each as a distance from the pair before.
    let mut reader = Reader::new(COMPOSITIONS);
    let mut group = 0;
    while !reader.at_end() {
        group += reader.number();
        let bytes = reader.number();
        if group < second {
            reader.skip(bytes);
            continue;
        }
        let end = reader.place() + bytes as usize;
        let (mut base, mut composite) = (0, 0u32);
        while group == second && reader.place() < end {
            base += reader.number();
            composite = composite.wrapping_add(signed(reader.number()));
            if base == first {
                return Some(scalar(composite));
            }
        }
        return None;
    }
    None
}
