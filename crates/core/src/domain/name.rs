//! A domain name in one canonical spelling.

use alloc::borrow::Cow;
use alloc::string::String;
use core::fmt;
use serde::{Deserialize, Deserializer, Serialize, de};

use idna::AsciiDenyList;
use idna::uts46::{DnsLength, Hyphens, Uts46};

use crate::json::{Decode, Decoder, Encode, Encoder, Node};

/// A domain name of at least two labels, as UTS-46 A-labels in ASCII lower case without a trailing
/// dot: 3 to 253 bytes, labels of 1 to 63 bytes (RFC 1035 §2.3.4, Unicode Technical Standard 46
/// with STD3 rules, non-transitional).
///
/// Address literals and names whose last label is a number are not domain names.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[cfg_attr(feature = "tsify", derive(tsify::Tsify), tsify(type = "string"))]
#[serde(transparent)]
pub struct DomainName(String);

/// The error for a text that is not a domain name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is not a domain name of at least two labels")]
pub struct DomainNameError;

impl DomainName {
    /// Parses a name in any spelling that IDNA maps to a valid one.
    ///
    /// # Errors
    ///
    /// Fails with [`DomainNameError`] if the text is not a domain name of at least two labels.
    pub fn parse(text: &str) -> Result<Self, DomainNameError> {
        if is_plain(text) {
            return Ok(Self(String::from(text)));
        }
        // WHY: the cost of IDNA grows with the input, and a name of at most 253 ASCII bytes is
        // hardly ever spelled in more than 1024 bytes.
        if text.len() > 1024 {
            return Err(DomainNameError);
        }
        if text.chars().any(|character| hides_dot(character) || vanishes(character)) {
            return Err(DomainNameError);
        }
        // WHY CheckFirstLast: names with `--` inside a label exist in DNS; a false `xn--` label is
        // refused all the same.
        let ascii = Uts46::new()
            .to_ascii(text.as_bytes(), AsciiDenyList::STD3, Hyphens::CheckFirstLast, DnsLength::Verify)
            .map_err(|_| DomainNameError)?;
        let last = ascii.rsplit('.').next().unwrap_or("");
        if !ascii.contains('.') || last.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(DomainNameError);
        }
        Ok(Self(ascii.into_owned()))
    }

    /// Returns an empty name, for a value that the reader discards.
    pub(super) const fn blank() -> Self {
        Self(String::new())
    }

    /// Returns the canonical text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Returns `true` for the characters whose NFKC form holds a dot, such as `⒈` (U+2488, `1.`): a
/// name would have another label than it shows. The full-width full stop (U+FF0E) is none of them,
/// because IDNA reads it as a dot (RFC 3490 §3.1).
pub(crate) const fn hides_dot(character: char) -> bool {
    matches!(
        character,
        '\u{2024}'..='\u{2026}'
            | '\u{2488}'..='\u{249B}'
            | '\u{33C2}'
            | '\u{33C7}'
            | '\u{33D8}'
            | '\u{FE19}'
            | '\u{FE30}'
            | '\u{FE52}'
            | '\u{1F100}'
    )
}

/// Returns `true` for the invisible characters that IDNA ignores (Unicode Technical Standard 46 §4,
/// status "ignored"), such as the soft hyphen: a name with one would be taken for the name without
/// it (our decision). The joiners U+200C and U+200D are none of them.
const fn vanishes(character: char) -> bool {
    matches!(
        character,
        '\u{AD}'
            | '\u{34F}'
            | '\u{115F}'..='\u{1160}'
            | '\u{17B4}'..='\u{17B5}'
            | '\u{180B}'..='\u{180F}'
            | '\u{200B}'
            | '\u{2060}'..='\u{2064}'
            | '\u{206A}'..='\u{206F}'
            | '\u{3164}'
            | '\u{FE00}'..='\u{FE0F}'
            | '\u{FEFF}'
            | '\u{FFA0}'
            | '\u{1BCA0}'..='\u{1BCA3}'
            | '\u{1D173}'..='\u{1D17A}'
            | '\u{E0100}'..='\u{E01EF}'
    )
}

/// Returns `true` if a text is a name in canonical form that IDNA would not change.
///
/// WHY: nearly all names are, especially those in stored facts, and IDNA takes several times as
/// long to return the same.
fn is_plain(text: &str) -> bool {
    let last = text.rsplit('.').next().unwrap_or("");
    let is_short = text.len() <= 253;
    is_short && text.contains('.') && text.split('.').all(is_label) && !last.bytes().all(|b| b.is_ascii_digit())
}

/// Returns `true` if a text is a label in canonical form that IDNA would not change.
pub(crate) fn is_label(label: &str) -> bool {
    let bytes = label.as_bytes();
    let signs = bytes.iter().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || *byte == b'-');
    let hyphens = bytes.first() == Some(&b'-') || bytes.last() == Some(&b'-') || bytes.get(2..4) == Some(b"--");
    (1..=63).contains(&bytes.len()) && signs && !hyphens
}

/// Returns the number of labels of a name.
pub(crate) fn labels(name: &str) -> usize {
    name.split('.').count()
}

/// Returns the name itself and each of its parents that has at least two labels, from the longest
/// to the shortest. A store looks these up to find every rule that could match.
pub fn and_parents(name: &str) -> impl Iterator<Item = &str> {
    core::iter::successors(Some(name), |name| name.split_once('.').map(|(_, parent)| parent))
        .filter(|name| name.contains('.'))
}

impl fmt::Display for DomainName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for DomainName {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<'_, str>::deserialize(deserializer)?;
        Self::parse(&text).map_err(de::Error::custom)
    }
}

impl Encode for DomainName {
    fn encode(&self, encoder: &mut Encoder) {
        encoder.text(&self.0);
    }
}

impl Decode for DomainName {
    fn decode(node: Option<&Node<'_>>, decoder: &mut Decoder) -> Self {
        Self::parse(decoder.text(node)).unwrap_or_else(|_| {
            decoder.refuse();
            Self::blank()
        })
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for DomainName {
    fn schema_name() -> Cow<'static, str> {
        Cow::Borrowed("DomainName")
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "format": "domain" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::vec::Vec;

    /// Parses a text as [`DomainName::parse`] does, without the fast path.
    fn by_idna(text: &str) -> Option<String> {
        let ascii = Uts46::new()
            .to_ascii(text.as_bytes(), AsciiDenyList::STD3, Hyphens::CheckFirstLast, DnsLength::Verify)
            .ok()?
            .into_owned();
        let last = ascii.rsplit('.').next()?;
        (ascii.contains('.') && !last.bytes().all(|byte| byte.is_ascii_digit())).then_some(ascii)
    }

    #[test]
    fn name_that_idna_maps_is_not_plain() {
        for plain in ["acme.example", "a-b.acme.example", "a--b.example", "7.example"] {
            assert!(is_plain(plain), "{plain}");
        }
        for other in
            ["-a.example", "acme-.example", "xn--bcher-kva.example", "ab--c.example", "Acme.example", "acme", "acme.7"]
        {
            assert!(!is_plain(other), "{other}");
        }
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig::with_cases(20_000))]

        #[test]
        fn plain_name_is_what_idna_makes_of_it(text in "[a-z0-9.-]{0,12}|([a-z0-9-]{1,4}\\.){1,4}[a-z0-9-]{1,4}|xn--[a-z0-9]{1,6}\\.[a-z]{1,3}") {
            if is_plain(&text) {
                proptest::prop_assert_eq!(by_idna(&text), Some(text));
            }
        }
    }

    #[test]
    fn the_greatest_lengths_are_the_same_without_idna() {
        let label = |length: usize| "a".repeat(length);
        for (name, is_name) in [
            (std::format!("{}.example", label(63)), true),
            (std::format!("{}.example", label(64)), false),
            (std::format!("{}.{}.{}.{}", label(63), label(63), label(63), label(61)), true),
            (std::format!("{}.{}.{}.{}", label(63), label(63), label(63), label(62)), false),
        ] {
            assert_eq!(
                (is_plain(&name), DomainName::parse(&name).is_ok(), by_idna(&name).is_some()),
                (is_name, is_name, is_name)
            );
        }
    }

    #[test]
    fn a_text_of_1024_bytes_is_still_read() {
        // Three letters of three bytes each are one syllable: one letter more in the A-label.
        let long = "\u{1100}\u{1161}\u{11A8}".repeat(56);
        let padded = |label: &str| std::format!("{long}.{long}.{label}.example");
        let name = DomainName::parse(&padded("acme-1")).unwrap();
        assert_eq!((padded("acme-1").len(), name.as_str().len()), (1024, 142));
        for label in ["acme-12", "acme-shops"] {
            assert!(DomainName::parse(&padded(label)).is_err(), "{label}");
        }
    }

    #[test]
    fn c08_a_character_that_idna_ignores_is_refused() {
        for character in ('\u{0}'..=char::MAX).filter(|character| !character.is_ascii()) {
            let text = std::format!("ac{character}me.example");
            let ignores = by_idna(&text).as_deref() == Some("acme.example");
            assert_eq!(vanishes(character), ignores, "U+{:04X}", character as u32);
            assert!(!ignores || DomainName::parse(&text).is_err());
        }
        // A joiner that IDNA allows makes another name.
        let name = |text: &str| DomainName::parse(text).unwrap();
        let joined = name("\u{646}\u{627}\u{645}\u{647}\u{200C}\u{627}\u{6CC}.example");
        assert_ne!(joined, name("\u{646}\u{627}\u{645}\u{647}\u{627}\u{6CC}.example"));
    }

    #[test]
    fn parents_end_before_the_last_label() {
        let names: Vec<_> = and_parents("a.b.acme.example").collect();
        assert_eq!(names, ["a.b.acme.example", "b.acme.example", "acme.example"]);
    }

    #[test]
    fn one_spelling_is_left() {
        for text in ["Bücher.example", "bu\u{308}cher.EXAMPLE", "xn--bcher-kva.example", "bücher。example"] {
            assert_eq!(DomainName::parse(text).unwrap().as_str(), "xn--bcher-kva.example", "{text}");
        }
    }

    #[test]
    fn invalid_domain_name_is_refused() {
        for text in [
            "",
            ".",
            "example",
            "acme.example.",
            ".acme.example",
            "a..example",
            "10.0.0.1",
            "acme.1",
            "a_b.example",
            "a b.example",
            "xn--a.example",
            "-a.example",
            "a\u{200D}b.example",
        ] {
            assert!(DomainName::parse(text).is_err(), "{text:?}");
        }
    }
}
