//! Suggestions for misspelled names.

use alloc::string::String;
use alloc::vec::Vec;

use super::shown::MAX_SHOWN_BYTES;

/// Returns the known name that a text probably means: at most two edits away, and at fewer edits
/// than half its length. Case, `_` and `-` are ignored.
pub fn nearest<'n>(text: &str, known: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    // WHY: the work grows with the length, and nobody misspells a short name in so many letters.
    if text.len() > MAX_SHOWN_BYTES {
        return None;
    }
    let plain = |name: &str| -> String {
        name.chars().filter(|c| !matches!(c, '_' | '-')).map(|c| c.to_ascii_lowercase()).collect()
    };
    let text = plain(text);
    known
        .map(|name| (distance(&text, &plain(name)), name))
        .filter(|(distance, name)| *distance <= 2 && distance.saturating_mul(2) < name.len())
        .min()
        .map(|(_, name)| name)
}

/// Returns the number of single-character edits between two texts (Levenshtein).
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    // The distance of each prefix of `b` from the part of `a` read so far, without the empty
    // prefix.
    let mut row: Vec<usize> = (1..=b.len()).collect();
    for (read, a) in a.chars().enumerate() {
        let (mut diagonal, mut left) = (read, read.saturating_add(1));
        for (cell, b) in row.iter_mut().zip(&b) {
            let substituted = diagonal.saturating_add(usize::from(a != *b));
            left = substituted.min(left.saturating_add(1)).min(cell.saturating_add(1));
            diagonal = core::mem::replace(cell, left);
        }
    }
    row.last().copied().unwrap_or_else(|| a.chars().count())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_are_counted() {
        for (a, b, edits) in
            [("", "", 0), ("", "abc", 3), ("abc", "", 3), ("kitten", "sitting", 3), ("abc", "abc", 0), ("ab", "ba", 2)]
        {
            assert_eq!(distance(a, b), edits, "{a} {b}");
        }
    }

    #[test]
    fn the_nearest_name_is_found_and_a_far_one_is_not() {
        let known = ["clientId", "clientSecret", "issuer"];
        let near = |text| nearest(text, known.into_iter());
        assert_eq!(near("client-id"), Some("clientId"));
        assert_eq!(near("isuer"), Some("issuer"));
        assert_eq!(near("CLIENT_SECERT"), Some("clientSecret"));
        assert_eq!(near("colour"), None);
        assert_eq!(near(&"i".repeat(41)), None);
    }
}
