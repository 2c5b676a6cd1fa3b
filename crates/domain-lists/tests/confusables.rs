//! Confusable names, through the public API.

#![allow(clippy::unwrap_used)]

use cora_core::domain::name::DomainName;
use cora_domain_lists::DomainLists;

fn canonical(name: &str) -> String {
    DomainName::parse(name).unwrap().as_str().to_owned()
}

fn look_alike(one: &str, other: &str) -> bool {
    let [one, other] = [one, other].map(canonical);
    one != other && DomainLists.skeleton(&one) == DomainLists.skeleton(&other)
}

#[test]
fn c10_a_name_with_letters_of_another_script_looks_like_the_real_one() {
    // The first two letters are Cyrillic.
    assert!(look_alike("раypal.com", "paypal.com"));
    // The whole first label is Cyrillic, so that no scripts are mixed.
    assert!(look_alike("аррӏе.com", "apple.com"));
    assert!(look_alike("αcme.example", "acme.example"));
    assert!(look_alike("асе.example", "ace.example"));
}

#[test]
fn c10_names_that_look_different_have_different_skeletons() {
    for (one, other) in [
        ("acme.example", "beta.example"),
        ("paypal.com", "paypal.net"),
        ("bücher.example", "bucher.example"),
        ("правда.example", "pravda.example"),
    ] {
        assert!(!look_alike(one, other), "{one} {other}");
    }
}

#[test]
fn c10_a_label_of_several_scripts_is_told() {
    for name in ["раypal.com", "αcme.example", "acmе.example", "mail.раypal.com", "kαfka.acme.example"] {
        assert!(DomainLists.is_mixed_script(&canonical(name)), "{name}");
    }
}

#[test]
fn a_label_of_one_script_is_not_mixed_whatever_stands_beside_it() {
    for name in [
        "paypal.com",
        "acme-2.example",
        "bücher.example",
        "правда.example",
        "mail.пример.рф",
        "аррӏе.com",
        "日本語ひらがなカタカナ.example",
        "한국.example",
        "食狮.公司.cn",
        "ελλάδα.gr",
    ] {
        assert!(!DomainLists.is_mixed_script(&canonical(name)), "{name}");
    }
}

#[test]
fn the_unicode_form_is_what_people_write() {
    for name in ["bücher.example", "食狮.公司.cn", "paypal.com", "mail.пример.рф"] {
        assert_eq!(DomainLists.unicode(&canonical(name)), name);
    }
    // This name is not canonical, so nothing is promised but an answer.
    assert_eq!(DomainLists.unicode("xn--999999999.com"), "xn--999999999.com");
}
