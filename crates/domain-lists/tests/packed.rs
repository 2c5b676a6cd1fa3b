//! The packed lists, entry by entry.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::arithmetic_side_effects)]

use std::collections::BTreeSet;

use cora_domain_lists::packed_names::{PackedNames, pack};
use cora_domain_lists::{disposable_domains, icann_suffixes, list_versions, private_suffixes, public_providers};
use proptest::prelude::*;

fn lists() -> [(&'static str, PackedNames<'static>); 4] {
    [
        ("icann_suffixes", icann_suffixes()),
        ("private_suffixes", private_suffixes()),
        ("public_providers", public_providers()),
        ("disposable_domains", disposable_domains()),
    ]
}

#[test]
fn every_list_has_the_entries_that_its_edition_tells() {
    for (list, names) in lists() {
        let version = list_versions().into_iter().find(|version| version.list == list).unwrap();
        assert_eq!(names.len(), version.entries, "{list}");
        assert_eq!(names.iter().count(), version.entries as usize, "{list}");
        assert!(!names.is_empty(), "{list}");
    }
}

#[test]
fn every_edition_says_of_when_and_from_where_it_is() {
    for version in list_versions() {
        let parts: Vec<usize> = version.date.split('-').map(str::len).collect();
        assert_eq!(parts, [4, 2, 2], "{version:?}");
        assert!(version.entries > 0 && !version.source.is_empty() && !version.licence.is_empty(), "{version:?}");
    }
}

#[test]
fn a_lookup_finds_exactly_what_a_slow_search_finds() {
    for (list, names) in lists() {
        let reference: BTreeSet<String> = names.iter().collect();
        assert_eq!(reference.len(), names.len() as usize, "{list}: no entry is there twice");
        for name in &reference {
            assert!(names.contains(name), "{list}: {name}");
            // A search is most likely to err at the neighbors of an entry.
            let shorter = &name[..name.len() - 1];
            let without_first = name.get(1..).unwrap_or_default();
            let longer = format!("{name}a");
            for near in [shorter, without_first, &longer] {
                assert_eq!(names.contains(near), reference.contains(near), "{list}: {near}");
            }
        }
    }
}

#[test]
fn no_name_is_on_two_lists_that_give_it_two_classes() {
    let disposable = disposable_domains();
    for name in public_providers().iter() {
        assert!(!disposable.contains(&name), "{name}");
    }
}

#[test]
fn names_that_share_more_than_an_entry_can_keep_are_found() {
    let long = format!("{0}.{0}.{0}", "a".repeat(63));
    let names: BTreeSet<String> = ["a", "b", "ab", "b.c", "c"].iter().map(|label| format!("{label}.{long}")).collect();
    let packed = pack(names.iter().map(String::as_str)).unwrap();
    let read = PackedNames::read(&packed).unwrap();
    assert_eq!(read.iter().collect::<BTreeSet<_>>(), names);
    assert!(names.iter().all(|name| read.contains(name)));
    for absent in [long.clone(), format!("aa.{long}"), format!("bb.{long}"), format!("d.{long}"), format!("c.c.{long}")]
    {
        assert!(!read.contains(&absent), "{absent}");
    }
}

#[test]
fn a_name_that_is_not_ascii_or_too_long_is_not_packed() {
    assert!(pack(["bücher.example"]).is_none());
    assert!(pack(["a".repeat(300).as_str()]).is_none());
    assert!(!disposable_domains().contains("bücher.example"));
}

#[test]
fn truncated_list_is_refused_or_lacks_names() {
    let all = ["acme.example", "beta.example", "mail.acme.example"];
    let packed = pack(all).unwrap();
    for length in 0..packed.len() {
        if let Some(names) = PackedNames::read(&packed[..length]) {
            let whole: Vec<String> = names.iter().collect();
            assert!(whole.len() < 3 && whole.iter().all(|name| all.contains(&name.as_str())), "{length} {whole:?}");
        }
    }
}

proptest! {
    #[test]
    fn any_set_of_names_comes_out_as_it_went_in(
        names in prop::collection::btree_set("[a-c]{1,3}(\\.[a-c-]{1,3}){0,3}", 0..400),
        others in prop::collection::vec("[a-c]{1,3}(\\.[a-c-]{1,3}){0,3}", 50),
    ) {
        let packed = pack(names.iter().map(String::as_str)).unwrap();
        let read = PackedNames::read(&packed).unwrap();
        prop_assert_eq!(read.iter().collect::<BTreeSet<_>>(), names.clone());
        for name in others.iter().chain(&names) {
            prop_assert_eq!(read.contains(name), names.contains(name), "{}", name);
        }
    }

    #[test]
    fn damaged_bytes_have_an_answer(bytes in prop::collection::vec(any::<u8>(), 0..200), name in "[a-c.]{0,9}") {
        if let Some(names) = PackedNames::read(&bytes) {
            let _ = (names.contains(&name), names.iter().count());
        }
    }
}
