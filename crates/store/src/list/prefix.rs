//! Searches for the beginning of a text, as ranges of texts that are compared byte by byte.

/// The texts that begin with another: from it on, up to the first text after all of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Prefix {
    pub from: String,
    /// `None` if no text comes after them.
    pub until: Option<String>,
}

impl Prefix {
    pub(super) fn new(text: String) -> Self {
        let until = first_after(&text);
        Self { from: text, until }
    }
}

/// Returns the first text after all that begin with a text.
fn first_after(text: &str) -> Option<String> {
    let mut before = text;
    while let Some((at, last)) = before.char_indices().next_back() {
        before = &before[..at];
        // The code points between are surrogates, which no text contains.
        let next = if last == '\u{d7ff}' { Some('\u{e000}') } else { char::from_u32(u32::from(last) + 1) };
        if let Some(next) = next {
            return Some(format!("{before}{next}"));
        }
    }
    None
}

/// Returns the beginnings of a name to search for: letters outside of ASCII are compared as they
/// are written, so the first letter is searched for in both cases.
pub(super) fn of_name(text: &str) -> Vec<Prefix> {
    let mut capital = text.chars();
    let capital = capital.next().map(|first| format!("{}{}", first.to_uppercase(), capital.as_str()));
    let mut names = vec![text.to_ascii_lowercase(), text.to_lowercase()];
    names.extend(capital.map(|capital| capital.to_ascii_lowercase()));
    names.sort_unstable();
    names.dedup();
    names.into_iter().map(Prefix::new).collect()
}

/// Returns the beginning of an address, a slug or a domain to search for: in lower case, and the
/// labels of a domain as they are stored where they are complete.
pub(super) fn of_identifier(text: &str) -> Vec<Prefix> {
    vec![Prefix::new(text.to_lowercase())]
}

/// Returns the beginning of the name of a domain rule to search for, with or without its `*.`.
pub(super) fn of_domain(text: &str) -> Vec<Prefix> {
    let text = text.strip_prefix("*.").unwrap_or(text);
    let whole = cora_core::domain::name::DomainName::parse(text);
    match whole {
        Ok(name) if !text.is_ascii() => vec![Prefix::new(name.as_str().to_owned())],
        _ => of_identifier(text),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn contains(prefix: &Prefix, text: &str) -> bool {
        text >= prefix.from.as_str() && prefix.until.as_deref().is_none_or(|until| text < until)
    }

    proptest! {
        #[test]
        fn a_range_has_the_texts_that_begin_with_it_and_no_others(begin in "\\PC{1,4}", text in "\\PC{0,6}") {
            let prefix = Prefix::new(begin.clone());
            prop_assert_eq!(contains(&prefix, &text), text.starts_with(&begin));
            prop_assert!(contains(&prefix, &(begin + &text)));
        }
    }

    #[test]
    fn the_last_characters_have_a_range_too() {
        for begin in ["a\u{10ffff}", "\u{10ffff}", "\u{d7ff}", "a\u{7f}"] {
            let prefix = Prefix::new(begin.to_owned());
            assert!(contains(&prefix, &format!("{begin}\u{10ffff}")), "{begin:?}");
            assert!(!contains(&prefix, "b"), "{begin:?}");
        }
    }

    #[test]
    fn names_are_found_in_both_cases_of_their_first_letter() {
        let from = |text: &str| of_name(text).into_iter().map(|prefix| prefix.from).collect::<Vec<_>>();
        assert_eq!(from("Ada"), ["ada"]);
        assert_eq!(from("ünal"), ["Ünal", "ünal"]);
        assert_eq!(from("ÜNAL"), ["Ünal", "ünal"]);
        assert_eq!(of_domain("*.Bücher.example")[0].from, "xn--bcher-kva.example");
        assert_eq!(of_domain("ac")[0].from, "ac");
    }
}
