//! Every property of every character, compared with ICU4X.

use icu_normalizer::properties::CanonicalCombiningClassMapBorrowed;
use icu_normalizer::uts46::Uts46MapperBorrowed;
use icu_properties::CodePointMapData;
use icu_properties::props::{BidiClass, GeneralCategory, JoiningType};
use idna_adapter::{
    Adapter, FIRST_BC_MASK, LAST_LTR_MASK, LAST_RTL_MASK, LEFT_OR_DUAL_JOINING_MASK, MIDDLE_LTR_MASK, MIDDLE_RTL_MASK,
    RIGHT_OR_DUAL_JOINING_MASK, RTL_MASK,
};

fn characters() -> impl Iterator<Item = char> {
    '\0'..=char::MAX
}

#[test]
fn marks_and_viramas_are_those_of_icu() {
    let (adapter, mapper) = (Adapter::new(), Uts46MapperBorrowed::new());
    let category = CodePointMapData::<GeneralCategory>::new();
    let combining = CanonicalCombiningClassMapBorrowed::new();
    for c in characters() {
        let mark = matches!(
            category.get(c),
            GeneralCategory::NonspacingMark | GeneralCategory::SpacingMark | GeneralCategory::EnclosingMark
        );
        assert_eq!(adapter.is_mark(c), mark, "{c:?}");
        assert_eq!(adapter.is_virama(c), mapper.is_virama(c), "{c:?}");
        assert_eq!(adapter.is_virama(c), combining.get_u8(c) == 9, "{c:?}");
    }
}

#[test]
fn joining_types_are_those_of_icu() {
    let (adapter, joining) = (Adapter::new(), CodePointMapData::<JoiningType>::new());
    // One character of each type, because sets of one value have to tell all values apart.
    let mut known: Vec<(JoiningType, char)> = Vec::new();
    for c in characters() {
        let (ours, theirs) = (adapter.joining_type(c), joining.get(c));
        if !known.iter().any(|(value, _)| *value == theirs) {
            known.push((theirs, c));
        }
        assert_eq!(ours.is_transparent(), theirs == JoiningType::Transparent, "{c:?}");
        for (mask, other) in [
            (LEFT_OR_DUAL_JOINING_MASK, JoiningType::LeftJoining),
            (RIGHT_OR_DUAL_JOINING_MASK, JoiningType::RightJoining),
        ] {
            let expected = theirs == other || theirs == JoiningType::DualJoining;
            assert_eq!(mask.intersects(ours.to_mask()), expected, "{c:?}");
            assert_eq!(ours.to_mask().intersects(mask), expected, "{c:?}");
        }
        for (value, example) in &known {
            let same = ours.to_mask().intersects(adapter.joining_type(*example).to_mask());
            assert_eq!(same, *value == theirs, "{c:?} {example:?}");
        }
    }
    assert_eq!(known.len(), 6);
}

#[test]
fn bidi_classes_are_those_of_icu() {
    use icu_properties::props::BidiClass as B;
    let (adapter, bidi) = (Adapter::new(), CodePointMapData::<BidiClass>::new());
    let both = [
        B::EuropeanNumber,
        B::EuropeanSeparator,
        B::CommonSeparator,
        B::EuropeanTerminator,
        B::OtherNeutral,
        B::BoundaryNeutral,
        B::NonspacingMark,
    ];
    let masks = [
        (RTL_MASK, vec![B::RightToLeft, B::ArabicLetter, B::ArabicNumber]),
        (FIRST_BC_MASK, vec![B::LeftToRight, B::RightToLeft, B::ArabicLetter]),
        (LAST_LTR_MASK, vec![B::LeftToRight, B::EuropeanNumber]),
        (LAST_RTL_MASK, vec![B::RightToLeft, B::ArabicLetter, B::EuropeanNumber, B::ArabicNumber]),
        (MIDDLE_LTR_MASK, [&[B::LeftToRight], &both[..]].concat()),
        (MIDDLE_RTL_MASK, [&[B::RightToLeft, B::ArabicLetter, B::ArabicNumber], &both[..]].concat()),
    ];
    let mut known: Vec<(BidiClass, char)> = Vec::new();
    for c in characters() {
        let (ours, theirs) = (adapter.bidi_class(c), bidi.get(c));
        if !known.iter().any(|(value, _)| *value == theirs) {
            known.push((theirs, c));
        }
        assert_eq!(ours.is_ltr(), theirs == B::LeftToRight, "{c:?}");
        assert_eq!(ours.is_nonspacing_mark(), theirs == B::NonspacingMark, "{c:?}");
        assert_eq!(ours.is_european_number(), theirs == B::EuropeanNumber, "{c:?}");
        assert_eq!(ours.is_arabic_number(), theirs == B::ArabicNumber, "{c:?}");
        for (mask, classes) in &masks {
            assert_eq!(mask.intersects(ours.to_mask()), classes.contains(&theirs), "{c:?}");
            assert_eq!(ours.to_mask().intersects(*mask), classes.contains(&theirs), "{c:?}");
        }
        for (value, example) in &known {
            let same = ours.to_mask().intersects(adapter.bidi_class(*example).to_mask());
            assert_eq!(same, *value == theirs, "{c:?} {example:?}");
        }
    }
    assert_eq!(known.len(), 23);
}
