//! Classes of names, through the public API.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use cora_core::domain::class::{DomainClass, classify};
use cora_core::lint::DomainKnowledge;
use cora_domain_lists::DomainLists;

fn check(class: DomainClass, names: &[&str]) {
    for name in names {
        assert_eq!(DomainLists.class(name), class, "{name}");
        assert_eq!(DomainKnowledge::class(&DomainLists, name), class, "{name}");
    }
}

#[test]
fn c11_shared_domain_is_nobodys() {
    check(DomainClass::PublicProvider, &["gmail.com", "googlemail.com", "yahoo.gr", "hotmail.es", "gmx.us", "bk.ru"]);
    check(DomainClass::PublicSuffix, &["com", "co.uk", "github.io", "onmicrosoft.com", "mail.onmicrosoft.com", "a.ck"]);
    check(DomainClass::Disposable, &["mailinator.com", "yopmail.com", "10minutemail.net", "guerrillamail.info"]);
}

#[test]
fn c11_a_tenants_own_name_below_a_shared_suffix_can_be_claimed() {
    check(DomainClass::Company, &["tenant.onmicrosoft.com", "tenant.mail.onmicrosoft.com", "acme.github.io"]);
}

#[test]
fn a_company_is_what_no_list_knows() {
    check(
        DomainClass::Company,
        &["acme.example", "acme.co.uk", "mail.acme.co.uk", "microsoft.com", "google.com", "siemens.com", "bbc.co.uk"],
    );
}

#[test]
fn names_below_have_the_class_of_the_name() {
    check(DomainClass::Disposable, &["m.mailinator.com", "a.b.mailinator.com"]);
    check(DomainClass::PublicProvider, &["mail.gmail.com", "eu.yahoo.gr", "users.noreply.github.com"]);
    // On a label boundary only.
    check(DomainClass::Company, &["notmailinator.example", "gmail.com.acme.example", "acme-gmail.example"]);
}

#[test]
fn relays_of_addresses_are_for_everybody() {
    check(DomainClass::PublicProvider, &["privaterelay.appleid.com", "users.noreply.github.com"]);
    check(DomainClass::Company, &["appleid.com", "github.com"]);
}

/// Returns the names from the core's source, because the core exposes no list of them.
fn short_lists() -> Vec<&'static str> {
    let source = include_str!("../../core/src/domain/class.rs");
    let lists = source.split("/// The class of a canonical name").next().unwrap_or_default();
    let names = lists.lines().filter_map(|line| line.trim().strip_prefix('"')?.strip_suffix("\","));
    names.collect()
}

#[test]
fn every_name_of_the_cores_short_lists_has_the_same_class_here() {
    let names = short_lists();
    assert!(names.len() > 80, "{}", names.len());
    for name in names {
        assert_ne!(classify(name), DomainClass::Company, "{name}");
        assert_eq!(DomainLists.class(name), classify(name), "{name}");
        assert_eq!(DomainLists.registrable(name).is_none(), classify(name) == DomainClass::PublicSuffix, "{name}");
    }
}

#[test]
fn without_disposable_domains_every_other_name_has_the_same_class() {
    use cora_domain_lists::SmallDomainLists;

    for name in ["gmail.com", "yahoo.gr", "co.uk", "mail.acme.co.uk", "acme.example", "mailinator.com", "github.io"] {
        assert_eq!(SmallDomainLists.class(name), DomainLists.class(name), "{name}");
        assert_eq!(SmallDomainLists.skeleton(name), DomainLists.skeleton(name), "{name}");
    }
    let only_listed = cora_domain_lists::disposable_domains()
        .iter()
        .find(|name| SmallDomainLists.class(name) == DomainClass::Company);
    // The list names more than the core does.
    assert_eq!(only_listed.map(|name| DomainLists.class(&name)), Some(DomainClass::Disposable));
}
