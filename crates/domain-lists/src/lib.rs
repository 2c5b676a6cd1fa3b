//! Classifies domain names by complete lists, for when a domain is claimed or a configuration is
//! checked.
//!
//! The core decides with short lists, because a decision has to fit into a browser. Before a rule
//! for a domain goes live, a host asks this crate: is the name a public suffix, a public mailbox
//! provider, a source of disposable mailboxes, or does it look like another name (pitfalls C10,
//! C11)? The answers include those of the core's short lists.
//!
//! Names are taken in canonical form, as `cora_core::domain::name::DomainName::as_str` returns
//! them: A-labels in lower case without a trailing dot. For any other text the answers mean
//! nothing, but there is an answer: nothing panics.
//!
//! The lists are files under `data/`, made by `cargo xtask lists` from published ones. [`list_versions`]
//! returns their sources and dates.
//!
//! ```
//! use cora_core::domain::class::DomainClass;
//! use cora_domain_lists::DomainLists;
//!
//! assert_eq!(DomainLists.class("yahoo.gr"), DomainClass::PublicProvider);
//! assert_eq!(DomainLists.registrable("mail.acme.co.uk"), Some("acme.co.uk"));
//! assert_eq!(DomainLists.registrable("co.uk"), None);
//! ```
#![no_std]
#![forbid(unsafe_code)]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing))]

extern crate alloc;

mod class;
mod confusables;
mod key;
mod list_version;
mod local_entries;
pub mod packed_names;
mod suffix;
mod upstream;

use alloc::string::String;

use cora_core::domain::class::DomainClass;
use cora_core::lint::DomainKnowledge;

pub use list_version::{
    ListVersion, UNICODE_VERSION, disposable_domains, icann_suffixes, list_versions, private_suffixes, public_providers,
};

/// The complete lists. All data is compiled in, so a value costs nothing to make.
#[derive(Debug, Clone, Copy, Default)]
pub struct DomainLists;

impl DomainLists {
    /// Returns the class of a canonical name.
    ///
    /// - `PublicSuffix`: the name is its own [public suffix](Self::public_suffix), so nobody has
    ///   registered it.
    /// - `Disposable`, `PublicProvider`: the list contains the name, or a name above it that the
    ///   same owner registered: the owner of `mailinator.com` has `m.mailinator.com` too. A name on
    ///   both lists is `Disposable`.
    /// - `Company`: none of these, so it can be claimed. A tenant's own name such as
    ///   `tenant.onmicrosoft.com` is one (our decision, because nobody but that tenant gives out
    ///   mailboxes there).
    pub fn class(&self, name: &str) -> DomainClass {
        class::class(name, class::is_disposable)
    }

    /// Returns the part of a canonical name that its owner registered: the public suffix and one
    /// more label, as a slice of `name`. Returns `None` if the name is itself a public suffix.
    ///
    /// Source: the algorithm of the public suffix list (publicsuffix.org/list, "Algorithm") over
    /// both of its sections, with its default rule `*`, and over Cora's shared suffixes. Our
    /// decision: for a rule such as `*.kawasaki.jp`, the root `kawasaki.jp` is a suffix too,
    /// because nothing but suffixes is below it.
    pub fn registrable<'a>(&self, name: &'a str) -> Option<&'a str> {
        suffix::registrable(name)
    }

    /// Returns the public suffix of a canonical name, as a slice of it: the part below which more
    /// than one owner registers names. For a name without a rule it is the last label (the default
    /// rule `*`); for the empty text it is empty.
    pub fn public_suffix<'a>(&self, name: &'a str) -> &'a str {
        suffix::public_suffix(name)
    }

    /// Returns a rule of the public suffix list or a shared suffix of Cora strictly below the name,
    /// as an example of what a wildcard for the name would include: there is one below
    /// `amazonaws.com`. Returns `None` if there are none. The rule is returned as written: `*`
    /// stands for any label, and `!` marks an exception.
    pub fn suffix_below(&self, name: &str) -> Option<String> {
        suffix::below(name)
    }

    /// Returns the skeleton of the name in Unicode form (Unicode Technical Standard 39 §4): names
    /// that look alike have the same skeleton. For comparison only, not for people to read.
    pub fn skeleton(&self, name: &str) -> String {
        confusables::skeleton(name)
    }

    /// Returns `true` if a label of the name, in Unicode form, mixes scripts (UTS 39 §5.1).
    /// Japanese and Korean writing count as one script each.
    pub fn is_mixed_script(&self, name: &str) -> bool {
        confusables::is_mixed_script(name)
    }

    /// Returns the name with its A-labels decoded to Unicode (RFC 3492), as people write it. A
    /// label that cannot be decoded is kept.
    pub fn unicode(&self, name: &str) -> String {
        confusables::unicode(name)
    }
}

impl DomainKnowledge for DomainLists {
    fn class(&self, name: &str) -> DomainClass {
        class::class(name, class::is_disposable)
    }
    fn skeleton(&self, name: &str) -> String {
        confusables::skeleton(name)
    }
    fn is_mixed_script(&self, name: &str) -> bool {
        confusables::is_mixed_script(name)
    }
}

/// The lists without the one of disposable mailboxes, which is larger than all the others together.
/// It knows only the core's few disposable domains. For browsers.
#[derive(Debug, Clone, Copy, Default)]
pub struct SmallDomainLists;

impl DomainKnowledge for SmallDomainLists {
    fn class(&self, name: &str) -> DomainClass {
        class::class(name, |_| false)
    }
    fn skeleton(&self, name: &str) -> String {
        confusables::skeleton(name)
    }
    fn is_mixed_script(&self, name: &str) -> bool {
        confusables::is_mixed_script(name)
    }
}
