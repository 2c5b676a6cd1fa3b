//! Sorts references with little code.

use alloc::vec::Vec;
use core::cmp::Ordering;

/// Returns the items in order; equal items keep the order in which they came.
///
/// WHY not the library's sort: it is compiled once for each type, some kilobytes each, which a
/// browser would have to load. The lists are short and bounded; this compares n log n times and
/// moves references.
pub(crate) fn sorted<'a, T>(
    items: impl IntoIterator<Item = &'a T>,
    compare: impl Fn(&T, &T) -> Ordering,
) -> Vec<&'a T> {
    let mut sorted: Vec<&T> = Vec::new();
    for item in items {
        let at = sorted.partition_point(|before| compare(before, item) != Ordering::Greater);
        sorted.insert(at, item);
    }
    sorted
}
