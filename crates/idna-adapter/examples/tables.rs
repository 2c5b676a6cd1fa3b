//! Writes `src/tables.rs` from the data of ICU4X:
//! `cargo run -p idna_adapter --example tables > tables.rs &&
//! mv tables.rs crates/idna-adapter/src/`.
//! The form of each table is described where it is read.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use icu_normalizer::DecomposingNormalizerBorrowed;
use icu_normalizer::properties::{
    CanonicalCombiningClassMapBorrowed, CanonicalCompositionBorrowed, CanonicalDecompositionBorrowed, Decomposed,
};
use icu_normalizer::uts46::Uts46MapperBorrowed;
use icu_properties::CodePointMapData;
use icu_properties::props::{BidiClass, GeneralCategory, JoiningType};

fn main() {
    print!("{}", source());
}

/// Generates the text of `src/tables.rs`.
pub fn source() -> String {
    let (classes, class_runs) = classes();
    let statuses: Vec<Status> = (0..=0x10_FFFF).map(status).collect();
    let mapping_runs = mapping(&statuses);
    let mut text = String::from("//! Made by `cargo run -p idna_adapter --example tables`; not edited by hand.\n\n");
    text += "use crate::runs::Entry;\n";
    let _ = write!(text, "\n/// Combining class, bidi class, joining type and (0x80) mark.\n");
    let _ = writeln!(text, "pub(crate) static CLASSES: [[u8; 3]; {}] = [", classes.len());
    write_list(&mut text, classes.iter().map(|class| format!("{class:?}")));
    text += "];\n";
    write_runs(&mut text, "CLASS", "Runs of one class: the length, the place in `CLASSES`.", &class_runs, 128);
    write_runs(&mut text, "MAPPING", "Runs of one kind of mapping.", &mapping_runs, 256);
    write_bytes(&mut text, "COMPOSITIONS", "Primary composites, Hangul aside.", &compositions(&statuses));
    text
}

/// The bytes of a run and the number of its code points.
type Run = (Vec<u8>, u32);

fn write_runs(text: &mut String, name: &str, what: &str, runs: &[Run], step: usize) {
    let (mut bytes, mut index, mut start) = (Vec::new(), Vec::new(), 0);
    for (run, code_points) in runs {
        if index.last().is_none_or(|&(_, at)| bytes.len() >= at + step) {
            index.push((start, bytes.len()));
        }
        bytes.extend(run);
        start += code_points;
    }
    write_bytes(text, &format!("{name}_RUNS"), what, &bytes);
    let _ = write!(text, "\n/// Where to start in `{name}_RUNS`.\npub(crate) static {name}_INDEX: &[Entry] = &[\n");
    write_list(text, index.iter().map(|entry| format!("{entry:?}")));
    text.push_str("];\n");
}

fn write_bytes(text: &mut String, name: &str, what: &str, bytes: &[u8]) {
    let _ = write!(text, "\n/// {what}\npub(crate) static {name}: &[u8] = &[\n");
    write_list(text, bytes.iter().map(u8::to_string));
    text.push_str("];\n");
}

fn write_list(text: &mut String, items: impl Iterator<Item = String>) {
    let mut line = String::new();
    for item in items {
        if line.len() + item.len() + 2 > 118 {
            let _ = writeln!(text, "   {line}");
            line.clear();
        }
        let _ = write!(line, " {item},");
    }
    let _ = writeln!(text, "   {line}");
}

fn number(mut value: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    while value >= 0x80 {
        bytes.push(value as u8 | 0x80);
        value >>= 7;
    }
    bytes.push(value as u8);
    bytes
}

fn zigzag(from: u32, to: u32) -> u32 {
    let distance = to as i32 - from as i32;
    ((distance << 1) ^ (distance >> 31)) as u32
}

/// Returns the classes in order of first use, and their runs.
fn classes() -> (Vec<[u8; 3]>, Vec<Run>) {
    let combining = CanonicalCombiningClassMapBorrowed::new();
    let category = CodePointMapData::<GeneralCategory>::new();
    let bidi = CodePointMapData::<BidiClass>::new();
    let joining = CodePointMapData::<JoiningType>::new();
    let mut classes: Vec<[u8; 3]> = Vec::new();
    let mut runs: Vec<(u8, u32)> = Vec::new();
    for c in 0..=0x10_FFFF {
        use GeneralCategory::{EnclosingMark, NonspacingMark, SpacingMark};
        let mark = matches!(category.get32(c), NonspacingMark | SpacingMark | EnclosingMark);
        // WHY deprecated methods: only these return numbers for the values that ICU4X promises to
        // keep.
        #[expect(deprecated)]
        let (bidi, joining) = (bidi.get32(c).to_icu4c_value(), joining.get32(c).to_icu4c_value());
        let class = [combining.get32_u8(c), bidi, joining | u8::from(mark) << 7];
        let place = classes.iter().position(|known| *known == class).unwrap_or_else(|| {
            classes.push(class);
            classes.len() - 1
        });
        let place = u8::try_from(place).expect("at most 256 classes");
        match runs.last_mut() {
            Some((last, length)) if *last == place => *length += 1,
            _ => runs.push((place, 1)),
        }
    }
    let runs = runs.into_iter().map(|(place, length)| ([number(length), vec![place]].concat(), length)).collect();
    (classes, runs)
}

#[derive(PartialEq)]
enum Status {
    Valid,
    Disallowed,
    Ignored,
    /// The canonical decomposition of the mapping.
    Mapped(Vec<u32>),
}

fn status(c: u32) -> Status {
    // Surrogates are not characters, and Hangul syllables have a rule of their own. Both count as
    // valid, so that a run can continue over them.
    let (false, Some(c)) = ((0xAC00..0xD7A4).contains(&c), char::from_u32(c)) else { return Status::Valid };
    let mapper = Uts46MapperBorrowed::new();
    let mapped: String = mapper.map_normalize([c].into_iter()).collect();
    let validated: String = mapper.normalize_validate([c].into_iter()).collect();
    if mapped != validated {
        assert!(mapped.is_empty() && validated == "\u{FFFD}", "U+{:04X} is ignored", u32::from(c));
        return Status::Ignored;
    }
    let decomposed = DecomposingNormalizerBorrowed::new_nfd().normalize(&mapped);
    match Vec::from_iter(decomposed.chars().map(u32::from)) {
        mapped if mapped == [0xFFFD] => Status::Disallowed,
        mapped if mapped == [u32::from(c)] => Status::Valid,
        mapped => Status::Mapped(mapped),
    }
}

fn run(kind: u8, length: usize, rest: Vec<u8>, code_points: usize) -> Run {
    let head =
        if length < 32 { vec![kind | (length as u8) << 3] } else { [vec![kind], number(length as u32)].concat() };
    ([head, rest].concat(), code_points as u32)
}

fn mapping(statuses: &[Status]) -> Vec<Run> {
    let single = |c: usize| match statuses.get(c) {
        Some(Status::Mapped(text)) if text.len() == 1 => Some(zigzag(c as u32, text[0])),
        _ => None,
    };
    let shifted = |c: usize| single(c).map_or(0, |distance| (c..).take_while(|&c| single(c) == Some(distance)).count());
    let pair = |c: usize| single(c) == Some(zigzag(0, 1)) && statuses.get(c + 1) == Some(&Status::Valid);
    let pairs = |c: usize| (0..).take_while(|n| pair(c + 2 * n)).count();
    // Shorter runs than these are smaller as texts.
    let worth = |c: usize| shifted(c) >= 3 || pairs(c) >= 2;
    let mut runs = Vec::new();
    let mut c = 0;
    while c < statuses.len() {
        let next = match &statuses[c] {
            Status::Mapped(_) if pairs(c) >= 2 => run(4, pairs(c), Vec::new(), 2 * pairs(c)),
            Status::Mapped(text) if shifted(c) >= 3 => {
                run(3, shifted(c), number(zigzag(c as u32, text[0])), shifted(c))
            }
            Status::Mapped(_) => {
                let (mut bytes, mut before, mut length) = (Vec::new(), 0, 0);
                // WHY 64: a reader passes over all texts of a run.
                while length < 64 && (length == 0 || !worth(c + length)) {
                    let Some(Status::Mapped(text)) = statuses.get(c + length) else { break };
                    for (place, &code_point) in text.iter().enumerate() {
                        let value = if place == 0 { zigzag(before, code_point) } else { code_point };
                        bytes.extend(number(value << 1 | u32::from(place + 1 == text.len())));
                    }
                    before = text[0];
                    length += 1;
                }
                run(5, length, bytes, length)
            }
            same => {
                let kind = match same {
                    Status::Valid => 0,
                    Status::Disallowed => 1,
                    _ => 2,
                };
                let length = statuses[c..].iter().take_while(|status| *status == same).count();
                run(kind, length, Vec::new(), length)
            }
        };
        c += next.1 as usize;
        runs.push(next);
    }
    runs
}

fn compositions(statuses: &[Status]) -> Vec<u8> {
    let (decompose, compose) = (CanonicalDecompositionBorrowed::new(), CanonicalCompositionBorrowed::new());
    let mut known = Vec::new();
    for c in ('\0'..=char::MAX).filter(|c| !('\u{AC00}'..='\u{D7A3}').contains(c)) {
        if let Decomposed::Expansion(first, second) = decompose.decompose(c)
            && compose.compose(first, second) == Some(c)
        {
            known.push((u32::from(first), u32::from(second), u32::from(c)));
        }
    }
    // Only pairs that can meet in mapped text, which has no capital letters.
    let mut met: BTreeSet<u32> = BTreeSet::new();
    for (c, status) in statuses.iter().enumerate() {
        match status {
            Status::Valid => {
                met.insert(c as u32);
            }
            Status::Mapped(text) => met.extend(text),
            Status::Disallowed | Status::Ignored => {}
        }
    }
    loop {
        let before = met.len();
        for (first, second, composite) in &known {
            if met.contains(first) && met.contains(second) {
                met.insert(*composite);
            }
        }
        if met.len() == before {
            break;
        }
    }
    let mut groups: BTreeMap<u32, BTreeMap<u32, u32>> = BTreeMap::new();
    for (first, second, composite) in known {
        if met.contains(&first) && met.contains(&second) {
            groups.entry(second).or_default().insert(first, composite);
        }
    }
    let (mut bytes, mut second_before) = (Vec::new(), 0);
    for (second, pairs) in groups {
        let (mut group, mut before) = (Vec::new(), (0, 0));
        for (first, composite) in pairs {
            group.extend(number(first - before.0));
            group.extend(number(zigzag(before.1, composite)));
            before = (first, composite);
        }
        bytes.extend(number(second - second_before));
        bytes.extend(number(group.len() as u32));
        bytes.extend(group);
        second_before = second;
    }
    bytes
}
