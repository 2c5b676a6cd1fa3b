//! Mapping and normalization, compared with ICU4X: every character alone and among others, pairs,
//! random text.

use icu_normalizer::DecomposingNormalizerBorrowed;
use icu_normalizer::properties::{
    CanonicalCombiningClassMapBorrowed, CanonicalCompositionBorrowed, CanonicalDecompositionBorrowed, Decomposed,
};
use icu_normalizer::uts46::Uts46MapperBorrowed;
use idna_adapter::Adapter;
use proptest::prelude::*;

const HANGUL: core::ops::RangeInclusive<char> = '\u{AC00}'..='\u{D7A3}';

fn characters() -> impl Iterator<Item = char> {
    '\0'..=char::MAX
}

#[track_caller]
fn same(text: &[char]) {
    let (adapter, mapper) = (Adapter::new(), Uts46MapperBorrowed::new());
    let text = || text.iter().copied();
    let shown = || text().map(|c| format!("{:04X} ", u32::from(c))).collect::<String>();
    assert!(adapter.map_normalize(text()).eq(mapper.map_normalize(text())), "mapped: {}", shown());
    assert!(adapter.normalize_validate(text()).eq(mapper.normalize_validate(text())), "validated: {}", shown());
}

/// Returns the second characters of all primary composites, Hangul aside.
fn seconds() -> Vec<char> {
    let (decompose, compose) = (CanonicalDecompositionBorrowed::new(), CanonicalCompositionBorrowed::new());
    let mut seconds: Vec<char> = characters()
        .filter(|c| !HANGUL.contains(c))
        .filter_map(|c| match decompose.decompose(c) {
            Decomposed::Expansion(first, second) if compose.compose(first, second) == Some(c) => Some(second),
            _ => None,
        })
        .collect();
    seconds.sort_unstable();
    seconds.dedup();
    assert!(seconds.len() > 60);
    seconds
}

/// Returns the smallest and the greatest character of each combining class, 0 aside.
fn marks() -> Vec<char> {
    let combining = CanonicalCombiningClassMapBorrowed::new();
    let mut ends: std::collections::BTreeMap<u8, (char, char)> = std::collections::BTreeMap::new();
    for c in characters().filter(|&c| combining.get_u8(c) != 0) {
        ends.entry(combining.get_u8(c)).or_insert((c, c)).1 = c;
    }
    ends.into_values().flat_map(|(first, last)| [first, last]).collect()
}

/// Returns the characters that normalization may change: all that do not map to themselves alone,
/// all marks, all that take part in a composition. Of the Hangul syllables only a few.
fn lively() -> Vec<char> {
    let (nfd, mapper) = (DecomposingNormalizerBorrowed::new_nfd(), Uts46MapperBorrowed::new());
    let combining = CanonicalCombiningClassMapBorrowed::new();
    let mut lively: Vec<char> = characters()
        .filter(|&c| !HANGUL.contains(&c) || u32::from(c) % 97 == 0)
        .filter(|&c| {
            let mapped: String = mapper.map_normalize([c].into_iter()).collect();
            combining.get_u8(c) != 0 || (mapped != "\u{FFFD}" && nfd.normalize(&mapped).chars().ne([c]))
        })
        .collect();
    let parts: Vec<char> = lively
        .iter()
        .flat_map(|&c| {
            let mapped: String = mapper.map_normalize([c].into_iter()).collect();
            nfd.normalize(&mapped).chars().collect::<Vec<_>>()
        })
        .collect();
    lively.extend(parts);
    lively.extend(seconds());
    lively.extend(['\u{1100}', '\u{1161}', '\u{1175}', '\u{11A7}', '\u{11A8}', '\u{11C2}', '\u{FFFD}', '.', '=', '中']);
    lively.sort_unstable();
    lively.dedup();
    lively
}

#[test]
fn each_character_alone_is_mapped_as_by_icu() {
    same(&[]);
    for c in characters() {
        same(&[c]);
    }
}

#[test]
fn each_character_among_others_is_mapped_as_by_icu() {
    let mapper = Uts46MapperBorrowed::new();
    for c in characters() {
        // WHY not all of these: the test above shows that they all become the same character.
        if u32::from(c) % 16 != 0 && mapper.map_normalize([c].into_iter()).eq(['\u{FFFD}']) {
            continue;
        }
        // Letters, marks of several classes, an ignored character, Hangul parts, and a second
        // character that is not a mark.
        let among = format!("a{c}\u{301}.a\u{327}{c}\u{323}.\u{1100}{c}\u{11A8}.e\u{AD}{c}\u{9BE}b");
        same(&among.chars().collect::<Vec<_>>());
    }
}

#[test]
fn each_composing_character_is_tried_with_each_successor_and_mark() {
    let others: Vec<char> = seconds().into_iter().chain(marks()).collect();
    for c in lively() {
        for &other in &others {
            same(&[c, other, 'a', other, c]);
        }
    }
}

#[test]
fn marks_come_in_order_however_they_stood() {
    let marks: Vec<char> = marks().into_iter().chain(seconds()).collect();
    for &first in &marks {
        for &second in &marks {
            for base in ['a', 'u', '\u{5E9}', '\u{627}', '\u{3B1}'] {
                same(&[base, first, second]);
                same(&[base, first, second, '\u{301}', first]);
            }
            same(&[first, second]);
        }
    }
    let many: Vec<char> = marks.iter().rev().cycle().take(5000).copied().collect();
    same(&many);
}

#[test]
fn hangul_is_composed_and_decomposed_as_by_icu() {
    let parts: Vec<char> = ('\u{10FF}'..='\u{1200}').collect();
    for &first in &parts {
        for &second in &parts {
            same(&[first, second]);
            same(&[first, second, '\u{11A8}']);
        }
    }
    for syllable in HANGUL {
        for part in ['\u{1161}', '\u{11A7}', '\u{11A8}', '\u{11C2}', '\u{11C3}', '\u{301}'] {
            same(&[syllable, part]);
        }
        let parts: Vec<char> =
            DecomposingNormalizerBorrowed::new_nfd().normalize(&syllable.to_string()).chars().collect();
        same(&parts);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(20_000))]

    #[test]
    fn random_text_is_mapped_as_by_icu(text in proptest::collection::vec(any::<char>(), 0..24)) {
        same(&text);
    }

    #[test]
    fn random_lively_text_is_mapped_as_by_icu(
        text in proptest::collection::vec(
            prop_oneof![
                proptest::sample::select(lively()),
                proptest::sample::select(marks()),
                proptest::sample::select(seconds()),
                proptest::char::range('a', 'z'),
            ],
            0..16,
        )
    ) {
        same(&text);
    }
}
