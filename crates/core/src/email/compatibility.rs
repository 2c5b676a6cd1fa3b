//! The part of NFKC (Unicode Standard Annex 15) that an e-mail address needs: characters that
//! become ASCII.
//!
//! A full normalizer costs a browser 16 KB more (compressed) and changes no answer: a local part
//! that is not ASCII after NFKC is refused, and IDNA's own mapping normalizes the domain. Tests in
//! the parent module prove both.

use alloc::borrow::Cow;
use alloc::string::String;

include!("compatibility_table.rs");

/// Replaces each character whose NFKC form is ASCII. Borrows the text if it already is ASCII.
pub(super) fn to_ascii_where_possible(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match lookup(character as u32) {
            Some(Replacement::One(ascii)) => out.push(char::from(ascii)),
            Some(Replacement::Several(ascii)) => out.push_str(ascii),
            None => out.push(character),
        }
    }
    Cow::Owned(out)
}

/// Returns `true` for the nine characters for which NFKC followed by IDNA yields another domain
/// name than IDNA alone: lunate and mathematical final sigmas, two forms of sharp s, the vertical
/// full stop. A name with two interpretations is refused (our decision). The tests of the parent
/// module prove that no other character has this property.
pub(super) const fn is_disputed(character: char) -> bool {
    matches!(
        character,
        '\u{3F2}'
            | '\u{FE12}'
            | '\u{1D6A6}'
            | '\u{1D6D3}'
            | '\u{1D70D}'
            | '\u{1D747}'
            | '\u{1D781}'
            | '\u{1D7BB}'
            | '\u{1DF95}'
    )
}

enum Replacement {
    One(u8),
    Several(&'static str),
}

fn lookup(code: u32) -> Option<Replacement> {
    if let Ok(at) = SEVERAL.binary_search_by_key(&code, |(code, _)| *code) {
        return SEVERAL.get(at).map(|(_, ascii)| Replacement::Several(ascii));
    }
    let after = RUNS.partition_point(|(start, _, _)| *start <= code);
    let (start, length, ascii) = RUNS.get(after.checked_sub(1)?)?;
    let offset = u8::try_from(code.checked_sub(*start)?).ok()?;
    if offset >= *length {
        return None;
    }
    ascii.checked_add(offset).map(Replacement::One)
}
