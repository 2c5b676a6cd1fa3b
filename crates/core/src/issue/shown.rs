//! The pieces of an input that a message or a path may show.

use alloc::format;
use alloc::string::String;

/// Maximum length of a piece of input that is shown, in bytes.
pub const MAX_SHOWN_BYTES: usize = 40;

/// Returns `true` if a piece of input may be shown as a whole: it is short and consists of the
/// characters of names. Anything else may be an address, a token or a key that was entered in the
/// wrong place.
pub fn may_be_shown(text: &str) -> bool {
    text.len() <= MAX_SHOWN_BYTES && text.chars().all(is_plain)
}

/// Returns a piece of input for a message: in backticks if it may be shown, otherwise `this text`.
pub fn quote(text: &str) -> String {
    if may_be_shown(text) { format!("`{text}`") } else { String::from("this text") }
}

/// Returns a piece of input that is usually longer, such as a URL: its first [`MAX_SHOWN_BYTES`]
/// bytes in backticks, if all of it consists of the characters of names.
pub fn quote_shortened(text: &str) -> String {
    match text.get(..MAX_SHOWN_BYTES) {
        Some(first) if text.len() > MAX_SHOWN_BYTES && text.chars().all(is_plain) => format!("`{first}…`"),
        _ => quote(text),
    }
}

/// Appends a member or index to a JSON Pointer (RFC 6901 §3). A name that may not be shown is left
/// out; the pointer then refers to the containing object.
pub fn push_pointer(path: &mut String, part: &str) {
    if !may_be_shown(part) {
        return;
    }
    path.push('/');
    for character in part.chars() {
        match character {
            '~' => path.push_str("~0"),
            '/' => path.push_str("~1"),
            other => path.push(other),
        }
    }
}

fn is_plain(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | ':' | '/' | '~' | '*' | ' ')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn possible_address_or_key_is_not_shown() {
        for text in ["ana@acme.example", "https://acme.example/?key=1", "a`b", "ä"] {
            assert_eq!((quote(text).as_str(), quote_shortened(text).as_str()), ("this text", "this text"), "{text}");
        }
    }

    #[test]
    fn at_most_forty_bytes_are_shown() {
        let text = |length: usize| "a".repeat(length);
        assert_eq!(quote_shortened(&text(40)), format!("`{}`", text(40)));
        assert_eq!(quote_shortened(&text(41)), format!("`{}…`", text(40)));
        assert_eq!(quote(&text(41)), "this text");
    }

    #[test]
    fn a_pointer_escapes_and_leaves_out_what_may_not_be_shown() {
        let mut path = String::new();
        for part in ["a/b", "c~d", "e@f"] {
            push_pointer(&mut path, part);
        }
        assert_eq!(path, "/a~1b/c~0d");
    }
}
