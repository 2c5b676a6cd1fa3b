//! E-mail addresses: refused unless unambiguous, and compared only by their canonical form.

mod compatibility;

use alloc::borrow::Cow;
use alloc::string::String;
use cora_wire_derive::{codes, record};
use core::fmt;
use serde::{Deserialize, Deserializer, Serialize, de};

use crate::domain::name::{DomainName, hides_dot};
use crate::json::{Decode, Decoder, Encode, Encoder, Node};
use crate::text::RawEmail;

/// An address as written, for display, and its canonical form, for comparison.
///
/// Canonical form: NFKC, then exactly one `@`; the local part in ASCII lower case, the domain an
/// IDNA A-label name in lower case. The case of the local part is folded although RFC 5321 §2.4
/// makes it significant, because no mailbox provider does (our decision).
#[record]
pub struct EmailAddress {
    /// The address as written; for display only.
    original: RawEmail,
    /// The canonical form; the only one to compare.
    canonical: CanonicalEmail,
}

impl EmailAddress {
    /// Parses an address.
    ///
    /// # Errors
    ///
    /// Fails with the [`EmailError`] of the rule that the text breaks. The address itself is not in
    /// the error.
    pub fn parse(text: &str) -> Result<Self, EmailError> {
        CanonicalEmail::parse(text).map(|canonical| Self { original: RawEmail::shortened(text), canonical })
    }

    /// Returns the address as it was written; for display only.
    pub fn original(&self) -> &str {
        self.original.as_str()
    }

    /// Returns the canonical form; the only one to compare.
    pub fn canonical(&self) -> &str {
        &self.canonical.0
    }

    /// Returns the canonical form as its own type.
    pub const fn as_canonical(&self) -> &CanonicalEmail {
        &self.canonical
    }

    /// Returns the domain, an A-label name in lower case.
    pub fn domain(&self) -> &str {
        self.canonical.domain()
    }

    /// Returns the part before the `@`, in lower case.
    pub fn local(&self) -> &str {
        self.canonical.local()
    }
}

/// An address in canonical form. Reads any accepted spelling and writes the canonical one.
///
/// `Debug` shows it redacted, so that no log receives it through a type that contains it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[cfg_attr(feature = "tsify", derive(tsify::Tsify), tsify(type = "string"))]
#[serde(transparent)]
pub struct CanonicalEmail(String);

impl fmt::Debug for CanonicalEmail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let first = self.0.chars().next().unwrap_or('*');
        write!(f, "{first}***@{}", self.domain())
    }
}

/// The reason why a text is not an e-mail address that Cora accepts.
#[codes]
#[derive(thiserror::Error)]
pub enum EmailError {
    /// The address is longer than 254 bytes (RFC 5321 §4.5.3.1.3).
    #[error("the address is longer than 254 bytes")]
    TooLong,
    /// The text contains no `@`, or more than one once compatibility forms are resolved.
    #[error("the address needs exactly one `@`")]
    AtSign,
    /// The part before the `@` is empty or longer than 64 bytes (RFC 5321 §4.5.3.1.1).
    #[error("the part before the `@` must have 1 to 64 bytes")]
    LocalLength,
    /// The part before the `@` contains a character other than ASCII letters, digits and the plain
    /// signs of RFC 5321 §4.1.2 without `%` and `!`, or a dot at an end or next to another.
    #[error("the part before the `@` contains a character or a dot that is not allowed")]
    LocalCharacter,
    /// The part before the `@` contains an encoded word, `=?…?=` (RFC 2047).
    #[error("encoded words are not allowed in an address")]
    EncodedWord,
    /// The part after the `@` is not a domain name of at least two labels.
    #[error("the part after the `@` is not a domain name of at least two labels")]
    Domain,
}

/// Returns `true` for the characters of RFC 5322 `atext` and the dot, without `%` and `!`, which
/// some mail systems read as routes.
const fn is_local(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        || matches!(
            byte,
            b'.' | b'#'
                | b'$'
                | b'&'
                | b'\''
                | b'*'
                | b'+'
                | b'-'
                | b'/'
                | b'='
                | b'?'
                | b'^'
                | b'_'
                | b'`'
                | b'{'
                | b'|'
                | b'}'
                | b'~'
        )
}

/// Returns `true` if a text holds an encoded word, `=?…?=` (RFC 2047 §2). Half of one is none.
fn has_encoded_word(text: &str) -> bool {
    let mut pairs = text.as_bytes().windows(2);
    // The word's own marks do not overlap.
    pairs.any(|pair| pair == b"=?") && pairs.skip(1).any(|pair| pair == b"?=")
}

/// Returns `true` if the domain of an address, before normalization, holds a character whose NFKC
/// form holds a dot: the boundary of a label would come out of it.
fn has_hidden_dot(text: &str) -> bool {
    text.rsplit(['@', '\u{FF20}', '\u{FE6B}']).next().is_some_and(|domain| domain.chars().any(hides_dot))
}

/// Returns `true` if two bytes occur next to each other. WHY not the library's search: it is made
/// for long texts, and large.
fn has(text: &str, pair: [u8; 2]) -> bool {
    text.as_bytes().windows(2).any(|window| window == pair)
}

impl CanonicalEmail {
    /// Parses an address into its canonical form.
    ///
    /// # Errors
    ///
    /// Fails with the [`EmailError`] of the rule that the text breaks.
    pub fn parse(text: &str) -> Result<Self, EmailError> {
        // WHY: compatibility forms only ever get longer by a few characters; refusing long input
        // first bounds the work.
        if text.len() > 1024 {
            return Err(EmailError::TooLong);
        }
        let hidden_dot = !text.is_ascii() && has_hidden_dot(text);
        // Normalization precedes the search for the `@`: `a@b.example＠victim.example` has two of
        // them.
        let text = compatibility::to_ascii_where_possible(text);
        let (local, domain) = match text.split_once('@') {
            Some((local, domain)) if !domain.contains('@') => (local, domain),
            _ => return Err(EmailError::AtSign),
        };
        if local.is_empty() || local.len() > 64 {
            return Err(EmailError::LocalLength);
        }
        if has_encoded_word(local) {
            return Err(EmailError::EncodedWord);
        }
        let dots = local.starts_with('.') || local.ends_with('.') || has(local, *b"..");
        if dots || !local.bytes().all(is_local) {
            return Err(EmailError::LocalCharacter);
        }
        if hidden_dot || domain.chars().any(compatibility::is_disputed) {
            return Err(EmailError::Domain);
        }
        let domain = DomainName::parse(domain).map_err(|_| EmailError::Domain)?;
        let mut canonical = String::with_capacity(local.len().saturating_add(domain.as_str().len()).saturating_add(1));
        canonical.push_str(local);
        canonical.make_ascii_lowercase();
        canonical.push('@');
        canonical.push_str(domain.as_str());
        if canonical.len() > 254 {
            return Err(EmailError::TooLong);
        }
        Ok(Self(canonical))
    }

    /// Returns the canonical text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the address with another local part, of characters that are allowed there. It is
    /// shortened where the address would be too long.
    pub(crate) fn with_local(&self, local: &str) -> Self {
        let most = 253_usize.saturating_sub(self.domain().len());
        let local = local.get(..most).unwrap_or(local);
        Self(alloc::format!("{local}@{}", self.domain()))
    }

    /// Returns the domain part.
    pub fn domain(&self) -> &str {
        self.parts().1
    }

    /// Returns the local part.
    pub fn local(&self) -> &str {
        self.parts().0
    }

    /// Returns the local part and the domain.
    fn parts(&self) -> (&str, &str) {
        // WHY not `split_once`: what that prepares costs more than it saves on short texts.
        let at = self.0.bytes().position(|byte| byte == b'@').unwrap_or(self.0.len());
        (self.0.get(..at).unwrap_or(""), self.0.get(at.saturating_add(1)..).unwrap_or(""))
    }
}

impl fmt::Display for CanonicalEmail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for CanonicalEmail {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<'_, str>::deserialize(deserializer)?;
        Self::parse(&text).map_err(de::Error::custom)
    }
}

impl Encode for CanonicalEmail {
    fn encode(&self, encoder: &mut Encoder) {
        encoder.text(&self.0);
    }
}

impl Decode for CanonicalEmail {
    fn decode(node: Option<&Node<'_>>, decoder: &mut Decoder) -> Self {
        Self::parse(decoder.text(node)).unwrap_or_else(|_| {
            decoder.refuse();
            Self(String::new())
        })
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for CanonicalEmail {
    fn schema_name() -> Cow<'static, str> {
        Cow::Borrowed("CanonicalEmail")
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "format": "email" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::format;
    use proptest::prelude::*;
    use std::string::ToString;

    fn canonical(text: &str) -> Result<String, EmailError> {
        CanonicalEmail::parse(text).map(|email| email.to_string())
    }

    #[test]
    fn a_text_of_1024_bytes_is_still_read() {
        // Three letters of three bytes each are one syllable: one letter more in the A-label.
        let long = "\u{1100}\u{1161}\u{11A8}".repeat(56);
        let padded = |local: &str| format!("{local}@{long}.{long}.acme.example");
        assert_eq!((padded("a").len(), canonical(&padded("a")).map(|email| email.len())), (1024, Ok(142)));
        assert_eq!((padded("ab").len(), canonical(&padded("ab"))), (1025, Err(EmailError::TooLong)));
    }

    #[test]
    fn half_an_encoded_word_is_none() {
        for local in ["ann=?x", "a?=b", "=?", "?=", "=?=", "a?==?b", "=?x?q?a"] {
            assert_eq!(canonical(&format!("{local}@acme.example")), Ok(format!("{local}@acme.example")));
        }
        for local in ["=?utf-8?q?ana?=", "a=??=", "=?x?=b"] {
            assert_eq!(canonical(&format!("{local}@acme.example")), Err(EmailError::EncodedWord), "{local}");
        }
    }

    #[test]
    fn c08_a_character_that_hides_a_dot_is_refused_in_a_domain() {
        let nfkc = icu_normalizer::ComposingNormalizerBorrowed::new_nfkc();
        for character in ('\u{0}'..=char::MAX).filter(|c| !c.is_ascii() && *c != '\u{FF0E}') {
            let holds_dot = nfkc.normalize(character.encode_utf8(&mut [0; 4])).contains('.');
            assert_eq!(hides_dot(character), holds_dot, "U+{:04X}", character as u32);
        }
        for at in ['@', '\u{FF20}', '\u{FE6B}'] {
            assert_eq!(canonical(&format!("ann{at}\u{2488}acme.example")), Err(EmailError::Domain));
        }
        assert!(canonical("a\u{2024}b@acme.example").is_ok(), "in the local part it is the dot that it shows");
        assert!(canonical("ann@acme\u{FF0E}example").is_ok(), "IDNA reads it as a dot");
    }

    #[test]
    fn c08_an_invisible_character_is_refused_on_both_sides() {
        for invisible in ['\u{AD}', '\u{200B}', '\u{2060}', '\u{FE0F}', '\u{FEFF}', '\u{3164}', '\u{E0100}'] {
            for domain in [format!("ac{invisible}me.example"), format!("acme.example{invisible}")] {
                assert_eq!(canonical(&format!("ann@{domain}")), Err(EmailError::Domain), "{domain:?}");
            }
            assert_eq!(canonical(&format!("a{invisible}nn@acme.example")), Err(EmailError::LocalCharacter));
        }
    }

    #[test]
    fn original_spelling_is_kept_for_display_and_hidden_from_logs() {
        let address = EmailAddress::parse("Ana@ACME.example").unwrap();
        assert_eq!(address.original(), "Ana@ACME.example");
        assert_eq!(format!("{:?}", address.as_canonical()), "a***@acme.example");
    }

    #[test]
    fn c07_case_does_not_matter() {
        assert_eq!(canonical("First.Last@X.example"), canonical("first.last@x.EXAMPLE"));
    }

    #[test]
    fn c08_compatibility_forms_are_resolved_before_the_at_sign_is_sought() {
        assert_eq!(canonical("a@b.example＠victim.example"), Err(EmailError::AtSign));
        assert_eq!(canonical("a﹫b.example"), Ok("a@b.example".to_string()));
        assert_eq!(canonical("ＡＮＡ@acme．example"), Ok("ana@acme.example".to_string()));
        // KELVIN SIGN and LONG S are K and s under NFKC; dotless ı and dotted İ are letters of
        // their own.
        assert_eq!(canonical("\u{212A}im@acme.example"), Ok("kim@acme.example".to_string()));
        assert_eq!(canonical("\u{17F}am@acme.example"), Ok("sam@acme.example".to_string()));
        for refused in
            ["m\u{131}ke@acme.example", "m\u{130}ke@acme.example", "e\u{301}@acme.example", "a\u{AD}b@acme.example"]
        {
            assert_eq!(canonical(refused), Err(EmailError::LocalCharacter), "{refused:?}");
        }
    }

    #[test]
    fn c08_a_domain_has_one_canonical_form() {
        assert_eq!(canonical("a@bücher.example"), canonical("a@xn--bcher-kva.example"));
        assert_eq!(canonical("a@BÜCHER.example"), canonical("a@bu\u{308}cher.example"));
        for refused in [
            "a@acme.example.",
            "a@acme..example",
            "a@localhost",
            "a@[127.0.0.1]",
            "a@127.0.0.1",
            "a@-a.example",
            "a@xn--a.example",
        ] {
            assert_eq!(canonical(refused), Err(EmailError::Domain), "{refused}");
        }
    }

    #[test]
    fn c09_forms_that_parsers_disagree_about_are_refused() {
        for refused in [
            "\"a@evil\"@victim.example",
            "a,b@victim.example",
            "a%evil.example@victim.example",
            "evil.example!a@victim.example",
            "=?utf-8?q?a=40evil.example?=@victim.example",
            "a(comment)@victim.example",
            "a b@victim.example",
            "a\t@victim.example",
            "a\0@victim.example",
            "<a@victim.example>",
            ".a@victim.example",
            "a.@victim.example",
            "a..b@victim.example",
            "a\\b@victim.example",
            "@victim.example",
            "a@",
            "a",
            "",
            "a@b@victim.example",
            "a@victim.example,b",
            "a@victim.example>",
            "a:b@victim.example",
            "a;b@victim.example",
        ] {
            assert!(canonical(refused).is_err(), "{refused:?}");
        }
    }

    #[test]
    fn lengths_are_exact_at_the_boundary() {
        let local = "a".repeat(64);
        assert!(canonical(&format!("{local}@acme.example")).is_ok());
        assert_eq!(canonical(&format!("{local}a@acme.example")), Err(EmailError::LocalLength));
        let label = "b".repeat(63);
        assert!(canonical(&format!("a@{label}.example")).is_ok());
        assert_eq!(canonical(&format!("a@{label}b.example")), Err(EmailError::Domain));
        let long = |n: usize| format!("{local}@{label}.{label}.{}.example", "c".repeat(n));
        assert_eq!(long(53).len(), 254);
        assert!(canonical(&long(53)).is_ok());
        assert!(canonical(&long(54)).is_err());
    }

    proptest! {
        #[test]
        fn p1_any_text_gives_an_answer(text in any::<String>()) {
            let _ = EmailAddress::parse(&text);
        }

        #[test]
        fn a_canonical_form_is_its_own_canonical_form(text in "[A-Za-z0-9.+_-]{1,12}@[a-zA-Zäöüß0-9-]{1,9}\\.(example|test)") {
            if let Ok(once) = canonical(&text) {
                prop_assert_eq!(canonical(&once), Ok(once.clone()));
                prop_assert!(once.is_ascii());
            }
        }

        #[test]
        fn p8_the_spelling_does_not_matter(local in "[a-z][a-z0-9]{0,8}", domain in "[a-zäöü]{2,8}\\.example") {
            let plain = format!("{local}@{domain}");
            let wide: String = plain.chars().map(|c| match c {
                '!'..='~' => char::from_u32(c as u32 + 0xFEE0).unwrap(),
                c => c,
            }).collect();
            prop_assert_eq!(canonical(&plain), canonical(&plain.to_uppercase()));
            prop_assert_eq!(canonical(&plain), canonical(&wide));
        }

        #[test]
        fn the_short_table_answers_as_full_nfkc_does(text in "\\PC{0,8}@\\PC{1,8}\\.example") {
            let nfkc = icu_normalizer::ComposingNormalizerBorrowed::new_nfkc().normalize(&text).into_owned();
            if !text.chars().any(|c| compatibility::is_disputed(c) || hides_dot(c)) {
                prop_assert_eq!(canonical(&text), canonical(&nfkc));
            }
        }
    }

    /// Checks, for every character, that the table, which holds only characters that become ASCII,
    /// and IDNA's own mapping together cover NFKC.
    #[test]
    fn every_character_canonicalises_as_after_full_nfkc() {
        let nfkc = icu_normalizer::ComposingNormalizerBorrowed::new_nfkc();
        for character in ('\u{0}'..=char::MAX).filter(|c| !c.is_ascii()) {
            for text in [format!("a{character}b@acme.example"), format!("a@a{character}b.example")] {
                let in_domain = text.starts_with("a@");
                if compatibility::is_disputed(character) || (in_domain && hides_dot(character)) {
                    assert!(canonical(&text).is_err(), "U+{:04X}", character as u32);
                } else {
                    assert_eq!(canonical(&text), canonical(&nfkc.normalize(&text)), "U+{:04X}", character as u32);
                }
            }
        }
    }
}
