//! Parses any two texts as a pattern and a name: they are refused, or canonical and matched only on
//! label boundaries.
#![no_main]

use std::cmp::Ordering;

use cora_core::domain::class::DomainClass;
use cora_core::domain::name::{DomainName, and_parents};
use cora_core::domain::pattern::DomainPattern;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let (one, other) = text.split_once('\n').unwrap_or((text, text));
    let name = DomainName::parse(other);
    if let Ok(name) = &name {
        let name = name.as_str();
        assert!(
            name.is_ascii() && (3..=253).contains(&name.len()) && !name.bytes().any(|byte| byte.is_ascii_uppercase())
        );
        assert!(name.contains('.') && name.split('.').all(|label| (1..=63).contains(&label.len())));
        assert_eq!(DomainName::parse(name).as_ref().map(DomainName::as_str), Ok(name));
        assert!(and_parents(name).all(|parent| name.ends_with(parent) && parent.contains('.')));
    }
    let Ok(pattern) = DomainPattern::parse(one) else { return };
    let written = pattern.to_string();
    assert_eq!(DomainPattern::parse(&written).as_ref(), Ok(&pattern));
    let own = pattern.name().as_str();
    assert!(!pattern.is_wildcard() || pattern.class() != DomainClass::PublicSuffix);
    assert_eq!(pattern.matches(own), !pattern.is_wildcard());
    assert_eq!(pattern.matches(&format!("x.{own}")), pattern.is_wildcard());
    assert!(!pattern.matches(&format!("x{own}")) && !pattern.matches(&format!("{own}.evil.example")));
    if let Ok(name) = &name {
        let below = name.as_str().strip_suffix(own).is_some_and(|rest| rest.ends_with('.'));
        assert_eq!(pattern.matches(name.as_str()), if pattern.is_wildcard() { below } else { name.as_str() == own });
    }
    if let Ok(rival) = DomainPattern::parse(other) {
        assert_eq!(pattern.specificity(&rival), rival.specificity(&pattern).reverse());
        // Two patterns that match one name with equal rank are equal.
        if let Ok(name) = &name
            && pattern.matches(name.as_str())
            && rival.matches(name.as_str())
            && pattern.specificity(&rival) == Ordering::Equal
        {
            assert_eq!(pattern, rival);
        }
    }
});
