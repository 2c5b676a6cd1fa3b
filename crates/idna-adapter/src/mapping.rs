//! The mapping of a character by UTS #46, in canonical decomposition.

use crate::runs::{Reader, signed};
use crate::tables::{MAPPING_INDEX, MAPPING_RUNS};

/// The treatment of a character of status `ignored`.
#[derive(Clone, Copy)]
pub(crate) enum Ignored {
    Dropped,
    /// It becomes U+FFFD, as a disallowed character does.
    Refused,
}

// Kinds of run, in the low three bits of its first byte. The length is in the other five, or
// follows if they are 0.
/// Each character is its own mapping.
const VALID: u8 = 0;
/// Each character becomes U+FFFD.
const DISALLOWED: u8 = 1;
const IGNORED: u8 = 2;
/// Each character becomes the one at the same signed distance, which follows.
const SHIFTED: u8 = 3;
/// The 1st, 3rd … character becomes its successor, which is valid. The length counts the pairs.
const PAIRS: u8 = 4;
/// Each character becomes a text. The first character of a text is given as the signed distance
/// from the first of the text before, the others as they are. In each number the lowest bit marks
/// the last character of a text.
const TEXTS: u8 = 5;

pub(crate) const S_BASE: u32 = 0xAC00;
pub(crate) const L_BASE: u32 = 0x1100;
pub(crate) const V_BASE: u32 = 0x1161;
pub(crate) const T_BASE: u32 = 0x11A7;
pub(crate) const L_COUNT: u32 = 19;
pub(crate) const V_COUNT: u32 = 21;
pub(crate) const T_COUNT: u32 = 28;
pub(crate) const S_COUNT: u32 = L_COUNT * V_COUNT * T_COUNT;

/// Passes the characters that `c` becomes to `put`, one after the other.
pub(crate) fn map(c: char, ignored: Ignored, mut put: impl FnMut(char)) {
    let c = u32::from(c);
    let mut put = |code_point| put(scalar(code_point));
    let syllable = c.wrapping_sub(S_BASE);
    if syllable < S_COUNT {
        // The Unicode Standard §3.12, "Hangul Syllable Decomposition".
        put(L_BASE + syllable / (V_COUNT * T_COUNT));
        put(V_BASE + syllable / T_COUNT % V_COUNT);
        if !syllable.is_multiple_of(T_COUNT) {
            put(T_BASE + syllable % T_COUNT);
        }
        return;
    }
    let (mut reader, mut start) = Reader::seek(MAPPING_RUNS, MAPPING_INDEX, c);
    loop {
        let head = reader.byte();
        let kind = head & 7;
        let mut length = u32::from(head >> 3);
        if length == 0 {
            length = reader.number();
        }
        let distance = if kind == SHIFTED { signed(reader.number()) } else { 0 };
        let code_points = if kind == PAIRS { 2 * length } else { length };
        let inside = c - start;
        let here = inside < code_points;
        match kind {
            TEXTS => {
                let mut first = 0u32;
                for text in 0..length {
                    let mut number = reader.number();
                    first = first.wrapping_add(signed(number >> 1));
                    let mut code_point = first;
                    loop {
                        if here && text == inside {
                            put(code_point);
                        }
                        if number & 1 != 0 {
                            break;
                        }
                        number = reader.number();
                        code_point = number >> 1;
                    }
                    if here && text == inside {
                        return;
                    }
                }
            }
            _ if !here => {}
            VALID => return put(c),
            SHIFTED => return put(c.wrapping_add(distance)),
            PAIRS => return put(c + (inside + 1) % 2),
            IGNORED if matches!(ignored, Ignored::Dropped) => return,
            IGNORED | DISALLOWED => return put(0xFFFD),
            _ => unreachable!("no other kind of run is written"),
        }
        start += code_points;
    }
}

/// Converts a code point from the tables to a character.
pub(crate) fn scalar(code_point: u32) -> char {
    // WHY a replacement is not a silent fallback: the tests read every entry of the tables.
    char::from_u32(code_point).unwrap_or(char::REPLACEMENT_CHARACTER)
}
