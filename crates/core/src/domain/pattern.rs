//! The pattern of an organization's domain rule: one name, or every name below one.

use alloc::borrow::Cow;
use alloc::string::String;
use core::cmp::Ordering;
use core::fmt;
use serde::{Deserialize, Deserializer, Serialize, de};

use super::class::{self, DomainClass};
use super::name::{DomainName, labels};
use crate::json::{Decode, Decoder, Encode, Encoder, Node};

/// The pattern of a domain rule: `acme.example` matches just that name, `*.acme.example` every name
/// below it but not the name itself.
///
/// Shape: a domain name, or `*.` and a domain name that is not a public suffix; at most ten labels
/// after the `*.`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "tsify", derive(tsify::Tsify), tsify(type = "string"))]
pub struct DomainPattern {
    name: DomainName,
    wildcard: bool,
    /// The class of the name, looked up once because a decision needs it repeatedly.
    class: DomainClass,
}

/// The error for a text that is not a pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a pattern is a domain name, or `*.` and a domain name of at least two labels that is not a public suffix")]
pub struct DomainPatternError;

impl DomainPattern {
    /// The maximum number of labels after an optional `*.`.
    pub const MAX_LABELS: usize = 10;

    /// Parses a pattern.
    ///
    /// # Errors
    ///
    /// Fails with [`DomainPatternError`] if the name is not a domain name, has more than
    /// [`Self::MAX_LABELS`] labels, or is a public suffix after `*.`.
    pub fn parse(text: &str) -> Result<Self, DomainPatternError> {
        let (wildcard, name) = match text.strip_prefix("*.") {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let name = DomainName::parse(name).map_err(|_| DomainPatternError)?;
        let class = class::classify(name.as_str());
        if (wildcard && class == DomainClass::PublicSuffix) || labels(name.as_str()) > Self::MAX_LABELS {
            return Err(DomainPatternError);
        }
        Ok(Self { name, wildcard, class })
    }

    /// Returns the name, without `*.`.
    pub const fn name(&self) -> &DomainName {
        &self.name
    }

    /// Returns the class of the name by the built-in lists.
    pub const fn class(&self) -> DomainClass {
        self.class
    }

    /// Returns `true` if the pattern matches the names below its name instead of the name itself.
    pub const fn is_wildcard(&self) -> bool {
        self.wildcard
    }

    /// Returns `true` if the pattern matches a canonical domain name, on label boundaries only.
    pub fn matches(&self, domain: &str) -> bool {
        if self.wildcard {
            domain.strip_suffix(self.name.as_str()).is_some_and(|below| below.len() > 1 && below.ends_with('.'))
        } else {
            domain == self.name.as_str()
        }
    }

    /// Compares two patterns that match one name: the one with more labels is greater; on a tie,
    /// the exact one.
    pub fn specificity(&self, other: &Self) -> Ordering {
        let key = |pattern: &Self| (labels(pattern.name.as_str()), !pattern.wildcard);
        key(self).cmp(&key(other))
    }
}

impl fmt::Display for DomainPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", if self.wildcard { "*." } else { "" }, self.name)
    }
}

impl Serialize for DomainPattern {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for DomainPattern {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<'_, str>::deserialize(deserializer)?;
        Self::parse(&text).map_err(de::Error::custom)
    }
}

impl Encode for DomainPattern {
    fn encode(&self, encoder: &mut Encoder) {
        encoder.text(&String::from(self));
    }
}

impl Decode for DomainPattern {
    fn decode(node: Option<&Node<'_>>, decoder: &mut Decoder) -> Self {
        Self::parse(decoder.text(node)).unwrap_or_else(|_| {
            decoder.refuse();
            Self { name: DomainName::blank(), wildcard: false, class: DomainClass::Company }
        })
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for DomainPattern {
    fn schema_name() -> Cow<'static, str> {
        Cow::Borrowed("DomainPattern")
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "format": "domain-pattern" })
    }
}

/// Returns a pattern's text, for evidence in a trace.
impl From<&DomainPattern> for String {
    fn from(pattern: &DomainPattern) -> Self {
        alloc::format!("{pattern}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pattern(text: &str) -> DomainPattern {
        DomainPattern::parse(text).unwrap()
    }

    #[test]
    fn c12_a_suffix_matches_on_label_boundaries_only() {
        let exact = pattern("company.com");
        let below = pattern("*.company.com");
        for other in ["evilcompany.com", "company.com.evil.io", "company.co", "mail.company.com"] {
            assert!(!exact.matches(other), "{other}");
        }
        for other in ["evilcompany.com", "company.com", "company.com.evil.io", ".company.com"] {
            assert!(!below.matches(other), "{other}");
        }
        assert!(exact.matches("company.com") && below.matches("mail.company.com") && below.matches("a.b.company.com"));
    }

    #[test]
    fn more_labels_win_and_exact_beats_wildcard() {
        assert_eq!(pattern("*.eu.acme.example").specificity(&pattern("*.acme.example")), Ordering::Greater);
        assert_eq!(pattern("eu.acme.example").specificity(&pattern("*.acme.example")), Ordering::Greater);
        assert_eq!(pattern("acme.example").specificity(&pattern("*.acme.example")), Ordering::Greater);
        assert_eq!(pattern("acme.example").specificity(&pattern("acme.example")), Ordering::Equal);
    }

    #[test]
    fn a_pattern_of_ten_labels_is_the_longest() {
        let pattern = |labels: usize| alloc::format!("*.{}example", "a.".repeat(labels - 1));
        assert!(DomainPattern::parse(&pattern(10)).is_ok() && DomainPattern::parse(&pattern(11)).is_err());
    }

    #[test]
    fn c11_a_wildcard_over_a_suffix_is_refused() {
        for refused in
            ["*.com", "*", "*.", "*.co.uk", "*.github.io", "a.*.example", "*.*.acme.example", "*acme.example", ""]
        {
            assert!(DomainPattern::parse(refused).is_err(), "{refused}");
        }
    }
}
