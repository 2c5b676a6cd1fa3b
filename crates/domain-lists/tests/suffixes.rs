//! Public suffixes and registrable names, through the public API.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::arithmetic_side_effects)]

use std::collections::BTreeSet;

use cora_core::domain::class::DomainClass;
use cora_core::domain::name::DomainName;
use cora_domain_lists::{DomainLists, icann_suffixes, private_suffixes};
use proptest::prelude::*;

/// A name as people write it, and its registrable part as people write it.
const REGISTRABLE: &[(&str, Option<&str>)] = &[
    // One label below a suffix of one label.
    ("acme.com", Some("acme.com")),
    ("mail.acme.com", Some("acme.com")),
    ("a.b.acme.com", Some("acme.com")),
    ("acme.de", Some("acme.de")),
    ("login.acme.ch", Some("acme.ch")),
    ("acme.ai", Some("acme.ai")),
    ("acme.io", Some("acme.io")),
    ("acme.dev", Some("acme.dev")),
    ("acme.app", Some("acme.app")),
    ("acme.berlin", Some("acme.berlin")),
    ("acme.museum", Some("acme.museum")),
    ("acme.gov", Some("acme.gov")),
    ("acme.eu", Some("acme.eu")),
    ("acme.biz", Some("acme.biz")),
    // Suffixes of two labels and more.
    ("co.uk", None),
    ("acme.co.uk", Some("acme.co.uk")),
    ("mail.acme.co.uk", Some("acme.co.uk")),
    ("acme.uk", Some("acme.uk")),
    ("ac.uk", None),
    ("cs.acme.ac.uk", Some("acme.ac.uk")),
    ("com.au", None),
    ("acme.com.au", Some("acme.com.au")),
    ("co.jp", None),
    ("acme.co.jp", Some("acme.co.jp")),
    ("acme.com.br", Some("acme.com.br")),
    ("acme.com.cn", Some("acme.com.cn")),
    ("acme.co.in", Some("acme.co.in")),
    ("acme.co.za", Some("acme.co.za")),
    ("acme.com.tr", Some("acme.com.tr")),
    ("acme.ac", Some("acme.ac")),
    ("acme.uk.com", Some("acme.uk.com")),
    ("uk.com", None),
    // Places below places.
    ("kyoto.jp", None),
    ("acme.kyoto.jp", Some("acme.kyoto.jp")),
    ("ide.kyoto.jp", None),
    ("acme.ide.kyoto.jp", Some("acme.ide.kyoto.jp")),
    ("mail.acme.ide.kyoto.jp", Some("acme.ide.kyoto.jp")),
    ("ak.us", None),
    ("acme.ak.us", Some("acme.ak.us")),
    ("k12.ak.us", None),
    ("acme.k12.ak.us", Some("acme.k12.ak.us")),
    ("pvt.k12.ma.us", None),
    ("acme.pvt.k12.ma.us", Some("acme.pvt.k12.ma.us")),
    ("acme.us", Some("acme.us")),
    // Wildcards and their exceptions.
    ("anything.ck", None),
    ("acme.anything.ck", Some("acme.anything.ck")),
    ("mail.acme.anything.ck", Some("acme.anything.ck")),
    ("www.ck", Some("www.ck")),
    ("mail.www.ck", Some("www.ck")),
    ("com.mm", None),
    ("acme.com.mm", Some("acme.com.mm")),
    ("kobe.jp", None),
    ("c.kobe.jp", None),
    ("acme.c.kobe.jp", Some("acme.c.kobe.jp")),
    ("city.kobe.jp", Some("city.kobe.jp")),
    ("mail.city.kobe.jp", Some("city.kobe.jp")),
    ("kawasaki.jp", None),
    ("city.kawasaki.jp", Some("city.kawasaki.jp")),
    // Names in other scripts.
    ("食狮.com.cn", Some("食狮.com.cn")),
    ("公司.cn", None),
    ("食狮.公司.cn", Some("食狮.公司.cn")),
    ("www.食狮.公司.cn", Some("食狮.公司.cn")),
    ("shishi.公司.cn", Some("shishi.公司.cn")),
    ("食狮.中国", Some("食狮.中国")),
    ("www.食狮.中国", Some("食狮.中国")),
    ("пример.рф", Some("пример.рф")),
    ("почта.пример.рф", Some("пример.рф")),
    ("bücher.example", Some("bücher.example")),
    ("straße.de", Some("straße.de")),
    ("aéroport.ci", None),
    ("acme.aéroport.ci", Some("acme.aéroport.ci")),
    // The private section.
    ("github.io", None),
    ("acme.github.io", Some("acme.github.io")),
    ("pages.acme.github.io", Some("acme.github.io")),
    ("githubusercontent.com", None),
    ("blogspot.com", None),
    ("acme.herokuapp.com", Some("acme.herokuapp.com")),
    ("vercel.app", None),
    ("acme.vercel.app", Some("acme.vercel.app")),
    ("acme.azurewebsites.net", Some("acme.azurewebsites.net")),
    ("acme.workers.dev", Some("acme.workers.dev")),
    ("eu.org", None),
    ("acme.eu.org", Some("acme.eu.org")),
    ("amazonaws.com", Some("amazonaws.com")),
    ("s3.amazonaws.com", None),
    ("acme.s3.amazonaws.com", Some("acme.s3.amazonaws.com")),
    // Cora's shared suffixes.
    ("onmicrosoft.com", None),
    ("tenant.onmicrosoft.com", Some("tenant.onmicrosoft.com")),
    ("mail.onmicrosoft.com", None),
    ("tenant.mail.onmicrosoft.com", Some("tenant.mail.onmicrosoft.com")),
    ("a.tenant.onmicrosoft.com", Some("tenant.onmicrosoft.com")),
    ("acme.atlassian.net", Some("acme.atlassian.net")),
    // The default rule: no rule names the last label.
    ("acme.example", Some("acme.example")),
    ("mail.acme.example", Some("acme.example")),
    ("acme.internal", Some("acme.internal")),
];

fn canonical(name: &str) -> String {
    DomainName::parse(name).unwrap().as_str().to_owned()
}

#[test]
fn the_registrable_part_is_one_label_more_than_the_suffix() {
    for (name, expected) in REGISTRABLE {
        let name = canonical(name);
        assert_eq!(DomainLists.registrable(&name).map(str::to_owned), expected.map(canonical), "{name}");
    }
}

#[test]
fn c11_only_unregistered_names_are_public_suffixes() {
    for (name, expected) in REGISTRABLE {
        let class = DomainLists.class(&canonical(name));
        assert_eq!(class == DomainClass::PublicSuffix, expected.is_none(), "{name}");
    }
}

#[test]
fn a_single_label_and_no_name_at_all_have_no_registrable_part() {
    for name in ["com", "ck", "example", "", ".", "..", "*", "!", ".com", "acme.", "a..b"] {
        let answer = DomainLists.registrable(name);
        assert!(answer.is_none_or(|answer| name.ends_with(answer)), "{name:?} {answer:?}");
    }
    assert_eq!(DomainLists.registrable("com"), None);
    assert_eq!(DomainLists.registrable(".com"), None);
    assert_eq!(DomainLists.public_suffix(""), "");
    let endless = "a.".repeat(10_000) + "acme.com";
    assert_eq!(DomainLists.registrable(&endless), Some("acme.com"));
}

#[test]
fn a_suffix_below_a_name_is_found() {
    assert!(DomainLists.suffix_below("amazonaws.com").unwrap().ends_with(".amazonaws.com"));
    assert_eq!(DomainLists.suffix_below("onmicrosoft.com").as_deref(), Some("mail.onmicrosoft.com"));
    assert_eq!(DomainLists.suffix_below("ck").as_deref(), Some("!www.ck"));
    for name in ["acme.com", "amazonaws.co", "mazonaws.com", "acme.example", ""] {
        assert_eq!(DomainLists.suffix_below(name), None, "{name}");
    }
}

fn rules() -> BTreeSet<String> {
    let own = ["atlassian.net", "mail.onmicrosoft.com", "onmicrosoft.com", "onmicrosoft.de", "onmicrosoft.us"];
    let own = own.into_iter().chain(["partner.onmschina.cn"]).map(str::to_owned);
    icann_suffixes().iter().chain(private_suffixes().iter()).chain(own).collect()
}

/// Applies the algorithm as it is published, step by step, over every rule.
fn suffix_by_the_letter(rules: &BTreeSet<String>, name: &str) -> String {
    let labels: Vec<&str> = name.split('.').collect();
    let matching = |rule: &str| {
        let rule: Vec<&str> = rule.trim_start_matches('!').split('.').collect();
        let tail = labels.len().checked_sub(rule.len()).map(|from| &labels[from..]);
        tail.is_some_and(|tail| rule.iter().zip(tail).all(|(rule, label)| *rule == "*" || rule == label))
    };
    let matched: Vec<&String> = rules.iter().filter(|rule| matching(rule)).collect();
    let roots = rules.iter().filter_map(|rule| rule.strip_prefix("*.")).filter(|rule| matching(rule));
    let exception = matched.iter().find(|rule| rule.starts_with('!'));
    let length = match exception {
        Some(rule) => rule.split('.').count() - 1,
        None => {
            let lengths = matched.iter().map(|rule| rule.as_str()).chain(roots).map(|rule| rule.split('.').count());
            lengths.max().unwrap_or(1)
        }
    };
    labels[labels.len() - length..].join(".")
}

#[test]
fn names_around_every_rule_follow_the_published_algorithm() {
    let rules = rules();
    // WHY only a selection: the slow way reads all rules for each name. The selection has all
    // exceptions and some of the wildcards.
    // exceptions.
    let chosen = rules
        .iter()
        .enumerate()
        .filter(|(at, rule)| at % 97 == 0 || rule.starts_with(['*', '!']) && (at % 7 == 0 || rule.starts_with('!')));
    for (_, rule) in chosen {
        let name = rule.trim_start_matches('!').replace('*', "some");
        for name in [name.clone(), format!("acme.{name}"), format!("mail.acme.{name}")] {
            assert_eq!(DomainLists.public_suffix(&name), suffix_by_the_letter(&rules, &name), "{name}");
        }
    }
}

#[test]
fn every_rule_is_found_and_none_is_deeper_than_what_is_looked_up() {
    for rule in rules() {
        assert!(rule.split('.').count() <= 8, "{rule}: `DEEPEST_RULE` is too small");
        match rule.strip_prefix('!') {
            Some(name) => assert_eq!(DomainLists.registrable(name), Some(name), "{rule}"),
            None => {
                let name = rule.replace('*', "some");
                assert_eq!(DomainLists.public_suffix(&name), name, "{rule}");
                assert_eq!(DomainLists.class(&name), DomainClass::PublicSuffix, "{rule}");
            }
        }
    }
}

/// Generates names from labels that occur in rules, so that suffixes occur.
fn name() -> impl Strategy<Value = String> {
    let labels =
        ["com", "uk", "co", "ck", "www", "jp", "kobe", "city", "io", "github", "acme", "onmicrosoft", "xn--p1ai"];
    prop::collection::vec(prop::sample::select(labels.to_vec()), 1..6).prop_map(|labels| labels.join("."))
}

proptest! {
    #[test]
    fn the_registrable_part_is_an_end_of_the_name_on_a_label_boundary(name in name()) {
        let suffix = DomainLists.public_suffix(&name);
        let Some(registrable) = DomainLists.registrable(&name) else {
            prop_assert_eq!(suffix, name.as_str());
            return Ok(());
        };
        let rest = name.strip_suffix(registrable);
        prop_assert!(rest.is_some_and(|rest| rest.is_empty() || rest.ends_with('.')));
        prop_assert_eq!(registrable.split_once('.').map(|(_, suffix)| suffix), Some(suffix));
        prop_assert_eq!(DomainLists.registrable(registrable), Some(registrable));
    }

    #[test]
    fn any_text_has_an_answer(text in ".{0,300}") {
        let _ = (DomainLists.class(&text), DomainLists.skeleton(&text), DomainLists.is_mixed_script(&text));
        prop_assert!(text.ends_with(DomainLists.public_suffix(&text)));
        prop_assert!(text.ends_with(DomainLists.registrable(&text).unwrap_or_default()));
        let _ = (DomainLists.unicode(&text), DomainLists.suffix_below(&text));
    }
}
